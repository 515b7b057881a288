/* One sample a minute of what the pages show as lines. */

#include <stdlib.h>
#include <string.h>

#include "kpi/state.h"
#include "limits.h"

static struct wb_trend *find(const struct wb_engine *engine,
                             const struct wb_kpi *kpi, uint32_t scope,
                             enum wb_window window)
{
	for (uint32_t i = 0; i < engine->trend_count; i++) {
		struct wb_trend *trend = &engine->trends[i];
		if (trend->kpi == kpi && trend->scope == scope &&
		    trend->window == window) {
			return trend;
		}
	}
	return NULL;
}

const struct wb_trend *wb_engine_trend(const struct wb_engine *engine,
                                       const struct wb_kpi *kpi, uint32_t scope,
                                       enum wb_window window)
{
	return find(engine, kpi, scope, window);
}

bool wb_trend_restore(struct wb_engine *engine, const struct wb_trend *trend)
{
	if (engine->trend_count == engine->trend_capacity) {
		uint32_t capacity = engine->trend_capacity * 2 + 16;
		struct wb_trend *grown =
			realloc(engine->trends, capacity * sizeof(*grown));
		if (!grown) {
			return false;
		}
		engine->trends = grown;
		engine->trend_capacity = capacity;
	}
	engine->trends[engine->trend_count++] = *trend;
	return true;
}

/* Who asks for lines: the plan has as many as it likes. */
struct asker {
	struct wb_engine *engine;
	bool own; /* for people's own views */
};

/* Another one for the own views? */
static bool may_add(struct asker *asker, uint32_t *count, uint32_t most)
{
	if (!asker->own) {
		return true;
	}
	if (*count == most) {
		asker->engine->lines_refused++;
		return false;
	}
	(*count)++;
	return true;
}

static bool add_trend(struct asker *asker, const struct wb_kpi *kpi,
                      uint32_t scope, enum wb_window window)
{
	struct wb_engine *engine = asker->engine;
	if (!kpi || scope == WB_NOBODY) {
		return true;
	}
	struct wb_trend *known = find(engine, kpi, scope, window);
	if ((known && known->wanted) ||
	    !may_add(asker, &engine->own_lines, WB_OWN_LINES_MAX)) {
		return true;
	}
	if (known) {
		known->wanted = true;
		return true;
	}
	const struct wb_trend trend = {
		.kpi = kpi,
		.scope = scope,
		.window = window,
		.wanted = true,
	};
	return wb_trend_restore(engine, &trend);
}

static bool add_course(struct asker *asker, uint32_t scope)
{
	struct wb_engine *engine = asker->engine;
	if (scope == WB_NOBODY) {
		return true;
	}
	struct wb_day_course *known = wb_course_find(engine, scope);
	if ((known && known->wanted) ||
	    !may_add(asker, &engine->own_courses, WB_OWN_COURSES_MAX)) {
		return true;
	}
	known = known ? known : wb_course_begin(engine, scope);
	if (known) {
		known->wanted = true;
	}
	return known != NULL;
}

/*
 * A table's trend is the service level of each of its queues; that of the
 * column's own window tells since when a promise is broken.
 */
static bool register_queues(struct asker *asker, enum wb_window window)
{
	const struct wb_engine *engine = asker->engine;
	const struct wb_kpi *kpi = wb_kpi_find(wb_str("service_level"));
	for (uint32_t i = 0; i < engine->queue_count; i++) {
		if (!add_trend(asker, kpi, engine->queues[i].own, window)) {
			return false;
		}
	}
	return true;
}

static bool has_column(const struct wb_tile_plan *tile, const char *name)
{
	for (int i = 0; i < tile->column_count; i++) {
		if (wb_str_is(tile->columns[i], name)) {
			return true;
		}
	}
	return false;
}

static bool register_table(struct asker *asker, const struct wb_tile_plan *tile)
{
	if (has_column(tile, "trend") &&
	    !register_queues(asker, WB_WINDOW_15M)) {
		return false;
	}
	return !has_column(tile, "service_level") ||
	       register_queues(asker, tile->window);
}

/* Of what has limits also where no line is shown: since when it is bad. */
static bool register_number(struct asker *asker,
                            const struct wb_tile_plan *tile)
{
	const struct wb_limits_plan *limits = &tile->limits;
	uint32_t scope = wb_engine_scope(asker->engine, tile->scope);
	bool judged = limits->has_warning || limits->has_critical;
	if (tile->kind == WB_TILE_TREND && tile->span == WB_SPAN_DAY &&
	    !add_course(asker, scope)) {
		return false;
	}
	return !(tile->trend || judged) ||
	       add_trend(asker, wb_kpi_find(tile->kpi), scope, tile->window);
}

