/* An agent's notes, what follows from them, and telling what changed. */

#include <stdlib.h>
#include <string.h>

#include "floor/shift.h"
#include "floor/state.h"

/* Notes are folded in bulk, when so many are too old to be changed. */
#define FOLD_FROM 16

/*
 * ... and before the contacts that they speak of are forgotten, whatever the
 * bound.
 */
#define FOLD_AT_LAST (45 * WB_MINUTE)

_Static_assert(FOLD_AT_LAST < WB_FORGET_AFTER, "notes speak of contacts");
_Static_assert(WB_LATENESS_MAX < FOLD_AT_LAST, "late notes are kept");

void wb_timeline_init(struct floor_timeline *line)
{
	*line = (struct floor_timeline){ .armed = WB_NEVER };
	wb_shift_init(&line->first);
	wb_shift_init(&line->last);
}

static void forget_steps(struct floor_step *steps, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		free(steps[i].queues);
	}
}

void wb_timeline_finish(struct floor_timeline *line)
{
	forget_steps(line->steps, line->step_count);
	free(line->steps);
	free(line->dones);
	free(line->longs);
	free(line->notes);
	wb_shift_finish(&line->first);
	wb_shift_finish(&line->last);
	wb_timeline_init(line);
}

static void arm(struct wb_floor *floor, uint32_t agent)
{
	struct floor_timeline *line = &floor->agents[agent].line;
	wb_ms due = wb_shift_due(&line->last);
	for (uint32_t i = 0; i < line->last.segment_count; i++) {
		wb_ms at = wb_long_at(floor, &line->last.segments[i]);
		if (at > floor->now && at < due) {
			due = at;
		}
	}
	if (due < line->armed) {
		line->armed = due;
		wb_timers_set(&floor->timers, due, TIMER_AGENT, agent, 0);
	}
}

/* What the last shift went on to comes after what was told. */
static void append(struct floor_timeline *line, struct floor_run *run)
{
	for (uint32_t i = 0; i < run->step_count; i++) {
		if (wb_list_room((void **)&line->steps, &line->step_capacity,
		                 line->step_count, sizeof(*line->steps))) {
			line->steps[line->step_count++] = run->steps[i];
		}
	}
	for (uint32_t i = 0; i < run->done_count; i++) {
		if (wb_list_room((void **)&line->dones, &line->done_capacity,
		                 line->done_count, sizeof(*line->dones))) {
			line->dones[line->done_count++] = run->dones[i];
		}
	}
}

static void begin(struct wb_floor *floor, uint32_t agent,
                  enum floor_run_mode mode, struct floor_run *ret_run)
{
	struct floor_timeline *line = &floor->agents[agent].line;
	*ret_run = (struct floor_run){
		.floor = floor,
		.agent = agent,
		.mode = mode,
		.shift = mode == RUN_FOLD ? &line->first : &line->last,
		.notes = line->notes,
		.note_count = line->note_count,
	};
	if (mode == RUN_ON) { /* the lists of the run before */
		ret_run->steps = floor->steps;
		ret_run->step_capacity = floor->step_capacity;
		ret_run->dones = floor->dones;
		ret_run->done_capacity = floor->done_capacity;
	}
}

/* The last shift goes on with notes [from, all). */
static void run_on(struct wb_floor *floor, uint32_t agent, uint32_t from)
{
	struct floor_timeline *line = &floor->agents[agent].line;
	struct floor_run run;
	begin(floor, agent, RUN_ON, &run);
	wb_shift_run(&run, from, line->note_count, floor->now);
	floor->steps = run.steps;
	floor->step_capacity = run.step_capacity;
	floor->dones = run.dones;
	floor->done_capacity = run.done_capacity;
	for (uint32_t i = 0; i < run.done_count; i++) {
		wb_tell_done(floor, agent, &run.dones[i], 1);
	}
	for (uint32_t i = 0; i < run.step_count; i++) {
		wb_tell_step(floor, agent, &run.steps[i]);
	}
	append(&floor->agents[agent].line, &run);
}

static void count_open(struct wb_floor *floor, const struct floor_shift *shift,
                       uint32_t delta)
{
	for (uint32_t i = 0; i < shift->segment_count; i++) {
		if (!shift->segments[i].ended) {
			contact_at(floor, shift->segments[i].contact)
				->open_segments += delta;
		}
	}
}

