#include "layout/panel.h"
#include "layout/table.h"

static enum wb_ink value_ink(const struct wb_build *b,
                             const struct wb_look *look, enum wb_level row,
                             const struct wb_value *value)
{
	if (!value->present) {
		return look->text3;
	}
	if (row == WB_LEVEL_WARNING && value->level == WB_LEVEL_WARNING &&
	    !wb_row_is_filled(b, row) && !b->stale) {
		return WB_INK_WARNING;
	}
	return look->text;
}

static void put_bar(struct wb_build *b, const struct wb_look *look,
                    enum wb_level level, struct wb_rect r, int64_t value,
                    bool has_target, int64_t target)
{
	bool on_red = look->fill == WB_INK_CRITICAL;
	enum wb_ink ink = look->text3;
	int radius = wb_px(b, 4);
	int64_t part = value < 0 ? 0 : value > 10000 ? 10000 : value;
	int w = (int)(r.w * part / 10000);

	if (look->fill != WB_INK_NOTHING) {
		ink = look->text;
	} else if (level == WB_LEVEL_WARNING && !b->stale) {
		ink = WB_INK_WARNING_FILL;
	}
	wb_put_box(b, r, radius, on_red ? WB_INK_CRITICAL_DEEP : WB_INK_LINE,
	           WB_INK_NOTHING, 0);
	if (w > 0) {
		wb_put_box(b, (struct wb_rect){ r.x, r.y, w, r.h }, radius, ink,
		           WB_INK_NOTHING, 0);
	}
	if (has_target && target > 0 && target < 10000) {
		int over = wb_px(b, 7);
		int tick = wb_px(b, 3);

		wb_put_box(b,
		           (struct wb_rect){ r.x + (int)(r.w * target / 10000) -
		                                     tick / 2,
		                             r.y - over, tick, r.h + 2 * over },
		           0, b->stale ? WB_INK_TEXT2 : look->text,
		           WB_INK_NOTHING, 0);
	}
}

static void put_value(struct wb_build *b, const struct wb_table *t,
                      const struct wb_table_column *c,
                      const struct wb_queue_row *row,
                      const struct wb_look *look, int y)
{
	const struct wb_value *value = &row->cells[c->index];
	bool main_value = c->of->unit != WB_UNIT_PERCENT ||
	                  wb_column_is_service_level(c->of);
	double size = (main_value ? 36 : 29) * t->zoom;
	struct wb_face face = { wb_px(b, size),
		                main_value ? WB_SEMIBOLD : WB_MEDIUM };
	int baseline = wb_baseline(y, t->row_h, face.size);
	bool target = wb_column_is_service_level(c->of) && row->has_target;
	struct wb_str text =
		wb_value_text(b, c->of->unit, value, target, row->target);
	enum wb_ink ink = value_ink(b, look, row->level, value);

	if (!main_value && value->present) {
		if (ink == look->text) {
			ink = look->text2;
		}
		wb_buf_clear(&b->scratch);
		wb_format_percent(b->locale, &b->scratch, value->number,
		                  value->number < 10000 ? 1 : 0);
		text = wb_take(b);
		wb_put_text(b, c->x, c->w, baseline, wb_number_align(b), text,
		            face, ink);
		return;
	}
	wb_put_number(b, c->x, c->w, baseline, wb_number_align(b), text, face,
	              ink);
}

static void put_bar_cell(struct wb_build *b, const struct wb_table *t,
                         const struct wb_table_column *c,
                         const struct wb_queue_row *row,
                         const struct wb_look *look, int y)
{
	const struct wb_value *value = &row->cells[c->index];
	int number = wb_px(b, c->w < wb_px(b, 200) ? 82 : 100);
	int h = wb_px(b, 16);
	struct wb_rect bar = { c->x, y + (t->row_h - h) / 2, c->w - number, h };
	struct wb_table_column rest = *c;

	if (value->present) {
		put_bar(b, look, row->level, bar, value->number,
		        row->has_target, row->target);
	}
	rest.x = c->x + c->w - number + wb_px(b, 14);
	rest.w = number - wb_px(b, 14);
	put_value(b, t, &rest, row, look, y);
}

