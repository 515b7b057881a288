/*
 * What is told together: alerts of a rule that make one story, from the first
 * message to the one that says it is over. A message comes `group_wait` after
 * the story began, further ones at least `group_interval` apart.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alert/state.h"

bool wb_group_stands(const struct wb_stand *stand)
{
	if (stand->flapping && stand->told) {
		return true; /* it is told again when it has been still */
	}
	return wb_stand_fires(stand) &&
	       (stand->told ||
	        (!stand->inhibited && stand->shelved_until == 0));
}

/* Should somebody still do something about it? */
static bool is_pressing(const struct wb_stand *stand)
{
	return stand->state == WB_ALERT_FIRING && !stand->inhibited &&
	       stand->shelved_until == 0;
}

static struct wb_stand *stand_of(const struct wb_alerts *alerts, uint32_t guard)
{
	return alerts->guards[guard].stand;
}

/* "department:front", as the scope's queue, or agent, or itself is in one. */
static struct wb_str group_scope(const struct wb_alerts *alerts,
                                 const struct wb_guard *guard, bool site)
{
	const struct wb_floor *floor = wb_engine_floor(alerts->engine);
	uint32_t subject = alerts->places[guard->scope].subject;
	enum wb_scope_kind kind =
		wb_engine_scope_kind(alerts->engine, guard->scope);
	if (kind == (site ? WB_SCOPE_SITE : WB_SCOPE_DEPARTMENT)) {
		struct wb_str name = wb_guard_scope(alerts, guard);
		const char *colon = memchr(name.data, ':', name.len);
		size_t len = (size_t)(colon + 1 - name.data);
		return (struct wb_str){ colon + 1, name.len - len };
	}
	if (kind == WB_SCOPE_QUEUE && subject != WB_NOBODY) {
		const struct wb_queue_plan *plan =
			wb_floor_queue_plan(floor, subject);
		return site ? plan->site : plan->department;
	}
	if (kind == WB_SCOPE_AGENT && subject != WB_NOBODY && site) {
		const struct wb_agent_plan *plan =
			wb_floor_agent_plan(floor, subject);
		return plan ? plan->site : wb_str(NULL);
	}
	return wb_str(NULL);
}

/* The key of the alert's group within its rule; to be freed, NULL = no memory.
 */
static char *make_key(const struct wb_alerts *alerts,
                      const struct wb_guard *guard)
{
	enum wb_group_by by = alerts->rules[guard->rule].plan->group_by;
	struct wb_str name = { "", 0 };
	const char *before = "";
	if (by == WB_GROUP_NONE) {
		name = wb_guard_scope(alerts, guard);
	} else if (by != WB_GROUP_RULE && guard->kind == WB_GUARD_SCOPE) {
		bool site = by == WB_GROUP_SITE;
		name = group_scope(alerts, guard, site);
		before = name.len == 0 ? "" : site ? "site:" : "department:";
	}
	size_t size = strlen(before) + name.len + 1;
	char *key = malloc(size);
	if (key) {
		snprintf(key, size, "%s%.*s", before, WB_STR_FMT(name));
	}
	return key;
}

static uint32_t find_group(const struct wb_alerts *alerts, uint32_t rule,
                           const char *key)
{
	for (uint32_t i = 0; i < alerts->group_count; i++) {
		if (alerts->groups[i].rule == rule &&
		    strcmp(alerts->groups[i].key, key) == 0) {
			return i;
		}
	}
	return WB_NOBODY;
}

static uint32_t free_place(struct wb_alerts *alerts)
{
	for (uint32_t i = 0; i < alerts->group_count; i++) {
		if (alerts->groups[i].rule == WB_NOBODY) {
			return i;
		}
	}
	return wb_group_restore(alerts);
}

/* Takes the key. */
static uint32_t open_group(struct wb_alerts *alerts, uint32_t rule, char *key,
                           wb_ms t)
{
	uint32_t place = free_place(alerts);
	if (place == WB_NOBODY) {
		free(key);
		return place;
	}
	alerts->groups[place] = (struct wb_group){
		.rule = rule,
		.key = key,
		.opened = t,
		.due = WB_NEVER,
	};
	return place;
}

void wb_group_free(struct wb_group *group)
{
	free(group->key);
	free(group->members);
	*group = (struct wb_group){ .rule = WB_NOBODY, .due = WB_NEVER };
}

