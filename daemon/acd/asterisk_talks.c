#include "acd/asterisk_private.h"

static const struct wb_str absent = { NULL, 0 };

static struct wb_str contact_id(const struct wb_ami_packet *p)
{
	return wb_ami_get(p, "Uniqueid");
}

static enum wb_ended_by ended_by(struct wb_str reason)
{
	if (wb_ami_is(reason, "caller")) {
		return WB_BY_CUSTOMER;
	}
	if (wb_ami_is(reason, "transfer")) {
		return WB_BY_TRANSFER;
	}
	return wb_ami_is(reason, "agent") ? WB_BY_AGENT : WB_BY_SYSTEM;
}

static void send_transferred(struct wb_asterisk *a, const struct wb_call *call,
                             wb_ms t)
{
	struct wb_event event;

	wb_event_init(&event, WB_EV_SEGMENT_TRANSFERRED, t);
	event.contact = wb_name_str(&call->contact);
	event.agent = wb_name_str(&call->agent);
	event.transfer =
		call->transfer >= 0 ? call->transfer : WB_TRANSFER_BLIND;
	event.to = wb_name_str(&call->transfer_to);
	wb_asterisk_send(a, &event);
}

void wb_asterisk_end_talk(struct wb_asterisk *a, struct wb_call *call,
                          enum wb_ended_by by, int64_t talk, wb_ms t)
{
	const struct wb_asterisk_member *member = wb_asterisk_find_member(
		a, wb_name_str(&call->queue), wb_name_str(&call->interface));
	struct wb_event event;

	if (by == WB_BY_TRANSFER) {
		send_transferred(a, call, t);
	}
	wb_event_init(&event, WB_EV_SEGMENT_ENDED, t);
	event.contact = wb_name_str(&call->contact);
	event.agent = wb_name_str(&call->agent);
	event.by = (int)by;
	event.duration_ms = talk >= 0 ? talk * WB_SECOND : WB_ABSENT;
	if (member && member->wrapup_ms > 0) {
		event.wrapup_ms = member->wrapup_ms;
	}
	wb_asterisk_send(a, &event);
	call->phase = WB_CALL_GONE;
	call->guessed = false;
	call->ended = t;
	wb_asterisk_set_due(a, call, t + REMEMBER_MS);
	wb_asterisk_talk_is_over(a, call, t);
}

void wb_asterisk_on_complete(struct wb_asterisk *a,
                             const struct wb_ami_packet *p, wb_ms t)
{
	struct wb_name agent;
	struct wb_talk_end end = {
		.id = contact_id(p),
		.linked = wb_ami_get(p, "Linkedid"),
		.queue = wb_ami_get(p, "Queue"),
		.interface = wb_asterisk_interface(p),
		.agent = wb_asterisk_agent(a, p, &agent),
		.hold = wb_asterisk_seconds(p, "HoldTime"),
	};
	struct wb_call *call = wb_calls_find_talk(&a->calls, &end);

	if (!call ||
	    wb_calls_is_echo(&a->calls, call, &end, t, SAME_MOMENT_MS)) {
		a->counters.unmatched++;
		return;
	}
	if (end.id.len > 0 && !wb_call_has_id(call, end.id)) {
		a->counters.renamed++;
	}
	wb_asterisk_end_talk(a, call, ended_by(wb_ami_get(p, "Reason")),
	                     wb_asterisk_seconds(p, "TalkTime"), t);
}

/* The talk that a channel belongs to, from either side. */
static struct wb_call *talk_of(struct wb_asterisk *a, struct wb_str channel)
{
	for (uint32_t i = a->calls.count; i-- > 0;) {
		struct wb_call *call = &a->calls.calls[i];
		if (call->phase == WB_CALL_TALKING &&
		    (wb_name_is(&call->agent_channel, channel) ||
		     wb_call_has_id(call, channel))) {
			return call;
		}
	}
	return NULL;
}

/* The only talk of those linked calls, as a phone may be a channel deeper. */
static struct wb_call *talk_linked(struct wb_asterisk *a, struct wb_str linked)
{
	struct wb_call *found = NULL;

