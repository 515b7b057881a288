/*
 * Acts on alerts: made durable in the journal, then applied; a replay applies
 * the same. Among them is what only a clock or a device sees: which feeds are
 * silent, and which routes fail.
 */

#define WB_LOG_MODULE "alerts"

#include "app/acts.h"

#include <errno.h>
#include <inttypes.h>

#include "base/clock.h"

/* After a start the feeds have so long to connect again. */
#define RECONNECT (10 * WB_SECOND)

static void apply_seen(struct wb_daemon *daemon,
                       const struct wb_act_record *act)
{
	bool bad = act->seen == WB_SEEN_FEED_SILENT ||
	           act->seen == WB_SEEN_ROUTE_FAILING;
	if (act->seen == WB_SEEN_FEED_SILENT ||
	    act->seen == WB_SEEN_FEED_HEARD) {
		wb_observed_set(&daemon->observed, WB_OBSERVED_FEED, act->name,
		                bad);
		wb_alerts_feed(daemon->alerts,
		               wb_feeds_number(&daemon->feeds, act->name),
		               act->name, bad);
	} else {
		wb_observed_set(&daemon->observed, WB_OBSERVED_ROUTE, act->name,
		                bad);
		wb_alerts_route(daemon->alerts, act->name, bad);
	}
}

/* At the instant of the record, to which time was moved. */
static int apply(struct wb_daemon *daemon, const struct wb_act_record *act)
{
	if (act->is_seen) {
		apply_seen(daemon, act);
		return 0;
	}
	return wb_alerts_act(daemon->alerts, act->act, act->id, act->until,
	                     act->author, act->note);
}

void wb_acts_replay(struct wb_daemon *daemon, const struct wb_record *record)
{
	struct wb_act_record act;
	char error[WB_ACT_ERROR_SIZE];
	wb_daemon_advance(daemon, record->received);
	if (wb_act_record_read(record->text, &daemon->arena, &act, error)) {
		/* under another configuration there may be nothing to act on */
		apply(daemon, &act);
	} else {
		wb_warn("record %" PRId64 " of the journal: %s, ignoring",
		        record->position, error);
	}
	wb_arena_reset(&daemon->arena);
}

static bool append(struct wb_daemon *daemon, struct wb_record *record)
{
	const struct wb_journal_ops *ops = daemon->journal->ops;
	if (ops->append(daemon->journal, record, 1) != 0) {
		daemon->counters.journal_errors++;
		if (!daemon->journal_failing) {
			wb_error("cannot write the journal: %s",
			         ops->last_error(daemon->journal));
		}
		daemon->journal_failing = true;
		return false;
	}
	if (daemon->journal_failing) {
		daemon->journal_failing = false;
		wb_info("the journal takes writes again");
	}
	return true;
}

/* Journals the act at the present time, and applies it. */
static int enact(struct wb_daemon *daemon, const struct wb_act_record *act)
{
	struct wb_buf text = { 0 };
	wb_act_record_write(act, &text);
	struct wb_record record = {
		.kind = WB_RECORD_ACT,
		.received = wb_daemon_now(daemon),
		.text = wb_buf_str(&text),
	};
	if (record.received < daemon->last_received) {
		record.received = daemon->last_received;
	}
	int result = -EIO;
	if (!text.failed && append(daemon, &record)) {
		wb_daemon_advance(daemon, record.received);
		result = apply(daemon, act);
		daemon->position = record.position;
	}
	wb_buf_finish(&text);
	return result;
}

int wb_acts_take(struct wb_daemon *daemon, const struct wb_act_record *act)
{
	wb_daemon_advance(daemon, wb_daemon_now(daemon));
	int result = wb_alerts_can(daemon->alerts, act->act, act->id);
	if (result == 0) {
		result = enact(daemon, act);
	}
	wb_alerting_flush(daemon);
	return result;
}

/* ---- what only a clock or a device sees ---- */

static bool see(struct wb_daemon *daemon, enum wb_observed_kind kind,
                struct wb_str name, bool bad)
{
	static const enum wb_seen words[2][2] = {
		{ WB_SEEN_FEED_HEARD, WB_SEEN_FEED_SILENT },
		{ WB_SEEN_ROUTE_MENDED, WB_SEEN_ROUTE_FAILING },
	};
	struct wb_act_record act = {
		.is_seen = true,
		.seen = words[kind][bad],
		.name = name,
	};
	return wb_observed_is_bad(&daemon->observed, kind, name) == bad ||
	       !wb_observed_has_room(&daemon->observed, kind, name) ||
	       enact(daemon, &act) == 0;
}

/*
 * A feed that was not heard since the start counts as it did before, until it
 * had the time to connect again.
 */
static bool is_silent(const struct wb_daemon *daemon,
                      const struct wb_view_feed *feed)
{
	if (feed->state == WB_FEED_NEVER) {
		return wb_clock_monotonic() - daemon->started > RECONNECT ||
		       wb_observed_is_bad(&daemon->observed, WB_OBSERVED_FEED,
		                          feed->name);
	}
	return feed->state == WB_FEED_SILENT;
}

static bool is_shown(const struct wb_view_feed *feeds, int count,
                     struct wb_str name)
{
	for (int i = 0; i < count; i++) {
		if (wb_str_equal(feeds[i].name, name)) {
			return true;
		}
	}
	return false;
}

static void see_feeds(struct wb_daemon *daemon)
{
	struct wb_view_feed feeds[WB_FEEDS_MAX];
	const struct wb_names *names = &daemon->feeds.names;
	int count = wb_feeds_show(&daemon->feeds, wb_daemon_now(daemon),
	                          daemon->config->plan.feed_silent, 0, false,
	                          feeds);
	for (int i = 0; i < count; i++) {
		if (!see(daemon, WB_OBSERVED_FEED, feeds[i].name,
		         is_silent(daemon, &feeds[i]))) {
			return;
		}
	}
	/* of those that said that they are done nobody waits to hear */
	for (uint32_t i = 0; i < names->count; i++) {
		struct wb_str name = wb_names_get(names, i);
		if (!is_shown(feeds, count, name) &&
		    !see(daemon, WB_OBSERVED_FEED, name, false)) {
			return;
		}
	}
}

/* A route that is gone from the configuration fails no more. */
static void see_gone(void *user, struct wb_str name)
{
	struct wb_daemon *daemon = user;
	if (wb_alert_plan_route(daemon->config->plan.alerts, name) < 0) {
		see(daemon, WB_OBSERVED_ROUTE, name, false);
	}
}

static void see_routes(struct wb_daemon *daemon)
{
	int count = wb_notify_route_count(daemon->notify);
	for (int i = 0; i < count; i++) {
		struct wb_notify_route route;
		wb_notify_route_get(daemon->notify, i, &route);
		bool failing = route.failing_since > 0;
		if (!failing && route.delivered == 0) {
			continue; /* not tried since the start: as before */
		}
		if (!see(daemon, WB_OBSERVED_ROUTE, route.name, failing)) {
			return;
		}
	}
	wb_observed_each_bad(&daemon->observed, WB_OBSERVED_ROUTE, see_gone,
	                     daemon);
}

void wb_acts_see(struct wb_daemon *daemon)
{
	if (daemon->events_clock || !daemon->ready) {
		return;
	}
	see_feeds(daemon);
	see_routes(daemon);
}
