/*
 * How fast are event batches decoded and checked? Against libwebsockets' lejp,
 * which only cuts the same lines into tokens, in the same run:
 *
 *     meson test -C build --benchmark decode -v
 */

#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "batch.h"

#define EVENTS 100 /* in a batch, as a busy feed sends them */
#define ROUNDS 5
#define ROUND_SECONDS 0.4

static const char *const lejp_paths[] = {
	"t",       "ev",       "contact", "queue",     "agent",
	"channel", "position", "result",  "state",     "reason",
	"outcome", "wait_ms",  "by",      "wrapup_ms",
};

/* One contact from entering to the end of its after-contact work. */
static const char *const story[] = {
	"{\"t\":%lld,\"ev\":\"queue.entered\",\"contact\":\"1732190412.%d\","
	"\"queue\":\"sales\",\"channel\":\"voice\",\"position\":3}\n",
	"{\"t\":%lld,\"ev\":\"offer.started\",\"contact\":\"1732190412.%d\","
	"\"queue\":\"sales\",\"agent\":\"PJSIP/101\"}\n",
	"{\"t\":%lld,\"ev\":\"offer.ended\",\"contact\":\"1732190412.%d\","
	"\"agent\":\"PJSIP/101\",\"result\":\"accepted\"}\n",
	"{\"t\":%lld,\"ev\":\"segment.started\",\"contact\":\"1732190412.%d\","
	"\"agent\":\"PJSIP/101\",\"queue\":\"sales\",\"wait_ms\":18340}\n",
	"{\"t\":%lld,\"ev\":\"segment.ended\",\"contact\":\"1732190412.%d\","
	"\"agent\":\"PJSIP/101\",\"by\":\"customer\",\"wrapup_ms\":30000}\n",
};

static void make_batch(struct wb_buf *text)
{
	struct wb_batch_header header = {
		.feed = wb_str("bench"),
		.epoch = wb_str("1732190000"),
		.seq = 1042,
	};

	wb_batch_encode_header(&header, text);
	for (int i = 0; i < EVENTS; i++) {
		const char *line = story[i % 5];

		/* the formats above all take the same two numbers */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		wb_buf_addf(text, line, 1732190412345LL + i, i);
#pragma GCC diagnostic pop
	}
}

static void require(bool truth, const char *what)
{
	if (truth) {
		return;
	}
	fprintf(stderr, "bench_decode: %s failed\n", what);
	exit(EXIT_FAILURE);
}

static void decode_ours(struct wb_str text)
{
	static struct wb_arena arena;
	struct wb_batch_error error;
	struct wb_batch batch;

	wb_arena_reset(&arena);
	require(wb_batch_decode(text, &arena, &batch, &error), "decoding");
	require(batch.count == EVENTS, "counting");
}

static signed char count_value(struct lejp_ctx *ctx, char reason)
{
	int *values = ctx->user;

	*values += (reason & LEJP_FLAG_CB_IS_VALUE) != 0;
	return 0;
}

static void decode_lejp(struct wb_str text)
{
	struct wb_str rest = text;
	int values = 0;

	while (rest.len > 0) {
		const char *end = memchr(rest.data, '\n', rest.len);
		size_t len = (size_t)(end - rest.data) + 1;
		struct lejp_ctx ctx;

		lejp_construct(&ctx, count_value, &values, lejp_paths,
		               LWS_ARRAY_SIZE(lejp_paths));
		require(lejp_parse(&ctx, (const uint8_t *)rest.data,
		                   (int)len) >= 0,
		        "lejp");
		lejp_destruct(&ctx);
		rest.data += len;
		rest.len -= len;
	}
	require(values > 5 * EVENTS, "lejp's counting");
}

/* Time of the processor: what else runs on the machine counts little. */
static double seconds_used(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

/* Events a second. */
static double measure(void (*decode)(struct wb_str), struct wb_str text)
{
	double start = seconds_used(), now = start;
	int64_t events = 0;

	while (now - start < ROUND_SECONDS) {
		for (int i = 0; i < 50; i++) {
			decode(text);
			events += EVENTS;
		}
		now = seconds_used();
	}
	return (double)events / (now - start);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(void)
{
	double ours[ROUNDS], lejp[ROUNDS];
	struct wb_buf text = { 0 };

	make_batch(&text);
	for (int i = 0; i < ROUNDS; i++) {
		ours[i] = measure(decode_ours, wb_buf_str(&text));
		lejp[i] = measure(decode_lejp, wb_buf_str(&text));
	}
	qsort(ours, ROUNDS, sizeof(*ours), compare);
	qsort(lejp, ROUNDS, sizeof(*lejp), compare);
	printf("%zu bytes a batch of %d events, median of %d rounds\n",
	       text.len, EVENTS, ROUNDS);
	printf("decode: %.2f M events/s\n", ours[ROUNDS / 2] / 1e6);
	printf("lejp:   %.2f M events/s\n", lejp[ROUNDS / 2] / 1e6);
	printf("ratio decode/lejp: %.2f\n",
	       ours[ROUNDS / 2] / lejp[ROUNDS / 2]);
	wb_buf_finish(&text);
	return EXIT_SUCCESS;
}
