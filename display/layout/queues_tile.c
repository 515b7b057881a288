#include <string.h>

#include "layout/build.h"

/* Design units. */
#define HEAD_HEIGHT 60
#define ROW_BEST 61
#define ROW_MOST 67
#define ROW_LEAST 44
#define NAME_LEAST 170
#define GAP 20

enum cell_form { FORM_NUMBER, FORM_BAR, FORM_AGENTS, FORM_TREND, FORM_NONE };

struct column {
	const struct wb_column *of;
	enum cell_form form;
	int index; /* in the row's cells */
	int x, w;
};

struct table {
	const struct wb_queues_tile *queues;
	struct column columns[WB_BOARD_COLUMNS_MAX];
	int column_count;
	int left, right; /* of the rows' content */
	int name_x, name_w, name_size;
	int row_h, visible;
	double zoom; /* of the rows' type */
};

static bool is_service_level(const struct wb_column *column)
{
	static const char prefix[] = "service_level";

	return column->unit == WB_UNIT_PERCENT &&
	       column->kpi.len >= sizeof(prefix) - 1 &&
	       memcmp(column->kpi.data, prefix, sizeof(prefix) - 1) == 0;
}

static enum cell_form form_of(const struct wb_column *column)
{
	if (column->kind == WB_COLUMN_AGENTS) {
		return FORM_AGENTS;
	}
	if (column->kind == WB_COLUMN_TREND) {
		return FORM_TREND;
	}
	return is_service_level(column) ? FORM_BAR : FORM_NUMBER;
}

static double form_width(const struct column *column)
{
	switch (column->form) {
	case FORM_BAR:
		return 194;
	case FORM_AGENTS:
		return 122;
	case FORM_TREND:
		return 112;
	case FORM_NUMBER:
		return column->of->unit == WB_UNIT_COUNT ? 84 : 104;
	case FORM_NONE:
		break;
	}
	return 0;
}

static int total_width(const struct wb_build *b, const struct table *t)
{
	int total = 0;
	int i;

	for (i = 0; i < t->column_count; i++) {
		if (t->columns[i].form != FORM_NONE) {
			total += wb_px(b, form_width(&t->columns[i]) + GAP);
		}
	}
	return total;
}

/*
 * Gives up what is least missed until the names have room: bars, then the
 * trend, then columns from the end.
 */
static void choose_columns(const struct wb_build *b, struct table *t, int room)
{
	int i;

	for (i = 0; i < t->column_count && total_width(b, t) > room; i++) {
		if (t->columns[i].form == FORM_BAR) {
			t->columns[i].form = FORM_NUMBER;
		}
	}
	for (i = 0; i < t->column_count && total_width(b, t) > room; i++) {
		if (t->columns[i].form == FORM_TREND) {
			t->columns[i].form = FORM_NONE;
		}
	}
	for (i = t->column_count - 1; i > 0 && total_width(b, t) > room; i--) {
		t->columns[i].form = FORM_NONE;
	}
}

static void place_columns(const struct wb_build *b, struct table *t)
{
	const struct wb_queues_tile *q = t->queues;
	int x, i;

	t->column_count = q->column_count;
	for (i = 0; i < q->column_count; i++) {
		t->columns[i] = (struct column){
			.of = &q->columns[i],
			.form = form_of(&q->columns[i]),
			.index = i,
		};
	}
	t->name_x = t->left + wb_px(b, 46);
	choose_columns(b, t, t->right - t->name_x - wb_px(b, NAME_LEAST));
	x = t->right - total_width(b, t);
	t->name_w = x - t->name_x;
	for (i = 0; i < t->column_count; i++) {
		if (t->columns[i].form == FORM_NONE) {
			continue;
		}
		t->columns[i].x = x + wb_px(b, GAP);
		t->columns[i].w = wb_px(b, form_width(&t->columns[i]));
		x = t->columns[i].x + t->columns[i].w;
	}
}

/* Units stand under units: numbers end on the right in every language. */
static enum wb_align number_align(const struct wb_build *b)
{
	return b->scene->rtl ? WB_START : WB_END;
}

/* Aligned with what is below it; it may reach into the gap before or after. */
static void put_column_title(struct wb_build *b, const struct column *c,
                             const struct wb_str titles[2], int baseline,
                             enum wb_align align)
{
	struct wb_face face = { wb_px(b, 24), WB_MEDIUM };
	int gap = wb_px(b, GAP) - wb_px(b, 6);
	int x = align == WB_START ? c->x : c->x - gap;
	int w = align == WB_CENTRE ? c->w + 2 * gap : c->w + gap;

	wb_put_text(b, x, w, baseline, align, wb_fit(b, titles, 2, face, w),
	            face, WB_INK_TEXT3);
}

