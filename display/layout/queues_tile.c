#include <string.h>

#include "layout/table.h"

/* Design units. */
#define HEAD_HEIGHT 60
#define ROW_BEST 61
#define ROW_MOST 67
#define ROW_LEAST 44
#define NAME_LEAST 170
#define GAP 20
#define BAR_MOST 208
#define BAR_LEAST 152

bool wb_column_is_service_level(const struct wb_column *column)
{
	static const char prefix[] = "service_level";

	return column->unit == WB_UNIT_PERCENT &&
	       column->kpi.len >= sizeof(prefix) - 1 &&
	       memcmp(column->kpi.data, prefix, sizeof(prefix) - 1) == 0;
}

static enum wb_cell_form form_of(const struct wb_column *column)
{
	if (column->kind == WB_COLUMN_AGENTS) {
		return WB_CELL_AGENTS;
	}
	if (column->kind == WB_COLUMN_TREND) {
		return WB_CELL_TREND;
	}
	return wb_column_is_service_level(column) ? WB_CELL_BAR
	                                          : WB_CELL_NUMBER;
}

static double form_width(const struct wb_table *t,
                         const struct wb_table_column *column)
{
	switch (column->form) {
	case WB_CELL_BAR:
		return t->bar_w;
	case WB_CELL_AGENTS:
		return 122;
	case WB_CELL_TREND:
		return 112;
	case WB_CELL_NUMBER:
		return column->of->unit == WB_UNIT_COUNT ? 84 : 104;
	case WB_CELL_NONE:
		break;
	}
	return 0;
}

static int total_width(const struct wb_build *b, const struct wb_table *t)
{
	int total = 0;
	int i;

	for (i = 0; i < t->column_count; i++) {
		if (t->columns[i].form != WB_CELL_NONE) {
			total += wb_px(b, form_width(t, &t->columns[i]) + GAP);
		}
	}
	return total;
}

/*
 * Gives up what is least missed until the names have room: bars, then the
 * trend, then columns from the end.
 */
static void choose_columns(const struct wb_build *b, struct wb_table *t,
                           int room)
{
	int i;

	for (i = 0; i < t->column_count && total_width(b, t) > room; i++) {
		if (t->columns[i].form == WB_CELL_BAR) {
			t->columns[i].form = WB_CELL_NUMBER;
		}
	}
	for (i = 0; i < t->column_count && total_width(b, t) > room; i++) {
		if (t->columns[i].form == WB_CELL_TREND) {
			t->columns[i].form = WB_CELL_NONE;
		}
	}
	for (i = t->column_count - 1; i > 0 && total_width(b, t) > room; i--) {
		t->columns[i].form = WB_CELL_NONE;
	}
}

static int widest_name(const struct wb_build *b, const struct wb_table *t)
{
	struct wb_face face = { wb_px(b, 27), WB_SEMIBOLD };
	int widest = 0;
	int i;

	for (i = 0; i < t->queues->row_count; i++) {
		int w = wb_text_width(b, t->queues->rows[i].title, face);

		widest = w > widest ? w : widest;
	}
	return widest;
}

/* Bars get shorter before a name is cut. */
static void size_bars(const struct wb_build *b, struct wb_table *t, int room)
{
	int widest = widest_name(b, t);

	t->bar_w = BAR_MOST;
	while (t->bar_w > BAR_LEAST && total_width(b, t) + widest > room) {
		t->bar_w -= 8;
	}
}

/* What a column's short title takes beyond the column and its gap. */
static int title_excess(const struct wb_build *b,
                        const struct wb_table_column *c)
{
	struct wb_face face = { wb_px(b, 24), WB_MEDIUM };
	int w;

	if (c->form != WB_CELL_NUMBER) {
		return 0;
	}
	w = wb_text_width(b, wb_locale_kpi(b->locale, c->of->kpi, WB_KPI_SHORT),
	                  face) +
	    wb_px(b, 6) - wb_px(b, GAP) - c->w;
	return w > 0 ? w : 0;
}

