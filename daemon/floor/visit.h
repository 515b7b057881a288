#ifndef WB_FLOOR_VISIT_H
#define WB_FLOOR_VISIT_H

/*
 * Private to floor/: who came, for days, to see who comes back. A visit is a
 * contact of a customer that the feed tells by a hash; it is kept until N days
 * (the plan's repeat_within) after its end.
 *
 * Two visits are about the same when the customer is the same, and the topics
 * are, or one has none. A visit is repeated when a later one about the same
 * begins before N days after its end are over, also while it still runs: who
 * writes while waiting on the phone came twice.
 *
 * A visit runs as long as its contact waits somewhere or somebody works on it;
 * its end is the last end that was told of it, whether contact.ended came or
 * not, or the instant at which it was given up as lost. A contact of which no
 * end was ever told ends with its last event, once it is forgotten. Outbound
 * contacts are no visits. One that is told of only when the N days of an
 * earlier one are over is too late for that one.
 */

#include "floor/state.h"

/* Forty bytes, as there are hundreds of thousands. */
struct floor_visit {
	uint64_t customer; /* hash of the feed's */
	wb_ms start;
	uint32_t span;         /* to the end, ms; the longest is 49 days */
	uint32_t contact;      /* WB_POOL_NONE = it is forgotten */
	uint32_t chain;        /* the customer's earlier ones, and others */
	uint32_t next;         /* in its place on the wheel */
	uint16_t queue, agent; /* of the last part; WB_VISIT_NOBODY */
	uint16_t topic;        /* number of its name; 0 = none */
	uint8_t channel;
	uint8_t flags;
};

_Static_assert(sizeof(struct floor_visit) == 40, "see visit.h");

enum {
	VISIT_USED = 1,
	VISIT_ENDED = 2,
	VISIT_CAME_BACK = 4,
	VISIT_TOLD = 8,           /* its provisional fact is told */
	VISIT_PLACED = 16,        /* it is on the wheel */
	VISIT_BACK_FOR_GOOD = 32, /* by one that is out of the table */
	VISIT_FLAGS = 63,
};

#define WB_VISIT_NOBODY UINT16_MAX

/* Of a customer with very many visits only the newest are looked at. */
#define WB_VISITS_SEEN 64

static inline struct floor_visit *visit_at(const struct wb_floor *floor,
                                           uint32_t number)
{
	return wb_pool_at(&floor->visits.pool, number);
}

static inline wb_ms visit_end(const struct floor_visit *visit)
{
	return visit->start + visit->span;
}

/* visit_table.c */
/*
 * A new one of this customer, started then. When there are too many the one
 * that ended first gives way, and is counted. WB_POOL_NONE when none can.
 */
uint32_t wb_visit_add(struct wb_floor *floor, uint64_t customer, wb_ms start);
/* Its start is another one. */
void wb_visit_move(struct wb_floor *floor, uint32_t number, wb_ms start);
void wb_visit_remove(struct wb_floor *floor, uint32_t number);
/* The customer's visits, newest first: the number of them. */
uint32_t wb_visit_list(const struct wb_floor *floor, uint64_t customer,
                       uint32_t ret_numbers[WB_VISITS_SEEN]);
/* It ended: it matures N days later. */
void wb_visit_place(struct wb_floor *floor, uint32_t number);
/* Its end is about to change. */
void wb_visit_take_off(struct wb_floor *floor, uint32_t number);
/* Works out when the next one matures, after the plan changed too. */
void wb_visit_look_ahead(struct wb_floor *floor);
/* Puts a loaded one, with its flags, into the table. False: no room. */
bool wb_visit_adopt(struct wb_floor *floor, uint32_t number);
bool wb_visit_make_wheel(struct wb_floor *floor);
void wb_visit_finish(struct wb_floor *floor);

/* visit.c */
/* The visit's N days are over, or it is given up (`matured` false). */
void wb_visit_over(struct wb_floor *floor, uint32_t number, bool matured);

#endif
