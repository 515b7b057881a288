#include "alert/alert.h"

#include <stdlib.h>

#include "alert/state.h"

struct wb_alerts *wb_alerts_create(struct wb_engine *engine,
                                   const struct wb_alert_sink *sink)
{
	struct wb_alerts *alerts = calloc(1, sizeof(*alerts));
	if (!alerts) {
		return NULL;
	}
	alerts->scratch = calloc(1, sizeof(*alerts->scratch));
	alerts->engine = engine;
	alerts->sink = *sink;
	alerts->look_at = WB_NEVER;
	alerts->next_border = WB_NEVER;
	alerts->next_group = WB_NEVER;
	if (!alerts->scratch) {
		wb_alerts_destroy(alerts);
		return NULL;
	}
	wb_engine_on_touch(engine, wb_guard_touch, alerts);
	return alerts;
}

void wb_alerts_destroy(struct wb_alerts *alerts)
{
	if (!alerts) {
		return;
	}
	wb_engine_on_touch(alerts->engine, NULL, NULL);
	for (uint32_t i = 0; i < alerts->group_count; i++) {
		wb_group_free(&alerts->groups[i]);
	}
	free(alerts->groups);
	wb_guard_finish(alerts);
	wb_rules_free(alerts->rules, alerts->rule_count);
	if (alerts->scratch) {
		wb_arena_finish(alerts->scratch);
	}
	free(alerts->scratch);
	free(alerts);
}

/* The next instant at which a rule is looked at, or somebody is told. */
static wb_ms next_instant(const struct wb_alerts *alerts)
{
	wb_ms now = wb_engine_now(alerts->engine);
	uint32_t first = wb_due_first(alerts);
	wb_ms next = wb_earlier(alerts->look_at, alerts->next_border);
	next = wb_earlier(next, alerts->next_group);
	if (first != WB_NOBODY) {
		next = wb_earlier(next, alerts->guards[first].due);
	}
	if (alerts->any_by_clock) {
		next = wb_earlier(next,
		                  (now / WB_ALERT_SLIDE + 1) * WB_ALERT_SLIDE);
	}
	return next;
}

/* The guards of a scope to which what happened matters. */
static void list_from(struct wb_alerts *alerts, uint32_t first,
                      unsigned touches)
{
	for (uint32_t i = first; i != WB_NOBODY; i = alerts->guards[i].next) {
		const struct wb_rule *rule =
			&alerts->rules[alerts->guards[i].rule];
		if (!rule->by_clock && rule->heeds & touches) {
			wb_guard_list(alerts, i);
		}
	}
}

static void list_touched(struct wb_alerts *alerts)
{
	for (uint32_t i = 0; i < alerts->touched.count; i++) {
		struct wb_alert_place *place =
			&alerts->places[alerts->touched.items[i]];
		list_from(alerts, place->first, place->touched);
		place->touched = 0;
	}
	for (uint32_t i = 0; i < alerts->changed.count; i++) {
		struct wb_thing *thing =
			&alerts->things[alerts->changed.items[i]];
		thing->touched = false;
		list_from(alerts, thing->first, WB_TOUCH_ALL);
	}
	alerts->touched.count = alerts->changed.count = 0;
	alerts->look_at = WB_NEVER;
}

static void list_by_clock(struct wb_alerts *alerts)
{
	for (uint32_t i = 0; i < alerts->guard_count; i++) {
		if (alerts->rules[alerts->guards[i].rule].by_clock) {
			wb_guard_list(alerts, i);
		}
	}
}

/*
 * Those that are due now: some to be looked at, some wait for themselves. A
 * look comes before the end of a wait.
 */
static void list_due(struct wb_alerts *alerts, wb_ms t)
{
	uint32_t first = wb_due_first(alerts);
	while (first != WB_NOBODY && alerts->guards[first].due <= t) {
		struct wb_guard *guard = &alerts->guards[first];
		if (guard->listed || guard->look_due <= t) {
			wb_guard_list(alerts, first);
			wb_due_set(alerts, first, WB_NEVER);
		} else {
			wb_machine_wait(alerts, first, t);
		}
		first = wb_due_first(alerts);
	}
}

