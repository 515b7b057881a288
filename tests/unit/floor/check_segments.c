/*
 * Agents' parts of contacts: held, transferred, side by side, too long; what
 * is planned for agents; what snapshots and very late words do to all that.
 */

#include <check.h>
#include <stdio.h>

#include "engine_kit.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)
#define A "'contact':'a','agent':'ann'"
#define B "'contact':'b','agent':'ann'"
#define C "'contact':'c','agent':'ann'"

static struct kit kit;

static void setup(void)
{
	kit_open(&kit, BASE);
}

static void teardown(void)
{
	kit_close(&kit);
}

static void day(const char *kpi, int64_t value)
{
	kit_expect(&kit, kpi, "total", WB_WINDOW_DAY, value);
}

static void ratio(const char *kpi, int64_t num, int64_t den)
{
	kit_expect_ratio(&kit, kpi, "total", WB_WINDOW_DAY, num, den);
}

static struct wb_agent_now state_of(const char *agent)
{
	struct wb_agent_now now = { .state = WB_AGENT_STATE_COUNT };
	const struct wb_floor *floor = wb_engine_floor(kit.engine);
	for (uint32_t i = 0; i < wb_floor_agent_count(floor); i++) {
		if (wb_str_is(wb_floor_agent_name(floor, i), agent)) {
			wb_floor_agent_now(floor, i, &now);
		}
	}
	return now;
}

static bool is_marked(const char *agent, enum wb_agent_mark mark)
{
	return (state_of(agent).marks >> mark & 1u) != 0;
}

/* ---- held and transferred ---- */

START_TEST(a_segment_is_held_once_however_often)
{
	kit_play(&kit, 0, "segment.started", A);
	kit_play(&kit, 10, "segment.held", A);
	kit_play(&kit, 20, "segment.retrieved", A);
	kit_play(&kit, 30, "segment.held", A);
	kit_play(&kit, 50, "segment.ended", A);
	kit_play(&kit, 60, "segment.started", B);
	kit_play(&kit, 90, "segment.ended", B);
	ratio("hold_rate", 1, 2);
	ratio("average_hold", 30000, 2);
	ratio("average_hold_held", 30000, 1);
}
END_TEST

START_TEST(the_last_transfer_that_was_told_counts)
{
	kit_play(&kit, 0, "segment.started", A);
	kit_play(&kit, 10, "segment.transferred", A ",'kind':'blind'");
	kit_play(&kit, 12, "segment.transferred", A ",'kind':'attended'");
	kit_play(&kit, 20, "segment.ended", A ",'by':'transfer'");
	day("transfers_attended", 1);
	day("transfers_blind", 0);
	ratio("transfer_rate", 1, 1);
	/* told after the end, and before it in truth: nothing new */
	kit_play_late(&kit, 11, "segment.transferred", A ",'kind':'queue'");
	day("transfers_attended", 1);
	/* told after the end of all work, and that is when it was */
	kit_play(&kit, 25, "segment.transferred", A ",'kind':'external'");
	day("transfers_attended", 0);
	day("transfers_external", 1);
	day("handled", 1);
}
END_TEST

/* ---- side by side ---- */

START_TEST(contacts_side_by_side_share_the_agents_time)
{
	kit_play(&kit, 0, "segment.started", A);
	kit_play(&kit, 10, "segment.started", B);
	kit_play(&kit, 40, "segment.ended", A ",'wrapup_ms':5000");
	kit_play(&kit, 60, "segment.ended", B);
	/* a: 10 + 30 / 2, b: 30 / 2 + 20; 60 s of ann in all */
	ratio("average_agent_time", 60000 + 5000, 2);
	ratio("concurrency", 40000 + 50000, 60000);
	ratio("average_talk", 90000, 2);
}
END_TEST

