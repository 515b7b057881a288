#include "acd/roster.h"

#include <stdlib.h>
#include <string.h>

#include "acd/text.h"

#define AGENTS_MAX WB_UNCONFIGURED_AGENTS_MAX
#define QUEUES_MAX (2 * WB_UNCONFIGURED_QUEUES_MAX)
/* Names in one event, so that its line stays short enough. */
#define QUEUES_AT_ONCE 24

struct seat {
	uint32_t queue;
	bool reachable;
	bool paused;
	bool marked;
	uint64_t order; /* of the pause; the newest gives the agent's reason */
	struct wb_name reason;
};

struct wb_roster_agent {
	struct seat *seats;
	uint32_t seat_count;
	uint32_t seat_capacity;
	uint64_t order;
	bool signed_in;
	bool not_ready;
	struct wb_name reason;
};

void wb_roster_init(struct wb_roster *roster, struct wb_event_sink sink)
{
	*roster = (struct wb_roster){ .sink = sink };
	roster->agent_names.limit = AGENTS_MAX;
	roster->queue_names.limit = QUEUES_MAX;
}

void wb_roster_finish(struct wb_roster *roster)
{
	for (uint32_t i = 0; i < roster->capacity; i++) {
		free(roster->agents[i].seats);
	}
	free(roster->agents);
	wb_names_finish(&roster->agent_names);
	wb_names_finish(&roster->queue_names);
	roster->agents = NULL;
	roster->capacity = 0;
}

static uint32_t agent_count(const struct wb_roster *roster)
{
	uint32_t count = roster->agent_names.count;

	return count < roster->capacity ? count : roster->capacity;
}

static void send(struct wb_roster *roster, const struct wb_event *event)
{
	roster->sink.take(roster->sink.user, event);
}

static struct wb_str agent_name(const struct wb_roster *roster,
                                const struct wb_roster_agent *agent)
{
	return wb_names_get(&roster->agent_names,
	                    (uint32_t)(agent - roster->agents));
}

static struct wb_str name_str(const struct wb_name *name)
{
	return name->len ? (struct wb_str){ name->text, name->len }
	                 : (struct wb_str){ NULL, 0 };
}

static struct wb_roster_agent *find_agent(const struct wb_roster *roster,
                                          struct wb_str name)
{
	struct wb_name clean;
	uint32_t number = wb_names_find(&roster->agent_names,
	                                wb_text_clean(name, &clean));

	return number == WB_NAMES_NONE || number >= roster->capacity
	               ? NULL
	               : &roster->agents[number];
}

static bool grow_agents(struct wb_roster *roster, uint32_t number)
{
	if (number < roster->capacity) {
		return true;
	}
	uint32_t capacity = (number + 1) * 2;
	struct wb_roster_agent *agents =
		realloc(roster->agents, capacity * sizeof(*agents));
	if (!agents) {
		return false;
	}
	memset(agents + roster->capacity, 0,
	       (capacity - roster->capacity) * sizeof(*agents));
	roster->agents = agents;
	roster->capacity = capacity;
	return true;
}

static struct wb_roster_agent *add_agent(struct wb_roster *roster,
                                         struct wb_str name)
{
	struct wb_name clean;
	struct wb_str text = wb_text_clean(name, &clean);

	if (text.len == 0) {
		return NULL;
	}
	uint32_t number = wb_names_add(&roster->agent_names, text);
	if (number == WB_NAMES_NONE || !grow_agents(roster, number)) {
		return NULL;
	}
	return &roster->agents[number];
}

static uint32_t queue_number(struct wb_roster *roster, struct wb_str name)
{
	struct wb_name clean;
	struct wb_str text = wb_text_clean(name, &clean);

	return text.len ? wb_names_add(&roster->queue_names, text)
	                : WB_NAMES_NONE;
}

static struct seat *find_seat(struct wb_roster_agent *agent, uint32_t queue)
{
	for (uint32_t i = 0; i < agent->seat_count; i++) {
		if (agent->seats[i].queue == queue) {
			return &agent->seats[i];
		}
	}
	return NULL;
}

static struct seat *add_seat(struct wb_roster_agent *agent, uint32_t queue)
{
	if (agent->seat_count == agent->seat_capacity) {
		uint32_t capacity = agent->seat_capacity * 2 + 4;
		struct seat *seats =
			realloc(agent->seats, capacity * sizeof(*seats));
		if (!seats) {
			return NULL;
		}
		agent->seats = seats;
		agent->seat_capacity = capacity;
	}
	struct seat *seat = &agent->seats[agent->seat_count++];
	*seat = (struct seat){ .queue = queue };
	return seat;
}

