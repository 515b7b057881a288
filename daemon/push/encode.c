#include "push/encode.h"

#include "base/json_write.h"

static void begin(struct wb_json_writer *w, struct wb_buf *text,
                  const char *type)
{
	wb_buf_clear(text);
	wb_json_writer_init(w, text);
	wb_json_begin_object(w);
	wb_json_key_text(w, "type");
	wb_json_text(w, type);
}

static void add_int(struct wb_json_writer *w, const char *key, int64_t value)
{
	wb_json_key_text(w, key);
	wb_json_int(w, value);
}

static struct wb_frame *end(struct wb_json_writer *w, struct wb_buf *text)
{
	wb_json_end_object(w);
	return text->failed ? NULL : wb_frame_create(wb_buf_str(text));
}

struct wb_frame *wb_encode_hello(struct wb_buf *text, struct wb_str view)
{
	struct wb_json_writer w;

	begin(&w, text, "hello");
	add_int(&w, "protocol", 1);
	wb_json_key_text(&w, "server");
	wb_json_text(&w, "wallboard " WB_VERSION);
	wb_json_key_text(&w, "view");
	wb_json_string(&w, view);
	return end(&w, text);
}

struct wb_frame *wb_encode_snapshot(struct wb_buf *text, uint64_t revision,
                                    wb_ms time, const struct wb_json *state)
{
	struct wb_json_writer w;

	begin(&w, text, "snapshot");
	add_int(&w, "revision", (int64_t)revision);
	add_int(&w, "time", time);
	wb_json_key_text(&w, "state");
	wb_json_write(state, &w);
	return end(&w, text);
}

struct wb_frame *wb_encode_patch(struct wb_buf *text, uint64_t from, wb_ms time,
                                 const struct wb_json *patch)
{
	struct wb_json_writer w;

	begin(&w, text, "patch");
	add_int(&w, "from", (int64_t)from);
	add_int(&w, "revision", (int64_t)from + 1);
	add_int(&w, "time", time);
	wb_json_key_text(&w, "patch");
	wb_json_write(patch, &w);
	return end(&w, text);
}

struct wb_frame *wb_encode_heartbeat(struct wb_buf *text, uint64_t revision,
                                     wb_ms time)
{
	struct wb_json_writer w;

	begin(&w, text, "heartbeat");
	add_int(&w, "revision", (int64_t)revision);
	add_int(&w, "time", time);
	return end(&w, text);
}

struct wb_frame *wb_encode_error(struct wb_buf *text, struct wb_str error)
{
	struct wb_json_writer w;

	begin(&w, text, "error");
	wb_json_key_text(&w, "error");
	wb_json_string(&w, error);
	return end(&w, text);
}
