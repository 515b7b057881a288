#include "kpi/window.h"

#include <stdlib.h>
#include <string.h>

static const int64_t window_seconds[WB_TRAILING_COUNT] = { 300, 900, 1800,
	                                                   3600 };

struct wb_second *wb_ring_second(struct wb_ring *ring, int64_t second)
{
	return &ring->seconds[second & (WB_RING_SECONDS - 1)];
}

static void leave_second(struct wb_ring *ring, enum wb_column window,
                         int64_t number, wb_leave_fn *leave, void *user)
{
	const struct wb_second *second = wb_ring_second(ring, number);
	const unsigned char *at = second->bytes;
	const unsigned char *end = at + second->used;
	struct wb_ring_record record;
	while (at < end) {
		size_t len = wb_ring_take(at, end, number, &record);
		if (len == 0) {
			return; /* cannot be: they were checked or put */
		}
		leave(user, window, &record);
		at += len;
	}
}

/* A quiet second gives its memory back. */
static void forget_second(struct wb_second *second)
{
	if (second->used < second->capacity / 4) {
		free(second->bytes);
		second->bytes = NULL;
		second->capacity = 0;
	}
	second->used = 0;
}

static void advance_window(struct wb_ring *ring, enum wb_column window,
                           int64_t first, wb_leave_fn *leave, void *user)
{
	/*
	 * Nothing is in the window beyond its own length; after a jump the
	 * places that follow hold what left it long ago.
	 */
	int64_t end = ring->first[window] + window_seconds[window];
	int64_t stop = first < end ? first : end;
	for (int64_t s = ring->first[window]; s < stop; s++) {
		struct wb_second *second = wb_ring_second(ring, s);
		if (second->used > 0) {
			leave_second(ring, window, s, leave, user);
		}
		if (window == WB_COLUMN_1H) {
			forget_second(second);
		}
	}
	ring->first[window] = first;
}

void wb_ring_advance(struct wb_ring *ring, wb_ms now, wb_leave_fn *leave,
                     void *user)
{
	int64_t second = now / WB_SECOND;
	if (ring->first[WB_COLUMN_1H] == 0) { /* nothing was ever added */
		for (int i = 0; i < WB_TRAILING_COUNT; i++) {
			ring->first[i] = second - window_seconds[i] + 1;
		}
		return;
	}
	for (int i = 0; i < WB_TRAILING_COUNT; i++) {
		int64_t first = second - window_seconds[i] + 1;
		if (first > ring->first[i]) {
			advance_window(ring, (enum wb_column)i, first, leave,
			               user);
		}
	}
}

bool wb_second_add(struct wb_second *second, const void *bytes, size_t len)
{
	size_t wanted = second->used + len;
	if (wanted > second->capacity) {
		size_t capacity = wanted + wanted / 2 + 64;
		if (capacity > UINT32_MAX) {
			return false;
		}
		unsigned char *grown = realloc(second->bytes, capacity);
		if (!grown) {
			return false;
		}
		second->bytes = grown;
		second->capacity = (uint32_t)capacity;
	}
	memcpy(second->bytes + second->used, bytes, len);
	second->used = (uint32_t)wanted;
	return true;
}

static bool add(struct wb_ring *ring, wb_ms at, const unsigned char *bytes,
                size_t len)
{
	if (!wb_second_add(wb_ring_second(ring, at / WB_SECOND), bytes, len)) {
		ring->out_of_memory++;
		return false;
	}
	return true;
}

bool wb_ring_add_fact(struct wb_ring *ring, const struct wb_counted *fact,
                      wb_ms at)
{
	unsigned char bytes[WB_RING_RECORD_BYTES_MAX];
	return add(ring, at, bytes, wb_ring_put_fact(fact, bytes));
}

bool wb_ring_add_change(struct wb_ring *ring, const struct wb_change *change)
{
	unsigned char bytes[WB_RING_RECORD_BYTES_MAX];
	return add(ring, change->at, bytes, wb_ring_put_change(change, bytes));
}

wb_ms wb_ring_start(const struct wb_ring *ring, enum wb_column window)
{
	return ring->first[window] * WB_SECOND;
}

void wb_ring_finish(struct wb_ring *ring)
{
	for (int i = 0; i < WB_RING_SECONDS; i++) {
		free(ring->seconds[i].bytes);
	}
	memset(ring, 0, sizeof(*ring));
}
