/* Rings at agents: the unit of "no answer". */

#include "floor/state.h"

static struct floor_offer *offer_at(const struct wb_floor *floor,
                                    uint32_t number)
{
	return wb_pool_at(&floor->offers, number);
}

static uint32_t find_offer(const struct wb_floor *floor, uint32_t contact,
                           uint32_t agent)
{
	uint32_t number = contact_at(floor, contact)->offers;
	while (number != WB_POOL_NONE &&
	       offer_at(floor, number)->agent != agent) {
		number = offer_at(floor, number)->next;
	}
	return number;
}

static void drop_offer(struct wb_floor *floor, uint32_t contact,
                       uint32_t number)
{
	uint32_t *link = &contact_at(floor, contact)->offers;
	while (*link != number) {
		link = &offer_at(floor, *link)->next;
	}
	*link = offer_at(floor, number)->next;
	wb_pool_give(&floor->offers, number);
}

static void stop_ringing(struct wb_floor *floor, struct floor_offer *offer,
                         wb_ms t)
{
	if (offer->open) {
		offer->open = false;
		floor->agents[offer->agent].ringing--;
		wb_agent_refresh(floor, offer->agent, t);
	}
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

void wb_offer_start(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                    wb_ms t)
{
	uint32_t number = find_offer(floor, contact, agent);
	if (number != WB_POOL_NONE && offer_at(floor, number)->open) {
		return; /* told twice */
	}
	if (number != WB_POOL_NONE) {
		drop_offer(floor, contact, number);
	}
	number = wb_pool_take(&floor->offers);
	if (number == WB_POOL_NONE) {
		return;
	}
	struct floor_contact *c = contact_at(floor, contact);
	*offer_at(floor, number) = (struct floor_offer){
		.agent = agent,
		.next = c->offers,
		.started = t,
		.open = true,
	};
	c->offers = number;
	floor->agents[agent].ringing++;
	wb_agent_refresh(floor, agent, t);
}

void wb_offer_ended(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                    uint32_t queue, const struct wb_event *event)
{
	enum wb_offer_result result = (enum wb_offer_result)event->offer_result;
	struct wb_fact fact =
		ended_fact(floor, contact, agent, queue, result, event->t);
	uint32_t number = find_offer(floor, contact, agent);
	if (number == WB_POOL_NONE) {
		/*
		 * Some switches tell only how a ring ended. An acceptance is
		 * counted with the segment that it leads to.
		 */
		if (result != WB_OFFER_ACCEPTED) {
			wb_floor_emit(floor, contact, &fact);
		}
		return;
	}
	struct floor_offer *offer = offer_at(floor, number);
	if (offer->presumed) {
		struct wb_fact back = offer->end;
		back.sign = -1;
		wb_floor_emit(floor, contact, &back);
	} else if (offer->accepted) {
		return;
	}
	stop_ringing(floor, offer, event->t);
	if (result == WB_OFFER_ACCEPTED) {
		offer->presumed = false;
		offer->accepted = true; /* until the segment starts */
		return;
	}
	drop_offer(floor, contact, number);
	wb_floor_emit(floor, contact, &fact);
}

void wb_offer_accept(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                     uint32_t queue, wb_ms t)
{
	struct wb_fact fact =
		ended_fact(floor, contact, agent, queue, WB_OFFER_ACCEPTED, t);
	uint32_t number = find_offer(floor, contact, agent);
	if (number != WB_POOL_NONE) {
		stop_ringing(floor, offer_at(floor, number), t);
		drop_offer(floor, contact, number);
	}
	wb_floor_emit(floor, contact, &fact);
}

void wb_offer_cancel_all(struct wb_floor *floor, uint32_t contact, wb_ms t)
{
	uint32_t number = contact_at(floor, contact)->offers;
	while (number != WB_POOL_NONE) {
		struct floor_offer *offer = offer_at(floor, number);
		if (offer->open) {
			stop_ringing(floor, offer, t);
			offer->presumed = true;
			offer->end = ended_fact(
				floor, contact, offer->agent,
				contact_at(floor, contact)->last_queue,
				WB_OFFER_CANCELLED, t);
			wb_floor_emit(floor, contact, &offer->end);
		}
		number = offer->next;
	}
}

void wb_offer_forget_all(struct wb_floor *floor, uint32_t contact, wb_ms t)
{
	struct floor_contact *c = contact_at(floor, contact);
	while (c->offers != WB_POOL_NONE) {
		stop_ringing(floor, offer_at(floor, c->offers), t);
		drop_offer(floor, contact, c->offers);
	}
}
