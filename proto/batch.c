#include "batch.h"

struct decoder {
	struct wb_str rest; /* the lines that are still to come */
	int line;           /* number of the newest line taken */
	struct wb_arena *arena;
	struct wb_batch *batch;
	struct wb_batch_error *error;
};

#define FAIL(d, ...)                                                           \
	((d)->error->line = (d)->line,                                         \
	 wb_str_format((d)->error->message, sizeof((d)->error->message),       \
	               __VA_ARGS__),                                           \
	 false)

/* Takes the next line; its end, \n or \r\n, is no part of it. */
static bool take_line(struct decoder *d, struct wb_str *ret_line)
{
	const char *end = memchr(d->rest.data, '\n', d->rest.len);
	size_t len = end ? (size_t)(end - d->rest.data) : d->rest.len;
	size_t used = len + (end != NULL);

	d->line++;
	*ret_line = (struct wb_str){ d->rest.data, len };
	d->rest.data += used;
	d->rest.len -= used;
	if (len > 0 && ret_line->data[len - 1] == '\r') {
		ret_line->len--;
	}
	if (ret_line->len > WB_LINE_MAX_BYTES) {
		return FAIL(d, "line of %zu bytes, the limit is %d",
		            ret_line->len, WB_LINE_MAX_BYTES);
	}
	if (ret_line->len == 0) {
		return FAIL(d, "empty line");
	}
	return true;
}

/* A header field that is a name; absent stays absent. */
static bool header_name(struct decoder *d, const struct wb_json *root,
                        const char *key, struct wb_str *ret_name)
{
	const struct wb_json *value = wb_json_get(root, key);
	char excerpt[WB_EXCERPT_SIZE];

	if (!value) {
		return true;
	}
	if (value->kind != WB_JSON_STRING) {
		return FAIL(d, "field '%s': expected text", key);
	}
	if (value->string.len == 0 || value->string.len > WB_NAME_MAX_BYTES) {
		return FAIL(d, "field '%s': expected 1 to %d bytes, got %zu",
		            key, WB_NAME_MAX_BYTES, value->string.len);
	}
	if (!wb_str_is_clean_utf8(value->string)) {
		return FAIL(d,
		            "field '%s': expected UTF-8 without control "
		            "characters, got '%s'",
		            key, wb_str_excerpt(value->string, excerpt));
	}
	*ret_name = value->string;
	return true;
}

static bool header_version(struct decoder *d, const struct wb_json *version)
{
	if (version->kind != WB_JSON_NUMBER || version->scale != 0) {
		return FAIL(d, "field 'wallboard': expected the protocol "
		               "version, a whole number");
	}
	if (version->number != WB_PROTOCOL_VERSION) {
		return FAIL(d,
		            "protocol version %lld is not known, only version "
		            "%d is",
		            (long long)version->number, WB_PROTOCOL_VERSION);
	}
	return true;
}

static bool header_seq(struct decoder *d, const struct wb_json *root,
                       int64_t *ret_seq)
{
	const struct wb_json *seq = wb_json_get(root, "seq");

	if (!seq) {
		return FAIL(d, "header: field 'seq' is missing");
	}
	if (seq->kind != WB_JSON_NUMBER || seq->scale != 0 || seq->number < 0 ||
	    seq->number > WB_SEQ_MAX) {
		return FAIL(d,
		            "field 'seq': expected a whole number from 0 to "
		            "%lld",
		            (long long)WB_SEQ_MAX);
	}
	*ret_seq = seq->number;
	return true;
}

static bool header_gap(struct decoder *d, const struct wb_json *root,
                       bool *ret_gap)
{
	const struct wb_json *gap = wb_json_get(root, "gap");

	if (!gap) {
		return true;
	}
	if (gap->kind != WB_JSON_BOOL) {
		return FAIL(d, "field 'gap': expected true or false");
	}
	*ret_gap = gap->number != 0;
	return true;
}

static bool decode_header(struct decoder *d, const struct wb_json *root)
{
	struct wb_batch_header *header = &d->batch->header;

	if (!header_version(d, wb_json_get(root, "wallboard")) ||
	    !header_name(d, root, "feed", &header->feed) ||
	    !header_name(d, root, "epoch", &header->epoch) ||
	    !header_name(d, root, "token", &header->token)) {
		return false;
	}
	if (!header->feed.data) {
		return FAIL(d, "header: field 'feed' is missing");
	}
	if (!header->epoch.data) {
		return FAIL(d, "header: field 'epoch' is missing");
	}
	if (wb_str_is(header->feed, WB_FEED_BY_HAND)) {
		return FAIL(d,
		            "field 'feed': '%s' is kept for batches without "
		            "a header",
		            WB_FEED_BY_HAND);
	}
	return header_gap(d, root, &header->gap) &&
	       header_seq(d, root, &header->seq);
}

/*
 * Looks at the first line: takes it when it is a header, leaves it when it is
 * the first event of a batch by hand.
 */
