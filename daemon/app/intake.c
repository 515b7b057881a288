/*
 * From a feed's request to its reply: all that is pending is checked, made
 * durable in one transaction, applied, and only then answered.
 */

#define WB_LOG_MODULE "intake"

#include <stdio.h>
#include <string.h>

#include "app/acts.h"
#include "base/clock.h"

/* With --clock events, time may not leap further than this at once. */
#define LEAP_MAX ((wb_ms)400 * 24 * WB_HOUR)

/* One request on its way. */
struct item {
	struct wb_request request;
	struct wb_batch batch;
	struct wb_record record;
	struct wb_reply reply;
	int64_t *next; /* of its feed and epoch; NULL for batches by hand */
	int64_t old_next;
	bool decoded, journalled;
};

static void say_no(struct item *item, const char *error)
{
	item->reply.ok = false;
	snprintf(item->reply.error, sizeof(item->reply.error), "%s", error);
}

static void refuse(struct wb_daemon *daemon, struct item *item,
                   const char *error)
{
	say_no(item, error);
	daemon->counters.refused++;
	if (wb_log_allow(&daemon->bad_batches, wb_clock_monotonic())) {
		wb_warn("refused a batch of feed '%.*s': %s (%d more lines "
		        "like this were left out)",
		        WB_STR_FMT(item->batch.header.feed), error,
		        daemon->bad_batches.suppressed);
		daemon->bad_batches.suppressed = 0;
	}
}

static bool decode(struct wb_daemon *daemon, struct item *item)
{
	struct wb_batch_error error = { 0 };
	if (wb_batch_decode(item->request.text, &daemon->arena, &item->batch,
	                    &error)) {
		return true;
	}
	char text[sizeof(error.message) + 24];
	if (error.line > 0) {
		snprintf(text, sizeof(text), "line %d: %s", error.line,
		         error.message);
	} else {
		snprintf(text, sizeof(text), "%s", error.message);
	}
	if (item->batch.header.feed.len > 0 && !item->batch.header.by_hand) {
		int64_t *next =
			wb_feeds_next(&daemon->feeds, item->batch.header.feed,
		                      item->batch.header.epoch);
		item->reply.next = next ? *next : 0;
	}
	refuse(daemon, item, text);
	return false;
}

/* A single wrong date must not make the wall run through centuries. */
static bool times_are_sane(struct wb_daemon *daemon, struct item *item)
{
	wb_ms newest = wb_engine_now(daemon->engine);
	if (!daemon->events_clock) {
		return true;
	}
	for (int i = 0; i < item->batch.count; i++) {
		const struct wb_event *event = &item->batch.events[i];
		wb_ms t = event->t;
		if (t == WB_ABSENT || t <= newest ||
		    event->kind == WB_EV_FEED_ALIVE) {
			continue;
		}
		if (newest > 0 && t - newest > LEAP_MAX) {
			char text[160];
			snprintf(text, sizeof(text),
			         "line %d: field 't': leaps %lld days ahead, "
			         "at most 400 are believed",
			         i + 2,
			         (long long)((t - newest) / WB_HOUR / 24));
			refuse(daemon, item, text);
			return false;
		}
		newest = t;
	}
	return true;
}

static void note_heard(struct wb_daemon *daemon, struct wb_str name, wb_ms now)
{
	uint32_t number = wb_feeds_number(&daemon->feeds, name);
	if (number != WB_NAMES_NONE) {
		daemon->feeds.feeds[number].heard_now = true;
		daemon->feeds.feeds[number].done = false;
		daemon->feeds.feeds[number].heard = now;
	}
}

/* Such a heartbeat is remembered, as a restart must not wait for the feed. */
static bool says_farewell(const struct wb_batch *batch)
{
	return batch->heartbeat && batch->count > 0 &&
	       batch->events[batch->count - 1].last == 1;
}

