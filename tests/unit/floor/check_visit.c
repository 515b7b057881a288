/* Who comes back: repeated contacts, provisional and matured. */

#include <stdio.h>

#include "floor_kit.h"
#include "limits.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)
#define DAY 86400.0
#define WEEK (7 * DAY)

static struct floor_kit kit;

static void setup(void)
{
	floor_kit_open(&kit, BASE);
}

static void teardown(void)
{
	floor_kit_close(&kit);
}

static void play(double at, const char *ev, const char *fields)
{
	floor_kit_play(&kit, at, ev, fields);
}

/* Enters sales at `at`, is answered by ann and ends 15 s later. */
static void come(double at, const char *contact, const char *more)
{
	char fields[160];
	snprintf(fields, sizeof(fields), "'contact':'%s','queue':'sales'%s",
	         contact, more);
	play(at, "queue.entered", fields);
	snprintf(fields, sizeof(fields),
	         "'contact':'%s','queue':'sales','agent':'ann'", contact);
	play(at + 5, "segment.started", fields);
	snprintf(fields, sizeof(fields), "'contact':'%s','agent':'ann'",
	         contact);
	play(at + 15, "segment.ended", fields);
}

#define X ",'customer':'x'"
#define Y ",'customer':'y'"

/* The last instant at which a visit that ended at 15 s is provisional. */
#define LAST (WEEK + 15)

START_TEST(who_does_not_come_back_was_helped)
{
	come(0, "a", X);
	floor_kit_expect(&kit, "arrived", "arrived@0 <0 sales -\n");
	floor_kit_expect(&kit, "provisional", "provisional@15 <0 sales ann\n");
	floor_kit_at(&kit, LAST);
	floor_kit_expect(&kit, "matured", "");
	floor_kit_at(&kit, LAST + 0.001);
	floor_kit_expect(&kit, "provisional", "");
	floor_kit_expect(&kit, "matured", "matured@15 <0 sales ann\n");
}
END_TEST

START_TEST(who_comes_back_in_time_was_not)
{
	come(0, "a", X);
	come(LAST, "b", X);
	floor_kit_expect(&kit, "arrived",
	                 "arrived@0 <0 sales -\n"
	                 "arrived@604815 <604815 sales - repeated\n");
	floor_kit_expect(&kit, "matured", "matured@15 <0 sales ann repeated\n");
	floor_kit_expect(&kit, "provisional",
	                 "provisional@604830 <604815 sales ann\n");
}
END_TEST

START_TEST(who_comes_back_later_is_new)
{
	come(0, "a", X);
	come(LAST + 0.001, "b", X);
	floor_kit_expect(&kit, "arrived",
	                 "arrived@0 <0 sales -\n"
	                 "arrived@604815.001 <604815.001 sales -\n");
	floor_kit_expect(&kit, "matured", "matured@15 <0 sales ann\n");
}
END_TEST

START_TEST(others_are_others)
{
	come(0, "a", X);
	come(100, "b", Y);
	come(200, "c", "");
	floor_kit_expect(&kit, "arrived",
	                 "arrived@0 <0 sales -\narrived@100 <100 sales -\n");
	floor_kit_expect(&kit, "provisional",
	                 "provisional@15 <0 sales ann\n"
	                 "provisional@115 <100 sales ann\n");
}
END_TEST

START_TEST(another_topic_is_another_matter)
{
	come(0, "a", X ",'topic':'bill'");
	come(100, "b", X ",'topic':'delivery'");
	floor_kit_expect(&kit, "arrived",
	                 "arrived@0 <0 sales -\narrived@100 <100 sales -\n");
	come(200, "c", X); /* may be about either */
	floor_kit_expect(&kit, "arrived@200",
	                 "arrived@200 <200 sales - repeated\n");
	floor_kit_expect(&kit, "provisional",
	                 "provisional@15 <0 sales ann repeated\n"
	                 "provisional@115 <100 sales ann repeated\n"
	                 "provisional@215 <200 sales ann\n");
}
END_TEST

