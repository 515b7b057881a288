#include "emit/spool.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"

static size_t batch_cost(const struct wb_spool_batch *batch)
{
	return sizeof(*batch) + batch->lines.len;
}

static bool has_room_for(const struct wb_spool *spool, size_t lines)
{
	return spool->bytes + lines * WB_LINE_MAX_BYTES <= spool->limit_bytes;
}

bool wb_spool_has_room(const struct wb_spool *spool)
{
	return has_room_for(spool, WB_SPOOL_ROOM_LINES);
}

static bool tail_is_open(const struct wb_spool *spool)
{
	const struct wb_spool_batch *tail = spool->last;
	return tail && !spool->tail_closed &&
	       tail->count < spool->batch_events &&
	       tail->lines.len + WB_LINE_MAX_BYTES < WB_SPOOL_BATCH_BYTES;
}

static struct wb_spool_batch *open_tail(struct wb_spool *spool)
{
	if (tail_is_open(spool)) {
		return spool->last;
	}
	struct wb_spool_batch *batch = calloc(1, sizeof(*batch));
	if (!batch) {
		return NULL;
	}
	batch->seq = spool->put;
	wb_buf_init(&batch->lines, WB_SPOOL_BATCH_BYTES);
	if (spool->last) {
		spool->last->next = batch;
	} else {
		spool->first = batch;
	}
	spool->last = batch;
	spool->tail_closed = false;
	spool->bytes += batch_cost(batch);
	return batch;
}

static void encode_gap(struct wb_buf *line, wb_ms t, struct wb_str why)
{
	struct wb_event gap;

	wb_event_init(&gap, WB_EV_FEED_GAP, t);
	gap.from = t;
	gap.until = t;
	gap.why = why;
	gap.why.len = wb_str_utf8_prefix(why, WB_TEXT_MAX_BYTES);
	wb_event_encode(&gap, line);
	wb_buf_add_char(line, '\n');
}

static void encode(struct wb_spool *spool, const struct wb_event *event)
{
	struct wb_buf *line = &spool->line;

	wb_buf_clear(line);
	wb_event_encode(event, line);
	wb_buf_add_char(line, '\n');
	if (line->failed || line->len > WB_LINE_MAX_BYTES) {
		wb_buf_clear(line);
		encode_gap(line, event->t, wb_str("event too long to send"));
		spool->unencodable++;
	}
}

bool wb_spool_put(struct wb_spool *spool, const struct wb_event *event)
{
	if (spool->put < spool->skip) {
		spool->put++;
		return true;
	}
	if (!has_room_for(spool, 1)) {
		return false;
	}
	encode(spool, event);
	struct wb_spool_batch *batch = open_tail(spool);
	if (!batch || spool->line.failed ||
	    !wb_buf_reserve(&batch->lines, spool->line.len)) {
		return false;
	}
	wb_buf_add_str(&batch->lines, wb_buf_str(&spool->line));
	spool->bytes += spool->line.len;
	batch->count++;
	spool->put++;
	return true;
}

uint64_t wb_spool_count(const struct wb_spool *spool)
{
	const struct wb_spool_batch *first = spool->first;
	return first ? (uint64_t)(spool->put - first->seq) : 0;
}

struct wb_spool_batch *wb_spool_next_unsent(struct wb_spool *spool)
{
	struct wb_spool_batch *batch = spool->first;

	while (batch && batch->sent) {
		batch = batch->next;
	}
	if (!batch || batch->count == 0) {
		return NULL;
	}
	if (batch == spool->last) {
		spool->tail_closed = true;
	}
	return batch;
}

struct wb_spool_batch *wb_spool_find(struct wb_spool *spool, int64_t seq)
{
	struct wb_spool_batch *batch = spool->first;

	while (batch && batch->seq < seq) {
		batch = batch->next;
	}
	return batch && batch->seq == seq ? batch : NULL;
}

static void drop_first(struct wb_spool *spool)
{
	struct wb_spool_batch *batch = spool->first;

	spool->bytes -= batch_cost(batch);
	spool->first = batch->next;
	if (!spool->first) {
		spool->last = NULL;
	}
	wb_buf_finish(&batch->lines);
	free(batch);
}

void wb_spool_acknowledge(struct wb_spool *spool, int64_t next)
{
	while (spool->first &&
	       spool->first->seq + spool->first->count <= next &&
	       spool->first->count > 0) {
		drop_first(spool);
	}
	if (next > spool->skip) {
		spool->skip = next;
	}
}

/* Finds line `index`: its first byte and the byte behind its newline. */
static bool find_line(struct wb_str lines, int index, size_t *ret_from,
                      size_t *ret_to)
{
	size_t from = 0;

	for (;;) {
		const char *end = from < lines.len
		                          ? memchr(lines.data + from, '\n',
		                                   lines.len - from)
		                          : NULL;
		if (!end) {
			return false;
		}
		size_t to = (size_t)(end - lines.data) + 1;
		if (index-- == 0) {
			*ret_from = from;
			*ret_to = to;
			return true;
		}
		from = to;
	}
}

static wb_ms line_time(struct wb_str line)
{
	struct wb_arena arena = { 0 };
	struct wb_json_error error;
	const struct wb_json *value = wb_json_read(line, &arena, &error);
	wb_ms t = wb_json_get_int(value, "t", 0);

	wb_arena_finish(&arena);
	return t;
}

bool wb_spool_replace(struct wb_spool *spool, struct wb_spool_batch *batch,
                      int index, struct wb_str why)
{
	struct wb_str old = wb_buf_str(&batch->lines);
	struct wb_buf fresh;
	size_t from, to;

	if (index < 0 || !find_line(old, index, &from, &to)) {
		return false;
	}
	wb_buf_init(&fresh, WB_SPOOL_BATCH_BYTES);
	wb_buf_add(&fresh, old.data, from);
	encode_gap(&fresh,
	           line_time((struct wb_str){ old.data + from, to - from }),
	           why);
	wb_buf_add(&fresh, old.data + to, old.len - to);
	if (fresh.failed) {
		wb_buf_finish(&fresh);
		return false;
	}
	spool->bytes = spool->bytes - old.len + fresh.len;
	wb_buf_finish(&batch->lines);
	batch->lines = fresh;
	return true;
}

void wb_spool_finish(struct wb_spool *spool)
{
	while (spool->first) {
		drop_first(spool);
	}
	wb_buf_finish(&spool->line);
}
