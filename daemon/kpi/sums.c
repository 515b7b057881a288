#include "kpi/sums.h"

#include <stdlib.h>
#include <string.h>

/* Room for one more zeroed element of an array that starts small. */
static bool make_room(void **array, uint8_t count, uint8_t *capacity, int most,
                      size_t size)
{
	if (count < *capacity) {
		return true;
	}
	int grown = *capacity ? *capacity * 2 : 4;
	grown = grown < most ? grown : most;
	char *memory = realloc(*array, (size_t)grown * size);
	if (!memory) {
		return false;
	}
	memset(memory + count * size, 0, (size_t)(grown - count) * size);
	*array = memory;
	*capacity = (uint8_t)grown;
	return true;
}

struct wb_flow *wb_sums_flow(struct wb_sums *sums, int measure)
{
	if (!sums->flow_at[measure]) {
		if (!make_room((void **)&sums->flows, sums->flow_count,
		               &sums->flow_capacity, WB_M_FLOWING,
		               sizeof(*sums->flows))) {
			return NULL;
		}
		sums->flow_at[measure] = ++sums->flow_count;
	}
	return &sums->flows[sums->flow_at[measure] - 1];
}

struct wb_level *wb_sums_level(struct wb_sums *sums, int level)
{
	if (!sums->level_at[level]) {
		if (!make_room((void **)&sums->levels, sums->level_count,
		               &sums->level_capacity, WB_LEVEL_COUNT,
		               sizeof(*sums->levels))) {
			return NULL;
		}
		sums->level_at[level] = ++sums->level_count;
	}
	return &sums->levels[sums->level_at[level] - 1];
}

void wb_sums_begin(struct wb_sums *sums, enum wb_column column, wb_ms start)
{
	for (int i = 0; i < sums->flow_count; i++) {
		sums->flows[i].before[column] = sums->flows[i].total;
	}
	wb_keyed_begin(&sums->keyed, (int)column);
	sums->start[column] = start;
}

void wb_sums_finish(struct wb_sums *sums)
{
	free(sums->flows);
	free(sums->levels);
	wb_keyed_finish(&sums->keyed);
}
