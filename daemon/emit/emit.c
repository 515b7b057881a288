#include "emit/emit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "batch.h"
#include "emit/request.h"
#include "emit/spool.h"
#include "limits.h"

#define DEFAULT_SPOOL_BYTES ((size_t)256 * 1024 * 1024)
#define DEFAULT_BATCH_EVENTS 500
#define DEFAULT_OUTSTANDING 4
#define HEARTBEAT_MS ((wb_ms)1500)
#define SILENCE_MS ((wb_ms)4000)
#define RETRY_MS ((wb_ms)1000)
#define HEARTBEAT_TAG ((int64_t)-1)
#define REFUSALS_AT_ONCE 3

struct wb_emit {
	char *feed;
	char *epoch;
	char *token;
	struct wb_requests *requests; /* NULL when writing to a file */
	FILE *file;
	struct wb_spool spool;
	int outstanding;
	int window;    /* requests allowed at once just now */
	bool quiet;    /* no heartbeat for its own sake */
	bool last;     /* heartbeats say that they are the last */
	bool located;  /* the daemon's next number is known */
	bool draining; /* no new request until all replies are in */
	bool gap;      /* the next batch must say that numbers are missing */
	int refusals;  /* in a row */
	wb_ms retry_at;
	wb_ms last_sent;
	wb_ms last_event;
	wb_ms last_dial;
	struct wb_emit_status status;
	struct wb_buf head;
};

static char *copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

static void set_error(struct wb_emit *emit, enum wb_emit_link link,
                      const char *message)
{
	emit->status.link = link;
	snprintf(emit->status.error, sizeof(emit->status.error), "%s", message);
}

static bool open_file(struct wb_emit *emit, const char *path, char *ret_error,
                      size_t error_size)
{
	emit->file = strcmp(path, "-") == 0 ? stdout : fopen(path, "we");
	if (!emit->file) {
		snprintf(ret_error, error_size, "cannot write '%s': %s", path,
		         strerror(errno));
		return false;
	}
	emit->located = true;
	return true;
}

static bool open_target(struct wb_emit *emit,
                        const struct wb_emit_options *options,
                        void (*wake)(void *user), void *user, char *ret_error,
                        size_t error_size)
{
	if (strncmp(options->url, "file:", 5) == 0) {
		return open_file(emit, options->url + 5, ret_error, error_size);
	}
	emit->requests = wb_requests_create(options->url, emit->outstanding,
	                                    wake, user, ret_error, error_size);
	return emit->requests != NULL;
}

static int clamp_outstanding(int wanted)
{
	if (wanted <= 0) {
		return DEFAULT_OUTSTANDING;
	}
	return wanted > WB_INGEST_CONTEXTS ? WB_INGEST_CONTEXTS : wanted;
}

static int clamp_batch(int wanted)
{
	if (wanted <= 0) {
		return DEFAULT_BATCH_EVENTS;
	}
	return wanted > WB_BATCH_MAX_EVENTS ? WB_BATCH_MAX_EVENTS : wanted;
}

struct wb_emit *wb_emit_create(const struct wb_emit_options *options,
                               void (*wake)(void *user), void *user,
                               char *ret_error, size_t error_size)
{
	struct wb_emit *emit = calloc(1, sizeof(*emit));

	if (!emit) {
		snprintf(ret_error, error_size, "out of memory");
		return NULL;
	}
	emit->feed = copy(options->feed);
	emit->epoch = copy(options->epoch);
	emit->token = copy(options->token);
	emit->outstanding = clamp_outstanding(options->outstanding);
	emit->window = 1;
	emit->spool.put = options->first_seq;
	emit->spool.batch_events = clamp_batch(options->batch_events);
	emit->spool.limit_bytes = options->spool_bytes ? options->spool_bytes
	                                               : DEFAULT_SPOOL_BYTES;
	emit->status.acknowledged = options->first_seq;
	if (!emit->feed || !emit->epoch || (options->token && !emit->token)) {
		snprintf(ret_error, error_size, "out of memory");
		wb_emit_destroy(emit);
		return NULL;
	}
	if (!open_target(emit, options, wake, user, ret_error, error_size)) {
		wb_emit_destroy(emit);
		return NULL;
	}
	return emit;
}

void wb_emit_destroy(struct wb_emit *emit)
{
	if (!emit) {
		return;
	}
	wb_requests_destroy(emit->requests);
	if (emit->file && emit->file != stdout) {
		fclose(emit->file);
	} else if (emit->file) {
		fflush(emit->file);
	}
	wb_spool_finish(&emit->spool);
	wb_buf_finish(&emit->head);
	free(emit->feed);
	free(emit->epoch);
	free(emit->token);
	free(emit);
}

bool wb_emit_put(struct wb_emit *emit, const struct wb_event *event)
{
	if (emit->spool.put < emit->spool.skip) {
		emit->status.skipped++;
	}
	if (!wb_spool_put(&emit->spool, event)) {
		return false;
	}
	emit->last_event = event->t;
	return true;
}

