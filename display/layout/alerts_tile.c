#include "layout/panel.h"

static struct wb_str value_text(struct wb_build *b,
                                const struct wb_alert_row *row)
{
	int64_t number = row->value.number;

	if (!row->value.present) {
		return wb_value_text(b, row->unit, &row->value, false, 0);
	}
	if (row->unit == WB_UNIT_SINCE) {
		b->scene->counts = true;
		number = b->counts_to - number;
	}
	return wb_quantity_text(b, row->unit, number, false, 0);
}

/* "12 min", or of what was so for longer than is known "over 59 min". */
static struct wb_str duration_text(struct wb_build *b,
                                   const struct wb_alert_row *row)
{
	wb_ms duration = b->counts_to - row->since;
	struct wb_str span;

	if (row->since == 0 || duration < 0) {
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
	struct wb_str text = wb_scope_text(b, row->scope, row->title);

	return text.len > 0 ? text : wb_locale_text(b->locale, "scope.total");
}

static void put_row(struct wb_build *b, const struct wb_alert_row *row,
                    struct wb_rect r, double zoom)
{
	struct wb_look look = wb_row_look(b, row->level);
	int icon = wb_px(b, 40 * zoom);
	int pad = wb_px(b, 18);
	struct wb_face name = { wb_px(b, 34 * zoom), WB_SEMIBOLD };
	struct wb_face value = { wb_px(b, 38 * zoom), WB_BOLD };
	struct wb_face small = { wb_px(b, 26 * zoom), WB_MEDIUM };
	int x = r.x + pad + icon + wb_px(b, 18);
	int end = r.x + r.w - pad;
	int split = r.h * 56 / 100;
	int upper = wb_baseline(r.y + wb_px(b, 4), split, name.size);
	int lower =
		wb_baseline(r.y + split - wb_px(b, 4), r.h - split, small.size);
	struct wb_str kpis[2];
	int w;

	wb_row_put_frame(b, &look, r);
	wb_put_icon(b,
	            (struct wb_rect){ r.x + pad, r.y + (r.h - icon) / 2, icon,
	                              icon },
	            wb_icon_of(b, row->level), look.mark, look.mark_sign);
	w = wb_put_text(b, x, end - x, upper, WB_END, value_text(b, row), value,
	                look.text);
	wb_put_text(b, x, end - x - w - wb_px(b, 20), upper, WB_START,
	            row_scope(b, row), name, look.text);
	w = wb_put_text(b, x, end - x, lower, WB_END, duration_text(b, row),
	                small, look.text2);
	w = end - x - w - (w > 0 ? wb_px(b, 20) : 0);
	kpis[0] = wb_locale_kpi(b->locale, row->kpi, WB_KPI_FULL);
	kpis[1] = wb_locale_kpi(b->locale, row->kpi, WB_KPI_SHORT);
	wb_put_text(b, x, w, lower, WB_START, wb_fit(b, kpis, 2, small, w),
	            small, look.text2);
}

/* How many there are of a level, before its form. Returns where it begins. */
static int put_count(struct wb_build *b, int end, int y, int h, int64_t count,
                     enum wb_level level)
{
	struct wb_face face = { wb_px(b, 36), WB_BOLD };
	int icon = wb_px(b, 36);
	enum wb_ink ink = level == WB_LEVEL_CRITICAL ? WB_INK_CRITICAL_MARK
	                                             : WB_INK_WARNING;

	if (count == 0) {
		return end;
	}
	wb_buf_clear(&b->scratch);
	wb_format_int(b->locale, &b->scratch, count);
	end -= wb_put_number(b, 0, end, wb_baseline(y, h, face.size), WB_END,
	                     wb_take(b), face,
	                     b->stale ? WB_INK_STALE_TEXT : WB_INK_TEXT);
	end -= wb_px(b, 12) + icon;
	wb_put_icon(b, (struct wb_rect){ end, y + (h - icon) / 2, icon, icon },
	            wb_icon_of(b, level), b->stale ? WB_INK_STALE_TEXT : ink,
	            WB_INK_PANEL);
	return end - wb_px(b, 30);
}

void wb_build_alerts(struct wb_build *b, struct wb_rect area,
                     const struct wb_tile *tile)
{
	static const struct wb_panel_sizes sizes = { 96, 104, 76 };
	const struct wb_alerts_tile *a = tile->as.alerts;
	struct wb_panel_rows rows;
	struct wb_rect in;
	int over = wb_px(b, 14);
	int i, end;

	in = wb_panel_begin(b, area,
	                    tile->title.len > 0
	                            ? tile->title
	                            : wb_locale_text(b->locale, "alerts.title"),
	                    (struct wb_str){ NULL, 0 });
	end = put_count(b, in.x + in.w, area.y + wb_px(b, 6), wb_px(b, 70),
	                a->warning, WB_LEVEL_WARNING);
	put_count(b, end, area.y + wb_px(b, 6), wb_px(b, 70), a->critical,
	          WB_LEVEL_CRITICAL);
	if (a->row_count == 0) {
		bool judged = b->in->board->watched > 0;

		wb_panel_put_empty(
			b, in, judged ? WB_ICON_OK : WB_ICON_NO_DATA,
			wb_locale_text(b->locale, judged ? "banner.calm"
		                                         : "banner.no_data"));
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