START_TEST(a_third_each_adds_up_to_the_whole)
{
	kit_play(&kit, 0, "segment.started", A);
	kit_play(&kit, 0, "segment.started", B);
	kit_play(&kit, 0, "segment.started", C);
	kit_play(&kit, 0.010, "segment.ended", A);
	kit_play(&kit, 0.010, "segment.ended", B);
	kit_play(&kit, 0.010, "segment.ended", C);
	/* 3.33 ms each, rounded once */
	ratio("concurrency", 30, 9);
	kit_play(&kit, 1, "segment.started", A);
	kit_play(&kit, 1, "segment.started", B);
	kit_play(&kit, 1, "segment.started", C);
	kit_play(&kit, 1.001, "segment.ended", A);
	kit_play(&kit, 1.002, "segment.ended", B);
	kit_play(&kit, 1.003, "segment.ended", C);
	/* 0.33, 0.83 and 1.83 ms: 0, 1 and 2 */
	ratio("concurrency", 36, 12);
}
END_TEST

START_TEST(the_share_of_a_duration_that_was_told_is_in_proportion)
{
	kit_play(&kit, 0, "segment.started", A);
	kit_play(&kit, 10, "segment.started", B);
	kit_play(&kit, 30, "segment.ended", A ",'duration_ms':60000");
	kit_play(&kit, 30, "segment.ended", B ",'duration_ms':21000");
	/* a had 20 of its 30 s, b 10 of its 20 */
	ratio("concurrency", 81000, 40000 + 10500);
	kit_play(&kit, 40, "segment.started", C);
	kit_play(&kit, 45, "segment.ended", C ",'duration_ms':7000");
	ratio("concurrency", 88000, 57500);
}
END_TEST

START_TEST(a_chat_that_begins_leaves_the_work_of_another_alone)
{
	kit_play(&kit, 0, "segment.started", A);
	kit_play(&kit, 0, "segment.started", B);
	kit_play(&kit, 10, "segment.ended", A ",'wrapup_ms':60000");
	kit_play(&kit, 20, "segment.started", C);
	day("handled", 0);
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_TALKING);
	kit_play(&kit, 35, "wrapup.ended", "'contact':'a','agent':'ann'");
	ratio("average_acw", 25000, 1);
	/* nothing else is open: the next one ends the work */
	kit_play(&kit, 40, "segment.ended", B);
	kit_play(&kit, 50, "segment.ended", C ",'wrapup_ms':60000");
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_ACW);
	kit_play(&kit, 57, "segment.started", A);
	ratio("average_acw", 32000, 3);
}
END_TEST

/* ---- handles beyond the limit ---- */

START_TEST(a_handle_beyond_the_limit_stands_until_it_is_done)
{
	kit.queues[0].handle_limit = 100 * WB_SECOND;
	kit.queues[1].handle_limit = 0;
	kit_replan(&kit);
	kit_call(&kit, 0, "x", "support", "bob", 1, 1);
	kit_play(&kit, 10, "segment.started", A ",'queue':'sales'");
	kit_play(&kit, 10, "segment.started",
	         "'contact':'b','agent':'bob','queue':'support'");
	kit_at(&kit, 110);
	day("long_handles", 0);
	kit_at(&kit, 110.001);
	day("long_handles", 1);
	kit_expect(&kit, "long_handles", "queue:sales", WB_WINDOW_5M, 1);
	kit_expect(&kit, "long_handles", "agent:ann", WB_WINDOW_5M, 1);
	kit_play(&kit, 150, "segment.ended", A ",'wrapup_ms':20000");
	day("long_handles", 1); /* the work belongs to it */
	kit_at(&kit, 170);
	day("long_handles", 0);
	/* without a limit none is too long */
	kit_at(&kit, 7200);
	day("long_handles", 0);
}
END_TEST

START_TEST(an_end_told_late_takes_a_long_handle_back)
{
	kit.plan.defaults.handle_limit = 100 * WB_SECOND;
	kit_replan(&kit);
	kit_play(&kit, 10, "segment.started", A);
	kit_at(&kit, 200);
	day("long_handles", 1);
	kit_play_late(&kit, 90, "segment.ended", A);
	day("long_handles", 0);
	day("handled", 1);
	/* another limit holds from the next word on */
	kit_play(&kit, 210, "segment.started", B);
	kit.plan.defaults.handle_limit = 10 * WB_SECOND;
	kit_replan(&kit);
	kit_play(&kit, 230, "segment.held", B);
	day("long_handles", 1);
}
END_TEST

/* ---- plans and places ---- */

