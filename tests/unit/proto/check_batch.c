#include "batch.h"

#include "suite.h"

static struct wb_arena arena;
static struct wb_batch batch;
static struct wb_batch_error error;
static struct wb_buf text;

static void setup(void)
{
	arena = (struct wb_arena){ 0 };
	wb_buf_init(&text, 0);
}

static void teardown(void)
{
	wb_arena_finish(&arena);
	wb_buf_finish(&text);
}

static bool decode(const char *input)
{
	return wb_batch_decode(wb_str(input), &arena, &batch, &error);
}

#define HEADER "{\"wallboard\":1,\"feed\":\"f\",\"epoch\":\"e\",\"seq\":42}"
#define ALIVE "{\"t\":1,\"ev\":\"feed.alive\"}"
#define RESUMED                                                                \
	"{\"t\":2,\"ev\":\"queue.resumed\",\"contact\":\"c\",\"queue\":\"q\"}"

START_TEST(the_example_of_the_protocol_is_understood)
{
	ck_assert_msg(
		decode("{\"wallboard\":1,\"feed\":\"asterisk-tehran\","
	               "\"epoch\":\"1732190000\",\"seq\":1042,"
	               "\"token\":\"...\"}\n"
	               "{\"t\":1732190412345,\"ev\":\"queue.entered\","
	               "\"contact\":\"1732190412.17\",\"queue\":\"sales\","
	               "\"channel\":\"voice\",\"position\":3}\n"),
		"line %d: %s", error.line, error.message);
	ck_assert(wb_str_is(batch.header.feed, "asterisk-tehran"));
	ck_assert(wb_str_is(batch.header.epoch, "1732190000"));
	ck_assert(wb_str_is(batch.header.token, "..."));
	ck_assert_int_eq(batch.header.seq, 1042);
	ck_assert(!batch.header.by_hand);
	ck_assert(!batch.header.gap);
	ck_assert(!batch.heartbeat);
	ck_assert_int_eq(batch.count, 1);
	ck_assert_int_eq(batch.events[0].kind, WB_EV_QUEUE_ENTERED);
	ck_assert_int_eq(batch.events[0].t, 1732190412345);
	ck_assert_int_eq(batch.events[0].channel, WB_CHANNEL_VOICE);
	ck_assert_int_eq(batch.events[0].position, 3);
}
END_TEST

/* The same two events, however the lines end. */
static const char *const endings[] = {
	HEADER "\n" RESUMED "\n" RESUMED,
	HEADER "\n" RESUMED "\n" RESUMED "\n",
	HEADER "\r\n" RESUMED "\r\n" RESUMED,
	HEADER "\r\n" RESUMED "\r\n" RESUMED "\r\n",
	HEADER " \n " RESUMED " \n" RESUMED "\r",
};

START_TEST(lines_may_end_in_either_way)
{
	ck_assert_msg(decode(endings[_i]), "line %d: %s", error.line,
	              error.message);
	ck_assert_int_eq(batch.count, 2);
	ck_assert_int_eq(batch.events[1].kind, WB_EV_QUEUE_RESUMED);
}
END_TEST

START_TEST(a_batch_by_hand_needs_neither_header_nor_time)
{
	ck_assert(decode("{\"ev\":\"queue.entered\",\"contact\":\"c1\","
	                 "\"queue\":\"sales\"}\n" ALIVE));
	ck_assert(batch.header.by_hand);
	ck_assert(wb_str_is(batch.header.feed, WB_FEED_BY_HAND));
	ck_assert_ptr_null(batch.header.token.data);
	ck_assert_int_eq(batch.count, 2);
	ck_assert_int_eq(batch.events[0].t, WB_ABSENT);
	ck_assert_int_eq(batch.events[1].t, 1);
	ck_assert(!batch.heartbeat);
}
END_TEST