/* "2 of 14", the words under one another. */
static void put_agents_cell(struct wb_build *b, const struct wb_table *t,
                            const struct wb_table_column *c,
                            const struct wb_queue_row *row,
                            const struct wb_look *look, int y)
{
	struct wb_face free = { wb_px(b, 31 * t->zoom), WB_SEMIBOLD };
	struct wb_face rest = { wb_px(b, 29 * t->zoom), WB_MEDIUM };
	struct wb_face word = { wb_px(b, 25 * t->zoom), WB_MEDIUM };
	struct wb_str of = wb_locale_text(b->locale, "word.of");
	int baseline = wb_baseline(y, t->row_h, free.size);
	int of_w = wb_text_width(b, of, word);
	int gap = wb_px(b, 8);
	int side = (c->w - of_w) / 2 - gap;
	struct wb_value value = { true, 0, WB_LEVEL_NONE };

	if (!row->has_agents) {
		value.present = false;
		wb_put_number(b, c->x, c->w, baseline, WB_CENTRE,
		              wb_value_text(b, WB_UNIT_COUNT, &value, false, 0),
		              rest, look->text3);
		return;
	}
	value.number = row->available * 100;
	wb_put_number(b, c->x, side, baseline, WB_END,
	              wb_value_text(b, WB_UNIT_COUNT, &value, false, 0), free,
	              look->text);
	wb_put_text(b, c->x + side + gap, of_w, baseline, WB_START, of, word,
	            look->text2);
	value.number = row->signed_in * 100;
	wb_put_number(b, c->x + side + 2 * gap + of_w, side, baseline, WB_START,
	              wb_value_text(b, WB_UNIT_COUNT, &value, false, 0), rest,
	              look->text2);
}

static void put_trend_cell(struct wb_build *b, const struct wb_table *t,
                           const struct wb_table_column *c,
                           const struct wb_queue_row *row,
                           const struct wb_look *look, int y)
{
	bool red = look->fill == WB_INK_CRITICAL;
	struct wb_rect rect = { c->x, y + t->row_h / 5, c->w,
		                t->row_h - 2 * (t->row_h / 5) };

	wb_put_trend(
		b, rect, &row->trend, row->has_target, row->target, false,
		&(struct wb_trend_style){
			.line = b->stale ? WB_INK_TEXT3 : look->text,
			.target = red ? WB_INK_CRITICAL_SOFT : look->text2,
			.shade =
				red ? WB_INK_CRITICAL_SHADE
				: !b->stale && row->level == WB_LEVEL_WARNING &&
						!wb_row_is_filled(b, row->level)
					? WB_INK_WARNING_SHADE
					: WB_INK_NOTHING,
			.width = 3,
		});
}

static void put_row_frame(struct wb_build *b, const struct wb_table *t,
                          const struct wb_look *look, int y)
{
	int over = wb_px(b, 18);

	wb_row_put_frame(b, look,
	                 (struct wb_rect){ t->left - over, y + wb_px(b, 2),
	                                   t->right - t->left + 2 * over,
	                                   t->row_h - wb_px(b, 4) });
}

void wb_table_put_row(struct wb_build *b, const struct wb_table *t,
                      const struct wb_queue_row *row, int y)
{
	struct wb_look look = wb_row_look(b, row->level);
	struct wb_face face = { t->name_size, WB_SEMIBOLD };
	int size = wb_px(b, 32 * t->zoom);
	enum wb_icon icon = wb_icon_of(b, row->level);
	int i;

	put_row_frame(b, t, &look, y);
	if (row->level != WB_LEVEL_NONE || b->stale) {
		wb_put_icon(b,
		            (struct wb_rect){ t->left,
		                              y + (t->row_h - size) / 2, size,
		                              size },
		            icon, icon == WB_ICON_OK ? look.text3 : look.mark,
		            look.mark_sign);
	}
	wb_put_text(b, t->name_x, t->name_w,
	            wb_baseline(y, t->row_h, face.size), WB_START, row->title,
	            face, row->unconfigured ? look.text2 : look.text);
	for (i = 0; i < t->column_count; i++) {
		const struct wb_table_column *c = &t->columns[i];

		if (c->form == WB_CELL_NUMBER) {
			put_value(b, t, c, row, &look, y);
		} else if (c->form == WB_CELL_BAR) {
			put_bar_cell(b, t, c, row, &look, y);
		} else if (c->form == WB_CELL_AGENTS) {
			put_agents_cell(b, t, c, row, &look, y);
		} else if (c->form == WB_CELL_TREND) {
			put_trend_cell(b, t, c, row, &look, y);
		}
	}
}
