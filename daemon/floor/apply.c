/* Time and events: which of the floor's parts each of them is for. */

#include "floor/state.h"

static void move_to(struct wb_floor *floor, wb_ms now)
{
	if (now > floor->now) {
		floor->now = now;
	}
}

void wb_floor_advance(struct wb_floor *floor, wb_ms now)
{
	while (wb_floor_next_change(floor) <= now) {
		if (floor->visits.next < wb_timers_next(&floor->timers)) {
			move_to(floor, floor->visits.next);
			wb_visits_mature(floor);
			continue;
		}
		struct wb_timer_entry timer = wb_timers_pop(&floor->timers);
		move_to(floor, timer.due);
		switch ((enum floor_timer)timer.what) {
		case TIMER_THRESHOLD:
			wb_entry_threshold(floor, timer.subject, timer.check,
			                   timer.due);
			break;
		case TIMER_AGENT:
			wb_timeline_timer(floor, timer.subject, timer.due);
			break;
		case TIMER_CONTACT:
			wb_contact_timer(floor, timer.subject, timer.check);
			break;
		case TIMER_IDLE:
			wb_contact_idle(floor, timer.subject, timer.check);
			break;
		case TIMER_PROMISE:
			wb_promise_timer(floor, timer.subject, timer.check);
			break;
		case TIMER_COUNT:
			break;
		}
	}
	move_to(floor, now);
}

/* What will be needed is fetched at once, and not line by line. */
static void fetch(const void *object, size_t size)
{
	for (size_t at = 0; at < size; at += 64) {
		__builtin_prefetch((const char *)object + at);
	}
}

/* What an event is about, looked up once. */
struct subject {
	uint32_t feed;
	uint32_t contact; /* WB_POOL_NONE = none */
	uint32_t agent;   /* WB_NOBODY = none */
	uint32_t queue;   /* WB_NOBODY = none */
	const struct wb_event *event;
};

static void contact_ended(struct wb_floor *floor, const struct subject *s)
{
	const struct wb_event *event = s->event;
	wb_segment_end_all(floor, s->contact, event->t);
	wb_entry_over(floor, s->contact, event->by == WB_BY_CUSTOMER, event->t);
	wb_offer_cancel_all(floor, s->contact, event->t);
}

static void queue_refused(struct wb_floor *floor, const struct subject *s)
{
	struct wb_fact fact = {
		.kind = WB_FACT_BLOCKED,
		.sign = 1,
		.at = s->event->t,
		.arrived = s->event->t,
		.queue = s->queue,
		.agent = WB_NOBODY,
		.channel = floor->queues[s->queue].plan.channel,
		.refusal = (enum wb_refusal)s->event->refusal,
	};
	wb_floor_emit(floor, WB_POOL_NONE, &fact);
}

static struct wb_promise_event promise_event(const struct subject *s,
                                             enum floor_promise_event what)
{
	wb_ms due = s->event->due, latest = s->event->t + WB_DURATION_MAX_MS;
	return (struct wb_promise_event){
		.what = what,
		.t = s->event->t,
		.due = due < latest ? due : latest,
		.queue = s->queue,
		.agent = s->agent,
	};
}

static void follow_up_promised(struct wb_floor *floor, const struct subject *s)
{
	struct wb_promise_event told = promise_event(s, PROMISE_REQUESTED);
	if (told.due != WB_ABSENT) {
		wb_promise_follow_up(floor, s->feed, s->event->contact, &told);
	}
}

/* These may come long after the contact. False when it is none of them. */
static bool apply_promise(struct wb_floor *floor, const struct subject *s)
{
	struct wb_promise_event told = promise_event(s, PROMISE_CLOSED);
	switch ((int)s->event->kind) {
	case WB_EV_CALLBACK_REQUESTED:
		told.what = PROMISE_REQUESTED;
		break;
	case WB_EV_CALLBACK_ATTEMPTED:
		told.what = PROMISE_ATTEMPTED;
		break;
	case WB_EV_CALLBACK_CLOSED:
		break;
	case WB_EV_FOLLOW_UP_CLOSED:
		wb_promise_follow_up(floor, s->feed, s->event->contact, &told);
		return true;
	default:
		return false;
	}
	wb_promise_callback(floor, s->feed, s->event->contact, &told);
	return true;
}

