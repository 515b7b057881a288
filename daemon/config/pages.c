#include <stdio.h>

#include "config/draft.h"
#include "config/literal.h"

#define BIT(kind) (1U << (kind))

/* Which tiles a key means something to; the others are warned about. */
static const struct {
	const char *key;
	unsigned kinds;
} used_by[] = {
	{ "kpi", BIT(WB_TILE_NUMBER) },
	{ "scope", BIT(WB_TILE_NUMBER) },
	{ "window", BIT(WB_TILE_NUMBER) | BIT(WB_TILE_QUEUES) },
	{ "target", BIT(WB_TILE_NUMBER) },
	{ "warning", BIT(WB_TILE_NUMBER) },
	{ "critical", BIT(WB_TILE_NUMBER) },
	{ "worse", BIT(WB_TILE_NUMBER) },
	{ "trend", BIT(WB_TILE_NUMBER) },
	{ "rows", BIT(WB_TILE_QUEUES) | BIT(WB_TILE_AGENTS) },
	{ "filter", BIT(WB_TILE_QUEUES) | BIT(WB_TILE_AGENTS) },
	{ "columns", BIT(WB_TILE_QUEUES) },
	{ "state_limit", BIT(WB_TILE_AGENTS) },
};

/* One page being checked. */
struct check {
	struct wb_reader *r;
	const struct wb_plan *plan;
	const struct wb_page_draft *page;
};

/* The node of a key, or the tile itself where the key is missing. */
static const struct wb_node *at(const struct wb_node *tile, const char *key)
{
	const struct wb_node *node = wb_node_get(tile, key);
	return node ? node : tile;
}

static void warn_unused(struct check *c, const struct wb_node *node,
                        enum wb_tile_kind kind)
{
	for (size_t i = 0; i < sizeof(used_by) / sizeof(used_by[0]); i++) {
		const struct wb_node *key = wb_node_get(node, used_by[i].key);
		if (!key || (used_by[i].kinds & BIT(kind))) {
			continue;
		}
		size_t before = wb_path_key(c->r, key->key);
		wb_doubt(c->r, key, "means nothing to a tile of kind '%s'",
		         wb_tile_kind_name(kind));
		wb_path_leave(c->r, before);
	}
}

static bool has_group(const struct wb_group_plan *groups, int count,
                      struct wb_str name)
{
	for (int i = 0; i < count; i++) {
		if (wb_str_equal(groups[i].name, name)) {
			return true;
		}
	}
	return false;
}

/* Queues and agents may come from the switch alone: then only a doubt. */
static void check_named(struct check *c, const struct wb_node *node,
                        struct wb_str kind, struct wb_str name)
{
	const struct wb_plan *plan = c->plan;
	if (wb_str_is(kind, "queue") && !wb_plan_queue(plan, name)) {
		wb_doubt(c->r, node, "queue '%.*s' is not listed under queues",
		         WB_STR_FMT(name));
	} else if (wb_str_is(kind, "agent") && !wb_plan_agent(plan, name)) {
		wb_doubt(c->r, node, "agent '%.*s' is not listed under agents",
		         WB_STR_FMT(name));
	} else if (wb_str_is(kind, "department") &&
	           !has_group(plan->departments, plan->department_count,
	                      name)) {
		wb_fault(c->r, node, "no queue is in a department '%.*s'",
		         WB_STR_FMT(name));
	} else if (wb_str_is(kind, "team") &&
	           !has_group(plan->teams, plan->team_count, name)) {
		wb_fault(c->r, node, "no agent is in a team '%.*s'",
		         WB_STR_FMT(name));
	}
}

/*
 * "total", "queue:sales" ... Gives the kind of scope; absent when it is wrong,
 * which has then been said.
 */
static struct wb_str check_scope(struct check *c, const struct wb_node *node,
                                 struct wb_str scope)
{
	static const char *const kinds[] = { "queue", "department", "team",
		                             "agent" };
	if (wb_str_is(scope, "total")) {
		return scope;
	}
	const char *colon = memchr(scope.data, ':', scope.len);
	size_t len = colon ? (size_t)(colon - scope.data) : 0;
	struct wb_str kind = { scope.data, len };
	struct wb_str name = { scope.data + len + 1, scope.len - len - 1 };
	for (size_t i = 0; colon && name.len > 0 && i < 4; i++) {
		if (wb_str_is(kind, kinds[i])) {
			check_named(c, node, kind, name);
			return kind;
		}
	}
	wb_fault(c->r, node,
	         "got '%.*s', expected total, queue:NAME, department:NAME, "
	         "team:NAME or agent:NAME",
	         WB_STR_FMT(scope));
	return (struct wb_str){ 0 };
}

static bool kpi_exists(struct check *c, struct wb_str kpi)
{
	return !c->r->checks || c->r->checks->kpi_exists(kpi);
}

