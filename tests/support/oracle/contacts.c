/* The stories of contacts: stays in queues, rings, segments, filings. */

#include "oracle/stories.h"

#define LOSSES 64

/* What is known of a contact while its story is told. */
struct telling {
	struct oracle *oracle;
	int contact;
	int channel;    /* as told, or -1 */
	int entry;      /* the newest, or NOBODY */
	int last_queue; /* or NOBODY */
	wb_ms arrived;  /* the newest entry, or segment without one */
	wb_ms heard;    /* the last that was heard of it */
	int place;      /* in `told`, of its last event */
	/* an agent answered who was thought to have the contact already */
	struct oracle_segment taken;
	int taken_after; /* so many segments; 0 = did not happen */
	const struct oracle_heard *stray; /* retrieved what was not held */
	bool known;                       /* and not forgotten */
	int dial;                         /* or NOBODY */
	int filing;                       /* or NOBODY */
	struct wb_str customer, topic;
	wb_ms began, ended, newest; /* WB_ABSENT = not told */
	int first_queue;            /* or NOBODY */
	int first_segment;          /* of those that are not forgotten */
};

/* As told, else its queue's. */
static enum wb_channel channel_of(const struct telling *t, int queue)
{
	if (t->channel >= 0) {
		return (enum wb_channel)t->channel;
	}
	return queue == NOBODY ? WB_CHANNEL_VOICE
	                       : oracle_queue_plan(t->oracle, queue)->channel;
}

static struct oracle_entry *entry_of(struct telling *t)
{
	return t->entry == NOBODY ? NULL : &t->oracle->entries[t->entry];
}

static bool is_waiting(struct telling *t)
{
	const struct oracle_entry *entry = entry_of(t);
	return entry && entry->end == END_WAITING;
}

/* ---- rings ---- */

static struct oracle_offer *open_ring(struct telling *t, int agent)
{
	for (int i = t->oracle->offer_count - 1; i >= 0; i--) {
		struct oracle_offer *offer = &t->oracle->offers[i];
		if (offer->contact == t->contact && offer->agent == agent &&
		    (offer->open || offer->presumed)) {
			return offer;
		}
	}
	return NULL;
}

static struct oracle_offer *new_ring(struct telling *t, int queue, int agent,
                                     wb_ms at)
{
	struct oracle_offer *offer =
		ORACLE_NEXT(t->oracle, offers, offer_count, ORACLE_STORIES);
	*offer = (struct oracle_offer){
		.contact = t->contact,
		.queue = queue,
		.agent = agent,
		.channel = channel_of(t, queue),
		.arrived = t->entry == NOBODY ? at : entry_of(t)->entered,
		.started = at,
		.ended = WB_NEVER,
		.open = true,
	};
	return offer;
}

static void end_ring(struct oracle_offer *offer, int result, wb_ms at)
{
	if (offer->ended == WB_NEVER || offer->presumed) {
		offer->ended = at;
	}
	offer->at = at;
	offer->open = false;
	offer->presumed = false;
	offer->counted = true;
	offer->result = result;
}

static void ring(struct telling *t, const struct oracle_heard *h)
{
	struct oracle_offer *offer = open_ring(t, h->agent);
	if (!offer || offer->presumed || offer->ended != WB_NEVER) {
		new_ring(t, h->queue, h->agent, h->event.t);
	}
}

static void ring_over(struct telling *t, const struct oracle_heard *h)
{
	struct oracle_offer *offer = open_ring(t, h->agent);
	int queue = h->queue == NOBODY ? t->last_queue : h->queue;
	wb_ms at = h->event.t;
	if (h->event.offer_result == WB_OFFER_ACCEPTED) {
		/* It counts with the segment that it leads to. */
		if (offer && offer->ended == WB_NEVER) {
			offer->ended = at;
		}
		return;
	}
	if (offer && !offer->presumed && offer->ended != WB_NEVER) {
		return; /* accepted already */
	}
	if (!offer) { /* some switches tell only how a ring ended */
		offer = new_ring(t, queue, h->agent, at);
	}
	offer->queue = queue;
	end_ring(offer, h->event.offer_result, at);
}

/* The contact does not wait any more: nobody rings for it. */
static void cancel_rings(struct telling *t, wb_ms at)
{
	for (int i = 0; i < t->oracle->offer_count; i++) {
		struct oracle_offer *offer = &t->oracle->offers[i];
		if (offer->contact == t->contact && offer->open &&
		    offer->ended == WB_NEVER) {
			end_ring(offer, WB_OFFER_CANCELLED, at);
			offer->presumed = true;
		}
	}
}

