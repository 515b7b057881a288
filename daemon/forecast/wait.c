#include "forecast/wait.h"

#include <math.h>

/* So many steps are added one by one, the rest by the integral. */
#define STEPS 1000

/* What one step takes when k are ahead, ms. */
static double step(double service, double impatience, double k)
{
	return 1 / (service + k * impatience);
}

/* The steps for k = 0 .. last; service and impatience per ms */
static double sum_of_steps(double service, double impatience, double last)
{
	double sum = 0, k = 0;
	for (; k <= last && k < STEPS; k++) {
		sum += step(service, impatience, k);
	}
	if (k > last) {
		return sum;
	}
	if (impatience > 0) { /* midpoints: exact to 1e-7 of the sum */
		double low = service + (k - 0.5) * impatience;
		double high = service + (last + 0.5) * impatience;
		return sum + log(high / low) / impatience;
	}
	return sum + (last - k + 1) / service;
}

bool wb_wait_estimate(const struct wb_line_now *line, wb_ms *ret_wait)
{
	if (line->agents <= 0 || !(line->ahead >= 0)) {
		return false;
	}
	double behind = line->ahead - (double)line->free_agents;
	if (behind <= -1) {
		*ret_wait = 0;
		return true;
	}
	if (line->handle <= 0) {
		return false;
	}
	double service = (double)line->agents / (double)line->handle;
	double impatience = line->patience > 0 ? 1 / (double)line->patience : 0;
	double whole = floor(behind);
	double wait = sum_of_steps(service, impatience, whole) +
	              (behind - whole) * step(service, impatience, whole + 1);
	if (!(wait <= (double)WB_ESTIMATE_MAX)) {
		return false;
	}
	*ret_wait = (wb_ms)llround(wait);
	return true;
}
