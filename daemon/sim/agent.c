#include "sim/private.h"

#include <stdio.h>
#include <stdlib.h>

/* At most this share of a team is away at once; others wait their turn. */
#define AWAY_SHARE 0.25

static const struct {
	const char *reason;
	int weight;
	int from_min, to_min;
} pauses[] = {
	{ "break", 60, 6, 14 },
	{ "meeting", 12, 12, 25 },
	{ "coaching", 12, 15, 25 },
	{ "training", 8, 20, 40 },
};

#define PAUSES ((int)(sizeof(pauses) / sizeof(pauses[0])))

static wb_ms minutes_between(struct wb_sim *sim, int from, int to)
{
	return wb_random_below(&sim->random, (to - from) * WB_MINUTE) +
	       from * WB_MINUTE;
}

static void create_team(struct wb_sim *sim, const struct wb_sim_team *team)
{
	for (int n = team->first; n <= team->last; n++) {
		int i = n - team->first;
		struct agent *agent = &sim->agents[sim->agent_count++];
		snprintf(agent->name, sizeof(agent->name), "%s%d", team->prefix,
		         n);
		agent->team = team;
		agent->queues = team->queues;
		if (team->also_every > 0 && i % team->also_every == 0) {
			agent->queues |= team->also;
		}
		agent->remote =
			team->remote_every > 0 && n % team->remote_every == 0;
		agent->shift = team->shifts[i % team->shift_count];
		agent->contact = NOBODY;
		agent->since = sim->start;
	}
}

bool sim_agents_create(struct wb_sim *sim)
{
	size_t count = 0;
	for (int i = 0; i < sim->floor->team_count; i++) {
		const struct wb_sim_team *team = &sim->floor->teams[i];
		count += (size_t)(team->last - team->first + 1);
	}
	sim->agents = calloc(count + 1, sizeof(sim->agents[0]));
	if (sim->agents == NULL) {
		return false;
	}
	for (int i = 0; i < sim->floor->team_count; i++) {
		create_team(sim, &sim->floor->teams[i]);
	}
	return true;
}

static void sign_in(struct wb_sim *sim, uint32_t a)
{
	struct agent *agent = &sim->agents[a];
	struct told told;
	sim_tell_begin(sim, &told, WB_EV_AGENT_SIGNED_IN, NOBODY, a);
	told.event.place = agent->remote ? WB_PLACE_REMOTE : WB_PLACE_FLOOR;
	struct wb_str names[WB_SIM_QUEUES_MAX];
	int count = 0;
	for (int q = 0; q < sim->floor->queue_count; q++) {
		if (agent->queues >> q & 1) {
			names[count++] = wb_str(sim->floor->queues[q].name);
		}
	}
	told.event.queues.names = names;
	told.event.queues.count = count;
	sim_tell(sim, &told);
	sim_agent_ready(sim, a);
}

static void sign_out(struct wb_sim *sim, uint32_t a)
{
	struct agent *agent = &sim->agents[a];
	agent->leaving = false;
	agent->pending = NULL;
	agent->shift_generation++;
	sim_agent_set(sim, a, AGENT_OFF);
	sim_tell_plain(sim, WB_EV_AGENT_SIGNED_OUT, NOBODY, a);
	agent->queues &= ~agent->help;
	agent->help = 0;
	for (int q = 0; q < sim->floor->queue_count; q++) {
		if ((agent->queues >> q & 1) &&
		    sim_agents_serving(sim, q) == 0) {
			sim_queue_emptied(sim, q);
		}
	}
}

/* Plans the rest of a shift of which `left` remains. */
static void begin_shift(struct wb_sim *sim, uint32_t a, wb_ms length,
                        wb_ms left)
{
	struct agent *agent = &sim->agents[a];
	uint32_t generation = ++agent->shift_generation;
	agent->leaving = false;
	if (length < 24 * WB_HOUR) {
		sim_after(sim, left, TIMER_SHIFT_END, a, generation);
	}
	if (sim->floor->breaks) {
		wb_ms lunch = left - length / 2 + minutes_between(sim, -40, 40);
		if (lunch > 0 && lunch < left) {
			sim_after(sim, lunch, TIMER_LUNCH, a, generation);
		}
		sim_plan_day(sim, a, left, lunch);
		sim_after(sim, minutes_between(sim, 2, 120), TIMER_PAUSE, a,
		          generation);
	}
	if (agent->stage == AGENT_OFF) {
		sign_in(sim, a);
	}
}

