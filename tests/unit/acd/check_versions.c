/*
 * The same minute on a switch of each generation: the packets differ in their
 * names and fields, the events must not.
 */

#include "acd/asterisk.h"

#include <check.h>
#include <stdlib.h>

#include "switch.h"

struct version {
	const char *name;
	const char *list;
	const char *join;
	const char *called;
	const char *answered;
	const char *pause;
	const char *complete;
	const char *abandon;
};

static const struct version versions[] = {
	{
		.name = "11",
		.list = "Response: Success\nActionID: l1\n"
			"Message: Queue status will follow\n\n"
			"Event: QueueParams\nQueue: sales\nMax: 0\n"
			"Strategy: ringall\nCalls: 0\nHoldtime: 0\n"
			"ActionID: l1\n\n"
			"Event: QueueMember\nQueue: sales\nName: Ana\n"
			"Location: SIP/100\nMembership: static\nPenalty: 0\n"
			"CallsTaken: 0\nLastCall: 0\nStatus: 1\nPaused: 0\n"
			"ActionID: l1\n\n"
			"Event: QueueStatusComplete\nActionID: l1\n\n",
		.join = "Event: Join\nPrivilege: call,all\nChannel: SIP/9-1\n"
			"CallerIDNum: 5551234\nQueue: sales\nPosition: 1\n"
			"Count: 1\nUniqueid: c1\n\n",
		.called = "Event: AgentCalled\nPrivilege: agent,all\n"
			  "Queue: sales\nAgentCalled: SIP/100\n"
			  "AgentName: Ana\nChannelCalling: SIP/9-1\n"
			  "DestinationChannel: SIP/100-2\nUniqueid: c1\n\n",
		.answered = "Event: Leave\nPrivilege: call,all\n"
			    "Channel: SIP/9-1\nQueue: sales\nCount: 0\n"
			    "Position: 1\nUniqueid: c1\n\n"
			    "Event: AgentConnect\nPrivilege: agent,all\n"
			    "Queue: sales\nUniqueid: c1\nChannel: SIP/9-1\n"
			    "Member: SIP/100\nMemberName: Ana\nHoldtime: 2\n"
			    "BridgedChannel: c2\nRingtime: 2\n\n",
		.pause = "Event: QueueMemberPaused\nPrivilege: agent,all\n"
			 "Queue: sales\nLocation: SIP/100\nMemberName: Ana\n"
			 "Paused: 1\nReason: lunch\n\n",
		.complete = "Event: AgentComplete\nPrivilege: agent,all\n"
			    "Queue: sales\nUniqueid: c1\nChannel: SIP/9-1\n"
			    "Member: SIP/100\nMemberName: Ana\nHoldTime: 2\n"
			    "TalkTime: 6\nReason: caller\n\n",
		.abandon = "Event: QueueCallerAbandon\nPrivilege: agent,all\n"
			   "Queue: sales\nUniqueid: c1\nPosition: 1\n"
			   "OriginalPosition: 1\nHoldTime: 3\n\n"
			   "Event: Leave\nPrivilege: call,all\nQueue: sales\n"
			   "Count: 0\nUniqueid: c1\n\n",
	},
	{
		.name = "13",
		.list = "Response: Success\nActionID: l1\nEventList: start\n"
			"Message: Queue status will follow\n\n"
			"Event: QueueParams\nQueue: sales\nMax: 0\n"
			"ActionID: l1\n\n"
			"Event: QueueMember\nQueue: sales\nName: Ana\n"
			"Location: SIP/100\nStateInterface: SIP/100\n"
			"Membership: static\nPenalty: 0\nCallsTaken: 0\n"
			"LastCall: 0\nInCall: 0\nStatus: 1\nPaused: 0\n"
			"PausedReason: \nActionID: l1\n\n"
			"Event: QueueStatusComplete\nActionID: l1\n"
			"EventList: Complete\nListItems: 2\n\n",
		.join = "Event: QueueCallerJoin\nPrivilege: agent,all\n"
			"Channel: SIP/9-1\nCallerIDNum: 5551234\n"
			"Uniqueid: c1\nLinkedid: c1\nPosition: 1\n"
			"Queue: sales\nCount: 1\n\n",
		.called = "Event: AgentCalled\nPrivilege: agent,all\n"
			  "Uniqueid: c1\nLinkedid: c1\nDestUniqueid: c2\n"
			  "MemberName: Ana\nInterface: SIP/100\n"
			  "Queue: sales\n\n",
		.answered = "Event: QueueCallerLeave\nPrivilege: agent,all\n"
			    "Uniqueid: c1\nLinkedid: c1\nQueue: sales\n\n"
			    "Event: AgentConnect\nPrivilege: agent,all\n"
			    "Uniqueid: c1\nLinkedid: c1\nDestUniqueid: c2\n"
			    "RingTime: 2\nHoldTime: 2\nMemberName: Ana\n"
			    "Interface: SIP/100\nQueue: sales\n\n",
		.pause = "Event: QueueMemberPause\nPrivilege: agent,all\n"
			 "MemberName: Ana\nInterface: SIP/100\nQueue: sales\n"
			 "StateInterface: SIP/100\nStatus: 1\nPaused: 1\n"
			 "PausedReason: lunch\nReason: lunch\n\n",
		.complete = "Event: AgentComplete\nPrivilege: agent,all\n"
			    "Uniqueid: c1\nLinkedid: c1\nDestUniqueid: c2\n"
			    "HoldTime: 2\nTalkTime: 6\nReason: caller\n"
			    "MemberName: Ana\nInterface: SIP/100\n"
			    "Queue: sales\n\n",
		.abandon = "Event: QueueCallerAbandon\nPrivilege: agent,all\n"
			   "Uniqueid: c1\nLinkedid: c1\nPosition: 1\n"
			   "OriginalPosition: 1\nHoldTime: 3\nQueue: sales\n\n"
			   "Event: QueueCallerLeave\nPrivilege: agent,all\n"
			   "Uniqueid: c1\nLinkedid: c1\nQueue: sales\n\n",
	},
	{
		.name = "22 with systemname and channelvars",
		.list = "Event: QueueParams\nQueue: sales\nMax: 0\n"
			"ServicelevelPerf2: 0.0\nWeight: 0\nActionID: l1\n\n"
			"Event: QueueMember\nQueue: sales\nName: Ana\n"
			"Location: SIP/100\nStateInterface: SIP/100\n"
			"Membership: static\nPenalty: 0\nCallsTaken: 0\n"
			"LastCall: 0\nLastPause: 0\nLoginTime: 1\nInCall: 0\n"
			"Status: 1\nPaused: 0\nPausedReason: \nWrapuptime: 0\n"
			"ActionID: l1\n\n"
			"Event: QueueStatusComplete\nActionID: l1\n"
			"EventList: Complete\nListItems: 2\n\n",
		.join = "Event: QueueCallerJoin\nPrivilege: agent,all\n"
			"SystemName: pbx1\nSequenceNumber: 7\nFile: x.c\n"
			"Channel: SIP/9-1\nCallerIDNum: 5551234\n"
			"CallerIDName: A: colon | \"x\"\nUniqueid: c1\n"
			"Linkedid: c1\nTenantid: t\n"
			"ChanVariable(SIP/9-1): a=b\nQueue: sales\n"
			"Position: 1\nCount: 1\n\n",
		.called = "Event: AgentCalled\nPrivilege: agent,all\n"
			  "SystemName: pbx1\nUniqueid: c1\nLinkedid: c1\n"
			  "DestUniqueid: c2\nQueue: sales\n"
			  "Interface: SIP/100\nMemberName: Ana\n\n",
		.answered = "Event: QueueCallerLeave\nPrivilege: agent,all\n"
			    "Uniqueid: c1\nLinkedid: c1\nQueue: sales\n\n"
			    "Event: AgentConnect\nPrivilege: agent,all\n"
			    "Uniqueid: c1\nLinkedid: c1\nDestUniqueid: c2\n"
			    "Queue: sales\nInterface: SIP/100\n"
			    "MemberName: Ana\nHoldTime: 2\nRingTime: 2\n\n",
		.pause = "Event: QueueMemberPause\nPrivilege: agent,all\n"
			 "Queue: sales\nMemberName: Ana\nInterface: SIP/100\n"
			 "Status: 1\nPaused: 1\nPausedReason: lunch\n"
			 "Wrapuptime: 0\n\n",
		.complete = "Event: AgentComplete\nPrivilege: agent,all\n"
			    "Queue: sales\nInterface: SIP/100\n"
			    "MemberName: Ana\nHoldTime: 2\nTalkTime: 6\n"
			    "Reason: caller\n\n",
		.abandon = "Event: QueueCallerAbandon\nPrivilege: agent,all\n"
			   "Uniqueid: c1\nLinkedid: c1\nQueue: sales\n"
			   "Position: 1\nOriginalPosition: 1\nHoldTime: 3\n\n"
			   "Event: QueueCallerLeave\nPrivilege: agent,all\n"
			   "Uniqueid: c1\nLinkedid: c1\nQueue: sales\n\n",
	},
};

