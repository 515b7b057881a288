/*
 * A batch that is taken encodes to one that decodes to the same; a refusal
 * names a line that exists, in text that can be shown.
 */

#include <stdlib.h>

#include "batch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void encode(const struct wb_batch *batch, struct wb_buf *out)
{
	if (!batch->header.by_hand) {
		wb_batch_encode_header(&batch->header, out);
	}
	for (int i = 0; i < batch->count; i++) {
		char error[240];

		if (!wb_event_check(&batch->events[i], error, sizeof(error))) {
			abort();
		}
		wb_event_encode(&batch->events[i], out);
		wb_buf_add_char(out, '\n');
	}
}

static void check_round_trip(const struct wb_batch *batch,
                             struct wb_arena *arena)
{
	struct wb_buf first = { 0 }, second = { 0 };
	struct wb_batch_error error;
	struct wb_batch again;

	encode(batch, &first);
	if (!wb_batch_decode(wb_buf_str(&first), arena, &again, &error)) {
		abort();
	}
	encode(&again, &second);
	if (!wb_str_equal(wb_buf_str(&first), wb_buf_str(&second)) ||
	    again.count != batch->count ||
	    again.heartbeat != batch->heartbeat) {
		abort();
	}
	wb_buf_finish(&first);
	wb_buf_finish(&second);
}

static void check_refusal(const struct wb_batch_error *error, size_t size)
{
	struct wb_str message = wb_str(error->message);

	if (error->line < 0 || (size_t)error->line > size + 1 ||
	    message.len == 0 || !wb_str_is_clean_utf8(message)) {
		abort();
	}
}

static void check_reply(const struct wb_reply *reply)
{
	struct wb_str message = wb_str(reply->error);

	if (reply->next < 0 ||
	    wb_str_utf8_prefix(message, message.len) != message.len) {
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wb_str text = { (const char *)data, size };
	struct wb_arena arena = { 0 };
	struct wb_batch_error error;
	struct wb_batch batch;
	struct wb_reply reply;

	if (wb_batch_decode(text, &arena, &batch, &error)) {
		check_round_trip(&batch, &arena);
	} else {
		check_refusal(&error, size);
	}
	if (wb_reply_decode(text, &reply)) {
		check_reply(&reply);
	}
	wb_arena_finish(&arena);
	return 0;
}
