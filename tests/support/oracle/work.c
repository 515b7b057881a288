/* After-contact work, the agent's time, escalations: of all stories. */

#include "oracle/telling.h"

#define LOSSES 64

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
void oracle_escalate(struct oracle *o)
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

void oracle_finish_segments(struct oracle *oracle)
{
	for (int i = 0; i < oracle->segment_count; i++) {
		finish_segment(oracle, &oracle->segments[i]);
	}
}