static bool add_member(struct wb_alerts *alerts, struct wb_group *group,
                       uint32_t guard)
{
	struct wb_list32 members = { group->members, group->member_count,
		                     group->member_capacity };
	bool added = wb_list32_add(alerts, &members, guard);
	group->members = members.items;
	group->member_count = members.count;
	group->member_capacity = members.capacity;
	return added;
}

uint32_t wb_group_restore(struct wb_alerts *alerts)
{
	struct wb_group *grown = realloc(
		alerts->groups, (alerts->group_count + 1) * sizeof(*grown));
	if (!grown) {
		alerts->counters.out_of_memory++;
		return WB_NOBODY;
	}
	alerts->groups = grown;
	alerts->groups[alerts->group_count] =
		(struct wb_group){ .rule = WB_NOBODY, .due = WB_NEVER };
	return alerts->group_count++;
}

bool wb_group_restore_member(struct wb_alerts *alerts, uint32_t group,
                             uint32_t guard)
{
	struct wb_stand *stand = stand_of(alerts, guard);
	if (!stand || stand->group != WB_NOBODY ||
	    !add_member(alerts, &alerts->groups[group], guard)) {
		return false;
	}
	stand->group = group;
	return true;
}

/* False when out of memory. */
static bool join(struct wb_alerts *alerts, uint32_t guard, wb_ms t)
{
	const struct wb_guard *w = &alerts->guards[guard];
	char *key = make_key(alerts, w);
	if (!key) {
		alerts->counters.out_of_memory++;
		return false;
	}
	uint32_t place = find_group(alerts, w->rule, key);
	if (place == WB_NOBODY) {
		place = open_group(alerts, w->rule, key, t);
	} else {
		free(key);
	}
	if (place == WB_NOBODY ||
	    !add_member(alerts, &alerts->groups[place], guard)) {
		return false;
	}
	w->stand->group = place;
	return true;
}

/* Something is new: when is it to be told? */
static void schedule(struct wb_alerts *alerts, struct wb_group *group, wb_ms t)
{
	const struct wb_rule_plan *rule = alerts->rules[group->rule].plan;
	wb_ms due = group->count == 0 ? group->opened + rule->group_wait
	                              : group->last + rule->group_interval;
	/* what people did is told with what else comes in the instant */
	wb_ms soonest = alerts->advancing ? t : wb_step_after(t);
	group->due = wb_earlier(group->due, wb_later(due, soonest));
}

static void leave(struct wb_alerts *alerts, struct wb_group *group, uint32_t i)
{
	uint32_t guard = group->members[i];
	stand_of(alerts, guard)->group = WB_NOBODY;
	stand_of(alerts, guard)->told = false;
	group->members[i] = group->members[--group->member_count];
}

static void leave_untold(struct wb_alerts *alerts, struct wb_group *group,
                         uint32_t guard)
{
	for (uint32_t i = 0; i < group->member_count; i++) {
		if (group->members[i] == guard) {
			leave(alerts, group, i);
			return;
		}
	}
}

void wb_group_note(struct wb_alerts *alerts, uint32_t guard, wb_ms t)
{
	struct wb_stand *stand = stand_of(alerts, guard);
	bool stands = wb_group_stands(stand);
	if (stands && stand->group == WB_NOBODY && !join(alerts, guard, t)) {
		return;
	}
	if (stand->group == WB_NOBODY) {
		return;
	}
	struct wb_group *group = &alerts->groups[stand->group];
	alerts->group_noted = true;
	if (stands != stand->told) {
		schedule(alerts, group, t);
	} else if (!stands && group->owed == 0) {
		leave_untold(alerts, group, guard);
	}
}

/* When members have waited long enough for somebody; WB_NEVER = none does. */
static wb_ms next_escalation(const struct wb_alerts *alerts,
                             const struct wb_group *group)
{
	const struct wb_rule_plan *rule = alerts->rules[group->rule].plan;
	wb_ms next = WB_NEVER;
	for (uint32_t i = 0;
	     rule->escalate_after > 0 && i < group->member_count; i++) {
		const struct wb_stand *stand =
			stand_of(alerts, group->members[i]);
		if (is_pressing(stand) && stand->told && !stand->escalated) {
			next = wb_earlier(next, stand->fired +
			                                rule->escalate_after +
			                                rule->group_wait);
		}
	}
	return next;
}