static void apply_contact(struct wb_floor *floor, const struct subject *s)
{
	const struct wb_event *event = s->event;
	switch ((int)event->kind) {
	case WB_EV_CONTACT_STARTED:
		if (event->channel >= 0) {
			wb_entry_channel(floor, s->contact,
			                 (enum wb_channel)event->channel);
		}
		if (event->direction == WB_DIRECTION_OUT) {
			wb_outbound_dialled(floor, s->contact, s->queue,
			                    s->agent, event->t);
		}
		break;
	case WB_EV_QUEUE_ENTERED:
		wb_entry_enter(floor, s->contact, s->queue, event);
		wb_part_settle(floor, s->contact);
		break;
	case WB_EV_QUEUE_LEFT:
		wb_entry_left(floor, s->contact, s->queue, event);
		break;
	case WB_EV_QUEUE_RESUMED:
		wb_entry_resumed(floor, s->contact, s->queue, event);
		break;
	case WB_EV_OFFER_STARTED:
		wb_offer_start(floor, s->contact, s->agent, s->queue, event->t);
		break;
	case WB_EV_OFFER_ENDED:
		wb_offer_ended(floor, s->contact, s->agent, s->queue, event);
		break;
	case WB_EV_SEGMENT_STARTED:
		wb_segment_start(floor, s->contact, s->agent, s->queue, event);
		break;
	case WB_EV_SEGMENT_HELD:
	case WB_EV_SEGMENT_RETRIEVED:
		wb_segment_hold(floor, s->contact, s->agent,
		                event->kind == WB_EV_SEGMENT_HELD, event->t);
		break;
	case WB_EV_SEGMENT_TRANSFERRED:
		wb_segment_transferred(floor, s->contact, s->agent, event);
		break;
	case WB_EV_SEGMENT_ENDED:
		wb_segment_end(floor, s->contact, s->agent, event);
		break;
	case WB_EV_CONTACT_REPLIED:
		wb_entry_replied(floor, s->contact, s->agent, event->t);
		break;
	case WB_EV_CONTACT_ENDED:
		contact_ended(floor, s);
		break;
	case WB_EV_CONTACT_OUTCOME:
		wb_outcome_filed(floor, s->contact, s->agent, event);
		follow_up_promised(floor, s);
		break;
	default:
		break;
	}
}

static void wrapup_ended(struct wb_floor *floor, const struct subject *s)
{
	uint32_t contact = wb_contact_find(floor, s->feed, s->event->contact);
	if (contact == WB_POOL_NONE && s->event->contact.data) {
		/* Its segment may still be to come. */
		contact = wb_contact_get(floor, s->feed, s->event->contact);
		if (contact == WB_POOL_NONE) {
			return;
		}
	}
	wb_wrapup_end(floor, s->agent, contact, s->event->t);
}

static void apply_agent(struct wb_floor *floor, const struct subject *s)
{
	const struct wb_event *event = s->event;
	switch ((int)event->kind) {
	case WB_EV_WRAPUP_ENDED:
		wrapup_ended(floor, s);
		break;
	case WB_EV_AGENT_SIGNED_IN:
		wb_agent_signed_in(floor, s->agent, s->feed, event);
		break;
	case WB_EV_AGENT_SIGNED_OUT:
		wb_agent_signed_out(floor, s->agent, event->t);
		break;
	case WB_EV_AGENT_STATE:
		wb_agent_status(floor, s->agent, s->feed, event);
		break;
	case WB_EV_AGENT_QUEUES:
		wb_agent_queues(floor, s->agent, event);
		break;
	case WB_EV_AGENT_SCHEDULE:
		wb_agent_planned(floor, s->agent, event);
		break;
	default:
		break;
	}
}

/*
 * Kinds that begin something make a contact known, and those of agents' parts,
 * which may come before their beginning; other ends need a known one.
 */
