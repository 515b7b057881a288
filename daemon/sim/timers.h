#ifndef WB_SIM_TIMERS_H
#define WB_SIM_TIMERS_H

/*
 * What is going to happen, earliest first: a binary heap. What is due at the
 * same instant comes out in the order in which it was put in, so a run is
 * repeatable.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct wb_sim_timer {
	wb_ms at;
	uint64_t order; /* set by add */
	int kind;
	uint32_t who;
	/* The timer is void when its owner has moved on to another one. */
	uint32_t generation;
};

/* Owned by the caller; private. Zero-initialise. */
struct wb_sim_timers {
	struct wb_sim_timer *heap;
	size_t count;
	size_t capacity;
	uint64_t order;
};

/* False when out of memory. */
bool wb_sim_timers_add(struct wb_sim_timers *timers, struct wb_sim_timer timer);

/* Instant of the earliest, WB_NEVER when there is none. */
wb_ms wb_sim_timers_next(const struct wb_sim_timers *timers);

/* Takes the earliest out; false when there is none. */
bool wb_sim_timers_take(struct wb_sim_timers *timers,
                        struct wb_sim_timer *ret_timer);

void wb_sim_timers_finish(struct wb_sim_timers *timers);

#endif
