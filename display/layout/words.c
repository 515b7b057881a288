/* Values and sentences as the page says them. */

#include "layout/build.h"

#include <stdio.h>
#include <string.h>

#define EN_DASH "\xe2\x80\x93"

struct wb_str wb_take(struct wb_build *b)
{
	struct wb_str text =
		wb_arena_str(&b->scene->arena, wb_buf_str(&b->scratch));

	if (text.data == NULL) {
		b->scene->failed = true;
	}
	wb_buf_clear(&b->scratch);
	return text;
}

static const char *unit_key(enum wb_unit unit)
{
	switch (unit) {
	case WB_UNIT_PERCENT:
		return "locale.percent";
	case WB_UNIT_RATE:
		return "locale.rate";
	case WB_UNIT_FACTOR:
	case WB_UNIT_COUNT:
	case WB_UNIT_MS:
	case WB_UNIT_SINCE:
	case WB_UNIT_POINTS:
		break;
	}
	return NULL;
}

struct wb_str wb_unit_sign(const struct wb_build *b, enum wb_unit unit)
{
	const char *key = unit_key(unit);

	return key != NULL
	               ? wb_locale_text_of(b->locale, "", wb_str(key), "_sign")
	               : (struct wb_str){ NULL, 0 };
}

static void add_quantity(struct wb_build *b, enum wb_unit unit, int64_t number,
                         bool has_target, int64_t target, bool sign)
{
	int decimals = wb_format_decimals(number, has_target, target);

	if (unit == WB_UNIT_MS || unit == WB_UNIT_SINCE) {
		wb_format_clock(b->locale, &b->scratch, number);
	} else if (sign) {
		wb_format_amount(b->locale, &b->scratch, unit_key(unit), number,
		                 decimals);
	} else {
		wb_format_decimal(b->locale, &b->scratch, number, decimals);
	}
}

struct wb_str wb_value_text(struct wb_build *b, enum wb_unit unit,
                            const struct wb_value *value, bool has_target,
                            int64_t target)
{
	if (!value->present) {
		return wb_str(EN_DASH);
	}
	wb_buf_clear(&b->scratch);
	if (unit == WB_UNIT_SINCE) {
		b->scene->counts = true;
		add_quantity(b, unit, b->counts_to - value->number, false, 0,
		             false);
	} else {
		add_quantity(b, unit, value->number, has_target, target, false);
	}
	return wb_take(b);
}

struct wb_str wb_quantity_text(struct wb_build *b, enum wb_unit unit,
                               int64_t number, bool has_target, int64_t target)
{
	wb_buf_clear(&b->scratch);
	add_quantity(b, unit, number, has_target, target, true);
	return wb_take(b);
}

struct wb_str wb_sentence(struct wb_build *b, const char *key, const char *name,
                          struct wb_str value)
{
	wb_buf_clear(&b->scratch);
	wb_format_text(b->locale, &b->scratch, key,
	               &(struct wb_format_arg){ name, value }, 1);
	return wb_take(b);
}

struct wb_str wb_parts_text(struct wb_build *b, enum wb_unit unit,
                            int64_t numerator, int64_t denominator)
{
	struct wb_format_arg args[2];

	wb_buf_clear(&b->scratch);
	if (unit == WB_UNIT_MS) {
		wb_format_span(b->locale, &b->scratch, numerator);
	} else {
		wb_format_int(b->locale, &b->scratch, numerator);
	}
	args[0] = (struct wb_format_arg){ "numerator", wb_take(b) };
	wb_buf_clear(&b->scratch);
	wb_format_int(b->locale, &b->scratch, denominator);
	args[1] = (struct wb_format_arg){ "denominator", wb_take(b) };
	wb_buf_clear(&b->scratch);
	wb_format_text(b->locale, &b->scratch, "explain.parts", args, 2);
	return wb_take(b);
}

static bool take_start(struct wb_str *text, const char *start)
{
	size_t len = strlen(start);

	if (text->len < len || memcmp(text->data, start, len) != 0) {
		return false;
	}
	text->data += len;
	text->len -= len;
	return true;
}

struct wb_str wb_scope_text(struct wb_build *b, struct wb_str scope,
                            struct wb_str title)
{
	struct wb_str text = { NULL, 0 };

	if (wb_str_is(scope, "total")) {
		return text;
	}
	if (take_start(&scope, "channel:")) {
		text = wb_locale_text_of(b->locale, "channel.", scope, "");
	} else if (take_start(&scope, "tier:") && scope.len < 8) {
		char ascii[16];

		snprintf(ascii, sizeof(ascii), "%.*s", WB_STR_FMT(scope));
		wb_buf_clear(&b->scratch);
		wb_format_ascii(b->locale, &b->scratch, ascii);
		text = wb_sentence(b, "scope.tier", "n", wb_take(b));
	}
	return text.len > 0 ? text : title;
}

struct wb_str wb_counted(struct wb_build *b, const char *key, int64_t n)
{
	struct wb_str pattern = wb_locale_plural(b->locale, key, n);
	struct wb_str number;

	wb_buf_clear(&b->scratch);
	wb_format_int(b->locale, &b->scratch, n);
	number = wb_take(b);
	wb_format_sentence(&b->scratch, pattern,
	                   &(struct wb_format_arg){ "n", number }, 1);
	return wb_take(b);
}

struct wb_str wb_time_text(struct wb_build *b, wb_ms instant, bool seconds)
{
	wb_ms offset = b->in->board != NULL ? b->in->board->utc_offset : 0;

	wb_buf_clear(&b->scratch);
	wb_format_instant(b->locale, &b->scratch, instant, b->now, offset,
	                  seconds);
	return wb_take(b);
}

struct wb_str wb_city_name(struct wb_build *b, struct wb_str zone)
{
	struct wb_str city = wb_locale_text_of(b->locale, "city.", zone, "");
	const char *slash = NULL;
	size_t i;

	if (city.len > 0 || zone.len == 0) {
		return city;
	}
	slash = memrchr(zone.data, '/', zone.len);
	if (slash != NULL) {
		zone = (struct wb_str){
			slash + 1, zone.len - (size_t)(slash + 1 - zone.data)
		};
	}
	wb_buf_clear(&b->scratch);
	for (i = 0; i < zone.len; i++) {
		wb_buf_add_char(&b->scratch,
		                zone.data[i] == '_' ? ' ' : zone.data[i]);
	}
	return wb_take(b);
}

struct wb_str wb_threshold_text(struct wb_build *b,
                                const struct wb_number_tile *n)
{
	if (n->threshold <= 0) {
		return (struct wb_str){ NULL, 0 };
	}
	wb_buf_clear(&b->scratch);
	wb_format_span(b->locale, &b->scratch, n->threshold);
	if (n->threshold_max > n->threshold) {
		wb_buf_add_text(&b->scratch, " \xe2\x80\x93 ");
		wb_format_span(b->locale, &b->scratch, n->threshold_max);
	}
	return wb_take(b);
}
