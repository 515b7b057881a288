#include "floor/floor.h"

#include <stdlib.h>
#include <string.h>

#include "floor/state.h"

const char *wb_anomaly_name(enum wb_anomaly anomaly)
{
	static const char *const names[WB_ANOMALY_COUNT] = {
		[WB_ANOMALY_NO_ENTRY] = "no_entry",
		[WB_ANOMALY_NO_SEGMENT] = "no_segment",
		[WB_ANOMALY_NO_CONTACT] = "no_contact",
		[WB_ANOMALY_NOT_RESUMED] = "not_resumed",
		[WB_ANOMALY_CONTACTS_FULL] = "contacts_full",
		[WB_ANOMALY_NAMES_FULL] = "names_full",
		[WB_ANOMALY_BACKWARDS] = "backwards",
	};
	return names[anomaly];
}

wb_ms wb_floor_span(struct wb_floor *floor, wb_ms start, wb_ms end)
{
	if (end >= start) {
		return end - start;
	}
	anomaly(floor, WB_ANOMALY_BACKWARDS);
	return 0;
}

void wb_floor_emit(struct wb_floor *floor, uint32_t contact,
                   const struct wb_fact *fact)
{
	struct wb_fact told = *fact;
	told.contact = (struct wb_str){ NULL, 0 };
	if (contact != WB_POOL_NONE) {
		const struct floor_contact *c = contact_at(floor, contact);
		told.contact = (struct wb_str){ c->id, c->id_len };
		told.feed = c->feed;
		told.channel = c->channel;
	}
	floor->sink->fact(floor->user, &told);
}

struct wb_floor *wb_floor_create(const struct wb_fact_sink *sink, void *user)
{
	struct wb_floor *floor = calloc(1, sizeof(*floor));
	if (!floor) {
		return NULL;
	}
	floor->sink = sink;
	floor->user = user;
	floor->contacts.element_size = sizeof(struct floor_contact);
	floor->offers.element_size = sizeof(struct floor_offer);
	floor->segments.element_size = sizeof(struct floor_segment);
	return floor;
}

void wb_floor_destroy(struct wb_floor *floor)
{
	if (!floor) {
		return;
	}
	for (uint32_t i = 0; i < floor->contacts.used; i++) {
		free(contact_at(floor, i)->id);
	}
	for (uint32_t i = 0; i < wb_floor_agent_count(floor); i++) {
		free(floor->agents[i].queues);
	}
	wb_pool_finish(&floor->contacts);
	wb_pool_finish(&floor->offers);
	wb_pool_finish(&floor->segments);
	wb_timers_finish(&floor->timers);
	wb_names_finish(&floor->queue_names);
	wb_names_finish(&floor->agent_names);
	free(floor->buckets);
	free(floor->queues);
	free(floor->agents);
	free(floor);
}

/* Room for element `number` in an array; new elements are zeroed. */
static bool make_room(void **array, uint32_t *capacity, uint32_t number,
                      size_t size)
{
	if (number < *capacity) {
		return true;
	}
	uint32_t wanted = *capacity ? *capacity * 2 : 64;
	char *grown = realloc(*array, wanted * size);
	if (!grown) {
		return false;
	}
	memset(grown + *capacity * size, 0, (wanted - *capacity) * size);
	*array = grown;
	*capacity = wanted;
	return true;
}

uint32_t wb_floor_add_queue(struct wb_floor *floor, struct wb_str name,
                            const struct wb_queue_plan *plan)
{
	uint32_t number = floor->queue_names.count;
	if (!make_room((void **)&floor->queues, &floor->queue_capacity, number,
	               sizeof(*floor->queues)) ||
	    wb_names_add(&floor->queue_names, name) == WB_NAMES_NONE) {
		return WB_NOBODY;
	}
	struct floor_queue *queue = &floor->queues[number];
	*queue = (struct floor_queue){
		.plan = *plan,
		.oldest = WB_POOL_NONE,
		.newest = WB_POOL_NONE,
	};
	queue->plan.name = wb_names_get(&floor->queue_names, number);
	return number;
}

