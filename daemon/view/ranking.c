/*
 * Agents or queues by one number, the best first. Equal values share a place;
 * who has no value, or too small a sample, has none and is not listed.
 */

#include <stdlib.h>

#include "view/parts.h"

struct row {
	uint32_t number; /* of the agent or queue */
	bool agent;
	const struct wb_kpi *kpi;
	struct wb_value value;
	int64_t order; /* small is good */
	int place;     /* 1 = the best */
};

static int compare(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	if (x->order != y->order) {
		return x->order < y->order ? -1 : 1;
	}
	/* Of equal shares the one of more contacts says more. */
	if (x->value.ratio.den != y->value.ratio.den) {
		return x->value.ratio.den > y->value.ratio.den ? -1 : 1;
	}
	return x->number < y->number ? -1 : x->number > y->number;
}

static bool is_large_enough(const struct wb_tile_plan *plan,
                            struct wb_value value)
{
	if (!value.known) {
		return false;
	}
	return !value.is_ratio || value.ratio.den >= plan->least_sample;
}

/* Nothing done and not here: no part of the day. */
static bool takes_part(const struct wb_engine *engine, bool agents,
                       uint32_t number, struct wb_value value)
{
	struct wb_agent_now now;
	if (!agents || value.is_ratio || value.value != 0) {
		return true;
	}
	wb_floor_agent_now(wb_engine_floor(engine), number, &now);
	return now.state != WB_AGENT_SIGNED_OUT;
}

static bool belongs(const struct wb_engine *engine, uint32_t filter,
                    bool agents, uint32_t number)
{
	return agents ? wb_engine_scope_has_agent(engine, filter, number)
	              : wb_engine_scope_has_queue(engine, filter, number);
}

static int find_rows(struct page *page, const struct wb_tile_plan *plan,
                     const struct wb_kpi *kpi, uint32_t most, struct row *rows)
{
	struct wb_engine *engine = page->input->engine;
	bool agents = plan->ranked == WB_RANKED_AGENTS;
	uint32_t filter = wb_page_filter(page, plan);
	int count = 0;
	for (uint32_t i = 0; filter != WB_NOBODY && i < most; i++) {
		uint32_t scope = agents ? wb_engine_agent_scope(engine, i)
		                        : wb_engine_queue_scope(engine, i);
		if (scope == WB_NOBODY || !belongs(engine, filter, agents, i)) {
			continue;
		}
		struct wb_value value =
			wb_engine_read(engine, kpi, scope, plan->window);
		if (is_large_enough(plan, value) &&
		    takes_part(engine, agents, i, value)) {
			rows[count++] = (struct row){
				.number = i,
				.agent = agents,
				.kpi = kpi,
				.value = value,
				.order = plan->lowest_first ? value.value
				                            : -value.value,
			};
		}
	}
	return count;
}

static struct wb_str key_of(struct page *page, const void *data)
{
	const struct row *row = data;
	if (row->agent) {
		return wb_page_agent_key(page, row->number);
	}
	return wb_floor_queue_name(wb_engine_floor(page->input->engine),
	                           row->number);
}

static void fill_row(struct page *page, const struct wb_tile_plan *plan,
                     const void *data, struct wb_json *object)
{
	const struct row *row = data;
	(void)plan;
	if (row->agent) {
		wb_page_add_agent_name(page, object, row->number);
	} else {
		wb_page_add_scope_title(
			page, object, "title",
			wb_engine_queue_scope(page->input->engine,
		                              row->number));
	}
	wb_json_add_int(page->arena, object, "place", row->place);
	wb_page_add_value(page, object, row->kpi, row->value);
}

/* After sorting: 1, 2, 2, 4. */
static void give_places(struct row *rows, int count)
{
	for (int i = 0; i < count; i++) {
		bool tied = i > 0 && rows[i - 1].order == rows[i].order;
		rows[i].place = tied ? rows[i - 1].place : i + 1;
	}
}

static void add_head(struct page *page, const struct wb_tile_plan *plan,
                     const struct wb_kpi *kpi, struct wb_json *tile)
{
	wb_json_add_string(page->arena, tile, "of",
	                   wb_str(wb_ranked_name(plan->ranked)));
	wb_json_add_string(page->arena, tile, "kpi", plan->kpi);
	wb_json_add_string(page->arena, tile, "window",
	                   wb_str(wb_window_name(plan->window)));
	wb_json_add_string(page->arena, tile, "unit",
	                   wb_str(wb_unit_name(kpi->unit)));
	wb_json_add_string(page->arena, tile, "best",
	                   wb_str(plan->lowest_first ? "lowest" : "highest"));
}

void wb_page_ranking(struct page *page, const struct wb_tile_plan *plan,
                     struct wb_json *tile)
{
	const struct wb_floor *floor = wb_engine_floor(page->input->engine);
	const struct wb_kpi *kpi = wb_kpi_find(plan->kpi);
	uint32_t most = plan->ranked == WB_RANKED_AGENTS
	                        ? wb_floor_agent_count(floor)
	                        : wb_floor_queue_count(floor);
	struct row *rows =
		wb_arena_alloc(page->arena, (most + 1) * sizeof(*rows));
	if (!kpi || !rows) {
		return;
	}
	struct wb_row_list list = {
		.rows = rows,
		.size = sizeof(*rows),
		.count = find_rows(page, plan, kpi, most, rows),
		.most = plan->rows,
		.compare = compare,
		.key = key_of,
		.fill = fill_row,
	};
	add_head(page, plan, kpi, tile);
	qsort(rows, (size_t)list.count, sizeof(*rows), compare);
	give_places(rows, list.count);
	wb_page_add_rows(page, plan, tile, &list);
}
