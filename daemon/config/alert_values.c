/* The kinds of values that only alerts have. */

#include <stdlib.h>

#include "config/alert_draft.h"
#include "config/literal.h"

static bool is_text(const struct wb_node *node, int64_t most)
{
	return node->kind == WB_NODE_SCALAR && node->value.len > 0 &&
	       (int64_t)node->value.len <= most &&
	       wb_str_is_clean_utf8(node->value);
}

/* key->min: bytes of a text at most; key->max: texts at most. */
void wb_read_texts(struct wb_reader *r, const struct wb_node *node,
                   const struct wb_key *key, void *target)
{
	struct wb_texts *texts = target;
	bool single = node->kind == WB_NODE_SCALAR;
	int count = single ? 1 : node->count;
	if ((!single && node->kind != WB_NODE_LIST) || count > key->max) {
		wb_fault_got(r, node, "a text, or a list of at most %lld",
		             (long long)key->max);
		return;
	}
	texts->items = wb_arena_alloc(
		r->arena, (size_t)count * sizeof(*texts->items) + 1);
	if (!texts->items) {
		wb_fault(r, node, "out of memory");
		return;
	}
	texts->node = node;
	const struct wb_node *n = single ? node : node->first;
	for (int i = 0; i < count; i++, n = n->next) {
		size_t before = single ? r->path_len : wb_path_index(r, i);
		if (is_text(n, key->min)) {
			texts->items[texts->count++] =
				wb_arena_str(r->arena, n->value);
		} else {
			wb_fault_got(r, n,
			             "a text of 1 to %lld bytes on one line",
			             (long long)key->min);
		}
		wb_path_leave(r, before);
	}
}

