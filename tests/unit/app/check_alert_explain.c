/* The arithmetic of alerts, in words. */

#include <stdio.h>

#include "app/alert_explain.h"
#include "suite.h"

static const struct {
	enum wb_unit unit;
	int64_t amount;
	const char *text;
} amounts[] = {
	{ WB_UNIT_COUNT, 12, "12" },
	{ WB_UNIT_COUNT, -3, "-3" },
	{ WB_UNIT_PERCENT, 5800, "58 %" },
	{ WB_UNIT_PERCENT, 5825, "58.25 %" },
	{ WB_UNIT_MS, 0, "0 s" },
	{ WB_UNIT_MS, 18340, "18.3 s" },
	{ WB_UNIT_MS, 59999, "59.9 s" },
	{ WB_UNIT_MS, 60000, "1 min 0 s" },
	{ WB_UNIT_SINCE, 125000, "2 min 5 s" },
	{ WB_UNIT_SINCE, 3725000, "1 h 2 min" },
	{ WB_UNIT_POINTS, -2550, "-25.5" },
	{ WB_UNIT_RATE, 420, "4.2" },
	{ WB_UNIT_FACTOR, 1025, "10.25" },
};

START_TEST(amounts_are_written_for_people)
{
	struct wb_buf text = { 0 };
	wb_alert_write_amount(amounts[_i].unit, amounts[_i].amount, &text);
	ck_assert_str_eq(text.data, amounts[_i].text);
	wb_buf_finish(&text);
}
END_TEST

static void expect(const struct wb_alert_reading *reading, const char *scope,
                   const char *expected)
{
	struct wb_buf text = { 0 };
	wb_alert_explain(reading, wb_str(scope), &text);
	ck_assert_str_eq(text.data, expected);
	wb_buf_finish(&text);
}

START_TEST(a_share_is_told_with_its_two_counts)
{
	static const struct wb_condition_plan condition = {
		.kpi = { "service_level", 13 },
		.window = WB_WINDOW_30M,
		.min_sample = 20,
	};
	struct wb_alert_reading reading = {
		.condition = &condition,
		.bad = true,
		.value = { .known = true,
		           .is_ratio = true,
		           .value = 5800,
		           .ratio = { 58, 100 } },
		.raise = 7000,
		.clear = 7500,
	};
	expect(&reading, "queue:billing",
	       "service_level of queue:billing, 30m: each queue by its own "
	       "variant: met / counted = 58 / 100 = 58 %; bad below 70 %, good "
	       "again at 75 % or more, of at least 20");
}
END_TEST

START_TEST(what_is_not_known_is_told_as_such)
{
	static const struct wb_condition_plan condition = {
		.kpi = { "waiting", 7 },
		.above = true,
	};
	struct wb_alert_reading reading = {
		.condition = &condition,
		.raise = 5,
		.clear = 5,
	};
	expect(&reading, "total",
	       "waiting of total: entries waiting, ringing included, callbacks "
	       "apart = not known; bad above 5");
}
END_TEST

START_TEST(callers_who_are_due_are_told_with_their_time)
{
	static const struct wb_condition_plan condition = {
		.signal = WB_SIGNAL_DUE,
		.above = true,
		.ahead = 20 * WB_SECOND,
	};
	struct wb_alert_reading reading = {
		.condition = &condition,
		.bad = true,
		.value = { .known = true, .value = 4 },
		.raise = 2,
		.clear = 1,
	};
	expect(&reading, "queue:sales",
	       "entries of queue:sales that miss their threshold within 20 s "
	       "if "
	       "nobody answers = 4; bad above 2, good again at 1 or less");
}
END_TEST

START_TEST(feeds_and_routes_are_told_by_name)
{
	static const struct wb_condition_plan feed = {
		.signal = WB_SIGNAL_FEED,
	};
	static const struct wb_condition_plan route = {
		.signal = WB_SIGNAL_ROUTE,
	};
	struct wb_alert_reading reading = { .condition = &feed, .bad = true };
	expect(&reading, "feed:pbx",
	       "feed:pbx: nothing was heard of it, nor that it is done");
	reading.bad = false;
	expect(&reading, "feed:pbx", "feed:pbx: heard again");
	reading.condition = &route;
	expect(&reading, "route:duty",
	       "route:duty: messages get through again");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("alert_explain");
	tcase_add_loop_test(tc, amounts_are_written_for_people, 0,
	                    WB_COUNT(amounts));
	tcase_add_test(tc, a_share_is_told_with_its_two_counts);
	tcase_add_test(tc, what_is_not_known_is_told_as_such);
	tcase_add_test(tc, callers_who_are_due_are_told_with_their_time);
	tcase_add_test(tc, feeds_and_routes_are_told_by_name);
	return wb_test_run("app/alert_explain", tc);
}
