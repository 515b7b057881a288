#ifndef WB_APP_ALARM_H
#define WB_APP_ALARM_H

/*
 * Tells when something critical is new, for the tone: an alert that fires, or
 * the headline. What was critical in the last WB_ALARM_PAUSE is remembered, by
 * its number and scope, so neither pages that take turns, nor a breach that
 * becomes an alert, nor an alert that comes and goes sound twice; what has
 * been so for longer than WB_ALARM_FRESH when it is first seen is no news.
 * Pure.
 */

#include <stdbool.h>

#include "base/time.h"
#include "json.h"

#define WB_ALARM_PAUSE (10 * WB_MINUTE)
#define WB_ALARM_FRESH WB_MINUTE
#define WB_ALARM_KEPT 32

/* Zero-initialise. */
struct wb_alarm {
	bool started;
	struct {
		char name[192]; /* "kpi scope", or "signal scope" */
		wb_ms seen;     /* when it last was critical; 0 = free */
	} kept[WB_ALARM_KEPT];
};

/*
 * True when `state`, of `now` (server's time), brings something new that is
 * critical and that nobody has acknowledged.
 * Never for the first state, which the wall was started with.
 */
bool wb_alarm_take(struct wb_alarm *alarm, const struct wb_json *state,
                   wb_ms now);

#endif
