#include "acd/queue_log.h"

#include <check.h>
#include <stdlib.h>

static struct wb_queue_record parse(const char *line)
{
	struct wb_queue_record record;
	const char *error = "";

	ck_assert_msg(wb_queue_log_parse(wb_str(line), &record, &error),
	              "%s: %s", line, error);
	return record;
}

static void assert_str(struct wb_str got, const char *want)
{
	ck_assert_msg(wb_str_is(got, want), "'%.*s', not '%s'", WB_STR_FMT(got),
	              want);
}

START_TEST(reads_a_record)
{
	struct wb_queue_record record = parse(
		"1795285931|1795285928.28|sales|NONE|WITHDRAW|1|2|3|moved\r\n");
	ck_assert_int_eq(record.t, 1795285931000);
	assert_str(record.callid, "1795285928.28");
	assert_str(record.queue, "sales");
	assert_str(record.agent, "NONE");
	ck_assert_int_eq(record.verb, WB_VERB_WITHDRAW);
	ck_assert_int_eq(record.count, 4);
	ck_assert_int_eq(wb_queue_log_number(&record, 2), 3);
	ck_assert_int_eq(wb_queue_log_number(&record, -1), -1);
	ck_assert_int_eq(wb_queue_log_number(&record, 9), -1);
}
END_TEST

START_TEST(counts_numbers_from_the_end)
{
	struct wb_queue_record record =
		parse("1|c|q|Ana|ATTENDEDTRANSFER|LINK|a|b|2|10|1");
	ck_assert_int_eq(wb_queue_log_number(&record, -3), 2);
	ck_assert_int_eq(wb_queue_log_number(&record, -2), 10);
	ck_assert_int_eq(wb_queue_log_number(&record, -12), -1);
	record = parse("1|c|q|Ana|COMPLETEAGENT|1|14|1||");
	ck_assert_int_eq(wb_queue_log_number(&record, -1), 1);
}
END_TEST

START_TEST(keeps_a_reason_with_separators_whole)
{
	struct wb_queue_record record = parse("1|NONE|sales|Ana|PAUSE|a|b");
	assert_str(record.rest, "a|b");
	record = parse("1|NONE|sales|Ana|UNPAUSE|");
	assert_str(record.rest, "");
	ck_assert_int_eq(record.count, 1);
	record = parse("1|NONE|NONE|NONE|QUEUESTART");
	assert_str(record.rest, "");
	ck_assert_int_eq(record.count, 0);
}
END_TEST

START_TEST(finds_the_verb_behind_a_name_with_a_separator)
{
	struct wb_queue_record record = parse("1|c|q|Ana|Team 1|CONNECT|4|x|3");
	assert_str(record.agent, "Ana|Team 1");
	ck_assert_int_eq(record.verb, WB_VERB_CONNECT);
	ck_assert_int_eq(wb_queue_log_number(&record, 0), 4);
}
END_TEST

START_TEST(leaves_unknown_verbs_alone)
{
	struct wb_queue_record record = parse("1|c|q|Ana|WALLTEST|x|y");
	ck_assert_int_eq(record.verb, WB_VERB_OTHER);
	assert_str(record.verb_text, "WALLTEST");
	assert_str(record.rest, "x|y");
}
END_TEST

START_TEST(gives_what_is_too_many_to_the_last_parameter)
{
	struct wb_queue_record record = parse(
		"1|c|q|A|PAUSE|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17");
	ck_assert_int_eq(record.count, WB_QUEUE_LOG_PARAMETERS_MAX);
	assert_str(record.parameters[15], "16|17");
}
END_TEST

static const char *const bad[] = {
	"",
	"garbage",
	"1|2|3|4",
	"x|c|q|a|CONNECT|1",
	"|c|q|a|CONNECT",
	"-5|c|q|a|CONNECT|1",
};

START_TEST(refuses_what_is_no_record)
{
	struct wb_queue_record record;
	const char *error = NULL;

	ck_assert(!wb_queue_log_parse(wb_str(bad[_i]), &record, &error));
	ck_assert_ptr_nonnull(error);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("queue_log");
	tcase_add_test(tc, reads_a_record);
	tcase_add_test(tc, counts_numbers_from_the_end);
	tcase_add_test(tc, keeps_a_reason_with_separators_whole);
	tcase_add_test(tc, finds_the_verb_behind_a_name_with_a_separator);
	tcase_add_test(tc, leaves_unknown_verbs_alone);
	tcase_add_test(tc, gives_what_is_too_many_to_the_last_parameter);
	tcase_add_loop_test(tc, refuses_what_is_no_record, 0,
	                    sizeof(bad) / sizeof(bad[0]));

	Suite *suite = suite_create("acd/queue_log");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
