#ifndef WB_KPI_CELLS_H
#define WB_KPI_CELLS_H

/*
 * Additions to the history, gathered until they are taken: one cell per
 * (kind, scope, quarter hour). Bounded by the owner, who takes them
 * when there are many.
 */

#include <stdbool.h>
#include <stdint.h>

#include "kpi/measure.h"
#include "kpi/sketch.h"

/*
 * The kinds of cells: by event, by cohort (enum wb_attribution), and what
 * counts the same in both, as it came and ended in the same quarter hour.
 */
#define WB_CELL_BOTH 2
#define WB_CELL_KINDS 3

#define WB_QUARTER ((wb_ms)15 * WB_MINUTE)

struct wb_cell {
	uint32_t scope;
	int kind;
	int64_t quarter; /* number since the epoch */
	int64_t add[WB_MEASURE_COUNT];
	struct wb_sketch waits; /* of the answered and abandoned */
};

/* Owned by the caller; private. Zero-initialise. */
struct wb_cells {
	struct wb_cell *cells;
	uint32_t count, capacity;
	uint32_t *slots;
	uint32_t slot_count;
	uint64_t out_of_memory;
};

/*
 * The cell of quarter hour number `quarter`; valid until the next call. NULL
 * (and counted) when out of memory. `last` is the caller's: where the same
 * scope's cell of this kind was the last time, which is where it mostly is.
 */
struct wb_cell *wb_cells_at(struct wb_cells *cells, int kind, uint32_t scope,
                            int64_t quarter, uint32_t *last);
void wb_cells_clear(struct wb_cells *cells);
void wb_cells_finish(struct wb_cells *cells);

#endif
