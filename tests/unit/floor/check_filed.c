/* What was dialled, filed and rated: once each, in whatever order it comes. */

#include <stdio.h>

#include "floor_kit.h"
#include "limits.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)

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

#define OUT "'contact':'o','direction':'out','queue':'sales','agent':'bob'"

START_TEST(an_outbound_contact_is_dialled_and_connected_once)
{
	play(0, "contact.started", OUT);
	play(0, "contact.started", OUT);
	floor_kit_expect(&kit, "dialled", "dialled@0 <0 sales bob\n");
	floor_kit_expect(&kit, "connected", "");
	play(9, "segment.started", "'contact':'o','agent':'ann'");
	play(30, "segment.ended", "'contact':'o','agent':'ann'");
	play(31, "segment.started", "'contact':'o','agent':'bob'");
	floor_kit_expect(&kit, "dialled", "dialled@0 <0 sales bob\n");
	floor_kit_expect(&kit, "connected", "connected@9 <0 sales ann\n");
}
END_TEST

START_TEST(nobody_who_calls_in_is_dialled)
{
	play(0, "contact.started", "'contact':'o','direction':'in'");
	play(1, "contact.started", "'contact':'p'");
	play(9, "segment.started",
	     "'contact':'o','agent':'ann','direction':'out'");
	floor_kit_expect(&kit, "dialled", "");
	floor_kit_expect(&kit, "connected", "");
}
END_TEST

START_TEST(what_was_dialled_may_be_told_after_the_talk)
{
	play(20, "segment.started",
	     "'contact':'o','agent':'bob','queue':'support'");
	play(9, "segment.started", "'contact':'o','agent':'ann'");
	floor_kit_reload(&kit);
	play(0, "contact.started", "'contact':'o','direction':'out'");
	floor_kit_expect(&kit, "dialled", "dialled@0 <0 - -\n");
	floor_kit_expect(&kit, "connected", "connected@9 <0 - ann\n");
	play(5, "segment.started",
	     "'contact':'o','agent':'carl','queue':'sales'");
	floor_kit_expect(&kit, "connected", "connected@5 <0 sales carl\n");
}
END_TEST

static void talk(const char *contact, const char *queue, const char *agent,
                 double at)
{
	char fields[128];
	snprintf(fields, sizeof(fields), "'contact':'%s','queue':'%s'", contact,
	         queue);
	play(at, "queue.entered", fields);
	snprintf(fields, sizeof(fields),
	         "'contact':'%s','queue':'%s','agent':'%s'", contact, queue,
	         agent);
	play(at + 5, "segment.started", fields);
	snprintf(fields, sizeof(fields), "'contact':'%s','agent':'%s'", contact,
	         agent);
	play(at + 15, "segment.ended", fields);
}

#define FILED "'contact':'a','agent':'ann'"

START_TEST(the_last_that_was_said_of_each_counts)
{
	talk("a", "sales", "ann", 0);
	play(20, "contact.outcome", FILED ",'resolved':true,'sale':false");
	play(30, "contact.outcome", FILED ",'resolved':false");
	play(40, "contact.outcome", FILED ",'refusal':'price'");
	floor_kit_expect(&kit, "outcome",
	                 "outcome@40 <0 sales ann resolved=0 sale=0 price\n");
}
END_TEST

START_TEST(outcomes_in_any_order_come_to_the_same)
{
	talk("a", "sales", "ann", 0);
	play(40, "contact.outcome", FILED ",'refusal':'price'");
	play(20, "contact.outcome", FILED ",'resolved':true,'sale':false");
	floor_kit_reload(&kit);
	play(30, "contact.outcome", FILED ",'resolved':false");
	play(20, "contact.outcome", FILED ",'resolved':true,'sale':false");
	floor_kit_expect(&kit, "outcome",
	                 "outcome@40 <0 sales ann resolved=0 sale=0 price\n");
}
END_TEST

START_TEST(a_refusal_without_a_reason_has_another)
{
	talk("a", "sales", "ann", 0);
	play(20, "contact.outcome", FILED ",'refusal':''");
	floor_kit_expect(&kit, "outcome", "outcome@20 <0 sales ann other\n");
}
END_TEST

