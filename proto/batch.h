#ifndef WB_BATCH_H
#define WB_BATCH_H

/*
 * The request and the reply between a feed and the daemon (PROTOCOL.md,
 * "Transport"): a header line, then one event a line; one JSON object back.
 */

#include "event.h"
#include "limits.h"

#define WB_PROTOCOL_VERSION 1

/* The feed name of batches without a header, typed by hand. */
#define WB_FEED_BY_HAND "by-hand"

struct wb_batch_header {
	struct wb_str feed;
	struct wb_str epoch; /* identity of the feed's numbering */
	int64_t seq;         /* number of the first event, >= 0 */
	struct wb_str token; /* absent when none */
	bool gap; /* "gap":true: numbers before seq are lost, take it anyway */
	bool by_hand; /* no header was sent: feed "by-hand", not numbered */
};

struct wb_batch {
	struct wb_batch_header header;
	struct wb_event *events; /* in the arena */
	int count;
	/* Only feed.alive in it: answered, takes no sequence numbers, is not
	 * journalled. */
	bool heartbeat;
};

struct wb_batch_error {
	int line; /* 1-based; 0 = the batch as a whole */
	char message[240];
};

/*
 * Decodes and validates a whole batch. Returns false with *ret_error set; of
 * the batch only the header is then filled, as far as it was understood.
 * Strings borrow from `text` or live in `arena` until it is reset.
 *
 * A text whose first line has no "wallboard" member but an "ev" is a batch by
 * hand: events only, where "t" may be left out.
 */
bool wb_batch_decode(struct wb_str text, struct wb_arena *arena,
                     struct wb_batch *ret_batch,
                     struct wb_batch_error *ret_error);

/* Writes the header line with its newline. */
void wb_batch_encode_header(const struct wb_batch_header *header,
                            struct wb_buf *out);

struct wb_reply {
	bool ok;
	int64_t next;    /* first sequence number that is not durable */
	char error[256]; /* when !ok: "line 2: ..." */
};

void wb_reply_encode(const struct wb_reply *reply, struct wb_buf *out);
bool wb_reply_decode(struct wb_str text, struct wb_reply *ret_reply);

#endif