/* Talk that comes from no queue: its rings are no offers. */
static void forget_rings(struct telling *t, wb_ms at)
{
	for (int i = 0; i < t->oracle->offer_count; i++) {
		struct oracle_offer *offer = &t->oracle->offers[i];
		if (offer->contact == t->contact) {
			offer->open = false;
			offer->presumed = false;
			if (offer->ended == WB_NEVER) {
				offer->ended = at;
			}
		}
	}
}

static void accept_ring(struct telling *t, int queue, int agent, wb_ms at)
{
	struct oracle_offer *offer = open_ring(t, agent);
	wb_ms stopped = at;
	if (!offer || offer->presumed) {
		offer = new_ring(t, queue, agent, at);
	} else if (offer->ended != WB_NEVER) {
		stopped = offer->ended;
	}
	end_ring(offer, WB_OFFER_ACCEPTED, at);
	offer->ended = stopped;
	offer->queue = queue;
	offer->arrived = entry_of(t)->entered;
}

/* ---- stays in queues ---- */

static void end_stay(struct telling *t, enum oracle_end end, wb_ms at,
                     wb_ms wait_told)
{
	struct oracle_entry *entry = entry_of(t);
	entry->end = end;
	entry->ended = at;
	entry->wait = wait_told != WB_ABSENT ? wait_told : at - entry->entered;
}

static void enter(struct telling *t, const struct oracle_heard *h)
{
	wb_ms at = h->event.t;
	if (is_waiting(t)) {
		if (entry_of(t)->queue == h->queue) {
			return; /* told twice */
		}
		end_stay(t, END_LEFT, at, WB_ABSENT);
		entry_of(t)->outcome = WB_OUTCOME_MOVED;
		cancel_rings(t, at); /* they rang for the other queue */
	}
	t->entry = t->oracle->entry_count;
	*ORACLE_NEXT(t->oracle, entries, entry_count, ORACLE_STORIES) =
		(struct oracle_entry){
			.contact = t->contact,
			.queue = h->queue,
			.agent = NOBODY,
			.channel = channel_of(t, h->queue),
			.apart = t->channel == WB_CHANNEL_CALLBACK,
			.entered = at,
			.served = WB_NEVER,
			.served_by = NOBODY,
			.end = END_WAITING,
		};
	t->last_queue = h->queue;
	t->arrived = at;
}

/* A stay that was given up as lost is ended by what is told after all. */
static bool waits_in(struct telling *t, int queue)
{
	const struct oracle_entry *entry = entry_of(t);
	return entry && entry->queue == queue &&
	       (entry->end == END_WAITING || entry->end == END_LOST);
}

static void leave(struct telling *t, const struct oracle_heard *h)
{
	if (!waits_in(t, h->queue)) {
		return;
	}
	end_stay(t, END_LEFT, h->event.t, h->event.wait_ms);
	entry_of(t)->outcome = h->event.outcome;
	cancel_rings(t, h->event.t);
}

static void resume(struct telling *t, const struct oracle_heard *h)
{
	struct oracle_entry *entry = entry_of(t);
	if (entry && entry->end == END_LEFT && entry->queue == h->queue) {
		entry->end = END_WAITING;
	}
}

/* Does the first reply answer, and not that somebody takes it? */
static bool waits_for_reply(const struct telling *t,
                            const struct oracle_entry *entry)
{
	return wb_plan_service_level(oracle_queue_plan(t->oracle, entry->queue),
	                             entry->channel)
	               ->until == WB_CLOCK_FIRST_REPLY;
}

static void serve(struct oracle_entry *entry, const struct oracle_heard *h)
{
	entry->end = END_WAITING;
	if (entry->served == WB_NEVER) {
		entry->served = h->event.t;
	}
	entry->served_by = h->agent; /* it may be handed on */
}

static bool answer(struct telling *t, const struct oracle_heard *h)
{
	if (h->queue == NOBODY || !waits_in(t, h->queue)) {
		return false;
	}
	if (waits_for_reply(t, entry_of(t))) {
		bool again = entry_of(t)->served_by == h->agent;
		serve(entry_of(t), h);
		if (again) { /* told twice */
			cancel_rings(t, h->event.t);
			return true;
		}
	} else {
		end_stay(t, END_ANSWERED, h->event.t, h->event.wait_ms);
		entry_of(t)->agent = h->agent;
	}
	accept_ring(t, h->queue, h->agent, h->event.t);
	cancel_rings(t, h->event.t);
	return true;
}

