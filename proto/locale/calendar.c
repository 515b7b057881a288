#include "locale/calendar.h"

#define DAY_MS ((wb_ms)24 * WB_HOUR)

/* 1 Farvardin 1349 is 21 March 1970. */
#define JALALI_ANCHOR_YEAR 1349
#define JALALI_ANCHOR_DAY 79

static int64_t floor_div(int64_t a, int64_t b)
{
	int64_t quotient = a / b;

	return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

int64_t wb_calendar_day(wb_ms local)
{
	return floor_div(local, DAY_MS);
}

static int weekday_of(int64_t day)
{
	return (int)(day + 4 - 7 * floor_div(day + 4, 7));
}

int64_t wb_calendar_day_of_gregorian(int year, int month, int day)
{
	/* Years start in March, so that the leap day is the last. */
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = floor_div(y, 400);
	int64_t year_of_era = y - era * 400;
	int64_t month_of_year = month > 2 ? month - 3 : month + 9;
	int64_t day_of_year = (153 * month_of_year + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 -
	                     year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

struct wb_date wb_calendar_gregorian(int64_t day)
{
	int64_t shifted = day + 719468;
	int64_t era = floor_div(shifted, 146097);
	int64_t day_of_era = shifted - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 +
	                       day_of_era / 36524 - day_of_era / 146096) /
	                      365;
	int64_t day_of_year =
		day_of_era -
		(365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month_of_year = (5 * day_of_year + 2) / 153;
	int month = (int)(month_of_year < 10 ? month_of_year + 3
	                                     : month_of_year - 9);
	int year = (int)(year_of_era + era * 400 + (month <= 2 ? 1 : 0));

	return (struct wb_date){
		.year = year,
		.month = month,
		.day = (int)(day_of_year - (153 * month_of_year + 2) / 5 + 1),
		.weekday = weekday_of(day),
	};
}

/* Leap years up to and with `year`, counted from a fixed one. */
static int64_t leaps_until(int64_t year)
{
	return floor_div(8 * year + 29, 33);
}

bool wb_calendar_jalali_is_leap(int year)
{
	return leaps_until(year) != leaps_until((int64_t)year - 1);
}

static int64_t jalali_new_year(int64_t year)
{
	return JALALI_ANCHOR_DAY + 365 * (year - JALALI_ANCHOR_YEAR) +
	       leaps_until(year - 1) - leaps_until(JALALI_ANCHOR_YEAR - 1);
}

int64_t wb_calendar_day_of_jalali(int year, int month, int day)
{
	int64_t before = month <= 7 ? 31 * (month - 1) : 186 + 30 * (month - 7);

	return jalali_new_year(year) + before + day - 1;
}

struct wb_date wb_calendar_jalali(int64_t day)
{
	int64_t year = JALALI_ANCHOR_YEAR +
	               floor_div((day - JALALI_ANCHOR_DAY) * 33, 12053);
	int64_t rest;

	while (jalali_new_year(year) > day) {
		year--;
	}
	while (jalali_new_year(year + 1) <= day) {
		year++;
	}
	rest = day - jalali_new_year(year);
	return (struct wb_date){
		.year = (int)year,
		.month = (int)(rest < 186 ? rest / 31 + 1
		                          : 7 + (rest - 186) / 30),
		.day = (int)(rest < 186 ? rest % 31 + 1
		                        : (rest - 186) % 30 + 1),
		.weekday = weekday_of(day),
	};
}
