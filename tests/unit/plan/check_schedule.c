/* When a schedule holds, and when that may change. */

#include <check.h>

#include "plan/alerts.h"
#include "suite.h"

#define TUESDAY ((wb_ms)1763424000000) /* 2025-11-18 00:00 UTC */
#define DAY (24 * WB_HOUR)
#define AT(day, hour, minute)                                                  \
	(TUESDAY + (day)*DAY + (hour)*WB_HOUR + (minute)*WB_MINUTE)
#define MON (1u << 0)
#define TUE (1u << 1)
#define FRI (1u << 4)

static const wb_ms tuesday[] = { TUESDAY };

static const struct {
	unsigned days;
	int from, to; /* hours */
	int dates;
	bool on_dates;
	int day, hour, minute;
	bool holds;
} cases[] = {
	/* every day, all day */
	{ 0, 0, 0, 0, false, 0, 0, 0, true },
	{ 0, 0, 0, 0, false, 3, 23, 59, true },
	/* hours, the end left out */
	{ 0, 8, 20, 0, false, 0, 7, 59, false },
	{ 0, 8, 20, 0, false, 0, 8, 0, true },
	{ 0, 8, 20, 0, false, 0, 19, 59, true },
	{ 0, 8, 20, 0, false, 0, 20, 0, false },
	/* days */
	{ TUE, 8, 20, 0, false, 0, 9, 0, true },
	{ TUE, 8, 20, 0, false, 1, 9, 0, false },
	{ MON | FRI, 8, 20, 0, false, 0, 9, 0, false },
	{ MON | FRI, 8, 20, 0, false, 3, 9, 0, true },
	/* over midnight: of the day on which it began */
	{ TUE, 22, 6, 0, false, 0, 21, 0, false },
	{ TUE, 22, 6, 0, false, 0, 23, 0, true },
	{ TUE, 22, 6, 0, false, 1, 5, 59, true },
	{ TUE, 22, 6, 0, false, 1, 6, 0, false },
	{ TUE, 22, 6, 0, false, 0, 5, 0, false },
	{ TUE, 22, 6, 0, false, 1, 23, 0, false },
	/* from six to six is a whole day */
	{ TUE, 6, 6, 0, false, 1, 5, 0, true },
	{ TUE, 6, 6, 0, false, 1, 7, 0, false },
	/* a calendar's dates: not on them, or only on them */
	{ 0, 8, 20, 1, false, 0, 9, 0, false },
	{ 0, 8, 20, 1, false, 1, 9, 0, true },
	{ 0, 8, 20, 1, true, 0, 9, 0, true },
	{ 0, 8, 20, 1, true, 1, 9, 0, false },
	{ 0, 22, 6, 1, true, 1, 5, 0, true },
};

static struct wb_arena arena;

static void teardown(void)
{
	wb_arena_finish(&arena);
}

static struct wb_schedule_plan schedule_of(int i)
{
	return (struct wb_schedule_plan){
		.days = cases[i].days,
		.from = cases[i].from * WB_HOUR,
		.to = cases[i].to * WB_HOUR,
		.dates = tuesday,
		.date_count = cases[i].dates,
		.on_dates = cases[i].on_dates,
	};
}

START_TEST(it_holds_at_these_times)
{
	struct wb_schedule_plan schedule = schedule_of(_i);
	wb_ms t = AT(cases[_i].day, cases[_i].hour, cases[_i].minute);
	ck_assert_int_eq(wb_schedule_holds(&schedule, t), cases[_i].holds);
}
END_TEST

START_TEST(it_is_by_the_clock_of_its_zone)
{
	const struct wb_zone *tehran =
		wb_zone_fixed(3 * WB_HOUR + 30 * WB_MINUTE, &arena);
	struct wb_schedule_plan schedule = schedule_of(_i);
	wb_ms t = AT(cases[_i].day, cases[_i].hour, cases[_i].minute);
	schedule.zone = tehran;
	ck_assert_int_eq(
		wb_schedule_holds(&schedule, t - 3 * WB_HOUR - 30 * WB_MINUTE),
		cases[_i].holds);
}
END_TEST

/* Minute by minute through two weeks: nothing changes before it says so. */
START_TEST(it_changes_only_when_it_was_said)
{
	struct wb_schedule_plan schedule = schedule_of(_i);
	wb_ms end = TUESDAY + 14 * DAY;
	bool holds = wb_schedule_holds(&schedule, TUESDAY - 3 * DAY);
	wb_ms next = wb_schedule_next(&schedule, TUESDAY - 3 * DAY);
	for (wb_ms t = TUESDAY - 3 * DAY; t < end; t += WB_MINUTE) {
		if (t >= next) {
			ck_assert_int_eq(t, next);
			holds = wb_schedule_holds(&schedule, t);
			next = wb_schedule_next(&schedule, t);
			ck_assert_int_gt(next, t);
		}
		ck_assert_int_eq(wb_schedule_holds(&schedule, t), holds);
	}
}
END_TEST

START_TEST(none_always_holds)
{
	ck_assert(wb_schedule_holds(NULL, TUESDAY));
	ck_assert_int_eq(wb_schedule_next(NULL, TUESDAY), WB_NEVER);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("schedule");
	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_loop_test(tc, it_holds_at_these_times, 0, WB_COUNT(cases));
	tcase_add_loop_test(tc, it_is_by_the_clock_of_its_zone, 0,
	                    WB_COUNT(cases));
	tcase_add_loop_test(tc, it_changes_only_when_it_was_said, 0,
	                    WB_COUNT(cases));
	tcase_add_test(tc, none_always_holds);
	return wb_test_run("plan/schedule", tc);
}
