#include "draw/paint.h"

#define FULL_TURN 6.28318530717958647693

/*
 * Pictograms on a square of 24 units. None may look like a digit of any
 * script: no bare rings, dots, bars or triangles beside numbers.
 */

static void stroke(cairo_t *cr, double width)
{
	cairo_set_line_width(cr, width);
	cairo_stroke(cr);
}

static void path(cairo_t *cr, const double *points, int count)
{
	int i;

	cairo_new_path(cr);
	for (i = 0; i < count; i++) {
		cairo_line_to(cr, points[2 * i], points[2 * i + 1]);
	}
}

static void tick(cairo_t *cr, double width)
{
	static const double points[] = { 7, 12.4, 10.6, 16, 17.2, 8.6 };

	path(cr, points, 3);
	stroke(cr, width);
}

static void exclamation(cairo_t *cr, double top, double bottom)
{
	cairo_new_path(cr);
	cairo_move_to(cr, 12, top);
	cairo_line_to(cr, 12, bottom - 5.2);
	stroke(cr, 2.7);
	cairo_new_path(cr);
	cairo_arc(cr, 12, bottom - 1.2, 1.65, 0, FULL_TURN);
	cairo_fill(cr);
}

static void ok(struct wb_painter *p, enum wb_ink sign)
{
	(void)sign;
	cairo_new_path(p->cr);
	cairo_arc(p->cr, 12, 12, 10.4, 0, FULL_TURN);
	stroke(p->cr, 2.2);
	tick(p->cr, 2.3);
}

static void warning(struct wb_painter *p, enum wb_ink sign)
{
	static const double corners[] = { 12, 2.8, 22.4, 20.8, 1.6, 20.8 };

	path(p->cr, corners, 3);
	cairo_close_path(p->cr);
	cairo_fill_preserve(p->cr);
	stroke(p->cr, 2.4);
	wb_paint_ink(p, sign);
	exclamation(p->cr, 9, 20.6);
}

static void critical(struct wb_painter *p, enum wb_ink sign)
{
	static const double corners[] = { 7.4, 1,    16.6, 1,  23,  7.4,
		                          23,  16.6, 16.6, 23, 7.4, 23,
		                          1,   16.6, 1,    7.4 };

	path(p->cr, corners, 8);
	cairo_close_path(p->cr);
	cairo_fill_preserve(p->cr);
	stroke(p->cr, 1);
	wb_paint_ink(p, sign);
	exclamation(p->cr, 6.2, 18.6);
}

static void strike(cairo_t *cr)
{
	cairo_new_path(cr);
	cairo_move_to(cr, 2.4, 21.6);
	cairo_line_to(cr, 21.6, 2.4);
	stroke(cr, 2.2);
}

static void stale(struct wb_painter *p, enum wb_ink sign)
{
	static const double hands[] = { 12, 6.2, 12, 12, 15.6, 14.4 };

	(void)sign;
	cairo_new_path(p->cr);
	cairo_arc(p->cr, 12, 12, 9.4, 0, FULL_TURN);
	stroke(p->cr, 2);
	path(p->cr, hands, 3);
	stroke(p->cr, 2);
	strike(p->cr);
}

static void available(struct wb_painter *p, enum wb_ink sign)
{
	wb_paint_round(p->cr, 1.5, 1.5, 21, 21, 5);
	cairo_fill(p->cr);
	wb_paint_ink(p, sign);
	tick(p->cr, 3);
}

static void bubble(cairo_t *cr)
{
	static const double tail[] = { 5.5, 15, 5.5, 22.5, 12.5, 16.5 };

	wb_paint_round(cr, 1.5, 2.5, 21, 15, 4.5);
	cairo_fill(cr);
	path(cr, tail, 3);
	cairo_close_path(cr);
	cairo_fill(cr);
}

