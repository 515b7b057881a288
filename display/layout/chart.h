#ifndef WB_LAYOUT_CHART_H
#define WB_LAYOUT_CHART_H

/*
 * The inside of a trend tile: a scale with its lines, an axis of time, a
 * course as line or bars. Runs from left to right in every language; callers
 * set b->unmirrored meanwhile. Private to layout/.
 */

#include "layout/build.h"

struct wb_chart_scale {
	int64_t low, high, step; /* in the terms of the unit */
};

/* Round steps of a unit around what is shown; `from_zero` for bars. */
struct wb_chart_scale wb_chart_scale(const struct wb_number_tile *n,
                                     bool from_zero);

/* Where the points stand: so many slots of equal width side by side. */
struct wb_chart {
	struct wb_rect plot;
	struct wb_chart_scale scale;
	int slots;
	wb_ms start, step; /* of the first slot; start 0 = not known */
	bool has_target;   /* whose line stands in place of the scale's */
	int64_t target;
	const struct wb_look *look;
};

int wb_chart_y(const struct wb_chart *chart, int64_t value);
/* The left edge of a slot; `slots` gives the right end of the plot. */
int wb_chart_x(const struct wb_chart *chart, int slot);

/* Lines of the scale, written out on the right, where the news are. */
void wb_chart_put_scale(struct wb_build *b, const struct wb_chart *chart,
                        enum wb_unit unit, int label_w);
/* Times of day in a line of `h` px below the plot, at slots' left edges. */
void wb_chart_put_times(struct wb_build *b, const struct wb_chart *chart,
                        int h);

#endif
