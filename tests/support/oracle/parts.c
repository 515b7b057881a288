/* The stories of contacts: agents' parts of them. */

#include "oracle/telling.h"

struct oracle_segment *story_open_segment(struct telling *t, int agent)
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

void story_start(struct telling *t, const struct oracle_heard *h, int place)
{
	bool runs = story_open_segment(t, h->agent) != NULL;
	bool answered = story_answer(t, h);
	wb_ms arrived = answered ? story_entry_of(t)->entered : h->event.t;
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
		story_forget_rings(t, h->event.t);
		t->arrived = arrived;
	}
	*ORACLE_NEXT(t->oracle, segments, segment_count, ORACLE_STORIES) =
		(struct oracle_segment){
			.contact = t->contact,
			.queue = h->queue,
			.agent = h->agent,
			.channel = story_channel_of(t, h->queue),
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

void story_hold(struct telling *t, const struct oracle_heard *h)
{
	struct oracle_segment *segment = story_open_segment(t, h->agent);
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

void story_retrieve(struct telling *t, struct oracle_segment *segment, wb_ms at)
{
	struct oracle_hold *held = segment ? open_hold(t, segment) : NULL;
	if (held) {
		held->to = at;
		segment->hold += at - held->from;
	}
}

void story_end_segment(struct telling *t, struct oracle_segment *segment,
                       const struct oracle_heard *h, int place)
{
	bool told = h->event.kind == WB_EV_SEGMENT_ENDED;
	wb_ms at = h->event.t;
	story_retrieve(t, segment, at);
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

void story_retrieved(struct telling *t, const struct oracle_heard *h)
{
	struct oracle_segment *segment = story_open_segment(t, h->agent);
	if (!segment || !open_hold(t, segment)) {
		t->stray = h;
	}
	story_retrieve(t, segment, h->event.t);
}

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

struct oracle_segment *story_endless_segment(struct telling *t)
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

/* Also when the end was told before. */
void story_transfer(struct telling *t, const struct oracle_heard *h)
{
	for (int i = t->oracle->segment_count - 1; i >= t->first_segment; i--) {
		struct oracle_segment *s = &t->oracle->segments[i];
		if (s->contact == t->contact && s->agent == h->agent) {
			s->transfer = h->event.transfer;
			return;
		}
	}
}

const struct oracle_segment *story_part_of(struct telling *t, int agent)
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