uint32_t wb_floor_queue_number(struct wb_floor *floor, struct wb_str name)
{
	uint32_t number = wb_names_find(&floor->queue_names, name);
	if (number != WB_NAMES_NONE) {
		return number;
	}
	if (floor->strange_queues >= WB_UNCONFIGURED_QUEUES_MAX) {
		return WB_NOBODY;
	}
	floor->strange_queues++;
	return wb_floor_add_queue(floor, name, &floor->plan->defaults);
}

uint32_t wb_floor_add_agent(struct wb_floor *floor, struct wb_str name,
                            const struct wb_agent_plan *plan)
{
	uint32_t number = floor->agent_names.count;
	if (!make_room((void **)&floor->agents, &floor->agent_capacity, number,
	               sizeof(*floor->agents)) ||
	    wb_names_add(&floor->agent_names, name) == WB_NAMES_NONE) {
		return WB_NOBODY;
	}
	floor->agents[number] = (struct floor_agent){ .plan = plan };
	return number;
}

uint32_t wb_floor_agent_number(struct wb_floor *floor, struct wb_str name)
{
	uint32_t number = wb_names_find(&floor->agent_names, name);
	if (number != WB_NAMES_NONE) {
		return number;
	}
	if (floor->strange_agents >= WB_UNCONFIGURED_AGENTS_MAX) {
		return WB_NOBODY;
	}
	floor->strange_agents++;
	return wb_floor_add_agent(floor, name, NULL);
}

static void plan_queue(struct wb_floor *floor, uint32_t queue,
                       const struct wb_queue_plan *plan)
{
	floor->queues[queue].plan = *plan;
	floor->queues[queue].plan.name =
		wb_names_get(&floor->queue_names, queue);
}

static bool plan_queues(struct wb_floor *floor, const struct wb_plan *plan)
{
	for (uint32_t i = 0; i < floor->queue_names.count; i++) {
		plan_queue(floor, i, &plan->defaults);
	}
	for (int i = 0; i < plan->queue_count; i++) {
		const struct wb_queue_plan *queue = &plan->queues[i];
		uint32_t number =
			wb_names_find(&floor->queue_names, queue->name);
		if (number != WB_NAMES_NONE) {
			plan_queue(floor, number, queue);
		} else if (wb_floor_add_queue(floor, queue->name, queue) ==
		           WB_NOBODY) {
			return false;
		}
	}
	return true;
}

static bool plan_agents(struct wb_floor *floor, const struct wb_plan *plan)
{
	for (uint32_t i = 0; i < floor->agent_names.count; i++) {
		floor->agents[i].plan = NULL;
	}
	for (int i = 0; i < plan->agent_count; i++) {
		const struct wb_agent_plan *agent = &plan->agents[i];
		uint32_t number =
			wb_names_find(&floor->agent_names, agent->name);
		if (number != WB_NAMES_NONE) {
			floor->agents[number].plan = agent;
		} else if (wb_floor_add_agent(floor, agent->name, agent) ==
		           WB_NOBODY) {
			return false;
		}
	}
	return true;
}

bool wb_floor_set_plan(struct wb_floor *floor, const struct wb_plan *plan)
{
	floor->plan = plan;
	return plan_queues(floor, plan) && plan_agents(floor, plan);
}

wb_ms wb_floor_next_change(const struct wb_floor *floor)
{
	return wb_timers_next(&floor->timers);
}

void wb_floor_advance(struct wb_floor *floor, wb_ms now)
{
	while (wb_timers_next(&floor->timers) <= now) {
		struct wb_timer_entry timer = wb_timers_pop(&floor->timers);
		if (timer.due > floor->now) {
			floor->now = timer.due;
		}
		switch ((enum floor_timer)timer.what) {
		case TIMER_THRESHOLD:
			wb_entry_threshold(floor, timer.subject, timer.check,
			                   timer.due);
			break;
		case TIMER_WRAPUP:
			wb_wrapup_timer(floor, timer.subject, timer.check);
			break;
		case TIMER_CONTACT:
			wb_contact_timer(floor, timer.subject, timer.check);
			break;
		}
	}
	if (now > floor->now) {
		floor->now = now;
	}
}

