#include "acd/asterisk.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "switch.h"

#define AGENT "Privilege: agent,all\n"
#define CALL "Privilege: call,all\n"
#define CALLER(id) "Uniqueid: " id "\nLinkedid: " id "\n"
#define MEMBER(queue, name)                                                    \
	"Queue: " queue "\nMemberName: " name "\nInterface: SIP/" name "\n"

#define JOIN(id, queue)                                                        \
	"Event: QueueCallerJoin\n" AGENT                                       \
	"CallerIDNum: 98215551234\n" CALLER(id) "Queue: " queue                \
						"\nPosition: 1\nCount: 1\n\n"
#define LEAVE(id, queue)                                                       \
	"Event: QueueCallerLeave\n" AGENT CALLER(id) "Queue: " queue "\n\n"
#define ABANDON(id, queue, hold)                                               \
	"Event: QueueCallerAbandon\n" AGENT CALLER(                            \
		id) "Queue: " queue "\nPosition: 1\nHoldTime: " hold "\n\n"
#define CALLED(id, queue, name)                                                \
	"Event: AgentCalled\n" AGENT CALLER(id) MEMBER(queue, name) "\n"
#define CONNECT(id, queue, name, hold)                                         \
	"Event: AgentConnect\n" AGENT CALLER(id)                               \
		MEMBER(queue, name) "DestUniqueid: d-" name                    \
				    "\nHoldTime: " hold "\nRingTime: 2\n\n"
#define COMPLETE(id, queue, name, hold, talk, reason)                          \
	"Event: AgentComplete\n" AGENT CALLER(id)                              \
		MEMBER(queue, name) "HoldTime: " hold "\nTalkTime: " talk      \
				    "\nReason: " reason "\n\n"

#define ENTERED(t, id, queue)                                                  \
	t " queue.entered contact=" id " queue=" queue                         \
	  " channel=voice position=1\n"
#define LEFT(t, id, queue, outcome)                                            \
	t " queue.left contact=" id " queue=" queue " outcome=" outcome

START_TEST(tells_a_call_from_entry_to_end)
{
	switch_says(1000, JOIN("c1", "sales"));
	switch_says(1100, CALLED("c1", "sales", "Ana"));
	switch_says(3100,
	            LEAVE("c1", "sales") CONNECT("c1", "sales", "Ana", "2"));
	switch_says(9100, COMPLETE("c1", "sales", "Ana", "2", "6", "caller"));
	switch_expect(ENTERED(
		"1000", "c1",
		"sales") "1100 offer.started contact=c1 queue=sales agent=Ana\n"
	                 "3100 offer.ended contact=c1 agent=Ana "
	                 "result=accepted "
	                 "queue=sales ring_ms=2000\n"
	                 "3100 segment.started contact=c1 agent=Ana "
	                 "queue=sales "
	                 "wait_ms=2000\n"
	                 "9100 segment.ended contact=c1 agent=Ana by=customer "
	                 "duration_ms=6000\n");
}
END_TEST

START_TEST(uses_the_time_of_the_packet_when_it_has_one)
{
	switch_says(99000, "Event: QueueCallerJoin\n" AGENT
	                   "Timestamp: 1795285220.123456\n"
	                   "Uniqueid: c1\nQueue: sales\nPosition: 1\n");
	switch_expect(ENTERED("1795285220123", "c1", "sales"));
}
END_TEST

START_TEST(cancels_the_other_rings_when_one_answers)
{
	switch_says(1000, JOIN("c1", "sales"));
	switch_says(1100,
	            CALLED("c1", "sales", "Ana") CALLED("c1", "sales", "Bob"));
	switch_ignore();
	switch_says(3100, CONNECT("c1", "sales", "Bob", "2"));
	switch_expect("3100 offer.ended contact=c1 agent=Bob result=accepted "
	              "queue=sales ring_ms=2000\n"
	              "3100 offer.ended contact=c1 agent=Ana "
	              "result=cancelled queue=sales ring_ms=2000\n"
	              "3100 segment.started contact=c1 agent=Bob queue=sales "
	              "wait_ms=2000\n");
}
END_TEST

