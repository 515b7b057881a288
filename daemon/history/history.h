#ifndef WB_HISTORY_H
#define WB_HISTORY_H

/*
 * What was measured, by quarter hours: one row per (attribution, scope,
 * quarter hour) with one column per measure, in SQLite. Reports and trends
 * read it.
 *
 * Rows are changed by adding, so a late fact simply adds (or, when a decision
 * is taken back, subtracts) where it belongs. Each write carries the mark up
 * to which the journal is in it, in the same transaction: a restart that
 * replays the journal leaves out what is already here, so nothing counts
 * twice and nothing is lost.
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

/* An addition to one row. */
struct wb_history_cell {
	int attribution;     /* 0 event, 1 cohort */
	struct wb_str scope; /* "queue:sales", "total" ... */
	wb_ms start;         /* quarter hour, UTC */
	const int64_t *add;  /* measure_count values */
};

/*
 * Opens or creates `directory`/history.db with one column per measure name
 * (static strings, [a-z0-9_]); columns that are missing in an older file are
 * added with 0. NULL with a message on failure.
 */
struct wb_history *wb_history_open(const char *directory,
                                   const char *const *measures,
                                   int measure_count, char *ret_error,
                                   size_t error_size);
void wb_history_close(struct wb_history *history);

bool wb_history_mark_get(struct wb_history *history,
                         struct wb_history_mark *ret_mark);

/*
 * One transaction. 0, or negative and nothing changed (-ENOSPC for a full
 * disk).
 */
int wb_history_add(struct wb_history *history,
                   const struct wb_history_cell *cells, int count,
                   struct wb_history_mark mark);

/*
 * Calls `fn` for every row with from <= start < to and a scope that `prefix`
 * means: all of a kind when it ends in a colon ("queue:"), all there are when
 * it is empty, else exactly that one ("total", "queue:sales"). Ordered by
 * start, then scope. What `fn` gets is borrowed for the call; it returns false
 * to stop and must not call the history. 0 or negative.
 */
int wb_history_read(struct wb_history *history, int attribution,
                    const char *prefix, wb_ms from, wb_ms to,
                    bool (*fn)(void *user, wb_ms start, struct wb_str scope,
                               const int64_t *measures),
                    void *user);

/* Removes rows before `before`. */
int wb_history_trim(struct wb_history *history, wb_ms before);

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
