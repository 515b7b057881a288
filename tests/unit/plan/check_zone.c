#include "plan/zone.h"

#include <stdio.h>
#include <time.h>

#include "base/buf.h"
#include "must.h"
#include "suite.h"

#define DAY (24 * WB_HOUR)

static struct wb_arena arena;
static struct wb_buf file;

static void setup(void)
{
	arena = (struct wb_arena){ 0 };
	wb_buf_init(&file, 0);
}

static void teardown(void)
{
	wb_arena_finish(&arena);
	wb_buf_finish(&file);
}

/* ---- a TZif file made by hand ---- */

struct step {
	int64_t at;     /* seconds */
	int32_t offset; /* seconds, from then on */
};

static void put_number(uint64_t number, int bytes)
{
	for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
		wb_buf_add_char(&file, (char)(number >> shift & 0xff));
	}
}

/* Type 0 is `first`, type i + 1 that of step i. */
static void put_block(char version, int time_bytes, int32_t first,
                      const struct step *steps, int count)
{
	wb_buf_add(&file, "TZif", 4);
	wb_buf_add_char(&file, version);
	for (int i = 0; i < 15; i++) {
		wb_buf_add_char(&file, '\0');
	}
	put_number(0, 4); /* UTC and standard indicators, leap seconds */
	put_number(0, 4);
	put_number(0, 4);
	put_number((uint64_t)count, 4);
	put_number((uint64_t)count + 1, 4);
	put_number(4, 4);
	for (int i = 0; i < count; i++) {
		put_number((uint64_t)steps[i].at, time_bytes);
	}
	for (int i = 0; i < count; i++) {
		put_number((uint64_t)i + 1, 1);
	}
	for (int i = 0; i <= count; i++) {
		put_number((uint32_t)(i ? steps[i - 1].offset : first), 4);
		put_number(0, 2);
	}
	wb_buf_add(&file, "LMT", 4);
}

static const struct wb_zone *read_file(void)
{
	/* a copy of its own size, so that valgrind sees reads beyond it */
	char *copy = malloc(file.len);
	const struct wb_zone *zone;

	memcpy(copy, file.data, file.len);
	zone = wb_zone_read((struct wb_str){ copy, file.len }, &arena);
	free(copy);
	return zone;
}

static const struct wb_zone *make_zone(int32_t first, const struct step *steps,
                                       int count, const char *footer)
{
	wb_buf_clear(&file);
	put_block('2', 4, 0, NULL, 0);
	put_block('2', 8, first, steps, count);
	wb_buf_addf(&file, "\n%s\n", footer);
	return read_file();
}

/* A zone that follows its rule at all times. */
static const struct wb_zone *rule_zone(const char *footer)
{
	return make_zone(0, NULL, 0, footer);
}

/* "2024-03-31T01:00" of UTC */
static wb_ms utc(const char *text)
{
	struct tm tm = { 0 };

	ck_assert_ptr_nonnull(strptime(text, "%Y-%m-%dT%H:%M", &tm));
	return (wb_ms)timegm(&tm) * WB_SECOND;
}

/* ---- offsets ---- */

#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"
#define NEW_YORK "EST5EDT,M3.2.0,M11.1.0"
#define SYDNEY "AEST-10AEDT,M10.1.0,M4.1.0/3"
#define LORD_HOWE "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"
#define HAVANA "CST5CDT,M3.2.0/0,M11.1.0/1"
#define TEHRAN "<+0330>-3:30"

