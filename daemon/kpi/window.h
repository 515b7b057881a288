#ifndef WB_KPI_WINDOW_H
#define WB_KPI_WINDOW_H

/*
 * The trailing windows: a ring of a little over an hour keeps by the second
 * what happened, and tells what leaves a window when time goes on.
 */

#include <stdbool.h>
#include <stdint.h>

#include "kpi/record.h"
#include "kpi/sums.h"

struct wb_second {
	unsigned char *bytes; /* records, one behind the other */
	uint32_t used, capacity;
};

#define WB_RING_SECONDS 4096

/* Owned by the caller; private. Zero-initialise. */
struct wb_ring {
	struct wb_second seconds[WB_RING_SECONDS];
	/* first second that is still inside each window */
	int64_t first[WB_TRAILING_COUNT];
	uint64_t out_of_memory;
};

/* A record leaves a window. That of an hour is the last that it leaves. */
typedef void wb_leave_fn(void *user, enum wb_column window,
                         const struct wb_ring_record *record);

/*
 * Moves the windows so that they end at `now`, and tells `leave` of each
 * record that is out of one. Never back.
 */
void wb_ring_advance(struct wb_ring *ring, wb_ms now, wb_leave_fn *leave,
                     void *user);

/* Is an instant still inside a window? */
static inline bool wb_ring_holds(const struct wb_ring *ring,
                                 enum wb_column window, wb_ms at)
{
	return at >= ring->first[window] * WB_SECOND;
}

/*
 * Keeps what happened at `at`, which is inside the longest window. False, and
 * counted, when out of memory.
 */
bool wb_ring_add_fact(struct wb_ring *ring, const struct wb_counted *fact,
                      wb_ms at);
bool wb_ring_add_change(struct wb_ring *ring, const struct wb_change *change);

/* The place of a second that is inside the longest window. */
struct wb_second *wb_ring_second(struct wb_ring *ring, int64_t second);
/* Appends records as bytes. False when out of memory. */
bool wb_second_add(struct wb_second *second, const void *bytes, size_t len);

/* Start of a window (the first instant that is inside). */
wb_ms wb_ring_start(const struct wb_ring *ring, enum wb_column window);

void wb_ring_finish(struct wb_ring *ring);

#endif
