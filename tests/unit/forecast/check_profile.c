/* What a week looks like: cells, learning, what is still to come. */

#include <check.h>
#include <string.h>

#include "forecast/profile.h"
#include "suite.h"

#define DAY ((wb_ms)24 * WB_HOUR)
/* Monday, 5 January 2026, 00:00 */
#define MONDAY ((wb_ms)1767571200000)

static wb_ms no_offset(const void *user, wb_ms t)
{
	(void)user;
	(void)t;
	return 0;
}

/* A zone that changes its offset once. */
struct change {
	wb_ms at, before, after;
};

static wb_ms changing(const void *user, wb_ms t)
{
	const struct change *change = user;
	return t < change->at ? change->before : change->after;
}

/* Every cell brings `entries`, but one. */
static void fill(struct wb_profile *profile, int entries)
{
	memset(profile, 0, sizeof(*profile));
	for (int i = 0; i < WB_PROFILE_CELLS; i++) {
		wb_profile_learn(profile, i, entries);
	}
}

static bool expect(const struct wb_profile *profile, wb_ms from, wb_ms to,
                   wb_ms (*offset)(const void *user, wb_ms t), const void *user,
                   int64_t *ret_entries)
{
	int64_t sum;
	if (!wb_profile_sum(profile, from, to, offset, user, &sum)) {
		return false;
	}
	*ret_entries = wb_profile_entries(sum);
	return true;
}

static int64_t expected(const struct wb_profile *profile, wb_ms from, wb_ms to)
{
	int64_t entries = -1;
	ck_assert(expect(profile, from, to, no_offset, NULL, &entries));
	return entries;
}

START_TEST(a_week_begins_on_monday_at_midnight)
{
	ck_assert_int_eq(wb_profile_cell(MONDAY), 0);
	ck_assert_int_eq(wb_profile_cell(MONDAY - 1), WB_PROFILE_CELLS - 1);
	ck_assert_int_eq(wb_profile_cell(MONDAY + 15 * WB_MINUTE), 1);
	ck_assert_int_eq(wb_profile_cell(MONDAY + 15 * WB_MINUTE - 1), 0);
	ck_assert_int_eq(wb_profile_cell(MONDAY + 6 * DAY), 6 * 96);
	ck_assert_int_eq(wb_profile_cell(MONDAY + 7 * DAY), 0);
	/* the epoch was a Thursday */
	ck_assert_int_eq(wb_profile_cell(0), 3 * 96);
}
END_TEST

START_TEST(nothing_is_known_before_it_was_learned)
{
	struct wb_profile profile = { 0 };
	int64_t mean;
	ck_assert(!wb_profile_mean(&profile, 5, &mean));
	wb_profile_learn(&profile, 5, 0);
	ck_assert(wb_profile_mean(&profile, 5, &mean));
	ck_assert_int_eq(mean, 0);
	ck_assert(!wb_profile_mean(&profile, 6, &mean));
}
END_TEST

START_TEST(the_first_week_sets_a_cell_and_the_next_move_it_a_quarter)
{
	struct wb_profile profile = { 0 };
	int64_t mean;
	const int weeks[] = { 40, 80, 0, 12 };
	const int64_t means[] = { 40 * 256, 50 * 256, 9600, 7968 };
	for (int i = 0; i < WB_COUNT(weeks); i++) {
		wb_profile_learn(&profile, 7, weeks[i]);
		ck_assert(wb_profile_mean(&profile, 7, &mean));
		ck_assert_int_eq(mean, means[i]);
	}
}
END_TEST

/* It settles at what comes every week, from below and from above. */
START_TEST(what_comes_every_week_is_what_is_expected)
{
	struct wb_profile profile = { 0 };
	int64_t mean;
	for (int i = 0; i < 60; i++) {
		wb_profile_learn(&profile, 0, i == 0 ? 0 : 33);
		wb_profile_learn(&profile, 1, i == 0 ? 1000 : 33);
	}
	ck_assert(wb_profile_mean(&profile, 0, &mean));
	ck_assert_int_le(33 * 256 - mean, 2);
	ck_assert(wb_profile_mean(&profile, 1, &mean));
	ck_assert_int_le(mean - 33 * 256, 2);
}
END_TEST

START_TEST(impossible_counts_are_cut)
{
	struct wb_profile profile = { 0 };
	int64_t mean;
	wb_profile_learn(&profile, 0, -5);
	wb_profile_learn(&profile, 1, INT64_MAX);
	ck_assert(wb_profile_mean(&profile, 0, &mean));
	ck_assert_int_eq(mean, 0);
	ck_assert(wb_profile_mean(&profile, 1, &mean));
	ck_assert_int_eq(mean, (int64_t)WB_PROFILE_ENTRIES_MAX * 256);
}
END_TEST