static void put_head(struct wb_build *b, const struct table *t, int y)
{
	struct wb_face face = { wb_px(b, 24), WB_MEDIUM };
	int baseline = wb_baseline(y, wb_px(b, HEAD_HEIGHT), face.size);
	int i;

	wb_put_text(b, t->name_x, t->name_w, baseline, WB_START,
	            wb_locale_text(b->locale, "queues.queue"), face,
	            WB_INK_TEXT3);
	for (i = 0; i < t->column_count; i++) {
		const struct column *c = &t->columns[i];
		struct wb_str titles[2] = { { NULL, 0 }, { NULL, 0 } };
		enum wb_align align = number_align(b);

		if (c->form == FORM_NONE) {
			continue;
		}
		if (c->form == FORM_AGENTS) {
			titles[0] = wb_locale_text(b->locale, "queues.agents");
			align = WB_CENTRE;
		} else if (c->form == FORM_TREND) {
			titles[0] = wb_locale_text(b->locale, "queues.trend");
			align = WB_END;
		} else {
			titles[0] = wb_locale_kpi(b->locale, c->of->kpi,
			                          c->form == FORM_BAR
			                                  ? WB_KPI_FULL
			                                  : WB_KPI_SHORT);
			titles[1] = wb_locale_kpi(b->locale, c->of->kpi,
			                          WB_KPI_SHORT);
			if (c->form == FORM_BAR) {
				align = WB_START;
			}
		}
		put_column_title(b, c, titles, baseline, align);
	}
}

static bool filled(const struct wb_build *b, enum wb_level level)
{
	return !b->stale &&
	       (level == WB_LEVEL_CRITICAL ||
	        (level == WB_LEVEL_WARNING && b->in->warning_filled));
}

static struct wb_look row_look(const struct wb_build *b, enum wb_level level)
{
	struct wb_look look = wb_look_of(b, level);

	look.fill = WB_INK_NOTHING;
	if (level == WB_LEVEL_CRITICAL && !b->stale) {
		look.fill = WB_INK_CRITICAL;
	}
	if (level == WB_LEVEL_WARNING && filled(b, level)) {
		look.fill = WB_INK_WARNING_FILL;
		look.text = WB_INK_WARNING_INK;
		look.text2 = WB_INK_WARNING_INK;
		look.text3 = WB_INK_WARNING_INK;
		look.mark = WB_INK_WARNING_INK;
		look.mark_sign = WB_INK_WARNING_FILL;
	}
	return look;
}

static enum wb_ink value_ink(const struct wb_build *b,
                             const struct wb_look *look, enum wb_level row,
                             const struct wb_value *value)
{
	if (!value->present) {
		return look->text3;
	}
	if (row == WB_LEVEL_WARNING && value->level == WB_LEVEL_WARNING &&
	    !filled(b, row) && !b->stale) {
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

static void put_value(struct wb_build *b, const struct table *t,
                      const struct column *c, const struct wb_queue_row *row,
                      const struct wb_look *look, int y)
{
	const struct wb_value *value = &row->cells[c->index];
	bool main_value =
		c->of->unit != WB_UNIT_PERCENT || is_service_level(c->of);
	double size = (main_value ? 36 : 29) * t->zoom;
	struct wb_face face = { wb_px(b, size),
		                main_value ? WB_SEMIBOLD : WB_MEDIUM };
	int baseline = wb_baseline(y, t->row_h, face.size);
	bool target = is_service_level(c->of) && row->has_target;
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
		wb_put_text(b, c->x, c->w, baseline, number_align(b), text,
		            face, ink);
		return;
	}
	wb_put_number(b, c->x, c->w, baseline, number_align(b), text, face,
	              ink);
}

static void put_bar_cell(struct wb_build *b, const struct table *t,
                         const struct column *c, const struct wb_queue_row *row,
                         const struct wb_look *look, int y)
{
	const struct wb_value *value = &row->cells[c->index];
	int number = wb_px(b, 82);
	int h = wb_px(b, 16);
	struct wb_rect bar = { c->x, y + (t->row_h - h) / 2, c->w - number, h };
	struct column rest = *c;

	if (value->present) {
		put_bar(b, look, row->level, bar, value->number,
		        row->has_target, row->target);
	}
	rest.x = c->x + c->w - number + wb_px(b, 8);
	rest.w = number - wb_px(b, 8);
	put_value(b, t, &rest, row, look, y);
}

/* "2 of 14", the words under one another. */
static void put_agents_cell(struct wb_build *b, const struct table *t,
                            const struct column *c,
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

static void put_trend_cell(struct wb_build *b, const struct table *t,
                           const struct column *c,
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
						!filled(b, row->level)
					? WB_INK_WARNING_SHADE
					: WB_INK_NOTHING,
			.width = 3,
		});
}

