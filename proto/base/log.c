#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/str.h"

#define LINE_SIZE 1024
#define DEFAULT_BURST 10

static const char *const level_names[] = { "error", "warn", "info", "debug" };

static atomic_int max_level = WB_LOG_INFO;

void wb_log_set_level(enum wb_log_level level)
{
	atomic_store(&max_level, (int)level);
}

/* What a peer put into a message must not start a line of its own. */
static void flatten(char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text < 0x20 || *text == 0x7f) {
			*text = ' ';
		}
	}
}

void wb_log_write(enum wb_log_level level, const char *module,
                  const char *format, ...)
{
	char text[LINE_SIZE];
	va_list args;
	struct wb_str whole;

	if ((int)level > atomic_load(&max_level)) {
		return;
	}
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	whole = wb_str(text);
	if (whole.len == sizeof(text) - 1) {
		text[wb_str_utf8_prefix(whole, whole.len)] = '\0';
	}
	flatten(text);
	/* one call, so that lines of threads do not mix */
	fprintf(stderr, "%s: %s: %s\n", level_names[level], module, text);
}

bool wb_log_allow(struct wb_log_limit *limit, wb_ms now)
{
	int burst = limit->burst > 0 ? limit->burst : DEFAULT_BURST;
	wb_ms period = limit->period > 0 ? limit->period : WB_MINUTE;

	if (limit->used == 0 || now - limit->window_start >= period) {
		limit->window_start = now;
		limit->used = 0;
	}
	if (limit->used >= burst) {
		limit->suppressed++;
		return false;
	}
	limit->used++;
	return true;
}