START_TEST(tells_rings_that_led_to_nothing)
{
	switch_says(1000, JOIN("c1", "sales") CALLED("c1", "sales", "Ana")
	                          CALLED("c1", "sales", "Bob"));
	switch_ignore();
	switch_says(9000, "Event: AgentRingNoAnswer\n" AGENT CALLER("c1")
	                          MEMBER("sales", "Ana") "RingTime: 8000\n");
	switch_says(9500, "Event: AgentDump\n" AGENT CALLER("c1")
	                          MEMBER("sales", "Bob"));
	switch_expect("9000 offer.ended contact=c1 agent=Ana "
	              "result=no_answer queue=sales ring_ms=8000\n"
	              "9500 offer.ended contact=c1 agent=Bob result=failed "
	              "queue=sales\n");
}
END_TEST

/* What is said around the abandon and the leave, and what it means. */
static const struct {
	const char *before;
	const char *after;
	const char *outcome;
	bool at_once;
} exits[] = {
	/* class agent alone: an abandon, for all that one can tell */
	{ "", "", "abandoned", false },
	/* class call: the caller hung up */
	{ "Event: HangupRequest\n" CALL "Uniqueid: c1\n", "", "abandoned",
	  true },
	{ "Event: SoftHangupRequest\n" CALL "Uniqueid: c1\n", "", "abandoned",
	  true },
	/* class call, nobody hung up, and somebody could take calls */
	{ "Event: Newstate\n" CALL "Uniqueid: c9\n", "", "timeout", false },
	{ "Event: Newstate\n" CALL "Uniqueid: c9\n",
	  "Event: Hangup\n" CALL "Uniqueid: c1\n", "timeout", true },
	/* QUEUESTATUS, of class dialplan */
	{ "",
	  "Event: VarSet\nPrivilege: dialplan,all\nVariable: QUEUESTATUS\n"
	  "Value: TIMEOUT\nUniqueid: c1\n",
	  "timeout", true },
	{ "",
	  "Event: VarSet\nVariable: QUEUESTATUS\nValue: LEAVEEMPTY\n"
	  "Uniqueid: c1\n",
	  "empty", true },
	{ "",
	  "Event: VarSet\nVariable: QUEUESTATUS\nValue: LEAVEUNAVAIL\n"
	  "Uniqueid: c1\n",
	  "empty", true },
	{ "",
	  "Event: VarSet\nVariable: QUEUESTATUS\nValue: WITHDRAW\n"
	  "Uniqueid: c1\n",
	  "withdrawn", true },
	/* the dialplan's own event */
	{ "",
	  "Event: UserEvent\nUserEvent: QueueExit\nStatus: TIMEOUT\n"
	  "Uniqueid: c1\n",
	  "timeout", true },
	/* others' variables do not matter */
	{ "",
	  "Event: VarSet\nVariable: QUEUESTATUS\nValue: TIMEOUT\n"
	  "Uniqueid: c2\n\nEvent: VarSet\nVariable: OTHER\n"
	  "Value: TIMEOUT\nUniqueid: c1\n",
	  "abandoned", false },
	{ "",
	  "Event: VarSet\nVariable: QUEUESTATUS\nValue: CONTINUE\n"
	  "Uniqueid: c1\n",
	  "abandoned", false },
};

START_TEST(tells_how_a_caller_left)
{
	char want[256];

	switch_says(500, "Event: QueueMemberAdded\n" AGENT MEMBER(
				 "sales", "Ana") "Status: 1\nPaused: 0\n");
	switch_says(1000, JOIN("c1", "sales"));
	switch_says(5000, exits[_i].before);
	switch_ignore();
	switch_says(5000, ABANDON("c1", "sales", "4") LEAVE("c1", "sales"));
	switch_says(5010, exits[_i].after);
	snprintf(want, sizeof(want),
	         LEFT("5000", "c1", "sales", "%s") " wait_ms=4000\n",
	         exits[_i].outcome);
	if (!exits[_i].at_once) {
		switch_expect("");
		ck_assert_int_eq(wb_asterisk_next_change(switch_mapper()),
		                 5500);
		wb_asterisk_tick(switch_mapper(), 5499);
		switch_expect("");
		wb_asterisk_tick(switch_mapper(), 5500);
	}
	switch_expect(want);
}
END_TEST

