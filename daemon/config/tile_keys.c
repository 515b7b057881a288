/* The tables of pages and their tiles. */

#include "config/draft.h"
#include "config/literal.h"

#define NAME 1, 128
#define SCOPE 1, 160
#define CELLS 0, WB_GRID_MAX
#define TILE(field) offsetof(struct wb_tile_draft, field)
#define PAGE(field) offsetof(struct wb_page_draft, field)
#define GRID(field) offsetof(struct wb_grid_draft, field)
#define ROTATION(field) offsetof(struct wb_rotation_plan, field)

/* The shortest time in which a page can be read, and the longest sensible. */
#define DWELL 5 * WB_SECOND, WB_HOUR

_Static_assert(sizeof(enum wb_tile_kind) == sizeof(int), "words are ints");
_Static_assert(sizeof(enum wb_trend_span) == sizeof(int), "words are ints");
_Static_assert(sizeof(enum wb_ranked) == sizeof(int), "words are ints");

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

static const char *best_word(int value)
{
	return value == WB_BEST_HIGHEST - 1 ? "highest" : "lowest";
}

static const char *span_word(int value)
{
	return wb_trend_span_name((enum wb_trend_span)value);
}

static const char *ranked_word(int value)
{
	return wb_ranked_name((enum wb_ranked)value);
}

static const struct wb_words kinds = { kind_word, WB_TILE_KIND_COUNT };
static const struct wb_words windows = { window_word, WB_WINDOW_COUNT };
static const struct wb_words worse_words = { worse_word, 2 };
static const struct wb_words best_words = { best_word, 2 };
static const struct wb_words spans = { span_word, WB_SPAN_COUNT };
static const struct wb_words ranked = { ranked_word, WB_RANKED_COUNT };

/* "0" takes a page out of the rotation. */
static void read_dwell(struct wb_reader *r, const struct wb_node *node,
                       const struct wb_key *key, void *target)
{
	if (node->kind == WB_NODE_SCALAR && wb_str_is(node->value, "0")) {
		memcpy(target, &(wb_ms){ 0 }, sizeof(wb_ms));
		return;
	}
	wb_read_duration(r, node, key, target);
}

static const struct wb_key tile_keys[] = {
	{ "id", wb_read_text, TILE(plan.id), 1, 32, NULL, false },
	{ "kind", wb_read_word, TILE(plan.kind), 0, 0, &kinds, true },
	{ "at", wb_read_place, 0, CELLS, NULL, true },
	{ "title", wb_read_title, TILE(plan.title), 0, 0, NULL, false },
	{ "kpi", wb_read_text, TILE(plan.kpi), NAME, NULL, false },
	{ "scope", wb_read_text, TILE(plan.scope), SCOPE, NULL, false },
	{ "window", wb_read_window, 0, 0, 0, &windows, false },
	{ "target", wb_read_limit, TILE(target), 0, 0, NULL, false },
	{ "warning", wb_read_limit, TILE(warning), 0, 0, NULL, false },
	{ "critical", wb_read_limit, TILE(critical), 0, 0, NULL, false },
	{ "worse", wb_read_worse, TILE(worse), 0, 0, &worse_words, false },
	{ "scale", wb_read_scale, 0, 0, 0, NULL, false },
	{ "trend", wb_read_bool, TILE(plan.trend), 0, 0, NULL, false },
	{ "span", wb_read_word, TILE(plan.span), 0, 0, &spans, false },
	{ "part", wb_read_text, TILE(plan.part), NAME, NULL, false },
	{ "rows", wb_read_int, TILE(plan.rows), 0, 500, NULL, false },
	{ "filter", wb_read_text, TILE(plan.filter), SCOPE, NULL, false },
	{ "columns", wb_read_columns, TILE(plan), 1, WB_TILE_COLUMNS_MAX, NULL,
	  false },
	{ "state_limit", wb_read_duration, TILE(plan.state_limit), 0, WB_DAY,
	  NULL, false },
	{ "of", wb_read_word, TILE(plan.ranked), 0, 0, &ranked, false },
	{ "best", wb_read_best, TILE(best), 0, 0, &best_words, false },
	{ "least_sample", wb_read_int, TILE(plan.least_sample), 1, 1000000,
	  NULL, false },
	{ "text", wb_read_title, TILE(plan.text), 0, 0, NULL, false },
	{ "zones", wb_read_clocks, 0, 1, WB_TILE_CLOCKS_MAX, NULL, false },
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
	page->dwell = WB_DWELL_UNSAID;
	page->front = true;
}

static const struct wb_list_type tiles_type = { WB_KEYS(tile_keys),
	                                        sizeof(struct wb_tile_draft),
	                                        begin_tile };

static const struct wb_key page_keys[] = {
	{ "name", wb_read_text, PAGE(name), NAME, NULL, true },
	{ "title", wb_read_title, PAGE(title), 0, 0, NULL, false },
	{ "grid", wb_read_map, PAGE(grid), 0, 0, &grid_table, false },
	{ "dwell", read_dwell, PAGE(dwell), DWELL, NULL, false },
	{ "front", wb_read_bool, PAGE(front), 0, 0, NULL, false },
	{ "tiles", wb_read_list, PAGE(tiles), 0, WB_TILES_MAX, &tiles_type,
	  true },
};

const struct wb_list_type wb_pages_type = { WB_KEYS(page_keys),
	                                    sizeof(struct wb_page_draft),
	                                    begin_page };

/* A page that is shown by name only: no part of the rotation. */
static const struct wb_key own_page_keys[] = {
	{ "title", wb_read_title, PAGE(title), 0, 0, NULL, false },
	{ "grid", wb_read_map, PAGE(grid), 0, 0, &grid_table, false },
	{ "tiles", wb_read_list, PAGE(tiles), 0, WB_TILES_MAX, &tiles_type,
	  true },
};

const struct wb_keys wb_own_page_keys = WB_KEYS(own_page_keys);

static const struct wb_key rotation_keys[] = {
	{ "rotate", wb_read_bool, ROTATION(rotate), 0, 0, NULL, false },
	{ "dwell", wb_read_duration, ROTATION(dwell), DWELL, NULL, false },
	{ "critical_to_front", wb_read_bool, ROTATION(critical_to_front), 0, 0,
	  NULL, false },
	{ "hold", wb_read_duration, ROTATION(hold), 0, WB_DAY, NULL, false },
};

const struct wb_keys wb_rotation_keys = WB_KEYS(rotation_keys);
