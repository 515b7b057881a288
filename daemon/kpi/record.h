#ifndef WB_KPI_RECORD_H
#define WB_KPI_RECORD_H

/*
 * What the ring of the last hour remembers, in as few bytes as it takes: a fact
 * with its scopes and additions (some 25 bytes), or a change of an agent's
 * state (some 8). An hour of a large centre holds a million of them.
 *
 * Pure.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kpi/measure.h"

#define WB_FACT_SCOPES_MAX 8

/* One fact with the scopes that it counts in. */
struct wb_counted {
	uint8_t scope_count;
	uint8_t add_count;
	int8_t key_sign;
	uint32_t key; /* counted by key as well (kpi/keyed.h); or WB_KEY_NONE */
	uint32_t scopes[WB_FACT_SCOPES_MAX];
	struct {
		int32_t measure;
		int64_t amount;
	} add[WB_ADDITIONS_MAX];
};

/* One agent is counted in `to` and no longer in `from`; -1 = in none. */
struct wb_change {
	uint32_t own;  /* scope of the agent; WB_NOBODY: stays as it is */
	uint32_t crew; /* who is counted in the same scopes, or WB_NOBODY */
	int from, to;  /* levels */
	wb_ms at;
};

struct wb_ring_record {
	bool is_change;
	struct wb_counted fact;
	struct wb_change change;
};

#define WB_RING_RECORD_BYTES_MAX 256

/* Write at most WB_RING_RECORD_BYTES_MAX bytes and give their number. */
size_t wb_ring_put_fact(const struct wb_counted *fact,
                        unsigned char bytes[WB_RING_RECORD_BYTES_MAX]);
/* Of a change, `at` is kept to its second. */
size_t wb_ring_put_change(const struct wb_change *change,
                          unsigned char bytes[WB_RING_RECORD_BYTES_MAX]);

/*
 * Reads one record that lies between `bytes` and `end`, of the given second.
 * Gives the number of bytes used, or 0 when they are no record. Measures,
 * levels and amounts are in their ranges; scopes and crews are as they are
 * found.
 */
size_t wb_ring_take(const unsigned char *bytes, const unsigned char *end,
                    int64_t second, struct wb_ring_record *ret_record);

#endif
