/* The stories of contacts, told from event to event. */

#include "oracle/telling.h"

#define LOSSES 64

static void lose(struct telling *t, wb_ms at)
{
	if (story_is_waiting(t) || story_open_segment(t, NOBODY)) {
		t->ended = t->ended < at ? at : t->ended;
		t->heard = t->heard < at ? at : t->heard; /* known on */
	}
	if (story_is_waiting(t)) {
		story_end_stay(t, END_LOST, at, WB_ABSENT);
	}
	for (struct oracle_segment *s = story_endless_segment(t); s;
	     s = story_endless_segment(t)) {
		story_retrieve(t, s, at);
		s->ended = at;
		s->lost = true;
	}
	story_cancel_rings(t, at);
}

static void contact_over(struct telling *t, const struct oracle_heard *h,
                         int place)
{
	for (struct oracle_segment *s = story_open_segment(t, NOBODY); s;
	     s = story_open_segment(t, NOBODY)) {
		story_end_segment(t, s, h, place);
	}
	if (story_is_waiting(t)) {
		struct oracle_entry *entry = story_entry_of(t);
		bool gone = h->event.by == WB_BY_CUSTOMER;
		if (entry->served != WB_NEVER) {
			story_done_without_reply(t, entry->served_by,
			                         h->event.t);
			story_cancel_rings(t, h->event.t);
			return;
		}
		story_end_stay(t, gone ? END_LEFT : END_LOST, h->event.t,
		               WB_ABSENT);
		story_entry_of(t)->outcome = WB_OUTCOME_ABANDONED;
	}
	story_cancel_rings(t, h->event.t);
}

static void refuse(struct oracle *oracle, const struct oracle_heard *h)
{
	*ORACLE_NEXT(oracle, blocked, blocked_count, ORACLE_STORIES) =
		(struct oracle_blocked){
			.queue = h->queue,
			.channel = oracle_queue_plan(oracle, h->queue)->channel,
			.at = h->event.t,
			.refusal = h->event.refusal,
		};
}

static void tell_event(struct telling *t, const struct oracle_heard *h,
                       int place)
{
	if (h->event.channel >= 0 && !story_is_waiting(t)) {
		t->channel = h->event.channel;
	}
	switch ((int)h->event.kind) {
	case WB_EV_CONTACT_STARTED:
		story_begin(t, h);
		break;
	case WB_EV_QUEUE_ENTERED:
		story_enter(t, h);
		break;
	case WB_EV_QUEUE_LEFT:
		story_leave(t, h);
		break;
	case WB_EV_QUEUE_RESUMED:
		story_resume(t, h);
		break;
	case WB_EV_OFFER_STARTED:
		story_ring(t, h);
		break;
	case WB_EV_OFFER_ENDED:
		story_ring_over(t, h);
		break;
	case WB_EV_SEGMENT_STARTED:
		story_start(t, h, place);
		story_connect(t, h);
		break;
	case WB_EV_SEGMENT_HELD:
		story_hold(t, h);
		break;
	case WB_EV_SEGMENT_RETRIEVED:
		story_retrieved(t, h);
		break;
	case WB_EV_CONTACT_REPLIED:
		story_replied(t, h);
		break;
	case WB_EV_SEGMENT_ENDED: {
		struct oracle_segment *segment =
			story_open_segment(t, h->agent);
		if (h->event.by != WB_BY_TRANSFER) {
			story_done_without_reply(t, h->agent, h->event.t);
		}
		if (segment) {
			story_end_segment(t, segment, h, place);
		}
		break;
	}
	case WB_EV_SEGMENT_TRANSFERRED:
		story_transfer(t, h);
		break;
	case WB_EV_CONTACT_ENDED:
		contact_over(t, h, place);
		break;
	case WB_EV_CONTACT_OUTCOME:
		story_file(t, h);
		story_note_people(t, h, place);
		break;
	case WB_EV_CALLBACK_REQUESTED:
		story_note_people(t, h, place);
		break;
	case WB_EV_CONTACT_RATED:
		story_rate(t, h);
		break;
	default:
		break;
	}
}

static bool is_open(struct telling *t)
{
	return story_is_waiting(t) || story_open_segment(t, NOBODY);
}

