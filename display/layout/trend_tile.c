#include "layout/chart.h"
#include "layout/number_parts.h"

/* Half a day at least, so that a morning does not fill the whole width. */
#define DAY_SLOTS_LEAST 48

struct trend_tile {
	struct wb_number_parts p;
	struct wb_chart chart;
	int head_h, label_w, times_h; /* px */
};

/* Bars stand for sums: how many there were in each quarter hour. */
static bool has_bars(const struct wb_number_tile *n)
{
	return n->of_day && n->unit == WB_UNIT_COUNT;
}

static void divide(struct trend_tile *t)
{
	const struct wb_number_tile *n = t->p.number;
	const struct wb_trend *trend = &n->trend;
	struct wb_chart *chart = &t->chart;
	int points = trend->count;

	chart->step = trend->step;
	chart->look = &t->p.look;
	chart->has_target = n->has_target;
	chart->target = n->target;
	chart->scale = wb_chart_scale(n, has_bars(n));
	if (n->of_day) {
		chart->slots =
			points > DAY_SLOTS_LEAST ? points : DAY_SLOTS_LEAST;
		chart->start = trend->end - points * trend->step;
	} else {
		chart->slots = points > 1 ? points - 1 : 1;
		chart->start = trend->end - chart->slots * trend->step;
	}
	if (trend->end == 0) {
		chart->start = 0;
	}
}

/* How wide the figures of the scale are. */
static int label_width(struct wb_build *b, const struct trend_tile *t)
{
	struct wb_face face = { wb_px(b, 22), WB_MEDIUM };
	enum wb_unit unit = t->p.number->unit == WB_UNIT_SINCE
	                            ? WB_UNIT_MS
	                            : t->p.number->unit;
	const int64_t ends[] = { t->chart.scale.low, t->chart.scale.high };
	int widest = 0;
	int i;

	for (i = 0; i < 2; i++) {
		struct wb_str text =
			wb_quantity_text(b, unit, ends[i], false, 0);
		int w = wb_text_width(b, text, face);

		widest = w > widest ? w : widest;
	}
	return widest + wb_px(b, 4);
}

/* What counts is solid, what else came is hollow: a form, not a colour. */
static enum wb_ink solid_ink(const struct trend_tile *t)
{
	return t->p.look.fill == WB_INK_CRITICAL ? WB_INK_CRITICAL_INK
	                                         : WB_INK_TEXT2;
}

static enum wb_ink hollow_ink(const struct trend_tile *t)
{
	return t->p.look.fill == WB_INK_CRITICAL ? WB_INK_CRITICAL_SOFT
	                                         : WB_INK_TEXT3;
}

static void put_form(struct wb_build *b, const struct trend_tile *t,
                     struct wb_rect rect, bool solid)
{
	int width = wb_px(b, 2) > 0 ? wb_px(b, 2) : 1;

	wb_put_box(b, rect, wb_px(b, 3), solid ? solid_ink(t) : WB_INK_NOTHING,
	           solid ? WB_INK_NOTHING : hollow_ink(t), solid ? 0 : width);
}

/* A swatch and what it stands for; returns where the next one ends. */
static int put_key(struct wb_build *b, const struct trend_tile *t, int end,
                   int y, int h, struct wb_str kpi, bool solid)
{
	struct wb_face face = { wb_px(b, 24), WB_MEDIUM };
	int box = wb_px(b, 18);
	struct wb_str text = wb_locale_kpi(b->locale, kpi, WB_KPI_FULL);
	int w = wb_text_width(b, text, face);

	wb_put_text(b, end - w, w, wb_baseline(y, h, face.size), WB_START, text,
	            face, t->p.look.text2);
	end -= w + wb_px(b, 10) + box;
	put_form(b, t, (struct wb_rect){ end, y + (h - box) / 2, box, box },
	         solid);
	return end - wb_px(b, 28);
}