START_TEST(takes_a_silent_exit_for_empty_when_nobody_could_take_calls)
{
	switch_says(500, "Event: QueueMemberAdded\n" AGENT MEMBER(
				 "sales", "Ana") "Status: 1\nPaused: 1\n");
	switch_says(1000, JOIN("c1", "sales"));
	switch_says(4000, "Event: Newstate\n" CALL "Uniqueid: c1\n");
	switch_ignore();
	switch_says(5000, ABANDON("c1", "sales", "4") LEAVE("c1", "sales"));
	wb_asterisk_tick(switch_mapper(), 6000);
	switch_expect(LEFT("5000", "c1", "sales", "empty") " wait_ms=4000\n");
	ck_assert_uint_eq(switch_mapper()->counters.guessed, 1);
}
END_TEST

START_TEST(takes_a_leave_alone_for_an_exit_by_key)
{
	switch_says(1000, JOIN("c1", "sales"));
	switch_says(5000, LEAVE("c1", "sales"));
	switch_ignore();
	wb_asterisk_tick(switch_mapper(), 5500);
	switch_expect(LEFT("5000", "c1", "sales", "exit_key") "\n");
}
END_TEST

START_TEST(tells_how_a_caller_left_before_the_next_queue)
{
	switch_says(1000, JOIN("c1", "sales"));
	switch_says(2000, "Event: QueueMemberAdded\n" MEMBER(
				  "sales", "Ana") "Status: 1\nPaused: 0\n");
	switch_says(5000, "Event: Newstate\n" CALL "Uniqueid: c1\n");
	switch_ignore();
	switch_says(6000, ABANDON("c1", "sales", "5") LEAVE("c1", "sales"));
	switch_says(6001, JOIN("c1", "support"));
	switch_expect(LEFT("6000", "c1", "sales",
	                   "timeout") " wait_ms=5000\n" ENTERED("6001", "c1",
	                                                        "support"));
}
END_TEST

START_TEST(takes_an_exit_back_when_the_agent_answers_late)
{
	switch_says(1000, JOIN("c1", "sales"));
	switch_says(5000, LEAVE("c1", "sales"));
	wb_asterisk_tick(switch_mapper(), 5500);
	switch_ignore();
	switch_says(9000, CONNECT("c1", "sales", "Ana", "4"));
	switch_expect("9000 queue.resumed contact=c1 queue=sales\n"
	              "9000 offer.ended contact=c1 agent=Ana result=accepted "
	              "queue=sales ring_ms=2000\n"
	              "9000 segment.started contact=c1 agent=Ana queue=sales "
	              "wait_ms=4000\n");
}
END_TEST

START_TEST(lets_the_log_decide)
{
	switch_with_log();
	switch_says(1000, JOIN("c1", "sales"));
	switch_says(5000, ABANDON("c1", "sales", "4") LEAVE("c1", "sales"));
	switch_says(5900, "Event: Hangup\n" CALL "Uniqueid: c1\n");
	switch_ignore();
	switch_logs("5|c1|sales|NONE|EXITEMPTY|1|1|4");
	switch_expect(LEFT("5000", "c1", "sales", "empty") " wait_ms=4000\n");
}
END_TEST

START_TEST(remembers_what_the_log_said_too_early)
{
	switch_with_log();
	switch_says(1000, JOIN("c1", "sales"));
	switch_ignore();
	switch_logs("2|c1|sales|NONE|ABANDON|1|1|4"); /* of another moment */
	switch_logs("5|c1|sales|NONE|EXITWITHKEY|1|1|1|4");
	switch_says(5300, LEAVE("c1", "sales"));
	switch_expect(
		LEFT("5300", "c1", "sales", "exit_key") " wait_ms=4000\n");
}
END_TEST

