#ifndef WB_THEME_H
#define WB_THEME_H

/*
 * Colours by meaning (assets/themes/NAME.json). Every ink must be there: a
 * theme with a hole would draw something invisible.
 */

#include "layout/scene.h"

struct wb_colour {
	double r, g, b; /* 0..1 */
};

struct wb_theme {
	struct wb_colour inks[WB_INK_COUNT]; /* WB_INK_NOTHING is unused */
	bool warning_filled;
};

/* From the text of the file; false with a message naming the key. */
bool wb_theme_read(struct wb_theme *theme, struct wb_str json, char *ret_error,
                   size_t error_size);

#endif
