#ifndef WB_FLOOR_PROMISE_H
#define WB_FLOOR_PROMISE_H

/*
 * Private to floor/: promises to customers: to call back, to follow up. They
 * live for days, longer than the contacts that they come from.
 *
 * What was told of a promise is kept as it is, and what follows from that is
 * worked out anew whenever something is added or its due time passes; facts
 * that differ are taken back. So the order in which things are told does not
 * matter.
 *
 * A promise begins with its first request. A request at a later instant than
 * its attempt, its close or its due time is the next promise of the contact;
 * an earlier one repeats it, and the newest due time that was given holds. A
 * promise that is closed without an attempt is undecided, unless its due time
 * had passed: then it was missed.
 */

#include "floor/state.h"

enum floor_promise_kind { PROMISE_CALLBACK, PROMISE_FOLLOW_UP, PROMISE_COUNT };

/* Open callbacks stand in two lines: of their queue, of their channel. */
enum floor_callback_line {
	CALLBACKS_OF_QUEUE,
	CALLBACKS_OF_CHANNEL,
	CALLBACK_LINES,
};

/* What holds of a promise: its facts. */
struct floor_settled {
	bool promised, open, overdue, decided, in_time;
	wb_ms promised_at, due_at, decided_at;
	uint32_t queue, agent;
	enum wb_channel channel;
};

/* A request that repeats: another promise, should the end have come before. */
#define WB_REQUESTS 4
struct floor_request {
	wb_ms t, due;
};

struct floor_promise {
	char *id; /* of its contact */
	uint32_t id_len;
	uint32_t feed;
	uint32_t hash_next;
	enum floor_promise_kind kind;
	uint64_t serial;
	wb_ms touched; /* engine time of the last event */
	wb_ms timer;   /* the earliest that is set; WB_NEVER = none */

	/* as told; WB_ABSENT = not told */
	wb_ms requested, due, attempted, closed;
	wb_ms due_said; /* by the request of that instant */
	struct floor_request again[WB_REQUESTS]; /* newest last */
	uint32_t again_count;
	uint32_t queue, agent;
	enum wb_channel channel;

	struct floor_settled settled;
	struct floor_neighbours neighbours[CALLBACK_LINES]; /* when open */
};

static inline struct floor_promise *promise_at(const struct wb_floor *floor,
                                               uint32_t number)
{
	return wb_pool_at(&floor->promises, number);
}

/* promise.c */
/*
 * Gives element `number` of the pool, whose feed and kind are set, its id and
 * makes it found by it. False when there is no room.
 */
bool wb_promise_adopt(struct wb_floor *floor, uint32_t number,
                      struct wb_str id);

/* promise_facts.c */
/* Works out what holds now, and tells what differs. */
void wb_promise_settle(struct wb_floor *floor, uint32_t number);
/* Nothing of it stands any longer. */
void wb_promise_drop(struct wb_floor *floor, uint32_t number);
/* Into its lines, when it is open. */
void wb_promise_line_up(struct wb_floor *floor, uint32_t number);

#endif
