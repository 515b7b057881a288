/* Agents' parts of contacts: talk, hold, after-contact work. */

#include "floor/state.h"

static struct floor_segment *segment_at(const struct wb_floor *floor,
                                        uint32_t number)
{
	return wb_pool_at(&floor->segments, number);
}

static uint32_t find_segment(const struct wb_floor *floor, uint32_t contact,
                             uint32_t agent)
{
	uint32_t number = contact_at(floor, contact)->segments;
	while (number != WB_POOL_NONE &&
	       segment_at(floor, number)->agent != agent) {
		number = segment_at(floor, number)->next;
	}
	return number;
}

static void drop_segment(struct wb_floor *floor, uint32_t contact,
                         uint32_t number)
{
	struct floor_segment *segment = segment_at(floor, number);
	struct floor_agent *agent = &floor->agents[segment->agent];
	agent->segments--;
	if (segment->held_since != WB_NEVER) {
		agent->held--;
	}
	uint32_t *link = &contact_at(floor, contact)->segments;
	while (*link != number) {
		link = &segment_at(floor, *link)->next;
	}
	*link = segment->next;
	wb_pool_give(&floor->segments, number);
}

/* After-contact work is over at `t`: the segment counts as handled. */
static void finish_acw(struct wb_floor *floor, struct floor_agent *agent,
                       wb_ms t)
{
	struct floor_acw *acw = &agent->acw;
	acw->active = false;
	acw->expired = false;
	acw->fact.at = t;
	acw->fact.acw = wb_floor_span(floor, acw->since, t);
	wb_floor_emit(floor, acw->contact, &acw->fact);
}

static void start_acw(struct wb_floor *floor, uint32_t contact,
                      const struct wb_fact *fact, wb_ms t, wb_ms limit)
{
	struct floor_agent *agent = &floor->agents[fact->agent];
	if (agent->acw.active) {
		finish_acw(floor, agent, t);
	}
	agent->acw = (struct floor_acw){
		.active = true,
		.since = t,
		.until = t + limit,
		.contact = contact,
		.check = ++floor->next_serial,
		.fact = *fact,
	};
	wb_timers_set(&floor->timers, t + limit, TIMER_WRAPUP, fact->agent,
	              agent->acw.check);
}

/* The switch's timer ends after-contact work when the agent does not. */
void wb_wrapup_timer(struct wb_floor *floor, uint32_t number, uint64_t check)
{
	struct floor_agent *agent = &floor->agents[number];
	if (!agent->acw.active || agent->acw.check != check) {
		return;
	}
	wb_ms until = agent->acw.until;
	finish_acw(floor, agent, until);
	agent->acw.expired = true;
	wb_agent_refresh(floor, number, until);
}

void wb_wrapup_end(struct wb_floor *floor, uint32_t number, uint32_t contact,
                   wb_ms t)
{
	struct floor_agent *agent = &floor->agents[number];
	struct floor_acw *acw = &agent->acw;
	if (contact != WB_POOL_NONE && contact != acw->contact) {
		return; /* of an earlier contact, whose work is over */
	}
	if (acw->active) {
		finish_acw(floor, agent, t);
		wb_agent_refresh(floor, number, t);
	} else if (acw->expired && t >= acw->since && t < acw->until) {
		/* The timer decided before this late word came. */
		struct wb_fact back = acw->fact;
		back.sign = -1;
		wb_floor_emit(floor, acw->contact, &back);
		finish_acw(floor, agent, t);
		wb_agent_backdate(floor, number, t);
	}
}

static void note_part(struct floor_contact *contact, uint32_t agent,
                      uint32_t queue)
{
	for (int i = WB_PARTS - 1; i > 0; i--) {
		contact->parts[i] = contact->parts[i - 1];
	}
	contact->parts[0] = (struct floor_part){
		.agent = agent,
		.queue = queue,
		.arrived = contact->arrived,
	};
	if (contact->part_count < WB_PARTS) {
		contact->part_count++;
	}
}

