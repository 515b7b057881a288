#include "layout/page.h"

#include "layout/build.h"
#include "layout/flow.h"

/* Design units. */
#define DESIGN_WIDTH 1920.0
#define DESIGN_HEIGHT 1080.0
#define TALL_DESIGN_WIDTH 1280.0
#define SCALE_LEAST 0.05 /* nothing could be read below */
#define SMALLEST_TYPE 20 /* that any part of the page uses */
#define MARGIN 40
#define GUTTER 16
#define HEADER_HEIGHT 108
#define BANNER_HEIGHT 103
#define FOOTER_HEIGHT 56

struct wb_rect wb_page_cells(struct wb_rect area, int columns, int rows,
                             int gutter, int x, int y, int w, int h)
{
	int64_t width = area.w + gutter;
	int64_t height = area.h + gutter;
	int left = (int)(width * x / columns);
	int top = (int)(height * y / rows);

	return (struct wb_rect){
		.x = area.x + left,
		.y = area.y + top,
		.w = (int)(width * (x + w) / columns) - left - gutter,
		.h = (int)(height * (y + h) / rows) - top - gutter,
	};
}

/* A screen that stands on its side. */
static bool is_tall(const struct wb_page_input *in)
{
	return in->height > in->width * 6 / 5;
}

static void build_tile(struct wb_build *b, struct wb_rect rect,
                       const struct wb_tile *tile, int number)
{
	wb_scene_group(b->scene, rect);
	wb_scene_is_tile(b->scene, number);
	switch (tile->kind) {
	case WB_TILE_NUMBER:
	case WB_TILE_GAUGE:
		wb_build_number(b, rect, tile);
		break;
	case WB_TILE_TREND:
		wb_build_trend(b, rect, tile);
		break;
	case WB_TILE_QUEUES:
		wb_build_queues(b, rect, tile);
		break;
	case WB_TILE_AGENTS:
		wb_build_agents(b, rect, tile);
		break;
	case WB_TILE_TEXT:
		wb_build_text(b, rect, tile);
		break;
	case WB_TILE_CLOCK:
		wb_build_clock(b, rect, tile);
		break;
	case WB_TILE_STATES:
		wb_build_states(b, rect, tile);
		break;
	case WB_TILE_RANKING:
		wb_build_ranking(b, rect, tile);
		break;
	case WB_TILE_ALERTS:
		wb_build_alerts(b, rect, tile);
		break;
	case WB_TILE_UNKNOWN:
		break;
	}
}

/* The largest type in which all titles to be read from afar fit. */
static void size_titles(struct wb_build *b, struct wb_rect area,
                        const struct wb_flow *flow)
{
	const struct wb_board *board = b->in->board;
	int least = 0;
	int i;

	for (i = 0; i < board->tile_count; i++) {
		const struct wb_rect *c = &flow->cells[i];
		int size = wb_number_far_title(
			b,
			wb_page_cells(area, flow->columns, flow->rows,
		                      wb_px(b, GUTTER), c->x, c->y, c->w, c->h),
			&board->tiles[i]);

		if (size > 0 && (least == 0 || size < least)) {
			least = size;
		}
	}
	b->far_title = wb_px(b, least);
}

static void build_tiles(struct wb_build *b, struct wb_rect area)
{
	const struct wb_board *board = b->in->board;
	struct wb_flow flow;
	int i;

	wb_flow_tiles(board, is_tall(b->in), &flow);
	size_titles(b, area, &flow);
	for (i = 0; i < board->tile_count; i++) {
		const struct wb_rect *c = &flow.cells[i];
		struct wb_rect rect =
			wb_page_cells(area, flow.columns, flow.rows,
		                      wb_px(b, GUTTER), c->x, c->y, c->w, c->h);

		if (rect.w > 0 && rect.h > 0) {
			build_tile(b, rect, &board->tiles[i], i);
		}
	}
}

/* Before the first state: what is waited for, and why it does not come. */
static void build_waiting(struct wb_build *b, struct wb_rect area)
{
	const struct wb_link *link = b->in->link;
	bool offline = link->state == WB_LINK_OFFLINE;

	wb_scene_group(b->scene, area);
	wb_build_notice(
		b, area, offline ? WB_ICON_OFFLINE : WB_ICON_FEED,
		wb_locale_text(b->locale, offline ? "page.offline.title"
	                                          : "page.connecting.title"),
		wb_locale_text(b->locale, offline ? "page.offline.detail"
	                                          : "page.connecting.detail"),
		wb_str(link->detail));
}

