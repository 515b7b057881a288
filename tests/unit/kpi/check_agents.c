/* Agents: states, head counts, occupancy, and groups. */

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

static struct wb_agent_now state_of(const char *agent)
{
	struct wb_agent_now now;
	const struct wb_floor *floor = wb_engine_floor(kit.engine);
	for (uint32_t i = 0; i < wb_floor_agent_count(floor); i++) {
		if (wb_str_is(wb_floor_agent_name(floor, i), agent)) {
			wb_floor_agent_now(floor, i, &now);
			return now;
		}
	}
	ck_abort_msg("no agent %s", agent);
	return now;
}

START_TEST(the_state_follows_the_priority)
{
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'ann','queues':['sales']");
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_AVAILABLE);
	kit_play(&kit, 10, "queue.entered", "'contact':'a','queue':'sales'");
	kit_play(&kit, 11, "offer.started",
	         "'contact':'a','queue':'sales','agent':'ann'");
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_RINGING);
	kit_play(&kit, 12, "agent.state",
	         "'agent':'ann','state':'not_ready','reason':'break'");
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_RINGING);
	kit_play(&kit, 13, "segment.started",
	         "'contact':'a','queue':'sales','agent':'ann'");
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_TALKING);
	kit_play(&kit, 14, "segment.held", "'contact':'a','agent':'ann'");
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_HOLDING);
	kit_play(&kit, 15, "segment.retrieved", "'contact':'a','agent':'ann'");
	kit_play(&kit, 16, "segment.ended",
	         "'contact':'a','agent':'ann','wrapup_ms':5000");
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_ACW);
	kit_at(&kit, 21);
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_NOT_READY);
	ck_assert_int_eq(state_of("ann").since, BASE + 21000);
	ck_assert(wb_str_is(state_of("ann").reason, "break"));
	kit_play(&kit, 30, "agent.signed_out", "'agent':'ann'");
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_SIGNED_OUT);
	kit_expect(&kit, "agents_signed_in", "total", WB_WINDOW_NOW, 0);
}
END_TEST

/* Without a bound this takes minutes and all memory: 50 years of quarters. */
START_TEST(an_agent_from_1970_costs_no_more_than_a_late_one)
{
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'ann','queues':['sales']");
	kit_at(&kit, 3600);
	for (int i = 0; i < 20; i++) {
		kit_play(&kit, -BASE / 1000 + i, "agent.state",
		         i % 2 ? "'agent':'bob','state':'ready'"
		               : "'agent':'bob','state':'not_ready'");
	}
	kit_at(&kit, 3601);
	kit_expect(&kit, "agents_signed_in", "total", WB_WINDOW_NOW, 2);
}
END_TEST

START_TEST(a_pending_break_begins_after_the_contact)
{
	kit_play(&kit, 0, "queue.entered", "'contact':'a','queue':'sales'");
	kit_play(&kit, 1, "segment.started",
	         "'contact':'a','queue':'sales','agent':'ann'");
	kit_play(&kit, 2, "agent.state",
	         "'agent':'ann','state':'not_ready','reason':'lunch',"
	         "'pending':true");
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_TALKING);
	ck_assert(wb_str_is(state_of("ann").pending, "lunch"));
	kit_play(&kit, 9, "segment.ended", "'contact':'a','agent':'ann'");
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_NOT_READY);
	ck_assert(wb_str_is(state_of("ann").reason, "lunch"));
	ck_assert_ptr_null(state_of("ann").pending.data);
}
END_TEST

START_TEST(a_new_reason_begins_a_new_time)
{
	kit_play(&kit, 0, "agent.signed_in", "'agent':'ann'");
	kit_play(&kit, 5, "agent.state",
	         "'agent':'ann','state':'not_ready','reason':'break'");
	kit_play(&kit, 65, "agent.state",
	         "'agent':'ann','state':'not_ready','reason':'meeting'");
	ck_assert_int_eq(state_of("ann").since, BASE + 65000);
	kit_expect(&kit, "agents_not_ready", "total", WB_WINDOW_NOW, 1);
}
END_TEST

