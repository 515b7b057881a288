#include "forecast/wait.h"

#include <math.h>

/* So many steps are added one by one, the rest by the integral. */
#define STEPS 1000

/* sum of 1 / (service + k * impatience), k = 0 .. last; all per ms */
static double sum_of_steps(double service, double impatience, int64_t last)
{
	double sum = 0;
	int64_t k = 0;
	for (; k <= last && k < STEPS; k++) {
		sum += 1 / (service + (double)k * impatience);
	}
	if (k > last) {
		return sum;
	}
	if (impatience > 0) { /* midpoints: exact to 1e-7 of the sum */
		double low = service + ((double)k - 0.5) * impatience;
		double high = service + ((double)last + 0.5) * impatience;
		return sum + log(high / low) / impatience;
	}
	return sum + (double)(last - k + 1) / service;
}

bool wb_wait_estimate(const struct wb_line_now *line, wb_ms *ret_wait)
{
	if (line->agent_parts <= 0 && line->free_agents <= 0) {
		return false;
	}
	if (line->free_agents > line->ahead) {
		*ret_wait = 0;
		return true;
	}
	if (line->handle <= 0 || line->agent_parts <= 0) {
		return false;
	}
	double agents = (double)line->agent_parts / WB_AGENT_PARTS;
	double wait = sum_of_steps(
		agents / (double)line->handle,
		line->patience > 0 ? 1 / (double)line->patience : 0,
		line->ahead - line->free_agents);
	if (!(wait <= (double)WB_ESTIMATE_MAX)) {
		return false;
	}
	*ret_wait = (wb_ms)llround(wait);
	return true;
}