void sim_agents_open(struct wb_sim *sim)
{
	int minute = wb_sim_floor_minute(sim->floor, sim->now);
	for (uint32_t a = 0; a < sim->agent_count; a++) {
		struct wb_sim_shift shift = sim->agents[a].shift;
		int length = shift.to_minute - shift.from_minute;
		int elapsed =
			(minute - shift.from_minute + WB_SIM_DAY_MINUTES) %
			WB_SIM_DAY_MINUTES;
		if (elapsed < length) {
			begin_shift(sim, a, length * WB_MINUTE,
			            (length - elapsed) * WB_MINUTE);
		}
		if (length < WB_SIM_DAY_MINUTES) {
			sim_after(sim,
			          (WB_SIM_DAY_MINUTES - elapsed) * WB_MINUTE -
			                  minutes_between(sim, 0, 4),
			          TIMER_SHIFT_START, a, 0);
		}
	}
}

void sim_agent_shift_start(struct wb_sim *sim, uint32_t a)
{
	const struct agent *agent = &sim->agents[a];
	wb_ms length =
		(agent->shift.to_minute - agent->shift.from_minute) * WB_MINUTE;
	sim_after(sim, 24 * WB_HOUR, TIMER_SHIFT_START, a, 0);
	begin_shift(sim, a, length, length + minutes_between(sim, 0, 5));
}

void sim_agent_shift_end(struct wb_sim *sim, uint32_t a)
{
	enum agent_stage stage = sim->agents[a].stage;
	if (stage == AGENT_IDLE || stage == AGENT_AWAY) {
		sign_out(sim, a);
	} else {
		sim->agents[a].leaving = true;
	}
}

static void add_time(struct wb_sim_agent_time *time, enum agent_stage stage,
                     wb_ms span)
{
	switch (stage) {
	case AGENT_IDLE:
	case AGENT_DIALLING:
		time->idle_ms += span;
		break;
	case AGENT_RINGING:
		time->ringing_ms += span;
		break;
	case AGENT_TALKING:
	case AGENT_ACW:
		time->contact_ms += span;
		break;
	case AGENT_AWAY:
		time->away_ms += span;
		break;
	case AGENT_OFF:
	case AGENT_STAGE_COUNT:
		break;
	}
}

void sim_agents_add_time(const struct wb_sim *sim, wb_ms now,
                         struct wb_sim_agent_time *time)
{
	for (uint32_t a = 0; a < sim->agent_count; a++) {
		const struct agent *agent = &sim->agents[a];
		if (now > agent->since) {
			add_time(time, agent->stage, now - agent->since);
			sim_plan_add_time(agent, agent->stage, agent->since,
			                  now, time);
		}
	}
}

void sim_agent_set(struct wb_sim *sim, uint32_t a, enum agent_stage stage)
{
	struct agent *agent = &sim->agents[a];
	sim_plan_add_time(agent, agent->stage, agent->since, sim->now,
	                  &sim->tally.time);
	add_time(&sim->tally.time, agent->stage, sim->now - agent->since);
	agent->stage = stage;
	agent->since = sim->now;
	agent->generation++;
}

uint32_t sim_agent_longest_idle(const struct wb_sim *sim, int queue)
{
	uint32_t best = NOBODY;
	for (uint32_t a = 0; a < sim->agent_count; a++) {
		const struct agent *agent = &sim->agents[a];
		if (agent->stage == AGENT_IDLE &&
		    (agent->queues >> queue & 1) &&
		    (best == NOBODY ||
		     agent->since < sim->agents[best].since)) {
			best = a;
		}
	}
	return best;
}

int sim_agents_serving(const struct wb_sim *sim, int queue)
{
	int count = 0;
	for (uint32_t a = 0; a < sim->agent_count; a++) {
		count += sim->agents[a].stage != AGENT_OFF &&
		         (sim->agents[a].queues >> queue & 1);
	}
	return count;
}