static void replied(struct telling *t, const struct oracle_heard *h)
{
	struct oracle_entry *entry = entry_of(t);
	if (entry && waits_in(t, entry->queue) && waits_for_reply(t, entry)) {
		end_stay(t, END_ANSWERED, h->event.t, WB_ABSENT);
		entry->agent = h->agent;
		cancel_rings(t, h->event.t);
	}
}

/* Who took it is done and handed it to nobody: that is all the reply. */
static void done_without_reply(struct telling *t, int agent, wb_ms at)
{
	struct oracle_entry *entry = entry_of(t);
	if (is_waiting(t) && waits_for_reply(t, entry) &&
	    entry->served_by == agent) {
		end_stay(t, END_ANSWERED, at, WB_ABSENT);
		entry->agent = agent;
	}
}

/* ---- segments ---- */

static struct oracle_segment *open_segment(struct telling *t, int agent)
{
	for (int i = 0; i < t->oracle->segment_count; i++) {
		struct oracle_segment *segment = &t->oracle->segments[i];
		if (segment->contact == t->contact &&
		    segment->ended == WB_NEVER &&
		    (agent == NOBODY || segment->agent == agent)) {
			return segment;
		}
	}
	return NULL;
}

static void start(struct telling *t, const struct oracle_heard *h, int place)
{
	bool runs = open_segment(t, h->agent) != NULL;
	bool answered = answer(t, h);
	wb_ms arrived = answered ? entry_of(t)->entered : h->event.t;
	if (runs) { /* told twice, or its end was not told */
		if (answered) {
			t->taken_after = t->oracle->segment_count;
			t->taken = (struct oracle_segment){
				.queue = h->queue,
				.agent = h->agent,
				.arrived = arrived,
			};
		}
		return;
	}
	if (!answered) {
		forget_rings(t, h->event.t);
		t->arrived = arrived;
	}
	*ORACLE_NEXT(t->oracle, segments, segment_count, ORACLE_STORIES) =
		(struct oracle_segment){
			.contact = t->contact,
			.queue = h->queue,
			.agent = h->agent,
			.channel = channel_of(t, h->queue),
			.arrived = arrived,
			.started = h->event.t,
			.started_by = place,
			.ended = WB_NEVER,
			.ended_by = NOBODY,
			.transfer = -1,
			.done = WB_NEVER,
		};
}

static struct oracle_hold *open_hold(struct telling *t,
                                     const struct oracle_segment *segment)
{
	for (int i = 0; i < t->oracle->hold_count; i++) {
		struct oracle_hold *hold = &t->oracle->holds[i];
		if (&t->oracle->segments[hold->segment] == segment &&
		    hold->to == WB_NEVER) {
			return hold;
		}
	}
	return NULL;
}

/*
 * Retrieved in the instant in which it was held: that is its end, whichever of
 * the two was told first.
 */
static bool ends_at_once(const struct telling *t, const struct oracle_heard *h)
{
	return t->stray && t->stray->event.t == h->event.t &&
	       t->stray->agent == h->agent;
}

static void hold(struct telling *t, const struct oracle_heard *h)
{
	struct oracle_segment *segment = open_segment(t, h->agent);
	if (segment && !open_hold(t, segment)) {
		wb_ms to = ends_at_once(t, h) ? h->event.t : WB_NEVER;
		segment->held = true;
		*ORACLE_NEXT(t->oracle, holds, hold_count,
		             ORACLE_STORIES) = (struct oracle_hold){
			(int)(segment - t->oracle->segments), h->event.t, to
		};
		t->stray = NULL;
	}
}

static void retrieve(struct telling *t, struct oracle_segment *segment,
                     wb_ms at)
{
	struct oracle_hold *held = segment ? open_hold(t, segment) : NULL;
	if (held) {
		held->to = at;
		segment->hold += at - held->from;
	}
}

static void end_segment(struct telling *t, struct oracle_segment *segment,
                        const struct oracle_heard *h, int place)
{
	bool told = h->event.kind == WB_EV_SEGMENT_ENDED;
	wb_ms at = h->event.t;
	retrieve(t, segment, at);
	segment->ended = at;
	segment->ended_by = place;
	segment->duration = told && h->event.duration_ms != WB_ABSENT
	                            ? h->event.duration_ms
	                            : at - segment->started;
	if (segment->hold > segment->duration) {
		segment->hold = segment->duration;
	}
	if (told && h->event.wrapup_ms != WB_ABSENT) {
		segment->work_limit = h->event.wrapup_ms;
	}
}

/* ---- the whole contact ---- */

