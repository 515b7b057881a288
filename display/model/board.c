#include "model/board.h"

#include "model/read.h"

#define GRID_MAX 1000

struct wb_str wb_board_title(const struct wb_json *titles, const char *language)
{
	struct wb_str title = wb_json_get_string(titles, language);
	const struct wb_json_member *m;

	if (title.len > 0) {
		return title;
	}
	title = wb_json_get_string(titles, "en");
	if (title.len > 0) {
		return title;
	}
	if (titles == NULL || titles->kind != WB_JSON_OBJECT) {
		return (struct wb_str){ NULL, 0 };
	}
	for (m = titles->first; m != NULL; m = m->next) {
		if (m->value.kind == WB_JSON_STRING &&
		    m->value.string.len > 0) {
			return m->value.string;
		}
	}
	return (struct wb_str){ NULL, 0 };
}

static enum wb_feed_state feed_state(struct wb_str name)
{
	if (wb_str_is(name, "live")) {
		return WB_FEED_LIVE;
	}
	if (wb_str_is(name, "manual")) {
		return WB_FEED_MANUAL;
	}
	if (wb_str_is(name, "gap")) {
		return WB_FEED_GAP;
	}
	if (wb_str_is(name, "never")) {
		return WB_FEED_NEVER;
	}
	/* A state that this screen does not know is not taken for live. */
	return WB_FEED_SILENT;
}

static void read_feeds(struct wb_board *board, const struct wb_json *feeds)
{
	const struct wb_json_member *m;

	if (feeds == NULL || feeds->kind != WB_JSON_OBJECT) {
		return;
	}
	for (m = feeds->first;
	     m != NULL && board->feed_count < WB_BOARD_FEEDS_MAX; m = m->next) {
		const struct wb_json *feed = &m->value;

		board->feeds[board->feed_count++] = (struct wb_feed){
			.name = m->key,
			.state = feed_state(wb_json_get_string(feed, "state")),
			.heard = wb_board_instant(feed, "heard"),
			.event = wb_board_instant(feed, "event"),
			.gap_from = wb_board_instant(feed, "gap_from"),
			.gap_to = wb_board_instant(feed, "gap_to"),
		};
	}
}

static void read_headline(struct wb_board *board, const struct wb_json *object,
                          const char *language)
{
	struct wb_headline *headline = &board->headline;

	headline->level = wb_board_level(object);
	if (headline->level < WB_LEVEL_INFO) {
		return;
	}
	headline->present = true;
	headline->kpi = wb_json_get_string(object, "kpi");
	headline->scope = wb_json_get_string(object, "scope");
	headline->title =
		wb_board_title(wb_json_get(object, "title"), language);
	headline->signal = wb_json_get_string(object, "signal");
	headline->rule_title =
		wb_board_title(wb_json_get(object, "rule_title"), language);
	headline->window = wb_json_get_string(object, "window");
	headline->unit = wb_board_unit(object);
	headline->value = wb_board_value(object, headline->unit);
	headline->since = wb_board_instant(object, "since");
	headline->longer = wb_json_get_bool(object, "longer", false);
	headline->more = wb_json_get_int(object, "more", 0);
}

static void read_counts(struct wb_alert_counts *counts,
                        const struct wb_json *alerts)
{
	counts->open = wb_json_get_int(alerts, "critical", 0) +
	               wb_json_get_int(alerts, "warning", 0) +
	               wb_json_get_int(alerts, "info", 0);
	counts->acknowledged = wb_json_get_int(alerts, "acknowledged", 0);
	counts->shelved = wb_json_get_int(alerts, "shelved", 0);
}

static void read_pages(struct wb_board *board, const struct wb_json *state,
                       const char *language)
{
	const struct wb_json *pages = wb_json_get(state, "pages");
	const struct wb_json *rotation = wb_json_get(state, "rotation");
	const struct wb_json_member *m = NULL;

	if (pages != NULL && pages->kind == WB_JSON_ARRAY) {
		m = pages->first;
	}
	for (; m != NULL && board->page_count < WB_BOARD_PAGES_MAX;
	     m = m->next) {
		board->pages[board->page_count++] = (struct wb_page_ref){
			.name = wb_json_get_string(&m->value, "name"),
			.title = wb_board_title(wb_json_get(&m->value, "title"),
			                        language),
			.dwell = wb_board_span(&m->value, "dwell_ms"),
			.level = wb_board_level(&m->value),
		};
	}
	board->rotation = (struct wb_rotation){
		.rotate = wb_json_get_bool(rotation, "rotate", false),
		.front = wb_json_get_string(rotation, "front"),
		.hold = wb_board_span(rotation, "hold_ms"),
	};
}

static enum wb_tile_kind tile_kind(struct wb_str name)
{
	static const char *const names[] = { "",       "number",  "gauge",
		                             "trend",  "queues",  "agents",
		                             "states", "ranking", "alerts",
		                             "text",   "clock" };
	int i;

