/* Agents: signed in, status, queues served; the state derived from it all. */

#include <stdlib.h>
#include <string.h>

#include "floor/state.h"

static enum wb_agent_state derive(const struct floor_agent *agent)
{
	if (!agent->signed_in) {
		return WB_AGENT_SIGNED_OUT;
	}
	if (agent->segments > 0) {
		return agent->held == agent->segments ? WB_AGENT_HOLDING
		                                      : WB_AGENT_TALKING;
	}
	if (agent->acw.active) {
		return WB_AGENT_ACW;
	}
	if (agent->ringing > 0) {
		return WB_AGENT_RINGING;
	}
	return agent->not_ready ? WB_AGENT_NOT_READY : WB_AGENT_AVAILABLE;
}

/* A break that was to come after the contact begins now. */
static void apply_pending(struct floor_agent *agent)
{
	if (!agent->has_pending || agent->segments > 0 || agent->acw.active) {
		return;
	}
	agent->not_ready = true;
	agent->has_reason = true;
	memcpy(agent->reason, agent->pending, sizeof(agent->reason));
	agent->has_pending = false;
}

static void tell(struct wb_floor *floor, uint32_t number,
                 enum wb_agent_state from, enum wb_agent_state to, wb_ms at)
{
	if (from != to) {
		floor->sink->agent_state(floor->user, number, from, to, at);
	}
}

/*
 * Head counts are linear in time, so a change that turns out to be earlier
 * than the one before it is told as a correction: the previous state ended at
 * `at` already, and what followed it is undone.
 */
static void move_boundary(struct wb_floor *floor, uint32_t number,
                          enum wb_agent_state state, wb_ms at)
{
	struct floor_agent *agent = &floor->agents[number];
	if (at < agent->previous_since) {
		at = agent->previous_since;
	}
	tell(floor, number, agent->previous_state, state, at);
	tell(floor, number, agent->state, agent->previous_state, agent->since);
	agent->state = state;
	agent->since = at;
}

void wb_agent_backdate(struct wb_floor *floor, uint32_t number, wb_ms at)
{
	struct floor_agent *agent = &floor->agents[number];
	if (at < agent->since) {
		move_boundary(floor, number, agent->state, at);
	}
}

void wb_agent_refresh(struct wb_floor *floor, uint32_t number, wb_ms at)
{
	struct floor_agent *agent = &floor->agents[number];
	apply_pending(agent);
	enum wb_agent_state state = derive(agent);
	if (at > floor->now) {
		at = floor->now; /* a feed's clock may be ahead of ours */
	}
	if (state == agent->state) {
		return;
	}
	if (at < agent->since) {
		move_boundary(floor, number, state, at);
		return;
	}
	tell(floor, number, agent->state, state, at);
	agent->previous_state = agent->state;
	agent->previous_since = agent->since;
	agent->state = state;
	agent->since = at;
}

static uint32_t queue_slot(const struct floor_agent *agent, uint32_t queue)
{
	uint32_t slot = 0;
	while (slot < agent->queue_count && agent->queues[slot] < queue) {
		slot++;
	}
	return slot;
}

bool wb_floor_agent_serves(const struct wb_floor *floor, uint32_t agent,
                           uint32_t queue)
{
	const struct floor_agent *a = &floor->agents[agent];
	uint32_t slot = queue_slot(a, queue);
	return slot < a->queue_count && a->queues[slot] == queue;
}

const uint32_t *wb_floor_agent_queues(const struct wb_floor *floor,
                                      uint32_t agent, uint32_t *ret_count)
{
	*ret_count = floor->agents[agent].queue_count;
	return floor->agents[agent].queues;
}

bool wb_agent_serve(struct floor_agent *agent, uint32_t slot, uint32_t queue)
{
	if (agent->queue_count == agent->queue_capacity) {
		uint32_t capacity = agent->queue_capacity * 2 + 4;
		uint32_t *queues =
			realloc(agent->queues, capacity * sizeof(*queues));
		if (!queues) {
			return false;
		}
		agent->queues = queues;
		agent->queue_capacity = capacity;
	}
	memmove(&agent->queues[slot + 1], &agent->queues[slot],
	        (agent->queue_count - slot) * sizeof(*agent->queues));
	agent->queues[slot] = queue;
	agent->queue_count++;
	return true;
}

static void add_queue(struct wb_floor *floor, uint32_t number, uint32_t queue,
                      wb_ms at)
{
	struct floor_agent *agent = &floor->agents[number];
	uint32_t slot = queue_slot(agent, queue);
	if (queue == WB_NOBODY ||
	    (slot < agent->queue_count && agent->queues[slot] == queue) ||
	    !wb_agent_serve(agent, slot, queue)) {
		return;
	}
	floor->sink->membership(floor->user, number,
	                        at < floor->now ? at : floor->now);
}

