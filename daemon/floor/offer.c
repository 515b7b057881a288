/*
 * Rings at agents: the unit of "no answer". A contact keeps its rings, ended
 * ones too, so that what is told of one in whatever order meets: a ring has
 * its end when the end comes first, and an end that was only presumed (somebody
 * else answered) gives way to the one that is told.
 */

#include "floor/state.h"

static struct floor_offer *offer_at(const struct wb_floor *floor,
                                    uint32_t number)
{
	return wb_pool_at(&floor->offers, number);
}

/* The agent's rings of this contact, one after the other. */
static struct floor_offer *next_of(const struct wb_floor *floor, uint32_t agent,
                                   uint32_t *number)
{
	while (*number != WB_POOL_NONE) {
		struct floor_offer *offer = offer_at(floor, *number);
		*number = offer->next;
		if (offer->agent == agent) {
			return offer;
		}
	}
	return NULL;
}

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

static struct wb_fact ended_fact(const struct wb_floor *floor, uint32_t contact,
                                 uint32_t agent, uint32_t queue,
                                 enum wb_offer_result result, wb_ms t)
{
	const struct floor_contact *c = contact_at(floor, contact);
	return (struct wb_fact){
		.kind = WB_FACT_OFFER_ENDED,
		.sign = 1,
		.at = t,
		.arrived = c->last_queue == WB_NOBODY ? t : c->arrived,
		.queue = queue,
		.agent = agent,
		.offer_result = result,
	};
}

/* Nobody said how it ended, but it must be over by `t`. */
static void presume(struct wb_floor *floor, uint32_t contact,
                    struct floor_offer *offer, wb_ms t)
{
	struct wb_fact fact = ended_fact(floor, contact, offer->agent,
	                                 contact_at(floor, contact)->last_queue,
	                                 WB_OFFER_CANCELLED, t);
	offer->how = OFFER_PRESUMED;
	offer->ended = t;
	offer->queue = fact.queue;
	offer->arrived = fact.arrived;
	wb_floor_emit(floor, contact, &fact);
	offer->channel = fact.channel;
}

static void unpresume(struct wb_floor *floor, uint32_t contact,
                      const struct floor_offer *offer)
{
	struct wb_fact fact = {
		.kind = WB_FACT_OFFER_ENDED,
		.sign = -1,
		.at = offer->ended,
		.arrived = offer->arrived,
		.queue = offer->queue,
		.agent = offer->agent,
		.channel = offer->channel,
		.offer_result = WB_OFFER_CANCELLED,
	};
	if (offer->how == OFFER_PRESUMED) {
		wb_floor_emit(floor, contact, &fact);
	}
}

static void drop_offer(struct wb_floor *floor, uint32_t contact,
                       uint32_t number)
{
	struct floor_contact *c = contact_at(floor, contact);
	uint32_t *link = &c->offers;
	while (*link != number) {
		link = &offer_at(floor, *link)->next;
	}
	*link = offer_at(floor, number)->next;
	c->offer_count--;
	wb_pool_give(&floor->offers, number);
}

/* Of too many rings the oldest that is over is forgotten. */
static void make_room(struct wb_floor *floor, uint32_t contact)
{
	uint32_t oldest = WB_POOL_NONE;
	if (contact_at(floor, contact)->offer_count < WB_CONTACT_OFFERS_MAX) {
		return;
	}
	for (uint32_t i = contact_at(floor, contact)->offers; i != WB_POOL_NONE;
	     i = offer_at(floor, i)->next) {
		if (offer_at(floor, i)->how != OFFER_RINGS) {
			oldest = i; /* the last of the list */
		}
	}
	if (oldest != WB_POOL_NONE) {
		drop_offer(floor, contact, oldest);
	}
}

