#include "json_reader.h"

static int hex_value(char c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	if (c >= 'a' && c <= 'f') {
		return c - 'a' + 10;
	}
	if (c >= 'A' && c <= 'F') {
		return c - 'A' + 10;
	}
	return -1;
}

/* The four digits after \u; -1 when they are not there. */
static int32_t read_hex4(struct wb_json_reader *r)
{
	int32_t value = 0;

	if (r->end - r->at < 4) {
		return -1;
	}
	for (int i = 0; i < 4; i++) {
		int digit = hex_value(r->at[i]);

		if (digit < 0) {
			return -1;
		}
		value = value * 16 + digit;
	}
	r->at += 4;
	return value;
}

static char *put_utf8(char *out, int32_t cp)
{
	if (cp < 0x80) {
		*out++ = (char)cp;
	} else if (cp < 0x800) {
		*out++ = (char)(0xc0 | cp >> 6);
		*out++ = (char)(0x80 | (cp & 0x3f));
	} else if (cp < 0x10000) {
		*out++ = (char)(0xe0 | cp >> 12);
		*out++ = (char)(0x80 | (cp >> 6 & 0x3f));
		*out++ = (char)(0x80 | (cp & 0x3f));
	} else {
		*out++ = (char)(0xf0 | cp >> 18);
		*out++ = (char)(0x80 | (cp >> 12 & 0x3f));
		*out++ = (char)(0x80 | (cp >> 6 & 0x3f));
		*out++ = (char)(0x80 | (cp & 0x3f));
	}
	return out;
}

/* After "\u": one code unit, or two that make a surrogate pair. */
static bool read_unicode_escape(struct wb_json_reader *r, char **out)
{
	const char *start = r->at - 2;
	int32_t cp = read_hex4(r);

	if (cp < 0) {
		return wb_json_fail_at(r, start,
		                       "expected four hex digits after \\u");
	}
	if (cp == 0) {
		return wb_json_fail_at(r, start,
		                       "a NUL character is not allowed");
	}
	if (cp >= 0xd800 && cp <= 0xdfff) {
		int32_t low = -1;

		if (cp <= 0xdbff && r->end - r->at >= 2 && r->at[0] == '\\' &&
		    r->at[1] == 'u') {
			r->at += 2;
			low = read_hex4(r);
		}
		if (low < 0xdc00 || low > 0xdfff) {
			return wb_json_fail_at(r, start,
			                       "half a surrogate pair");
		}
		cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
	}
	*out = put_utf8(*out, cp);
	return true;
}

static bool read_escape(struct wb_json_reader *r, char **out)
{
	static const char names[] = "\"\\/bfnrt";
	static const char values[] = "\"\\/\b\f\n\r\t";
	const char *name;
	char c = *++r->at; /* the closing quote is known to follow somewhere */

	if (c == 'u') {
		r->at++;
		return read_unicode_escape(r, out);
	}
	name = c ? strchr(names, c) : NULL;
	if (!name) {
		return wb_json_fail_at(r, r->at - 1,
		                       "unknown escape in a string");
	}
	*(*out)++ = values[name - names];
	r->at++;
	return true;
}

/* The string from r->at to its closing quote at `close`, into the arena. */
static bool unescape(struct wb_json_reader *r, const char *close,
                     struct wb_str *ret_string)
{
	/* no escape is shorter than what it stands for */
	char *data = wb_arena_alloc(r->arena, (size_t)(close - r->at) + 1);
	char *out = data;

	if (!data) {
		return wb_json_fail_memory(r);
	}
	while (r->at < close) {
		if (*r->at != '\\') {
			*out++ = *r->at++;
		} else if (!read_escape(r, &out)) {
			return false;
		}
	}
	*ret_string = (struct wb_str){ data, (size_t)(out - data) };
	return true;
}

enum { PLAIN, QUOTE, BACKSLASH, CONTROL, HIGH };

static inline int byte_class(char c)
{
	if (c == '"') {
		return QUOTE;
	}
	if (c == '\\') {
		return BACKSLASH;
	}
	if ((unsigned char)c < 0x20) {
		return CONTROL;
	}
	return (unsigned char)c >= 0x80 ? HIGH : PLAIN;
}

/* The bytes of the string after its opening quote are valid UTF-8? */
static bool check_utf8(struct wb_json_reader *r, const char *close)
{
	struct wb_str raw = { r->at, (size_t)(close - r->at) };
	size_t valid = wb_str_utf8_prefix(raw, raw.len);

	return valid == raw.len ||
	       wb_json_fail_at(r, r->at + valid, "not valid UTF-8");
}

/*
 * Finds the closing quote of the string at r->at, and whether there are escapes
 * and bytes beyond ASCII before it; NULL when it fails.
 */
static const char *find_close(struct wb_json_reader *r, bool *ret_escapes,
                              bool *ret_high)
{
	for (const char *at = r->at; at < r->end; at++) {
		switch (byte_class(*at)) {
		case QUOTE:
			return at;
		case BACKSLASH:
			*ret_escapes = true;
			at += at + 1 < r->end;
			break;
		case CONTROL:
			wb_json_fail_at(r, at, "control character in a string");
			return NULL;
		case HIGH:
			*ret_high = true;
			break;
		default:
			break;
		}
	}
	wb_json_fail_at(r, r->at - 1, "string without its end");
	return NULL;
}

bool wb_json_read_string(struct wb_json_reader *r, struct wb_str *ret_string)
{
	bool escapes = false, high = false;
	const char *close = find_close(r, &escapes, &high);

	if (!close || (high && !check_utf8(r, close))) {
		return false;
	}
	*ret_string = (struct wb_str){ r->at, (size_t)(close - r->at) };
	if (escapes && !unescape(r, close, ret_string)) {
		return false;
	}
	r->at = close + 1;
	return true;
}