static void remove_queue(struct wb_floor *floor, uint32_t number,
                         uint32_t queue, wb_ms at)
{
	struct floor_agent *agent = &floor->agents[number];
	uint32_t slot = queue_slot(agent, queue);
	if (slot == agent->queue_count || agent->queues[slot] != queue) {
		return;
	}
	agent->queue_count--;
	memmove(&agent->queues[slot], &agent->queues[slot + 1],
	        (agent->queue_count - slot) * sizeof(*agent->queues));
	floor->sink->membership(floor->user, number,
	                        at < floor->now ? at : floor->now);
}

static void mention(struct wb_floor *floor, struct floor_agent *agent,
                    uint32_t feed)
{
	agent->feed = feed;
	agent->mentioned = floor->feeds[feed].generation;
}

void wb_agent_seen(struct wb_floor *floor, uint32_t number, uint32_t queue,
                   uint32_t feed, wb_ms at)
{
	struct floor_agent *agent = &floor->agents[number];
	mention(floor, agent, feed);
	if (!agent->known_queues && queue != WB_NOBODY) {
		add_queue(floor, number, queue, at);
	}
	if (!agent->signed_in) {
		agent->signed_in = true;
		wb_agent_refresh(floor, number, at);
	}
}

static void add_queues(struct wb_floor *floor, uint32_t number,
                       const struct wb_queue_list *list, wb_ms at)
{
	for (int i = 0; i < list->count; i++) {
		add_queue(floor, number,
		          wb_floor_queue_number(floor, list->names[i]), at);
	}
}

/* The list is all there is: leave the queues that it does not name. */
static void keep_only(struct wb_floor *floor, uint32_t number,
                      const struct wb_queue_list *list, wb_ms at)
{
	struct floor_agent *agent = &floor->agents[number];
	for (uint32_t i = agent->queue_count; i-- > 0;) {
		struct wb_str name =
			wb_floor_queue_name(floor, agent->queues[i]);
		bool listed = false;
		for (int k = 0; k < list->count && !listed; k++) {
			listed = wb_str_equal(name, list->names[k]);
		}
		if (!listed) {
			remove_queue(floor, number, agent->queues[i], at);
		}
	}
}

void wb_agent_signed_in(struct wb_floor *floor, uint32_t number, uint32_t feed,
                        const struct wb_event *event)
{
	struct floor_agent *agent = &floor->agents[number];
	mention(floor, agent, feed);
	if (event->queues.count >= 0) {
		agent->known_queues = true;
		keep_only(floor, number, &event->queues, event->t);
		add_queues(floor, number, &event->queues, event->t);
	}
	if (!agent->signed_in) {
		agent->signed_in = true;
		agent->not_ready = false;
		agent->has_reason = false;
		agent->has_pending = false;
		wb_agent_refresh(floor, number, event->t);
	}
}

void wb_agent_signed_out(struct wb_floor *floor, uint32_t number, wb_ms at)
{
	struct floor_agent *agent = &floor->agents[number];
	wb_wrapup_end(floor, number, WB_POOL_NONE, at);
	agent->signed_in = false;
	agent->not_ready = false;
	agent->has_reason = false;
	agent->has_pending = false;
	wb_agent_refresh(floor, number, at);
}

static bool copy_text(char *to, size_t size, struct wb_str text)
{
	size_t len = wb_str_utf8_prefix(text, size - 1);
	memcpy(to, text.data ? text.data : "", len);
	to[len] = '\0';
	return text.data != NULL && len > 0;
}

void wb_agent_status(struct wb_floor *floor, uint32_t number,
                     const struct wb_event *event)
{
	struct floor_agent *agent = &floor->agents[number];
	bool not_ready = event->status == WB_STATUS_NOT_READY;
	if (not_ready && event->pending == 1 && agent->segments > 0) {
		agent->has_pending = true;
		copy_text(agent->pending, sizeof(agent->pending),
		          event->reason);
		return;
	}
	bool had = agent->has_reason;
	char old[sizeof(agent->reason)];
	memcpy(old, agent->reason, sizeof(old));
	agent->has_pending = false;
	agent->not_ready = not_ready;
	agent->has_reason = copy_text(agent->reason, sizeof(agent->reason),
	                              event->reason) &&
	                    not_ready;
	bool new_reason = had != agent->has_reason ||
	                  (had && strcmp(old, agent->reason) != 0);
	if (not_ready && agent->state == WB_AGENT_NOT_READY && new_reason &&
	    event->t > agent->since) {
		agent->previous_state = agent->state;
		agent->previous_since = agent->since;
		agent->since = event->t < floor->now ? event->t : floor->now;
		floor->sink->agent_state(floor->user, number, agent->state,
		                         agent->state, agent->since);
	}
	wb_agent_refresh(floor, number, event->t);
}

void wb_agent_queues(struct wb_floor *floor, uint32_t number,
                     const struct wb_event *event)
{
	floor->agents[number].known_queues = true;
	add_queues(floor, number, &event->add, event->t);
	for (int i = 0; i < event->remove.count; i++) {
		remove_queue(floor, number,
		             wb_names_find(&floor->queue_names,
		                           event->remove.names[i]),
		             event->t);
	}
}
