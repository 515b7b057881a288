/* What a rule compares, and in which scopes. */

#include <stdlib.h>

#include "config/draft.h"
#include "config/literal.h"

/* A condition on its way, with the node that its keys are in. */
struct at {
	const struct wb_alert_check *c;
	const struct wb_node *node;
	const struct wb_rule_plan *rule;
};

static void fault_at(const struct at *at, const char *key, const char *text)
{
	size_t before = wb_path_key(at->c->r, wb_str(key));
	wb_fault(at->c->r, wb_tile_at(at->node, key), "%s", text);
	wb_path_leave(at->c->r, before);
}

/* "queue", of "queue:sales", "queue:*" and "department:service/queue:*" */
static struct wb_str kind_of(const struct wb_rule_scope *scope)
{
	if (!scope->scope.data) {
		return scope->kind;
	}
	const char *colon = memchr(scope->scope.data, ':', scope->scope.len);
	return (struct wb_str){
		scope->scope.data,
		colon ? (size_t)(colon - scope->scope.data) : scope->scope.len,
	};
}

static bool scopes_are(const struct wb_rule_plan *rule, const char *kind)
{
	for (int i = 0; i < rule->scope_count; i++) {
		if (!wb_str_is(kind_of(&rule->scopes[i]), kind)) {
			return false;
		}
	}
	return true;
}

static void check_kpi(const struct at *at, struct wb_str kpi)
{
	const struct wb_page_check c = { at->c->r, at->c->plan, NULL };
	size_t before = wb_path_key(at->c->r, wb_str("kpi"));
	const struct wb_node *node = wb_tile_at(at->node, "kpi");
	int faults = at->c->r->faults->errors.found;
	for (int i = 0; i < at->rule->scope_count; i++) {
		if (at->c->r->faults->errors.found == faults) {
			wb_check_kpi(&c, node, kpi,
			             kind_of(&at->rule->scopes[i]));
		}
	}
	wb_path_leave(at->c->r, before);
}

static void check_unit(const struct at *at,
                       const struct wb_alert_limit_draft *limit,
                       enum wb_config_unit unit, const char *key)
{
	static const char *const names[] = {
		[WB_CONFIG_COUNT] = "a count such as 30",
		[WB_CONFIG_PERCENT] =
			"a percentage such as 80%, or \"target - 5%\"",
		[WB_CONFIG_DURATION] =
			"a duration such as 2m, or \"2 * threshold\"",
		[WB_CONFIG_DECIMAL] = "a number such as 1.5",
	};
	bool whole =
		unit == WB_CONFIG_DECIMAL && limit->unit == WB_CONFIG_COUNT;
	if (!limit->node || limit->unit == unit || whole) {
		return;
	}
	size_t before = wb_path_key(at->c->r, wb_str(key));
	wb_fault_got(at->c->r, limit->node, "%s, the unit of the KPI",
	             names[unit]);
	wb_path_leave(at->c->r, before);
}

/* In the KPI's unit: of a decimal one, a whole number is so many hundred. */
static struct wb_alert_limit limit_in(enum wb_config_unit unit,
                                      const struct wb_alert_limit_draft *draft)
{
	struct wb_alert_limit limit = draft->limit;
	if (unit == WB_CONFIG_DECIMAL && draft->unit == WB_CONFIG_COUNT) {
		limit.number *= 100;
	}
	return limit;
}

static void check_limits(const struct at *at,
                         const struct wb_condition_draft *draft,
                         enum wb_config_unit unit,
                         struct wb_condition_plan *plan)
{
	if (!draft->raise.node) {
		if (!wb_node_get(at->node, "raise")) {
			wb_fault(at->c->r, at->node,
			         "missing 'raise', expected where it becomes "
			         "bad");
		}
		return;
	}
	check_unit(at, &draft->raise, unit, "raise");
	check_unit(at, &draft->clear, unit, "clear");
	plan->raise = limit_in(unit, &draft->raise);
	plan->clear =
		draft->clear.node ? limit_in(unit, &draft->clear) : plan->raise;
	int64_t beyond = plan->clear.number - plan->raise.number;
	if (draft->clear.unit == draft->raise.unit &&
	    plan->clear.base == plan->raise.base &&
	    (plan->above ? beyond > 0 : beyond < 0)) {
		fault_at(at, "clear",
		         plan->above ? "expected a value at or below 'raise', "
		                       "as above it is bad"
		                     : "expected a value at or above 'raise', "
		                       "as below it is bad");
	}
}

static void check_window(const struct at *at,
                         const struct wb_condition_draft *draft,
                         bool of_the_moment, struct wb_condition_plan *plan)
{
	plan->window = draft->window < 0 ? WB_WINDOW_DAY
	                                 : (enum wb_window)draft->window;
	if (of_the_moment) {
		plan->window = WB_WINDOW_NOW;
	} else if (plan->window == WB_WINDOW_NOW) {
		fault_at(at, "window",
		         "the KPI has no value of the moment, expected 5m, "
		         "15m, 30m, 1h, interval or day");
	}
}

