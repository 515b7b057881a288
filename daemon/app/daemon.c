#define WB_LOG_MODULE "wallboardd"

#include "app/daemon.h"

#include "app/acts.h"
#include "app/state_directory.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assets.h"
#include "base/clock.h"

#define STORE_EVERY (10 * WB_SECOND)
#define CHECKPOINT_EVERY (5 * WB_MINUTE)
#define LONG_REPLAY 1000 /* records: such a start makes a checkpoint */

wb_ms wb_daemon_now(const struct wb_daemon *daemon)
{
	wb_ms engine = wb_engine_now(daemon->engine);
	wb_ms wall = daemon->events_clock ? 0 : wb_clock_wall();
	return wall > engine ? wall : engine;
}

/* An event this old is of the past; a pause this long ends catching up. */
#define OLD (10 * WB_SECOND)
/* Where time is that of the events: nobody works through such a silence. */
#define SILENCE_MAX (24 * WB_HOUR)
#define CAUGHT_UP_AFTER (3 * WB_SECOND)

void wb_daemon_advance(struct wb_daemon *daemon, wb_ms now)
{
	bool waits = wb_engine_now(daemon->engine) == 0 ||
	             now - daemon->last_received <= CAUGHT_UP_AFTER;
	if (daemon->events_clock || (!daemon->caught_up && waits)) {
		return;
	}
	daemon->caught_up = true;
	daemon->gathered.catching_up = false;
	wb_alerts_advance(daemon->alerts, now);
}

void wb_daemon_follow(struct wb_daemon *daemon, wb_ms t, wb_ms received)
{
	if (!daemon->events_clock && !daemon->caught_up &&
	    t >= received - OLD) {
		daemon->caught_up = true;
		t = received;
	}
	bool by_events = daemon->events_clock || !daemon->caught_up;
	daemon->gathered.catching_up =
		!daemon->events_clock && !daemon->caught_up;
	if (by_events && t - wb_engine_now(daemon->engine) > SILENCE_MAX) {
		wb_engine_silence(daemon->engine);
	}
	if (by_events || t == received) {
		wb_alerts_advance(daemon->alerts, t);
	}
}

static void on_wake(void *user)
{
	wb_intake_run(user);
}

static void wake(void *user)
{
	wb_wake_signal(user);
}

void wb_daemon_set_tick(struct wb_daemon *daemon)
{
	wb_ms now = wb_daemon_now(daemon);
	wb_ms next = wb_alerts_next_change(daemon->alerts);
	wb_ms silent = wb_feeds_next_change(&daemon->feeds, now,
	                                    daemon->config->plan.feed_silent);
	if (silent < next) {
		next = silent;
	}
	wb_ms wait = next <= now              ? 1
	             : next - now > WB_SECOND ? WB_SECOND
	                                      : next - now;
	wb_timer_set(daemon->tick, wb_clock_monotonic() + wait);
}

static void on_tick(void *user)
{
	struct wb_daemon *daemon = user;
	if (!daemon->events_clock) {
		wb_daemon_advance(daemon, wb_daemon_now(daemon));
		wb_acts_see(daemon);
		wb_alerting_flush(daemon);
		wb_push_changed(daemon->push);
	}
	wb_daemon_set_tick(daemon);
}

static void on_store(void *user)
{
	struct wb_daemon *daemon = user;
	wb_store_history(daemon);
	wb_store_trim(daemon);
	wb_alerting_flush(daemon); /* what could not be written before */
	wb_alerting_trim(daemon);
	if (wb_clock_monotonic() - daemon->checkpoint_tried >=
	    CHECKPOINT_EVERY) {
		wb_checkpoint_save(daemon);
	}
	wb_timer_set(daemon->store_timer, wb_clock_monotonic() + STORE_EVERY);
}

static void on_signal(void *user, int signal)
{
	struct wb_daemon *daemon = user;
	if (signal == SIGHUP) {
		wb_plan_reload(daemon);
		return;
	}
	wb_info("%s: stopping", signal == SIGINT ? "SIGINT" : "SIGTERM");
	wb_loop_stop(daemon->loop);
}

