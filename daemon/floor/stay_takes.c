/*
 * Agents who take a contact from a queue: the offers that they accept, and the
 * entry that their parts of the contact come from.
 *
 * A stay that waits for the first reply may be taken by several, one after the
 * other; each of them accepted an offer. Who takes it once more is the same.
 */

#include "floor/stay.h"

static const struct floor_stay *wanted(const struct floor_walk *walk,
                                       uint32_t place)
{
	for (uint32_t i = 0; i < walk->count; i++) {
		if (walk->numbers[i] == walk->takes[place]) {
			return &walk->stays[i];
		}
	}
	return NULL;
}

static bool accepts(const struct floor_walk *walk, uint32_t place)
{
	return walk->accepts >> place & 1;
}

/* Is it as it was told? */
static bool holds(const struct wb_floor *floor, const struct floor_walk *walk,
                  uint32_t place)
{
	const struct floor_told *told = told_at(floor, walk->told[place]);
	const struct floor_stay *now = wanted(walk, place);
	if (told->takes == WB_POOL_NONE || !now) {
		return told->takes == WB_POOL_NONE && !now;
	}
	const struct floor_stay *had = stay_at(floor, told->takes);
	return had->entered == now->entered && had->queue == now->queue &&
	       had->channel == now->channel &&
	       told->accepts == accepts(walk, place);
}

static void tell_accepted(struct wb_floor *floor, uint32_t contact,
                          const struct floor_told *told, int sign)
{
	const struct floor_stay *stay = stay_at(floor, told->takes);
	struct wb_fact fact = {
		.kind = WB_FACT_OFFER_ENDED,
		.offer_result = WB_OFFER_ACCEPTED,
		.at = told->t,
		.arrived = stay->entered,
		.queue = stay->queue,
		.agent = told->agent,
		.channel = (enum wb_channel)stay->channel,
	};
	if (told->accepts) {
		wb_stay_tell(floor, contact, &fact, sign);
	}
}

void wb_takes_unsettle(struct wb_floor *floor, uint32_t contact,
                       const struct floor_walk *walk)
{
	for (uint32_t i = 0; i < walk->told_count; i++) {
		struct floor_told *told = told_at(floor, walk->told[i]);
		if (holds(floor, walk, i)) {
			/* that entry may be known by another event now */
			told->takes = walk->takes[i];
		} else if (told->takes != WB_POOL_NONE) {
			tell_accepted(floor, contact, told, -1);
			told->takes = WB_POOL_NONE;
			wb_part_came_from(floor, contact, told->agent, told->t,
			                  told->t);
		}
	}
}

void wb_takes_settle(struct wb_floor *floor, uint32_t contact,
                     const struct floor_walk *walk)
{
	const struct floor_told *taken[WB_TOLD_MAX]; /* those that are new */
	uint32_t count = 0;
	for (uint32_t i = 0; i < walk->told_count; i++) {
		struct floor_told *told = told_at(floor, walk->told[i]);
		if (told->takes == walk->takes[i]) {
			continue;
		}
		told->takes = walk->takes[i];
		told->accepts = accepts(walk, i);
		tell_accepted(floor, contact, told, 1);
		wb_part_came_from(floor, contact, told->agent, told->t,
		                  stay_at(floor, told->takes)->entered);
		taken[count++] = told;
	}
	for (uint32_t i = 0; i < count; i++) {
		wb_offer_accept(floor, contact, taken[i]->agent, taken[i]->t);
	}
}
