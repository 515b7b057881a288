/* Segments in a shift: talk, hold, after-contact work, the agent's time. */

#include <string.h>

#include "floor/shift.h"
#include "floor/state.h"

/* An end told a little before its beginning is taken as at its beginning. */
#define BACKWARDS_MAX WB_SECOND

static wb_ms span(wb_ms from, wb_ms to)
{
	return to > from ? to - from : 0;
}

/* a * b / c for a <= c, exact below 4 h and to a part in 2^24 beyond. */
static wb_ms in_proportion(wb_ms a, wb_ms b, wb_ms c)
{
	while (a >> 24 > 0) {
		a >>= 1;
		c >>= 1;
	}
	return (a * b + c / 2) / c;
}

/*
 * The agent's time that the segment had: the clock ran slower while there were
 * others. Where the switch tells the duration, the same part of that.
 */
static wb_ms share_of(const struct floor_shift *shift,
                      const struct floor_segment *segment, wb_ms duration)
{
	wb_ms all = span(segment->since, shift->at);
	wb_ms share = (wb_ms)((shift->clock - segment->clock +
	                       FLOOR_CLOCK_UNITS / 2) /
	                      FLOOR_CLOCK_UNITS);
	if (share >= all) {
		return duration; /* it was alone */
	}
	return duration == all ? share : in_proportion(share, duration, all);
}

static void drop_segment(struct floor_shift *shift,
                         struct floor_segment *segment)
{
	uint32_t i = (uint32_t)(segment - shift->segments);
	shift->segment_count--;
	memmove(segment, segment + 1,
	        (shift->segment_count - i) * sizeof(*segment));
}

/* The contact's count of those who work on it follows the last shift. */
static void count_open(const struct floor_run *run, uint32_t contact, bool open)
{
	if (run->mode != RUN_FOLD) {
		struct floor_contact *c = contact_at(run->floor, contact);
		c->open_segments += open ? 1u : UINT32_MAX;
	}
}

/* All is over at `t`: the segment counts as handled. */
static void finish(struct floor_run *run, struct floor_segment *segment,
                   wb_ms t)
{
	struct floor_done done = {
		.place = run->shift->at,
		.at = t,
		.arrived = segment->arrived,
		.talk = segment->talk,
		.hold = segment->hold,
		.acw = span(segment->end, t),
		.share = segment->share,
		.contact = segment->contact,
		.queue = segment->queue,
		.transfer = segment->transfer,
		.held = segment->held,
	};
	drop_segment(run->shift, segment);
	if (run->mode != RUN_FOLD &&
	    wb_list_room((void **)&run->dones, &run->done_capacity,
	                 run->done_count, sizeof(done))) {
		run->dones[run->done_count++] = done;
	}
}

void wb_shift_finish_after(struct floor_run *run, wb_ms t)
{
	struct floor_shift *shift = run->shift;
	for (uint32_t i = 0; i < shift->segment_count;) {
		if (shift->segments[i].ended) {
			finish(run, &shift->segments[i], t);
		} else {
			i++;
		}
	}
}

/* The switch's timer ends after-contact work when the agent does not. */
void wb_shift_expire(struct floor_run *run)
{
	struct floor_shift *shift = run->shift;
	for (uint32_t i = 0; i < shift->segment_count;) {
		struct floor_segment *segment = &shift->segments[i];
		if (segment->ended && segment->until <= shift->at) {
			finish(run, segment, segment->until);
		} else {
			i++;
		}
	}
}

static void end_segment(struct floor_run *run, struct floor_segment *segment,
                        const struct floor_note *note)
{
	wb_ms all = span(segment->started, note->t), told = WB_ABSENT;
	wb_ms after = 0;
	if (note->kind == NOTE_SEGMENT_ENDED) {
		told = note->a;
		after = note->b == WB_ABSENT ? 0 : note->b;
	}
	if (told != WB_ABSENT) {
		all = told;
	}
	if (segment->held_since != WB_NEVER) {
		segment->hold += span(segment->held_since, note->t);
		segment->held_since = WB_NEVER;
	}
	if (segment->hold > all) {
		segment->hold = all;
	}
	segment->talk = all - segment->hold;
	segment->share = share_of(run->shift, segment, all);
	segment->ended = true;
	segment->end = note->t;
	segment->until = note->t + after;
	count_open(run, segment->contact, false);
	if (after == 0) {
		finish(run, segment, note->t);
	}
}

static bool segment_ended(struct floor_run *run, const struct floor_note *note)
{
	struct floor_segment *segment =
		wb_shift_open(run->shift, note->subject);
	if (!segment || segment->started > note->t + BACKWARDS_MAX) {
		return false;
	}
	end_segment(run, segment, note);
	return true;
}

