#include "app/alarm.h"

#include <stdio.h>
#include <string.h>

/* The place of a name: its own, else that of the longest forgotten. */
static int place_of(const struct wb_alarm *alarm, const char *name)
{
	int oldest = 0;
	for (int i = 0; i < WB_ALARM_KEPT; i++) {
		if (alarm->kept[i].seen > 0 &&
		    strcmp(alarm->kept[i].name, name) == 0) {
			return i;
		}
		if (alarm->kept[i].seen < alarm->kept[oldest].seen) {
			oldest = i;
		}
	}
	return oldest;
}

bool wb_alarm_take(struct wb_alarm *alarm, const struct wb_json *state,
                   wb_ms now)
{
	const struct wb_json *headline = wb_json_get(state, "headline");
	struct wb_str kpi = wb_json_get_string(headline, "kpi");
	struct wb_str scope = wb_json_get_string(headline, "scope");
	wb_ms since = wb_json_get_int(headline, "since", now);
	bool started = alarm->started;
	char name[sizeof(alarm->kept[0].name)];

	alarm->started = true;
	if (!wb_str_is(wb_json_get_string(headline, "level"), "critical")) {
		return false;
	}
	snprintf(name, sizeof(name), "%.*s %.*s", WB_STR_FMT(kpi),
	         WB_STR_FMT(scope));
	int place = place_of(alarm, name);
	bool known = strcmp(alarm->kept[place].name, name) == 0 &&
	             now - alarm->kept[place].seen < WB_ALARM_PAUSE;
	memcpy(alarm->kept[place].name, name, sizeof(name));
	alarm->kept[place].seen = now;
	return started && !known && now - since <= WB_ALARM_FRESH;
}