/* Is the end of the segment told after all, later than this? */
static bool end_is_told(const struct telling *t,
                        const struct oracle_segment *segment)
{
	const struct oracle *o = t->oracle;
	for (int i = t->place + 1; i < o->told_count; i++) {
		const struct oracle_heard *h = o->told[i];
		if (h->contact != t->contact || h->agent != segment->agent) {
			continue;
		}
		if (h->event.kind == WB_EV_SEGMENT_ENDED) {
			return true;
		}
		if (h->event.kind == WB_EV_SEGMENT_STARTED) {
			return false;
		}
	}
	return false;
}

/* The next one that is open and stays without an end. */
static struct oracle_segment *endless_segment(struct telling *t)
{
	for (int i = 0; i < t->oracle->segment_count; i++) {
		struct oracle_segment *segment = &t->oracle->segments[i];
		if (segment->contact == t->contact &&
		    segment->ended == WB_NEVER && !end_is_told(t, segment)) {
			return segment;
		}
	}
	return NULL;
}

static void lose(struct telling *t, wb_ms at)
{
	if ((is_waiting(t) || open_segment(t, NOBODY)) && t->ended < at) {
		t->ended = at;
	}
	if (is_waiting(t)) {
		end_stay(t, END_LOST, at, WB_ABSENT);
	}
	for (struct oracle_segment *s = endless_segment(t); s;
	     s = endless_segment(t)) {
		retrieve(t, s, at);
		s->ended = at;
		s->lost = true;
	}
	cancel_rings(t, at);
}

/* Also when the end was told before. */
static void transfer(struct telling *t, const struct oracle_heard *h)
{
	for (int i = t->oracle->segment_count - 1; i >= t->first_segment; i--) {
		struct oracle_segment *s = &t->oracle->segments[i];
		if (s->contact == t->contact && s->agent == h->agent) {
			s->transfer = h->event.transfer;
			return;
		}
	}
}

static void contact_over(struct telling *t, const struct oracle_heard *h,
                         int place)
{
	for (struct oracle_segment *s = open_segment(t, NOBODY); s;
	     s = open_segment(t, NOBODY)) {
		end_segment(t, s, h, place);
	}
	if (is_waiting(t)) {
		struct oracle_entry *entry = entry_of(t);
		bool gone = h->event.by == WB_BY_CUSTOMER;
		if (entry->served != WB_NEVER) {
			done_without_reply(t, entry->served_by, h->event.t);
			cancel_rings(t, h->event.t);
			return;
		}
		end_stay(t, gone ? END_LEFT : END_LOST, h->event.t, WB_ABSENT);
		entry_of(t)->outcome = WB_OUTCOME_ABANDONED;
	}
	cancel_rings(t, h->event.t);
}

/* The agent's newest part in the contact; of nobody in particular, the last. */
static const struct oracle_segment *part_of(struct telling *t, int agent)
{
	const struct oracle_segment *part = NULL;
	for (int i = t->first_segment; i < t->oracle->segment_count; i++) {
		const struct oracle_segment *s = &t->oracle->segments[i];
		if (s->contact == t->contact &&
		    (agent == NOBODY || s->agent == agent)) {
			part = s;
		}
	}
	bool newer = t->taken_after > t->first_segment &&
	             (!part || part - t->oracle->segments < t->taken_after);
	if (newer && (agent == NOBODY || agent == t->taken.agent)) {
		return &t->taken;
	}
	return part;
}

/* When the contact came that it is about; of a known one, last. */
static wb_ms arrival_of(struct telling *t, const struct oracle_segment *part,
                        wb_ms at)
{
	if (part) {
		return part->arrived;
	}
	return t->known && part_of(t, NOBODY) ? t->arrived : at;
}

static int newest(int filed, int before)
{
	return filed >= 0 ? filed : before;
}

/* What is filed again replaces what was filed before. */
static void file(struct telling *t, const struct oracle_heard *h)
{
	const struct oracle_segment *part = part_of(t, h->agent);
	struct oracle_filing before = { .resolved = -1,
		                        .first_level = -1,
		                        .sale = -1 };
	if (t->filing == NOBODY) {
		t->filing = t->oracle->filing_count;
		ORACLE_NEXT(t->oracle, filings, filing_count, ORACLE_STORIES);
	} else {
		before = t->oracle->filings[t->filing];
	}
	t->oracle->filings[t->filing] = (struct oracle_filing){
		.contact = t->contact,
		.queue = part ? part->queue : t->last_queue,
		.agent = part ? part->agent : h->agent,
		.channel = channel_of(t, part ? part->queue : t->last_queue),
		.at = h->event.t,
		.arrived = arrival_of(t, part, h->event.t),
		.resolved = newest(h->event.resolved, before.resolved),
		.first_level = newest(h->event.first_level, before.first_level),
		.sale = newest(h->event.sale, before.sale),
		.refused = before.refused || h->event.refusal_code.data,
		.coded = before.coded || h->event.code.len > 0,
	};
}

