/* The rows that look ahead: the budget, staffing and the estimated wait. */

#include <math.h>

#include "forecast/erlang.h"
#include "forecast/wait.h"
#include "kpi/budget.h"
#include "kpi/state.h"

/*
 * Fewer than these say too little: a rate from ten arrivals is off by a third
 * as often as not. So it is with a mean of ten exponential times.
 */
#define OFFERED_MIN 10
#define HANDLED_MIN 10
#define ABANDONED_MIN WB_PATIENCE_MIN
#define SPAN_MIN WB_MINUTE

static struct held flows_of(struct wb_engine *engine, uint32_t scope,
                            enum wb_window window)
{
	return wb_read_column(engine, scope, wb_column_of(window));
}

static int64_t of(const struct held *flows, enum wb_measure measure)
{
	return wb_held_value(flows, (int)measure);
}

static int64_t abandons(const struct held *flows)
{
	return of(flows, WB_M_ABANDONED) + of(flows, WB_M_SHORT_ABANDONED);
}

/* An agent's time for one contact; 0 when too few say it. */
static double handle_ms(const struct held *flows)
{
	int64_t handled = of(flows, WB_M_HANDLED);
	if (handled < HANDLED_MIN) {
		return 0;
	}
	/* contacts at once share the agent's time */
	int64_t busy = of(flows, WB_M_SHARE_MS) + of(flows, WB_M_ACW_MS);
	return (double)busy / (double)handled;
}

/* The mean of exponential patience, censored by answers; 0: not known. */
static double patience_ms(const struct held *flows)
{
	int64_t left = abandons(flows);
	if (left < ABANDONED_MIN) {
		return 0;
	}
	int64_t waited = of(flows, WB_M_WAIT_ANSWERED_MS) +
	                 of(flows, WB_M_WAIT_ABANDONED_MS) +
	                 of(flows, WB_M_WAIT_OTHER_MS);
	return (double)waited / (double)left;
}

/* By the window, or by a longer one when that has too few. */
struct habits {
	double handle_ms, patience_ms; /* 0 = not known */
};

static struct habits habits_of(struct wb_engine *engine, uint32_t scope,
                               enum wb_window window)
{
	const enum wb_window windows[] = { window, WB_WINDOW_1H,
		                           WB_WINDOW_DAY };
	struct habits habits = { 0, 0 };
	for (int i = 0; i < 3; i++) {
		struct held flows = flows_of(engine, scope, windows[i]);
		if (habits.handle_ms <= 0) {
			habits.handle_ms = handle_ms(&flows);
		}
		if (habits.patience_ms <= 0) {
			habits.patience_ms = patience_ms(&flows);
		}
	}
	return habits;
}

/* How much of the window was seen. */
static wb_ms span_of(const struct wb_engine *engine, uint32_t scope,
                     enum wb_window window)
{
	wb_ms from, to, began = engine->outlook.began;
	wb_engine_span(engine, scope, window, &from, &to);
	return to - (from > began ? from : began);
}

/* The queue as Erlang's formulas see it. False when it is not known. */
static bool model_of(struct wb_engine *engine, uint32_t scope,
                     enum wb_window window, struct wb_erlang *ret_model)
{
	struct held flows = flows_of(engine, scope, window);
	int64_t offered = of(&flows, WB_M_OFFERED);
	wb_ms span = span_of(engine, scope, window);
	struct habits habits = habits_of(engine, scope, window);
	if (span < SPAN_MIN || offered < OFFERED_MIN || habits.handle_ms <= 0) {
		return false;
	}
	double longest = WB_ERLANG_PATIENCE_MAX * habits.handle_ms;
	double shortest = habits.handle_ms / 1000;
	*ret_model = (struct wb_erlang){
		.rate = (double)offered * 1000 / (double)span,
		.handle_s = habits.handle_ms / 1000,
		.patience_s = WB_ERLANG_PATIENT,
	};
	if (habits.patience_ms > 0) {
		ret_model->patience_s =
			fmax(fmin(habits.patience_ms, longest), shortest) /
			1000;
	}
	return true;
}

