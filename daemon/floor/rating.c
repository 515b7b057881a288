/*
 * Ratings. As long as the contact is known it has one of each kind: the last
 * that was given, so that one that is told twice counts once. Later ones are
 * taken as they come.
 */

#include "floor/state.h"

static struct floor_rating *rating_at(const struct wb_floor *floor,
                                      uint32_t number)
{
	return wb_pool_at(&floor->ratings, number);
}

static void tell(struct wb_floor *floor, uint32_t contact,
                 struct floor_rating *rating, int sign)
{
	struct wb_fact fact = {
		.kind = WB_FACT_RATED,
		.sign = sign,
		.at = rating->at,
		.arrived = rating->arrived,
		.queue = rating->queue,
		.agent = rating->agent,
		.channel = rating->channel,
		.rating = rating->kind,
		.score = rating->score,
		.scale = rating->scale,
	};
	wb_floor_emit(floor, contact, &fact);
	rating->channel = fact.channel;
}

static uint32_t find(const struct wb_floor *floor, uint32_t contact,
                     enum wb_rating kind)
{
	uint32_t number = contact_at(floor, contact)->ratings;
	while (number != WB_POOL_NONE &&
	       rating_at(floor, number)->kind != kind) {
		number = rating_at(floor, number)->next;
	}
	return number;
}

static void keep(struct wb_floor *floor, uint32_t contact,
                 struct floor_rating *given)
{
	struct floor_contact *c = contact_at(floor, contact);
	uint32_t number = find(floor, contact, given->kind);
	if (number == WB_POOL_NONE) {
		number = wb_pool_take(&floor->ratings);
		if (number != WB_POOL_NONE) {
			given->next = c->ratings;
			*rating_at(floor, number) = *given;
			c->ratings = number;
			tell(floor, contact, rating_at(floor, number), 1);
		}
		return;
	}
	struct floor_rating *rating = rating_at(floor, number);
	if (given->at < rating->at) {
		return;
	}
	tell(floor, contact, rating, -1);
	given->next = rating->next;
	*rating = *given;
	tell(floor, contact, rating, 1);
}

void wb_rating_told(struct wb_floor *floor, uint32_t contact, uint32_t queue,
                    uint32_t agent, const struct wb_event *event)
{
	struct floor_rating given = {
		.kind = (enum wb_rating)event->rating,
		.at = event->t,
		.arrived = event->t,
		.queue = queue,
		.agent = agent,
		.score = event->score < event->scale ? event->score
		                                     : event->scale,
		.scale = event->scale,
	};
	if (contact == WB_POOL_NONE) {
		tell(floor, contact, &given, 1);
		return;
	}
	struct floor_part part =
		wb_contact_part(floor, contact, agent, event->t);
	given.arrived = part.arrived;
	given.agent = part.agent;
	given.queue = queue != WB_NOBODY ? queue : part.queue;
	keep(floor, contact, &given);
}

void wb_rating_forget_all(struct wb_floor *floor, uint32_t contact)
{
	struct floor_contact *c = contact_at(floor, contact);
	while (c->ratings != WB_POOL_NONE) {
		uint32_t number = c->ratings;
		c->ratings = rating_at(floor, number)->next;
		wb_pool_give(&floor->ratings, number);
	}
}