static const struct {
	const char *rule, *at;
	int minutes;
} offsets[] = {
	{ TEHRAN, "1970-01-01T00:00", 210 },
	{ TEHRAN, "2050-07-01T00:00", 210 },
	{ BERLIN, "2024-03-31T00:59", 60 },
	{ BERLIN, "2024-03-31T01:00", 120 },
	{ BERLIN, "2024-10-27T00:59", 120 },
	{ BERLIN, "2024-10-27T01:00", 60 },
	{ BERLIN, "2023-12-31T23:59", 60 },
	{ BERLIN, "1999-07-01T00:00", 120 },
	{ BERLIN, "9999-07-01T00:00", 120 },
	{ NEW_YORK, "2024-03-10T06:59", -300 },
	{ NEW_YORK, "2024-03-10T07:00", -240 },
	{ NEW_YORK, "2024-11-03T05:59", -240 },
	{ NEW_YORK, "2024-11-03T06:00", -300 },
	{ SYDNEY, "2024-01-01T00:00", 660 },
	{ SYDNEY, "2024-04-06T15:59", 660 },
	{ SYDNEY, "2024-04-06T16:00", 600 },
	{ SYDNEY, "2024-10-05T16:00", 660 },
	/* half an hour of summer time */
	{ LORD_HOWE, "2024-04-06T14:59", 660 },
	{ LORD_HOWE, "2024-04-06T15:00", 630 },
	/* J60 is 1 March in every year, 59 only in common ones */
	{ "AAA0BBB,J60/0,J300/0", "2024-02-29T23:59", 0 },
	{ "AAA0BBB,J60/0,J300/0", "2024-03-01T00:00", 60 },
	{ "AAA0BBB,59/0,299/0", "2024-02-28T23:59", 0 },
	{ "AAA0BBB,59/0,299/0", "2024-02-29T00:00", 60 },
	{ "AAA0BBB,59/0,299/0", "2023-03-01T00:00", 60 },
	/* times outside the day, as Gaza and Greenland have them */
	{ "EET-2EEST,M3.4.4/50,M10.4.4/50", "2024-03-29T23:59", 120 },
	{ "EET-2EEST,M3.4.4/50,M10.4.4/50", "2024-03-30T00:00", 180 },
	{ "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2024-03-31T00:59", -120 },
	{ "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2024-03-31T01:00", -60 },
	/* summer time in winter, as Ireland counts it */
	{ "IST-1GMT0,M10.5.0,M3.5.0/1", "2024-01-15T00:00", 0 },
	{ "IST-1GMT0,M10.5.0,M3.5.0/1", "2024-07-15T00:00", 60 },
	/* summer time all year: RFC 8536, section 3.3.1 */
	{ "XXX3EDT4,0/0,J365/23", "2024-01-01T00:00", -240 },
	{ "XXX3EDT4,0/0,J365/23", "2024-12-31T23:30", -240 },
	{ "XXX3EDT4,0/0,J365/23", "2024-06-30T00:00", -240 },
	{ "AAA-1:02:03", "2024-06-30T00:00", 62 },
};

START_TEST(a_rule_gives_the_offset)
{
	const struct wb_zone *zone = rule_zone(offsets[_i].rule);
	wb_ms offset;

	ck_assert_ptr_nonnull(zone);
	offset = wb_zone_offset(zone, utc(offsets[_i].at));
	ck_assert_int_eq(offset / WB_MINUTE, offsets[_i].minutes);
}
END_TEST

static const char *const bad_rules[] = {
	"X",
	"CET",
	"CE-1",
	"CET-",
	"CET-25",
	"CET-1:60",
	"<CET-1",
	"CET-1CEST",
	"CET-1CEST,M3.5.0",
	"CET-1CEST,M3.5.0,M10.5.0/3x",
	"CET-1CEST,M0.5.0,M10.5.0",
	"CET-1CEST,M13.5.0,M10.5.0",
	"CET-1CEST,M3.0.0,M10.5.0",
	"CET-1CEST,M3.6.0,M10.5.0",
	"CET-1CEST,M3.5.7,M10.5.0",
	"CET-1CEST,M3.5,M10.5.0",
	"CET-1CEST,J0,M10.5.0",
	"CET-1CEST,J366,M10.5.0",
	"CET-1CEST,366,M10.5.0",
	"CET-1CEST,M3.5.0/168,M10.5.0",
	"CET-1CEST;M3.5.0;M10.5.0",
};

START_TEST(a_bad_rule_is_refused)
{
	ck_assert_ptr_null(rule_zone(bad_rules[_i]));
}
END_TEST

static const struct step history[] = {
	{ 1000000, 12600 },
	{ 2000000, 12600 }, /* only the name changes */
	{ 3000000, 16200 },
	{ 4000000, 12600 },
};

START_TEST(transitions_are_followed_by_the_rule)
{
	const struct wb_zone *zone = make_zone(12344, history, 4, BERLIN);
	static const struct {
		wb_ms t, offset, next;
	} steps[] = {
		{ 0, 12344, 1000000 },
		{ 999999, 12344, 1000000 },
		{ 1000000, 12600, 3000000 },
		{ 2000000, 12600, 3000000 },
		{ 3000000, 16200, 4000000 },
		/* 1970-03-29T01:00 */
		{ 4000000, 3600, 7520400 },
		{ 7520400, 7200, 25664400 },
	};

	for (int i = 0; i < WB_COUNT(steps); i++) {
		wb_ms t = steps[i].t * WB_SECOND;

		ck_assert_int_eq(wb_zone_offset(zone, t),
		                 steps[i].offset * WB_SECOND);
		ck_assert_int_eq(wb_zone_next_change(zone, t),
		                 steps[i].next * WB_SECOND);
	}
}
END_TEST