/* Where the feed is; heartbeats and repetitions end here. */
static bool place(struct wb_daemon *daemon, struct item *item)
{
	const struct wb_batch_header *header = &item->batch.header;
	if (wb_feeds_number(&daemon->feeds, header->feed) == WB_NAMES_NONE) {
		refuse(daemon, item, "too many feeds");
		return false;
	}
	note_heard(daemon, header->feed, wb_daemon_now(daemon));
	item->reply.ok = true;
	if (header->by_hand) {
		item->reply.next = item->batch.count;
		return !item->batch.heartbeat;
	}
	item->next = wb_feeds_next(&daemon->feeds, header->feed, header->epoch);
	if (!item->next) {
		refuse(daemon, item, "too many epochs of feeds");
		return false;
	}
	item->reply.next = *item->next;
	if (item->batch.heartbeat) {
		daemon->counters.heartbeats++;
		return says_farewell(&item->batch);
	}
	if (header->seq > *item->next && !header->gap) {
		char text[96];
		snprintf(text, sizeof(text),
		         "out of order: expected %lld, got %lld",
		         (long long)*item->next, (long long)header->seq);
		say_no(item, text); /* nothing is wrong: it comes again */
		daemon->counters.out_of_order++;
		return false;
	}
	if (header->seq + item->batch.count <= *item->next) {
		daemon->counters.repeated += (uint64_t)item->batch.count;
		return false;
	}
	return true;
}

static void make_record(struct wb_daemon *daemon, struct item *item, wb_ms now)
{
	const struct wb_batch_header *header = &item->batch.header;
	item->journalled = true;
	if (item->batch.heartbeat) {
		item->record = (struct wb_record){
			.kind = WB_RECORD_BATCH,
			.received = now,
			.feed = header->feed,
			.text = item->request.text,
		};
		item->next = NULL; /* it takes no number */
		return;
	}
	int64_t had = item->next ? *item->next - header->seq : 0;
	item->record = (struct wb_record){
		.kind = WB_RECORD_BATCH,
		.received = now,
		.feed = header->feed,
		.epoch = header->epoch,
		.seq = header->seq,
		.next = header->seq + item->batch.count,
		.skip = had > 0 ? (int)had : 0,
		.text = item->request.text,
	};
	daemon->counters.repeated += (uint64_t)item->record.skip;
	if (item->next) {
		item->old_next = *item->next;
		*item->next = item->record.next;
		item->reply.next = item->record.next;
	}
}

/* Nothing of what is pending became durable: take all of it back. */
static void unmake(struct wb_daemon *daemon, struct item *items, int count)
{
	char text[200];
	snprintf(text, sizeof(text), "journal: %s",
	         daemon->journal->ops->last_error(daemon->journal));
	daemon->counters.journal_errors++;
	if (!daemon->journal_failing) {
		wb_error("cannot write the journal: %s; feeds keep their "
		         "events and try again",
		         text + strlen("journal: "));
	}
	daemon->journal_failing = true;
	for (int i = count - 1; i >= 0; i--) {
		struct item *item = &items[i];
		if (!item->journalled) {
			continue;
		}
		item->journalled = false;
		if (item->next) {
			*item->next = item->old_next;
			item->reply.next = item->old_next;
		}
		refuse(daemon, item, text);
	}
}

static void journal(struct wb_daemon *daemon, struct item *items, int count)
{
	struct wb_record records[WB_TAKE_MAX];
	int used = 0;
	for (int i = 0; i < count; i++) {
		if (items[i].journalled) {
			records[used++] = items[i].record;
		}
	}
	if (used == 0) {
		return;
	}
	if (daemon->journal->ops->append(daemon->journal, records, used) != 0) {
		unmake(daemon, items, count);
		return;
	}
	if (daemon->journal_failing) {
		daemon->journal_failing = false;
		wb_info("the journal takes writes again");
	}
	used = 0;
	for (int i = 0; i < count; i++) {
		if (items[i].journalled) {
			items[i].record.position = records[used++].position;
		}
	}
}

/* An event that claims to be from the future is taken as of now. */
static void check_clock(struct wb_daemon *daemon, struct wb_feed *feed,
                        struct wb_event *event, wb_ms received)
{
	if (event->t == WB_ABSENT) {
		event->t = received;
	} else if (!daemon->events_clock &&
	           event->t > received + WB_CLOCK_AHEAD_MAX_MS) {
		event->t = received;
		feed->clock_ahead++;
	}
	wb_daemon_follow(daemon, event->t, received);
	if (event->t > feed->event) {
		feed->event = event->t;
	}
}

