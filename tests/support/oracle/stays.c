/* The stories of contacts: rings, and stays in queues. */

#include "oracle/telling.h"

enum wb_channel story_channel_of(const struct telling *t, int queue)
{
	if (t->channel >= 0) {
		return (enum wb_channel)t->channel;
	}
	return queue == NOBODY ? WB_CHANNEL_VOICE
	                       : oracle_queue_plan(t->oracle, queue)->channel;
}

struct oracle_entry *story_entry_of(struct telling *t)
{
	return t->entry == NOBODY ? NULL : &t->oracle->entries[t->entry];
}

bool story_is_waiting(struct telling *t)
{
	const struct oracle_entry *entry = story_entry_of(t);
	return entry && entry->end == END_WAITING;
}

/* ---- rings ---- */

static struct oracle_offer *open_ring(struct telling *t, int agent)
{
	for (int i = t->oracle->offer_count - 1; i >= 0; i--) {
		struct oracle_offer *offer = &t->oracle->offers[i];
		if (offer->contact == t->contact && offer->agent == agent &&
		    (offer->open || offer->presumed)) {
			return offer;
		}
	}
	return NULL;
}

static struct oracle_offer *new_ring(struct telling *t, int queue, int agent,
                                     wb_ms at)
{
	struct oracle_offer *offer =
		ORACLE_NEXT(t->oracle, offers, offer_count, ORACLE_STORIES);
	*offer = (struct oracle_offer){
		.contact = t->contact,
		.queue = queue,
		.agent = agent,
		.channel = story_channel_of(t, queue),
		.arrived = t->entry == NOBODY ? at : story_entry_of(t)->entered,
		.started = at,
		.ended = WB_NEVER,
		.open = true,
	};
	return offer;
}

static void end_ring(struct oracle_offer *offer, int result, wb_ms at)
{
	if (offer->ended == WB_NEVER || offer->presumed) {
		offer->ended = at;
	}
	offer->at = at;
	offer->open = false;
	offer->presumed = false;
	offer->counted = true;
	offer->result = result;
}

void story_ring(struct telling *t, const struct oracle_heard *h)
{
	struct oracle_offer *offer = open_ring(t, h->agent);
	if (!offer || offer->presumed || offer->ended != WB_NEVER) {
		new_ring(t, h->queue, h->agent, h->event.t);
	}
}

void story_ring_over(struct telling *t, const struct oracle_heard *h)
{
	struct oracle_offer *offer = open_ring(t, h->agent);
	int queue = h->queue == NOBODY ? t->last_queue : h->queue;
	wb_ms at = h->event.t;
	if (h->event.offer_result == WB_OFFER_ACCEPTED) {
		/* It counts with the segment that it leads to. */
		if (offer && offer->ended == WB_NEVER) {
			offer->ended = at;
		}
		return;
	}
	if (offer && !offer->presumed && offer->ended != WB_NEVER) {
		return; /* accepted already */
	}
	if (!offer) { /* some switches tell only how a ring ended */
		offer = new_ring(t, queue, h->agent, at);
	}
	offer->queue = queue;
	end_ring(offer, h->event.offer_result, at);
}

/* The contact does not wait any more: nobody rings for it. */
void story_cancel_rings(struct telling *t, wb_ms at)
{
	for (int i = 0; i < t->oracle->offer_count; i++) {
		struct oracle_offer *offer = &t->oracle->offers[i];
		if (offer->contact == t->contact && offer->open &&
		    offer->ended == WB_NEVER) {
			end_ring(offer, WB_OFFER_CANCELLED, at);
			offer->presumed = true;
		}
	}
}

/* Talk that comes from no queue: its rings are no offers. */
void story_forget_rings(struct telling *t, wb_ms at)
{
	for (int i = 0; i < t->oracle->offer_count; i++) {
		struct oracle_offer *offer = &t->oracle->offers[i];
		if (offer->contact == t->contact) {
			offer->open = false;
			offer->presumed = false;
			if (offer->ended == WB_NEVER) {
				offer->ended = at;
			}
		}
	}
}

static void accept_ring(struct telling *t, int queue, int agent, wb_ms at)
{
	struct oracle_offer *offer = open_ring(t, agent);
	wb_ms stopped = at;
	if (!offer || offer->presumed) {
		offer = new_ring(t, queue, agent, at);
	} else if (offer->ended != WB_NEVER) {
		stopped = offer->ended;
	}
	end_ring(offer, WB_OFFER_ACCEPTED, at);
	offer->ended = stopped;
	offer->queue = queue;
	offer->arrived = story_entry_of(t)->entered;
}

