#include "layout/overlay.h"

#include "layout/alert_words.h"
#include "layout/build.h"

#define WIDTH 1240 /* design units */
#define ROW 62
#define HEAD 118
#define PAD 44
#define BANNER_END 222
#define ROWS_MAX 12
#define LINES_MAX 4  /* of one row */
#define LINE 40      /* further lines of a row */
#define ALERTS_MAX 6 /* explained at once */

/* A card of lines, each with what it is about and what it says. */
struct sheet {
	struct wb_str title;
	struct {
		struct wb_str label, text;
	} rows[ROWS_MAX];
	int count;
	int label_permille; /* of the width */
};

static void add_row(struct sheet *sheet, struct wb_str label,
                    struct wb_str text)
{
	if (sheet->count < ROWS_MAX && text.len > 0) {
		sheet->rows[sheet->count].label = label;
		sheet->rows[sheet->count].text = text;
		sheet->count++;
	}
}

/* How much of `text` fits into `width`, whole words if there are any. */
static size_t fitting(const struct wb_build *b, struct wb_str text,
                      struct wb_face face, int width)
{
	size_t fits = 0;
	size_t i;

	for (i = 1; i <= text.len; i++) {
		if (i < text.len && text.data[i] != ' ') {
			continue;
		}
		if (wb_text_width(b, (struct wb_str){ text.data, i }, face) >
		    width) {
			break;
		}
		fits = i;
	}
	return fits;
}

/* Splits a text into lines; a word that is too wide is left to be cut. */
static int wrap(const struct wb_build *b, struct wb_str text,
                struct wb_face face, int width,
                struct wb_str ret_lines[LINES_MAX])
{
	int count = 0;

	while (text.len > 0 && count < LINES_MAX) {
		size_t len = fitting(b, text, face, width);

		if (len == 0 || count == LINES_MAX - 1) {
			len = text.len;
		}
		ret_lines[count++] = (struct wb_str){ text.data, len };
		text.data += len;
		text.len -= len;
		while (text.len > 0 && text.data[0] == ' ') {
			text.data++;
			text.len--;
		}
	}
	return count;
}

static struct wb_face row_face(const struct wb_build *b)
{
	return (struct wb_face){ wb_px(b, 32), WB_SEMIBOLD };
}

static int text_width(const struct sheet *sheet, int width)
{
	return width - width * sheet->label_permille / 1000;
}

static int row_height(const struct wb_build *b, const struct sheet *sheet,
                      int row, int width)
{
	struct wb_str lines[LINES_MAX];
	int count = wrap(b, sheet->rows[row].text, row_face(b),
	                 text_width(sheet, width), lines);

	return wb_px(b, ROW) + (count - 1) * wb_px(b, LINE);
}

static void put_row(struct wb_build *b, const struct sheet *sheet, int row,
                    struct wb_rect area)
{
	struct wb_face label = { wb_px(b, 31), WB_MEDIUM };
	struct wb_face text = row_face(b);
	int w = text_width(sheet, area.w);
	int first = area.w - w;
	int baseline = wb_baseline(area.y, wb_px(b, ROW), text.size);
	struct wb_str lines[LINES_MAX];
	int count = wrap(b, sheet->rows[row].text, text, w, lines);
	int i;

	if (row > 0) {
		wb_put_line(b, area.x, area.y, area.w);
	}
	wb_put_text(b, area.x, first - wb_px(b, 24), baseline, WB_START,
	            sheet->rows[row].label, label, WB_INK_TEXT2);
	for (i = 0; i < count; i++) {
		wb_put_text(b, area.x + first, w, baseline + i * wb_px(b, LINE),
		            WB_START, lines[i], text, WB_INK_TEXT);
	}
}

