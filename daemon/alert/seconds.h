#ifndef WB_ALERT_SECONDS_H
#define WB_ALERT_SECONDS_H

/*
 * The seconds of the last hour in which something was counted in a scope: each
 * is an instant at which a trailing window will lose something. So a scope is
 * looked at when its window really moves, and not every second.
 *
 * Private to alert/. Pure.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

#define WB_SECONDS_KEPT 3600
#define WB_SECONDS_WORDS 64 /* a ring of 4096 */

/* Owned by the caller. Zero-initialise. */
struct wb_seconds {
	int64_t newest; /* the last that was noted, of the clock */
	uint64_t words[WB_SECONDS_WORDS];
};

/* Something that happened at `at` was counted at `now`; at <= now. */
void wb_seconds_note(struct wb_seconds *seconds, wb_ms at, wb_ms now);

/*
 * The next instant > now at which a window of so many seconds (at most
 * WB_SECONDS_KEPT) loses something, or WB_NEVER.
 */
wb_ms wb_seconds_next(const struct wb_seconds *seconds, int64_t window,
                      wb_ms now);

/* Is nothing of the last hour noted? */
bool wb_seconds_empty(const struct wb_seconds *seconds, wb_ms now);

#endif