static uint32_t contact_of(struct wb_floor *floor, uint32_t feed,
                           const struct wb_event *event)
{
	switch ((int)event->kind) {
	case WB_EV_CONTACT_STARTED:
	case WB_EV_QUEUE_ENTERED:
	case WB_EV_OFFER_STARTED:
	case WB_EV_OFFER_ENDED:
	case WB_EV_SEGMENT_STARTED:
	case WB_EV_SEGMENT_HELD:
	case WB_EV_SEGMENT_RETRIEVED:
	case WB_EV_SEGMENT_TRANSFERRED:
	case WB_EV_SEGMENT_ENDED:
	case WB_EV_CONTACT_ENDED:
	case WB_EV_CONTACT_OUTCOME:
		return wb_contact_get(floor, feed, event->contact);
	default:
		if (wb_contact_find(floor, feed, event->contact) ==
		    WB_POOL_NONE) {
			anomaly(floor, WB_ANOMALY_NO_CONTACT);
		}
		return wb_contact_get(floor, feed, event->contact);
	}
}

static bool shows_agent_present(enum wb_event_kind kind)
{
	return kind == WB_EV_OFFER_STARTED || kind == WB_EV_SEGMENT_STARTED;
}

static bool names_fit(struct wb_floor *floor, const struct wb_event *event,
                      struct subject *s)
{
	if (event->queue.data) {
		s->queue = wb_floor_queue_number(floor, event->queue);
	}
	if (event->agent.data) {
		s->agent = wb_floor_agent_number(floor, event->agent);
	}
	if (s->agent != WB_NOBODY) {
		fetch(&floor->agents[s->agent], sizeof(*floor->agents));
	}
	if ((event->queue.data && s->queue == WB_NOBODY) ||
	    (event->agent.data && s->agent == WB_NOBODY)) {
		anomaly(floor, WB_ANOMALY_NAMES_FULL);
		return false;
	}
	if (s->queue != WB_NOBODY) {
		floor->queues[s->queue].feed = s->feed;
	}
	return true;
}

/*
 * In a snapshot known facts are told again on purpose: it matters which are
 * mentioned, and they change nothing else.
 */
static bool told_before(struct wb_floor *floor, uint32_t feed,
                        const struct wb_event *event)
{
	if (!event->contact.data ||
	    !wb_repeats_take(&floor->repeats, feed, event) ||
	    floor->feeds[feed].in_snapshot) {
		return false;
	}
	anomaly(floor, WB_ANOMALY_REPEATED);
	return true;
}

void wb_floor_apply(struct wb_floor *floor, uint32_t feed,
                    const struct wb_event *event, wb_ms now)
{
	struct subject s = {
		.feed = feed,
		.contact = WB_POOL_NONE,
		.agent = WB_NOBODY,
		.queue = WB_NOBODY,
		.event = event,
	};
	wb_floor_advance(floor, now);
	if (event->kind == WB_EV_FEED_SNAPSHOT) {
		if (event->phase == WB_PHASE_BEGIN) {
			wb_snapshot_begin(floor, feed);
		} else {
			wb_snapshot_end(floor, feed, event->t);
		}
		return;
	}
	if (told_before(floor, feed, event) || !names_fit(floor, event, &s)) {
		return;
	}
	if (event->kind == WB_EV_QUEUE_REFUSED) {
		queue_refused(floor, &s);
	} else if (event->kind == WB_EV_CONTACT_RATED) {
		wb_rating_told(floor,
		               wb_contact_find(floor, feed, event->contact),
		               s.queue, s.agent, event);
	} else if (apply_promise(floor, &s)) {
		return;
	} else if (event->kind == WB_EV_WRAPUP_ENDED || !event->contact.data) {
		if (s.agent != WB_NOBODY) {
			apply_agent(floor, &s);
		}
	} else {
		s.contact = contact_of(floor, feed, event);
		if (s.contact == WB_POOL_NONE) {
			return;
		}
		fetch(contact_at(floor, s.contact),
		      sizeof(struct floor_contact));
		if (s.agent != WB_NOBODY && shows_agent_present(event->kind)) {
			wb_agent_mention(floor, s.agent, feed);
		}
		apply_contact(floor, &s);
		wb_visit_note(floor, s.contact, event);
		wb_visit_settle(floor, s.contact);
	}
}
