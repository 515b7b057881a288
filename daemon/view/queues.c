/* The table of queues: worst first. */

#include <stdlib.h>

#include "view/parts.h"

#define ROWS_DEFAULT 100

struct row {
	uint32_t queue;
	uint32_t scope;
	enum level level;
	int64_t shortfall; /* of its service level below the target */
};

/* Breaches first, the worst on top; what is well keeps its place. */
static int compare(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	bool breach = x->level >= LEVEL_WARNING || y->level >= LEVEL_WARNING;
	if (breach && x->level != y->level) {
		return x->level > y->level ? -1 : 1;
	}
	if (breach && x->shortfall != y->shortfall) {
		return x->shortfall > y->shortfall ? -1 : 1;
	}
	return x->queue < y->queue ? -1 : x->queue > y->queue;
}

static struct wb_value column_value(struct page *page, const struct wb_kpi *kpi,
                                    uint32_t scope, enum wb_window window)
{
	return wb_engine_read(page->input->engine, kpi, scope, window);
}

static enum level column_level(struct page *page, const struct wb_kpi *kpi,
                               const struct row *row, struct wb_value value,
                               struct wb_limits_plan *ret_limits)
{
	const struct wb_floor *floor = wb_engine_floor(page->input->engine);
	wb_level_queue_limits(kpi, wb_floor_queue_plan(floor, row->queue),
	                      ret_limits);
	return wb_level_of(kpi, value, ret_limits, page->input->now);
}

/* The row's level is its worst column's; what breaches is noted. */
static void judge_row(struct page *page, const struct wb_tile_plan *plan,
                      struct row *row)
{
	struct breach worst = { .scope = row->scope };
	for (int i = 0; i < plan->column_count; i++) {
		const struct wb_kpi *kpi = wb_kpi_find(plan->columns[i]);
		if (!kpi) {
			continue;
		}
		struct wb_limits_plan limits;
		struct wb_value value =
			column_value(page, kpi, row->scope, plan->window);
		enum level level = column_level(page, kpi, row, value, &limits);
		/* Of two as bad, the share says more than the moment. */
		bool share = kpi->unit == WB_UNIT_PERCENT;
		if (level > worst.level || (level == worst.level && share)) {
			worst.level = level;
			worst.kpi = kpi;
			worst.value = value;
		}
		if (share && limits.has_target && value.known) {
			worst.shortfall = limits.target - value.value;
		}
	}
	row->level = worst.level;
	row->shortfall = worst.shortfall;
	wb_page_note_breach(page, &worst);
}

static int find_rows(struct page *page, const struct wb_tile_plan *plan,
                     struct row *rows)
{
	const struct wb_engine *engine = page->input->engine;
	uint32_t filter = plan->filter.len > 0
	                          ? wb_engine_scope(engine, plan->filter)
	                          : wb_engine_scope(engine, wb_str("total"));
	uint32_t queues = wb_floor_queue_count(wb_engine_floor(engine));
	int count = 0;
	for (uint32_t i = 0; i < queues; i++) {
		uint32_t scope = wb_engine_queue_scope(engine, i);
		if (scope != WB_NOBODY && filter != WB_NOBODY &&
		    wb_engine_scope_has_queue(engine, filter, i)) {
			rows[count] =
				(struct row){ .queue = i, .scope = scope };
			judge_row(page, plan, &rows[count]);
			count++;
		}
	}
	return count;
}

static void add_cell(struct page *page, const struct wb_tile_plan *plan,
                     const struct row *row, const struct wb_kpi *kpi,
                     struct wb_json *parent)
{
	struct wb_limits_plan limits;
	struct wb_value value =
		column_value(page, kpi, row->scope, plan->window);
	enum level level = column_level(page, kpi, row, value, &limits);
	struct wb_json *cell =
		wb_json_add_object(page->arena, parent, kpi->name);
	wb_page_add_value(page, cell, kpi, value);
	wb_json_add_string(page->arena, cell, "level",
	                   wb_str(wb_level_name(level)));
}

