#include "notify/message.h"

#include "suite.h"

static const struct wb_notify_message full = {
	.key = { "k\"1", 3 },
	.route = { "duty", 4 },
	.kind = { "raised", 6 },
	.at = 1795343700250,
	.rule = { "service-level", 13 },
	.rule_title = { .text = { [WB_LANGUAGE_EN] = { "Promise", 7 },
	                          [WB_LANGUAGE_FA] = { "وعده", 8 } } },
	.severity = WB_SEVERITY_CRITICAL,
	.group = { "g", 1 },
	.alerts = { "[{\"id\":\"a\"}]", 12 },
	.more = 2,
	.standing = 3,
};

START_TEST(a_message_is_written_as_the_protocol_says)
{
	struct wb_buf out = { 0 };

	wb_message_write(&out, &full);
	ck_assert_str_eq(
		out.data,
		"{\"key\":\"k\\\"1\",\"kind\":\"raised\",\"at\":1795343700250,"
		"\"route\":\"duty\",\"rule\":\"service-level\",\"rule_title\":"
		"{\"en\":\"Promise\",\"fa\":\"وعده\"},\"severity\":"
		"\"critical\","
		"\"group\":\"g\",\"standing\":3,\"more\":2,"
		"\"alerts\":[{\"id\":\"a\"}]}");
	wb_buf_finish(&out);
}
END_TEST

START_TEST(what_was_written_is_read_again)
{
	static const struct {
		const char *language, *title;
	} cases[] = { { "fa", "وعده" },
		      { "en", "Promise" },
		      { "ru", "Promise" } };
	struct wb_buf out = { 0 };
	struct wb_told told;

	wb_message_write(&out, &full);
	ck_assert(wb_told_read(&told, wb_buf_str(&out), cases[_i].language));
	ck_assert(wb_str_is(told.rule_title, cases[_i].title));
	ck_assert(wb_str_is(told.key, "k\"1"));
	ck_assert(wb_str_is(told.kind, "raised"));
	ck_assert_int_eq(told.severity, WB_SEVERITY_CRITICAL);
	ck_assert_int_eq(told.standing, 3);
	ck_assert_int_eq(told.more, 2);
	ck_assert_int_eq(told.at, 1795343700250);
	ck_assert_int_eq(told.alert_count, 1);
	wb_told_finish(&told);
	wb_buf_finish(&out);
}
END_TEST

START_TEST(a_message_needs_little)
{
	struct wb_buf out = { 0 };
	struct wb_told told;
	struct wb_notify_message bare = { .key = { "k", 1 } };

	wb_message_write(&out, &bare);
	ck_assert(wb_told_read(&told, wb_buf_str(&out), "en"));
	ck_assert_int_eq(told.alert_count, 0);
	ck_assert_ptr_null(told.rule_title.data);
	wb_told_finish(&told);
	wb_buf_finish(&out);
}
END_TEST

START_TEST(numbers_come_in_the_unit_of_the_kpi)
{
	struct wb_told told;

	ck_assert(wb_told_read(
		&told,
		wb_str("{\"key\":\"k\",\"alerts\":[{\"readings\":["
	               "{\"kpi\":\"a\",\"unit\":\"percent\",\"value\":58.5,"
	               "\"raise\":70,\"numerator\":117,\"denominator\":200},"
	               "{\"kpi\":\"b\",\"unit\":\"ms\",\"value\":1500,"
	               "\"bad\":true,\"worse\":\"above\"},"
	               "{\"signal\":\"due\",\"value\":3,\"raise\":null},"
	               "{\"kpi\":\"c\",\"unit\":\"percent\",\"value\":"
	               "9000000000000000000}]}]}"),
		"en"));
	const struct wb_told_reading *r = told.alerts[0].readings;
	ck_assert_int_eq(r[0].value, 5850);
	ck_assert_int_eq(r[0].limit, 7000);
	ck_assert(r[0].is_ratio);
	ck_assert_int_eq(r[1].value, 1500);
	ck_assert(!r[1].has_limit && !r[1].is_ratio && !r[1].below_is_bad);
	ck_assert(wb_str_is(r[2].kpi, "due") && !r[2].has_limit);
	ck_assert(!r[3].known); /* too large to tell */
	ck_assert_ptr_eq(wb_told_reading_of(&told.alerts[0]), &r[1]);
	wb_told_finish(&told);
}
END_TEST

START_TEST(what_is_no_message_is_refused)
{
	static const char *const texts[] = {
		"",
		"[]",
		"{}",
		"{\"key\":\"k\"}",
		"{\"alerts\":[]}",
		"{\"key\":\"k\",\"alerts\":{}}",
		"{\"key\":\"k\",\"alerts\":[",
	};
	struct wb_told told;

	for (int i = 0; i < WB_COUNT(texts); i++) {
		ck_assert_msg(!wb_told_read(&told, wb_str(texts[i]), "en"),
		              "'%s' was taken", texts[i]);
	}
}
END_TEST

START_TEST(what_has_no_title_goes_by_its_name)
{
	struct wb_told told;

	ck_assert(wb_told_read(
		&told,
		wb_str("{\"key\":\"k\",\"alerts\":["
	               "{\"scope\":\"queue:a:b\",\"title\":{\"ru\":\"x\"}},"
	               "{\"scope\":\"feed:tehran\"},{\"scope\":\"total\"},"
	               "{\"scope\":\"queue:s\",\"title\":\"Said\"}]}"),
		"fa"));
	ck_assert(wb_str_is(told.alerts[0].title, "a:b"));
	ck_assert(wb_str_is(told.alerts[1].title, "tehran"));
	ck_assert(wb_str_is(told.alerts[2].title, "total"));
	ck_assert(wb_str_is(told.alerts[3].title, "Said"));
	wb_told_finish(&told);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("message");

	tcase_add_test(tc, a_message_is_written_as_the_protocol_says);
	tcase_add_loop_test(tc, what_was_written_is_read_again, 0, 3);
	tcase_add_test(tc, a_message_needs_little);
	tcase_add_test(tc, numbers_come_in_the_unit_of_the_kpi);
	tcase_add_test(tc, what_is_no_message_is_refused);
	tcase_add_test(tc, what_has_no_title_goes_by_its_name);
	return wb_test_run("notify/message", tc);
}
