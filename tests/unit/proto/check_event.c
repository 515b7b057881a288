#include "event.h"

#include "limits.h"
#include "suite.h"

static struct wb_arena arena;
static struct wb_event event;
static char error[240];

static void setup(void)
{
	arena = (struct wb_arena){ 0 };
}

static void teardown(void)
{
	wb_arena_finish(&arena);
}

static bool decode(const char *line)
{
	return wb_event_decode(wb_str(line), &arena, &event, error,
	                       sizeof(error));
}

/* Every kind with all its fields, in the order in which they are written. */
static const char *const complete[] = {
	"{\"t\":1,\"ev\":\"contact.started\",\"id\":\"i\",\"contact\":\"c\","
	"\"channel\":\"voice\",\"direction\":\"in\",\"customer\":\"h\","
	"\"topic\":\"p\",\"line\":\"l\",\"queue\":\"q\",\"agent\":\"a\"}",
	"{\"t\":1,\"ev\":\"queue.entered\",\"contact\":\"c\",\"queue\":\"q\","
	"\"channel\":\"callback\",\"priority\":-3,\"position\":2,"
	"\"customer\":\"h\",\"topic\":\"p\"}",
	"{\"t\":1,\"ev\":\"queue.left\",\"contact\":\"c\",\"queue\":\"q\","
	"\"outcome\":\"exit_key\",\"wait_ms\":1200}",
	"{\"t\":1,\"ev\":\"queue.refused\",\"queue\":\"q\","
	"\"reason\":\"no_agents\",\"contact\":\"c\"}",
	"{\"t\":1,\"ev\":\"queue.resumed\",\"contact\":\"c\",\"queue\":\"q\"}",
	"{\"t\":1,\"ev\":\"offer.started\",\"contact\":\"c\",\"queue\":\"q\","
	"\"agent\":\"a\"}",
	"{\"t\":1,\"ev\":\"offer.ended\",\"contact\":\"c\",\"agent\":\"a\","
	"\"result\":\"no_answer\",\"queue\":\"q\",\"ring_ms\":15000}",
	"{\"t\":1,\"ev\":\"segment.started\",\"contact\":\"c\",\"agent\":\"a\","
	"\"queue\":\"q\",\"wait_ms\":0,\"direction\":\"out\"}",
	"{\"t\":1,\"ev\":\"segment.held\",\"contact\":\"c\",\"agent\":\"a\"}",
	"{\"t\":1,\"ev\":\"segment.retrieved\",\"contact\":\"c\","
	"\"agent\":\"a\"}",
	"{\"t\":1,\"ev\":\"segment.transferred\",\"contact\":\"c\","
	"\"agent\":\"a\",\"kind\":\"external\",\"to\":\"x\"}",
	"{\"t\":1,\"ev\":\"segment.ended\",\"contact\":\"c\",\"agent\":\"a\","
	"\"by\":\"transfer\",\"duration_ms\":5,\"wrapup_ms\":6}",
	"{\"t\":1,\"ev\":\"wrapup.ended\",\"agent\":\"a\",\"contact\":\"c\"}",
	"{\"t\":1,\"ev\":\"contact.replied\",\"contact\":\"c\","
	"\"agent\":\"a\"}",
	"{\"t\":1,\"ev\":\"contact.ended\",\"contact\":\"c\","
	"\"by\":\"customer\"}",
	"{\"t\":1,\"ev\":\"contact.outcome\",\"contact\":\"c\",\"agent\":\"a\","
	"\"code\":\"\",\"resolved\":true,\"first_level\":false,\"sale\":true,"
	"\"amount\":-500,\"refusal\":\"price\",\"follow_up_due\":9}",
	"{\"t\":1,\"ev\":\"contact.rated\",\"contact\":\"c\",\"kind\":\"nps\","
	"\"score\":0,\"scale\":10,\"queue\":\"q\",\"agent\":\"a\"}",
	"{\"t\":1,\"ev\":\"callback.requested\",\"contact\":\"c\","
	"\"queue\":\"q\",\"due\":7}",
	"{\"t\":1,\"ev\":\"callback.attempted\",\"contact\":\"c\","
	"\"queue\":\"q\"}",
	"{\"t\":1,\"ev\":\"callback.closed\",\"contact\":\"c\",\"queue\":\"q\","
	"\"result\":\"reached\"}",
	"{\"t\":1,\"ev\":\"follow_up.closed\",\"contact\":\"c\"}",
	"{\"t\":1,\"ev\":\"agent.signed_in\",\"agent\":\"a\","
	"\"queues\":[\"q\",\"r\"],\"place\":\"remote\"}",
	"{\"t\":1,\"ev\":\"agent.signed_out\",\"agent\":\"a\"}",
	"{\"t\":1,\"ev\":\"agent.state\",\"agent\":\"a\","
	"\"state\":\"not_ready\",\"reason\":\"lunch\",\"queue\":\"q\","
	"\"pending\":false}",
	"{\"t\":1,\"ev\":\"agent.queues\",\"agent\":\"a\",\"add\":[\"q\"],"
	"\"remove\":[]}",
	"{\"t\":1,\"ev\":\"agent.schedule\",\"agent\":\"a\","
	"\"activity\":\"shift\",\"class\":\"work\",\"from\":5,\"to\":5}",
	"{\"t\":1,\"ev\":\"feed.snapshot\",\"phase\":\"begin\"}",
	"{\"t\":1,\"ev\":\"feed.gap\",\"from\":1,\"to\":2,\"why\":\"w\"}",
	"{\"t\":1,\"ev\":\"feed.alive\"}",
};