static void check_number(const struct at *at,
                         const struct wb_condition_draft *draft,
                         struct wb_condition_plan *plan)
{
	struct wb_config_kpi kpi = { .unit = draft->raise.unit };
	plan->signal = WB_SIGNAL_KPI;
	check_kpi(at, plan->kpi);
	if (!wb_describe_kpi(at->c->r, plan->kpi, &kpi)) {
		/* told by the order of the limits */
		kpi.below_is_worse =
			draft->clear.limit.number > draft->raise.limit.number;
	}
	plan->above = draft->op < 0 ? !kpi.below_is_worse : draft->op == 0;
	check_window(at, draft, kpi.of_the_moment, plan);
	check_limits(at, draft, kpi.unit, plan);
}

static void check_no_key(const struct at *at, const char *key)
{
	if (wb_node_get(at->node, key)) {
		fault_at(at, key, "means nothing to this signal");
	}
}

static void check_due(const struct at *at,
                      const struct wb_condition_draft *draft,
                      struct wb_condition_plan *plan)
{
	static const char *const kinds[] = { "queue", "department", "site",
		                             "tier", "total" };
	for (int i = 0; i < at->rule->scope_count; i++) {
		bool good = false;
		for (int k = 0; k < 5; k++) {
			good |= wb_str_is(kind_of(&at->rule->scopes[i]),
			                  kinds[k]);
		}
		if (!good) {
			fault_at(at, "signal",
			         "'due' is about entries, expected a scope of "
			         "kind queue, department, site, tier or "
			         "total");
			return;
		}
	}
	if (plan->ahead == 0) {
		plan->ahead = 20 * WB_SECOND;
	}
	plan->above = true;
	if (draft->raise.node) {
		check_limits(at, draft, WB_CONFIG_COUNT, plan);
	}
	check_no_key(at, "window");
	check_no_key(at, "op");
	check_no_key(at, "min_sample");
}

static void check_thing(const struct at *at, const char *kind,
                        struct wb_condition_plan *plan)
{
	static const char *const others[] = { "window", "op",         "raise",
		                              "clear",  "min_sample", "ahead" };
	plan->above = true;
	if (!scopes_are(at->rule, kind)) {
		fault_at(at, "signal",
		         *kind == 'f' ? "expected a scope of feeds: feed:* or "
		                        "feed:NAME"
		                      : "expected a scope of routes: route:* "
		                        "or route:NAME");
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		check_no_key(at, others[i]);
	}
}

static void check_condition(const struct at *at,
                            const struct wb_condition_draft *draft,
                            struct wb_condition_plan *plan)
{
	*plan = draft->plan;
	plan->min_sample = draft->min_sample;
	bool signal = draft->signal >= 0;
	if ((plan->kpi.data != NULL) == signal) {
		bool given = wb_node_get(at->node, "kpi") ||
		             wb_node_get(at->node, "signal");
		if (!given || signal) {
			wb_fault(at->c->r, at->node,
			         "expected exactly one of kpi and signal");
		}
		return;
	}
	plan->signal = (enum wb_signal)(draft->signal + 1);
	switch (plan->signal) {
	case WB_SIGNAL_KPI:
		check_number(at, draft, plan);
		break;
	case WB_SIGNAL_DUE:
		check_due(at, draft, plan);
		break;
	case WB_SIGNAL_FEED:
		check_thing(at, "feed", plan);
		break;
	case WB_SIGNAL_ROUTE:
		check_thing(at, "route", plan);
		break;
	case WB_SIGNAL_COUNT:
		break;
	}
}

static void check_list(const struct wb_alert_check *c,
                       const struct wb_list *list, const char *key,
                       struct wb_condition_plan *conditions,
                       struct wb_rule_plan *rule)
{
	const struct wb_condition_draft *drafts = list->items;
	size_t top = wb_path_key(c->r, wb_str(key));
	const struct wb_node *node = list->node->first;
	if (list->count == 0) {
		wb_fault(c->r, list->node, "expected at least one condition");
	}
	for (int i = 0; i < list->count; i++, node = node->next) {
		struct at at = { c, node, rule };
		size_t before = wb_path_index(c->r, i);
		check_condition(&at, &drafts[i], &conditions[i]);
		wb_path_leave(c->r, before);
	}
	wb_path_leave(c->r, top);
	rule->condition_count = list->count;
}

static bool has_own(const struct wb_node *node)
{
	static const char *const keys[] = { "kpi",   "signal",     "window",
		                            "op",    "raise",      "clear",
		                            "ahead", "min_sample", NULL };
	for (int i = 0; keys[i]; i++) {
		if (wb_node_get(node, keys[i])) {
			return true;
		}
	}
	return false;
}