static struct floor_offer *add_offer(struct wb_floor *floor, uint32_t contact,
                                     uint32_t agent)
{
	make_room(floor, contact);
	struct floor_contact *c = contact_at(floor, contact);
	uint32_t number = wb_pool_take(&floor->offers);
	if (number == WB_POOL_NONE) {
		return NULL;
	}
	*offer_at(floor, number) = (struct floor_offer){
		.agent = agent,
		.next = c->offers,
		.started = WB_NEVER,
		.ended = WB_NEVER,
		.queue = WB_NOBODY,
	};
	c->offers = number;
	c->offer_count++;
	return offer_at(floor, number);
}

static bool is_told_end(const struct floor_offer *offer)
{
	return offer->how == OFFER_ENDED || offer->how == OFFER_TAKEN ||
	       offer->how == OFFER_ANSWERED;
}

/* The first end that was told for `t` or later; its start may be unknown. */
static struct floor_offer *end_after(const struct wb_floor *floor,
                                     uint32_t contact, uint32_t agent, wb_ms t)
{
	struct floor_offer *found = NULL, *offer;
	uint32_t i = contact_at(floor, contact)->offers;
	while ((offer = next_of(floor, agent, &i))) {
		bool earlier = offer->started == WB_NEVER || offer->started < t;
		if (is_told_end(offer) && earlier && offer->ended >= t &&
		    (!found || offer->ended < found->ended)) {
			found = offer;
		}
	}
	return found;
}

/* The last ring that began at `t` or before and has no end by then. */
static struct floor_offer *ring_before(const struct wb_floor *floor,
                                       uint32_t contact, uint32_t agent,
                                       wb_ms t)
{
	struct floor_offer *found = NULL, *offer;
	uint32_t i = contact_at(floor, contact)->offers;
	while ((offer = next_of(floor, agent, &i))) {
		bool open = !is_told_end(offer) || offer->ended > t;
		if (offer->started != WB_NEVER && offer->started <= t && open &&
		    (!found || offer->started > found->started)) {
			found = offer;
		}
	}
	return found;
}

static bool began_at(const struct wb_floor *floor, uint32_t contact,
                     uint32_t agent, wb_ms t)
{
	uint32_t i = contact_at(floor, contact)->offers;
	for (struct floor_offer *offer; (offer = next_of(floor, agent, &i));) {
		if (offer->started == t) {
			return true;
		}
	}
	return false;
}

/* A ring without an end: when its contact stopped waiting, it is over. */
static void rings_on(struct wb_floor *floor, uint32_t contact,
                     struct floor_offer *offer)
{
	const struct floor_contact *c = contact_at(floor, contact);
	offer->how = OFFER_RINGS;
	offer->ended = WB_NEVER;
	if (c->is_quiet && c->quiet >= offer->started) {
		note_ring(floor, contact, offer->agent, WB_NOBODY,
		          NOTE_RING_OVER, c->quiet);
		presume(floor, contact, offer, c->quiet);
	}
}

void wb_offer_start(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                    uint32_t queue, wb_ms t)
{
	note_ring(floor, contact, agent, queue, NOTE_RING, t);
	if (began_at(floor, contact, agent, t)) {
		return; /* told twice */
	}
	struct floor_offer *end = end_after(floor, contact, agent, t);
	if (end && end->started == WB_NEVER) {
		end->started = t;
		return;
	}
	struct floor_offer *offer = add_offer(floor, contact, agent);
	if (!offer) {
		return;
	}
	offer->started = t;
	if (!end) {
		rings_on(floor, contact, offer);
		return;
	}
	/* The end was taken for that of an earlier ring. */
	offer->ended = end->ended;
	offer->how = end->how;
	offer->result = end->result;
	rings_on(floor, contact, end);
}

/* The same end of the same ring once more? */
static bool ended_so(const struct wb_floor *floor, uint32_t contact,
                     uint32_t agent, enum wb_offer_result result, wb_ms t)
{
	uint32_t i = contact_at(floor, contact)->offers;
	for (struct floor_offer *offer; (offer = next_of(floor, agent, &i));) {
		bool began = offer->started == WB_NEVER || offer->started <= t;
		if ((offer->how == OFFER_ENDED || offer->how == OFFER_TAKEN) &&
		    offer->result == result && offer->ended == t) {
			return true;
		}
		if (offer->how == OFFER_ANSWERED &&
		    result == WB_OFFER_ACCEPTED && began) {
			return true;
		}
	}
	return false;
}

