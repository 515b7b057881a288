#include <stdio.h>

#include "letter_kit.h"
#include "notify/words.h"
#include "suite.h"

static const char *const languages[] = { "en", "fa", "ar", "ru" };
static const char *const messages[] = { "one", "group", "feed", "over" };

/* Read by people who speak them: tests/data/notify/words_XX.txt. */
START_TEST(each_language_has_its_own_words_digits_and_calendar)
{
	struct wb_buf out = { 0 };
	char name[32];

	for (int i = 0; i < WB_COUNT(messages); i++) {
		struct letter_kit kit;
		letter_make(&kit, messages[i], languages[_i]);
		wb_words_text(&kit.letter, &out);
		wb_buf_add_text(&out, "\n\n");
		letter_finish(&kit);
	}
	snprintf(name, sizeof(name), "words_%s.txt", languages[_i]);
	letter_expect(&out, name);
	wb_buf_finish(&out);
}
END_TEST

/* None may fall back to English by oversight. */
START_TEST(each_kind_of_message_has_a_subject_in_each_language)
{
	static const char *const kinds[] = { "raised",   "changed",
		                             "reminder", "escalated",
		                             "resolved", "test" };
	struct letter_kit kit;
	struct wb_buf english = { 0 }, own = { 0 };

	for (int i = 0; i < WB_COUNT(kinds); i++) {
		letter_make(&kit, "one", "en");
		kit.told.kind = wb_str(kinds[i]);
		wb_words_subject(&kit.letter, &english);
		letter_finish(&kit);
		letter_make(&kit, "one", languages[_i]);
		kit.told.kind = wb_str(kinds[i]);
		wb_words_subject(&kit.letter, &own);
		letter_finish(&kit);
		ck_assert_uint_gt(own.len, 10);
		ck_assert(!memmem(own.data, own.len, "{", 1));
		ck_assert(
			!wb_str_equal(wb_buf_str(&own), wb_buf_str(&english)));
		wb_buf_clear(&own);
		wb_buf_clear(&english);
	}
	wb_buf_finish(&own);
	wb_buf_finish(&english);
}
END_TEST

static void expect_value(const char *reading, const char *wanted)
{
	struct letter_kit kit;
	struct wb_buf out = { 0 };
	char message[512];

	snprintf(message, sizeof(message),
	         "{\"key\":\"k\",\"alerts\":[{\"scope\":\"queue:x\","
	         "\"readings\":[{\"signal\":\"kpi\",\"kpi\":\"x\",%s}]}]}",
	         reading);
	letter_make_of(&kit, message, "en");
	wb_words_value(&kit.letter, &kit.told.alerts[0].readings[0], &out);
	wb_buf_add_text(&out, "");
	ck_assert_str_eq(out.data, wanted);
	wb_buf_finish(&out);
	letter_finish(&kit);
}

START_TEST(a_value_is_told_in_its_unit)
{
	expect_value("\"unit\":\"percent\",\"value\":58", "58%");
	expect_value("\"unit\":\"percent\",\"value\":9.37", "9.4%");
	expect_value("\"unit\":\"ms\",\"value\":272000", "4:32");
	expect_value("\"unit\":\"since\",\"value\":7000", "0:07");
	expect_value("\"unit\":\"count\",\"value\":12345", "12,345");
	expect_value("\"unit\":\"rate\",\"value\":12.5", "13/h");
	expect_value("\"unit\":\"points\",\"value\":-12.5", "−13");
	expect_value("\"unit\":\"factor\",\"value\":1.25", "1.3");
	expect_value("\"unit\":\"percent\",\"value\":null", "");
}
END_TEST

/* 69.96 % of a promised 70 % is not "70%". */
START_TEST(rounding_never_hides_the_breach)
{
	expect_value("\"unit\":\"percent\",\"raise\":70,\"value\":69.96",
	             "69.96%");
}
END_TEST

START_TEST(marks_of_direction_are_only_where_the_text_needs_them)
{
	struct letter_kit kit;
	struct wb_buf out = { 0 };

	letter_make(&kit, "one", "ru");
	wb_words_text(&kit.letter, &out);
	ck_assert_ptr_null(memmem(out.data, out.len, "\xe2\x81\xa8", 3));
	letter_finish(&kit);
	wb_buf_clear(&out);
	letter_make(&kit, "one", "ar");
	wb_words_subject(&kit.letter, &out);
	ck_assert_ptr_nonnull(memmem(out.data, out.len, "\xe2\x81\xa8", 3));
	ck_assert_int_eq(memcmp(out.data, "\xe2\x80\x8f", 3), 0);
	letter_finish(&kit);
	wb_buf_finish(&out);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("words");

	tcase_add_loop_test(
		tc, each_language_has_its_own_words_digits_and_calendar, 0, 4);
	tcase_add_loop_test(
		tc, each_kind_of_message_has_a_subject_in_each_language, 1, 4);
	tcase_add_test(tc, a_value_is_told_in_its_unit);
	tcase_add_test(tc, rounding_never_hides_the_breach);
	tcase_add_test(tc,
	               marks_of_direction_are_only_where_the_text_needs_them);
	return wb_test_run("notify/words", tc);
}
