/* Agents by state, and the grid of agents. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/parts.h"

#define ROWS_DEFAULT 100
#define REASONS_MAX 12

struct row {
	uint32_t agent;
	struct wb_agent_now now;
	bool over_limit;
};

static const char *const state_names[WB_AGENT_STATE_COUNT] = {
	[WB_AGENT_SIGNED_OUT] = "signed_out",
	[WB_AGENT_AVAILABLE] = "available",
	[WB_AGENT_RINGING] = "ringing",
	[WB_AGENT_TALKING] = "talking",
	[WB_AGENT_HOLDING] = "holding",
	[WB_AGENT_ACW] = "acw",
	[WB_AGENT_NOT_READY] = "not_ready",
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
	uint32_t filter = wb_engine_scope(
		engine, plan->filter.len > 0 ? plan->filter : wb_str("total"));
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

/* The first letter of each word: enough to know oneself on the wall. */
static struct wb_str initials(struct wb_arena *arena, struct wb_str name)
{
	char text[32];
	size_t len = 0;
	bool start = true;
	for (size_t i = 0; i < name.len && len + 8 < sizeof(text);) {
		struct wb_str rest = { name.data + i, name.len - i };
		size_t size = 1;
		while (size < rest.len && (rest.data[size] & 0xc0) == 0x80) {
			size++;
		}
		if (rest.data[0] == ' ') {
			start = true;
		} else if (start) {
			memcpy(text + len, rest.data, size);
			len += size;
			text[len++] = '.';
			start = false;
		}
		i += size;
	}
	return wb_arena_str(arena, (struct wb_str){ text, len });
}

static void add_initials(struct page *page, struct wb_json *object,
                         const struct wb_title *full, struct wb_str name)
{
	struct wb_title title = { 0 };
	for (int i = 0; full && i < WB_LANGUAGE_COUNT; i++) {
		if (full->text[i].len > 0) {
			title.text[i] = initials(page->arena, full->text[i]);
		}
	}
	wb_page_add_title(page, object, "title", &title,
	                  initials(page->arena, name));
}

static void add_name(struct page *page, struct wb_json *object, uint32_t agent)
{
	const struct wb_engine *engine = page->input->engine;
	const struct wb_floor *floor = wb_engine_floor(engine);
	const struct wb_agent_plan *plan = wb_floor_agent_plan(floor, agent);
	const struct wb_title *title = plan ? &plan->title : NULL;
	struct wb_str name = wb_floor_agent_name(floor, agent);
	switch (wb_engine_plan(engine)->agent_names) {
	case WB_NAMES_FULL:
		wb_page_add_title(page, object, "title", title, name);
		break;
	case WB_NAMES_INITIALS:
		add_initials(page, object, title, name);
		break;
	case WB_NAMES_HIDDEN:
		break;
	}
}

/* The row's key: the agent's name only where names may be shown. */
static struct wb_str key_of(struct page *page, uint32_t agent)
{
	const struct wb_engine *engine = page->input->engine;
	if (wb_engine_plan(engine)->agent_names == WB_NAMES_FULL) {
		return wb_floor_agent_name(wb_engine_floor(engine), agent);
	}
	char text[16];
	int len = snprintf(text, sizeof(text), "#%u", agent + 1);
	return wb_arena_str(page->arena, (struct wb_str){ text, (size_t)len });
}

static void add_row(struct page *page, const struct row *row,
                    struct wb_json *parent, struct wb_str key)
{
	struct wb_json *object =
		wb_json_add_object_str(page->arena, parent, key);
	add_name(page, object, row->agent);
	wb_json_add_string(page->arena, object, "state",
	                   wb_str(state_names[row->now.state]));
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
		wb_json_add_int(page->arena, object, state_names[i], counts[i]);
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
                    struct wb_json *tile)
{
	const struct wb_floor *floor = wb_engine_floor(page->input->engine);
	struct row *rows = wb_arena_alloc(
		page->arena, (wb_floor_agent_count(floor) + 1) * sizeof(*rows));
	if (!rows) {
		return;
	}
	int count = find_rows(page, plan, rows);
	int shown = plan->rows > 0 ? plan->rows : ROWS_DEFAULT;
	if (shown > count) {
		shown = count;
	}
	qsort(rows, (size_t)count, sizeof(*rows), compare);
	add_counts(page, tile, rows, count);
	add_reasons(page, tile, rows, count);
	struct wb_json *order = wb_json_add_array(page->arena, tile, "order");
	for (int i = 0; i < shown; i++) {
		wb_json_add_string(page->arena, order, NULL,
		                   key_of(page, rows[i].agent));
	}
	wb_json_add_int(page->arena, tile, "more", count - shown);
	struct wb_json *object = wb_json_add_object(page->arena, tile, "rows");
	for (int i = 0; i < shown; i++) {
		add_row(page, &rows[i], object, key_of(page, rows[i].agent));
	}
}
