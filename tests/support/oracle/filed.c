/* The stories of contacts: what was filed, rated, dialled; who came. */

#include "oracle/telling.h"

/* When the contact came that it is about; of a known one, last. */
static wb_ms arrival_of(struct telling *t, const struct oracle_segment *part,
                        wb_ms at)
{
	if (part) {
		return part->arrived;
	}
	return t->known && story_part_of(t, NOBODY) ? t->arrived : at;
}

static int newest(int filed, int before)
{
	return filed >= 0 ? filed : before;
}

/* What is filed again replaces what was filed before. */
void story_file(struct telling *t, const struct oracle_heard *h)
{
	const struct oracle_segment *part = story_part_of(t, h->agent);
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
		.channel =
			story_channel_of(t, part ? part->queue : t->last_queue),
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

void story_rate(struct telling *t, const struct oracle_heard *h)
{
	const struct oracle_segment *part =
		t->known ? story_part_of(t, h->agent) : NULL;
	int queue = part ? part->queue : t->known ? t->last_queue : NOBODY;
	queue = h->queue != NOBODY ? h->queue : queue;
	*rating_of(t, (enum wb_rating)h->event.rating) = (struct oracle_rating){
		.contact = t->contact,
		.queue = queue,
		.agent = part ? part->agent : h->agent,
		.channel = story_channel_of(t, queue),
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
void story_note_people(struct telling *t, const struct oracle_heard *h,
                       int place)
{
	const struct oracle_segment *part =
		t->known ? story_part_of(t, h->agent) : NULL;
	int queue = part ? part->queue : t->known ? t->last_queue : NOBODY;
	queue = h->queue != NOBODY ? h->queue : queue;
	t->oracle->people[place] = (struct oracle_people){
		.queue = queue,
		.agent = part ? part->agent : h->agent,
		.channel = story_channel_of(t, queue),
	};
}

/* What tells when somebody came, who it was, and when that was over. */
void story_note_visit(struct telling *t, const struct oracle_heard *h)
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
void story_visit_over(struct telling *t, bool open, bool forgotten)
{
	const struct oracle_segment *part = story_part_of(t, NOBODY);
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
		                  story_channel_of(t, t->first_queue) },
			.went = { queue, part ? part->agent : NOBODY,
		                  story_channel_of(t, queue) },
		};
}

void story_nobody_came(struct telling *t)
{
	t->customer = t->topic = wb_str(NULL);
	t->began = t->ended = t->newest = WB_ABSENT;
	t->first_queue = NOBODY;
}

/* Dialled, for a campaign; the first talk connects. */
void story_begin(struct telling *t, const struct oracle_heard *h)
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
			.channel = story_channel_of(t, h->queue),
			.at = h->event.t,
			.talked = WB_NEVER,
		};
}

void story_connect(struct telling *t, const struct oracle_heard *h)
{
	struct oracle_dial *dial =
		t->dial == NOBODY ? NULL : &t->oracle->dials[t->dial];
	if (dial && dial->talked == WB_NEVER) {
		dial->talked = h->event.t;
		dial->talk_agent = h->agent;
		dial->talk_queue =
			dial->queue != NOBODY ? dial->queue : h->queue;
		dial->talk_channel = story_channel_of(t, dial->talk_queue);
	}
}

void story_forget_ratings(struct telling *t)
{
	for (int i = 0; i < t->oracle->rating_count; i++) {
		if (t->oracle->ratings[i].contact == t->contact) {
			t->oracle->ratings[i].standing = false;
		}
	}
}
