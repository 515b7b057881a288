/* A contact's rings, newest first: which of them is meant. */

#include "floor/offer.h"

struct floor_offer *wb_offer_next(const struct wb_floor *floor, uint32_t agent,
                                  uint32_t *number)
{
	while (*number != WB_POOL_NONE) {
		struct floor_offer *offer = wb_offer_at(floor, *number);
		*number = offer->next;
		if (offer->agent == agent) {
			return offer;
		}
	}
	return NULL;
}

void wb_offer_drop(struct wb_floor *floor, uint32_t contact, uint32_t number)
{
	struct floor_contact *c = contact_at(floor, contact);
	uint32_t *link = &c->offers;
	while (*link != number) {
		link = &wb_offer_at(floor, *link)->next;
	}
	*link = wb_offer_at(floor, number)->next;
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
	     i = wb_offer_at(floor, i)->next) {
		if (wb_offer_at(floor, i)->how != OFFER_RINGS) {
			oldest = i; /* the last of the list */
		}
	}
	if (oldest != WB_POOL_NONE) {
		wb_offer_drop(floor, contact, oldest);
	}
}

struct floor_offer *wb_offer_add(struct wb_floor *floor, uint32_t contact,
                                 uint32_t agent)
{
	make_room(floor, contact);
	struct floor_contact *c = contact_at(floor, contact);
	uint32_t number = wb_pool_take(&floor->offers);
	if (number == WB_POOL_NONE) {
		return NULL;
	}
	*wb_offer_at(floor, number) = (struct floor_offer){
		.agent = agent,
		.next = c->offers,
		.started = WB_NEVER,
		.ended = WB_NEVER,
		.queue = WB_NOBODY,
	};
	c->offers = number;
	c->offer_count++;
	return wb_offer_at(floor, number);
}

bool wb_offer_is_told_end(const struct floor_offer *offer)
{
	return offer->how == OFFER_ENDED || offer->how == OFFER_TAKEN ||
	       offer->how == OFFER_ANSWERED;
}

struct floor_offer *wb_offer_end_after(const struct wb_floor *floor,
                                       uint32_t contact, uint32_t agent,
                                       wb_ms t)
{
	struct floor_offer *found = NULL, *offer;
	uint32_t i = contact_at(floor, contact)->offers;
	while ((offer = wb_offer_next(floor, agent, &i))) {
		bool earlier = offer->started == WB_NEVER || offer->started < t;
		if (wb_offer_is_told_end(offer) && earlier &&
		    offer->ended >= t &&
		    (!found || offer->ended < found->ended)) {
			found = offer;
		}
	}
	return found;
}

struct floor_offer *wb_offer_ring_before(const struct wb_floor *floor,
                                         uint32_t contact, uint32_t agent,
                                         wb_ms t)
{
	struct floor_offer *found = NULL, *offer;
	uint32_t i = contact_at(floor, contact)->offers;
	while ((offer = wb_offer_next(floor, agent, &i))) {
		bool open = !wb_offer_is_told_end(offer) || offer->ended > t;
		if (offer->started != WB_NEVER && offer->started <= t && open &&
		    (!found || offer->started > found->started)) {
			found = offer;
		}
	}
	return found;
}

bool wb_offer_began_at(const struct wb_floor *floor, uint32_t contact,
                       uint32_t agent, wb_ms t)
{
	uint32_t i = contact_at(floor, contact)->offers;
	for (struct floor_offer *offer;
	     (offer = wb_offer_next(floor, agent, &i));) {
		if (offer->started == t) {
			return true;
		}
	}
	return false;
}
