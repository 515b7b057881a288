#include <stdio.h>

#include "letter_kit.h"
#include "notify/bodies.h"
#include "suite.h"

static const struct {
	const char *message, *language;
	enum wb_webhook_format format;
	const char *file;
} golden[] = {
	{ "one", "en", WB_WEBHOOK_OWN, "own_en.json" },
	{ "group", "ru", WB_WEBHOOK_OWN, "own_ru.json" },
	{ "one", "en", WB_WEBHOOK_ALERTMANAGER, "alertmanager.json" },
	{ "group", "en", WB_WEBHOOK_ALERTMANAGER, "alertmanager_group.json" },
	{ "one", "en", WB_WEBHOOK_SLACK, "slack_en.json" },
	{ "group", "ar", WB_WEBHOOK_SLACK, "slack_ar.json" },
	{ "one", "fa", WB_WEBHOOK_TEAMS, "teams_fa.json" },
	{ "over", "ru", WB_WEBHOOK_TEAMS, "teams_ru.json" },
	{ "feed", "fa", WB_WEBHOOK_TELEGRAM, "telegram_fa.json" },
};

START_TEST(a_body_is_as_its_receiver_wants_it)
{
	struct letter_kit kit;
	struct wb_buf out = { 0 };
	struct wb_arena arena = { 0 };
	struct wb_json_error error;

	letter_make(&kit, golden[_i].message, golden[_i].language);
	kit.route.format = golden[_i].format;
	wb_body_write(&kit.letter, &out);
	ck_assert_ptr_nonnull(wb_json_read(wb_buf_str(&out), &arena, &error));
	letter_expect(&out, golden[_i].file);
	wb_arena_finish(&arena);
	wb_buf_finish(&out);
	letter_finish(&kit);
}
END_TEST

/* A message with so many alerts. */
static void make_long(struct wb_buf *out, int alerts)
{
	wb_buf_add_text(out, "{\"key\":\"k\",\"kind\":\"raised\","
	                     "\"severity\":\"info\",\"rule\":\"r\","
	                     "\"more\":5,\"alerts\":[");
	for (int i = 0; i < alerts; i++) {
		wb_buf_addf(out,
		            "%s{\"scope\":\"queue:%d\",\"title\":"
		            "{\"en\":\"\xf0\x9f\x93\x9e %d <!here>\"}}",
		            i > 0 ? "," : "", i, i);
	}
	wb_buf_add_text(out, "]}");
}

static size_t utf16_units(struct wb_str text)
{
	size_t units = 0;

	for (size_t at = 0; at < text.len;) {
		struct wb_str rest = { text.data + at, text.len - at };
		size_t len = wb_str_first_char(rest);
		ck_assert_uint_gt(len, 0);
		units += len == 4 ? 2 : 1;
		at += len;
	}
	return units;
}

/* The text of `path` in what a long message becomes. */
static size_t long_text(enum wb_webhook_format format, const char *find)
{
	struct letter_kit kit;
	struct wb_buf message = { 0 }, out = { 0 };
	struct wb_arena arena = { 0 };
	struct wb_json_error error;

	make_long(&message, 400);
	letter_make_of(&kit, message.data, "en");
	kit.route.format = format;
	wb_body_write(&kit.letter, &out);
	const struct wb_json *json =
		wb_json_read(wb_buf_str(&out), &arena, &error);
	ck_assert_ptr_nonnull(json);
	if (format == WB_WEBHOOK_SLACK) {
		/* the second block */
		json = &wb_json_get(json, "blocks")->first->next->value;
		json = wb_json_get(json, "text");
	}
	struct wb_str text = wb_json_get_string(json, find);
	ck_assert_ptr_nonnull(memmem(text.data, text.len, "…", 3));
	size_t units = utf16_units(text);
	wb_arena_finish(&arena);
	wb_buf_finish(&out);
	wb_buf_finish(&message);
	letter_finish(&kit);
	return units;
}

START_TEST(what_is_too_long_for_a_receiver_is_cut_between_characters)
{
	ck_assert_uint_le(long_text(WB_WEBHOOK_TELEGRAM, "text"), 4096);
	ck_assert_uint_gt(long_text(WB_WEBHOOK_TELEGRAM, "text"), 4090);
	ck_assert_uint_le(long_text(WB_WEBHOOK_SLACK, "text"), 3000);
	ck_assert_uint_gt(long_text(WB_WEBHOOK_SLACK, "text"), 2990);
}
END_TEST

START_TEST(a_cut_counts_utf16_units)
{
	ck_assert_uint_eq(wb_body_cut(wb_str("abc"), 2), 2);
	ck_assert_uint_eq(wb_body_cut(wb_str("abc"), 3), 3);
	ck_assert_uint_eq(wb_body_cut(wb_str("a\xf0\x9f\x93\x9e"), 2), 1);
	ck_assert_uint_eq(wb_body_cut(wb_str("a\xf0\x9f\x93\x9e"), 3), 5);
	ck_assert_uint_eq(wb_body_cut(wb_str("سطح"), 2), 4);
}
END_TEST

START_TEST(a_name_is_no_mention_in_slack)
{
	struct letter_kit kit;
	struct wb_buf message = { 0 }, out = { 0 };

	make_long(&message, 1);
	letter_make_of(&kit, message.data, "en");
	kit.told.more = 0;
	kit.route.format = WB_WEBHOOK_SLACK;
	wb_body_write(&kit.letter, &out);
	ck_assert_ptr_nonnull(strstr(out.data, "\"text\":\"Note: "));
	ck_assert_ptr_nonnull(
		strstr(out.data, "&lt;!here&gt;: r\",\"mrkdwn\""));
	wb_buf_finish(&out);
	wb_buf_finish(&message);
	letter_finish(&kit);
}
END_TEST

START_TEST(an_instant_is_in_utc)
{
	struct wb_buf out = { 0 };

	wb_body_time(0, &out);
	wb_buf_add_char(&out, ' ');
	wb_body_time(LETTER_AT + 7, &out);
	ck_assert_str_eq(out.data, "1970-01-01T00:00:00.000Z "
	                           "2026-11-22T10:35:00.007Z");
	wb_buf_finish(&out);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bodies");

	tcase_add_loop_test(tc, a_body_is_as_its_receiver_wants_it, 0,
	                    WB_COUNT(golden));
	tcase_add_test(
		tc, what_is_too_long_for_a_receiver_is_cut_between_characters);
	tcase_add_test(tc, a_cut_counts_utf16_units);
	tcase_add_test(tc, a_name_is_no_mention_in_slack);
	tcase_add_test(tc, an_instant_is_in_utc);
	return wb_test_run("notify/bodies", tc);
}
