#include "view/view.h"

#include "view/parts.h"

const char *wb_feed_state_name(enum wb_feed_state state)
{
	static const char *const names[] = { "live", "silent", "gap", "never",
		                             "manual" };
	return names[state];
}

static void add_centre(struct page *page, struct wb_json *root)
{
	const struct wb_plan *plan = wb_engine_plan(page->input->engine);
	struct wb_json *centre =
		wb_json_add_object(page->arena, root, "centre");
	wb_page_add_title(page, centre, "title", &plan->title,
	                  wb_str("Wallboard"));
	wb_json_add_string(page->arena, centre, "language",
	                   wb_str(wb_language_code(plan->language)));
	wb_json_add_string(page->arena, centre, "time_zone", plan->time_zone);
	wb_json_add_int(page->arena, centre, "utc_offset_ms",
	                wb_zone_offset(plan->zone, page->input->now));
	wb_json_add_string(
		page->arena, centre, "clock",
		wb_str(page->input->events_clock ? "events" : "wall"));
}

static void add_feeds(struct page *page, struct wb_json *root)
{
	struct wb_json *feeds = wb_json_add_object(page->arena, root, "feeds");
	for (int i = 0; i < page->input->feed_count; i++) {
		const struct wb_view_feed *feed = &page->input->feeds[i];
		struct wb_json *object =
			wb_json_add_object_str(page->arena, feeds, feed->name);
		wb_json_add_string(page->arena, object, "state",
		                   wb_str(wb_feed_state_name(feed->state)));
		if (feed->heard > 0) {
			wb_json_add_int(page->arena, object, "heard",
			                feed->heard);
		}
		if (feed->event > 0) {
			wb_json_add_int(page->arena, object, "event",
			                feed->event);
		}
		if (feed->state == WB_FEED_GAP) {
			wb_json_add_int(page->arena, object, "gap_from",
			                feed->gap_from);
			wb_json_add_int(page->arena, object, "gap_to",
			                feed->gap_to);
		}
	}
}

static void add_pages(struct page *page, struct wb_json *root)
{
	const struct wb_plan *plan = wb_engine_plan(page->input->engine);
	struct wb_json *pages = wb_json_add_array(page->arena, root, "pages");
	for (int i = 0; i < plan->page_count; i++) {
		struct wb_json *object =
			wb_json_add_object(page->arena, pages, NULL);
		wb_json_add_string(page->arena, object, "name",
		                   plan->pages[i].name);
		wb_page_add_title(page, object, "title", &plan->pages[i].title,
		                  plan->pages[i].name);
		if (plan->pages[i].dwell > 0) {
			wb_json_add_int(page->arena, object, "dwell_ms",
			                plan->pages[i].dwell);
		}
		if (page->worst && page->worst[i] >= LEVEL_WARNING) {
			wb_json_add_string(
				page->arena, object, "level",
				wb_str(wb_level_name(page->worst[i])));
		}
	}
}

static void add_page(struct page *page, struct wb_json *root)
{
	const struct wb_page_plan *plan = page->input->page;
	struct wb_json *object = wb_json_add_object(page->arena, root, "page");
	wb_json_add_string(page->arena, object, "name", plan->name);
	wb_page_add_title(page, object, "title", &plan->title, plan->name);
	if (wb_page_is_own(page)) {
		wb_json_add_bool(page->arena, object, "own", true);
	}
	wb_json_add_int(page->arena, object, "columns", plan->columns);
	wb_json_add_int(page->arena, object, "rows", plan->rows);
	struct wb_json *tiles = wb_json_add_array(page->arena, object, "tiles");
	for (int i = 0; i < plan->tile_count; i++) {
		wb_json_add_string(page->arena, tiles, NULL, plan->tiles[i].id);
	}
}

static bool has_title(const struct wb_title *title)
{
	for (int i = 0; i < WB_LANGUAGE_COUNT; i++) {
		if (title->text[i].len > 0) {
			return true;
		}
	}
	return false;
}

