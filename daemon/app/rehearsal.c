#define WB_LOG_MODULE "test-alerts"

#include "app/rehearsal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "app/alert_explain.h"
#include "app/daemon.h"
#include "app/parameters.h"
#include "app/state_directory.h"
#include "base/clock.h"

/* Scopes that a line names; the rest is told as a number. */
#define NAMED_MAX 5

struct rehearsal {
	struct wb_options options; /* as of --recompute */
	struct wb_daemon daemon;
	FILE *out;
	wb_ms from, to;
	int64_t last;    /* position of the journal's last record */
	wb_ms next_word; /* monotonic: when to say how far it is */
	uint64_t steps, messages;
	uint64_t by_route[WB_ROUTES_MAX];
};

/* ---- lines ---- */

/* "2026-11-21T09:31:40.000+03:30" */
static void write_time(const struct rehearsal *rehearsal, wb_ms t)
{
	wb_ms offset = wb_zone_offset(rehearsal->daemon.wanted->plan.zone, t);
	time_t seconds = (time_t)((t + offset) / WB_SECOND);
	wb_ms minutes = (offset < 0 ? -offset : offset) / WB_MINUTE;
	char text[32];
	struct tm tm;
	gmtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
	fprintf(rehearsal->out, "%s.%03d%c%02d:%02d", text,
	        (int)((t + offset) % WB_SECOND), offset < 0 ? '-' : '+',
	        (int)(minutes / 60), (int)(minutes % 60));
}

static bool is_wanted(const struct rehearsal *rehearsal, wb_ms t)
{
	return t >= rehearsal->from && t < rehearsal->to;
}

static void begin_line(const struct rehearsal *rehearsal, wb_ms at,
                       const char *what, const char *kind,
                       const struct wb_rule_plan *rule)
{
	write_time(rehearsal, at);
	fprintf(rehearsal->out, " %-7s %-12s %-8s %.*s", what, kind,
	        wb_severity_name(rule->severity), WB_STR_FMT(rule->name));
}

/* The arithmetic of the conditions that hold, or of all when it is over. */
static void write_readings(const struct rehearsal *rehearsal,
                           const struct wb_alert *alert)
{
	const char *before = ": ";
	bool any = false;
	for (int i = 0; i < alert->reading_count; i++) {
		any |= alert->readings[i].bad;
	}
	for (int i = 0; i < alert->reading_count; i++) {
		struct wb_buf text = { 0 };
		if (any && !alert->readings[i].bad) {
			continue;
		}
		wb_alert_explain(&alert->readings[i], alert->scope, &text);
		fprintf(rehearsal->out, "%s%.*s", before,
		        WB_STR_FMT(wb_buf_str(&text)));
		wb_buf_finish(&text);
		before = "; and ";
	}
}

static void on_step(void *user, const struct wb_alert_step *step)
{
	struct rehearsal *rehearsal = user;
	const struct wb_alert *alert = step->alert;
	if (!is_wanted(rehearsal, step->at)) {
		return;
	}
	rehearsal->steps++;
	begin_line(rehearsal, step->at, "step", wb_alert_step_name(step->kind),
	           alert->rule);
	fprintf(rehearsal->out, " %.*s", WB_STR_FMT(alert->scope));
	write_readings(rehearsal, alert);
	fputc('\n', rehearsal->out);
}

/* What keeps a route from telling a message at once. */
static void write_delay(const struct rehearsal *rehearsal,
                        const struct wb_notice *notice)
{
	const struct wb_route_plan *route = notice->route;
	enum wb_severity severity = notice->rule->severity;
	bool passes = severity == WB_SEVERITY_CRITICAL && !route->quiet_for_all;
	if (severity < route->least) {
		fprintf(rehearsal->out, " [not told: below %s]",
		        wb_severity_name(route->least));
	} else if (route->quiet && !passes &&
	           wb_schedule_holds(route->quiet, notice->at)) {
		fputs(" [held: quiet hours]", rehearsal->out);
	}
}

