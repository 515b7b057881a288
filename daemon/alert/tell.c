/* Alerts as they are shown, and the steps of their history. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "alert/state.h"

/* "RULE/SCOPE@MS" */
static struct wb_str id_of(const struct wb_alerts *alerts,
                           const struct wb_guard *guard)
{
	struct wb_str rule = alerts->rules[guard->rule].plan->name;
	struct wb_str scope = wb_guard_scope(alerts, guard);
	wb_ms since = guard->stand ? guard->stand->since : 0;
	size_t size = rule.len + scope.len + 32;
	char *text = wb_arena_alloc(alerts->scratch, size);
	if (!text) {
		return (struct wb_str){ "", 0 };
	}
	int len = snprintf(text, size, "%.*s/%.*s@%" PRId64, WB_STR_FMT(rule),
	                   WB_STR_FMT(scope), since);
	return (struct wb_str){ text, (size_t)len };
}

static void tell_reads(const struct wb_alerts *alerts,
                       const struct wb_guard *guard, struct wb_alert *alert)
{
	const struct wb_rule_plan *plan = alerts->rules[guard->rule].plan;
	for (int i = 0; i < plan->condition_count; i++) {
		const struct wb_read *read = &guard->stand->reads[i];
		alert->readings[i] = (struct wb_alert_reading){
			.condition = &plan->conditions[i],
			.bad = read->bad,
			.value = read->value,
			.raise = read->raise,
			.clear = read->clear,
		};
	}
	alert->reading_count = plan->condition_count;
}

void wb_tell_alert(const struct wb_alerts *alerts, uint32_t guard,
                   struct wb_alert *ret_alert)
{
	const struct wb_guard *w = &alerts->guards[guard];
	const struct wb_stand *stand = w->stand;
	*ret_alert = (struct wb_alert){
		.id = id_of(alerts, w),
		.rule = alerts->rules[w->rule].plan,
		.scope = wb_guard_scope(alerts, w),
	};
	if (!stand) {
		return;
	}
	ret_alert->state = stand->state;
	ret_alert->since = stand->since;
	ret_alert->fired = stand->fired;
	ret_alert->changed = stand->changed;
	ret_alert->inhibited = stand->inhibited;
	ret_alert->flapping = stand->flapping;
	ret_alert->shelved_until = stand->shelved_until;
	ret_alert->escalated = stand->escalated;
	ret_alert->lapsed = stand->lapsed;
	ret_alert->author = wb_str(stand->author);
	ret_alert->note = wb_str(stand->note);
	tell_reads(alerts, w, ret_alert);
}

void wb_alert_tell_step(struct wb_alerts *alerts, uint32_t guard,
                        enum wb_alert_step_kind kind, wb_ms t)
{
	struct wb_alert alert;
	struct wb_alert_step step = {
		.kind = kind,
		.at = t,
		.number = ++alerts->step_number,
		.alert = &alert,
	};
	alerts->revision++;
	if (!alerts->sink.step) {
		return;
	}
	wb_arena_reset(alerts->scratch);
	wb_tell_alert(alerts, guard, &alert);
	alerts->sink.step(alerts->sink.user, &step);
}

/* Where each state stands in the list, worst first. */
static int rank_of(enum wb_alert_state state)
{
	static const int ranks[WB_ALERT_STATE_COUNT] = {
		[WB_ALERT_FIRING] = 0,       [WB_ALERT_OVER] = 1,
		[WB_ALERT_ACKNOWLEDGED] = 2, [WB_ALERT_PENDING] = 3,
		[WB_ALERT_QUIET] = 4,
	};
	return ranks[state];
}

/* Worst first: by state, severity, age; then by what does not change. */
static int compare(const void *a, const void *b)
{
	const struct wb_alert *x = a, *y = b;
	int rank = rank_of(x->state) - rank_of(y->state);
	if (rank != 0) {
		return rank;
	}
	if (x->rule->severity != y->rule->severity) {
		return x->rule->severity > y->rule->severity ? -1 : 1;
	}
	if (x->since != y->since) {
		return x->since < y->since ? -1 : 1;
	}
	size_t len = x->id.len < y->id.len ? x->id.len : y->id.len;
	int order = memcmp(x->id.data, y->id.data, len);
	return order != 0              ? order
	       : x->id.len < y->id.len ? -1
	                               : x->id.len > y->id.len;
}

static void tell_all(const struct wb_alerts *alerts, bool shelved,
                     void (*fn)(void *user, const struct wb_alert *alert),
                     void *user)
{
	size_t count = 0;
	wb_arena_reset(alerts->scratch);
	struct wb_alert *all = wb_arena_alloc(
		alerts->scratch, alerts->standing.count * sizeof(*all) + 1);
	for (uint32_t i = 0; all && i < alerts->standing.count; i++) {
		uint32_t guard = alerts->standing.items[i];
		const struct wb_stand *stand = alerts->guards[guard].stand;
		if (shelved ? stand->shelved_until != 0
		            : stand->state != WB_ALERT_QUIET) {
			wb_tell_alert(alerts, guard, &all[count++]);
		}
	}
	if (count > 1) {
		qsort(all, count, sizeof(*all), compare);
	}
	for (size_t i = 0; i < count; i++) {
		fn(user, &all[i]);
	}
}

void wb_alerts_each(const struct wb_alerts *alerts,
                    void (*fn)(void *user, const struct wb_alert *alert),
                    void *user)
{
	tell_all(alerts, false, fn, user);
}

void wb_alerts_each_shelved(const struct wb_alerts *alerts,
                            void (*fn)(void *user,
                                       const struct wb_alert *alert),
                            void *user)
{
	tell_all(alerts, true, fn, user);
}
