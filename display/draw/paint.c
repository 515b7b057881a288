#include "draw/paint.h"

#include <math.h>

#define HALF_PI 1.57079632679489661923

void wb_paint_ink(struct wb_painter *p, enum wb_ink ink)
{
	struct wb_colour c = p->theme->inks[ink];

	cairo_set_source_rgb(p->cr, c.r, c.g, c.b);
}

void wb_paint_round(cairo_t *cr, double x, double y, double w, double h,
                    double radius)
{
	double most = (w < h ? w : h) / 2;
	double r = radius < most ? radius : most;

	cairo_new_path(cr);
	if (r <= 0) {
		cairo_rectangle(cr, x, y, w, h);
		return;
	}
	cairo_arc(cr, x + w - r, y + r, r, -HALF_PI, 0);
	cairo_arc(cr, x + w - r, y + h - r, r, 0, HALF_PI);
	cairo_arc(cr, x + r, y + h - r, r, HALF_PI, 2 * HALF_PI);
	cairo_arc(cr, x + r, y + r, r, 2 * HALF_PI, 3 * HALF_PI);
	cairo_close_path(cr);
}

static void paint_box(struct wb_painter *p, const struct wb_item *item)
{
	const struct wb_rect *r = &item->rect;
	double inset = item->stroke_width / 2.0;

	if (item->fill != WB_INK_NOTHING) {
		wb_paint_ink(p, item->fill);
		wb_paint_round(p->cr, r->x, r->y, r->w, r->h, item->radius);
		cairo_fill(p->cr);
	}
	if (item->stroke == WB_INK_NOTHING || item->stroke_width == 0) {
		return;
	}
	wb_paint_ink(p, item->stroke);
	wb_paint_round(p->cr, r->x + inset, r->y + inset, r->w - 2 * inset,
	               r->h - 2 * inset, item->radius - inset);
	cairo_set_line_width(p->cr, item->stroke_width);
	cairo_stroke(p->cr);
}

/* How much of a pixel at distance `d` px across the lines is covered. */
static double hatch_coverage(double d, double step, double width)
{
	double covered = 0;
	int i;

	for (i = 0; i < 8; i++) {
		double at = fmod(d + (i + 0.5) / 4, step);

		covered += at < width ? 0.125 : 0;
	}
	return covered;
}

/*
 * One square of slanted lines to be repeated. A pattern, and not strokes,
 * because strokes come out a little different under each clip, and then a
 * part drawn anew would not join what is around it.
 */
static cairo_surface_t *hatch_square(struct wb_colour colour, int step,
                                     double width, bool crossed)
{
	cairo_surface_t *square =
		cairo_image_surface_create(CAIRO_FORMAT_ARGB32, step, step);
	unsigned char *data = cairo_image_surface_get_data(square);
	int stride = cairo_image_surface_get_stride(square);
	int x, y;

	for (y = 0; data != NULL && y < step; y++) {
		uint32_t *row = (void *)(data + (ptrdiff_t)y * stride);

		for (x = 0; x < step; x++) {
			double a = hatch_coverage(x + y, step, width);
			double back = crossed ? hatch_coverage(x - y + step,
			                                       step, width)
			                      : 0;

			a = (back > a ? back : a) * 255;
			row[x] = (uint32_t)lround(a) << 24 |
			         (uint32_t)lround(a * colour.r) << 16 |
			         (uint32_t)lround(a * colour.g) << 8 |
			         (uint32_t)lround(a * colour.b);
		}
	}
	cairo_surface_mark_dirty(square);
	return square;
}

static void paint_hatch(struct wb_painter *p, const struct wb_item *item)
{
	const struct wb_rect *r = &item->rect;
	int step = item->stroke_width * 5 > 4 ? item->stroke_width * 5 : 4;
	cairo_surface_t *square =
		hatch_square(p->theme->inks[item->fill], step,
	                     item->stroke_width * 1.5, item->crossed);
	cairo_pattern_t *pattern = cairo_pattern_create_for_surface(square);

	cairo_pattern_set_extend(pattern, CAIRO_EXTEND_REPEAT);
	cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
	cairo_set_source(p->cr, pattern);
	wb_paint_round(p->cr, r->x, r->y, r->w, r->h, item->radius);
	cairo_fill(p->cr);
	cairo_pattern_destroy(pattern);
	cairo_surface_destroy(square);
}

static void paint_line(struct wb_painter *p, struct wb_str text,
                       struct wb_face face, bool rtl, int x, int baseline)
{
	int above = 0;
	cairo_surface_t *mask = wb_text_mask(p->text, text, face, rtl, &above);

	if (mask != NULL) {
		cairo_mask_surface(p->cr, mask, x, baseline - above);
	}
}

static void paint_number(struct wb_painter *p, const struct wb_item *item)
{
	struct wb_glyph glyphs[WB_GLYPHS_MAX];
	int left = item->rect.x + wb_text_bleed(item->face.size);
	int count, i;

	wb_number_place(&p->measure, p->locale, item->text, item->face,
	                item->figures, glyphs, &count);
	for (i = 0; i < count; i++) {
		struct wb_face face = { glyphs[i].size, item->face.weight };

		paint_line(p, glyphs[i].text, face, p->rtl, left + glyphs[i].x,
		           item->baseline);
	}
}

struct curve {
	const struct wb_item *item;
	double left, step, base; /* px */
};

static double point_x(const struct curve *c, int i)
{
	return c->left + c->step * i;
}

