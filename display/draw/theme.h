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

/* The colours of `theme` with 0 to 1000 thousandths of their light. */
void wb_theme_dim(struct wb_theme *ret_theme, const struct wb_theme *theme,
                  int permille);

/* The key of an ink in the file: "text2". */
const char *wb_theme_ink_name(enum wb_ink ink);

#endif