/* As long as the contact is known, a rating replaces one of its kind. */
static struct oracle_rating *rating_of(struct telling *t, enum wb_rating kind)
{
	struct oracle *o = t->oracle;
	for (int i = 0; i < o->rating_count && t->known; i++) {
		if (o->ratings[i].contact == t->contact &&
		    o->ratings[i].kind == kind && o->ratings[i].standing) {
			return &o->ratings[i];
		}
	}
	return ORACLE_NEXT(o, ratings, rating_count, ORACLE_STORIES);
}

static void rate(struct telling *t, const struct oracle_heard *h)
{
	const struct oracle_segment *part =
		t->known ? part_of(t, h->agent) : NULL;
	int queue = part ? part->queue : t->known ? t->last_queue : NOBODY;
	queue = h->queue != NOBODY ? h->queue : queue;
	*rating_of(t, (enum wb_rating)h->event.rating) = (struct oracle_rating){
		.contact = t->contact,
		.queue = queue,
		.agent = part ? part->agent : h->agent,
		.channel = channel_of(t, queue),
		.at = h->event.t,
		.arrived = arrival_of(t, part, h->event.t),
		.kind = (enum wb_rating)h->event.rating,
		.score = h->event.score < h->event.scale ? h->event.score
		                                         : h->event.scale,
		.scale = h->event.scale,
		.standing = t->known,
	};
}

/* Whose the contact is when something is promised about it. */
static void note_people(struct telling *t, const struct oracle_heard *h,
                        int place)
{
	const struct oracle_segment *part =
		t->known ? part_of(t, h->agent) : NULL;
	int queue = part ? part->queue : t->known ? t->last_queue : NOBODY;
	queue = h->queue != NOBODY ? h->queue : queue;
	t->oracle->people[place] = (struct oracle_people){
		.queue = queue,
		.agent = part ? part->agent : h->agent,
		.channel = channel_of(t, queue),
	};
}

/* What tells when somebody came, who it was, and when that was over. */
static void note_visit(struct telling *t, const struct oracle_heard *h)
{
	const struct wb_event *event = &h->event;
	switch ((int)event->kind) {
	case WB_EV_CONTACT_STARTED:
	case WB_EV_QUEUE_ENTERED:
	case WB_EV_SEGMENT_STARTED:
		t->began = t->began == WB_ABSENT ? event->t : t->began;
		t->customer = t->customer.data ? t->customer : event->customer;
		t->topic = t->topic.data ? t->topic : event->topic;
		break;
	case WB_EV_QUEUE_LEFT:
	case WB_EV_SEGMENT_ENDED:
	case WB_EV_CONTACT_ENDED:
		t->ended = event->t;
		break;
	default:
		break;
	}
	if (event->kind == WB_EV_QUEUE_ENTERED && t->first_queue == NOBODY) {
		t->first_queue = h->queue;
	}
	t->newest = event->t;
}

/*
 * It is over when nobody waits or talks, with the last end that was told; or,
 * when none was, with the last event, once the contact is forgotten.
 */
static void visit_over(struct telling *t, bool open, bool forgotten)
{
	const struct oracle_segment *part = part_of(t, NOBODY);
	int queue = part ? part->queue : t->last_queue;
	wb_ms end = t->ended;
	if (!t->customer.data || t->dial != NOBODY) {
		return; /* nobody known, or nobody came */
	}
	if (end == WB_ABSENT) {
		end = forgotten ? t->newest : WB_NEVER;
	}
	*ORACLE_NEXT(t->oracle, visits, visit_count, ORACLE_STORIES) =
		(struct oracle_visit){
			.customer = t->customer,
			.topic = t->topic,
			.start = t->began,
			.end = open ? WB_NEVER : end,
			.came = { t->first_queue, NOBODY,
		                  channel_of(t, t->first_queue) },
			.went = { queue, part ? part->agent : NOBODY,
		                  channel_of(t, queue) },
		};
}

static void nobody_came(struct telling *t)
{
	t->customer = t->topic = wb_str(NULL);
	t->began = t->ended = t->newest = WB_ABSENT;
	t->first_queue = NOBODY;
}