/* Room that no name needs goes to columns with titles wider than they are. */
static int widen_columns(const struct wb_build *b, struct wb_table *t, int room)
{
	int left = room - widest_name(b, t) - wb_px(b, GAP);
	int taken = 0;
	int i;

	for (i = 0; i < t->column_count; i++) {
		struct wb_table_column *c = &t->columns[i];
		int excess = title_excess(b, c);

		if (excess > 0 && taken + excess <= left) {
			c->w += excess;
			taken += excess;
		}
	}
	return taken;
}

static void place_columns(const struct wb_build *b, struct wb_table *t)
{
	const struct wb_queues_tile *q = t->queues;
	int x, i;

	t->column_count = q->column_count;
	for (i = 0; i < q->column_count; i++) {
		t->columns[i] = (struct wb_table_column){
			.of = &q->columns[i],
			.form = form_of(&q->columns[i]),
			.index = i,
		};
	}
	t->name_x = t->left + wb_px(b, 46);
	size_bars(b, t, t->right - t->name_x);
	choose_columns(b, t, t->right - t->name_x - wb_px(b, NAME_LEAST));
	x = t->right - total_width(b, t);
	for (i = 0; i < t->column_count; i++) {
		t->columns[i].w = wb_px(b, form_width(t, &t->columns[i]));
	}
	x -= widen_columns(b, t, x - t->name_x);
	t->name_w = x - t->name_x;
	for (i = 0; i < t->column_count; i++) {
		if (t->columns[i].form != WB_CELL_NONE) {
			t->columns[i].x = x + wb_px(b, GAP);
			x = t->columns[i].x + t->columns[i].w;
		}
	}
}

/* Aligned with what is below it; it may reach into the gap before or after. */
static void put_column_title(struct wb_build *b,
                             const struct wb_table_column *c,
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

static void put_head(struct wb_build *b, const struct wb_table *t, int y)
{
	struct wb_face face = { wb_px(b, 24), WB_MEDIUM };
	int baseline = wb_baseline(y, wb_px(b, HEAD_HEIGHT), face.size);
	int i;

	wb_put_text(b, t->name_x, t->name_w, baseline, WB_START,
	            wb_locale_text(b->locale, "queues.queue"), face,
	            WB_INK_TEXT3);
	for (i = 0; i < t->column_count; i++) {
		const struct wb_table_column *c = &t->columns[i];
		struct wb_str titles[2] = { { NULL, 0 }, { NULL, 0 } };
		enum wb_align align = wb_number_align(b);

		if (c->form == WB_CELL_NONE) {
			continue;
		}
		if (c->form == WB_CELL_AGENTS) {
			titles[0] = wb_locale_text(b->locale, "queues.agents");
			align = WB_CENTRE;
		} else if (c->form == WB_CELL_TREND) {
			titles[0] = wb_locale_text(b->locale, "queues.trend");
			align = WB_END;
		} else {
			titles[0] = wb_locale_kpi(b->locale, c->of->kpi,
			                          c->form == WB_CELL_BAR
			                                  ? WB_KPI_FULL
			                                  : WB_KPI_SHORT);
			titles[1] = wb_locale_kpi(b->locale, c->of->kpi,
			                          WB_KPI_SHORT);
			if (c->form == WB_CELL_BAR) {
				align = WB_START;
			}
		}
		put_column_title(b, c, titles, baseline, align);
	}
}

/* How high rows are and how many of them there is room for. */
static void size_rows(const struct wb_build *b, struct wb_table *t, int room)
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
static void size_names(const struct wb_build *b, struct wb_table *t)
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

static void put_more(struct wb_build *b, const struct wb_table *t, int y, int h,
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
	struct wb_table t = { .queues = tile->as.queues };
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
		wb_table_put_row(b, &t, row, y);
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
