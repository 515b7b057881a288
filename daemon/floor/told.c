/* What was told of a contact's stays, in the order in which it happened. */

#include "floor/stay.h"

static bool same(const struct floor_told *a, const struct floor_told *b)
{
	return a->t == b->t && a->kind == b->kind && a->queue == b->queue &&
	       a->agent == b->agent && wb_marks_may_be_one(a->id, b->id) &&
	       (a->kind == TOLD_ENTERED || a->what == b->what);
}

static bool is_known(const struct wb_floor *floor,
                     const struct floor_contact *contact,
                     const struct floor_told *told)
{
	for (uint32_t i = contact->told_newest; i != WB_POOL_NONE;
	     i = told_at(floor, i)->older) {
		if (same(told_at(floor, i), told)) {
			return true;
		}
	}
	return false;
}

/* Links it in behind `older`; WB_POOL_NONE = as the first. */
static void link_behind(struct wb_floor *floor, struct floor_contact *contact,
                        uint32_t number, uint32_t older)
{
	struct floor_told *told = told_at(floor, number);
	told->older = older;
	told->newer = older == WB_POOL_NONE ? contact->told_oldest
	                                    : told_at(floor, older)->newer;
	*(older == WB_POOL_NONE ? &contact->told_oldest
	                        : &told_at(floor, older)->newer) = number;
	*(told->newer == WB_POOL_NONE ? &contact->told_newest
	                              : &told_at(floor, told->newer)->older) =
		number;
}

static void unlink_told(struct wb_floor *floor, struct floor_contact *contact,
                        uint32_t number)
{
	const struct floor_told *told = told_at(floor, number);
	*(told->older == WB_POOL_NONE ? &contact->told_oldest
	                              : &told_at(floor, told->older)->newer) =
		told->newer;
	*(told->newer == WB_POOL_NONE ? &contact->told_newest
	                              : &told_at(floor, told->newer)->older) =
		told->older;
}

static void forget_stay(struct wb_floor *floor,
                        const struct floor_contact *contact, uint32_t stay)
{
	for (uint32_t i = contact->told_oldest; i != WB_POOL_NONE;
	     i = told_at(floor, i)->newer) {
		if (told_at(floor, i)->takes == stay) {
			told_at(floor, i)->takes = WB_POOL_NONE;
		}
	}
	wb_pool_give(&floor->stays, stay);
}

static void drop(struct wb_floor *floor, struct floor_contact *contact,
                 uint32_t number)
{
	const struct floor_told *told = told_at(floor, number);
	unlink_told(floor, contact, number);
	if (told->stay != WB_POOL_NONE) {
		forget_stay(floor, contact, told->stay);
	}
	wb_pool_give(&floor->tolds, number);
	contact->told_count--;
}

/* The oldest is forgotten, but not that the contact waits. */
static void make_room(struct wb_floor *floor, struct floor_contact *contact)
{
	while (contact->told_count >= WB_TOLD_MAX) {
		uint32_t oldest = contact->told_oldest;
		const struct floor_told *told = told_at(floor, oldest);
		if (contact->entry.waiting &&
		    told->stay == contact->entry.stay) {
			oldest = told->newer;
		}
		drop(floor, contact, oldest);
	}
}

static bool begins(const struct floor_told *told)
{
	return told->kind == TOLD_ENTERED || told->kind == TOLD_RESUMED;
}

static bool goes_behind(const struct floor_told *older,
                        const struct floor_told *told)
{
	if (older->t != told->t) {
		return older->t < told->t;
	}
	return !begins(told) || begins(older) || older->used ||
	       older->queue != told->queue;
}

/* The place by its instant; the last when that is too long ago. */
static uint32_t place_of(const struct wb_floor *floor,
                         const struct floor_contact *contact,
                         const struct floor_told *told)
{
	uint32_t older = contact->told_newest;
	if (older == WB_POOL_NONE || told->kind == TOLD_LOST ||
	    told_at(floor, older)->t - told->t > floor->plan->lateness) {
		return older;
	}
	while (older != WB_POOL_NONE &&
	       !goes_behind(told_at(floor, older), told)) {
		older = told_at(floor, older)->older;
	}
	return older;
}

