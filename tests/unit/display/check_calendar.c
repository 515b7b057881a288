#include "suite.h"

#include "locale/calendar.h"

struct day {
	int gregorian[3], jalali[3];
	int weekday; /* 0 = Sunday */
};

/* New years and other days as the Iranian calendar office published them. */
static const struct day days[] = {
	{ { 1970, 1, 1 }, { 1348, 10, 11 }, 4 },
	{ { 1979, 2, 11 }, { 1357, 11, 22 }, 0 },
	{ { 1996, 3, 20 }, { 1375, 1, 1 }, 3 },
	{ { 2000, 2, 29 }, { 1378, 12, 10 }, 2 },
	{ { 2000, 3, 20 }, { 1379, 1, 1 }, 1 },
	{ { 2017, 3, 20 }, { 1395, 12, 30 }, 1 },
	{ { 2017, 3, 21 }, { 1396, 1, 1 }, 2 },
	{ { 2020, 3, 20 }, { 1399, 1, 1 }, 5 },
	{ { 2021, 3, 20 }, { 1399, 12, 30 }, 6 },
	{ { 2021, 3, 21 }, { 1400, 1, 1 }, 0 },
	{ { 2024, 3, 20 }, { 1403, 1, 1 }, 3 },
	{ { 2024, 9, 21 }, { 1403, 6, 31 }, 6 },
	{ { 2024, 9, 22 }, { 1403, 7, 1 }, 0 },
	{ { 2025, 3, 20 }, { 1403, 12, 30 }, 4 },
	{ { 2025, 3, 21 }, { 1404, 1, 1 }, 5 },
	{ { 2025, 10, 12 }, { 1404, 7, 20 }, 0 },
	{ { 2026, 11, 21 }, { 1405, 8, 30 }, 6 },
	{ { 2030, 3, 20 }, { 1408, 12, 30 }, 3 },
};

static int64_t day_number(const struct day *d)
{
	return wb_calendar_day_of_gregorian(d->gregorian[0], d->gregorian[1],
	                                    d->gregorian[2]);
}

static void expect(struct wb_date date, const int wanted[3])
{
	ck_assert_int_eq(date.year, wanted[0]);
	ck_assert_int_eq(date.month, wanted[1]);
	ck_assert_int_eq(date.day, wanted[2]);
}

START_TEST(a_known_day_has_its_date_in_both_calendars)
{
	const struct day *d = &days[_i];
	int64_t number = day_number(d);

	expect(wb_calendar_gregorian(number), d->gregorian);
	expect(wb_calendar_jalali(number), d->jalali);
	ck_assert_int_eq(wb_calendar_jalali(number).weekday, d->weekday);
	ck_assert_int_eq(wb_calendar_gregorian(number).weekday, d->weekday);
	ck_assert_int_eq(wb_calendar_day_of_jalali(d->jalali[0], d->jalali[1],
	                                           d->jalali[2]),
	                 number);
}
END_TEST

START_TEST(every_day_of_two_centuries_goes_there_and_back)
{
	int64_t from = wb_calendar_day_of_gregorian(1923, 3, 22);
	int64_t to = wb_calendar_day_of_gregorian(2124, 3, 19);
	struct wb_date before = wb_calendar_jalali(from - 1);
	int64_t day;

	for (day = from; day <= to; day++) {
		struct wb_date j = wb_calendar_jalali(day);
		struct wb_date g = wb_calendar_gregorian(day);

		ck_assert_int_eq(
			wb_calendar_day_of_jalali(j.year, j.month, j.day), day);
		ck_assert_int_eq(
			wb_calendar_day_of_gregorian(g.year, g.month, g.day),
			day);
		ck_assert_int_eq(j.weekday, (before.weekday + 1) % 7);
		/* One day after the other, or the first of a month. */
		ck_assert(j.day == before.day + 1 || j.day == 1);
		before = j;
	}
}
END_TEST

START_TEST(leap_years_of_the_jalali_calendar_are_the_official_ones)
{
	static const int leap[] = { 1346, 1350, 1354, 1358, 1362, 1366, 1370,
		                    1375, 1379, 1383, 1387, 1391, 1395, 1399,
		                    1403, 1408, 1412, 1416, 1420 };
	int next = 0;
	int year;

	for (year = 1345; year <= 1420; year++) {
		bool wanted = next < WB_COUNT(leap) && leap[next] == year;

		ck_assert_msg(wb_calendar_jalali_is_leap(year) == wanted, "%d",
		              year);
		next += wanted ? 1 : 0;
	}
}
END_TEST

START_TEST(a_moment_before_the_epoch_belongs_to_the_day_before)
{
	ck_assert_int_eq(wb_calendar_day(0), 0);
	ck_assert_int_eq(wb_calendar_day(-1), -1);
	ck_assert_int_eq(wb_calendar_day(24 * WB_HOUR - 1), 0);
	ck_assert_int_eq(wb_calendar_day(24 * WB_HOUR), 1);
	ck_assert_int_eq(wb_calendar_gregorian(-1).year, 1969);
	ck_assert_int_eq(wb_calendar_gregorian(-1).weekday, 3);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("calendar");

	tcase_add_loop_test(tc, a_known_day_has_its_date_in_both_calendars, 0,
	                    WB_COUNT(days));
	tcase_add_test(tc, every_day_of_two_centuries_goes_there_and_back);
	tcase_add_test(tc,
	               leap_years_of_the_jalali_calendar_are_the_official_ones);
	tcase_add_test(tc, a_moment_before_the_epoch_belongs_to_the_day_before);
	return wb_test_run("calendar", tc);
}