static double point_y(const struct curve *c, int i)
{
	return c->item->rect.y + c->item->trend.y[i] / 8.0;
}

/* The line from point `from` to `end`, which have no gap between them. */
static void trace(struct wb_painter *p, const struct curve *c, int from,
                  int end)
{
	int i;

	for (i = from; i < end; i++) {
		cairo_line_to(p->cr, point_x(c, i), point_y(c, i));
	}
}

static int next_gap(const struct curve *c, int from)
{
	while (from < c->item->trend.count &&
	       c->item->trend.y[from] != WB_TREND_GAP) {
		from++;
	}
	return from;
}

/* What lies beyond the target, between it and the line. */
static void paint_breach(struct wb_painter *p, const struct curve *c)
{
	const struct wb_trend_shape *t = &c->item->trend;
	const struct wb_rect *r = &c->item->rect;
	double target = r->y + t->target_y / 8.0;
	int from, end;

	if (t->target_y < 0 || t->shade == WB_INK_NOTHING) {
		return;
	}
	cairo_save(p->cr);
	if (t->shade_above) {
		cairo_rectangle(p->cr, r->x, r->y, r->w, target - r->y);
	} else {
		cairo_rectangle(p->cr, r->x, target, r->w,
		                r->y + r->h - target);
	}
	cairo_clip(p->cr);
	wb_paint_ink(p, t->shade);
	for (from = 0; from < t->count; from = end + 1) {
		end = next_gap(c, from);
		if (end - from < 2) {
			continue;
		}
		cairo_new_path(p->cr);
		cairo_move_to(p->cr, point_x(c, from), target);
		trace(p, c, from, end);
		cairo_line_to(p->cr, point_x(c, end - 1), target);
		cairo_close_path(p->cr);
		cairo_fill(p->cr);
	}
	cairo_restore(p->cr);
}

static void paint_target(struct wb_painter *p, const struct curve *c)
{
	const struct wb_trend_shape *t = &c->item->trend;
	const struct wb_rect *r = &c->item->rect;
	double width = t->line_width / 16.0;
	double dash[] = { width * 5, width * 3 };
	double y = r->y + t->target_y / 8.0;

	if (t->target_y < 0 || t->target_ink == WB_INK_NOTHING) {
		return;
	}
	cairo_save(p->cr);
	wb_paint_ink(p, t->target_ink);
	cairo_set_line_width(p->cr, width);
	cairo_set_dash(p->cr, dash, 2, 0);
	cairo_move_to(p->cr, c->left, y);
	cairo_line_to(p->cr, r->x + r->w - t->inset, y);
	cairo_stroke(p->cr);
	cairo_restore(p->cr);
}

static void paint_trend(struct wb_painter *p, const struct wb_item *item)
{
	const struct wb_trend_shape *t = &item->trend;
	double width = t->line_width / 8.0;
	struct curve c = { .item = item, .left = item->rect.x + t->inset };
	int last = t->count - 1;
	int from, end;

	c.step = last > 0 ? (item->rect.w - 2.0 * t->inset) / last : 0;
	paint_breach(p, &c);
	paint_target(p, &c);
	cairo_save(p->cr);
	wb_paint_ink(p, item->fill);
	cairo_set_line_width(p->cr, width);
	cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
	cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND);
	for (from = 0; from < t->count; from = end + 1) {
		end = next_gap(&c, from);
		cairo_new_path(p->cr);
		trace(p, &c, from, end);
		cairo_stroke(p->cr);
	}
	if (last >= 0 && t->y[last] != WB_TREND_GAP) {
		cairo_new_path(p->cr);
		cairo_arc(p->cr, point_x(&c, last), point_y(&c, last),
		          width * 1.7, 0, 4 * HALF_PI);
		cairo_fill(p->cr);
	}
	cairo_restore(p->cr);
}

static void paint_item(struct wb_painter *p, const struct wb_item *item)
{
	switch (item->kind) {
	case WB_ITEM_BOX:
		paint_box(p, item);
		break;
	case WB_ITEM_HATCH:
		paint_hatch(p, item);
		break;
	case WB_ITEM_TEXT:
		wb_paint_ink(p, item->fill);
		paint_line(p, item->text, item->face, p->rtl,
		           item->rect.x + wb_text_bleed(item->face.size),
		           item->baseline);
		break;
	case WB_ITEM_NUMBER:
		wb_paint_ink(p, item->fill);
		paint_number(p, item);
		break;
	case WB_ITEM_ICON:
		wb_paint_icon(p, item->rect, item->icon, item->fill,
		              item->stroke);
		break;
	case WB_ITEM_TREND:
		paint_trend(p, item);
		break;
	}
}

static bool touches(const struct wb_rect *a, const struct wb_rect *b)
{
	return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h &&
	       b->y < a->y + a->h;
}

void wb_paint_area(struct wb_painter *p, const struct wb_scene *scene,
                   struct wb_rect area)
{
	int i;

	p->rtl = scene->rtl;
	cairo_save(p->cr);
	cairo_rectangle(p->cr, area.x, area.y, area.w, area.h);
	cairo_clip(p->cr);
	wb_paint_ink(p, WB_INK_BACKGROUND);
	cairo_paint(p->cr);
	for (i = 0; i < scene->count; i++) {
		if (touches(&scene->items[i].rect, &area)) {
			paint_item(p, &scene->items[i]);
		}
	}
	cairo_restore(p->cr);
}
