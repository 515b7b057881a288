/*
 * Rings at agents: the unit of "no answer". A contact keeps its rings, ended
 * ones too, so that what is told of one in whatever order meets: a ring has
 * its end when the end comes first, and an end that was only presumed (somebody
 * else answered) gives way to the one that is told.
 */

#include "floor/offer.h"
#include "floor/stay.h"

static void note_ring(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                      uint32_t queue, enum floor_note_kind kind, wb_ms t)
{
	struct floor_note note = {
		.t = t,
		.kind = kind,
		.subject = contact,
		.queue = queue,
	};
	wb_agent_note(floor, agent, &note);
}

/* Is there somebody who was offered, and did not take it? */
static bool is_counted(const struct floor_offer *offer)
{
	return offer->how == OFFER_PRESUMED ||
	       (offer->how == OFFER_ENDED &&
	        offer->result != WB_OFFER_ACCEPTED);
}

static void tell(struct wb_floor *floor, uint32_t contact,
                 struct floor_offer *offer, int sign)
{
	struct wb_fact fact = {
		.kind = WB_FACT_OFFER_ENDED,
		.sign = sign,
		.at = offer->told_at,
		.arrived = offer->told_arrived,
		.queue = offer->told_queue,
		.agent = offer->agent,
		.channel = offer->told_channel,
		.offer_result = offer->told_result,
	};
	wb_floor_emit(floor, contact, &fact);
	offer->told_channel = fact.channel;
	offer->is_told = sign > 0;
}

/* Tells how it ended, if that counts, in place of what was told before. */
static void retell(struct wb_floor *floor, uint32_t contact,
                   struct floor_offer *offer)
{
	wb_ms t = offer->started != WB_NEVER ? offer->started : offer->ended;
	const struct floor_stay *stay =
		wb_stay_of(floor, contact, offer->queue, t);
	struct floor_offer want = *offer;
	want.told_at = offer->ended;
	want.told_arrived = stay ? stay->entered : t;
	want.told_queue =
		offer->queue == WB_NOBODY && stay ? stay->queue : offer->queue;
	want.told_channel = wb_floor_channel(floor, contact, want.told_queue);
	want.told_result = offer->how == OFFER_PRESUMED ? WB_OFFER_CANCELLED
	                                                : offer->result;
	bool counted = is_counted(offer);
	if (offer->is_told && (!counted || want.told_at != offer->told_at ||
	                       want.told_arrived != offer->told_arrived ||
	                       want.told_queue != offer->told_queue ||
	                       want.told_channel != offer->told_channel ||
	                       want.told_result != offer->told_result)) {
		tell(floor, contact, offer, -1);
	}
	if (counted && !offer->is_told) {
		want.is_told = false;
		*offer = want;
		tell(floor, contact, offer, 1);
	}
}

/* When its contact stopped waiting: nobody rings beyond that. */
static wb_ms over_at(const struct wb_floor *floor, uint32_t contact,
                     const struct floor_offer *offer)
{
	const struct floor_contact *c = contact_at(floor, contact);
	wb_ms over = wb_stay_over(floor, contact, offer->started);
	if (c->is_quiet && c->quiet >= offer->started && c->quiet < over) {
		over = c->quiet;
	}
	return over;
}

static bool is_concluded(const struct floor_offer *offer)
{
	return offer->how == OFFER_PRESUMED || offer->how == OFFER_HUSHED;
}

static struct floor_note ring_over(uint32_t contact,
                                   const struct floor_offer *offer, wb_ms t)
{
	return (struct floor_note){
		.t = t,
		.kind = NOTE_RING_OVER,
		.subject = contact,
		.queue = WB_NOBODY,
		.a = offer->started,
	};
}

/* The end that was concluded is not true: the agent heard it ring on. */
static void take_back(struct wb_floor *floor, uint32_t contact,
                      struct floor_offer *offer)
{
	struct floor_note note = ring_over(contact, offer, offer->ended);
	if (!is_concluded(offer)) {
		return;
	}
	offer->how = OFFER_RINGS;
	offer->ended = WB_NEVER;
	wb_timeline_retract(floor, offer->agent, &note);
}

static void conclude(struct wb_floor *floor, uint32_t contact,
                     struct floor_offer *offer, enum floor_offer_how how,
                     wb_ms t)
{
	take_back(floor, contact, offer);
	offer->how = how;
	offer->ended = t;
	struct floor_note note = ring_over(contact, offer, t);
	wb_agent_note(floor, offer->agent, &note);
}