static bool open_stores(struct wb_daemon *daemon)
{
	char path[4096], error[256];
	if (!wb_state_directory_find(daemon->options,
	                             daemon->wanted->state_directory, path,
	                             sizeof(path)) ||
	    !wb_state_directory_make(path)) {
		return false;
	}
	daemon->journal = wb_journal_open_sqlite(path, error, sizeof(error));
	if (!daemon->journal) {
		wb_error("%s", error);
		return false;
	}
	daemon->history = wb_history_open(
		path, wb_measure_names, WB_MEASURE_COUNT, error, sizeof(error));
	if (!daemon->history) {
		wb_error("%s", error);
		return false;
	}
	struct wb_notify_options notify = {
		.directory = path,
		.assets = daemon->assets,
		.deliver = !daemon->options->events_clock,
	};
	daemon->notify =
		wb_notify_open(daemon->loop, &notify, error, sizeof(error));
	if (!daemon->notify) {
		wb_error("%s", error);
		return false;
	}
	daemon->checkpoints = wb_checkpoints_open(path, error, sizeof(error));
	if (!daemon->checkpoints) {
		wb_warn("%s; going on without checkpoints", error);
	}
	wb_own_open(&daemon->own_views, path);
	wb_info("state in '%s'", path);
	return true;
}

/* What there is before the state is. */
static bool prepare(struct wb_daemon *daemon)
{
	daemon->started = wb_clock_monotonic();
	daemon->events_clock = daemon->options->events_clock;
	if (!wb_assets_find(daemon->options->assets, daemon->assets,
	                    sizeof(daemon->assets))) {
		wb_warn("no dashboard to serve in '%s'; see --assets",
		        daemon->assets);
	}
	daemon->engine = wb_engine_create();
	daemon->loop = wb_loop_create(NULL, daemon);
	if (!daemon->engine || !daemon->loop || !wb_alerting_begin(daemon)) {
		wb_error("cannot start: out of memory, or of descriptors");
		return false;
	}
	wb_engine_keep_details(daemon->engine);
	return true;
}

static bool start_loop(struct wb_daemon *daemon)
{
	static const char *const extra_names[] = { "/fonts", "/languages" };
	char dashboard[4096], fonts[4096], languages[4096];
	snprintf(dashboard, sizeof(dashboard), "%s/dashboard", daemon->assets);
	snprintf(fonts, sizeof(fonts), "%s/fonts", daemon->assets);
	snprintf(languages, sizeof(languages), "%s/languages", daemon->assets);
	const char *extra[] = { extra_names[0], fonts, extra_names[1],
		                languages, NULL };
	if (!wb_loop_signals(daemon->loop, on_signal, daemon)) {
		wb_error("cannot start the event loop");
		return false;
	}
	daemon->push = wb_push_create(daemon->loop, dashboard, extra,
	                              &wb_answers, daemon);
	daemon->wake = wb_wake_create(daemon->loop, on_wake, daemon);
	daemon->tick = wb_timer_create(daemon->loop, on_tick, daemon);
	daemon->store_timer = wb_timer_create(daemon->loop, on_store, daemon);
	if (!daemon->push || !daemon->wake || !daemon->tick ||
	    !daemon->store_timer) {
		wb_error("cannot start the event loop");
		return false;
	}
	return true;
}

static bool listen_http(struct wb_daemon *daemon,
                        const struct wb_listener *listener)
{
	char address[256], error[256];
	snprintf(address, sizeof(address), "%.*s",
	         WB_STR_FMT(listener->address));
	int port = wb_push_listen(daemon->push, address, listener->port, error,
	                          sizeof(error));
	if (port < 0) {
		wb_error("%s", error);
		return false;
	}
	if (!listener->loopback) {
		wb_warn("everybody who reaches %s can read everything: there "
		        "is no access control yet",
		        address);
	}
	if (port == 0) {
		wb_info("listening on %s", address);
	} else {
		wb_info(strchr(address, ':') ? "listening on http://[%s]:%d/"
		                             : "listening on http://%s:%d/",
		        address, port);
	}
	return true;
}

static bool listen_screens(struct wb_daemon *daemon)
{
	const struct wb_options *options = daemon->options;
	for (int i = 0; i < options->listen_count; i++) {
		struct wb_listener listener;
		if (!wb_listener_parse(wb_str(options->listen[i]), &listener)) {
			wb_error("--listen: got '%s', expected an address "
			         "like 127.0.0.1:8080, [::1]:8080 or "
			         "unix:/path",
			         options->listen[i]);
			return false;
		}
		if (!listen_http(daemon, &listener)) {
			return false;
		}
	}
	for (int i = 0;
	     options->listen_count == 0 && i < daemon->config->listener_count;
	     i++) {
		if (!listen_http(daemon, &daemon->config->listeners[i])) {
			return false;
		}
	}
	return true;
}