static const struct {
	const char *text;
	bool heartbeat;
} beats[] = {
	{ HEADER, true },
	{ HEADER "\n" ALIVE, true },
	{ HEADER "\n" ALIVE "\n" ALIVE "\n", true },
	{ HEADER "\n" ALIVE "\n" RESUMED, false },
	{ HEADER "\n" RESUMED "\n" ALIVE, false },
	{ "{\"ev\":\"feed.alive\"}", true },
};

START_TEST(a_batch_that_only_says_alive_is_a_heartbeat)
{
	ck_assert(decode(beats[_i].text));
	ck_assert_int_eq(batch.heartbeat, beats[_i].heartbeat);
}
END_TEST

#define FIRST(fields) "{\"wallboard\":1," fields "}\n" ALIVE

static const struct {
	const char *text;
	int line;
	const char *message;
} bad[] = {
	{ "", 0, "empty batch" },
	{ "\n", 1, "empty line" },
	{ "hello", 1, "not valid JSON at byte 1: expected a value, got 'h'" },
	{ "[]", 1,
	  "expected a header with 'wallboard', or an event with 'ev'" },
	{ "{\"t\":1}", 1,
	  "expected a header with 'wallboard', or an event with 'ev'" },
	{ "{\"wallboard\":2,\"new\":true}", 1,
	  "protocol version 2 is not known, only version 1 is" },
	{ "{\"wallboard\":\"1\"}", 1,
	  "field 'wallboard': expected the protocol version, a whole number" },
	{ "{\"wallboard\":1.5}", 1,
	  "field 'wallboard': expected the protocol version, a whole number" },
	{ FIRST("\"epoch\":\"e\",\"seq\":0"), 1,
	  "header: field 'feed' is missing" },
	{ FIRST("\"feed\":\"f\",\"seq\":0"), 1,
	  "header: field 'epoch' is missing" },
	{ FIRST("\"feed\":\"f\",\"epoch\":\"e\""), 1,
	  "header: field 'seq' is missing" },
	{ FIRST("\"feed\":5,\"epoch\":\"e\",\"seq\":0"), 1,
	  "field 'feed': expected text" },
	{ FIRST("\"feed\":\"\",\"epoch\":\"e\",\"seq\":0"), 1,
	  "field 'feed': expected 1 to 128 bytes, got 0" },
	{ FIRST("\"feed\":\"a\\tb\",\"epoch\":\"e\",\"seq\":0"), 1,
	  "field 'feed': expected UTF-8 without control characters, got "
	  "'a\\u0009b'" },
	{ FIRST("\"feed\":\"by-hand\",\"epoch\":\"e\",\"seq\":0"), 1,
	  "field 'feed': 'by-hand' is kept for batches without a header" },
	{ FIRST("\"feed\":\"f\",\"epoch\":\"e\",\"seq\":-1"), 1,
	  "field 'seq': expected a whole number from 0 to 9007199254740991" },
	{ FIRST("\"feed\":\"f\",\"epoch\":\"e\",\"seq\":9007199254740992"), 1,
	  "field 'seq': expected a whole number from 0 to 9007199254740991" },
	{ FIRST("\"feed\":\"f\",\"epoch\":\"e\",\"seq\":0,\"gap\":1"), 1,
	  "field 'gap': expected true or false" },
	{ HEADER "\n" ALIVE "\n\n" ALIVE, 3, "empty line" },
	{ HEADER "\n" ALIVE "\n\n", 3, "empty line" },
	{ HEADER "\n" ALIVE "\n\r\n", 3, "empty line" },
	{ HEADER "\n{\"ev\":\"feed.alive\"}", 2,
	  "feed.alive: field 't' is missing" },
	{ HEADER "\n" ALIVE "\n{\"t\":1,\"ev\":\"queue.enterd\"}", 3,
	  "unknown event 'queue.enterd'" },
	{ HEADER "\n" ALIVE "\n" HEADER, 3, "field 'ev' is missing" },
	{ "{\"ev\":\"feed.alive\"}\n{\"ev\":\"agent.signed_out\"}", 2,
	  "agent.signed_out: field 'agent' is missing" },
};