static bool register_tile(struct asker *asker, const struct wb_tile_plan *tile)
{
	switch (tile->kind) {
	case WB_TILE_NUMBER:
	case WB_TILE_GAUGE:
	case WB_TILE_TREND:
		return register_number(asker, tile);
	case WB_TILE_QUEUES:
		return register_table(asker, tile);
	case WB_TILE_AGENTS:
	case WB_TILE_STATES:
	case WB_TILE_RANKING:
	case WB_TILE_ALERTS:
	case WB_TILE_TEXT:
	case WB_TILE_CLOCK:
	case WB_TILE_KIND_COUNT:
		break;
	}
	return true;
}

static bool register_page(struct asker *asker, const struct wb_page_plan *page)
{
	for (int t = 0; t < page->tile_count; t++) {
		if (!register_tile(asker, &page->tiles[t])) {
			return false;
		}
	}
	return true;
}

bool wb_trend_register_pages(struct wb_engine *engine)
{
	struct asker plan = { engine, false }, own = { engine, true };
	for (int p = 0; p < engine->plan->page_count; p++) {
		if (!register_page(&plan, &engine->plan->pages[p])) {
			return false;
		}
	}
	engine->lines_refused = 0;
	for (int p = 0; p < engine->own_page_count; p++) {
		if (!register_page(&own, engine->own_pages[p])) {
			return false;
		}
	}
	engine->registered_scopes = engine->names.count;
	return true;
}

/* ---- the lines of other pages than the plan's ---- */

static void want_none(struct wb_engine *engine)
{
	for (uint32_t i = 0; i < engine->trend_count; i++) {
		engine->trends[i].wanted = false;
	}
	for (uint32_t i = 0; i < engine->course_count; i++) {
		engine->courses[i]->wanted = false;
	}
	engine->own_lines = 0;
	engine->own_courses = 0;
}

static void sweep(struct wb_engine *engine)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < engine->trend_count; i++) {
		if (engine->trends[i].wanted) {
			engine->trends[kept++] = engine->trends[i];
		}
	}
	engine->trend_count = kept;
	wb_course_sweep(engine);
}

bool wb_engine_watch_pages(struct wb_engine *engine,
                           const struct wb_page_plan *const *pages, int count)
{
	if (count == 0 && engine->own_page_count == 0) {
		return true;
	}
	size_t size = (size_t)count * sizeof(struct wb_page_plan *);
	const struct wb_page_plan **copy = malloc(size + 1);
	if (copy && size > 0) {
		memcpy(copy, pages, size);
	}
	free(engine->own_pages);
	engine->own_pages = copy;
	engine->own_page_count = copy ? count : 0;
	want_none(engine);
	if (!copy || !wb_trend_register_pages(engine)) {
		return false;
	}
	sweep(engine);
	return true;
}

uint32_t wb_engine_lines_refused(const struct wb_engine *engine)
{
	return engine->lines_refused;
}

static void sample(struct wb_engine *engine, struct wb_trend *trend,
                   wb_ms minute)
{
	struct wb_value value =
		wb_engine_read(engine, trend->kpi, trend->scope, trend->window);
	int64_t number = value.value;
	if (trend->kpi->unit == WB_UNIT_SINCE) {
		number = value.known ? minute - value.value : 0;
		value.known = true; /* nobody waits: a wait of nothing */
	}
	trend->known[trend->next] = value.known;
	trend->value[trend->next] = number;
	trend->next = (trend->next + 1) % WB_TREND_POINTS;
	if (trend->count < WB_TREND_POINTS) {
		trend->count++;
	}
	trend->end = minute;
}

void wb_trend_sample_all(struct wb_engine *engine, wb_ms minute)
{
	/* A queue that was first heard of since has its lines as well. */
	if (engine->registered_scopes != engine->names.count &&
	    !wb_trend_register_pages(engine)) {
		engine->out_of_memory++;
	}
	for (uint32_t i = 0; i < engine->trend_count; i++) {
		sample(engine, &engine->trends[i], minute);
	}
}

bool wb_trend_point(const struct wb_trend *trend, int i, int64_t *ret_value)
{
	int slot = (trend->next - trend->count + i + 2 * WB_TREND_POINTS) %
	           WB_TREND_POINTS;
	*ret_value = trend->value[slot];
	return trend->known[slot];
}