/* What an event is about, looked up once. */
struct subject {
	uint32_t feed;
	uint32_t contact; /* WB_POOL_NONE = none */
	uint32_t agent;   /* WB_NOBODY = none */
	uint32_t queue;   /* WB_NOBODY = none */
	const struct wb_event *event;
};

static void contact_ended(struct wb_floor *floor, const struct subject *s)
{
	struct floor_contact *contact = contact_at(floor, s->contact);
	struct wb_event end;
	wb_event_init(&end, WB_EV_SEGMENT_ENDED, s->event->t);
	while (contact->segments != WB_POOL_NONE) {
		const struct floor_segment *segment =
			wb_pool_at(&floor->segments, contact->segments);
		wb_segment_end(floor, s->contact, segment->agent, &end);
	}
	if (contact->entry.waiting && s->event->by == WB_BY_CUSTOMER) {
		wb_event_init(&end, WB_EV_QUEUE_LEFT, s->event->t);
		end.queue = wb_floor_queue_name(floor, contact->entry.queue);
		end.outcome = WB_OUTCOME_ABANDONED;
		wb_entry_left(floor, s->contact, &end);
	}
	wb_entry_lose(floor, s->contact, s->event->t);
	wb_offer_cancel_all(floor, s->contact, s->event->t);
}

/* The part that the filing agent had in the contact; without one, the last. */
static struct floor_part part_of(const struct floor_contact *contact,
                                 uint32_t agent, wb_ms t)
{
	for (uint32_t i = 0; i < contact->part_count; i++) {
		if (agent == WB_NOBODY || contact->parts[i].agent == agent) {
			return contact->parts[i];
		}
	}
	return (struct floor_part){
		.agent = agent,
		.queue = contact->last_queue,
		.arrived = contact->part_count > 0 ? contact->arrived : t,
	};
}

/* What is filed again for the same contact replaces what was before. */
static int newest(int filed, int before)
{
	return filed >= 0 ? filed : before;
}

static void contact_outcome(struct wb_floor *floor, const struct subject *s)
{
	struct floor_contact *contact = contact_at(floor, s->contact);
	struct wb_fact back = {
		.resolved = -1,
		.first_level = -1,
		.sale = -1,
	};
	if (contact->has_outcome) {
		back = contact->outcome;
		back.sign = -1;
		wb_floor_emit(floor, s->contact, &back);
	}
	struct floor_part part = part_of(contact, s->agent, s->event->t);
	contact->has_outcome = true;
	contact->outcome = (struct wb_fact){
		.kind = WB_FACT_OUTCOME,
		.sign = 1,
		.at = s->event->t,
		.arrived = part.arrived,
		.queue = part.queue,
		.agent = part.agent,
		.resolved = newest(s->event->resolved, back.resolved),
		.first_level = newest(s->event->first_level, back.first_level),
		.sale = newest(s->event->sale, back.sale),
		.reason = WB_NOBODY,
	};
	wb_floor_emit(floor, s->contact, &contact->outcome);
}

static void queue_refused(struct wb_floor *floor, const struct subject *s)
{
	struct wb_fact fact = {
		.kind = WB_FACT_BLOCKED,
		.sign = 1,
		.at = s->event->t,
		.arrived = s->event->t,
		.queue = s->queue,
		.agent = WB_NOBODY,
		.refusal = (enum wb_refusal)s->event->refusal,
	};
	wb_floor_emit(floor, WB_POOL_NONE, &fact);
}

