/* The log in the place of events that were missed. */

#include "acd/asterisk.h"

#include <check.h>
#include <stdlib.h>

#include "switch.h"

#define AGENT(name) "MemberName: " name "\nInterface: SIP/" name "\n"
#define JOIN(id)                                                               \
	"Event: QueueCallerJoin\nUniqueid: " id "\nQueue: sales\n"             \
	"Position: 1\n\n"
#define CONNECT(id, name)                                                      \
	"Event: AgentConnect\nUniqueid: " id                                   \
	"\nQueue: sales\n" AGENT(name) "HoldTime: 2\nRingTime: 1\n\n"
#define ENTERED(t, id)                                                         \
	t " queue.entered contact=" id " queue=sales channel=voice "           \
	  "position=1\n"
#define ACCEPTED(t, id, name)                                                  \
	t " offer.ended contact=" id " agent=" name                            \
	  " result=accepted queue=sales ring_ms=1000\n" t                      \
	  " segment.started contact=" id " agent=" name                        \
	  " queue=sales wait_ms=2000\n"

static void setup(void)
{
	switch_setup();
	switch_with_log();
	switch_says(
		1000,
		"Event: QueueMemberAdded\nQueue: sales\n" AGENT(
			"Ana") "Status: 1\nPaused: 0\n\n"
			       "Event: QueueMemberAdded\nQueue: sales\n" AGENT(
				       "Bob") "Status: 1\nPaused: 0\n\n");
	switch_ignore();
}

START_TEST(goes_on_with_the_log_while_cut_off)
{
	switch_says(10000, JOIN("c1") JOIN("c2"));
	switch_says(12000, CONNECT("c2", "Bob"));
	switch_ignore();
	wb_asterisk_disconnected(switch_mapper());
	switch_logs("13|c1|sales|Ana|RINGNOANSWER|8000");
	switch_logs("14|c1|sales|Ana|CONNECT|2|x|1");
	switch_logs("15|c3|sales|NONE|ENTERQUEUE||5551234|1");
	switch_logs("16|c3|sales|NONE|EXITWITHTIMEOUT|1|1|1");
	switch_logs("17|c2|sales|Bob|COMPLETEAGENT|2|5|1");
	switch_logs("18|c1|sales|Ana|BLINDTRANSFER|x|y|2|4|1");
	switch_logs("19|NONE|sales|Bob|PAUSE|lunch");
	switch_logs("20|NONE|sales|SIP/Bob|REMOVEMEMBER|");
	switch_logs("21|NONE|sales|SIP/Bob|ADDMEMBER|");
	switch_expect(
		"13000 offer.ended contact=c1 agent=Ana result=no_answer "
		"queue=sales ring_ms=8000\n" ACCEPTED("14000", "c1", "Ana")
			ENTERED("15000",
	                        "c3") "16000 queue.left contact=c3 queue=sales "
				      "outcome=timeout "
				      "wait_ms=1000\n"
				      "17000 segment.ended contact=c2 "
				      "agent=Bob by=agent "
				      "duration_ms=5000\n"
				      "18000 segment.transferred contact=c1 "
				      "agent=Ana kind=blind\n"
				      "18000 segment.ended contact=c1 "
				      "agent=Ana by=transfer "
				      "duration_ms=4000\n"
				      "19000 agent.state agent=Bob "
				      "state=not_ready reason=lunch "
				      "queue=sales\n"
				      "19000 agent.state agent=Bob "
				      "state=not_ready reason=lunch\n"
				      "20000 agent.queues agent=Bob "
				      "remove=sales\n"
				      "20000 agent.signed_out agent=Bob\n"
				      "21000 agent.signed_in agent=Bob "
				      "queues=sales\n");
}
END_TEST

