#include "acd/log_mapper.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "event_log.h"

static struct event_log events;
static struct wb_log_mapper mapper;

static void setup(void)
{
	struct wb_customer_key none = { 0 };

	wb_log_mapper_init(&mapper,
	                   (struct wb_event_sink){ event_log_take, &events },
	                   &none);
}

static void teardown(void)
{
	wb_log_mapper_finish(&mapper);
	event_log_finish(&events);
}

static void take(const char *text)
{
	while (*text) {
		struct wb_queue_record record;
		const char *error = "";
		size_t len = strcspn(text, "\n");
		ck_assert_msg(wb_queue_log_parse((struct wb_str){ text, len },
		                                 &record, &error),
		              "%s: %s", text, error);
		wb_log_mapper_take(&mapper, &record);
		text += len + (text[len] == '\n');
	}
}

static void assert_events(const char *want)
{
	ck_assert_str_eq(event_log_lines(&events), want);
}

/* Each way out of a queue. */
static const struct {
	const char *record;
	const char *event;
} exits[] = {
	{ "9|c1|sales|NONE|ABANDON|1|2|3",
	  "9000 queue.left contact=c1 queue=sales outcome=abandoned "
	  "wait_ms=3000\n" },
	{ "9|c1|sales|Ana|ABANDON|1|2|3",
	  "9000 queue.left contact=c1 queue=sales outcome=abandoned "
	  "wait_ms=3000\n" },
	{ "9|c1|sales|NONE|EXITWITHTIMEOUT|1|1|20",
	  "9000 queue.left contact=c1 queue=sales outcome=timeout "
	  "wait_ms=20000\n" },
	{ "9|c1|sales|NONE|EXITWITHKEY|1|1|1|2",
	  "9000 queue.left contact=c1 queue=sales outcome=exit_key "
	  "wait_ms=2000\n" },
	{ "9|c1|sales|NONE|EXITEMPTY|1|1|4",
	  "9000 queue.left contact=c1 queue=sales outcome=empty "
	  "wait_ms=4000\n" },
	{ "9|c1|sales|NONE|WITHDRAW|1|2|3|by 4|5",
	  "9000 queue.left contact=c1 queue=sales outcome=withdrawn "
	  "wait_ms=3000\n" },
	{ "9|c1|sales|NONE|SYSCOMPAT|",
	  "9000 queue.left contact=c1 queue=sales outcome=failed\n" },
};

START_TEST(tells_how_a_caller_left)
{
	take(exits[_i].record);
	assert_events(exits[_i].event);
}
END_TEST

START_TEST(tells_a_call_from_entry_to_end)
{
	take("5|c1|sales|NONE|ENTERQUEUE||555|1|Some|One\n"
	     "8|c1|sales|Ana|CONNECT|3|c2|2\n"
	     "20|c1|sales|Ana|COMPLETECALLER|3|12|1\n");
	assert_events("5000 queue.entered contact=c1 queue=sales "
	              "channel=voice position=1\n"
	              "8000 agent.signed_in agent=Ana queues=sales\n"
	              "8000 offer.ended contact=c1 agent=Ana result=accepted "
	              "queue=sales ring_ms=2000\n"
	              "8000 segment.started contact=c1 agent=Ana queue=sales "
	              "wait_ms=3000\n"
	              "20000 segment.ended contact=c1 agent=Ana by=customer "
	              "duration_ms=12000\n");
}
END_TEST