	for (i = WB_TILE_NUMBER; i <= WB_TILE_CLOCK; i++) {
		if (wb_str_is(name, names[i])) {
			return (enum wb_tile_kind)i;
		}
	}
	return WB_TILE_UNKNOWN;
}

static void read_content(struct wb_board_reader *reader,
                         const struct wb_board *board,
                         const struct wb_json *object, struct wb_tile *tile)
{
	switch (tile->kind) {
	case WB_TILE_NUMBER:
	case WB_TILE_GAUGE:
	case WB_TILE_TREND:
		tile->as.number = wb_board_read_number(reader, object);
		break;
	case WB_TILE_QUEUES:
		tile->as.queues = wb_board_read_queues(reader, object);
		break;
	case WB_TILE_AGENTS:
	case WB_TILE_STATES:
		tile->as.agents = wb_board_read_agents(reader, object);
		break;
	case WB_TILE_RANKING:
		tile->as.ranking = wb_board_read_ranking(reader, object);
		break;
	case WB_TILE_ALERTS:
		tile->as.alerts = wb_board_read_alerts(reader, object);
		break;
	case WB_TILE_TEXT:
		tile->text = wb_board_title(wb_json_get(object, "text"),
		                            reader->language);
		break;
	case WB_TILE_CLOCK:
		tile->as.clock =
			wb_board_read_clock(reader, object, board->utc_offset);
		break;
	case WB_TILE_UNKNOWN:
		break;
	}
}

/* False when the tile is of no known kind or outside the grid. */
static bool read_tile(struct wb_board_reader *reader,
                      const struct wb_board *board,
                      const struct wb_json *object, struct wb_tile *tile)
{
	tile->kind = tile_kind(wb_json_get_string(object, "kind"));
	tile->x = wb_board_small_int(object, "x", 0, board->columns - 1, -1);
	tile->y = wb_board_small_int(object, "y", 0, board->rows - 1, -1);
	if (tile->kind == WB_TILE_UNKNOWN || tile->x < 0 || tile->y < 0) {
		return false;
	}
	tile->w = wb_board_small_int(object, "w", 1, board->columns - tile->x,
	                             board->columns - tile->x);
	tile->h = wb_board_small_int(object, "h", 1, board->rows - tile->y,
	                             board->rows - tile->y);
	tile->title =
		wb_board_title(wb_json_get(object, "title"), reader->language);
	read_content(reader, board, object, tile);
	return !reader->failed;
}

static void read_page(struct wb_board_reader *reader, struct wb_board *board,
                      const struct wb_json *state)
{
	const struct wb_json *page = wb_json_get(state, "page");
	const struct wb_json *order = wb_json_get(page, "tiles");
	const struct wb_json *tiles = wb_json_get(state, "tiles");
	const struct wb_json_member *m;
	struct wb_tile *list;

	board->page_name = wb_json_get_string(page, "name");
	board->page_title =
		wb_board_title(wb_json_get(page, "title"), reader->language);
	if (board->page_title.len == 0) {
		board->page_title = board->page_name;
	}
	board->columns = wb_board_small_int(page, "columns", 1, GRID_MAX, 24);
	board->rows = wb_board_small_int(page, "rows", 1, GRID_MAX, 12);
	if (order == NULL || order->kind != WB_JSON_ARRAY ||
	    order->count == 0) {
		return;
	}
	list = wb_arena_alloc(reader->arena,
	                      WB_BOARD_TILES_MAX * sizeof(*list));
	if (list == NULL) {
		reader->failed = true;
		return;
	}
	board->tiles = list;
	for (m = order->first;
	     m != NULL && board->tile_count < WB_BOARD_TILES_MAX; m = m->next) {
		const struct wb_json *object =
			m->value.kind == WB_JSON_STRING
				? wb_json_get_str(tiles, m->value.string)
				: NULL;

		if (read_tile(reader, board, object,
		              &list[board->tile_count])) {
			board->tile_count++;
		}
	}
}

bool wb_board_read(struct wb_board *board, const struct wb_json *state,
                   const char *language, struct wb_arena *arena)
{
	struct wb_board_reader reader = { language, arena, false };
	const struct wb_json *centre = wb_json_get(state, "centre");

	*board = (struct wb_board){ 0 };
	board->title = wb_board_title(wb_json_get(centre, "title"), language);
	board->language = wb_json_get_string(centre, "language");
	board->time_zone = wb_json_get_string(centre, "time_zone");
	board->utc_offset = wb_board_offset(centre, 0);
	board->event_clock =
		wb_str_is(wb_json_get_string(centre, "clock"), "events");
	read_feeds(board, wb_json_get(state, "feeds"));
	read_headline(board, wb_json_get(state, "headline"), language);
	read_counts(&board->alerts, wb_json_get(state, "alerts"));
	board->watched = wb_json_get_int(state, "watched", 0);
	read_pages(board, state, language);
	read_page(&reader, board, state);
	return !reader.failed;
}
