#include "sim/timers.h"

#include <stdlib.h>

static bool before(const struct wb_sim_timer *a, const struct wb_sim_timer *b)
{
	return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static bool grow(struct wb_sim_timers *timers)
{
	size_t capacity = timers->capacity ? 2 * timers->capacity : 256;
	void *heap = realloc(timers->heap, capacity * sizeof(timers->heap[0]));
	if (heap == NULL) {
		return false;
	}
	timers->heap = heap;
	timers->capacity = capacity;
	return true;
}

bool wb_sim_timers_add(struct wb_sim_timers *timers, struct wb_sim_timer timer)
{
	if (timers->count == timers->capacity && !grow(timers)) {
		return false;
	}
	timer.order = timers->order++;
	size_t hole = timers->count++;
	while (hole > 0) {
		size_t parent = (hole - 1) / 2;
		if (!before(&timer, &timers->heap[parent])) {
			break;
		}
		timers->heap[hole] = timers->heap[parent];
		hole = parent;
	}
	timers->heap[hole] = timer;
	return true;
}

wb_ms wb_sim_timers_next(const struct wb_sim_timers *timers)
{
	return timers->count ? timers->heap[0].at : WB_NEVER;
}

static void sink_last(struct wb_sim_timers *timers)
{
	struct wb_sim_timer last = timers->heap[timers->count];
	size_t hole = 0;
	for (;;) {
		size_t child = 2 * hole + 1;
		if (child >= timers->count) {
			break;
		}
		if (child + 1 < timers->count &&
		    before(&timers->heap[child + 1], &timers->heap[child])) {
			child++;
		}
		if (!before(&timers->heap[child], &last)) {
			break;
		}
		timers->heap[hole] = timers->heap[child];
		hole = child;
	}
	timers->heap[hole] = last;
}

bool wb_sim_timers_take(struct wb_sim_timers *timers,
                        struct wb_sim_timer *ret_timer)
{
	if (timers->count == 0) {
		return false;
	}
	*ret_timer = timers->heap[0];
	timers->count--;
	if (timers->count > 0) {
		sink_last(timers);
	}
	return true;
}

void wb_sim_timers_finish(struct wb_sim_timers *timers)
{
	free(timers->heap);
	*timers = (struct wb_sim_timers){ 0 };
}
