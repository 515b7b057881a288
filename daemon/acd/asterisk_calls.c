#include "acd/asterisk_private.h"

static const struct wb_str absent = { NULL, 0 };

static struct wb_str uniqueid(const struct wb_ami_packet *p)
{
	return wb_ami_get(p, "Uniqueid");
}

static struct wb_str caller_number(const struct wb_ami_packet *p)
{
	return wb_ami_get_any(p, "CallerIDNum", "CallerID");
}

void wb_asterisk_enter(struct wb_asterisk *a, const struct wb_call *call,
                       struct wb_str number, wb_ms t)
{
	char customer[WB_CUSTOMER_TEXT_SIZE];
	struct wb_event event;

	wb_event_init(&event, WB_EV_QUEUE_ENTERED, t);
	event.contact = wb_name_str(&call->contact);
	event.queue = wb_name_str(&call->queue);
	event.channel = WB_CHANNEL_VOICE;
	event.customer = wb_customer_hash(&a->key, number, customer);
	event.position = call->position;
	wb_asterisk_send(a, &event);
}

void wb_asterisk_cancel_offers(struct wb_asterisk *a,
                               const struct wb_call *call, wb_ms t)
{
	struct wb_event event;

	for (uint32_t i = a->calls.offer_count; i-- > 0;) {
		struct wb_offer *offer = &a->calls.offers[i];
		if (!wb_name_is(&call->contact, wb_name_str(&offer->contact)) ||
		    !wb_name_is(&call->queue, wb_name_str(&offer->queue))) {
			continue;
		}
		wb_event_init(&event, WB_EV_OFFER_ENDED, t);
		event.contact = wb_name_str(&offer->contact);
		event.queue = wb_name_str(&offer->queue);
		event.agent = wb_name_str(&offer->agent);
		event.offer_result = WB_OFFER_CANCELLED;
		event.ring_ms = t > offer->since ? t - offer->since : 0;
		wb_asterisk_send(a, &event);
		wb_offers_remove(&a->calls, offer);
	}
}

void wb_asterisk_set_due(struct wb_asterisk *a, struct wb_call *call, wb_ms due)
{
	call->due = due;
	if (due < a->next_due) {
		a->next_due = due;
	}
}

static void send_left(struct wb_asterisk *a, struct wb_call *call, int outcome,
                      bool guessed)
{
	struct wb_event event;

	wb_asterisk_cancel_offers(a, call, call->left);
	wb_event_init(&event, WB_EV_QUEUE_LEFT, call->left);
	event.contact = wb_name_str(&call->contact);
	event.queue = wb_name_str(&call->queue);
	event.outcome = outcome;
	event.wait_ms = call->hold >= 0 ? call->hold * WB_SECOND : WB_ABSENT;
	wb_asterisk_send(a, &event);
	call->phase = WB_CALL_GONE;
	call->guessed = guessed;
	wb_asterisk_set_due(a, call, call->left + REMEMBER_MS);
}

/* The rules in the header, when nobody said how. */
static int guess(struct wb_asterisk *a, const struct wb_call *call)
{
	if (!call->abandon_seen) {
		return WB_OUTCOME_EXIT_KEY;
	}
	if (call->hangup_seen) {
		return WB_OUTCOME_ABANDONED;
	}
	if (a->tells_status) {
		return WB_OUTCOME_ABANDONED;
	}
	a->counters.guessed++;
	if (!a->sees_calls) {
		return WB_OUTCOME_ABANDONED;
	}
	return wb_asterisk_can_take(a, wb_name_str(&call->queue))
	               ? WB_OUTCOME_TIMEOUT
	               : WB_OUTCOME_EMPTY;
}

void wb_asterisk_decide(struct wb_asterisk *a, struct wb_call *call)
{
	if (call->outcome >= 0) {
		send_left(a, call, call->outcome, false);
	} else {
		send_left(a, call, guess(a, call), true);
	}
}

static wb_ms find_next_due(const struct wb_asterisk *a)
{
	wb_ms next = WB_NEVER;

	for (uint32_t i = 0; i < a->calls.count; i++) {
		const struct wb_call *call = &a->calls.calls[i];
		if ((call->phase == WB_CALL_LEFT ||
		     call->phase == WB_CALL_GONE) &&
		    call->due < next) {
			next = call->due;
		}
	}
	return next;
}

void wb_asterisk_tick(struct wb_asterisk *a, wb_ms now)
{
	if (now < a->next_due) {
		return;
	}
	for (uint32_t i = a->calls.count; i-- > 0;) {
		struct wb_call *call = &a->calls.calls[i];
		if (call->phase == WB_CALL_LEFT && call->due <= now) {
			wb_asterisk_decide(a, call);
		} else if (call->phase == WB_CALL_GONE && call->due <= now) {
			wb_calls_remove(&a->calls, call);
		}
	}
	a->next_due = find_next_due(a);
}

wb_ms wb_asterisk_next_change(const struct wb_asterisk *a)
{
	return a->next_due;
}

/* Is the packet about something that is known already? */
static bool is_same_moment(wb_ms a, wb_ms b)
{
	return a - b <= SAME_MOMENT_MS && b - a <= SAME_MOMENT_MS;
}