static void put_sheet(struct wb_build *b, const struct sheet *sheet)
{
	struct wb_face title = { wb_px(b, 50), WB_BOLD };
	int margin = wb_px(b, 20);
	int pad = wb_px(b, PAD);
	int widest = b->scene->width - 2 * margin;
	struct wb_rect card = { 0, 0, wb_px(b, WIDTH), wb_px(b, HEAD) };
	int i, y, inner;

	card.w = card.w < widest ? card.w : widest;
	inner = card.w - 2 * pad;
	for (i = 0; i < sheet->count; i++) {
		card.h += row_height(b, sheet, i, inner);
	}
	card.h += pad;
	card.x = (b->scene->width - card.w) / 2;
	card.y = (b->scene->height - card.h) / 2;
	/* what is critical stays to be seen above it, if there is room */
	if (card.y < wb_px(b, BANNER_END) &&
	    card.h <= b->scene->height - wb_px(b, BANNER_END + PAD)) {
		card.y = wb_px(b, BANNER_END);
	}
	wb_scene_group(b->scene, card);
	wb_put_box(b, card, wb_px(b, 20), WB_INK_CELL, WB_INK_TEXT2,
	           wb_px(b, 4));
	wb_put_text(b, card.x + pad, inner,
	            wb_baseline(card.y, wb_px(b, HEAD), title.size), WB_START,
	            sheet->title, title, WB_INK_TEXT);
	y = card.y + wb_px(b, HEAD);
	for (i = 0; i < sheet->count; i++) {
		int h = row_height(b, sheet, i, inner);

		put_row(b, sheet, i,
		        (struct wb_rect){ card.x + pad, y, inner, h });
		y += h;
	}
}

static void build_help(struct wb_build *b)
{
	static const char *const keys[][2] = {
		{ "\xe2\x86\x90  \xe2\x86\x92", "help.pages" },
		{ "Space", "help.hold" },
		{ "E", "help.explain" },
		{ "L", "help.language" },
		{ "H", "help.help" },
		{ "Ctrl Shift Q", "help.quit" },
	};
	struct sheet sheet = { .label_permille = 250 };
	size_t i;

	sheet.title = wb_locale_text(b->locale, "help.title");
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		add_row(&sheet, wb_str(keys[i][0]),
		        wb_locale_text(b->locale, keys[i][1]));
	}
	put_sheet(b, &sheet);
}

static struct wb_str window_text(struct wb_build *b, struct wb_str window)
{
	struct wb_str text =
		wb_locale_text_of(b->locale, "window.", window, "");

	return text.len > 0 ? text : window;
}

/* When the newest of what the number counts was heard. */
static struct wb_str heard_text(struct wb_build *b)
{
	const struct wb_board *board = b->in->board;
	wb_ms oldest = 0;
	int i;

	for (i = 0; i < board->feed_count; i++) {
		if (oldest == 0 || board->feeds[i].heard < oldest) {
			oldest = board->feeds[i].heard;
		}
	}
	return oldest > 0 ? wb_time_text(b, oldest, true)
	                  : (struct wb_str){ NULL, 0 };
}

static struct wb_str label(const struct wb_build *b, const char *key)
{
	return wb_locale_text(b->locale, key);
}

static void explain_number(struct wb_build *b, const struct wb_number_tile *n,
                           struct sheet *sheet)
{
	struct wb_str limit = { NULL, 0 };

	sheet->title = wb_locale_kpi(b->locale, n->kpi, WB_KPI_FULL);
	add_row(sheet, label(b, "explain.scope"),
	        n->scope_title.len > 0 ? n->scope_title
	                               : label(b, "explain.total"));
	add_row(sheet, label(b, "explain.value"),
	        n->value.present && n->unit != WB_UNIT_SINCE
	                ? wb_quantity_text(b, n->unit, n->value.number,
	                                   n->has_target, n->target)
	                : wb_value_text(b, n->unit, &n->value, false, 0));
	if (n->has_parts) {
		add_row(sheet, label(b, "explain.counted"),
		        wb_parts_text(b, n->unit, n->numerator,
		                      n->denominator));
	}
	add_row(sheet, label(b, "explain.window"), window_text(b, n->window));
	add_row(sheet, label(b, "explain.threshold"), wb_threshold_text(b, n));
	if (n->has_target) {
		limit = wb_quantity_text(b, n->unit, n->target, false, 0);
	}
	add_row(sheet,
	        label(b, n->worse_above ? "explain.limit" : "explain.target"),
	        limit);
	add_row(sheet, label(b, "explain.formula"), n->formula);
	add_row(sheet, label(b, "explain.name"), n->kpi);
}

