#include "floor/timers.h"

#include <stdlib.h>

/* On the wheel. */
struct placed {
	struct wb_timer_entry timer;
	uint32_t next; /* 1 + number, 0 = none */
};

void wb_timers_init(struct wb_timers *timers)
{
	*timers = (struct wb_timers){
		.pool.element_size = sizeof(struct placed),
	};
}

static struct placed *placed_at(const struct wb_timers *timers, uint32_t link)
{
	return wb_pool_at(&timers->pool, link - 1);
}

static struct wb_timers_slot *slot_at(struct wb_timers *timers, int64_t turn)
{
	return &timers->wheel[(uint64_t)turn % WB_TIMERS_SLOTS];
}

static int64_t turn_of(const struct wb_timer_entry *timer)
{
	return timer->due / WB_TIMERS_SLOT;
}

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

static bool push(struct wb_timers *timers, const struct wb_timer_entry *timer)
{
	if (!make_room(timers)) {
		return false;
	}
	timers->heap[timers->count++] = *timer;
	sift_up(timers, timers->count - 1);
	return true;
}

static void append(struct wb_timers *timers, struct wb_timers_slot *slot,
                   uint32_t link)
{
	placed_at(timers, link)->next = 0;
	if (slot->last) {
		placed_at(timers, slot->last)->next = link;
	} else {
		slot->first = link;
	}
	slot->last = link;
}

static bool place(struct wb_timers *timers, const struct wb_timer_entry *timer)
{
	uint32_t number = wb_pool_take(&timers->pool);
	if (number == WB_POOL_NONE) {
		return false;
	}
	placed_at(timers, number + 1)->timer = *timer;
	append(timers, slot_at(timers, turn_of(timer)), number + 1);
	timers->on_wheel++;
	return true;
}

bool wb_timers_set(struct wb_timers *timers, wb_ms due, uint32_t what,
                   uint32_t subject, uint64_t check)
{
	struct wb_timer_entry timer = {
		.due = due,
		.order = timers->next_order,
		.check = check,
		.what = what,
		.subject = subject,
	};
	if (timers->count == 0) {
		timers->turn = turn_of(&timer) + 1;
	}
	bool set = turn_of(&timer) < timers->turn ? push(timers, &timer)
	                                          : place(timers, &timer);
	timers->next_order += set;
	return set;
}

/*
 * What is due in the next slot goes to the heap; the rest, of a later turn of
 * the wheel, stays.
 */
static void open_slot(struct wb_timers *timers)
{
	struct wb_timers_slot *slot = slot_at(timers, timers->turn);
	uint32_t link = slot->first;
	*slot = (struct wb_timers_slot){ 0, 0 };
	while (link) {
		uint32_t next = placed_at(timers, link)->next;
		const struct wb_timer_entry *timer =
			&placed_at(timers, link)->timer;
		if (turn_of(timer) > timers->turn || !push(timers, timer)) {
			append(timers, slot, link);
		} else {
			wb_pool_give(&timers->pool, link - 1);
			timers->on_wheel--;
		}
		link = next;
	}
	timers->turn++;
}

struct wb_timer_entry wb_timers_pop(struct wb_timers *timers)
{
	struct wb_timer_entry first = timers->heap[0];
	timers->heap[0] = timers->heap[--timers->count];
	sift_down(timers);
	while (timers->count == 0 && timers->on_wheel > 0) {
		open_slot(timers);
	}
	return first;
}

const struct wb_timer_entry *wb_timers_walk(const struct wb_timers *timers,
                                            struct wb_timers_cursor *cursor)
{
	if (cursor->in_heap < timers->count) {
		return &timers->heap[cursor->in_heap++];
	}
	while (!cursor->next && cursor->slots < WB_TIMERS_SLOTS) {
		uint64_t slot = (uint64_t)timers->turn + cursor->slots++;
		cursor->next = timers->wheel[slot % WB_TIMERS_SLOTS].first;
	}
	if (!cursor->next) {
		return NULL;
	}
	const struct placed *placed = placed_at(timers, cursor->next);
	cursor->next = placed->next;
	return &placed->timer;
}

bool wb_timers_restore(struct wb_timers *timers,
                       const struct wb_timer_entry *timer)
{
	if (turn_of(timer) >= timers->turn) {
		return timers->count > 0 && place(timers, timer);
	}
	uint32_t parent = (timers->count - 1) / 2;
	if ((timers->count > 0 && before(timer, &timers->heap[parent])) ||
	    !make_room(timers)) {
		return false;
	}
	timers->heap[timers->count++] = *timer;
	return true;
}

void wb_timers_finish(struct wb_timers *timers)
{
	free(timers->heap);
	wb_pool_finish(&timers->pool);
	wb_timers_init(timers);
}
