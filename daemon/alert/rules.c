/* What the rules of a plan come to, and which scopes they are about. */

#include <stdlib.h>

#include "alert/state.h"

/* Does a sum have agents' time, which grows without anything happening? */
static bool has_time(const struct wb_sum *sum)
{
	for (int i = 0; i < WB_TERMS_MAX && sum->term[i] != 0; i++) {
		int term = sum->term[i] > 0 ? sum->term[i] : -sum->term[i];
		if (term > WB_M_COUNTED) {
			return true;
		}
	}
	return false;
}

/* Does its value change with the clock, or with what nobody is told of? */
static bool is_by_clock(const struct wb_kpi *kpi)
{
	return kpi->outlook != WB_OUTLOOK_NONE ||
	       kpi->moment == WB_MOMENT_PENDING || has_time(&kpi->numerator) ||
	       has_time(&kpi->denominator);
}

static bool is_trailing(enum wb_window window)
{
	return window >= WB_WINDOW_5M && window <= WB_WINDOW_1H;
}

/* Are all of them about entries? */
static bool is_of_entries(const struct wb_sum *sum)
{
	for (int i = 0; i < WB_TERMS_MAX && sum->term[i] != 0; i++) {
		int term = sum->term[i] > 0 ? sum->term[i] : -sum->term[i];
		int measure = term - 1;
		if (measure >= WB_M_HANDLED && measure != WB_M_LATE &&
		    measure != WB_M_SL_LATE_COUNTED &&
		    measure != WB_M_SL_LATE_ALLOWED_BP) {
			return false;
		}
	}
	return true;
}

/* What may change the KPI's value. */
static unsigned heeds_of(const struct wb_kpi *kpi)
{
	switch (kpi->moment) {
	case WB_MOMENT_WAITING:
	case WB_MOMENT_LONGEST_WAIT:
	case WB_MOMENT_SERVICE_LEVEL:
		return WB_TOUCH_ENTRIES;
	case WB_MOMENT_SIGNED_IN:
	case WB_MOMENT_AGENTS:
	case WB_MOMENT_REMOTE:
		return WB_TOUCH_HEADS;
	case WB_MOMENT_PENDING:
	case WB_MOMENT_OLDEST_CALLBACK:
		return WB_TOUCH_ALL;
	case WB_MOMENT_NONE:
		break;
	}
	bool entries = is_of_entries(&kpi->numerator) &&
	               is_of_entries(&kpi->denominator);
	return WB_TOUCH_BORDER | WB_TOUCH_ENTRIES |
	       (entries ? 0u : (unsigned)WB_TOUCH_WORK);
}

static void add_condition(struct wb_rule *rule, int i)
{
	const struct wb_condition_plan *plan = &rule->plan->conditions[i];
	switch (plan->signal) {
	case WB_SIGNAL_FEED:
		rule->kind = WB_GUARD_FEED;
		rule->heeds = WB_TOUCH_ALL;
		return;
	case WB_SIGNAL_ROUTE:
		rule->kind = WB_GUARD_ROUTE;
		rule->heeds = WB_TOUCH_ALL;
		return;
	case WB_SIGNAL_KPI:
		rule->kpis[i] = wb_kpi_find(plan->kpi);
		break;
	case WB_SIGNAL_DUE:
	case WB_SIGNAL_COUNT:
		rule->heeds |= WB_TOUCH_ENTRIES;
		break;
	}
	const struct wb_kpi *kpi = rule->kpis[i];
	rule->heeds |= kpi ? heeds_of(kpi) : 0u;
	if (kpi && is_by_clock(kpi)) {
		rule->by_clock = true;
	} else if (kpi && kpi->moment == WB_MOMENT_NONE &&
	           is_trailing(plan->window)) {
		rule->has_windows = true;
	}
}

static uint32_t route_bits(const int *routes, int count)
{
	uint32_t bits = 0;
	for (int i = 0; i < count; i++) {
		bits |= (uint32_t)1 << routes[i];
	}
	return bits;
}

/* The rules that this one yields to. False when out of memory. */
static bool add_inhibitors(const struct wb_alert_plan *plan,
                           struct wb_rule *rules, int number)
{
	struct wb_rule *rule = &rules[number];
	int count = rule->plan->inhibit_if_count;
	if (count == 0) {
		return true;
	}
	rule->inhibitors = calloc((size_t)count, sizeof(*rule->inhibitors));
	if (!rule->inhibitors) {
		return false;
	}
	for (int i = 0; i < count; i++) {
		int other = wb_alert_plan_rule(plan, rule->plan->inhibit_if[i]);
		if (other >= 0 && other != number) {
			rule->inhibitors[rule->inhibitor_count++] = other;
			rules[other].inhibits = true;
		}
	}
	return true;
}

static bool make_rule(const struct wb_alert_plan *plan, struct wb_rule *rules,
                      int number)
{
	struct wb_rule *rule = &rules[number];
	rule->plan = &plan->rules[number];
	rule->kind = WB_GUARD_SCOPE;
	rule->border = WB_NEVER;
	for (int i = 0; i < rule->plan->condition_count; i++) {
		add_condition(rule, i);
	}
	rule->routes = route_bits(rule->plan->routes, rule->plan->route_count);
	rule->escalate_to = route_bits(rule->plan->escalate_to,
	                               rule->plan->escalate_to_count);
	if (rule->escalate_to == 0) {
		rule->escalate_to = rule->routes;
	}
	return add_inhibitors(plan, rules, number);
}