/* The times of the places that a clock shows, else that of the centre. */
static void add_clocks(struct page *page, const struct wb_tile_plan *plan,
                       struct wb_json *tile)
{
	const struct wb_plan *centre = wb_engine_plan(page->input->engine);
	const struct wb_zone *zone =
		plan->clock_count > 0 ? plan->clocks[0].zone : centre->zone;
	wb_ms now = page->input->now;
	wb_json_add_int(page->arena, tile, "utc_offset_ms",
	                wb_zone_offset(zone, now));
	if (plan->clock_count == 0) {
		return;
	}
	struct wb_json *zones = wb_json_add_array(page->arena, tile, "zones");
	for (int i = 0; i < plan->clock_count; i++) {
		const struct wb_clock_plan *clock = &plan->clocks[i];
		struct wb_json *object =
			wb_json_add_object(page->arena, zones, NULL);
		wb_json_add_string(page->arena, object, "time_zone",
		                   clock->time_zone);
		wb_json_add_int(page->arena, object, "utc_offset_ms",
		                wb_zone_offset(clock->zone, now));
		if (has_title(&clock->title)) {
			wb_page_add_title(page, object, "title", &clock->title,
			                  wb_str(""));
		}
	}
}

static void add_content(struct page *page, const struct wb_tile_plan *plan,
                        struct wb_json *tile)
{
	switch (plan->kind) {
	case WB_TILE_NUMBER:
	case WB_TILE_GAUGE:
	case WB_TILE_TREND:
		wb_page_number(page, plan, tile);
		break;
	case WB_TILE_QUEUES:
		wb_page_queues(page, plan, tile);
		break;
	case WB_TILE_AGENTS:
	case WB_TILE_STATES:
		wb_page_agents(page, plan, tile, plan->kind == WB_TILE_AGENTS);
		break;
	case WB_TILE_RANKING:
		wb_page_ranking(page, plan, tile);
		break;
	case WB_TILE_ALERTS:
		wb_page_alerts(page, plan, tile);
		break;
	case WB_TILE_TEXT:
		if (has_title(&plan->text)) {
			wb_page_add_title(page, tile, "text", &plan->text,
			                  wb_str(""));
		}
		break;
	case WB_TILE_CLOCK:
		add_clocks(page, plan, tile);
		break;
	case WB_TILE_KIND_COUNT:
		break;
	}
}

static void add_tile(struct page *page, const struct wb_tile_plan *plan,
                     struct wb_json *tiles)
{
	struct wb_json *tile =
		wb_json_add_object_str(page->arena, tiles, plan->id);
	wb_json_add_string(page->arena, tile, "kind",
	                   wb_str(wb_tile_kind_name(plan->kind)));
	wb_json_add_int(page->arena, tile, "x", plan->x);
	wb_json_add_int(page->arena, tile, "y", plan->y);
	wb_json_add_int(page->arena, tile, "w", plan->w);
	wb_json_add_int(page->arena, tile, "h", plan->h);
	if (has_title(&plan->title)) {
		wb_page_add_title(page, tile, "title", &plan->title,
		                  wb_str(""));
	}
	add_content(page, plan, tile);
}

struct wb_json *wb_view_render(const struct wb_view_input *input,
                               struct wb_arena *arena)
{
	struct page page = { .input = input, .arena = arena };
	struct wb_json *root = wb_json_new_object(arena);
	wb_page_find_standing(&page);
	wb_page_find_breaches(&page);
	add_centre(&page, root);
	add_feeds(&page, root);
	add_pages(&page, root);
	wb_page_rotation(&page, root);
	add_page(&page, root);
	struct wb_json *tiles = wb_json_add_object(arena, root, "tiles");
	for (int i = 0; i < input->page->tile_count; i++) {
		add_tile(&page, &input->page->tiles[i], tiles);
	}
	wb_json_add_int(arena, root, "watched", page.watched);
	wb_page_headline(&page, root);
	wb_page_standing(&page, root);
	return arena->failed ? NULL : root;
}
