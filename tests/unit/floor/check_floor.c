/* Contacts on the floor: outcomes, rings, losses, disorder, bounds. */

#include <check.h>
#include <stdio.h>

#include "engine_kit.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)

static struct kit kit;

static void setup(void)
{
	kit_open(&kit, BASE);
}

static void teardown(void)
{
	kit_close(&kit);
}

static uint64_t anomalies(enum wb_anomaly what)
{
	struct wb_engine_counters counters;
	wb_engine_count(kit.engine, &counters);
	return counters.floor.anomalies[what];
}

static void day(const char *kpi, int64_t value)
{
	kit_expect(&kit, kpi, "total", WB_WINDOW_DAY, value);
}

#define A_SALES "'contact':'a','queue':'sales'"

START_TEST(a_short_abandon_is_counted_apart)
{
	kit_play(&kit, 0, "queue.entered", A_SALES);
	kit_play(&kit, 5, "queue.left", A_SALES ",'outcome':'abandoned'");
	kit_play(&kit, 10, "queue.entered", A_SALES);
	kit_play(&kit, 15.001, "queue.left", A_SALES ",'outcome':'abandoned'");
	day("offered", 2);
	day("short_abandoned", 1);
	day("abandoned", 1);
	day("average_time_to_abandon", 5001);
	kit_expect_ratio(&kit, "abandonment_rate", "total", WB_WINDOW_DAY, 1,
	                 1);
}
END_TEST

START_TEST(no_limit_means_no_short_abandons)
{
	kit.queues[0].short_abandon = 0;
	kit_replan(&kit);
	kit_play(&kit, 0, "queue.entered", A_SALES);
	kit_play(&kit, 0, "queue.left", A_SALES ",'outcome':'abandoned'");
	day("short_abandoned", 0);
	day("abandoned", 1);
}
END_TEST

START_TEST(what_is_told_twice_counts_once)
{
	for (int i = 0; i < 2; i++) {
		kit_play(&kit, 0, "queue.entered", A_SALES);
	}
	for (int i = 0; i < 2; i++) {
		kit_play(&kit, 1, "offer.started", A_SALES ",'agent':'ann'");
	}
	for (int i = 0; i < 2; i++) {
		kit_play(&kit, 3, "segment.started", A_SALES ",'agent':'ann'");
	}
	for (int i = 0; i < 2; i++) {
		kit_play(&kit, 9, "segment.ended",
		         "'contact':'a','agent':'ann'");
	}
	day("offered", 1);
	day("answered", 1);
	day("handled", 1);
	kit_expect_ratio(&kit, "no_answer_rate", "total", WB_WINDOW_DAY, 0, 1);
	ck_assert_uint_eq(anomalies(WB_ANOMALY_NO_SEGMENT), 0);
}
END_TEST

START_TEST(what_is_told_again_word_for_word_changes_nothing)
{
	static const char refused[] =
		"'contact':'b','queue':'sales','reason':'full'";
	kit_play(&kit, 0, "queue.entered", A_SALES);
	kit_play(&kit, 9, "queue.left", A_SALES ",'outcome':'abandoned'");
	kit_play(&kit, 9, "queue.refused", refused);
	kit_at(&kit, 100);
	kit_play_late(&kit, 0, "queue.entered", A_SALES);
	kit_play_late(&kit, 9, "queue.refused", refused);
	day("offered", 1);
	day("waiting", 0);
	day("blocked", 1);
	ck_assert_uint_eq(anomalies(WB_ANOMALY_REPEATED), 2);
	/* The switch knows them apart: two things at the same instant. */
	kit_play_late(&kit, 9, "queue.refused",
	              "'id':'2','contact':'b','queue':'sales','reason':'full'");
	day("blocked", 2);
}
END_TEST

START_TEST(a_second_visit_is_a_second_entry)
{
	kit_call(&kit, 0, "a", "sales", "ann", 5, 10);
	kit_call(&kit, 20, "a", "support", "bob", 5, 10);
	kit_call(&kit, 40, "a", "sales", "ann", 5, 10);
	kit_expect(&kit, "offered", "queue:sales", WB_WINDOW_DAY, 2);
	day("offered", 3);
	day("handled", 3);
	kit_expect(&kit, "handled", "agent:ann", WB_WINDOW_DAY, 2);
}
END_TEST

