/* The table of promises: which one an event is about, and its times. */

#include "floor/promise.h"

#include <stdlib.h>
#include <string.h>

/* One that is still open is given up so long after it was due. */
#define OPEN_FOR (60 * 24 * WB_HOUR)
/* One that is over is remembered so long for late events. */
#define REMEMBER (24 * WB_HOUR)

static struct wb_str id_of(const struct floor_promise *promise)
{
	return (struct wb_str){ promise->id, promise->id_len };
}

static uint32_t *bucket_of(struct wb_floor *floor, uint32_t feed,
                           struct wb_str id)
{
	return &floor->promise_buckets[wb_contact_hash(feed, id) &
	                               (floor->promise_bucket_count - 1)];
}

static void link_promise(struct wb_floor *floor, uint32_t number)
{
	struct floor_promise *promise = promise_at(floor, number);
	uint32_t *bucket = bucket_of(floor, promise->feed, id_of(promise));
	promise->hash_next = *bucket;
	*bucket = number;
}

static bool grow_table(struct wb_floor *floor)
{
	uint32_t count = floor->promise_bucket_count
	                         ? floor->promise_bucket_count * 2
	                         : 1024;
	uint32_t *buckets = malloc(count * sizeof(*buckets));
	if (!buckets) {
		return floor->promise_bucket_count > 0;
	}
	memset(buckets, 0xff, count * sizeof(*buckets));
	free(floor->promise_buckets);
	floor->promise_buckets = buckets;
	floor->promise_bucket_count = count;
	for (uint32_t i = 0; i < floor->promises.used; i++) {
		if (promise_at(floor, i)->id) {
			link_promise(floor, i);
		}
	}
	return true;
}

bool wb_promise_adopt(struct wb_floor *floor, uint32_t number, struct wb_str id)
{
	if (floor->promise_count >= WB_PROMISES_MAX ||
	    (floor->promise_count >= floor->promise_bucket_count &&
	     !grow_table(floor))) {
		return false;
	}
	char *copy = malloc(id.len + 1);
	if (!copy) {
		return false;
	}
	memcpy(copy, id.data, id.len);
	copy[id.len] = '\0';
	promise_at(floor, number)->id = copy;
	promise_at(floor, number)->id_len = (uint32_t)id.len;
	link_promise(floor, number);
	floor->promise_count++;
	return true;
}

/* Whose promise, and of which kind. */
struct key {
	uint32_t feed;
	enum floor_promise_kind kind;
	struct wb_str id;
};

static uint32_t add_promise(struct wb_floor *floor, const struct key *key)
{
	uint32_t number = wb_pool_take(&floor->promises);
	if (number == WB_POOL_NONE) {
		anomaly(floor, WB_ANOMALY_PROMISES_FULL);
		return WB_POOL_NONE;
	}
	*promise_at(floor, number) = (struct floor_promise){
		.feed = key->feed,
		.kind = key->kind,
		.timer = WB_NEVER,
		.requested = WB_ABSENT,
		.due = WB_ABSENT,
		.attempted = WB_ABSENT,
		.closed = WB_ABSENT,
		.due_said = WB_ABSENT,
		.queue = WB_NOBODY,
		.agent = WB_NOBODY,
	};
	if (!wb_promise_adopt(floor, number, key->id)) {
		wb_pool_give(&floor->promises, number);
		anomaly(floor, WB_ANOMALY_PROMISES_FULL);
		return WB_POOL_NONE;
	}
	promise_at(floor, number)->serial = ++floor->next_serial;
	return number;
}

static void forget(struct wb_floor *floor, uint32_t number)
{
	struct floor_promise *promise = promise_at(floor, number);
	wb_promise_drop(floor, number);
	uint32_t *link = bucket_of(floor, promise->feed, id_of(promise));
	while (*link != number) {
		link = &promise_at(floor, *link)->hash_next;
	}
	*link = promise->hash_next;
	free(promise->id);
	promise->id = NULL;
	promise->serial = 0;
	wb_pool_give(&floor->promises, number);
	floor->promise_count--;
}

