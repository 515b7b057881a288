#include "app/parameters.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

bool wb_parameter_fail(char *ret_error, size_t size, const char *name,
                       struct wb_str value, const char *expected)
{
	snprintf(ret_error, size, "parameter '%s': got '%.*s', expected %s",
	         name, (int)(value.len < 40 ? value.len : 40), value.data,
	         expected);
	return false;
}

/* The position of a word in a NULL-terminated list; -1 when it is not there. */
int wb_parameter_find(struct wb_str value, const char *const *words)
{
	for (int i = 0; words[i]; i++) {
		if (wb_str_is(value, words[i])) {
			return i;
		}
	}
	return -1;
}

/* A word from a list, the first of which is the default. */
bool wb_parameter_word(wb_parameter_fn parameter, void *ctx, const char *name,
                       const char *const *words, const char *expected,
                       int *ret_index, char *ret_error, size_t error_size)
{
	struct wb_str value = parameter(ctx, name);
	*ret_index = 0;
	if (!value.data) {
		return true;
	}
	*ret_index = wb_parameter_find(value, words);
	return *ret_index >= 0 ||
	       wb_parameter_fail(ret_error, error_size, name, value, expected);
}

static bool read_number(struct wb_str value, wb_ms *ret_time)
{
	int64_t number = 0;
	if (value.len == 0 || value.len > 15) {
		return false;
	}
	for (size_t i = 0; i < value.len; i++) {
		if (value.data[i] < '0' || value.data[i] > '9') {
			return false;
		}
		number = number * 10 + (value.data[i] - '0');
	}
	*ret_time = number;
	return number <= WB_TIME_MAX;
}

/* "2026-11-21" or "2026-11-21T08:30", local in the zone. */
static bool read_date(struct wb_str value, const struct wb_zone *zone,
                      wb_ms *ret_time)
{
	static const char *const formats[] = { "%Y-%m-%d", "%Y-%m-%dT%H:%M",
		                               "%Y-%m-%dT%H:%M:%S" };
	char text[24];
	if (value.len >= sizeof(text)) {
		return false;
	}
	memcpy(text, value.data, value.len);
	text[value.len] = '\0';
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct tm tm = { 0 };
		const char *end = strptime(text, formats[i], &tm);
		if (end && *end == '\0') {
			wb_ms local = (wb_ms)timegm(&tm) * WB_SECOND;
			wb_ms guess = local - wb_zone_offset(zone, local);
			*ret_time = local - wb_zone_offset(zone, guess);
			return *ret_time >= 0;
		}
	}
	return false;
}

bool wb_parameter_time(wb_parameter_fn parameter, void *ctx, const char *name,
                       const struct wb_plan *plan, wb_ms fallback,
                       wb_ms *ret_time, char *ret_error, size_t error_size)
{
	struct wb_str value = parameter(ctx, name);
	*ret_time = fallback;
	if (!value.data || value.len == 0 || read_number(value, ret_time) ||
	    read_date(value, plan->zone, ret_time)) {
		return true;
	}
	return wb_parameter_fail(
		ret_error, error_size, name, value,
		"milliseconds since 1970 or a date like 2026-11-21T08:30");
}

bool wb_parameters_span(wb_parameter_fn parameter, void *ctx,
                        const struct wb_plan *plan, wb_ms now, wb_ms *ret_from,
                        wb_ms *ret_to, char *ret_error, size_t error_size)
{
	wb_ms from, to;
	wb_ms day = wb_zone_day_start(plan->zone, now, plan->day_start);
	if (!wb_parameter_time(parameter, ctx, "from", plan, day, &from,
	                       ret_error, error_size) ||
	    !wb_parameter_time(parameter, ctx, "to", plan,
	                       from > now ? from + 15 * WB_MINUTE : now + 1,
	                       &to, ret_error, error_size)) {
		return false;
	}
	if (to <= from) {
		snprintf(ret_error, error_size,
		         "parameter 'to': must be later than 'from'");
		return false;
	}
	*ret_from = from;
	*ret_to = to;
	return true;
}

int wb_parameter_scope_kind(struct wb_str scope)
{
	const char *colon =
		scope.len ? memchr(scope.data, ':', scope.len) : NULL;
	if (!colon) {
		return wb_str_is(scope, "total") ? WB_SCOPE_TOTAL : -1;
	}
	struct wb_str kind = { scope.data, (size_t)(colon - scope.data) };
	bool named = kind.len + 1 < scope.len;
	return !named || wb_str_is(kind, "total") ? -1
	                                          : wb_scope_kind_find(kind);
}

bool wb_parameter_window(wb_parameter_fn parameter, void *ctx,
                         enum wb_window fallback, enum wb_window *ret_window,
                         char *ret_error, size_t error_size)
{
	struct wb_str name = parameter(ctx, "window");
	*ret_window = fallback;
	if (!name.data) {
		return true;
	}
	for (int i = 0; i < WB_WINDOW_COUNT; i++) {
		if (wb_str_is(name, wb_window_name((enum wb_window)i))) {
			*ret_window = (enum wb_window)i;
			return true;
		}
	}
	return wb_parameter_fail(ret_error, error_size, "window", name,
	                         "now, 5m, 15m, 30m, 1h, interval or day");
}

bool wb_parameter_count(wb_parameter_fn parameter, void *ctx, const char *name,
                        int fallback, int max, int *ret_count, char *ret_error,
                        size_t error_size)
{
	struct wb_str value = parameter(ctx, name);
	wb_ms number;
	*ret_count = fallback;
	if (!value.data) {
		return true;
	}
	if (!read_number(value, &number) || number < 1 || number > max) {
		char expected[48];
		snprintf(expected, sizeof(expected), "a number from 1 to %d",
		         max);
		return wb_parameter_fail(ret_error, error_size, name, value,
		                         expected);
	}
	*ret_count = (int)number;
	return true;
}