START_TEST(entering_another_queue_moves_the_entry)
{
	kit_play(&kit, 0, "queue.entered", A_SALES);
	kit_play(&kit, 9, "queue.entered", "'contact':'a','queue':'support'");
	day("offered", 2);
	day("moved", 1);
	kit_expect(&kit, "waiting", "queue:sales", WB_WINDOW_NOW, 0);
	kit_expect(&kit, "waiting", "queue:support", WB_WINDOW_NOW, 1);
}
END_TEST

START_TEST(the_longest_wait_is_that_of_the_oldest)
{
	kit_play(&kit, 10, "queue.entered", "'contact':'b','queue':'sales'");
	kit_at(&kit, 12);
	kit_play_late(&kit, 5, "queue.entered", A_SALES);
	kit_play(&kit, 20, "queue.entered", "'contact':'c','queue':'support'");
	kit_expect(&kit, "waiting", "total", WB_WINDOW_NOW, 3);
	kit_expect(&kit, "longest_wait", "queue:sales", WB_WINDOW_NOW,
	           BASE + 5000);
	kit_play(&kit, 30, "segment.started", A_SALES ",'agent':'ann'");
	kit_expect(&kit, "longest_wait", "total", WB_WINDOW_NOW, BASE + 10000);
	kit_play(&kit, 31, "queue.left",
	         "'contact':'b','queue':'sales','outcome':'exit_key'");
	kit_expect(&kit, "longest_wait", "total", WB_WINDOW_NOW, BASE + 20000);
	ck_assert(!kit_read(&kit, "longest_wait", "queue:sales", WB_WINDOW_NOW)
	                   .known);
}
END_TEST

START_TEST(callbacks_wait_apart)
{
	kit_play(&kit, 0, "queue.entered", A_SALES ",'channel':'callback'");
	kit_expect(&kit, "waiting", "total", WB_WINDOW_NOW, 0);
	day("offered", 1);
	kit_play(&kit, 30, "segment.started", A_SALES ",'agent':'ann'");
	day("answered", 1);
}
END_TEST

START_TEST(an_abandon_can_be_taken_back)
{
	kit_play(&kit, 0, "queue.entered", A_SALES);
	kit_play(&kit, 8, "queue.left", A_SALES ",'outcome':'abandoned'");
	day("abandoned", 1);
	kit_play(&kit, 12, "queue.resumed", A_SALES);
	day("abandoned", 0);
	kit_expect(&kit, "waiting", "total", WB_WINDOW_NOW, 1);
	kit_play(&kit, 15, "segment.started", A_SALES ",'agent':'ann'");
	day("answered", 1);
	day("average_speed_of_answer", 15000);
	kit_play(&kit, 16, "queue.resumed", A_SALES);
	ck_assert_uint_eq(anomalies(WB_ANOMALY_NOT_RESUMED), 1);
}
END_TEST

START_TEST(an_end_that_was_told_too_early_can_be_taken_back)
{
	kit_play(&kit, 0, "queue.entered", A_SALES);
	kit_play(&kit, 8, "queue.left", A_SALES ",'outcome':'exit_key'");
	day("exit_key", 1);
	kit_play(&kit, 9, "queue.resumed", A_SALES);
	kit_play(&kit, 9, "segment.started", A_SALES ",'agent':'ann'");
	day("exit_key", 0);
	day("answered", 1);
	ck_assert_uint_eq(anomalies(WB_ANOMALY_NOT_RESUMED), 0);
}
END_TEST

START_TEST(refused_at_the_door_is_blocked_and_not_offered)
{
	kit_play(&kit, 0, "queue.refused", "'queue':'sales','reason':'full'");
	kit_play(&kit, 1, "queue.refused", A_SALES ",'reason':'closed'");
	day("blocked", 2);
	day("offered", 0);
}
END_TEST