void wb_check_conditions(const struct wb_alert_check *c,
                         const struct wb_node *node,
                         const struct wb_rule_draft *draft,
                         struct wb_rule_plan *rule)
{
	bool all = draft->all.node, any = draft->any.node;
	bool own = has_own(node);
	struct wb_condition_plan *conditions = wb_arena_alloc(
		c->r->arena, WB_CONDITIONS_MAX * sizeof(*conditions));
	rule->conditions = conditions;
	rule->any = any;
	if (!conditions) {
		wb_fault(c->r, node, "out of memory");
	} else if (all + any + own != 1) {
		if (!wb_node_get(node, "all") && !wb_node_get(node, "any")) {
			wb_fault(c->r, node,
			         "expected a condition: kpi or signal, all or "
			         "any");
		} else if (all + any + own > 1) {
			wb_fault(c->r, node,
			         "expected only one of a condition of its "
			         "own, all, and any");
		}
	} else if (own) {
		struct at at = { c, node, rule };
		check_condition(&at, &draft->condition, &conditions[0]);
		rule->condition_count = 1;
	} else {
		check_list(c, all ? &draft->all : &draft->any,
		           all ? "all" : "any", conditions, rule);
	}
}

static bool starts_with(struct wb_str text, const char *start)
{
	size_t len = strlen(start);
	return text.len > len && memcmp(text.data, start, len) == 0;
}

static const char *const every_kinds[] = { "queue",   "department", "site",
	                                   "channel", "tier",       "team",
	                                   "agent",   "feed",       "route" };

/* Of which groups every queue, or agent, may be taken. */
static bool may_be_within(struct wb_str kind, struct wb_str group)
{
	bool site = starts_with(group, "site:");
	if (wb_str_is(kind, "agent")) {
		return site || starts_with(group, "team:");
	}
	return wb_str_is(kind, "queue") &&
	       (site || starts_with(group, "department:") ||
	        starts_with(group, "channel:") || starts_with(group, "tier:"));
}

/* "queue:*", "department:service/queue:*" */
static void check_every(const struct wb_page_check *c,
                        const struct wb_node *node, struct wb_str text,
                        struct wb_rule_scope *scope)
{
	size_t end = text.len - 2, begin = end;
	while (begin > 0 && text.data[begin - 1] != '/') {
		begin--;
	}
	scope->kind = (struct wb_str){ text.data + begin, end - begin };
	for (size_t i = 0; i < sizeof(every_kinds) / sizeof(every_kinds[0]);
	     i++) {
		if (!wb_str_is(scope->kind, every_kinds[i])) {
			continue;
		}
		if (begin == 0) {
			return;
		}
		scope->within = (struct wb_str){ text.data, begin - 1 };
		if (may_be_within(scope->kind, scope->within)) {
			wb_check_scope(c, node, scope->within);
			return;
		}
	}
	wb_fault_got(c->r, node,
	             "every one of a kind such as queue:*, agent:*, feed:*, "
	             "department:NAME/queue:* or team:NAME/agent:*");
}

static void check_scope(const struct wb_page_check *c,
                        const struct wb_node *node, struct wb_str text,
                        struct wb_rule_scope *scope)
{
	if (text.len > 2 && memcmp(text.data + text.len - 2, ":*", 2) == 0) {
		check_every(c, node, text, scope);
		return;
	}
	scope->scope = text;
	if (!starts_with(text, "feed:") && !starts_with(text, "route:")) {
		wb_check_scope(c, node, text);
	}
}

/* Where nobody said which: all feeds, all routes, or the total. */
static void usual_scope(const struct wb_rule_draft *draft,
                        struct wb_rule_scope *scope)
{
	enum wb_signal signal = (enum wb_signal)(draft->condition.signal + 1);
	if (signal == WB_SIGNAL_FEED || signal == WB_SIGNAL_ROUTE) {
		scope->kind =
			wb_str(signal == WB_SIGNAL_FEED ? "feed" : "route");
	} else {
		scope->scope = wb_str("total");
	}
}

void wb_check_rule_scopes(const struct wb_alert_check *c,
                          const struct wb_node *node,
                          const struct wb_rule_draft *draft,
                          struct wb_rule_plan *rule)
{
	const struct wb_page_check page = { c->r, c->plan, NULL };
	const struct wb_texts *texts = &draft->scopes;
	struct wb_rule_scope *scopes = wb_arena_alloc(
		c->r->arena, ((size_t)texts->count + 1) * sizeof(*scopes));
	rule->scopes = scopes;
	if (!scopes) {
		wb_fault(c->r, node, "out of memory");
		return;
	}
	if (!wb_node_get(node, "scope")) {
		rule->scope_count = 1;
		usual_scope(draft, &scopes[0]);
		return;
	}
	rule->scope_count = texts->count;
	size_t before = wb_path_key(c->r, wb_str("scope"));
	for (int i = 0; i < texts->count; i++) {
		check_scope(&page, texts->node, texts->items[i], &scopes[i]);
	}
	if (texts->node && texts->count == 0) {
		wb_fault(c->r, texts->node, "expected at least one scope");
	}
	wb_path_leave(c->r, before);
}
