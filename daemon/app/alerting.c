/*
 * Alerts between the engine and those who are told: what they say is gathered,
 * stored with the mark up to which the journal is in the store, and delivered
 * from there. A restart drops what was stored already, so nobody is told twice.
 */

#define WB_LOG_MODULE "alerts"

#include <inttypes.h>
#include <string.h>

#include "app/daemon.h"

bool wb_alerting_begin(struct wb_daemon *daemon)
{
	struct wb_alert_sink sink = wb_gathered_sink(&daemon->gathered);
	wb_alerts_destroy(daemon->alerts);
	daemon->alerts = wb_alerts_create(daemon->engine, &sink);
	return daemon->alerts != NULL;
}

bool wb_alerting_set_plan(struct wb_daemon *daemon, const struct wb_plan *plan)
{
	daemon->gathered.before = daemon->gathered.plan;
	daemon->gathered.plan = plan;
	bool taken = wb_engine_set_plan(daemon->engine, plan) &&
	             wb_alerts_set_plan(daemon->alerts, plan);
	daemon->gathered.before = NULL;
	return taken;
}

void wb_alerting_set_routes(struct wb_daemon *daemon)
{
	const struct wb_plan *plan = &daemon->config->plan;
	const struct wb_alert_plan *alerts = plan->alerts;
	char error[256] = "";
	if (wb_notify_set_routes(daemon->notify, plan,
	                         alerts ? alerts->routes : NULL,
	                         alerts ? alerts->route_count : 0, error,
	                         sizeof(error)) != 0) {
		wb_error("cannot use the routes of alerts: %s", error);
	}
}

static void note_failure(struct wb_daemon *daemon)
{
	daemon->counters.alert_errors++;
	if (!daemon->alerts_failing) {
		wb_error("cannot write the alerts: %s; they are kept and tried "
		         "again",
		         wb_notify_error(daemon->notify));
	}
	daemon->alerts_failing = true;
}

/*
 * While the daemon catches up it keeps what the alerts say: should it die, it
 * is all said again.
 */
static bool store(struct wb_daemon *daemon)
{
	if (daemon->gathered.catching_up) {
		return false;
	}
	wb_gathered_catch_up(&daemon->gathered);
	struct wb_notify_batch batch = {
		.steps = daemon->gathered.steps,
		.step_count = daemon->gathered.step_count,
		.messages = daemon->gathered.messages,
		.message_count = daemon->gathered.message_count,
		.mark = { daemon->position, wb_engine_now(daemon->engine) },
	};
	if (wb_notify_add(daemon->notify, &batch) != 0) {
		note_failure(daemon);
		return false;
	}
	wb_gathered_forget(&daemon->gathered);
	if (daemon->alerts_failing) {
		daemon->alerts_failing = false;
		wb_info("the alerts are written again");
	}
	return true;
}

void wb_alerting_flush(struct wb_daemon *daemon)
{
	if (daemon->gathered.step_count > 0 ||
	    daemon->gathered.message_count > 0) {
		store(daemon);
	}
}

bool wb_alerting_sync(struct wb_daemon *daemon)
{
	if (!store(daemon)) {
		return false;
	}
	if (wb_notify_sync(daemon->notify) != 0) {
		note_failure(daemon);
		return false;
	}
	return true;
}

/* Some milliseconds' worth; what is left waits for the next time. */
#define TRIM_STEPS 8

void wb_alerting_trim(struct wb_daemon *daemon)
{
	wb_ms now = wb_engine_now(daemon->engine);
	wb_ms keep = (wb_ms)daemon->config->history_days * 24 * WB_HOUR;
	bool more = now > keep;
	for (int i = 0; i < TRIM_STEPS && more; i++) {
		if (wb_notify_trim(daemon->notify, now - keep, &more) != 0) {
			note_failure(daemon);
			return;
		}
	}
}
