/* What push asks of the daemon: views, reports, health. */

#define WB_LOG_MODULE "answers"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "app/alert_answers.h"
#include "app/breakdown.h"
#include "app/contacts.h"
#include "app/daemon.h"
#include "app/directory.h"
#include "app/explain.h"
#include "app/kpi_list.h"
#include "app/report.h"
#include "base/clock.h"
#include "view/view.h"

/* A wall clock that was set back by more than this is a fault. */
#define CLOCK_BEHIND_MAX (5 * WB_SECOND)

static const char json_type[] = "application/json";

static wb_ms screen_now(void *user)
{
	return wb_daemon_now(user);
}

/* The engine's time is ahead of the wall clock, which was set back. */
static wb_ms clock_behind(const struct wb_daemon *daemon)
{
	if (daemon->events_clock) {
		return 0;
	}
	wb_ms behind = wb_engine_now(daemon->engine) - wb_clock_wall();
	return behind > 0 ? behind : 0;
}

/*
 * The feeds as the screens show them. While the wall clock stands behind what
 * was counted already, time stands still here: what grows or leaves a window
 * would be wrong, so nothing is shown as live.
 */
static int show_feeds(const struct wb_daemon *daemon, wb_ms now,
                      struct wb_view_feed ret_feeds[WB_FEEDS_MAX])
{
	const struct wb_plan *plan = &daemon->config->plan;
	int count = wb_feeds_show(
		&daemon->feeds, now, plan->feed_silent,
		wb_zone_day_start(plan->zone, now, plan->day_start),
		daemon->events_clock, ret_feeds);
	if (clock_behind(daemon) >= CLOCK_BEHIND_MAX) {
		for (int i = 0; i < count; i++) {
			ret_feeds[i].state = WB_FEED_SILENT;
		}
	}
	return count;
}

static const struct wb_page_plan *find_page(const struct wb_daemon *daemon,
                                            struct wb_str view)
{
	const struct wb_plan *plan = &daemon->config->plan;
	if (!view.data) {
		return &plan->pages[0];
	}
	const struct wb_page_plan *page = wb_plan_page(plan, view);
	return page ? page : wb_own_page(&daemon->own_views, view);
}

static struct wb_json *render(void *user, struct wb_str view,
                              struct wb_arena *arena, wb_ms *ret_time)
{
	struct wb_daemon *daemon = user;
	const struct wb_page_plan *page = find_page(daemon, view);
	if (!page) {
		return NULL;
	}
	wb_ms now = wb_daemon_now(daemon);
	wb_daemon_advance(daemon, now);
	struct wb_view_feed *feeds =
		wb_arena_alloc(arena, WB_FEEDS_MAX * sizeof(*feeds));
	if (!feeds) {
		return NULL;
	}
	struct wb_view_input input = {
		.engine = daemon->engine,
		.alerts = daemon->alerts,
		.page = page,
		.feeds = feeds,
		.feed_count = show_feeds(daemon, now, feeds),
		.events_clock = daemon->events_clock,
		.now = now,
	};
	*ret_time = now;
	return wb_view_render(&input, arena);
}

int wb_answer_error(struct wb_buf *body, int status, const char *text)
{
	struct wb_json_writer w;
	wb_buf_clear(body);
	wb_json_writer_init(&w, body);
	wb_json_begin_object(&w);
	wb_json_key_text(&w, "error");
	wb_json_text(&w, text);
	wb_json_end_object(&w);
	return status;
}

static int history_failed(struct wb_buf *body)
{
	return wb_answer_error(body, 503,
	                       "the history cannot be written or read; see the "
	                       "daemon's log");
}

