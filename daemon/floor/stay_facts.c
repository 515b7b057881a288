/*
 * What is concluded of a contact's stays, told and taken back; who waits, and
 * the service-level event: the threshold that runs out.
 */

#include "floor/stay.h"

enum { FACT_OFFERED, FACT_ENDED, FACT_COUNT };

static const struct wb_service_level_plan *
level_of(const struct wb_floor *floor, uint32_t queue, enum wb_channel channel)
{
	return wb_plan_service_level(&floor->queues[queue].plan, channel);
}

void wb_stay_tell(struct wb_floor *floor, uint32_t contact,
                  struct wb_fact *fact, int sign)
{
	const struct floor_contact *c = contact_at(floor, contact);
	fact->sign = sign;
	fact->contact = (struct wb_str){ c->id, c->id_len };
	fact->feed = c->feed;
	wb_floor_tell(floor, fact);
}

static void fill_end(const struct floor_stay *stay, struct wb_fact *fact)
{
	static const enum wb_fact_kind kinds[] = {
		[STAY_WAITS] = WB_FACT_KIND_COUNT,
		[STAY_ANSWERED] = WB_FACT_ANSWERED,
		[STAY_LEFT] = WB_FACT_LEFT,
		[STAY_LOST] = WB_FACT_LOST,
	};
	fact->kind = kinds[stay->end];
	fact->at = stay->ended;
	fact->agent = stay->agent;
	fact->wait = stay->wait;
	fact->in_threshold = stay->in_threshold;
	fact->is_short = stay->is_short;
	fact->variant = (enum wb_sl_variant)stay->variant;
	fact->target_bp = stay->target_bp;
	if (stay->end == STAY_LEFT) {
		fact->outcome = (enum wb_outcome)stay->outcome;
	} else if (stay->end == STAY_ANSWERED) {
		fact->estimate = stay->estimate;
	}
}

/* False when the stay has no such fact. */
static bool make_fact(const struct floor_stay *stay, int which,
                      struct wb_fact *ret_fact)
{
	*ret_fact = (struct wb_fact){
		.at = stay->entered,
		.arrived = stay->entered,
		.queue = stay->queue,
		.agent = WB_NOBODY,
		.channel = (enum wb_channel)stay->channel,
	};
	if (which == FACT_OFFERED) {
		ret_fact->kind = WB_FACT_OFFERED;
		return stay->told;
	}
	fill_end(stay, ret_fact);
	return stay->told && stay->end != STAY_WAITS;
}

static bool same_end(const struct floor_stay *a, const struct floor_stay *b)
{
	return a->told && b->told && a->end == b->end && a->ended == b->ended &&
	       a->wait == b->wait && a->agent == b->agent &&
	       a->outcome == b->outcome && a->channel == b->channel;
}

static bool same_fact(const struct wb_fact *a, const struct wb_fact *b)
{
	return a->kind == b->kind && a->at == b->at &&
	       a->arrived == b->arrived && a->agent == b->agent &&
	       a->wait == b->wait && a->outcome == b->outcome &&
	       a->channel == b->channel;
}

/* With the plan of now, but for what was decided already. */
static void decide(const struct wb_floor *floor, const struct floor_stay *had,
                   struct floor_stay *want)
{
	if (same_end(had, want)) {
		want->in_threshold = had->in_threshold;
		want->is_short = had->is_short;
		want->variant = had->variant;
		want->target_bp = had->target_bp;
		return;
	}
	const struct wb_service_level_plan *level =
		level_of(floor, want->queue, (enum wb_channel)want->channel);
	wb_ms limit = floor->queues[want->queue].plan.short_abandon;
	want->in_threshold = want->wait <= level->threshold;
	want->variant = (uint8_t)level->variant;
	want->target_bp = level->target_bp;
	want->is_short = want->end == STAY_LEFT &&
	                 want->outcome == WB_OUTCOME_ABANDONED && limit > 0 &&
	                 want->wait <= limit;
}

static void count_lost(struct wb_floor *floor, const struct wb_fact *fact,
                       int sign)
{
	if (fact->kind == WB_FACT_LOST) {
		floor->counters.lost_entries += (uint64_t)(int64_t)sign;
	}
}

/* Takes back, or tells, what is only in one of the two. */
static void tell_difference(struct wb_floor *floor, uint32_t contact,
                            const struct floor_stay *of,
                            const struct floor_stay *less, int sign)
{
	for (int i = 0; i < FACT_COUNT; i++) {
		struct wb_fact fact, other;
		if (!make_fact(of, i, &fact) ||
		    (make_fact(less, i, &other) && same_fact(&fact, &other))) {
			continue;
		}
		wb_stay_tell(floor, contact, &fact, sign);
		count_lost(floor, &fact, sign);
		if (sign > 0 && i == FACT_ENDED && fact.at < fact.arrived) {
			anomaly(floor, WB_ANOMALY_BACKWARDS);
		}
	}
}

void wb_entry_stand(struct wb_floor *floor, uint32_t number)
{
	struct floor_contact *contact = contact_at(floor, number);
	struct floor_entry *entry = &contact->entry;
	struct wb_str id = { contact->id, contact->id_len };
	bool stands = entry->waiting && entry->channel == WB_CHANNEL_CALLBACK &&
	              !wb_promise_is_open(floor, contact->feed, id);
	if (entry->stands == stands) {
		return;
	}
	struct wb_fact fact = {
		.kind = WB_FACT_STANDING,
		.standing = WB_STANDING_CALLBACK,
		.at = entry->entered,
		.arrived = entry->entered,
		.queue = entry->queue,
		.agent = WB_NOBODY,
		.channel = entry->channel,
	};
	entry->stands = stands;
	wb_stay_tell(floor, number, &fact, stands ? 1 : -1);
}

