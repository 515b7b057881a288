/*
 * Worked examples of the sources, with their own figures: what the products
 * that people come from would show for the same contacts.
 */

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "engine_kit.h"
#include "suite.h"

/* 2025-11-18 05:00 UTC */
#define FIVE ((wb_ms)1763442000000)
#define MINUTE 60.0

static struct kit kit;

static void setup(void)
{
	kit_open(&kit, FIVE);
}

static void teardown(void)
{
	kit_close(&kit);
}

static void name_of(char *name, size_t size, const char *what, int i)
{
	snprintf(name, size, "%s%d", what, i);
}

static void leave(double at, const char *contact, double wait)
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

/*
 * Cisco UCCE: 70 answered within the threshold, 10 abandoned within it, 20
 * answered after it [C3].
 */
static void play_cisco(void)
{
	char contact[16];
	double at = 0;
	for (int i = 0; i < 100; i++, at += 40) {
		name_of(contact, sizeof(contact), "c", i);
		if (i < 70) {
			kit_call(&kit, at, contact, "sales", "ann", 12, 1);
		} else if (i < 80) {
			leave(at, contact, 15);
		} else {
			kit_call(&kit, at, contact, "sales", "ann", 35, 1);
		}
	}
}

START_TEST(cisco_ignores_counts_or_praises_abandons)
{
	play_cisco();
	kit_expect_ratio(&kit, "service_level_ignore", "queue:sales",
	                 WB_WINDOW_DAY, 70, 90);
	kit_expect(&kit, "service_level_ignore", "queue:sales", WB_WINDOW_DAY,
	           7778);
	kit_expect(&kit, "service_level_offered", "queue:sales", WB_WINDOW_DAY,
	           7000);
	kit_expect(&kit, "service_level_positive", "queue:sales", WB_WINDOW_DAY,
	           8000);
}
END_TEST

/* A service level is decided when its threshold runs out [C4]. */
START_TEST(cisco_decides_at_the_thresholds_expiry)
{
	kit_play(&kit, 0, "queue.entered", "'contact':'a','queue':'sales'");
	kit_at(&kit, 20);
	kit_expect_ratio(&kit, "service_level", "queue:sales", WB_WINDOW_DAY, 0,
	                 0);
	kit_at(&kit, 20.001);
	kit_expect_ratio(&kit, "service_level", "queue:sales", WB_WINDOW_DAY, 0,
	                 1);
}
END_TEST

/*
 * Genesys: a contact answered in one half hour and handled in the next counts
 * in each where it happened [G2].
 */
START_TEST(genesys_answers_in_one_half_hour_and_handles_in_the_next)
{
	kit_call(&kit, 28 * MINUTE, "a", "sales", "ann", 30, 5 * MINUTE);
	kit_at(&kit, 29 * MINUTE);
	kit_expect(&kit, "handled", "total", WB_WINDOW_INTERVAL, 1);
	kit_expect(&kit, "answered", "total", WB_WINDOW_INTERVAL, 0);
	kit_expect(&kit, "offered", "total", WB_WINDOW_INTERVAL, 0);
	kit_expect(&kit, "average_handle_time", "total", WB_WINDOW_INTERVAL,
	           300000);
	kit_expect(&kit, "answered", "total", WB_WINDOW_DAY, 1);
}
END_TEST

/*
 * Amazon Connect: handle time is the time with the customer, hold included,
 * and the after-contact work; hold is also told per contact held [A1][A2].
 */
START_TEST(amazon_handles_with_hold_and_after_contact_work)
{
	kit_play(&kit, 0, "queue.entered", "'contact':'a','queue':'sales'");
	kit_play(&kit, 8, "segment.started",
	         "'contact':'a','queue':'sales','agent':'ann'");
	kit_play(&kit, 68, "segment.held", "'contact':'a','agent':'ann'");
	kit_play(&kit, 98, "segment.retrieved", "'contact':'a','agent':'ann'");
	kit_play(&kit, 128, "segment.ended",
	         "'contact':'a','agent':'ann','by':'customer',"
	         "'wrapup_ms':300000");
	kit_expect(&kit, "handled", "total", WB_WINDOW_DAY, 0);
	kit_play(&kit, 173, "wrapup.ended", "'agent':'ann'");
	kit_call(&kit, 200, "b", "sales", "ann", 2, 55);
	/* 120 + 45 of one, 55 of the other */
	kit_expect(&kit, "average_handle_time", "total", WB_WINDOW_DAY, 110000);
	kit_expect(&kit, "average_talk", "total", WB_WINDOW_DAY, 72500);
	kit_expect(&kit, "average_hold", "total", WB_WINDOW_DAY, 15000);
	kit_expect(&kit, "average_hold_held", "total", WB_WINDOW_DAY, 30000);
	kit_expect(&kit, "average_acw", "total", WB_WINDOW_DAY, 22500);
	kit_expect_ratio(&kit, "hold_rate", "total", WB_WINDOW_DAY, 1, 2);
	kit_expect(&kit, "average_speed_of_answer", "total", WB_WINDOW_DAY,
	           5000);
}
END_TEST