START_TEST(an_agent_of_many_queues_counts_once_in_the_total)
{
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'ann','queues':['sales','support','techsupport']");
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'carl','queues':['sales']");
	kit_expect(&kit, "agents_available", "queue:sales", WB_WINDOW_NOW, 2);
	kit_expect(&kit, "agents_available", "queue:support", WB_WINDOW_NOW, 1);
	kit_expect(&kit, "agents_available", "department:front", WB_WINDOW_NOW,
	           2);
	kit_expect(&kit, "agents_available", "department:back", WB_WINDOW_NOW,
	           1);
	kit_expect(&kit, "agents_available", "team:red", WB_WINDOW_NOW, 1);
	kit_expect(&kit, "agents_available", "total", WB_WINDOW_NOW, 2);
	kit_play(&kit, 5, "agent.queues",
	         "'agent':'ann','remove':['support','techsupport']");
	kit_expect(&kit, "agents_available", "queue:support", WB_WINDOW_NOW, 0);
	kit_expect(&kit, "agents_available", "department:front", WB_WINDOW_NOW,
	           2);
	kit_expect(&kit, "agents_available", "department:back", WB_WINDOW_NOW,
	           0);
}
END_TEST

/* 60 s free, 30 s talk, 10 s hold, 20 s after-contact work: 60 of 120. */
static void play_minutes_of_work(void)
{
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'ann','queues':['sales']");
	kit_play(&kit, 55, "queue.entered", "'contact':'a','queue':'sales'");
	kit_play(&kit, 60, "segment.started",
	         "'contact':'a','queue':'sales','agent':'ann'");
	kit_play(&kit, 70, "segment.held", "'contact':'a','agent':'ann'");
	kit_play(&kit, 80, "segment.retrieved", "'contact':'a','agent':'ann'");
	kit_play(&kit, 100, "segment.ended",
	         "'contact':'a','agent':'ann','wrapup_ms':60000");
	kit_play(&kit, 120, "wrapup.ended", "'agent':'ann'");
}

START_TEST(occupancy_is_contact_time_of_contact_and_free_time)
{
	play_minutes_of_work();
	kit_expect_ratio(&kit, "occupancy", "agent:ann", WB_WINDOW_DAY, 60000,
	                 120000);
	kit_expect_ratio(&kit, "occupancy", "total", WB_WINDOW_15M, 60000,
	                 120000);
	kit_expect_ratio(&kit, "occupancy", "queue:sales", WB_WINDOW_1H, 60000,
	                 120000);
	kit_at(&kit, 240);
	kit_expect_ratio(&kit, "occupancy", "team:red", WB_WINDOW_INTERVAL,
	                 60000, 240000);
	/* The 15 minutes that end at 965 s begin at 66 s. */
	kit_at(&kit, 965);
	kit_expect_ratio(&kit, "occupancy", "total", WB_WINDOW_15M, 54000,
	                 965000 - 66000);
	/* A new interval has nothing but free time so far. */
	kit_at(&kit, 1810);
	kit_expect_ratio(&kit, "occupancy", "total", WB_WINDOW_INTERVAL, 0,
	                 10000);
}
END_TEST

/* Amazon: handle time is talk, hold and after-contact work. */
START_TEST(handle_time_is_talk_hold_and_after_contact_work)
{
	play_minutes_of_work();
	kit_expect(&kit, "handled", "agent:ann", WB_WINDOW_DAY, 1);
	kit_expect(&kit, "average_handle_time", "total", WB_WINDOW_DAY, 60000);
	kit_expect(&kit, "average_talk", "total", WB_WINDOW_DAY, 30000);
	kit_expect(&kit, "average_hold", "total", WB_WINDOW_DAY, 10000);
	kit_expect(&kit, "average_acw", "total", WB_WINDOW_DAY, 20000);
	kit_expect(&kit, "average_speed_of_answer", "total", WB_WINDOW_DAY,
	           5000);
}
END_TEST