/* False for a variant that has no prediction. */
static bool goal_of(const struct wb_queue_plan *plan,
                    struct wb_erlang_goal *ret_goal)
{
	static const enum wb_erlang_level levels[WB_SL_VARIANT_COUNT] = {
		[WB_SL_OFFERED] = WB_ERLANG_OFFERED,
		[WB_SL_ANSWERED] = WB_ERLANG_ANSWERED,
		[WB_SL_IGNORE] = WB_ERLANG_IGNORE,
		[WB_SL_POSITIVE] = WB_ERLANG_POSITIVE,
		[WB_SL_REMOVED] = WB_ERLANG_POSITIVE,
		[WB_SL_NO_FLOW] = WB_ERLANG_OFFERED,
	};
	const struct wb_service_level_plan *sl = &plan->service_level;
	*ret_goal = (struct wb_erlang_goal){
		.level = levels[sl->variant],
		.within_s = (double)sl->threshold / 1000,
		.short_s = (double)plan->short_abandon / 1000,
		.target = (double)sl->target_bp / 10000,
		.max_occupancy = 1,
		.max_abandons = 1,
	};
	return sl->variant != WB_SL_NOW;
}

/* Whole agents, those who serve several queues divided among them. */
static int staff_of(const struct wb_engine *engine, uint32_t queue)
{
	int64_t parts = wb_outlook_parts(engine, queue);
	int64_t agents = (parts + AGENT_PARTS / 2) / AGENT_PARTS;
	if (parts > 0 && agents == 0) {
		return 1;
	}
	return agents < WB_ERLANG_AGENTS_MAX ? (int)agents
	                                     : WB_ERLANG_AGENTS_MAX;
}

static struct wb_value staffing(struct wb_engine *engine,
                                const struct wb_kpi *kpi, uint32_t scope,
                                enum wb_window window)
{
	struct wb_value value = { .known = false };
	struct wb_erlang model;
	struct wb_erlang_goal goal;
	uint32_t queue = engine->scopes[scope].number;
	if (window == WB_WINDOW_NOW) {
		window = WB_WINDOW_15M;
	}
	if (!goal_of(wb_floor_queue_plan(engine->floor, queue), &goal) ||
	    !model_of(engine, scope, window, &model)) {
		return value;
	}
	if (kpi->outlook == WB_OUTLOOK_AGENTS_REQUIRED) {
		int agents;
		value.known = wb_erlang_agents(&model, &goal, &agents);
		value.value = value.known ? agents : 0;
		return value;
	}
	double level;
	value.known = wb_erlang_service_level(&model, staff_of(engine, queue),
	                                      &goal, &level);
	value.value = value.known ? llround(level * 10000) : 0;
	return value;
}

wb_ms wb_outlook_wait(struct wb_engine *engine, uint32_t queue)
{
	const struct queue_scopes *scopes = wb_scopes_of_queue(engine, queue);
	struct wb_queue_now now;
	wb_ms wait;
	if (!scopes || scopes->own == WB_NOBODY) {
		return WB_ABSENT;
	}
	const int32_t *heads = engine->heads[scopes->own].in;
	struct habits habits = habits_of(engine, scopes->own, WB_WINDOW_1H);
	wb_floor_queue_now(engine->floor, queue, &now);
	/* Whoever rings at an agent is as good as answered. */
	int64_t ringing = heads[WB_STATE_LEVEL(WB_AGENT_RINGING)];
	int64_t ahead = (int64_t)now.waiting - ringing;
	struct wb_line_now line = {
		.ahead = (double)(ahead > 0 ? ahead : 0) +
		         wb_outlook_rivals(engine, queue),
		.free_agents = heads[WB_STATE_LEVEL(WB_AGENT_AVAILABLE)],
		.agents = wb_outlook_agents(engine, queue),
		.handle = (wb_ms)llround(habits.handle_ms),
		.patience = (wb_ms)llround(habits.patience_ms),
	};
	return wb_wait_estimate(&line, &wait) ? wait : WB_ABSENT;
}