static void talking(struct wb_painter *p, enum wb_ink sign)
{
	int i;

	bubble(p->cr);
	wb_paint_ink(p, sign);
	for (i = 0; i < 3; i++) {
		cairo_new_path(p->cr);
		cairo_arc(p->cr, 7.2 + 4.8 * i, 10, 1.5, 0, FULL_TURN);
		cairo_fill(p->cr);
	}
}

static void ringing(struct wb_painter *p, enum wb_ink sign)
{
	cairo_t *cr = p->cr;

	(void)sign;
	cairo_new_path(cr);
	cairo_move_to(cr, 3, 18);
	cairo_curve_to(cr, 6, 15, 5, 11, 5.6, 8.6);
	cairo_curve_to(cr, 6.4, 4.6, 9.2, 3, 12, 3);
	cairo_curve_to(cr, 14.8, 3, 17.6, 4.6, 18.4, 8.6);
	cairo_curve_to(cr, 19, 11, 18, 15, 21, 18);
	cairo_close_path(cr);
	cairo_fill_preserve(cr);
	stroke(cr, 1.4);
	cairo_new_path(cr);
	cairo_arc(cr, 12, 19.6, 2.8, 0, FULL_TURN / 2);
	cairo_fill(cr);
}

static void holding(struct wb_painter *p, enum wb_ink sign)
{
	static const double sand[] = { 6.5, 3.5,  17.5, 3.5,  17.5, 7,   12.9,
		                       12,  17.5, 17,   17.5, 20.5, 6.5, 20.5,
		                       6.5, 17,   11.1, 12,   6.5,  7 };

	(void)sign;
	path(p->cr, sand, 10);
	cairo_close_path(p->cr);
	cairo_fill_preserve(p->cr);
	stroke(p->cr, 1.2);
	path(p->cr, (const double[]){ 4.2, 2.6, 19.8, 2.6 }, 2);
	stroke(p->cr, 2.4);
	path(p->cr, (const double[]){ 4.2, 21.4, 19.8, 21.4 }, 2);
	stroke(p->cr, 2.4);
}

static void acw(struct wb_painter *p, enum wb_ink sign)
{
	int i;

	(void)sign;
	wb_paint_round(p->cr, 3.6, 2.2, 16.8, 19.6, 2.6);
	stroke(p->cr, 2.2);
	for (i = 0; i < 3; i++) {
		double y = 7.4 + 4.4 * i;

		path(p->cr, (const double[]){ 7.8, y, 16.2, y }, 2);
		stroke(p->cr, 2);
	}
}

static void not_ready(struct wb_painter *p, enum wb_ink sign)
{
	cairo_t *cr = p->cr;
	int i;

	(void)sign;
	cairo_new_path(cr);
	cairo_move_to(cr, 3, 9.5);
	cairo_line_to(cr, 17.4, 9.5);
	cairo_line_to(cr, 17.4, 16);
	cairo_curve_to(cr, 17.4, 19.6, 15, 21.4, 12, 21.4);
	cairo_line_to(cr, 8.4, 21.4);
	cairo_curve_to(cr, 5.4, 21.4, 3, 19.6, 3, 16);
	cairo_close_path(cr);
	cairo_fill(cr);
	cairo_new_path(cr);
	cairo_arc(cr, 17.6, 13.9, 3.6, -FULL_TURN / 4, FULL_TURN / 4);
	stroke(cr, 2);
	for (i = 0; i < 2; i++) {
		double x = 7.6 + 5.2 * i;

		cairo_new_path(cr);
		cairo_move_to(cr, x, 7);
		cairo_curve_to(cr, x - 2, 5.4, x + 2, 4.4, x, 2.4);
		stroke(cr, 1.8);
	}
}

static void waves(cairo_t *cr)
{
	static const double radii[] = { 6.2, 11.6 };
	int i;

	for (i = 0; i < 2; i++) {
		cairo_new_path(cr);
		cairo_arc(cr, 12, 18.4, radii[i], FULL_TURN * 0.625,
		          FULL_TURN * 0.875);
		stroke(cr, 2.4);
	}
	cairo_new_path(cr);
	cairo_arc(cr, 12, 18.4, 2, 0, FULL_TURN);
	cairo_fill(cr);
}

