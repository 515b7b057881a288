#ifndef WB_FORECAST_WAIT_H
#define WB_FORECAST_WAIT_H

/*
 * How long somebody who joins the line now is likely to wait, from the place
 * in the line.
 *
 * Nobody ahead whom a free agent does not take: no wait. Else one agent after
 * the other becomes free, every handle_time / agents on the average; with k
 * still ahead the line also shortens by those who give up. So
 *
 *     sum over k = 0 .. ahead - free of 1 / (agents / handle_time + k /
 * patience)
 *
 * which is the mean wait of an M/M/n+M queue given the line (Whitt 1999,
 * "Predicting queueing delays"), and without patience Google's formula
 * (KPI.md [W1]): handle time / agents * (queued - free), counting the one who
 * asks. Entries that wait for the same agents in another queue are ahead, too,
 * by the share of its agents that both queues have in common, as there; so
 * `ahead` may have a fraction, for which the last step counts in part.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

struct wb_line_now {
	double ahead;        /* entries that wait already, >= 0 */
	int64_t free_agents; /* available now, >= 0 */
	int64_t agents;      /* at work or available, >= 0 */
	wb_ms handle;        /* mean handle time, > 0; 0 = not known */
	wb_ms patience;      /* mean patience, > 0; 0 = not known: for ever */
};

/* Waits beyond this are not known. */
#define WB_ESTIMATE_MAX ((wb_ms)24 * WB_HOUR)

/*
 * False when it cannot be known: nobody is there, no handle time, or more than
 * WB_ESTIMATE_MAX. Rounded to the nearest ms.
 */
bool wb_wait_estimate(const struct wb_line_now *line, wb_ms *ret_wait);

#endif
