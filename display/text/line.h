#ifndef WB_TEXT_LINE_H
#define WB_TEXT_LINE_H

/*
 * Lines of text as coverage masks, kept for as long as they are in use: an
 * unchanged text is shaped and rendered once. Main thread only.
 */

#include <cairo.h>

#include "layout/scene.h"
#include "text/fonts.h"

struct wb_text;

/* Takes the fonts; they go with it. NULL when out of memory. */
struct wb_text *wb_text_create(struct wb_fonts *fonts);
void wb_text_destroy(struct wb_text *text);

/* Width in px of a line in a paragraph of this direction. */
int wb_text_measure(struct wb_text *text, struct wb_str line,
                    struct wb_face face, bool rtl);

/*
 * The mask (A8) of the line with the px from its top to the baseline; NULL
 * when there is nothing to draw.
 * Valid until the next call of wb_text_end_frame().
 */
cairo_surface_t *wb_text_mask(struct wb_text *text, struct wb_str line,
                              struct wb_face face, bool rtl, int *ret_baseline);

/* Forgets what has not been asked for in the last frames. */
void wb_text_end_frame(struct wb_text *text);

/* Lines that are kept; for tests. */
int wb_text_cached(const struct wb_text *text);

#endif
