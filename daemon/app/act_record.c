#include "app/act_record.h"

#include <stdio.h>

#include "json.h"
#include "limits.h"

const char *wb_seen_name(enum wb_seen seen)
{
	static const char *const names[WB_SEEN_COUNT] = {
		[WB_SEEN_FEED_SILENT] = "feed_silent",
		[WB_SEEN_FEED_HEARD] = "feed_heard",
		[WB_SEEN_ROUTE_FAILING] = "route_failing",
		[WB_SEEN_ROUTE_MENDED] = "route_mended",
	};
	return names[seen];
}

/* One object that is being read, and what is wrong with it. */
struct reader {
	const struct wb_json *object;
	char *error;
};

static bool fail(struct reader *reader, const char *key, const char *expected)
{
	snprintf(reader->error, WB_ACT_ERROR_SIZE, "field '%s': expected %s",
	         key, expected);
	return false;
}

/*
 * A text of `least` to `most` bytes; 0 as the least lets it be absent, null or
 * empty, which are all the same: absent.
 */
static bool read_text(struct reader *reader, const char *key, size_t least,
                      size_t most, struct wb_str *ret_text)
{
	const struct wb_json *value = wb_json_get(reader->object, key);
	bool missing = !value || value->kind == WB_JSON_NULL;
	*ret_text = (struct wb_str){ NULL, 0 };
	if (missing && least == 0) {
		return true;
	}
	if (missing || value->kind != WB_JSON_STRING ||
	    value->string.len < least || value->string.len > most ||
	    !wb_str_is_clean_utf8(value->string)) {
		char expected[80];
		snprintf(expected, sizeof(expected),
		         "a text of %zu to %zu bytes in one line", least, most);
		return fail(reader, key, expected);
	}
	if (value->string.len > 0) {
		*ret_text = value->string;
	}
	return true;
}

static bool read_number(struct reader *reader, const char *key, int64_t least,
                        int64_t most, int64_t *ret_number)
{
	*ret_number = wb_json_get_int(reader->object, key, least - 1);
	if (*ret_number < least || *ret_number > most) {
		char expected[80];
		snprintf(expected, sizeof(expected),
		         "a whole number from %lld to %lld", (long long)least,
		         (long long)most);
		return fail(reader, key, expected);
	}
	return true;
}

static bool read_act_name(struct reader *reader, enum wb_alert_act *ret_act)
{
	struct wb_str name = wb_json_get_string(reader->object, "act");
	for (int i = 0; name.data && i < WB_ACT_COUNT; i++) {
		if (wb_str_is(name, wb_alert_act_name((enum wb_alert_act)i))) {
			*ret_act = (enum wb_alert_act)i;
			return true;
		}
	}
	return fail(reader, "act", "acknowledge, shelve or unshelve");
}

static bool read_act(struct reader *reader, struct wb_act_record *record)
{
	return read_act_name(reader, &record->act) &&
	       read_text(reader, "id", 1, WB_ALERT_ID_MAX, &record->id) &&
	       read_text(reader, "author", 1, WB_ALERT_AUTHOR_MAX,
	                 &record->author) &&
	       read_text(reader, "note", 0, WB_ALERT_NOTE_MAX, &record->note);
}

static bool read_seen(struct reader *reader, struct wb_act_record *record)
{
	struct wb_str name = wb_json_get_string(reader->object, "seen");
	record->is_seen = true;
	for (int i = 0; name.data && i < WB_SEEN_COUNT; i++) {
		if (wb_str_is(name, wb_seen_name((enum wb_seen)i))) {
			record->seen = (enum wb_seen)i;
			return read_text(reader, "name", 1, WB_NAME_MAX_BYTES,
			                 &record->name);
		}
	}
	return fail(reader, "seen",
	            "feed_silent, feed_heard, route_failing or route_mended");
}

static const struct wb_json *read_object(struct wb_str text,
                                         struct wb_arena *arena, char *error)
{
	struct wb_json_error fault;
	const struct wb_json *object = wb_json_read(text, arena, &fault);
	if (!object) {
		snprintf(error, WB_ACT_ERROR_SIZE,
		         "not valid JSON at byte %zu: %s", fault.offset,
		         fault.message);
		return NULL;
	}
	if (object->kind != WB_JSON_OBJECT) {
		snprintf(error, WB_ACT_ERROR_SIZE, "expected a JSON object");
		return NULL;
	}
	return object;
}

bool wb_act_record_read(struct wb_str text, struct wb_arena *arena,
                        struct wb_act_record *ret_record,
                        char ret_error[WB_ACT_ERROR_SIZE])
{
	struct wb_act_record record = { 0 };
	struct reader reader = {
		.object = read_object(text, arena, ret_error),
		.error = ret_error,
	};
	bool fine = false;
	if (!reader.object) {
		return false;
	}
	if (wb_json_get(reader.object, "seen")) {
		fine = read_seen(&reader, &record);
	} else {
		fine = read_act(&reader, &record) &&
		       (record.act != WB_ACT_SHELVE ||
		        read_number(&reader, "until", 0, WB_TIME_MAX,
		                    &record.until));
	}
	if (fine) {
		*ret_record = record;
	}
	return fine;
}

bool wb_act_request_read(struct wb_str text, wb_ms now, struct wb_arena *arena,
                         struct wb_act_record *ret_record,
                         char ret_error[WB_ACT_ERROR_SIZE])
{
	struct wb_act_record record = { 0 };
	int64_t span = 0;
	struct reader reader = {
		.object = read_object(text, arena, ret_error),
		.error = ret_error,
	};
	if (!reader.object || !read_act(&reader, &record) ||
	    (record.act == WB_ACT_SHELVE &&
	     !read_number(&reader, "for_ms", WB_SHELVE_MIN, WB_SHELVE_MAX,
	                  &span))) {
		return false;
	}
	record.until = record.act == WB_ACT_SHELVE ? now + span : 0;
	*ret_record = record;
	return true;
}

static void write_text(struct wb_json_writer *w, const char *key,
                       struct wb_str text)
{
	if (text.len > 0) {
		wb_json_key_text(w, key);
		wb_json_string(w, text);
	}
}

void wb_act_record_write(const struct wb_act_record *record, struct wb_buf *out)
{
	struct wb_json_writer w;
	wb_json_writer_init(&w, out);
	wb_json_begin_object(&w);
	if (record->is_seen) {
		write_text(&w, "seen", wb_str(wb_seen_name(record->seen)));
		write_text(&w, "name", record->name);
	} else {
		write_text(&w, "act", wb_str(wb_alert_act_name(record->act)));
		write_text(&w, "id", record->id);
		if (record->act == WB_ACT_SHELVE) {
			wb_json_key_text(&w, "until");
			wb_json_int(&w, record->until);
		}
		write_text(&w, "author", record->author);
		write_text(&w, "note", record->note);
	}
	wb_json_end_object(&w);
}
