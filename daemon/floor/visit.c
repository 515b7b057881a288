/* Who comes back: contacts of known customers, repeated and not. */

#include "floor/visit.h"

_Static_assert(WB_UNCONFIGURED_AGENTS_MAX < WB_VISIT_NOBODY / 2, "visit.h");

/* FNV-1a, mixed: the low bits choose the chain. */
static uint64_t customer_key(struct wb_str customer)
{
	uint64_t hash = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < customer.len; i++) {
		hash = (hash ^ (unsigned char)customer.data[i]) *
		       UINT64_C(1099511628211);
	}
	return hash ^ (hash >> 32);
}

/* Topics beyond the limit are as none. */
static uint16_t topic_number(struct wb_floor *floor, struct wb_str topic)
{
	struct wb_names *topics = &floor->visits.topics;
	topics->limit = WB_TOPICS_MAX;
	uint32_t number = wb_names_add(topics, topic);
	if (number == WB_NAMES_NONE) {
		anomaly(floor, WB_ANOMALY_TOPICS_FULL);
		return 0;
	}
	return (uint16_t)(number + 1);
}

static struct wb_fact arrived_fact(const struct floor_arrival *arrival)
{
	return (struct wb_fact){
		.kind = WB_FACT_ARRIVED,
		.at = arrival->at,
		.arrived = arrival->at,
		.queue = arrival->queue,
		.agent = WB_NOBODY,
		.channel = arrival->channel,
		.repeated = arrival->repeated,
	};
}

static void tell_arrived(struct wb_floor *floor, uint32_t contact, int sign)
{
	struct wb_fact fact =
		arrived_fact(&contact_at(floor, contact)->arrival);
	enum wb_channel channel = fact.channel;
	fact.sign = sign;
	wb_floor_emit(floor, contact, &fact);
	contact_at(floor, contact)->arrival.channel =
		sign > 0 ? fact.channel : channel;
}

/* The arrival as it looks now. */
static void settle_arrival(struct wb_floor *floor, uint32_t number,
                           bool repeated)
{
	struct floor_contact *contact = contact_at(floor, number);
	struct floor_arrival *arrival = &contact->arrival;
	enum wb_channel channel =
		wb_floor_channel(floor, number, contact->first_queue);
	if (arrival->told && arrival->at == contact->began &&
	    arrival->queue == contact->first_queue &&
	    arrival->repeated == repeated && arrival->channel == channel) {
		return;
	}
	if (arrival->told) {
		tell_arrived(floor, number, -1);
	}
	*arrival = (struct floor_arrival){
		.told = true,
		.at = contact->began,
		.queue = contact->first_queue,
		.repeated = repeated,
	};
	tell_arrived(floor, number, 1);
}

static uint32_t person(uint16_t number)
{
	return number == WB_VISIT_NOBODY ? WB_NOBODY : number;
}

/* The contact's id is only known as long as the contact is. */
static void tell_visit(struct wb_floor *floor, uint32_t number,
                       enum wb_fact_kind kind, int sign)
{
	const struct floor_visit *visit = visit_at(floor, number);
	struct wb_fact fact = {
		.kind = kind,
		.sign = sign,
		.at = visit_end(visit),
		.arrived = visit->start,
		.queue = person(visit->queue),
		.agent = person(visit->agent),
		.channel = (enum wb_channel)visit->channel,
		.repeated = (visit->flags & VISIT_CAME_BACK) != 0,
	};
	if (visit->contact != WB_POOL_NONE) {
		const struct floor_card *card = card_at(floor, visit->contact);
		fact.contact = (struct wb_str){ card->id, card->id_len };
		fact.feed = card->feed;
	}
	wb_floor_tell(floor, &fact);
}

static void take_back(struct wb_floor *floor, uint32_t number)
{
	struct floor_visit *visit = visit_at(floor, number);
	if (visit->flags & VISIT_TOLD) {
		tell_visit(floor, number, WB_FACT_PROVISIONAL, -1);
		visit->flags &= (uint8_t)~VISIT_TOLD;
	}
}

static void tell_provisional(struct wb_floor *floor, uint32_t number)
{
	struct floor_visit *visit = visit_at(floor, number);
	if (visit->flags & VISIT_ENDED && !(visit->flags & VISIT_TOLD)) {
		visit->flags |= VISIT_TOLD;
		tell_visit(floor, number, WB_FACT_PROVISIONAL, 1);
	}
}

static bool same_matter(const struct floor_visit *a,
                        const struct floor_visit *b)
{
	return a->topic == 0 || b->topic == 0 || a->topic == b->topic;
}

/* Does `later` begin before `visit`'s N days are over? */
static bool in_time(const struct wb_floor *floor,
                    const struct floor_visit *visit,
                    const struct floor_visit *later)
{
	return !(visit->flags & VISIT_ENDED) ||
	       later->start <= visit_end(visit) + floor->plan->repeat_within;
}

