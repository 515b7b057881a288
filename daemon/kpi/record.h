#ifndef WB_KPI_RECORD_H
#define WB_KPI_RECORD_H

/*
 * What the log of the last hour (kpi/log.h) remembers: a fact with its scopes
 * and additions, or a change of an agent's state; and both as bytes, in as few
 * as it takes: some 25, or some 9. An hour of a large centre has a million of
 * them to save.
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

struct wb_saved_record {
	bool is_change;
	wb_ms at;
	struct wb_counted fact;
	struct wb_change change;
};

#define WB_RECORD_BYTES_MAX 256

/*
 * Writes at most WB_RECORD_BYTES_MAX bytes and gives their number. `base` is an
 * instant near the record's.
 */
size_t wb_record_put(const struct wb_saved_record *record, wb_ms base,
                     unsigned char bytes[WB_RECORD_BYTES_MAX]);

/*
 * Reads one record that lies between `bytes` and `end`, put with this base.
 * Gives the number of bytes used, or 0 when they are no record. Measures,
 * levels and amounts are in their ranges, the instant is within
 * WB_RECORD_NEAR_MS of the base; scopes and crews are as they are found.
 */
size_t wb_record_take(const unsigned char *bytes, const unsigned char *end,
                      wb_ms base, struct wb_saved_record *ret_record);

#define WB_RECORD_NEAR_MS ((wb_ms)1 << 30)

#endif
