/*
 * Stays in queues: their channel's service level, the first reply, losses,
 * clocks that go back, escalations.
 */

#include <stdio.h>
#include <string.h>

#include "floor_kit.h"
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

#define SALES "'contact':'a','queue':'sales'"
#define TECH "'contact':'a','queue':'techsupport'"
#define ANN ",'agent':'ann'"
#define BOB ",'agent':'bob'"

static uint32_t waiting(void)
{
	struct wb_queue_now now;
	wb_floor_queue_now(kit.floor, 0, &now);
	return now.waiting;
}

/* Chats wait 60 s for a reply. */
static void reply_to_chats(void)
{
	kit.queues[0].channels[WB_CHANNEL_CHAT] =
		(struct wb_service_level_plan){
			.threshold = WB_MINUTE,
			.target_bp = 9000,
			.variant = WB_SL_NO_FLOW,
			.until = WB_CLOCK_FIRST_REPLY,
		};
	floor_kit_replan(&kit);
}

START_TEST(each_channel_has_its_own_threshold)
{
	reply_to_chats();
	play(0, "queue.entered", SALES ",'channel':'voice'");
	play(0, "queue.entered",
	     "'contact':'b','queue':'sales','channel':'chat'");
	floor_kit_at(&kit, 20.001);
	floor_kit_expect(&kit, "late", "late@20.001 <0 sales -\n");
	floor_kit_at(&kit, 60.001);
	floor_kit_expect(&kit, "late",
	                 "late@20.001 <0 sales -\n"
	                 "late@60.001 <0 sales - chat\n");
}
END_TEST

#define ID(id) ",'id':'" id "'"

/* A clock of whole seconds, and a dialplan that goes round in one of them. */
START_TEST(stays_of_one_second_are_told_apart_by_the_events_ids)
{
	play(1, "queue.entered", SALES ID("1"));
	play(1, "queue.left", SALES ",'outcome':'empty'" ID("2"));
	play(1, "queue.entered", SALES ID("3"));
	play(1, "queue.left", SALES ",'outcome':'empty'" ID("4"));
	play(1, "queue.entered", SALES ID("5"));
	floor_kit_expect(&kit, "offered", "offered@1 <1 sales - x3\n");
	ck_assert_uint_eq(waiting(), 1);
	floor_kit_reload(&kit);
	play(1, "queue.entered", SALES ID("3"));
	play(1, "queue.left", SALES ",'outcome':'empty'" ID("4"));
	play(1, "queue.entered", SALES);
	floor_kit_expect(&kit, "offered", "offered@1 <1 sales - x3\n");
	ck_assert_uint_eq(waiting(), 1);
}
END_TEST

START_TEST(rings_of_one_second_are_told_apart_by_the_events_ids)
{
	static const char *const missed = "ring@3 <1 sales ann no_answer x2\n";
	play(1, "queue.entered", SALES);
	play(3, "offer.ended", SALES ANN ",'result':'no_answer'" ID("7"));
	play(3, "offer.ended", SALES ANN ",'result':'no_answer'" ID("8"));
	floor_kit_expect(&kit, "ring", missed);
	floor_kit_reload(&kit);
	play(3, "offer.ended", SALES ANN ",'result':'no_answer'" ID("8"));
	play(3, "offer.ended", SALES ANN ",'result':'no_answer'");
	floor_kit_expect(&kit, "ring", missed);
}
END_TEST

static wb_ms since(const char *agent)
{
	struct wb_agent_now now;
	uint32_t number = 0;
	while (!wb_str_is(wb_floor_agent_name(kit.floor, number), agent)) {
		number++;
	}
	wb_floor_agent_now(kit.floor, number, &now);
	ck_assert_int_eq(now.state, WB_AGENT_AVAILABLE);
	return (now.since - kit.base) / WB_SECOND;
}

START_TEST(nobody_rings_beyond_a_talk_that_came_from_no_queue)
{
	play(0, "queue.entered", SALES);
	play(3, "offer.started", SALES BOB);
	play(10, "segment.started", "'contact':'a'" ANN);
	play(40, "queue.entered", "'contact':'a','queue':'support'");
	ck_assert_int_eq(since("bob"), 10);
}
END_TEST