START_TEST(tells_a_caller_who_never_got_in)
{
	switch_says(1000, "Event: Newexten\nUniqueid: c1\nApplication: Queue\n"
	                  "AppData: sales,tT,,,20\n");
	switch_says(1001, "Event: VarSet\nVariable: QUEUESTATUS\n"
	                  "Value: JOINEMPTY\nUniqueid: c1\n");
	switch_says(1002, "Event: VarSet\nVariable: QUEUESTATUS\n"
	                  "Value: FULL\nUniqueid: c2\n");
	switch_expect("1001 queue.refused queue=sales reason=no_agents "
	              "contact=c1\n");
	ck_assert_uint_eq(switch_mapper()->counters.unplaced, 1);
}
END_TEST

START_TEST(places_a_full_queue_by_its_limit)
{
	wb_asterisk_begin_list(switch_mapper(), "l1");
	switch_says(1000, "Event: QueueParams\nQueue: sales\nMax: 1\n"
	                  "ActionID: l1\n\n"
	                  "Event: QueueParams\nQueue: support\nMax: 0\n"
	                  "ActionID: l1\n\n"
	                  "Event: QueueStatusComplete\nActionID: l1\n");
	switch_says(1000, JOIN("c1", "sales"));
	switch_ignore();
	switch_says(1002, "Event: VarSet\nVariable: QUEUESTATUS\n"
	                  "Value: FULL\nUniqueid: c2\n");
	switch_expect("1002 queue.refused queue=sales reason=full "
	              "contact=c2\n");
}
END_TEST

START_TEST(counts_a_second_visit_of_the_same_caller)
{
	switch_says(1000, JOIN("c1", "sales"));
	switch_says(2000,
	            LEAVE("c1", "sales") CONNECT("c1", "sales", "Ana", "1"));
	switch_says(8000, JOIN("c1", "support"));
	switch_says(8001, COMPLETE("c1", "sales", "Ana", "1", "6", "transfer"));
	switch_says(8500, JOIN("c1", "sales"));
	switch_expect(ENTERED(
		"1000", "c1",
		"sales") "2000 offer.ended contact=c1 agent=Ana "
	                 "result=accepted "
	                 "queue=sales ring_ms=2000\n"
	                 "2000 segment.started contact=c1 agent=Ana "
	                 "queue=sales "
	                 "wait_ms=1000\n" ENTERED(
				 "8000", "c1",
				 "support") "8001 segment.transferred "
	                                    "contact=c1 agent=Ana kind=blind\n"
	                                    "8001 segment.ended contact=c1 "
	                                    "agent=Ana by=transfer "
	                                    "duration_ms=6000\n" ENTERED(
						    "8500", "c1", "sales"));
}
END_TEST

/* How the end of a talk may name it, other than by its id. */
static const char *const endings[] = {
	/* another id, the same Linkedid */
	"Event: AgentComplete\nUniqueid: c7\nLinkedid: c1\n" MEMBER(
		"sales", "Ana") "HoldTime: 9\nTalkTime: 6\nReason: agent\n",
	/* another id and Linkedid, the same hold */
	"Event: AgentComplete\nUniqueid: c7\nLinkedid: c7\n" MEMBER(
		"sales", "Ana") "HoldTime: 1\nTalkTime: 6\nReason: agent\n",
	/* no caller at all */
	"Event: AgentComplete\n" MEMBER(
		"sales", "Ana") "HoldTime: 1\nTalkTime: 6\nReason: agent\n",
	/* told by the optimisation */
	"Event: LocalOptimizationBegin\n" CALL
	"LocalOneUniqueid: c1\nLocalTwoUniqueid: c2\nSourceUniqueid: c7\n\n"
	"Event: AgentComplete\nUniqueid: c7\nLinkedid: c7\n" MEMBER(
		"sales", "Ana") "HoldTime: 5\nTalkTime: 6\nReason: agent\n",
};