static int report(struct wb_daemon *daemon, wb_parameter_fn parameter,
                  void *ctx, struct wb_buf *body, const char **ret_type)
{
	struct wb_report_query query;
	char error[200];
	wb_ms now = wb_daemon_now(daemon);
	wb_daemon_advance(daemon, now);
	if (!wb_report_parse(parameter, ctx, &daemon->config->plan, now, &query,
	                     error, sizeof(error))) {
		return wb_answer_error(body, 400, error);
	}
	int result = wb_store_history(daemon)
	                     ? wb_report_write(daemon->history, daemon->engine,
	                                       &query, body)
	                     : -EIO;
	if (result == -E2BIG) {
		return wb_answer_error(
			body, 413,
			"so much at once is not told: ask for fewer "
			"KPIs, a shorter span or longer intervals");
	}
	if (result != 0) {
		return history_failed(body);
	}
	*ret_type = query.csv ? "text/csv; charset=utf-8" : json_type;
	return 200;
}

typedef enum wb_lookup_result (*lookup_fn)(
	const struct wb_lookup *lookup, wb_parameter_fn parameter, void *ctx,
	struct wb_buf *body, char ret_error[WB_LOOKUP_ERROR_SIZE]);

/* Questions about what the history knows of single contacts. */
static const struct {
	const char *path;
	lookup_fn write;
} lookups[] = {
	{ "/api/v1/explain", wb_explain_write },
	{ "/api/v1/breakdown", wb_breakdown_write },
	{ "/api/v1/contacts", wb_contacts_write },
	{ "/api/v1/timeline", wb_timeline_write },
	{ "/api/v1/directory", wb_directory_write },
};

static int look_up(struct wb_daemon *daemon, lookup_fn write,
                   wb_parameter_fn parameter, void *ctx, struct wb_buf *body)
{
	struct wb_view_feed shown[WB_FEEDS_MAX];
	char error[WB_LOOKUP_ERROR_SIZE];
	wb_ms now = wb_daemon_now(daemon);
	wb_daemon_advance(daemon, now);
	if (!wb_store_history(daemon)) {
		return history_failed(body);
	}
	struct wb_lookup lookup = {
		.history = daemon->history,
		.engine = daemon->engine,
		.feeds = &daemon->feeds,
		.shown = shown,
		.shown_count = show_feeds(daemon, now, shown),
		.now = now,
	};
	switch (write(&lookup, parameter, ctx, body, error)) {
	case WB_LOOKUP_OK:
		return 200;
	case WB_LOOKUP_WRONG:
		return wb_answer_error(body, 400, error);
	case WB_LOOKUP_UNKNOWN:
		return wb_answer_error(body, 404, error);
	case WB_LOOKUP_FAILED:
		break;
	}
	return history_failed(body);
}

static void member(struct wb_json_writer *w, const char *name, uint64_t value)
{
	wb_json_key_text(w, name);
	wb_json_int(w, (int64_t)value);
}

/* What may be changed over HTTP; everything else is only to be read. */
static int answer_views(struct wb_daemon *daemon,
                        const struct wb_push_request *request,
                        struct wb_push_reply *reply)
{
	const struct wb_own_ground ground = wb_daemon_own_ground(daemon);
	bool changed = false;
	int status = wb_own_answer(&daemon->own_views, &ground, wb_clock_wall(),
	                           request, reply, &changed);
	if (changed) {
		wb_push_changed(daemon->push);
	}
	return status;
}

static void health_views(struct wb_daemon *daemon, struct wb_json_writer *w)
{
	const struct wb_own_views *views = &daemon->own_views;
	wb_json_key_text(w, "views");
	wb_json_begin_object(w);
	member(w, "kept", (uint64_t)views->count);
	member(w, "refused", views->counters.refused);
	member(w, "errors", views->counters.errors);
	member(w, "lines_refused", wb_engine_lines_refused(daemon->engine));
	wb_json_end_object(w);
}