START_TEST(nobody_rings_on_for_who_left_and_came_back)
{
	play(0, "queue.entered", SALES);
	play(3, "offer.started", SALES BOB);
	play(10, "queue.left", SALES ",'outcome':'abandoned'");
	play(14, "queue.resumed", SALES);
	play(20, "segment.started", SALES ANN);
	ck_assert_int_eq(since("bob"), 10);
	play(17, "offer.ended", SALES BOB ",'result':'no_answer'");
	ck_assert_int_eq(since("bob"), 17);
}
END_TEST

START_TEST(a_ring_of_the_next_queue_begins_where_the_other_ends)
{
	play(0, "queue.entered", SALES);
	play(3, "offer.started", SALES BOB);
	play(10, "queue.entered", TECH); /* that it left was not told */
	play(10, "offer.started", TECH BOB);
	play(16, "offer.ended", TECH BOB ",'result':'no_answer'");
	ck_assert_int_eq(since("bob"), 16);
}
END_TEST

START_TEST(who_moves_on_rings_in_the_next_queue_at_once)
{
	play(0, "queue.entered", SALES);
	play(10, "queue.entered", TECH); /* that it left was not told */
	play(10, "offer.started", TECH BOB);
	play(30, "segment.started", TECH ANN);
	ck_assert_int_eq(since("bob"), 30);
}
END_TEST

START_TEST(answers_that_change_places_keep_their_arrivals)
{
	play(24, "queue.entered", SALES);
	play(30, "segment.started", SALES ANN);
	play(40, "segment.ended", "'contact':'a'" ANN);
	play(15, "segment.started", SALES ANN);
	play(20, "segment.ended", "'contact':'a','by':'transfer'" ANN);
	play(10, "queue.entered", SALES);
	floor_kit_expect(&kit, "handled",
	                 "handled@20 <10 sales ann talk=5 hold=0 "
	                 "acw=0\n"
	                 "handled@40 <24 sales ann talk=10 hold=0 "
	                 "acw=0\n");
}
END_TEST

START_TEST(a_chat_waits_for_the_first_reply)
{
	reply_to_chats();
	play(0, "queue.entered", SALES ",'channel':'chat'");
	play(10, "segment.started", SALES ANN);
	floor_kit_expect(&kit, "answered", "");
	floor_kit_expect(&kit, "ring", "ring@10 <0 sales ann chat accepted\n");
	ck_assert_uint_eq(waiting(), 1);
	floor_kit_reload(&kit);
	play(55, "contact.replied", "'contact':'a'" ANN);
	play(58, "contact.replied", "'contact':'a'" ANN);
	floor_kit_expect(&kit, "answered",
	                 "answered@55 <0 sales ann chat wait=55 in\n");
	ck_assert_uint_eq(waiting(), 0);
	play(300, "segment.ended", "'contact':'a'" ANN);
	floor_kit_expect(&kit, "answered",
	                 "answered@55 <0 sales ann chat wait=55 in\n");
}
END_TEST

START_TEST(the_other_rings_are_over_when_a_chat_is_taken)
{
	reply_to_chats();
	play(0, "queue.entered", SALES ",'channel':'chat'");
	play(1, "offer.started", SALES BOB);
	play(2, "offer.started", SALES ANN);
	play(10, "segment.started", SALES ANN);
	play(55, "contact.replied", "'contact':'a'" ANN);
	floor_kit_expect(&kit, "ring",
	                 "ring@10 <0 sales ann chat accepted\n"
	                 "ring@10 <0 sales bob chat cancelled\n");
}
END_TEST

START_TEST(without_a_reply_the_end_is_the_answer)
{
	reply_to_chats();
	play(0, "queue.entered", SALES ",'channel':'chat'");
	play(10, "segment.started", SALES ANN);
	play(90, "segment.ended", "'contact':'a'" ANN);
	floor_kit_expect(&kit, "answered",
	                 "answered@90 <0 sales ann chat wait=90 out\n");
	play(70, "contact.replied", "'contact':'a'" ANN); /* comes late */
	floor_kit_expect(&kit, "answered",
	                 "answered@70 <0 sales ann chat wait=70 out\n");
}
END_TEST