START_TEST(the_rest_of_the_day_adds_its_quarter_hours_up)
{
	struct wb_profile profile;
	fill(&profile, 10);
	ck_assert_int_eq(expected(&profile, MONDAY, MONDAY + DAY), 960);
	ck_assert_int_eq(
		expected(&profile, MONDAY + 23 * WB_HOUR, MONDAY + DAY), 40);
	/* a third of a quarter hour, and two whole ones */
	ck_assert_int_eq(
		expected(&profile, MONDAY + DAY - 35 * WB_MINUTE, MONDAY + DAY),
		23);
	ck_assert_int_eq(expected(&profile, MONDAY + DAY - 1, MONDAY + DAY), 0);
}
END_TEST

START_TEST(a_cell_that_is_needed_must_be_known)
{
	struct wb_profile profile;
	int64_t entries = 7;
	fill(&profile, 10);
	profile.cells[50] = 0;
	wb_ms hole = MONDAY + 50 * WB_PROFILE_QUARTER;
	ck_assert(!expect(&profile, MONDAY, MONDAY + DAY, no_offset, NULL,
	                  &entries));
	ck_assert(
		!expect(&profile, MONDAY, hole + 1, no_offset, NULL, &entries));
	ck_assert_int_eq(entries, 7);
	ck_assert_int_eq(expected(&profile, MONDAY, hole), 500);
	ck_assert_int_eq(
		expected(&profile, hole + WB_PROFILE_QUARTER, MONDAY + DAY),
		450);
}
END_TEST

START_TEST(an_empty_or_endless_span_has_no_expectation)
{
	struct wb_profile profile;
	int64_t entries;
	fill(&profile, 10);
	ck_assert(!expect(&profile, MONDAY, MONDAY, no_offset, NULL, &entries));
	ck_assert(!expect(&profile, MONDAY, MONDAY - 1, no_offset, NULL,
	                  &entries));
	ck_assert(!expect(&profile, MONDAY, MONDAY + WB_PROFILE_SPAN_MAX + 1,
	                  no_offset, NULL, &entries));
}
END_TEST

/* 02:00 to 03:00 comes twice, and brings its 4 * 100 twice. */
START_TEST(a_day_of_25_hours_expects_the_hour_that_comes_twice)
{
	struct wb_profile profile;
	struct change autumn = { MONDAY + 1 * WB_HOUR, 2 * WB_HOUR, WB_HOUR };
	wb_ms from = MONDAY - 2 * WB_HOUR; /* local midnight */
	int64_t entries;
	fill(&profile, 1);
	for (int i = 8; i < 12; i++) {
		profile.cells[i] = 0;
		wb_profile_learn(&profile, i, 100);
	}
	ck_assert(expect(&profile, from, from + 25 * WB_HOUR, changing, &autumn,
	                 &entries));
	ck_assert_int_eq(entries, 92 + 800);
}
END_TEST

/* 02:00 to 03:00 is left out, and its 4 * 100 are not expected. */
START_TEST(a_day_of_23_hours_leaves_an_hour_out)
{
	struct wb_profile profile;
	struct change spring = { MONDAY + 1 * WB_HOUR, WB_HOUR, 2 * WB_HOUR };
	wb_ms from = MONDAY - 1 * WB_HOUR;
	int64_t entries;
	fill(&profile, 1);
	for (int i = 8; i < 12; i++) {
		profile.cells[i] = 0; /* was never learned: it is not needed */
	}
	ck_assert(expect(&profile, from, from + 23 * WB_HOUR, changing, &spring,
	                 &entries));
	ck_assert_int_eq(entries, 92);
}
END_TEST

START_TEST(local_time_may_be_three_and_a_half_hours_ahead)
{
	struct wb_profile profile = { 0 };
	struct change tehran = { 0, 0, 3 * WB_HOUR + 30 * WB_MINUTE };
	wb_ms midnight = MONDAY - tehran.after;
	int64_t entries;
	wb_profile_learn(&profile, 0, 5);
	wb_profile_learn(&profile, 1, 6);
	ck_assert(expect(&profile, midnight, midnight + 30 * WB_MINUTE,
	                 changing, &tehran, &entries));
	ck_assert_int_eq(entries, 11);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("profile");
	tcase_add_test(tc, a_week_begins_on_monday_at_midnight);
	tcase_add_test(tc, nothing_is_known_before_it_was_learned);
	tcase_add_test(
		tc, the_first_week_sets_a_cell_and_the_next_move_it_a_quarter);
	tcase_add_test(tc, what_comes_every_week_is_what_is_expected);
	tcase_add_test(tc, impossible_counts_are_cut);
	tcase_add_test(tc, the_rest_of_the_day_adds_its_quarter_hours_up);
	tcase_add_test(tc, a_cell_that_is_needed_must_be_known);
	tcase_add_test(tc, an_empty_or_endless_span_has_no_expectation);
	tcase_add_test(tc, a_day_of_25_hours_expects_the_hour_that_comes_twice);
	tcase_add_test(tc, a_day_of_23_hours_leaves_an_hour_out);
	tcase_add_test(tc, local_time_may_be_three_and_a_half_hours_ahead);
	return wb_test_run("forecast/profile", tc);
}