static void tell_state(struct wb_sim *sim, uint32_t a,
                       enum wb_agent_status status, const char *reason,
                       bool pending)
{
	struct told told;
	sim_tell_begin(sim, &told, WB_EV_AGENT_STATE, NOBODY, a);
	told.event.status = (int)status;
	told.event.reason = wb_str(reason);
	if (pending) {
		told.event.pending = 1;
	}
	sim_tell(sim, &told);
}

void sim_agent_away(struct wb_sim *sim, uint32_t a, const char *reason,
                    wb_ms length)
{
	if (sim->agents[a].leaving) {
		sign_out(sim, a);
		return;
	}
	sim_agent_set(sim, a, AGENT_AWAY);
	sim->agents[a].reason = reason;
	tell_state(sim, a, WB_STATUS_NOT_READY, reason, false);
	sim_after(sim, length, TIMER_READY, a, sim->agents[a].generation);
}

void sim_agent_ready(struct wb_sim *sim, uint32_t a)
{
	tell_state(sim, a, WB_STATUS_READY, NULL, false);
	sim_agent_free(sim, a);
}

void sim_agent_free(struct wb_sim *sim, uint32_t a)
{
	struct agent *agent = &sim->agents[a];
	agent->contact = NOBODY;
	if (agent->leaving) {
		sign_out(sim, a);
		return;
	}
	if (agent->pending != NULL) {
		const char *reason = agent->pending;
		agent->pending = NULL;
		sim_agent_away(sim, a, reason, agent->pending_ms);
		return;
	}
	sim_agent_set(sim, a, AGENT_IDLE);
	if (agent->team->at_once > 0) {
		sim_desk_fill(sim, a);
		return;
	}
	uint32_t c = sim_queue_oldest_for(sim, a);
	if (c != NOBODY) {
		sim_queue_offer(sim, c, a);
	} else {
		sim_dial_plan(sim, a);
	}
}

static bool too_many_away(const struct wb_sim *sim, uint32_t a)
{
	const struct wb_sim_team *team = sim->agents[a].team;
	int there = 0, away = 0;
	for (uint32_t i = 0; i < sim->agent_count; i++) {
		const struct agent *other = &sim->agents[i];
		if (other->team == team && other->stage != AGENT_OFF) {
			there++;
			away += other->stage == AGENT_AWAY ||
			        other->pending != NULL;
		}
	}
	return away + 1 > there * AWAY_SHARE + 1;
}

static const char *pick_pause(struct wb_sim *sim, wb_ms *ret_length)
{
	int total = 0, i = 0;
	for (int k = 0; k < PAUSES; k++) {
		total += pauses[k].weight;
	}
	int64_t draw = wb_random_below(&sim->random, total);
	while (draw >= pauses[i].weight) {
		draw -= pauses[i].weight;
		i++;
	}
	*ret_length =
		minutes_between(sim, pauses[i].from_min, pauses[i].to_min);
	return pauses[i].reason;
}

void sim_agent_pause_due(struct wb_sim *sim, uint32_t a, bool lunch)
{
	struct agent *agent = &sim->agents[a];
	enum timer_kind kind = lunch ? TIMER_LUNCH : TIMER_PAUSE;
	uint32_t generation = agent->shift_generation;
	/* a break waits for a contact, but not for one that may not come */
	if (agent->stage == AGENT_DIALLING || agent->stage == AGENT_RINGING) {
		sim_after(sim, sim_seconds(20), kind, a, generation);
		return;
	}
	if (agent->stage == AGENT_OFF || agent->stage == AGENT_AWAY ||
	    agent->pending != NULL || too_many_away(sim, a)) {
		sim_after(sim, minutes_between(sim, 5, 15), kind, a,
		          generation);
		return;
	}
	wb_ms length = minutes_between(sim, 25, 40);
	const char *reason = lunch ? "lunch" : pick_pause(sim, &length);
	if (!lunch) {
		sim_after(sim, length + minutes_between(sim, 80, 150), kind, a,
		          generation);
	}
	if (agent->stage == AGENT_IDLE) {
		sim_agent_away(sim, a, reason, length);
	} else {
		agent->pending = reason;
		agent->pending_ms = length;
		tell_state(sim, a, WB_STATUS_NOT_READY, reason, true);
	}
}