/*
 * When nothing is heard of a contact for too long, it is lost if it is open;
 * an hour after its last it is forgotten, and what comes then is a new story.
 */
static void grow_old(struct telling *t, wb_ms until)
{
	bool slow = t->channel == WB_CHANNEL_EMAIL ||
	            t->channel == WB_CHANNEL_SOCIAL ||
	            t->channel == WB_CHANNEL_TICKET;
	wb_ms limit = t->oracle->plan->stale_limit * (slow ? 180 : 1);
	if (is_open(t) && t->heard + limit <= until) {
		t->heard += limit;
		lose(t, t->heard);
	}
	if (!is_open(t) && t->heard + WB_HOUR <= until) {
		story_forget_rings(t, t->heard + WB_HOUR);
		story_visit_over(t, false, true);
		story_nobody_came(t);
		t->channel = NOBODY;
		t->entry = NOBODY;
		t->last_queue = NOBODY;
		t->filing = NOBODY;
		t->dial = NOBODY;
		t->known = false;
		story_forget_ratings(t);
		t->first_segment = t->oracle->segment_count;
	}
}

/* Some events make a contact known, others keep it so, or come long after. */
static bool keeps_known(const struct telling *t, enum wb_event_kind kind)
{
	switch ((int)kind) {
	case WB_EV_CONTACT_STARTED:
	case WB_EV_QUEUE_ENTERED:
	case WB_EV_OFFER_STARTED:
	case WB_EV_OFFER_ENDED:
	case WB_EV_SEGMENT_STARTED:
	case WB_EV_SEGMENT_HELD:
	case WB_EV_SEGMENT_RETRIEVED:
	case WB_EV_SEGMENT_TRANSFERRED:
	case WB_EV_SEGMENT_ENDED:
	case WB_EV_CONTACT_OUTCOME:
		return true;
	case WB_EV_CONTACT_RATED:
	case WB_EV_CALLBACK_REQUESTED:
	case WB_EV_CALLBACK_ATTEMPTED:
	case WB_EV_CALLBACK_CLOSED:
	case WB_EV_FOLLOW_UP_CLOSED:
		return false;
	default:
		return t->known;
	}
}

static void tell_contact(struct oracle *oracle, int contact)
{
	struct telling t = {
		.oracle = oracle,
		.contact = contact,
		.channel = -1,
		.place = -1,
		.entry = NOBODY,
		.last_queue = NOBODY,
		.filing = NOBODY,
		.dial = NOBODY,
	};
	story_nobody_came(&t);
	wb_ms losses[LOSSES];
	int loss_count = oracle_losses(oracle, contact, NOBODY, losses, LOSSES);
	int loss = 0;
	for (int i = 0; i < oracle->told_count; i++) {
		const struct oracle_heard *h = oracle->told[i];
		if (h->contact != contact ||
		    h->event.kind == WB_EV_QUEUE_REFUSED ||
		    h->event.kind == WB_EV_WRAPUP_ENDED) {
			continue;
		}
		while (loss < loss_count && losses[loss] < h->event.t) {
			lose(&t, losses[loss++]);
		}
		grow_old(&t, h->heard);
		t.place = i;
		if (keeps_known(&t, h->event.kind)) {
			t.heard = h->heard > t.heard ? h->heard : t.heard;
			t.known = true;
			story_note_visit(&t, h);
		}
		tell_event(&t, h, i);
	}
	while (loss < loss_count) {
		lose(&t, losses[loss++]);
	}
	grow_old(&t, oracle->now);
	story_visit_over(&t, is_open(&t), false);
}

void oracle_tell_contacts(struct oracle *oracle)
{
	oracle->entry_count = oracle->offer_count = 0;
	oracle->segment_count = oracle->hold_count = 0;
	oracle->filing_count = oracle->blocked_count = 0;
	oracle->rating_count = oracle->dial_count = 0;
	oracle->visit_count = 0;
	for (int i = 0; i < oracle->contacts.count; i++) {
		tell_contact(oracle, i);
	}
	for (int i = 0; i < oracle->told_count; i++) {
		if (oracle->told[i]->event.kind == WB_EV_QUEUE_REFUSED) {
			refuse(oracle, oracle->told[i]);
		}
	}
	oracle_finish_segments(oracle);
	oracle_escalate(oracle);
}
