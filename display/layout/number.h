#ifndef WB_LAYOUT_NUMBER_H
#define WB_LAYOUT_NUMBER_H

/*
 * Numbers digit by digit: they always run from left to right, and in cells of
 * equal width (tabular) nothing moves when a value counts, whatever the font.
 */

#include "layout/scene.h"
#include "locale/locale.h"

/* How wide a text is, in px. */
struct wb_measure {
	int (*width)(void *data, struct wb_str text, struct wb_face face);
	void *data;
};

struct wb_glyph {
	struct wb_str text; /* one character; borrowed from the number */
	int x;              /* px from the left end */
	int size;           /* px */
};

#define WB_GLYPHS_MAX 32

/*
 * Places the characters of a formatted number. Returns the whole width and
 * how many glyphs there are; what exceeds WB_GLYPHS_MAX is left out.
 * ret_glyphs may be NULL.
 */
int wb_number_place(const struct wb_measure *measure,
                    const struct wb_locale *locale, struct wb_str number,
                    struct wb_face face, enum wb_figures figures,
                    struct wb_glyph ret_glyphs[WB_GLYPHS_MAX], int *ret_count);

#endif