static void apply_contact(struct wb_floor *floor, const struct subject *s)
{
	const struct wb_event *event = s->event;
	switch ((int)event->kind) {
	case WB_EV_QUEUE_ENTERED:
		wb_entry_enter(floor, s->contact, event);
		break;
	case WB_EV_QUEUE_LEFT:
		wb_entry_left(floor, s->contact, event);
		break;
	case WB_EV_QUEUE_RESUMED:
		wb_entry_resumed(floor, s->contact, event);
		break;
	case WB_EV_OFFER_STARTED:
		wb_offer_start(floor, s->contact, s->agent, event->t);
		break;
	case WB_EV_OFFER_ENDED:
		wb_offer_ended(
			floor, s->contact, s->agent,
			s->queue == WB_NOBODY
				? contact_at(floor, s->contact)->last_queue
				: s->queue,
			event);
		break;
	case WB_EV_SEGMENT_STARTED:
		wb_segment_start(floor, s->contact, s->agent, s->queue, event);
		break;
	case WB_EV_SEGMENT_HELD:
	case WB_EV_SEGMENT_RETRIEVED:
		wb_segment_hold(floor, s->contact, s->agent,
		                event->kind == WB_EV_SEGMENT_HELD, event->t);
		break;
	case WB_EV_SEGMENT_ENDED:
		wb_segment_end(floor, s->contact, s->agent, event);
		break;
	case WB_EV_CONTACT_ENDED:
		contact_ended(floor, s);
		break;
	case WB_EV_CONTACT_OUTCOME:
		contact_outcome(floor, s);
		break;
	default:
		break;
	}
}

static void apply_agent(struct wb_floor *floor, const struct subject *s)
{
	const struct wb_event *event = s->event;
	switch ((int)event->kind) {
	case WB_EV_WRAPUP_ENDED:
		wb_wrapup_end(floor, s->agent,
		              event->contact.data
		                      ? wb_contact_find(floor, s->feed,
		                                        event->contact)
		                      : WB_POOL_NONE,
		              event->t);
		break;
	case WB_EV_AGENT_SIGNED_IN:
		wb_agent_signed_in(floor, s->agent, s->feed, event);
		break;
	case WB_EV_AGENT_SIGNED_OUT:
		wb_agent_signed_out(floor, s->agent, event->t);
		break;
	case WB_EV_AGENT_STATE:
		/* A pause in one queue only leaves the agent routable. */
		wb_agent_seen(floor, s->agent, WB_NOBODY, s->feed, event->t);
		if (!event->queue.data) {
			wb_agent_status(floor, s->agent, event);
		}
		break;
	case WB_EV_AGENT_QUEUES:
		wb_agent_queues(floor, s->agent, event);
		break;
	default:
		break;
	}
}

/* Kinds that begin something make a contact known; ends need a known one. */
static uint32_t contact_of(struct wb_floor *floor, uint32_t feed,
                           const struct wb_event *event)
{
	switch ((int)event->kind) {
	case WB_EV_CONTACT_STARTED:
	case WB_EV_QUEUE_ENTERED:
	case WB_EV_OFFER_STARTED:
	case WB_EV_OFFER_ENDED:
	case WB_EV_SEGMENT_STARTED:
	case WB_EV_CONTACT_OUTCOME:
		return wb_contact_get(floor, feed, event->contact, event);
	case WB_EV_CONTACT_RATED:
	case WB_EV_CALLBACK_REQUESTED:
	case WB_EV_CALLBACK_ATTEMPTED:
	case WB_EV_CALLBACK_CLOSED:
	case WB_EV_FOLLOW_UP_CLOSED:
		/* These come long after the contact and end nothing of it. */
		return WB_POOL_NONE;
	default:
		if (wb_contact_find(floor, feed, event->contact) ==
		    WB_POOL_NONE) {
			anomaly(floor, WB_ANOMALY_NO_CONTACT);
			return WB_POOL_NONE;
		}
		return wb_contact_get(floor, feed, event->contact, event);
	}
}

static bool shows_agent_present(enum wb_event_kind kind)
{
	return kind == WB_EV_OFFER_STARTED || kind == WB_EV_SEGMENT_STARTED;
}

