#ifndef WB_LAYOUT_NUMBER_PARTS_H
#define WB_LAYOUT_NUMBER_PARTS_H

/* A number tile in the making. Private to layout/. */

#include "layout/build.h"

struct wb_number_parts {
	const struct wb_tile *tile;
	const struct wb_number_tile *number;
	struct wb_look look;
	struct wb_rect inner;
	struct wb_str value, sign;
	enum wb_figures figures;
	bool strip; /* the status stands on a filled strip */
};

/* The line of the last hour in `rect`; returns the target's y, or -1. */
int wb_number_put_trend(struct wb_build *b, const struct wb_number_parts *p,
                        struct wb_rect rect);

/* The same from x to the tile's end, with its target and span written out. */
void wb_number_put_side_trend(struct wb_build *b,
                              const struct wb_number_parts *p, int x, int y,
                              int h);

#endif