/* Newest first: does one of those before `i` repeat it? */
static bool comes_back(const struct wb_floor *floor, const uint32_t *visits,
                       uint32_t i)
{
	const struct floor_visit *visit = visit_at(floor, visits[i]);
	for (uint32_t k = 0; k < i; k++) {
		const struct floor_visit *later = visit_at(floor, visits[k]);
		if (same_matter(visit, later) && in_time(floor, visit, later)) {
			return true;
		}
	}
	return false;
}

static bool repeats(const struct wb_floor *floor, const uint32_t *visits,
                    uint32_t count, uint32_t i)
{
	const struct floor_visit *visit = visit_at(floor, visits[i]);
	for (uint32_t k = i + 1; k < count; k++) {
		const struct floor_visit *earlier = visit_at(floor, visits[k]);
		if (same_matter(earlier, visit) &&
		    in_time(floor, earlier, visit)) {
			return true;
		}
	}
	return false;
}

/* What the customer's visits are to each other, told where it is new. */
static void compare(struct wb_floor *floor, uint64_t customer)
{
	uint32_t visits[WB_VISITS_SEEN];
	uint32_t count = wb_visit_list(floor, customer, visits);
	for (uint32_t i = 0; i < count; i++) {
		struct floor_visit *visit = visit_at(floor, visits[i]);
		bool back = visit->flags & VISIT_BACK_FOR_GOOD ||
		            comes_back(floor, visits, i);
		if (back != ((visit->flags & VISIT_CAME_BACK) != 0)) {
			take_back(floor, visits[i]);
			visit->flags ^= VISIT_CAME_BACK;
			tell_provisional(floor, visits[i]);
		}
		if (visit->contact == WB_POOL_NONE) {
			continue;
		}
		/* what it repeats may be out of the table by now */
		const struct floor_arrival *arrival =
			&contact_at(floor, visit->contact)->arrival;
		bool known = arrival->told && arrival->at == visit->start &&
		             arrival->repeated;
		settle_arrival(floor, visit->contact,
		               known || repeats(floor, visits, count, i));
	}
}

/* It leaves the table: what it repeats stays repeated. */
static void leave_trace(struct wb_floor *floor, uint32_t number)
{
	const struct floor_visit *visit = visit_at(floor, number);
	uint32_t visits[WB_VISITS_SEEN];
	uint32_t count = wb_visit_list(floor, visit->customer, visits);
	for (uint32_t i = 0; i < count; i++) {
		struct floor_visit *earlier = visit_at(floor, visits[i]);
		if (visits[i] != number && earlier->start <= visit->start &&
		    same_matter(earlier, visit) &&
		    in_time(floor, earlier, visit)) {
			earlier->flags |= VISIT_BACK_FOR_GOOD;
		}
	}
}

void wb_visit_over(struct wb_floor *floor, uint32_t number, bool matured)
{
	struct floor_visit *visit = visit_at(floor, number);
	take_back(floor, number);
	if (matured) {
		leave_trace(floor, number);
		tell_visit(floor, number, WB_FACT_MATURED, 1);
	}
	if (visit->contact != WB_POOL_NONE) {
		contact_at(floor, visit->contact)->visit = WB_POOL_NONE;
		contact_at(floor, visit->contact)->visited = true;
	}
	wb_visit_remove(floor, number);
}

static bool begins(enum wb_event_kind kind)
{
	return kind == WB_EV_CONTACT_STARTED || kind == WB_EV_QUEUE_ENTERED ||
	       kind == WB_EV_SEGMENT_STARTED;
}

static bool ends(enum wb_event_kind kind)
{
	return kind == WB_EV_QUEUE_LEFT || kind == WB_EV_SEGMENT_ENDED ||
	       kind == WB_EV_CONTACT_ENDED;
}

static void note_times(struct wb_floor *floor, struct floor_contact *contact,
                       const struct wb_event *event)
{
	if (begins(event->kind) &&
	    (contact->began == WB_ABSENT || event->t < contact->began)) {
		contact->began = event->t;
	}
	if (event->kind == WB_EV_QUEUE_ENTERED &&
	    (contact->first_queue == WB_NOBODY ||
	     event->t < contact->first_entered)) {
		contact->first_queue =
			wb_floor_queue_number(floor, event->queue);
		contact->first_entered = event->t;
	}
	if (ends(event->kind) &&
	    (contact->ended == WB_ABSENT || event->t > contact->ended)) {
		contact->ended = event->t;
	}
	if (contact->newest == WB_ABSENT || event->t > contact->newest) {
		contact->newest = event->t;
	}
}