static bool kpi_has_scope(struct check *c, struct wb_str kpi,
                          struct wb_str kind)
{
	return !c->r->checks || c->r->checks->kpi_has_scope(kpi, kind);
}

static void check_kpi(struct check *c, const struct wb_node *node,
                      struct wb_str kpi, struct wb_str kind)
{
	if (!kpi_exists(c, kpi)) {
		wb_fault(c->r, node, "there is no KPI '%.*s'", WB_STR_FMT(kpi));
	} else if (kind.data && !kpi_has_scope(c, kpi, kind)) {
		wb_fault(c->r, node, "the KPI '%.*s' does not exist for a %.*s",
		         WB_STR_FMT(kpi), WB_STR_FMT(kind));
	}
}

static struct wb_str check_scope_key(struct check *c,
                                     const struct wb_node *node,
                                     const char *key, struct wb_str *scope)
{
	size_t before = wb_path_key(c->r, wb_str(key));
	struct wb_str kind = check_scope(c, at(node, key), *scope);
	wb_path_leave(c->r, before);
	return kind;
}

/* A KPI of the moment has no window, the others have the day's by default. */
static void check_window(struct check *c, const struct wb_node *node,
                         const struct wb_tile_draft *draft,
                         struct wb_tile_plan *tile)
{
	tile->window = draft->has_window ? (enum wb_window)draft->window
	                                 : WB_WINDOW_DAY;
	const struct wb_config_checks *checks = c->r->checks;
	if (!checks || !checks->kpi_describe || !tile->kpi.data ||
	    !checks->kpi_exists(tile->kpi)) {
		return;
	}
	struct wb_config_kpi kpi = { 0 };
	checks->kpi_describe(tile->kpi, &kpi);
	if (kpi.of_the_moment) {
		tile->window = WB_WINDOW_NOW;
	} else if (tile->window == WB_WINDOW_NOW) {
		size_t before = wb_path_key(c->r, wb_str("window"));
		wb_fault(c->r, at(node, "window"),
		         "the KPI '%.*s' has no value of the moment, expected "
		         "5m, 15m, 30m, 1h, interval or day",
		         WB_STR_FMT(tile->kpi));
		wb_path_leave(c->r, before);
	}
}

static void check_number(struct check *c, const struct wb_node *node,
                         const struct wb_tile_draft *draft,
                         struct wb_tile_plan *tile)
{
	if (!tile->scope.data) {
		tile->scope = wb_str("total");
	}
	struct wb_str kind = check_scope_key(c, node, "scope", &tile->scope);
	size_t before = wb_path_key(c->r, wb_str("kpi"));
	if (tile->kpi.data) {
		check_kpi(c, at(node, "kpi"), tile->kpi, kind);
	} else if (!wb_node_get(node, "kpi")) {
		wb_fault(c->r, node, "missing, expected the name of a KPI");
	}
	wb_path_leave(c->r, before);
	check_window(c, node, draft, tile);
	if (tile->kpi.data) {
		wb_check_limits(c->r, draft, c->plan, tile);
	}
}

static void default_columns(struct wb_tile_plan *tile)
{
	static const char *const names[] = {
		"waiting",          "longest_wait", "service_level",
		"abandonment_rate", "agents",       "trend"
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		tile->columns[tile->column_count++] = wb_str(names[i]);
	}
}

static void check_queues(struct check *c, const struct wb_node *node,
                         const struct wb_tile_draft *draft,
                         struct wb_tile_plan *tile)
{
	tile->window = draft->has_window ? (enum wb_window)draft->window
	                                 : WB_WINDOW_DAY;
	if (tile->column_count == 0) {
		default_columns(tile);
		return;
	}
	size_t top = wb_path_key(c->r, wb_str("columns"));
	const struct wb_node *list = wb_node_get(node, "columns");
	const struct wb_node *n = list->first;
	for (int i = 0; n && i < tile->column_count; i++, n = n->next) {
		struct wb_str name = tile->columns[i];
		size_t before = wb_path_index(c->r, i);
		if (name.data && !wb_str_is(name, "agents") &&
		    !wb_str_is(name, "trend")) {
			check_kpi(c, n, name, wb_str("queue"));
		}
		wb_path_leave(c->r, before);
	}
	wb_path_leave(c->r, top);
}

static bool has_title(const struct wb_title *title)
{
	for (int i = 0; i < WB_LANGUAGE_COUNT; i++) {
		if (title->text[i].data) {
			return true;
		}
	}
	return false;
}

