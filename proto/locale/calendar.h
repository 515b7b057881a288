#ifndef WB_LOCALE_CALENDAR_H
#define WB_LOCALE_CALENDAR_H

/*
 * Days to dates, in the two calendars that people here read: Gregorian and
 * Solar Hijri (Jalali). Pure; no clock, no time zone: callers add the offset.
 *
 * Leap years of the Solar Hijri calendar follow the 33-year rule, which gives
 * the official Iranian calendar from 1302 to 1502 (1923 to 2124).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

struct wb_date {
	int year, month, day; /* month 1..12, day 1.. */
	int weekday;          /* 0 = Sunday */
};

/* A local instant (UTC ms plus offset) as day number since 1970-01-01. */
int64_t wb_calendar_day(wb_ms local);

struct wb_date wb_calendar_gregorian(int64_t day);
struct wb_date wb_calendar_jalali(int64_t day);

/* The other way; month and day are taken as they are. */
int64_t wb_calendar_day_of_gregorian(int year, int month, int day);
int64_t wb_calendar_day_of_jalali(int year, int month, int day);

bool wb_calendar_jalali_is_leap(int year);

#endif