/* The columns: what each head stands for in full, and over which time. */
static void explain_queues(struct wb_build *b, const struct wb_queues_tile *q,
                           struct sheet *sheet)
{
	int i;

	sheet->title = label(b, "queues.title");
	for (i = 0; i < q->column_count; i++) {
		const struct wb_column *c = &q->columns[i];

		if (c->kind != WB_COLUMN_KPI) {
			continue;
		}
		add_row(sheet, wb_locale_kpi(b->locale, c->kpi, WB_KPI_SHORT),
		        c->window.len > 0
		                ? wb_sentence(b, "explain.over", "window",
		                              window_text(b, c->window))
		                : wb_locale_kpi(b->locale, c->kpi,
		                                WB_KPI_FULL));
	}
}

static void explain_ranking(struct wb_build *b, const struct wb_ranking_tile *r,
                            struct sheet *sheet)
{
	if (sheet->title.len == 0) {
		sheet->title = wb_locale_kpi(b->locale, r->kpi, WB_KPI_FULL);
	}
	add_row(sheet, label(b, "explain.value"),
	        wb_locale_kpi(b->locale, r->kpi, WB_KPI_FULL));
	add_row(sheet, label(b, "explain.window"), window_text(b, r->window));
	add_row(sheet, label(b, "explain.name"), r->kpi);
}

/* All that is signed in, whatever of it the tile shows. */
static void explain_agents(struct wb_build *b, const struct wb_agents_tile *a,
                           struct sheet *sheet)
{
	if (sheet->title.len == 0) {
		sheet->title = label(b, "agents.title");
	}
	add_row(sheet, label(b, "explain.value"),
	        wb_counted(b, "agents.signed_in", a->signed_in));
}

/* The first alerts: their arithmetic, and the rules' limits and delay. */
static void explain_alerts(struct wb_build *b, const struct wb_alerts_tile *a,
                           struct sheet *sheet)
{
	int i;

	if (sheet->title.len == 0) {
		sheet->title = label(b, "alerts.title");
	}
	for (i = 0; i < a->row_count && i < ALERTS_MAX; i++) {
		const struct wb_alert_row *row = &a->rows[i];
		struct wb_str scope = wb_alert_scope(b, row->scope, row->title);

		add_row(sheet, scope.len > 0 ? scope : label(b, "scope.total"),
		        wb_alert_explained(b, row));
	}
}

static void explain_tile(struct wb_build *b, const struct wb_tile *tile,
                         struct sheet *sheet)
{
	switch (tile->kind) {
	case WB_TILE_NUMBER:
	case WB_TILE_GAUGE:
	case WB_TILE_TREND:
		explain_number(b, tile->as.number, sheet);
		break;
	case WB_TILE_QUEUES:
		explain_queues(b, tile->as.queues, sheet);
		break;
	case WB_TILE_AGENTS:
	case WB_TILE_STATES:
		explain_agents(b, tile->as.agents, sheet);
		break;
	case WB_TILE_RANKING:
		explain_ranking(b, tile->as.ranking, sheet);
		break;
	case WB_TILE_ALERTS:
		explain_alerts(b, tile->as.alerts, sheet);
		break;
	case WB_TILE_TEXT:
	case WB_TILE_CLOCK:
	case WB_TILE_UNKNOWN:
		break; /* they say themselves what they are */
	}
}

static void build_explanation(struct wb_build *b, int number)
{
	const struct wb_board *board = b->in->board;
	struct sheet sheet = { .label_permille = 330 };

	if (board == NULL || number < 0 || number >= board->tile_count) {
		return;
	}
	sheet.title = board->tiles[number].title;
	explain_tile(b, &board->tiles[number], &sheet);
	add_row(&sheet, label(b, "explain.heard"), heard_text(b));
	put_sheet(b, &sheet);
}

void wb_build_overlay(struct wb_build *b, const struct wb_overlay *overlay)
{
	if (overlay->kind == WB_OVERLAY_HELP) {
		build_help(b);
	} else if (overlay->kind == WB_OVERLAY_EXPLAIN) {
		build_explanation(b, overlay->tile);
	}
}
