/*
 * A new plan: alerts go on by the names of rule and scope. What is no longer
 * watched is resolved, by the old rules, before anything of them is forgotten.
 */

#include <stdlib.h>
#include <string.h>

#include "alert/state.h"

/* The state of a guard between two plans. */
struct kept {
	uint32_t rule; /* of the new plan; WB_NOBODY = gone */
	uint32_t scope;
	uint32_t guard; /* of the new plan */
	uint8_t kind, latches;
	struct wb_stand *stand;
};

struct change {
	struct wb_alerts *alerts;
	const struct wb_alert_plan *plan; /* NULL = no rules */
	struct wb_rule *rules;            /* of the new plan */
	uint32_t rule_count;
	struct kept *kept; /* by the old guards' numbers */
};

static uint32_t new_rule(const struct change *change, uint32_t old)
{
	struct wb_str name = change->alerts->rules[old].plan->name;
	int number = wb_alert_plan_rule(change->plan, name);
	return number < 0 ? WB_NOBODY : (uint32_t)number;
}

/* Goes on under the new plan? Its rule's number there, or WB_NOBODY. */
static uint32_t goes_on(const struct change *change,
                        const struct wb_guard *guard)
{
	uint32_t rule = new_rule(change, guard->rule);
	return rule != WB_NOBODY &&
	                       wb_rule_covers(change->alerts,
	                                      &change->rules[rule],
	                                      (enum wb_guard_kind)guard->kind,
	                                      guard->scope)
	               ? rule
	               : WB_NOBODY;
}

/* Nobody guards it any more: it ends, whatever its numbers are. */
static void give_up(struct wb_alerts *alerts, uint32_t guard, wb_ms t)
{
	struct wb_stand *stand = alerts->guards[guard].stand;
	bool stood = wb_stand_fires(stand) || stand->state == WB_ALERT_OVER;
	stand->lapsed = true;
	stand->flapping = false;
	stand->shelved_until = 0;
	if (stood) {
		wb_machine_resolve(alerts, guard, t);
	} else {
		stand->state = WB_ALERT_QUIET;
		wb_group_note(alerts, guard, t);
	}
}

/* Who goes on; the others are resolved, and that is told at once. */
static void part(struct change *change, wb_ms t)
{
	struct wb_alerts *alerts = change->alerts;
	struct wb_list32 *sorted = &alerts->sorted;
	sorted->count = 0;
	for (uint32_t i = 0; i < alerts->guard_count; i++) {
		const struct wb_guard *guard = &alerts->guards[i];
		change->kept[i] = (struct kept){
			.rule = goes_on(change, guard),
			.scope = guard->scope,
			.guard = WB_NOBODY,
			.kind = guard->kind,
			.latches = guard->latches,
		};
		if (guard->stand && change->kept[i].rule == WB_NOBODY) {
			wb_list32_add(alerts, sorted, i);
		}
	}
	wb_guard_sort(alerts, sorted);
	for (uint32_t i = 0; i < sorted->count; i++) {
		give_up(alerts, sorted->items[i], t);
	}
	wb_group_run(alerts, t, true);
}

/* Groups without a rule are over; the others do not know the gone. */
static void part_groups(struct change *change)
{
	struct wb_alerts *alerts = change->alerts;
	for (uint32_t i = 0; i < alerts->group_count; i++) {
		struct wb_group *group = &alerts->groups[i];
		if (group->rule == WB_NOBODY) {
			continue;
		}
		uint32_t left = 0;
		for (uint32_t m = 0; m < group->member_count; m++) {
			uint32_t guard = group->members[m];
			if (change->kept[guard].rule != WB_NOBODY) {
				group->members[left++] = guard;
			}
		}
		group->member_count = left;
		if (new_rule(change, group->rule) == WB_NOBODY) {
			wb_group_free(group);
		}
	}
}

/* Bits of the old plan's routes as bits of the new one's. */
static uint32_t new_routes(const struct change *change, uint32_t bits)
{
	const struct wb_alert_plan *old = change->alerts->plan->alerts;
	uint32_t result = 0;
	for (int i = 0; old && i < old->route_count; i++) {
		int number =
			wb_alert_plan_route(change->plan, old->routes[i].name);
		if (bits >> i & 1u && number >= 0) {
			result |= (uint32_t)1 << number;
		}
	}
	return result;
}

static void keep_groups(struct change *change)
{
	struct wb_alerts *alerts = change->alerts;
	for (uint32_t i = 0; i < alerts->group_count; i++) {
		struct wb_group *group = &alerts->groups[i];
		if (group->rule == WB_NOBODY) {
			continue;
		}
		group->rule = new_rule(change, group->rule);
		group->knows = new_routes(change, group->knows);
		group->owed = new_routes(change, group->owed);
		group->extra = new_routes(change, group->extra);
	}
}

