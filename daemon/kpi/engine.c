#include "kpi/engine.h"

#include <stdlib.h>
#include <string.h>

#include "kpi/state.h"

struct wb_engine *wb_engine_create(void)
{
	struct wb_engine *engine = calloc(1, sizeof(*engine));
	if (!engine) {
		return NULL;
	}
	engine->floor = wb_floor_create(&wb_count_sink, engine);
	wb_log_init(&engine->log);
	engine->next_border = WB_NEVER;
	engine->next_quarter = WB_NEVER;
	engine->next_minute = WB_NEVER;
	engine->total = WB_NOBODY;
	for (int i = 0; i < WB_CHANNEL_COUNT; i++) {
		engine->channels[i] = WB_NOBODY;
	}
	if (!engine->floor) {
		wb_engine_destroy(engine);
		return NULL;
	}
	return engine;
}

void wb_engine_destroy(struct wb_engine *engine)
{
	if (!engine) {
		return;
	}
	wb_floor_destroy(engine->floor);
	wb_log_finish(&engine->log);
	wb_cells_finish(&engine->cells);
	wb_details_finish(&engine->details);
	wb_scopes_finish(engine);
	wb_outlook_finish(engine);
	free(engine->trends);
	free(engine->own_pages);
	wb_course_finish(engine);
	free(engine);
}

bool wb_engine_set_plan(struct wb_engine *engine, const struct wb_plan *plan)
{
	engine->plan = plan;
	return wb_floor_set_plan(engine->floor, plan) &&
	       wb_scopes_set_plan(engine) && wb_trend_register_pages(engine);
}

static wb_ms after(wb_ms now, wb_ms step)
{
	return (now / step + 1) * step;
}

void wb_engine_set_borders(struct wb_engine *engine)
{
	engine->next_quarter = after(engine->now, WB_QUARTER);
	engine->next_minute = after(engine->now, WB_MINUTE);
}

/* The first time that is told: no border before it was ever crossed. */
static void start(struct wb_engine *engine, wb_ms now)
{
	engine->started = true;
	engine->now = now;
	engine->told_until = now;
	wb_outlook_begin(engine);
	wb_engine_set_borders(engine);
	wb_count_advance(engine, now);
	wb_scopes_roll_calendars(engine, now);
}

static wb_ms earlier(wb_ms a, wb_ms b)
{
	return a < b ? a : b;
}

wb_ms wb_engine_next_event(const struct wb_engine *engine)
{
	return earlier(earlier(engine->next_border, engine->next_quarter),
	               wb_floor_next_change(engine->floor));
}

static wb_ms earliest(const struct wb_engine *engine)
{
	return earlier(wb_engine_next_event(engine), engine->next_minute);
}

/* Moves to `now` and does what is due there: borders first, then timers. */
static void step(struct wb_engine *engine, wb_ms now)
{
	if (now > engine->now) {
		engine->now = now;
	}
	/* What a timer concludes belongs to the windows that end then. */
	wb_count_advance(engine, now);
	if (engine->next_quarter <= now) {
		wb_tell_flows(engine);
		wb_tell_times(engine, engine->next_quarter);
		wb_read_tire(engine);
		wb_outlook_quarter(engine, engine->next_quarter);
		engine->next_quarter += WB_QUARTER;
	}
	if (engine->next_border <= now) {
		wb_scopes_roll_calendars(engine, now);
	}
	if (engine->next_minute <= now) {
		wb_trend_sample_all(engine, engine->next_minute);
		engine->next_minute += WB_MINUTE;
	}
	wb_floor_advance(engine->floor, now);
}

/*
 * Of the samples in a long silence only the last hour's are kept, so the
 * earlier ones need not be taken; the same for time that nobody spent.
 */
static void skip_minutes(struct wb_engine *engine, wb_ms now)
{
	wb_ms first = (now / WB_MINUTE - WB_TREND_POINTS) * WB_MINUTE;
	if (engine->next_minute < first) {
		engine->next_minute = first;
	}
}

void wb_engine_advance(struct wb_engine *engine, wb_ms now)
{
	if (!engine->started) {
		start(engine, now);
		return;
	}
	if (now <= engine->now) {
		return;
	}
	skip_minutes(engine, now);
	for (wb_ms next = earliest(engine); next <= now;
	     next = earliest(engine)) {
		step(engine, next);
	}
	engine->now = now;
	wb_floor_advance(engine->floor, now);
	wb_count_advance(engine, now);
}

void wb_engine_apply(struct wb_engine *engine, uint32_t feed,
                     const struct wb_event *event)
{
	wb_outlook_hear(engine);
	wb_floor_apply(engine->floor, feed, event, engine->now);
}

void wb_engine_silence(struct wb_engine *engine)
{
	if (engine->started) {
		wb_floor_sign_out_all(engine->floor, engine->now);
	}
}

wb_ms wb_engine_now(const struct wb_engine *engine)
{
	return engine->now;
}

