#ifndef WB_CONTRAST_H
#define WB_CONTRAST_H

/*
 * How well two colours can be told apart: WCAG 2.1, "contrast ratio" and
 * "relative luminance". Pure.
 */

#include "draw/theme.h"

/* 0 (black) to 1 (white). */
double wb_luminance(struct wb_colour colour);

/* 1 (the same) to 21 (black on white); the order does not matter. */
double wb_contrast(struct wb_colour a, struct wb_colour b);

#endif