START_TEST(who_is_signed_in_from_elsewhere_is_remote)
{
	kit_play(&kit, 0, "agent.signed_in", "'agent':'ann','place':'remote'");
	kit_play(&kit, 0, "agent.signed_in", "'agent':'bob'");
	kit_expect(&kit, "agents_remote", "total", WB_WINDOW_NOW, 1);
	kit_play(&kit, 10, "agent.signed_in", "'agent':'ann','place':'floor'");
	kit_expect(&kit, "agents_remote", "total", WB_WINDOW_NOW, 0);
	kit_play(&kit, 20, "agent.signed_in", "'agent':'bob','place':'remote'");
	kit_expect(&kit, "agents_remote", "team:red", WB_WINDOW_NOW, 1);
	kit_play(&kit, 30, "agent.signed_out", "'agent':'bob'");
	kit_expect(&kit, "agents_remote", "total", WB_WINDOW_NOW, 0);
}
END_TEST

/* Plans `class` for ann, told at `at`. */
static void plan(double at, const char *class, double from, double to)
{
	char fields[200];
	snprintf(fields, sizeof(fields),
	         "'agent':'ann','activity':'x','class':'%s','from':%lld,"
	         "'to':%lld",
	         class, (long long)(BASE + (wb_ms)(from * 1000)),
	         (long long)(BASE + (wb_ms)(to * 1000)));
	kit_play(&kit, at, "agent.schedule", fields);
}

static void adhered(int64_t seconds, int64_t scheduled)
{
	kit_expect_ratio(&kit, "adherence", "agent:ann", WB_WINDOW_DAY,
	                 seconds * 1000, scheduled * 1000);
}

START_TEST(adherence_is_time_as_planned_of_planned_time)
{
	static const struct wb_reason_plan reasons[] = {
		{ .name = { "coffee", 6 }, .class_name = { "break", 5 } },
	};
	kit.plan.reasons = reasons;
	kit.plan.reason_count = WB_COUNT(reasons);
	kit_replan(&kit);
	plan(0, "on_queue", 100, 400);
	plan(0, "break", 400, 500);
	plan(0, "training", 500, 600);
	plan(0, "off", 600, 700);
	kit_at(&kit, 130);
	adhered(0, 30);
	ck_assert(is_marked("ann", WB_MARK_SCHEDULED));
	ck_assert(!is_marked("ann", WB_MARK_ADHERENT));
	kit_play(&kit, 130, "agent.signed_in", "'agent':'ann'");
	ck_assert(is_marked("ann", WB_MARK_ADHERENT));
	kit_at(&kit, 400);
	adhered(270, 300);
	/* coffee is a break; training is a reason of its own */
	kit_play(&kit, 420, "agent.state",
	         "'agent':'ann','state':'not_ready','reason':'coffee'");
	kit_at(&kit, 500);
	adhered(350, 400);
	kit_play(&kit, 510, "agent.state",
	         "'agent':'ann','state':'not_ready','reason':'training'");
	kit_at(&kit, 600);
	adhered(440, 500);
	kit_play(&kit, 650, "agent.signed_out", "'agent':'ann'");
	kit_at(&kit, 1000);
	adhered(490, 600);
	ck_assert(!is_marked("ann", WB_MARK_SCHEDULED));
}
END_TEST

START_TEST(talking_is_work_and_a_break_to_come_is_not_one_yet)
{
	plan(0, "work", 0, 100);
	plan(0, "break", 100, 200);
	kit_play(&kit, 0, "segment.started", A);
	kit_play(&kit, 90, "agent.state",
	         "'agent':'ann','state':'not_ready','reason':'break',"
	         "'pending':true");
	kit_play(&kit, 150, "segment.ended", A);
	kit_at(&kit, 200);
	adhered(150, 200);
}
END_TEST

START_TEST(the_plan_that_was_told_last_holds)
{
	kit_play(&kit, 0, "agent.signed_in", "'agent':'ann'");
	plan(10, "work", 100, 400);
	plan(20, "break", 200, 300); /* cuts the work in two */
	plan(50, "work", 0, 80);     /* holds from when it is told */
	kit_at(&kit, 80);
	adhered(30, 30);
	kit_at(&kit, 400);
	adhered(30 + 200, 30 + 300);
	/* an older word that comes late gives way where they overlap */
	plan(500, "work", 600, 700);
	kit_play_late(&kit, 490, "agent.schedule",
	              "'agent':'ann','activity':'x','class':'off',"
	              "'from':1763460550000,'to':1763460750000");
	kit_at(&kit, 800);
	adhered(230 + 100, 330 + 200);
}
END_TEST

