#ifndef WB_PAINT_H
#define WB_PAINT_H

/* Draws the items of a scene. Private to draw/. */

#include <cairo.h>

#include "draw/theme.h"
#include "layout/number.h"
#include "layout/scene.h"
#include "text/line.h"

struct wb_painter {
	cairo_t *cr;
	const struct wb_theme *theme;
	struct wb_text *text;
	const struct wb_locale *locale;
	struct wb_measure measure;
	bool rtl;
};

/* Draws anew what is inside `area`, and nothing outside. */
void wb_paint_area(struct wb_painter *p, const struct wb_scene *scene,
                   struct wb_rect area);

void wb_paint_ink(struct wb_painter *p, enum wb_ink ink);

/* The rectangle as a path, its corners rounded. */
void wb_paint_round(cairo_t *cr, double x, double y, double w, double h,
                    double radius);

/* A pictogram inside `rect`; what is cut out of it has the colour `sign`. */
void wb_paint_icon(struct wb_painter *p, struct wb_rect rect, enum wb_icon icon,
                   enum wb_ink ink, enum wb_ink sign);

#endif
