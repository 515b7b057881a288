/* Reading the numbers of a rule in a scope, and comparing them. */

#include "alert/state.h"

/* What a look finds. */
struct look {
	struct wb_alerts *alerts;
	const struct wb_rule *rule;
	struct wb_guard *guard;
	wb_ms t;
	wb_ms next; /* when it must look again although nothing happens */
	struct wb_read reads[WB_CONDITIONS_MAX];
};

/* What was promised in the scope: the queue's own, or the usual. */
static const struct wb_service_level_plan *promise_of(const struct look *look)
{
	const struct wb_alerts *alerts = look->alerts;
	const struct wb_guard *guard = look->guard;
	uint32_t subject = guard->kind == WB_GUARD_SCOPE
	                           ? alerts->places[guard->scope].subject
	                           : WB_NOBODY;
	if (subject == WB_NOBODY ||
	    wb_engine_scope_kind(alerts->engine, guard->scope) !=
	            WB_SCOPE_QUEUE) {
		return &alerts->plan->defaults.service_level;
	}
	return &wb_floor_queue_plan(wb_engine_floor(alerts->engine), subject)
	                ->service_level;
}

static int64_t limit_of(const struct look *look,
                        const struct wb_alert_limit *limit)
{
	switch (limit->base) {
	case WB_LIMIT_TARGET:
		return promise_of(look)->target_bp + limit->number;
	case WB_LIMIT_THRESHOLD:
		return promise_of(look)->threshold * limit->number / 100;
	case WB_LIMIT_FIXED:
	case WB_LIMIT_BASE_COUNT:
		break;
	}
	return limit->number;
}

/* Entries that will miss their threshold, if nobody answers. */
struct due_count {
	struct look *look;
	const struct wb_queue_plan *queue;
	wb_ms ahead;
	int64_t entries;
};

static bool count_due(void *user, const struct wb_waiting *waiting)
{
	struct due_count *count = user;
	wb_ms threshold = wb_plan_service_level(count->queue, waiting->channel)
	                          ->threshold;
	wb_ms from = waiting->entered + threshold - count->ahead;
	if (waiting->late || waiting->callback) {
		return true;
	}
	if (from <= count->look->t) {
		count->entries++;
	} else {
		count->look->next = wb_earlier(count->look->next, from);
	}
	return true;
}

static int64_t read_due(struct look *look, wb_ms ahead)
{
	const struct wb_engine *engine = look->alerts->engine;
	const struct wb_floor *floor = wb_engine_floor(engine);
	uint32_t scope = look->guard->scope;
	struct due_count count = { .look = look, .ahead = ahead };
	uint32_t queues = wb_floor_queue_count(floor);
	uint32_t only = look->alerts->places[scope].subject;
	for (uint32_t q = only == WB_NOBODY ? 0 : only; q < queues; q++) {
		if (wb_engine_scope_has_queue(engine, scope, q)) {
			count.queue = wb_floor_queue_plan(floor, q);
			wb_floor_waiting(floor, q, count_due, &count);
		}
		if (only != WB_NOBODY) {
			break;
		}
	}
	return count.entries;
}

/* Rules of the same number in a scope are looked at one after the other. */
static struct wb_value read_kpi(struct look *look, const struct wb_kpi *kpi,
                                enum wb_window window)
{
	struct wb_last_read *last = &look->alerts->last;
	uint32_t scope = look->guard->scope;
	if (last->kpi != kpi || last->scope != scope ||
	    last->window != window || last->t != look->t) {
		*last = (struct wb_last_read){
			.kpi = kpi,
			.scope = scope,
			.window = window,
			.t = look->t,
			.value = wb_engine_read(look->alerts->engine, kpi,
			                        scope, window),
		};
	}
	return last->value;
}

static struct wb_value read_value(struct look *look, int i)
{
	struct wb_alerts *alerts = look->alerts;
	const struct wb_condition_plan *plan = &look->rule->plan->conditions[i];
	const struct wb_kpi *kpi = look->rule->kpis[i];
	uint32_t scope = look->guard->scope;
	struct wb_value value = { .known = true };
	switch (plan->signal) {
	case WB_SIGNAL_FEED:
	case WB_SIGNAL_ROUTE:
		value.value = alerts->things[scope].on;
		return value;
	case WB_SIGNAL_DUE:
		value.value = read_due(look, plan->ahead);
		return value;
	case WB_SIGNAL_KPI:
	case WB_SIGNAL_COUNT:
		break;
	}
	if (!kpi) {
		return (struct wb_value){ .known = false };
	}
	return read_kpi(look, kpi, plan->window);
}

static bool is_past(int64_t value, int64_t limit, bool above)
{
	return above ? value > limit : value < limit;
}

static bool is_enough(const struct wb_condition_plan *plan,
                      const struct wb_value *value)
{
	return !value->is_ratio || value->ratio.den >= plan->min_sample;
}