static bool is_used(const struct floor_walk *walk, uint32_t number)
{
	for (uint32_t i = 0; i < walk->told_count; i++) {
		if (walk->told[i] == number) {
			return walk->used >> i & 1;
		}
	}
	return false;
}

/* An end that met no stay: before others of its instant it may. */
static void try_before(struct wb_floor *floor, uint32_t contact,
                       uint32_t number, struct floor_walk *walk)
{
	struct floor_contact *c = contact_at(floor, contact);
	struct floor_told *told = told_at(floor, number);
	uint32_t first = told->older;
	while (!is_used(walk, number) && told->older != WB_POOL_NONE &&
	       told_at(floor, told->older)->t == told->t) {
		uint32_t behind = told_at(floor, told->older)->older;
		unlink_told(floor, c, number);
		link_behind(floor, c, number, behind);
		wb_stay_walk(floor, contact, walk);
	}
	if (!is_used(walk, number) && told->older != first) {
		unlink_told(floor, c, number);
		link_behind(floor, c, number, first);
		wb_stay_walk(floor, contact, walk);
	}
}

/* Those that met no stay, and may have in another order of their instant. */
static void try_ends(struct wb_floor *floor, uint32_t contact,
                     struct floor_walk *walk)
{
	uint32_t newer;
	for (uint32_t i = contact_at(floor, contact)->told_oldest;
	     i != WB_POOL_NONE; i = newer) {
		const struct floor_told *told = told_at(floor, i);
		newer = told->newer;
		if (!begins(told) && !is_used(walk, i)) {
			try_before(floor, contact, i, walk);
		}
	}
}

static bool give_stay(struct wb_floor *floor, struct floor_told *told)
{
	told->stay = WB_POOL_NONE;
	told->takes = WB_POOL_NONE;
	if (told->kind != TOLD_ENTERED) {
		return true;
	}
	told->stay = wb_pool_take(&floor->stays);
	if (told->stay == WB_POOL_NONE) {
		return false;
	}
	stay_at(floor, told->stay)->estimate = WB_ABSENT;
	return true;
}

bool wb_told_add(struct wb_floor *floor, uint32_t contact,
                 const struct floor_told *told, struct floor_walk *ret_walk,
                 uint32_t *ret_number)
{
	struct floor_contact *c = contact_at(floor, contact);
	if (is_known(floor, c, told)) {
		return false;
	}
	make_room(floor, c);
	uint32_t number = wb_pool_take(&floor->tolds);
	if (number == WB_POOL_NONE) {
		return false;
	}
	*told_at(floor, number) = *told;
	told_at(floor, number)->order = ++c->told_order;
	if (!give_stay(floor, told_at(floor, number))) {
		wb_pool_give(&floor->tolds, number);
		return false;
	}
	link_behind(floor, c, number, place_of(floor, c, told));
	c->told_count++;
	wb_stay_walk(floor, contact, ret_walk);
	try_ends(floor, contact, ret_walk);
	*ret_number = number;
	return true;
}

void wb_told_drop(struct wb_floor *floor, uint32_t contact, uint32_t number)
{
	drop(floor, contact_at(floor, contact), number);
}

void wb_told_append(struct wb_floor *floor, uint32_t contact, uint32_t number)
{
	struct floor_contact *c = contact_at(floor, contact);
	link_behind(floor, c, number, c->told_newest);
	c->told_count++;
}

void wb_told_forget_all(struct wb_floor *floor, uint32_t contact)
{
	struct floor_contact *c = contact_at(floor, contact);
	while (c->told_oldest != WB_POOL_NONE) {
		drop(floor, c, c->told_oldest);
	}
}