START_TEST(who_hands_a_chat_on_did_not_answer_it)
{
	reply_to_chats();
	play(0, "queue.entered", SALES ",'channel':'chat'");
	play(10, "segment.started", SALES ANN);
	play(20, "segment.ended", "'contact':'a','by':'transfer'" ANN);
	ck_assert_uint_eq(waiting(), 1);
	play(25, "queue.entered", TECH);
	floor_kit_expect(&kit, "left",
	                 "left@25 <0 sales - chat moved wait=25 in\n");
}
END_TEST

START_TEST(each_agent_who_takes_a_chat_accepted_an_offer)
{
	reply_to_chats();
	play(0, "queue.entered", SALES ",'channel':'chat'");
	play(10, "segment.started", SALES ANN);
	play(20, "segment.ended", "'contact':'a','by':'transfer'" ANN);
	play(22, "queue.entered", SALES ",'channel':'chat'");
	play(30, "segment.started", SALES BOB);
	floor_kit_reload(&kit);
	floor_kit_expect(&kit, "ring",
	                 "ring@10 <0 sales ann chat accepted\n"
	                 "ring@30 <0 sales bob chat accepted\n");
	play(80, "segment.ended", "'contact':'a'" BOB);
	floor_kit_expect(&kit, "answered",
	                 "answered@80 <0 sales bob chat wait=80 out\n");
	play(21, "queue.left", SALES ",'outcome':'voicemail'"); /* late */
	floor_kit_expect(&kit, "ring",
	                 "ring@10 <0 sales ann chat accepted\n"
	                 "ring@30 <22 sales bob chat accepted\n");
}
END_TEST

START_TEST(the_end_of_the_contact_is_an_answer_while_it_is_served)
{
	reply_to_chats();
	play(0, "queue.entered", SALES ",'channel':'chat'");
	play(10, "segment.started", SALES ANN);
	play(30, "contact.ended", "'contact':'a','by':'customer'");
	floor_kit_expect(&kit, "answered",
	                 "answered@30 <0 sales ann chat wait=30 in\n");
}
END_TEST

START_TEST(a_reply_means_nothing_to_a_call)
{
	play(0, "queue.entered", SALES);
	play(5, "contact.replied", "'contact':'a'" ANN);
	ck_assert_uint_eq(waiting(), 1);
	play(10, "segment.started", SALES ANN);
	floor_kit_expect(&kit, "answered",
	                 "answered@10 <0 sales ann wait=10 in\n");
}
END_TEST

static uint32_t contacts(void)
{
	struct wb_floor_counters counters;
	wb_floor_count(kit.floor, &counters);
	return counters.contacts;
}

START_TEST(who_waited_for_hours_is_forgotten_an_hour_later)
{
	play(0, "queue.entered", SALES ",'channel':'email'");
	play(7200, "queue.left", SALES ",'outcome':'withdrawn'");
	floor_kit_at(&kit, 7200 + 3599);
	ck_assert_uint_eq(contacts(), 1);
	floor_kit_at(&kit, 7200 + 3600);
	ck_assert_uint_eq(contacts(), 0);
}
END_TEST

START_TEST(who_is_lost_is_known_for_another_hour)
{
	play(0, "queue.entered", SALES);
	play(5000, "feed.snapshot", "'phase':'begin'");
	play(5000, "feed.snapshot", "'phase':'end'");
	floor_kit_at(&kit, 5000 + 3599);
	ck_assert_uint_eq(contacts(), 1);
	play(5000 + 3599, "queue.left", SALES ",'outcome':'voicemail'");
	floor_kit_expect(&kit, "lost", "");
	floor_kit_at(&kit, 5000 + 3599 + 3600);
	ck_assert_uint_eq(contacts(), 0);
}
END_TEST

START_TEST(a_snapshot_ends_the_work_of_who_had_signed_out)
{
	play(0, "segment.started", "'contact':'a'" ANN);
	play(10, "agent.signed_out", "'agent':'ann'");
	play(20, "segment.ended", "'contact':'a','wrapup_ms':30000" ANN);
	play(25, "feed.snapshot", "'phase':'begin'");
	play(25, "feed.snapshot", "'phase':'end'");
	floor_kit_at(&kit, 60);
	floor_kit_expect(&kit, "handled",
	                 "handled@25 <0 - ann talk=20 hold=0 acw=5\n");
}
END_TEST