/* All notes once more, from the first shift on. */
static void run_again(struct wb_floor *floor, uint32_t agent)
{
	struct floor_timeline *line = &floor->agents[agent].line;
	struct floor_run run;
	count_open(floor, &line->last, UINT32_MAX);
	bool copied = wb_shift_copy(&line->last, &line->first);
	count_open(floor, &line->last, 1);
	if (!copied) {
		return;
	}
	begin(floor, agent, RUN_AGAIN, &run);
	wb_shift_run(&run, 0, line->note_count, floor->now);
	wb_tell_dones(floor, agent, &run);
	wb_tell_steps(floor, agent, &run);
	line = &floor->agents[agent].line;
	forget_steps(line->steps, line->step_count);
	free(line->steps);
	free(line->dones);
	line->steps = run.steps;
	line->step_count = run.step_count;
	line->step_capacity = run.step_capacity;
	line->dones = run.dones;
	line->done_count = run.done_count;
	line->done_capacity = run.done_capacity;
}

/* Notes up to `limit` go into the first shift for good. */
static void fold(struct wb_floor *floor, uint32_t agent, wb_ms limit)
{
	struct floor_timeline *line = &floor->agents[agent].line;
	struct floor_run run;
	uint32_t notes = 0, steps = 0, dones = 0;
	while (notes < line->note_count && line->notes[notes].at <= limit) {
		notes++;
	}
	begin(floor, agent, RUN_FOLD, &run);
	wb_shift_run(&run, 0, notes, limit);
	while (steps < line->step_count && line->steps[steps].at <= limit) {
		steps++;
	}
	while (dones < line->done_count && line->dones[dones].place <= limit) {
		dones++;
	}
	forget_steps(line->steps, steps);
	line->note_count -= notes;
	line->step_count -= steps;
	line->done_count -= dones;
	if (notes > 0) {
		memmove(line->notes, line->notes + notes,
		        line->note_count * sizeof(*line->notes));
	}
	if (steps > 0) {
		memmove(line->steps, line->steps + steps,
		        line->step_count * sizeof(*line->steps));
	}
	if (dones > 0) {
		memmove(line->dones, line->dones + dones,
		        line->done_count * sizeof(*line->dones));
	}
}

static void fold_old(struct wb_floor *floor, uint32_t agent)
{
	const struct floor_timeline *line = &floor->agents[agent].line;
	uint32_t count = line->note_count;
	if (count == 0) {
		return;
	}
	wb_ms limit = floor->now - floor->plan->lateness;
	wb_ms oldest = line->notes[0].at;
	wb_ms middle = line->notes[count / 2].at;
	if ((count >= FOLD_FROM && middle <= limit) ||
	    oldest <= floor->now - FOLD_AT_LAST) {
		fold(floor, agent, limit);
	} else if (count >= WB_AGENT_NOTES_MAX) {
		fold(floor, agent, middle);
	}
}

static bool is_status(enum floor_note_kind kind)
{
	return kind >= NOTE_SIGNED_IN && kind <= NOTE_NOT_READY;
}

static bool is_queues(enum floor_note_kind kind)
{
	return kind >= NOTE_SERVES_NONE && kind <= NOTE_LEFT;
}

static bool same_note(const struct floor_note *a, const struct floor_note *b)
{
	if (a->kind != b->kind || a->subject != b->subject) {
		return false;
	}
	if (is_queues(a->kind)) {
		return a->queue == b->queue;
	}
	return a->kind < NOTE_TRANSFERRED || a->kind == NOTE_RING ||
	       a->kind > NOTE_RING_OVER || (a->a == b->a && a->b == b->b);
}

/*
 * Among words on status in one instant only the last one can be repeated: a
 * switch that tells whole seconds may change its mind within one and back.
 */
static bool is_repeated(const struct floor_timeline *line,
                        const struct floor_note *note)
{
	for (uint32_t i = line->note_count; i-- > 0;) {
		const struct floor_note *old = &line->notes[i];
		if (old->t != note->t) {
			continue;
		}
		if (same_note(old, note)) {
			return true;
		}
		if (is_status(note->kind) && is_status(old->kind)) {
			return false;
		}
	}
	return false;
}

bool wb_timeline_knows(const struct wb_floor *floor, uint32_t agent,
                       const struct floor_note *note)
{
	const struct floor_timeline *line = &floor->agents[agent].line;
	return note->t <= line->newest && is_repeated(line, note);
}

