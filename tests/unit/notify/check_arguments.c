#include "notify/arguments.h"

#include <stdio.h>

#include "letter_kit.h"
#include "suite.h"

static const struct {
	const char *argument, *wanted;
} cases[] = {
	{ "plain", "plain" },
	{ "", "" },
	{ "{severity}", "critical" },
	{ "--level={severity}!", "--level=critical!" },
	{ "{key}", "service-level/queue:sales@1795343580000/raised/duty" },
	{ "{kind} {route} {rule}", "raised duty service-level" },
	{ "{at}", "2026-11-22T10:35:00.250Z" },
	{ "{language}/{standing}/{count}", "en/1/1" },
	{ "{title}|{scope}|{value}", "Sales & <b>|queue:sales|59%" },
	{ "{subject}", "Critical: Sales & <b>: service level 59%" },
	{ "{nothing} {} { }", "{nothing} {} { }" },
	{ "{severity", "{severity" },
	{ "{{severity}}", "{critical}" },
	{ "$(id) `id` ; | \\", "$(id) `id` ; | \\" },
};

static void expect(const struct wb_letter *letter, const char *argument,
                   const char *wanted)
{
	struct wb_buf out = { 0 };

	wb_buf_add_text(&out, "");
	wb_argument_expand(letter, wb_str(argument), &out);
	ck_assert(!out.failed);
	wb_buf_add_text(&out, "");
	ck_assert_str_eq(out.data ? out.data : "", wanted);
	wb_buf_finish(&out);
}

START_TEST(placeholders_stand_for_the_message)
{
	struct letter_kit kit;

	letter_make(&kit, "one", "en");
	expect(&kit.letter, cases[_i].argument, cases[_i].wanted);
	letter_finish(&kit);
}
END_TEST

START_TEST(what_a_name_says_is_not_looked_at_again)
{
	struct letter_kit kit;

	letter_make_of(&kit,
	               "{\"key\":\"{severity}\",\"alerts\":[{\"scope\":"
	               "\"queue:--exec={key}\"}]}",
	               "en");
	expect(&kit.letter, "{key}", "{severity}");
	expect(&kit.letter, "{title}", " --exec={key}");
	expect(&kit.letter, "--name={title}", "--name=--exec={key}");
	letter_finish(&kit);
}
END_TEST

START_TEST(a_message_without_alerts_has_no_title)
{
	struct letter_kit kit;

	letter_make_of(&kit, "{\"key\":\"k\",\"alerts\":[]}", "en");
	expect(&kit.letter, "[{title}{scope}{value}]", "[]");
	letter_finish(&kit);
}
END_TEST

START_TEST(an_argument_is_not_longer_than_the_system_takes)
{
	struct letter_kit kit;
	struct wb_buf message = { 0 }, out = { 0 };

	wb_buf_add_text(&message, "{\"key\":\"");
	for (int i = 0; i < 60000; i++) {
		wb_buf_add_text(&message, "ی");
	}
	wb_buf_add_text(&message, "\",\"alerts\":[]}");
	letter_make_of(&kit, message.data, "en");
	wb_argument_expand(&kit.letter, wb_str("x{key}{key}"), &out);
	ck_assert_uint_le(out.len, WB_ARGUMENT_MAX);
	ck_assert_uint_gt(out.len, WB_ARGUMENT_MAX - 4);
	ck_assert(wb_str_is_clean_utf8(wb_buf_str(&out)));
	letter_finish(&kit);
	wb_buf_finish(&message);
	wb_buf_finish(&out);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("arguments");

	tcase_add_loop_test(tc, placeholders_stand_for_the_message, 0,
	                    WB_COUNT(cases));
	tcase_add_test(tc, what_a_name_says_is_not_looked_at_again);
	tcase_add_test(tc, a_message_without_alerts_has_no_title);
	tcase_add_test(tc, an_argument_is_not_longer_than_the_system_takes);
	return wb_test_run("notify/arguments", tc);
}