static void end_ring(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                     enum floor_offer_how how, enum wb_offer_result result,
                     wb_ms t)
{
	struct floor_offer *offer = ring_before(floor, contact, agent, t);
	if (offer && is_told_end(offer)) {
		/* That end is of a ring that is still to be told. */
		struct floor_offer *rest = add_offer(floor, contact, agent);
		if (rest) {
			rest->ended = offer->ended;
			rest->how = offer->how;
			rest->result = offer->result;
		}
	} else if (offer) {
		unpresume(floor, contact, offer);
	} else {
		offer = add_offer(floor, contact, agent);
	}
	if (offer) {
		offer->ended = t;
		offer->how = how;
		offer->result = result;
	}
}

void wb_offer_ended(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                    uint32_t queue, const struct wb_event *event)
{
	enum wb_offer_result result = (enum wb_offer_result)event->offer_result;
	bool accepted = result == WB_OFFER_ACCEPTED;
	note_ring(floor, contact, agent, WB_NOBODY, NOTE_RING_ENDED, event->t);
	if (ended_so(floor, contact, agent, result, event->t)) {
		return;
	}
	end_ring(floor, contact, agent, accepted ? OFFER_TAKEN : OFFER_ENDED,
	         result, event->t);
	/* An acceptance is counted with the segment that it leads to. */
	if (!accepted) {
		struct wb_fact fact = ended_fact(floor, contact, agent, queue,
		                                 result, event->t);
		wb_floor_emit(floor, contact, &fact);
	}
}

/* The ring that the agent said to take, and the segment is here now. */
static struct floor_offer *taken_by(const struct wb_floor *floor,
                                    uint32_t contact, uint32_t agent)
{
	uint32_t i = contact_at(floor, contact)->offers;
	for (struct floor_offer *offer; (offer = next_of(floor, agent, &i));) {
		if (offer->how == OFFER_TAKEN) {
			return offer;
		}
	}
	return NULL;
}

void wb_offer_accept(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                     uint32_t queue, wb_ms t)
{
	struct wb_fact fact =
		ended_fact(floor, contact, agent, queue, WB_OFFER_ACCEPTED, t);
	struct floor_offer *taken = taken_by(floor, contact, agent);
	if (taken) {
		taken->how = OFFER_ANSWERED;
	} else {
		end_ring(floor, contact, agent, OFFER_ANSWERED,
		         WB_OFFER_ACCEPTED, t);
	}
	wb_floor_emit(floor, contact, &fact);
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
	for (uint32_t i = contact_at(floor, contact)->offers; i != WB_POOL_NONE;
	     i = offer_at(floor, i)->next) {
		struct floor_offer *offer = offer_at(floor, i);
		bool rings =
			offer->how == OFFER_RINGS || offer->how == OFFER_HUSHED;
		if (rings && offer->started <= t) {
			note_ring(floor, contact, offer->agent, WB_NOBODY,
			          NOTE_RING_OVER, t);
			presume(floor, contact, offer, t);
		}
	}
}

void wb_offer_hush_all(struct wb_floor *floor, uint32_t contact, wb_ms t)
{
	for (uint32_t i = contact_at(floor, contact)->offers; i != WB_POOL_NONE;
	     i = offer_at(floor, i)->next) {
		struct floor_offer *offer = offer_at(floor, i);
		if (offer->how == OFFER_RINGS) {
			note_ring(floor, contact, offer->agent, WB_NOBODY,
			          NOTE_RING_OVER, t);
			offer->how = OFFER_HUSHED;
			offer->ended = t;
		}
	}
}

void wb_offer_forget_all(struct wb_floor *floor, uint32_t contact, wb_ms t)
{
	wb_offer_hush_all(floor, contact, t);
	while (contact_at(floor, contact)->offers != WB_POOL_NONE) {
		drop_offer(floor, contact, contact_at(floor, contact)->offers);
	}
}