START_TEST(makes_the_same_events_of_every_version)
{
	const struct version *v = &versions[_i];

	wb_asterisk_begin_list(switch_mapper(), "l1");
	switch_says(900, v->list);
	switch_expect("900 agent.signed_in agent=Ana queues=sales\n"
	              "900 feed.snapshot phase=begin\n"
	              "900 agent.signed_in agent=Ana queues=sales\n"
	              "900 agent.state agent=Ana state=ready\n"
	              "900 feed.snapshot phase=end\n");
	switch_says(1000, v->join);
	switch_says(1100, v->called);
	switch_says(3100, v->answered);
	switch_says(4000, v->pause);
	switch_says(9100, v->complete);
	switch_expect(
		"1000 queue.entered contact=c1 queue=sales channel=voice "
		"position=1\n"
		"1100 offer.started contact=c1 queue=sales agent=Ana\n"
		"3100 offer.ended contact=c1 agent=Ana result=accepted "
		"queue=sales ring_ms=2000\n"
		"3100 segment.started contact=c1 agent=Ana queue=sales "
		"wait_ms=2000\n"
		"4000 agent.state agent=Ana state=not_ready reason=lunch "
		"queue=sales\n"
		"4000 agent.state agent=Ana state=not_ready reason=lunch\n"
		"9100 segment.ended contact=c1 agent=Ana by=customer "
		"duration_ms=6000\n");
}
END_TEST

START_TEST(sees_an_abandon_in_every_version)
{
	const struct version *v = &versions[_i];

	switch_says(1000, v->join);
	switch_says(3900, "Event: HangupRequest\nPrivilege: call,all\n"
	                  "Channel: SIP/9-1\nUniqueid: c1\n\n");
	switch_ignore();
	switch_says(4000, v->abandon);
	switch_expect("4000 queue.left contact=c1 queue=sales "
	              "outcome=abandoned wait_ms=3000\n");
}
END_TEST

int main(void)
{
	const int count = sizeof(versions) / sizeof(versions[0]);
	TCase *tc = tcase_create("versions");
	tcase_add_checked_fixture(tc, switch_setup, switch_teardown);
	tcase_add_loop_test(tc, makes_the_same_events_of_every_version, 0,
	                    count);
	tcase_add_loop_test(tc, sees_an_abandon_in_every_version, 0, count);

	Suite *suite = suite_create("acd/versions");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