START_TEST(a_bad_batch_is_refused_with_its_line)
{
	ck_assert(!decode(bad[_i].text));
	ck_assert_str_eq(error.message, bad[_i].message);
	ck_assert_int_eq(error.line, bad[_i].line);
}
END_TEST

START_TEST(a_refused_batch_still_tells_who_sent_it)
{
	ck_assert(!decode(HEADER "\n" ALIVE "\n{}"));
	ck_assert(wb_str_is(batch.header.feed, "f"));
	ck_assert(wb_str_is(batch.header.epoch, "e"));
	ck_assert_int_eq(batch.header.seq, 42);
	ck_assert_int_eq(batch.count, 0);
	ck_assert(!decode(""));
	ck_assert_ptr_null(batch.header.feed.data);
}
END_TEST

START_TEST(a_long_line_is_refused)
{
	wb_buf_add_text(&text, HEADER "\n" ALIVE);
	while (text.len < sizeof(HEADER) + WB_LINE_MAX_BYTES) {
		wb_buf_add_char(&text, ' ');
	}
	ck_assert(wb_batch_decode(wb_buf_str(&text), &arena, &batch, &error));
	wb_buf_add_char(&text, ' ');
	ck_assert(!wb_batch_decode(wb_buf_str(&text), &arena, &batch, &error));
	ck_assert_str_eq(error.message,
	                 "line of 8193 bytes, the limit is 8192");
	ck_assert_int_eq(error.line, 2);
}
END_TEST

static bool decode_many(int count)
{
	wb_buf_clear(&text);
	wb_buf_add_text(&text, HEADER);
	for (int i = 0; i < count; i++) {
		wb_buf_add_text(&text, "\n" ALIVE);
	}
	return wb_batch_decode(wb_buf_str(&text), &arena, &batch, &error);
}

START_TEST(the_number_of_events_is_limited)
{
	ck_assert(decode_many(WB_BATCH_MAX_EVENTS));
	ck_assert_int_eq(batch.count, WB_BATCH_MAX_EVENTS);
	ck_assert(!decode_many(WB_BATCH_MAX_EVENTS + 1));
	ck_assert_str_eq(error.message,
	                 "batch of 10001 events, the limit is 10000");
	ck_assert_int_eq(error.line, 0);
}
END_TEST

START_TEST(the_bytes_of_a_batch_are_limited)
{
	struct wb_str huge;

	ck_assert(wb_buf_reserve(&text, WB_BATCH_MAX_BYTES + 1));
	memset(text.data, '\n', WB_BATCH_MAX_BYTES + 1);
	huge = (struct wb_str){ text.data, WB_BATCH_MAX_BYTES + 1 };
	ck_assert(!wb_batch_decode(huge, &arena, &batch, &error));
	ck_assert_str_eq(error.message,
	                 "batch of 4194305 bytes, the limit is 4194304");
	ck_assert_int_eq(error.line, 0);
}
END_TEST

START_TEST(a_header_survives_encoding_and_decoding)
{
	struct wb_batch_header header = {
		.feed = wb_str("a \"feed\" \xd8\xb3"),
		.epoch = wb_str("17"),
		.seq = WB_SEQ_MAX,
		.token = wb_str("t"),
		.gap = true,
	};

	wb_batch_encode_header(&header, &text);
	ck_assert(decode(text.data));
	ck_assert(wb_str_equal(batch.header.feed, header.feed));
	ck_assert(wb_str_equal(batch.header.epoch, header.epoch));
	ck_assert(wb_str_equal(batch.header.token, header.token));
	ck_assert_int_eq(batch.header.seq, WB_SEQ_MAX);
	ck_assert(batch.header.gap);
	ck_assert_int_eq(batch.count, 0);
}
END_TEST