START_TEST(handled_counts_when_after_contact_work_is_over)
{
	kit_call(&kit, 0, "a", "sales", "ann", 5, 5);
	kit_play(&kit, 20, "queue.entered", "'contact':'b','queue':'sales'");
	kit_play(&kit, 25, "segment.started",
	         "'contact':'b','queue':'sales','agent':'ann'");
	kit_play(&kit, 30, "segment.ended",
	         "'contact':'b','agent':'ann','wrapup_ms':10000");
	kit_expect(&kit, "handled", "total", WB_WINDOW_DAY, 1);
	kit_at(&kit, 40);
	kit_expect(&kit, "handled", "total", WB_WINDOW_DAY, 2);
	/* Word of an earlier end comes late: the limit's decision is undone. */
	kit_at(&kit, 50);
	kit_play_late(&kit, 34, "wrapup.ended", "'agent':'ann'");
	kit_expect(&kit, "handled", "total", WB_WINDOW_DAY, 2);
	kit_expect_ratio(&kit, "average_acw", "total", WB_WINDOW_DAY, 4000, 2);
	ck_assert_int_eq(state_of("ann").since, BASE + 34000);
}
END_TEST

START_TEST(the_next_segment_ends_after_contact_work)
{
	kit_play(&kit, 0, "segment.started", "'contact':'a','agent':'ann'");
	kit_play(&kit, 10, "segment.ended",
	         "'contact':'a','agent':'ann','wrapup_ms':60000");
	kit_play(&kit, 15, "segment.started", "'contact':'b','agent':'ann'");
	kit_expect_ratio(&kit, "average_acw", "total", WB_WINDOW_DAY, 5000, 1);
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_TALKING);
}
END_TEST

START_TEST(a_state_that_comes_late_moves_the_time)
{
	kit_play(&kit, 0, "agent.signed_in", "'agent':'ann'");
	kit_at(&kit, 100);
	kit_play_late(&kit, 60, "agent.state",
	              "'agent':'ann','state':'not_ready','reason':'break'");
	kit_expect_ratio(&kit, "occupancy", "total", WB_WINDOW_15M, 0, 60000);
	/* Earlier than the change before it: 40 s free in all. */
	kit_play_late(&kit, 40, "segment.started",
	              "'contact':'a','agent':'ann'");
	kit_expect_ratio(&kit, "occupancy", "total", WB_WINDOW_15M, 60000,
	                 100000);
}
END_TEST

START_TEST(a_changed_team_takes_its_people_along)
{
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'ann','queues':['sales']");
	kit.agents[0].team = wb_str("blue");
	kit_replan(&kit);
	kit_expect(&kit, "agents_available", "team:red", WB_WINDOW_NOW, 0);
	kit_expect(&kit, "agents_available", "team:blue", WB_WINDOW_NOW, 1);
	kit_expect(&kit, "agents_available", "total", WB_WINDOW_NOW, 1);
}
END_TEST

START_TEST(strangers_count_under_their_own_names)
{
	kit_call(&kit, 0, "a", "lobby", "zoe", 1, 2);
	kit_expect(&kit, "answered", "queue:lobby", WB_WINDOW_DAY, 1);
	kit_expect(&kit, "handled", "agent:zoe", WB_WINDOW_DAY, 1);
	kit_expect(&kit, "agents_signed_in", "queue:lobby", WB_WINDOW_NOW, 1);
}
END_TEST

START_TEST(a_break_that_is_to_come_is_told_of_its_scopes)
{
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'ann','queues':['sales']");
	kit_call(&kit, 10, "a", "sales", "ann", 5, 0.1);
	kit_play(&kit, 20, "segment.started", "'contact':'b','agent':'ann'");
	kit_play(&kit, 30, "agent.state",
	         "'agent':'ann','state':'not_ready','reason':'break',"
	         "'pending':true");
	kit_expect(&kit, "agents_pending", "total", WB_WINDOW_NOW, 1);
	kit_expect(&kit, "agents_pending", "team:red", WB_WINDOW_NOW, 1);
	kit_expect(&kit, "agents_pending", "queue:sales", WB_WINDOW_NOW, 1);
	kit_expect(&kit, "agents_pending", "queue:support", WB_WINDOW_NOW, 0);
	kit_play(&kit, 40, "segment.ended", "'contact':'b','agent':'ann'");
	kit_expect(&kit, "agents_pending", "total", WB_WINDOW_NOW, 0);
	kit_expect(&kit, "agents_not_ready", "total", WB_WINDOW_NOW, 1);
}
END_TEST