/* Everybody rings; one answers; the rest are cancelled, not missed. */
START_TEST(an_answer_cancels_the_other_rings)
{
	kit_play(&kit, 0, "queue.entered", A_SALES);
	kit_play(&kit, 1, "offer.started", A_SALES ",'agent':'ann'");
	kit_play(&kit, 1, "offer.started", A_SALES ",'agent':'bob'");
	kit_play(&kit, 1, "offer.started", A_SALES ",'agent':'carl'");
	kit_expect(&kit, "agents_ringing", "total", WB_WINDOW_NOW, 3);
	kit_play(&kit, 4, "offer.ended",
	         A_SALES ",'agent':'carl','result':'no_answer'");
	kit_play(&kit, 5, "segment.started", A_SALES ",'agent':'ann'");
	kit_expect(&kit, "agents_ringing", "total", WB_WINDOW_NOW, 0);
	kit_expect(&kit, "agents_available", "total", WB_WINDOW_NOW, 2);
	day("no_answer", 1);
	kit_expect_ratio(&kit, "no_answer_rate", "total", WB_WINDOW_DAY, 1, 2);
	/* The switch says later what became of bob's ring. */
	kit_play(&kit, 5, "offer.ended",
	         A_SALES ",'agent':'bob','result':'rejected'");
	day("no_answer", 2);
	kit_expect_ratio(&kit, "no_answer_rate", "total", WB_WINDOW_DAY, 2, 3);
}
END_TEST

START_TEST(a_ring_that_only_its_end_tells_counts)
{
	kit_play(&kit, 0, "queue.entered", A_SALES);
	kit_play(&kit, 9, "offer.ended",
	         A_SALES ",'agent':'bob','result':'no_answer','ring_ms':8000");
	kit_play(&kit, 10, "segment.started", A_SALES ",'agent':'ann'");
	kit_expect_ratio(&kit, "no_answer_rate", "queue:sales", WB_WINDOW_DAY,
	                 1, 2);
	kit_expect_ratio(&kit, "no_answer_rate", "agent:bob", WB_WINDOW_DAY, 1,
	                 1);
}
END_TEST

START_TEST(an_accepted_ring_counts_once)
{
	kit_play(&kit, 0, "queue.entered", A_SALES);
	kit_play(&kit, 1, "offer.started", A_SALES ",'agent':'ann'");
	kit_play(&kit, 2, "offer.ended",
	         A_SALES ",'agent':'ann','result':'accepted'");
	kit_play(&kit, 2, "segment.started", A_SALES ",'agent':'ann'");
	kit_play(&kit, 2, "offer.ended",
	         A_SALES ",'agent':'ann','result':'accepted'");
	kit_expect_ratio(&kit, "no_answer_rate", "total", WB_WINDOW_DAY, 0, 1);
}
END_TEST

START_TEST(what_a_snapshot_does_not_know_is_lost)
{
	kit_play(&kit, 0, "agent.signed_in", "'agent':'bob'");
	kit_play(&kit, 0, "queue.entered", A_SALES);
	kit_play(&kit, 0, "queue.entered", "'contact':'b','queue':'sales'");
	kit_play(&kit, 1, "segment.started", "'contact':'c','agent':'ann'");
	kit_play(&kit, 60, "feed.snapshot", "'phase':'begin'");
	kit_play(&kit, 60, "agent.signed_in", "'agent':'ann'");
	kit_play(&kit, 60, "queue.entered", "'contact':'b','queue':'sales'");
	kit_play(&kit, 60, "feed.snapshot", "'phase':'end'");
	day("lost", 1);
	day("abandoned", 0);
	day("offered", 2);
	day("handled", 0);
	kit_expect(&kit, "waiting", "total", WB_WINDOW_NOW, 1);
	kit_expect(&kit, "longest_wait", "total", WB_WINDOW_NOW, BASE);
	kit_expect(&kit, "agents_signed_in", "total", WB_WINDOW_NOW, 1);
	kit_expect(&kit, "agents_available", "total", WB_WINDOW_NOW, 1);
	/* Its true end comes after all. */
	kit_play(&kit, 70, "segment.started", A_SALES ",'agent':'ann'");
	day("lost", 0);
	day("answered", 1);
}
END_TEST