void wb_segment_start(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                      uint32_t queue, const struct wb_event *event)
{
	if (find_segment(floor, contact, agent) != WB_POOL_NONE) {
		return; /* told twice */
	}
	struct floor_contact *c = contact_at(floor, contact);
	bool answered = queue != WB_NOBODY &&
	                wb_entry_answer(floor, contact, queue, agent, event);
	if (queue != WB_NOBODY && !answered) {
		anomaly(floor, WB_ANOMALY_NO_ENTRY);
	}
	if (answered) {
		wb_offer_accept(floor, contact, agent, queue, event->t);
		wb_offer_cancel_all(floor, contact, event->t);
	} else {
		wb_offer_forget_all(floor, contact, event->t);
		c->arrived = event->t;
	}
	wb_outbound_talk(floor, contact, queue, agent, event->t);
	uint32_t number = wb_pool_take(&floor->segments);
	if (number == WB_POOL_NONE) {
		return;
	}
	*segment_at(floor, number) = (struct floor_segment){
		.agent = agent,
		.queue = queue,
		.next = c->segments,
		.started = event->t,
		.arrived = c->arrived,
		.held_since = WB_NEVER,
	};
	c->segments = number;
	note_part(c, agent, queue);
	struct floor_agent *a = &floor->agents[agent];
	if (a->acw.active) {
		finish_acw(floor, a, event->t);
	}
	a->segments++;
	wb_agent_refresh(floor, agent, event->t);
}

static void retrieve(struct wb_floor *floor, struct floor_segment *segment,
                     wb_ms t)
{
	segment->hold += wb_floor_span(floor, segment->held_since, t);
	segment->held_since = WB_NEVER;
	floor->agents[segment->agent].held--;
}

void wb_segment_hold(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                     bool held, wb_ms t)
{
	uint32_t number = find_segment(floor, contact, agent);
	if (number == WB_POOL_NONE) {
		anomaly(floor, WB_ANOMALY_NO_SEGMENT);
		return;
	}
	struct floor_segment *segment = segment_at(floor, number);
	if (held == (segment->held_since != WB_NEVER)) {
		return; /* told twice */
	}
	if (held) {
		segment->held_since = t;
		floor->agents[agent].held++;
	} else {
		retrieve(floor, segment, t);
	}
	wb_agent_refresh(floor, agent, t);
}

void wb_segment_end(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                    const struct wb_event *event)
{
	uint32_t number = find_segment(floor, contact, agent);
	if (number == WB_POOL_NONE) {
		anomaly(floor, WB_ANOMALY_NO_SEGMENT);
		return;
	}
	struct floor_segment *segment = segment_at(floor, number);
	if (segment->held_since != WB_NEVER) {
		retrieve(floor, segment, event->t);
	}
	wb_ms duration =
		event->duration_ms != WB_ABSENT
			? event->duration_ms
			: wb_floor_span(floor, segment->started, event->t);
	wb_ms hold = segment->hold < duration ? segment->hold : duration;
	struct wb_fact fact = {
		.kind = WB_FACT_HANDLED,
		.sign = 1,
		.at = event->t,
		.arrived = segment->arrived,
		.queue = segment->queue,
		.agent = agent,
		.talk = duration - hold,
		.transfer = -1,
		.hold = hold,
	};
	drop_segment(floor, contact, number);
	if (event->wrapup_ms != WB_ABSENT && event->wrapup_ms > 0) {
		start_acw(floor, contact, &fact, event->t, event->wrapup_ms);
	} else {
		wb_floor_emit(floor, contact, &fact);
	}
	wb_agent_refresh(floor, agent, event->t);
}

void wb_segment_lose_all(struct wb_floor *floor, uint32_t contact, wb_ms at)
{
	struct floor_contact *c = contact_at(floor, contact);
	while (c->segments != WB_POOL_NONE) {
		uint32_t agent = segment_at(floor, c->segments)->agent;
		drop_segment(floor, contact, c->segments);
		floor->counters.lost_segments++;
		wb_agent_refresh(floor, agent, at);
	}
}
