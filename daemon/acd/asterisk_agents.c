#include "acd/asterisk_private.h"

static struct wb_str contact_id(const struct wb_ami_packet *p)
{
	return wb_ami_get(p, "Uniqueid");
}

static struct wb_call *find_linked(struct wb_asterisk *a, struct wb_str linked,
                                   struct wb_str queue, unsigned phases)
{
	struct wb_call *found = NULL;

	for (uint32_t i = 0; i < a->calls.count && linked.len > 0; i++) {
		struct wb_call *call = &a->calls.calls[i];
		if ((phases & PHASE(call->phase)) &&
		    wb_name_is(&call->linked, linked) &&
		    wb_name_is(&call->queue, queue)) {
			found = call;
		}
	}
	return found;
}

/* The call that waits, by its id or, when that has changed, its Linkedid. */
static struct wb_call *find_waiting(struct wb_asterisk *a,
                                    const struct wb_ami_packet *p)
{
	struct wb_str queue = wb_ami_get(p, "Queue");
	struct wb_call *call =
		wb_calls_find(&a->calls, contact_id(p), queue, PHASE_OPEN);

	return call ? call
	            : find_linked(a, wb_ami_get(p, "Linkedid"), queue,
	                          PHASE_OPEN);
}

static struct wb_call *imply(struct wb_asterisk *a,
                             const struct wb_ami_packet *p, int64_t hold,
                             wb_ms t)
{
	struct wb_implied entry = {
		.id = contact_id(p),
		.queue = wb_ami_get(p, "Queue"),
		.number = wb_ami_get(p, "CallerIDNum"),
		.position = WB_ABSENT,
		.t = t,
		.hold = hold,
	};

	return wb_asterisk_imply(a, &entry);
}

void wb_asterisk_on_called(struct wb_asterisk *a, const struct wb_ami_packet *p,
                           wb_ms t)
{
	struct wb_name agent;
	struct wb_event event;

	wb_event_init(&event, WB_EV_OFFER_STARTED, t);
	event.agent = wb_asterisk_agent(a, p, &agent);
	if (event.agent.len == 0) {
		return;
	}
	struct wb_call *call = find_waiting(a, p);
	if (!call) {
		call = imply(a, p, 0, t);
	}
	if (!call) {
		return;
	}
	event.contact = wb_name_str(&call->contact);
	event.queue = wb_name_str(&call->queue);
	wb_offers_add(&a->calls, event.contact, event.queue, event.agent, t);
	wb_asterisk_send(a, &event);
}

void wb_asterisk_send_offer_end(struct wb_asterisk *a,
                                const struct wb_call *call, struct wb_str agent,
                                int result, int64_t ring_ms, wb_ms t)
{
	struct wb_event event;

	wb_event_init(&event, WB_EV_OFFER_ENDED, t);
	event.contact = wb_name_str(&call->contact);
	event.queue = wb_name_str(&call->queue);
	event.agent = agent;
	event.offer_result = result;
	event.ring_ms = ring_ms >= 0 ? ring_ms : WB_ABSENT;
	struct wb_offer *offer =
		wb_offers_find(&a->calls, event.contact, agent);
	if (offer) {
		wb_offers_remove(&a->calls, offer);
	}
	wb_asterisk_send(a, &event);
}

/* May come a moment after the call is over: then it is still the call's. */
static void end_offer(struct wb_asterisk *a, const struct wb_ami_packet *p,
                      int result, int64_t ring_ms, wb_ms t)
{
	struct wb_name agent;
	struct wb_str name = wb_asterisk_agent(a, p, &agent);
	struct wb_call *call = find_waiting(a, p);

	if (!call) {
		call = wb_calls_find(
			&a->calls, contact_id(p), wb_ami_get(p, "Queue"),
			PHASE(WB_CALL_GONE) | PHASE(WB_CALL_TALKING));
	}
	if (!call || name.len == 0 ||
	    (wb_name_is(&call->rung_agent, name) &&
	     t - call->rung_at <= SAME_MOMENT_MS)) {
		return; /* the log told it before the events came back */
	}
	wb_asterisk_send_offer_end(a, call, name, result, ring_ms, t);
}