bool wb_rules_make(const struct wb_plan *plan, struct wb_rule **ret_rules,
                   uint32_t *ret_count)
{
	int count = plan->alerts ? plan->alerts->rule_count : 0;
	struct wb_rule *rules = calloc((size_t)count + 1, sizeof(*rules));
	for (int i = 0; rules && i < count; i++) {
		if (!make_rule(plan->alerts, rules, i)) {
			wb_rules_free(rules, (uint32_t)count);
			rules = NULL;
		}
	}
	if (!rules) {
		return false;
	}
	*ret_rules = rules;
	*ret_count = (uint32_t)count;
	return true;
}

void wb_rules_free(struct wb_rule *rules, uint32_t count)
{
	for (uint32_t i = 0; rules && i < count; i++) {
		free(rules[i].inhibitors);
	}
	free(rules);
}

void wb_rules_count(struct wb_alerts *alerts)
{
	for (uint32_t i = 0; i < alerts->rule_count; i++) {
		alerts->rules[i].firing = 0;
	}
	for (uint32_t i = 0; i < alerts->standing.count; i++) {
		const struct wb_guard *guard =
			&alerts->guards[alerts->standing.items[i]];
		alerts->rules[guard->rule].firing +=
			wb_stand_fires(guard->stand);
	}
}

static bool is_group_of(const struct wb_alerts *alerts, struct wb_str within,
                        enum wb_scope_kind kind, uint32_t scope)
{
	const struct wb_engine *engine = alerts->engine;
	uint32_t group = wb_engine_scope(engine, within);
	uint32_t subject = alerts->places[scope].subject;
	if (group == WB_NOBODY || subject == WB_NOBODY) {
		return false;
	}
	if (kind == WB_SCOPE_QUEUE) {
		return wb_engine_scope_has_queue(engine, group, subject);
	}
	/* An agent's team and site are of the plan; which queues are served
	 * changes by the minute. */
	const struct wb_agent_plan *agent =
		wb_floor_agent_plan(wb_engine_floor(engine), subject);
	const char *colon = memchr(within.data, ':', within.len);
	struct wb_str name = { colon + 1,
		               (size_t)(within.data + within.len - colon - 1) };
	enum wb_scope_kind which = wb_engine_scope_kind(engine, group);
	return kind == WB_SCOPE_AGENT && agent && colon &&
	       ((which == WB_SCOPE_TEAM && wb_str_equal(agent->team, name)) ||
	        (which == WB_SCOPE_SITE && wb_str_equal(agent->site, name)));
}

static bool matches(const struct wb_alerts *alerts,
                    const struct wb_rule_scope *wanted, enum wb_guard_kind kind,
                    uint32_t scope)
{
	if (kind != WB_GUARD_SCOPE) {
		return !wanted->scope.data ||
		       wb_str_equal(wanted->scope,
		                    wb_names_get(&alerts->thing_names, scope));
	}
	if (wanted->scope.data) {
		return wb_str_equal(
			wanted->scope,
			wb_engine_scope_name(alerts->engine, scope));
	}
	enum wb_scope_kind of = wb_engine_scope_kind(alerts->engine, scope);
	return wb_str_is(wanted->kind, wb_scope_kind_name(of)) &&
	       (!wanted->within.data ||
	        is_group_of(alerts, wanted->within, of, scope));
}

bool wb_rule_covers(const struct wb_alerts *alerts, const struct wb_rule *rule,
                    enum wb_guard_kind kind, uint32_t scope)
{
	if (rule->kind != kind) {
		return false;
	}
	for (int i = 0; i < rule->plan->scope_count; i++) {
		if (matches(alerts, &rule->plan->scopes[i], kind, scope)) {
			return true;
		}
	}
	return false;
}

/* The rule's hours begin or end: all it guards is looked at. */
static void list_all(struct wb_alerts *alerts, uint32_t rule)
{
	for (uint32_t i = 0; i < alerts->guard_count; i++) {
		if (alerts->guards[i].rule == rule) {
			wb_guard_list(alerts, i);
		}
	}
}

void wb_rules_start(struct wb_alerts *alerts, wb_ms t)
{
	alerts->next_border = WB_NEVER;
	for (uint32_t i = 0; i < alerts->rule_count; i++) {
		struct wb_rule *rule = &alerts->rules[i];
		const struct wb_schedule_plan *schedule = rule->plan->schedule;
		rule->in_force = wb_schedule_holds(schedule, t);
		rule->border = wb_schedule_next(schedule, t);
		alerts->next_border =
			wb_earlier(alerts->next_border, rule->border);
	}
}

void wb_rules_turn(struct wb_alerts *alerts, wb_ms t)
{
	alerts->next_border = WB_NEVER;
	for (uint32_t i = 0; i < alerts->rule_count; i++) {
		struct wb_rule *rule = &alerts->rules[i];
		const struct wb_schedule_plan *schedule = rule->plan->schedule;
		if (rule->border <= t) {
			bool before = rule->in_force;
			rule->in_force = wb_schedule_holds(schedule, t);
			rule->border = wb_schedule_next(schedule, t);
			if (rule->in_force != before) {
				list_all(alerts, i);
			}
		}
		alerts->next_border =
			wb_earlier(alerts->next_border, rule->border);
	}
}