static void health_feeds(struct wb_daemon *daemon, struct wb_json_writer *w)
{
	struct wb_view_feed shown[WB_FEEDS_MAX];
	wb_ms now = wb_daemon_now(daemon);
	int count = show_feeds(daemon, now, shown);
	wb_json_key_text(w, "feeds");
	wb_json_begin_object(w);
	for (int i = 0; i < count; i++) {
		uint32_t number =
			wb_feeds_number(&daemon->feeds, shown[i].name);
		const struct wb_feed *feed = &daemon->feeds.feeds[number];
		wb_json_key(w, shown[i].name);
		wb_json_begin_object(w);
		wb_json_key_text(w, "state");
		wb_json_text(w, wb_feed_state_name(shown[i].state));
		wb_json_key_text(w, "age_ms");
		wb_json_int(w, now - feed->heard);
		member(w, "events", feed->events);
		member(w, "repeated", feed->skipped);
		member(w, "gaps", feed->gaps);
		member(w, "clock_ahead", feed->clock_ahead);
		wb_json_end_object(w);
	}
	wb_json_end_object(w);
}

static void health_intake(struct wb_daemon *daemon, struct wb_json_writer *w)
{
	const struct wb_daemon_counters *c = &daemon->counters;
	struct wb_ingest_counters ingest;
	wb_ingest_count(daemon->ingest, &ingest);
	wb_json_key_text(w, "intake");
	wb_json_begin_object(w);
	member(w, "batches", c->batches);
	member(w, "heartbeats", c->heartbeats);
	member(w, "events", c->events);
	member(w, "refused", c->refused);
	member(w, "out_of_order", c->out_of_order);
	member(w, "repeated", c->repeated);
	member(w, "oversize", ingest.oversize);
	member(w, "refused_connections", ingest.refused_connections);
	member(w, "refused_epochs", daemon->feeds.refused);
	member(w, "journal_errors", c->journal_errors);
	member(w, "history_errors", c->history_errors);
	wb_json_end_object(w);
}

static void health_floor(struct wb_daemon *daemon, struct wb_json_writer *w)
{
	struct wb_engine_counters c;
	wb_engine_count(daemon->engine, &c);
	wb_json_key_text(w, "floor");
	wb_json_begin_object(w);
	member(w, "contacts", c.floor.contacts);
	member(w, "visits_dropped", c.floor.visits_dropped);
	member(w, "lost_entries", c.floor.lost_entries);
	member(w, "lost_segments", c.floor.lost_segments);
	member(w, "clock_ahead", c.clock_ahead);
	member(w, "details_dropped", c.details_dropped);
	member(w, "out_of_memory", c.out_of_memory);
	wb_json_key_text(w, "anomalies");
	wb_json_begin_object(w);
	for (int i = 0; i < WB_ANOMALY_COUNT; i++) {
		member(w, wb_anomaly_name((enum wb_anomaly)i),
		       c.floor.anomalies[i]);
	}
	wb_json_end_object(w);
	wb_json_end_object(w);
}

static void health_push(struct wb_daemon *daemon, struct wb_json_writer *w)
{
	struct wb_push_counters c;
	wb_push_count(daemon->push, &c);
	wb_json_key_text(w, "push");
	wb_json_begin_object(w);
	member(w, "clients", c.clients);
	member(w, "screens", c.screens);
	member(w, "clients_refused", c.clients_refused);
	member(w, "updates", c.updates);
	member(w, "messages", c.messages);
	member(w, "skipped", c.skipped);
	member(w, "http_requests", c.http_requests);
	member(w, "changes_refused", c.changes_refused);
	wb_json_end_object(w);
}