/* RingTime is in milliseconds here, unlike in AgentConnect. */
void wb_asterisk_on_no_answer(struct wb_asterisk *a,
                              const struct wb_ami_packet *p, wb_ms t)
{
	end_offer(a, p, WB_OFFER_NO_ANSWER, wb_asterisk_seconds(p, "RingTime"),
	          t);
}

/* The agent hung up before being put through; the caller goes on waiting. */
void wb_asterisk_on_dump(struct wb_asterisk *a, const struct wb_ami_packet *p,
                         wb_ms t)
{
	end_offer(a, p, WB_OFFER_FAILED, -1, t);
}

static bool is_repeated(struct wb_asterisk *a, const struct wb_ami_packet *p,
                        wb_ms t)
{
	const struct wb_call *call =
		wb_calls_find(&a->calls, contact_id(p), wb_ami_get(p, "Queue"),
	                      PHASE(WB_CALL_TALKING));

	return call && call->start_by_log &&
	       t - call->started <= SAME_MOMENT_MS;
}

static struct wb_call *find_answered(struct wb_asterisk *a,
                                     const struct wb_ami_packet *p, wb_ms t)
{
	struct wb_call *call = find_waiting(a, p);

	if (call) {
		return call;
	}
	if (is_repeated(a, p, t)) {
		return NULL; /* the log was quicker */
	}
	call = wb_calls_find(&a->calls, contact_id(p), wb_ami_get(p, "Queue"),
	                     PHASE(WB_CALL_GONE));
	return call && call->guessed
	               ? call
	               : imply(a, p, wb_asterisk_seconds(p, "HoldTime"), t);
}

static void send_resumed(struct wb_asterisk *a, const struct wb_call *call,
                         wb_ms t)
{
	struct wb_event event;

	wb_event_init(&event, WB_EV_QUEUE_RESUMED, t);
	event.contact = wb_name_str(&call->contact);
	event.queue = wb_name_str(&call->queue);
	wb_asterisk_send(a, &event);
}

static void send_started(struct wb_asterisk *a, const struct wb_call *call)
{
	struct wb_event event;

	wb_event_init(&event, WB_EV_SEGMENT_STARTED, call->started);
	event.contact = wb_name_str(&call->contact);
	event.agent = wb_name_str(&call->agent);
	event.queue = wb_name_str(&call->queue);
	event.wait_ms = call->hold >= 0 ? call->hold * WB_SECOND : WB_ABSENT;
	wb_asterisk_send(a, &event);
}

void wb_asterisk_start_talk(struct wb_asterisk *a, struct wb_call *call,
                            int64_t ring_seconds)
{
	if (call->phase == WB_CALL_GONE) {
		send_resumed(a, call, call->started); /* given up too early */
	}
	wb_asterisk_send_offer_end(
		a, call, wb_name_str(&call->agent), WB_OFFER_ACCEPTED,
		ring_seconds >= 0 ? ring_seconds * WB_SECOND : -1,
		call->started);
	wb_asterisk_cancel_offers(a, call, call->started);
	call->phase = WB_CALL_TALKING;
	call->changed = a->serial;
	send_started(a, call);
}

void wb_asterisk_on_connect(struct wb_asterisk *a,
                            const struct wb_ami_packet *p, wb_ms t)
{
	struct wb_name agent;
	struct wb_str name = wb_asterisk_agent(a, p, &agent);
	struct wb_call *call = name.len > 0 ? find_answered(a, p, t) : NULL;

	if (!call) {
		return;
	}
	call->started = t;
	call->agent = agent;
	call->hold = wb_asterisk_seconds(p, "HoldTime");
	wb_text_clean(wb_asterisk_interface(p), &call->interface);
	wb_text_clean(wb_ami_get(p, "DestUniqueid"), &call->agent_channel);
	if (wb_ami_get(p, "Linkedid").len > 0) {
		wb_text_clean(wb_ami_get(p, "Linkedid"), &call->linked);
	}
	wb_asterisk_start_talk(a, call, wb_asterisk_seconds(p, "RingTime"));
}
