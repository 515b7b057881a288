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

/* facts */

static void tell_done(struct wb_floor *floor, uint32_t agent,
                      struct floor_done *done, int sign)
{
	struct wb_fact fact = {
		.kind = WB_FACT_HANDLED,
		.sign = sign,
		.at = done->at,
		.arrived = done->arrived,
		.queue = done->queue,
		.agent = agent,
		.channel = done->channel,
		.talk = done->talk,
		.hold = done->hold,
		.acw = done->acw,
		.share = done->share,
		.held = done->held,
		.transfer = done->transfer,
		.reason = WB_NOBODY,
	};
	wb_floor_emit(floor, done->contact, &fact);
	done->channel = fact.channel;
}

static bool same_done(const struct floor_done *a, const struct floor_done *b)
{
	return a->at == b->at && a->arrived == b->arrived &&
	       a->talk == b->talk && a->hold == b->hold && a->acw == b->acw &&
	       a->share == b->share && a->contact == b->contact &&
	       a->queue == b->queue && a->transfer == b->transfer &&
	       a->held == b->held;
}

static const struct floor_done *find_done(const struct floor_done *done,
                                          const struct floor_done *list,
                                          uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		if (same_done(done, &list[i])) {
			return &list[i];
		}
	}
	return NULL;
}

/* No two are the same: a segment ends once in an instant. */
static void tell_dones(struct wb_floor *floor, uint32_t agent,
                       const struct floor_run *run)
{
	const struct floor_timeline *line = &floor->agents[agent].line;
	for (uint32_t i = 0; i < line->done_count; i++) {
		if (!find_done(&line->dones[i], run->dones, run->done_count)) {
			tell_done(floor, agent, &line->dones[i], -1);
		}
	}
	for (uint32_t i = 0; i < run->done_count; i++) {
		const struct floor_done *told = find_done(
			&run->dones[i], line->dones, line->done_count);
		if (told) {
			run->dones[i].channel = told->channel;
		} else {
			tell_done(floor, agent, &run->dones[i], 1);
		}
	}
}

/* pictures */

/* The agent is counted in `to` from `at` on. */
static void tell_picture(struct wb_floor *floor, uint32_t number,
                         const struct floor_picture *to, wb_ms at)
{
	struct floor_agent *agent = &floor->agents[number];
	struct floor_picture from = agent->shown;
	agent->shown.reason = to->reason;
	if (from.state != to->state || from.since != to->since) {
		floor->sink->agent_state(floor->user, number, from.state,
		                         to->state, at);
	}
	agent = &floor->agents[number];
	agent->shown.state = to->state;
	agent->shown.since = to->since;
	for (int mark = 0; mark < WB_AGENT_MARK_COUNT; mark++) {
		unsigned bit = 1u << mark;
		if ((from.marks ^ to->marks) & bit) {
			floor->sink->agent_mark(floor->user, number,
			                        (enum wb_agent_mark)mark,
			                        (to->marks & bit) != 0, at);
			floor->agents[number].shown.marks ^= bit;
		}
	}
}

static void tell_queues(struct wb_floor *floor, uint32_t number,
                        const uint32_t *queues, uint32_t count, wb_ms at)
{
	struct floor_agent *agent = &floor->agents[number];
	while (agent->queue_capacity < count) {
		if (!wb_list_room((void **)&agent->queues,
		                  &agent->queue_capacity, agent->queue_capacity,
		                  sizeof(*agent->queues))) {
			return;
		}
	}
	if (count > 0) {
		memcpy(agent->queues, queues, count * sizeof(*queues));
	}
	agent->queue_count = count;
	floor->sink->membership(floor->user, number, at);
}

static void tell_step(struct wb_floor *floor, uint32_t agent,
                      const struct floor_step *step)
{
	tell_picture(floor, agent, &step->picture, step->at);
	if (step->moved) {
		tell_queues(floor, agent, step->queues, step->queue_count,
		            step->at);
	}
}

/* As if step `i` had not been told, nor any after it. */
static void untell_step(struct wb_floor *floor, uint32_t agent, uint32_t i)
{
	const struct floor_timeline *line = &floor->agents[agent].line;
	const struct floor_step *step = &line->steps[i];
	const uint32_t *queues = line->first.queues;
	uint32_t count = line->first.queue_count;
	struct floor_picture before = line->first.picture;
	for (uint32_t k = 0; k < i; k++) {
		before = line->steps[k].picture;
		if (line->steps[k].moved) {
			queues = line->steps[k].queues;
			count = line->steps[k].queue_count;
		}
	}
	if (step->moved) {
		tell_queues(floor, agent, queues, count, step->at);
	}
	tell_picture(floor, agent, &before, step->at);
}

static bool same_step(const struct floor_step *a, const struct floor_step *b)
{
	return a->at == b->at && a->picture.state == b->picture.state &&
	       a->picture.marks == b->picture.marks &&
	       a->picture.reason == b->picture.reason &&
	       a->picture.since == b->picture.since && a->moved == b->moved &&
	       a->queue_count == b->queue_count &&
	       (a->queue_count == 0 ||
	        memcmp(a->queues, b->queues,
	               a->queue_count * sizeof(*a->queues)) == 0);
}

