/* An agent's work as it goes on: notes applied in order to a shift. */

#include "floor/shift.h"

#include <stdlib.h>
#include <string.h>

#include "floor/state.h"

/* An end told a little before its beginning is taken as at its beginning. */
#define BACKWARDS_MAX WB_SECOND

int wb_note_rank(enum floor_note_kind kind)
{
	if (kind < NOTE_SEGMENT_STARTED) {
		return 0;
	}
	return kind < NOTE_RING_OVER ? 1 : 2;
}

/* Older than the bound, and there is newer word already. */
static bool overtaken(const struct floor_note *note, wb_ms newest)
{
	return note->t < note->at && note->t <= newest;
}

static wb_ms span(wb_ms from, wb_ms to)
{
	return to > from ? to - from : 0;
}

struct floor_segment *wb_shift_open(const struct floor_shift *shift,
                                    uint32_t contact)
{
	for (uint32_t i = 0; i < shift->segment_count; i++) {
		struct floor_segment *segment = &shift->segments[i];
		if (segment->contact == contact && !segment->ended) {
			return segment;
		}
	}
	return NULL;
}

struct tally {
	uint32_t open, held, after;
};

static struct tally count_segments(const struct floor_shift *shift)
{
	struct tally tally = { 0 };
	for (uint32_t i = 0; i < shift->segment_count; i++) {
		const struct floor_segment *segment = &shift->segments[i];
		tally.after += segment->ended;
		tally.open += !segment->ended;
		tally.held += segment->held_since != WB_NEVER;
	}
	return tally;
}