static void build_board(struct wb_build *b, struct wb_rect content)
{
	const struct wb_board *board = b->in->board;
	int top = wb_px(b, BANNER_HEIGHT);
	struct wb_rect banner = { content.x, content.y, content.w, top };
	struct wb_rect footer = { content.x, 0, content.w,
		                  wb_px(b, FOOTER_HEIGHT) };

	wb_scene_group(b->scene, banner);
	wb_build_banner(b, banner);
	footer.y = content.y + content.h - footer.h;
	content.h -= top + wb_px(b, GUTTER) + footer.h;
	content.y += top + wb_px(b, GUTTER);
	if (board->feed_count == 0 || board->tile_count == 0) {
		bool feeds = board->feed_count > 0;

		wb_scene_group(b->scene, content);
		wb_build_notice(
			b, content, WB_ICON_FEED,
			wb_locale_text(b->locale,
		                       feeds ? "page.empty.title"
		                             : "page.waiting_feed.title"),
			feeds ? (struct wb_str){ NULL, 0 }
			      : wb_locale_text(b->locale,
		                               "page.waiting_feed.detail"),
			(struct wb_str){ NULL, 0 });
	} else {
		build_tiles(b, content);
	}
	wb_scene_group(b->scene, footer);
	wb_build_footer(b, footer);
}

/* Whether the numbers are old, since when, and to where durations count. */
static void judge_age(struct wb_build *b)
{
	const struct wb_board *board = b->in->board;
	const struct wb_link *link = b->in->link;
	bool all_dead = true;
	wb_ms newest = 0;
	int i;

	b->counts_to = b->now;
	if (board == NULL) {
		return;
	}
	for (i = 0; i < board->feed_count; i++) {
		const struct wb_feed *feed = &board->feeds[i];

		if (feed->heard > newest) {
			newest = feed->heard;
		}
		if (feed->state < WB_FEED_SILENT) {
			all_dead = false;
			continue;
		}
		if (!b->stale || feed->heard < b->stale_since) {
			b->stale_since = feed->heard;
		}
		b->stale = true;
	}
	if (board->feed_count > 0 && all_dead && newest > 0) {
		b->counts_to = newest;
	}
	/* also what a wall remembers from before it was started */
	if (link->state != WB_LINK_LIVE) {
		b->stale = true;
		b->offline = link->state == WB_LINK_OFFLINE;
		b->stale_since = link->last_message;
		if (link->last_message > 0 &&
		    link->last_message < b->counts_to) {
			b->counts_to = link->last_message;
		}
	}
}

/* Px per design unit, enlarged for readers that stand far away. */
static double scale_of(const struct wb_page_input *in)
{
	double by_width =
		in->width / (is_tall(in) ? TALL_DESIGN_WIDTH : DESIGN_WIDTH);
	double by_height = in->height / DESIGN_HEIGHT;
	double scale = by_width < by_height ? by_width : by_height;
	int zoom = wb_reading_zoom(&in->reading, in->width, in->height,
	                           (int)(SMALLEST_TYPE * scale));

	return in->test_card ? scale : scale * zoom / 1000;
}

static void build_page(struct wb_build *b)
{
	const struct wb_page_input *in = b->in;
	int safe = in->height * in->safe_margin_permille / 1000;
	int margin = wb_px(b, MARGIN) + safe;
	int head = wb_px(b, HEADER_HEIGHT);
	struct wb_rect header = { margin, safe, in->width - 2 * margin, head };
	struct wb_rect content = { margin, safe + head, header.w,
		                   in->height - 2 * safe - head };

	judge_age(b);
	wb_scene_group(b->scene, header);
	wb_build_header(b, header);
	if (in->board == NULL) {
		content.h -= wb_px(b, MARGIN);
		build_waiting(b, content);
	} else {
		build_board(b, content);
	}
}

void wb_page_layout(struct wb_scene *scene, const struct wb_page_input *in)
{
	struct wb_build b = {
		.in = in,
		.locale = in->locale,
		.scene = scene,
		.scale = scale_of(in),
		.now = in->now - in->now % WB_SECOND,
	};

	wb_scene_begin(scene, in->width, in->height,
	               in->locale->rtl && !in->test_card);
	if (b.scale < SCALE_LEAST) {
		return;
	}
	if (in->test_card) {
		wb_build_test_card(&b);
	} else {
		build_page(&b);
	}
	if (in->overlay != NULL) {
		wb_build_overlay(&b, in->overlay);
	}
	if (b.scratch.failed) {
		scene->failed = true;
	}
	wb_buf_finish(&b.scratch);
}