/* Who it is may be said by any event that has room for it. */
static void note_customer(struct wb_floor *floor, uint32_t number,
                          const struct wb_event *event)
{
	struct floor_contact *contact = contact_at(floor, number);
	bool is_new = contact->visit == WB_POOL_NONE;
	if (event->topic.len > 0 && contact->topic == 0) {
		contact->topic = topic_number(floor, event->topic);
	}
	if (is_new && (event->customer.len == 0 || contact->visited ||
	               contact->outbound.dialled ||
	               event->direction == WB_DIRECTION_OUT ||
	               floor->plan->repeat_within == 0)) {
		return;
	}
	if (is_new) {
		uint64_t customer = customer_key(event->customer);
		contact->visit = wb_visit_add(floor, customer, contact->began);
	}
	if (contact->visit == WB_POOL_NONE) {
		return;
	}
	struct floor_visit *visit = visit_at(floor, contact->visit);
	if (is_new || visit->start != contact->began ||
	    visit->topic != contact->topic ||
	    contact->arrival.queue != contact->first_queue) {
		take_back(floor, contact->visit);
		wb_ms end = visit_end(visit);
		wb_visit_move(floor, contact->visit, contact->began);
		visit->span = (uint32_t)(end - visit->start);
		visit->contact = number;
		visit->topic = contact->topic;
		tell_provisional(floor, contact->visit);
		compare(floor, visit->customer);
	}
}

void wb_visit_note(struct wb_floor *floor, uint32_t number,
                   const struct wb_event *event)
{
	note_times(floor, contact_at(floor, number), event);
	if (begins(event->kind)) {
		note_customer(floor, number, event);
	}
}

/* It was dialled by us: nobody came. */
static void undo(struct wb_floor *floor, uint32_t number)
{
	struct floor_contact *contact = contact_at(floor, number);
	uint64_t customer = visit_at(floor, contact->visit)->customer;
	if (contact->arrival.told) {
		tell_arrived(floor, number, -1);
		contact->arrival.told = false;
	}
	wb_visit_over(floor, contact->visit, false);
	compare(floor, customer);
}

static uint16_t short_number(uint32_t number)
{
	return number < WB_VISIT_NOBODY ? (uint16_t)number : WB_VISIT_NOBODY;
}

static void settle(struct wb_floor *floor, uint32_t number, wb_ms end)
{
	struct floor_contact *contact = contact_at(floor, number);
	struct floor_visit *visit = visit_at(floor, contact->visit);
	struct floor_part part = wb_contact_part(floor, number, WB_NOBODY, end);
	wb_ms span = end > visit->start ? end - visit->start : 0;
	struct floor_visit now = *visit;
	now.span = span < UINT32_MAX ? (uint32_t)span : UINT32_MAX;
	now.queue = short_number(part.queue);
	now.agent = short_number(part.agent);
	now.channel = (uint8_t)wb_floor_channel(floor, number, part.queue);
	if (visit->flags & VISIT_ENDED && now.span == visit->span &&
	    now.queue == visit->queue && now.agent == visit->agent &&
	    now.channel == visit->channel) {
		return;
	}
	take_back(floor, contact->visit);
	wb_visit_take_off(floor, contact->visit);
	visit->span = now.span;
	visit->queue = now.queue;
	visit->agent = now.agent;
	visit->channel = now.channel;
	visit->flags |= VISIT_ENDED;
	tell_provisional(floor, contact->visit);
	wb_visit_place(floor, contact->visit);
	compare(floor, visit->customer);
}

void wb_visit_settle(struct wb_floor *floor, uint32_t number)
{
	struct floor_contact *contact = contact_at(floor, number);
	if (contact->visit == WB_POOL_NONE) {
		return;
	}
	struct floor_visit *visit = visit_at(floor, contact->visit);
	if (contact->outbound.dialled) {
		undo(floor, number);
	} else if (wb_contact_is_open(contact) || contact->ended == WB_ABSENT) {
		take_back(floor, contact->visit);
		wb_visit_take_off(floor, contact->visit);
		visit->flags &= (uint8_t)~VISIT_ENDED;
		visit->span = 0;
	} else {
		settle(floor, number, contact->ended);
	}
}

bool wb_visit_forget_ended(struct wb_floor *floor, uint32_t visit)
{
	if (visit == WB_POOL_NONE) {
		return true;
	}
	if (!(visit_at(floor, visit)->flags & VISIT_ENDED)) {
		return false;
	}
	visit_at(floor, visit)->contact = WB_POOL_NONE;
	return true;
}

void wb_visit_forget(struct wb_floor *floor, uint32_t number)
{
	struct floor_contact *contact = contact_at(floor, number);
	if (contact->visit == WB_POOL_NONE) {
		return;
	}
	if (!(visit_at(floor, contact->visit)->flags & VISIT_ENDED)) {
		settle(floor, number, contact->newest);
	}
	visit_at(floor, contact->visit)->contact = WB_POOL_NONE;
	contact->visit = WB_POOL_NONE;
}