/* The first instant past the threshold: "late" is decided then. */
static wb_ms late_at(const struct wb_floor *floor,
                     const struct floor_entry *entry)
{
	return entry->entered +
	       level_of(floor, entry->queue, entry->channel)->threshold + 1;
}

static void tell_late(struct wb_floor *floor, uint32_t number, int sign)
{
	const struct floor_entry *entry = &contact_at(floor, number)->entry;
	struct wb_fact fact = {
		.kind = WB_FACT_LATE,
		.at = entry->late_at,
		.arrived = entry->entered,
		.queue = entry->queue,
		.agent = WB_NOBODY,
		.channel = entry->channel,
		.variant = entry->late_variant,
		.target_bp = entry->late_target_bp,
	};
	wb_stay_tell(floor, number, &fact, sign);
}

/* The contact begins to wait (again): in line, with a threshold timer. */
static void start_waiting(struct wb_floor *floor, uint32_t number,
                          uint32_t stay)
{
	struct floor_entry *entry = &contact_at(floor, number)->entry;
	const struct floor_stay *s = stay_at(floor, stay);
	*entry = (struct floor_entry){
		.queue = s->queue,
		.channel = (enum wb_channel)s->channel,
		.waiting = true,
		.entered = s->entered,
		.stay = stay,
		.visit = ++floor->next_serial,
	};
	wb_line_join(floor, number);
	wb_entry_stand(floor, number);
	wb_timers_set(&floor->timers, late_at(floor, entry), TIMER_THRESHOLD,
	              number, entry->visit);
}

static void stop_waiting(struct wb_floor *floor, uint32_t number)
{
	struct floor_entry *entry = &contact_at(floor, number)->entry;
	entry->waiting = false;
	wb_entry_stand(floor, number);
	if (entry->late) {
		wb_line_set_late(floor, number, false);
		tell_late(floor, number, -1);
	}
	wb_line_leave(floor, number);
}

void wb_entry_threshold(struct wb_floor *floor, uint32_t number, uint64_t visit,
                        wb_ms due)
{
	struct floor_contact *contact = contact_at(floor, number);
	struct floor_entry *entry = &contact->entry;
	if (!contact->id || !entry->waiting || entry->visit != visit) {
		return;
	}
	wb_ms limit = late_at(floor, entry);
	if (limit > due) { /* a new plan allows more time */
		wb_timers_set(&floor->timers, limit, TIMER_THRESHOLD, number,
		              visit);
		return;
	}
	const struct wb_service_level_plan *level =
		level_of(floor, entry->queue, entry->channel);
	entry->late_at = limit;
	entry->late_variant = level->variant;
	entry->late_target_bp = level->target_bp;
	wb_line_set_late(floor, number, true);
	tell_late(floor, number, 1);
}

/* The stay of that number as it was worked out, or none. */
static struct floor_stay wanted(const struct floor_walk *walk, uint32_t number)
{
	for (uint32_t i = 0; i < walk->count; i++) {
		if (walk->numbers[i] == number) {
			return walk->stays[i];
		}
	}
	return (struct floor_stay){ .served = WB_ABSENT };
}

static void settle_stay(struct wb_floor *floor, uint32_t contact,
                        uint32_t number, const struct floor_walk *walk)
{
	struct floor_stay had = *stay_at(floor, number);
	struct floor_stay now = wanted(walk, number);
	if (now.told) {
		decide(floor, &had, &now);
	} else {
		now.estimate = had.estimate;
	}
	*stay_at(floor, number) = now;
	tell_difference(floor, contact, &now, &had, 1);
}

/* Takes back what is not so, and tells what is. */
static void settle_stays(struct wb_floor *floor, uint32_t contact,
                         const struct floor_walk *walk)
{
	wb_takes_unsettle(floor, contact, walk);
	for (uint32_t i = 0; i < walk->told_count; i++) {
		struct floor_told *told = told_at(floor, walk->told[i]);
		told->used = walk->used >> i & 1;
		if (told->stay != WB_POOL_NONE) {
			struct floor_stay now = wanted(walk, told->stay);
			tell_difference(floor, contact,
			                stay_at(floor, told->stay), &now, -1);
		}
	}
	for (uint32_t i = 0; i < walk->told_count; i++) {
		uint32_t stay = told_at(floor, walk->told[i])->stay;
		if (stay != WB_POOL_NONE) {
			settle_stay(floor, contact, stay, walk);
		}
	}
	wb_takes_settle(floor, contact, walk);
}

/* The stay that the contact waits in, or WB_POOL_NONE. */
static uint32_t open_stay(const struct floor_walk *walk)
{
	if (walk->count == 0 ||
	    walk->stays[walk->count - 1].end != STAY_WAITS) {
		return WB_POOL_NONE;
	}
	return walk->numbers[walk->count - 1];
}

static bool waits_on(const struct floor_contact *contact,
                     const struct floor_walk *walk)
{
	const struct floor_entry *entry = &contact->entry;
	return entry->waiting && entry->stay == open_stay(walk) &&
	       entry->channel ==
	               (enum wb_channel)walk->stays[walk->count - 1].channel;
}

void wb_stay_settle(struct wb_floor *floor, uint32_t contact,
                    const struct floor_walk *walk)
{
	struct floor_contact *c = contact_at(floor, contact);
	if (c->entry.waiting && !waits_on(c, walk)) {
		stop_waiting(floor, contact);
	}
	settle_stays(floor, contact, walk);
	if (walk->count > 0) {
		c->last_queue = walk->stays[walk->count - 1].queue;
	}
	wb_offer_settle(floor, contact);
	if (open_stay(walk) != WB_POOL_NONE && !c->entry.waiting) {
		start_waiting(floor, contact, open_stay(walk));
	}
}