START_TEST(two_at_once_are_two)
{
	play(0, "contact.started", "'contact':'a','customer':'x'");
	play(0, "queue.entered", "'contact':'a','queue':'sales'");
	come(100, "b", X);
	floor_kit_expect(&kit, "arrived",
	                 "arrived@0 <0 sales -\n"
	                 "arrived@100 <100 sales - repeated\n");
	play(200, "queue.left",
	     "'contact':'a','queue':'sales','outcome':'abandoned'");
	floor_kit_expect(&kit, "provisional",
	                 "provisional@115 <100 sales ann\n"
	                 "provisional@200 <0 sales - repeated\n");
}
END_TEST

START_TEST(a_visit_ends_when_nothing_of_it_is_open)
{
	come(0, "a", X);
	floor_kit_reload(&kit);
	play(20, "queue.entered", "'contact':'a','queue':'techsupport'");
	floor_kit_expect(&kit, "provisional", "");
	play(30, "segment.started",
	     "'contact':'a','queue':'techsupport','agent':'bob'");
	play(50, "segment.ended", "'contact':'a','agent':'bob'");
	floor_kit_expect(&kit, "provisional",
	                 "provisional@50 <0 techsupport bob\n");
	play(55, "contact.ended", "'contact':'a'");
	floor_kit_expect(&kit, "provisional",
	                 "provisional@55 <0 techsupport bob\n");
	floor_kit_expect(&kit, "arrived", "arrived@0 <0 sales -\n");
	floor_kit_at(&kit, WEEK + 55);
	floor_kit_expect(&kit, "matured", "");
	floor_kit_at(&kit, WEEK + 55.001);
	floor_kit_expect(&kit, "matured", "matured@55 <0 techsupport bob\n");
}
END_TEST

START_TEST(a_visit_without_an_end_ends_when_it_is_forgotten)
{
	play(0, "contact.started", "'contact':'a','customer':'x'");
	play(40, "contact.outcome", "'contact':'a','code':'test'");
	floor_kit_expect(&kit, "provisional", "");
	floor_kit_at(&kit, 2 * 3600);
	floor_kit_expect(&kit, "provisional", "provisional@40 <0 - -\n");
}
END_TEST

START_TEST(what_is_dialled_is_no_visit)
{
	play(0, "contact.started",
	     "'contact':'o','customer':'x','direction':'out'");
	come(50, "a", X);
	floor_kit_expect(&kit, "arrived", "arrived@50 <50 sales -\n");
	/* and when that is told after the customer */
	come(100, "p", X);
	floor_kit_expect(&kit, "provisional@65",
	                 "provisional@65 <50 sales ann repeated\n");
	play(100, "contact.started", "'contact':'p','direction':'out'");
	floor_kit_expect(&kit, "arrived", "arrived@50 <50 sales -\n");
	floor_kit_expect(&kit, "provisional", "provisional@65 <50 sales ann\n");
}
END_TEST

START_TEST(an_arrival_that_is_told_late_takes_its_place)
{
	come(100, "b", X);
	floor_kit_expect(&kit, "arrived", "arrived@100 <100 sales -\n");
	come(0, "a", X);
	floor_kit_expect(&kit, "arrived",
	                 "arrived@0 <0 sales -\n"
	                 "arrived@100 <100 sales - repeated\n");
	floor_kit_expect(&kit, "provisional",
	                 "provisional@15 <0 sales ann repeated\n"
	                 "provisional@115 <100 sales ann\n");
	/* even the beginning of one that is known */
	play(99, "contact.started", "'contact':'b','customer':'x'");
	floor_kit_expect(&kit, "arrived",
	                 "arrived@0 <0 sales -\n"
	                 "arrived@99 <99 sales - repeated\n");
}
END_TEST