START_TEST(counts_nothing_twice_at_either_end)
{
	switch_says(10000, JOIN("c1"));
	switch_says(12900, CONNECT("c1", "Ana"));
	switch_logs("10|c1|sales|NONE|ENTERQUEUE||1|1");
	switch_logs("12|c1|sales|Ana|CONNECT|2|x|1");
	switch_logs("13|c2|sales|NONE|ENTERQUEUE||1|1");
	switch_ignore();
	wb_asterisk_disconnected(switch_mapper());
	switch_expect(ENTERED("13000", "c2")); /* its event never came */
	switch_logs("20|c3|sales|NONE|ENTERQUEUE||1|1");
	switch_logs("21|c2|sales|Bob|CONNECT|2|x|1");
	switch_logs("21|c1|sales|Ana|COMPLETEAGENT|2|8|1");
	switch_ignore();
	wb_asterisk_connected(switch_mapper());
	switch_says(20900, JOIN("c3"));
	switch_says(21200, CONNECT("c2", "Bob"));
	switch_says(21300,
	            "Event: AgentComplete\nUniqueid: c1\nQueue: sales\n" AGENT(
			    "Ana") "HoldTime: 2\nTalkTime: 8\n"
	                           "Reason: agent\n");
	switch_expect("");
	switch_says(24000,
	            "Event: AgentComplete\nUniqueid: c2\nQueue: sales\n" AGENT(
			    "Bob") "HoldTime: 2\nTalkTime: 3\n"
	                           "Reason: caller\n");
	switch_expect("24000 segment.ended contact=c2 agent=Bob by=customer "
	              "duration_ms=3000\n");
}
END_TEST

START_TEST(does_not_take_the_log_for_events_while_connected)
{
	switch_logs("13|c2|sales|NONE|ENTERQUEUE||1|1");
	switch_logs("14|c2|sales|Ana|CONNECT|1|x|1");
	switch_logs("nonsense");
	switch_expect("");
}
END_TEST

START_TEST(closes_everything_when_the_switch_was_started)
{
	switch_says(10000, JOIN("c1"));
	switch_says(12000, CONNECT("c2", "Ana"));
	wb_asterisk_disconnected(switch_mapper());
	switch_ignore();
	switch_logs("15|NONE|NONE|NONE|QUEUESTART|");
	wb_asterisk_connected(switch_mapper());
	wb_asterisk_begin_list(switch_mapper(), "l1");
	switch_says(16000, "Event: QueueStatusComplete\nActionID: l1\n");
	switch_expect("16000 agent.queues agent=Ana remove=sales\n"
	              "16000 agent.signed_out agent=Ana\n"
	              "16000 agent.queues agent=Bob remove=sales\n"
	              "16000 agent.signed_out agent=Bob\n"
	              "16000 feed.snapshot phase=begin\n"
	              "16000 feed.snapshot phase=end\n");
}
END_TEST

static void seed(const char *line)
{
	wb_asterisk_seed(switch_mapper(), wb_str(line));
}

START_TEST(knows_the_talks_of_the_moment_after_its_own_restart)
{
	seed("10|c0|sales|NONE|ENTERQUEUE||1|1");
	seed("12|c0|sales|Bob|CONNECT|2|x|1");
	seed("14000|c1|sales|NONE|ENTERQUEUE||1|1");
	seed("14002|c1|sales|Ana|CONNECT|2|x|1");
	seed("14003|c2|sales|NONE|ENTERQUEUE||1|1");
	seed("14004|c3|sales|NONE|ENTERQUEUE||1|1");
	seed("14005|c3|sales|NONE|ABANDON|1|1|1");
	switch_expect("");
	wb_asterisk_seeded(switch_mapper(), 14415000);
	wb_asterisk_connected(switch_mapper());
	wb_asterisk_begin_list(switch_mapper(), "l1");
	switch_says(14415000,
	            "Event: QueueParams\nQueue: sales\nActionID: l1\n\n"
	            "Event: QueueMember\nQueue: sales\nName: Ana\n"
	            "Location: SIP/Ana\nStatus: 2\nPaused: 0\n"
	            "ActionID: l1\n\n"
	            "Event: QueueStatusComplete\nActionID: l1\n");
	switch_expect("14415000 agent.queues agent=Bob remove=sales\n"
	              "14415000 agent.signed_out agent=Bob\n"
	              "14415000 feed.snapshot phase=begin\n"
	              "14415000 agent.signed_in agent=Ana queues=sales\n"
	              "14415000 agent.state agent=Ana state=ready\n"
	              "14002000 segment.started contact=c1 agent=Ana "
	              "queue=sales wait_ms=2000\n"
	              "14415000 feed.snapshot phase=end\n");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("follow");
	tcase_add_checked_fixture(tc, setup, switch_teardown);
	tcase_add_test(tc, goes_on_with_the_log_while_cut_off);
	tcase_add_test(tc, counts_nothing_twice_at_either_end);
	tcase_add_test(tc, does_not_take_the_log_for_events_while_connected);
	tcase_add_test(tc, closes_everything_when_the_switch_was_started);
	tcase_add_test(tc, knows_the_talks_of_the_moment_after_its_own_restart);

	Suite *suite = suite_create("acd/follow");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