static void put_row_frame(struct wb_build *b, const struct table *t,
                          const struct wb_look *look, int y)
{
	int over = wb_px(b, 18);
	struct wb_rect rect = { t->left - over, y + wb_px(b, 2),
		                t->right - t->left + 2 * over,
		                t->row_h - wb_px(b, 4) };
	int radius = wb_px(b, 10);

	if (look->fill != WB_INK_NOTHING) {
		wb_put_box(b, rect, radius, look->fill, WB_INK_NOTHING, 0);
	} else if (look->edge == WB_INK_WARNING) {
		wb_put_box(b, rect, radius, WB_INK_NOTHING, look->edge,
		           wb_px(b, 3));
	}
}

static void put_row(struct wb_build *b, const struct table *t,
                    const struct wb_queue_row *row, int y)
{
	struct wb_look look = row_look(b, row->level);
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
		const struct column *c = &t->columns[i];

		if (c->form == FORM_NUMBER) {
			put_value(b, t, c, row, &look, y);
		} else if (c->form == FORM_BAR) {
			put_bar_cell(b, t, c, row, &look, y);
		} else if (c->form == FORM_AGENTS) {
			put_agents_cell(b, t, c, row, &look, y);
		} else if (c->form == FORM_TREND) {
			put_trend_cell(b, t, c, row, &look, y);
		}
	}
}

/* How high rows are and how many of them there is room for. */
static void size_rows(const struct wb_build *b, struct table *t, int room)
{
	int count = t->queues->row_count;
	int least = wb_px(b, ROW_LEAST);

	t->row_h = wb_px(b, ROW_MOST);
	if (count > 0 && t->row_h * count > room) {
		t->row_h = room / count;
	}
	if (t->row_h < least) {
		t->row_h = least;
	}
	t->visible = t->row_h > 0 ? room / t->row_h : 0;
	if (t->visible > count) {
		t->visible = count;
	}
	t->zoom = t->row_h / (ROW_BEST * b->scale);
	if (t->zoom > 1) {
		t->zoom = 1;
	}
}

/* A smaller size for all names before any of them is cut. */
static void size_names(const struct wb_build *b, struct table *t)
{
	struct wb_face face = { wb_px(b, 34 * t->zoom), WB_SEMIBOLD };
	int smaller = wb_px(b, 27 * t->zoom > 23 ? 27 * t->zoom : 23);
	int i;

	t->name_size = face.size;
	for (i = 0; i < t->visible; i++) {
		if (wb_text_width(b, t->queues->rows[i].title, face) >
		    t->name_w) {
			t->name_size = smaller;
		}
	}
}

static void put_more(struct wb_build *b, const struct table *t, int y, int h,
                     int64_t hidden)
{
	struct wb_face face = { wb_px(b, 24), WB_MEDIUM };

	wb_put_text(b, t->name_x, t->right - t->name_x,
	            wb_baseline(y, h, face.size), WB_START,
	            wb_counted(b, "queues.more", hidden), face, WB_INK_TEXT3);
}

static bool calm(const struct wb_build *b, enum wb_level level)
{
	return b->stale || level < WB_LEVEL_WARNING;
}

void wb_build_queues(struct wb_build *b, struct wb_rect area,
                     const struct wb_tile *tile)
{
	struct table t = { .queues = tile->as.queues };
	struct wb_look look = wb_look_of(b, WB_LEVEL_NONE);
	int head = wb_px(b, HEAD_HEIGHT);
	int more_h = wb_px(b, 36);
	int room = area.h - head - wb_px(b, 12);
	int64_t hidden;
	int i, y;

	wb_put_panel(b, area, &look);
	t.left = area.x + wb_px(b, 28);
	t.right = area.x + area.w - wb_px(b, 28);
	place_columns(b, &t);
	size_rows(b, &t, room);
	hidden = t.queues->more + t.queues->row_count - t.visible;
	if (hidden > 0) {
		size_rows(b, &t, room - more_h);
		t.row_h = t.visible > 0 ? (room - more_h) / t.visible : 0;
		hidden = t.queues->more + t.queues->row_count - t.visible;
	}
	size_names(b, &t);
	put_head(b, &t, area.y);
	y = area.y + head;
	for (i = 0; i < t.visible; i++, y += t.row_h) {
		const struct wb_queue_row *row = &t.queues->rows[i];

		if (i > 0 && calm(b, row->level) && calm(b, row[-1].level)) {
			wb_put_line(b, t.left, y, t.right - t.left);
		}
		put_row(b, &t, row, y);
	}
	if (hidden > 0) {
		put_more(b, &t, y, more_h, hidden);
	}
	if (t.queues->row_count == 0) {
		wb_put_text(b, t.left, t.right - t.left,
		            wb_baseline(y, room, wb_px(b, 31)), WB_CENTRE,
		            wb_locale_text(b->locale, "queues.none"),
		            (struct wb_face){ wb_px(b, 31), WB_MEDIUM },
		            WB_INK_TEXT3);
	}
}
