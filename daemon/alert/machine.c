/*
 * What becomes of an alert: pending, firing, acknowledged, over; how often it
 * fired, and how long it is put aside.
 */

#include <string.h>

#include "alert/state.h"

static const struct wb_rule_plan *plan_of(const struct wb_alerts *alerts,
                                          uint32_t guard)
{
	return alerts->rules[alerts->guards[guard].rule].plan;
}

/* It began to fire, or ceased: whom it holds back, and is it held back? */
static void note_firing(struct wb_alerts *alerts, uint32_t guard, bool fires)
{
	struct wb_rule *rule = &alerts->rules[alerts->guards[guard].rule];
	rule->firing += fires ? 1u : UINT32_MAX;
	alerts->recheck |= rule->inhibits;
	if (fires && rule->inhibitor_count > 0) {
		wb_list32_add(alerts, &alerts->fresh, guard);
	}
}

static void go_to(struct wb_alerts *alerts, uint32_t guard,
                  enum wb_alert_state state, wb_ms t)
{
	struct wb_stand *stand = alerts->guards[guard].stand;
	bool fired = wb_stand_fires(stand);
	stand->state = state;
	stand->changed = t;
	alerts->revision++;
	if (fired != wb_stand_fires(stand)) {
		note_firing(alerts, guard, !fired);
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

static void note_fire(struct wb_alerts *alerts, uint32_t guard, wb_ms t)
{
	const struct wb_rule_plan *plan = plan_of(alerts, guard);
	struct wb_stand *stand = alerts->guards[guard].stand;
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
		wb_alert_tell_step(alerts, guard, WB_ALERT_STEP_FLAPPING, t);
	}
}

static void fire(struct wb_alerts *alerts, uint32_t guard, wb_ms t)
{
	struct wb_stand *stand = alerts->guards[guard].stand;
	stand->fired = t;
	stand->escalated = false;
	stand->lapsed = false;
	go_to(alerts, guard, WB_ALERT_FIRING, t);
	alerts->counters.raised++;
	wb_alert_tell_step(alerts, guard, WB_ALERT_RAISED, t);
	note_fire(alerts, guard, t);
	alerts->counters.held_back += stand->shelved_until != 0;
	wb_group_note(alerts, guard, t);
}

void wb_machine_resolve(struct wb_alerts *alerts, uint32_t guard, wb_ms t)
{
	struct wb_stand *stand = alerts->guards[guard].stand;
	stand->stirred = t;
	go_to(alerts, guard, WB_ALERT_QUIET, t);
	alerts->counters.resolved++;
	wb_alert_tell_step(alerts, guard, WB_ALERT_STEP_RESOLVED, t);
	stand->inhibited = false;
	wb_group_note(alerts, guard, t);
}

/* It is well again, or the rule's hours are over. */
static void end(struct wb_alerts *alerts, uint32_t guard, wb_ms t)
{
	struct wb_stand *stand = alerts->guards[guard].stand;
	if (stand->state == WB_ALERT_PENDING) {
		go_to(alerts, guard, WB_ALERT_QUIET, t);
	} else if (stand->state == WB_ALERT_FIRING &&
	           plan_of(alerts, guard)->ack_required) {
		stand->stirred = t;
		go_to(alerts, guard, WB_ALERT_OVER, t);
		wb_alert_tell_step(alerts, guard, WB_ALERT_STEP_OVER, t);
		wb_group_note(alerts, guard, t);
	} else if (wb_stand_fires(stand)) {
		wb_machine_resolve(alerts, guard, t);
	}
}

static void begin(struct wb_alerts *alerts, uint32_t guard, wb_ms t)
{
	struct wb_stand *stand = alerts->guards[guard].stand;
	stand->since = t;
	stand->fired = 0;
	if (stand->shelved_until == 0) { /* else it says who did that */
		wb_stand_sign(alerts, stand, wb_str(NULL), wb_str(NULL));
	}
	stand->escalated = stand->lapsed = false;
	go_to(alerts, guard, WB_ALERT_PENDING, t);
}

static bool waits_to_fire(const struct wb_stand *stand)
{
	return stand->bad && (stand->state == WB_ALERT_PENDING ||
	                      stand->state == WB_ALERT_OVER);
}

void wb_machine_move(struct wb_alerts *alerts, uint32_t guard, bool bad,
                     wb_ms t)
{
	struct wb_guard *w = &alerts->guards[guard];
	struct wb_stand *stand = w->stand;
	if (!stand) { /* well, or too many stand */
		wb_machine_set_due(alerts, guard, t);
		return;
	}
	if (bad && !stand->bad) {
		stand->bad_since = t;
	}
	stand->bad = bad;
	if (!bad) {
		stand->lapsed = !alerts->rules[w->rule].in_force;
		end(alerts, guard, t);
	} else if (stand->state == WB_ALERT_QUIET) {
		begin(alerts, guard, t);
	}
	if (waits_to_fire(stand) &&
	    t >= stand->bad_since + plan_of(alerts, guard)->hold) {
		fire(alerts, guard, t);
	}
	wb_machine_wait(alerts, guard, t);
}

static void end_shelf(struct wb_alerts *alerts, uint32_t guard, wb_ms t)
{
	alerts->guards[guard].stand->shelved_until = 0;
	alerts->revision++;
	wb_alert_tell_step(alerts, guard, WB_ALERT_STEP_UNSHELVED, t);
	wb_group_note(alerts, guard, t);
}

static void end_flap(struct wb_alerts *alerts, uint32_t guard, wb_ms t)
{
	alerts->guards[guard].stand->flapping = false;
	alerts->revision++;
	wb_alert_tell_step(alerts, guard, WB_ALERT_STEP_RELEASED, t);
	wb_group_note(alerts, guard, t);
}

void wb_machine_wait(struct wb_alerts *alerts, uint32_t guard, wb_ms t)
{
	struct wb_stand *stand = alerts->guards[guard].stand;
	const struct wb_rule_plan *plan = plan_of(alerts, guard);
	if (stand && stand->shelved_until != 0 && stand->shelved_until <= t) {
		end_shelf(alerts, guard, t);
	}
	if (stand && stand->flapping &&
	    stand->stirred + plan->flap_within <= t) {
		end_flap(alerts, guard, t);
	}
	if (stand) {
		forget_fires(plan, stand, t);
		wb_guard_settle(alerts, guard);
	}
	wb_machine_set_due(alerts, guard, t);
}

/* When it wants to be looked at, or something of its own ends. */
void wb_machine_set_due(struct wb_alerts *alerts, uint32_t guard, wb_ms t)
{
	struct wb_guard *w = &alerts->guards[guard];
	const struct wb_rule_plan *plan = plan_of(alerts, guard);
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
	wb_due_set(alerts, guard, due <= t ? t + 1 : due);
}
