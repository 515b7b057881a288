/* Alerts as a whole: names, calendars, and the rules one by one. */

#include "config/draft.h"
#include "config/literal.h"

void wb_check_alert_name(struct wb_reader *r, const struct wb_node *node,
                         struct wb_str name)
{
	bool good = true;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.data[i];
		good &= (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		        c == '.' || c == '_' || c == '-';
	}
	if (!good) {
		size_t before = wb_path_key(r, wb_str("name"));
		wb_fault_got(r, wb_tile_at(node, "name"),
		             "a name of a-z, 0-9, dots, dashes and "
		             "underscores");
		wb_path_leave(r, before);
	}
}

static const struct wb_calendar_draft *
find_calendar(const struct wb_alert_check *c, struct wb_str name)
{
	const struct wb_calendar_draft *calendars = c->draft->calendars.items;
	for (int i = 0; i < c->draft->calendars.count; i++) {
		if (wb_str_equal(calendars[i].name, name)) {
			return &calendars[i];
		}
	}
	return NULL;
}

static void use_calendar(const struct wb_alert_check *c,
                         const struct wb_schedule_draft *draft,
                         struct wb_schedule_plan *schedule)
{
	const struct wb_calendar_draft *calendar =
		find_calendar(c, draft->calendar);
	if (!draft->calendar.data) {
		schedule->on_dates = false;
	} else if (!calendar) {
		size_t before = wb_path_key(c->r, wb_str("calendar"));
		wb_fault(c->r, wb_tile_at(draft->node, "calendar"),
		         "there is no calendar '%.*s' under alerts.calendars",
		         WB_STR_FMT(draft->calendar));
		wb_path_leave(c->r, before);
	} else {
		schedule->dates = calendar->dates;
		schedule->date_count = calendar->date_count;
	}
}

const struct wb_schedule_plan *
wb_check_schedule(const struct wb_alert_check *c,
                  const struct wb_schedule_draft *draft)
{
	if (!draft->node) {
		return NULL;
	}
	struct wb_schedule_plan *schedule =
		wb_arena_alloc(c->r->arena, sizeof(*schedule));
	if (!schedule) {
		wb_fault(c->r, draft->node, "out of memory");
		return NULL;
	}
	*schedule = draft->plan;
	schedule->zone = draft->time_zone.data
	                         ? wb_zones_get(c->r->zones, draft->time_zone)
	                         : c->plan->zone;
	use_calendar(c, draft, schedule);
	return schedule;
}

/* One scope is told at once; of several, more may follow in a moment. */
static wb_ms group_wait_of(const struct wb_rule_draft *draft,
                           const struct wb_rule_plan *rule)
{
	bool one = rule->scope_count == 1 && rule->scopes[0].scope.data;
	if (draft->group_wait != WB_UNSAID) {
		return draft->group_wait;
	}
	return one ? 0 : 2 * WB_SECOND;
}

static bool is_about_agents(const struct wb_rule_plan *rule)
{
	static const char start[] = "agent:";
	for (int i = 0; i < rule->scope_count; i++) {
		const struct wb_rule_scope *scope = &rule->scopes[i];
		if (wb_str_is(scope->kind, "agent") ||
		    (scope->scope.len > sizeof(start) - 1 &&
		     memcmp(scope->scope.data, start, sizeof(start) - 1) ==
		             0)) {
			return true;
		}
	}
	return false;
}

static void check_flap(const struct wb_alert_check *c,
                       const struct wb_node *node,
                       const struct wb_rule_draft *draft,
                       struct wb_rule_plan *rule)
{
	rule->flap_count = draft->flap.times;
	rule->flap_within = draft->flap.within;
	if (draft->flap.times == 1) {
		size_t before = wb_path_key(c->r, wb_str("flap.times"));
		wb_fault(c->r, wb_tile_at(node, "flap"),
		         "got '1', expected 0 (off), or 2 to %d",
		         WB_FLAP_COUNT_MAX);
		wb_path_leave(c->r, before);
	}
}

