#ifndef WB_BASE_BUF_H
#define WB_BASE_BUF_H

/*
 * A growing byte buffer with a limit and a sticky error: after a failed append
 * (limit reached or out of memory) `failed` is set, later appends do nothing,
 * and the caller checks once at the end.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Owned by the caller. Fields may be read; only the functions write them. */
struct wb_buf {
	char *data; /* always NUL-terminated when not NULL */
	size_t len; /* bytes in use, without the NUL */
	size_t capacity;
	size_t limit; /* bytes; 0 = WB_BUF_DEFAULT_LIMIT */
	bool failed;
};

#define WB_BUF_DEFAULT_LIMIT ((size_t)256 * 1024 * 1024)

/* Starts empty; allocates nothing. A zeroed struct is valid as well. */
void wb_buf_init(struct wb_buf *buf, size_t limit);

/* Frees the memory and leaves a zeroed buffer with the same limit. */
void wb_buf_finish(struct wb_buf *buf);

/* Forgets the content and the error, keeps the memory. */
void wb_buf_clear(struct wb_buf *buf);

/* Makes room for `extra` more bytes; false (and failed) when it cannot. */
bool wb_buf_reserve(struct wb_buf *buf, size_t extra);

void wb_buf_add(struct wb_buf *buf, const void *data, size_t len);
void wb_buf_add_str(struct wb_buf *buf, struct wb_str s);
void wb_buf_add_text(struct wb_buf *buf, const char *text);
void wb_buf_add_char(struct wb_buf *buf, char c);
void wb_buf_addf(struct wb_buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Removes the first `count` bytes (count <= len), moving the rest down. */
void wb_buf_drop_front(struct wb_buf *buf, size_t count);

static inline struct wb_str wb_buf_str(const struct wb_buf *buf)
{
	return (struct wb_str){ buf->data ? buf->data : "", buf->len };
}

#endif