/* Of what and how it stands: one line, as far as there is room. */
static void put_title(struct wb_build *b, struct trend_tile *t, int room)
{
	struct wb_number_parts *p = &t->p;
	struct wb_face face = { wb_px(b, 31), WB_SEMIBOLD };
	struct wb_face small = { wb_px(b, 24), WB_MEDIUM };
	int baseline = wb_baseline(p->inner.y, t->head_h, face.size);
	int gap = wb_px(b, 20);
	struct wb_str context = wb_number_context(b, p);
	struct wb_rect inner = p->inner;
	int used = wb_put_text(b, inner.x, room, baseline, WB_START,
	                       wb_number_title(b, p, face, room), face,
	                       b->stale ? WB_INK_TEXT : p->look.text2);

	if (wb_text_width(b, context, small) <= room - used - gap) {
		used += gap + wb_put_text(b, inner.x + used + gap,
		                          room - used - gap, baseline, WB_START,
		                          context, small, p->look.text3);
	}
	used += 2 * gap;
	if ((p->number->value.level != WB_LEVEL_NONE || b->stale) &&
	    room - used >= wb_px(b, 180)) {
		p->inner.x += used;
		p->inner.w = room - used;
		wb_number_put_status(b, p, 27, inner.y, t->head_h);
		p->inner = inner;
	}
}

/* What it is at the start, the keys and the value at the end. */
static void put_head(struct wb_build *b, struct trend_tile *t)
{
	const struct wb_number_tile *n = t->p.number;
	struct wb_rect *in = &t->p.inner;
	int size = in->h >= wb_px(b, 300) ? 82 : 64;
	int width = wb_number_value_width(b, &t->p, size);
	int end = in->x + in->w - width;

	wb_number_put_value(b, &t->p, size, end,
	                    wb_baseline(in->y, t->head_h, wb_px(b, size)));
	end -= wb_px(b, 44);
	if (n->parts.count > 0 && in->w >= wb_px(b, 900)) {
		end = put_key(b, t, end, in->y, t->head_h, n->kpi, false);
		end = put_key(b, t, end, in->y, t->head_h, n->part, true);
	}
	put_title(b, t, end - in->x);
}

static void put_bar(struct wb_build *b, const struct trend_tile *t, int slot,
                    int64_t value, bool solid)
{
	const struct wb_chart *chart = &t->chart;
	int left = wb_chart_x(chart, slot);
	int right = wb_chart_x(chart, slot + 1);
	int gap = (right - left) / 5 > 0 ? (right - left) / 5 : 1;
	int bottom = chart->plot.y + chart->plot.h;
	int top = wb_chart_y(chart, value);

	if (value > 0 && bottom > top && right - left > gap) {
		put_form(b, t,
		         (struct wb_rect){ left + gap / 2, top,
		                           right - left - gap, bottom - top },
		         solid);
	}
}

static void put_bars(struct wb_build *b, const struct trend_tile *t)
{
	const struct wb_number_tile *n = t->p.number;
	bool parts = n->parts.count > 0;
	int i;

	for (i = 0; i < n->trend.count; i++) {
		if (n->trend.points[i] != WB_POINT_ABSENT) {
			put_bar(b, t, i, n->trend.points[i], !parts);
		}
		if (parts && n->parts.points[i] != WB_POINT_ABSENT) {
			put_bar(b, t, i, n->parts.points[i], true);
		}
	}
}

/* The rect of the line reaches over the plot by the line's own inset. */
static void put_line(struct wb_build *b, const struct trend_tile *t)
{
	const struct wb_number_tile *n = t->p.number;
	const struct wb_chart *chart = &t->chart;
	const struct wb_look *look = &t->p.look;
	bool red = look->fill == WB_INK_CRITICAL;
	bool warning = !b->stale && n->value.level == WB_LEVEL_WARNING;
	int inset = wb_trend_inset(b, 4);
	int half = n->of_day ? chart->plot.w / chart->slots / 2 : 0;
	int first = wb_chart_x(chart, 0) + half;
	int last = wb_chart_x(chart, n->trend.count - 1) + half;

	wb_put_trend(b,
	             (struct wb_rect){ first - inset, chart->plot.y - inset,
	                               last - first + 2 * inset,
	                               chart->plot.h + 2 * inset },
	             &n->trend, n->has_target, n->target, n->worse_above,
	             &(struct wb_trend_style){
			     .line = b->stale ? look->text3 : look->text,
			     .target = WB_INK_NOTHING,
			     .shade = red       ? WB_INK_CRITICAL_SHADE
	                              : warning ? WB_INK_WARNING_SHADE
	                                        : WB_INK_LINE,
			     .width = 4,
			     .scaled = true,
			     .low = chart->scale.low,
			     .high = chart->scale.high,
		     });
}