/* Where it belongs: after those of its instant and rank. */
static uint32_t place_of(const struct floor_timeline *line,
                         const struct floor_note *note)
{
	uint32_t i = line->note_count;
	while (i > 0 && (line->notes[i - 1].at > note->at ||
	                 (line->notes[i - 1].at == note->at &&
	                  wb_note_rank(line->notes[i - 1].kind) >
	                          wb_note_rank(note->kind)))) {
		i--;
	}
	return i;
}

/* May the last shift simply go on, as if all was told in order? */
static bool comes_in_order(const struct floor_timeline *line,
                           const struct floor_note *note)
{
	if (note->at <= line->last.at) {
		return false;
	}
	/* These may find what they are about in the past. */
	if (note->kind == NOTE_SEGMENT_ENDED ||
	    note->kind == NOTE_TRANSFERRED) {
		return wb_shift_open(&line->last, note->subject) != NULL;
	}
	return true;
}

/* False when out of memory. */
static bool put_note(struct wb_floor *floor, struct floor_timeline *line,
                     struct floor_note note, uint32_t *ret_place)
{
	note.at = note.t;
	if (note.at > floor->now) {
		note.at = floor->now; /* a feed's clock may be ahead of ours */
	}
	if (note.at < line->first.at) {
		note.at = line->first.at;
	}
	if (!wb_list_room((void **)&line->notes, &line->note_capacity,
	                  line->note_count, sizeof(note))) {
		return false;
	}
	uint32_t place = place_of(line, &note);
	memmove(&line->notes[place + 1], &line->notes[place],
	        (line->note_count - place) * sizeof(note));
	line->notes[place] = note;
	line->note_count++;
	if (note.t > line->newest) {
		line->newest = note.t;
	}
	*ret_place = place;
	return true;
}

bool wb_timeline_add(struct wb_floor *floor, uint32_t agent,
                     const struct floor_note *notes, uint32_t count)
{
	fold_old(floor, agent);
	struct floor_timeline *line = &floor->agents[agent].line;
	uint32_t place = 0, from = UINT32_MAX;
	bool in_order = true;
	for (uint32_t i = 0; i < count; i++) {
		if (wb_timeline_knows(floor, agent, &notes[i]) ||
		    !put_note(floor, line, notes[i], &place)) {
			continue;
		}
		in_order =
			in_order && comes_in_order(line, &line->notes[place]);
		from = place < from ? place : from;
	}
	if (from == UINT32_MAX) {
		return true;
	}
	if (in_order) {
		run_on(floor, agent, from);
	} else {
		run_again(floor, agent);
	}
	wb_tell_longs(floor, agent);
	arm(floor, agent);
	return floor->agents[agent].line.notes[place].matched;
}

/* The same note as it was told, or NULL. */
static struct floor_note *find_note(struct floor_timeline *line,
                                    const struct floor_note *note)
{
	for (uint32_t i = 0; i < line->note_count; i++) {
		struct floor_note *old = &line->notes[i];
		if (old->t == note->t && same_note(old, note)) {
			return old;
		}
	}
	return NULL;
}

static void tell_anew(struct wb_floor *floor, uint32_t agent)
{
	run_again(floor, agent);
	wb_tell_longs(floor, agent);
	arm(floor, agent);
}

void wb_timeline_amend(struct wb_floor *floor, uint32_t agent,
                       const struct floor_note *note, int64_t a)
{
	struct floor_note *old = find_note(&floor->agents[agent].line, note);
	if (old && old->a != a) {
		old->a = a;
		tell_anew(floor, agent);
	}
}

void wb_timeline_retract(struct wb_floor *floor, uint32_t agent,
                         const struct floor_note *note)
{
	struct floor_timeline *line = &floor->agents[agent].line;
	struct floor_note *old = find_note(line, note);
	if (!old) {
		return; /* too old to be changed */
	}
	bool mattered = old->matched;
	uint32_t place = (uint32_t)(old - line->notes);
	line->note_count--;
	memmove(old, old + 1,
	        (line->note_count - place) * sizeof(*line->notes));
	if (mattered) {
		tell_anew(floor, agent);
	}
}

void wb_timeline_go_on(struct wb_floor *floor, uint32_t agent)
{
	run_on(floor, agent, floor->agents[agent].line.note_count);
	wb_tell_longs(floor, agent);
	arm(floor, agent);
}

void wb_timeline_timer(struct wb_floor *floor, uint32_t agent, wb_ms due)
{
	struct floor_timeline *line = &floor->agents[agent].line;
	if (line->armed == due) {
		line->armed = WB_NEVER;
		wb_timeline_go_on(floor, agent);
	}
}
