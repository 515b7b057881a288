#include "base/str.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Length in bytes of the well-formed character at the start of `s` (RFC 3629:
 * no overlongs, no surrogates, nothing above U+10FFFF), or 0. Not for ASCII.
 */
static size_t multibyte_len(const unsigned char *s, size_t left)
{
	unsigned char low = 0x80, high = 0xbf; /* bounds of the second byte */
	size_t len;

	if (s[0] >= 0xc2 && s[0] <= 0xdf) {
		len = 2;
	} else if (s[0] >= 0xe0 && s[0] <= 0xef) {
		len = 3;
		low = s[0] == 0xe0 ? 0xa0 : low;
		high = s[0] == 0xed ? 0x9f : high;
	} else if (s[0] >= 0xf0 && s[0] <= 0xf4) {
		len = 4;
		low = s[0] == 0xf0 ? 0x90 : low;
		high = s[0] == 0xf4 ? 0x8f : high;
	} else {
		return 0;
	}
	if (left < len || s[1] < low || s[1] > high) {
		return 0;
	}
	for (size_t i = 2; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80) {
			return 0;
		}
	}
	return len;
}

size_t wb_str_first_char(struct wb_str s)
{
	const unsigned char *data = (const unsigned char *)s.data;

	if (s.len == 0) {
		return 0;
	}
	return data[0] < 0x80 ? 1 : multibyte_len(data, s.len);
}

size_t wb_str_utf8_prefix(struct wb_str s, size_t max)
{
	const unsigned char *data = (const unsigned char *)s.data;
	size_t len = s.len < max ? s.len : max;
	size_t at = 0;

	while (at < len) {
		size_t step = data[at] < 0x80
		                      ? 1
		                      : multibyte_len(data + at, len - at);

		if (step == 0) {
			break;
		}
		at += step;
	}
	return at;
}

/* Is each of the eight bytes ASCII and not a control character? */
static bool all_printable_ascii(const unsigned char *bytes)
{
	const uint64_t highs = 0x8080808080808080;
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return ((word | (word - 0x2020202020202020)) & highs) == 0;
}

bool wb_str_is_clean_utf8(struct wb_str s)
{
	const unsigned char *data = (const unsigned char *)s.data;
	size_t at = 0;

	while (at < s.len) {
		size_t step = 1;

		if (s.len - at >= 8 && all_printable_ascii(data + at)) {
			step = 8;
		} else if (data[at] >= 0x80) {
			step = multibyte_len(data + at, s.len - at);
		} else if (data[at] < 0x20) {
			step = 0;
		}
		if (step == 0) {
			return false;
		}
		at += step;
	}
	return true;
}

static uint32_t code_point(const unsigned char *s, size_t len)
{
	uint32_t cp;

	if (len == 1) {
		return s[0];
	}
	cp = s[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		cp = cp << 6 | (s[i] & 0x3fu);
	}
	return cp;
}

/* Would it act on a terminal or on the order of the text around it? */
static bool is_unsafe(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp <= 0x9f) || cp == 0x061c ||
	       (cp >= 0x2028 && cp <= 0x202e) ||
	       (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff;
}

/* One character as it is to be printed; returns the bytes of `s` used. */
static size_t escape_one(const unsigned char *s, size_t left, char ret_text[8])
{
	size_t len = s[0] < 0x80 ? 1 : multibyte_len(s, left);
	uint32_t cp;

	if (len == 0) {
		snprintf(ret_text, 8, "\\x%02x", s[0]);
		return 1;
	}
	cp = code_point(s, len);
	if (is_unsafe(cp)) {
		snprintf(ret_text, 8, "\\u%04x", (unsigned)(cp & 0xffff));
	} else {
		memcpy(ret_text, s, len);
		ret_text[len] = '\0';
	}
	return len;
}

const char *wb_str_excerpt(struct wb_str s, char ret_text[WB_EXCERPT_SIZE])
{
	const unsigned char *data = (const unsigned char *)s.data;
	size_t used = 0, at = 0;
	size_t room = WB_EXCERPT_SIZE - sizeof("...");

	while (at < s.len) {
		char one[8];
		size_t step = escape_one(data + at, s.len - at, one);
		size_t len = strlen(one);

		if (used + len > room) {
			break;
		}
		memcpy(ret_text + used, one, len);
		used += len;
		at += step;
	}
	strcpy(ret_text + used, at < s.len ? "..." : "");
	return ret_text;
}

void wb_str_format(char *ret_text, size_t size, const char *format, ...)
{
	va_list args;
	int len;

	if (size == 0) {
		return;
	}
	va_start(args, format);
	len = vsnprintf(ret_text, size, format, args);
	va_end(args);
	if (len < 0) {
		ret_text[0] = '\0';
	} else if ((size_t)len >= size) {
		ret_text[wb_str_utf8_prefix(wb_str(ret_text), size)] = '\0';
	}
}