START_TEST(without_a_rule_the_last_offset_stays)
{
	const struct wb_zone *zone = make_zone(0, history, 3, "");

	ck_assert_int_eq(wb_zone_offset(zone, WB_TIME_MAX), 16200 * WB_SECOND);
	ck_assert_int_eq(wb_zone_next_change(zone, 3000000 * WB_SECOND),
	                 WB_NEVER);
}
END_TEST

START_TEST(version_1_has_32_bit_times_and_no_rule)
{
	const struct step steps[] = { { -5, 3600 }, { 5, 7200 } };
	const struct wb_zone *zone;

	put_block('\0', 4, 60, steps, 2);
	zone = read_file();
	ck_assert_int_eq(wb_zone_offset(zone, -5001), WB_MINUTE);
	ck_assert_int_eq(wb_zone_offset(zone, -5000), WB_HOUR);
	ck_assert_int_eq(wb_zone_offset(zone, 5000), 2 * WB_HOUR);
}
END_TEST

START_TEST(no_zone_is_utc_and_offsets_can_be_fixed)
{
	const struct wb_zone *fixed = wb_zone_fixed(-WB_HOUR, &arena);

	ck_assert_int_eq(wb_zone_offset(NULL, 5), 0);
	ck_assert_int_eq(wb_zone_next_change(NULL, 5), WB_NEVER);
	ck_assert_int_eq(wb_zone_day_start(NULL, DAY + 5, 0), DAY);
	ck_assert_int_eq(wb_zone_offset(fixed, 5), -WB_HOUR);
	ck_assert_int_eq(wb_zone_next_day(fixed, 0, 0), WB_HOUR);
	arena.limit = 1;
	ck_assert_ptr_null(wb_zone_fixed(0, &arena));
}
END_TEST

START_TEST(any_instant_may_be_asked_for)
{
	const struct wb_zone *zone = rule_zone(NEW_YORK);

	ck_assert_int_eq(wb_zone_next_change(zone, INT64_MAX), WB_NEVER);
	ck_assert_int_eq(wb_zone_next_change(zone, WB_TIME_MAX), WB_NEVER);
	ck_assert_int_eq(wb_zone_offset(zone, INT64_MIN), -5 * WB_HOUR);
	ck_assert_int_le(wb_zone_day_start(zone, INT64_MAX, 0), WB_TIME_MAX);
}
END_TEST

/* ---- files that are none ---- */

START_TEST(a_cut_file_is_refused)
{
	size_t whole;

	ck_assert_ptr_nonnull(make_zone(0, history, 4, BERLIN));
	whole = file.len;
	for (size_t len = 0; len < whole; len++) {
		file.len = len;
		ck_assert_ptr_null(read_file());
	}
}
END_TEST

/* The file of make_zone() with `byte` at `at` of the second block. */
static const struct wb_zone *read_with(size_t at, char byte)
{
	ck_assert_ptr_nonnull(make_zone(0, history, 4, BERLIN));
	file.data[44 + 6 + 4 + at] = byte;
	return read_file();
}

START_TEST(a_damaged_file_is_refused)
{
	ck_assert_ptr_nonnull(read_with(0, 'T'));
	ck_assert_ptr_null(read_with(0, 'X'));       /* magic */
	ck_assert_ptr_null(read_with(31, 1));        /* leap seconds */
	ck_assert_ptr_null(read_with(32, 0x7f));     /* very many transitions */
	ck_assert_ptr_null(read_with(39, 0));        /* no types */
	ck_assert_ptr_null(read_with(44 + 4, 0x7f)); /* out of order */
	ck_assert_ptr_null(read_with(44 + 32, 5));   /* no such type */
	ck_assert_ptr_null(read_with(44 + 36, 0x7f)); /* a huge offset */
	wb_buf_clear(&file);
	put_block('9', 4, 0, NULL, 0);
	ck_assert_ptr_null(read_file()); /* a version of the future */
}
END_TEST

START_TEST(without_memory_there_is_no_zone)
{
	for (arena.limit = 1; !make_zone(0, history, 4, BERLIN);
	     arena.limit += 8) {
		ck_assert(arena.failed);
		wb_arena_reset(&arena);
	}
	ck_assert_uint_gt(arena.limit, 100);
}
END_TEST

/* ---- days ---- */

