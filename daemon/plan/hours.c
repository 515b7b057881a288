#include "plan/hours.h"

#define DAY (24 * WB_HOUR)
/* How far ahead a change is looked for. */
#define AHEAD (2 * 366 * DAY)

static int64_t day_of(wb_ms local)
{
	int64_t day = local / DAY;

	return local % DAY < 0 ? day - 1 : day;
}

/* 1970-01-01 was a Thursday; bit 0 is Monday. */
static bool is_weekday(unsigned days, int64_t day)
{
	int64_t weekday = (day % 7 + 7 + 3) % 7;

	return days == 0 || (days >> weekday & 1u) != 0;
}

static bool is_date(const struct wb_schedule_plan *schedule, int64_t day)
{
	int low = 0, high = schedule->date_count;

	while (low < high) {
		int middle = low + (high - low) / 2;
		if (day_of(schedule->dates[middle]) < day) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low < schedule->date_count &&
	       day_of(schedule->dates[low]) == day;
}

static bool is_day(const struct wb_schedule_plan *schedule, int64_t day)
{
	return is_weekday(schedule->days, day) &&
	       is_date(schedule, day) == schedule->on_dates;
}

bool wb_hours_hold(const struct wb_schedule_plan *schedule, wb_ms t)
{
	if (!schedule) {
		return true;
	}
	wb_ms local = t + wb_zone_offset(schedule->zone, t);
	int64_t day = day_of(local);
	wb_ms clock = local - day * DAY;
	wb_ms from = schedule->from, to = schedule->to;

	if (from < to) {
		return clock >= from && clock < to && is_day(schedule, day);
	}
	return clock >= from ? is_day(schedule, day)
	                     : clock < to && is_day(schedule, day - 1);
}

static wb_ms earlier(wb_ms a, wb_ms b)
{
	return a < b ? a : b;
}

/* The next instant > t at which the local clock may enter or leave the hours.
 */
static wb_ms next_border(const struct wb_schedule_plan *schedule, wb_ms t)
{
	wb_ms next = wb_zone_next_change(schedule->zone, t);

	next = earlier(next, wb_zone_next_day(schedule->zone, t,
	                                      schedule->from % DAY));
	return earlier(next, wb_zone_next_day(schedule->zone, t,
	                                      schedule->to % DAY));
}

wb_ms wb_hours_next(const struct wb_schedule_plan *schedule, wb_ms t)
{
	if (!schedule) {
		return WB_NEVER;
	}
	bool now = wb_hours_hold(schedule, t);
	wb_ms before = t;
	wb_ms at = next_border(schedule, t);

	while (at > before && at - t <= AHEAD) {
		if (wb_hours_hold(schedule, at) != now) {
			return at;
		}
		before = at;
		at = next_border(schedule, at);
	}
	return WB_NEVER;
}
