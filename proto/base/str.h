#ifndef WB_BASE_STR_H
#define WB_BASE_STR_H

/*
 * A borrowed piece of text: pointer and length in bytes, not terminated.
 * { NULL, 0 } is "absent"; { "", 0 } is "present and empty".
 */

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct wb_str {
	const char *data;
	size_t len;
};

/* For printf: printf("%.*s", WB_STR_FMT(s)). */
#define WB_STR_FMT(s) (int)(s).len, (s).data ? (s).data : ""

/* Borrows a C string; NULL gives the absent string. */
static inline struct wb_str wb_str(const char *text)
{
	return (struct wb_str){ text, text ? strlen(text) : 0 };
}

static inline bool wb_str_equal(struct wb_str a, struct wb_str b)
{
	return a.len == b.len &&
	       (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static inline bool wb_str_is(struct wb_str a, const char *text)
{
	return wb_str_equal(a, wb_str(text));
}

/* Valid UTF-8 without surrogates, overlongs, NUL or other C0 controls? */
bool wb_str_is_clean_utf8(struct wb_str s);

/* Length of the longest valid UTF-8 prefix of at most `max` bytes. */
size_t wb_str_utf8_prefix(struct wb_str s, size_t max);

/* Bytes of the first character, 1 to 4; 0 when it is not valid or not there. */
size_t wb_str_first_char(struct wb_str s);

/* The excerpt of wb_str_excerpt() is at most so long, with the NUL. */
#define WB_EXCERPT_SIZE 64

/*
 * Copies the start of `s` into `ret_text` in a form that is safe to print:
 * control characters, bidirectional overrides and bytes that are not UTF-8
 * are written as \u001b or \xff, and what is too long ends in "...".
 * Returns ret_text, NUL-terminated valid UTF-8.
 */
const char *wb_str_excerpt(struct wb_str s, char ret_text[WB_EXCERPT_SIZE]);

/*
 * Like snprintf, but what does not fit is cut between characters: if the
 * arguments are valid UTF-8, so is the result.
 */
void wb_str_format(char *ret_text, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
