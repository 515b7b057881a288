#include "layout/alert_words.h"
#include "layout/panel.h"

/* "12 min", or of what was so for longer than is known "over 59 min". */
static struct wb_str duration_text(struct wb_build *b,
                                   const struct wb_alert_row *row)
{
	wb_ms duration = b->counts_to - row->since;
	struct wb_str span;

	if (row->since == 0 || duration < 0 || row->state == WB_ALERT_OVER) {
		return (struct wb_str){ NULL, 0 };
	}
	b->scene->counts = true;
	wb_buf_clear(&b->scratch);
	wb_format_span(b->locale, &b->scratch, duration);
	span = wb_take(b);
	return row->longer ? wb_sentence(b, "span.longer", "duration", span)
	                   : span;
}

/* Whose number it is; the centre's own names the number instead. */
static struct wb_str row_scope(struct wb_build *b,
                               const struct wb_alert_row *row)
{
	struct wb_str text = wb_alert_scope(b, row->scope, row->title);

	return text.len > 0 ? text : wb_locale_text(b->locale, "scope.total");
}

static bool is_calm(const struct wb_alert_row *row)
{
	return row->state == WB_ALERT_ACKNOWLEDGED ||
	       row->state == WB_ALERT_OVER;
}

/* What somebody knows of, or what is over, asks for less than what fires. */
static struct wb_look alert_look(const struct wb_build *b,
                                 const struct wb_alert_row *row)
{
	struct wb_look look =
		wb_row_look(b, is_calm(row) ? WB_LEVEL_NONE : row->level);

	if (is_calm(row) && !b->stale) {
		look.text = WB_INK_TEXT2;
		look.mark = WB_INK_TEXT2;
		look.edge = WB_INK_LINE;
		look.edge_width = 2;
	}
	return look;
}

static enum wb_icon alert_icon(const struct wb_build *b,
                               const struct wb_alert_row *row)
{
	if (b->stale || !is_calm(row)) {
		return wb_icon_of(b, row->level);
	}
	return row->state == WB_ALERT_OVER ? WB_ICON_OK : WB_ICON_ACKNOWLEDGED;
}

/* Who knows of it and since when it is so; what there is room for. */
static int put_state(struct wb_build *b, const struct wb_alert_row *row, int x,
                     int end, int baseline, struct wb_face face,
                     enum wb_ink ink)
{
	struct wb_str texts[2];
	int count = wb_alert_state_texts(b, row, texts);
	int most = (end - x) * 3 / 5;
	int gap = wb_px(b, 20);
	int w = wb_put_text(b, x, end - x, baseline, WB_END,
	                    duration_text(b, row), face, ink);

	w += w > 0 ? gap : 0;
	if (count == 0) {
		return w;
	}
	w += wb_put_text(b, x, end - x - w, baseline, WB_END,
	                 wb_fit(b, texts, count, face, most - w), face, ink);
	return w + gap;
}

/* The lower line: what the rule is about, and how it stands. */
static void put_about(struct wb_build *b, const struct wb_alert_row *row, int x,
                      int end, int baseline, double zoom,
                      const struct wb_look *look)
{
	struct wb_face small = { wb_px(b, 26 * zoom), WB_MEDIUM };
	struct wb_str names[2];
	int w = end - x -
	        put_state(b, row, x, end, baseline, small, look->text2);

	names[0] = wb_alert_name(b, row->rule_title, row->signal, row->kpi,
	                         WB_KPI_FULL);
	names[1] = wb_alert_name(b, row->rule_title, row->signal, row->kpi,
	                         WB_KPI_SHORT);
	wb_put_text(b, x, w, baseline, WB_START, wb_fit(b, names, 2, small, w),
	            small, look->text2);
}

static void put_row(struct wb_build *b, const struct wb_alert_row *row,
                    struct wb_rect r, double zoom)
{
	struct wb_look look = alert_look(b, row);
	enum wb_weight weight = is_calm(row) ? WB_MEDIUM : WB_SEMIBOLD;
	int icon = wb_px(b, 40 * zoom);
	int pad = wb_px(b, 18);
	struct wb_face name = { wb_px(b, 34 * zoom), weight };
	struct wb_face value = { wb_px(b, 38 * zoom),
		                 is_calm(row) ? WB_MEDIUM : WB_BOLD };
	int x = r.x + pad + icon + wb_px(b, 18);
	int end = r.x + r.w - pad;
	int split = r.h * 56 / 100;
	int upper = wb_baseline(r.y + wb_px(b, 4), split, name.size);
	int lower = wb_baseline(r.y + split - wb_px(b, 4), r.h - split,
	                        wb_px(b, 26 * zoom));
	int w;