START_TEST(a_contact_that_is_too_old_is_lost)
{
	kit_play(&kit, 0, "queue.entered", A_SALES);
	kit_play(&kit, 0, "queue.entered",
	         "'contact':'m','queue':'support','channel':'email'");
	kit_at(&kit, 4 * 3600 - 1);
	day("lost", 0);
	kit_at(&kit, 4 * 3600);
	day("lost", 1);
	kit_expect(&kit, "waiting", "total", WB_WINDOW_NOW, 1);
}
END_TEST

START_TEST(idle_contacts_are_forgotten)
{
	struct wb_engine_counters counters;
	char contact[16];
	for (int i = 0; i < 3000; i++) {
		snprintf(contact, sizeof(contact), "c%d", i);
		kit_call(&kit, i * 10, contact, "sales", "ann", 2, 3);
	}
	wb_engine_count(kit.engine, &counters);
	ck_assert_uint_le(counters.floor.contacts, 361);
	kit_at(&kit, 30000 + 3600);
	wb_engine_count(kit.engine, &counters);
	ck_assert_uint_eq(counters.floor.contacts, 0);
}
END_TEST

START_TEST(ends_without_a_beginning_are_anomalies)
{
	kit_play(&kit, 0, "queue.left", A_SALES ",'outcome':'abandoned'");
	ck_assert_uint_eq(anomalies(WB_ANOMALY_NO_CONTACT), 1);
	ck_assert_uint_eq(anomalies(WB_ANOMALY_NO_ENTRY), 1);
	kit_play(&kit, 1, "contact.started", "'contact':'a'");
	kit_play(&kit, 1, "queue.left", A_SALES ",'outcome':'abandoned'");
	kit_play(&kit, 2, "segment.held", "'contact':'a','agent':'ann'");
	kit_play(&kit, 2, "segment.ended", "'contact':'a','agent':'ann'");
	ck_assert_uint_eq(anomalies(WB_ANOMALY_NO_ENTRY), 2);
	ck_assert_uint_eq(anomalies(WB_ANOMALY_NO_SEGMENT), 2);
	/* Talk that came from no known entry is handled, but no answer. */
	kit_play(&kit, 3, "segment.started", A_SALES ",'agent':'ann'");
	kit_play(&kit, 9, "segment.ended", "'contact':'a','agent':'ann'");
	day("answered", 0);
	day("handled", 1);
}
END_TEST

START_TEST(an_end_before_its_beginning_is_taken_as_no_time)
{
	kit_at(&kit, 100);
	kit_play_late(&kit, 50, "queue.entered", A_SALES);
	kit_play_late(&kit, 40, "segment.started", A_SALES ",'agent':'ann'");
	day("average_speed_of_answer", 0);
	ck_assert_uint_eq(anomalies(WB_ANOMALY_BACKWARDS), 1);
}
END_TEST

START_TEST(the_end_of_a_contact_ends_its_parts)
{
	kit_play(&kit, 0, "segment.started", "'contact':'b','agent':'bob'");
	kit_play(&kit, 9, "contact.ended", "'contact':'b','by':'agent'");
	day("handled", 1);
	kit_expect(&kit, "agents_available", "total", WB_WINDOW_NOW, 1);
	kit_play(&kit, 10, "queue.entered", A_SALES);
	kit_play(&kit, 20, "contact.ended", "'contact':'a','by':'customer'");
	day("abandoned", 1);
	kit_play(&kit, 30, "queue.entered", "'contact':'c','queue':'sales'");
	kit_play(&kit, 40, "contact.ended", "'contact':'c','by':'system'");
	day("lost", 1);
}
END_TEST

START_TEST(the_last_resolution_flag_counts)
{
	kit_call(&kit, 0, "a", "sales", "ann", 5, 10);
	kit_play(&kit, 16, "contact.outcome",
	         "'contact':'a','agent':'ann','resolved':false");
	kit_expect_ratio(&kit, "first_contact_resolution", "queue:sales",
	                 WB_WINDOW_DAY, 0, 1);
	kit_play(&kit, 20, "contact.outcome",
	         "'contact':'a','agent':'ann','resolved':true");
	kit_expect_ratio(&kit, "first_contact_resolution", "queue:sales",
	                 WB_WINDOW_DAY, 1, 1);
	kit_play(&kit, 21, "contact.outcome", "'contact':'a','code':'spam'");
	kit_expect_ratio(&kit, "first_contact_resolution", "agent:ann",
	                 WB_WINDOW_DAY, 1, 1);
}
END_TEST

