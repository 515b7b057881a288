/* An agent's work as it goes on: notes applied in order to a shift. */

#include "floor/shift.h"

#include <stdlib.h>
#include <string.h>

#include "floor/state.h"

int wb_note_rank(enum floor_note_kind kind)
{
	if (kind < NOTE_SEGMENT_STARTED) {
		return 0;
	}
	return kind < NOTE_RING_OVER ? 1 : 2;
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

struct floor_tally wb_shift_tally(const struct floor_shift *shift)
{
	struct floor_tally tally = { 0 };
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
	uint32_t open = wb_shift_tally(shift).open;
	if (open > 0) {
		shift->clock +=
			(uint64_t)(at - shift->at) * FLOOR_CLOCK_UNITS / open;
	}
	shift->at = at;
	wb_schedule_trim(shift);
}

/* Older than the bound, and there is newer word already. */
bool wb_note_overtaken(const struct floor_note *note, wb_ms newest)
{
	return note->t < note->at && note->t <= newest;
}

static bool apply(struct floor_run *run, const struct floor_note *note)
{
	switch (note->kind) {
	case NOTE_SEGMENT_ENDED:
	case NOTE_WRAPUP_ENDED:
	case NOTE_RETRIEVED:
	case NOTE_SEGMENT_STARTED:
	case NOTE_HELD:
	case NOTE_TRANSFERRED:
	case NOTE_CONTACT_OVER:
	case NOTE_LOST:
		return wb_shift_segment(run, note);
	case NOTE_RING_ENDED:
	case NOTE_RING:
	case NOTE_SEEN:
	case NOTE_SIGNED_IN:
	case NOTE_SIGNED_OUT:
	case NOTE_READY:
	case NOTE_NOT_READY:
	case NOTE_SERVES_NONE:
	case NOTE_JOINED:
	case NOTE_LEFT:
	case NOTE_PLANNED:
	case NOTE_RING_OVER:
		return wb_shift_presence(run, note);
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
	struct floor_tally tally = wb_shift_tally(shift);
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
	wb_shift_expire(run);
	for (uint32_t i = 0; i < count; i++) {
		notes[i].matched = false;
	}
	apply_rank(run, notes, count, 0);
	apply_rank(run, notes, count, 1);
	apply_rank(run, notes, count, 0); /* of what has just begun */
	apply_rank(run, notes, count, 2);
	wb_shift_expire(run);
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
	uint32_t wanted = *capacity + *capacity / 2 + 2;
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