/* ---- stays in queues ---- */

void story_end_stay(struct telling *t, enum oracle_end end, wb_ms at,
                    wb_ms wait_told)
{
	struct oracle_entry *entry = story_entry_of(t);
	entry->end = end;
	entry->ended = at;
	entry->wait = wait_told != WB_ABSENT ? wait_told : at - entry->entered;
}

void story_enter(struct telling *t, const struct oracle_heard *h)
{
	wb_ms at = h->event.t;
	if (story_is_waiting(t)) {
		if (story_entry_of(t)->queue == h->queue) {
			return; /* told twice */
		}
		story_end_stay(t, END_LEFT, at, WB_ABSENT);
		story_entry_of(t)->outcome = WB_OUTCOME_MOVED;
		story_cancel_rings(t, at); /* they rang for the other queue */
	}
	t->entry = t->oracle->entry_count;
	*ORACLE_NEXT(t->oracle, entries, entry_count, ORACLE_STORIES) =
		(struct oracle_entry){
			.contact = t->contact,
			.queue = h->queue,
			.agent = NOBODY,
			.channel = story_channel_of(t, h->queue),
			.apart = t->channel == WB_CHANNEL_CALLBACK,
			.entered = at,
			.served = WB_NEVER,
			.served_by = NOBODY,
			.end = END_WAITING,
		};
	t->last_queue = h->queue;
	t->arrived = at;
}

/* A stay that was given up as lost is ended by what is told after all. */
static bool waits_in(struct telling *t, int queue)
{
	const struct oracle_entry *entry = story_entry_of(t);
	return entry && entry->queue == queue &&
	       (entry->end == END_WAITING || entry->end == END_LOST);
}

void story_leave(struct telling *t, const struct oracle_heard *h)
{
	if (!waits_in(t, h->queue)) {
		return;
	}
	story_end_stay(t, END_LEFT, h->event.t, h->event.wait_ms);
	story_entry_of(t)->outcome = h->event.outcome;
	story_cancel_rings(t, h->event.t);
}

void story_resume(struct telling *t, const struct oracle_heard *h)
{
	struct oracle_entry *entry = story_entry_of(t);
	if (entry && entry->end == END_LEFT && entry->queue == h->queue) {
		entry->end = END_WAITING;
	}
}

/* Does the first reply answer, and not that somebody takes it? */
static bool waits_for_reply(const struct telling *t,
                            const struct oracle_entry *entry)
{
	return wb_plan_service_level(oracle_queue_plan(t->oracle, entry->queue),
	                             entry->channel)
	               ->until == WB_CLOCK_FIRST_REPLY;
}

static void serve(struct oracle_entry *entry, const struct oracle_heard *h)
{
	entry->end = END_WAITING;
	if (entry->served == WB_NEVER) {
		entry->served = h->event.t;
	}
	entry->served_by = h->agent; /* it may be handed on */
}

bool story_answer(struct telling *t, const struct oracle_heard *h)
{
	if (h->queue == NOBODY || !waits_in(t, h->queue)) {
		return false;
	}
	if (waits_for_reply(t, story_entry_of(t))) {
		bool again = story_entry_of(t)->served_by == h->agent;
		serve(story_entry_of(t), h);
		if (again) { /* told twice */
			story_cancel_rings(t, h->event.t);
			return true;
		}
	} else {
		story_end_stay(t, END_ANSWERED, h->event.t, h->event.wait_ms);
		story_entry_of(t)->agent = h->agent;
	}
	accept_ring(t, h->queue, h->agent, h->event.t);
	story_cancel_rings(t, h->event.t);
	return true;
}

void story_replied(struct telling *t, const struct oracle_heard *h)
{
	struct oracle_entry *entry = story_entry_of(t);
	if (entry && waits_in(t, entry->queue) && waits_for_reply(t, entry)) {
		story_end_stay(t, END_ANSWERED, h->event.t, WB_ABSENT);
		entry->agent = h->agent;
		story_cancel_rings(t, h->event.t);
	}
}

/* Who took it is done and handed it to nobody: that is all the reply. */
void story_done_without_reply(struct telling *t, int agent, wb_ms at)
{
	struct oracle_entry *entry = story_entry_of(t);
	if (story_is_waiting(t) && waits_for_reply(t, entry) &&
	    entry->served_by == agent) {
		story_end_stay(t, END_ANSWERED, at, WB_ABSENT);
		entry->agent = agent;
	}
}