static bool any_pressing(const struct wb_alerts *alerts,
                         const struct wb_group *group)
{
	for (uint32_t i = 0; i < group->member_count; i++) {
		if (is_pressing(stand_of(alerts, group->members[i]))) {
			return true;
		}
	}
	return false;
}

static wb_ms next_reminder(const struct wb_alerts *alerts,
                           const struct wb_group *group)
{
	wb_ms every = alerts->rules[group->rule].plan->renotify_every;
	return every > 0 && group->count > 0 && any_pressing(alerts, group)
	               ? group->last + every
	               : WB_NEVER;
}

wb_ms wb_group_next(const struct wb_alerts *alerts,
                    const struct wb_group *group)
{
	return wb_earlier(group->due, wb_earlier(next_escalation(alerts, group),
	                                         next_reminder(alerts, group)));
}

void wb_group_set_next(struct wb_alerts *alerts)
{
	alerts->group_noted = false;
	alerts->next_group = WB_NEVER;
	for (uint32_t i = 0; i < alerts->group_count; i++) {
		const struct wb_group *group = &alerts->groups[i];
		if (group->rule != WB_NOBODY) {
			alerts->next_group =
				wb_earlier(alerts->next_group,
			                   wb_group_next(alerts, group));
		}
	}
}

static bool is_quiet(const struct wb_alerts *alerts,
                     const struct wb_group *group, int route, wb_ms t)
{
	const struct wb_route_plan *plan = &alerts->plan->alerts->routes[route];
	bool critical = alerts->rules[group->rule].plan->severity ==
	                WB_SEVERITY_CRITICAL;
	return plan->quiet && !(critical && !plan->quiet_for_all) &&
	       wb_schedule_holds(plan->quiet, t);
}

/* Those of `routes` to whom the severity matters. */
static uint32_t caring(const struct wb_alerts *alerts,
                       const struct wb_group *group, uint32_t routes)
{
	enum wb_severity severity = alerts->rules[group->rule].plan->severity;
	uint32_t bits = 0;
	for (int i = 0;
	     alerts->plan->alerts && i < alerts->plan->alerts->route_count;
	     i++) {
		if (routes >> i & 1u &&
		    severity >= alerts->plan->alerts->routes[i].least) {
			bits |= (uint32_t)1 << i;
		}
	}
	return bits;
}

/* Of `routes` those that may not be told now. */
static uint32_t quiet_of(const struct wb_alerts *alerts,
                         const struct wb_group *group, uint32_t routes, wb_ms t)
{
	uint32_t bits = 0;
	for (int i = 0; i < WB_ROUTES_MAX; i++) {
		if (routes >> i & 1u && is_quiet(alerts, group, i, t)) {
			bits |= (uint32_t)1 << i;
		}
	}
	return bits;
}

static uint32_t count_standing(const struct wb_alerts *alerts,
                               const struct wb_group *group)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < group->member_count; i++) {
		count += wb_group_stands(stand_of(alerts, group->members[i]));
	}
	return count;
}

/* Is there anything that the last message did not say? */
static bool has_news(const struct wb_alerts *alerts,
                     const struct wb_group *group)
{
	for (uint32_t i = 0; i < group->member_count; i++) {
		const struct wb_stand *stand =
			stand_of(alerts, group->members[i]);
		if (wb_group_stands(stand) != stand->told) {
			return true;
		}
	}
	return false;
}

/* The next instant at which one of the routes is no longer quiet. */
static wb_ms end_of_quiet(const struct wb_alerts *alerts, uint32_t routes,
                          wb_ms t)
{
	wb_ms next = WB_NEVER;
	for (int i = 0; i < WB_ROUTES_MAX; i++) {
		if (routes >> i & 1u) {
			next = wb_earlier(
				next,
				wb_schedule_next(
					alerts->plan->alerts->routes[i].quiet,
					t));
		}
	}
	return next;
}