START_TEST(a_snapshot_finds_what_was_lost)
{
	play(0, "queue.entered", SALES);
	play(60, "feed.snapshot", "'phase':'begin'");
	play(60, "feed.snapshot", "'phase':'end'");
	floor_kit_expect(&kit, "lost", "lost@60 <0 sales -\n");
	play(90, "feed.snapshot", "'phase':'begin'");
	play(0, "queue.entered", SALES);
	floor_kit_expect(&kit, "lost", "");
	floor_kit_expect(&kit, "offered", "offered@0 <0 sales -\n");
	ck_assert_uint_eq(waiting(), 1);
}
END_TEST

START_TEST(the_true_end_takes_a_loss_back)
{
	struct wb_floor_counters counters;
	play(0, "queue.entered", SALES);
	floor_kit_at(&kit, 4 * 3600);
	floor_kit_expect(&kit, "lost", "lost@14400 <0 sales -\n");
	floor_kit_reload(&kit);
	play(30, "queue.left", SALES ",'outcome':'abandoned'");
	floor_kit_expect(&kit, "lost", "");
	floor_kit_expect(&kit, "left",
	                 "left@30 <0 sales - abandoned wait=30 out\n");
	wb_floor_count(kit.floor, &counters);
	ck_assert_uint_eq(counters.lost_entries, 0);
}
END_TEST

START_TEST(a_clock_that_is_set_back_ends_what_waits)
{
	play(3600, "queue.entered", SALES);
	play(10, "segment.started", SALES ANN);
	floor_kit_expect(&kit, "answered",
	                 "answered@10 <3600 sales ann wait=0 in\n");
	ck_assert_uint_eq(floor_kit_anomalies(&kit, WB_ANOMALY_BACKWARDS), 1);
}
END_TEST

START_TEST(clocks_that_differ_a_little_end_what_waits)
{
	play(10, "queue.entered", SALES);
	play(9, "segment.started", SALES ANN);
	floor_kit_expect(&kit, "answered",
	                 "answered@9 <10 sales ann wait=0 in\n");
	ck_assert_uint_eq(waiting(), 0);
}
END_TEST

START_TEST(an_answer_before_the_second_stay_does_not_end_it)
{
	play(0, "queue.entered", SALES);
	play(5, "segment.started", SALES ANN);
	play(20, "segment.ended", "'contact':'a'" ANN);
	play(30, "queue.entered", SALES);
	play(6, "segment.started", SALES BOB);
	ck_assert_uint_eq(waiting(), 1);
	floor_kit_expect(&kit, "answered",
	                 "answered@5 <0 sales ann wait=5 in\n");
}
END_TEST

START_TEST(very_many_stays_of_one_contact_are_bounded)
{
	char want[64];
	for (int i = 0; i < 200; i++) {
		play(i * 10, "queue.entered", SALES);
		play(i * 10 + 6, "queue.left", SALES ",'outcome':'timeout'");
		if (i % 50 == 0) {
			floor_kit_reload(&kit);
		}
	}
	const char *facts = floor_kit_facts(&kit, "left");
	for (int i = 0; i < 200; i++) {
		snprintf(want, sizeof(want), "left@%d <%d sales - timeout",
		         i * 10 + 6, i * 10);
		ck_assert_msg(strstr(facts, want) != NULL, "%s", want);
	}
	play(3000, "queue.entered", SALES);
	ck_assert_uint_eq(waiting(), 1);
}
END_TEST

START_TEST(a_channel_that_is_told_late_is_the_entrys)
{
	play(1, "queue.entered", SALES);
	floor_kit_expect(&kit, "offered", "offered@1 <1 sales -\n");
	play(0, "contact.started", "'contact':'a','channel':'email'");
	floor_kit_expect(&kit, "offered", "offered@1 <1 sales - email\n");
	ck_assert_uint_eq(waiting(), 1);
}
END_TEST

/* Talks in sales until `end`, then enters the second tier at 30. */
static void hand_up(double end)
{
	play(0, "queue.entered", SALES);
	play(5, "segment.started", SALES ANN);
	if (end < 30) {
		play(end, "segment.ended", "'contact':'a'" ANN);
	}
	play(30, "queue.entered", TECH);
	if (end > 30) {
		play(end, "segment.ended", "'contact':'a'" ANN);
	}
	play(60, "segment.started", TECH BOB);
	play(90, "segment.ended", "'contact':'a'" BOB);
}

