#ifndef WB_KPI_WINDOW_H
#define WB_KPI_WINDOW_H

/*
 * Trailing windows over facts and head counts. What happened is kept by the
 * second in a ring of a little over an hour; each window is a running sum from
 * which a second is subtracted when it leaves.
 *
 * Head counts (agents in a state) are linear functions of time: the time spent
 * up to t is n * t - c, where n counts the agents and c adds the instants at
 * which they came (and subtracts those at which they went). The time inside a
 * window is the difference of two such functions, exact to the millisecond,
 * and in whatever order the changes come in.
 */

#include <stdbool.h>
#include <stdint.h>

#include "kpi/measure.h"

enum wb_trailing {
	WB_TRAILING_5M,
	WB_TRAILING_15M,
	WB_TRAILING_30M,
	WB_TRAILING_1H,
	WB_TRAILING_COUNT,
};

/* Time spent up to t: n * t - c. */
struct wb_line {
	int64_t n; /* heads */
	int64_t c; /* ms */
};

static inline void wb_line_change(struct wb_line *line, int64_t delta, wb_ms t)
{
	line->n += delta;
	line->c += delta * t;
}

static inline int64_t wb_line_at(const struct wb_line *line, wb_ms t)
{
	return line->n * t - line->c;
}

/* Sums since a border: counts, and head counts as they were at the border. */
struct wb_since {
	wb_ms start;
	int64_t sums[WB_M_FLOWING];
	struct wb_line lines[WB_LEVEL_COUNT];
};

/* All that is added up for one scope. */
struct wb_sums {
	int64_t trailing[WB_TRAILING_COUNT][WB_M_FLOWING];
	/* head counts as of the start of each window */
	struct wb_line tail[WB_TRAILING_COUNT][WB_LEVEL_COUNT];
	struct wb_line head[WB_LEVEL_COUNT]; /* as of now */
	struct wb_line
		told[WB_LEVEL_COUNT]; /* as of the last history quarter */
	struct wb_since interval, day;
	int64_t standing[WB_STANDING_MEASURES]; /* as of now */
};

#define WB_FACT_SCOPES_MAX 8

/* One fact with the scopes that it counts in. */
struct wb_counted {
	uint8_t scope_count;
	uint8_t add_count;
	uint32_t scopes[WB_FACT_SCOPES_MAX];
	struct {
		int32_t measure;
		int64_t amount;
	} add[WB_ADDITIONS_MAX];
};

struct wb_moved {
	uint32_t scope;
	int16_t level;
	int16_t delta;
	wb_ms at;
};

struct wb_second {
	struct wb_counted *facts;
	struct wb_moved *moves;
	uint32_t fact_count, fact_capacity;
	uint32_t move_count, move_capacity;
};

#define WB_RING_SECONDS 4096

/* Owned by the caller; private. Zero-initialise. */
struct wb_ring {
	struct wb_second seconds[WB_RING_SECONDS];
	/* first second that is still inside each window */
	int64_t first[WB_TRAILING_COUNT];
	uint64_t out_of_memory;
};

/* Scopes' sums by number, as the ring needs to reach them. */
struct wb_scopes {
	struct wb_sums **sums;
};

/* Moves the windows so that they end at `now`. Never back. */
void wb_ring_advance(struct wb_ring *ring, struct wb_scopes scopes, wb_ms now);

/*
 * Adds a fact that happened at `at` <= the present. One that is older than a
 * window is left out of that window.
 */
void wb_ring_add(struct wb_ring *ring, struct wb_scopes scopes,
                 const struct wb_counted *fact, wb_ms at);

/* A head count changes by `delta` at `at`; the head line is the caller's. */
void wb_ring_move(struct wb_ring *ring, struct wb_scopes scopes, uint32_t scope,
                  int level, int delta, wb_ms at);

/* The place of a second that is inside the longest window. */
struct wb_second *wb_ring_second(struct wb_ring *ring, int64_t second);

/* What belongs to a second, without adding it up. False when out of memory. */
bool wb_second_add_fact(struct wb_second *second,
                        const struct wb_counted *fact);
bool wb_second_add_move(struct wb_second *second, const struct wb_moved *move);

/* Start of a window (the first instant that is inside). */
wb_ms wb_ring_start(const struct wb_ring *ring, enum wb_trailing window);

void wb_ring_finish(struct wb_ring *ring);

#endif