START_TEST(finds_a_talk_that_ends_under_another_name)
{
	switch_says(1000, JOIN("c0", "sales"));
	switch_says(1500, CONNECT("c0", "sales", "Ana", "4"));
	switch_says(1600, JOIN("c1", "sales"));
	switch_says(2000, CONNECT("c1", "sales", "Ana", "1"));
	switch_ignore();
	switch_says(8000, endings[_i]);
	switch_expect("8000 segment.ended contact=c1 agent=Ana by=agent "
	              "duration_ms=6000\n");
}
END_TEST

START_TEST(does_not_guess_between_two_talks)
{
	switch_says(1500, CONNECT("c0", "sales", "Ana", "4"));
	switch_says(2000, CONNECT("c1", "sales", "Ana", "1"));
	switch_ignore();
	switch_says(8000, COMPLETE("c7", "sales", "Ana", "9", "6", "agent"));
	switch_expect("");
	ck_assert_uint_eq(switch_mapper()->counters.unmatched, 1);
}
END_TEST

START_TEST(tells_hold_from_either_side)
{
	switch_says(2000, CONNECT("c1", "sales", "Ana", "1"));
	switch_ignore();
	switch_says(3000, "Event: Hold\n" CALL "Uniqueid: d-Ana\n");
	switch_says(3100, "Event: Hold\n" CALL "Uniqueid: d-Ana\n");
	switch_says(4000, "Event: Unhold\n" CALL "Uniqueid: c1\n");
	switch_says(5000,
	            "Event: Hold\n" CALL "Uniqueid: deep\nLinkedid: c1\n");
	switch_says(6000, "Event: Unhold\n" CALL "Uniqueid: stranger\n");
	switch_expect("3000 segment.held contact=c1 agent=Ana\n"
	              "4000 segment.retrieved contact=c1 agent=Ana\n"
	              "5000 segment.held contact=c1 agent=Ana\n");
}
END_TEST

/* The event before the end of a talk by transfer, and what it makes. */
static const struct {
	const char *event;
	const char *fields;
} transfers[] = {
	{ "Event: BlindTransfer\nTransfererUniqueid: d-Ana\n"
	  "TransfereeUniqueid: c1\nExtension: support\n",
	  "kind=blind to=support" },
	{ "Event: BlindTransfer\nTransfererUniqueid: other\n"
	  "TransfereeUniqueid: c1\nExtension: 00982155512345\n",
	  "kind=blind" },
	{ "Event: AttendedTransfer\nOrigTransfererUniqueid: d-Ana\n"
	  "TransfereeUniqueid: c1\n",
	  "kind=attended" },
	{ "Event: Transfer\nTransferType: Attended\nUniqueid: d-Ana\n",
	  "kind=attended" },
	{ "Event: Transfer\nTransferType: Blind\nUniqueid: d-Ana\n"
	  "TransferExten: 300\n",
	  "kind=blind to=300" },
	{ "Event: Newstate\nUniqueid: d-Ana\n", "kind=blind" },
};

START_TEST(tells_where_a_talk_was_transferred)
{
	char want[256];

	switch_says(2000, CONNECT("c1", "sales", "Ana", "1"));
	switch_ignore();
	switch_says(7999, transfers[_i].event);
	switch_says(8000, COMPLETE("c1", "sales", "Ana", "1", "6", "transfer"));
	snprintf(want, sizeof(want),
	         "8000 segment.transferred contact=c1 agent=Ana %s\n"
	         "8000 segment.ended contact=c1 agent=Ana by=transfer "
	         "duration_ms=6000\n",
	         transfers[_i].fields);
	switch_expect(want);
}
END_TEST

START_TEST(starts_after_contact_work_when_the_member_has_some)
{
	switch_says(1000, "Event: QueueMemberStatus\n" MEMBER(
				  "sales", "Ana") "Status: 1\nPaused: 0\n"
	                                          "Wrapuptime: 9\n");
	switch_says(2000, CONNECT("c1", "sales", "Ana", "1"));
	switch_ignore();
	switch_says(8000, COMPLETE("c1", "sales", "Ana", "1", "6", "agent"));
	switch_expect("8000 segment.ended contact=c1 agent=Ana by=agent "
	              "duration_ms=6000 wrapup_ms=9000\n");
}
END_TEST

