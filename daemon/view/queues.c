/* The table of queues: worst first. */

#include "view/parts.h"

struct row {
	uint32_t queue;
	uint32_t scope;
	struct breach worst; /* of its columns */
};

/* Breaches first, the worst on top; what is well keeps its place. */
static int compare(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	enum level a_level = x->worst.level, b_level = y->worst.level;
	bool breach = a_level >= LEVEL_WARNING || b_level >= LEVEL_WARNING;
	if (breach && a_level != b_level) {
		return a_level > b_level ? -1 : 1;
	}
	if (breach && x->worst.shortfall != y->worst.shortfall) {
		return x->worst.shortfall > y->worst.shortfall ? -1 : 1;
	}
	return x->queue < y->queue ? -1 : x->queue > y->queue;
}

static struct breach judge_column(struct page *page, const struct wb_kpi *kpi,
                                  const struct row *row, enum wb_window window)
{
	const struct wb_floor *floor = wb_engine_floor(page->input->engine);
	struct wb_limits_plan limits;
	wb_level_queue_limits(kpi, wb_floor_queue_plan(floor, row->queue),
	                      &limits);
	if (kpi->moment != WB_MOMENT_NONE) {
		window = WB_WINDOW_NOW;
	}
	return wb_level_judge(page, kpi, row->scope, window, &limits);
}

/* The row's level is its worst column's. */
static void judge_row(struct page *page, const struct wb_tile_plan *plan,
                      struct row *row)
{
	int64_t shortfall = 0;
	for (int i = 0; i < plan->column_count; i++) {
		const struct wb_kpi *kpi = wb_kpi_find(plan->columns[i]);
		if (!kpi) {
			continue;
		}
		struct breach breach =
			judge_column(page, kpi, row, plan->window);
		/* Of two as bad, the share says more than the moment. */
		bool share = kpi->unit == WB_UNIT_PERCENT;
		if (breach.level > row->worst.level ||
		    (breach.level == row->worst.level && share)) {
			row->worst = breach;
		}
		if (breach.shortfall != 0) {
			shortfall = breach.shortfall;
		}
	}
	row->worst.shortfall = shortfall;
}

static struct row *find_rows(struct page *page, const struct wb_tile_plan *plan,
                             int *ret_count)
{
	const struct wb_engine *engine = page->input->engine;
	uint32_t filter = wb_page_filter(page, plan);
	uint32_t queues = wb_floor_queue_count(wb_engine_floor(engine));
	struct row *rows =
		wb_arena_alloc(page->arena, (queues + 1) * sizeof(*rows));
	int count = 0;
	for (uint32_t i = 0; rows && i < queues; i++) {
		uint32_t scope = wb_engine_queue_scope(engine, i);
		if (scope != WB_NOBODY && filter != WB_NOBODY &&
		    wb_engine_scope_has_queue(engine, filter, i)) {
			rows[count] =
				(struct row){ .queue = i, .scope = scope };
			judge_row(page, plan, &rows[count]);
			count++;
		}
	}
	*ret_count = count;
	return rows;
}

void wb_page_judge_queues(struct page *page, const struct wb_tile_plan *plan,
                          int number)
{
	int count;
	struct row *rows = find_rows(page, plan, &count);
	for (int i = 0; i < count; i++) {
		rows[i].worst.page = number;
		wb_page_note_breach(page, &rows[i].worst);
	}
}

static void add_cell(struct page *page, const struct wb_tile_plan *plan,
                     const struct row *row, const struct wb_kpi *kpi,
                     struct wb_json *parent)
{
	struct breach of = judge_column(page, kpi, row, plan->window);
	struct wb_json *cell =
		wb_json_add_object(page->arena, parent, kpi->name);
	wb_page_add_value(page, cell, kpi, of.value);
	wb_json_add_string(page->arena, cell, "level",
	                   wb_str(wb_level_name(of.level)));
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

static struct wb_str key_of(struct page *page, const void *data)
{
	const struct row *row = data;
	return wb_floor_queue_name(wb_engine_floor(page->input->engine),
	                           row->queue);
}

static void fill_row(struct page *page, const struct wb_tile_plan *plan,
                     const void *data, struct wb_json *object)
{
	const struct row *row = data;
	struct wb_engine *engine = page->input->engine;
	const struct wb_floor *floor = wb_engine_floor(engine);
	const struct wb_queue_plan *queue =
		wb_floor_queue_plan(floor, row->queue);
	wb_page_add_scope_title(page, object, "title", row->scope);
	wb_json_add_string(page->arena, object, "level",
	                   wb_str(wb_level_name(row->worst.level)));
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
	struct wb_row_list list = {
		.size = sizeof(struct row),
		.most = plan->rows,
		.compare = compare,
		.key = key_of,
		.fill = fill_row,
	};
	list.rows = find_rows(page, plan, &list.count);
	add_columns(page, plan, tile);
	if (list.rows) {
		wb_page_add_rows(page, plan, tile, &list);
	}
}