/* A ring whose end nobody told. */
static void presume(struct wb_floor *floor, uint32_t contact,
                    struct floor_offer *offer)
{
	wb_ms over = over_at(floor, contact, offer);
	if (over == WB_NEVER) {
		if (offer->how == OFFER_PRESUMED) {
			take_back(floor, contact, offer);
		}
	} else if (offer->how == OFFER_HUSHED && over > offer->ended) {
		return; /* somebody talked to the contact before */
	} else if (offer->how != OFFER_PRESUMED || offer->ended != over) {
		conclude(floor, contact, offer, OFFER_PRESUMED, over);
	}
}

static void add_answer(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                       wb_ms t)
{
	struct floor_offer *offer = wb_offer_add(floor, contact, agent);
	if (offer) {
		offer->how = OFFER_ANSWERED;
		offer->inferred = true;
		offer->result = WB_OFFER_ACCEPTED;
		offer->ended = t;
	}
}

/* The ring was over before: another one led to the answer. True: so it was. */
static bool part_from_ring(struct wb_floor *floor, uint32_t contact,
                           struct floor_offer *answer)
{
	wb_ms t = answer->ended;
	if (answer->started == WB_NEVER ||
	    over_at(floor, contact, answer) >= t) {
		return false;
	}
	answer->how = OFFER_RINGS;
	answer->inferred = false;
	answer->ended = WB_NEVER;
	add_answer(floor, contact, answer->agent, t);
	return true;
}

/* The ring went on until the answer after all. */
static bool join_ring(struct wb_floor *floor, uint32_t contact, uint32_t number)
{
	const struct floor_offer *answer = wb_offer_at(floor, number);
	wb_ms t = answer->ended;
	if (answer->started != WB_NEVER) {
		return false;
	}
	struct floor_offer *ring =
		wb_offer_ring_before(floor, contact, answer->agent, t);
	if (!ring || wb_offer_is_told_end(ring) ||
	    over_at(floor, contact, ring) < t) {
		return false;
	}
	take_back(floor, contact, ring);
	ring->how = OFFER_ANSWERED;
	ring->inferred = true;
	ring->result = WB_OFFER_ACCEPTED;
	ring->ended = t;
	wb_offer_drop(floor, contact, number);
	return true;
}

/* Which ring led to an answer depends on what is known of the stays now. */
static bool settle_an_answer(struct wb_floor *floor, uint32_t contact)
{
	for (uint32_t i = contact_at(floor, contact)->offers; i != WB_POOL_NONE;
	     i = wb_offer_at(floor, i)->next) {
		struct floor_offer *offer = wb_offer_at(floor, i);
		if (offer->how == OFFER_ANSWERED && offer->inferred &&
		    (part_from_ring(floor, contact, offer) ||
		     join_ring(floor, contact, i))) {
			return true;
		}
	}
	return false;
}

void wb_offer_settle(struct wb_floor *floor, uint32_t contact)
{
	for (int i = 0; i < WB_CONTACT_OFFERS_MAX; i++) {
		if (!settle_an_answer(floor, contact)) {
			break;
		}
	}
	for (uint32_t i = contact_at(floor, contact)->offers; i != WB_POOL_NONE;
	     i = wb_offer_at(floor, i)->next) {
		struct floor_offer *offer = wb_offer_at(floor, i);
		if (!wb_offer_is_told_end(offer)) {
			presume(floor, contact, offer);
		}
		retell(floor, contact, offer);
	}
}

void wb_offer_start(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                    uint32_t queue, wb_ms t)
{
	note_ring(floor, contact, agent, queue, NOTE_RING, t);
	if (wb_offer_began_at(floor, contact, agent, t)) {
		return; /* told twice */
	}
	struct floor_offer *end = wb_offer_end_after(floor, contact, agent, t);
	if (end && end->started == WB_NEVER) {
		end->started = t;
		end->queue = queue;
		wb_offer_settle(floor, contact);
		return;
	}
	struct floor_offer *offer = wb_offer_add(floor, contact, agent);
	if (!offer) {
		return;
	}
	offer->started = t;
	offer->queue = queue;
	if (end) {
		/* The end was taken for that of an earlier ring. */
		offer->ended = end->ended;
		offer->how = end->how;
		offer->result = end->result;
		offer->id = end->id;
		offer->inferred = end->inferred;
		end->inferred = false;
		end->how = OFFER_RINGS;
		end->ended = WB_NEVER;
	}
	wb_offer_settle(floor, contact);
}

/* The same end of the same ring once more? */
static bool ended_so(const struct wb_floor *floor, uint32_t contact,
                     uint32_t agent, enum wb_offer_result result,
                     const struct wb_event *event)
{
	wb_ms t = event->t;
	uint32_t mark = wb_event_mark(event);
	uint32_t i = contact_at(floor, contact)->offers;
	for (struct floor_offer *offer;
	     (offer = wb_offer_next(floor, agent, &i));) {
		bool began = offer->started == WB_NEVER || offer->started <= t;
		if ((offer->how == OFFER_ENDED || offer->how == OFFER_TAKEN) &&
		    offer->result == result && offer->ended == t &&
		    wb_marks_may_be_one(offer->id, mark)) {
			return true;
		}
		if (offer->how == OFFER_ANSWERED &&
		    result == WB_OFFER_ACCEPTED && began) {
			return true;
		}
	}
	return false;
}

