#include "locale/format.h"

#include <stdio.h>
#include <string.h>

#include "locale/calendar.h"

#define FSI "\xe2\x81\xa8"
#define PDI "\xe2\x81\xa9"

void wb_format_ascii(const struct wb_locale *locale, struct wb_buf *out,
                     const char *ascii)
{
	for (; *ascii != '\0'; ascii++) {
		if (*ascii >= '0' && *ascii <= '9') {
			wb_buf_add_str(out, locale->digits[*ascii - '0']);
		} else if (*ascii == '.') {
			wb_buf_add_str(out, locale->decimal);
		} else if (*ascii == '-') {
			wb_buf_add_str(out, locale->minus);
		} else {
			wb_buf_add_char(out, *ascii);
		}
	}
}

/* The digits of `whole` with group marks. */
static void add_grouped(const struct wb_locale *locale, struct wb_buf *out,
                        uint64_t whole)
{
	char ascii[24];
	int len = snprintf(ascii, sizeof(ascii), "%llu",
	                   (unsigned long long)whole);
	int i;

	for (i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0) {
			wb_buf_add_str(out, locale->group);
		}
		wb_buf_add_str(out, locale->digits[ascii[i] - '0']);
	}
}

static uint64_t magnitude(int64_t value)
{
	return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

void wb_format_int(const struct wb_locale *locale, struct wb_buf *out,
                   int64_t value)
{
	if (value < 0) {
		wb_buf_add_str(out, locale->minus);
	}
	add_grouped(locale, out, magnitude(value));
}

static uint64_t rounded(uint64_t hundredths, int decimals)
{
	if (decimals >= 2) {
		return hundredths;
	}
	return decimals == 1 ? (hundredths + 5) / 10 : (hundredths + 50) / 100;
}

void wb_format_decimal(const struct wb_locale *locale, struct wb_buf *out,
                       int64_t hundredths, int decimals)
{
	static const uint64_t units[] = { 1, 10, 100 };
	int places = decimals < 0 ? 0 : decimals > 2 ? 2 : decimals;
	uint64_t shown = rounded(magnitude(hundredths), places);
	char fraction[8];

	if (hundredths < 0 && shown > 0) {
		wb_buf_add_str(out, locale->minus);
	}
	add_grouped(locale, out, shown / units[places]);
	if (places == 0) {
		return;
	}
	snprintf(fraction, sizeof(fraction), ".%0*u", places,
	         (unsigned)(shown % units[places]));
	wb_format_ascii(locale, out, fraction);
}

void wb_format_percent(const struct wb_locale *locale, struct wb_buf *out,
                       int64_t hundredths, int decimals)
{
	wb_format_amount(locale, out, "locale.percent", hundredths, decimals);
}

void wb_format_amount(const struct wb_locale *locale, struct wb_buf *out,
                      const char *pattern_key, int64_t hundredths, int decimals)
{
	struct wb_str pattern = pattern_key != NULL
	                                ? wb_locale_text(locale, pattern_key)
	                                : (struct wb_str){ NULL, 0 };
	const char *place =
		pattern.len > 0 ? memmem(pattern.data, pattern.len, "{n}", 3)
				: NULL;
	size_t before;

	if (place == NULL) {
		wb_format_decimal(locale, out, hundredths, decimals);
		return;
	}
	before = (size_t)(place - pattern.data);
	wb_buf_add(out, pattern.data, before);
	wb_format_decimal(locale, out, hundredths, decimals);
	wb_buf_add(out, place + 3, pattern.len - before - 3);
}

static int compare(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

int wb_format_decimals(int64_t hundredths, bool has_target,
                       int64_t target_hundredths)
{
	static const uint64_t units[] = { 100, 10, 1 };
	uint64_t value = magnitude(hundredths);
	uint64_t target = magnitude(target_hundredths);
	int decimals = value >= 1000 || value % 100 == 0 ? 0 : 1;

	if (!has_target || (hundredths < 0) != (target_hundredths < 0)) {
		return decimals;
	}
	while (decimals < 2 &&
	       compare(rounded(value, decimals) * units[decimals], target) !=
	               compare(value, target)) {
		decimals++;
	}
	return decimals;
}

void wb_format_clock(const struct wb_locale *locale, struct wb_buf *out,
                     wb_ms duration)
{
	long long seconds = duration > 0 ? duration / WB_SECOND : 0;
	char ascii[32];

	if (seconds < 3600) {
		snprintf(ascii, sizeof(ascii), "%lld:%02lld", seconds / 60,
		         seconds % 60);
	} else {
		snprintf(ascii, sizeof(ascii), "%lld:%02lld:%02lld",
		         seconds / 3600, seconds / 60 % 60, seconds % 60);
	}
	wb_format_ascii(locale, out, ascii);
}

/* Pattern with {n}, {h} or {m} filled in, not isolated: they are one word. */
static void add_amount(const struct wb_locale *locale, struct wb_buf *out,
                       struct wb_str pattern, int64_t n, int64_t m)
{
	size_t i = 0;

	while (i < pattern.len) {
		if (pattern.data[i] == '{' && i + 2 < pattern.len &&
		    pattern.data[i + 2] == '}') {
			wb_format_int(locale, out,
			              pattern.data[i + 1] == 'm' ? m : n);
			i += 3;
		} else {
			wb_buf_add_char(out, pattern.data[i++]);
		}
	}
}

void wb_format_span(const struct wb_locale *locale, struct wb_buf *out,
                    wb_ms duration)
{
	int64_t seconds = duration > 0 ? duration / WB_SECOND : 0;
	int64_t hours = seconds / 3600;
	int64_t minutes = seconds / 60 % 60;
	struct wb_str pattern;
	int64_t n;

	if (seconds < 60) {
		pattern = wb_locale_plural(locale, "span.seconds", seconds);
		n = seconds;
	} else if (hours == 0) {
		pattern = wb_locale_plural(locale, "span.minutes", minutes);
		n = minutes;
	} else if (hours >= 48) {
		n = hours / 24;
		pattern = wb_locale_plural(locale, "unit.days", n);
	} else {
		pattern =
			minutes > 0
				? wb_locale_text(locale, "unit.hours_minutes")
				: wb_locale_plural(locale, "span.hours", hours);
		n = hours;
	}
	add_amount(locale, out, pattern, n, minutes);
}

void wb_format_time(const struct wb_locale *locale, struct wb_buf *out,
                    wb_ms instant, wb_ms utc_offset, bool seconds)
{
	wb_ms local = instant + utc_offset;
	wb_ms day = wb_calendar_day(local) * 24 * WB_HOUR;
	int of_day = (int)((local - day) / WB_SECOND);
	char ascii[32];

	snprintf(ascii, sizeof(ascii), "%02d:%02d", of_day / 3600,
	         of_day / 60 % 60);
	wb_format_ascii(locale, out, ascii);
	if (seconds) {
		snprintf(ascii, sizeof(ascii), ":%02d", of_day % 60);
		wb_format_ascii(locale, out, ascii);
	}
}

static void add_date(const struct wb_locale *locale, struct wb_buf *out,
                     const char *pattern_key, wb_ms local)
{
	int64_t number = wb_calendar_day(local);
	struct wb_date date = locale->calendar == WB_CALENDAR_JALALI
	                              ? wb_calendar_jalali(number)
	                              : wb_calendar_gregorian(number);
	char key[32], ascii[2][16];
	struct wb_buf day = { 0 }, year = { 0 };
	struct wb_str weekday, month;

	snprintf(key, sizeof(key), "weekday.%d", date.weekday);
	weekday = wb_locale_text(locale, key);
	snprintf(key, sizeof(key), "month.%d", date.month);
	month = wb_locale_text(locale, key);
	snprintf(ascii[0], sizeof(ascii[0]), "%d", date.day);
	wb_format_ascii(locale, &day, ascii[0]);
	snprintf(ascii[1], sizeof(ascii[1]), "%d", date.year);
	wb_format_ascii(locale, &year, ascii[1]);
	wb_format_text(
		locale, out, pattern_key,
		(struct wb_format_arg[]){ { "weekday", weekday },
	                                  { "day", wb_buf_str(&day) },
	                                  { "month", month },
	                                  { "year", wb_buf_str(&year) } },
		4);
	wb_buf_finish(&day);
	wb_buf_finish(&year);
}

void wb_format_date(const struct wb_locale *locale, struct wb_buf *out,
                    wb_ms instant, wb_ms utc_offset)
{
	add_date(locale, out, "locale.date", instant + utc_offset);
}

void wb_format_short_date(const struct wb_locale *locale, struct wb_buf *out,
                          wb_ms instant, wb_ms utc_offset)
{
	add_date(locale, out, "locale.date_short", instant + utc_offset);
}

void wb_format_instant(const struct wb_locale *locale, struct wb_buf *out,
                       wb_ms instant, wb_ms now, wb_ms utc_offset, bool seconds)
{
	if (wb_calendar_day(instant + utc_offset) !=
	    wb_calendar_day(now + utc_offset)) {
		add_date(locale, out, "locale.date_short",
		         instant + utc_offset);
		wb_buf_add_char(out, ' ');
	}
	wb_format_time(locale, out, instant, utc_offset, seconds);
}

static void add_arg(struct wb_buf *out, struct wb_str name,
                    const struct wb_format_arg *args, int count)
{
	int i;

	for (i = 0; i < count; i++) {
		if (!wb_str_is(name, args[i].name)) {
			continue;
		}
		wb_buf_add_text(out, FSI);
		wb_buf_add_str(out, args[i].value);
		wb_buf_add_text(out, PDI);
		return;
	}
}

void wb_format_sentence(struct wb_buf *out, struct wb_str pattern,
                        const struct wb_format_arg *args, int count)
{
	size_t at = 0;

	while (at < pattern.len) {
		const char *open =
			memchr(pattern.data + at, '{', pattern.len - at);
		const char *close =
			open ? memchr(open, '}',
		                      pattern.len -
		                              (size_t)(open - pattern.data))
			     : NULL;

		if (close == NULL) {
			break;
		}
		wb_buf_add(out, pattern.data + at,
		           (size_t)(open - pattern.data) - at);
		add_arg(out,
		        (struct wb_str){ open + 1, (size_t)(close - open - 1) },
		        args, count);
		at = (size_t)(close - pattern.data) + 1;
	}
	if (at < pattern.len) {
		wb_buf_add(out, pattern.data + at, pattern.len - at);
	}
}

void wb_format_text(const struct wb_locale *locale, struct wb_buf *out,
                    const char *key, const struct wb_format_arg *args,
                    int count)
{
	wb_format_sentence(out, wb_locale_text(locale, key), args, count);
}
