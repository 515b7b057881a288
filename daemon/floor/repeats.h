#ifndef WB_FLOOR_REPEATS_H
#define WB_FLOOR_REPEATS_H

/*
 * Which events about contacts were taken lately, so that one that is told
 * again changes nothing. Feeds that number their batches are spared repeats
 * by the numbers; but switches themselves tell a thing twice (CSTA once per
 * monitored object, TaskRouter when it was not answered in time).
 *
 * Two events are the same when all their members are, the instant and the
 * switch's own id included. Remembered are at least the last WB_REPEATS of
 * all feeds together, as hashes: in two tables, of which the older is emptied
 * when the younger is full.
 */

#include <stdbool.h>
#include <stdint.h>

#include "event.h"
#include "floor/codec.h"

#define WB_REPEATS 4096

struct wb_repeats_table {
	uint64_t hashes[2 * WB_REPEATS]; /* 0 = free */
	uint32_t count;
};

/* Owned by the caller; private. Zero-initialise. */
struct wb_repeats {
	struct wb_repeats_table tables[2];
	uint32_t younger;
};

/* Was the event taken already? If not, it is now. */
bool wb_repeats_take(struct wb_repeats *repeats, uint32_t feed,
                     const struct wb_event *event);

void wb_repeats_transfer(struct wb_repeats *repeats, struct wb_codec *codec);

#endif