/* Dialled, for a campaign; the first talk connects. */
static void begin(struct telling *t, const struct oracle_heard *h)
{
	if (h->event.direction != WB_DIRECTION_OUT || t->dial != NOBODY) {
		return;
	}
	t->dial = t->oracle->dial_count;
	*ORACLE_NEXT(t->oracle, dials, dial_count, ORACLE_STORIES) =
		(struct oracle_dial){
			.contact = t->contact,
			.queue = h->queue,
			.agent = h->agent,
			.channel = channel_of(t, h->queue),
			.at = h->event.t,
			.talked = WB_NEVER,
		};
}

static void connect(struct telling *t, const struct oracle_heard *h)
{
	struct oracle_dial *dial =
		t->dial == NOBODY ? NULL : &t->oracle->dials[t->dial];
	if (dial && dial->talked == WB_NEVER) {
		dial->talked = h->event.t;
		dial->talk_agent = h->agent;
		dial->talk_queue =
			dial->queue != NOBODY ? dial->queue : h->queue;
		dial->talk_channel = channel_of(t, dial->talk_queue);
	}
}

static void forget_ratings(struct telling *t)
{
	for (int i = 0; i < t->oracle->rating_count; i++) {
		if (t->oracle->ratings[i].contact == t->contact) {
			t->oracle->ratings[i].standing = false;
		}
	}
}

static void refuse(struct oracle *oracle, const struct oracle_heard *h)
{
	*ORACLE_NEXT(oracle, blocked, blocked_count, ORACLE_STORIES) =
		(struct oracle_blocked){
			.queue = h->queue,
			.channel = oracle_queue_plan(oracle, h->queue)->channel,
			.at = h->event.t,
			.refusal = h->event.refusal,
		};
}

static void tell_event(struct telling *t, const struct oracle_heard *h,
                       int place)
{
	if (h->event.channel >= 0 && !is_waiting(t)) {
		t->channel = h->event.channel;
	}
	switch ((int)h->event.kind) {
	case WB_EV_CONTACT_STARTED:
		begin(t, h);
		break;
	case WB_EV_QUEUE_ENTERED:
		enter(t, h);
		break;
	case WB_EV_QUEUE_LEFT:
		leave(t, h);
		break;
	case WB_EV_QUEUE_RESUMED:
		resume(t, h);
		break;
	case WB_EV_OFFER_STARTED:
		ring(t, h);
		break;
	case WB_EV_OFFER_ENDED:
		ring_over(t, h);
		break;
	case WB_EV_SEGMENT_STARTED:
		start(t, h, place);
		connect(t, h);
		break;
	case WB_EV_SEGMENT_HELD:
		hold(t, h);
		break;
	case WB_EV_SEGMENT_RETRIEVED: {
		struct oracle_segment *segment = open_segment(t, h->agent);
		if (!segment || !open_hold(t, segment)) {
			t->stray = h;
		}
		retrieve(t, segment, h->event.t);
		break;
	}
	case WB_EV_CONTACT_REPLIED:
		replied(t, h);
		break;
	case WB_EV_SEGMENT_ENDED: {
		struct oracle_segment *segment = open_segment(t, h->agent);
		if (h->event.by != WB_BY_TRANSFER) {
			done_without_reply(t, h->agent, h->event.t);
		}
		if (segment) {
			end_segment(t, segment, h, place);
		}
		break;
	}
	case WB_EV_SEGMENT_TRANSFERRED:
		transfer(t, h);
		break;
	case WB_EV_CONTACT_ENDED:
		contact_over(t, h, place);
		break;
	case WB_EV_CONTACT_OUTCOME:
		file(t, h);
		note_people(t, h, place);
		break;
	case WB_EV_CALLBACK_REQUESTED:
		note_people(t, h, place);
		break;
	case WB_EV_CONTACT_RATED:
		rate(t, h);
		break;
	default:
		break;
	}
}

static bool is_open(struct telling *t)
{
	return is_waiting(t) || open_segment(t, NOBODY);
}

/*
 * When nothing is heard of a contact for too long, it is lost if it is open;
 * an hour after its last it is forgotten, and what comes then is a new story.
 */
static void grow_old(struct telling *t, wb_ms until)
{
	bool slow = t->channel == WB_CHANNEL_EMAIL ||
	            t->channel == WB_CHANNEL_SOCIAL ||
	            t->channel == WB_CHANNEL_TICKET;
	wb_ms limit = t->oracle->plan->stale_limit * (slow ? 180 : 1);
	if (is_open(t) && t->heard + limit <= until) {
		t->heard += limit;
		lose(t, t->heard);
	}
	if (!is_open(t) && t->heard + WB_HOUR <= until) {
		forget_rings(t, t->heard + WB_HOUR);
		visit_over(t, false, true);
		nobody_came(t);
		t->channel = NOBODY;
		t->entry = NOBODY;
		t->last_queue = NOBODY;
		t->filing = NOBODY;
		t->dial = NOBODY;
		t->known = false;
		forget_ratings(t);
		t->first_segment = t->oracle->segment_count;
	}
}

