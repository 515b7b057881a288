#ifndef WB_BASE_CLOCK_H
#define WB_BASE_CLOCK_H

/*
 * The only place where clocks are read. Everything else is told the time.
 */

#include "base/time.h"

/* Wall-clock time, UTC, ms since the epoch. May jump either way. */
wb_ms wb_clock_wall(void);

/* Monotonic time in ms, for timeouts only. Never compared with wall time. */
wb_ms wb_clock_monotonic(void);

#endif