static bool listen_feed(struct wb_daemon *daemon, const char *url)
{
	char error[256];
	bool loopback = true;
	if (!wb_feed_url_parse(wb_str(url), &loopback)) {
		wb_error("feed URL: got '%s', expected one like "
		         "ipc:///tmp/wallboard.sock or tcp://127.0.0.1:7000",
		         url);
		return false;
	}
	if (wb_ingest_listen(daemon->ingest, url, error, sizeof(error)) < 0) {
		wb_error("%s", error);
		return false;
	}
	if (!loopback) {
		wb_warn("everybody who reaches %s can send events: there is "
		        "no access control yet",
		        url);
	}
	wb_info("taking events on %s", url);
	return true;
}

static bool listen_feeds(struct wb_daemon *daemon)
{
	const struct wb_options *options = daemon->options;
	daemon->ingest = wb_ingest_create(wake, daemon->wake);
	if (!daemon->ingest) {
		wb_error("cannot start NNG");
		return false;
	}
	for (int i = 0; i < options->feed_url_count; i++) {
		if (!listen_feed(daemon, options->feed_urls[i])) {
			return false;
		}
	}
	for (int i = 0;
	     options->feed_url_count == 0 && i < daemon->config->feed_url_count;
	     i++) {
		char url[256];
		snprintf(url, sizeof(url), "%.*s",
		         WB_STR_FMT(daemon->config->feed_urls[i]));
		if (!listen_feed(daemon, url)) {
			return false;
		}
	}
	return true;
}

bool wb_daemon_start(struct wb_daemon *daemon)
{
	struct wb_buf text;
	daemon->wanted = wb_plan_load(daemon->options, &text);
	bool started =
		daemon->wanted && prepare(daemon) && open_stores(daemon) &&
		wb_replay(daemon) &&
		wb_plan_enforce(daemon, daemon->wanted, wb_buf_str(&text));
	wb_buf_finish(&text);
	if (!started) {
		return false;
	}
	daemon->wanted = NULL;
	const struct wb_own_ground ground = wb_daemon_own_ground(daemon);
	wb_own_check(&daemon->own_views, &ground);
	daemon->ready = true;
	daemon->gathered.steps_only = false;
	wb_alerting_set_routes(daemon);
	wb_alerting_sync(daemon); /* from here on people are told */
	daemon->checkpoint_tried = wb_clock_monotonic();
	if (daemon->position - daemon->checkpoint_position > LONG_REPLAY ||
	    daemon->options->recompute) {
		wb_checkpoint_save(daemon);
	}
	if (!start_loop(daemon) || !listen_feeds(daemon) ||
	    !listen_screens(daemon)) {
		return false;
	}
	wb_daemon_set_tick(daemon);
	wb_timer_set(daemon->store_timer, wb_clock_monotonic() + STORE_EVERY);
	return true;
}

void wb_daemon_run(struct wb_daemon *daemon)
{
	wb_loop_run(daemon->loop);
}

void wb_daemon_finish(struct wb_daemon *daemon)
{
	if (daemon->ingest) {
		wb_ingest_destroy(daemon->ingest);
	}
	if (daemon->ready) {
		wb_store_history(daemon);
		wb_alerting_flush(daemon);
		wb_checkpoint_save(daemon);
	}
	wb_push_destroy(daemon->push);
	wb_timer_destroy(daemon->tick);
	wb_timer_destroy(daemon->store_timer);
	wb_wake_destroy(daemon->wake);
	if (daemon->notify) {
		wb_notify_close(daemon->notify);
	}
	wb_loop_destroy(daemon->loop);
	wb_alerts_destroy(daemon->alerts);
	wb_engine_destroy(daemon->engine);
	wb_own_close(&daemon->own_views);
	if (daemon->history) {
		wb_history_close(daemon->history);
	}
	wb_checkpoints_close(daemon->checkpoints);
	if (daemon->journal) {
		daemon->journal->ops->close(daemon->journal);
	}
	wb_feeds_finish(&daemon->feeds);
	wb_observed_finish(&daemon->observed);
	wb_gathered_finish(&daemon->gathered);
	wb_arena_finish(&daemon->arena);
	wb_buf_finish(&daemon->plan_text);
	wb_config_destroy(daemon->config);
	wb_config_destroy(daemon->wanted);
}
