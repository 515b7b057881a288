#include "floor/timers.h"

#include <stdlib.h>

static bool before(const struct wb_timer_entry *a,
                   const struct wb_timer_entry *b)
{
	return a->due != b->due ? a->due < b->due : a->order < b->order;
}

static void swap(struct wb_timer_entry *a, struct wb_timer_entry *b)
{
	struct wb_timer_entry saved = *a;
	*a = *b;
	*b = saved;
}

static void sift_up(struct wb_timers *timers, uint32_t i)
{
	while (i > 0) {
		uint32_t parent = (i - 1) / 2;
		if (!before(&timers->heap[i], &timers->heap[parent])) {
			return;
		}
		swap(&timers->heap[i], &timers->heap[parent]);
		i = parent;
	}
}

static void sift_down(struct wb_timers *timers)
{
	uint32_t i = 0;
	for (;;) {
		uint32_t child = 2 * i + 1;
		if (child >= timers->count) {
			return;
		}
		if (child + 1 < timers->count &&
		    before(&timers->heap[child + 1], &timers->heap[child])) {
			child++;
		}
		if (!before(&timers->heap[child], &timers->heap[i])) {
			return;
		}
		swap(&timers->heap[i], &timers->heap[child]);
		i = child;
	}
}

static bool make_room(struct wb_timers *timers)
{
	if (timers->count < timers->capacity) {
		return true;
	}
	uint32_t capacity = timers->capacity ? timers->capacity * 2 : 256;
	struct wb_timer_entry *heap =
		realloc(timers->heap, capacity * sizeof(*heap));
	if (!heap) {
		return false;
	}
	timers->heap = heap;
	timers->capacity = capacity;
	return true;
}

bool wb_timers_set(struct wb_timers *timers, wb_ms due, uint32_t what,
                   uint32_t subject, uint64_t check)
{
	if (!make_room(timers)) {
		return false;
	}
	timers->heap[timers->count] = (struct wb_timer_entry){
		.due = due,
		.order = timers->next_order++,
		.what = what,
		.subject = subject,
		.check = check,
	};
	sift_up(timers, timers->count++);
	return true;
}

bool wb_timers_restore(struct wb_timers *timers,
                       const struct wb_timer_entry *timer)
{
	uint32_t parent = (timers->count - 1) / 2;
	if ((timers->count > 0 && before(timer, &timers->heap[parent])) ||
	    !make_room(timers)) {
		return false;
	}
	timers->heap[timers->count++] = *timer;
	return true;
}

wb_ms wb_timers_next(const struct wb_timers *timers)
{
	return timers->count ? timers->heap[0].due : WB_NEVER;
}

struct wb_timer_entry wb_timers_pop(struct wb_timers *timers)
{
	struct wb_timer_entry first = timers->heap[0];
	timers->heap[0] = timers->heap[--timers->count];
	sift_down(timers);
	return first;
}

void wb_timers_finish(struct wb_timers *timers)
{
	free(timers->heap);
	*timers = (struct wb_timers){ 0 };
}
