#include "draw/contrast.h"

#include <math.h>

static double linear(double c)
{
	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

double wb_luminance(struct wb_colour colour)
{
	return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) +
	       0.0722 * linear(colour.b);
}

double wb_contrast(struct wb_colour a, struct wb_colour b)
{
	double x = wb_luminance(a);
	double y = wb_luminance(b);

	return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}