static void on_notice(void *user, const struct wb_notice *notice)
{
	struct rehearsal *rehearsal = user;
	const struct wb_route_plan *route = notice->route;
	if (!is_wanted(rehearsal, notice->at)) {
		return;
	}
	rehearsal->messages++;
	rehearsal->by_route[route -
	                    rehearsal->daemon.wanted->plan.alerts->routes]++;
	begin_line(rehearsal, notice->at, "message",
	           wb_notice_kind_name(notice->kind), notice->rule);
	fprintf(rehearsal->out, " -> %.*s (%s)", WB_STR_FMT(route->name),
	        wb_route_kind_name(route->kind));
	write_delay(rehearsal, notice);
	for (int i = 0; i < notice->member_count && i < NAMED_MAX; i++) {
		fprintf(rehearsal->out, "%s%.*s %s", i == 0 ? ": " : ", ",
		        WB_STR_FMT(notice->members[i].scope),
		        wb_alert_state_name(notice->members[i].state));
	}
	int unnamed = notice->more + (notice->member_count > NAMED_MAX
	                                      ? notice->member_count - NAMED_MAX
	                                      : 0);
	if (unnamed > 0) {
		fprintf(rehearsal->out, " and %d more", unnamed);
	}
	fprintf(rehearsal->out, " key=%.*s\n", WB_STR_FMT(notice->key));
}

static void write_sum(const struct rehearsal *rehearsal)
{
	const struct wb_alert_plan *alerts =
		rehearsal->daemon.wanted->plan.alerts;
	fprintf(rehearsal->out, "%" PRIu64 " steps, %" PRIu64 " messages",
	        rehearsal->steps, rehearsal->messages);
	const char *before = ": ";
	for (int i = 0; alerts && i < alerts->route_count; i++) {
		if (rehearsal->by_route[i] > 0) {
			fprintf(rehearsal->out, "%s%.*s %" PRIu64, before,
			        WB_STR_FMT(alerts->routes[i].name),
			        rehearsal->by_route[i]);
			before = ", ";
		}
	}
	fputc('\n', rehearsal->out);
}

/* ---- the journal ---- */

static void say_progress(struct rehearsal *rehearsal)
{
	wb_ms now = wb_clock_monotonic();
	if (now >= rehearsal->next_word) {
		wb_info("record %" PRId64 " of %" PRId64,
		        rehearsal->daemon.position, rehearsal->last);
		rehearsal->next_word = now + 2 * WB_SECOND;
	}
}

static bool on_record(void *user, const struct wb_record *record)
{
	struct rehearsal *rehearsal = user;
	struct wb_daemon *daemon = &rehearsal->daemon;
	wb_ms now = daemon->events_clock ? wb_engine_now(daemon->engine)
	                                 : record->received;
	if (now >= rehearsal->to) {
		return false;
	}
	wb_replay_record(daemon, record);
	if (wb_engine_history_waiting(daemon->engine) > 20000) {
		wb_engine_forget_history(daemon->engine);
	}
	say_progress(rehearsal);
	return true;
}

/* What happens by itself after the last record, when that was asked for. */
static void finish_span(struct rehearsal *rehearsal)
{
	struct wb_daemon *daemon = &rehearsal->daemon;
	wb_ms now = wb_engine_now(daemon->engine);
	if (!rehearsal->options.to || daemon->events_clock) {
		return;
	}
	wb_ms end = rehearsal->to - 1;
	wb_alerts_advance(daemon->alerts,
	                  end < now + 24 * WB_HOUR ? end : now + 24 * WB_HOUR);
}

