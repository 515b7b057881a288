#include "event_log.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "json.h"

static void add_value(struct wb_buf *out, const struct wb_json *value)
{
	if (value->kind == WB_JSON_ARRAY) {
		for (const struct wb_json_member *m = value->first; m;
		     m = m->next) {
			add_value(out, &m->value);
			wb_buf_add_text(out, m->next ? "," : "");
		}
	} else if (value->kind == WB_JSON_STRING) {
		wb_buf_add_str(out, value->string);
	} else {
		wb_buf_addf(out, "%" PRId64, value->number);
	}
}

void event_log_take(void *user, const struct wb_event *event)
{
	struct event_log *log = user;
	struct wb_arena arena = { 0 };
	struct wb_json_error error;
	struct wb_buf line = { 0 };
	struct wb_event decoded;
	char message[240];

	wb_event_encode(event, &line);
	/* What an adapter makes, the daemon must take. */
	if (!wb_event_decode(wb_buf_str(&line), &arena, &decoded, message,
	                     sizeof(message))) {
		fprintf(stderr, "%s: %s\n", line.data, message);
		abort();
	}
	const struct wb_json *root =
		wb_json_read(wb_buf_str(&line), &arena, &error);
	wb_buf_addf(&log->text, "%" PRId64 " ", wb_json_get_int(root, "t", -1));
	wb_buf_add_str(&log->text, wb_json_get_string(root, "ev"));
	for (const struct wb_json_member *m = root->first; m; m = m->next) {
		if (wb_str_is(m->key, "t") || wb_str_is(m->key, "ev") ||
		    (wb_str_is(m->key, "id") && !log->with_ids)) {
			continue;
		}
		wb_buf_addf(&log->text, " %.*s=", WB_STR_FMT(m->key));
		add_value(&log->text, &m->value);
	}
	wb_buf_add_char(&log->text, '\n');
	log->count++;
	wb_buf_finish(&line);
	wb_arena_finish(&arena);
}

const char *event_log_lines(struct event_log *log)
{
	static char lines[65536];

	snprintf(lines, sizeof(lines), "%s",
	         log->text.data ? log->text.data : "");
	wb_buf_clear(&log->text);
	return lines;
}

void event_log_finish(struct event_log *log)
{
	wb_buf_finish(&log->text);
	log->count = 0;
}
