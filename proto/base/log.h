#ifndef WB_BASE_LOG_H
#define WB_BASE_LOG_H

/*
 * Log lines on stderr: "level: module: text", one line each.
 *
 * Levels: error = needs a person now; warn = degraded, continues; info = a
 * change of state; debug = for developers. Text is "problem: 'value'"; when the
 * program goes on regardless it ends in ", ignoring". The pure core (floor,
 * kpi, layout, locale, proto) never logs; its callers do.
 *
 * Set WB_LOG_MODULE before including this file to name the module.
 */

#include <stdbool.h>

#include "base/time.h"

#ifndef WB_LOG_MODULE
#define WB_LOG_MODULE "wallboard"
#endif

enum wb_log_level {
	WB_LOG_ERROR,
	WB_LOG_WARN,
	WB_LOG_INFO,
	WB_LOG_DEBUG,
};

/* Highest level that is printed; starts as WB_LOG_INFO. The one global. */
void wb_log_set_level(enum wb_log_level level);

void wb_log_write(enum wb_log_level level, const char *module,
                  const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#define wb_error(...) wb_log_write(WB_LOG_ERROR, WB_LOG_MODULE, __VA_ARGS__)
#define wb_warn(...) wb_log_write(WB_LOG_WARN, WB_LOG_MODULE, __VA_ARGS__)
#define wb_info(...) wb_log_write(WB_LOG_INFO, WB_LOG_MODULE, __VA_ARGS__)
#define wb_debug(...) wb_log_write(WB_LOG_DEBUG, WB_LOG_MODULE, __VA_ARGS__)

/*
 * Limits lines that a peer can cause: at most `burst` in any `period`.
 * Zero-initialise (both take defaults: 10 lines a minute).
 */
struct wb_log_limit {
	int burst;
	wb_ms period;
	wb_ms window_start; /* private */
	int used;           /* private */
	int suppressed;     /* lines swallowed since the last one allowed */
};

/*
 * True when one more line may be written at monotonic time `now`. When it
 * returns true and limit->suppressed > 0, the caller mentions the number and
 * sets it to 0.
 */
bool wb_log_allow(struct wb_log_limit *limit, wb_ms now);

#endif
