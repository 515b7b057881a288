/* Service level: the published examples, and the service-level event. */

#include <check.h>
#include <stdio.h>

#include "engine_kit.h"
#include "suite.h"

#define BASE ((wb_ms)1795000000000)

static struct kit kit;

static void setup(void)
{
	kit_open(&kit, BASE);
}

static void teardown(void)
{
	kit_close(&kit);
}

static void play_abandon(double at, const char *contact, double wait)
{
	char fields[128];
	snprintf(fields, sizeof(fields), "'contact':'%s','queue':'sales'",
	         contact);
	kit_play(&kit, at, "queue.entered", fields);
	snprintf(fields, sizeof(fields),
	         "'contact':'%s','queue':'sales','outcome':'abandoned'",
	         contact);
	kit_play(&kit, at + wait, "queue.left", fields);
}

/* Cisco UCCE: 70 answered within T, 10 abandoned within T, 20 after T. */
static void play_cisco_example(void)
{
	char contact[16];
	for (int i = 0; i < 100; i++) {
		snprintf(contact, sizeof(contact), "c%d", i);
		if (i < 70) {
			kit_call(&kit, i * 60, contact, "sales", "ann", 10, 5);
		} else if (i < 80) {
			play_abandon(i * 60, contact, 12);
		} else {
			kit_call(&kit, i * 60, contact, "sales", "ann", 25, 5);
		}
	}
}

static const struct {
	const char *kpi;
	int64_t num, den, basis_points;
} cisco[] = {
	{ "service_level_ignore", 70, 90, 7778 },
	{ "service_level_offered", 70, 100, 7000 },
	{ "service_level_positive", 80, 100, 8000 },
	{ "service_level_answered", 70, 90, 7778 },
	{ "service_level_removed", 80, 100, 8000 },
	{ "service_level_no_flow", 70, 100, 7000 },
	{ "service_level", 70, 100, 7000 },
};

START_TEST(the_example_of_cisco_holds)
{
	play_cisco_example();
	kit_expect_ratio(&kit, cisco[_i].kpi, "queue:sales", WB_WINDOW_DAY,
	                 cisco[_i].num, cisco[_i].den);
	kit_expect(&kit, cisco[_i].kpi, "total", WB_WINDOW_DAY,
	           cisco[_i].basis_points);
}
END_TEST

static const struct {
	enum wb_sl_variant variant;
	int64_t num, den;
} variants[] = {
	{ WB_SL_OFFERED, 70, 100 }, { WB_SL_ANSWERED, 70, 90 },
	{ WB_SL_IGNORE, 70, 90 },   { WB_SL_POSITIVE, 80, 100 },
	{ WB_SL_REMOVED, 80, 100 }, { WB_SL_NO_FLOW, 70, 100 },
};

START_TEST(a_queue_has_its_own_variant)
{
	kit.queues[0].service_level.variant = variants[_i].variant;
	kit_replan(&kit);
	play_cisco_example();
	kit_expect_ratio(&kit, "service_level", "queue:sales", WB_WINDOW_DAY,
	                 variants[_i].num, variants[_i].den);
}
END_TEST

START_TEST(flow_outs_and_callbacks_count_by_variant)
{
	static const char *const outcomes[] = {
		"timeout", "overflow", "exit_key",  "voicemail", "callback",
		"moved",   "empty",    "withdrawn", "failed"
	};
	char fields[128];
	kit_call(&kit, 0, "a", "sales", "ann", 5, 5);
	for (int i = 0; i < 9; i++) {
		snprintf(fields, sizeof(fields),
		         "'contact':'f%d','queue':'sales'", i);
		kit_play(&kit, 100 + i, "queue.entered", fields);
		snprintf(fields, sizeof(fields),
		         "'contact':'f%d','queue':'sales','outcome':'%s'", i,
		         outcomes[i]);
		kit_play(&kit, 110 + i, "queue.left", fields);
	}
	kit_expect(&kit, "flow_outs", "queue:sales", WB_WINDOW_DAY, 9);
	for (int i = 0; i < 9; i++) {
		kit_expect(&kit, outcomes[i], "queue:sales", WB_WINDOW_DAY, 1);
	}
	kit_expect_ratio(&kit, "service_level_offered", "total", WB_WINDOW_DAY,
	                 1, 10);
	kit_expect_ratio(&kit, "service_level_removed", "total", WB_WINDOW_DAY,
	                 2, 10);
	kit_expect_ratio(&kit, "service_level_no_flow", "total", WB_WINDOW_DAY,
	                 1, 1);
	kit_expect_ratio(&kit, "abandonment_rate", "total", WB_WINDOW_DAY, 0,
	                 10);
}
END_TEST

START_TEST(no_data_is_unknown_and_not_zero_percent)
{
	for (int i = 0; i < WB_COUNT(cisco); i++) {
		kit_expect_ratio(&kit, cisco[i].kpi, "queue:sales",
		                 WB_WINDOW_DAY, 0, 0);
	}
	kit_expect_ratio(&kit, "service_level_now", "queue:sales",
	                 WB_WINDOW_NOW, 0, 0);
}
END_TEST