START_TEST(plans_of_one_agent_are_bounded)
{
	for (int i = 0; i < WB_AGENT_PLANS_MAX + 20; i++) {
		plan(i, "work", 1000 + 10 * i, 1005 + 10 * i);
	}
	kit_at(&kit, 5000);
	adhered(0, 5 * WB_AGENT_PLANS_MAX);
}
END_TEST

/* ---- midnight, snapshots, what is very late ---- */

START_TEST(midnight_resets_numbers_and_nothing_else)
{
	/* the day began at 00:00 UTC; BASE is 10:00 */
	kit_play(&kit, 0, "agent.signed_in", "'agent':'ann','place':'remote'");
	kit_play(&kit, 13 * 3600, "segment.started", A);
	kit_at(&kit, 14 * 3600 + 600);
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_TALKING);
	ck_assert_int_eq(state_of("ann").since, BASE + 13 * WB_HOUR);
	day("handled", 0);
	ratio("occupancy", 600000, 600000);
	kit_expect(&kit, "agents_remote", "total", WB_WINDOW_NOW, 1);
}
END_TEST

START_TEST(a_snapshot_leaves_after_contact_work_and_plans_alone)
{
	plan(0, "work", 0, 1000);
	kit_play(&kit, 0, "segment.started", A);
	kit_play(&kit, 1, "segment.started", "'contact':'b','agent':'bob'");
	kit_play(&kit, 10, "segment.ended", A ",'wrapup_ms':30000");
	kit_play(&kit, 11, "segment.ended",
	         "'contact':'b','agent':'bob','wrapup_ms':30000");
	kit_play(&kit, 20, "feed.snapshot", "'phase':'begin'");
	kit_play(&kit, 20, "agent.signed_in", "'agent':'ann'");
	kit_play(&kit, 20, "feed.snapshot", "'phase':'end'");
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_ACW);
	/* bob is gone, and his work with him */
	ck_assert_int_eq(state_of("bob").state, WB_AGENT_SIGNED_OUT);
	ratio("average_acw", 9000, 1);
	kit_at(&kit, 40);
	ratio("average_acw", 39000, 2);
	ck_assert(is_marked("ann", WB_MARK_ADHERENT));
}
END_TEST

START_TEST(a_segment_that_a_snapshot_repeats_runs_on)
{
	kit_play(&kit, 0, "segment.started", A);
	kit_play(&kit, 0, "segment.started", "'contact':'b','agent':'bob'");
	kit_play(&kit, 60, "feed.snapshot", "'phase':'begin'");
	kit_play(&kit, 60, "segment.started", A);
	kit_play(&kit, 60, "feed.snapshot", "'phase':'end'");
	/* its end was a little before, and is told now */
	kit_play_late(&kit, 59, "segment.ended", A);
	ratio("average_talk", 59000, 1);
	/* the other was lost; its true end comes after all */
	day("handled", 1);
	kit_play(&kit, 70, "segment.ended", "'contact':'b','agent':'bob'");
	ratio("average_talk", 59000 + 70000, 2);
}
END_TEST

START_TEST(beyond_the_bound_newer_word_stays)
{
	kit_play(&kit, 0, "agent.signed_in", "'agent':'ann'");
	for (int i = 0; i < 20; i++) { /* notes that are folded */
		kit_play(&kit, 10 + i, "agent.state",
		         i % 2 ? "'agent':'ann','state':'not_ready'"
		               : "'agent':'ann','state':'ready'");
	}
	kit_play(&kit, 100, "agent.state", "'agent':'ann','state':'ready'");
	kit_play(&kit, 2000, "agent.state", "'agent':'ann','state':'ready'");
	kit_play_late(&kit, 15, "agent.signed_out", "'agent':'ann'");
	kit_play_late(&kit, 16, "agent.state",
	              "'agent':'ann','state':'not_ready'");
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_AVAILABLE);
	/* a segment that is so late counts with its duration */
	kit_play_late(&kit, 40, "segment.started", A);
	kit_play_late(&kit, 70, "segment.ended", A);
	ratio("average_talk", 30000, 1);
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_AVAILABLE);
}
END_TEST

