/*
 * Who holds whom back: while a rule fires for the same scope, for a group of
 * the scope or for the total, the rules that name it are not told. A silent
 * feed holds back what is known by that feed alone.
 */

#include <stdio.h>

#include "alert/state.h"
#include "limits.h"

#define PARENTS_MAX 8

/* The scopes whose alerts speak for this one too. */
struct parents {
	uint32_t scopes[PARENTS_MAX];
	int count;
};

static void add(struct parents *parents, uint32_t scope)
{
	if (scope != WB_NOBODY && parents->count < PARENTS_MAX) {
		parents->scopes[parents->count++] = scope;
	}
}

static void add_named(const struct wb_alerts *alerts, struct parents *parents,
                      enum wb_scope_kind kind, struct wb_str name)
{
	char text[WB_NAME_MAX_BYTES + 16];
	if (name.len == 0 || name.len > WB_NAME_MAX_BYTES) {
		return;
	}
	int len = snprintf(text, sizeof(text), "%s:%.*s",
	                   wb_scope_kind_name(kind), WB_STR_FMT(name));
	add(parents, wb_engine_scope(alerts->engine,
	                             (struct wb_str){ text, (size_t)len }));
}

static void add_queue_groups(const struct wb_alerts *alerts,
                             struct parents *parents, uint32_t queue)
{
	const struct wb_queue_plan *plan =
		wb_floor_queue_plan(wb_engine_floor(alerts->engine), queue);
	char tier[16];
	snprintf(tier, sizeof(tier), "%d", plan->tier);
	add_named(alerts, parents, WB_SCOPE_DEPARTMENT, plan->department);
	add_named(alerts, parents, WB_SCOPE_SITE, plan->site);
	add_named(alerts, parents, WB_SCOPE_TIER, wb_str(tier));
	add_named(alerts, parents, WB_SCOPE_CHANNEL,
	          wb_str(wb_channel_name(plan->channel)));
}

static void find_parents(const struct wb_alerts *alerts, uint32_t scope,
                         struct parents *parents)
{
	const struct wb_engine *engine = alerts->engine;
	enum wb_scope_kind kind = wb_engine_scope_kind(engine, scope);
	uint32_t subject = alerts->places[scope].subject;
	parents->count = 0;
	add(parents, scope);
	add(parents, wb_engine_scope(engine, wb_str("total")));
	if (subject == WB_NOBODY) {
		return;
	}
	if (kind == WB_SCOPE_QUEUE) {
		add_queue_groups(alerts, parents, subject);
	} else if (kind == WB_SCOPE_AGENT) {
		const struct wb_agent_plan *plan =
			wb_floor_agent_plan(wb_engine_floor(engine), subject);
		if (plan) {
			add_named(alerts, parents, WB_SCOPE_TEAM, plan->team);
			add_named(alerts, parents, WB_SCOPE_SITE, plan->site);
		}
	}
}

static bool fires(const struct wb_alerts *alerts, uint32_t rule,
                  enum wb_guard_kind kind, uint32_t scope)
{
	uint32_t guard = wb_guard_find(alerts, rule, kind, scope);
	return guard != WB_NOBODY &&
	       wb_stand_fires(alerts->guards[guard].stand);
}

/* Is the feed one of those that the rule fires for? */
static bool is_silent(const struct wb_alerts *alerts, uint32_t rule,
                      uint32_t feed)
{
	for (uint32_t i = 0; i < alerts->thing_names.count; i++) {
		if (alerts->things[i].feed == feed && feed != WB_NOBODY &&
		    fires(alerts, rule, WB_GUARD_FEED, i)) {
			return true;
		}
	}
	return false;
}

/* Is all that is known of the scope known by feeds that are silent? */
static bool is_unfed(const struct wb_alerts *alerts, uint32_t rule,
                     uint32_t scope)
{
	const struct wb_engine *engine = alerts->engine;
	const struct wb_floor *floor = wb_engine_floor(engine);
	uint32_t subject = alerts->places[scope].subject;
	enum wb_scope_kind kind = wb_engine_scope_kind(engine, scope);
	if (subject != WB_NOBODY && kind == WB_SCOPE_AGENT) {
		return is_silent(alerts, rule,
		                 wb_floor_agent_feed(floor, subject));
	}
	if (subject != WB_NOBODY && kind == WB_SCOPE_QUEUE) {
		return is_silent(alerts, rule,
		                 wb_floor_queue_feed(floor, subject));
	}
	bool any = false;
	for (uint32_t q = 0; q < wb_floor_queue_count(floor); q++) {
		uint32_t feed = wb_floor_queue_feed(floor, q);
		if (feed == WB_NOBODY ||
		    !wb_engine_scope_has_queue(engine, scope, q)) {
			continue;
		}
		if (!is_silent(alerts, rule, feed)) {
			return false;
		}
		any = true;
	}
	return any;
}

static bool is_held_by(const struct wb_alerts *alerts, uint32_t rule,
                       const struct wb_guard *guard)
{
	enum wb_guard_kind kind = alerts->rules[rule].kind;
	struct parents parents;
	if (alerts->rules[rule].firing == 0) {
		return false;
	}
	if (guard->kind == WB_GUARD_SCOPE && kind == WB_GUARD_FEED) {
		return is_unfed(alerts, rule, guard->scope);
	}
	if (guard->kind != WB_GUARD_SCOPE) {
		return (enum wb_guard_kind)guard->kind == kind &&
		       fires(alerts, rule, kind, guard->scope);
	}
	find_parents(alerts, guard->scope, &parents);
	for (int i = 0; i < parents.count; i++) {
		if (fires(alerts, rule, WB_GUARD_SCOPE, parents.scopes[i])) {
			return true;
		}
	}
	return false;
}

static bool is_held(const struct wb_alerts *alerts,
                    const struct wb_guard *guard)
{
	const struct wb_rule *rule = &alerts->rules[guard->rule];
	for (int i = 0; i < rule->inhibitor_count; i++) {
		if (is_held_by(alerts, (uint32_t)rule->inhibitors[i], guard)) {
			return true;
		}
	}
	return false;
}

static void check(struct wb_alerts *alerts, uint32_t guard, wb_ms t)
{
	const struct wb_guard *w = &alerts->guards[guard];
	struct wb_stand *stand = w->stand;
	if (!wb_stand_fires(stand) ||
	    (alerts->rules[w->rule].inhibitor_count == 0 &&
	     !stand->inhibited)) {
		return;
	}
	bool held = is_held(alerts, w);
	if (held == stand->inhibited) {
		return;
	}
	stand->inhibited = held;
	alerts->counters.held_back += held;
	wb_alert_tell_step(
		alerts, guard,
		held ? WB_ALERT_STEP_INHIBITED : WB_ALERT_STEP_RELEASED, t);
	wb_group_note(alerts, guard, t);
}

void wb_inhibit_run(struct wb_alerts *alerts, wb_ms t)
{
	struct wb_list32 *list = &alerts->fresh;
	if (alerts->recheck) {
		list = &alerts->sorted;
		list->count = 0;
		for (uint32_t i = 0; i < alerts->standing.count; i++) {
			wb_list32_add(alerts, list, alerts->standing.items[i]);
		}
	}
	wb_guard_sort(alerts, list);
	for (uint32_t i = 0; i < list->count; i++) {
		check(alerts, list->items[i], t);
	}
	alerts->recheck = false;
	alerts->fresh.count = 0;
}