/* The end of a talk that began with hold 3. */
static const struct {
	const char *record;
	const char *events;
} ends[] = {
	{ "20|c1|sales|Ana|COMPLETEAGENT|3|12|1",
	  "20000 segment.ended contact=c1 agent=Ana by=agent "
	  "duration_ms=12000\n" },
	{ "20|c9|sales|Ana|COMPLETEAGENT|3|12|1",
	  "20000 segment.ended contact=c1 agent=Ana by=agent "
	  "duration_ms=12000\n" },
	{ "20|c1|sales|Ana|BLINDTRANSFER|expert|queues|3|12|1",
	  "20000 segment.transferred contact=c1 agent=Ana kind=blind "
	  "to=expert\n"
	  "20000 segment.ended contact=c1 agent=Ana by=transfer "
	  "duration_ms=12000\n" },
	{ "20|c1|sales|Ana|BLINDTRANSFER|00982155512345|out|3|12|1",
	  "20000 segment.transferred contact=c1 agent=Ana kind=blind\n"
	  "20000 segment.ended contact=c1 agent=Ana by=transfer "
	  "duration_ms=12000\n" },
	{ "20|c1|sales|Ana|ATTENDEDTRANSFER|BRIDGE|b-1|3|12|1",
	  "20000 segment.transferred contact=c1 agent=Ana kind=attended\n"
	  "20000 segment.ended contact=c1 agent=Ana by=transfer "
	  "duration_ms=12000\n" },
	{ "20|c1|sales|Ana|ATTENDEDTRANSFER|LINK|x|y|3|12|1",
	  "20000 segment.transferred contact=c1 agent=Ana kind=attended\n"
	  "20000 segment.ended contact=c1 agent=Ana by=transfer "
	  "duration_ms=12000\n" },
	/* as before 1.8, and with an extension that has a separator */
	{ "20|c1|sales|Ana|TRANSFER|300|default|3|12",
	  "20000 segment.transferred contact=c1 agent=Ana kind=blind to=300\n"
	  "20000 segment.ended contact=c1 agent=Ana by=transfer "
	  "duration_ms=12000\n" },
	{ "20|c1|sales|Ana|TRANSFER|300|default|3|12|",
	  "20000 segment.transferred contact=c1 agent=Ana kind=blind to=300\n"
	  "20000 segment.ended contact=c1 agent=Ana by=transfer "
	  "duration_ms=12000\n" },
	{ "20|c1|sales|Ana|TRANSFER|3|00|default|3|12|1",
	  "20000 segment.transferred contact=c1 agent=Ana kind=blind to=3\n"
	  "20000 segment.ended contact=c1 agent=Ana by=transfer "
	  "duration_ms=12000\n" },
	{ "20|c1|sales|Ana|TRANSFER|300|default|3|12|1",
	  "20000 segment.transferred contact=c1 agent=Ana kind=blind to=300\n"
	  "20000 segment.ended contact=c1 agent=Ana by=transfer "
	  "duration_ms=12000\n" },
};

START_TEST(tells_how_a_talk_ended)
{
	take("8|c1|sales|Ana|CONNECT|3|c2|2");
	event_log_lines(&events);
	take(ends[_i].record);
	assert_events(ends[_i].events);
	ck_assert_uint_eq(mapper.unmatched, 0);
}
END_TEST

START_TEST(finds_the_right_one_of_several_talks_of_an_agent)
{
	take("8|c1|sales|Ana|CONNECT|3|x|2\n"
	     "9|c2|sales|Ana|CONNECT|7|y|2\n"
	     "9|c3|other|Ana|CONNECT|7|z|2\n");
	event_log_lines(&events);
	take("20|c8|sales|Ana|COMPLETEAGENT|7|11|1\n"
	     "21|c9|sales|Ana|COMPLETEAGENT|5|11|1\n");
	assert_events("20000 segment.ended contact=c2 agent=Ana by=agent "
	              "duration_ms=11000\n"
	              "21000 segment.ended contact=c1 agent=Ana by=agent "
	              "duration_ms=11000\n");
	ck_assert_uint_eq(mapper.renamed, 2);
}
END_TEST

START_TEST(keeps_the_id_of_an_end_without_a_beginning)
{
	take("20|c8|sales|Ana|COMPLETEAGENT|7|11|1");
	assert_events("20000 segment.ended contact=c8 agent=Ana by=agent "
	              "duration_ms=11000\n");
	ck_assert_uint_eq(mapper.unmatched, 1);
}
END_TEST