static const struct {
	const char *rule;
	int hour; /* day_start */
	const char *at, *start, *next;
} days[] = {
	{ TEHRAN, 0, "2024-11-21T12:00", "2024-11-20T20:30",
	  "2024-11-21T20:30" },
	{ TEHRAN, 0, "2024-11-20T20:29", "2024-11-19T20:30",
	  "2024-11-20T20:30" },
	{ TEHRAN, 0, "2024-11-20T20:30", "2024-11-20T20:30",
	  "2024-11-21T20:30" },
	{ TEHRAN, 6, "2024-11-21T02:00", "2024-11-20T02:30",
	  "2024-11-21T02:30" },
	/* 23 hours, 25 hours */
	{ BERLIN, 0, "2024-03-31T12:00", "2024-03-30T23:00",
	  "2024-03-31T22:00" },
	{ BERLIN, 0, "2024-10-27T12:00", "2024-10-26T22:00",
	  "2024-10-27T23:00" },
	/* 02:30 is skipped in spring: the day starts after the gap */
	{ BERLIN, 2, "2024-03-31T00:59", "2024-03-30T01:00",
	  "2024-03-31T01:00" },
	{ BERLIN, 2, "2024-03-31T01:00", "2024-03-31T01:00",
	  "2024-04-01T00:00" },
	/* 02:00 comes twice in autumn: the first one starts the day */
	{ BERLIN, 2, "2024-10-27T00:30", "2024-10-27T00:00",
	  "2024-10-28T01:00" },
	{ BERLIN, 2, "2024-10-27T01:30", "2024-10-27T00:00",
	  "2024-10-28T01:00" },
	/* midnight is skipped, and comes twice */
	{ HAVANA, 0, "2024-03-10T04:59", "2024-03-09T05:00",
	  "2024-03-10T05:00" },
	{ HAVANA, 0, "2024-03-10T05:00", "2024-03-10T05:00",
	  "2024-03-11T04:00" },
	{ HAVANA, 0, "2024-11-03T05:30", "2024-11-03T04:00",
	  "2024-11-04T05:00" },
};

START_TEST(a_day_starts_when_its_time_is_first_reached)
{
	const struct wb_zone *zone = rule_zone(days[_i].rule);
	wb_ms at = utc(days[_i].at), start = days[_i].hour * WB_HOUR;

	ck_assert_int_eq(wb_zone_day_start(zone, at, start),
	                 utc(days[_i].start));
	ck_assert_int_eq(wb_zone_next_day(zone, at, start), utc(days[_i].next));
}
END_TEST

/* Samoa went from 29 to 31 December 2011. */
START_TEST(a_day_that_never_was_is_left_out)
{
	static const struct step line = { 1325239200, 14 * 3600 };
	const struct wb_zone *zone = make_zone(-10 * 3600, &line, 1, "");
	wb_ms last = utc("2011-12-29T10:00");
	wb_ms next = wb_zone_next_day(zone, last, 0);

	ck_assert_int_eq(wb_zone_day_start(zone, last, 0), last);
	ck_assert_int_eq(next, line.at * WB_SECOND);
	ck_assert_int_eq(wb_zone_next_day(zone, next, 0), next + DAY);
}
END_TEST

static const char *const all_rules[] = { TEHRAN, BERLIN,    NEW_YORK,
	                                 SYDNEY, LORD_HOWE, HAVANA };

START_TEST(days_follow_each_other_without_holes)
{
	const struct wb_zone *zone = rule_zone(all_rules[_i]);
	wb_ms t = utc("2023-12-31T12:00");

	for (int i = 0; i < 800; i++) {
		wb_ms start = wb_zone_day_start(zone, t, 3 * WB_HOUR / 2);
		wb_ms next = wb_zone_next_day(zone, t, 3 * WB_HOUR / 2);

		ck_assert_int_le(start, t);
		ck_assert_int_gt(next, t);
		ck_assert_int_le(next - start, 25 * WB_HOUR);
		ck_assert_int_ge(next - start, 23 * WB_HOUR);
		ck_assert_int_eq(
			wb_zone_day_start(zone, next - 1, 3 * WB_HOUR / 2),
			start);
		t = next;
	}
}
END_TEST

/* ---- intervals ---- */

static const struct {
	const char *rule, *at;
	int minutes;
	const char *start;
} intervals[] = {
	{ TEHRAN, "2024-11-21T12:29", 60, "2024-11-21T11:30" },
	{ TEHRAN, "2024-11-21T12:30", 60, "2024-11-21T12:30" },
	{ TEHRAN, "2024-11-21T12:44", 15, "2024-11-21T12:30" },
	{ TEHRAN, "2024-11-21T12:59", 30, "2024-11-21T12:30" },
	{ BERLIN, "2024-10-27T01:10", 60, "2024-10-27T01:00" },
	{ BERLIN, "2024-10-27T00:50", 60, "2024-10-27T00:00" },
	{ LORD_HOWE, "2024-04-06T14:50", 60, "2024-04-06T14:00" },
	{ LORD_HOWE, "2024-04-06T15:10", 60, "2024-04-06T15:00" },
	{ LORD_HOWE, "2024-04-06T15:40", 60, "2024-04-06T15:30" },
};