/* agent.signed_in with the first queues, agent.queues with the others. */
static void send_sign_in(struct wb_roster *roster,
                         const struct wb_roster_agent *agent, wb_ms t)
{
	struct wb_str names[QUEUES_AT_ONCE];
	struct wb_event event;
	uint32_t i = 0;

	do {
		wb_event_init(
			&event,
			i == 0 ? WB_EV_AGENT_SIGNED_IN : WB_EV_AGENT_QUEUES, t);
		struct wb_queue_list list = { .names = names };
		while (i < agent->seat_count && list.count < QUEUES_AT_ONCE) {
			names[list.count++] = wb_names_get(
				&roster->queue_names, agent->seats[i++].queue);
		}
		event.agent = agent_name(roster, agent);
		if (event.kind == WB_EV_AGENT_SIGNED_IN) {
			event.queues = list;
		} else {
			event.add = list;
		}
		send(roster, &event);
	} while (i < agent->seat_count);
}

static void send_membership(struct wb_roster *roster,
                            const struct wb_roster_agent *agent, uint32_t queue,
                            bool added, wb_ms t)
{
	struct wb_str name = wb_names_get(&roster->queue_names, queue);
	struct wb_queue_list list = { .names = &name, .count = 1 };
	struct wb_event event;

	wb_event_init(&event, WB_EV_AGENT_QUEUES, t);
	event.agent = agent_name(roster, agent);
	if (added) {
		event.add = list;
	} else {
		event.remove = list;
	}
	send(roster, &event);
}

static void send_state(struct wb_roster *roster,
                       const struct wb_roster_agent *agent, struct wb_str queue,
                       bool not_ready, struct wb_str reason, wb_ms t)
{
	struct wb_event event;

	wb_event_init(&event, WB_EV_AGENT_STATE, t);
	event.agent = agent_name(roster, agent);
	event.queue = queue;
	event.status = not_ready ? WB_STATUS_NOT_READY : WB_STATUS_READY;
	if (not_ready) {
		event.reason = reason;
	}
	send(roster, &event);
}

static void send_seat(struct wb_roster *roster,
                      const struct wb_roster_agent *agent,
                      const struct seat *seat, wb_ms t)
{
	send_state(roster, agent,
	           wb_names_get(&roster->queue_names, seat->queue),
	           seat->paused, name_str(&seat->reason), t);
}

static void send_signed_out(struct wb_roster *roster,
                            const struct wb_roster_agent *agent, wb_ms t)
{
	struct wb_event event;

	wb_event_init(&event, WB_EV_AGENT_SIGNED_OUT, t);
	event.agent = agent_name(roster, agent);
	send(roster, &event);
}

static bool is_reachable(const struct wb_roster_agent *agent)
{
	for (uint32_t i = 0; i < agent->seat_count; i++) {
		if (agent->seats[i].reachable) {
			return true;
		}
	}
	return false;
}

/* The newest of the pauses when all seats are paused, else NULL. */
static const struct seat *whole_pause(const struct wb_roster_agent *agent)
{
	const struct seat *newest = NULL;

	for (uint32_t i = 0; i < agent->seat_count; i++) {
		const struct seat *seat = &agent->seats[i];
		if (!seat->paused) {
			return NULL;
		}
		if (!newest || seat->order > newest->order) {
			newest = seat;
		}
	}
	return newest;
}

