#include "app/take.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "history/details.h"

_Static_assert(WB_ADDITIONS_MAX <= WB_HISTORY_SUMS_MAX, "no fact is cut");
_Static_assert(WB_FACT_SCOPES_MAX <= WB_HISTORY_SCOPES_MAX, "likewise");

/* What is written at once; grown as it is needed. */
struct gather {
	struct wb_engine *engine;
	const struct wb_feeds *feeds;
	struct wb_history_cell *cells;
	struct wb_history_detail *details;
	int cell_count, cell_capacity;
	int detail_count, detail_capacity;
	struct wb_arena pairs; /* of the cells' waits */
	bool failed;
};

/* Room for one more element; false when out of memory. */
static bool make_room(void **list, int count, int *capacity, size_t size)
{
	if (count < *capacity) {
		return true;
	}
	int wanted = *capacity * 2 + 256;
	void *grown = realloc(*list, (size_t)wanted * size);
	if (!grown) {
		return false;
	}
	*list = grown;
	*capacity = wanted;
	return true;
}

/* Waits as the history takes them. False when out of memory. */
static bool give_waits(struct gather *gather, const struct wb_sketch *waits,
                       struct wb_history_cell *cell)
{
	if (waits->used == 0) {
		return true;
	}
	struct wb_history_pair *pairs =
		wb_arena_alloc(&gather->pairs, waits->used * sizeof(*pairs));
	for (uint32_t i = 0; pairs && i < waits->used; i++) {
		pairs[i] = (struct wb_history_pair){ waits->counts[i].bucket,
			                             waits->counts[i].count };
	}
	cell->waits = pairs;
	cell->wait_count = pairs ? (int)waits->used : 0;
	return pairs != NULL;
}

static void on_cell(void *user, const struct wb_history_addition *addition)
{
	struct gather *gather = user;
	const struct wb_engine *engine = gather->engine;
	void *cells = gather->cells;
	if (!make_room(&cells, gather->cell_count, &gather->cell_capacity,
	               sizeof(*gather->cells))) {
		gather->failed = true;
		return;
	}
	gather->cells = cells;
	struct wb_history_cell *cell = &gather->cells[gather->cell_count++];
	*cell = (struct wb_history_cell){
		.attribution = addition->attribution,
		.scope = wb_engine_scope_name(engine, addition->scope),
		.start = addition->quarter,
		.add = addition->add,
	};
	if (!give_waits(gather, addition->waits, cell)) {
		gather->failed = true;
	}
}

/* The names of scopes: of its queue, its agent, and of what else. */
static void name_scopes(const struct wb_engine *engine,
                        const struct wb_detail *detail,
                        struct wb_history_detail *row)
{
	for (int i = 0; i < detail->scope_count; i++) {
		struct wb_str name =
			wb_engine_scope_name(engine, detail->scopes[i]);
		enum wb_scope_kind kind =
			wb_engine_scope_kind(engine, detail->scopes[i]);
		if (kind == WB_SCOPE_QUEUE) {
			row->queue = name;
		} else if (kind == WB_SCOPE_AGENT) {
			row->agent = name;
		} else if (kind != WB_SCOPE_TOTAL &&
		           row->scope_count < WB_HISTORY_SCOPES_MAX) {
			row->scopes[row->scope_count++] = name;
		}
	}
}

static void name_state(const struct wb_engine *engine,
                       const struct wb_detail *detail,
                       struct wb_history_detail *row)
{
	uint32_t scope = wb_engine_agent_scope(engine, detail->agent);
	if (scope != WB_NOBODY) {
		row->agent = wb_engine_scope_name(engine, scope);
	}
	row->from = wb_str(wb_agent_state_name(detail->from));
	row->to = wb_str(wb_agent_state_name(detail->to));
}

static void on_detail(void *user, const struct wb_detail *detail)
{
	struct gather *gather = user;
	void *details = gather->details;
	if (!make_room(&details, gather->detail_count, &gather->detail_capacity,
	               sizeof(*gather->details))) {
		gather->failed = true;
		return;
	}
	gather->details = details;
	struct wb_history_detail *row =
		&gather->details[gather->detail_count++];
	*row = (struct wb_history_detail){
		.take_back = detail->sign < 0,
		.kind = wb_str(wb_detail_kind_name(detail->kind)),
		.at = detail->at,
		.arrived = detail->arrived,
		.contact = detail->contact,
		.reason = detail->reason,
		.sum_count = detail->additions.count,
	};
	if (detail->contact.data) {
		row->feed = wb_names_get(&gather->feeds->names, detail->feed);
	}
	for (int i = 0; i < row->sum_count; i++) {
		row->sums[i] = (struct wb_history_pair){
			(uint32_t)detail->additions.add[i].measure,
			detail->additions.add[i].amount,
		};
	}
	if (detail->kind == WB_DETAIL_STATE) {
		name_state(gather->engine, detail, row);
	} else {
		name_scopes(gather->engine, detail, row);
	}
}

int wb_take(struct wb_history *history, struct wb_engine *engine,
            const struct wb_feeds *feeds, struct wb_history_mark mark)
{
	struct gather gather = { .engine = engine, .feeds = feeds };
	wb_engine_read_history(engine, on_cell, &gather);
	wb_engine_read_details(engine, on_detail, &gather);
	struct wb_history_batch batch = {
		.cells = gather.cells,
		.cell_count = gather.cell_count,
		.details = gather.details,
		.detail_count = gather.detail_count,
	};
	int result =
		gather.failed ? -ENOMEM : wb_history_add(history, &batch, mark);
	if (result == 0) {
		wb_engine_forget_history(engine);
	}
	free(gather.cells);
	free(gather.details);
	wb_arena_finish(&gather.pairs);
	return result;
}
