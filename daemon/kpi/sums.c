#include "kpi/sums.h"

#include <stdlib.h>
#include <string.h>

#include "kpi/watch.h"

static int grown(int capacity, int most)
{
	int more = capacity + 4;
	return more < most ? more : most;
}

/* Each row moves to its place among longer ones. */
static bool grow_flows(struct wb_sums *sums)
{
	int old = sums->flow_capacity, capacity = grown(old, WB_M_FLOWING);
	int64_t *flows =
		calloc((size_t)capacity * WB_FLOW_ROWS, sizeof(*flows));
	if (!flows) {
		return false;
	}
	for (int row = 0; row < WB_FLOW_ROWS && old > 0; row++) {
		memcpy(&flows[row * capacity], &sums->flows[row * old],
		       (size_t)old * sizeof(*flows));
	}
	free(sums->flows);
	sums->flows = flows;
	sums->flow_capacity = (uint8_t)capacity;
	return true;
}

bool wb_sums_add_flow(struct wb_sums *sums, int measure)
{
	if (sums->flow_count == sums->flow_capacity && !grow_flows(sums)) {
		return false;
	}
	sums->flow_at[measure] = ++sums->flow_count;
	return true;
}

static bool grow_levels(struct wb_sums *sums)
{
	int capacity = grown(sums->level_capacity, WB_LEVEL_COUNT);
	struct wb_level *levels =
		realloc(sums->levels, (size_t)capacity * sizeof(*levels));
	if (!levels) {
		return false;
	}
	memset(&levels[sums->level_count], 0,
	       (size_t)(capacity - sums->level_count) * sizeof(*levels));
	sums->levels = levels;
	sums->level_capacity = (uint8_t)capacity;
	return true;
}

struct wb_level *wb_sums_level(struct wb_sums *sums, int level)
{
	if (!sums->level_at[level]) {
		if (sums->level_count == sums->level_capacity &&
		    !grow_levels(sums)) {
			return NULL;
		}
		sums->level_at[level] = ++sums->level_count;
	}
	return &sums->levels[sums->level_at[level] - 1];
}

void wb_sums_mark(struct wb_sums *sums, enum wb_flow_row row)
{
	if (sums->flow_count > 0) {
		memcpy(&sums->flows[(int)row * sums->flow_capacity],
		       sums->flows, sums->flow_count * sizeof(*sums->flows));
	}
}

void wb_sums_begin(struct wb_sums *sums, enum wb_column column, wb_ms start)
{
	wb_sums_mark(sums, wb_sums_row(column));
	wb_keyed_begin(&sums->keyed, WB_LASTING(column));
	sums->start[WB_LASTING(column)] = start;
}

void wb_sums_finish(struct wb_sums *sums)
{
	free(sums->flows);
	free(sums->levels);
	wb_keyed_finish(&sums->keyed);
	wb_watch_free(sums->watch);
}