START_TEST(follows_members_through_their_states)
{
	switch_says(1, "Event: QueueMemberAdded\n" MEMBER(
			       "sales", "Ana") "Status: 1\nPaused: 1\n"
	                                       "PausedReason: new\n");
	switch_says(2, "Event: QueueMemberPause\n" MEMBER(
			       "sales", "Ana") "Paused: 0\n"
	                                       "PausedReason: back\n");
	switch_says(3, "Event: QueueMemberStatus\n" MEMBER(
			       "sales", "Ana") "Status: 6\nPaused: 0\n");
	switch_says(4, "Event: QueueMemberStatus\n" MEMBER(
			       "sales", "Ana") "Status: 5\nPaused: 0\n");
	switch_says(5, "Event: QueueMemberStatus\n" MEMBER(
			       "sales", "Ana") "Status: 1\nPaused: 0\n");
	switch_says(6, "Event: QueueMemberRemoved\n" MEMBER("sales", "Ana"));
	switch_expect("1 agent.signed_in agent=Ana queues=sales\n"
	              "1 agent.state agent=Ana state=not_ready reason=new "
	              "queue=sales\n"
	              "1 agent.state agent=Ana state=not_ready reason=new\n"
	              "2 agent.state agent=Ana state=ready queue=sales\n"
	              "2 agent.state agent=Ana state=ready\n"
	              "4 agent.signed_out agent=Ana\n"
	              "5 agent.signed_in agent=Ana queues=sales\n"
	              "6 agent.queues agent=Ana remove=sales\n"
	              "6 agent.signed_out agent=Ana\n");
}
END_TEST

START_TEST(signs_nobody_out_in_the_middle_of_a_talk)
{
	switch_says(1, "Event: QueueMemberStatus\n" MEMBER(
			       "sales",
			       "Ana") "Status: 1\nPaused: 0\n\n"
	                              "Event: QueueMemberStatus\n" MEMBER(
					      "support",
					      "Ana") "Status: 1\nPaused: 0\n");
	switch_says(2000, CONNECT("c1", "sales", "Ana", "1"));
	switch_ignore();
	switch_says(3000,
	            "Event: QueueMemberStatus\n" MEMBER(
			    "sales", "Ana") "Status: 5\n\n"
	                                    "Event: QueueMemberStatus\n" MEMBER(
						    "support",
						    "Ana") "Status: 5\n");
	switch_expect("");
	switch_says(8000, COMPLETE("c1", "sales", "Ana", "1", "6", "agent"));
	switch_expect("8000 segment.ended contact=c1 agent=Ana by=agent "
	              "duration_ms=6000\n"
	              "8000 agent.signed_out agent=Ana\n");
}
END_TEST

START_TEST(uses_the_interface_when_a_member_has_no_name)
{
	switch_says(1, "Event: QueueMemberStatus\nQueue: sales\n"
	               "MemberName: \nInterface: SIP/100\nStatus: 1\n");
	switch_expect("1 agent.signed_in agent=SIP/100 queues=sales\n");
}
END_TEST

#define LIST_MEMBER(queue, name, status, paused)                               \
	"Event: QueueMember\nQueue: " queue "\nName: " name                    \
	"\nLocation: SIP/" name "\nStatus: " status "\nPaused: " paused        \
	"\nActionID: l1\n\n"
#define LIST_ENTRY(queue, id, wait)                                            \
	"Event: QueueEntry\nQueue: " queue "\nPosition: 1\nUniqueid: " id      \
	"\nWait: " wait "\nActionID: l1\n\n"
#define LIST_PARAMS(queue)                                                     \
	"Event: QueueParams\nQueue: " queue "\nMax: 0\nActionID: l1\n\n"
#define LIST_END "Event: QueueStatusComplete\nActionID: l1\n\n"

