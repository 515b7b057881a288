#include "layout/panel.h"

struct columns {
	int place_w, name_x, name_w, bar_x, bar_w, value_w;
	int size;
	int64_t most; /* of the values: the length of a whole bar */
};

/* With its sign it is a text, without a number in cells. */
static bool has_sign(const struct wb_ranking_tile *r)
{
	return r->unit == WB_UNIT_PERCENT || r->unit == WB_UNIT_RATE;
}

static struct wb_str value_text(struct wb_build *b,
                                const struct wb_ranking_tile *r, int i)
{
	const struct wb_value *value = &r->rows[i].value;

	return has_sign(r) && value->present
	               ? wb_quantity_text(b, r->unit, value->number, false, 0)
	               : wb_value_text(b, r->unit, value, false, 0);
}

static struct wb_str place_text(struct wb_build *b, int place)
{
	wb_buf_clear(&b->scratch);
	wb_format_int(b->locale, &b->scratch, place);
	return wb_take(b);
}

static struct columns divide(struct wb_build *b, struct wb_rect in,
                             const struct wb_ranking_tile *r,
                             const struct wb_panel_rows *rows)
{
	double zoom = rows->zoom < 1.2 ? rows->zoom : 1.2;
	struct columns c = { .size = wb_px(b, 32 * zoom) };
	struct wb_face bold = { c.size, WB_BOLD };
	int i;

	for (i = 0; i < rows->visible; i++) {
		int value = wb_text_width(b, value_text(b, r, i), bold);
		int place = wb_number_width(b, place_text(b, r->rows[i].place),
		                            bold);
		int64_t number = r->rows[i].value.number;

		c.value_w = value > c.value_w ? value : c.value_w;
		c.place_w = place > c.place_w ? place : c.place_w;
		c.most = number > c.most ? number : c.most;
	}
	c.value_w += wb_px(b, 8);
	c.name_x = in.x + c.place_w + wb_px(b, 18);
	c.bar_w = in.w >= wb_px(b, 520) ? in.w * 3 / 10 : 0;
	c.bar_x = in.x + in.w - c.value_w - wb_px(b, 18) - c.bar_w;
	c.name_w = c.bar_x - wb_px(b, 18) - c.name_x;
	return c;
}

static void put_row(struct wb_build *b, struct wb_rect in,
                    const struct columns *c, const struct wb_ranking_tile *r,
                    int i, int y, int h)
{
	const struct wb_ranking_row *row = &r->rows[i];
	struct wb_face bold = { c->size, WB_BOLD };
	struct wb_face name = { c->size, WB_SEMIBOLD };
	int baseline = wb_baseline(y, h, c->size);
	int thick = wb_px(b, 14);
	enum wb_ink ink = b->stale ? WB_INK_STALE_TEXT : WB_INK_TEXT;
	struct wb_rect bar = { c->bar_x, y + (h - thick) / 2, 0, thick };

	wb_put_number(b, in.x, c->place_w, baseline, WB_END,
	              place_text(b, row->place), bold, WB_INK_TEXT3);
	wb_put_text(b, c->name_x, c->name_w, baseline, WB_START,
	            row->title.len > 0
	                    ? row->title
	                    : wb_locale_text(b->locale, "ranking.unnamed"),
	            name, ink);
	if (c->bar_w > 0 && c->most > 0 && row->value.number > 0) {
		bar.w = (int)((double)c->bar_w * (double)row->value.number /
		              (double)c->most);
		wb_put_box(b, bar, thick / 4, WB_INK_TEXT3, WB_INK_NOTHING, 0);
	}
	if (has_sign(r)) {
		wb_put_text(b, in.x, in.w, baseline, WB_END,
		            value_text(b, r, i), bold, ink);
	} else {
		wb_put_number(b, in.x, in.w, baseline, WB_END,
		              value_text(b, r, i), bold, ink);
	}
}

void wb_build_ranking(struct wb_build *b, struct wb_rect area,
                      const struct wb_tile *tile)
{
	static const struct wb_panel_sizes sizes = { 58, 72, 42 };
	const struct wb_ranking_tile *r = tile->as.ranking;
	struct wb_str window = { NULL, 0 };
	struct wb_panel_rows rows;
	struct columns columns;
	struct wb_rect in;
	int i;

	if (!wb_str_is(r->window, "now")) {
		window = wb_locale_text_of(b->locale, "window.", r->window, "");
	}
	in = wb_panel_begin(
		b, area,
		tile->title.len > 0
			? tile->title
			: wb_locale_kpi(b->locale, r->kpi, WB_KPI_FULL),
		window);
	if (r->row_count == 0) {
		wb_panel_put_empty(b, in, WB_ICON_NO_DATA,
		                   wb_locale_text(b->locale, "status.no_data"));
		return;
	}
	rows = wb_panel_rows(b, &sizes, r->row_count, r->more, in.h);
	columns = divide(b, in, r, &rows);
	for (i = 0; i < rows.visible; i++) {
		int y = in.y + i * rows.h;

		if (i > 0) {
			wb_put_line(b, in.x, y, in.w);
		}
		put_row(b, in, &columns, r, i, y, rows.h);
	}
	wb_panel_put_more(b, in, &rows);
}
