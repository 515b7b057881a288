#ifndef WB_KPI_KEYED_H
#define WB_KPI_KEYED_H

/*
 * Counts by a key that takes many values, of which a scope meets few: waits by
 * the bucket of their length, refusals by their reason, outcomes by their code.
 * Each key has a count per column, which mean what the owner says. Memory is
 * bounded by the number of keys, and given back to others when nothing of a key
 * is left in any column.
 *
 * Pure. Owned by the caller; fields may be read. Zero-initialise.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "kpi/sketch.h"

#define WB_KEYED_COLUMNS 4

/*
 * Keys: buckets of waits (kpi/sketch.h), then reasons of refusals, then codes
 * of outcomes.
 */
#define WB_KEY_REFUSAL 4096u
#define WB_KEY_CODE (WB_KEY_REFUSAL + 65536u)
#define WB_KEY_COUNT (WB_KEY_CODE + 65536u)
#define WB_KEY_NONE UINT32_MAX

static inline bool wb_key_is_wait(uint32_t key)
{
	return key < WB_SKETCH_BUCKETS;
}

struct wb_keyed_count {
	uint32_t key;
	int32_t count[WB_KEYED_COLUMNS];
};

struct wb_keyed {
	struct wb_keyed_count *counts; /* sorted by key; all of one may be 0 */
	uint32_t used, capacity;
};

/*
 * Adds `n` in each column whose bit is set. False when out of memory: nothing
 * changed.
 */
bool wb_keyed_add(struct wb_keyed *keyed, uint32_t key, unsigned columns,
                  int n);

/* The column begins anew: all its counts are 0. */
void wb_keyed_begin(struct wb_keyed *keyed, int column);

int32_t wb_keyed_get(const struct wb_keyed *keyed, uint32_t key, int column);

/* As wb_sketch_quantile(), of the waits in a column. */
bool wb_keyed_quantile(const struct wb_keyed *keyed, int column, int permille,
                       wb_ms *ret_wait);

void wb_keyed_finish(struct wb_keyed *keyed);

#endif
