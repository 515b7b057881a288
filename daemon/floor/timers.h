#ifndef WB_TIMERS_H
#define WB_TIMERS_H

/*
 * A queue of timers, earliest first; those of the same instant in the order
 * in which they were set. Timers are not removed when they lose their meaning:
 * whoever sets one checks, when it fires, whether it still applies.
 *
 * Those that are due soon lie in a heap, all others on a wheel of some seconds
 * a slot, unsorted: there is one for each contact of the last hour, and most
 * are only looked at when their slot comes.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "floor/pool.h"

struct wb_timer_entry {
	wb_ms due;
	uint64_t order; /* private: ties */
	uint64_t check; /* the owner's: to see whether it still applies */
	uint32_t what;  /* the owner's */
	uint32_t subject;
};

#define WB_TIMERS_SLOT ((wb_ms)8192)
#define WB_TIMERS_SLOTS 2048u

struct wb_timers_slot {
	uint32_t first, last; /* in the pool; 1 + number, 0 = none */
};

/* Owned by the caller; private. wb_timers_init() first. */
struct wb_timers {
	struct wb_timer_entry *heap; /* of slots before `turn`; empty only when
	                              * the wheel is as well */
	uint32_t count;
	uint32_t capacity;
	uint64_t next_order;
	int64_t turn; /* number of the next slot, of its time */
	struct wb_pool pool;
	uint32_t on_wheel;
	struct wb_timers_slot wheel[WB_TIMERS_SLOTS];
};

void wb_timers_init(struct wb_timers *timers);

/* False when out of memory. */
bool wb_timers_set(struct wb_timers *timers, wb_ms due, uint32_t what,
                   uint32_t subject, uint64_t check);

/* Due time of the first, or WB_NEVER. */
static inline wb_ms wb_timers_next(const struct wb_timers *timers)
{
	return timers->count ? timers->heap[0].due : WB_NEVER;
}

/* Takes the first out; only when wb_timers_next() is not WB_NEVER. */
struct wb_timer_entry wb_timers_pop(struct wb_timers *timers);

/*
 * For saving: one after the other, as they lie. Zero-initialise the cursor.
 * NULL at the end.
 */
struct wb_timers_cursor {
	uint32_t in_heap, slots, next;
};

const struct wb_timer_entry *wb_timers_walk(const struct wb_timers *timers,
                                            struct wb_timers_cursor *cursor);

/*
 * Appends a timer in the order in which they lay; `turn` must be as it was.
 * False when it cannot stand there, or when out of memory.
 */
bool wb_timers_restore(struct wb_timers *timers,
                       const struct wb_timer_entry *timer);

void wb_timers_finish(struct wb_timers *timers);

#endif