wb_ms wb_engine_next_change(const struct wb_engine *engine)
{
	if (!engine->started) {
		return WB_NEVER;
	}
	wb_ms next = earliest(engine);
	wb_ms second = after(engine->now, WB_SECOND);
	return next < second && next > engine->now ? next : second;
}

void wb_engine_on_touch(struct wb_engine *engine, wb_touch_fn *touch,
                        void *user)
{
	engine->touch = touch;
	engine->touch_user = user;
}

const struct wb_floor *wb_engine_floor(const struct wb_engine *engine)
{
	return engine->floor;
}

const struct wb_plan *wb_engine_plan(const struct wb_engine *engine)
{
	return engine->plan;
}

uint32_t wb_engine_scope(const struct wb_engine *engine, struct wb_str scope)
{
	return wb_names_find(&engine->names, scope);
}

uint32_t wb_engine_queue_scope(const struct wb_engine *engine, uint32_t queue)
{
	return queue < engine->queue_count ? engine->queues[queue].own
	                                   : WB_NOBODY;
}

uint32_t wb_engine_agent_scope(const struct wb_engine *engine, uint32_t agent)
{
	return agent < engine->agent_count ? engine->agents[agent].own
	                                   : WB_NOBODY;
}

uint32_t wb_engine_scope_count(const struct wb_engine *engine)
{
	return engine->names.count;
}

struct wb_str wb_engine_scope_name(const struct wb_engine *engine,
                                   uint32_t scope)
{
	return wb_names_get(&engine->names, scope);
}

enum wb_scope_kind wb_engine_scope_kind(const struct wb_engine *engine,
                                        uint32_t scope)
{
	return engine->scopes[scope].kind;
}

bool wb_engine_scope_has_queue(const struct wb_engine *engine, uint32_t scope,
                               uint32_t queue)
{
	if (queue >= engine->queue_count) {
		return false;
	}
	const struct queue_scopes *q = &engine->queues[queue];
	return scope == engine->total || scope == q->own ||
	       scope == q->department || scope == q->site || scope == q->tier ||
	       scope == q->channel;
}

bool wb_engine_scope_has_agent(const struct wb_engine *engine, uint32_t scope,
                               uint32_t agent)
{
	if (agent >= engine->agent_count) {
		return false;
	}
	const struct agent_scopes *a = &engine->agents[agent];
	if (a->own == scope) {
		return true;
	}
	const struct crew *crew =
		a->crew != WB_NOBODY ? engine->crews.list[a->crew] : NULL;
	for (uint32_t i = 0; crew && i < crew->count; i++) {
		if (crew->scopes[i] == scope) {
			return true;
		}
	}
	return false;
}

/* Rare, and asked of few scopes: nothing is kept for it. */
static int64_t count_pending(const struct wb_engine *engine, uint32_t scope)
{
	int64_t pending = 0;
	for (uint32_t i = 0; i < engine->agent_count; i++) {
		struct wb_agent_now now;
		wb_floor_agent_now(engine->floor, i, &now);
		pending += now.pending.data &&
		           now.state != WB_AGENT_SIGNED_OUT &&
		           wb_engine_scope_has_agent(engine, scope, i);
	}
	return pending;
}

/* Callbacks of no queue are at the site of the agent who promised them. */
static void add_stray_callbacks(const struct wb_engine *engine, uint32_t scope,
                                struct wb_moment_state *state)
{
	struct wb_str name = wb_engine_scope_name(engine, scope);
	size_t kind = strlen("site:");
	if (engine->scopes[scope].kind != WB_SCOPE_SITE) {
		return;
	}
	wb_ms oldest = wb_floor_stray_callback(
		engine->floor,
		(struct wb_str){ name.data + kind, name.len - kind });
	if (oldest < state->oldest_callback) {
		state->oldest_callback = oldest;
	}
}

struct wb_value wb_engine_read(struct wb_engine *engine,
                               const struct wb_kpi *kpi, uint32_t scope,
                               enum wb_window window)
{
	struct wb_moment_state moment;
	if (kpi->outlook != WB_OUTLOOK_NONE) {
		return wb_outlook_read(engine, kpi, scope, window);
	}
	if (kpi->moment != WB_MOMENT_NONE) {
		wb_engine_moment(engine, scope, &moment);
		if (kpi->moment == WB_MOMENT_PENDING) {
			moment.agents_pending = count_pending(engine, scope);
		} else if (kpi->moment == WB_MOMENT_OLDEST_CALLBACK) {
			add_stray_callbacks(engine, scope, &moment);
		}
		return wb_kpi_value(kpi, NULL, &moment);
	}
	return kpi->quantile > 0 ? wb_read_quantile(engine, kpi, scope, window)
	                         : wb_read_sums(engine, kpi, scope, window);
}

static void add_line(const struct wb_queue_now *now,
                     struct wb_moment_state *state)
{
	state->waiting += now->waiting;
	state->waiting_late += now->waiting_late;
	if (now->oldest < state->oldest) {
		state->oldest = now->oldest;
	}
	if (now->oldest_callback < state->oldest_callback) {
		state->oldest_callback = now->oldest_callback;
	}
}