static void check_escalation(const struct wb_alert_check *c,
                             const struct wb_node *node,
                             const struct wb_rule_draft *draft,
                             struct wb_rule_plan *rule)
{
	rule->escalate_to =
		wb_check_route_names(c, &draft->escalate_to, "escalate_to",
	                             &rule->escalate_to_count);
	if (draft->escalate_to.count > 0 && rule->escalate_after == 0) {
		size_t before = wb_path_key(c->r, wb_str("escalate_to"));
		wb_fault(c->r, wb_tile_at(node, "escalate_to"),
		         "means nothing without escalate_after");
		wb_path_leave(c->r, before);
	}
}

static void check_rule(const struct wb_alert_check *c,
                       const struct wb_node *node,
                       const struct wb_rule_draft *draft,
                       struct wb_rule_plan *rule)
{
	*rule = draft->plan;
	wb_check_alert_name(c->r, node, rule->name);
	wb_check_rule_scopes(c, node, draft, rule);
	wb_check_conditions(c, node, draft, rule);
	size_t before = wb_path_key(c->r, wb_str("schedule"));
	rule->schedule = wb_check_schedule(c, &draft->schedule);
	wb_path_leave(c->r, before);
	rule->routes = wb_check_route_names(c, &draft->routes, "route",
	                                    &rule->route_count);
	check_escalation(c, node, draft, rule);
	check_flap(c, node, draft, rule);
	rule->group_wait = group_wait_of(draft, rule);
	rule->on_wall = draft->on_wall == WB_UNSAID ? !is_about_agents(rule)
	                                            : draft->on_wall == 1;
	rule->inhibit_if = draft->inhibit_if.items;
	rule->inhibit_if_count = draft->inhibit_if.count;
}

static void check_rules(const struct wb_alert_check *c)
{
	const struct wb_list *list = &c->draft->rules;
	const struct wb_rule_draft *drafts = list->items;
	struct wb_rule_plan *rules = wb_arena_alloc(
		c->r->arena, ((size_t)list->count + 1) * sizeof(*rules));
	if (!rules) {
		wb_faults_add(c->r->faults, false, 0, "out of memory");
		return;
	}
	size_t top = wb_path_key(c->r, wb_str("rules"));
	const struct wb_node *node = list->node->first;
	for (int i = 0; node; i++, node = node->next) {
		size_t before = wb_path_index(c->r, i);
		check_rule(c, node, &drafts[i], &rules[i]);
		wb_path_leave(c->r, before);
	}
	wb_path_leave(c->r, top);
	c->alerts->rules = rules;
	c->alerts->rule_count = list->count;
	wb_check_inhibitions(c);
}

void wb_check_alerts(struct wb_reader *r, const struct wb_draft *draft,
                     struct wb_plan *plan)
{
	struct wb_alert_plan *alerts =
		wb_arena_alloc(r->arena, sizeof(*alerts));
	struct wb_alert_check c = { r, plan, &draft->alerts, alerts };
	if (!alerts) {
		wb_faults_add(r->faults, false, 0, "out of memory");
		return;
	}
	size_t top = wb_path_key(r, wb_str("alerts"));
	wb_check_twins(r, "calendars", "calendar", &draft->alerts.calendars,
	               sizeof(struct wb_calendar_draft));
	wb_check_twins(r, "routes", "route", &draft->alerts.routes,
	               sizeof(struct wb_route_draft));
	wb_check_twins(r, "rules", "rule", &draft->alerts.rules,
	               sizeof(struct wb_rule_draft));
	wb_check_routes(&c);
	if (draft->alerts.rules.node) {
		check_rules(&c);
	} else if (!wb_default_rules(r->arena, alerts)) {
		wb_faults_add(r->faults, false, 0, "out of memory");
	}
	wb_path_leave(r, top);
	plan->alerts = alerts;
}
