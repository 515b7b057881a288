#include "push/frame.h"

#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>

#define STRIDE (LWS_PRE + WB_FRAME_CHUNK_BYTES)

struct wb_frame {
	unsigned references;
	size_t len;
	char *taken; /* all the bytes; NULL when they are in `data` */
	unsigned char
		data[]; /* with head room; of taken bytes the first chunk */
};

size_t wb_frame_len(const struct wb_frame *frame)
{
	return frame->len;
}

static size_t chunks_of(size_t len)
{
	return len == 0 ? 1
	                : (len + WB_FRAME_CHUNK_BYTES - 1) /
	                          WB_FRAME_CHUNK_BYTES;
}

size_t wb_frame_chunks(const struct wb_frame *frame)
{
	return chunks_of(frame->len);
}

unsigned char *wb_frame_chunk(struct wb_frame *frame, size_t index,
                              size_t *ret_len)
{
	size_t left = frame->len - index * WB_FRAME_CHUNK_BYTES;

	*ret_len = left < WB_FRAME_CHUNK_BYTES ? left : WB_FRAME_CHUNK_BYTES;
	if (frame->taken && index > 0) {
		return (unsigned char *)frame->taken +
		       index * WB_FRAME_CHUNK_BYTES;
	}
	return frame->data + index * STRIDE + LWS_PRE;
}

struct wb_frame *wb_frame_create(struct wb_str bytes)
{
	size_t chunks = chunks_of(bytes.len);
	struct wb_frame *frame =
		malloc(sizeof(*frame) + chunks * LWS_PRE + bytes.len);

	if (!frame) {
		return NULL;
	}
	frame->references = 1;
	frame->len = bytes.len;
	frame->taken = NULL;
	for (size_t i = 0; i < chunks && bytes.len > 0; i++) {
		size_t len;
		unsigned char *chunk = wb_frame_chunk(frame, i, &len);
		memcpy(chunk, bytes.data + i * WB_FRAME_CHUNK_BYTES, len);
	}
	return frame;
}

struct wb_frame *wb_frame_take(struct wb_buf *buf)
{
	size_t first = buf->len < WB_FRAME_CHUNK_BYTES ? buf->len
	                                               : WB_FRAME_CHUNK_BYTES;
	struct wb_frame *frame = malloc(sizeof(*frame) + LWS_PRE + first);

	if (!frame) {
		return NULL;
	}
	frame->references = 1;
	frame->len = buf->len;
	if (first > 0) {
		memcpy(frame->data + LWS_PRE, buf->data, first);
	}
	frame->taken = buf->data;
	buf->data = NULL;
	wb_buf_finish(buf);
	return frame;
}

struct wb_frame *wb_frame_ref(struct wb_frame *frame)
{
	frame->references++;
	return frame;
}

void wb_frame_unref(struct wb_frame *frame)
{
	if (frame && --frame->references == 0) {
		free(frame->taken);
		free(frame);
	}
}