START_TEST(who_goes_up_a_tier_is_escalated_once)
{
	hand_up(20);
	floor_kit_reload(&kit);
	floor_kit_expect(&kit, "escalated", "escalated@20 <0 sales ann\n");
}
END_TEST

START_TEST(who_goes_up_while_the_part_runs_is_escalated_then)
{
	hand_up(40);
	floor_kit_expect(&kit, "escalated", "escalated@30 <0 sales ann\n");
}
END_TEST

START_TEST(every_move_up_is_an_escalation)
{
	hand_up(20);
	play(100, "queue.entered", SALES);
	play(105, "segment.started", SALES ANN);
	play(110, "segment.ended", "'contact':'a'" ANN);
	floor_kit_expect(&kit, "escalated", "escalated@20 <0 sales ann\n");
	play(120, "segment.started", TECH BOB);
	floor_kit_expect(&kit, "escalated",
	                 "escalated@20 <0 sales ann\n"
	                 "escalated@110 <100 sales ann\n");
}
END_TEST

START_TEST(who_stays_in_the_first_tier_is_not_escalated)
{
	play(0, "queue.entered", SALES);
	play(5, "segment.started", SALES ANN);
	play(20, "segment.ended", "'contact':'a'" ANN);
	play(30, "queue.entered", "'contact':'a','queue':'support'");
	play(0, "queue.entered", "'contact':'b','queue':'techsupport'");
	floor_kit_expect(&kit, "escalated", "");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("stay");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, each_channel_has_its_own_threshold);
	tcase_add_test(tc,
	               stays_of_one_second_are_told_apart_by_the_events_ids);
	tcase_add_test(tc,
	               rings_of_one_second_are_told_apart_by_the_events_ids);
	tcase_add_test(tc, nobody_rings_beyond_a_talk_that_came_from_no_queue);
	tcase_add_test(tc, nobody_rings_on_for_who_left_and_came_back);
	tcase_add_test(tc,
	               a_ring_of_the_next_queue_begins_where_the_other_ends);
	tcase_add_test(tc, who_moves_on_rings_in_the_next_queue_at_once);
	tcase_add_test(tc, answers_that_change_places_keep_their_arrivals);
	tcase_add_test(tc, a_chat_waits_for_the_first_reply);
	tcase_add_test(tc, the_other_rings_are_over_when_a_chat_is_taken);
	tcase_add_test(tc, without_a_reply_the_end_is_the_answer);
	tcase_add_test(tc, who_hands_a_chat_on_did_not_answer_it);
	tcase_add_test(tc, each_agent_who_takes_a_chat_accepted_an_offer);
	tcase_add_test(tc,
	               the_end_of_the_contact_is_an_answer_while_it_is_served);
	tcase_add_test(tc, a_reply_means_nothing_to_a_call);
	tcase_add_test(tc, who_waited_for_hours_is_forgotten_an_hour_later);
	tcase_add_test(tc, who_is_lost_is_known_for_another_hour);
	tcase_add_test(tc, a_snapshot_ends_the_work_of_who_had_signed_out);
	tcase_add_test(tc, a_snapshot_finds_what_was_lost);
	tcase_add_test(tc, the_true_end_takes_a_loss_back);
	tcase_add_test(tc, a_clock_that_is_set_back_ends_what_waits);
	tcase_add_test(tc, clocks_that_differ_a_little_end_what_waits);
	tcase_add_test(tc, an_answer_before_the_second_stay_does_not_end_it);
	tcase_add_test(tc, very_many_stays_of_one_contact_are_bounded);
	tcase_add_test(tc, a_channel_that_is_told_late_is_the_entrys);
	tcase_add_test(tc, who_goes_up_a_tier_is_escalated_once);
	tcase_add_test(tc, who_goes_up_while_the_part_runs_is_escalated_then);
	tcase_add_test(tc, every_move_up_is_an_escalation);
	tcase_add_test(tc, who_stays_in_the_first_tier_is_not_escalated);
	return wb_test_run("floor/stay", tc);
}