static bool same_name(const struct wb_name *a, const struct wb_name *b)
{
	return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

/* Sends the agent's state as a whole if it is another than was sent. */
static void refresh_state(struct wb_roster *roster,
                          struct wb_roster_agent *agent, wb_ms t)
{
	const struct wb_name none = { .len = 0 };
	const struct seat *pause = whole_pause(agent);
	const struct wb_name *reason = pause ? &pause->reason : &none;

	if (agent->not_ready == (pause != NULL) &&
	    same_name(&agent->reason, reason)) {
		return;
	}
	agent->not_ready = pause != NULL;
	agent->reason = *reason;
	send_state(roster, agent, (struct wb_str){ NULL, 0 }, agent->not_ready,
	           name_str(&agent->reason), t);
}

static void sign_in(struct wb_roster *roster, struct wb_roster_agent *agent,
                    wb_ms t)
{
	agent->signed_in = true;
	agent->not_ready = false;
	agent->reason.len = 0;
	send_sign_in(roster, agent, t);
	for (uint32_t i = 0; i < agent->seat_count; i++) {
		if (agent->seats[i].paused) {
			send_seat(roster, agent, &agent->seats[i], t);
		}
	}
	refresh_state(roster, agent, t);
}

static bool change_pause(struct wb_roster_agent *agent, struct seat *seat,
                         const struct wb_membership *state)
{
	struct wb_name reason = { .len = 0 };

	if (state->paused) {
		wb_text_clean(state->reason, &reason);
	}
	if (seat->paused == state->paused &&
	    same_name(&seat->reason, &reason)) {
		return false;
	}
	seat->paused = state->paused;
	seat->reason = reason;
	seat->order = ++agent->order;
	return true;
}

static void refresh(struct wb_roster *roster, struct wb_roster_agent *agent,
                    const struct seat *seat, bool added, bool changed, wb_ms t)
{
	bool reachable = is_reachable(agent);

	if (reachable && !agent->signed_in) {
		sign_in(roster, agent, t);
		return;
	}
	if (!agent->signed_in) {
		return;
	}
	if (added) {
		send_membership(roster, agent, seat->queue, true, t);
	}
	if (!reachable) {
		agent->signed_in = false;
		send_signed_out(roster, agent, t);
		return;
	}
	if (changed) {
		send_seat(roster, agent, seat, t);
	}
	refresh_state(roster, agent, t);
}

void wb_roster_set(struct wb_roster *roster, wb_ms t, struct wb_str agent_text,
                   struct wb_str queue_text, const struct wb_membership *state)
{
	struct wb_roster_agent *agent = add_agent(roster, agent_text);
	uint32_t queue = queue_number(roster, queue_text);

	if (!agent || queue == WB_NAMES_NONE) {
		return;
	}
	struct seat *seat = find_seat(agent, queue);
	bool added = seat == NULL;
	if (added) {
		seat = add_seat(agent, queue);
		if (!seat) {
			return;
		}
	}
	seat->marked = true;
	seat->reachable = state->reachable;
	bool changed = change_pause(agent, seat, state);
	refresh(roster, agent, seat, added, changed, t);
}

void wb_roster_join(struct wb_roster *roster, wb_ms t, struct wb_str agent_text,
                    struct wb_str queue_text)
{
	struct wb_membership fresh = { .reachable = true };
	struct wb_roster_agent *agent = find_agent(roster, agent_text);
	uint32_t queue = queue_number(roster, queue_text);

	if (!agent || !find_seat(agent, queue)) {
		wb_roster_set(roster, t, agent_text, queue_text, &fresh);
	}
}

static void leave(struct wb_roster *roster, struct wb_roster_agent *agent,
                  struct seat *seat, wb_ms t)
{
	uint32_t queue = seat->queue;

	*seat = agent->seats[--agent->seat_count];
	if (!agent->signed_in) {
		return;
	}
	send_membership(roster, agent, queue, false, t);
	if (!is_reachable(agent)) {
		agent->signed_in = false;
		send_signed_out(roster, agent, t);
		return;
	}
	refresh_state(roster, agent, t);
}

void wb_roster_leave(struct wb_roster *roster, wb_ms t,
                     struct wb_str agent_text, struct wb_str queue_text)
{
	struct wb_roster_agent *agent = find_agent(roster, agent_text);
	uint32_t queue = queue_number(roster, queue_text);
	struct seat *seat = agent ? find_seat(agent, queue) : NULL;

	if (seat) {
		leave(roster, agent, seat, t);
	}
}

bool wb_roster_knows(const struct wb_roster *roster, struct wb_str agent_text)
{
	const struct wb_roster_agent *agent = find_agent(roster, agent_text);

	return agent && agent->seat_count > 0;
}

void wb_roster_clear(struct wb_roster *roster)
{
	for (uint32_t i = 0; i < agent_count(roster); i++) {
		roster->agents[i].seat_count = 0;
		roster->agents[i].signed_in = false;
	}
}

void wb_roster_repeat(struct wb_roster *roster, wb_ms t)
{
	for (uint32_t i = 0; i < agent_count(roster); i++) {
		struct wb_roster_agent *agent = &roster->agents[i];
		if (agent->signed_in) {
			bool ready = whole_pause(agent) == NULL;
			sign_in(roster, agent, t);
			if (ready) {
				send_state(roster, agent,
				           (struct wb_str){ NULL, 0 }, false,
				           (struct wb_str){ NULL, 0 }, t);
			}
		}
	}
}

void wb_roster_unmark(struct wb_roster *roster)
{
	for (uint32_t i = 0; i < agent_count(roster); i++) {
		struct wb_roster_agent *agent = &roster->agents[i];
		for (uint32_t j = 0; j < agent->seat_count; j++) {
			agent->seats[j].marked = false;
		}
	}
}

void wb_roster_leave_unmarked(struct wb_roster *roster, wb_ms t)
{
	for (uint32_t i = 0; i < agent_count(roster); i++) {
		struct wb_roster_agent *agent = &roster->agents[i];
		for (uint32_t j = agent->seat_count; j-- > 0;) {
			if (!agent->seats[j].marked) {
				leave(roster, agent, &agent->seats[j], t);
			}
		}
	}
}
