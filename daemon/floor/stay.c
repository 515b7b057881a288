/* From what was told of a contact to its stays. */

#include "floor/stay.h"

static struct floor_stay *last_of(struct floor_walk *walk)
{
	return walk->count > 0 ? &walk->stays[walk->count - 1] : NULL;
}

static bool waits(const struct floor_stay *stay)
{
	return stay && stay->end == STAY_WAITS;
}

static wb_ms wait_until(const struct floor_stay *stay, wb_ms t, wb_ms told)
{
	if (told != WB_ABSENT) {
		return told;
	}
	return t > stay->entered ? t - stay->entered : 0;
}

static void end(struct floor_stay *stay, enum floor_stay_end how, wb_ms t,
                wb_ms wait)
{
	stay->end = (uint8_t)how;
	stay->ended = t;
	stay->wait = wait_until(stay, t, wait);
	stay->agent = WB_NOBODY;
}

static void answer(struct floor_stay *stay, const struct floor_told *told)
{
	end(stay, STAY_ANSWERED, told->t, told->wait);
	stay->agent = told->agent;
}

static void leave(struct floor_stay *stay, enum wb_outcome outcome, wb_ms t,
                  wb_ms wait)
{
	end(stay, STAY_LEFT, t, wait);
	stay->outcome = (uint8_t)outcome;
}

/* An agent takes the contact: the answer, unless a reply is waited for. */
static void serve(struct floor_walk *walk, uint32_t place,
                  struct floor_stay *stay, const struct floor_told *told)
{
	bool again = stay->served != WB_ABSENT;
	if (!stay->reply) {
		answer(stay, told);
	} else if (stay->end == STAY_LOST) {
		stay->end = STAY_WAITS;
	}
	walk->takes[place] = walk->numbers[stay - walk->stays];
	if (!again || stay->served_by != told->agent) {
		walk->accepts |= UINT32_C(1) << place;
	}
	stay->served = again ? stay->served : told->t;
	stay->served_by = told->agent;
}

/* Its end may still be told: it waits, or that was never seen. */
static bool takes_end(const struct floor_stay *stay, uint32_t queue)
{
	return stay && stay->queue == queue &&
	       (stay->end == STAY_WAITS || stay->end == STAY_LOST);
}

static bool apply_end(const struct wb_floor *floor, struct floor_walk *walk,
                      uint32_t place)
{
	const struct floor_told *told = told_at(floor, walk->told[place]);
	struct floor_stay *stay = last_of(walk);
	if (!takes_end(stay, told->queue)) {
		return false;
	}
	if (told->kind == TOLD_ANSWERED) {
		serve(walk, place, stay, told);
	} else {
		leave(stay, (enum wb_outcome)told->what, told->t, told->wait);
	}
	return true;
}

static bool was_in(const struct floor_walk *walk, uint32_t queue)
{
	for (uint32_t i = 0; i + 1 < walk->count; i++) {
		if (walk->stays[i].queue == queue) {
			return true;
		}
	}
	return false;
}

static bool is_end(const struct floor_told *told)
{
	return told->kind == TOLD_ANSWERED || told->kind == TOLD_LEFT;
}

/* Its end was told after it, but for an earlier instant. */
static void end_backwards(const struct wb_floor *floor, struct floor_walk *walk,
                          uint32_t place)
{
	const struct floor_told *entered = told_at(floor, walk->told[place]);
	if (was_in(walk, entered->queue)) {
		return;
	}
	for (uint32_t i = place; i-- > 0;) {
		const struct floor_told *told = told_at(floor, walk->told[i]);
		if (!(walk->used >> i & 1) && is_end(told) &&
		    told->queue == entered->queue &&
		    told->order > entered->order) {
			apply_end(floor, walk, i);
			walk->used |= UINT32_C(1) << i;
			return;
		}
	}
}

static enum wb_channel channel_of(const struct wb_floor *floor,
                                  const struct floor_contact *contact,
                                  const struct floor_told *told)
{
	if (told->what < WB_CHANNEL_COUNT) {
		return (enum wb_channel)told->what;
	}
	return contact->has_started_channel
	               ? contact->started_channel
	               : floor->queues[told->queue].plan.channel;
}

/* A stay begins as it was first seen. */
static struct floor_stay begin(const struct wb_floor *floor,
                               const struct floor_contact *contact,
                               const struct floor_told *told)
{
	const struct floor_stay *had = stay_at(floor, told->stay);
	enum wb_channel channel = channel_of(floor, contact, told);
	const struct wb_service_level_plan *plan = wb_plan_service_level(
		&floor->queues[told->queue].plan, channel);
	bool same = had->told && had->channel == (uint8_t)channel;
	return (struct floor_stay){
		.entered = told->t,
		.estimate = had->estimate,
		.served = WB_ABSENT,
		.queue = told->queue,
		.served_by = WB_NOBODY,
		.agent = WB_NOBODY,
		.channel = (uint8_t)channel,
		.end = STAY_WAITS,
		.told = true,
		.reply =
			same ? had->reply : plan->until == WB_CLOCK_FIRST_REPLY,
	};
}

static bool enter(const struct wb_floor *floor,
                  const struct floor_contact *contact, struct floor_walk *walk,
                  uint32_t place)
{
	const struct floor_told *told = told_at(floor, walk->told[place]);
	struct floor_stay *last = last_of(walk);
	if (waits(last)) {
		if (last->queue == told->queue) {
			return false; /* told twice */
		}
		leave(last, WB_OUTCOME_MOVED, told->t, WB_ABSENT);
	}
	walk->numbers[walk->count] = told->stay;
	walk->stays[walk->count++] = begin(floor, contact, told);
	end_backwards(floor, walk, place);
	return true;
}