START_TEST(reasons_beyond_the_limit_are_other)
{
	char fields[128];
	for (int i = 0; i < WB_REASONS_MAX + 1; i++) {
		snprintf(fields, sizeof(fields),
		         "'contact':'c%d','refusal':'r%d'", i, i);
		play(1, "contact.outcome", fields);
		floor_kit_clear(&kit);
	}
	ck_assert_uint_eq(wb_floor_reason_count(kit.floor), WB_REASONS_MAX);
	ck_assert_uint_eq(floor_kit_anomalies(&kit, WB_ANOMALY_REASONS_FULL),
	                  2);
	floor_kit_reload(&kit);
	play(2, "contact.outcome", "'contact':'x','refusal':'r9'");
	play(3, "contact.outcome", "'contact':'y','refusal':'r256'");
	floor_kit_expect(&kit, "outcome",
	                 "outcome@2 <2 - - r9\noutcome@3 <3 - - other\n");
}
END_TEST

#define RATED "'contact':'a','kind':'csat','scale':5"

START_TEST(a_rating_counts_where_the_contact_was)
{
	talk("a", "sales", "ann", 0);
	play(60, "contact.rated", RATED ",'score':4");
	floor_kit_expect(&kit, "rated", "rated@60 <0 sales ann 0:4/5\n");
}
END_TEST

START_TEST(a_rating_counts_for_whom_it_names)
{
	talk("a", "sales", "ann", 0);
	talk("a", "support", "bob", 100);
	play(160, "contact.rated", RATED ",'score':4,'agent':'ann'");
	floor_kit_expect(&kit, "rated", "rated@160 <0 sales ann 0:4/5\n");
	play(161, "contact.rated",
	     "'contact':'a','kind':'quality','score':70,'scale':100,"
	     "'queue':'techsupport','agent':'carl'");
	floor_kit_expect(&kit, "rated",
	                 "rated@160 <0 sales ann 0:4/5\n"
	                 "rated@161 <100 techsupport carl 2:70/100\n");
}
END_TEST

START_TEST(of_each_kind_there_is_one_rating)
{
	talk("a", "sales", "ann", 0);
	play(60, "contact.rated", RATED ",'score':4");
	play(60, "contact.rated", RATED ",'score':4");
	floor_kit_reload(&kit);
	play(90, "contact.rated", RATED ",'score':2");
	play(70, "contact.rated", RATED ",'score':5"); /* and comes late */
	floor_kit_expect(&kit, "rated", "rated@90 <0 sales ann 0:2/5\n");
	play(95, "contact.rated",
	     "'contact':'a','kind':'nps','score':9,'scale':10");
	floor_kit_expect(&kit, "rated",
	                 "rated@90 <0 sales ann 0:2/5\n"
	                 "rated@95 <0 sales ann 1:9/10\n");
}
END_TEST

START_TEST(a_rating_long_after_knows_only_what_it_says)
{
	talk("a", "sales", "ann", 0);
	floor_kit_at(&kit, 2 * 3600);
	play(7200, "contact.rated", RATED ",'score':4");
	play(7201, "contact.rated", RATED ",'score':1,'agent':'ann'");
	floor_kit_expect(&kit, "rated",
	                 "rated@7200 <7200 - - 0:4/5\n"
	                 "rated@7201 <7201 - ann 0:1/5\n");
}
END_TEST

START_TEST(facts_have_the_channel_of_the_contact_or_the_queue)
{
	kit.queues[1].channel = WB_CHANNEL_EMAIL;
	floor_kit_replan(&kit);
	talk("a", "support", "ann", 0);
	play(20, "contact.outcome", FILED ",'resolved':true");
	floor_kit_expect(&kit, "outcome",
	                 "outcome@20 <0 support ann email resolved=1\n");
	play(30, "contact.started", "'contact':'a','channel':'chat'");
	play(31, "contact.outcome", FILED ",'resolved':true");
	floor_kit_expect(&kit, "outcome",
	                 "outcome@31 <0 support ann chat resolved=1\n");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("filed");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, an_outbound_contact_is_dialled_and_connected_once);
	tcase_add_test(tc, nobody_who_calls_in_is_dialled);
	tcase_add_test(tc, what_was_dialled_may_be_told_after_the_talk);
	tcase_add_test(tc, the_last_that_was_said_of_each_counts);
	tcase_add_test(tc, outcomes_in_any_order_come_to_the_same);
	tcase_add_test(tc, a_refusal_without_a_reason_has_another);
	tcase_add_test(tc, reasons_beyond_the_limit_are_other);
	tcase_add_test(tc, a_rating_counts_where_the_contact_was);
	tcase_add_test(tc, a_rating_counts_for_whom_it_names);
	tcase_add_test(tc, of_each_kind_there_is_one_rating);
	tcase_add_test(tc, a_rating_long_after_knows_only_what_it_says);
	tcase_add_test(tc, facts_have_the_channel_of_the_contact_or_the_queue);
	return wb_test_run("floor/filed", tc);
}