START_TEST(handled_per_agent_counts_those_who_were_signed_in)
{
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'ann','queues':['sales']");
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'bob','queues':['sales']");
	kit_call(&kit, 10, "a", "sales", "ann", 5, 20);
	kit_call(&kit, 50, "b", "sales", "ann", 5, 20);
	kit_call(&kit, 100, "c", "sales", "bob", 5, 20);
	kit_play(&kit, 200, "agent.signed_out", "'agent':'bob'");
	kit_expect_ratio(&kit, "handled_per_agent", "total", WB_WINDOW_1H, 3,
	                 2);
	kit_expect(&kit, "handled_per_agent", "total", WB_WINDOW_1H, 150);
	kit_expect_ratio(&kit, "handled_per_agent", "team:red", WB_WINDOW_DAY,
	                 3, 2);
	kit_expect_ratio(&kit, "handled_per_agent", "agent:ann", WB_WINDOW_DAY,
	                 2, 1);
	kit_expect_ratio(&kit, "handled_per_agent", "team:blue", WB_WINDOW_DAY,
	                 0, 0);
	kit_at(&kit, 200 + 900); /* bob is long gone */
	kit_expect_ratio(&kit, "handled_per_agent", "total", WB_WINDOW_15M, 0,
	                 1);
}
END_TEST

/* Somebody changes crews and comes back; nobody's time is lost or doubled. */
START_TEST(time_stays_with_the_queues_it_was_spent_for)
{
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'ann','queues':['sales']");
	kit_play(&kit, 100, "agent.queues",
	         "'agent':'ann','add':['support'],'remove':['sales']");
	kit_play(&kit, 300, "agent.queues",
	         "'agent':'ann','add':['sales'],'remove':['support']");
	kit_at(&kit, 600);
	kit_expect(&kit, "available_time", "queue:sales", WB_WINDOW_1H, 400000);
	kit_expect(&kit, "available_time", "queue:support", WB_WINDOW_1H,
	           200000);
	kit_expect(&kit, "available_time", "total", WB_WINDOW_1H, 600000);
	/* the first crews are gone by then */
	kit_at(&kit, 2 * 3600);
	kit_expect(&kit, "available_time", "queue:sales", WB_WINDOW_DAY,
	           7000000);
	kit_expect(&kit, "available_time", "queue:support", WB_WINDOW_DAY,
	           200000);
	kit_expect(&kit, "available_time", "queue:support", WB_WINDOW_1H, 0);
	kit_expect(&kit, "available_time", "total", WB_WINDOW_DAY, 7200000);
	kit_expect(&kit, "available_time", "total", WB_WINDOW_1H, 3599000);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("agents");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_state_follows_the_priority);
	tcase_add_test(tc, an_agent_from_1970_costs_no_more_than_a_late_one);
	tcase_add_test(tc, a_pending_break_begins_after_the_contact);
	tcase_add_test(tc, a_new_reason_begins_a_new_time);
	tcase_add_test(tc, an_agent_of_many_queues_counts_once_in_the_total);
	tcase_add_test(tc, occupancy_is_contact_time_of_contact_and_free_time);
	tcase_add_test(tc, handle_time_is_talk_hold_and_after_contact_work);
	tcase_add_test(tc, handled_counts_when_after_contact_work_is_over);
	tcase_add_test(tc, the_next_segment_ends_after_contact_work);
	tcase_add_test(tc, a_state_that_comes_late_moves_the_time);
	tcase_add_test(tc, a_changed_team_takes_its_people_along);
	tcase_add_test(tc, strangers_count_under_their_own_names);
	tcase_add_test(tc, a_break_that_is_to_come_is_told_of_its_scopes);
	tcase_add_test(tc, handled_per_agent_counts_those_who_were_signed_in);
	tcase_add_test(tc, time_stays_with_the_queues_it_was_spent_for);
	return wb_test_run("kpi/agents", tc);
}
