#ifndef WB_PROFILE_H
#define WB_PROFILE_H

/*
 * What a week looks like: how many entries a quarter hour brings, by the local
 * clock, learned from the past. One cell for each of the 7 * 96 quarter hours
 * of a week; a cell is the exponentially weighted mean of what its weeks
 * brought: the newest counts a quarter, the one before three sixteenths, ...
 * (the first sets it). Integers, so that everybody learns the same.
 *
 * A cell is known once it was learned. Days of 23 and 25 hours: cells go by
 * what the local clock shows at the start of the quarter hour. An hour that
 * comes twice is two observations of the same cells, and is expected twice; an
 * hour that is left out is neither learned nor expected. Where the offset is
 * no multiple of 15 minutes a quarter hour belongs to the cell that it starts
 * in.
 *
 * Fixed memory, no allocation. Zero-initialised it knows nothing.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

#define WB_PROFILE_QUARTER ((wb_ms)15 * WB_MINUTE)
#define WB_PROFILE_CELLS (7 * 96)

/* A cell's mean is kept in units of 1/256 entry. */
#define WB_PROFILE_UNIT 256

/* A quarter hour's entries are taken as at most so many. */
#define WB_PROFILE_ENTRIES_MAX 1000000

struct wb_profile {
	/* mean + 1, in 1/256 entry; 0 = not known */
	uint32_t cells[WB_PROFILE_CELLS];
};

/*
 * The cell of an instant whose local time (UTC + offset) is `local`, >= 0:
 * counted from Monday 00:00.
 */
int wb_profile_cell(wb_ms local);

/* A quarter hour in `cell` brought `entries`; less than 0 is taken as 0. */
void wb_profile_learn(struct wb_profile *profile, int cell, int64_t entries);

/* False when the cell is not known. In 1/256 entry. */
bool wb_profile_mean(const struct wb_profile *profile, int cell,
                     int64_t *ret_mean);

/*
 * What is expected from `from` up to `to` (<= 26 h later) of a queue whose
 * local time is UTC + offset(user, t). A quarter hour that is only partly
 * inside counts by its part. False when a cell that is needed is not known, or
 * the span is empty or too long. The sums of spans that follow each other add
 * up; wb_profile_entries() makes entries of them.
 */
bool wb_profile_sum(const struct wb_profile *profile, wb_ms from, wb_ms to,
                    wb_ms (*offset)(const void *user, wb_ms t),
                    const void *user, int64_t *ret_sum);

/* Whole entries, rounded half up. */
int64_t wb_profile_entries(int64_t sum);

#define WB_PROFILE_SPAN_MAX ((wb_ms)26 * WB_HOUR)

#endif