/* What was said is known from now on; what ended, and was said, is done. */
static void settle_members(struct wb_alerts *alerts, struct wb_group *group)
{
	bool keep = group->owed != 0 && count_standing(alerts, group) == 0;
	for (uint32_t i = group->member_count; i-- > 0;) {
		uint32_t guard = group->members[i];
		struct wb_stand *stand = stand_of(alerts, guard);
		stand->told = wb_group_stands(stand);
		if (!stand->told && !keep) {
			leave(alerts, group, i);
			wb_guard_settle(alerts, guard);
		}
	}
}

static void write(struct wb_alerts *alerts, struct wb_group *group,
                  enum wb_notice_kind kind, uint32_t routes, wb_ms t)
{
	if (routes != 0) {
		group->count++;
		wb_notice_write(alerts, group, kind, routes, t);
	}
}

/* Each route hears of what it does not know. */
static void tell_news(struct wb_alerts *alerts, struct wb_group *group,
                      uint32_t standing, wb_ms t)
{
	uint32_t all = caring(alerts, group,
	                      alerts->rules[group->rule].routes | group->extra);
	uint32_t wanted = has_news(alerts, group) ? all : group->owed & all;
	if (standing > 0) {
		wanted |= all & ~group->knows;
	} else {
		wanted &= group->knows;
	}
	uint32_t quiet = quiet_of(alerts, group, wanted, t);
	uint32_t told = wanted & ~quiet;
	alerts->counters.held_back += (uint64_t)__builtin_popcount(quiet);
	group->owed = quiet;
	if (standing > 0) {
		write(alerts, group, WB_NOTICE_RAISED, told & ~group->knows, t);
		write(alerts, group, WB_NOTICE_CHANGED, told & group->knows, t);
		group->knows |= told;
	} else {
		write(alerts, group, WB_NOTICE_RESOLVED, told, t);
		group->knows &= ~told;
	}
}

static void tell(struct wb_alerts *alerts, struct wb_group *group, wb_ms t)
{
	uint32_t standing = count_standing(alerts, group);
	tell_news(alerts, group, standing, t);
	group->count +=
		group->count == 0; /* nobody cares: it began all the same */
	group->last = t;
	group->due = end_of_quiet(alerts, group->owed, t);
	settle_members(alerts, group);
	if (standing == 0 && group->owed == 0) {
		wb_group_free(group);
	}
}

static void remind(struct wb_alerts *alerts, struct wb_group *group, wb_ms t)
{
	uint32_t routes = group->knows;
	routes &= ~quiet_of(alerts, group, routes, t);
	group->last = t;
	write(alerts, group, WB_NOTICE_REMINDER, routes, t);
}

static void escalate(struct wb_alerts *alerts, struct wb_group *group, wb_ms t)
{
	const struct wb_rule *rule = &alerts->rules[group->rule];
	uint32_t routes = caring(alerts, group, rule->escalate_to);
	for (uint32_t i = 0; i < group->member_count; i++) {
		struct wb_stand *stand = stand_of(alerts, group->members[i]);
		if (is_pressing(stand) && stand->told && !stand->escalated &&
		    stand->fired + rule->plan->escalate_after <= t) {
			stand->escalated = true;
			wb_alert_tell_step(alerts, group->members[i],
			                   WB_ALERT_STEP_ESCALATED, t);
		}
	}
	uint32_t quiet = quiet_of(alerts, group, routes, t);
	group->extra |= routes;
	group->owed |= quiet;
	group->due = wb_earlier(group->due, end_of_quiet(alerts, quiet, t));
	write(alerts, group, WB_NOTICE_ESCALATED, routes & ~quiet, t);
	group->knows |= routes & ~quiet;
	group->last = t;
}

static void run(struct wb_alerts *alerts, struct wb_group *group, wb_ms t,
                bool all)
{
	if (next_escalation(alerts, group) <= t) {
		escalate(alerts, group, t);
	}
	if (group->due <= t || (all && has_news(alerts, group))) {
		tell(alerts, group, t);
	}
	if (group->rule != WB_NOBODY && next_reminder(alerts, group) <= t) {
		remind(alerts, group, t);
	}
}

void wb_group_run(struct wb_alerts *alerts, wb_ms t, bool all)
{
	for (uint32_t i = 0; i < alerts->group_count; i++) {
		if (alerts->groups[i].rule != WB_NOBODY) {
			run(alerts, &alerts->groups[i], t, all);
		}
	}
	wb_group_set_next(alerts);
}