START_TEST(repeats_the_whole_state_after_a_list)
{
	wb_asterisk_begin_list(switch_mapper(), "l1");
	switch_says(9000,
	            LIST_PARAMS("sales") LIST_MEMBER("sales", "Ana", "1", "0")
	                    LIST_ENTRY("sales", "c1", "4"));
	switch_ignore();
	ck_assert_int_eq(wb_asterisk_list_queues(switch_mapper()), 1);
	switch_says(9001, LIST_END);
	switch_expect("9001 feed.snapshot phase=begin\n"
	              "9001 agent.signed_in agent=Ana queues=sales\n"
	              "9001 agent.state agent=Ana state=ready\n" ENTERED(
			      "5000", "c1", "sales") "9001 feed.snapshot "
	                                             "phase=end\n");
	switch_says(9500,
	            LEAVE("c1", "sales") CONNECT("c1", "sales", "Ana", "4"));
	switch_expect("9500 offer.ended contact=c1 agent=Ana result=accepted "
	              "queue=sales ring_ms=2000\n"
	              "9500 segment.started contact=c1 agent=Ana queue=sales "
	              "wait_ms=4000\n");
}
END_TEST

START_TEST(ignores_lists_of_others)
{
	wb_asterisk_begin_list(switch_mapper(), "l2");
	switch_says(9000, LIST_MEMBER("sales", "Ana", "1", "0")
	                          LIST_ENTRY("sales", "c1", "4") LIST_END);
	switch_expect("");
}
END_TEST

START_TEST(does_not_bring_back_who_left_while_the_list_came)
{
	switch_says(1000, JOIN("c1", "sales") JOIN("c2", "sales"));
	wb_asterisk_begin_list(switch_mapper(), "l1");
	switch_says(5000, "Event: HangupRequest\n" CALL
	                  "Uniqueid: c1\n\n" ABANDON("c1", "sales", "4")
	                          LEAVE("c1", "sales"));
	switch_says(5000, JOIN("c3", "sales"));
	switch_ignore();
	switch_says(5001, LIST_PARAMS("sales") LIST_ENTRY("sales", "c1", "4")
	                          LIST_ENTRY("sales", "c2", "4"));
	switch_says(5002, LIST_END);
	switch_expect("5002 feed.snapshot phase=begin\n" ENTERED(
		"1000", "c2", "sales") ENTERED("5000", "c3", "sales") "5002 "
	                                                              "feed."
	                                                              "snapshot"
	                                                              " phase="
	                                                              "end\n");
}
END_TEST

START_TEST(forgets_what_ended_while_it_was_cut_off)
{
	switch_says(1000,
	            "Event: QueueMemberAdded\n" MEMBER(
			    "sales",
			    "Ana") "Status: 1\nPaused: 0\n\n"
	                           "Event: QueueMemberAdded\n" MEMBER(
					   "sales",
					   "Bob") "Status: 1\nPaused: 0\n\n");
	switch_says(1000, JOIN("c1", "sales") JOIN("c2", "sales"));
	switch_says(2000, CONNECT("c3", "sales", "Ana", "1")
	                          CONNECT("c4", "sales", "Bob", "1")
	                                  CALLED("c1", "sales", "Eve"));
	wb_asterisk_disconnected(switch_mapper());
	wb_asterisk_connected(switch_mapper());
	wb_asterisk_begin_list(switch_mapper(), "l1");
	switch_says(5001,
	            LIST_PARAMS("sales") LIST_MEMBER("sales", "Ana", "2", "0")
	                    LIST_MEMBER("sales", "Bob", "1", "0")
	                            LIST_ENTRY("sales", "c2", "4"));
	switch_ignore();
	switch_says(5002, LIST_END);
	switch_expect("5002 feed.snapshot phase=begin\n"
	              "5002 agent.signed_in agent=Ana queues=sales\n"
	              "5002 agent.state agent=Ana state=ready\n"
	              "5002 agent.signed_in agent=Bob queues=sales\n"
	              "5002 agent.state agent=Bob state=ready\n" ENTERED(
			      "1000", "c2",
			      "sales") "2000 segment.started contact=c3 "
	                               "agent=Ana queue=sales wait_ms=1000\n"
	                               "5002 feed.snapshot phase=end\n");
	ck_assert_uint_eq(switch_mapper()->counters.lost, 2);
}
END_TEST