static void offline(struct wb_painter *p, enum wb_ink sign)
{
	(void)sign;
	waves(p->cr);
	path(p->cr, (const double[]){ 4.5, 3.5, 20, 21.5 }, 2);
	stroke(p->cr, 2.4);
}

/* An empty box with a dash in it: there is nothing to judge. */
static void no_data(struct wb_painter *p, enum wb_ink sign)
{
	(void)sign;
	wb_paint_round(p->cr, 2, 2, 20, 20, 4.5);
	stroke(p->cr, 2.2);
	path(p->cr, (const double[]){ 8, 12, 16, 12 }, 2);
	stroke(p->cr, 2.4);
}

static void feed(struct wb_painter *p, enum wb_ink sign)
{
	(void)sign;
	waves(p->cr);
}

/* The letter as in a printed notice, so that it is no digit one. */
static void info(struct wb_painter *p, enum wb_ink sign)
{
	cairo_new_path(p->cr);
	cairo_arc(p->cr, 12, 12, 10.8, 0, FULL_TURN);
	cairo_fill(p->cr);
	wb_paint_ink(p, sign);
	cairo_new_path(p->cr);
	cairo_arc(p->cr, 12, 7, 1.7, 0, FULL_TURN);
	cairo_fill(p->cr);
	path(p->cr, (const double[]){ 10, 11, 12.4, 11, 12.4, 17.4 }, 3);
	stroke(p->cr, 2.4);
	path(p->cr, (const double[]){ 9.6, 17.6, 15.2, 17.6 }, 2);
	stroke(p->cr, 2.2);
}

/* An eye: somebody has seen it. */
static void acknowledged(struct wb_painter *p, enum wb_ink sign)
{
	(void)sign;
	cairo_new_path(p->cr);
	cairo_move_to(p->cr, 1.6, 12);
	cairo_curve_to(p->cr, 6, 3.4, 18, 3.4, 22.4, 12);
	cairo_curve_to(p->cr, 18, 20.6, 6, 20.6, 1.6, 12);
	cairo_close_path(p->cr);
	stroke(p->cr, 2.2);
	cairo_new_path(p->cr);
	cairo_arc(p->cr, 12, 12, 3.6, 0, FULL_TURN);
	cairo_fill(p->cr);
}

void wb_paint_icon(struct wb_painter *p, struct wb_rect rect, enum wb_icon icon,
                   enum wb_ink ink, enum wb_ink sign)
{
	static void (*const painters[WB_ICON_COUNT])(struct wb_painter *,
	                                             enum wb_ink) = {
		[WB_ICON_OK] = ok,
		[WB_ICON_WARNING] = warning,
		[WB_ICON_CRITICAL] = critical,
		[WB_ICON_STALE] = stale,
		[WB_ICON_AVAILABLE] = available,
		[WB_ICON_RINGING] = ringing,
		[WB_ICON_TALKING] = talking,
		[WB_ICON_HOLDING] = holding,
		[WB_ICON_ACW] = acw,
		[WB_ICON_NOT_READY] = not_ready,
		[WB_ICON_OFFLINE] = offline,
		[WB_ICON_FEED] = feed,
		[WB_ICON_NO_DATA] = no_data,
		[WB_ICON_INFO] = info,
		[WB_ICON_ACKNOWLEDGED] = acknowledged,
	};

	cairo_save(p->cr);
	cairo_translate(p->cr, rect.x, rect.y);
	cairo_scale(p->cr, rect.w / 24.0, rect.h / 24.0);
	cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
	cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND);
	wb_paint_ink(p, ink);
	painters[icon](p, sign != WB_INK_NOTHING ? sign : WB_INK_PANEL);
	cairo_restore(p->cr);
}