START_TEST(tells_rings_that_led_to_nothing)
{
	take("8|c1|sales|Ana|RINGNOANSWER|8000\n"
	     "9|c1|sales|Ana|RINGCANCELED|900\n"
	     "9|c1|sales|Ana|AGENTDUMP|\n");
	assert_events("8000 agent.signed_in agent=Ana queues=sales\n"
	              "8000 offer.ended contact=c1 agent=Ana result=no_answer "
	              "queue=sales ring_ms=8000\n"
	              "9000 offer.ended contact=c1 agent=Ana result=cancelled "
	              "queue=sales ring_ms=900\n"
	              "9000 offer.ended contact=c1 agent=Ana result=failed "
	              "queue=sales\n");
}
END_TEST

START_TEST(counts_a_pause_in_all_queues_once)
{
	take("1|c1|sales|Ana|CONNECT|3|x|2\n"
	     "1|c2|support|Ana|CONNECT|3|x|2\n");
	event_log_lines(&events);
	take("2|NONE|NONE|Ana|PAUSEALL|lunch\n"
	     "2|NONE|sales|Ana|PAUSE|lunch\n"
	     "2|NONE|support|Ana|PAUSE|lunch\n"
	     "9|NONE|NONE|Ana|UNPAUSEALL|back\n"
	     "9|NONE|sales|Ana|UNPAUSE|back\n");
	assert_events("2000 agent.state agent=Ana state=not_ready "
	              "reason=lunch queue=sales\n"
	              "2000 agent.state agent=Ana state=not_ready "
	              "reason=lunch queue=support\n"
	              "2000 agent.state agent=Ana state=not_ready "
	              "reason=lunch\n"
	              "9000 agent.state agent=Ana state=ready queue=sales\n"
	              "9000 agent.state agent=Ana state=ready\n");
}
END_TEST

START_TEST(waits_with_an_interface_until_it_does_something)
{
	take("1|MANAGER|sales|SIP/100|ADDMEMBER|PAUSED\n"
	     "2|MANAGER|sales|Ana|ADDMEMBER|PAUSED\n"
	     "3|MANAGER|sales|Ana|REMOVEMEMBER|\n"
	     "4|MANAGER|sales|SIP/100|REMOVEMEMBER|\n"
	     "5|c1|sales|SIP/200|CONNECT|0|x|0\n"
	     "6|MANAGER|other|SIP/200|ADDMEMBER|\n");
	assert_events("2000 agent.signed_in agent=Ana queues=sales\n"
	              "2000 agent.state agent=Ana state=not_ready "
	              "queue=sales\n"
	              "2000 agent.state agent=Ana state=not_ready\n"
	              "3000 agent.queues agent=Ana remove=sales\n"
	              "3000 agent.signed_out agent=Ana\n"
	              "5000 agent.signed_in agent=SIP/200 queues=sales\n"
	              "5000 offer.ended contact=c1 agent=SIP/200 "
	              "result=accepted queue=sales ring_ms=0\n"
	              "5000 segment.started contact=c1 agent=SIP/200 "
	              "queue=sales wait_ms=0\n"
	              "6000 agent.queues agent=SIP/200 add=other\n");
}
END_TEST

START_TEST(closes_everything_at_a_restart)
{
	take("1|c1|sales|Ana|CONNECT|3|x|2\n"
	     "2|NONE|sales|Ana|PAUSE|lunch\n");
	event_log_lines(&events);
	take("9|NONE|NONE|NONE|QUEUESTART|\n"
	     "12|c9|sales|Ana|CONNECT|3|x|2\n");
	assert_events("9000 feed.snapshot phase=begin\n"
	              "9000 feed.snapshot phase=end\n"
	              "12000 agent.signed_in agent=Ana queues=sales\n"
	              "12000 offer.ended contact=c9 agent=Ana result=accepted "
	              "queue=sales ring_ms=2000\n"
	              "12000 segment.started contact=c9 agent=Ana queue=sales "
	              "wait_ms=3000\n");
}
END_TEST

