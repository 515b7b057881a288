/*
 * What the reader takes, the writer writes back so that it reads the same; a
 * copy is equal; and a refusal has a message that can be shown.
 */

#include <stdlib.h>

#include "json.h"

#define ARENA_LIMIT ((size_t)64 * 1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_refusal(const struct wb_json_error *error, size_t size)
{
	struct wb_str message = wb_str(error->message);

	if (error->offset > size || message.len == 0 ||
	    !wb_str_is_clean_utf8(message)) {
		abort();
	}
}

static void check_round_trip(const struct wb_json *value,
                             struct wb_arena *arena)
{
	struct wb_buf out = { 0 };
	struct wb_json_writer w;
	struct wb_json_error error;
	const struct wb_json *again;

	wb_json_writer_init(&w, &out);
	wb_json_write(value, &w);
	again = wb_json_read(wb_buf_str(&out), arena, &error);
	if (!again || !wb_json_equal(value, again)) {
		abort();
	}
	again = wb_json_copy(value, arena);
	if (!again || !wb_json_equal(again, value)) {
		abort();
	}
	wb_buf_finish(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wb_str text = { (const char *)data, size };
	struct wb_arena arena = { .limit = ARENA_LIMIT };
	struct wb_json_error error;
	const struct wb_json *value;

	if (size > 100000) {
		return 0;
	}
	value = wb_json_read(text, &arena, &error);
	if (value) {
		check_round_trip(value, &arena);
	} else {
		check_refusal(&error, size);
	}
	wb_arena_finish(&arena);
	return 0;
}