static wb_ms forget_at(const struct floor_promise *promise)
{
	if (!promise->settled.open) {
		return promise->touched + REMEMBER;
	}
	wb_ms last =
		promise->due != WB_ABSENT ? promise->due : promise->requested;
	return (last > promise->touched ? last : promise->touched) + OPEN_FOR;
}

/* The next instant at which something changes by itself. */
static wb_ms next_of(const struct wb_floor *floor,
                     const struct floor_promise *promise)
{
	wb_ms next = forget_at(promise);
	if (promise->settled.open && promise->due != WB_ABSENT &&
	    promise->due >= floor->now && promise->due + 1 < next) {
		next = promise->due + 1;
	}
	return next;
}

static void set_timer(struct wb_floor *floor, uint32_t number)
{
	struct floor_promise *promise = promise_at(floor, number);
	wb_ms next = next_of(floor, promise);
	if (next < promise->timer) {
		promise->timer = next;
		wb_timers_set(&floor->timers, next, TIMER_PROMISE, number,
		              promise->serial);
	}
}

void wb_promise_timer(struct wb_floor *floor, uint32_t number, uint64_t check)
{
	struct floor_promise *promise = promise_at(floor, number);
	if (promise->serial != check || floor->now < promise->timer) {
		return;
	}
	promise->timer = WB_NEVER;
	wb_promise_settle(floor, number);
	if (forget_at(promise) <= floor->now) {
		forget(floor, number);
	} else {
		set_timer(floor, number);
	}
}

static uint32_t first_of(const struct wb_floor *floor, const struct key *key)
{
	return floor->promise_bucket_count == 0
	               ? WB_POOL_NONE
	               : floor->promise_buckets[wb_contact_hash(key->feed,
	                                                        key->id) &
	                                        (floor->promise_bucket_count -
	                                         1)];
}

static bool matches(const struct floor_promise *promise, const struct key *key)
{
	return promise->feed == key->feed && promise->kind == key->kind &&
	       wb_str_equal(id_of(promise), key->id);
}

/* The promise with the latest request up to `t`. */
static uint32_t newest_until(const struct wb_floor *floor,
                             const struct key *key, wb_ms t)
{
	uint32_t best = WB_POOL_NONE;
	for (uint32_t i = first_of(floor, key); i != WB_POOL_NONE;
	     i = promise_at(floor, i)->hash_next) {
		const struct floor_promise *promise = promise_at(floor, i);
		if (matches(promise, key) && promise->requested != WB_ABSENT &&
		    promise->requested <= t &&
		    (best == WB_POOL_NONE ||
		     promise->requested > promise_at(floor, best)->requested)) {
			best = i;
		}
	}
	return best;
}

/* One of which only the end is known, or the next one after `t`. */
static uint32_t oldest_after(const struct wb_floor *floor,
                             const struct key *key, wb_ms t, bool unrequested)
{
	uint32_t best = WB_POOL_NONE;
	for (uint32_t i = first_of(floor, key); i != WB_POOL_NONE;
	     i = promise_at(floor, i)->hash_next) {
		const struct floor_promise *promise = promise_at(floor, i);
		if (!matches(promise, key)) {
			continue;
		}
		if (unrequested) {
			if (promise->requested == WB_ABSENT) {
				return i;
			}
		} else if (promise->requested > t &&
		           (best == WB_POOL_NONE ||
		            promise->requested <
		                    promise_at(floor, best)->requested)) {
			best = i;
		}
	}
	return best;
}

static bool before(wb_ms instant, wb_ms t)
{
	return instant != WB_ABSENT && instant < t;
}

/* Was the promise over when something was requested at `t`? */
static bool is_over(const struct floor_promise *promise, wb_ms t)
{
	return promise->requested != t &&
	       (before(promise->attempted, t) ||
	        before(promise->closed, t + 1) || before(promise->due, t));
}