static struct floor_offer *end_ring(struct wb_floor *floor, uint32_t contact,
                                    uint32_t agent, enum floor_offer_how how,
                                    enum wb_offer_result result, wb_ms t)
{
	struct floor_offer *offer =
		wb_offer_ring_before(floor, contact, agent, t);
	if (offer && wb_offer_is_told_end(offer)) {
		/* That end is of a ring that is still to be told. */
		struct floor_offer *rest = wb_offer_add(floor, contact, agent);
		if (rest) {
			rest->ended = offer->ended;
			rest->how = offer->how;
			rest->result = offer->result;
			rest->id = offer->id;
			rest->inferred = offer->inferred;
			rest->queue = offer->queue;
		}
	} else if (!offer) {
		offer = wb_offer_add(floor, contact, agent);
	}
	if (offer) {
		take_back(floor, contact, offer);
		offer->ended = t;
		offer->how = how;
		offer->inferred = false;
		offer->result = result;
	}
	return offer;
}

void wb_offer_ended(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                    uint32_t queue, const struct wb_event *event)
{
	enum wb_offer_result result = (enum wb_offer_result)event->offer_result;
	bool accepted = result == WB_OFFER_ACCEPTED;
	note_ring(floor, contact, agent, WB_NOBODY, NOTE_RING_ENDED, event->t);
	if (ended_so(floor, contact, agent, result, event)) {
		return;
	}
	/* An acceptance is counted with the segment that it leads to. */
	struct floor_offer *offer = end_ring(
		floor, contact, agent, accepted ? OFFER_TAKEN : OFFER_ENDED,
		result, event->t);
	if (offer) {
		offer->id = wb_event_mark(event);
	}
	if (offer && queue != WB_NOBODY) {
		offer->queue = queue;
	}
	wb_offer_settle(floor, contact);
}

/* The ring that the agent said to take, and the segment is here now. */
static struct floor_offer *taken_by(const struct wb_floor *floor,
                                    uint32_t contact, uint32_t agent)
{
	uint32_t i = contact_at(floor, contact)->offers;
	for (struct floor_offer *offer;
	     (offer = wb_offer_next(floor, agent, &i));) {
		if (offer->how == OFFER_TAKEN) {
			return offer;
		}
	}
	return NULL;
}

void wb_offer_accept(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                     wb_ms t)
{
	struct floor_offer *taken = taken_by(floor, contact, agent);
	if (taken) {
		taken->how = OFFER_ANSWERED;
		return;
	}
	/* What was over before is not the ring that led to this. */
	struct floor_offer *offer =
		wb_offer_ring_before(floor, contact, agent, t);
	if (offer && !wb_offer_is_told_end(offer) &&
	    over_at(floor, contact, offer) < t) {
		add_answer(floor, contact, agent, t);
		return;
	}
	offer = end_ring(floor, contact, agent, OFFER_ANSWERED,
	                 WB_OFFER_ACCEPTED, t);
	if (offer) {
		offer->inferred = true;
	}
}

static void note_quiet(struct floor_contact *contact, wb_ms t)
{
	if (!contact->is_quiet || contact->quiet < t) {
		contact->is_quiet = true;
		contact->quiet = t;
	}
}

void wb_offer_cancel_all(struct wb_floor *floor, uint32_t contact, wb_ms t)
{
	note_quiet(contact_at(floor, contact), t);
	wb_offer_settle(floor, contact);
}

void wb_offer_hush_all(struct wb_floor *floor, uint32_t contact, wb_ms t)
{
	for (uint32_t i = contact_at(floor, contact)->offers; i != WB_POOL_NONE;
	     i = wb_offer_at(floor, i)->next) {
		struct floor_offer *offer = wb_offer_at(floor, i);
		if (offer->how == OFFER_RINGS && offer->started <= t) {
			conclude(floor, contact, offer, OFFER_HUSHED, t);
		}
	}
}

bool wb_offer_rings(const struct wb_floor *floor, uint32_t contact)
{
	uint32_t i = contact_at(floor, contact)->offers;
	while (i != WB_POOL_NONE && wb_offer_at(floor, i)->how != OFFER_RINGS) {
		i = wb_offer_at(floor, i)->next;
	}
	return i != WB_POOL_NONE;
}

void wb_offer_free_all(struct wb_floor *floor, uint32_t contact)
{
	while (contact_at(floor, contact)->offers != WB_POOL_NONE) {
		wb_offer_drop(floor, contact,
		              contact_at(floor, contact)->offers);
	}
}