/* Days since the epoch of a date of the Gregorian calendar. */
static int64_t days_of(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = y / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year =
		(153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

static bool take_digits(struct wb_str text, size_t at, size_t count,
                        int *ret_value)
{
	int value = 0;
	for (size_t i = at; i < at + count; i++) {
		if (text.data[i] < '0' || text.data[i] > '9') {
			return false;
		}
		value = value * 10 + (text.data[i] - '0');
	}
	*ret_value = value;
	return true;
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
		                    31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

/* 2026-12-25 */
static bool parse_date(struct wb_str text, wb_ms *ret_date)
{
	int year, month, day;
	if (text.len != 10 || text.data[4] != '-' || text.data[7] != '-' ||
	    !take_digits(text, 0, 4, &year) ||
	    !take_digits(text, 5, 2, &month) ||
	    !take_digits(text, 8, 2, &day) || year < 1970 || month < 1 ||
	    month > 12 || day < 1 || day > days_in(year, month)) {
		return false;
	}
	*ret_date = days_of(year, month, day) * WB_DAY;
	return true;
}

static int compare_dates(const void *a, const void *b)
{
	wb_ms x = *(const wb_ms *)a, y = *(const wb_ms *)b;
	return x < y ? -1 : x > y;
}

void wb_read_dates(struct wb_reader *r, const struct wb_node *node,
                   const struct wb_key *key, void *target)
{
	struct wb_calendar_draft *calendar = target;
	if (node->kind != WB_NODE_LIST || node->count > key->max) {
		wb_fault_got(r, node, "a list of at most %lld dates",
		             (long long)key->max);
		return;
	}
	calendar->dates = wb_arena_alloc(
		r->arena, (size_t)node->count * sizeof(wb_ms) + 1);
	int index = 0;
	for (const struct wb_node *n = node->first; n && calendar->dates;
	     n = n->next) {
		size_t before = wb_path_index(r, index++);
		wb_ms date;
		if (n->kind == WB_NODE_SCALAR && parse_date(n->value, &date)) {
			calendar->dates[calendar->date_count++] = date;
		} else {
			wb_fault_got(r, n, "a date such as 2026-12-25");
		}
		wb_path_leave(r, before);
	}
	if (calendar->date_count > 1) {
		qsort(calendar->dates, (size_t)calendar->date_count,
		      sizeof(wb_ms), compare_dates);
	}
}

static int day_of(struct wb_str word)
{
	static const char *const days[] = { "mon", "tue", "wed", "thu",
		                            "fri", "sat", "sun" };
	for (int i = 0; i < 7; i++) {
		if (wb_str_is(word, days[i])) {
			return i;
		}
	}
	return -1;
}

void wb_read_days(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target)
{
	(void)key;
	unsigned bits = 0;
	if (node->kind != WB_NODE_LIST || node->count == 0) {
		wb_fault_got(r, node, "a list of days such as [mon, tue]");
		return;
	}
	int index = 0;
	for (const struct wb_node *n = node->first; n; n = n->next) {
		size_t before = wb_path_index(r, index++);
		int day = n->kind == WB_NODE_SCALAR ? day_of(n->value) : -1;
		if (day < 0) {
			wb_fault_got(r, n,
			             "mon, tue, wed, thu, fri, sat or sun");
		} else {
			bits |= 1u << day;
		}
		wb_path_leave(r, before);
	}
	memcpy(target, &bits, sizeof(bits));
}

void wb_read_time_of_day(struct wb_reader *r, const struct wb_node *node,
                         const struct wb_key *key, void *target)
{
	(void)key;
	wb_ms value;
	if (node->kind == WB_NODE_SCALAR &&
	    wb_time_of_day_parse(node->value, &value)) {
		memcpy(target, &value, sizeof(value));
		return;
	}
	wb_fault_got(r, node,
	             "a time of day from \"00:00\" to \"23:59\", in quotes");
}

static struct wb_str trimmed(struct wb_str text)
{
	while (text.len > 0 && text.data[0] == ' ') {
		text.data++;
		text.len--;
	}
	while (text.len > 0 && text.data[text.len - 1] == ' ') {
		text.len--;
	}
	return text;
}

/* "target", "target - 5%", "target + 2.5%" */
static bool parse_target(struct wb_str text, struct wb_alert_limit_draft *limit)
{
	static const char word[] = "target";
	size_t len = sizeof(word) - 1;
	if (text.len < len || memcmp(text.data, word, len) != 0) {
		return false;
	}
	struct wb_str rest =
		trimmed((struct wb_str){ text.data + len, text.len - len });
	int64_t points = 0;
	if (rest.len > 0) {
		bool less = rest.data[0] == '-';
		struct wb_str number =
			trimmed((struct wb_str){ rest.data + 1, rest.len - 1 });
		if ((!less && rest.data[0] != '+') ||
		    !wb_percent_parse(number, &points) || points < 0 ||
		    points > 10000) {
			return false;
		}
		points = less ? -points : points;
	}
	limit->limit = (struct wb_alert_limit){ WB_LIMIT_TARGET, points };
	limit->unit = WB_CONFIG_PERCENT;
	return true;
}

/* "threshold", "2 * threshold", "1.5 * threshold" */
static bool parse_threshold(struct wb_str text,
                            struct wb_alert_limit_draft *limit)
{
	static const char word[] = "threshold";
	size_t len = sizeof(word) - 1;
	int64_t times = 100;
	if (text.len < len ||
	    memcmp(text.data + text.len - len, word, len) != 0) {
		return false;
	}
	struct wb_str rest =
		trimmed((struct wb_str){ text.data, text.len - len });
	if (rest.len > 0) {
		struct wb_str number =
			trimmed((struct wb_str){ rest.data, rest.len - 1 });
		if (rest.data[rest.len - 1] != '*' ||
		    !wb_decimal_parse(number, &times) || times <= 0 ||
		    times > 100000) {
			return false;
		}
	}
	limit->limit = (struct wb_alert_limit){ WB_LIMIT_THRESHOLD, times };
	limit->unit = WB_CONFIG_DURATION;
	return true;
}

static bool parse_fixed(struct wb_str text, struct wb_alert_limit_draft *limit)
{
	int64_t *number = &limit->limit.number;
	limit->limit.base = WB_LIMIT_FIXED;
	if (wb_count_parse(text, number)) {
		limit->unit = WB_CONFIG_COUNT;
	} else if (wb_percent_parse(text, number)) {
		limit->unit = WB_CONFIG_PERCENT;
	} else if (wb_duration_parse(text, number)) {
		limit->unit = WB_CONFIG_DURATION;
	} else if (wb_decimal_parse(text, number)) {
		limit->unit = WB_CONFIG_DECIMAL;
	} else {
		return false;
	}
	return true;
}

void wb_read_alert_limit(struct wb_reader *r, const struct wb_node *node,
                         const struct wb_key *key, void *target)
{
	(void)key;
	struct wb_alert_limit_draft *limit = target;
	bool good = node->kind == WB_NODE_SCALAR &&
	            (parse_target(node->value, limit) ||
	             parse_threshold(node->value, limit) ||
	             parse_fixed(node->value, limit));
	limit->node = good ? node : NULL;
	if (!good) {
		wb_fault_got(r, node,
		             "a limit in the unit of the KPI, such as 80%%, 2m "
		             "or 30, or \"target - 5%%\", or \"2 * "
		             "threshold\"");
	}
}

void wb_read_said(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target)
{
	int *said = target;
	bool yes = *said == 1;
	int faults = r->faults->errors.found;
	wb_read_bool(r, node, key, &yes);
	if (r->faults->errors.found == faults) {
		*said = yes;
	}
}