START_TEST(replies_are_as_the_protocol_shows_them)
{
	struct wb_reply reply = { .ok = true, .next = 1043 };

	wb_reply_encode(&reply, &text);
	ck_assert_str_eq(text.data, "{\"ok\":true,\"next\":1043}");
	wb_buf_clear(&text);
	reply = (struct wb_reply){
		.next = 1042, .error = "line 2: unknown event 'queue.enterd'"
	};
	wb_reply_encode(&reply, &text);
	ck_assert_str_eq(text.data,
	                 "{\"ok\":false,\"next\":1042,\"error\":\"line 2: "
	                 "unknown event 'queue.enterd'\"}");
}
END_TEST

START_TEST(replies_are_understood)
{
	struct wb_reply reply;

	ck_assert(wb_reply_decode(wb_str("{\"ok\":true,\"next\":7,\"x\":[]}"),
	                          &reply));
	ck_assert(reply.ok);
	ck_assert_int_eq(reply.next, 7);
	ck_assert_str_eq(reply.error, "");
	ck_assert(wb_reply_decode(
		wb_str("{\"ok\":false,\"next\":0,\"error\":\"a\\u00e9\"}"),
		&reply));
	ck_assert(!reply.ok);
	ck_assert_str_eq(reply.error, "a\xc3\xa9");
}
END_TEST

static const char *const bad_replies[] = {
	"",
	"[]",
	"{}",
	"{\"ok\":1,\"next\":7}",
	"{\"ok\":true}",
	"{\"ok\":true,\"next\":-1}",
	"{\"ok\":true,\"next\":1.5}",
	"{\"ok\":true,\"next\":1",
};

START_TEST(what_is_no_reply_is_refused)
{
	struct wb_reply reply = { .next = 99 };

	ck_assert(!wb_reply_decode(wb_str(bad_replies[_i]), &reply));
	ck_assert_int_eq(reply.next, 99);
}
END_TEST

START_TEST(a_long_error_is_cut_between_characters)
{
	struct wb_reply reply;

	wb_buf_add_text(&text, "{\"ok\":false,\"next\":0,\"error\":\"x");
	for (int i = 0; i < 200; i++) {
		wb_buf_add_text(&text, "\xd8\xb3");
	}
	wb_buf_add_text(&text, "\"}");
	ck_assert(wb_reply_decode(wb_buf_str(&text), &reply));
	ck_assert_uint_gt(strlen(reply.error), 250);
	ck_assert(wb_str_is_clean_utf8(wb_str(reply.error)));
}
END_TEST

START_TEST(without_memory_it_fails_cleanly_wherever_that_is)
{
	arena.limit = 1;
	while (!decode(HEADER "\n" ALIVE "\n" RESUMED)) {
		ck_assert_ptr_nonnull(strstr(error.message, "out of memory"));
		wb_arena_reset(&arena);
		arena.limit++;
	}
	ck_assert_int_eq(batch.count, 2);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("batch");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_example_of_the_protocol_is_understood);
	tcase_add_loop_test(tc, lines_may_end_in_either_way, 0,
	                    WB_COUNT(endings));
	tcase_add_test(tc, a_batch_by_hand_needs_neither_header_nor_time);
	tcase_add_loop_test(tc, a_batch_that_only_says_alive_is_a_heartbeat, 0,
	                    WB_COUNT(beats));
	tcase_add_loop_test(tc, a_bad_batch_is_refused_with_its_line, 0,
	                    WB_COUNT(bad));
	tcase_add_test(tc, a_refused_batch_still_tells_who_sent_it);
	tcase_add_test(tc, a_long_line_is_refused);
	tcase_add_test(tc, the_number_of_events_is_limited);
	tcase_add_test(tc, the_bytes_of_a_batch_are_limited);
	tcase_add_test(tc, a_header_survives_encoding_and_decoding);
	tcase_add_test(tc, replies_are_as_the_protocol_shows_them);
	tcase_add_test(tc, replies_are_understood);
	tcase_add_loop_test(tc, what_is_no_reply_is_refused, 0,
	                    WB_COUNT(bad_replies));
	tcase_add_test(tc, a_long_error_is_cut_between_characters);
	tcase_add_test(tc, without_memory_it_fails_cleanly_wherever_that_is);
	return wb_test_run("proto/batch", tc);
}
