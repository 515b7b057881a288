#include "layout/reading.h"

#include <math.h>

#define ACUITY 200
#define FARTHEST_SHARE 3 /* every text: a third of the distance */

int64_t wb_reading_pixel_um(const struct wb_reading *reading, int width_px,
                            int height_px)
{
	double diagonal = hypot(width_px, height_px);

	if (reading->diagonal_mm <= 0 || diagonal <= 0) {
		return 0;
	}
	return llround(reading->diagonal_mm * 1000.0 / diagonal);
}

int64_t wb_reading_reach_mm(const struct wb_reading *reading, int width_px,
                            int height_px, int size_px)
{
	int64_t pixel = wb_reading_pixel_um(reading, width_px, height_px);

	return pixel * size_px * WB_CAP_PERMILLE * ACUITY / 1000 / 1000;
}

int wb_reading_zoom(const struct wb_reading *reading, int width_px,
                    int height_px, int smallest_px)
{
	int64_t reach =
		wb_reading_reach_mm(reading, width_px, height_px, smallest_px);
	int64_t wanted = reading->distance_mm / FARTHEST_SHARE;

	if (reach <= 0 || wanted <= reach) {
		return 1000;
	}
	/* rounded up, and a little more: type comes in whole pixels */
	wanted = (wanted * 1000 + reach - 1) / reach + 25;
	return wanted > WB_ZOOM_MAX_PERMILLE ? WB_ZOOM_MAX_PERMILLE
	                                     : (int)wanted;
}
