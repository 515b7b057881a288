#ifndef WB_CONFIG_H
#define WB_CONFIG_H

/*
 * The configuration file: YAML in, a plan and the daemon's own settings out.
 * Every fault of the file is reported at once, each with file, line, key,
 * value and what was expected.
 */

#include <stdbool.h>

#include "base/buf.h"
#include "json.h"
#include "plan/plan.h"

#define WB_CONFIG_MAX_BYTES (8 * 1024 * 1024)
#define WB_LISTENERS_MAX 8

/* Where the daemon listens. */
struct wb_listener {
	struct wb_str address; /* "127.0.0.1", "::1", "0.0.0.0", "unix:/path" */
	int port;              /* 0 = any free one; unused for unix */
	bool loopback;         /* loopback or unix socket */
};

struct wb_config {
	struct wb_plan plan;
	struct wb_listener listeners[WB_LISTENERS_MAX]; /* HTTP and WebSocket */
	int listener_count;
	struct wb_str feed_urls[WB_LISTENERS_MAX]; /* NNG */
	int feed_url_count;
	struct wb_str state_directory; /* absent = not configured */
	int history_days;              /* default 400 */
	int contact_days;              /* of single contacts; default 40 */
	int journal_days;              /* default 35 */
};

/* In what the limits of a KPI are written: "30", "5%", "2m", "1.5". */
enum wb_config_unit {
	WB_CONFIG_COUNT,
	WB_CONFIG_PERCENT, /* basis points */
	WB_CONFIG_DURATION,
	WB_CONFIG_DECIMAL, /* hundredths: points, rates, factors */
};

struct wb_config_kpi {
	enum wb_config_unit unit;
	bool of_the_moment; /* has no window: waiting, agents by state ... */
	bool of_sums;       /* known of each quarter hour of the past */
	bool below_is_worse;
};

/* Names of the KPI table and its scopes, so that tiles can be checked. */
struct wb_config_checks {
	bool (*kpi_exists)(struct wb_str name);
	/* May this KPI be shown for this kind of scope ("queue", "agent",
	 * "total" ...)? */
	bool (*kpi_has_scope)(struct wb_str name, struct wb_str scope_kind);
	/* May be NULL: then units, windows and the bad side are taken as
	 * written or guessed. Fills in what there is to know of a KPI that
	 * exists. */
	void (*kpi_describe)(struct wb_str name, struct wb_config_kpi *ret_kpi);
};

/*
 * Makes a configuration from the text of a file. `name` stands in messages.
 * Returns NULL when there is any error; then `errors` holds one line each:
 * "FILE:LINE: key 'queues[2].service_level.target': got '120%', expected a
 * percentage from 1% to 100%". Warnings (lines that start with "warning: ")
 * are appended in either case.
 *
 * Reads /usr/share/zoneinfo. Free with wb_config_destroy().
 */
struct wb_config *wb_config_parse(struct wb_str text, const char *name,
                                  const struct wb_config_checks *checks,
                                  struct wb_buf *errors);

/* What holds without any file: loopback, defaults, generated pages. */
struct wb_config *wb_config_default(const struct wb_config_checks *checks);

/*
 * Makes a page of its description at run time, `title`, `grid` and `tiles` as
 * in the file, with the same checks, against a plan in force. What the page
 * holds lives in `arena`, and so does a copy of `name`. False when there is any
 * error. `errors` gets a line each, "key 'tiles[0].kpi': there is no KPI 'x'",
 * and, also when it is true, one for each warning, beginning with "warning: ".
 *
 * Reads /usr/share/zoneinfo, for clocks of other zones.
 */
bool wb_config_page(struct wb_str name, const struct wb_json *json,
                    const struct wb_plan *plan,
                    const struct wb_config_checks *checks,
                    struct wb_arena *arena, struct wb_page_plan *ret_page,
                    struct wb_buf *errors);

/* Reads a file whole. 0 or -errno; -EFBIG beyond WB_CONFIG_MAX_BYTES. */
int wb_config_read_file(const char *path, struct wb_buf *ret_text);

/* Parses "127.0.0.1:8080", "[::1]:8080", ":8080", "unix:/path". */
bool wb_listener_parse(struct wb_str text, struct wb_listener *ret_listener);

/*
 * Is this an address that feeds can be taken from: "ipc:///path",
 * "tcp://127.0.0.1:7000"? Tells also whether only this machine reaches it.
 */
bool wb_feed_url_parse(struct wb_str url, bool *ret_loopback);

void wb_config_destroy(struct wb_config *config);

#endif
