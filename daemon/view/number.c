/* The tiles of one number: as it is, on its scale, with its course. */

#include "view/parts.h"

void wb_page_add_limits(struct page *page, struct wb_json *tile,
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

/* A quarter hour of the day; the running one counts so far. */
static void add_quarter(struct page *page, struct wb_json *points,
                        const struct wb_kpi *kpi, uint32_t scope, int i)
{
	struct wb_value value =
		wb_engine_day_value(page->input->engine, kpi, scope, i);
	if (value.known) {
		wb_page_add_amount(page, points, NULL, kpi->unit, value.value);
	} else {
		wb_json_add_null(page->arena, points, NULL);
	}
}

/* Up to the first quarter in which anything happened. */
static int first_quarter(struct page *page, const struct wb_kpi *kpi,
                         uint32_t scope, int count)
{
	for (int i = 0; i < count; i++) {
		struct wb_value value =
			wb_engine_day_value(page->input->engine, kpi, scope, i);
		if (value.known && (value.is_ratio || value.value != 0)) {
			return i;
		}
	}
	return count > 0 ? count - 1 : 0;
}

static void add_course(struct page *page, struct wb_json *tile,
                       const struct wb_tile_plan *plan,
                       const struct wb_kpi *kpi, uint32_t scope)
{
	wb_ms start = 0;
	int count = wb_engine_day_quarters(page->input->engine, scope, &start);
	const struct wb_kpi *part = wb_kpi_find(plan->part);
	if (count == 0) {
		return;
	}
	int first = first_quarter(page, kpi, scope, count);
	struct wb_json *object = wb_json_add_object(page->arena, tile, "trend");
	wb_json_add_int(page->arena, object, "step_ms", 15 * WB_MINUTE);
	wb_json_add_int(page->arena, object, "end",
	                start + count * 15 * WB_MINUTE);
	struct wb_json *points =
		wb_json_add_array(page->arena, object, "points");
	for (int i = first; i < count; i++) {
		add_quarter(page, points, kpi, scope, i);
	}
	if (!part) {
		return;
	}
	wb_json_add_string(page->arena, object, "part", plan->part);
	struct wb_json *parts =
		wb_json_add_array(page->arena, object, "part_points");
	for (int i = first; i < count; i++) {
		add_quarter(page, parts, part, scope, i);
	}
}

/* "5 of 45": how many are signed in, beside those in one state. */
static void add_whole(struct page *page, struct wb_json *tile,
                      const struct wb_kpi *kpi, uint32_t scope)
{
	const struct wb_kpi *all = wb_kpi_find(wb_str("agents_signed_in"));
	if (kpi->moment != WB_MOMENT_AGENTS || !all) {
		return;
	}
	struct wb_value value =
		wb_engine_read(page->input->engine, all, scope, WB_WINDOW_NOW);
	if (value.known) {
		wb_json_add_int(page->arena, tile, "whole", value.value);
	}
}

static void add_head(struct page *page, const struct wb_tile_plan *plan,
                     const struct wb_kpi *kpi, struct wb_json *tile)
{
	wb_json_add_string(page->arena, tile, "kpi", plan->kpi);
	wb_json_add_string(page->arena, tile, "scope", plan->scope);
	wb_json_add_string(page->arena, tile, "window",
	                   wb_str(wb_window_name(plan->window)));
	if (plan->kind == WB_TILE_TREND) {
		wb_json_add_string(page->arena, tile, "span",
		                   wb_str(wb_trend_span_name(plan->span)));
	}
	if (!kpi) {
		return;
	}
	wb_json_add_string(page->arena, tile, "unit",
	                   wb_str(wb_unit_name(kpi->unit)));
	wb_json_add_string(page->arena, tile, "formula", wb_str(kpi->formula));
	wb_page_add_limits(page, tile, kpi, &plan->limits);
	if (plan->has_scale) {
		wb_page_add_amount(page, tile, "scale_from", kpi->unit,
		                   plan->scale_from);
		wb_page_add_amount(page, tile, "scale_to", kpi->unit,
		                   plan->scale_to);
	}
}

void wb_page_judge_number(struct page *page, const struct wb_tile_plan *plan,
                          int number)
{
	const struct wb_kpi *kpi = wb_kpi_find(plan->kpi);
	uint32_t scope = wb_engine_scope(page->input->engine, plan->scope);
	if (!kpi || scope == WB_NOBODY) {
		return;
	}
	struct breach breach =
		wb_level_judge(page, kpi, scope, plan->window, &plan->limits);
	breach.page = number;
	wb_page_note_breach(page, &breach);
}

void wb_page_number(struct page *page, const struct wb_tile_plan *plan,
                    struct wb_json *tile)
{
	struct wb_engine *engine = page->input->engine;
	const struct wb_kpi *kpi = wb_kpi_find(plan->kpi);
	uint32_t scope = wb_engine_scope(engine, plan->scope);
	add_head(page, plan, kpi, tile);
	if (!kpi) {
		return;
	}
	if (scope == WB_NOBODY) { /* nothing was heard of it so far */
		wb_json_add_string(page->arena, tile, "level", wb_str("none"));
		return;
	}
	struct wb_value value =
		wb_engine_read(engine, kpi, scope, plan->window);
	enum level level =
		wb_level_of(kpi, value, &plan->limits, page->input->now);
	wb_page_add_scope_title(page, tile, "scope_title", scope);
	wb_page_add_value(page, tile, kpi, value);
	add_whole(page, tile, kpi, scope);
	wb_json_add_string(page->arena, tile, "level",
	                   wb_str(wb_level_name(level)));
	add_definition(page, tile, kpi, scope);
	if (plan->kind == WB_TILE_TREND && plan->span == WB_SPAN_DAY) {
		add_course(page, tile, plan, kpi, scope);
	} else if (plan->trend) {
		wb_page_add_trend(
			page, tile,
			wb_engine_trend(engine, kpi, scope, plan->window));
	}
}