	wb_row_put_frame(b, &look, r);
	wb_put_icon(b,
	            (struct wb_rect){ r.x + pad, r.y + (r.h - icon) / 2, icon,
	                              icon },
	            alert_icon(b, row), look.mark, look.mark_sign);
	w = wb_put_text(b, x, end - x, upper, WB_END, wb_alert_value(b, row),
	                value, look.text);
	wb_put_text(b, x, end - x - w - wb_px(b, 20), upper, WB_START,
	            row_scope(b, row), name, look.text);
	put_about(b, row, x, end, lower, zoom, &look);
}

/* How many there are of a kind, after its form. */
struct count {
	int64_t count;
	enum wb_icon icon;
	enum wb_ink ink;
};

static struct wb_str count_text(struct wb_build *b, const struct count *count)
{
	wb_buf_clear(&b->scratch);
	wb_format_int(b->locale, &b->scratch, count->count);
	return wb_take(b);
}

static int count_width(struct wb_build *b, const struct count *count)
{
	struct wb_face face = { wb_px(b, 36), WB_BOLD };

	return count->count == 0
	               ? 0
	               : wb_number_width(b, count_text(b, count), face) +
	                         wb_px(b, 12 + 36 + 30);
}

/* Returns where it begins. */
static int put_count(struct wb_build *b, int end, struct wb_rect line,
                     const struct count *count)
{
	struct wb_face face = { wb_px(b, 36), WB_BOLD };
	int size = wb_px(b, 36);

	if (count->count == 0) {
		return end;
	}
	end -= wb_put_number(b, 0, end, wb_baseline(line.y, line.h, face.size),
	                     WB_END, count_text(b, count), face,
	                     b->stale ? WB_INK_STALE_TEXT : WB_INK_TEXT);
	end -= wb_px(b, 12) + size;
	wb_put_icon(b,
	            (struct wb_rect){ end, line.y + (line.h - size) / 2, size,
	                              size },
	            b->stale ? wb_icon_of(b, WB_LEVEL_NONE) : count->icon,
	            b->stale ? WB_INK_STALE_TEXT : count->ink, WB_INK_PANEL);
	return end - wb_px(b, 30);
}

/* The worst first, as they are read; the calmest go where room is short. */
static void put_counts(struct wb_build *b, const struct wb_alerts_tile *a,
                       struct wb_rect line)
{
	const struct count counts[] = {
		{ a->critical, WB_ICON_CRITICAL, WB_INK_CRITICAL_MARK },
		{ a->warning, WB_ICON_WARNING, WB_INK_WARNING },
		{ a->info, WB_ICON_INFO, WB_INK_TEXT },
		{ a->acknowledged, WB_ICON_ACKNOWLEDGED, WB_INK_TEXT2 },
	};
	int end = line.x + line.w;
	int fit = 0, w = 0;

	while (fit < 4 &&
	       (fit == 0 || w + count_width(b, &counts[fit]) <= line.w)) {
		w += count_width(b, &counts[fit++]);
	}
	while (fit > 0) {
		end = put_count(b, end, line, &counts[--fit]);
	}
}

static struct wb_str tile_title(const struct wb_build *b,
                                const struct wb_tile *tile)
{
	return tile->title.len > 0 ? tile->title
	                           : wb_locale_text(b->locale, "alerts.title");
}

void wb_build_alerts(struct wb_build *b, struct wb_rect area,
                     const struct wb_tile *tile)
{
	static const struct wb_panel_sizes sizes = { 96, 104, 76 };
	const struct wb_alerts_tile *a = tile->as.alerts;
	struct wb_panel_rows rows;
	struct wb_rect in = wb_panel_begin(b, area, tile_title(b, tile),
	                                   (struct wb_str){ NULL, 0 });
	struct wb_face title = { wb_px(b, 36), WB_BOLD };
	int over = wb_px(b, 14);
	int i, used;

	used = wb_text_width(b, tile_title(b, tile), title) +
	       (b->stale ? wb_px(b, 52) : 0);
	put_counts(b, a,
	           (struct wb_rect){ in.x + used, area.y + wb_px(b, 6),
	                             in.w - used, wb_px(b, 70) });
	if (a->row_count == 0) {
		enum wb_icon icon;
		struct wb_str text = wb_alert_calm(b, &icon);

		wb_panel_put_empty(b, in, icon, text);
		return;
	}
	rows = wb_panel_rows(b, &sizes, a->row_count, a->more, in.h);
	for (i = 0; i < rows.visible; i++) {
		struct wb_rect row = { in.x - over, in.y + i * rows.h,
			               in.w + 2 * over, rows.h - wb_px(b, 8) };

		put_row(b, &a->rows[i], row, rows.zoom < 1 ? rows.zoom : 1);
	}
	wb_panel_put_more(b, in, &rows);
}