_Static_assert(WB_COUNT(complete) == WB_EV_COUNT, "one line for each kind");

START_TEST(every_kind_survives_decoding_and_encoding)
{
	struct wb_buf out = { 0 };

	ck_assert_msg(decode(complete[_i]), "%s", error);
	ck_assert_int_eq((int)event.kind, _i);
	ck_assert(wb_event_check(&event, error, sizeof(error)));
	wb_event_encode(&event, &out);
	ck_assert_str_eq(out.data, complete[_i]);
	wb_buf_finish(&out);
}
END_TEST

START_TEST(a_kind_is_found_by_its_name)
{
	const char *name = wb_event_kind_name((enum wb_event_kind)_i);

	ck_assert_int_eq(wb_event_kind_find(wb_str(name)), _i);
	ck_assert_ptr_nonnull(strstr(complete[_i], name));
}
END_TEST

START_TEST(unknown_kinds_are_not_found)
{
	ck_assert_int_eq(wb_event_kind_find(wb_str("queue.enterd")), -1);
	ck_assert_int_eq(wb_event_kind_find(wb_str("")), -1);
	ck_assert_int_eq(wb_event_kind_find(wb_str(NULL)), -1);
}
END_TEST

START_TEST(words_are_those_of_the_wire)
{
	ck_assert_str_eq(wb_channel_name(WB_CHANNEL_TICKET), "ticket");
	ck_assert_str_eq(wb_outcome_name(WB_OUTCOME_EXIT_KEY), "exit_key");
}
END_TEST

START_TEST(fields_land_where_they_belong)
{
	ck_assert(decode("{\"ev\":\"feed.gap\",\"t\":9,\"from\":1,\"to\":2}"));
	ck_assert_int_eq(event.t, 9);
	ck_assert_int_eq(event.from, 1);
	ck_assert_int_eq(event.until, 2);
	ck_assert_ptr_null(event.to.data);
	ck_assert(decode("{\"ev\":\"queue.refused\",\"queue\":\"q\","
	                 "\"reason\":\"full\"}"));
	ck_assert_int_eq(event.refusal, WB_REFUSAL_FULL);
	ck_assert_ptr_null(event.reason.data);
	ck_assert(decode("{\"ev\":\"contact.rated\",\"contact\":\"c\","
	                 "\"kind\":\"quality\",\"score\":80,\"scale\":100}"));
	ck_assert_int_eq(event.rating, WB_RATING_QUALITY);
	ck_assert_int_eq(event.transfer, -1);
	ck_assert(decode("{\"ev\":\"contact.outcome\",\"contact\":\"c\","
	                 "\"follow_up_due\":77}"));
	ck_assert_int_eq(event.due, 77);
	ck_assert_int_eq(event.resolved, -1);
}
END_TEST