/* Some events make a contact known, others keep it so, or come long after. */
static bool keeps_known(const struct telling *t, enum wb_event_kind kind)
{
	switch ((int)kind) {
	case WB_EV_CONTACT_STARTED:
	case WB_EV_QUEUE_ENTERED:
	case WB_EV_OFFER_STARTED:
	case WB_EV_OFFER_ENDED:
	case WB_EV_SEGMENT_STARTED:
	case WB_EV_SEGMENT_HELD:
	case WB_EV_SEGMENT_RETRIEVED:
	case WB_EV_SEGMENT_TRANSFERRED:
	case WB_EV_SEGMENT_ENDED:
	case WB_EV_CONTACT_OUTCOME:
		return true;
	case WB_EV_CONTACT_RATED:
	case WB_EV_CALLBACK_REQUESTED:
	case WB_EV_CALLBACK_ATTEMPTED:
	case WB_EV_CALLBACK_CLOSED:
	case WB_EV_FOLLOW_UP_CLOSED:
		return false;
	default:
		return t->known;
	}
}

static void tell_contact(struct oracle *oracle, int contact)
{
	struct telling t = {
		.oracle = oracle,
		.contact = contact,
		.channel = -1,
		.place = -1,
		.entry = NOBODY,
		.last_queue = NOBODY,
		.filing = NOBODY,
		.dial = NOBODY,
	};
	nobody_came(&t);
	wb_ms losses[LOSSES];
	int loss_count = oracle_losses(oracle, contact, NOBODY, losses, LOSSES);
	int loss = 0;
	for (int i = 0; i < oracle->told_count; i++) {
		const struct oracle_heard *h = oracle->told[i];
		if (h->contact != contact ||
		    h->event.kind == WB_EV_QUEUE_REFUSED ||
		    h->event.kind == WB_EV_WRAPUP_ENDED) {
			continue;
		}
		while (loss < loss_count && losses[loss] < h->event.t) {
			lose(&t, losses[loss++]);
		}
		grow_old(&t, h->heard);
		t.place = i;
		if (keeps_known(&t, h->event.kind)) {
			t.heard = h->heard > t.heard ? h->heard : t.heard;
			t.known = true;
			note_visit(&t, h);
		}
		tell_event(&t, h, i);
	}
	while (loss < loss_count) {
		lose(&t, losses[loss++]);
	}
	grow_old(&t, oracle->now);
	visit_over(&t, is_open(&t), false);
}

/* ---- after-contact work ---- */

static wb_ms earlier(wb_ms a, wb_ms b)
{
	return a < b ? a : b;
}

/* Was the agent with somebody else when this segment began? */
static bool is_beside(const struct oracle *oracle,
                      const struct oracle_segment *segment)
{
	for (int i = 0; i < oracle->segment_count; i++) {
		const struct oracle_segment *s = &oracle->segments[i];
		if (s != segment && s->agent == segment->agent &&
		    s->started_by < segment->started_by &&
		    (s->ended == WB_NEVER || s->ended > segment->started ||
		     s->ended_by > segment->started_by)) {
			return true;
		}
	}
	return false;
}

/*
 * It lasts until its end is told, the agent leaves, or turns to another
 * contact without having one already; but no longer than its limit.
 */
static wb_ms end_of_work(const struct oracle *oracle,
                         const struct oracle_segment *work)
{
	wb_ms end = work->ended + work->work_limit;
	wb_ms losses[LOSSES];
	int count = oracle_losses(oracle, NOBODY, work->agent, losses, LOSSES);
	for (int i = 0; i < count; i++) { /* a snapshot misses the agent */
		if (losses[i] >= work->ended) {
			end = earlier(end, losses[i]);
		}
	}
	for (int i = work->ended_by + 1; i < oracle->told_count; i++) {
		const struct oracle_heard *h = oracle->told[i];
		bool told =
			h->event.kind == WB_EV_WRAPUP_ENDED &&
			(h->contact == NOBODY || h->contact == work->contact);
		if (h->agent == work->agent &&
		    (told || h->event.kind == WB_EV_AGENT_SIGNED_OUT)) {
			end = earlier(end, h->event.t);
		}
	}
	for (int i = 0; i < oracle->segment_count; i++) {
		const struct oracle_segment *s = &oracle->segments[i];
		if (s->agent != work->agent || s == work) {
			continue;
		}
		if (s->started_by > work->ended_by && !is_beside(oracle, s)) {
			end = earlier(end, s->started);
		}
	}
	return end;
}