bool wb_emit_room(const struct wb_emit *emit)
{
	return wb_spool_has_room(&emit->spool);
}

static struct wb_str encode_head(struct wb_emit *emit, int64_t seq, bool gap)
{
	struct wb_batch_header header = {
		.feed = wb_str(emit->feed),
		.epoch = wb_str(emit->epoch),
		.seq = seq,
		.token = wb_str(emit->token),
		.gap = gap,
	};

	wb_buf_clear(&emit->head);
	wb_batch_encode_header(&header, &emit->head);
	return wb_buf_str(&emit->head);
}

static void send_heartbeat(struct wb_emit *emit, wb_ms now)
{
	struct wb_event alive;
	int64_t seq =
		emit->spool.first ? emit->spool.first->seq : emit->spool.put;

	encode_head(emit, seq, false);
	wb_event_init(&alive, WB_EV_FEED_ALIVE, emit->last_event);
	alive.last = emit->last ? 1 : -1;
	wb_event_encode(&alive, &emit->head);
	if (wb_requests_send(emit->requests, wb_buf_str(&emit->head),
	                     wb_str(""), HEARTBEAT_TAG) == 0) {
		emit->last_sent = now;
	}
}

static bool send_batch(struct wb_emit *emit, struct wb_spool_batch *batch,
                       wb_ms now)
{
	struct wb_str head = encode_head(emit, batch->seq, batch->gap);

	if (wb_requests_send(emit->requests, head, wb_buf_str(&batch->lines),
	                     batch->seq) != 0) {
		return false;
	}
	batch->sent = true;
	emit->last_sent = now;
	return true;
}

/* All replies in, then a heartbeat to learn where the daemon is. */
static void relocate(struct wb_emit *emit)
{
	emit->draining = true;
	emit->located = false;
	emit->window = 1;
}

static void take_back(struct wb_emit *emit, int64_t tag)
{
	struct wb_spool_batch *batch = wb_spool_find(&emit->spool, tag);

	if (batch && batch->sent) {
		batch->sent = false;
		emit->status.resent++;
	}
}

/* "line 3: ..." names the event: put a gap there, and the rest can go on. */
static bool replace_refused(struct wb_emit *emit, int64_t tag,
                            const char *error)
{
	struct wb_spool_batch *batch = wb_spool_find(&emit->spool, tag);
	int line = 0;

	if (!batch || sscanf(error, "line %d:", &line) != 1 || line < 2 ||
	    emit->refusals > REFUSALS_AT_ONCE ||
	    !wb_spool_replace(&emit->spool, batch, line - 2, wb_str(error))) {
		return false;
	}
	emit->status.refused++;
	return true;
}

static void refuse(struct wb_emit *emit, const struct wb_reply *reply,
                   int64_t tag, wb_ms now)
{
	bool out_of_order = strncmp(reply->error, "out of order", 12) == 0;

	relocate(emit);
	if (!out_of_order) {
		emit->refusals++;
		if (replace_refused(emit, tag, reply->error)) {
			set_error(emit, WB_EMIT_UP, reply->error);
		} else {
			set_error(emit, WB_EMIT_REFUSED, reply->error);
			emit->retry_at = now + RETRY_MS;
		}
	}
	take_back(emit, tag);
}

/* With nothing else under way, `next` is where the daemon is. */
static void locate(struct wb_emit *emit, int64_t next)
{
	int64_t ours =
		emit->spool.first ? emit->spool.first->seq : emit->spool.put;

	emit->gap = next < ours;
	emit->located = true;
}

static void accept(struct wb_emit *emit, const struct wb_reply *reply,
                   int64_t tag)
{
	struct wb_spool_batch *batch = wb_spool_find(&emit->spool, tag);

	if (tag == HEARTBEAT_TAG) {
		locate(emit, reply->next);
	} else if (batch && reply->next < batch->seq + batch->count) {
		take_back(emit, tag); /* said yes, and yet has it not */
		relocate(emit);
	} else if (emit->window < emit->outstanding) {
		emit->window++;
	}
	wb_spool_acknowledge(&emit->spool, reply->next);
	if (reply->next > emit->status.acknowledged) {
		emit->status.acknowledged = reply->next;
	}
	emit->refusals = 0;
	emit->status.link = WB_EMIT_UP;
}

static void handle(struct wb_emit *emit, const struct wb_reply_text *text,
                   wb_ms now)
{
	struct wb_reply reply;

	if (text->failed) {
		take_back(emit, text->tag);
		relocate(emit);
		emit->retry_at = now + RETRY_MS;
		return;
	}
	emit->status.last_reply = now;
	if (!wb_reply_decode(text->text, &reply)) {
		reply = (struct wb_reply){
			.error = "the daemon's reply is not understood",
		};
	}
	if (reply.ok) {
		accept(emit, &reply, text->tag);
	} else {
		refuse(emit, &reply, text->tag, now);
	}
}

