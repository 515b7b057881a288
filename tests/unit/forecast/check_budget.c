/* The service-level budget, by worked examples and entry by entry. */

#include <check.h>
#include <stdlib.h>

#include "forecast/budget.h"
#include "suite.h"

static const struct wb_budget nothing;

/* `counted` entries of a queue with one target. */
static struct wb_budget entries(int64_t counted, int64_t met, int target_bp)
{
	struct wb_budget budget = wb_budget_expected(counted, target_bp);
	budget.met = met;
	return budget;
}

static void expect(struct wb_ratio got, int64_t num, int64_t den)
{
	ck_assert_msg(got.den > 0, "no value");
	ck_assert_msg(got.num * den == num * got.den,
	              "got %lld/%lld, expected %lld/%lld", (long long)got.num,
	              (long long)got.den, (long long)num, (long long)den);
}

START_TEST(a_day_of_a_hundred_at_80_percent_allows_20_misses)
{
	struct wb_budget day = entries(100, 100, 8000);
	ck_assert_int_eq(wb_budget_left(&day, &nothing), 20);
	day.met = 85;
	ck_assert_int_eq(wb_budget_left(&day, &nothing), 5);
	day.met = 80;
	ck_assert_int_eq(wb_budget_left(&day, &nothing), 0);
	day.met = 70;
	ck_assert_int_eq(wb_budget_left(&day, &nothing), -10);
}
END_TEST

/* 12 at 80 % allow 2.4: two misses are 83 %, a third breaks the promise. */
START_TEST(what_is_left_is_rounded_down)
{
	struct wb_budget day = entries(12, 12, 8000);
	ck_assert_int_eq(wb_budget_left(&day, &nothing), 2);
	day.met = 9;
	ck_assert_int_eq(wb_budget_left(&day, &nothing), -1);
}
END_TEST

START_TEST(what_is_still_expected_adds_to_the_budget)
{
	struct wb_budget day = entries(100, 85, 8000);
	struct wb_budget more = wb_budget_expected(200, 8000);
	ck_assert_int_eq(wb_budget_left(&day, &more), 45);
}
END_TEST

START_TEST(queues_with_different_targets_add_up)
{
	struct wb_budget day = entries(100, 95, 9000);
	struct wb_budget other = entries(50, 30, 6000);
	wb_budget_add(&day, &other);
	/* 10 + 20 allowed, 5 + 20 missed */
	ck_assert_int_eq(wb_budget_left(&day, &nothing), 5);
	expect(wb_budget_burn(&day), 25, 30);
}
END_TEST

START_TEST(an_80_percent_target_burns_at_most_five_times)
{
	struct wb_budget all_missed = entries(7, 0, 8000);
	struct wb_budget as_allowed = entries(10, 8, 8000);
	struct wb_budget none_missed = entries(10, 10, 8000);
	expect(wb_budget_burn(&all_missed), 5, 1);
	expect(wb_budget_burn(&as_allowed), 1, 1);
	expect(wb_budget_burn(&none_missed), 0, 1);
}
END_TEST

START_TEST(nothing_burns_where_nothing_is_allowed)
{
	struct wb_budget perfect = entries(10, 8, 10000);
	ck_assert_int_eq(wb_budget_burn(&nothing).den, 0);
	ck_assert_int_eq(wb_budget_burn(&perfect).den, 0);
	ck_assert_int_eq(wb_budget_left(&perfect, &nothing), -2);
}
END_TEST

/* (0.8 * (100 + 100) - 70) / 100 = 90 %; with 55 met it would be 105 %. */
START_TEST(the_rest_of_the_day_must_make_good_what_was_missed)
{
	struct wb_budget day = entries(100, 70, 8000);
	struct wb_budget rest = wb_budget_expected(100, 8000);
	expect(wb_budget_needed(&day, &rest), 90, 100);
	day.met = 55;
	expect(wb_budget_needed(&day, &rest), 105, 100);
	day.met = 100;
	expect(wb_budget_needed(&day, &rest), 60, 100);
}
END_TEST

START_TEST(a_promise_that_is_safe_needs_nothing)
{
	struct wb_budget day = entries(100, 100, 8000);
	struct wb_budget rest = wb_budget_expected(10, 8000);
	expect(wb_budget_needed(&day, &rest), 0, 1);
}
END_TEST

START_TEST(nothing_is_needed_of_nothing)
{
	struct wb_budget day = entries(100, 70, 8000);
	ck_assert_int_eq(wb_budget_needed(&day, &nothing).den, 0);
}
END_TEST

/*
 * Entry by entry: the budget left is how many of the entries to come, met or
 * not, may still miss before the share falls below the target; found by trying.
 */
static int64_t left_by_trying(int64_t counted, int64_t met, int64_t more,
                              int target_bp)
{
	int64_t misses = counted - met;
	int64_t all = counted + more, may = 0;
	while ((all - may - 1) * 10000 >= all * target_bp) {
		may++;
	}
	return may - misses;
}

static int64_t least_met_by_trying(int64_t counted, int64_t met, int64_t more,
                                   int target_bp)
{
	int64_t need = 0;
	while ((met + need) * 10000 < (counted + more) * target_bp) {
		need++;
	}
	return need;
}

START_TEST(it_is_what_trying_finds)
{
	const int targets[] = { 0, 1, 3333, 5000, 8000, 9999, 10000 };
	srand(3);
	for (int i = 0; i < 20000; i++) {
		int target = targets[rand() % WB_COUNT(targets)];
		int64_t counted = rand() % 60, more = rand() % 60;
		int64_t met = counted ? rand() % (counted + 1) : 0;
		struct wb_budget day = entries(counted, met, target);
		struct wb_budget rest = wb_budget_expected(more, target);
		ck_assert_int_eq(wb_budget_left(&day, &rest),
		                 left_by_trying(counted, met, more, target));
		struct wb_ratio needed = wb_budget_needed(&day, &rest);
		ck_assert_int_eq(needed.den, more * 10000);
		/* in whole entries */
		ck_assert_int_eq(
			(needed.num + 9999) / 10000,
			least_met_by_trying(counted, met, more, target));
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("budget");
	tcase_add_test(tc, a_day_of_a_hundred_at_80_percent_allows_20_misses);
	tcase_add_test(tc, what_is_left_is_rounded_down);
	tcase_add_test(tc, what_is_still_expected_adds_to_the_budget);
	tcase_add_test(tc, queues_with_different_targets_add_up);
	tcase_add_test(tc, an_80_percent_target_burns_at_most_five_times);
	tcase_add_test(tc, nothing_burns_where_nothing_is_allowed);
	tcase_add_test(tc, the_rest_of_the_day_must_make_good_what_was_missed);
	tcase_add_test(tc, a_promise_that_is_safe_needs_nothing);
	tcase_add_test(tc, nothing_is_needed_of_nothing);
	tcase_add_test(tc, it_is_what_trying_finds);
	return wb_test_run("forecast/budget", tc);
}