/* What the history is told of the total, by quarter hours from five on. */
#define QUARTERS 8

struct told {
	int64_t sums[WB_ATTRIBUTION_COUNT][QUARTERS][WB_MEASURE_COUNT];
};

static void on_addition(void *user, const struct wb_history_addition *addition)
{
	struct told *told = user;
	struct wb_str name = wb_engine_scope_name(kit.engine, addition->scope);
	wb_ms quarter = (addition->quarter - FIVE) / (15 * WB_MINUTE);
	if (!wb_str_is(name, "total")) {
		return;
	}
	ck_assert(quarter >= 0 && quarter < QUARTERS);
	for (int m = 0; m < WB_MEASURE_COUNT; m++) {
		told->sums[addition->attribution][quarter][m] +=
			addition->add[m];
	}
}

static void expect_quarters(const struct told *told, int attribution,
                            enum wb_measure measure,
                            const int64_t expected[QUARTERS])
{
	for (int q = 0; q < QUARTERS; q++) {
		int64_t got = told->sums[attribution][q][measure];
		ck_assert_msg(got == expected[q],
		              "%s %s of quarter %d: got %lld, expected %lld",
		              wb_measure_names[measure],
		              attribution == WB_BY_EVENT ? "by event"
		                                         : "by cohort",
		              q, (long long)got, (long long)expected[q]);
	}
}

/*
 * A contact from 05:23 to 06:15: by event each fact is where it happened, by
 * cohort all of it where the contact arrived, and the agent's time is cut at
 * every border, under either.
 */
START_TEST(a_contact_from_0523_to_0615_under_each_attribution)
{
	static struct told told;
	static const int64_t at_0515[QUARTERS] = { 0, 1 };
	static const int64_t at_0530[QUARTERS] = { 0, 0, 1 };
	static const int64_t at_0615[QUARTERS] = { 0, 0, 0, 0, 0, 1 };
	static const int64_t talked[QUARTERS] = { 0,      0,      840000,
		                                  900000, 900000, 0 };
	memset(&told, 0, sizeof(told));
	kit_call(&kit, 23 * MINUTE, "a", "sales", "ann", 8 * MINUTE,
	         44 * MINUTE);
	kit_at(&kit, 90 * MINUTE);
	wb_engine_read_history(kit.engine, on_addition, &told);
	expect_quarters(&told, WB_BY_EVENT, WB_M_OFFERED, at_0515);
	expect_quarters(&told, WB_BY_EVENT, WB_M_ANSWERED, at_0530);
	expect_quarters(&told, WB_BY_EVENT, WB_M_HANDLED, at_0615);
	expect_quarters(&told, WB_BY_COHORT, WB_M_OFFERED, at_0515);
	expect_quarters(&told, WB_BY_COHORT, WB_M_ANSWERED, at_0515);
	expect_quarters(&told, WB_BY_COHORT, WB_M_HANDLED, at_0515);
	for (int a = 0; a < WB_ATTRIBUTION_COUNT; a++) {
		expect_quarters(&told, a, WB_M_TALKING_TIME_MS, talked);
	}
	int64_t talk = 0;
	for (int q = 0; q < QUARTERS; q++) {
		talk += told.sums[WB_BY_EVENT][q][WB_M_TALK_MS];
	}
	ck_assert_int_eq(talk, 44 * 60000);
}
END_TEST

/* In every interval, by cohort: offered is the sum of how entries ended. */
START_TEST(by_cohort_every_entry_ends_where_it_arrived)
{
	static struct told told;
	memset(&told, 0, sizeof(told));
	for (int i = 0; i < 60; i++) {
		char contact[16];
		name_of(contact, sizeof(contact), "c", i);
		double at = i * 100;
		if (i % 3 == 0) {
			leave(at, contact, i % 2 ? 3 : 90);
		} else {
			kit_call(&kit, at, contact, "sales", "ann", 60, 30);
		}
	}
	kit_at(&kit, 119 * MINUTE);
	wb_engine_read_history(kit.engine, on_addition, &told);
	for (int q = 0; q < QUARTERS; q++) {
		const int64_t *sums = told.sums[WB_BY_COHORT][q];
		ck_assert_int_eq(sums[WB_M_OFFERED],
		                 sums[WB_M_ANSWERED] + sums[WB_M_ABANDONED] +
		                         sums[WB_M_SHORT_ABANDONED]);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("worked");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, cisco_ignores_counts_or_praises_abandons);
	tcase_add_test(tc, cisco_decides_at_the_thresholds_expiry);
	tcase_add_test(
		tc, genesys_answers_in_one_half_hour_and_handles_in_the_next);
	tcase_add_test(tc, amazon_handles_with_hold_and_after_contact_work);
	tcase_add_test(tc, a_contact_from_0523_to_0615_under_each_attribution);
	tcase_add_test(tc, by_cohort_every_entry_ends_where_it_arrived);
	return wb_test_run("kpi/worked", tc);
}