/* The promise that a request is, or is part of; WB_POOL_NONE when full. */
static uint32_t promise_for_request(struct wb_floor *floor,
                                    const struct key *key, wb_ms t, wb_ms due)
{
	uint32_t earlier = newest_until(floor, key, t);
	if (earlier != WB_POOL_NONE) {
		struct floor_promise *promise = promise_at(floor, earlier);
		if (!is_over(promise, t)) {
			return earlier;
		}
		if (promise->attempted == WB_ABSENT &&
		    promise->closed == WB_ABSENT) {
			promise->closed = t; /* the new one takes its place */
			wb_promise_settle(floor, earlier);
			set_timer(floor, earlier);
		}
	}
	uint32_t ended = oldest_after(floor, key, t, true);
	if (ended != WB_POOL_NONE &&
	    !before(promise_at(floor, ended)->attempted, t) &&
	    !before(promise_at(floor, ended)->closed, t)) {
		return ended;
	}
	uint32_t later = oldest_after(floor, key, t, false);
	if (later != WB_POOL_NONE &&
	    (due == WB_ABSENT || promise_at(floor, later)->requested <= due)) {
		return later;
	}
	return add_promise(floor, key);
}

static void note_due(struct floor_promise *promise, wb_ms t, wb_ms due)
{
	if (due != WB_ABSENT &&
	    (promise->due_said == WB_ABSENT || promise->due_said <= t)) {
		promise->due = due;
		promise->due_said = t;
	}
}

static void settle(struct wb_floor *floor, uint32_t number)
{
	promise_at(floor, number)->touched = floor->now;
	wb_promise_settle(floor, number);
	set_timer(floor, number);
}

/* Whose promise it is: what the event says, else who had the contact. */
static void note_people(struct wb_floor *floor, const struct key *key,
                        struct floor_promise *promise,
                        const struct wb_promise_event *told)
{
	uint32_t contact = wb_contact_find(floor, key->feed, key->id);
	promise->queue = told->queue;
	promise->agent = told->agent;
	if (contact != WB_POOL_NONE) {
		struct floor_part part =
			wb_contact_part(floor, contact, told->agent, told->t);
		promise->agent = part.agent;
		if (told->queue == WB_NOBODY) {
			promise->queue = part.queue;
		}
	}
	promise->channel = wb_floor_channel(floor, contact, promise->queue);
}

/* Two requests that are kept as one: the newest due time holds. */
static struct floor_request as_one(struct floor_request a,
                                   struct floor_request b)
{
	struct floor_request older = a.t < b.t ? a : b;
	struct floor_request newer = a.t < b.t ? b : a;
	if (newer.due == WB_ABSENT) {
		newer.due = older.due;
	}
	return newer;
}

static void note_again(struct floor_promise *promise,
                       const struct wb_promise_event *told)
{
	struct floor_request request = { told->t, told->due };
	for (uint32_t i = 0; i < promise->again_count; i++) {
		if (promise->again[i].t == told->t) {
			promise->again[i] = request;
			return;
		}
	}
	if (promise->again_count < WB_REQUESTS) {
		promise->again[promise->again_count++] = request;
		return;
	}
	struct floor_request *last = &promise->again[WB_REQUESTS - 1];
	*last = as_one(*last, request);
}

static void request(struct wb_floor *floor, const struct key *key,
                    const struct wb_promise_event *told)
{
	uint32_t number = promise_for_request(floor, key, told->t, told->due);
	if (number == WB_POOL_NONE) {
		return;
	}
	struct floor_promise *promise = promise_at(floor, number);
	note_due(promise, told->t, told->due);
	note_again(promise, told);
	if (promise->requested == WB_ABSENT || told->t < promise->requested) {
		promise->requested = told->t;
		note_people(floor, key, promise, told);
	}
	settle(floor, number);
}

