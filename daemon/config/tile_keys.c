/* The tables of pages and their tiles. */

#include "config/draft.h"
#include "config/literal.h"

#define NAME 1, 128
#define SCOPE 1, 160
#define CELLS 0, WB_GRID_MAX
#define TILE(field) offsetof(struct wb_tile_draft, field)
#define PAGE(field) offsetof(struct wb_page_draft, field)
#define GRID(field) offsetof(struct wb_grid_draft, field)

_Static_assert(sizeof(enum wb_tile_kind) == sizeof(int), "words are ints");

static const char *kind_word(int value)
{
	return wb_tile_kind_name((enum wb_tile_kind)value);
}

static const char *window_word(int value)
{
	return wb_window_name((enum wb_window)value);
}

static const char *worse_word(int value)
{
	return value == WB_WORSE_ABOVE - 1 ? "above" : "below";
}

static const struct wb_words kinds = { kind_word, WB_TILE_KIND_COUNT };
static const struct wb_words windows = { window_word, WB_WINDOW_COUNT };
static const struct wb_words worse_words = { worse_word, 2 };

static void read_window(struct wb_reader *r, const struct wb_node *node,
                        const struct wb_key *key, void *target)
{
	struct wb_tile_draft *tile = target;
	tile->window = -1;
	wb_read_word(r, node, key, &tile->window);
	tile->has_window = tile->window >= 0;
}

static void read_worse(struct wb_reader *r, const struct wb_node *node,
                       const struct wb_key *key, void *target)
{
	int word = -1, *worse = target;
	wb_read_word(r, node, key, &word);
	*worse = word + 1; /* 0 = unsaid */
}

/* at: [x, y, w, h] */
static void read_place(struct wb_reader *r, const struct wb_node *node,
                       const struct wb_key *key, void *target)
{
	struct wb_tile_draft *tile = target;
	int *const cells[4] = { &tile->plan.x, &tile->plan.y, &tile->plan.w,
		                &tile->plan.h };
	if (node->kind != WB_NODE_LIST || node->count != 4) {
		wb_fault_got(r, node, "[x, y, width, height] in grid cells");
		return;
	}
	int index = 0, good = 0;
	for (const struct wb_node *n = node->first; n; n = n->next) {
		size_t before = wb_path_index(r, index);
		struct wb_key cell = *key;
		cell.min = index < 2 ? 0 : 1;
		*cells[index] = -1;
		wb_read_int(r, n, &cell, cells[index]);
		good += *cells[index] >= 0;
		index++;
		wb_path_leave(r, before);
	}
	tile->placed = good == 4;
}

/* A limit in the unit of its literal: 5%, 2m or 30. */
static void read_limit(struct wb_reader *r, const struct wb_node *node,
                       const struct wb_key *key, void *target)
{
	(void)key;
	struct wb_limit_draft limit = { .node = node };
	struct wb_str text = node->value;
	if (node->kind == WB_NODE_SCALAR &&
	    wb_count_parse(text, &limit.value)) {
		limit.unit = WB_CONFIG_COUNT;
	} else if (node->kind == WB_NODE_SCALAR &&
	           wb_percent_parse(text, &limit.value)) {
		limit.unit = WB_CONFIG_PERCENT;
	} else if (node->kind == WB_NODE_SCALAR &&
	           wb_duration_parse(text, &limit.value)) {
		limit.unit = WB_CONFIG_DURATION;
	} else {
		wb_fault_got(r, node,
		             "a limit in the unit of the KPI, such as 80%%, "
		             "2m or 30");
		return;
	}
	memcpy(target, &limit, sizeof(limit));
}

static void read_columns(struct wb_reader *r, const struct wb_node *node,
                         const struct wb_key *key, void *target)
{
	struct wb_tile_plan *tile = target;
	struct wb_key name = { "", wb_read_text, 0, NAME, NULL, false };
	if (node->kind != WB_NODE_LIST || node->count < 1 ||
	    node->count > key->max) {
		wb_fault_got(r, node,
		             "a list of 1 to %d KPIs, \"agents\" or \"trend\"",
		             (int)key->max);
		return;
	}
	int index = 0;
	for (const struct wb_node *n = node->first; n; n = n->next) {
		size_t before = wb_path_index(r, index);
		wb_read_text(r, n, &name, &tile->columns[index++]);
		wb_path_leave(r, before);
	}
	tile->column_count = index;
}

static const struct wb_key tile_keys[] = {
	{ "id", wb_read_text, TILE(plan.id), 1, 32, NULL, false },
	{ "kind", wb_read_word, TILE(plan.kind), 0, 0, &kinds, true },
	{ "at", read_place, 0, CELLS, NULL, true },
	{ "title", wb_read_title, TILE(plan.title), 0, 0, NULL, false },
	{ "kpi", wb_read_text, TILE(plan.kpi), NAME, NULL, false },
	{ "scope", wb_read_text, TILE(plan.scope), SCOPE, NULL, false },
	{ "window", read_window, 0, 0, 0, &windows, false },
	{ "target", read_limit, TILE(target), 0, 0, NULL, false },
	{ "warning", read_limit, TILE(warning), 0, 0, NULL, false },
	{ "critical", read_limit, TILE(critical), 0, 0, NULL, false },
	{ "worse", read_worse, TILE(worse), 0, 0, &worse_words, false },
	{ "trend", wb_read_bool, TILE(plan.trend), 0, 0, NULL, false },
	{ "rows", wb_read_int, TILE(plan.rows), 0, 500, NULL, false },
	{ "filter", wb_read_text, TILE(plan.filter), SCOPE, NULL, false },
	{ "columns", read_columns, TILE(plan), 1, WB_TILE_COLUMNS_MAX, NULL,
	  false },
	{ "state_limit", wb_read_duration, TILE(plan.state_limit), 0, WB_DAY,
	  NULL, false },
};

static const struct wb_key grid_keys[] = {
	{ "columns", wb_read_int, GRID(columns), 1, WB_GRID_MAX, NULL, false },
	{ "rows", wb_read_int, GRID(rows), 1, WB_GRID_MAX, NULL, false },
};
static const struct wb_keys grid_table = WB_KEYS(grid_keys);

static void begin_tile(struct wb_reader *r, void *item)
{
	(void)r;
	struct wb_tile_draft *tile = item;
	/* the kind is required: until it is known, none */
	tile->plan.kind = WB_TILE_KIND_COUNT;
	tile->plan.state_limit = 15 * WB_MINUTE;
}

static void begin_page(struct wb_reader *r, void *item)
{
	(void)r;
	struct wb_page_draft *page = item;
	page->grid = (struct wb_grid_draft){ 24, 12 };
}

static const struct wb_list_type tiles_type = { WB_KEYS(tile_keys),
	                                        sizeof(struct wb_tile_draft),
	                                        begin_tile };

static const struct wb_key page_keys[] = {
	{ "name", wb_read_text, PAGE(name), NAME, NULL, true },
	{ "title", wb_read_title, PAGE(title), 0, 0, NULL, false },
	{ "grid", wb_read_map, PAGE(grid), 0, 0, &grid_table, false },
	{ "tiles", wb_read_list, PAGE(tiles), 0, WB_TILES_MAX, &tiles_type,
	  true },
};

const struct wb_list_type wb_pages_type = { WB_KEYS(page_keys),
	                                    sizeof(struct wb_page_draft),
	                                    begin_page };
