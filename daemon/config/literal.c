#include "config/literal.h"

#include <stdio.h>

#define DIGITS_MAX 15

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes digits off the front of *text. False without any, or too many. */
static bool take_number(struct wb_str *text, int64_t *ret_number)
{
	int64_t number = 0;
	size_t used = 0;
	while (used < text->len && is_digit(text->data[used])) {
		if (used == DIGITS_MAX) {
			return false;
		}
		number = number * 10 + (text->data[used++] - '0');
	}
	text->data += used;
	text->len -= used;
	*ret_number = number;
	return used > 0;
}

static bool take_text(struct wb_str *text, const char *word)
{
	size_t len = strlen(word);
	if (text->len < len || memcmp(text->data, word, len) != 0) {
		return false;
	}
	text->data += len;
	text->len -= len;
	return true;
}

/* Largest first, as they must come; "ms" stands before "m" in the search. */
static const struct {
	const char *name;
	wb_ms length;
} units[] = {
	{ "d", WB_DAY },    { "h", WB_HOUR },   { "ms", 1 },
	{ "m", WB_MINUTE }, { "s", WB_SECOND },
};

#define UNITS (sizeof(units) / sizeof(units[0]))

static wb_ms take_unit(struct wb_str *text)
{
	for (size_t i = 0; i < UNITS; i++) {
		if (take_text(text, units[i].name)) {
			return units[i].length;
		}
	}
	return 0;
}

bool wb_duration_parse(struct wb_str text, wb_ms *ret_duration)
{
	if (wb_str_is(text, "0")) {
		*ret_duration = 0;
		return true;
	}
	if (text.len == 0) {
		return false;
	}
	wb_ms total = 0, last = WB_NEVER;
	while (text.len > 0) {
		int64_t number;
		if (!take_number(&text, &number)) {
			return false;
		}
		wb_ms unit = take_unit(&text);
		if (unit == 0 || unit >= last ||
		    number > (WB_DURATION_MAX - total) / unit) {
			return false;
		}
		total += number * unit;
		last = unit;
	}
	*ret_duration = total;
	return true;
}

const char *wb_duration_write(wb_ms duration,
                              char ret_text[WB_DURATION_TEXT_MAX])
{
	static const size_t order[UNITS] = { 0, 1, 3, 4, 2 };
	size_t used = 0;
	ret_text[0] = '\0';
	for (size_t i = 0; i < UNITS; i++) {
		wb_ms unit = units[order[i]].length;
		wb_ms number = duration / unit;
		if (number == 0 && !(duration == 0 && unit == WB_SECOND)) {
			continue;
		}
		/* whole days and hours only when nothing is left over */
		if (unit == WB_DAY && duration % unit != 0) {
			continue;
		}
		int wrote = snprintf(ret_text + used,
		                     WB_DURATION_TEXT_MAX - used, "%lld%s",
		                     (long long)number, units[order[i]].name);
		used += wrote > 0 ? (size_t)wrote : 0;
		duration -= number * unit;
		if (duration == 0) {
			break;
		}
	}
	return ret_text;
}

/* "77.25" in hundredths, what follows left in the text. */
static bool take_hundredths(struct wb_str *text, int64_t *ret_hundredths)
{
	int64_t whole, fraction = 0;
	if (!take_number(text, &whole) || whole > 1000000) {
		return false;
	}
	if (take_text(text, ".")) {
		size_t before = text->len;
		if (!take_number(text, &fraction) || before - text->len > 2) {
			return false;
		}
		fraction *= before - text->len == 1 ? 10 : 1;
	}
	*ret_hundredths = whole * 100 + fraction;
	return true;
}

bool wb_percent_parse(struct wb_str text, int64_t *ret_bp)
{
	int64_t bp;
	if (!take_hundredths(&text, &bp) || !take_text(&text, "%") ||
	    text.len > 0) {
		return false;
	}
	*ret_bp = bp;
	return true;
}

bool wb_decimal_parse(struct wb_str text, int64_t *ret_hundredths)
{
	int64_t hundredths;
	bool negative = take_text(&text, "-");
	if (!take_hundredths(&text, &hundredths) || text.len > 0) {
		return false;
	}
	*ret_hundredths = negative ? -hundredths : hundredths;
	return true;
}

bool wb_count_parse(struct wb_str text, int64_t *ret_count)
{
	int64_t count;
	bool negative = take_text(&text, "-");
	if (!take_number(&text, &count) || text.len > 0) {
		return false;
	}
	*ret_count = negative ? -count : count;
	return true;
}

bool wb_time_of_day_parse(struct wb_str text, wb_ms *ret_time)
{
	int64_t hours, minutes;
	if (text.len != 5 || !take_number(&text, &hours) ||
	    !take_text(&text, ":") || text.len != 2 ||
	    !take_number(&text, &minutes) || text.len > 0 || hours > 23 ||
	    minutes > 59) {
		return false;
	}
	*ret_time = hours * WB_HOUR + minutes * WB_MINUTE;
	return true;
}

#define EDIT_MAX 64

static size_t least(size_t a, size_t b, size_t c)
{
	size_t smaller = a < b ? a : b;
	return smaller < c ? smaller : c;
}

size_t wb_edit_distance(struct wb_str a, struct wb_str b, size_t max)
{
	if (a.len > EDIT_MAX || b.len > EDIT_MAX) {
		return max + 1;
	}
	size_t row[EDIT_MAX + 1];
	for (size_t j = 0; j <= b.len; j++) {
		row[j] = j;
	}
	for (size_t i = 1; i <= a.len; i++) {
		size_t corner = row[0];
		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t swap = corner + (a.data[i - 1] != b.data[j - 1]);
			corner = row[j];
			row[j] = least(swap, row[j] + 1, row[j - 1] + 1);
		}
	}
	return row[b.len] > max ? max + 1 : row[b.len];
}
