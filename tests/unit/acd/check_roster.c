#include "acd/roster.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "event_log.h"

static struct event_log events;
static struct wb_roster roster;

static void setup(void)
{
	wb_roster_init(&roster,
	               (struct wb_event_sink){ event_log_take, &events });
}

static void teardown(void)
{
	wb_roster_finish(&roster);
	event_log_finish(&events);
}

static void set(wb_ms t, const char *agent, const char *queue, bool reachable,
                const char *pause)
{
	struct wb_membership state = {
		.reachable = reachable,
		.paused = pause != NULL,
		.reason = wb_str(pause),
	};
	wb_roster_set(&roster, t, wb_str(agent), wb_str(queue), &state);
}

static void assert_events(const char *want)
{
	ck_assert_str_eq(event_log_lines(&events), want);
}

START_TEST(signs_in_with_the_first_queue_and_out_with_the_last)
{
	set(1, "Ana", "sales", true, NULL);
	set(2, "Ana", "support", true, NULL);
	wb_roster_leave(&roster, 3, wb_str("Ana"), wb_str("sales"));
	wb_roster_leave(&roster, 4, wb_str("Ana"), wb_str("support"));
	wb_roster_leave(&roster, 5, wb_str("Ana"), wb_str("support"));
	assert_events("1 agent.signed_in agent=Ana queues=sales\n"
	              "2 agent.queues agent=Ana add=support\n"
	              "3 agent.queues agent=Ana remove=sales\n"
	              "4 agent.queues agent=Ana remove=support\n"
	              "4 agent.signed_out agent=Ana\n");
	ck_assert(!wb_roster_knows(&roster, wb_str("Ana")));
}
END_TEST

START_TEST(is_not_ready_when_paused_in_every_queue)
{
	set(1, "Ana", "sales", true, NULL);
	set(1, "Ana", "support", true, NULL);
	event_log_lines(&events);
	set(2, "Ana", "sales", true, "lunch");
	assert_events("2 agent.state agent=Ana state=not_ready reason=lunch "
	              "queue=sales\n");
	set(3, "Ana", "support", true, "meeting");
	assert_events("3 agent.state agent=Ana state=not_ready reason=meeting "
	              "queue=support\n"
	              "3 agent.state agent=Ana state=not_ready "
	              "reason=meeting\n");
	set(4, "Ana", "support", true, NULL);
	assert_events("4 agent.state agent=Ana state=ready queue=support\n"
	              "4 agent.state agent=Ana state=ready\n");
}
END_TEST

START_TEST(tells_a_new_reason_and_nothing_that_did_not_change)
{
	set(1, "Ana", "sales", true, "");
	event_log_lines(&events);
	set(2, "Ana", "sales", true, "");
	assert_events("");
	set(3, "Ana", "sales", true, "a|b");
	assert_events("3 agent.state agent=Ana state=not_ready reason=a|b "
	              "queue=sales\n"
	              "3 agent.state agent=Ana state=not_ready reason=a|b\n");
}
END_TEST

START_TEST(joining_a_further_queue_makes_a_paused_agent_ready)
{
	set(1, "Ana", "sales", true, "lunch");
	event_log_lines(&events);
	wb_roster_join(&roster, 2, wb_str("Ana"), wb_str("support"));
	assert_events("2 agent.queues agent=Ana add=support\n"
	              "2 agent.state agent=Ana state=ready\n");
	wb_roster_leave(&roster, 3, wb_str("Ana"), wb_str("support"));
	assert_events("3 agent.queues agent=Ana remove=support\n"
	              "3 agent.state agent=Ana state=not_ready "
	              "reason=lunch\n");
}
END_TEST

START_TEST(is_signed_in_while_the_phone_is_there)
{
	set(1, "Ana", "sales", false, "lunch");
	assert_events("");
	set(2, "Ana", "sales", true, "lunch");
	assert_events("2 agent.signed_in agent=Ana queues=sales\n"
	              "2 agent.state agent=Ana state=not_ready reason=lunch "
	              "queue=sales\n"
	              "2 agent.state agent=Ana state=not_ready reason=lunch\n");
	set(3, "Ana", "sales", false, "lunch");
	assert_events("3 agent.signed_out agent=Ana\n");
}
END_TEST

START_TEST(repeats_the_state_of_those_who_are_there)
{
	set(1, "Ana", "sales", true, NULL);
	set(1, "Bob", "sales", false, NULL);
	set(1, "Eve", "sales", true, "lunch");
	event_log_lines(&events);
	wb_roster_repeat(&roster, 9);
	assert_events("9 agent.signed_in agent=Ana queues=sales\n"
	              "9 agent.state agent=Ana state=ready\n"
	              "9 agent.signed_in agent=Eve queues=sales\n"
	              "9 agent.state agent=Eve state=not_ready reason=lunch "
	              "queue=sales\n"
	              "9 agent.state agent=Eve state=not_ready reason=lunch\n");
}
END_TEST

START_TEST(leaves_what_a_list_did_not_have)
{
	set(1, "Ana", "sales", true, NULL);
	set(1, "Ana", "support", true, NULL);
	set(1, "Bob", "sales", true, NULL);
	event_log_lines(&events);
	wb_roster_unmark(&roster);
	set(2, "Ana", "support", true, NULL);
	wb_roster_leave_unmarked(&roster, 3);
	assert_events("3 agent.queues agent=Ana remove=sales\n"
	              "3 agent.queues agent=Bob remove=sales\n"
	              "3 agent.signed_out agent=Bob\n");
}
END_TEST

START_TEST(splits_a_long_list_of_queues)
{
	char name[16];

	set(1, "Ana", "q0", false, NULL);
	for (int i = 1; i < 30; i++) {
		snprintf(name, sizeof(name), "q%d", i);
		set(1, "Ana", name, false, NULL);
	}
	set(2, "Ana", "q0", true, NULL);
	ck_assert_int_eq(events.count, 2);
}
END_TEST

START_TEST(takes_no_agent_and_no_queue_without_a_name)
{
	set(1, " ", "sales", true, NULL);
	set(1, "Ana", "", true, NULL);
	ck_assert_int_eq(events.count, 0);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("roster");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, signs_in_with_the_first_queue_and_out_with_the_last);
	tcase_add_test(tc, is_not_ready_when_paused_in_every_queue);
	tcase_add_test(tc, tells_a_new_reason_and_nothing_that_did_not_change);
	tcase_add_test(tc, joining_a_further_queue_makes_a_paused_agent_ready);
	tcase_add_test(tc, is_signed_in_while_the_phone_is_there);
	tcase_add_test(tc, repeats_the_state_of_those_who_are_there);
	tcase_add_test(tc, leaves_what_a_list_did_not_have);
	tcase_add_test(tc, splits_a_long_list_of_queues);
	tcase_add_test(tc, takes_no_agent_and_no_queue_without_a_name);

	Suite *suite = suite_create("acd/roster");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
