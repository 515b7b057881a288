#include "base/buf.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define CAPACITY_MIN ((size_t)256)

void wb_buf_init(struct wb_buf *buf, size_t limit)
{
	*buf = (struct wb_buf){ .limit = limit };
}

void wb_buf_finish(struct wb_buf *buf)
{
	free(buf->data);
	wb_buf_init(buf, buf->limit);
}

void wb_buf_clear(struct wb_buf *buf)
{
	buf->len = 0;
	buf->failed = false;
	if (buf->data) {
		buf->data[0] = '\0';
	}
}

static bool grow(struct wb_buf *buf, size_t needed)
{
	size_t limit = buf->limit ? buf->limit : WB_BUF_DEFAULT_LIMIT;
	size_t capacity = buf->capacity ? buf->capacity : CAPACITY_MIN;
	char *data;

	while (capacity < needed) {
		capacity = capacity > SIZE_MAX / 2 ? needed : capacity * 2;
	}
	if (capacity > limit && limit < SIZE_MAX) {
		capacity = limit + 1 > needed ? limit + 1 : needed;
	}
	data = realloc(buf->data, capacity);
	if (!data) {
		return false;
	}
	buf->data = data;
	buf->capacity = capacity;
	buf->data[buf->len] = '\0';
	return true;
}

bool wb_buf_reserve(struct wb_buf *buf, size_t extra)
{
	size_t limit = buf->limit ? buf->limit : WB_BUF_DEFAULT_LIMIT;

	if (buf->failed) {
		return false;
	}
	if (extra < buf->capacity - buf->len) {
		return true;
	}
	if (buf->len > limit || extra > limit - buf->len ||
	    buf->len + extra == SIZE_MAX || !grow(buf, buf->len + extra + 1)) {
		buf->failed = true;
		return false;
	}
	return true;
}

void wb_buf_add(struct wb_buf *buf, const void *data, size_t len)
{
	if (!wb_buf_reserve(buf, len)) {
		return;
	}
	if (len) {
		memcpy(buf->data + buf->len, data, len);
	}
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void wb_buf_add_str(struct wb_buf *buf, struct wb_str s)
{
	wb_buf_add(buf, s.data, s.len);
}

void wb_buf_add_text(struct wb_buf *buf, const char *text)
{
	wb_buf_add(buf, text, strlen(text));
}

void wb_buf_add_char(struct wb_buf *buf, char c)
{
	wb_buf_add(buf, &c, 1);
}

void wb_buf_addf(struct wb_buf *buf, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0) {
		buf->failed = true;
		return;
	}
	if (!wb_buf_reserve(buf, (size_t)len)) {
		return;
	}
	va_start(args, format);
	vsnprintf(buf->data + buf->len, (size_t)len + 1, format, args);
	va_end(args);
	buf->len += (size_t)len;
}

void wb_buf_drop_front(struct wb_buf *buf, size_t count)
{
	assert(count <= buf->len);
	if (count == 0) {
		return;
	}
	buf->len -= count;
	memmove(buf->data, buf->data + count, buf->len + 1);
}
