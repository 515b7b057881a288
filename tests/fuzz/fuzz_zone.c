/*
 * Whatever a file says, days follow each other without holes and offsets stay
 * within their bounds.
 */

#include <stdbool.h>
#include <stdlib.h>

#include "plan/zone.h"

#define STEPS 20

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth) {
		abort();
	}
}

static void check_days(const struct wb_zone *zone, wb_ms t, wb_ms day_start)
{
	for (int i = 0; i < STEPS; i++) {
		wb_ms start = wb_zone_day_start(zone, t, day_start);
		wb_ms next = wb_zone_next_day(zone, t, day_start);

		require(start <= t && t < next);
		require(wb_zone_day_start(zone, next - 1, day_start) == start);
		require(wb_zone_day_start(zone, next, day_start) == next);
		t = next;
	}
}

static void check_changes(const struct wb_zone *zone, wb_ms t)
{
	for (int i = 0; i < STEPS && t != WB_NEVER; i++) {
		wb_ms next = wb_zone_next_change(zone, t);
		wb_ms offset = wb_zone_offset(zone, t);
		wb_ms interval = wb_zone_interval_start(zone, t, WB_HOUR);

		require(offset > -26 * WB_HOUR && offset < 27 * WB_HOUR);
		require(interval <= t && t - interval < WB_HOUR);
		require(next > t);
		if (next != WB_NEVER) {
			require(wb_zone_offset(zone, next - 1) == offset);
		}
		t = next;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wb_str bytes = { (const char *)data, size };
	struct wb_arena arena = { 0 };
	const struct wb_zone *zone = wb_zone_read(bytes, &arena);

	if (zone) {
		check_changes(zone, 0);
		check_changes(zone, WB_TIME_MAX / 2);
		check_days(zone, 1732190412345, 0);
		check_days(zone, 946684800000, 6 * WB_HOUR);
	}
	wb_arena_finish(&arena);
	return 0;
}