static void add_queue_now(const struct wb_engine *engine, uint32_t queue,
                          struct wb_moment_state *state)
{
	struct wb_queue_now now;
	wb_floor_queue_now(engine->floor, queue, &now);
	add_line(&now, state);
}

static void add_channel_now(const struct wb_engine *engine, int channel,
                            struct wb_moment_state *state)
{
	struct wb_queue_now now;
	wb_floor_channel_now(engine->floor, (enum wb_channel)channel, &now);
	add_line(&now, state);
}

/* Who waits in the scope. */
static void add_waiting(const struct wb_engine *engine, uint32_t number,
                        struct wb_moment_state *state)
{
	const struct scope *scope = &engine->scopes[number];
	if (scope->kind == WB_SCOPE_CHANNEL) {
		add_channel_now(engine, (int)scope->number, state);
	} else if (scope->kind == WB_SCOPE_TOTAL) {
		for (int i = 0; i < WB_CHANNEL_COUNT; i++) {
			add_channel_now(engine, i, state);
		}
	}
	for (uint32_t i = 0; i < scope->queue_count; i++) {
		add_queue_now(engine, scope->queues[i], state);
	}
}

void wb_engine_moment(const struct wb_engine *engine, uint32_t scope,
                      struct wb_moment_state *ret_state)
{
	*ret_state = (struct wb_moment_state){
		.oldest = WB_NEVER,
		.oldest_callback = WB_NEVER,
	};
	add_waiting(engine, scope, ret_state);
	const struct wb_heads *heads = &engine->heads[scope];
	for (int state = WB_AGENT_AVAILABLE; state < WB_AGENT_STATE_COUNT;
	     state++) {
		ret_state->agents[state] = heads->in[WB_STATE_LEVEL(state)];
	}
	ret_state->agents_remote = heads->in[WB_MARK_LEVEL(WB_MARK_REMOTE)];
}

static void tell(struct wb_engine *engine)
{
	if (engine->started) {
		wb_tell_flows(engine);
		wb_tell_times(engine, engine->now);
	}
}

void wb_engine_read_history(
	struct wb_engine *engine,
	void (*fn)(void *user, const struct wb_history_addition *addition),
	void *user)
{
	tell(engine);
	for (uint32_t i = 0; i < engine->cells.count; i++) {
		const struct wb_cell *cell = &engine->cells.cells[i];
		for (int a = 0; a < WB_ATTRIBUTION_COUNT; a++) {
			if (cell->kind != a && cell->kind != WB_CELL_BOTH) {
				continue;
			}
			struct wb_history_addition addition = {
				.attribution = a,
				.scope = cell->scope,
				.quarter = cell->quarter * WB_QUARTER,
				.add = cell->add,
				.waits = &cell->waits,
			};
			fn(user, &addition);
		}
	}
}

void wb_engine_forget_history(struct wb_engine *engine)
{
	tell(engine);
	wb_cells_clear(&engine->cells);
	wb_details_clear(&engine->details);
}

uint32_t wb_engine_history_waiting(const struct wb_engine *engine)
{
	return engine->cells.count + engine->touched_count +
	       engine->details.count;
}

void wb_engine_keep_details(struct wb_engine *engine)
{
	engine->details.keep = true;
}

void wb_engine_read_details(const struct wb_engine *engine,
                            void (*fn)(void *user,
                                       const struct wb_detail *detail),
                            void *user)
{
	for (uint32_t i = 0; i < engine->details.count; i++) {
		fn(user, &engine->details.list[i]);
	}
}

void wb_engine_sums(struct wb_engine *engine, uint32_t scope,
                    enum wb_window window, int64_t ret_sums[WB_MEASURE_COUNT])
{
	wb_count_sums(engine, scope, window, ret_sums);
}

void wb_engine_span(const struct wb_engine *engine, uint32_t scope,
                    enum wb_window window, wb_ms *ret_from, wb_ms *ret_to)
{
	const struct wb_sums *sums = engine->sums[scope];
	*ret_to = engine->now;
	switch (window) {
	case WB_WINDOW_5M:
	case WB_WINDOW_15M:
	case WB_WINDOW_30M:
	case WB_WINDOW_1H:
		*ret_from = wb_log_start(&engine->log, wb_column_of(window));
		break;
	case WB_WINDOW_INTERVAL:
		*ret_from = sums->start[WB_LASTING(WB_COLUMN_INTERVAL)];
		break;
	case WB_WINDOW_DAY:
		*ret_from = sums->start[WB_LASTING(WB_COLUMN_DAY)];
		break;
	case WB_WINDOW_NOW:
	case WB_WINDOW_COUNT:
		*ret_from = engine->now;
		break;
	}
}

void wb_engine_count(const struct wb_engine *engine,
                     struct wb_engine_counters *ret_counters)
{
	wb_floor_count(engine->floor, &ret_counters->floor);
	ret_counters->clock_ahead = engine->clock_ahead;
	ret_counters->details_dropped = engine->details.dropped;
	ret_counters->out_of_memory = engine->out_of_memory +
	                              engine->log.out_of_memory +
	                              engine->cells.out_of_memory;
}