START_TEST(an_interval_starts_at_its_part_of_the_local_hour)
{
	ck_assert_int_eq(
		wb_zone_interval_start(rule_zone(intervals[_i].rule),
	                               utc(intervals[_i].at),
	                               intervals[_i].minutes * WB_MINUTE),
		utc(intervals[_i].start));
}
END_TEST

START_TEST(intervals_do_not_overlap)
{
	const struct wb_zone *zone = rule_zone(all_rules[_i]);
	wb_ms t = utc("2024-01-01T00:00"), end = utc("2024-12-31T00:00");
	wb_ms before = wb_zone_interval_start(zone, t, WB_HOUR);

	for (; t < end; t += 10 * WB_MINUTE) {
		wb_ms start = wb_zone_interval_start(zone, t, WB_HOUR);

		must(start <= t);
		must(start + WB_HOUR > t);
		must(start >= before);
		must(wb_zone_interval_start(zone, start, WB_HOUR) == start);
		before = start;
	}
}
END_TEST

/* ---- the files of the system ---- */

static const char *const system_zones[] = {
	"Asia/Tehran",
	"Asia/Riyadh",
	"Asia/Gaza",
	"Asia/Kolkata",
	"Europe/Moscow",
	"Europe/London",
	"Europe/Dublin",
	"America/New_York",
	"America/Sao_Paulo",
	"Africa/Casablanca",
	"Pacific/Apia",
	"Australia/Lord_Howe",
	"UTC",
};

static const struct wb_zone *read_system_zone(const char *name)
{
	char path[128], chunk[4096];
	size_t len;
	FILE *source;

	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	source = fopen(path, "rb");
	ck_assert_msg(source != NULL, "cannot open %s", path);
	while ((len = fread(chunk, 1, sizeof(chunk), source)) > 0) {
		wb_buf_add(&file, chunk, len);
	}
	fclose(source);
	return read_file();
}

START_TEST(the_c_library_gives_the_same_offsets)
{
	const struct wb_zone *zone = read_system_zone(system_zones[_i]);

	ck_assert_ptr_nonnull(zone);
	setenv("TZ", system_zones[_i], 1);
	tzset();
	/* 1970 to 2100 in steps that meet every hour of the day */
	for (time_t t = 0; t < 4102444800; t += 61 * 3600 + 1) {
		struct tm tm;

		localtime_r(&t, &tm);
		if (wb_zone_offset(zone, t * WB_SECOND) !=
		    tm.tm_gmtoff * WB_SECOND) {
			ck_abort_msg("%s differs at %lld", system_zones[_i],
			             (long long)t);
		}
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("zone");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, a_rule_gives_the_offset, 0, WB_COUNT(offsets));
	tcase_add_loop_test(tc, a_bad_rule_is_refused, 0, WB_COUNT(bad_rules));
	tcase_add_test(tc, transitions_are_followed_by_the_rule);
	tcase_add_test(tc, without_a_rule_the_last_offset_stays);
	tcase_add_test(tc, version_1_has_32_bit_times_and_no_rule);
	tcase_add_test(tc, no_zone_is_utc_and_offsets_can_be_fixed);
	tcase_add_test(tc, any_instant_may_be_asked_for);
	tcase_add_test(tc, a_cut_file_is_refused);
	tcase_add_test(tc, a_damaged_file_is_refused);
	tcase_add_test(tc, without_memory_there_is_no_zone);
	tcase_add_loop_test(tc, a_day_starts_when_its_time_is_first_reached, 0,
	                    WB_COUNT(days));
	tcase_add_test(tc, a_day_that_never_was_is_left_out);
	tcase_add_loop_test(tc, days_follow_each_other_without_holes, 0,
	                    WB_COUNT(all_rules));
	tcase_add_loop_test(tc,
	                    an_interval_starts_at_its_part_of_the_local_hour, 0,
	                    WB_COUNT(intervals));
	tcase_add_loop_test(tc, intervals_do_not_overlap, 0,
	                    WB_COUNT(all_rules));
	tcase_add_loop_test(tc, the_c_library_gives_the_same_offsets, 0,
	                    WB_COUNT(system_zones));
	return wb_test_run("plan/zone", tc);
}
