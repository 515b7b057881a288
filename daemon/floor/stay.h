#ifndef WB_FLOOR_STAY_H
#define WB_FLOOR_STAY_H

/*
 * Private to floor/: a contact's stays in queues.
 *
 * What a feed tells of them is kept in the order in which it happened, and the
 * stays are worked out from that anew whenever something is added: the same
 * stays come out in whatever order it was told. What differs from what was
 * concluded before is taken back.
 *
 * Where things of the same instant belong is not known from the instant. They
 * stand as they came, but for those that make no sense so: an end that meets no
 * stay is tried before the others of its instant, and a beginning goes before
 * the ends of its instant and queue that met none.
 *
 * What is told more than the plan's `lateness` after later things of the same
 * contact is not put before them: a clock may have been set back. And an end
 * that is earlier than the beginning that was told before it, of a queue in
 * which the contact never was, ends that stay after 0 ms: clocks differ.
 */

#include "floor/state.h"

enum floor_told_kind {
	TOLD_ENTERED,
	TOLD_ANSWERED, /* a segment from the queue began */
	TOLD_LEFT,
	TOLD_RESUMED,
	TOLD_REPLIED,
	TOLD_DONE, /* the agent's part is over, and was no transfer */
	TOLD_OVER, /* the contact ended */
	TOLD_LOST, /* by a snapshot, or for its age */
	TOLD_KIND_COUNT,
};

struct floor_told {
	wb_ms t;
	wb_ms wait;            /* as told, or WB_ABSENT */
	uint32_t queue, agent; /* or WB_NOBODY */
	uint32_t id;           /* of the event, see wb_event_mark() */
	uint32_t older, newer;
	uint32_t stay;  /* of ENTERED, else WB_POOL_NONE */
	uint32_t takes; /* of ANSWERED: a stay; WB_POOL_NONE = none */
	uint16_t order; /* of telling, among the contact's */
	uint8_t kind;
	/* LEFT: outcome; ENTERED: channel, or WB_CHANNEL_COUNT = not said;
	 * OVER: by the customer */
	uint8_t what;
	bool used;    /* it made a difference */
	bool accepts; /* ... and was told as an offer that was accepted */
};

enum floor_stay_end { STAY_WAITS, STAY_ANSWERED, STAY_LEFT, STAY_LOST };

struct floor_stay {
	wb_ms entered;
	wb_ms estimate; /* of the wait, at arrival; WB_ABSENT = none */
	wb_ms served;   /* an agent took it first; WB_ABSENT = nobody */
	wb_ms ended, wait;
	uint32_t queue;
	uint32_t served_by; /* who took it last */
	uint32_t agent;     /* who answered */
	uint8_t channel, end, outcome;
	bool told;  /* that it arrived */
	bool reply; /* the wait is over with the first reply */
	/* decided when its end was told */
	bool in_threshold, is_short;
	uint8_t variant;
	int target_bp;
};

/* More of one contact, and the oldest are forgotten: they stay as told. */
#define WB_TOLD_MAX 32

/* What is worked out; `told` by its place in the list, the oldest is 0. */
struct floor_walk {
	uint32_t told[WB_TOLD_MAX];
	uint32_t told_count;
	uint32_t used; /* a bit for each */
	/* what each takes, and whether that is an accepted offer */
	uint32_t takes[WB_TOLD_MAX], accepts;
	struct floor_stay stays[WB_TOLD_MAX];
	uint32_t numbers[WB_TOLD_MAX]; /* of the stays, in the pool */
	uint32_t count;
};

static inline struct floor_told *told_at(const struct wb_floor *floor,
                                         uint32_t number)
{
	return wb_pool_at(&floor->tolds, number);
}

static inline struct floor_stay *stay_at(const struct wb_floor *floor,
                                         uint32_t number)
{
	return wb_pool_at(&floor->stays, number);
}

/* stay.c: works out the contact's stays from what was told. */
void wb_stay_walk(const struct wb_floor *floor, uint32_t contact,
                  struct floor_walk *ret_walk);

/* The last stay that began until `t`: in this queue, or WB_NOBODY: any. */
const struct floor_stay *wb_stay_of(const struct wb_floor *floor,
                                    uint32_t contact, uint32_t queue, wb_ms t);
/* When the stay began that the agent took at `t`; WB_ABSENT = none. */
wb_ms wb_stay_served(const struct wb_floor *floor, uint32_t contact,
                     uint32_t agent, wb_ms t);
/* When the newest stay began, likewise. */
wb_ms wb_stay_newest(const struct wb_floor *floor, uint32_t contact);
/* When a stay was over, or served, first from `t` on; or WB_NEVER. */
wb_ms wb_stay_over(const struct wb_floor *floor, uint32_t contact, wb_ms t);

/* stay_facts.c: makes it so, and tells what differs. */
void wb_stay_settle(struct wb_floor *floor, uint32_t contact,
                    const struct floor_walk *walk);
/* Tells a fact that has its channel. */
void wb_stay_tell(struct wb_floor *floor, uint32_t contact,
                  struct wb_fact *fact, int sign);

/*
 * stay_takes.c: agents who took the contact from a queue. First what is not so
 * is taken back; then, when the stays are as they should be, the rest is told.
 */
void wb_takes_unsettle(struct wb_floor *floor, uint32_t contact,
                       const struct floor_walk *walk);
void wb_takes_settle(struct wb_floor *floor, uint32_t contact,
                     const struct floor_walk *walk);

/* told.c */
/*
 * Adds what was told, unless it is known; `ret_walk` is what follows. False
 * when it was known, or there is no room.
 */
bool wb_told_add(struct wb_floor *floor, uint32_t contact,
                 const struct floor_told *told, struct floor_walk *ret_walk,
                 uint32_t *ret_number);
/* It turned out to be wrong. */
void wb_told_drop(struct wb_floor *floor, uint32_t contact, uint32_t number);
void wb_told_forget_all(struct wb_floor *floor, uint32_t contact);
/* Behind all others: for loading. */
void wb_told_append(struct wb_floor *floor, uint32_t contact, uint32_t number);

/* line.c */
void wb_line_join(struct wb_floor *floor, uint32_t contact);
void wb_line_leave(struct wb_floor *floor, uint32_t contact);
/* The contact waits past its threshold from now on, or no longer. */
void wb_line_set_late(struct wb_floor *floor, uint32_t contact, bool late);

#endif