static void add_agents(struct page *page, const struct row *row,
                       struct wb_json *parent)
{
	struct wb_moment_state moment;
	wb_engine_moment(page->input->engine, row->scope, &moment);
	int64_t signed_in = 0;
	for (int i = WB_AGENT_AVAILABLE; i < WB_AGENT_STATE_COUNT; i++) {
		signed_in += moment.agents[i];
	}
	struct wb_json *cell =
		wb_json_add_object(page->arena, parent, "agents");
	wb_json_add_int(page->arena, cell, "available",
	                moment.agents[WB_AGENT_AVAILABLE]);
	wb_json_add_int(page->arena, cell, "signed_in", signed_in);
}

static void add_row(struct page *page, const struct wb_tile_plan *plan,
                    const struct row *row, struct wb_json *parent)
{
	struct wb_engine *engine = page->input->engine;
	const struct wb_floor *floor = wb_engine_floor(engine);
	const struct wb_queue_plan *queue =
		wb_floor_queue_plan(floor, row->queue);
	struct wb_json *object = wb_json_add_object_str(
		page->arena, parent, wb_floor_queue_name(floor, row->queue));
	wb_page_add_scope_title(page, object, "title", row->scope);
	wb_json_add_string(page->arena, object, "level",
	                   wb_str(wb_level_name(row->level)));
	wb_json_add_int(page->arena, object, "threshold_ms",
	                queue->service_level.threshold);
	wb_json_add_decimal(page->arena, object, "target",
	                    queue->service_level.target_bp, 2);
	if (!queue->configured) {
		wb_json_add_bool(page->arena, object, "unconfigured", true);
	}
	for (int i = 0; i < plan->column_count; i++) {
		const struct wb_kpi *kpi = wb_kpi_find(plan->columns[i]);
		if (kpi) {
			add_cell(page, plan, row, kpi, object);
		} else if (wb_str_is(plan->columns[i], "agents")) {
			add_agents(page, row, object);
		} else if (wb_str_is(plan->columns[i], "trend")) {
			wb_page_add_trend(
				page, object,
				wb_engine_trend(
					engine,
					wb_kpi_find(wb_str("service_level")),
					row->scope, WB_WINDOW_15M));
		}
	}
}

static void add_columns(struct page *page, const struct wb_tile_plan *plan,
                        struct wb_json *tile)
{
	struct wb_json *columns =
		wb_json_add_array(page->arena, tile, "columns");
	for (int i = 0; i < plan->column_count; i++) {
		const struct wb_kpi *kpi = wb_kpi_find(plan->columns[i]);
		struct wb_json *column =
			wb_json_add_object(page->arena, columns, NULL);
		wb_json_add_string(page->arena, column, "kpi",
		                   plan->columns[i]);
		if (!kpi) {
			continue;
		}
		wb_json_add_string(page->arena, column, "unit",
		                   wb_str(wb_unit_name(kpi->unit)));
		if (kpi->moment == WB_MOMENT_NONE) {
			wb_json_add_string(
				page->arena, column, "window",
				wb_str(wb_window_name(plan->window)));
		}
	}
}

void wb_page_queues(struct page *page, const struct wb_tile_plan *plan,
                    struct wb_json *tile)
{
	const struct wb_floor *floor = wb_engine_floor(page->input->engine);
	struct row *rows = wb_arena_alloc(
		page->arena, (wb_floor_queue_count(floor) + 1) * sizeof(*rows));
	if (!rows) {
		return;
	}
	int count = find_rows(page, plan, rows);
	int shown = plan->rows > 0 ? plan->rows : ROWS_DEFAULT;
	if (shown > count) {
		shown = count;
	}
	qsort(rows, (size_t)count, sizeof(*rows), compare);
	add_columns(page, plan, tile);
	struct wb_json *order = wb_json_add_array(page->arena, tile, "order");
	for (int i = 0; i < shown; i++) {
		wb_json_add_string(page->arena, order, NULL,
		                   wb_floor_queue_name(floor, rows[i].queue));
	}
	wb_json_add_int(page->arena, tile, "more", count - shown);
	struct wb_json *object = wb_json_add_object(page->arena, tile, "rows");
	for (int i = 0; i < shown; i++) {
		add_row(page, plan, &rows[i], object);
	}
}
