#ifndef WB_HISTORY_H
#define WB_HISTORY_H

/*
 * What was measured, by quarter hours: one row per (attribution, scope,
 * quarter hour) with every measure that is not zero, in SQLite; and what
 * happened to single contacts and agents (history/details.h). Reports, trends
 * and "explain" read it.
 *
 * Rows are changed by adding, so a late fact simply adds (or, when a decision
 * is taken back, subtracts) where it belongs. Each write carries the mark up
 * to which the journal is in it, in the same transaction: a restart that
 * replays the journal leaves out what is already here, so nothing counts
 * twice and nothing is lost.
 *
 * Most measures are zero in most quarter hours, so a row holds them as a few
 * bytes (history/sparse.h) and not as columns: 48,000 rows of 90 columns took
 * 300 ms to read and 20 us each to write. The file has a table of the
 * measures' names, so rows stay readable when the measures change; and for
 * the sqlite3 shell a view: select start, scope, sums ->> 'answered' from
 * readable where attribution = 'event'.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/time.h"

#define WB_HISTORY_QUARTER ((wb_ms)15 * WB_MINUTE)

struct wb_history;

/* How far the journal is in the history. {0, 0} = nothing yet. */
struct wb_history_mark {
	int64_t position; /* journal position */
	wb_ms time;       /* engine time, for what timers added */
};

/* So many (of a measure, by its number; or of a bucket of waits). */
struct wb_history_pair {
	uint32_t id;
	int64_t amount;
};

/* An addition to one row. */
struct wb_history_cell {
	int attribution;     /* 0 event, 1 cohort */
	struct wb_str scope; /* "queue:sales", "total" ... */
	wb_ms start;         /* quarter hour, UTC */
	const int64_t *add;  /* measure_count values */
	/* how many waited how long: buckets in ascending order, or NULL */
	const struct wb_history_pair *waits;
	int wait_count;
};

/* One row as it is read; borrowed for the call. */
struct wb_history_row {
	wb_ms start;
	struct wb_str scope;
	const struct wb_history_pair *sums; /* not zero, in no order */
	int sum_count;
	const struct wb_history_pair *waits;
	int wait_count;
};

/*
 * Opens or creates `directory`/history.db. `measures` are static strings
 * ([a-z0-9_]) whose order is the order of wb_history_cell.add; what the file
 * has of others stays in it and is not read. NULL with a message on failure.
 */
struct wb_history *wb_history_open(const char *directory,
                                   const char *const *measures,
                                   int measure_count, char *ret_error,
                                   size_t error_size);
void wb_history_close(struct wb_history *history);

bool wb_history_mark_get(struct wb_history *history,
                         struct wb_history_mark *ret_mark);

struct wb_history_detail; /* history/details.h */

struct wb_history_batch {
	const struct wb_history_cell *cells;
	int cell_count;
	const struct wb_history_detail *details;
	int detail_count;
};

/*
 * One transaction. 0, or negative and nothing changed (-ENOSPC for a full
 * disk).
 */
int wb_history_add(struct wb_history *history,
                   const struct wb_history_batch *batch,
                   struct wb_history_mark mark);

/*
 * Calls `fn` for every row with from <= start < to and a scope that `prefix`
 * means: all of a kind when it ends in a colon ("queue:"), all there are when
 * it is empty, else exactly that one ("total", "queue:sales"). Ordered by
 * start, then scope. Rows of which all was taken back are left out. What `fn`
 * gets is borrowed for the call; it returns false to stop and must not call
 * the history. 0 or negative.
 */
int wb_history_read(struct wb_history *history, int attribution,
                    const char *prefix, wb_ms from, wb_ms to,
                    bool (*fn)(void *user, const struct wb_history_row *row),
                    void *user);

/*
 * Removes rows before `before` and details before `details_before`: a part of
 * them, so that it takes a few milliseconds; false in *ret_more when there are
 * none left. 0 or negative.
 */
int wb_history_trim(struct wb_history *history, wb_ms before,
                    wb_ms details_before, bool *ret_more);

/* Forgets everything, the mark too: before a whole replay. */
int wb_history_clear(struct wb_history *history);

/*
 * Makes what was added so far survive a power cut; before the journal is
 * trimmed up to the mark, as until then the journal is what makes it safe.
 */
int wb_history_sync(struct wb_history *history);

/* Text of the last failure. */
const char *wb_history_error(struct wb_history *history);

#endif
