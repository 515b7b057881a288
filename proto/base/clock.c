#include "base/clock.h"

#include <time.h>

static wb_ms read_clock(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (wb_ms)now.tv_sec * WB_SECOND + now.tv_nsec / 1000000;
}

wb_ms wb_clock_wall(void)
{
	return read_clock(CLOCK_REALTIME);
}

wb_ms wb_clock_monotonic(void)
{
	return read_clock(CLOCK_MONOTONIC);
}
