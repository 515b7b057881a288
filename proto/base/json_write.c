#include "base/json_write.h"

#include <assert.h>
#include <inttypes.h>

#define SCALE_MAX 9

void wb_json_writer_init(struct wb_json_writer *w, struct wb_buf *out)
{
	w->out = out;
	w->need_comma = false;
}

static void before_value(struct wb_json_writer *w)
{
	if (w->need_comma) {
		wb_buf_add_char(w->out, ',');
	}
	w->need_comma = true;
}

static void begin(struct wb_json_writer *w, char bracket)
{
	before_value(w);
	wb_buf_add_char(w->out, bracket);
	w->need_comma = false;
}

static void end(struct wb_json_writer *w, char bracket)
{
	wb_buf_add_char(w->out, bracket);
	w->need_comma = true;
}

void wb_json_begin_object(struct wb_json_writer *w)
{
	begin(w, '{');
}

void wb_json_end_object(struct wb_json_writer *w)
{
	end(w, '}');
}

void wb_json_begin_array(struct wb_json_writer *w)
{
	begin(w, '[');
}

void wb_json_end_array(struct wb_json_writer *w)
{
	end(w, ']');
}

static void add_escape(struct wb_buf *out, unsigned char c)
{
	switch (c) {
	case '"':
		wb_buf_add(out, "\\\"", 2);
		break;
	case '\\':
		wb_buf_add(out, "\\\\", 2);
		break;
	case '\n':
		wb_buf_add(out, "\\n", 2);
		break;
	case '\r':
		wb_buf_add(out, "\\r", 2);
		break;
	case '\t':
		wb_buf_add(out, "\\t", 2);
		break;
	default:
		wb_buf_addf(out, "\\u%04x", c);
		break;
	}
}

/* Bytes at the start of `s` that can be copied as they are. */
static size_t plain_run(struct wb_str s)
{
	size_t at = 0;

	while (at < s.len) {
		unsigned char c = (unsigned char)s.data[at];

		if (c >= 0x80 || c < 0x20 || c == '"' || c == '\\') {
			break;
		}
		at++;
	}
	return at;
}

/* Adds the first character of `s`, which is none to copy as it is. */
static size_t add_special(struct wb_buf *out, struct wb_str s)
{
	size_t len = wb_str_first_char(s);

	if ((unsigned char)s.data[0] < 0x80) {
		add_escape(out, (unsigned char)s.data[0]);
	} else if (len > 0) {
		wb_buf_add(out, s.data, len);
	} else {
		wb_buf_add(out, "\xef\xbf\xbd", 3);
	}
	return len ? len : 1;
}

static void add_quoted(struct wb_buf *out, struct wb_str s)
{
	wb_buf_add_char(out, '"');
	while (s.len > 0) {
		size_t used = plain_run(s);

		wb_buf_add(out, s.data, used);
		if (used < s.len) {
			used += add_special(
				out,
				(struct wb_str){ s.data + used, s.len - used });
		}
		s.data += used;
		s.len -= used;
	}
	wb_buf_add_char(out, '"');
}

void wb_json_key(struct wb_json_writer *w, struct wb_str key)
{
	before_value(w);
	add_quoted(w->out, key);
	wb_buf_add_char(w->out, ':');
	w->need_comma = false;
}

void wb_json_key_text(struct wb_json_writer *w, const char *key)
{
	wb_json_key(w, wb_str(key));
}

void wb_json_string(struct wb_json_writer *w, struct wb_str value)
{
	before_value(w);
	add_quoted(w->out, value);
}

void wb_json_text(struct wb_json_writer *w, const char *value)
{
	wb_json_string(w, wb_str(value));
}

static char *digits_backwards(char *at, uint64_t value, int min_digits)
{
	while (value > 0 || min_digits > 0) {
		*--at = (char)('0' + value % 10);
		value /= 10;
		min_digits--;
	}
	return at;
}

void wb_json_int(struct wb_json_writer *w, int64_t value)
{
	wb_json_decimal(w, value, 0);
}

void wb_json_bool(struct wb_json_writer *w, bool value)
{
	before_value(w);
	wb_buf_add_text(w->out, value ? "true" : "false");
}

void wb_json_null(struct wb_json_writer *w)
{
	before_value(w);
	wb_buf_add_text(w->out, "null");
}

void wb_json_decimal(struct wb_json_writer *w, int64_t value, int scale)
{
	char text[32];
	char *end_of_text = text + sizeof(text);
	char *at = end_of_text;
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	uint64_t unit = 1;

	assert(scale >= 0 && scale <= SCALE_MAX);
	for (; scale > 0 && rest % 10 == 0; scale--) {
		rest /= 10;
	}
	for (int i = 0; i < scale; i++) {
		unit *= 10;
	}
	if (scale > 0) {
		at = digits_backwards(at, rest % unit, scale);
		*--at = '.';
	}
	at = digits_backwards(at, rest / unit, 1);
	if (value < 0) {
		*--at = '-';
	}
	before_value(w);
	wb_buf_add(w->out, at, (size_t)(end_of_text - at));
}

void wb_json_raw(struct wb_json_writer *w, struct wb_str json)
{
	before_value(w);
	wb_buf_add_str(w->out, json);
}