/*
 * The agent's time in it: each stretch divided by the contacts that the agent
 * had, in proportion where the switch told a duration of its own.
 */
static wb_ms share_of(const struct oracle *o, const struct oracle_segment *s)
{
	double share = 0, all = (double)(s->ended - s->started);
	wb_ms at = s->started;
	while (at < s->ended) {
		wb_ms next = s->ended;
		int open = 0;
		for (int i = 0; i < o->segment_count; i++) {
			const struct oracle_segment *other = &o->segments[i];
			if (other->agent != s->agent) {
				continue;
			}
			open += other->started <= at && at < other->ended;
			if (other->started > at) {
				next = earlier(next, other->started);
			}
			if (other->ended > at) {
				next = earlier(next, other->ended);
			}
		}
		share += (double)(next - at) / open;
		at = next;
	}
	wb_ms whole = (wb_ms)(share + 0.5 + 1e-6);
	if (whole >= s->ended - s->started) {
		return s->duration;
	}
	return s->duration == s->ended - s->started
	               ? whole
	               : (wb_ms)((double)whole * (double)s->duration / all +
	                         0.5 + 1e-6);
}

static void finish_segment(const struct oracle *oracle,
                           struct oracle_segment *segment)
{
	if (segment->lost || segment->ended == WB_NEVER) {
		return;
	}
	wb_ms done = segment->work_limit > 0 ? end_of_work(oracle, segment)
	                                     : segment->ended;
	segment->done = done <= oracle->now ? done : WB_NEVER;
	segment->share = share_of(oracle, segment);
}

/* ---- escalations ---- */

static bool is_tier(const struct oracle *o, int queue, bool higher)
{
	int tier = queue == NOBODY ? 0 : oracle_queue_plan(o, queue)->tier;
	return higher ? tier > 1 : tier == 1;
}

/* The contact's first entry or segment of a higher tier, from then on. */
static wb_ms first_above(const struct oracle *o,
                         const struct oracle_segment *from)
{
	wb_ms first = WB_NEVER;
	for (int i = 0; i < o->entry_count; i++) {
		const struct oracle_entry *e = &o->entries[i];
		if (e->contact == from->contact &&
		    e->entered >= from->started && is_tier(o, e->queue, true)) {
			first = earlier(first, e->entered);
		}
	}
	for (int i = 0; i < o->segment_count; i++) {
		const struct oracle_segment *s = &o->segments[i];
		if (s->contact == from->contact &&
		    s->started >= from->started && is_tier(o, s->queue, true)) {
			first = earlier(first, s->started);
		}
	}
	return first;
}

static wb_ms next_below(const struct oracle *o, int segment)
{
	for (int i = segment + 1; i < o->segment_count; i++) {
		if (o->segments[i].contact == o->segments[segment].contact &&
		    is_tier(o, o->segments[i].queue, false)) {
			return o->segments[i].started;
		}
	}
	return WB_NEVER;
}

/*
 * From a first tier's segment to a higher tier, before the first tier has it
 * again: once, at the end of the segment, or when the higher tier has it.
 */
static void escalate(struct oracle *o)
{
	o->escalation_count = 0;
	for (int i = 0; i < o->segment_count; i++) {
		const struct oracle_segment *s = &o->segments[i];
		wb_ms above = first_above(o, s);
		if (is_tier(o, s->queue, false) && above != WB_NEVER &&
		    above < next_below(o, i)) {
			*ORACLE_NEXT(o, escalations, escalation_count,
			             ORACLE_STORIES) =
				(struct oracle_escalation){
					i, earlier(above, s->ended)
				};
		}
	}
}

void oracle_tell_contacts(struct oracle *oracle)
{
	oracle->entry_count = oracle->offer_count = 0;
	oracle->segment_count = oracle->hold_count = 0;
	oracle->filing_count = oracle->blocked_count = 0;
	oracle->rating_count = oracle->dial_count = 0;
	oracle->visit_count = 0;
	for (int i = 0; i < oracle->contacts.count; i++) {
		tell_contact(oracle, i);
	}
	for (int i = 0; i < oracle->told_count; i++) {
		if (oracle->told[i]->event.kind == WB_EV_QUEUE_REFUSED) {
			refuse(oracle, oracle->told[i]);
		}
	}
	for (int i = 0; i < oracle->segment_count; i++) {
		finish_segment(oracle, &oracle->segments[i]);
	}
	escalate(oracle);
}
