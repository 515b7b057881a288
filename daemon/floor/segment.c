/*
 * Agents' parts of contacts, as far as the contact knows of them: who works on
 * it. What becomes of a part is in the agent's timeline (shift.c).
 */

#include "floor/stay.h"

static struct floor_work *work_at(const struct wb_floor *floor, uint32_t number)
{
	return wb_pool_at(&floor->works, number);
}

/* The agent's work on the contact; adds it when there is none. */
static struct floor_work *work_of(struct wb_floor *floor, uint32_t contact,
                                  uint32_t agent)
{
	struct floor_contact *c = contact_at(floor, contact);
	uint32_t number = c->works;
	while (number != WB_POOL_NONE) {
		struct floor_work *work = work_at(floor, number);
		if (work->agent == agent) {
			return work;
		}
		number = work->next;
	}
	number = wb_pool_take(&floor->works);
	if (number == WB_POOL_NONE) {
		return NULL;
	}
	*work_at(floor, number) = (struct floor_work){
		.agent = agent,
		.next = c->works,
	};
	c->works = number;
	return work_at(floor, number);
}

/* What the segment means for those who wait and ring. */
static void answer(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                   uint32_t queue, const struct wb_event *event)
{
	const struct floor_shift *shift = &floor->agents[agent].line.last;
	bool runs = wb_shift_open(shift, contact) != NULL;
	bool answered = queue != WB_NOBODY &&
	                wb_entry_answer(floor, contact, queue, agent, event);
	if (queue != WB_NOBODY && !answered && !runs) {
		anomaly(floor, WB_ANOMALY_NO_ENTRY);
	}
	if (!answered && !runs) {
		wb_offer_hush_all(floor, contact, event->t);
	}
	wb_outbound_talk(floor, contact, queue, agent, event->t);
}

/*
 * Nothing new: told twice; a snapshot that repeats what is known; or so late
 * that it is taken for one of those.
 */
static bool is_known(const struct wb_floor *floor, uint32_t contact,
                     const struct floor_work *work,
                     const struct floor_note *start)
{
	const struct floor_agent *agent = &floor->agents[work->agent];
	uint32_t feed = contact_at(floor, contact)->feed;
	if (wb_timeline_knows(floor, work->agent, start)) {
		return true;
	}
	if (floor->feeds[feed].in_snapshot &&
	    wb_shift_open(&agent->line.last, contact)) {
		return true;
	}
	return start->t < agent->line.first.at && start->t <= work->started;
}

void wb_segment_start(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                      uint32_t queue, const struct wb_event *event)
{
	struct floor_contact *c = contact_at(floor, contact);
	struct floor_work *work = work_of(floor, contact, agent);
	struct floor_note note = {
		.t = event->t,
		.kind = NOTE_SEGMENT_STARTED,
		.subject = contact,
		.queue = queue,
	};
	if (!work || is_known(floor, contact, work, &note)) {
		return;
	}
	if (event->t > work->started) {
		work->started = event->t;
	}
	bool runs = wb_shift_open(&floor->agents[agent].line.last, contact);
	answer(floor, contact, agent, queue, event);
	wb_ms entered = wb_stay_served(floor, contact, agent, event->t);
	wb_ms arrived = entered == WB_ABSENT ? event->t : entered;
	note.a = arrived;
	if (runs && entered == WB_ABSENT) { /* the same talk goes on */
		arrived =
			wb_contact_part(floor, contact, agent, arrived).arrived;
	}
	wb_part_begin(floor, contact, queue, agent, event->t, arrived);
	wb_agent_note(floor, agent, &note);
	if (c->is_over && c->over >= event->t) {
		note.t = c->over;
		note.kind = NOTE_CONTACT_OVER;
		wb_agent_note(floor, agent, &note);
	}
}

void wb_segment_came_from(struct wb_floor *floor, uint32_t contact,
                          uint32_t agent, wb_ms t, wb_ms arrived)
{
	struct floor_note start = {
		.t = t,
		.kind = NOTE_SEGMENT_STARTED,
		.subject = contact,
	};
	wb_timeline_amend(floor, agent, &start, arrived);
}

/* What is told of a segment that should be there. */
static void note_segment(struct wb_floor *floor, uint32_t contact,
                         uint32_t agent, enum floor_note_kind kind, wb_ms t,
                         int64_t a, int64_t b)
{
	struct floor_note note = {
		.t = t,
		.kind = kind,
		.subject = contact,
		.queue = WB_NOBODY,
		.a = a,
		.b = b,
	};
	if (!wb_agent_note(floor, agent, &note)) {
		anomaly(floor, WB_ANOMALY_NO_SEGMENT);
	}
}

void wb_segment_hold(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                     bool held, wb_ms t)
{
	note_segment(floor, contact, agent, held ? NOTE_HELD : NOTE_RETRIEVED,
	             t, 0, 0);
}

void wb_segment_transferred(struct wb_floor *floor, uint32_t contact,
                            uint32_t agent, const struct wb_event *event)
{
	note_segment(floor, contact, agent, NOTE_TRANSFERRED, event->t,
	             event->transfer, 0);
}

void wb_segment_end(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                    const struct wb_event *event)
{
	note_segment(floor, contact, agent, NOTE_SEGMENT_ENDED, event->t,
	             event->duration_ms, event->wrapup_ms);
	wb_part_end(floor, contact, agent, event->t);
	if (event->by != WB_BY_TRANSFER) {
		wb_entry_done(floor, contact, agent, event->t);
	}
}

/* For those who still work on it. */
static void conclude_all(struct wb_floor *floor, uint32_t contact,
                         enum floor_note_kind kind, wb_ms t)
{
	struct floor_note note = {
		.t = t,
		.kind = kind,
		.subject = contact,
		.queue = WB_NOBODY,
	};
	for (uint32_t i = contact_at(floor, contact)->works; i != WB_POOL_NONE;
	     i = work_at(floor, i)->next) {
		uint32_t agent = work_at(floor, i)->agent;
		if (wb_shift_open(&floor->agents[agent].line.last, contact)) {
			wb_agent_note(floor, agent, &note);
		}
	}
}

void wb_segment_end_all(struct wb_floor *floor, uint32_t contact, wb_ms t)
{
	struct floor_contact *c = contact_at(floor, contact);
	if (!c->is_over || c->over < t) {
		c->is_over = true;
		c->over = t;
	}
	conclude_all(floor, contact, NOTE_CONTACT_OVER, t);
}

void wb_segment_lose_all(struct wb_floor *floor, uint32_t contact, wb_ms at)
{
	uint32_t open = contact_at(floor, contact)->open_segments;
	if (open > 0) {
		floor->counters.lost_segments += open;
		conclude_all(floor, contact, NOTE_LOST, at);
	}
}

void wb_segment_forget_all(struct wb_floor *floor, uint32_t contact)
{
	struct floor_contact *c = contact_at(floor, contact);
	while (c->works != WB_POOL_NONE) {
		uint32_t number = c->works;
		c->works = work_at(floor, number)->next;
		wb_pool_give(&floor->works, number);
	}
}

void wb_wrapup_end(struct wb_floor *floor, uint32_t agent, uint32_t contact,
                   wb_ms t)
{
	struct floor_note note = {
		.t = t,
		.kind = NOTE_WRAPUP_ENDED,
		.subject = contact,
		.queue = WB_NOBODY,
	};
	wb_agent_note(floor, agent, &note);
}