static void check_kind(struct check *c, const struct wb_node *node,
                       const struct wb_tile_draft *draft,
                       struct wb_tile_plan *tile)
{
	warn_unused(c, node, tile->kind);
	bool list =
		tile->kind == WB_TILE_QUEUES || tile->kind == WB_TILE_AGENTS;
	if (list && tile->filter.data) {
		check_scope_key(c, node, "filter", &tile->filter);
	}
	if (tile->kind == WB_TILE_NUMBER) {
		check_number(c, node, draft, tile);
	} else if (tile->kind == WB_TILE_QUEUES) {
		check_queues(c, node, draft, tile);
	} else if (tile->kind == WB_TILE_TEXT && !has_title(&tile->title) &&
	           !wb_node_get(node, "title")) {
		wb_fault(c->r, node, "a tile of kind 'text' needs a title");
	}
}

static void check_grid(struct check *c, const struct wb_node *node,
                       const struct wb_tile_plan *tile)
{
	const struct wb_grid_draft *grid = &c->page->grid;
	if (tile->x + tile->w > grid->columns ||
	    tile->y + tile->h > grid->rows) {
		wb_fault(
			c->r, at(node, "at"),
			"[%d, %d, %d, %d] leaves the grid of %d columns and %d "
			"rows",
			tile->x, tile->y, tile->w, tile->h, grid->columns,
			grid->rows);
	}
}

static bool overlap(const struct wb_tile_plan *a, const struct wb_tile_plan *b)
{
	return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h &&
	       b->y < a->y + a->h;
}

/* Against the tiles before it, whose nodes are walked alongside. */
static void check_others(struct check *c, const struct wb_node *node,
                         const struct wb_tile_plan *tiles, int index)
{
	const struct wb_tile_draft *drafts = c->page->tiles.items;
	const struct wb_node *other = c->page->tiles.node->first;
	for (int i = 0; i < index; i++, other = other->next) {
		if (wb_str_equal(tiles[i].id, tiles[index].id)) {
			wb_fault(c->r, at(node, "id"),
			         "the id '%.*s' is taken by the tile in line "
			         "%d",
			         WB_STR_FMT(tiles[index].id), other->line);
		}
		if (drafts[i].placed && drafts[index].placed &&
		    overlap(&tiles[i], &tiles[index])) {
			wb_fault(c->r, at(node, "at"),
			         "overlaps the tile '%.*s' in line %d",
			         WB_STR_FMT(tiles[i].id), other->line);
		}
	}
}

static void check_tile(struct check *c, const struct wb_node *node, int index,
                       struct wb_tile_plan *tiles)
{
	const struct wb_tile_draft *drafts = c->page->tiles.items;
	struct wb_tile_plan *tile = &tiles[index];
	*tile = drafts[index].plan;
	if (!tile->id.data) {
		char id[16];
		snprintf(id, sizeof(id), "t%d", index + 1);
		tile->id = wb_arena_str(c->r->arena, wb_str(id));
	}
	if (drafts[index].placed) {
		check_grid(c, node, tile);
	}
	check_others(c, node, tiles, index);
	if (tile->kind != WB_TILE_KIND_COUNT) {
		check_kind(c, node, &drafts[index], tile);
	}
}

static void check_page(struct check *c, struct wb_page_plan *page)
{
	const struct wb_list *list = &c->page->tiles;
	struct wb_tile_plan *tiles = wb_arena_alloc(
		c->r->arena, ((size_t)list->count + 1) * sizeof(*tiles));
	if (!tiles) {
		wb_faults_add(c->r->faults, false, 0, "out of memory");
		return;
	}
	size_t top = wb_path_key(c->r, wb_str("tiles"));
	const struct wb_node *node = list->node ? list->node->first : NULL;
	for (int i = 0; node; i++, node = node->next) {
		size_t before = wb_path_index(c->r, i);
		check_tile(c, node, i, tiles);
		wb_path_leave(c->r, before);
	}
	wb_path_leave(c->r, top);
	*page = (struct wb_page_plan){
		.name = c->page->name,
		.title = c->page->title,
		.columns = c->page->grid.columns,
		.rows = c->page->grid.rows,
		.tiles = tiles,
		.tile_count = list->count,
	};
}

void wb_check_pages(struct wb_reader *r, const struct wb_draft *draft,
                    struct wb_plan *plan)
{
	const struct wb_list *list = &draft->pages;
	const struct wb_page_draft *drafts = list->items;
	struct wb_page_plan *pages = wb_arena_alloc(
		r->arena, ((size_t)list->count + 1) * sizeof(*pages));
	if (!pages) {
		wb_faults_add(r->faults, false, 0, "out of memory");
		return;
	}
	size_t top = wb_path_key(r, wb_str("pages"));
	for (int i = 0; i < list->count; i++) {
		size_t before = wb_path_index(r, i);
		struct check c = { r, plan, &drafts[i] };
		check_page(&c, &pages[i]);
		wb_path_leave(r, before);
	}
	wb_path_leave(r, top);
	plan->pages = pages;
	plan->page_count = list->count;
}
