#include "kpi/cells.h"

#include <stdlib.h>
#include <string.h>

#define FREE UINT32_MAX

/* Memory for more is given back when they are taken. */
#define KEPT 1024

static uint64_t hash_of(int kind, uint32_t scope, int64_t quarter)
{
	uint64_t h = (uint64_t)quarter * 0x9e3779b97f4a7c15u;
	h ^= ((uint64_t)scope << 2 | (uint64_t)kind) * 0xc2b2ae3d27d4eb4fu;
	return h ^ (h >> 29);
}

static bool is_cell(const struct wb_cell *cell, int kind, uint32_t scope,
                    int64_t quarter)
{
	return cell->scope == scope && cell->quarter == quarter &&
	       cell->kind == kind;
}

static uint32_t *find_slot(struct wb_cells *cells, int kind, uint32_t scope,
                           int64_t quarter)
{
	uint64_t i = hash_of(kind, scope, quarter);
	for (;; i++) {
		uint32_t *slot = &cells->slots[i & (cells->slot_count - 1)];
		if (*slot == FREE) {
			return slot;
		}
		if (is_cell(&cells->cells[*slot], kind, scope, quarter)) {
			return slot;
		}
	}
}

static bool grow(struct wb_cells *cells)
{
	uint32_t capacity = cells->capacity ? cells->capacity * 2 : 256;
	struct wb_cell *grown =
		realloc(cells->cells, capacity * sizeof(*grown));
	if (!grown) {
		return false;
	}
	cells->cells = grown;
	uint32_t *slots = malloc((size_t)capacity * 2 * sizeof(*slots));
	if (!slots) {
		return false;
	}
	memset(slots, 0xff, (size_t)capacity * 2 * sizeof(*slots));
	free(cells->slots);
	cells->slots = slots;
	cells->slot_count = capacity * 2;
	cells->capacity = capacity;
	for (uint32_t i = 0; i < cells->count; i++) {
		const struct wb_cell *cell = &cells->cells[i];
		*find_slot(cells, cell->kind, cell->scope, cell->quarter) = i;
	}
	return true;
}

struct wb_cell *wb_cells_at(struct wb_cells *cells, int kind, uint32_t scope,
                            int64_t quarter, uint32_t *last)
{
	if (*last < cells->count &&
	    is_cell(&cells->cells[*last], kind, scope, quarter)) {
		return &cells->cells[*last];
	}
	if (cells->count == cells->capacity && !grow(cells)) {
		cells->out_of_memory++;
		return NULL;
	}
	uint32_t *slot = find_slot(cells, kind, scope, quarter);
	if (*slot == FREE) {
		*slot = cells->count++;
		struct wb_cell *cell = &cells->cells[*slot];
		memset(cell, 0, sizeof(*cell));
		cell->scope = scope;
		cell->kind = kind;
		cell->quarter = quarter;
	}
	*last = *slot;
	return &cells->cells[*slot];
}

void wb_cells_clear(struct wb_cells *cells)
{
	for (uint32_t i = 0; i < cells->count; i++) {
		wb_sketch_finish(&cells->cells[i].waits);
	}
	cells->count = 0;
	if (cells->capacity > KEPT) {
		free(cells->cells);
		free(cells->slots);
		cells->cells = NULL;
		cells->slots = NULL;
		cells->capacity = 0;
		cells->slot_count = 0;
	}
	if (cells->slots) {
		memset(cells->slots, 0xff,
		       cells->slot_count * sizeof(*cells->slots));
	}
}

void wb_cells_finish(struct wb_cells *cells)
{
	wb_cells_clear(cells);
	free(cells->cells);
	free(cells->slots);
	*cells = (struct wb_cells){ 0 };
}
