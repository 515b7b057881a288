#ifndef WB_APP_HABITS_H
#define WB_APP_HABITS_H

/*
 * What a wall does by the clock so that it lasts: dims at night, and moves the
 * picture a little so that nothing burns in. Pure.
 */

#include <stdbool.h>

#include "base/time.h"

#define WB_SHIFT_EVERY (4 * WB_MINUTE)

/*
 * The brightness, 0 to 1000, at `local` (UTC ms plus the zone's offset).
 * Night is from `from` to `to`, minutes of the day, over midnight if need be;
 * equal ones mean that there is no night.
 */
int wb_habit_brightness(wb_ms local, int from, int to, int night_permille);

/*
 * Where the picture stands at `now`: round a square of a few px, a step every
 * WB_SHIFT_EVERY. Within a 200th of the height, which is less than any margin.
 */
void wb_habit_shift(wb_ms now, int height_px, int *ret_x, int *ret_y);

#endif
