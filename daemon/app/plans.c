/* Configurations: read, checked, journalled, put in force. */

#define WB_LOG_MODULE "config"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/daemon.h"

static bool kpi_exists(struct wb_str name)
{
	return wb_kpi_find(name) != NULL;
}

static bool kpi_has_scope(struct wb_str name, struct wb_str scope_kind)
{
	const struct wb_kpi *kpi = wb_kpi_find(name);
	int kind = wb_scope_kind_find(scope_kind);
	return kpi && kind >= 0 &&
	       wb_kpi_has_scope(kpi, (enum wb_scope_kind)kind);
}

static enum wb_config_unit config_unit(enum wb_unit unit)
{
	if (unit == WB_UNIT_MS || unit == WB_UNIT_SINCE) {
		return WB_CONFIG_DURATION;
	}
	if (unit == WB_UNIT_PERCENT) {
		return WB_CONFIG_PERCENT;
	}
	return wb_unit_is_hundredths(unit) ? WB_CONFIG_DECIMAL
	                                   : WB_CONFIG_COUNT;
}

static void kpi_describe(struct wb_str name, struct wb_config_kpi *ret_kpi)
{
	const struct wb_kpi *kpi = wb_kpi_find(name);
	if (!kpi) {
		return;
	}
	ret_kpi->unit = config_unit(kpi->unit);
	ret_kpi->of_the_moment = kpi->moment != WB_MOMENT_NONE;
	ret_kpi->of_sums = wb_kpi_is_of_sums(kpi);
	ret_kpi->below_is_worse = kpi->below_is_worse;
}

const struct wb_config_checks wb_plan_checks = {
	.kpi_exists = kpi_exists,
	.kpi_has_scope = kpi_has_scope,
	.kpi_describe = kpi_describe,
};

struct wb_config *wb_plan_load(const struct wb_options *options,
                               struct wb_buf *ret_text)
{
	wb_buf_init(ret_text, 0);
	if (!options->config) {
		return wb_config_default(&wb_plan_checks);
	}
	int error = wb_config_read_file(options->config, ret_text);
	if (error != 0) {
		fprintf(stderr, "wallboardd: cannot read '%s': %s\n",
		        options->config,
		        error == -EFBIG ? "larger than 8 MiB"
		                        : strerror(-error));
		return NULL;
	}
	struct wb_buf errors;
	wb_buf_init(&errors, 0);
	struct wb_config *config =
		wb_config_parse(wb_buf_str(ret_text), options->config,
	                        &wb_plan_checks, &errors);
	if (errors.len > 0) {
		fputs(errors.data, stderr);
	}
	wb_buf_finish(&errors);
	return config;
}

struct wb_config *wb_plan_restore(struct wb_str text)
{
	if (text.len == 0) {
		return wb_config_default(&wb_plan_checks);
	}
	struct wb_buf errors;
	wb_buf_init(&errors, 0);
	struct wb_config *config = wb_config_parse(
		text, "configuration in the journal", &wb_plan_checks, &errors);
	if (!config) {
		wb_warn("a configuration in the journal is not valid any "
		        "more, ignoring:\n%s",
		        errors.data);
	}
	wb_buf_finish(&errors);
	return config;
}

void wb_plan_note(struct wb_daemon *daemon, struct wb_str text,
                  bool events_clock)
{
	wb_buf_clear(&daemon->plan_text);
	wb_buf_add_str(&daemon->plan_text, text);
	daemon->plan_events_clock = events_clock;
	daemon->any_plan = true;
}

/* Is the plan that the journal ends with this one? */
static bool is_last(const struct wb_daemon *daemon, struct wb_str text)
{
	return daemon->any_plan &&
	       daemon->plan_events_clock == daemon->events_clock &&
	       wb_str_equal(wb_buf_str(&daemon->plan_text), text);
}

static bool journal_plan(struct wb_daemon *daemon, struct wb_str text,
                         wb_ms now)
{
	struct wb_record record = {
		.kind = WB_RECORD_PLAN,
		.received = now,
		.feed = wb_str(daemon->events_clock ? "events" : "wall"),
		.text = text,
	};
	if (daemon->journal->ops->append(daemon->journal, &record, 1) != 0) {
		wb_error("cannot write the journal: %s",
		         daemon->journal->ops->last_error(daemon->journal));
		return false;
	}
	daemon->position = record.position;
	wb_plan_note(daemon, text, daemon->events_clock);
	return true;
}

bool wb_plan_enforce(struct wb_daemon *daemon, struct wb_config *config,
                     struct wb_str text)
{
	wb_ms now = wb_daemon_now(daemon);
	bool in_force = is_last(daemon, text) && daemon->config;
	if (!is_last(daemon, text) && !journal_plan(daemon, text, now)) {
		return false;
	}
	wb_daemon_advance(daemon, now);
	/* The same text read again is the same plan: the state is untouched. */
	if (in_force) {
		wb_config_destroy(config);
		return true;
	}
	if (!wb_alerting_set_plan(daemon, &config->plan)) {
		wb_error("out of memory");
		return false;
	}
	struct wb_config *before = daemon->config;
	daemon->config = config;
	const struct wb_own_ground ground = wb_daemon_own_ground(daemon);
	wb_own_check(&daemon->own_views, &ground);
	wb_alerting_set_routes(daemon);
	wb_config_destroy(before);
	return true;
}

void wb_plan_reload(struct wb_daemon *daemon)
{
	struct wb_buf text;
	if (!daemon->options->config) {
		wb_info("SIGHUP: there is no configuration file to load");
		return;
	}
	struct wb_config *config = wb_plan_load(daemon->options, &text);
	if (!config) {
		wb_error("SIGHUP: '%s' is refused; the configuration before "
		         "it stays in force",
		         daemon->options->config);
	} else if (!wb_plan_enforce(daemon, config, wb_buf_str(&text))) {
		wb_config_destroy(config);
	} else {
		wb_info("SIGHUP: '%s' is in force; changed listeners and "
		        "directories need a restart",
		        daemon->options->config);
		wb_alerting_flush(daemon);
		wb_push_changed(daemon->push);
	}
	wb_buf_finish(&text);
}
