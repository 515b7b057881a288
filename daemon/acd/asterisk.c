#include "acd/asterisk.h"

#include <stdlib.h>
#include <string.h>

#include "acd/asterisk_private.h"

typedef void (*handler_fn)(struct wb_asterisk *a,
                           const struct wb_ami_packet *packet, wb_ms t);

/* Old and new names of the same event side by side: Asterisk 11 to 23. */
static const struct {
	const char *event;
	handler_fn take;
} handlers[] = {
	{ "QueueMemberStatus", wb_asterisk_on_member },
	{ "AgentCalled", wb_asterisk_on_called },
	{ "QueueCallerJoin", wb_asterisk_on_join },
	{ "QueueCallerLeave", wb_asterisk_on_leave },
	{ "AgentConnect", wb_asterisk_on_connect },
	{ "AgentComplete", wb_asterisk_on_complete },
	{ "QueueMemberPause", wb_asterisk_on_member },
	{ "QueueCallerAbandon", wb_asterisk_on_abandon },
	{ "AgentRingNoAnswer", wb_asterisk_on_no_answer },
	{ "AgentDump", wb_asterisk_on_dump },
	{ "QueueMemberAdded", wb_asterisk_on_member },
	{ "QueueMemberRemoved", wb_asterisk_on_member_removed },
	{ "QueueMemberPenalty", wb_asterisk_on_member },
	{ "QueueMemberRinginuse", wb_asterisk_on_member },
	{ "Join", wb_asterisk_on_join },
	{ "Leave", wb_asterisk_on_leave },
	{ "QueueMemberPaused", wb_asterisk_on_member },
	{ "HangupRequest", wb_asterisk_on_hangup_request },
	{ "SoftHangupRequest", wb_asterisk_on_hangup_request },
	{ "Hangup", wb_asterisk_on_hangup },
	{ "VarSet", wb_asterisk_on_var_set },
	{ "UserEvent", wb_asterisk_on_user_event },
	{ "Newexten", wb_asterisk_on_newexten },
	{ "Hold", wb_asterisk_on_hold },
	{ "Unhold", wb_asterisk_on_hold },
	{ "BlindTransfer", wb_asterisk_on_blind_transfer },
	{ "AttendedTransfer", wb_asterisk_on_attended_transfer },
	{ "Transfer", wb_asterisk_on_transfer },
	{ "LocalOptimizationBegin", wb_asterisk_on_optimization },
	{ "QueueParams", wb_asterisk_on_params },
	{ "QueueMember", wb_asterisk_on_list_member },
	{ "QueueEntry", wb_asterisk_on_entry },
	{ "QueueStatusComplete", wb_asterisk_on_list_complete },
};

void wb_asterisk_init(struct wb_asterisk *asterisk, struct wb_event_sink sink,
                      const struct wb_customer_key *key, bool has_log)
{
	*asterisk = (struct wb_asterisk){
		.sink = sink,
		.key = *key,
		.has_log = has_log,
		.list_queues = -1,
		.next_due = WB_NEVER,
	};
	wb_roster_init(&asterisk->roster, sink);
	asterisk->member_keys.limit = 4 * WB_UNCONFIGURED_AGENTS_MAX;
	asterisk->queue_names.limit = 2 * WB_UNCONFIGURED_QUEUES_MAX;
}

void wb_asterisk_finish(struct wb_asterisk *asterisk)
{
	wb_roster_finish(&asterisk->roster);
	wb_calls_finish(&asterisk->calls);
	wb_names_finish(&asterisk->member_keys);
	wb_names_finish(&asterisk->queue_names);
	free(asterisk->members);
	free(asterisk->queues);
	free(asterisk->notes);
	wb_buf_finish(&asterisk->recent);
	asterisk->notes = NULL;
	asterisk->members = NULL;
	asterisk->queues = NULL;
}

void wb_asterisk_send(struct wb_asterisk *a, const struct wb_event *event)
{
	a->sink.take(a->sink.user, event);
}

int64_t wb_asterisk_seconds(const struct wb_ami_packet *p, const char *key)
{
	int64_t value = wb_ami_get_int(p, key, -1);

	return value >= 0 && value <= WB_SPAN_MAX_SECONDS ? value : -1;
}

int64_t wb_asterisk_position(const struct wb_ami_packet *p)
{
	int64_t value = wb_ami_get_int(p, "Position", 0);

	return value > 0 && value <= WB_POSITION_MAX ? value : WB_ABSENT;
}

static wb_ms packet_time(const struct wb_ami_packet *packet, wb_ms arrival)
{
	wb_ms stamp;

	return wb_text_to_ms(wb_ami_get(packet, "Timestamp"), &stamp) ? stamp
	                                                              : arrival;
}

/* "call,all": does the account see events of that class? */
static bool has_class(const struct wb_ami_packet *packet, const char *name)
{
	struct wb_str privilege = wb_ami_get(packet, "Privilege");
	size_t len = strlen(name);

	return privilege.len > len && privilege.data[len] == ',' &&
	       memcmp(privilege.data, name, len) == 0;
}

void wb_asterisk_take(struct wb_asterisk *asterisk,
                      const struct wb_ami_packet *packet, wb_ms arrival)
{
	if (packet->kind != WB_AMI_EVENT) {
		return;
	}
	wb_ms t = packet_time(packet, arrival);
	asterisk->counters.packets++;
	asterisk->serial++;
	asterisk->newest = t;
	wb_asterisk_tick(asterisk, t);
	if (has_class(packet, "call")) {
		asterisk->sees_calls = true;
	}
	for (size_t i = 0; i < sizeof(handlers) / sizeof(handlers[0]); i++) {
		if (wb_ami_is(packet->name, handlers[i].event)) {
			handlers[i].take(asterisk, packet, t);
			return;
		}
	}
}

void wb_asterisk_connected(struct wb_asterisk *asterisk)
{
	asterisk->cut_off = false;
}

void wb_asterisk_disconnected(struct wb_asterisk *asterisk)
{
	asterisk->calls.offer_count = 0;
	asterisk->action_id[0] = '\0';
	asterisk->list_queues = -1;
	asterisk->reconnected = true;
	asterisk->cut_off = true;
	wb_asterisk_follow_recent(asterisk);
}

int wb_asterisk_list_queues(const struct wb_asterisk *asterisk)
{
	return asterisk->list_queues;
}
