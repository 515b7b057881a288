/* Agents by state, and the grid of agents. */

#include "view/parts.h"

#define REASONS_MAX 12

struct row {
	uint32_t agent;
	struct wb_agent_now now;
	bool over_limit;
};

/* Who needs a look first, then who is free, then the rest by state. */
static int compare(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	if (x->over_limit != y->over_limit) {
		return x->over_limit ? -1 : 1;
	}
	if (!x->over_limit && x->now.state != y->now.state) {
		return x->now.state < y->now.state ? -1 : 1;
	}
	if (x->now.since != y->now.since) {
		return x->now.since < y->now.since ? -1 : 1;
	}
	return x->agent < y->agent ? -1 : x->agent > y->agent;
}

static int find_rows(struct page *page, const struct wb_tile_plan *plan,
                     struct row *rows)
{
	const struct wb_engine *engine = page->input->engine;
	const struct wb_floor *floor = wb_engine_floor(engine);
	uint32_t filter = wb_page_filter(page, plan);
	int count = 0;
	for (uint32_t i = 0; i < wb_floor_agent_count(floor); i++) {
		struct row *row = &rows[count];
		wb_floor_agent_now(floor, i, &row->now);
		if (row->now.state == WB_AGENT_SIGNED_OUT ||
		    filter == WB_NOBODY ||
		    !wb_engine_scope_has_agent(engine, filter, i)) {
			continue;
		}
		row->agent = i;
		row->over_limit =
			plan->state_limit > 0 &&
			row->now.state != WB_AGENT_AVAILABLE &&
			page->input->now - row->now.since > plan->state_limit;
		count++;
	}
	return count;
}

static struct wb_str key_of(struct page *page, const void *data)
{
	const struct row *row = data;
	return wb_page_agent_key(page, row->agent);
}

static void fill_row(struct page *page, const struct wb_tile_plan *plan,
                     const void *data, struct wb_json *object)
{
	const struct row *row = data;
	(void)plan;
	wb_page_add_agent_name(page, object, row->agent);
	wb_json_add_string(page->arena, object, "state",
	                   wb_str(wb_agent_state_name(row->now.state)));
	if (row->now.reason.data) {
		wb_json_add_string(page->arena, object, "reason",
		                   wb_arena_str(page->arena, row->now.reason));
	}
	if (row->now.pending.data) {
		wb_json_add_string(page->arena, object, "pending",
		                   wb_arena_str(page->arena, row->now.pending));
	}
	if (!wb_floor_agent_plan(wb_engine_floor(page->input->engine),
	                         row->agent)) {
		wb_json_add_bool(page->arena, object, "unconfigured", true);
	}
	wb_json_add_int(page->arena, object, "since", row->now.since);
	wb_json_add_string(page->arena, object, "level",
	                   wb_str(row->over_limit ? "warning" : "normal"));
}

static void add_counts(struct page *page, struct wb_json *tile,
                       const struct row *rows, int count)
{
	int64_t counts[WB_AGENT_STATE_COUNT] = { 0 };
	int64_t over = 0;
	for (int i = 0; i < count; i++) {
		counts[rows[i].now.state]++;
		over += rows[i].over_limit;
	}
	struct wb_json *object =
		wb_json_add_object(page->arena, tile, "counts");
	wb_json_add_int(page->arena, object, "signed_in", count);
	for (int i = WB_AGENT_AVAILABLE; i < WB_AGENT_STATE_COUNT; i++) {
		wb_json_add_int(page->arena, object,
		                wb_agent_state_name((enum wb_agent_state)i),
		                counts[i]);
	}
	wb_json_add_int(page->arena, tile, "over_limit", over);
}

/* Not-ready agents by reason, the first few reasons met. */
static void add_reasons(struct page *page, struct wb_json *tile,
                        const struct row *rows, int count)
{
	struct wb_str reasons[REASONS_MAX];
	int64_t agents[REASONS_MAX];
	int used = 0;
	for (int i = 0; i < count; i++) {
		struct wb_str reason = rows[i].now.reason;
		int k = 0;
		while (k < used && !wb_str_equal(reasons[k], reason)) {
			k++;
		}
		if (!reason.data || k == REASONS_MAX) {
			continue;
		}
		if (k == used) {
			reasons[used] = reason;
			agents[used++] = 0;
		}
		agents[k]++;
	}
	struct wb_json *object =
		wb_json_add_object(page->arena, tile, "reasons");
	for (int k = 0; k < used; k++) {
		struct wb_str key = wb_arena_str(page->arena, reasons[k]);
		wb_json_add_int(page->arena, object, key.data, agents[k]);
	}
}

void wb_page_agents(struct page *page, const struct wb_tile_plan *plan,
                    struct wb_json *tile, bool grid)
{
	const struct wb_floor *floor = wb_engine_floor(page->input->engine);
	struct row *rows = wb_arena_alloc(
		page->arena, (wb_floor_agent_count(floor) + 1) * sizeof(*rows));
	if (!rows) {
		return;
	}
	struct wb_row_list list = {
		.rows = rows,
		.size = sizeof(*rows),
		.count = find_rows(page, plan, rows),
		.most = plan->rows,
		.compare = compare,
		.key = key_of,
		.fill = fill_row,
	};
	add_counts(page, tile, rows, list.count);
	add_reasons(page, tile, rows, list.count);
	if (grid) {
		wb_page_add_rows(page, plan, tile, &list);
	}
}
