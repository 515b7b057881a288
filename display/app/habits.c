#include "app/habits.h"

#define DAY (24 * WB_HOUR)

int wb_habit_brightness(wb_ms local, int from, int to, int night_permille)
{
	int minute = (int)((local % DAY + DAY) % DAY / WB_MINUTE);
	bool night = from <= to ? minute >= from && minute < to
	                        : minute >= from || minute < to;
	return night ? night_permille : 1000;
}

void wb_habit_shift(wb_ms now, int height_px, int *ret_x, int *ret_y)
{
	static const signed char steps[][2] = {
		{ 0, 0 },  { 1, 0 },   { 1, 1 },  { 0, 1 },  { -1, 1 },
		{ -1, 0 }, { -1, -1 }, { 0, -1 }, { 1, -1 },
	};
	int count = (int)(sizeof(steps) / sizeof(steps[0]));
	int reach = height_px / 360 > 2 ? height_px / 360 : 2;
	int step = (int)(now / WB_SHIFT_EVERY % count);
	*ret_x = steps[step][0] * reach;
	*ret_y = steps[step][1] * reach;
}