static bool play(struct rehearsal *rehearsal)
{
	struct wb_daemon *daemon = &rehearsal->daemon;
	const struct wb_journal_ops *ops = daemon->journal->ops;
	if (ops->trimmed(daemon->journal) > 0) {
		wb_warn("the journal begins after record %" PRId64 ": what was "
		        "before is not known (journal.keep)",
		        ops->trimmed(daemon->journal));
	}
	rehearsal->last = ops->last(daemon->journal);
	rehearsal->next_word = wb_clock_monotonic() + 2 * WB_SECOND;
	if (ops->read(daemon->journal, 0, on_record, rehearsal) != 0) {
		wb_error("cannot read the journal: %s",
		         ops->last_error(daemon->journal));
		return false;
	}
	finish_span(rehearsal);
	return true;
}

/* Opening would make one where there is none. */
static bool open_journal(struct rehearsal *rehearsal)
{
	struct wb_daemon *daemon = &rehearsal->daemon;
	char directory[4096], path[4200], error[256];
	if (!wb_state_directory_find(daemon->options,
	                             daemon->wanted->state_directory, directory,
	                             sizeof(directory))) {
		return false;
	}
	snprintf(path, sizeof(path), "%s/journal.db", directory);
	if (access(path, R_OK) != 0) {
		wb_error("there is no journal in '%s'; see --state", directory);
		return false;
	}
	daemon->journal =
		wb_journal_open_sqlite(directory, error, sizeof(error));
	if (!daemon->journal) {
		wb_error(
			"%s (a daemon that runs has it for itself: stop it, or "
			"give a copy of its directory)",
			error);
	}
	return daemon->journal != NULL;
}

static struct wb_str parameter(void *ctx, const char *name)
{
	const struct wb_options *options = ctx;
	return wb_str(name[0] == 'f' ? options->from : options->to);
}

static bool read_span(struct rehearsal *rehearsal)
{
	const struct wb_plan *plan = &rehearsal->daemon.wanted->plan;
	char error[200];
	if (wb_parameter_time(parameter, &rehearsal->options, "from", plan, 0,
	                      &rehearsal->from, error, sizeof(error)) &&
	    wb_parameter_time(parameter, &rehearsal->options, "to", plan,
	                      WB_TIME_MAX, &rehearsal->to, error,
	                      sizeof(error))) {
		return true;
	}
	wb_error("%s", error);
	return false;
}

static bool begin(struct rehearsal *rehearsal)
{
	struct wb_daemon *daemon = &rehearsal->daemon;
	struct wb_alert_sink sink = { on_step, on_notice, rehearsal };
	struct wb_buf text;
	daemon->wanted = wb_plan_load(daemon->options, &text);
	wb_buf_finish(&text);
	if (!daemon->wanted || !read_span(rehearsal) ||
	    !open_journal(rehearsal)) {
		return false;
	}
	daemon->engine = wb_engine_create();
	daemon->alerts =
		daemon->engine ? wb_alerts_create(daemon->engine, &sink) : NULL;
	if (!daemon->alerts ||
	    !wb_alerting_set_plan(daemon, &daemon->wanted->plan)) {
		wb_error("out of memory");
		return false;
	}
	return true;
}

static void finish(struct rehearsal *rehearsal)
{
	struct wb_daemon *daemon = &rehearsal->daemon;
	wb_alerts_destroy(daemon->alerts);
	wb_engine_destroy(daemon->engine);
	if (daemon->journal) {
		daemon->journal->ops->close(daemon->journal);
	}
	wb_feeds_finish(&daemon->feeds);
	wb_observed_finish(&daemon->observed);
	wb_arena_finish(&daemon->arena);
	wb_buf_finish(&daemon->plan_text);
	wb_config_destroy(daemon->wanted);
	free(rehearsal);
}

bool wb_rehearse(const struct wb_options *options, FILE *out)
{
	struct rehearsal *rehearsal = calloc(1, sizeof(*rehearsal));
	if (!rehearsal) {
		return false;
	}
	rehearsal->out = out;
	rehearsal->options = *options;
	rehearsal->options.recompute = true;
	rehearsal->daemon.options = &rehearsal->options;
	bool done = begin(rehearsal) && play(rehearsal);
	if (done) {
		write_sum(rehearsal);
	}
	done &= fflush(out) == 0;
	finish(rehearsal);
	return done;
}
