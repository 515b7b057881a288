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
	bool strip;   /* a warning is a filled strip, with the status on it */
	bool compact; /* too low for more than two lines */
	bool low;     /* too low for the usual sizes */
};

/* Puts the panel and fills in the parts. */
void wb_number_begin(struct wb_build *b, struct wb_rect area,
                     const struct wb_tile *tile, struct wb_number_parts *p);

/* The line that says how the number stands, from the tile's start. */
void wb_number_put_status(struct wb_build *b, const struct wb_number_parts *p,
                          double size, int y, int h);

/* As much of the tile's title as fits, and all of it. */
struct wb_str wb_number_title(struct wb_build *b,
                              const struct wb_number_parts *p,
                              struct wb_face face, int width);
struct wb_str wb_number_full_title(const struct wb_build *b,
                                   const struct wb_number_parts *p);

/* Of what: "Billing, today"; nothing for the whole centre now. */
struct wb_str wb_number_context(struct wb_build *b,
                                const struct wb_number_parts *p);

/* The value and its sign at `size` design units. */
int wb_number_value_width(const struct wb_build *b,
                          const struct wb_number_parts *p, int size);
void wb_number_put_value(struct wb_build *b, const struct wb_number_parts *p,
                         int size, int x, int baseline);

/* How far the first digit stands within its cell. */
int wb_number_slack(const struct wb_build *b, const struct wb_number_parts *p,
                    int size);

/* The line of the last hour in `rect`; returns the target's y, or -1. */
int wb_number_put_trend(struct wb_build *b, const struct wb_number_parts *p,
                        struct wb_rect rect);

/* The same from x to the tile's end, with its target and span written out. */
void wb_number_put_side_trend(struct wb_build *b,
                              const struct wb_number_parts *p, int x, int y,
                              int h);

#endif