START_TEST(very_many_words_in_a_short_time_are_bounded)
{
	kit_play(&kit, 0, "agent.signed_in", "'agent':'ann'");
	for (int i = 0; i < 4 * WB_AGENT_NOTES_MAX; i++) {
		kit_play(&kit, 1 + i * 0.01, "agent.state",
		         i % 2 ? "'agent':'ann','state':'not_ready'"
		               : "'agent':'ann','state':'ready'");
	}
	kit_play_late(&kit, 20, "segment.started", A);
	kit_at(&kit, 60);
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_TALKING);
	kit_play(&kit, 80, "segment.ended", A);
	ratio("average_talk", 60000, 1);
}
END_TEST

START_TEST(an_end_a_moment_before_its_beginning_is_no_time)
{
	kit_at(&kit, 20);
	kit_play_late(&kit, 10, "segment.started", A);
	kit_play_late(&kit, 9.5, "segment.ended", A);
	ratio("average_talk", 0, 1);
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_AVAILABLE);
	kit_play_late(&kit, 15, "segment.started", B);
	kit_play_late(&kit, 13, "segment.ended", B);
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_TALKING);
}
END_TEST

START_TEST(what_happens_in_one_second_is_taken_in_its_order)
{
	kit_play(&kit, 0, "segment.started", A);
	/* whole seconds: the next begins when the last one ends */
	kit_at(&kit, 40);
	kit_play_late(&kit, 30, "segment.started", B);
	kit_play_late(&kit, 30, "segment.ended", A ",'wrapup_ms':60000");
	ratio("average_acw", 0, 1);
	/* begun and ended at once */
	kit_play_late(&kit, 35, "segment.ended", C);
	kit_play_late(&kit, 35, "segment.started", C);
	ratio("concurrency", 30000, 30000);
	kit_expect(&kit, "handled", "total", WB_WINDOW_DAY, 2);
	kit_play(&kit, 40, "segment.ended", B);
	/* out and back within a second */
	kit_play(&kit, 50, "agent.state", "'agent':'ann','state':'ready'");
	kit_play(&kit, 50, "agent.state", "'agent':'ann','state':'not_ready'");
	kit_play(&kit, 50, "agent.state", "'agent':'ann','state':'ready'");
	ck_assert_int_eq(state_of("ann").state, WB_AGENT_AVAILABLE);
}
END_TEST

static void add_plans(TCase *tc)
{
	tcase_add_test(tc, who_is_signed_in_from_elsewhere_is_remote);
	tcase_add_test(tc, adherence_is_time_as_planned_of_planned_time);
	tcase_add_test(tc, talking_is_work_and_a_break_to_come_is_not_one_yet);
	tcase_add_test(tc, the_plan_that_was_told_last_holds);
	tcase_add_test(tc, plans_of_one_agent_are_bounded);
}

int main(void)
{
	TCase *tc = tcase_create("segments");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_segment_is_held_once_however_often);
	tcase_add_test(tc, the_last_transfer_that_was_told_counts);
	tcase_add_test(tc, contacts_side_by_side_share_the_agents_time);
	tcase_add_test(tc, a_third_each_adds_up_to_the_whole);
	tcase_add_test(tc,
	               the_share_of_a_duration_that_was_told_is_in_proportion);
	tcase_add_test(tc, a_chat_that_begins_leaves_the_work_of_another_alone);
	tcase_add_test(tc, a_handle_beyond_the_limit_stands_until_it_is_done);
	tcase_add_test(tc, an_end_told_late_takes_a_long_handle_back);
	add_plans(tc);
	tcase_add_test(tc, midnight_resets_numbers_and_nothing_else);
	tcase_add_test(tc,
	               a_snapshot_leaves_after_contact_work_and_plans_alone);
	tcase_add_test(tc, a_segment_that_a_snapshot_repeats_runs_on);
	tcase_add_test(tc, beyond_the_bound_newer_word_stays);
	tcase_add_test(tc, very_many_words_in_a_short_time_are_bounded);
	tcase_add_test(tc, an_end_a_moment_before_its_beginning_is_no_time);
	tcase_add_test(tc, what_happens_in_one_second_is_taken_in_its_order);
	return wb_test_run("floor/segments", tc);
}
