#ifndef WB_NOTIFY_OUTBOX_H
#define WB_NOTIFY_OUTBOX_H

/*
 * alerts.db: the steps (the alerts' history), the messages with what became of
 * each, and the mark. Knows rows and transactions; who is told when is decided
 * in planner.c and notify.c. Private to notify/.
 */

#include "base/buf.h"
#include "notify/notify.h"
#include "store/store.h"

/* What became of a message. */
enum wb_outbox_state {
	WB_OUTBOX_WAITING,   /* to be told */
	WB_OUTBOX_HELD,      /* in the quiet hours */
	WB_OUTBOX_DELIVERED, /* from here on it is done */
	WB_OUTBOX_GIVEN_UP,  /* too old, or its route is gone */
	WB_OUTBOX_REFUSED,   /* the receiver does not want this message */
	WB_OUTBOX_DROPPED,   /* there was no room */
	WB_OUTBOX_WITHHELD,  /* not for this route, or over in the quiet */
	WB_OUTBOX_STATE_COUNT,
};

/* "waiting", "held", "delivered", "given_up", "refused" ... */
const char *wb_outbox_state_name(enum wb_outbox_state state);

struct wb_outbox {
	struct wb_store store;
	sqlite3_stmt **stmts;
};

/* 0, or -errno with text in store.error and nothing to close. */
int wb_outbox_open(struct wb_outbox *outbox, const char *directory);
void wb_outbox_close(struct wb_outbox *outbox);

int wb_outbox_mark_get(struct wb_outbox *outbox,
                       struct wb_notify_mark *ret_mark);

/* Inside a transaction (wb_store_begin()): */
int wb_outbox_mark_set(struct wb_outbox *outbox, struct wb_notify_mark mark);
int wb_outbox_add_step(struct wb_outbox *outbox,
                       const struct wb_notify_step *step);

/* A message as it is put in, with what is decided about it. */
struct wb_outbox_row {
	const struct wb_notify_message *message;
	struct wb_str body; /* message.h's JSON */
	enum wb_outbox_state state;
	wb_ms next; /* WAITING: when to try; HELD: when the quiet ends */
	const char *reason; /* of a state that is not WAITING */
};

/* *ret_new: it was not there. */
int wb_outbox_add(struct wb_outbox *outbox, const struct wb_outbox_row *row,
                  bool *ret_new);

/* A message as it comes out; owned by whoever has it. */
struct wb_outbox_item {
	int64_t id; /* 0 = there is none */
	wb_ms at, next;
	int attempts;
	struct wb_buf key, body;
};

void wb_outbox_item_finish(struct wb_outbox_item *item);

/* The one that is to be told next by `route`. */
int wb_outbox_head(struct wb_outbox *outbox, struct wb_str route,
                   struct wb_outbox_item *ret_item);

int wb_outbox_retry(struct wb_outbox *outbox, int64_t id, int attempts,
                    wb_ms next, const char *error);
/* `attempts` so far; what it is about is removed, the row stays. */
int wb_outbox_finish(struct wb_outbox *outbox, int64_t id,
                     enum wb_outbox_state state, int attempts, wb_ms now,
                     const char *error);

/* Drops the oldest messages of a route in `state` (WAITING, HELD) beyond
 * `most`, but for the one numbered `sparing`; *ret_count: how many. */
int wb_outbox_drop(struct wb_outbox *outbox, struct wb_str route,
                   enum wb_outbox_state state, int most, int64_t sparing,
                   wb_ms now, int64_t *ret_count);

/* How many messages of a route are waiting, or held. */
int wb_outbox_count(struct wb_outbox *outbox, struct wb_str route,
                    enum wb_outbox_state state, int64_t *ret_count);

/* When the first held message of a route is due; WB_NEVER = none is held. */
int wb_outbox_held_until(struct wb_outbox *outbox, struct wb_str route,
                         wb_ms *ret_until);

/*
 * The quiet hours of a route are over: of each group the newest held message
 * waits from now on, the older ones are withheld, and so is one that says that
 * something ended which nobody was told of. One transaction.
 */
int wb_outbox_release(struct wb_outbox *outbox, struct wb_str route, wb_ms now,
                      int64_t *ret_withheld);

/* Still held, but until another time: the route's hours changed. */
int wb_outbox_hold_until(struct wb_outbox *outbox, struct wb_str route,
                         wb_ms until);

/* Ends what is open for routes that are not among these. */
int wb_outbox_abandon(struct wb_outbox *outbox,
                      const struct wb_route_plan *routes, int count, wb_ms now,
                      int64_t *ret_count);

int wb_outbox_steps(struct wb_outbox *outbox,
                    const struct wb_notify_query *query,
                    void (*fn)(void *user, uint64_t number, struct wb_str row),
                    void *user);

int wb_outbox_trim(struct wb_outbox *outbox, wb_ms before, bool *ret_more);
int wb_outbox_clear(struct wb_outbox *outbox);
int wb_outbox_sync(struct wb_outbox *outbox);

#endif
