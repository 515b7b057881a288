#ifndef WB_BUDGET_H
#define WB_BUDGET_H

/*
 * The service-level budget (KPI.md section 6): a target of 80 % allows 20 of
 * 100 counted entries to miss. Integers throughout: shares are basis points,
 * and what a target leaves is kept as a sum of (10000 - target) over entries,
 * so that queues with different targets add up.
 *
 * Every count is 0 <= n <= WB_BUDGET_COUNT_MAX. A ratio whose denominator is 0
 * means that there is no value.
 */

#include <stdint.h>

#include "base/ratio.h"

#define WB_BUDGET_COUNT_MAX ((int64_t)1 << 40)

/* Entries whose service level is decided, or known to be missed. */
struct wb_budget {
	int64_t counted; /* entries in the service level's denominator */
	int64_t met;     /* <= counted */
	/* sum over the counted of (10000 - the target of their queue) */
	int64_t allowed_bp;
};

/* b += a */
void wb_budget_add(struct wb_budget *b, const struct wb_budget *a);

/* Entries that are still expected, at a target in basis points, 0..10000. */
struct wb_budget wb_budget_expected(int64_t entries, int target_bp);

/*
 * How many more may miss: allowed - missed, rounded down. Not below 0 exactly
 * when the promise is kept so far. `expected` are entries to come (only its
 * allowance matters), all 0 when there is no forecast.
 */
int64_t wb_budget_left(const struct wb_budget *so_far,
                       const struct wb_budget *expected);

/*
 * How fast the budget burns: missed / allowed over a window. 1 is just as fast
 * as allowed; with a target of 80 % it is 5 when everything misses. No value
 * when nothing is allowed (no entries, or a target of 100 %).
 */
struct wb_ratio wb_budget_burn(const struct wb_budget *window);

/*
 * The share of the expected entries that must be met to keep the promise over
 * all: (target * (done + remaining) - ok) / remaining. More than 1: it is lost
 * already. 0: it is kept whatever comes. No value when none are expected. The
 * ratio's terms are in units of 1/10000 entry.
 */
struct wb_ratio wb_budget_needed(const struct wb_budget *so_far,
                                 const struct wb_budget *expected);

#endif