/*
 * Head counts are linear in time, so what turns out to have been otherwise is
 * told backwards, to where the two courses part, and then as it was.
 */
static void tell_steps(struct wb_floor *floor, uint32_t agent,
                       const struct floor_run *run)
{
	const struct floor_timeline *line = &floor->agents[agent].line;
	uint32_t same = 0;
	while (same < line->step_count && same < run->step_count &&
	       same_step(&line->steps[same], &run->steps[same])) {
		same++;
	}
	for (uint32_t i = line->step_count; i-- > same;) {
		untell_step(floor, agent, i);
	}
	for (uint32_t i = same; i < run->step_count; i++) {
		tell_step(floor, agent, &run->steps[i]);
	}
}

/* handles beyond the limit */

static wb_ms long_at(const struct wb_floor *floor,
                     const struct floor_segment *segment)
{
	wb_ms limit = segment->queue == WB_NOBODY
	                      ? floor->plan->defaults.handle_limit
	                      : floor->queues[segment->queue].plan.handle_limit;
	return limit > 0 ? segment->started + limit + 1 : WB_NEVER;
}

static void tell_long(struct wb_floor *floor, uint32_t agent,
                      struct floor_long *lasting, int sign)
{
	struct wb_fact fact = {
		.kind = WB_FACT_STANDING,
		.sign = sign,
		.at = lasting->at,
		.arrived = lasting->arrived,
		.queue = lasting->queue,
		.agent = agent,
		.channel = lasting->channel,
		.standing = WB_STANDING_LONG_HANDLE,
		.reason = WB_NOBODY,
	};
	wb_floor_emit(floor, lasting->contact, &fact);
	lasting->channel = fact.channel;
}

static bool is_of(const struct floor_long *lasting,
                  const struct floor_segment *segment)
{
	return lasting->contact == segment->contact &&
	       lasting->queue == segment->queue &&
	       lasting->started == segment->started &&
	       lasting->arrived == segment->arrived;
}

static bool lasts_on(const struct wb_floor *floor,
                     const struct floor_long *lasting,
                     const struct floor_shift *shift)
{
	for (uint32_t i = 0; i < shift->segment_count; i++) {
		const struct floor_segment *segment = &shift->segments[i];
		if (is_of(lasting, segment)) {
			return long_at(floor, segment) == lasting->at;
		}
	}
	return false;
}

static bool is_told(const struct floor_timeline *line,
                    const struct floor_segment *segment)
{
	for (uint32_t i = 0; i < line->long_count; i++) {
		if (is_of(&line->longs[i], segment)) {
			return true;
		}
	}
	return false;
}

static void tell_longs(struct wb_floor *floor, uint32_t agent)
{
	struct floor_timeline *line = &floor->agents[agent].line;
	for (uint32_t i = 0; i < line->long_count;) {
		if (lasts_on(floor, &line->longs[i], &line->last)) {
			i++;
			continue;
		}
		tell_long(floor, agent, &line->longs[i], -1);
		line->longs[i] = line->longs[--line->long_count];
	}
	for (uint32_t i = 0; i < line->last.segment_count; i++) {
		const struct floor_segment *segment = &line->last.segments[i];
		wb_ms at = long_at(floor, segment);
		if (at > floor->now || is_told(line, segment) ||
		    !wb_list_room((void **)&line->longs, &line->long_capacity,
		                  line->long_count, sizeof(*line->longs))) {
			continue;
		}
		line->longs[line->long_count++] = (struct floor_long){
			.at = at,
			.arrived = segment->arrived,
			.started = segment->started,
			.contact = segment->contact,
			.queue = segment->queue,
		};
		tell_long(floor, agent, &line->longs[line->long_count - 1], 1);
	}
}

/* timers */

static void arm(struct wb_floor *floor, uint32_t agent)
{
	struct floor_timeline *line = &floor->agents[agent].line;
	wb_ms due = wb_shift_due(&line->last);
	for (uint32_t i = 0; i < line->last.segment_count; i++) {
		wb_ms at = long_at(floor, &line->last.segments[i]);
		if (at > floor->now && at < due) {
			due = at;
		}
	}
	if (due < line->armed) {
		line->armed = due;
		wb_timers_set(&floor->timers, due, TIMER_AGENT, agent, 0);
	}
}

/* runs */

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
		tell_done(floor, agent, &run.dones[i], 1);
	}
	for (uint32_t i = 0; i < run.step_count; i++) {
		tell_step(floor, agent, &run.steps[i]);
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
	tell_dones(floor, agent, &run);
	tell_steps(floor, agent, &run);
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

/* notes */

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
	       a->kind >= NOTE_RING_OVER || (a->a == b->a && a->b == b->b);
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
	tell_longs(floor, agent);
	arm(floor, agent);
	return floor->agents[agent].line.notes[place].matched;
}

void wb_timeline_go_on(struct wb_floor *floor, uint32_t agent)
{
	run_on(floor, agent, floor->agents[agent].line.note_count);
	tell_longs(floor, agent);
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
