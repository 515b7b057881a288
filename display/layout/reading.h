#ifndef WB_READING_H
#define WB_READING_H

/*
 * From how far a text can be read.
 *
 * Rule: capitals are at least 1/200 of the distance high (17 minutes of arc;
 * AVIXA DISCAS' acuity factor 200, between the 16' that ISO 9241-3 asks for
 * at least and the 20' that it prefers). Arabic script has no capitals and no
 * rule of its own; it is taken at the same size of type.
 *
 * Nobody reads all of a wall from the far end of the room (NUREG-0700: sizes
 * hold for the distance at which that kind of information is needed). Three
 * ranks, as parts of the viewing distance:
 *
 *   the largest text of the page     all of it
 *   the largest text of each tile    a half
 *   every text                       a third
 *
 * Pure.
 */

#include <stdint.h>

/* Height of a capital of the wall's faces, thousandths of the type size. */
#define WB_CAP_PERMILLE 728

/* The screen and who looks at it; 0 = not known. */
struct wb_reading {
	int diagonal_mm;
	int distance_mm;
};

/* How large a pixel is, in micrometres; 0 = the diagonal is not known. */
int64_t wb_reading_pixel_um(const struct wb_reading *reading, int width_px,
                            int height_px);

/* From how far type of this size can be read, in mm; 0 = not known. */
int64_t wb_reading_reach_mm(const struct wb_reading *reading, int width_px,
                            int height_px, int size_px);

#define WB_ZOOM_MAX_PERMILLE 1600

/*
 * By how much the page's type is to be enlarged, in thousandths, so that its
 * smallest (`smallest_px` when not enlarged) can be read from a third of the
 * distance: 1000 up to WB_ZOOM_MAX_PERMILLE. 1000 when not both are known.
 */
int wb_reading_zoom(const struct wb_reading *reading, int width_px,
                    int height_px, int smallest_px);

#endif