START_TEST(another_number_of_days_holds_from_its_reload_on)
{
	come(0, "a", X);
	come(100, "b", Y);
	kit.plan.repeat_within = 1 * 24 * WB_HOUR;
	floor_kit_replan(&kit);
	floor_kit_at(&kit, DAY + 16);
	floor_kit_expect(&kit, "matured", "matured@15 <0 sales ann\n");
	kit.plan.repeat_within = 14 * 24 * WB_HOUR;
	floor_kit_replan(&kit);
	floor_kit_reload(&kit);
	floor_kit_at(&kit, WEEK);
	floor_kit_expect(&kit, "provisional",
	                 "provisional@115 <100 sales ann\n");
	floor_kit_at(&kit, 14 * DAY + 116);
	floor_kit_expect(&kit, "provisional", "");
}
END_TEST

START_TEST(without_days_nobody_is_remembered)
{
	kit.plan.repeat_within = 0;
	floor_kit_replan(&kit);
	come(0, "a", X);
	floor_kit_expect(&kit, "arrived", "");
	floor_kit_expect(&kit, "provisional", "");
}
END_TEST

/* Days of visits, saved and loaded in between: each matures in its turn. */
START_TEST(visits_mature_in_the_order_of_their_ends)
{
	char contact[16], customer[32];
	int count = 2000;
	for (int i = 0; i < count; i++) {
		snprintf(contact, sizeof(contact), "c%d", i);
		snprintf(customer, sizeof(customer), ",'customer':'x%d'", i);
		come(i * 400.0 + (i % 3) * 50.0, contact, customer);
		floor_kit_clear(&kit);
		if (i % 250 == 0) {
			floor_kit_reload(&kit);
		}
	}
	/* of those, 604800 / 400 have not matured */
	struct wb_floor_counters counters;
	wb_floor_count(kit.floor, &counters);
	ck_assert_uint_ge(counters.visits, 1511);
	ck_assert_uint_le(counters.visits, 1514);

	for (int i = count - 5; i < count; i++) {
		double end = i * 400.0 + (i % 3) * 50.0 + 15;
		char expected[64];
		floor_kit_at(&kit, end + WEEK);
		floor_kit_clear(&kit);
		floor_kit_at(&kit, end + WEEK + 0.001);
		snprintf(expected, sizeof(expected),
		         "matured@%.10g <%.10g sales ann\n", end, end - 15);
		floor_kit_expect(&kit, "matured", expected);
	}
	wb_floor_count(kit.floor, &counters);
	ck_assert_uint_eq(counters.visits, 0);
}
END_TEST

START_TEST(one_customer_with_very_many_visits_is_bounded_work)
{
	char contact[16];
	for (int i = 0; i < 3000; i++) {
		snprintf(contact, sizeof(contact), "c%d", i);
		come(i * 20.0, contact, X);
		floor_kit_clear(&kit);
	}
	come(60000, "last", X);
	floor_kit_expect(&kit, "arrived",
	                 "arrived@60000 <60000 sales - repeated\n");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("visit");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, who_does_not_come_back_was_helped);
	tcase_add_test(tc, who_comes_back_in_time_was_not);
	tcase_add_test(tc, who_comes_back_later_is_new);
	tcase_add_test(tc, others_are_others);
	tcase_add_test(tc, another_topic_is_another_matter);
	tcase_add_test(tc, two_at_once_are_two);
	tcase_add_test(tc, a_visit_ends_when_nothing_of_it_is_open);
	tcase_add_test(tc, a_visit_without_an_end_ends_when_it_is_forgotten);
	tcase_add_test(tc, what_is_dialled_is_no_visit);
	tcase_add_test(tc, an_arrival_that_is_told_late_takes_its_place);
	tcase_add_test(tc, another_number_of_days_holds_from_its_reload_on);
	tcase_add_test(tc, without_days_nobody_is_remembered);
	tcase_add_test(tc, visits_mature_in_the_order_of_their_ends);
	tcase_add_test(tc, one_customer_with_very_many_visits_is_bounded_work);
	return wb_test_run("floor/visit", tc);
}
