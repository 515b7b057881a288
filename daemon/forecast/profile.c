#include "forecast/profile.h"

#define WEEK ((wb_ms)7 * 24 * WB_HOUR)
#define MONDAY ((wb_ms)4 * 24 * WB_HOUR) /* the first one after the epoch */
#define NEWEST 4                         /* counts one part of so many */

int wb_profile_cell(wb_ms local)
{
	return (int)((local + WEEK - MONDAY) % WEEK / WB_PROFILE_QUARTER);
}

void wb_profile_learn(struct wb_profile *profile, int cell, int64_t entries)
{
	uint32_t *kept = &profile->cells[cell];
	int64_t count = entries < 0 ? 0
	                : entries > WB_PROFILE_ENTRIES_MAX
	                        ? WB_PROFILE_ENTRIES_MAX
	                        : entries;
	int64_t mean = count * WB_PROFILE_UNIT;
	if (*kept > 0) {
		int64_t old = (int64_t)*kept - 1;
		mean = (old * (NEWEST - 1) + mean + NEWEST / 2) / NEWEST;
	}
	*kept = (uint32_t)mean + 1;
}

bool wb_profile_mean(const struct wb_profile *profile, int cell,
                     int64_t *ret_mean)
{
	if (profile->cells[cell] == 0) {
		return false;
	}
	*ret_mean = (int64_t)profile->cells[cell] - 1;
	return true;
}

bool wb_profile_sum(const struct wb_profile *profile, wb_ms from, wb_ms to,
                    wb_ms (*offset)(const void *user, wb_ms t),
                    const void *user, int64_t *ret_sum)
{
	int64_t sum = 0; /* mean * ms */
	if (from >= to || to - from > WB_PROFILE_SPAN_MAX) {
		return false;
	}
	while (from < to) {
		wb_ms start = from - from % WB_PROFILE_QUARTER;
		wb_ms end = start + WB_PROFILE_QUARTER;
		wb_ms part = (end < to ? end : to) - from;
		int64_t mean;
		int cell = wb_profile_cell(start + offset(user, start));
		if (!wb_profile_mean(profile, cell, &mean)) {
			return false;
		}
		sum += mean * part;
		from = end;
	}
	*ret_sum = sum;
	return true;
}

int64_t wb_profile_entries(int64_t sum)
{
	int64_t unit = WB_PROFILE_UNIT * WB_PROFILE_QUARTER;
	return (sum + unit / 2) / unit;
}