/* A duration crosses the limit by itself. */
static void expect_crossing(struct look *look, const struct wb_read *read,
                            bool above)
{
	wb_ms since = look->t - read->value.value;
	if (above && !read->bad) {
		look->next = wb_earlier(look->next, since + read->raise + 1);
	} else if (!above && read->bad) {
		look->next = wb_earlier(look->next, since + read->clear);
	}
}

static int64_t window_seconds(enum wb_window window)
{
	static const int64_t seconds[WB_WINDOW_COUNT] = {
		[WB_WINDOW_5M] = 300,
		[WB_WINDOW_15M] = 900,
		[WB_WINDOW_30M] = 1800,
		[WB_WINDOW_1H] = 3600,
	};
	return seconds[window];
}

/* Its window will lose what it has, and then the value is another. */
static void expect_loss(struct look *look, enum wb_window window)
{
	const struct wb_alert_place *place =
		&look->alerts->places[look->guard->scope];
	int64_t seconds = window_seconds(window);
	if (seconds > 0 && place->seconds) {
		look->next = wb_earlier(
			look->next,
			wb_seconds_next(place->seconds, seconds, look->t));
	}
}

static void read_condition(struct look *look, int i)
{
	const struct wb_condition_plan *plan = &look->rule->plan->conditions[i];
	const struct wb_kpi *kpi = look->rule->kpis[i];
	struct wb_read *read = &look->reads[i];
	bool was_bad = ((unsigned)look->guard->latches >> i & 1u) != 0;
	bool since = kpi && kpi->unit == WB_UNIT_SINCE;
	*read = (struct wb_read){
		.value = read_value(look, i),
		.raise = limit_of(look, &plan->raise),
		.clear = limit_of(look, &plan->clear),
	};
	if (since && read->value.known) {
		read->value.value = wb_later(look->t - read->value.value, 0);
	}
	if (read->value.known) {
		read->bad = was_bad ? is_past(read->value.value, read->clear,
		                              plan->above)
		                    : is_past(read->value.value, read->raise,
		                              plan->above) &&
		                              is_enough(plan, &read->value);
	}
	if (look->rule->by_clock) {
		return;
	}
	if (since && read->value.known) {
		expect_crossing(look, read, plan->above);
	}
	if (kpi && kpi->moment == WB_MOMENT_NONE) {
		expect_loss(look, plan->window);
	}
}

/* Does it matter from now on what the conditions from `i` on were? */
static bool have_memory(const struct wb_rule_plan *plan, int i)
{
	for (; i < plan->condition_count; i++) {
		const struct wb_condition_plan *condition =
			&plan->conditions[i];
		if (condition->raise.base != condition->clear.base ||
		    condition->raise.number != condition->clear.number ||
		    condition->min_sample > 0) {
			return true;
		}
	}
	return false;
}

/*
 * Reads all conditions. Is it bad as a whole? Of all that are needed, those
 * after the first good one need not be read while nobody is shown them.
 */
static bool read_all(struct look *look)
{
	const struct wb_rule_plan *plan = look->rule->plan;
	uint8_t latches = 0;
	int bad = 0;
	for (int i = 0; i < plan->condition_count; i++) {
		read_condition(look, i);
		if (look->reads[i].bad) {
			latches |= (uint8_t)(1u << i);
			bad++;
		} else if (!plan->any && !look->guard->stand &&
		           !have_memory(plan, i + 1)) {
			break;
		}
	}
	look->guard->latches = latches;
	return plan->any ? bad > 0 : bad == plan->condition_count;
}

static bool is_same(const struct wb_read *a, const struct wb_read *b)
{
	return a->bad == b->bad && a->value.known == b->value.known &&
	       a->value.value == b->value.value &&
	       a->value.ratio.num == b->value.ratio.num &&
	       a->value.ratio.den == b->value.ratio.den &&
	       a->raise == b->raise && a->clear == b->clear;
}

/* What was read is shown with what stands. */
static void keep_reads(const struct look *look)
{
	struct wb_stand *stand = look->guard->stand;
	for (int i = 0; i < look->rule->plan->condition_count; i++) {
		if (!is_same(&stand->reads[i], &look->reads[i])) {
			look->alerts->revision++;
			stand->reads[i] = look->reads[i];
		}
	}
}

void wb_look(struct wb_alerts *alerts, uint32_t guard, wb_ms t)
{
	struct wb_guard *w = &alerts->guards[guard];
	struct look look = {
		.alerts = alerts,
		.rule = &alerts->rules[w->rule],
		.guard = w,
		.t = t,
		.next = WB_NEVER,
	};
	bool bad = false;
	alerts->counters.looked++;
	if (look.rule->in_force) {
		bad = read_all(&look);
		if (bad) {
			wb_guard_stand(alerts, guard);
		}
		if (w->stand) {
			keep_reads(&look);
		}
	} else {
		w->latches = 0;
	}
	w->look_due = look.next;
	wb_machine_move(alerts, guard, bad, t);
}
