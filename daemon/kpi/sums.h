#ifndef WB_KPI_SUMS_H
#define WB_KPI_SUMS_H

/*
 * What is added up for one scope, in six columns at once: the four trailing
 * windows, the interval and the day.
 *
 * Each measure has a running total and, for each column, what that total was
 * where the column begins; the column's value is the difference. So a fact is
 * added once, and a column is moved by adding what falls out of it to its
 * beginning. The same with agents' times, where the total is a line.
 *
 * Memory is taken for a measure when the scope first meets it: agents need few
 * of them, and there are many agents.
 *
 * Private to kpi/. Zero-initialise.
 */

#include <stdbool.h>
#include <stdint.h>

#include "kpi/cells.h"
#include "kpi/keyed.h"
#include "kpi/measure.h"

enum wb_column {
	WB_COLUMN_5M,
	WB_COLUMN_15M,
	WB_COLUMN_30M,
	WB_COLUMN_1H,
	WB_TRAILING_COUNT, /* of the columns so far */
	WB_COLUMN_INTERVAL = WB_TRAILING_COUNT,
	WB_COLUMN_DAY,
	WB_COLUMN_COUNT,
};

/* A moment is shown as the day is. */
static inline enum wb_column wb_column_of(enum wb_window window)
{
	return window == WB_WINDOW_NOW || window == WB_WINDOW_COUNT
	               ? WB_COLUMN_DAY
	               : (enum wb_column)((int)window - WB_WINDOW_5M);
}

/* Sums of what was loaded may overflow, and then wrap. */
static inline int64_t wb_plus(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a + (uint64_t)b);
}

static inline int64_t wb_times(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a * (uint64_t)b);
}

/*
 * Heads as a linear function of time: the time spent up to t is n * t - c,
 * where n counts the agents and c adds the instants at which they came (and
 * subtracts those at which they went). The time inside a window is the
 * difference of two lines, exact to the millisecond, in whatever order the
 * changes come.
 */
struct wb_line {
	int64_t n; /* heads */
	int64_t c; /* ms */
};

static inline void wb_line_change(struct wb_line *line, int64_t delta, wb_ms t)
{
	line->n = wb_plus(line->n, delta);
	line->c = wb_plus(line->c, wb_times(delta, t));
}

static inline void wb_line_add(struct wb_line *line, const struct wb_line *more)
{
	line->n = wb_plus(line->n, more->n);
	line->c = wb_plus(line->c, more->c);
}

static inline int64_t wb_line_at(const struct wb_line *line, wb_ms t)
{
	return (int64_t)((uint64_t)wb_times(line->n, t) - (uint64_t)line->c);
}

struct wb_flow {
	int64_t total;
	int64_t before[WB_COLUMN_COUNT];
};

struct wb_level {
	struct wb_line total;
	struct wb_line before[WB_COLUMN_COUNT];
	struct wb_line told; /* as of the last history quarter */
};

struct wb_sums {
	uint8_t flow_at[WB_M_FLOWING]; /* 1 + place; 0 = never met */
	uint8_t level_at[WB_LEVEL_COUNT];
	uint8_t flow_count, flow_capacity;
	uint8_t level_count, level_capacity;
	bool person; /* an agent or a team: keeps no waits */
	struct wb_flow *flows;
	/*
	 * An agent's own; of a group what is left of crews that are gone (see
	 * kpi/crews.h), to which those that there are must be added.
	 */
	struct wb_level *levels;
	int64_t heads[WB_LEVEL_COUNT];          /* as of now, crews included */
	int64_t standing[WB_STANDING_MEASURES]; /* as of now */
	struct wb_keyed keyed;
	wb_ms start[WB_COLUMN_COUNT];      /* of the interval and the day */
	uint32_t last_cell[WB_CELL_KINDS]; /* where additions went last */
};

/* The measure's place, made if need be; NULL when out of memory. */
struct wb_flow *wb_sums_flow(struct wb_sums *sums, int measure);
struct wb_level *wb_sums_level(struct wb_sums *sums, int level);

/* The measure's place, or NULL when the scope never met it. */
static inline struct wb_flow *wb_sums_known_flow(const struct wb_sums *sums,
                                                 int measure)
{
	int at = sums->flow_at[measure];
	return at ? &sums->flows[at - 1] : NULL;
}

static inline struct wb_level *wb_sums_known_level(const struct wb_sums *sums,
                                                   int level)
{
	int at = sums->level_at[level];
	return at ? &sums->levels[at - 1] : NULL;
}

static inline int64_t wb_sums_value(const struct wb_sums *sums,
                                    enum wb_column column, int measure)
{
	const struct wb_flow *flow = wb_sums_known_flow(sums, measure);
	return flow ? wb_plus(flow->total, -flow->before[column]) : 0;
}

/* The interval or the day begins anew at `start`; levels are the caller's. */
void wb_sums_begin(struct wb_sums *sums, enum wb_column column, wb_ms start);

void wb_sums_finish(struct wb_sums *sums);

#endif
