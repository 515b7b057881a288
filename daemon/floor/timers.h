#ifndef WB_TIMERS_H
#define WB_TIMERS_H

/*
 * A queue of timers, earliest first; those of the same instant in the order
 * in which they were set. Timers are not removed when they lose their meaning:
 * whoever sets one checks, when it fires, whether it still applies.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

struct wb_timer_entry {
	wb_ms due;
	uint64_t order; /* private: ties */
	uint32_t what;  /* the owner's */
	uint32_t subject;
	uint64_t check; /* the owner's: to see whether it still applies */
};

/* Owned by the caller; private. Zero-initialise. */
struct wb_timers {
	struct wb_timer_entry *heap;
	uint32_t count;
	uint32_t capacity;
	uint64_t next_order;
};

/* False when out of memory. */
bool wb_timers_set(struct wb_timers *timers, wb_ms due, uint32_t what,
                   uint32_t subject, uint64_t check);

/*
 * Appends an element of a saved heap, as it was and in the order in which it
 * lay. False when it cannot stand there, or when out of memory.
 */
bool wb_timers_restore(struct wb_timers *timers,
                       const struct wb_timer_entry *timer);

/* Due time of the first, or WB_NEVER. */
wb_ms wb_timers_next(const struct wb_timers *timers);

/* Takes the first out; only when wb_timers_next() is not WB_NEVER. */
struct wb_timer_entry wb_timers_pop(struct wb_timers *timers);

void wb_timers_finish(struct wb_timers *timers);

#endif
