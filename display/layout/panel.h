#ifndef WB_LAYOUT_PANEL_H
#define WB_LAYOUT_PANEL_H

/* What list tiles have in common. Private to layout/. */

#include "layout/build.h"

/* Sizes of a list's rows, in design units: see wb_panel_rows(). */
struct wb_panel_sizes {
	int best, most, least;
};

struct wb_panel_rows {
	int h;       /* of one, px */
	int visible; /* how many there is room for */
	int64_t hidden;
	double zoom; /* of their type against the best height */
};

/*
 * A panel with a title and, at its end, a smaller text; returns what is left
 * for the rows below, within the panel's padding.
 */
struct wb_rect wb_panel_begin(struct wb_build *b, struct wb_rect area,
                              struct wb_str title, struct wb_str detail);

/*
 * The title in a line of `h` px, after the mark of old numbers while they are.
 * Returns the width that it takes.
 */
int wb_put_panel_title(struct wb_build *b, int x, int w, int y, int h,
                       struct wb_str title);

/* Divides `room` px among `count` rows and the line that tells of `more`. */
struct wb_panel_rows wb_panel_rows(const struct wb_build *b,
                                   const struct wb_panel_sizes *sizes,
                                   int count, int64_t more, int room);

/* "+3 more" at the end of a list; nothing when nothing is hidden. */
void wb_panel_put_more(struct wb_build *b, struct wb_rect rect,
                       const struct wb_panel_rows *rows);

/* A sentence in the middle of an empty list. */
void wb_panel_put_empty(struct wb_build *b, struct wb_rect rect,
                        enum wb_icon icon, struct wb_str text);

/* How a row of its level looks in a panel: filled, outlined or plain. */
struct wb_look wb_row_look(const struct wb_build *b, enum wb_level level);
bool wb_row_is_filled(const struct wb_build *b, enum wb_level level);
void wb_row_put_frame(struct wb_build *b, const struct wb_look *look,
                      struct wb_rect rect);

#endif
