/* Rules that yield to others: are there such ones, and does it ever end? */

#include "config/draft.h"

enum mark { NEW, OPEN, DONE };

struct walk {
	const struct wb_alert_check *c;
	unsigned char marks[WB_RULES_MAX];
	int loop; /* a rule on a circle; -1 = none */
};

static void fault_at(const struct wb_alert_check *c, int rule, const char *text,
                     struct wb_str name)
{
	const struct wb_node *node = c->draft->rules.node->first;
	for (int i = 0; i < rule; i++) {
		node = node->next;
	}
	size_t before = wb_path_index(c->r, rule);
	wb_path_key(c->r, wb_str("inhibit_if"));
	wb_fault(c->r, wb_tile_at(node, "inhibit_if"), "%s '%.*s'", text,
	         WB_STR_FMT(name));
	wb_path_leave(c->r, before);
}

/* As deep as there are rules, at most. */
static void visit(struct walk *walk, int rule)
{
	const struct wb_alert_plan *alerts = walk->c->alerts;
	const struct wb_rule_plan *plan = &alerts->rules[rule];
	walk->marks[rule] = OPEN;
	for (int i = 0; i < plan->inhibit_if_count; i++) {
		int other = wb_alert_plan_rule(alerts, plan->inhibit_if[i]);
		if (other >= 0 && walk->marks[other] == OPEN) {
			walk->loop = rule;
		} else if (other >= 0 && walk->marks[other] == NEW) {
			visit(walk, other);
		}
	}
	walk->marks[rule] = DONE;
}

static void check_names(const struct wb_alert_check *c, int rule)
{
	const struct wb_rule_plan *plan = &c->alerts->rules[rule];
	for (int i = 0; i < plan->inhibit_if_count; i++) {
		if (wb_alert_plan_rule(c->alerts, plan->inhibit_if[i]) < 0) {
			fault_at(c, rule, "there is no rule",
			         plan->inhibit_if[i]);
		}
	}
}

void wb_check_inhibitions(const struct wb_alert_check *c)
{
	struct walk walk = { .c = c, .loop = -1 };
	size_t top = wb_path_key(c->r, wb_str("rules"));
	for (int i = 0; i < c->alerts->rule_count; i++) {
		check_names(c, i);
	}
	for (int i = 0; i < c->alerts->rule_count; i++) {
		if (walk.marks[i] == NEW) {
			visit(&walk, i);
		}
	}
	if (walk.loop >= 0) {
		fault_at(c, walk.loop,
		         "rules hold each other back in a circle, one of them "
		         "is",
		         c->alerts->rules[walk.loop].name);
	}
	wb_path_leave(c->r, top);
}
