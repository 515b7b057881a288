#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool known(struct wb_str name)
{
	return name.len > 0 && name.data[0] != 'x';
}

static bool has_scope(struct wb_str name, struct wb_str scope_kind)
{
	return name.len % 2 == scope_kind.len % 2;
}

static void describe(struct wb_str name, struct wb_config_kpi *ret_kpi)
{
	ret_kpi->unit = (enum wb_config_unit)(name.len % 3);
	ret_kpi->of_the_moment = name.len % 2 == 0;
	ret_kpi->below_is_worse = name.len % 5 == 0;
}

/* The line number of "name:12: ..."; 0 when the file as a whole is meant. */
static long line_of(const char *message)
{
	const char *colon = strchr(message, ':');
	return colon ? strtol(colon + 1, NULL, 10) : 0;
}

/* Errors before warnings, each in the order of the lines, none empty. */
static void check_messages(const struct wb_buf *errors)
{
	static const char warning[] = "warning: ";
	bool warned = false;
	long last = 0;
	for (const char *at = errors->data; at && *at;) {
		bool is_warning = strncmp(at, warning, strlen(warning)) == 0;
		if (warned && !is_warning) {
			abort();
		}
		if (is_warning && !warned) {
			last = 0;
		}
		warned = is_warning;
		long line = line_of(is_warning ? at + strlen(warning) : at);
		if (line != 0 && line < last) {
			abort();
		}
		last = line ? line : last;
		at = strchr(at, '\n');
		if (!at) {
			abort();
		}
		at++;
	}
}

static void check_config(const struct wb_config *config)
{
	if (config->plan.page_count < 1 || config->listener_count < 1 ||
	    config->feed_url_count < 1) {
		abort();
	}
	for (int i = 0; i < config->plan.queue_count; i++) {
		const struct wb_queue_plan *q = &config->plan.queues[i];
		if (!q->name.data || !q->time_zone.data || !q->zone ||
		    q->service_level.threshold <= 0 || q->day_start < 0) {
			abort();
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct wb_config_checks checks = { known, has_scope,
		                                        describe };
	struct wb_buf errors = { 0 };
	struct wb_str text = { (const char *)data, size };
	struct wb_config *config = wb_config_parse(text, "f", &checks, &errors);
	/* refused without a word, or taken with an error */
	if (!config && errors.len == 0) {
		abort();
	}
	check_messages(&errors);
	if (config) {
		check_config(config);
	}
	wb_config_destroy(config);
	wb_buf_finish(&errors);
	return 0;
}
