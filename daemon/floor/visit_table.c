/*
 * The table of visits: found by customer, and a wheel of quarter hours that
 * keeps them in the order of their ends, so that none needs a timer.
 *
 * A visit whose end changes is taken off before and put back after that: each
 * place of the wheel is in order.
 */

#include "floor/visit.h"

#include <stdlib.h>
#include <string.h>

#define SLOT (15 * WB_MINUTE)
/* More than the longest time that can be configured. */
#define SLOTS (96 * 96)

static uint32_t *bucket_of(struct wb_floor *floor, uint64_t customer)
{
	struct floor_visits *v = &floor->visits;
	return &v->buckets[customer & (v->bucket_count - 1)];
}

static bool comes_first(const struct wb_floor *floor, uint32_t a, uint32_t b)
{
	wb_ms x = visit_at(floor, a)->start, y = visit_at(floor, b)->start;
	return x != y ? x > y : a > b;
}

/* Chains are in the order of starts: the newest first. */
static void link_visit(struct wb_floor *floor, uint32_t number)
{
	uint32_t *link = bucket_of(floor, visit_at(floor, number)->customer);
	while (*link != WB_POOL_NONE && comes_first(floor, *link, number)) {
		link = &visit_at(floor, *link)->chain;
	}
	visit_at(floor, number)->chain = *link;
	*link = number;
}

static void unlink_visit(struct wb_floor *floor, uint32_t number)
{
	uint32_t *link = bucket_of(floor, visit_at(floor, number)->customer);
	while (*link != number) {
		link = &visit_at(floor, *link)->chain;
	}
	*link = visit_at(floor, number)->chain;
}

static bool grow_table(struct wb_floor *floor)
{
	struct floor_visits *v = &floor->visits;
	uint32_t count = v->bucket_count ? v->bucket_count * 2 : 1024;
	uint32_t *buckets = malloc(count * sizeof(*buckets));
	if (!buckets) {
		return v->bucket_count > 0;
	}
	memset(buckets, 0xff, count * sizeof(*buckets));
	free(v->buckets);
	v->buckets = buckets;
	v->bucket_count = count;
	for (uint32_t i = 0; i < v->pool.used; i++) {
		if (visit_at(floor, i)->flags & VISIT_USED) {
			link_visit(floor, i);
		}
	}
	return true;
}

bool wb_visit_adopt(struct wb_floor *floor, uint32_t number)
{
	struct floor_visits *v = &floor->visits;
	uint8_t flags = visit_at(floor, number)->flags;
	if (v->count >= WB_VISITS_MAX) {
		return false;
	}
	visit_at(floor, number)->flags = 0; /* not in the table yet */
	if (v->count >= v->bucket_count && !grow_table(floor)) {
		return false;
	}
	visit_at(floor, number)->flags = flags | VISIT_USED;
	link_visit(floor, number);
	v->count++;
	return true;
}

bool wb_visit_make_wheel(struct wb_floor *floor)
{
	struct floor_visits *v = &floor->visits;
	if (v->wheel) {
		return true;
	}
	v->wheel = malloc(SLOTS * sizeof(*v->wheel));
	if (!v->wheel) {
		return false;
	}
	v->slot_count = SLOTS;
	for (int i = 0; i < SLOTS; i++) {
		v->wheel[i] =
			(struct floor_wheel_slot){ WB_POOL_NONE, WB_POOL_NONE };
	}
	return true;
}

static bool before(const struct wb_floor *floor, uint32_t a, uint32_t b)
{
	return visit_end(visit_at(floor, a)) < visit_end(visit_at(floor, b));
}

static void insert(struct wb_floor *floor, struct floor_wheel_slot *slot,
                   uint32_t number)
{
	if (slot->last != WB_POOL_NONE && !before(floor, number, slot->last)) {
		visit_at(floor, number)->next = WB_POOL_NONE;
		visit_at(floor, slot->last)->next = number;
		slot->last = number;
		return;
	}
	uint32_t *link = &slot->first;
	while (*link != WB_POOL_NONE && !before(floor, number, *link)) {
		link = &visit_at(floor, *link)->next;
	}
	visit_at(floor, number)->next = *link;
	*link = number;
	if (visit_at(floor, number)->next == WB_POOL_NONE) {
		slot->last = number;
	}
}

void wb_visit_place(struct wb_floor *floor, uint32_t number)
{
	struct floor_visits *v = &floor->visits;
	struct floor_visit *visit = visit_at(floor, number);
	if (visit->flags & VISIT_PLACED || !v->wheel) {
		return;
	}
	int64_t turn = visit_end(visit) / SLOT;
	if (v->placed == 0) {
		v->turn = turn;
	}
	if (turn < v->turn) {
		turn = v->turn; /* told late: the first of those to come */
	}
	if (turn >= v->turn + SLOTS) {
		turn = v->turn + SLOTS - 1;
	}
	visit->flags |= VISIT_PLACED;
	v->placed++;
	insert(floor, &v->wheel[turn % SLOTS], number);
	wb_ms due = visit_end(visit) + floor->plan->repeat_within + 1;
	if (due < v->next) {
		v->next = due;
	}
}

/* Takes the first off the wheel; there is one. */
static uint32_t take_first(struct wb_floor *floor)
{
	struct floor_visits *v = &floor->visits;
	while (v->wheel[v->turn % SLOTS].first == WB_POOL_NONE) {
		v->turn++;
	}
	struct floor_wheel_slot *slot = &v->wheel[v->turn % SLOTS];
	uint32_t number = slot->first;
	slot->first = visit_at(floor, number)->next;
	if (slot->first == WB_POOL_NONE) {
		slot->last = WB_POOL_NONE;
	}
	visit_at(floor, number)->flags &= (uint8_t)~VISIT_PLACED;
	v->placed--;
	return number;
}