struct wb_call *wb_asterisk_imply(struct wb_asterisk *a,
                                  const struct wb_implied *entry)
{
	struct wb_call *call =
		wb_calls_find(&a->calls, entry->id, entry->queue, PHASE_OUT);
	wb_ms joined =
		entry->t - (entry->hold > 0 ? entry->hold * WB_SECOND : 0);

	if (!entry->early && call &&
	    (is_same_moment(call->left, entry->t) ||
	     is_same_moment(call->started, entry->t))) {
		return NULL;
	}
	call = wb_calls_add(&a->calls, entry->id, entry->queue);
	if (!call) {
		return NULL;
	}
	call->changed = a->serial;
	call->early = entry->early;
	call->joined = joined > 0 ? joined : 0;
	call->position = entry->position;
	wb_asterisk_enter(a, call, entry->number, call->joined);
	return call;
}

/* Who enters a queue has left the others: nothing more will be said of it. */
static void decide_others(struct wb_asterisk *a, struct wb_str id)
{
	for (uint32_t i = 0; i < a->calls.count; i++) {
		struct wb_call *call = &a->calls.calls[i];
		if (call->phase == WB_CALL_LEFT && wb_call_has_id(call, id)) {
			wb_asterisk_decide(a, call);
		}
	}
}

void wb_asterisk_on_join(struct wb_asterisk *a, const struct wb_ami_packet *p,
                         wb_ms t)
{
	struct wb_str queue = wb_ami_get(p, "Queue");
	struct wb_str id = uniqueid(p);
	struct wb_call *call = wb_calls_find(&a->calls, id, queue, PHASE_ANY);

	if (call && call->early && is_same_moment(call->joined, t)) {
		call->early = false;
		return; /* the list, or the log, was quicker than the event */
	}
	decide_others(a, id);
	call = wb_calls_find(&a->calls, id, queue, PHASE_OPEN);
	if (call) {
		wb_calls_remove(&a->calls, call);
	}
	call = wb_calls_add(&a->calls, id, queue);
	if (!call) {
		return;
	}
	wb_text_clean(wb_ami_get(p, "Linkedid"), &call->linked);
	call->joined = t;
	call->changed = a->serial;
	call->position = wb_asterisk_position(p);
	wb_asterisk_enter(a, call, caller_number(p), t);
}

/* Is one of those whom the call rings at busy? It may have answered. */
static bool may_be_answered(struct wb_asterisk *a, const struct wb_call *call)
{
	for (uint32_t i = 0; i < a->calls.offer_count; i++) {
		if (wb_name_is(&call->contact,
		               wb_name_str(&a->calls.offers[i].contact))) {
			return true;
		}
	}
	return false;
}

/* Out of the queue: decides now if it can be decided, else in a moment. */
static void leave(struct wb_asterisk *a, struct wb_call *call, wb_ms t)
{
	wb_ms patience = HOLD_BACK_MS;

	call->phase = WB_CALL_LEFT;
	call->left = t;
	call->changed = a->serial;
	if (wb_asterisk_take_note(a, call) || call->outcome >= 0 ||
	    (call->abandon_seen && call->hangup_seen)) {
		wb_asterisk_decide(a, call);
		return;
	}
	if (a->has_log) {
		patience = HOLD_BACK_LOG_MS;
	} else if (!call->abandon_seen && may_be_answered(a, call)) {
		patience = HOLD_BACK_ANSWERED_MS;
	}
	wb_asterisk_set_due(a, call, t + patience);
}

void wb_asterisk_on_leave(struct wb_asterisk *a, const struct wb_ami_packet *p,
                          wb_ms t)
{
	struct wb_call *call =
		wb_calls_find(&a->calls, uniqueid(p), wb_ami_get(p, "Queue"),
	                      PHASE(WB_CALL_WAITING));

	if (call) {
		leave(a, call, t);
	}
}

/* The leave that follows says nothing more, and may not be for us to see. */
void wb_asterisk_on_abandon(struct wb_asterisk *a,
                            const struct wb_ami_packet *p, wb_ms t)
{
	struct wb_str queue = wb_ami_get(p, "Queue");
	int64_t hold = wb_asterisk_seconds(p, "HoldTime");
	struct wb_call *call = wb_calls_find(&a->calls, uniqueid(p), queue,
	                                     PHASE(WB_CALL_WAITING));

	if (!call) {
		struct wb_implied entry = {
			.id = uniqueid(p),
			.queue = queue,
			.number = caller_number(p),
			.position = WB_ABSENT,
			.t = t,
			.hold = hold,
		};
		call = wb_asterisk_imply(a, &entry);
	}
	if (!call) {
		return;
	}
	call->abandon_seen = true;
	call->hold = hold;
	leave(a, call, t);
}

void wb_asterisk_on_hangup_request(struct wb_asterisk *a,
                                   const struct wb_ami_packet *p, wb_ms t)
{
	struct wb_call *call = wb_calls_find(&a->calls, uniqueid(p), absent,
	                                     PHASE(WB_CALL_WAITING));

	(void)t;
	if (call && !call->abandon_seen) {
		call->hangup_seen = true;
	}
}

/* The channel is gone: nothing better will be said, but by the log. */
void wb_asterisk_on_hangup(struct wb_asterisk *a, const struct wb_ami_packet *p,
                           wb_ms t)
{
	struct wb_call *call = wb_calls_find(&a->calls, uniqueid(p), absent,
	                                     PHASE(WB_CALL_LEFT));

	(void)t;
	if (call && !a->has_log) {
		wb_asterisk_decide(a, call);
	}
}