static void tick(struct floor_shift *shift, wb_ms at)
{
	uint32_t open = count_segments(shift).open;
	if (open > 0) {
		shift->clock += (uint64_t)span(shift->at, at) *
		                FLOOR_CLOCK_UNITS / open;
	}
	shift->at = at;
	wb_schedule_trim(shift);
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

static void finish_all_after(struct floor_run *run, wb_ms t)
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
static void expire(struct floor_run *run)
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

static void ring_off(struct floor_shift *shift, uint32_t contact)
{
	for (uint32_t i = 0; i < shift->ring_count; i++) {
		if (shift->rings[i] == contact) {
			shift->rings[i] = shift->rings[--shift->ring_count];
			return;
		}
	}
}

static bool rings(const struct floor_shift *shift, uint32_t contact)
{
	for (uint32_t i = 0; i < shift->ring_count; i++) {
		if (shift->rings[i] == contact) {
			return true;
		}
	}
	return false;
}

static void ring_on(struct floor_shift *shift, uint32_t contact)
{
	if (!rings(shift, contact) && shift->ring_count < FLOOR_RINGS) {
		shift->rings[shift->ring_count++] = contact;
	}
}

static uint32_t queue_slot(const struct floor_shift *shift, uint32_t queue)
{
	uint32_t slot = 0;
	while (slot < shift->queue_count && shift->queues[slot] < queue) {
		slot++;
	}
	return slot;
}

static void join(struct floor_run *run, uint32_t queue)
{
	struct floor_shift *shift = run->shift;
	uint32_t slot = queue_slot(shift, queue);
	if (queue == WB_NOBODY ||
	    (slot < shift->queue_count && shift->queues[slot] == queue) ||
	    !wb_list_room((void **)&shift->queues, &shift->queue_capacity,
	                  shift->queue_count, sizeof(*shift->queues))) {
		return;
	}
	memmove(&shift->queues[slot + 1], &shift->queues[slot],
	        (shift->queue_count - slot) * sizeof(*shift->queues));
	shift->queues[slot] = queue;
	shift->queue_count++;
	run->moved = true;
}

static void leave(struct floor_run *run, uint32_t queue)
{
	struct floor_shift *shift = run->shift;
	uint32_t slot = queue_slot(shift, queue);
	if (slot == shift->queue_count || shift->queues[slot] != queue) {
		return;
	}
	shift->queue_count--;
	memmove(&shift->queues[slot], &shift->queues[slot + 1],
	        (shift->queue_count - slot) * sizeof(*shift->queues));
	run->moved = true;
}

/* It does something, so it must be there, and serve that queue. */
static void show_up(struct floor_run *run, uint32_t queue)
{
	run->shift->signed_in = true;
	if (!run->shift->known_queues) {
		join(run, queue);
	}
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
	show_up(run, note->queue);
	ring_off(shift, note->subject);
	if (wb_shift_open(shift, note->subject)) {
		return true; /* it is known to run */
	}
	if (count_segments(shift).open == 0) {
		finish_all_after(run, note->t);
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
	if (overtaken(note, segment->marked)) {
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

static void clear_status(struct floor_shift *shift)
{
	shift->not_ready = false;
	shift->has_pending = false;
	shift->remote = false;
	shift->reason = WB_NOBODY;
	shift->pending = WB_NOBODY;
}

static void sign_in(struct floor_shift *shift, const struct floor_note *note)
{
	if (!shift->signed_in) {
		clear_status(shift);
		shift->signed_in = true;
	}
	if (note->a >= 0) {
		shift->remote = note->a == WB_PLACE_REMOTE;
	}
}

static void sign_out(struct floor_run *run, const struct floor_note *note)
{
	finish_all_after(run, note->t);
	clear_status(run->shift);
	run->shift->signed_in = false;
}

static void set_status(struct floor_shift *shift, const struct floor_note *note)
{
	shift->signed_in = true;
	if (note->kind == NOTE_NOT_READY && note->a &&
	    shift->segment_count > 0) {
		shift->has_pending = true;
		shift->pending = note->subject;
		return;
	}
	shift->has_pending = false;
	shift->not_ready = note->kind == NOTE_NOT_READY;
	shift->reason = shift->not_ready ? note->subject : WB_NOBODY;
}

static bool apply_status(struct floor_run *run, const struct floor_note *note)
{
	struct floor_shift *shift = run->shift;
	if (overtaken(note, shift->status_told)) {
		return true;
	}
	shift->status_told = note->t;
	if (note->kind == NOTE_SIGNED_IN) {
		sign_in(shift, note);
	} else if (note->kind == NOTE_SIGNED_OUT) {
		sign_out(run, note);
	} else {
		set_status(shift, note);
	}
	return true;
}

static bool apply_queues(struct floor_run *run, const struct floor_note *note)
{
	struct floor_shift *shift = run->shift;
	/* of one word: the queues that its list names */
	if (overtaken(note, shift->queues_told - 1)) {
		return true;
	}
	shift->queues_told = note->t;
	shift->known_queues = true;
	if (note->kind == NOTE_JOINED) {
		join(run, note->queue);
	} else if (note->kind == NOTE_LEFT) {
		leave(run, note->queue);
	} else {
		run->moved = run->moved || shift->queue_count > 0;
		shift->queue_count = 0;
	}
	return true;
}

static bool apply_plan(struct floor_shift *shift, const struct floor_note *note)
{
	const struct floor_plan_span plan = {
		.activity = note->subject,
		.told = note->t,
		.from = note->a,
		.to = note->b,
	};
	wb_schedule_add(shift, &plan);
	return true;
}

/* False when it found nothing to change. */
static bool apply(struct floor_run *run, const struct floor_note *note)
{
	switch (note->kind) {
	case NOTE_SEGMENT_ENDED:
		return segment_ended(run, note);
	case NOTE_WRAPUP_ENDED:
		return wrapup_ended(run, note);
	case NOTE_RETRIEVED:
	case NOTE_HELD:
		return hold(run, note);
	case NOTE_RING_ENDED:
	case NOTE_RING_OVER: {
		bool rang = rings(run->shift, note->subject);
		ring_off(run->shift, note->subject);
		return rang;
	}
	case NOTE_SEGMENT_STARTED:
		return segment_started(run, note);
	case NOTE_TRANSFERRED:
		return transferred(run, note);
	case NOTE_RING:
		show_up(run, note->queue);
		ring_on(run->shift, note->subject);
		return true;
	case NOTE_SEEN:
		show_up(run, WB_NOBODY);
		return true;
	case NOTE_SIGNED_IN:
	case NOTE_SIGNED_OUT:
	case NOTE_READY:
	case NOTE_NOT_READY:
		return apply_status(run, note);
	case NOTE_SERVES_NONE:
	case NOTE_JOINED:
	case NOTE_LEFT:
		return apply_queues(run, note);
	case NOTE_PLANNED:
		return apply_plan(run->shift, note);
	case NOTE_CONTACT_OVER:
	case NOTE_LOST:
		return concluded(run, note);
	case NOTE_KIND_COUNT:
		break;
	}
	return false;
}

static void apply_rank(struct floor_run *run, struct floor_note *notes,
                       uint32_t count, int rank)
{
	for (uint32_t i = 0; i < count; i++) {
		if (wb_note_rank(notes[i].kind) == rank && !notes[i].matched) {
			notes[i].matched = apply(run, &notes[i]);
		}
	}
}

/* A break that was to come after the contact begins now. */
static void settle_pending(struct floor_shift *shift)
{
	if (shift->has_pending && shift->segment_count == 0) {
		shift->not_ready = true;
		shift->reason = shift->pending;
		shift->has_pending = false;
	}
}

static enum wb_agent_state derive(const struct floor_shift *shift)
{
	struct tally tally = count_segments(shift);
	if (!shift->signed_in) {
		return WB_AGENT_SIGNED_OUT;
	}
	if (tally.open > 0) {
		return tally.held == tally.open ? WB_AGENT_HOLDING
		                                : WB_AGENT_TALKING;
	}
	if (tally.after > 0) {
		return WB_AGENT_ACW;
	}
	if (shift->ring_count > 0) {
		return WB_AGENT_RINGING;
	}
	return shift->not_ready ? WB_AGENT_NOT_READY : WB_AGENT_AVAILABLE;
}

static unsigned derive_marks(const struct wb_floor *floor,
                             const struct floor_shift *shift)
{
	unsigned marks = 0;
	const struct floor_plan_span *plan = wb_schedule_now(shift);
	if (shift->signed_in && shift->remote) {
		marks |= 1u << WB_MARK_REMOTE;
	}
	if (plan) {
		marks |= 1u << WB_MARK_SCHEDULED;
		if (wb_schedule_met(floor, shift, plan->activity)) {
			marks |= 1u << WB_MARK_ADHERENT;
		}
	}
	return marks;
}

/* The queues served before this instant. */
static const uint32_t *queues_before(const struct floor_run *run,
                                     uint32_t *ret_count)
{
	const struct floor_agent *agent = &run->floor->agents[run->agent];
	for (uint32_t i = run->step_count; i-- > 0;) {
		if (run->steps[i].moved) {
			*ret_count = run->steps[i].queue_count;
			return run->steps[i].queues;
		}
	}
	if (run->mode == RUN_AGAIN) {
		*ret_count = agent->line.first.queue_count;
		return agent->line.first.queues;
	}
	*ret_count = agent->queue_count;
	return agent->queues;
}

static void note_queues(const struct floor_run *run, struct floor_step *step)
{
	uint32_t count;
	const uint32_t *before = queues_before(run, &count);
	const struct floor_shift *shift = run->shift;
	size_t size = shift->queue_count * sizeof(*shift->queues);
	if (count == shift->queue_count &&
	    (count == 0 || memcmp(before, shift->queues, size) == 0)) {
		return;
	}
	step->queues = size > 0 ? malloc(size) : NULL;
	if (size > 0 && !step->queues) {
		return;
	}
	if (size > 0) {
		memcpy(step->queues, shift->queues, size);
	}
	step->queue_count = shift->queue_count;
	step->moved = true;
}

/* What is different after this instant. */
static void gather_step(struct floor_run *run)
{
	struct floor_shift *shift = run->shift;
	struct floor_picture before = shift->picture, *after = &shift->picture;
	struct floor_step step = { .at = shift->at };
	after->state = derive(shift);
	after->marks = derive_marks(run->floor, shift);
	after->reason = shift->reason;
	if (after->state != before.state ||
	    (after->state == WB_AGENT_NOT_READY &&
	     after->reason != before.reason)) {
		after->since = shift->at;
	}
	step.picture = *after;
	if (run->mode != RUN_FOLD && run->moved) {
		note_queues(run, &step);
	}
	run->moved = false;
	bool differs = step.moved || after->since != before.since ||
	               after->state != before.state ||
	               after->marks != before.marks ||
	               after->reason != before.reason;
	if (run->mode == RUN_FOLD || !differs) {
		return;
	}
	if (!wb_list_room((void **)&run->steps, &run->step_capacity,
	                  run->step_count, sizeof(step))) {
		free(step.queues);
		return;
	}
	run->steps[run->step_count++] = step;
}

static void instant(struct floor_run *run, wb_ms at, struct floor_note *notes,
                    uint32_t count)
{
	tick(run->shift, at);
	expire(run);
	for (uint32_t i = 0; i < count; i++) {
		notes[i].matched = false;
	}
	apply_rank(run, notes, count, 0);
	apply_rank(run, notes, count, 1);
	apply_rank(run, notes, count, 0); /* of what has just begun */
	apply_rank(run, notes, count, 2);
	expire(run);
	settle_pending(run->shift);
	gather_step(run);
}

wb_ms wb_shift_due(const struct floor_shift *shift)
{
	wb_ms due = wb_schedule_due(shift);
	for (uint32_t i = 0; i < shift->segment_count; i++) {
		const struct floor_segment *segment = &shift->segments[i];
		if (segment->ended && segment->until < due) {
			due = segment->until;
		}
	}
	return due;
}

static void run_up_to(struct floor_run *run, wb_ms until)
{
	for (wb_ms due = wb_shift_due(run->shift); due <= until;
	     due = wb_shift_due(run->shift)) {
		instant(run, due, NULL, 0);
	}
}

void wb_shift_run(struct floor_run *run, uint32_t from, uint32_t to,
                  wb_ms until)
{
	while (from < to) {
		wb_ms at = run->notes[from].at;
		uint32_t next = from;
		while (next < to && run->notes[next].at == at) {
			next++;
		}
		run_up_to(run, at - 1);
		instant(run, at, &run->notes[from], next - from);
		from = next;
	}
	run_up_to(run, until);
}

bool wb_list_room(void **list, uint32_t *capacity, uint32_t count, size_t size)
{
	if (count < *capacity) {
		return true;
	}
	uint32_t wanted = *capacity ? *capacity * 2 : 4;
	void *grown = realloc(*list, wanted * size);
	if (!grown) {
		return false;
	}
	*list = grown;
	*capacity = wanted;
	return true;
}

void wb_shift_init(struct floor_shift *shift)
{
	*shift = (struct floor_shift){
		.reason = WB_NOBODY,
		.pending = WB_NOBODY,
		.picture.reason = WB_NOBODY,
	};
}

static bool copy_list(void **to, uint32_t *capacity, const void *from,
                      uint32_t count, size_t size)
{
	while (*capacity < count) {
		if (!wb_list_room(to, capacity, *capacity, size)) {
			return false;
		}
	}
	if (count > 0) {
		memcpy(*to, from, count * size);
	}
	return true;
}

bool wb_shift_copy(struct floor_shift *to, const struct floor_shift *from)
{
	struct floor_shift copy = *from;
	bool done =
		copy_list((void **)&to->segments, &to->segment_capacity,
	                  from->segments, from->segment_count,
	                  sizeof(*from->segments)) &&
		copy_list((void **)&to->queues, &to->queue_capacity,
	                  from->queues, from->queue_count,
	                  sizeof(*from->queues)) &&
		copy_list((void **)&to->plans, &to->plan_capacity, from->plans,
	                  from->plan_count, sizeof(*from->plans));
	if (!done) {
		return false;
	}
	copy.segments = to->segments;
	copy.segment_capacity = to->segment_capacity;
	copy.queues = to->queues;
	copy.queue_capacity = to->queue_capacity;
	copy.plans = to->plans;
	copy.plan_capacity = to->plan_capacity;
	*to = copy;
	return true;
}

void wb_shift_finish(struct floor_shift *shift)
{
	free(shift->segments);
	free(shift->queues);
	free(shift->plans);
	wb_shift_init(shift);
}
