/* The tile of one number. */

#include "view/parts.h"

static void add_limits(struct page *page, struct wb_json *tile,
                       const struct wb_kpi *kpi,
                       const struct wb_limits_plan *limits)
{
	if (limits->has_target) {
		wb_page_add_amount(page, tile, "target", kpi->unit,
		                   limits->target);
	}
	if (limits->has_warning) {
		wb_page_add_amount(page, tile, "warning", kpi->unit,
		                   limits->warning);
	}
	if (limits->has_critical) {
		wb_page_add_amount(page, tile, "critical", kpi->unit,
		                   limits->critical);
	}
	if (limits->has_target || limits->has_warning || limits->has_critical) {
		wb_json_add_string(page->arena, tile, "worse",
		                   wb_str(limits->above ? "above" : "below"));
	}
}

/*
 * What the service level of a scope promises: one threshold, or the range of
 * its queues' thresholds; the variant when all of them have the same.
 */
static void add_definition(struct page *page, struct wb_json *tile,
                           const struct wb_kpi *kpi, uint32_t scope)
{
	const struct wb_engine *engine = page->input->engine;
	const struct wb_floor *floor = wb_engine_floor(engine);
	const struct wb_service_level_plan *first = NULL;
	wb_ms least = WB_NEVER, most = 0;
	bool same_variant = true;
	if (!wb_str_is(wb_str(kpi->name), "service_level")) {
		return;
	}
	for (uint32_t i = 0; i < wb_floor_queue_count(floor); i++) {
		if (!wb_engine_scope_has_queue(engine, scope, i)) {
			continue;
		}
		const struct wb_service_level_plan *level =
			&wb_floor_queue_plan(floor, i)->service_level;
		first = first ? first : level;
		least = level->threshold < least ? level->threshold : least;
		most = level->threshold > most ? level->threshold : most;
		same_variant &= level->variant == first->variant;
	}
	if (!first) {
		return;
	}
	struct wb_json *definition =
		wb_json_add_object(page->arena, tile, "definition");
	wb_json_add_int(page->arena, definition, "threshold_ms", least);
	if (most > least) {
		wb_json_add_int(page->arena, definition, "threshold_max_ms",
		                most);
	}
	if (same_variant) {
		wb_json_add_string(page->arena, definition, "variant",
		                   wb_str(wb_sl_variant_name(first->variant)));
	}
}

void wb_page_number(struct page *page, const struct wb_tile_plan *plan,
                    struct wb_json *tile)
{
	struct wb_engine *engine = page->input->engine;
	const struct wb_kpi *kpi = wb_kpi_find(plan->kpi);
	uint32_t scope = wb_engine_scope(engine, plan->scope);
	wb_json_add_string(page->arena, tile, "kpi", plan->kpi);
	wb_json_add_string(page->arena, tile, "scope", plan->scope);
	wb_json_add_string(page->arena, tile, "window",
	                   wb_str(wb_window_name(plan->window)));
	if (!kpi) {
		return;
	}
	wb_json_add_string(page->arena, tile, "unit",
	                   wb_str(wb_unit_name(kpi->unit)));
	add_limits(page, tile, kpi, &plan->limits);
	if (scope == WB_NOBODY) { /* nothing was heard of it so far */
		wb_json_add_string(page->arena, tile, "level", wb_str("none"));
		return;
	}
	struct wb_value value =
		wb_engine_read(engine, kpi, scope, plan->window);
	enum level level =
		wb_level_of(kpi, value, &plan->limits, page->input->now);
	const struct wb_trend *trend =
		plan->trend ? wb_engine_trend(engine, kpi, scope, plan->window)
			    : NULL;
	wb_page_add_scope_title(page, tile, "scope_title", scope);
	wb_page_add_value(page, tile, kpi, value);
	wb_json_add_string(page->arena, tile, "level",
	                   wb_str(wb_level_name(level)));
	add_definition(page, tile, kpi, scope);
	wb_page_add_trend(page, tile, trend);
	struct breach breach = {
		.level = level,
		.kpi = kpi,
		.scope = scope,
		.value = value,
		.since = wb_level_since(trend, &plan->limits, level),
	};
	wb_page_note_breach(page, &breach);
}