START_TEST(what_is_left_out_is_absent)
{
	ck_assert(decode("{\"ev\":\"agent.queues\",\"agent\":\"a\"}"));
	ck_assert_int_eq(event.t, WB_ABSENT);
	ck_assert_ptr_null(event.id.data);
	ck_assert_ptr_null(event.contact.data);
	ck_assert_int_eq(event.channel, -1);
	ck_assert_int_eq(event.position, WB_ABSENT);
	ck_assert_int_eq(event.pending, -1);
	ck_assert_int_eq(event.add.count, -1);
	ck_assert(decode("{\"ev\":\"agent.queues\",\"agent\":\"a\","
	                 "\"add\":[]}"));
	ck_assert_int_eq(event.add.count, 0);
	ck_assert_int_eq(event.remove.count, -1);
}
END_TEST

START_TEST(members_of_no_use_are_ignored)
{
	ck_assert(decode("{\"ev\":\"agent.signed_out\",\"agent\":\"a\","
	                 "\"queue\":5,\"outcome\":\"nonsense\",\"new\":{}}"));
	ck_assert_ptr_null(event.queue.data);
	ck_assert_int_eq(event.outcome, -1);
}
END_TEST

START_TEST(escapes_are_decoded_and_lists_kept)
{
	ck_assert(decode("{\"ev\":\"agent.signed_in\",\"agent\":\"\\u0633\","
	                 "\"queues\":[\"a\\/b\",\"c\"]}"));
	ck_assert(wb_str_is(event.agent, "\xd8\xb3"));
	ck_assert_int_eq(event.queues.count, 2);
	ck_assert(wb_str_is(event.queues.names[0], "a/b"));
	ck_assert(wb_str_is(event.queues.names[1], "c"));
}
END_TEST

#define LEFT(rest) "{\"ev\":\"queue.left\",\"contact\":\"c\"," rest "}"
#define ENTERED(rest)                                                          \
	"{\"ev\":\"queue.entered\",\"contact\":\"c\",\"queue\":\"q\"," rest "}"

static const struct {
	const char *line, *message;
} bad[] = {
	{ "", "not valid JSON at byte 1: expected a value, got the end" },
	{ "{\"ev\"=1}", "not valid JSON at byte 6: expected ':', got '='" },
	{ "[1]", "expected an object, got a list" },
	{ "\"x\"", "expected an object, got 'x'" },
	{ "{}", "field 'ev' is missing" },
	{ "{\"ev\":\"queue.enterd\"}", "unknown event 'queue.enterd'" },
	{ "{\"ev\":\"\"}", "unknown event ''" },
	{ "{\"ev\":5}", "unknown event 5" },
	{ "{\"ev\":null}", "unknown event null" },
	{ "{\"ev\":\"queue.entered\",\"contact\":\"c\"}",
	  "queue.entered: field 'queue' is missing" },
	{ "{\"ev\":\"queue.entered\",\"contact\":null,\"queue\":\"q\"}",
	  "field 'contact': expected text, got null" },
	{ "{\"ev\":\"queue.entered\",\"contact\":7,\"queue\":\"q\"}",
	  "field 'contact': expected text, got 7" },
	{ "{\"ev\":\"queue.entered\",\"contact\":\"\",\"queue\":\"q\"}",
	  "field 'contact': expected 1 to 128 bytes, got 0" },
	{ "{\"ev\":\"queue.entered\",\"contact\":\"a\\nb\",\"queue\":\"q\"}",
	  "field 'contact': expected UTF-8 without control characters, got "
	  "'a\\u000ab'" },
	{ LEFT("\"queue\":\"q\",\"outcome\":\"hung up\""),
	  "field 'outcome': expected one of abandoned, timeout, overflow, "
	  "exit_key, voicemail, callback, moved, empty, withdrawn, failed, "
	  "got 'hung up'" },
	{ LEFT("\"queue\":\"q\",\"outcome\":true"),
	  "field 'outcome': expected one of abandoned, timeout, overflow, "
	  "exit_key, voicemail, callback, moved, empty, withdrawn, failed, "
	  "got true" },
	{ LEFT("\"queue\":\"q\""), "queue.left: field 'outcome' is missing" },
	{ ENTERED("\"position\":\"3\""),
	  "field 'position': expected a whole number, got '3'" },
	{ ENTERED("\"position\":1.5"),
	  "field 'position': expected a whole number, got 1.5" },
	{ ENTERED("\"position\":-1"),
	  "field 'position': expected 0 to 1000000, got -1" },
	{ ENTERED("\"t\":-1"),
	  "field 't': expected 0 to 253402300799999, got -1" },
	{ ENTERED("\"t\":253402300800000"),
	  "field 't': expected 0 to 253402300799999, got 253402300800000" },
	{ ENTERED("\"t\":\"now\""),
	  "field 't': expected a whole number, got 'now'" },
	{ ENTERED("\"t\":-9223372036854775808"),
	  "field 't': expected 0 to 253402300799999, got "
	  "-9223372036854775808" },
	{ "{\"ev\":\"agent.state\",\"agent\":\"a\",\"state\":\"ready\","
	  "\"pending\":1}",
	  "field 'pending': expected true or false, got 1" },
	{ "{\"ev\":\"agent.queues\",\"agent\":\"a\",\"add\":\"q\"}",
	  "field 'add': expected a list of names, got 'q'" },
	{ "{\"ev\":\"agent.queues\",\"agent\":\"a\",\"add\":[\"q\",{}]}",
	  "field 'add': expected a list of names, got an object" },
	{ "{\"ev\":\"agent.queues\",\"agent\":\"a\",\"add\":[\"\"]}",
	  "field 'add': expected 1 to 128 bytes, got 0" },
	{ "{\"ev\":\"contact.rated\",\"contact\":\"c\",\"kind\":\"nps\","
	  "\"score\":11,\"scale\":10}",
	  "field 'score': expected at most the scale, 10, got 11" },
	{ "{\"ev\":\"feed.gap\",\"from\":2,\"to\":1}",
	  "field 'to': expected an instant not before 'from'" },
	{ "{\"ev\":\"x\\u001b[2J\\u202e\"}",
	  "unknown event 'x\\u001b[2J\\u202e'" },
	{ "{\"ev\":\"a long name that goes on and on and on and on and on and "
	  "on and on and on\"}",
	  "unknown event 'a long name that goes on and on and on and on and "
	  "on and on ...'" },
};

