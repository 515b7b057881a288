/* Where too many wait, somebody with nothing to do helps out for a while. */

#include "sim/private.h"

#define LOOK_EVERY (2 * WB_MINUTE)
#define TOO_MANY 4
#define HELP_FOR (30 * WB_MINUTE)

static void tell(struct wb_sim *sim, uint32_t a, int queue, bool add)
{
	struct wb_str name = wb_str(sim->floor->queues[queue].name);
	struct told told;
	sim_tell_begin(sim, &told, WB_EV_AGENT_QUEUES, NOBODY, a);
	struct wb_queue_list *list = add ? &told.event.add : &told.event.remove;
	list->names = &name;
	list->count = 1;
	sim_tell(sim, &told);
}

/* Idle the longest, and of another queue. */
static uint32_t helper_for(const struct wb_sim *sim, int queue)
{
	uint32_t best = NOBODY;
	for (uint32_t a = 0; a < sim->agent_count; a++) {
		const struct agent *agent = &sim->agents[a];
		if (agent->stage == AGENT_IDLE && agent->team->at_once == 0 &&
		    agent->help == 0 && !(agent->queues >> queue & 1) &&
		    (best == NOBODY ||
		     agent->since < sim->agents[best].since)) {
			best = a;
		}
	}
	return best;
}

static void help(struct wb_sim *sim, int queue)
{
	uint32_t a = helper_for(sim, queue);
	if (a == NOBODY) {
		return;
	}
	struct agent *agent = &sim->agents[a];
	agent->help = UINT32_C(1) << queue;
	agent->queues |= agent->help;
	tell(sim, a, queue, true);
	sim_after(sim, HELP_FOR, TIMER_HELP_END, a, 0);
	uint32_t c = sim_queue_oldest_for(sim, a);
	if (c != NOBODY) {
		sim_queue_offer(sim, c, a);
	}
}

void sim_help(struct wb_sim *sim)
{
	for (int q = 0; q < sim->floor->queue_count; q++) {
		if (sim->floor->helps && !sim_desk_is_written(sim, q) &&
		    sim->lines[q].waiting >= TOO_MANY) {
			help(sim, q);
		}
	}
	if (sim->floor->helps) {
		sim_after(sim, LOOK_EVERY, TIMER_HELP, NOBODY, 0);
	}
}

void sim_help_end(struct wb_sim *sim, uint32_t a)
{
	struct agent *agent = &sim->agents[a];
	for (int q = 0; q < sim->floor->queue_count; q++) {
		if (agent->help >> q & 1) {
			tell(sim, a, q, false);
		}
	}
	agent->queues &= ~agent->help;
	agent->help = 0;
}