START_TEST(bears_packets_without_their_fields)
{
	static const char *const names[] = {
		"QueueCallerJoin",
		"QueueCallerLeave",
		"QueueCallerAbandon",
		"AgentCalled",
		"AgentConnect",
		"AgentComplete",
		"AgentDump",
		"AgentRingNoAnswer",
		"QueueMemberStatus",
		"QueueMemberPause",
		"QueueMemberRemoved",
		"Hold",
		"Unhold",
		"BlindTransfer",
		"AttendedTransfer",
		"VarSet",
		"UserEvent",
		"Hangup",
		"HangupRequest",
		"Newexten",
		"QueueEntry",
		"QueueMember",
		"QueueParams",
		"QueueStatusComplete",
		"Transfer",
		"LocalOptimizationBegin",
	};
	char packet[128];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(packet, sizeof(packet), "Event: %s\n", names[i]);
		switch_says(1000, packet);
		snprintf(packet, sizeof(packet),
		         "Event: %s\nQueue: \nUniqueid: \nInterface: \n",
		         names[i]);
		switch_says(1000, packet);
	}
	switch_expect("");
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

static TCase *calls(void)
{
	TCase *tc = tcase_create("calls");
	tcase_add_checked_fixture(tc, switch_setup, switch_teardown);
	tcase_add_test(tc, tells_a_call_from_entry_to_end);
	tcase_add_test(tc, uses_the_time_of_the_packet_when_it_has_one);
	tcase_add_test(tc, cancels_the_other_rings_when_one_answers);
	tcase_add_test(tc, tells_rings_that_led_to_nothing);
	tcase_add_loop_test(tc, tells_how_a_caller_left, 0, COUNT(exits));
	tcase_add_test(
		tc, takes_a_silent_exit_for_empty_when_nobody_could_take_calls);
	tcase_add_test(tc, takes_a_leave_alone_for_an_exit_by_key);
	tcase_add_test(tc, tells_how_a_caller_left_before_the_next_queue);
	tcase_add_test(tc, takes_an_exit_back_when_the_agent_answers_late);
	tcase_add_test(tc, lets_the_log_decide);
	tcase_add_test(tc, remembers_what_the_log_said_too_early);
	tcase_add_test(tc, tells_a_caller_who_never_got_in);
	tcase_add_test(tc, places_a_full_queue_by_its_limit);
	tcase_add_test(tc, counts_a_second_visit_of_the_same_caller);
	tcase_add_loop_test(tc, finds_a_talk_that_ends_under_another_name, 0,
	                    COUNT(endings));
	tcase_add_test(tc, does_not_guess_between_two_talks);
	tcase_add_test(tc, tells_hold_from_either_side);
	tcase_add_loop_test(tc, tells_where_a_talk_was_transferred, 0,
	                    COUNT(transfers));
	tcase_add_test(tc, starts_after_contact_work_when_the_member_has_some);
	tcase_add_test(tc, bears_packets_without_their_fields);
	return tc;
}

static TCase *members(void)
{
	TCase *tc = tcase_create("members and lists");
	tcase_add_checked_fixture(tc, switch_setup, switch_teardown);
	tcase_add_test(tc, follows_members_through_their_states);
	tcase_add_test(tc, signs_nobody_out_in_the_middle_of_a_talk);
	tcase_add_test(tc, uses_the_interface_when_a_member_has_no_name);
	tcase_add_test(tc, repeats_the_whole_state_after_a_list);
	tcase_add_test(tc, ignores_lists_of_others);
	tcase_add_test(tc, does_not_bring_back_who_left_while_the_list_came);
	tcase_add_test(tc, forgets_what_ended_while_it_was_cut_off);
	return tc;
}

int main(void)
{
	Suite *suite = suite_create("acd/asterisk");
	suite_add_tcase(suite, calls());
	suite_add_tcase(suite, members());
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
