#include "plan/zone_rule.h"

#define DAY (24 * WB_HOUR)
#define DEFAULT_TIME (2 * WB_HOUR)

/* Hours of an offset, and of the time of a change. */
#define OFFSET_HOURS_MAX 24
#define TIME_HOURS_MAX 167

/*
 * The changes are listed for some years before and after an instant. Where the
 * two cancel each other in all but the leap years, which may be eight years
 * apart, one year is not enough.
 */
#define FEW_YEARS 1
#define MANY_YEARS 9
#define TURNS_MAX (2 * (2 * MANY_YEARS + 2))

struct cursor {
	const char *at;
	const char *end;
};

static bool accept(struct cursor *c, char wanted)
{
	if (c->at == c->end || *c->at != wanted) {
		return false;
	}
	c->at++;
	return true;
}

static bool read_number(struct cursor *c, int max, int *ret_number)
{
	const char *start = c->at;
	int number = 0;

	for (; c->at < c->end && *c->at >= '0' && *c->at <= '9'; c->at++) {
		number = number * 10 + (*c->at - '0');
		if (number > max) {
			return false;
		}
	}
	*ret_number = number;
	return c->at > start;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "CET", or anything between < and >. */
static bool skip_name(struct cursor *c)
{
	const char *start = c->at;

	if (accept(c, '<')) {
		while (c->at < c->end && *c->at != '>') {
			c->at++;
		}
		return accept(c, '>');
	}
	while (c->at < c->end && is_letter(*c->at)) {
		c->at++;
	}
	return c->at - start >= 3;
}

/* [+-]hh[:mm[:ss]] */
static bool read_time(struct cursor *c, int hours_max, wb_ms *ret_time)
{
	bool negative = false;
	int hours, minutes = 0, seconds = 0;
	wb_ms time;

	if (!accept(c, '+')) {
		negative = accept(c, '-');
	}
	if (!read_number(c, hours_max, &hours)) {
		return false;
	}
	if (accept(c, ':')) {
		if (!read_number(c, 59, &minutes)) {
			return false;
		}
		if (accept(c, ':') && !read_number(c, 59, &seconds)) {
			return false;
		}
	}
	time = hours * WB_HOUR + minutes * WB_MINUTE + seconds * WB_SECOND;
	*ret_time = negative ? -time : time;
	return true;
}

/* POSIX counts west of Greenwich as positive. */
static bool read_offset(struct cursor *c, wb_ms *ret_offset)
{
	wb_ms west;

	if (!read_time(c, OFFSET_HOURS_MAX, &west)) {
		return false;
	}
	*ret_offset = -west;
	return true;
}

/* m.w.d after the M */
static bool read_monthly(struct cursor *c, struct wb_zone_change *change)
{
	change->kind = WB_ZONE_DAY_MONTHLY;
	return read_number(c, 12, &change->month) && change->month > 0 &&
	       accept(c, '.') && read_number(c, 5, &change->week) &&
	       change->week > 0 && accept(c, '.') &&
	       read_number(c, 6, &change->day);
}

static bool read_day(struct cursor *c, struct wb_zone_change *change)
{
	if (accept(c, 'M')) {
		return read_monthly(c, change);
	}
	if (accept(c, 'J')) {
		change->kind = WB_ZONE_DAY_JULIAN;
		return read_number(c, 365, &change->day) && change->day > 0;
	}
	change->kind = WB_ZONE_DAY_OF_YEAR;
	return read_number(c, 365, &change->day);
}

static bool read_change(struct cursor *c, struct wb_zone_change *change)
{
	change->time = DEFAULT_TIME;
	return accept(c, ',') && read_day(c, change) &&
	       (!accept(c, '/') || read_time(c, TIME_HOURS_MAX, &change->time));
}

bool wb_zone_rule_read(struct wb_str text, struct wb_zone_rule *ret_rule)
{
	struct cursor c = { text.data, text.data + text.len };
	struct wb_zone_rule rule = { 0 };

	if (!skip_name(&c) || !read_offset(&c, &rule.standard)) {
		return false;
	}
	if (c.at < c.end) {
		rule.has_dst = true;
		rule.dst = rule.standard + WB_HOUR;
		if (!skip_name(&c)) {
			return false;
		}
		if (c.at < c.end && *c.at != ',' &&
		    !read_offset(&c, &rule.dst)) {
			return false;
		}
		if (!read_change(&c, &rule.to_dst) ||
		    !read_change(&c, &rule.to_standard)) {
			return false;
		}
	}
	if (c.at < c.end) {
		return false;
	}
	*ret_rule = rule;
	return true;
}

static bool is_leap(int64_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Days from 1970-01-01 to 1 January of the year (proleptic Gregorian). */
static int64_t days_before_year(int64_t year)
{
	int64_t y = year - 1;

	return y * 365 + floor_div(y, 4) - floor_div(y, 100) +
	       floor_div(y, 400) - 719162;
}

static int64_t year_of(wb_ms t)
{
	int64_t days = floor_div(t, DAY);
	int64_t year = 1970 + floor_div(days * 400, 146097);

	while (days_before_year(year + 1) <= days) {
		year++;
	}
	while (days_before_year(year) > days) {
		year--;
	}
	return year;
}

static const int month_days[] = {
	31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
};

/* Day of the year, from 0. */
static int monthly_day(const struct wb_zone_change *change, int64_t year)
{
	int first = 0, length, weekday, day;

	for (int m = 1; m < change->month; m++) {
		first += month_days[m - 1] + (m == 2 && is_leap(year));
	}
	length = month_days[change->month - 1] +
	         (change->month == 2 && is_leap(year));
	/* 1970-01-01 was a Thursday, 4 */
	weekday = (int)(((days_before_year(year) + first + 4) % 7 + 7) % 7);
	day = (change->day - weekday + 7) % 7 + (change->week - 1) * 7;
	while (day >= length) {
		day -= 7;
	}
	return first + day;
}

/* The local time of the change in that year, by the clock before it. */
static wb_ms local_change(const struct wb_zone_change *change, int64_t year)
{
	int day = change->day;

	if (change->kind == WB_ZONE_DAY_MONTHLY) {
		day = monthly_day(change, year);
	} else if (change->kind == WB_ZONE_DAY_JULIAN) {
		day = change->day - 1 + (is_leap(year) && change->day > 59);
	}
	return (days_before_year(year) + day) * DAY + change->time;
}

/* One change of the offset, at an instant. */
struct turn {
	wb_ms at;
	wb_ms offset; /* from then on */
};

/* Keeps the order of turns at the same instant: the later one counts. */
static void insert_turn(struct turn *turns, int count, struct turn turn)
{
	int i = count;

	for (; i > 0 && turns[i - 1].at > turn.at; i--) {
		turns[i] = turns[i - 1];
	}
	turns[i] = turn;
}

/* The turns of the years around t, in order of time. */
static int list_turns(const struct wb_zone_rule *rule, wb_ms t, int years,
                      struct turn turns[TURNS_MAX])
{
	int64_t middle = year_of(t);
	int count = 0;

	/* one more to come: a turn of this year may be past, or still ahead */
	for (int64_t year = middle - years; year <= middle + years + 1;
	     year++) {
		struct turn on = {
			local_change(&rule->to_dst, year) - rule->standard,
			rule->dst,
		};
		struct turn off = {
			local_change(&rule->to_standard, year) - rule->dst,
			rule->standard,
		};

		insert_turn(turns, count++, on);
		insert_turn(turns, count++, off);
	}
	return count;
}

/* Drops the turns that change nothing; a rule may never leave its DST. */
static int drop_idle(struct turn *turns, int count)
{
	int kept = 0;

	for (int i = 0; i < count; i++) {
		if (i + 1 < count && turns[i + 1].at == turns[i].at) {
			continue;
		}
		if (kept == 0 || turns[kept - 1].offset != turns[i].offset) {
			turns[kept++] = turns[i];
		}
	}
	return kept;
}

/* False when a neighbour of t is not surely in the years looked at. */
static bool find_turns(const struct wb_zone_rule *rule, wb_ms t, int years,
                       struct wb_zone_segment *segment)
{
	struct turn turns[TURNS_MAX];
	int count = drop_idle(turns, list_turns(rule, t, years, turns));
	int i = 0;

	while (i < count && turns[i].at <= t) {
		i++;
	}
	if (i > 0) {
		segment->offset = turns[i - 1].offset;
		/* before the oldest one, it may have been the same */
		segment->from = i > 1 ? turns[i - 1].at : INT64_MIN;
	}
	segment->until = i < count ? turns[i].at : WB_NEVER;
	return i > 1 && i < count;
}

struct wb_zone_segment wb_zone_rule_segment(const struct wb_zone_rule *rule,
                                            wb_ms t)
{
	struct wb_zone_segment segment = { INT64_MIN, WB_NEVER,
		                           rule->standard };

	if (rule->has_dst && !find_turns(rule, t, FEW_YEARS, &segment)) {
		find_turns(rule, t, MANY_YEARS, &segment);
	}
	return segment;
}
