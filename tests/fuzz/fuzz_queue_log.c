/*
 * Lines of a queue_log through the parser and the mapper: every event that
 * comes out must be one that the daemon takes.
 */

#include <stdint.h>
#include <stdlib.h>

#include "acd/log_mapper.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(void *user, const struct wb_event *event)
{
	struct wb_arena *arena = user;
	struct wb_buf line = { 0 };
	struct wb_event decoded;
	char error[240];

	wb_event_encode(event, &line);
	if (line.failed || !wb_event_decode(wb_buf_str(&line), arena, &decoded,
	                                    error, sizeof(error))) {
		abort();
	}
	wb_arena_reset(arena);
	wb_buf_finish(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wb_arena arena = { 0 };
	struct wb_event_sink sink = { check, &arena };
	struct wb_customer_key key = { .present = true };
	struct wb_log_mapper mapper;
	const char *text = (const char *)data;

	wb_log_mapper_init(&mapper, sink, &key);
	while (size > 0) {
		const char *end = memchr(text, '\n', size);
		size_t len = end ? (size_t)(end - text) : size;
		struct wb_queue_record record;
		const char *error;
		if (wb_queue_log_parse((struct wb_str){ text, len }, &record,
		                       &error)) {
			wb_log_mapper_take(&mapper, &record);
		}
		text += len + (end != NULL);
		size -= len + (end != NULL);
	}
	wb_log_mapper_finish(&mapper);
	wb_arena_finish(&arena);
	return 0;
}