static bool names_fit(struct wb_floor *floor, const struct wb_event *event,
                      struct subject *s)
{
	if (event->queue.data) {
		s->queue = wb_floor_queue_number(floor, event->queue);
	}
	if (event->agent.data) {
		s->agent = wb_floor_agent_number(floor, event->agent);
	}
	if ((event->queue.data && s->queue == WB_NOBODY) ||
	    (event->agent.data && s->agent == WB_NOBODY)) {
		anomaly(floor, WB_ANOMALY_NAMES_FULL);
		return false;
	}
	return true;
}

void wb_floor_apply(struct wb_floor *floor, uint32_t feed,
                    const struct wb_event *event, wb_ms now)
{
	struct subject s = {
		.feed = feed,
		.contact = WB_POOL_NONE,
		.agent = WB_NOBODY,
		.queue = WB_NOBODY,
		.event = event,
	};
	wb_floor_advance(floor, now);
	if (event->kind == WB_EV_FEED_SNAPSHOT) {
		if (event->phase == WB_PHASE_BEGIN) {
			wb_snapshot_begin(floor, feed);
		} else {
			wb_snapshot_end(floor, feed, event->t);
		}
		return;
	}
	if (!names_fit(floor, event, &s)) {
		return;
	}
	if (event->kind == WB_EV_QUEUE_REFUSED) {
		queue_refused(floor, &s);
	} else if (event->kind == WB_EV_WRAPUP_ENDED || !event->contact.data) {
		if (s.agent != WB_NOBODY) {
			apply_agent(floor, &s);
		}
	} else {
		s.contact = contact_of(floor, feed, event);
		if (s.contact == WB_POOL_NONE) {
			return;
		}
		if (s.agent != WB_NOBODY && shows_agent_present(event->kind)) {
			wb_agent_seen(floor, s.agent, s.queue, feed, event->t);
		}
		apply_contact(floor, &s);
	}
}

uint32_t wb_floor_queue_count(const struct wb_floor *floor)
{
	return floor->queue_names.count;
}

uint32_t wb_floor_agent_count(const struct wb_floor *floor)
{
	return floor->agent_names.count;
}

struct wb_str wb_floor_queue_name(const struct wb_floor *floor, uint32_t queue)
{
	return wb_names_get(&floor->queue_names, queue);
}

struct wb_str wb_floor_agent_name(const struct wb_floor *floor, uint32_t agent)
{
	return wb_names_get(&floor->agent_names, agent);
}

const struct wb_queue_plan *wb_floor_queue_plan(const struct wb_floor *floor,
                                                uint32_t queue)
{
	return &floor->queues[queue].plan;
}

const struct wb_agent_plan *wb_floor_agent_plan(const struct wb_floor *floor,
                                                uint32_t agent)
{
	return floor->agents[agent].plan;
}

void wb_floor_queue_now(const struct wb_floor *floor, uint32_t queue,
                        struct wb_queue_now *ret_now)
{
	const struct floor_queue *q = &floor->queues[queue];
	*ret_now = (struct wb_queue_now){
		.waiting = q->waiting,
		.waiting_late = q->late,
		.oldest = q->oldest == WB_POOL_NONE
		                  ? WB_NEVER
		                  : contact_at(floor, q->oldest)->entry.entered,
	};
}

void wb_floor_agent_now(const struct wb_floor *floor, uint32_t agent,
                        struct wb_agent_now *ret_now)
{
	const struct floor_agent *a = &floor->agents[agent];
	*ret_now = (struct wb_agent_now){
		.state = a->state,
		.since = a->since,
		.reason = wb_str(a->state == WB_AGENT_NOT_READY && a->has_reason
		                         ? a->reason
		                         : NULL),
		.pending = wb_str(a->has_pending ? a->pending : NULL),
	};
}

void wb_floor_count(const struct wb_floor *floor,
                    struct wb_floor_counters *ret_counters)
{
	*ret_counters = floor->counters;
	ret_counters->contacts = floor->contact_count;
}