	for (uint32_t i = 0; i < a->calls.count && linked.len > 0; i++) {
		struct wb_call *call = &a->calls.calls[i];
		if (call->phase != WB_CALL_TALKING ||
		    !wb_name_is(&call->linked, linked)) {
			continue;
		}
		if (found) {
			return NULL;
		}
		found = call;
	}
	return found;
}

void wb_asterisk_on_hold(struct wb_asterisk *a, const struct wb_ami_packet *p,
                         wb_ms t)
{
	/* Before 12 there is one event with a field. */
	bool held = wb_ami_is(p->name, "Hold") &&
	            !wb_ami_is(wb_ami_get(p, "Status"), "Off");
	struct wb_call *call = talk_of(a, contact_id(p));
	struct wb_event event;

	if (!call) {
		call = talk_linked(a, wb_ami_get(p, "Linkedid"));
	}
	if (!call || call->held == held) {
		return;
	}
	call->held = held;
	wb_event_init(&event,
	              held ? WB_EV_SEGMENT_HELD : WB_EV_SEGMENT_RETRIEVED, t);
	event.contact = wb_name_str(&call->contact);
	event.agent = wb_name_str(&call->agent);
	wb_asterisk_send(a, &event);
}

/* Remembered until AgentComplete says that the talk ended by transfer. */
static void note_transfer(struct wb_call *call, enum wb_transfer kind,
                          struct wb_str to)
{
	if (!call) {
		return;
	}
	call->transfer = (int)kind;
	call->transfer_to.len = 0;
	if (!wb_text_is_phone_number(to)) {
		wb_text_clean(to, &call->transfer_to);
	}
}

void wb_asterisk_on_blind_transfer(struct wb_asterisk *a,
                                   const struct wb_ami_packet *p, wb_ms t)
{
	struct wb_call *call = talk_of(a, wb_ami_get(p, "TransfererUniqueid"));

	(void)t;
	if (!call) {
		call = talk_of(a, wb_ami_get(p, "TransfereeUniqueid"));
	}
	note_transfer(call, WB_TRANSFER_BLIND, wb_ami_get(p, "Extension"));
}

void wb_asterisk_on_attended_transfer(struct wb_asterisk *a,
                                      const struct wb_ami_packet *p, wb_ms t)
{
	struct wb_call *call =
		talk_of(a, wb_ami_get(p, "OrigTransfererUniqueid"));

	(void)t;
	if (!call) {
		call = talk_of(a, wb_ami_get(p, "TransfereeUniqueid"));
	}
	note_transfer(call, WB_TRANSFER_ATTENDED, absent);
}

/* Asterisk 11. */
void wb_asterisk_on_transfer(struct wb_asterisk *a,
                             const struct wb_ami_packet *p, wb_ms t)
{
	struct wb_call *call = talk_of(a, contact_id(p));
	bool attended = wb_ami_is(wb_ami_get(p, "TransferType"), "Attended");

	(void)t;
	if (!call) {
		call = talk_of(a, wb_ami_get(p, "TargetUniqueid"));
	}
	note_transfer(call, attended ? WB_TRANSFER_ATTENDED : WB_TRANSFER_BLIND,
	              attended ? absent : wb_ami_get(p, "TransferExten"));
}

/* The source channel takes the place of one half of a Local channel. */
void wb_asterisk_on_optimization(struct wb_asterisk *a,
                                 const struct wb_ami_packet *p, wb_ms t)
{
	struct wb_str source = wb_ami_get(p, "SourceUniqueid");
	struct wb_str halves[] = { wb_ami_get(p, "LocalOneUniqueid"),
		                   wb_ami_get(p, "LocalTwoUniqueid") };

	(void)t;
	if (source.len == 0) {
		return;
	}
	for (uint32_t i = 0; i < a->calls.count; i++) {
		struct wb_call *call = &a->calls.calls[i];
		for (int h = 0; h < 2 && call->phase != WB_CALL_GONE; h++) {
			if (wb_call_has_id(call, halves[h])) {
				wb_text_clean(source, &call->other);
			} else if (wb_name_is(&call->agent_channel,
			                      halves[h])) {
				wb_text_clean(source, &call->agent_channel);
			}
		}
	}
}