static void send_batches(struct wb_emit *emit, wb_ms now)
{
	while (wb_requests_under_way(emit->requests) < emit->window) {
		struct wb_spool_batch *batch =
			wb_spool_next_unsent(&emit->spool);
		if (!batch) {
			return;
		}
		batch->gap = emit->gap;
		if (!send_batch(emit, batch, now)) {
			return;
		}
		emit->gap = false;
	}
}

/* With a request under way. */
static void check_silence(struct wb_emit *emit, wb_ms now)
{
	if (now < emit->last_sent + SILENCE_MS ||
	    now < emit->status.last_reply + SILENCE_MS) {
		return;
	}
	if (emit->status.link == WB_EMIT_UP) {
		set_error(emit, WB_EMIT_CONNECTING, "no answer");
	}
	if (now >= emit->last_dial + SILENCE_MS) {
		emit->last_dial = now;
		wb_requests_redial(emit->requests);
	}
}

static void service_requests(struct wb_emit *emit, wb_ms now)
{
	struct wb_reply_text text;

	while (wb_requests_take(emit->requests, &text)) {
		handle(emit, &text, now);
	}
	bool quiet = wb_requests_under_way(emit->requests) == 0;
	if (quiet) {
		emit->draining = false;
	}
	if (now < emit->retry_at) {
		return;
	}
	if (emit->located && !emit->draining) {
		send_batches(emit, now);
		quiet = wb_requests_under_way(emit->requests) == 0;
	}
	bool beat = !emit->quiet && now >= emit->last_sent + HEARTBEAT_MS;
	bool ask = !emit->located && (!emit->quiet || emit->spool.first);
	if (quiet && (beat || ask)) {
		send_heartbeat(emit, now);
	}
	if (!quiet) {
		check_silence(emit, now);
	}
}

static void service_file(struct wb_emit *emit)
{
	struct wb_spool_batch *batch = wb_spool_next_unsent(&emit->spool);

	while (batch) {
		struct wb_str head = encode_head(emit, batch->seq, false);
		fwrite(head.data, 1, head.len, emit->file);
		fwrite(batch->lines.data, 1, batch->lines.len, emit->file);
		if (fflush(emit->file) != 0) {
			set_error(emit, WB_EMIT_REFUSED, strerror(errno));
			return;
		}
		emit->status.link = WB_EMIT_UP;
		emit->status.acknowledged = batch->seq + batch->count;
		wb_spool_acknowledge(&emit->spool, emit->status.acknowledged);
		batch = wb_spool_next_unsent(&emit->spool);
	}
}

wb_ms wb_emit_service(struct wb_emit *emit, wb_ms now_monotonic)
{
	wb_ms next = now_monotonic + HEARTBEAT_MS;

	if (emit->file) {
		service_file(emit);
		return next;
	}
	service_requests(emit, now_monotonic);
	if (emit->retry_at > now_monotonic && emit->retry_at < next) {
		next = emit->retry_at;
	}
	wb_ms beat = emit->last_sent + HEARTBEAT_MS;
	if (beat > now_monotonic && beat < next) {
		next = beat;
	}
	return next;
}

void wb_emit_get_status(const struct wb_emit *emit,
                        struct wb_emit_status *ret_status)
{
	*ret_status = emit->status;
	ret_status->put = emit->spool.put;
	ret_status->waiting = wb_spool_count(&emit->spool);
}

void wb_emit_set_quiet(struct wb_emit *emit, bool quiet)
{
	emit->quiet = quiet;
}

bool wb_emit_is_idle(const struct wb_emit *emit)
{
	return emit->located && !emit->spool.first;
}

void wb_emit_wait(struct wb_emit *emit, wb_ms timeout)
{
	if (emit->requests) {
		wb_requests_wait(emit->requests, timeout);
	}
}

bool wb_emit_flush(struct wb_emit *emit, wb_ms timeout)
{
	wb_ms now = wb_clock_monotonic();
	wb_ms until = now + timeout;

	for (;;) {
		wb_ms next = wb_emit_service(emit, now);
		if (wb_emit_is_idle(emit)) {
			return true;
		}
		if (now >= until || emit->status.link == WB_EMIT_REFUSED) {
			return false;
		}
		next = next < until ? next : until;
		wb_emit_wait(emit, next > now ? next - now : 0);
		now = wb_clock_monotonic();
	}
}

bool wb_emit_farewell(struct wb_emit *emit, wb_ms timeout)
{
	if (!wb_emit_flush(emit, timeout)) {
		return false;
	}
	if (emit->file) {
		return true;
	}
	/* Asking where the daemon is sends a heartbeat and awaits its reply. */
	emit->last = true;
	relocate(emit);
	return wb_emit_flush(emit, timeout);
}
