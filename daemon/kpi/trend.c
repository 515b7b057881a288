/* One sample a minute of what the pages show as lines. */

#include <stdlib.h>
#include <string.h>

#include "kpi/state.h"

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

static bool add_trend(struct wb_engine *engine, const struct wb_kpi *kpi,
                      uint32_t scope, enum wb_window window)
{
	if (!kpi || scope == WB_NOBODY || find(engine, kpi, scope, window)) {
		return true;
	}
	struct wb_trend trend = {
		.kpi = kpi,
		.scope = scope,
		.window = window,
	};
	return wb_trend_restore(engine, &trend);
}

/*
 * A table's trend is the service level of each of its queues; that of the
 * column's own window tells since when a promise is broken.
 */
static bool register_queues(struct wb_engine *engine, enum wb_window window)
{
	const struct wb_kpi *kpi = wb_kpi_find(wb_str("service_level"));
	for (uint32_t i = 0; i < engine->queue_count; i++) {
		if (!add_trend(engine, kpi, engine->queues[i].own, window)) {
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

static bool register_table(struct wb_engine *engine,
                           const struct wb_tile_plan *tile)
{
	if (has_column(tile, "trend") &&
	    !register_queues(engine, WB_WINDOW_15M)) {
		return false;
	}
	return !has_column(tile, "service_level") ||
	       register_queues(engine, tile->window);
}

/* Of what has limits also where no line is shown: since when it is bad. */
static bool register_number(struct wb_engine *engine,
                            const struct wb_tile_plan *tile)
{
	const struct wb_limits_plan *limits = &tile->limits;
	uint32_t scope = wb_engine_scope(engine, tile->scope);
	bool judged = limits->has_warning || limits->has_critical;
	if (tile->kind == WB_TILE_TREND && tile->span == WB_SPAN_DAY &&
	    !wb_course_register(engine, scope)) {
		return false;
	}
	return !(tile->trend || judged) ||
	       add_trend(engine, wb_kpi_find(tile->kpi), scope, tile->window);
}

static bool register_tile(struct wb_engine *engine,
                          const struct wb_tile_plan *tile)
{
	switch (tile->kind) {
	case WB_TILE_NUMBER:
	case WB_TILE_GAUGE:
	case WB_TILE_TREND:
		return register_number(engine, tile);
	case WB_TILE_QUEUES:
		return register_table(engine, tile);
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

bool wb_trend_register_pages(struct wb_engine *engine)
{
	for (int p = 0; p < engine->plan->page_count; p++) {
		const struct wb_page_plan *page = &engine->plan->pages[p];
		for (int t = 0; t < page->tile_count; t++) {
			if (!register_tile(engine, &page->tiles[t])) {
				return false;
			}
		}
	}
	engine->registered_scopes = engine->names.count;
	return true;
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
