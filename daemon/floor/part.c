/*
 * Who worked on a contact, and when it was handed to a higher tier.
 *
 * A part in a queue of the first tier is escalated when the contact enters, or
 * is answered in, a queue of tier 2 or more before its next part in the first
 * tier. It counts once, at the end of the part, or at that entry while the part
 * still runs.
 */

#include "floor/stay.h"

static int tier_of(const struct wb_floor *floor, uint32_t queue)
{
	return queue == WB_NOBODY ? 0 : floor->queues[queue].plan.tier;
}

/* The first entry, or part, in a higher tier from `t` on; or WB_NEVER. */
static wb_ms first_above(const struct wb_floor *floor,
                         const struct floor_contact *contact, wb_ms t)
{
	wb_ms first = WB_NEVER;
	for (uint32_t i = contact->told_oldest; i != WB_POOL_NONE;
	     i = told_at(floor, i)->newer) {
		const struct floor_told *told = told_at(floor, i);
		if (told->kind == TOLD_ENTERED && told->t >= t &&
		    told->t < first && tier_of(floor, told->queue) > 1) {
			first = told->t;
		}
	}
	for (uint32_t i = 0; i < contact->part_count; i++) {
		const struct floor_part *part = &contact->parts[i];
		if (part->started >= t && part->started < first &&
		    tier_of(floor, part->queue) > 1) {
			first = part->started;
		}
	}
	return first;
}

/* The next part in the first tier; parts are newest first. */
static wb_ms next_below(const struct wb_floor *floor,
                        const struct floor_contact *contact, uint32_t part)
{
	for (uint32_t i = part; i-- > 0;) {
		if (tier_of(floor, contact->parts[i].queue) == 1) {
			return contact->parts[i].started;
		}
	}
	return WB_NEVER;
}

static wb_ms escalated_at(const struct wb_floor *floor,
                          const struct floor_contact *contact, uint32_t part)
{
	const struct floor_part *p = &contact->parts[part];
	if (tier_of(floor, p->queue) != 1) {
		return WB_ABSENT;
	}
	wb_ms above = first_above(floor, contact, p->started);
	if (above == WB_NEVER || above >= next_below(floor, contact, part)) {
		return WB_ABSENT;
	}
	return p->ended < above ? p->ended : above;
}

static void tell(struct wb_floor *floor, uint32_t contact,
                 struct floor_part *part, int sign)
{
	struct wb_fact fact = {
		.kind = WB_FACT_ESCALATED,
		.sign = sign,
		.at = part->escalated,
		.arrived = part->arrived,
		.queue = part->queue,
		.agent = part->agent,
		.channel = part->channel,
	};
	wb_floor_emit(floor, contact, &fact);
	part->channel = fact.channel;
}

void wb_part_settle(struct wb_floor *floor, uint32_t number)
{
	struct floor_contact *contact = contact_at(floor, number);
	for (uint32_t i = 0; i < contact->part_count; i++) {
		struct floor_part *part = &contact->parts[i];
		wb_ms at = escalated_at(floor, contact, i);
		if (at == part->escalated) {
			continue;
		}
		if (part->escalated != WB_ABSENT) {
			tell(floor, number, part, -1);
		}
		part->escalated = at;
		if (at != WB_ABSENT) {
			tell(floor, number, part, 1);
		}
	}
}

/* When the contact came last: its newest entry, or part without one. */
static wb_ms newest_arrival(const struct wb_floor *floor, uint32_t number)
{
	const struct floor_contact *contact = contact_at(floor, number);
	wb_ms newest = wb_stay_newest(floor, number);
	for (uint32_t i = 0; i < contact->part_count; i++) {
		if (newest == WB_ABSENT || contact->parts[i].arrived > newest) {
			newest = contact->parts[i].arrived;
		}
	}
	return newest;
}

struct floor_part wb_contact_part(const struct wb_floor *floor, uint32_t number,
                                  uint32_t agent, wb_ms t)
{
	const struct floor_contact *contact = contact_at(floor, number);
	for (uint32_t i = 0; i < contact->part_count; i++) {
		if (agent == WB_NOBODY || contact->parts[i].agent == agent) {
			return contact->parts[i];
		}
	}
	return (struct floor_part){
		.agent = agent,
		.queue = contact->last_queue,
		.arrived = contact->part_count > 0
		                   ? newest_arrival(floor, number)
		                   : t,
	};
}

/* The place of a part that began at `t`: newest first. */
static uint32_t place_of(const struct floor_contact *contact, wb_ms t)
{
	uint32_t place = 0;
	while (place < contact->part_count &&
	       contact->parts[place].started > t) {
		place++;
	}
	return place;
}

/* Its end may have been told already. */
static void take_end(struct floor_contact *contact, struct floor_part *part)
{
	for (int i = 0; i < WB_PART_ENDS; i++) {
		struct floor_part_end *end = &contact->part_ends[i];
		if (end->t != WB_ABSENT && end->agent == part->agent &&
		    end->t >= part->started && end->t < part->ended) {
			part->ended = end->t;
			end->t = WB_ABSENT;
		}
	}
}

void wb_part_begin(struct wb_floor *floor, uint32_t number, uint32_t queue,
                   uint32_t agent, wb_ms t, wb_ms arrived)
{
	struct floor_contact *contact = contact_at(floor, number);
	uint32_t place = place_of(contact, t);
	if (place >= WB_PARTS) {
		return; /* older than all that are remembered */
	}
	uint32_t last = contact->part_count < WB_PARTS ? contact->part_count
	                                               : WB_PARTS - 1;
	for (uint32_t i = last; i > place; i--) {
		contact->parts[i] = contact->parts[i - 1];
	}
	contact->parts[place] = (struct floor_part){
		.agent = agent,
		.queue = queue,
		.started = t,
		.arrived = arrived,
		.ended = WB_NEVER,
		.escalated = WB_ABSENT,
	};
	if (contact->part_count < WB_PARTS) {
		contact->part_count++;
	}
	take_end(contact, &contact->parts[place]);
	wb_part_settle(floor, number);
}

void wb_part_end(struct wb_floor *floor, uint32_t number, uint32_t agent,
                 wb_ms t)
{
	struct floor_contact *contact = contact_at(floor, number);
	for (uint32_t i = 0; i < contact->part_count; i++) {
		struct floor_part *part = &contact->parts[i];
		if (part->agent == agent && part->started <= t) {
			if (part->ended == WB_NEVER) {
				part->ended = t;
				wb_part_settle(floor, number);
			}
			return;
		}
	}
	for (int i = WB_PART_ENDS - 1; i > 0; i--) {
		contact->part_ends[i] = contact->part_ends[i - 1];
	}
	contact->part_ends[0] = (struct floor_part_end){ agent, t };
}

void wb_part_came_from(struct wb_floor *floor, uint32_t number, uint32_t agent,
                       wb_ms t, wb_ms arrived)
{
	struct floor_contact *contact = contact_at(floor, number);
	for (uint32_t i = 0; i < contact->part_count; i++) {
		struct floor_part *part = &contact->parts[i];
		if (part->agent != agent || part->started != t ||
		    part->arrived == arrived) {
			continue;
		}
		if (part->escalated != WB_ABSENT) {
			tell(floor, number, part, -1);
		}
		part->arrived = arrived;
		if (part->escalated != WB_ABSENT) {
			tell(floor, number, part, 1);
		}
	}
	wb_segment_came_from(floor, number, agent, t, arrived);
}