/* The end that came a little before its beginning, if one did. */
static struct floor_note *early_end(const struct floor_run *run,
                                    const struct floor_note *start)
{
	for (struct floor_note *note = run->notes; note < start; note++) {
		if (note->kind == NOTE_SEGMENT_ENDED && !note->matched &&
		    note->subject == start->subject && note->at < start->at &&
		    note->at >= start->at - BACKWARDS_MAX) {
			return note;
		}
	}
	return NULL;
}

static bool segment_started(struct floor_run *run,
                            const struct floor_note *note)
{
	struct floor_shift *shift = run->shift;
	wb_shift_show_up(run, note->queue);
	wb_shift_ring_off(shift, note->subject);
	if (wb_shift_open(shift, note->subject)) {
		return true; /* it is known to run */
	}
	if (wb_shift_tally(shift).open == 0) {
		wb_shift_finish_after(run, note->t);
	}
	if (shift->segment_count >= WB_AGENT_SEGMENTS_MAX ||
	    !wb_list_room((void **)&shift->segments, &shift->segment_capacity,
	                  shift->segment_count, sizeof(*shift->segments))) {
		return false;
	}
	shift->segments[shift->segment_count++] = (struct floor_segment){
		.contact = note->subject,
		.queue = note->queue,
		.started = note->t,
		.since = shift->at,
		.arrived = note->a,
		.clock = shift->clock,
		.held_since = WB_NEVER,
		.transfer = -1,
	};
	count_open(run, note->subject, true);
	struct floor_note *end = early_end(run, note);
	if (end) {
		end->matched = segment_ended(run, end);
	}
	return true;
}

static bool hold(struct floor_run *run, const struct floor_note *note)
{
	struct floor_segment *segment =
		wb_shift_open(run->shift, note->subject);
	bool held = note->kind == NOTE_HELD;
	if (!segment) {
		return false;
	}
	if (wb_note_overtaken(note, segment->marked)) {
		return true;
	}
	if (held == (segment->held_since != WB_NEVER)) {
		return held; /* told twice; or retrieved in its first instant */
	}
	segment->marked = note->t;
	if (held) {
		segment->held = true;
		segment->held_since = note->t;
	} else {
		segment->hold += span(segment->held_since, note->t);
		segment->held_since = WB_NEVER;
	}
	return true;
}

/* Counts with the segment, also when that is done already. */
static bool transferred(struct floor_run *run, const struct floor_note *note)
{
	struct floor_shift *shift = run->shift;
	for (uint32_t i = shift->segment_count; i-- > 0;) {
		if (shift->segments[i].contact == note->subject) {
			shift->segments[i].transfer = (int)note->a;
			return true;
		}
	}
	for (uint32_t i = run->done_count; i-- > 0;) {
		if (run->dones[i].contact == note->subject) {
			run->dones[i].transfer = (int)note->a;
			return true;
		}
	}
	return false;
}

static bool wrapup_ended(struct floor_run *run, const struct floor_note *note)
{
	struct floor_shift *shift = run->shift;
	bool found = false;
	for (uint32_t i = 0; i < shift->segment_count;) {
		struct floor_segment *segment = &shift->segments[i];
		if (segment->ended && (note->subject == WB_POOL_NONE ||
		                       note->subject == segment->contact)) {
			finish(run, segment, note->t);
			found = true;
		} else {
			i++;
		}
	}
	return found;
}

/*
 * Somebody concluded that the segment is over. Its true end, told for a later
 * instant, goes before.
 */
static bool concluded(struct floor_run *run, const struct floor_note *note)
{
	struct floor_segment *segment =
		wb_shift_open(run->shift, note->subject);
	const struct floor_note *end = run->notes + run->note_count;
	if (!segment) {
		return false;
	}
	for (const struct floor_note *n = note + 1; n < end; n++) {
		if (n->subject != note->subject) {
			continue;
		}
		if (n->kind == NOTE_SEGMENT_ENDED) {
			return true;
		}
		if (n->kind == NOTE_SEGMENT_STARTED) {
			break;
		}
	}
	if (note->kind == NOTE_LOST) {
		count_open(run, note->subject, false);
		drop_segment(run->shift, segment);
	} else {
		end_segment(run, segment, note);
	}
	return true;
}

/* False when it found nothing to change. */
bool wb_shift_segment(struct floor_run *run, const struct floor_note *note)
{
	switch ((int)note->kind) {
	case NOTE_SEGMENT_STARTED:
		return segment_started(run, note);
	case NOTE_SEGMENT_ENDED:
		return segment_ended(run, note);
	case NOTE_HELD:
	case NOTE_RETRIEVED:
		return hold(run, note);
	case NOTE_TRANSFERRED:
		return transferred(run, note);
	case NOTE_WRAPUP_ENDED:
		return wrapup_ended(run, note);
	default:
		return concluded(run, note);
	}
}
