/*
 * What is planned for an agent: spans of time, each with the class of what is
 * to be done. Where plans overlap, the one told last holds; a plan holds from
 * when it is told at the earliest.
 */

#include <string.h>

#include "floor/shift.h"
#include "floor/state.h"

/* Each old one may be cut in two, and the new one between newer ones. */
#define PIECES (2 * WB_AGENT_PLANS_MAX + 2)

struct pieces {
	struct floor_plan_span spans[PIECES];
	uint32_t count;
};

/* Keeps them in order. */
static void put(struct pieces *pieces, const struct floor_plan_span *plan,
                wb_ms from, wb_ms to)
{
	if (from >= to || pieces->count == PIECES) {
		return;
	}
	uint32_t i = pieces->count++;
	while (i > 0 && pieces->spans[i - 1].from > from) {
		pieces->spans[i] = pieces->spans[i - 1];
		i--;
	}
	pieces->spans[i] = *plan;
	pieces->spans[i].from = from;
	pieces->spans[i].to = to;
}

static wb_ms earlier(wb_ms a, wb_ms b)
{
	return a < b ? a : b;
}

static wb_ms later(wb_ms a, wb_ms b)
{
	return a > b ? a : b;
}

/* What was told before gives way, what was told since stays. */
static void overlay(const struct floor_shift *shift,
                    const struct floor_plan_span *plan, wb_ms from,
                    struct pieces *pieces)
{
	wb_ms free = from; /* no newer plan covers what is before */
	for (uint32_t i = 0; i < shift->plan_count; i++) {
		const struct floor_plan_span *old = &shift->plans[i];
		if (old->told > plan->told) {
			put(pieces, plan, free, earlier(old->from, plan->to));
			put(pieces, old, old->from, old->to);
			free = later(free, old->to);
		} else {
			put(pieces, old, old->from, earlier(old->to, from));
			put(pieces, old, later(old->from, plan->to), old->to);
		}
	}
	put(pieces, plan, free, plan->to);
}

void wb_schedule_add(struct floor_shift *shift,
                     const struct floor_plan_span *plan)
{
	struct pieces pieces = { .count = 0 };
	wb_ms from = later(plan->from, shift->at);
	if (from >= plan->to) {
		return;
	}
	overlay(shift, plan, from, &pieces);
	/* Beyond the limit the furthest are left out. */
	shift->plan_count = 0;
	for (uint32_t i = 0;
	     i < pieces.count && i < WB_AGENT_PLANS_MAX &&
	     wb_list_room((void **)&shift->plans, &shift->plan_capacity, i,
	                  sizeof(*shift->plans));
	     i++) {
		shift->plans[i] = pieces.spans[i];
		shift->plan_count++;
	}
}

const struct floor_plan_span *wb_schedule_now(const struct floor_shift *shift)
{
	const struct floor_plan_span *first = shift->plans;
	return shift->plan_count > 0 && first->from <= shift->at ? first : NULL;
}

wb_ms wb_schedule_due(const struct floor_shift *shift)
{
	const struct floor_plan_span *first = shift->plans;
	if (shift->plan_count == 0) {
		return WB_NEVER;
	}
	return first->from > shift->at ? first->from : first->to;
}

void wb_schedule_trim(struct floor_shift *shift)
{
	uint32_t over = 0;
	while (over < shift->plan_count && shift->plans[over].to <= shift->at) {
		over++;
	}
	if (over > 0) {
		shift->plan_count -= over;
		memmove(shift->plans, shift->plans + over,
		        shift->plan_count * sizeof(*shift->plans));
	}
}

static bool is_work(struct wb_str activity)
{
	return wb_str_is(activity, "work") || wb_str_is(activity, "on_queue") ||
	       wb_str_is(activity, "available");
}

static bool is_of_class(const struct wb_floor *floor, uint32_t reason,
                        struct wb_str activity)
{
	struct wb_str name = wb_names_get(&floor->words, reason);
	const struct wb_plan *plan = floor->plan;
	if (wb_str_equal(name, activity)) {
		return true;
	}
	for (int i = 0; i < plan->reason_count; i++) {
		if (wb_str_equal(plan->reasons[i].name, name)) {
			return plan->reasons[i].class_name.data &&
			       wb_str_equal(plan->reasons[i].class_name,
			                    activity);
		}
	}
	return false;
}

bool wb_schedule_met(const struct wb_floor *floor,
                     const struct floor_shift *shift, uint32_t activity)
{
	if (activity == WB_NOBODY) { /* a word too many: nobody can tell */
		return false;
	}
	struct wb_str name = wb_names_get(&floor->words, activity);
	if (is_work(name)) {
		return shift->signed_in && !shift->not_ready;
	}
	if (wb_str_is(name, "off")) {
		return !shift->signed_in;
	}
	return shift->signed_in && shift->not_ready &&
	       shift->reason != WB_NOBODY &&
	       is_of_class(floor, shift->reason, name);
}