/* The daemon takes an event that is told twice, word for word, as one. */
START_TEST(tells_apart_what_happens_twice_in_a_second)
{
	events.with_ids = true;
	take("7|c1|sales|Ana|RINGNOANSWER|0\n");
	event_log_lines(&events);
	take("8|c1|sales|Ana|RINGNOANSWER|0\n"
	     "8|c1|sales|Ana|RINGNOANSWER|0\n");
	assert_events("8000 offer.ended id=2 contact=c1 agent=Ana "
	              "result=no_answer queue=sales ring_ms=0\n"
	              "8000 offer.ended id=3 contact=c1 agent=Ana "
	              "result=no_answer queue=sales ring_ms=0\n");
}
END_TEST

START_TEST(sends_a_customer_only_with_a_key)
{
	struct wb_customer_key key = { .present = true, .bytes = { 1 } };

	mapper.key = key;
	take("5|c1|sales|NONE|ENTERQUEUE||98215551234|1");
	const char *lines = event_log_lines(&events);
	ck_assert_ptr_nonnull(strstr(lines, "customer="));
	ck_assert_ptr_null(strstr(lines, "98215551234"));
}
END_TEST

static const char *const silent[] = {
	"1|NONE|NONE|NONE|CONFIGRELOAD|",
	"1|NONE|sales|SIP/1|PENALTY|0",
	"1|NONE|sales|SIP/1|RINGINUSE|1",
	"1|c1|NONE|2001|AGENTLOGIN|SIP/1-1",
	"1|c1|NONE|2001|AGENTLOGOFF|SIP/1-1|150",
	"1|c1|sales|Ana|OUTCALL|whatever",
	"1|NONE|sales|NONE|ENTERQUEUE||1|1",
	"1|c1|NONE|NONE|ENTERQUEUE||1|1",
	"1|c1|sales|NONE|CONNECT|1|x|1",
	"1|c1|sales|NONE|COMPLETEAGENT|1|1|1",
	"1|c1|sales|NONE|RINGNOANSWER|1000",
	"1|NONE|sales|NONE|PAUSE|x",
	"1|NONE|sales|Ana|REMOVEMEMBER|",
};

START_TEST(says_nothing_of_what_says_nothing)
{
	take(silent[_i]);
	assert_events("");
}
END_TEST

START_TEST(cleans_names_and_bears_missing_numbers)
{
	take("1|c\xff|sa\tles|Ana \xc3|CONNECT\n"
	     "2|c\xff|sa\tles|Ana \xc3|COMPLETEAGENT|x|-5\n");
	ck_assert_int_eq(events.count, 4);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

int main(void)
{
	TCase *tc = tcase_create("log_mapper");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, tells_how_a_caller_left, 0, COUNT(exits));
	tcase_add_test(tc, tells_a_call_from_entry_to_end);
	tcase_add_loop_test(tc, tells_how_a_talk_ended, 0, COUNT(ends));
	tcase_add_test(tc, finds_the_right_one_of_several_talks_of_an_agent);
	tcase_add_test(tc, keeps_the_id_of_an_end_without_a_beginning);
	tcase_add_test(tc, tells_rings_that_led_to_nothing);
	tcase_add_test(tc, counts_a_pause_in_all_queues_once);
	tcase_add_test(tc, waits_with_an_interface_until_it_does_something);
	tcase_add_test(tc, closes_everything_at_a_restart);
	tcase_add_test(tc, tells_apart_what_happens_twice_in_a_second);
	tcase_add_test(tc, sends_a_customer_only_with_a_key);
	tcase_add_loop_test(tc, says_nothing_of_what_says_nothing, 0,
	                    COUNT(silent));
	tcase_add_test(tc, cleans_names_and_bears_missing_numbers);

	Suite *suite = suite_create("acd/log_mapper");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
