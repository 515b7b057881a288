#include "acd/text.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool wb_text_to_int(struct wb_str text, int64_t *ret_value)
{
	bool negative = text.len > 0 && text.data[0] == '-';
	size_t i = negative ? 1 : 0;
	int64_t value = 0;

	if (i == text.len || text.len - i > 18) {
		return false;
	}
	for (; i < text.len; i++) {
		if (!is_digit(text.data[i])) {
			return false;
		}
		value = value * 10 + (text.data[i] - '0');
	}
	*ret_value = negative ? -value : value;
	return true;
}

bool wb_text_to_ms(struct wb_str text, wb_ms *ret_ms)
{
	const char *dot = text.len ? memchr(text.data, '.', text.len) : NULL;
	size_t whole = dot ? (size_t)(dot - text.data) : text.len;
	int64_t seconds;
	wb_ms ms = 0;

	if (!wb_text_to_int((struct wb_str){ text.data, whole }, &seconds) ||
	    seconds < 0 || seconds > WB_TIME_MAX / WB_SECOND) {
		return false;
	}
	wb_ms unit = 100;
	for (size_t i = whole + 1; i < text.len; i++) {
		if (!is_digit(text.data[i])) {
			return false;
		}
		ms += unit * (text.data[i] - '0');
		unit /= 10;
	}
	*ret_ms = seconds * WB_SECOND + ms;
	return true;
}

/* Appends one whole character, or nothing when it does not fit. */
static bool append(struct wb_name *name, const char *data, size_t len)
{
	if (name->len + len > WB_NAME_MAX_BYTES) {
		return false;
	}
	memcpy(name->text + name->len, data, len);
	name->len += len;
	return true;
}

static size_t char_length(unsigned char first)
{
	if (first < 0x80) {
		return 1;
	}
	if (first < 0xe0) {
		return 2;
	}
	return first < 0xf0 ? 3 : 4;
}

/* Appends what the front of the text shows; returns the bytes it took. */
static size_t clean_step(struct wb_str text, struct wb_name *name)
{
	unsigned char first = (unsigned char)text.data[0];

	if (first < 0x20 || first == 0x7f) {
		return append(name, " ", 1) ? 1 : text.len;
	}
	size_t len = char_length(first);
	struct wb_str head = { text.data, len };
	if (len <= text.len && wb_str_is_clean_utf8(head)) {
		return append(name, text.data, len) ? len : text.len;
	}
	return append(name, "\xef\xbf\xbd", 3) ? 1 : text.len;
}

struct wb_str wb_text_clean(struct wb_str text, struct wb_name *ret_name)
{
	while (text.len > 0 && (unsigned char)text.data[0] <= ' ') {
		text.data++;
		text.len--;
	}
	ret_name->len = 0;
	while (text.len > 0) {
		size_t took = clean_step(text, ret_name);
		text.data += took;
		text.len -= took;
	}
	while (ret_name->len > 0 && ret_name->text[ret_name->len - 1] == ' ') {
		ret_name->len--;
	}
	ret_name->text[ret_name->len] = '\0';
	return (struct wb_str){ ret_name->text, ret_name->len };
}

bool wb_text_is_phone_number(struct wb_str text)
{
	int digits = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (is_digit(text.data[i])) {
			digits++;
		} else if (!strchr("+-*#(). /", text.data[i]) ||
		           text.data[i] == '\0') {
			return false;
		}
	}
	return digits >= 7;
}
