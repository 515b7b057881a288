#include "bench_feed.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <nng/nng.h>
#include <nng/protocol/reqrep0/req.h>

#include "batch.h"

#define T0 ((wb_ms)1732190400000)
#define LANES_MAX 32
#define PATIENCE_S 120

/* A lane sends its next batch when the last one was answered. */
struct lane {
	struct feed *feed;
	nng_ctx ctx;
	nng_aio *aio;
	bool sending;
	nng_msg **batches;
	int count;
	int next;
};

struct feed {
	nng_socket socket;
	struct lane lanes[LANES_MAX];
	int lane_count;
	pthread_mutex_t mutex;
	pthread_cond_t done;
	int running;     /* lanes that are not through; under the mutex */
	int64_t refused; /* under the mutex */
	bool failed;     /* under the mutex */
};

/* The life of a contact, over and over: nothing piles up in the daemon. */
static void add_event(struct wb_buf *out, int lane, int64_t number)
{
	static const enum wb_event_kind life[] = {
		WB_EV_QUEUE_ENTERED,
		WB_EV_SEGMENT_STARTED,
		WB_EV_SEGMENT_ENDED,
		WB_EV_CONTACT_ENDED,
	};
	struct wb_event event;
	char contact[48];
	char agent[32];

	snprintf(contact, sizeof(contact), "1732190400.%d.%lld", lane,
	         (long long)number / 4);
	snprintf(agent, sizeof(agent), "agent-%d-%d", lane,
	         (int)(number / 4 % 50));
	wb_event_init(&event, life[number % 4], T0 + number * 10);
	event.contact = wb_str(contact);
	if (number % 4 < 2) {
		event.queue = wb_str("sales");
	}
	if (number % 4 == 1 || number % 4 == 2) {
		event.agent = wb_str(agent);
	}
	wb_event_encode(&event, out);
	wb_buf_add_char(out, '\n');
}

static nng_msg *make_batch(int lane, int64_t seq, int events)
{
	char name[32];
	struct wb_buf text = { 0 };
	nng_msg *msg = NULL;
	struct wb_batch_header header = {
		.feed = { name, 0 },
		.epoch = wb_str("1"),
		.seq = seq,
	};

	header.feed.len = (size_t)snprintf(name, sizeof(name), "lane-%d", lane);
	wb_batch_encode_header(&header, &text);
	for (int i = 0; i < events; i++) {
		add_event(&text, lane, seq + i);
	}
	if (!text.failed && nng_msg_alloc(&msg, 0) == 0) {
		nng_msg_append(msg, text.data, text.len);
	}
	wb_buf_finish(&text);
	return msg;
}

static void send_next(struct lane *lane)
{
	lane->sending = true;
	nng_aio_set_msg(lane->aio, lane->batches[lane->next++]);
	nng_ctx_send(lane->ctx, lane->aio);
}

static void stop_lane(struct lane *lane, bool failed)
{
	struct feed *feed = lane->feed;

	pthread_mutex_lock(&feed->mutex);
	feed->failed = feed->failed || failed;
	if (--feed->running == 0) {
		pthread_cond_signal(&feed->done);
	}
	pthread_mutex_unlock(&feed->mutex);
}

static void take_reply(struct lane *lane)
{
	static const char yes[] = "{\"ok\":true";
	nng_msg *msg = nng_aio_get_msg(lane->aio);
	bool ok = nng_msg_len(msg) >= sizeof(yes) - 1 &&
	          memcmp(nng_msg_body(msg), yes, sizeof(yes) - 1) == 0;

	nng_msg_free(msg);
	if (!ok) {
		pthread_mutex_lock(&lane->feed->mutex);
		lane->feed->refused++;
		pthread_mutex_unlock(&lane->feed->mutex);
	}
}

static void on_step(void *user)
{
	struct lane *lane = user;

	if (nng_aio_result(lane->aio) != 0) {
		stop_lane(lane, true);
		return;
	}
	if (lane->sending) {
		lane->sending = false;
		nng_ctx_recv(lane->ctx, lane->aio);
		return;
	}
	take_reply(lane);
	if (lane->next < lane->count) {
		send_next(lane);
	} else {
		stop_lane(lane, false);
	}
}

static bool open_lane(struct feed *feed, const struct bench_load *load)
{
	int number = feed->lane_count;
	struct lane *lane = &feed->lanes[number];

	lane->feed = feed;
	lane->count = load->requests / load->outstanding;
	lane->batches = calloc((size_t)lane->count, sizeof(*lane->batches));
	if (!lane->batches || nng_ctx_open(&lane->ctx, feed->socket) != 0 ||
	    nng_aio_alloc(&lane->aio, on_step, lane) != 0) {
		return false;
	}
	for (int i = 0; i < lane->count; i++) {
		lane->batches[i] =
			make_batch(number, (int64_t)i * load->batch_events,
		                   load->batch_events);
	}
	nng_aio_set_timeout(lane->aio, PATIENCE_S * 1000);
	feed->lane_count++;
	return true;
}

static int64_t now_us(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

/* One request and reply before the clock starts: connected and warm. */
static bool say_hello(struct feed *feed)
{
	static const char hello[] =
		"{\"wallboard\":1,\"feed\":\"hello\",\"epoch\":\"1\","
		"\"seq\":0}\n{\"t\":1732190400000,\"ev\":\"feed.alive\"}\n";
	nng_msg *msg;

	nng_socket_set_ms(feed->socket, NNG_OPT_SENDTIMEO, 10000);
	nng_socket_set_ms(feed->socket, NNG_OPT_RECVTIMEO, 10000);
	if (nng_send(feed->socket, (void *)(uintptr_t)hello, sizeof(hello) - 1,
	             0) != 0 ||
	    nng_recvmsg(feed->socket, &msg, 0) != 0) {
		return false;
	}
	nng_msg_free(msg);
	return true;
}

static void play(struct feed *feed, struct bench_result *ret_result)
{
	int64_t began = now_us();

	feed->running = feed->lane_count;
	for (int i = 0; i < feed->lane_count; i++) {
		send_next(&feed->lanes[i]);
	}
	pthread_mutex_lock(&feed->mutex);
	while (feed->running > 0) {
		pthread_cond_wait(&feed->done, &feed->mutex);
	}
	ret_result->refused = feed->refused;
	pthread_mutex_unlock(&feed->mutex);
	ret_result->microseconds = now_us() - began;
}

bool bench_feed(const char *url, const struct bench_load *load,
                struct bench_result *ret_result)
{
	static struct feed feed = {
		.mutex = PTHREAD_MUTEX_INITIALIZER,
		.done = PTHREAD_COND_INITIALIZER,
	};
	bool ready = nng_req0_open(&feed.socket) == 0;

	nng_socket_set_ms(feed.socket, NNG_OPT_RECONNMINT, 10);
	nng_socket_set_ms(feed.socket, NNG_OPT_RECONNMAXT, 50);
	ready = ready &&
	        nng_dial(feed.socket, url, NULL, NNG_FLAG_NONBLOCK) == 0;
	for (int i = 0; i < load->outstanding && ready; i++) {
		ready = open_lane(&feed, load);
	}
	if (!ready || !say_hello(&feed)) {
		return false;
	}
	play(&feed, ret_result);
	return !feed.failed;
}
