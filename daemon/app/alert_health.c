/* What /healthz tells of alerts: what stands, and what waits to be told. */

#include "app/alert_answers.h"

static void member_int(struct wb_json_writer *w, const char *key, int64_t value)
{
	wb_json_key_text(w, key);
	wb_json_int(w, value);
}

static void count_alert(void *user, const struct wb_alert *alert)
{
	int *counts = user;
	counts[alert->state]++;
}

static void health_routes(struct wb_daemon *daemon, struct wb_json_writer *w)
{
	int64_t waiting = 0, failing = 0;
	struct wb_notify_route all = { 0 }, one;
	for (int i = 0; i < wb_notify_route_count(daemon->notify); i++) {
		wb_notify_route_get(daemon->notify, i, &one);
		waiting += one.waiting + one.held;
		failing += one.failing_since > 0;
		all.delivered += one.delivered;
		all.failed += one.failed;
		all.given_up += one.given_up;
		all.dropped += one.dropped;
	}
	member_int(w, "notices_waiting", waiting);
	member_int(w, "notices_delivered", (int64_t)all.delivered);
	member_int(w, "notices_given_up",
	           (int64_t)(all.given_up + all.dropped));
	member_int(w, "attempts_failed", (int64_t)all.failed);
	member_int(w, "routes_failing", failing);
}

void wb_alert_answers_health(struct wb_daemon *daemon, struct wb_json_writer *w)
{
	int counts[WB_ALERT_STATE_COUNT] = { 0 };
	struct wb_alert_counters all;
	wb_alerts_each(daemon->alerts, count_alert, counts);
	wb_alerts_count(daemon->alerts, &all);
	wb_json_key_text(w, "alerts");
	wb_json_begin_object(w);
	for (int i = WB_ALERT_PENDING; i < WB_ALERT_STATE_COUNT; i++) {
		member_int(w, wb_alert_state_name((enum wb_alert_state)i),
		           counts[i]);
	}
	member_int(w, "raised", (int64_t)all.raised);
	member_int(w, "resolved", (int64_t)all.resolved);
	member_int(w, "held_back", (int64_t)all.held_back);
	member_int(w, "too_many", (int64_t)all.too_many);
	member_int(w, "out_of_memory", (int64_t)all.out_of_memory);
	member_int(w, "not_kept", (int64_t)daemon->gathered.lost);
	member_int(w, "errors", (int64_t)daemon->counters.alert_errors);
	health_routes(daemon, w);
	wb_json_end_object(w);
}
