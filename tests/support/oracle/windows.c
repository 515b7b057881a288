/*
 * Where windows begin, by the C library's knowledge of time zones: another
 * one than the engine's, which reads the zones' files itself.
 */

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "oracle/stories.h"

static struct tm local_time(struct wb_str zone, wb_ms t)
{
	char name[64];
	struct tm local;
	time_t seconds = (time_t)(t / WB_SECOND);
	memcpy(name, zone.data, zone.len);
	name[zone.len] = '\0';
	setenv("TZ", name, 1);
	tzset();
	localtime_r(&seconds, &local);
	return local;
}

/* The instant of a local time in the zone that was asked last. */
static wb_ms instant_of(struct tm local, int day, wb_ms after_midnight)
{
	int minutes = (int)(after_midnight / WB_MINUTE);
	local.tm_mday += day;
	local.tm_hour = minutes / 60;
	local.tm_min = minutes % 60;
	local.tm_sec = 0;
	local.tm_isdst = -1;
	return (wb_ms)mktime(&local) * WB_SECOND;
}

static wb_ms day_begin(struct wb_str zone, wb_ms day_start, wb_ms now)
{
	struct tm local = local_time(zone, now);
	wb_ms today = instant_of(local, 0, day_start);
	return today <= now ? today : instant_of(local, -1, day_start);
}

static wb_ms interval_begin(struct wb_str zone, wb_ms length, wb_ms now)
{
	struct tm local = local_time(zone, now);
	wb_ms into_hour = local.tm_min * WB_MINUTE + local.tm_sec * WB_SECOND +
	                  now % WB_SECOND;
	return now - into_hour % length;
}

/* Groups, agents and the total keep the centre's time, queues their own. */
static void zone_of(const struct oracle *oracle, const char *scope,
                    struct wb_str *ret_zone, wb_ms *ret_day_start)
{
	const char *queue = "queue:";
	*ret_zone = oracle->plan->time_zone;
	*ret_day_start = oracle->plan->day_start;
	if (strncmp(scope, queue, strlen(queue)) == 0) {
		const struct wb_queue_plan *plan = wb_plan_queue(
			oracle->plan, wb_str(scope + strlen(queue)));
		plan = plan ? plan : &oracle->plan->defaults;
		*ret_zone = plan->time_zone;
		*ret_day_start = plan->day_start;
	}
}

/* A trailing window moves by whole seconds. */
static wb_ms trailing(wb_ms now, wb_ms length)
{
	return now / WB_SECOND * WB_SECOND + WB_SECOND - length;
}

struct oracle_span oracle_window(const struct oracle *oracle, const char *scope,
                                 enum wb_window window)
{
	wb_ms now = oracle->now, day_start;
	struct oracle_span span = { .until = now + 1 };
	struct wb_str zone;
	zone_of(oracle, scope, &zone, &day_start);
	switch (window) {
	case WB_WINDOW_5M:
		span.from = trailing(now, 5 * WB_MINUTE);
		break;
	case WB_WINDOW_15M:
		span.from = trailing(now, 15 * WB_MINUTE);
		break;
	case WB_WINDOW_30M:
		span.from = trailing(now, 30 * WB_MINUTE);
		break;
	case WB_WINDOW_1H:
		span.from = trailing(now, WB_HOUR);
		break;
	case WB_WINDOW_INTERVAL:
		span.from = interval_begin(zone, oracle->plan->interval, now);
		break;
	case WB_WINDOW_NOW:
	case WB_WINDOW_DAY:
	case WB_WINDOW_COUNT:
		span.from = day_begin(zone, day_start, now);
		break;
	}
	return span;
}