static void put_back(struct wb_floor *floor, uint32_t number)
{
	struct floor_visits *v = &floor->visits;
	struct floor_wheel_slot *slot = &v->wheel[v->turn % SLOTS];
	struct floor_visit *visit = visit_at(floor, number);
	visit->next = slot->first;
	slot->first = number;
	if (slot->last == WB_POOL_NONE) {
		slot->last = number;
	}
	visit->flags |= VISIT_PLACED;
	v->placed++;
}

/* Those that went on since they were placed go where they belong. */
static uint32_t first_placed(struct wb_floor *floor)
{
	struct floor_visits *v = &floor->visits;
	while (v->placed > 0) {
		uint32_t number = take_first(floor);
		struct floor_visit *visit = visit_at(floor, number);
		if (!(visit->flags & VISIT_ENDED)) {
			continue;
		}
		uint32_t second = v->wheel[v->turn % SLOTS].first;
		bool here = visit_end(visit) / SLOT <= v->turn;
		if (here && (second == WB_POOL_NONE ||
		             !before(floor, second, number))) {
			put_back(floor, number);
			return number;
		}
		wb_visit_place(floor, number);
	}
	return WB_POOL_NONE;
}

void wb_visit_look_ahead(struct wb_floor *floor)
{
	uint32_t first = first_placed(floor);
	floor->visits.next = first == WB_POOL_NONE
	                             ? WB_NEVER
	                             : visit_end(visit_at(floor, first)) +
	                                       floor->plan->repeat_within + 1;
}

void wb_visits_mature(struct wb_floor *floor)
{
	struct floor_visits *v = &floor->visits;
	wb_visit_look_ahead(floor);
	while (v->next <= floor->now) {
		wb_visit_over(floor, take_first(floor), true);
		wb_visit_look_ahead(floor);
	}
}

/* Room for one more: the visit that ended first is given up. */
static void make_room(struct wb_floor *floor)
{
	if (floor->visits.count >= WB_VISITS_MAX &&
	    first_placed(floor) != WB_POOL_NONE) {
		floor->counters.visits_dropped++;
		wb_visit_over(floor, take_first(floor), false);
		wb_visit_look_ahead(floor);
	}
}

uint32_t wb_visit_add(struct wb_floor *floor, uint64_t customer, wb_ms start)
{
	struct floor_visits *v = &floor->visits;
	make_room(floor);
	if (!wb_visit_make_wheel(floor)) {
		return WB_POOL_NONE;
	}
	uint32_t number = wb_pool_take(&v->pool);
	if (number == WB_POOL_NONE) {
		return WB_POOL_NONE;
	}
	*visit_at(floor, number) = (struct floor_visit){
		.customer = customer,
		.start = start,
		.contact = WB_POOL_NONE,
		.chain = WB_POOL_NONE,
		.next = WB_POOL_NONE,
		.queue = WB_VISIT_NOBODY,
		.agent = WB_VISIT_NOBODY,
	};
	if (!wb_visit_adopt(floor, number)) {
		wb_pool_give(&v->pool, number);
		floor->counters.visits_dropped++;
		return WB_POOL_NONE;
	}
	return number;
}

void wb_visit_move(struct wb_floor *floor, uint32_t number, wb_ms start)
{
	unlink_visit(floor, number);
	visit_at(floor, number)->start = start;
	link_visit(floor, number);
}

static bool take_from(struct wb_floor *floor, struct floor_wheel_slot *slot,
                      uint32_t number)
{
	uint32_t last = WB_POOL_NONE, *link = &slot->first;
	while (*link != WB_POOL_NONE && *link != number) {
		last = *link;
		link = &visit_at(floor, *link)->next;
	}
	if (*link == WB_POOL_NONE) {
		return false;
	}
	*link = visit_at(floor, number)->next;
	slot->last = slot->last == number ? last : slot->last;
	return true;
}

/* In the slot of its end, unless it was told late or far ahead. */
void wb_visit_take_off(struct wb_floor *floor, uint32_t number)
{
	struct floor_visits *v = &floor->visits;
	struct floor_visit *visit = visit_at(floor, number);
	if (!(visit->flags & VISIT_PLACED)) {
		return;
	}
	bool taken = take_from(
		floor, &v->wheel[visit_end(visit) / SLOT % SLOTS], number);
	for (int i = 0; i < SLOTS && !taken; i++) {
		taken = take_from(floor, &v->wheel[i], number);
	}
	visit->flags &= (uint8_t)~VISIT_PLACED;
	v->placed--;
}

void wb_visit_remove(struct wb_floor *floor, uint32_t number)
{
	struct floor_visit *visit = visit_at(floor, number);
	wb_visit_take_off(floor, number);
	unlink_visit(floor, number);
	visit->flags = 0;
	wb_pool_give(&floor->visits.pool, number);
	floor->visits.count--;
}

uint32_t wb_visit_list(const struct wb_floor *floor, uint64_t customer,
                       uint32_t ret_numbers[WB_VISITS_SEEN])
{
	const struct floor_visits *v = &floor->visits;
	uint32_t count = 0;
	uint32_t i = v->bucket_count == 0
	                     ? WB_POOL_NONE
	                     : v->buckets[customer & (v->bucket_count - 1)];
	while (i != WB_POOL_NONE && count < WB_VISITS_SEEN) {
		if (visit_at(floor, i)->customer == customer) {
			ret_numbers[count++] = i;
		}
		i = visit_at(floor, i)->chain;
	}
	return count;
}

void wb_visit_finish(struct wb_floor *floor)
{
	wb_pool_finish(&floor->visits.pool);
	wb_names_finish(&floor->visits.topics);
	free(floor->visits.buckets);
	free(floor->visits.wheel);
}