static struct wb_value estimated_wait(struct wb_engine *engine, uint32_t scope)
{
	wb_ms wait = wb_outlook_wait(engine, engine->scopes[scope].number);
	return (struct wb_value){ .known = wait != WB_ABSENT,
		                  .value = wait != WB_ABSENT ? wait : 0 };
}

/*
 * What is expected of the scope's queues in the rest of its day, each at its
 * own target. True when all those that counted anything today are known.
 */
static bool rest_of_day(struct wb_engine *engine, uint32_t scope,
                        struct wb_budget *ret_rest)
{
	bool all = true;
	*ret_rest = (struct wb_budget){ 0 };
	if (engine->scopes[scope].calendar == WB_NOBODY) {
		return false;
	}
	wb_ms end = engine->calendars[engine->scopes[scope].calendar].next_day;
	for (uint32_t i = 0; i < engine->queue_count; i++) {
		int64_t entries;
		if (!wb_engine_scope_has_queue(engine, scope, i)) {
			continue;
		}
		if (!wb_outlook_expect(engine, i, end, &entries)) {
			const struct wb_sums *sums =
				engine->sums[engine->queues[i].own];
			all = all && wb_sums_since(sums, WB_FLOW_DAY,
			                           WB_M_SL_COUNTED) == 0;
			continue;
		}
		struct wb_budget one = wb_budget_expected(
			entries, wb_floor_queue_plan(engine->floor, i)
					 ->service_level.target_bp);
		wb_budget_add(ret_rest, &one);
	}
	return all;
}

static struct wb_value budget(struct wb_engine *engine,
                              const struct wb_kpi *kpi, uint32_t scope)
{
	int64_t sums[WB_MEASURE_COUNT];
	struct wb_budget rest;
	bool known = rest_of_day(engine, scope, &rest);
	wb_count_sums(engine, scope, WB_WINDOW_DAY, sums);
	if (kpi->outlook == WB_OUTLOOK_BUDGET_LEFT) {
		return wb_kpi_budget_value(kpi, sums, &rest);
	}
	if (!known) {
		return (struct wb_value){ .is_ratio = true };
	}
	struct wb_budget so_far = wb_kpi_budget(sums);
	struct wb_ratio needed = wb_budget_needed(&so_far, &rest);
	return wb_kpi_ratio(kpi, needed.num, needed.den);
}

struct wb_value wb_outlook_read(struct wb_engine *engine,
                                const struct wb_kpi *kpi, uint32_t scope,
                                enum wb_window window)
{
	int64_t sums[WB_MEASURE_COUNT];
	bool is_queue = engine->scopes[scope].kind == WB_SCOPE_QUEUE;
	switch (kpi->outlook) {
	case WB_OUTLOOK_BUDGET_LEFT:
	case WB_OUTLOOK_NEEDED_RATE:
		return budget(engine, kpi, scope);
	case WB_OUTLOOK_AGENTS_REQUIRED:
	case WB_OUTLOOK_SERVICE_LEVEL:
		if (is_queue) {
			return staffing(engine, kpi, scope, window);
		}
		break;
	case WB_OUTLOOK_WAIT:
		if (is_queue) {
			return estimated_wait(engine, scope);
		}
		break;
	case WB_OUTLOOK_BUDGET_BURN:
		wb_count_sums(engine, scope, window, sums);
		return wb_kpi_value(kpi, sums, NULL);
	case WB_OUTLOOK_PER_AGENT:
		return wb_read_per_agent(engine, kpi, scope, window);
	case WB_OUTLOOK_NONE:
		break;
	}
	return (struct wb_value){ .is_ratio = wb_kpi_is_ratio(kpi) };
}