static bool begin(struct decoder *d)
{
	struct wb_str text = d->rest, line;
	struct wb_json_error error;
	const struct wb_json *root;

	if (!take_line(d, &line)) {
		return false;
	}
	root = wb_json_read(line, d->arena, &error);
	if (!root) {
		return FAIL(d, "not valid JSON at byte %zu: %s",
		            error.offset + 1, error.message);
	}
	if (wb_json_get(root, "wallboard")) {
		return decode_header(d, root);
	}
	if (!wb_json_get(root, "ev")) {
		return FAIL(d, "expected a header with 'wallboard', or an event"
		               " with 'ev'");
	}
	d->batch->header.by_hand = true;
	d->batch->header.feed = wb_str(WB_FEED_BY_HAND);
	d->batch->header.epoch = wb_str("");
	d->rest = text;
	d->line = 0;
	return true;
}

static int count_lines(struct wb_str text)
{
	const char *end = text.data + text.len;
	int count = 0;

	for (const char *at = text.data; at < end; count++) {
		at = memchr(at, '\n', (size_t)(end - at));
		at = at ? at + 1 : end;
	}
	return count;
}

static bool decode_event(struct decoder *d, struct wb_event *event)
{
	struct wb_str line;

	if (!take_line(d, &line)) {
		return false;
	}
	if (!wb_event_decode(line, d->arena, event, d->error->message,
	                     sizeof(d->error->message))) {
		d->error->line = d->line;
		return false;
	}
	if (event->t == WB_ABSENT && !d->batch->header.by_hand) {
		return FAIL(d, "%s: field 't' is missing",
		            wb_event_kind_name(event->kind));
	}
	return true;
}

static bool decode_events(struct decoder *d)
{
	struct wb_batch *batch = d->batch;
	int count = count_lines(d->rest);

	if (count > WB_BATCH_MAX_EVENTS) {
		d->line = 0;
		return FAIL(d, "batch of %d events, the limit is %d", count,
		            WB_BATCH_MAX_EVENTS);
	}
	batch->events = wb_arena_alloc(d->arena,
	                               (size_t)count * sizeof(*batch->events));
	if (!batch->events) {
		return FAIL(d, "out of memory");
	}
	batch->heartbeat = true;
	for (; batch->count < count; batch->count++) {
		struct wb_event *event = &batch->events[batch->count];

		if (!decode_event(d, event)) {
			return false;
		}
		if (event->kind != WB_EV_FEED_ALIVE) {
			batch->heartbeat = false;
		}
	}
	return true;
}

bool wb_batch_decode(struct wb_str text, struct wb_arena *arena,
                     struct wb_batch *ret_batch,
                     struct wb_batch_error *ret_error)
{
	struct wb_batch batch = { 0 };
	struct decoder d = { .rest = text,
		             .arena = arena,
		             .batch = &batch,
		             .error = ret_error };

	*ret_batch = batch;
	if (text.len == 0) {
		return FAIL(&d, "empty batch");
	}
	if (text.len > WB_BATCH_MAX_BYTES) {
		return FAIL(&d, "batch of %zu bytes, the limit is %d", text.len,
		            WB_BATCH_MAX_BYTES);
	}
	if (!begin(&d) || !decode_events(&d)) {
		*ret_batch = (struct wb_batch){ .header = batch.header };
		return false;
	}
	*ret_batch = batch;
	return true;
}

void wb_batch_encode_header(const struct wb_batch_header *header,
                            struct wb_buf *out)
{
	struct wb_json_writer w;

	wb_json_writer_init(&w, out);
	wb_json_begin_object(&w);
	wb_json_key_text(&w, "wallboard");
	wb_json_int(&w, WB_PROTOCOL_VERSION);
	wb_json_key_text(&w, "feed");
	wb_json_string(&w, header->feed);
	wb_json_key_text(&w, "epoch");
	wb_json_string(&w, header->epoch);
	wb_json_key_text(&w, "seq");
	wb_json_int(&w, header->seq);
	if (header->gap) {
		wb_json_key_text(&w, "gap");
		wb_json_bool(&w, true);
	}
	if (header->token.data) {
		wb_json_key_text(&w, "token");
		wb_json_string(&w, header->token);
	}
	wb_json_end_object(&w);
	wb_buf_add_char(out, '\n');
}

void wb_reply_encode(const struct wb_reply *reply, struct wb_buf *out)
{
	struct wb_json_writer w;

	wb_json_writer_init(&w, out);
	wb_json_begin_object(&w);
	wb_json_key_text(&w, "ok");
	wb_json_bool(&w, reply->ok);
	wb_json_key_text(&w, "next");
	wb_json_int(&w, reply->next);
	if (!reply->ok) {
		wb_json_key_text(&w, "error");
		wb_json_text(&w, reply->error);
	}
	wb_json_end_object(&w);
}

bool wb_reply_decode(struct wb_str text, struct wb_reply *ret_reply)
{
	struct wb_arena arena = { 0 };
	struct wb_json_error error;
	const struct wb_json *root = wb_json_read(text, &arena, &error);
	const struct wb_json *ok = wb_json_get(root, "ok");
	int64_t next = wb_json_get_int(root, "next", -1);
	bool good = ok && ok->kind == WB_JSON_BOOL && next >= 0;

	if (good) {
		struct wb_str message = wb_json_get_string(root, "error");

		*ret_reply = (struct wb_reply){ .ok = ok->number != 0,
			                        .next = next };
		wb_str_format(ret_reply->error, sizeof(ret_reply->error),
		              "%.*s", WB_STR_FMT(message));
	}
	wb_arena_finish(&arena);
	return good;
}
