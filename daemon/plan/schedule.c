/* When a schedule holds: by the clock of its zone, to the millisecond. */

#include "plan/alerts.h"

#define DAY (24 * WB_HOUR)
#define EPOCH_WEEKDAY 3 /* 1970-01-01 was a Thursday; Monday is 0 */

static bool has_date(const struct wb_schedule_plan *schedule, wb_ms date)
{
	int low = 0, high = schedule->date_count;
	while (low < high) {
		int middle = low + (high - low) / 2;
		if (schedule->dates[middle] < date) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low < schedule->date_count && schedule->dates[low] == date;
}

/* Does a period begin on the day? `date` is its midnight, as if in UTC. */
static bool begins_on(const struct wb_schedule_plan *schedule, wb_ms date)
{
	int weekday = (int)((date / DAY + EPOCH_WEEKDAY) % 7);
	if (schedule->days != 0 && !(schedule->days >> weekday & 1u)) {
		return false;
	}
	return has_date(schedule, date) == schedule->on_dates;
}

/* The end of a period, after the midnight of the day on which it began. */
static wb_ms end_of(const struct wb_schedule_plan *schedule)
{
	return schedule->to > schedule->from ? schedule->to
	                                     : schedule->to + DAY;
}

bool wb_schedule_holds(const struct wb_schedule_plan *schedule, wb_ms t)
{
	if (!schedule) {
		return true;
	}
	wb_ms local = t + wb_zone_offset(schedule->zone, t);
	wb_ms today = local - local % DAY;
	for (wb_ms date = today - DAY; date <= today; date += DAY) {
		if (local >= date + schedule->from &&
		    local < date + end_of(schedule) &&
		    begins_on(schedule, date)) {
			return true;
		}
	}
	return false;
}

wb_ms wb_schedule_next(const struct wb_schedule_plan *schedule, wb_ms t)
{
	if (!schedule) {
		return WB_NEVER;
	}
	/* Up to the next change of the clocks the offset is the present one. */
	wb_ms offset = wb_zone_offset(schedule->zone, t);
	wb_ms next = wb_zone_next_change(schedule->zone, t);
	wb_ms today = (t + offset) - (t + offset) % DAY;
	for (wb_ms date = today - DAY; date <= today + DAY; date += DAY) {
		const wb_ms borders[] = { date + schedule->from,
			                  date + end_of(schedule) };
		for (int i = 0; i < 2; i++) {
			wb_ms border = borders[i] - offset;
			if (border > t && border < next) {
				next = border;
			}
		}
	}
	return next;
}
