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

/* Remembers what is critical; true when it is new. */
static bool take_one(struct wb_alarm *alarm, const struct wb_json *object,
                     wb_ms began, wb_ms now)
{
	struct wb_str kpi = wb_json_get_string(object, "kpi");
	struct wb_str scope = wb_json_get_string(object, "scope");
	char name[sizeof(alarm->kept[0].name)];
	bool known;
	int place;

	if (kpi.len == 0) {
		kpi = wb_json_get_string(object, "signal");
	}
	snprintf(name, sizeof(name), "%.*s %.*s", WB_STR_FMT(kpi),
	         WB_STR_FMT(scope));
	place = place_of(alarm, name);
	known = strcmp(alarm->kept[place].name, name) == 0 &&
	        now - alarm->kept[place].seen < WB_ALARM_PAUSE;
	memcpy(alarm->kept[place].name, name, sizeof(name));
	alarm->kept[place].seen = now;
	return !known && now - began <= WB_ALARM_FRESH;
}

static bool is_critical(const struct wb_json *object)
{
	return wb_str_is(wb_json_get_string(object, "level"), "critical");
}

static bool take_alerts(struct wb_alarm *alarm, const struct wb_json *rows,
                        wb_ms now)
{
	const struct wb_json_member *m = NULL;
	bool news = false;

	if (rows != NULL && rows->kind == WB_JSON_OBJECT) {
		m = rows->first;
	}
	for (; m != NULL; m = m->next) {
		const struct wb_json *row = &m->value;

		if (is_critical(row) &&
		    wb_str_is(wb_json_get_string(row, "state"), "firing")) {
			wb_ms fired = wb_json_get_int(row, "fired", now);

			news |= take_one(alarm, row, fired, now);
		}
	}
	return news;
}

bool wb_alarm_take(struct wb_alarm *alarm, const struct wb_json *state,
                   wb_ms now)
{
	const struct wb_json *headline = wb_json_get(state, "headline");
	const struct wb_json *alerts = wb_json_get(state, "alerts");
	bool started = alarm->started;
	bool news = take_alerts(alarm, wb_json_get(alerts, "rows"), now);

	alarm->started = true;
	/* an alert is among the rows, with the instant when it fired */
	if (is_critical(headline) &&
	    wb_json_get_string(headline, "alert").len == 0) {
		wb_ms since = wb_json_get_int(headline, "since", now);

		news |= take_one(alarm, headline, since, now);
	}
	return started && news;
}
