#include "kpi/window.h"

#include <stdlib.h>
#include <string.h>

static const int64_t window_seconds[WB_TRAILING_COUNT] = { 300, 900, 1800,
	                                                   3600 };

struct wb_second *wb_ring_second(struct wb_ring *ring, int64_t second)
{
	return &ring->seconds[second & (WB_RING_SECONDS - 1)];
}

static void count(struct wb_sums *sums, int window,
                  const struct wb_counted *fact, int sign)
{
	for (int i = 0; i < fact->add_count; i++) {
		sums->trailing[window][fact->add[i].measure] +=
			sign * fact->add[i].amount;
	}
}

static void count_in_scopes(struct wb_scopes scopes, int window,
                            const struct wb_counted *fact, int sign)
{
	for (int i = 0; i < fact->scope_count; i++) {
		count(scopes.sums[fact->scopes[i]], window, fact, sign);
	}
}

static void leave_window(struct wb_scopes scopes, int window,
                         const struct wb_second *second)
{
	for (uint32_t i = 0; i < second->fact_count; i++) {
		count_in_scopes(scopes, window, &second->facts[i], -1);
	}
	for (uint32_t i = 0; i < second->move_count; i++) {
		const struct wb_moved *move = &second->moves[i];
		wb_line_change(
			&scopes.sums[move->scope]->tail[window][move->level],
			move->delta, move->at);
	}
}

static void advance_window(struct wb_ring *ring, struct wb_scopes scopes,
                           int window, int64_t first)
{
	/*
	 * Nothing is in the window beyond its own length; after a jump the
	 * places that follow hold what left it long ago.
	 */
	int64_t end = ring->first[window] + window_seconds[window];
	int64_t stop = first < end ? first : end;
	for (int64_t s = ring->first[window]; s < stop; s++) {
		struct wb_second *second = wb_ring_second(ring, s);
		leave_window(scopes, window, second);
		if (window == WB_TRAILING_1H) {
			second->fact_count = 0;
			second->move_count = 0;
		}
	}
	ring->first[window] = first;
}

void wb_ring_advance(struct wb_ring *ring, struct wb_scopes scopes, wb_ms now)
{
	int64_t second = now / WB_SECOND;
	if (ring->first[WB_TRAILING_1H] == 0) { /* nothing was ever added */
		for (int i = 0; i < WB_TRAILING_COUNT; i++) {
			ring->first[i] = second - window_seconds[i] + 1;
		}
		return;
	}
	for (int i = 0; i < WB_TRAILING_COUNT; i++) {
		int64_t first = second - window_seconds[i] + 1;
		if (first > ring->first[i]) {
			advance_window(ring, scopes, i, first);
		}
	}
}

static bool make_room(void **array, uint32_t *capacity, uint32_t wanted,
                      size_t size)
{
	if (wanted <= *capacity) {
		return true;
	}
	uint32_t grown = *capacity ? *capacity * 2 : 4;
	void *memory = realloc(*array, grown * size);
	if (!memory) {
		return false;
	}
	*array = memory;
	*capacity = grown;
	return true;
}

bool wb_second_add_fact(struct wb_second *second, const struct wb_counted *fact)
{
	if (!make_room((void **)&second->facts, &second->fact_capacity,
	               second->fact_count + 1, sizeof(*fact))) {
		return false;
	}
	second->facts[second->fact_count++] = *fact;
	return true;
}

bool wb_second_add_move(struct wb_second *second, const struct wb_moved *move)
{
	if (!make_room((void **)&second->moves, &second->move_capacity,
	               second->move_count + 1, sizeof(*move))) {
		return false;
	}
	second->moves[second->move_count++] = *move;
	return true;
}

void wb_ring_add(struct wb_ring *ring, struct wb_scopes scopes,
                 const struct wb_counted *fact, wb_ms at)
{
	int64_t s = at / WB_SECOND;
	if (s < ring->first[WB_TRAILING_1H]) {
		return;
	}
	if (!wb_second_add_fact(wb_ring_second(ring, s), fact)) {
		ring->out_of_memory++;
		return;
	}
	for (int i = 0; i < WB_TRAILING_COUNT; i++) {
		if (s >= ring->first[i]) {
			count_in_scopes(scopes, i, fact, 1);
		}
	}
}

void wb_ring_move(struct wb_ring *ring, struct wb_scopes scopes, uint32_t scope,
                  int level, int delta, wb_ms at)
{
	int64_t s = at / WB_SECOND;
	struct wb_sums *sums = scopes.sums[scope];
	for (int i = 0; i < WB_TRAILING_COUNT; i++) {
		if (s < ring->first[i]) {
			wb_line_change(&sums->tail[i][level], delta, at);
		}
	}
	if (s < ring->first[WB_TRAILING_1H]) {
		return;
	}
	struct wb_moved move = {
		.scope = scope,
		.level = (int16_t)level,
		.delta = (int16_t)delta,
		.at = at,
	};
	if (!wb_second_add_move(wb_ring_second(ring, s), &move)) {
		ring->out_of_memory++;
	}
}

wb_ms wb_ring_start(const struct wb_ring *ring, enum wb_trailing window)
{
	return ring->first[window] * WB_SECOND;
}

void wb_ring_finish(struct wb_ring *ring)
{
	for (int i = 0; i < WB_RING_SECONDS; i++) {
		free(ring->seconds[i].facts);
		free(ring->seconds[i].moves);
	}
	memset(ring, 0, sizeof(*ring));
}
