/* Acts as the journal keeps them, and as a request asks for them. */

#include <stdio.h>

#include "app/act_record.h"
#include "suite.h"

static struct wb_arena arena;
static char error[WB_ACT_ERROR_SIZE];
static struct wb_act_record act;

static void setup(void)
{
	arena = (struct wb_arena){ 0 };
	error[0] = '\0';
	act = (struct wb_act_record){ 0 };
}

static void teardown(void)
{
	wb_arena_finish(&arena);
}

static bool read_record(const char *text)
{
	return wb_act_record_read(wb_str(text), &arena, &act, error);
}

static bool read_request(const char *text)
{
	return wb_act_request_read(wb_str(text), 1000000, &arena, &act, error);
}

static void assert_text(struct wb_str text, const char *expected)
{
	ck_assert_msg(wb_str_is(text, expected), "got '%.*s', not '%s'",
	              WB_STR_FMT(text), expected);
}

START_TEST(an_acknowledgement_is_read)
{
	ck_assert(read_record("{\"act\":\"acknowledge\",\"id\":\"sl/queue:a@5\""
	                      ",\"author\":\"Rostami\",\"note\":\"known\"}"));
	ck_assert(!act.is_seen);
	ck_assert_int_eq(act.act, WB_ACT_ACKNOWLEDGE);
	assert_text(act.id, "sl/queue:a@5");
	assert_text(act.author, "Rostami");
	assert_text(act.note, "known");
}
END_TEST

START_TEST(a_note_may_be_missing_null_or_empty)
{
	static const char *const notes[] = { "", ",\"note\":null",
		                             ",\"note\":\"\"" };
	char text[200];
	snprintf(text, sizeof(text),
	         "{\"act\":\"unshelve\",\"id\":\"a/total\",\"author\":\"x\"%s}",
	         notes[_i]);
	ck_assert_msg(read_record(text), "%s", error);
	ck_assert_ptr_null(act.note.data);
}
END_TEST

START_TEST(a_request_shelves_for_a_time_and_the_journal_until_an_instant)
{
	ck_assert(read_request("{\"act\":\"shelve\",\"id\":\"a/total\","
	                       "\"author\":\"x\",\"for_ms\":5000}"));
	ck_assert_int_eq(act.until, 1005000);
	ck_assert(read_record("{\"act\":\"shelve\",\"id\":\"a/total\","
	                      "\"author\":\"x\",\"until\":77}"));
	ck_assert_int_eq(act.until, 77);
}
END_TEST

static const struct {
	const char *text;
	const char *error;
} wrong_requests[] = {
	{ "", "not valid JSON at byte 0" },
	{ "[]", "expected a JSON object" },
	{ "{}", "field 'act': expected acknowledge, shelve or unshelve" },
	{ "{\"act\":\"forget\",\"id\":\"a\",\"author\":\"x\"}", "field 'act'" },
	{ "{\"act\":\"acknowledge\",\"author\":\"x\"}",
	  "field 'id': expected a text of 1 to 320 bytes in one line" },
	{ "{\"act\":\"acknowledge\",\"id\":3,\"author\":\"x\"}", "field 'id'" },
	{ "{\"act\":\"acknowledge\",\"id\":\"a\"}",
	  "field 'author': expected a text of 1 to 64 bytes in one line" },
	{ "{\"act\":\"acknowledge\",\"id\":\"a\",\"author\":\"\"}",
	  "field 'author'" },
	{ "{\"act\":\"acknowledge\",\"id\":\"a\",\"author\":\"x\\ny\"}",
	  "field 'author'" },
	{ "{\"act\":\"acknowledge\",\"id\":\"a\",\"author\":\"x\",\"note\":1}",
	  "field 'note': expected a text of 0 to 500 bytes in one line" },
	{ "{\"act\":\"shelve\",\"id\":\"a\",\"author\":\"x\"}",
	  "field 'for_ms': expected a whole number from 1000 to 604800000" },
	{ "{\"act\":\"shelve\",\"id\":\"a\",\"author\":\"x\",\"for_ms\":999}",
	  "field 'for_ms'" },
	{ "{\"act\":\"shelve\",\"id\":\"a\",\"author\":\"x\","
	  "\"for_ms\":604800001}",
	  "field 'for_ms'" },
	{ "{\"act\":\"shelve\",\"id\":\"a\",\"author\":\"x\",\"until\":9}",
	  "field 'for_ms'" },
	{ "{\"seen\":\"feed_silent\",\"name\":\"pbx\"}", "field 'act'" },
};

START_TEST(a_wrong_request_is_refused_with_its_key)
{
	ck_assert(!read_request(wrong_requests[_i].text));
	ck_assert_msg(strstr(error, wrong_requests[_i].error) == error,
	              "got '%s', not '%s'", error, wrong_requests[_i].error);
}
END_TEST

START_TEST(what_is_too_long_is_refused)
{
	char id[WB_ALERT_ID_MAX + 2], text[WB_ALERT_ID_MAX + 100];
	for (size_t len = WB_ALERT_ID_MAX; len <= WB_ALERT_ID_MAX + 1; len++) {
		memset(id, 'a', len);
		id[len] = '\0';
		snprintf(text, sizeof(text),
		         "{\"act\":\"acknowledge\",\"id\":\"%s\","
		         "\"author\":\"x\"}",
		         id);
		ck_assert_int_eq(read_request(text), len == WB_ALERT_ID_MAX);
	}
}
END_TEST

START_TEST(what_was_seen_is_written_and_read)
{
	struct wb_buf text = { 0 };
	struct wb_act_record seen = {
		.is_seen = true,
		.seen = (enum wb_seen)_i,
		.name = wb_str("pbx \"1\""),
	};
	wb_act_record_write(&seen, &text);
	ck_assert(wb_act_record_read(wb_buf_str(&text), &arena, &act, error));
	ck_assert(act.is_seen);
	ck_assert_int_eq(act.seen, _i);
	assert_text(act.name, "pbx \"1\"");
	wb_buf_finish(&text);
}
END_TEST

START_TEST(every_act_is_written_and_read)
{
	struct wb_buf text = { 0 };
	struct wb_act_record done = {
		.act = (enum wb_alert_act)_i,
		.id = wb_str("a/queue:\\x"),
		.author = wb_str("رستمی"),
		.note = wb_str("because"),
		.until = _i == WB_ACT_SHELVE ? 12345 : 0,
	};
	wb_act_record_write(&done, &text);
	ck_assert(wb_act_record_read(wb_buf_str(&text), &arena, &act, error));
	ck_assert_int_eq(act.act, _i);
	assert_text(act.id, "a/queue:\\x");
	assert_text(act.author, "رستمی");
	assert_text(act.note, "because");
	ck_assert_int_eq(act.until, done.until);
	wb_buf_finish(&text);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("act_record");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, an_acknowledgement_is_read);
	tcase_add_loop_test(tc, a_note_may_be_missing_null_or_empty, 0, 3);
	tcase_add_test(
		tc,
		a_request_shelves_for_a_time_and_the_journal_until_an_instant);
	tcase_add_loop_test(tc, a_wrong_request_is_refused_with_its_key, 0,
	                    WB_COUNT(wrong_requests));
	tcase_add_test(tc, what_is_too_long_is_refused);
	tcase_add_loop_test(tc, what_was_seen_is_written_and_read, 0,
	                    WB_SEEN_COUNT);
	tcase_add_loop_test(tc, every_act_is_written_and_read, 0, WB_ACT_COUNT);
	return wb_test_run("app/act_record", tc);
}
