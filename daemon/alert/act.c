/* What people do: take an alert upon themselves, put it aside. */

#include <errno.h>
#include <stdlib.h>

#include "alert/state.h"

/* "RULE/SCOPE@MS": takes the instant off. False when there is none. */
static bool take_instant(struct wb_str *id, wb_ms *ret_instant)
{
	wb_ms instant = 0;
	size_t at = id->len;
	while (at > 0 && id->data[at - 1] >= '0' && id->data[at - 1] <= '9') {
		at--;
	}
	if (at == 0 || at == id->len || id->len - at > 15 ||
	    id->data[at - 1] != '@') {
		return false;
	}
	for (size_t i = at; i < id->len; i++) {
		instant = instant * 10 + (id->data[i] - '0');
	}
	id->len = at - 1;
	*ret_instant = instant;
	return true;
}

/* "RULE/SCOPE"; a rule's name has no slash. */
static uint32_t find_guard(const struct wb_alerts *alerts, struct wb_str id)
{
	const char *slash = id.len > 0 ? memchr(id.data, '/', id.len) : NULL;
	if (!slash || !alerts->plan) {
		return WB_NOBODY;
	}
	struct wb_str name = { id.data, (size_t)(slash - id.data) };
	struct wb_str scope = { slash + 1, id.len - name.len - 1 };
	int rule = wb_alert_plan_rule(alerts->plan->alerts, name);
	if (rule < 0) {
		return WB_NOBODY;
	}
	enum wb_guard_kind kind = alerts->rules[rule].kind;
	uint32_t number = kind == WB_GUARD_SCOPE
	                          ? wb_engine_scope(alerts->engine, scope)
	                          : wb_names_find(&alerts->thing_names, scope);
	return wb_guard_find(alerts, (uint32_t)rule, kind, number);
}

/* An alert that stands: by its id, which names its instant. */
static uint32_t find_standing(const struct wb_alerts *alerts, struct wb_str id)
{
	wb_ms since;
	uint32_t guard =
		take_instant(&id, &since) ? find_guard(alerts, id) : WB_NOBODY;
	if (guard == WB_NOBODY) {
		return guard;
	}
	const struct wb_stand *stand = alerts->guards[guard].stand;
	return stand && stand->since == since && stand->state > WB_ALERT_PENDING
	               ? guard
	               : WB_NOBODY;
}

/* Of an alert's id, or of a rule and a scope, whose name may end alike. */
static uint32_t find_any(const struct wb_alerts *alerts, struct wb_str id)
{
	wb_ms since;
	uint32_t guard = find_guard(alerts, id);
	if (guard == WB_NOBODY && take_instant(&id, &since)) {
		guard = find_guard(alerts, id);
	}
	return guard;
}

static int check_acknowledge(const struct wb_alerts *alerts, struct wb_str id,
                             uint32_t *ret_guard)
{
	*ret_guard = find_standing(alerts, id);
	if (*ret_guard == WB_NOBODY) {
		return -ENOENT;
	}
	return alerts->guards[*ret_guard].stand->state == WB_ALERT_ACKNOWLEDGED
	               ? -EALREADY
	               : 0;
}

static int check(const struct wb_alerts *alerts, enum wb_alert_act act,
                 struct wb_str id, uint32_t *ret_guard)
{
	if (act == WB_ACT_ACKNOWLEDGE) {
		return check_acknowledge(alerts, id, ret_guard);
	}
	*ret_guard = find_any(alerts, id);
	if (*ret_guard == WB_NOBODY) {
		return -ENOENT;
	}
	const struct wb_stand *stand = alerts->guards[*ret_guard].stand;
	bool shelved = stand && stand->shelved_until != 0;
	return act == WB_ACT_UNSHELVE && !shelved ? -EALREADY : 0;
}

int wb_alerts_can(const struct wb_alerts *alerts, enum wb_alert_act act,
                  struct wb_str id)
{
	uint32_t guard;
	return check(alerts, act, id, &guard);
}

static void acknowledge(struct wb_alerts *alerts, uint32_t guard, wb_ms t)
{
	struct wb_stand *stand = alerts->guards[guard].stand;
	bool over = stand->state == WB_ALERT_OVER;
	if (!over) {
		stand->state = WB_ALERT_ACKNOWLEDGED;
		stand->changed = t;
	}
	wb_alert_tell_step(alerts, guard, WB_ALERT_STEP_ACKNOWLEDGED, t);
	if (over) {
		wb_machine_resolve(alerts, guard, t);
	}
	wb_group_note(alerts, guard, t);
}

static void shelve(struct wb_alerts *alerts, uint32_t guard, wb_ms until,
                   wb_ms t)
{
	struct wb_stand *stand = alerts->guards[guard].stand;
	stand->shelved_until = until;
	wb_alert_tell_step(alerts, guard,
	                   until != 0 ? WB_ALERT_STEP_SHELVED
	                              : WB_ALERT_STEP_UNSHELVED,
	                   t);
	wb_group_note(alerts, guard, t);
}

int wb_alerts_act(struct wb_alerts *alerts, enum wb_alert_act act,
                  struct wb_str id, wb_ms until, struct wb_str author,
                  struct wb_str note)
{
	uint32_t guard;
	wb_ms t = wb_engine_now(alerts->engine);
	int error = check(alerts, act, id, &guard);
	if (error == 0 && act == WB_ACT_SHELVE && until <= t) {
		error = -EINVAL;
	}
	if (error != 0) {
		return error;
	}
	struct wb_stand *stand = wb_guard_stand(alerts, guard);
	if (!stand) {
		return -ENOMEM;
	}
	wb_stand_sign(alerts, stand, author, note);
	if (act == WB_ACT_ACKNOWLEDGE) {
		acknowledge(alerts, guard, t);
	} else {
		shelve(alerts, guard, act == WB_ACT_SHELVE ? until : 0, t);
	}
	wb_machine_wait(alerts, guard, t);
	wb_group_set_next(alerts);
	return 0;
}