START_TEST(the_promise_breaks_when_the_threshold_runs_out)
{
	kit_call(&kit, 0, "a", "sales", "ann", 5, 5);
	kit_play(&kit, 100, "queue.entered", "'contact':'b','queue':'sales'");
	kit_at(&kit, 120);
	kit_expect_ratio(&kit, "service_level", "queue:sales", WB_WINDOW_15M, 1,
	                 1);
	kit_expect_ratio(&kit, "service_level_now", "queue:sales",
	                 WB_WINDOW_NOW, 1, 1);
	ck_assert_int_eq(wb_engine_next_change(kit.engine), BASE + 120001);
	kit_at(&kit, 120.001);
	kit_expect_ratio(&kit, "service_level", "queue:sales", WB_WINDOW_15M, 1,
	                 2);
	kit_expect_ratio(&kit, "service_level_now", "queue:sales",
	                 WB_WINDOW_NOW, 0, 1);
	/* It counts however long it has waited, also in a shorter window. */
	kit_at(&kit, 100 + 3600);
	kit_expect_ratio(&kit, "service_level_offered", "queue:sales",
	                 WB_WINDOW_15M, 0, 1);
	kit_play(&kit, 3800, "segment.started",
	         "'contact':'b','queue':'sales','agent':'ann'");
	kit_expect_ratio(&kit, "service_level_offered", "queue:sales",
	                 WB_WINDOW_15M, 0, 1);
	kit_expect_ratio(&kit, "service_level_now", "queue:sales",
	                 WB_WINDOW_NOW, 0, 0);
}
END_TEST

START_TEST(an_answer_at_the_threshold_is_in_time)
{
	kit_call(&kit, 0, "a", "sales", "ann", 20, 5);
	kit_call(&kit, 100, "b", "sales", "ann", 20.001, 5);
	kit_expect_ratio(&kit, "service_level", "queue:sales", WB_WINDOW_15M, 1,
	                 2);
}
END_TEST

START_TEST(a_late_answer_takes_the_timers_decision_back)
{
	kit_play(&kit, 0, "queue.entered", "'contact':'a','queue':'sales'");
	kit_at(&kit, 25);
	kit_expect_ratio(&kit, "service_level", "total", WB_WINDOW_15M, 0, 1);
	kit_play_late(&kit, 18, "segment.started",
	              "'contact':'a','queue':'sales','agent':'ann'");
	kit_expect_ratio(&kit, "service_level", "total", WB_WINDOW_15M, 1, 1);
}
END_TEST

START_TEST(the_switchs_own_wait_decides)
{
	kit_play(&kit, 0, "queue.entered", "'contact':'a','queue':'sales'");
	kit_play(&kit, 20.6, "segment.started",
	         "'contact':'a','queue':'sales','agent':'ann',"
	         "'wait_ms':20000");
	kit_expect_ratio(&kit, "service_level", "total", WB_WINDOW_15M, 1, 1);
	kit_expect(&kit, "average_speed_of_answer", "total", WB_WINDOW_15M,
	           20000);
}
END_TEST

START_TEST(groups_add_counts_and_never_average)
{
	/* 1 of 1 and 1 of 3: 2 of 4 is 50 %, the mean of shares 66.67 %. */
	kit_call(&kit, 0, "a", "sales", "ann", 5, 5);
	kit_call(&kit, 100, "b", "support", "ann", 5, 5);
	kit_call(&kit, 200, "c", "support", "ann", 30, 5);
	kit_call(&kit, 300, "d", "support", "ann", 30, 5);
	kit_call(&kit, 400, "e", "techsupport", "ann", 30, 5);
	kit_expect_ratio(&kit, "service_level", "department:front",
	                 WB_WINDOW_15M, 2, 4);
	kit_expect_ratio(&kit, "service_level", "department:back",
	                 WB_WINDOW_15M, 0, 1);
	kit_expect_ratio(&kit, "service_level", "total", WB_WINDOW_15M, 2, 5);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("service level");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, the_example_of_cisco_holds, 0, WB_COUNT(cisco));
	tcase_add_loop_test(tc, a_queue_has_its_own_variant, 0,
	                    WB_COUNT(variants));
	tcase_add_test(tc, flow_outs_and_callbacks_count_by_variant);
	tcase_add_test(tc, no_data_is_unknown_and_not_zero_percent);
	tcase_add_test(tc, the_promise_breaks_when_the_threshold_runs_out);
	tcase_add_test(tc, an_answer_at_the_threshold_is_in_time);
	tcase_add_test(tc, a_late_answer_takes_the_timers_decision_back);
	tcase_add_test(tc, the_switchs_own_wait_decides);
	tcase_add_test(tc, groups_add_counts_and_never_average);
	return wb_test_run("kpi/service_level", tc);
}
