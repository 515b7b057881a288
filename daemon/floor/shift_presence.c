/* Presence in a shift: signed in, status, rings, queues served, plans. */

#include <string.h>

#include "floor/shift.h"
#include "floor/state.h"

void wb_shift_ring_off(struct floor_shift *shift, uint32_t contact)
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
void wb_shift_show_up(struct floor_run *run, uint32_t queue)
{
	run->shift->signed_in = true;
	if (!run->shift->known_queues) {
		join(run, queue);
	}
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
	wb_shift_finish_after(run, note->t);
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
	if (wb_note_overtaken(note, shift->status_told)) {
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
	if (wb_note_overtaken(note, shift->queues_told - 1)) {
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

static bool ring_ended(struct floor_shift *shift, uint32_t contact)
{
	bool rang = rings(shift, contact);
	wb_shift_ring_off(shift, contact);
	return rang;
}

/* Does the contact ring anew in the instant of this note? */
static bool rings_anew(const struct floor_run *run,
                       const struct floor_note *note)
{
	const struct floor_note *notes = run->notes;
	for (size_t i = (size_t)(note - notes);
	     i > 0 && notes[i - 1].at == note->at; i--) {
		if (notes[i - 1].kind == NOTE_RING &&
		    notes[i - 1].subject == note->subject) {
			return true;
		}
	}
	return false;
}

/* Another ring may have begun in the instant in which this one was over. */
static bool ring_over(struct floor_run *run, const struct floor_note *note)
{
	if (note->a < note->t && rings_anew(run, note)) {
		return true;
	}
	return ring_ended(run->shift, note->subject);
}

bool wb_shift_presence(struct floor_run *run, const struct floor_note *note)
{
	switch ((int)note->kind) {
	case NOTE_RING:
		wb_shift_show_up(run, note->queue);
		ring_on(run->shift, note->subject);
		return true;
	case NOTE_RING_ENDED:
		return ring_ended(run->shift, note->subject);
	case NOTE_RING_OVER:
		return ring_over(run, note);
	case NOTE_SEEN:
		wb_shift_show_up(run, WB_NOBODY);
		return true;
	case NOTE_SERVES_NONE:
	case NOTE_JOINED:
	case NOTE_LEFT:
		return apply_queues(run, note);
	case NOTE_PLANNED:
		return apply_plan(run->shift, note);
	default:
		return apply_status(run, note);
	}
}
