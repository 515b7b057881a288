#ifndef WB_KPI_SKETCH_H
#define WB_KPI_SKETCH_H

/*
 * How long did they wait? Counts of waits by buckets that grow with the wait,
 * from which any quantile is read with a relative error of at most 1/128
 * (0.79 %), exact below 128 ms.
 *
 * Buckets: 1 ms wide below 128 ms, then 64 for each doubling, so that 2,240 of
 * them reach past ten years and the arithmetic is of whole numbers. (DDSketch
 * has the same bound with fewer buckets, but needs logarithms; HdrHistogram is
 * built like this.) Sketches add up: that of a day is the sum of its quarter
 * hours', and of a department the sum of its queues'.
 *
 * Only buckets that were used take memory. A count may be negative in a sketch
 * of changes, as a decision may be taken back after it was told.
 *
 * Pure. Not thread-safe.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"

#define WB_SKETCH_BUCKETS 2240
/* Longer waits are taken as this: 10.9 years. */
#define WB_SKETCH_MAX_MS (((wb_ms)1 << 40) - 1)

/* The bucket of a wait; negative ones are taken as 0. */
uint32_t wb_sketch_bucket(wb_ms wait);
/* The wait that stands for a bucket: its middle. */
wb_ms wb_sketch_value(uint32_t bucket);

struct wb_sketch_count {
	uint32_t bucket;
	int32_t count;
};

/* Owned by the caller. Fields may be read. Zero-initialise. */
struct wb_sketch {
	struct wb_sketch_count *counts; /* sorted by bucket, none is 0 */
	uint32_t used, capacity;
};

void wb_sketch_finish(struct wb_sketch *sketch);
/* Empties it and keeps the memory. */
void wb_sketch_clear(struct wb_sketch *sketch);

/*
 * Adds `count` to a bucket; a negative one subtracts. False when out of memory
 * (nothing changed).
 */
bool wb_sketch_add(struct wb_sketch *sketch, uint32_t bucket, int32_t count);

/* Adds all of `other`. False when out of memory (some may be added). */
bool wb_sketch_merge(struct wb_sketch *sketch, const struct wb_sketch *other);

/* How many were counted; buckets below zero are left out. */
int64_t wb_sketch_total(const struct wb_sketch *sketch);

/*
 * The wait that `permille` (1 to 1000) of all did not exceed, by nearest rank:
 * the smallest of which at least that share is at or below it. False when
 * nothing was counted.
 */
bool wb_sketch_quantile(const struct wb_sketch *sketch, int permille,
                        wb_ms *ret_wait);

/*
 * As bytes, for the history: of each bucket its distance from the one before
 * and its count (zigzag), both as base-128 numbers of the least significant
 * group first. An empty sketch has no bytes. Appends to `out`.
 */
void wb_sketch_encode(const struct wb_sketch *sketch, struct wb_buf *out);

/*
 * Adds what the bytes tell. False when they are not a sketch or when out of
 * memory; some may then be added. Nothing in them is trusted.
 */
bool wb_sketch_merge_bytes(struct wb_sketch *sketch, struct wb_str bytes);

#endif
