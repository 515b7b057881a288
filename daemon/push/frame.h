#ifndef WB_PUSH_FRAME_H
#define WB_PUSH_FRAME_H

/*
 * The bytes of one message, encoded once and shared by all who get it. Kept
 * in chunks with libwebsockets' head room (LWS_PRE) before each, so that a
 * chunk can be written as it stands; a long message goes out as WebSocket
 * fragments, and what a slow socket leaves over is never more than a chunk.
 *
 * Counted references; one thread.
 */

#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

#define WB_FRAME_CHUNK_BYTES 65536

struct wb_frame;

/* Copies the bytes; one reference. NULL when out of memory. */
struct wb_frame *wb_frame_create(struct wb_str bytes);

/*
 * Takes the bytes of `buf`, which is empty afterwards: for a long answer to
 * one client, that must not be copied. Its chunks go out in order and once, as
 * the head room of each is the end of the one before. NULL when out of memory,
 * and the buffer is as it was.
 */
struct wb_frame *wb_frame_take(struct wb_buf *buf);

struct wb_frame *wb_frame_ref(struct wb_frame *frame);
void wb_frame_unref(struct wb_frame *frame); /* NULL is fine */

/* Bytes in all, and chunks (at least one, even for none). */
size_t wb_frame_len(const struct wb_frame *frame);
size_t wb_frame_chunks(const struct wb_frame *frame);

/* Chunk `index`, with LWS_PRE writable bytes before it. */
unsigned char *wb_frame_chunk(struct wb_frame *frame, size_t index,
                              size_t *ret_len);

#endif