/* What ends the wait whatever the queue is. False: nobody waits for it. */
static bool apply_other(struct floor_stay *stay, const struct floor_told *told)
{
	switch ((int)told->kind) {
	case TOLD_RESUMED:
		if (!stay || stay->queue != told->queue ||
		    stay->end != STAY_LEFT) {
			return false;
		}
		stay->end = STAY_WAITS;
		return true;
	case TOLD_REPLIED:
		if (!stay || !takes_end(stay, stay->queue) || !stay->reply) {
			return false;
		}
		answer(stay, told);
		return true;
	case TOLD_DONE:
		if (!waits(stay) || !stay->reply ||
		    stay->served_by != told->agent) {
			return false;
		}
		answer(stay, told);
		return true;
	case TOLD_OVER:
	case TOLD_LOST:
		if (!waits(stay)) {
			return false;
		}
		if (told->kind == TOLD_OVER && stay->served != WB_ABSENT) {
			answer(stay, told);
			stay->agent = stay->served_by;
		} else if (told->what) {
			leave(stay, WB_OUTCOME_ABANDONED, told->t, WB_ABSENT);
		} else {
			end(stay, STAY_LOST, told->t, WB_ABSENT);
		}
		return true;
	default:
		return false;
	}
}

void wb_stay_walk(const struct wb_floor *floor, uint32_t number,
                  struct floor_walk *ret_walk)
{
	const struct floor_contact *contact = contact_at(floor, number);
	struct floor_walk *walk = ret_walk;
	walk->told_count = 0;
	walk->used = 0;
	walk->accepts = 0;
	walk->count = 0;
	for (uint32_t i = contact->told_oldest; i != WB_POOL_NONE;
	     i = told_at(floor, i)->newer) {
		const struct floor_told *told = told_at(floor, i);
		uint32_t place = walk->told_count++;
		bool used;
		walk->told[place] = i;
		walk->takes[place] = WB_POOL_NONE;
		if (told->kind == TOLD_ENTERED) {
			used = enter(floor, contact, walk, place);
		} else if (is_end(told)) {
			used = apply_end(floor, walk, place);
		} else {
			used = apply_other(last_of(walk), told);
		}
		walk->used |= (uint32_t)used << place;
	}
}

/* The contact's stays, oldest first: `*place` is its list before the first. */
static const struct floor_stay *next_stay(const struct wb_floor *floor,
                                          uint32_t *place)
{
	while (*place != WB_POOL_NONE) {
		const struct floor_told *told = told_at(floor, *place);
		*place = told->newer;
		if (told->stay != WB_POOL_NONE &&
		    stay_at(floor, told->stay)->told) {
			return stay_at(floor, told->stay);
		}
	}
	return NULL;
}

const struct floor_stay *wb_stay_of(const struct wb_floor *floor,
                                    uint32_t contact, uint32_t queue, wb_ms t)
{
	const struct floor_stay *found = NULL, *stay;
	uint32_t place = contact_at(floor, contact)->told_oldest;
	while ((stay = next_stay(floor, &place))) {
		if (stay->entered <= t &&
		    (queue == WB_NOBODY || stay->queue == queue)) {
			found = stay;
		}
	}
	return found;
}

wb_ms wb_stay_served(const struct wb_floor *floor, uint32_t contact,
                     uint32_t agent, wb_ms t)
{
	for (uint32_t i = contact_at(floor, contact)->told_oldest;
	     i != WB_POOL_NONE; i = told_at(floor, i)->newer) {
		const struct floor_told *told = told_at(floor, i);
		if (told->takes != WB_POOL_NONE && told->t == t &&
		    told->agent == agent) {
			return stay_at(floor, told->takes)->entered;
		}
	}
	return WB_ABSENT;
}

wb_ms wb_stay_newest(const struct wb_floor *floor, uint32_t contact)
{
	wb_ms newest = WB_ABSENT;
	const struct floor_stay *stay;
	uint32_t place = contact_at(floor, contact)->told_oldest;
	while ((stay = next_stay(floor, &place))) {
		newest = stay->entered;
	}
	return newest;
}

static void first_from(wb_ms *first, wb_ms instant, wb_ms t)
{
	if (instant != WB_ABSENT && instant >= t && instant < *first) {
		*first = instant;
	}
}

/* Nobody rings on for who is taken, or gone, though they may come back. */
static bool silences(const struct floor_told *told)
{
	return told->kind == TOLD_OVER || told->kind == TOLD_LOST ||
	       (is_end(told) && told->used);
}

static wb_ms first_silence(const struct wb_floor *floor, uint32_t contact,
                           wb_ms t)
{
	wb_ms first = WB_NEVER;
	for (uint32_t i = contact_at(floor, contact)->told_oldest;
	     i != WB_POOL_NONE; i = told_at(floor, i)->newer) {
		const struct floor_told *told = told_at(floor, i);
		if (silences(told)) {
			first_from(&first, told->t, t);
		}
	}
	return first;
}

wb_ms wb_stay_over(const struct wb_floor *floor, uint32_t contact, wb_ms t)
{
	wb_ms first = first_silence(floor, contact, t);
	const struct floor_stay *stay;
	uint32_t place = contact_at(floor, contact)->told_oldest;
	while ((stay = next_stay(floor, &place))) {
		if (stay->end != STAY_WAITS) {
			/* who moves on may ring in the next queue at once */
			bool moved = stay->end == STAY_LEFT &&
			             stay->outcome == WB_OUTCOME_MOVED;
			first_from(&first, stay->ended, moved ? t + 1 : t);
		}
	}
	return first;
}