START_TEST(an_outcome_counts_where_its_agent_worked)
{
	kit_call(&kit, 0, "a", "sales", "ann", 5, 10);
	kit_call(&kit, 20, "a", "techsupport", "bob", 5, 10);
	kit_play(&kit, 40, "contact.outcome",
	         "'contact':'a','agent':'ann','resolved':false");
	kit_expect_ratio(&kit, "first_contact_resolution", "queue:sales",
	                 WB_WINDOW_DAY, 0, 1);
	kit_expect_ratio(&kit, "first_contact_resolution", "queue:techsupport",
	                 WB_WINDOW_DAY, 0, 0);
	kit_play(&kit, 41, "contact.outcome", "'contact':'a','resolved':true");
	kit_expect_ratio(&kit, "first_contact_resolution", "queue:techsupport",
	                 WB_WINDOW_DAY, 1, 1);
	kit_expect_ratio(&kit, "first_contact_resolution", "agent:bob",
	                 WB_WINDOW_DAY, 1, 1);
	kit_expect_ratio(&kit, "first_contact_resolution", "total",
	                 WB_WINDOW_DAY, 1, 1);
}
END_TEST

START_TEST(a_rating_may_come_long_after)
{
	kit_play(&kit, 0, "contact.rated",
	         "'contact':'old','kind':'csat','score':4,'scale':5");
	kit_play(&kit, 1, "follow_up.closed", "'contact':'older'");
	ck_assert_uint_eq(anomalies(WB_ANOMALY_NO_CONTACT), 0);
}
END_TEST

START_TEST(strange_queues_are_bounded)
{
	char fields[64];
	for (int i = 0; i < WB_UNCONFIGURED_QUEUES_MAX + 5; i++) {
		snprintf(fields, sizeof(fields), "'contact':'a','queue':'q%d'",
		         i);
		kit_play(&kit, 1, "queue.entered", fields);
	}
	ck_assert_uint_eq(anomalies(WB_ANOMALY_NAMES_FULL), 5);
	day("offered", WB_UNCONFIGURED_QUEUES_MAX);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("floor");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_short_abandon_is_counted_apart);
	tcase_add_test(tc, no_limit_means_no_short_abandons);
	tcase_add_test(tc, what_is_told_twice_counts_once);
	tcase_add_test(tc, what_is_told_again_word_for_word_changes_nothing);
	tcase_add_test(tc, a_second_visit_is_a_second_entry);
	tcase_add_test(tc, entering_another_queue_moves_the_entry);
	tcase_add_test(tc, the_longest_wait_is_that_of_the_oldest);
	tcase_add_test(tc, callbacks_wait_apart);
	tcase_add_test(tc, an_abandon_can_be_taken_back);
	tcase_add_test(tc, an_end_that_was_told_too_early_can_be_taken_back);
	tcase_add_test(tc, refused_at_the_door_is_blocked_and_not_offered);
	tcase_add_test(tc, an_answer_cancels_the_other_rings);
	tcase_add_test(tc, a_ring_that_only_its_end_tells_counts);
	tcase_add_test(tc, an_accepted_ring_counts_once);
	tcase_add_test(tc, what_a_snapshot_does_not_know_is_lost);
	tcase_add_test(tc, a_contact_that_is_too_old_is_lost);
	tcase_add_test(tc, idle_contacts_are_forgotten);
	tcase_add_test(tc, ends_without_a_beginning_are_anomalies);
	tcase_add_test(tc, an_end_before_its_beginning_is_taken_as_no_time);
	tcase_add_test(tc, the_end_of_a_contact_ends_its_parts);
	tcase_add_test(tc, the_last_resolution_flag_counts);
	tcase_add_test(tc, an_outcome_counts_where_its_agent_worked);
	tcase_add_test(tc, a_rating_may_come_long_after);
	tcase_add_test(tc, strange_queues_are_bounded);
	return wb_test_run("floor/floor", tc);
}