void wb_intake_apply(struct wb_daemon *daemon, const struct wb_batch *batch,
                     const struct wb_record *record)
{
	uint32_t number = wb_feeds_number(&daemon->feeds, record->feed);
	if (number == WB_NAMES_NONE) {
		return;
	}
	struct wb_feed *feed = &daemon->feeds.feeds[number];
	wb_daemon_advance(daemon, record->received);
	daemon->last_received = record->received;
	feed->events += (uint64_t)(batch->count - record->skip);
	feed->skipped += (uint64_t)record->skip;
	if (batch->header.gap && record->skip == 0 && feed->event > 0) {
		wb_feed_note_gap(feed, feed->event, record->received);
	}
	for (int i = record->skip; i < batch->count; i++) {
		struct wb_event *event = &batch->events[i];
		if (event->kind == WB_EV_FEED_ALIVE) {
			continue; /* its instant means nothing */
		}
		check_clock(daemon, feed, event, record->received);
		if (event->kind == WB_EV_FEED_GAP) {
			wb_feed_note_gap(feed, event->from, event->until);
		} else {
			wb_engine_apply(daemon->engine, number, event);
		}
	}
	feed->done = says_farewell(batch);
	feed->heard = daemon->events_clock ? wb_engine_now(daemon->engine)
	                                   : record->received;
	daemon->position = record->position;
	daemon->counters.events += (uint64_t)(batch->count - record->skip);
}

static void reply(struct wb_daemon *daemon, struct item *item)
{
	struct wb_buf text;
	wb_buf_init(&text, 0);
	wb_reply_encode(&item->reply, &text);
	wb_ingest_reply(daemon->ingest, &item->request, wb_buf_str(&text));
	wb_buf_finish(&text);
}

static bool goes_before(const struct item *a, const struct item *b)
{
	const struct wb_batch_header *x = &a->batch.header;
	const struct wb_batch_header *y = &b->batch.header;
	return a->decoded && b->decoded && x->seq < y->seq &&
	       wb_str_equal(x->feed, y->feed) &&
	       wb_str_equal(x->epoch, y->epoch);
}

/* NNG's threads may hand over two requests of a feed in either order. */
static void put_in_order(struct item *items, int count)
{
	for (int i = 1; i < count; i++) {
		struct item item = items[i];
		int k = i;
		while (k > 0 && goes_before(&item, &items[k - 1])) {
			items[k] = items[k - 1];
			k--;
		}
		items[k] = item;
	}
}

static void take_all(struct wb_daemon *daemon, struct item *items, int count)
{
	wb_ms now = wb_daemon_now(daemon);
	for (int i = 0; i < count; i++) {
		daemon->counters.batches++;
		items[i].decoded = decode(daemon, &items[i]);
	}
	put_in_order(items, count);
	for (int i = 0; i < count; i++) {
		if (items[i].decoded && times_are_sane(daemon, &items[i]) &&
		    place(daemon, &items[i])) {
			make_record(daemon, &items[i], now);
		}
	}
	journal(daemon, items, count);
	for (int i = 0; i < count; i++) {
		if (items[i].journalled) {
			wb_intake_apply(daemon, &items[i].batch,
			                &items[i].record);
		}
		reply(daemon, &items[i]);
	}
}

void wb_intake_run(struct wb_daemon *daemon)
{
	struct wb_request requests[WB_TAKE_MAX];
	struct item items[WB_TAKE_MAX];
	int count = wb_ingest_take(daemon->ingest, requests, WB_TAKE_MAX);
	if (count == 0) {
		return;
	}
	for (int i = 0; i < count; i++) {
		items[i] = (struct item){ .request = requests[i] };
	}
	take_all(daemon, items, count);
	wb_arena_reset(&daemon->arena);
	if (wb_engine_history_waiting(daemon->engine) > 20000) {
		wb_store_history(daemon);
	}
	wb_acts_see(daemon);
	wb_alerting_flush(daemon);
	wb_daemon_set_tick(daemon);
	wb_push_changed(daemon->push);
}