static void look_at_listed(struct wb_alerts *alerts, wb_ms t)
{
	wb_guard_sort(alerts, &alerts->looks);
	for (uint32_t i = 0; i < alerts->looks.count; i++) {
		uint32_t guard = alerts->looks.items[i];
		alerts->guards[guard].listed = false;
		wb_look(alerts, guard, t);
	}
	alerts->looks.count = 0;
}

/* All that is to be done in the instant, which the engine has reached. */
static void work(struct wb_alerts *alerts, wb_ms t)
{
	wb_guard_bind(alerts);
	if (alerts->next_border <= t) {
		wb_rules_turn(alerts, t);
	}
	if (alerts->look_at <= t) {
		list_touched(alerts);
	}
	if (alerts->any_by_clock && t % WB_ALERT_SLIDE == 0) {
		list_by_clock(alerts);
	}
	list_due(alerts, t);
	look_at_listed(alerts, t);
	wb_inhibit_run(alerts, t);
	if (alerts->group_noted || alerts->next_group <= t) {
		wb_group_run(alerts, t, false);
	}
}

/* The first time that is told. */
static void start(struct wb_alerts *alerts, wb_ms now)
{
	alerts->target = now;
	wb_engine_advance(alerts->engine, now);
	alerts->started = true;
	wb_rules_start(alerts, now);
	if (alerts->look_at != WB_NEVER) {
		alerts->look_at = wb_step_from(now);
	}
}

/* When the engine moves by itself; at once what was set in the past. */
static wb_ms next_event(const struct wb_alerts *alerts)
{
	wb_ms now = wb_engine_now(alerts->engine);
	wb_ms next = wb_engine_next_event(alerts->engine);
	return next > now ? next : wb_step_after(now);
}

static void move_engine(struct wb_alerts *alerts, wb_ms t)
{
	alerts->target = t;
	wb_engine_advance(alerts->engine, t);
	wb_guard_bind(alerts);
}

void wb_alerts_advance(struct wb_alerts *alerts, wb_ms now)
{
	wb_guard_bind(alerts);
	alerts->advancing = true;
	if (!alerts->started) {
		start(alerts, wb_later(now, wb_engine_now(alerts->engine)));
	}
	for (;;) {
		wb_ms t = wb_earlier(next_instant(alerts), next_event(alerts));
		if (t > now) {
			break;
		}
		move_engine(alerts, t);
		if (next_instant(alerts) <= t || t % WB_ALERT_SLIDE == 0) {
			work(alerts, t);
		}
	}
	if (now > wb_engine_now(alerts->engine)) {
		move_engine(alerts, now);
	}
	alerts->advancing = false;
}

/* Scopes that came since: rules look at them in the next step. */
static wb_ms next_binding(const struct wb_alerts *alerts)
{
	bool bound = !alerts->plan ||
	             alerts->bound == wb_engine_scope_count(alerts->engine);

	return bound ? WB_NEVER : wb_step_after(wb_engine_now(alerts->engine));
}

wb_ms wb_alerts_next_change(const struct wb_alerts *alerts)
{
	wb_ms next = wb_engine_next_change(alerts->engine);

	if (alerts->started) {
		next = wb_earlier(next, next_event(alerts));
		next = wb_earlier(next, next_instant(alerts));
		next = wb_earlier(next, next_binding(alerts));
	}
	return next;
}

void wb_alerts_feed(struct wb_alerts *alerts, uint32_t number,
                    struct wb_str feed, bool silent)
{
	uint32_t thing = wb_guard_thing(alerts, WB_GUARD_FEED, feed);
	if (thing != WB_NOBODY) {
		alerts->things[thing].feed = number;
		alerts->things[thing].on = silent;
		wb_guard_touch_thing(alerts, thing);
	}
}

void wb_alerts_route(struct wb_alerts *alerts, struct wb_str route,
                     bool failing)
{
	uint32_t thing = wb_guard_thing(alerts, WB_GUARD_ROUTE, route);
	if (thing != WB_NOBODY) {
		alerts->things[thing].on = failing;
		wb_guard_touch_thing(alerts, thing);
	}
}

uint64_t wb_alerts_revision(const struct wb_alerts *alerts)
{
	return alerts->revision;
}

void wb_alerts_count(const struct wb_alerts *alerts,
                     struct wb_alert_counters *ret_counters)
{
	*ret_counters = alerts->counters;
}