START_TEST(a_bad_line_is_refused_with_field_and_reason)
{
	ck_assert(!decode(bad[_i].line));
	ck_assert_str_eq(error, bad[_i].message);
}
END_TEST

/* agent.state with a reason of `len` times `text`. */
static bool decode_reason(int len, const char *text)
{
	struct wb_buf line = { 0 };
	bool ok;

	wb_buf_add_text(&line, "{\"ev\":\"agent.state\",\"agent\":\"a\","
	                       "\"state\":\"ready\",\"reason\":\"");
	for (int i = 0; i < len; i++) {
		wb_buf_add_text(&line, text);
	}
	wb_buf_add_text(&line, "\"}");
	ok = wb_event_decode(wb_buf_str(&line), &arena, &event, error,
	                     sizeof(error));
	wb_buf_finish(&line);
	return ok;
}

START_TEST(texts_are_limited_in_bytes)
{
	ck_assert(decode_reason(WB_TEXT_MAX_BYTES, "x"));
	ck_assert(!decode_reason(WB_TEXT_MAX_BYTES + 1, "x"));
	ck_assert_str_eq(error,
	                 "field 'reason': expected 0 to 256 bytes, got 257");
	ck_assert(decode_reason(WB_TEXT_MAX_BYTES / 2, "\xd8\xb3"));
	ck_assert(!decode_reason(WB_TEXT_MAX_BYTES / 2 + 1, "\xd8\xb3"));
}
END_TEST

static bool decode_list(int count)
{
	struct wb_buf line = { 0 };
	bool ok;

	wb_buf_add_text(&line, "{\"ev\":\"agent.queues\",\"agent\":\"a\","
	                       "\"add\":[");
	for (int i = 0; i < count; i++) {
		wb_buf_addf(&line, "%s\"q%d\"", i ? "," : "", i);
	}
	wb_buf_add_text(&line, "]}");
	ok = wb_event_decode(wb_buf_str(&line), &arena, &event, error,
	                     sizeof(error));
	wb_buf_finish(&line);
	return ok;
}