/* Across the whole plot, written out in a field of the scale's column. */
static void put_target(struct wb_build *b, const struct trend_tile *t)
{
	const struct wb_number_tile *n = t->p.number;
	const struct wb_chart *chart = &t->chart;
	struct wb_face face = { wb_px(b, 22), WB_BOLD };
	enum wb_unit unit = n->unit == WB_UNIT_SINCE ? WB_UNIT_MS : n->unit;
	bool red = t->p.look.fill == WB_INK_CRITICAL;
	int dash = wb_px(b, 12);
	int thick = wb_px(b, 3);
	int right = chart->plot.x + chart->plot.w;
	int h = wb_px(b, 30);
	struct wb_str text = wb_quantity_text(b, unit, n->target, false, 0);
	int w = wb_text_width(b, text, face) + 2 * wb_px(b, 8);
	int y = wb_chart_y(chart, n->target);
	int x;

	if (!n->has_target || n->target < chart->scale.low ||
	    n->target > chart->scale.high || dash < 1) {
		return;
	}
	for (x = chart->plot.x; x + dash <= right; x += 2 * dash) {
		wb_put_box(b, (struct wb_rect){ x, y - thick / 2, dash, thick },
		           0, red ? WB_INK_CRITICAL_SOFT : WB_INK_TEXT2,
		           WB_INK_NOTHING, 0);
	}
	wb_put_box(b, (struct wb_rect){ right + wb_px(b, 6), y - h / 2, w, h },
	           wb_px(b, 6), red ? WB_INK_BADGE : WB_INK_TEXT2,
	           WB_INK_NOTHING, 0);
	wb_put_text(b, right + wb_px(b, 14), w,
	            wb_baseline(y - h / 2, h, face.size), WB_START, text, face,
	            red ? WB_INK_BADGE_INK : WB_INK_PANEL);
}

static void put_chart(struct wb_build *b, struct trend_tile *t,
                      struct wb_rect area)
{
	t->chart.plot = (struct wb_rect){ area.x, area.y,
		                          area.w - t->label_w - wb_px(b, 14),
		                          area.h - t->times_h };
	b->unmirrored = true;
	wb_chart_put_scale(b, &t->chart, t->p.number->unit, t->label_w);
	wb_chart_put_times(b, &t->chart, t->times_h);
	if (has_bars(t->p.number)) {
		put_bars(b, t);
	} else {
		put_line(b, t);
	}
	put_target(b, t);
	b->unmirrored = false;
}

void wb_build_trend(struct wb_build *b, struct wb_rect area,
                    const struct wb_tile *tile)
{
	struct trend_tile t;
	const struct wb_number_tile *n = tile->as.number;
	struct wb_rect chart;

	if (!wb_trend_is_drawn(&n->trend) && !has_bars(n)) {
		wb_build_number(b, area, tile); /* nothing to draw yet */
		return;
	}
	wb_number_begin(b, area, tile, &t.p);
	t.head_h = wb_px(b, t.p.inner.h >= wb_px(b, 300) ? 70 : 54);
	t.times_h = wb_px(b, 34);
	divide(&t);
	t.label_w = label_width(b, &t);
	put_head(b, &t);
	chart = t.p.inner;
	chart.y += t.head_h + wb_px(b, 22);
	chart.h -= t.head_h + wb_px(b, 14);
	if (chart.h < t.times_h + wb_px(b, 40)) {
		return;
	}
	put_chart(b, &t, wb_mirrored(b, chart));
}
