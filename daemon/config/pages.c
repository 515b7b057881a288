/* Pages: where their tiles stand, and what screens do with them. */

#include <stdio.h>

#include "config/draft.h"

static void check_grid(const struct wb_page_check *c,
                       const struct wb_node *node,
                       const struct wb_tile_plan *tile)
{
	const struct wb_grid_draft *grid = &c->page->grid;
	if (tile->x + tile->w > grid->columns ||
	    tile->y + tile->h > grid->rows) {
		wb_fault(
			c->r, wb_tile_at(node, "at"),
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

/* " in line 12", where there are lines. */
struct place {
	char text[32];
};

static struct place place_of(const struct wb_node *node)
{
	struct place place = { "" };
	if (node->line > 0) {
		snprintf(place.text, sizeof(place.text), " in line %d",
		         node->line);
	}
	return place;
}

/* Against the tiles before it, whose nodes are walked alongside. */
static void check_others(const struct wb_page_check *c,
                         const struct wb_node *node,
                         const struct wb_tile_plan *tiles, int index)
{
	const struct wb_tile_draft *drafts = c->page->tiles.items;
	const struct wb_node *other = c->page->tiles.node->first;
	for (int i = 0; i < index; i++, other = other->next) {
		if (wb_str_equal(tiles[i].id, tiles[index].id)) {
			wb_fault(c->r, wb_tile_at(node, "id"),
			         "the id '%.*s' is taken by the tile%s",
			         WB_STR_FMT(tiles[index].id),
			         other->line > 0 ? place_of(other).text
			                         : " before it");
		}
		if (drafts[i].placed && drafts[index].placed &&
		    overlap(&tiles[i], &tiles[index])) {
			wb_fault(c->r, wb_tile_at(node, "at"),
			         "overlaps the tile '%.*s'%s",
			         WB_STR_FMT(tiles[i].id), place_of(other).text);
		}
	}
}

static void check_tile(const struct wb_page_check *c,
                       const struct wb_node *node, int index,
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
		wb_check_tile_kind(c, node, &drafts[index], tile);
	}
}

void wb_check_page(const struct wb_page_check *c, struct wb_page_plan *page)
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
		.dwell = c->page->dwell == WB_DWELL_UNSAID
		                 ? c->plan->rotation.dwell
		                 : c->page->dwell,
		.front = c->page->front,
	};
}

/* "own/..." are the views that people make while the daemon runs. */
static void check_name(struct wb_reader *r, const struct wb_node *node,
                       struct wb_str name)
{
	static const char own[] = "own/";
	size_t len = sizeof(own) - 1;
	if (name.len >= len && memcmp(name.data, own, len) == 0) {
		size_t before = wb_path_key(r, wb_str("name"));
		wb_fault(r, wb_tile_at(node, "name"),
		         "got '%.*s', but names that begin with own/ are kept "
		         "for people's own views",
		         WB_STR_FMT(name));
		wb_path_leave(r, before);
	}
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
	const struct wb_node *node = list->node ? list->node->first : NULL;
	for (int i = 0; i < list->count; i++) {
		size_t before = wb_path_index(r, i);
		check_name(r, node, drafts[i].name);
		node = node->next;
		struct wb_page_check c = { r, plan, &drafts[i] };
		wb_check_page(&c, &pages[i]);
		wb_path_leave(r, before);
	}
	wb_path_leave(r, top);
	plan->pages = pages;
	plan->page_count = list->count;
}
