#ifndef WB_EMIT_SPOOL_H
#define WB_EMIT_SPOOL_H

/*
 * What a feed keeps until the daemon has it: encoded event lines, packed in
 * batches whose borders never change once they were sent.
 *
 * Pure: no I/O, no clock. Not thread-safe.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "event.h"

/* A batch stays below this, so that any receiver takes it. Bytes. */
#define WB_SPOOL_BATCH_BYTES (768 * 1024)

/*
 * Room means room for so many of the longest lines, so that a source may look
 * for it once and then put all events of one message.
 */
#define WB_SPOOL_ROOM_LINES 32

struct wb_spool_batch {
	int64_t seq; /* number of the first event */
	int count;
	bool sent;           /* a request with it is under way */
	bool gap;            /* the numbers before it are lost for good */
	struct wb_buf lines; /* each with its newline */
	struct wb_spool_batch *next;
};

/* Owned by the caller; private but for `put` and `first`. Zero-initialise. */
struct wb_spool {
	struct wb_spool_batch *first;
	struct wb_spool_batch *last;
	size_t bytes;
	size_t limit_bytes;   /* set by the owner */
	int batch_events;     /* set by the owner */
	int64_t put;          /* next number to be given; set by the owner */
	int64_t skip;         /* events below are forgotten when put */
	uint64_t unencodable; /* put as a feed.gap instead */
	bool tail_closed;
	struct wb_buf line;
};

/*
 * Numbers and keeps a copy of one event. False when the limit is reached or
 * memory is exhausted: nothing was taken. An event whose line would be longer
 * than WB_LINE_MAX_BYTES is kept as a feed.gap with the reason.
 */
bool wb_spool_put(struct wb_spool *spool, const struct wb_event *event);
bool wb_spool_has_room(const struct wb_spool *spool);

/* Events kept. */
uint64_t wb_spool_count(const struct wb_spool *spool);

/* The first batch that is not under way, closed for puts; or NULL. */
struct wb_spool_batch *wb_spool_next_unsent(struct wb_spool *spool);

/* The batch that begins at `seq`, or NULL. */
struct wb_spool_batch *wb_spool_find(struct wb_spool *spool, int64_t seq);

/* Frees the batches that end at or before `next`, and skips puts below it. */
void wb_spool_acknowledge(struct wb_spool *spool, int64_t next);

/*
 * Puts a feed.gap in the place of the event in line `index` (from 0) of a
 * batch, for an event that the daemon will never take. False when there is no
 * such line or memory is exhausted.
 */
bool wb_spool_replace(struct wb_spool *spool, struct wb_spool_batch *batch,
                      int index, struct wb_str why);

void wb_spool_finish(struct wb_spool *spool);

#endif
