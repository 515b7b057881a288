#ifndef WB_KPI_SUMS_H
#define WB_KPI_SUMS_H

/*
 * What is added up for one scope: since ever, and what that was when the
 * interval and the day began and when the history was last told. A column's
 * value is the difference, so a fact is added once. The same with agents'
 * times, where the total is a line. What the trailing windows hold is worked
 * out from the log when it is asked for (kpi/watch.h).
 *
 * Totals of what a scope meets lie side by side in the order in which it met
 * them: a fact's measures are mostly in one cache line. Agents need few of
 * them, and there are many agents.
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

/* The totals, and what they were at these moments: places in an array each. */
enum wb_flow_row {
	WB_FLOW_TOTAL,
	WB_FLOW_INTERVAL, /* when it began */
	WB_FLOW_DAY,
	WB_FLOW_TOLD, /* to the history */
	WB_FLOW_ROWS,
};

/* The interval and the day, in this order, in what has no trailing windows. */
#define WB_LASTING_COUNT (WB_COLUMN_COUNT - WB_TRAILING_COUNT)
#define WB_LASTING(column) ((int)(column)-WB_TRAILING_COUNT)

/* Columns of `keyed`; what was not told to the history is one. */
#define WB_KEYS_UNTOLD WB_LASTING_COUNT

struct wb_level {
	struct wb_line total;
	struct wb_line before[WB_LASTING_COUNT];
	struct wb_line told; /* as of the last history quarter */
};

struct wb_watch;

struct wb_sums {
	uint64_t newest; /* of its records in the log */
	uint8_t flow_count, flow_capacity;
	uint8_t level_count, level_capacity;
	bool person;                   /* an agent or a team: keeps no waits */
	bool touched;                  /* flows are to be told to the history */
	uint8_t flow_at[WB_M_FLOWING]; /* 1 + place; 0 = never met */
	uint8_t level_at[WB_LEVEL_COUNT];
	int64_t *flows; /* WB_FLOW_ROWS rows of `flow_capacity` */
	/*
	 * An agent's own; of a group what is left of crews that are gone (see
	 * kpi/crews.h), to which those that there are must be added.
	 */
	struct wb_level *levels;
	struct wb_keyed keyed;
	wb_ms start[WB_LASTING_COUNT];
	struct wb_watch *watch;                 /* NULL = nobody asks */
	int64_t standing[WB_STANDING_MEASURES]; /* as of now */
	uint32_t last_cell[WB_CELL_KINDS];      /* where additions went last */
};

/*
 * Makes a measure known that is not, or the level. False, or NULL, when out of
 * memory.
 */
bool wb_sums_add_flow(struct wb_sums *sums, int measure);
struct wb_level *wb_sums_level(struct wb_sums *sums, int level);

static inline bool wb_sums_meet(struct wb_sums *sums, int measure)
{
	return sums->flow_at[measure] || wb_sums_add_flow(sums, measure);
}

/* A row of a measure that the scope met. */
static inline int64_t *wb_sums_flow(const struct wb_sums *sums,
                                    enum wb_flow_row row, int measure)
{
	return &sums->flows[(int)row * sums->flow_capacity +
	                    sums->flow_at[measure] - 1];
}

static inline struct wb_level *wb_sums_known_level(const struct wb_sums *sums,
                                                   int level)
{
	int at = sums->level_at[level];
	return at ? &sums->levels[at - 1] : NULL;
}

/* What was added since the row's moment. */
static inline int64_t wb_sums_since(const struct wb_sums *sums,
                                    enum wb_flow_row row, int measure)
{
	return sums->flow_at[measure]
	               ? wb_plus(*wb_sums_flow(sums, WB_FLOW_TOTAL, measure),
	                         -*wb_sums_flow(sums, row, measure))
	               : 0;
}

static inline enum wb_flow_row wb_sums_row(enum wb_column column)
{
	return column == WB_COLUMN_INTERVAL ? WB_FLOW_INTERVAL : WB_FLOW_DAY;
}

/* The row's moment is now. */
void wb_sums_mark(struct wb_sums *sums, enum wb_flow_row row);

/* The interval or the day begins anew at `start`; levels are the caller's. */
void wb_sums_begin(struct wb_sums *sums, enum wb_column column, wb_ms start);

void wb_sums_finish(struct wb_sums *sums);

#endif