/* Takes what the guards know of themselves. */
static void take_stands(struct change *change)
{
	struct wb_alerts *alerts = change->alerts;
	for (uint32_t i = 0; i < alerts->guard_count; i++) {
		struct wb_guard *guard = &alerts->guards[i];
		if (change->kept[i].rule == WB_NOBODY) {
			wb_stand_free(guard->stand);
		} else {
			change->kept[i].stand = guard->stand;
		}
		guard->stand = NULL;
	}
}

/* Conditions that are others now begin anew. */
static bool same_conditions(const struct wb_rule_plan *a,
                            const struct wb_rule_plan *b)
{
	return a->condition_count == b->condition_count;
}

/* Gives them to the guards of the new plan. */
static void give_stands(struct change *change, uint32_t count, const bool *same)
{
	struct wb_alerts *alerts = change->alerts;
	for (uint32_t i = 0; i < count; i++) {
		struct kept *kept = &change->kept[i];
		if (kept->rule == WB_NOBODY) {
			continue;
		}
		kept->guard = wb_guard_find(alerts, kept->rule,
		                            (enum wb_guard_kind)kept->kind,
		                            kept->scope);
		if (kept->guard == WB_NOBODY) { /* no memory */
			wb_stand_free(kept->stand);
			continue;
		}
		struct wb_guard *guard = &alerts->guards[kept->guard];
		guard->latches = same[kept->rule] ? kept->latches : 0;
		if (!kept->stand) {
			continue;
		}
		kept->stand->place = alerts->standing.count;
		if (wb_list32_add(alerts, &alerts->standing, kept->guard)) {
			guard->stand = kept->stand;
		} else {
			wb_stand_free(kept->stand);
		}
	}
}

static void renumber_members(struct change *change)
{
	struct wb_alerts *alerts = change->alerts;
	for (uint32_t i = 0; i < alerts->group_count; i++) {
		struct wb_group *group = &alerts->groups[i];
		uint32_t left = 0;
		for (uint32_t m = 0; m < group->member_count; m++) {
			uint32_t guard = change->kept[group->members[m]].guard;
			if (guard != WB_NOBODY && alerts->guards[guard].stand) {
				group->members[left++] = guard;
			}
		}
		group->member_count = left;
	}
}

/* When each of those that stand is due, by its new rule. */
static void set_dues(struct wb_alerts *alerts, wb_ms t)
{
	for (uint32_t i = 0; i < alerts->standing.count; i++) {
		wb_machine_set_due(alerts, alerts->standing.items[i], t);
	}
}

static void find_same(const struct change *change, bool *same)
{
	const struct wb_alerts *alerts = change->alerts;
	for (uint32_t i = 0; i < alerts->rule_count; i++) {
		uint32_t rule = new_rule(change, i);
		if (rule != WB_NOBODY) {
			same[rule] = same_conditions(alerts->rules[i].plan,
			                             change->rules[rule].plan);
		}
	}
}

static void put_in_force(struct change *change, const struct wb_plan *plan)
{
	struct wb_alerts *alerts = change->alerts;
	wb_rules_free(alerts->rules, alerts->rule_count);
	alerts->rules = change->rules;
	alerts->rule_count = change->rule_count;
	alerts->plan = plan;
	alerts->any_by_clock = false;
	for (uint32_t i = 0; i < alerts->rule_count; i++) {
		alerts->any_by_clock |= alerts->rules[i].by_clock;
	}
	wb_guard_clear(alerts);
	wb_guard_bind(alerts);
	wb_guard_bind_things(alerts);
}

bool wb_alerts_set_plan(struct wb_alerts *alerts, const struct wb_plan *plan)
{
	struct change change = { .alerts = alerts, .plan = plan->alerts };
	wb_ms t = wb_engine_now(alerts->engine);
	uint32_t count = alerts->guard_count;
	if (!wb_rules_make(plan, &change.rules, &change.rule_count)) {
		return false;
	}
	change.kept = calloc((size_t)count + 1, sizeof(*change.kept));
	bool *same = calloc((size_t)change.rule_count + 1, sizeof(*same));
	if (!change.kept || !same) {
		wb_rules_free(change.rules, change.rule_count);
		free(change.kept);
		free(same);
		return false;
	}
	part(&change, t);
	part_groups(&change);
	keep_groups(&change);
	find_same(&change, same);
	take_stands(&change);
	put_in_force(&change, plan);
	give_stands(&change, count, same);
	renumber_members(&change);
	wb_rules_count(alerts);
	wb_guard_touch_all(alerts);
	if (alerts->started) {
		wb_rules_start(alerts, t);
		set_dues(alerts, t);
	}
	alerts->recheck = true;
	alerts->revision++;
	wb_group_set_next(alerts);
	free(change.kept);
	free(same);
	return true;
}