static int healthz(struct wb_daemon *daemon, struct wb_buf *body)
{
	struct wb_json_writer w;
	wb_ms behind = clock_behind(daemon);
	bool well = !daemon->journal_failing && !daemon->history_failing &&
	            !daemon->alerts_failing && behind < CLOCK_BEHIND_MAX;
	wb_json_writer_init(&w, body);
	wb_json_begin_object(&w);
	wb_json_key_text(&w, "status");
	wb_json_text(&w, well ? "ok" : "degraded");
	wb_json_key_text(&w, "version");
	wb_json_text(&w, WB_VERSION);
	wb_json_key_text(&w, "uptime_ms");
	wb_json_int(&w, wb_clock_monotonic() - daemon->started);
	wb_json_key_text(&w, "clock");
	wb_json_text(&w, daemon->events_clock ? "events" : "wall");
	wb_json_key_text(&w, "now");
	wb_json_int(&w, wb_daemon_now(daemon));
	wb_json_key_text(&w, "clock_behind_ms");
	wb_json_int(&w, behind);
	wb_json_key_text(&w, "journal_position");
	wb_json_int(&w, daemon->position);
	wb_json_key_text(&w, "checkpoint_position");
	wb_json_int(&w, daemon->checkpoint_position);
	wb_json_key_text(&w, "checkpoint");
	wb_json_text(&w, !daemon->checkpoints         ? "none"
	                 : daemon->checkpoint_failing ? "failing"
	                                              : "ok");
	wb_json_key_text(&w, "journal");
	wb_json_text(&w, daemon->journal_failing ? "failing" : "ok");
	wb_json_key_text(&w, "history");
	wb_json_text(&w, daemon->history_failing ? "failing" : "ok");
	health_feeds(daemon, &w);
	health_intake(daemon, &w);
	health_floor(daemon, &w);
	wb_alert_answers_health(daemon, &w);
	health_push(daemon, &w);
	health_views(daemon, &w);
	wb_json_end_object(&w);
	return well ? 200 : 503;
}

static bool starts_with(struct wb_str text, const char *start)
{
	size_t len = strlen(start);
	return text.len >= len && memcmp(text.data, start, len) == 0;
}

static int act(struct wb_daemon *daemon, const struct wb_push_request *request,
               struct wb_push_reply *reply)
{
	if (request->method != WB_PUSH_POST) {
		reply->allow = "POST";
		return wb_answer_error(reply->body, 405,
		                       "only POST is possible");
	}
	return wb_alert_answers_act(daemon, request->body, reply->body);
}

static int answer(void *user, const struct wb_push_request *request,
                  struct wb_push_reply *reply)
{
	struct wb_daemon *daemon = user;
	struct wb_str path = request->path;
	wb_parameter_fn query = request->query;
	void *query_ctx = request->query_ctx;
	struct wb_buf *body = reply->body;
	if (wb_str_is(path, "/api/v1/views") ||
	    starts_with(path, "/api/v1/views/")) {
		return answer_views(daemon, request, reply);
	}
	if (wb_str_is(path, WB_ALERT_ACT_PATH)) {
		return act(daemon, request, reply);
	}
	if (request->method != WB_PUSH_GET) {
		reply->allow = "GET, HEAD";
		return wb_answer_error(body, 405,
		                       "only GET and HEAD are possible");
	}
	if (wb_str_is(path, "/healthz")) {
		return healthz(daemon, body);
	}
	if (wb_str_is(path, "/api/v1/report")) {
		return report(daemon, query, query_ctx, body, &reply->type);
	}
	if (wb_str_is(path, "/api/v1/kpis")) {
		wb_kpi_list_json(body);
		return 200;
	}
	for (size_t i = 0; i < sizeof(lookups) / sizeof(lookups[0]); i++) {
		if (wb_str_is(path, lookups[i].path)) {
			return look_up(daemon, lookups[i].write, query,
			               query_ctx, body);
		}
	}
	wb_daemon_advance(daemon, wb_daemon_now(daemon));
	int status = wb_alert_answers_get(daemon, path, query, query_ctx, body);
	return status >= 0 ? status
	                   : wb_answer_error(body, 404,
	                                     "there is no such thing here");
}

const struct wb_push_source wb_answers = {
	.render = render,
	.answer = answer,
	.now = screen_now,
};