START_TEST(lists_are_limited)
{
	ck_assert(decode_list(WB_EVENT_QUEUES_MAX));
	ck_assert_int_eq(event.add.count, WB_EVENT_QUEUES_MAX);
	ck_assert(!decode_list(WB_EVENT_QUEUES_MAX + 1));
	ck_assert_str_eq(error,
	                 "field 'add': expected at most 64 names, got 65");
}
END_TEST

START_TEST(a_short_message_stays_valid_utf8)
{
	const char *line = "{\"ev\":\"\xd8\xb3\xd8\xb3\xd8\xb3\xd8\xb3\"}";

	for (size_t size = 1; size < 40; size++) {
		char message[40];

		ck_assert(!wb_event_decode(wb_str(line), &arena, &event,
		                           message, size));
		ck_assert_uint_lt(strlen(message), size);
		ck_assert(wb_str_is_clean_utf8(wb_str(message)));
	}
}
END_TEST

START_TEST(a_feed_can_check_before_it_sends)
{
	char name[WB_NAME_MAX_BYTES + 2] = { 0 };

	wb_event_init(&event, WB_EV_QUEUE_LEFT, 5);
	ck_assert(!wb_event_check(&event, error, sizeof(error)));
	ck_assert_str_eq(error, "queue.left: field 'contact' is missing");
	memset(name, 'x', WB_NAME_MAX_BYTES + 1);
	event.contact = wb_str(name);
	event.queue = wb_str("q");
	event.outcome = WB_OUTCOME_MOVED;
	ck_assert(!wb_event_check(&event, error, sizeof(error)));
	ck_assert_str_eq(error,
	                 "field 'contact': expected 1 to 128 bytes, got 129");
	event.contact.len--;
	ck_assert(wb_event_check(&event, error, sizeof(error)));
	event.outcome = WB_OUTCOME_COUNT;
	ck_assert(!wb_event_check(&event, error, sizeof(error)));
	ck_assert_str_eq(error, "field 'outcome': expected 0 to 9, got 10");
}
END_TEST

START_TEST(invalid_names_are_written_as_valid_json)
{
	struct wb_buf out = { 0 };

	wb_event_init(&event, WB_EV_AGENT_SIGNED_OUT, 5);
	event.agent = wb_str("a\xff\n\"");
	wb_event_encode(&event, &out);
	ck_assert_str_eq(out.data, "{\"t\":5,\"ev\":\"agent.signed_out\","
	                           "\"agent\":\"a\xef\xbf\xbd\\n\\\"\"}");
	wb_buf_finish(&out);
}
END_TEST

START_TEST(without_memory_it_fails_cleanly_wherever_that_is)
{
	arena.limit = 1;
	while (!decode(complete[WB_EV_AGENT_SIGNED_IN])) {
		ck_assert_ptr_nonnull(strstr(error, "out of memory"));
		wb_arena_reset(&arena);
		arena.limit++;
	}
	ck_assert_uint_gt(arena.limit, 400);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("event");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, every_kind_survives_decoding_and_encoding, 0,
	                    WB_EV_COUNT);
	tcase_add_loop_test(tc, a_kind_is_found_by_its_name, 0, WB_EV_COUNT);
	tcase_add_test(tc, unknown_kinds_are_not_found);
	tcase_add_test(tc, words_are_those_of_the_wire);
	tcase_add_test(tc, fields_land_where_they_belong);
	tcase_add_test(tc, what_is_left_out_is_absent);
	tcase_add_test(tc, members_of_no_use_are_ignored);
	tcase_add_test(tc, escapes_are_decoded_and_lists_kept);
	tcase_add_loop_test(tc, a_bad_line_is_refused_with_field_and_reason, 0,
	                    WB_COUNT(bad));
	tcase_add_test(tc, texts_are_limited_in_bytes);
	tcase_add_test(tc, lists_are_limited);
	tcase_add_test(tc, a_short_message_stays_valid_utf8);
	tcase_add_test(tc, a_feed_can_check_before_it_sends);
	tcase_add_test(tc, invalid_names_are_written_as_valid_json);
	tcase_add_test(tc, without_memory_it_fails_cleanly_wherever_that_is);
	return wb_test_run("proto/event", tc);
}
