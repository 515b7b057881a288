#include "sim/floor.h"

#include <stddef.h>

int wb_sim_floor_minute(const struct wb_sim_floor *floor, wb_ms t)
{
	wb_ms local = (t + floor->utc_offset) % (24 * WB_HOUR);
	if (local < 0) {
		local += 24 * WB_HOUR;
	}
	return (int)(local / WB_MINUTE);
}

static double curve_at(const double *curve, double hour)
{
	if (curve == NULL) {
		return 1;
	}
	int from = (int)hour;
	double part = hour - from;
	return curve[from % 24] * (1 - part) + curve[(from + 1) % 24] * part;
}

double wb_sim_floor_intensity(const struct wb_sim_floor *floor, int queue,
                              wb_ms t)
{
	int minute = wb_sim_floor_minute(floor, t);
	double factor = curve_at(floor->queues[queue].curve, minute / 60.0);
	for (int i = 0; i < floor->incident_count; i++) {
		const struct wb_sim_incident *incident = &floor->incidents[i];
		if (incident->queue == queue &&
		    minute >= incident->from_minute &&
		    minute < incident->to_minute) {
			factor *= incident->factor;
		}
	}
	return factor;
}

double wb_sim_floor_peak(const struct wb_sim_floor *floor, int queue)
{
	const double *curve = floor->queues[queue].curve;
	double peak = curve ? 0 : 1;
	for (int hour = 0; curve && hour < 24; hour++) {
		peak = curve[hour] > peak ? curve[hour] : peak;
	}
	for (int i = 0; i < floor->incident_count; i++) {
		if (floor->incidents[i].queue == queue &&
		    floor->incidents[i].factor > 1) {
			peak *= floor->incidents[i].factor;
		}
	}
	return peak;
}
