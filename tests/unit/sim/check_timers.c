#include "sim/timers.h"

#include <check.h>
#include <stdlib.h>

#include "must.h"
#include "sim/random.h"

static void add(struct wb_sim_timers *timers, wb_ms at, uint32_t who)
{
	struct wb_sim_timer timer = { .at = at, .who = who };
	must(wb_sim_timers_add(timers, timer));
}

static uint32_t take(struct wb_sim_timers *timers)
{
	struct wb_sim_timer timer;
	must(wb_sim_timers_take(timers, &timer));
	return timer.who;
}

START_TEST(an_empty_heap_has_nothing_to_come)
{
	struct wb_sim_timers timers = { 0 };
	struct wb_sim_timer timer;
	ck_assert_int_eq(wb_sim_timers_next(&timers), WB_NEVER);
	must(!wb_sim_timers_take(&timers, &timer));
	wb_sim_timers_finish(&timers);
}
END_TEST

START_TEST(comes_out_by_time_and_then_by_order_of_arrival)
{
	struct wb_sim_timers timers = { 0 };
	add(&timers, 30, 1);
	add(&timers, 10, 2);
	add(&timers, 20, 3);
	add(&timers, 10, 4);
	add(&timers, 10, 5);
	ck_assert_int_eq(wb_sim_timers_next(&timers), 10);
	ck_assert_uint_eq(take(&timers), 2);
	ck_assert_uint_eq(take(&timers), 4);
	add(&timers, 10, 6);
	ck_assert_uint_eq(take(&timers), 5);
	ck_assert_uint_eq(take(&timers), 6);
	ck_assert_uint_eq(take(&timers), 3);
	ck_assert_uint_eq(take(&timers), 1);
	wb_sim_timers_finish(&timers);
}
END_TEST

START_TEST(sorts_thousands_that_come_and_go)
{
	struct wb_sim_timers timers = { 0 };
	struct wb_sim_timer timer, last = { .at = -1 };
	struct wb_random random;
	wb_random_init(&random, 9);
	size_t count = 0;
	for (int i = 0; i < 20000; i++) {
		/* never before what came out last, as in a simulation */
		add(&timers,
		    (last.at < 0 ? 0 : last.at) + wb_random_below(&random, 50),
		    0);
		count++;
		if (wb_random_chance(&random, 0.4)) {
			must(wb_sim_timers_take(&timers, &timer));
			must(timer.at > last.at ||
			     (timer.at == last.at && timer.order > last.order));
			last = timer;
			count--;
		}
	}
	while (wb_sim_timers_take(&timers, &timer)) {
		must(timer.at > last.at ||
		     (timer.at == last.at && timer.order > last.order));
		last = timer;
		count--;
	}
	ck_assert_uint_eq(count, 0);
	wb_sim_timers_finish(&timers);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("timers");
	tcase_add_test(tc, an_empty_heap_has_nothing_to_come);
	tcase_add_test(tc, comes_out_by_time_and_then_by_order_of_arrival);
	tcase_add_test(tc, sorts_thousands_that_come_and_go);

	Suite *suite = suite_create("sim/timers");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
