/*
 * What becomes of an alert: pending, firing, acknowledged, over; how often it
 * fired, and how long it is put aside.
 */

#include <string.h>

#include "alert/state.h"

static const struct wb_rule_plan *plan_of(const struct wb_alerts *alerts,
                                          uint32_t watch)
{
	return alerts->rules[alerts->watches[watch].rule].plan;
}

/* It began to fire, or ceased: whom it holds back, and is it held back? */
static void note_firing(struct wb_alerts *alerts, uint32_t watch, bool fires)
{
	struct wb_rule *rule = &alerts->rules[alerts->watches[watch].rule];
	rule->firing += fires ? 1u : UINT32_MAX;
	alerts->recheck |= rule->inhibits;
	if (fires && rule->inhibitor_count > 0) {
		wb_list32_add(alerts, &alerts->fresh, watch);
	}
}

static void go_to(struct wb_alerts *alerts, uint32_t watch,
                  enum wb_alert_state state, wb_ms t)
{
	struct wb_stand *stand = alerts->watches[watch].stand;
	bool fired = wb_stand_fires(stand);
	stand->state = state;
	stand->changed = t;
	alerts->revision++;
	if (fired != wb_stand_fires(stand)) {
		note_firing(alerts, watch, !fired);
	}
}

/* Forgets fires that are no longer within the time that counts. */
static void forget_fires(const struct wb_rule_plan *plan,
                         struct wb_stand *stand, wb_ms t)
{
	int old = 0;
	while (old < stand->fire_count &&
	       stand->fires[old] <= t - plan->flap_within) {
		old++;
	}
	stand->fire_count -= old;
	memmove(stand->fires, stand->fires + old,
	        (size_t)stand->fire_count * sizeof(stand->fires[0]));
}

static void note_fire(struct wb_alerts *alerts, uint32_t watch, wb_ms t)
{
	const struct wb_rule_plan *plan = plan_of(alerts, watch);
	struct wb_stand *stand = alerts->watches[watch].stand;
	stand->stirred = t;
	if (plan->flap_count == 0) {
		return;
	}
	forget_fires(plan, stand, t);
	if (stand->fire_count == WB_FLAP_COUNT_MAX) {
		stand->fire_count--;
		memmove(stand->fires, stand->fires + 1,
		        (size_t)stand->fire_count * sizeof(stand->fires[0]));
	}
	stand->fires[stand->fire_count++] = t;
	if (!stand->flapping && stand->fire_count >= plan->flap_count) {
		stand->flapping = true;
		wb_alert_tell_step(alerts, watch, WB_ALERT_STEP_FLAPPING, t);
	}
}

static void fire(struct wb_alerts *alerts, uint32_t watch, wb_ms t)
{
	struct wb_stand *stand = alerts->watches[watch].stand;
	stand->fired = t;
	stand->escalated = false;
	stand->lapsed = false;
	go_to(alerts, watch, WB_ALERT_FIRING, t);
	alerts->counters.raised++;
	wb_alert_tell_step(alerts, watch, WB_ALERT_RAISED, t);
	note_fire(alerts, watch, t);
	alerts->counters.held_back += stand->shelved_until != 0;
	wb_group_note(alerts, watch, t);
}

void wb_machine_resolve(struct wb_alerts *alerts, uint32_t watch, wb_ms t)
{
	struct wb_stand *stand = alerts->watches[watch].stand;
	stand->stirred = t;
	go_to(alerts, watch, WB_ALERT_QUIET, t);
	alerts->counters.resolved++;
	wb_alert_tell_step(alerts, watch, WB_ALERT_STEP_RESOLVED, t);
	stand->inhibited = false;
	wb_group_note(alerts, watch, t);
}

/* It is well again, or the rule's hours are over. */
static void end(struct wb_alerts *alerts, uint32_t watch, wb_ms t)
{
	struct wb_stand *stand = alerts->watches[watch].stand;
	if (stand->state == WB_ALERT_PENDING) {
		go_to(alerts, watch, WB_ALERT_QUIET, t);
	} else if (stand->state == WB_ALERT_FIRING &&
	           plan_of(alerts, watch)->ack_required) {
		stand->stirred = t;
		go_to(alerts, watch, WB_ALERT_OVER, t);
		wb_alert_tell_step(alerts, watch, WB_ALERT_STEP_OVER, t);
		wb_group_note(alerts, watch, t);
	} else if (wb_stand_fires(stand)) {
		wb_machine_resolve(alerts, watch, t);
	}
}

