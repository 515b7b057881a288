#ifndef WB_HISTORY_DETAILS_H
#define WB_HISTORY_DETAILS_H

/*
 * What happened to single contacts and agents: one row per fact that was
 * counted (an entry answered, a segment handled, a ring not answered ...) and
 * per change of an agent's state, with what it added to which measures. They
 * are written with the quarter hours (wb_history_add) and kept for a shorter
 * time.
 */

#include "history/history.h"

#define WB_HISTORY_SCOPES_MAX 16
#define WB_HISTORY_SUMS_MAX 16

struct wb_history_detail {
	bool take_back;     /* remove the row that is like this one */
	struct wb_str kind; /* "answered", "state" ... */
	wb_ms at, arrived;
	struct wb_str feed, contact; /* absent = of no contact */
	struct wb_str queue, agent;  /* names of scopes: "queue:sales" */
	/* what else it counts in, without the total */
	struct wb_str scopes[WB_HISTORY_SCOPES_MAX];
	int scope_count;
	struct wb_history_pair sums[WB_HISTORY_SUMS_MAX]; /* any order */
	int sum_count;
	/*
	 * Of an agent's state: before and from now on. A change that is the
	 * opposite of one at the same instant removes that one.
	 */
	struct wb_str from, to;
	struct wb_str reason;
};

/* Where a row stands: by time, then by when it became known. */
struct wb_history_place {
	wb_ms at;
	int64_t number;
};

struct wb_history_details_query {
	/* "total" or absent: all; else what counts in this one scope */
	struct wb_str scope;
	wb_ms from, to; /* from <= at < to */
	bool oldest_first;
	/* Go on behind this row; number 0 = from the beginning. */
	struct wb_history_place after;
	/* Look at so many rows at most; 0 = no bound. */
	int64_t look_at;
};

/*
 * Calls `fn` for each row, the newest first unless asked otherwise. What it
 * gets is borrowed for the call; it returns false to stop and must not call
 * the history. *ret_all is false when the search ended for `look_at`, and
 * *ret_last then the row that it ended at. 0 or negative.
 */
int wb_history_details(struct wb_history *history,
                       const struct wb_history_details_query *query,
                       bool (*fn)(void *user,
                                  const struct wb_history_detail *detail,
                                  struct wb_history_place place),
                       void *user, bool *ret_all,
                       struct wb_history_place *ret_last);

#endif