/* The promise that was attempted or closed; perhaps not yet requested. */
static uint32_t promise_for_end(struct wb_floor *floor, const struct key *key,
                                wb_ms t)
{
	uint32_t number = newest_until(floor, key, t);
	if (number == WB_POOL_NONE) {
		anomaly(floor, WB_ANOMALY_NO_PROMISE);
		number = oldest_after(floor, key, t, true);
	}
	return number == WB_POOL_NONE ? add_promise(floor, key) : number;
}

static void earliest(wb_ms *instant, wb_ms t)
{
	if (*instant == WB_ABSENT || t < *instant) {
		*instant = t;
	}
}

/* What was taken for a repetition came after the end: the next promise. */
static void split(struct wb_floor *floor, const struct key *key,
                  uint32_t number)
{
	struct floor_promise *promise = promise_at(floor, number);
	struct floor_request later[WB_REQUESTS];
	uint32_t kept = 0, moved = 0;
	promise->due = WB_ABSENT;
	promise->due_said = WB_ABSENT;
	for (uint32_t i = 0; i < promise->again_count; i++) {
		struct floor_request again = promise->again[i];
		if (again.t != promise->requested &&
		    (before(promise->attempted, again.t) ||
		     before(promise->closed, again.t + 1))) {
			later[moved++] = again;
			continue;
		}
		promise->again[kept++] = again;
		note_due(promise, again.t, again.due);
	}
	promise->again_count = kept;
	settle(floor, number);
	for (uint32_t i = 0; i < moved; i++) {
		struct wb_promise_event told = {
			.what = PROMISE_REQUESTED,
			.t = later[i].t,
			.due = later[i].due,
			.queue = promise_at(floor, number)->queue,
			.agent = promise_at(floor, number)->agent,
		};
		request(floor, key, &told);
	}
}

static void end(struct wb_floor *floor, const struct key *key,
                const struct wb_promise_event *told)
{
	uint32_t number = promise_for_end(floor, key, told->t);
	if (number == WB_POOL_NONE) {
		return;
	}
	struct floor_promise *promise = promise_at(floor, number);
	earliest(told->what == PROMISE_ATTEMPTED ? &promise->attempted
	                                         : &promise->closed,
	         told->t);
	if (promise->again_count <= 1) {
		settle(floor, number);
	} else {
		split(floor, key, number);
	}
}

static void told_of(struct wb_floor *floor, enum floor_promise_kind kind,
                    uint32_t feed, struct wb_str id,
                    const struct wb_promise_event *told)
{
	struct key key = { .feed = feed, .kind = kind, .id = id };
	if (told->what == PROMISE_REQUESTED) {
		request(floor, &key, told);
	} else {
		end(floor, &key, told);
	}
}

void wb_promise_callback(struct wb_floor *floor, uint32_t feed,
                         struct wb_str id, const struct wb_promise_event *told)
{
	told_of(floor, PROMISE_CALLBACK, feed, id, told);
	uint32_t contact = wb_contact_find(floor, feed, id);
	if (contact != WB_POOL_NONE) {
		wb_entry_stand(floor, contact);
	}
}

void wb_promise_follow_up(struct wb_floor *floor, uint32_t feed,
                          struct wb_str id, const struct wb_promise_event *told)
{
	told_of(floor, PROMISE_FOLLOW_UP, feed, id, told);
}

bool wb_promise_is_open(const struct wb_floor *floor, uint32_t feed,
                        struct wb_str id)
{
	struct key key = { .feed = feed, .kind = PROMISE_CALLBACK, .id = id };
	for (uint32_t i = first_of(floor, &key); i != WB_POOL_NONE;
	     i = promise_at(floor, i)->hash_next) {
		if (matches(promise_at(floor, i), &key) &&
		    promise_at(floor, i)->settled.open) {
			return true;
		}
	}
	return false;
}

void wb_promise_finish(struct wb_floor *floor)
{
	for (uint32_t i = 0; i < floor->promises.used; i++) {
		free(promise_at(floor, i)->id);
	}
	wb_pool_finish(&floor->promises);
	free(floor->promise_buckets);
}