static void begin(struct wb_alerts *alerts, uint32_t watch, wb_ms t)
{
	struct wb_stand *stand = alerts->watches[watch].stand;
	stand->since = t;
	stand->fired = 0;
	if (stand->shelved_until == 0) { /* else it says who did that */
		wb_stand_sign(alerts, stand, wb_str(NULL), wb_str(NULL));
	}
	stand->escalated = stand->lapsed = false;
	go_to(alerts, watch, WB_ALERT_PENDING, t);
}

static bool waits_to_fire(const struct wb_stand *stand)
{
	return stand->bad && (stand->state == WB_ALERT_PENDING ||
	                      stand->state == WB_ALERT_OVER);
}

void wb_machine_move(struct wb_alerts *alerts, uint32_t watch, bool bad,
                     wb_ms t)
{
	struct wb_watch *w = &alerts->watches[watch];
	struct wb_stand *stand = w->stand;
	if (!stand) { /* well, or too many stand */
		wb_machine_set_due(alerts, watch, t);
		return;
	}
	if (bad && !stand->bad) {
		stand->bad_since = t;
	}
	stand->bad = bad;
	if (!bad) {
		stand->lapsed = !alerts->rules[w->rule].in_force;
		end(alerts, watch, t);
	} else if (stand->state == WB_ALERT_QUIET) {
		begin(alerts, watch, t);
	}
	if (waits_to_fire(stand) &&
	    t >= stand->bad_since + plan_of(alerts, watch)->hold) {
		fire(alerts, watch, t);
	}
	wb_machine_wait(alerts, watch, t);
}

static void end_shelf(struct wb_alerts *alerts, uint32_t watch, wb_ms t)
{
	alerts->watches[watch].stand->shelved_until = 0;
	alerts->revision++;
	wb_alert_tell_step(alerts, watch, WB_ALERT_STEP_UNSHELVED, t);
	wb_group_note(alerts, watch, t);
}

static void end_flap(struct wb_alerts *alerts, uint32_t watch, wb_ms t)
{
	alerts->watches[watch].stand->flapping = false;
	alerts->revision++;
	wb_alert_tell_step(alerts, watch, WB_ALERT_STEP_RELEASED, t);
	wb_group_note(alerts, watch, t);
}

void wb_machine_wait(struct wb_alerts *alerts, uint32_t watch, wb_ms t)
{
	struct wb_stand *stand = alerts->watches[watch].stand;
	const struct wb_rule_plan *plan = plan_of(alerts, watch);
	if (stand && stand->shelved_until != 0 && stand->shelved_until <= t) {
		end_shelf(alerts, watch, t);
	}
	if (stand && stand->flapping &&
	    stand->stirred + plan->flap_within <= t) {
		end_flap(alerts, watch, t);
	}
	if (stand) {
		forget_fires(plan, stand, t);
		wb_watch_settle(alerts, watch);
	}
	wb_machine_set_due(alerts, watch, t);
}

/* When it wants to be looked at, or something of its own ends. */
void wb_machine_set_due(struct wb_alerts *alerts, uint32_t watch, wb_ms t)
{
	struct wb_watch *w = &alerts->watches[watch];
	const struct wb_rule_plan *plan = plan_of(alerts, watch);
	const struct wb_stand *stand = w->stand;
	wb_ms due = w->look_due;
	if (stand && waits_to_fire(stand)) {
		w->look_due = wb_earlier(due, stand->bad_since + plan->hold);
		due = w->look_due;
	}
	if (stand && stand->shelved_until != 0) {
		due = wb_earlier(due, stand->shelved_until);
	}
	if (stand && stand->flapping) {
		due = wb_earlier(due, stand->stirred + plan->flap_within);
	}
	if (stand && stand->fire_count > 0) {
		due = wb_earlier(due, stand->fires[stand->fire_count - 1] +
		                              plan->flap_within);
	}
	wb_due_set(alerts, watch, due <= t ? t + 1 : due);
}
