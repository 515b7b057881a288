/* What agents are to do, and whether they do it. */

#include <string.h>

#include "sim/private.h"

#define LUNCH_PLANNED (30 * WB_MINUTE)

static void tell(struct wb_sim *sim, uint32_t a, const char *class, wb_ms from,
                 wb_ms to)
{
	struct told told;
	if (from >= to) {
		return;
	}
	sim_tell_begin(sim, &told, WB_EV_AGENT_SCHEDULE, NOBODY, a);
	told.event.activity = wb_str(class);
	told.event.activity_class = wb_str(class);
	told.event.from = from;
	told.event.until = to;
	sim_tell(sim, &told);
}

void sim_plan_day(struct wb_sim *sim, uint32_t a, wb_ms left, wb_ms lunch)
{
	struct agent *agent = &sim->agents[a];
	agent->plan_from = sim->now;
	agent->plan_to = sim->now + left;
	agent->plan_lunch = agent->plan_back = agent->plan_to;
	if (lunch > 0 && lunch < left) {
		/* people do not eat to the minute */
		agent->plan_lunch =
			sim->now + lunch -
			wb_random_below(&sim->random, 8 * WB_MINUTE);
		if (agent->plan_lunch < agent->plan_from) {
			agent->plan_lunch = agent->plan_from;
		}
		agent->plan_back = agent->plan_lunch + LUNCH_PLANNED;
		if (agent->plan_back > agent->plan_to) {
			agent->plan_back = agent->plan_to;
		}
	}
	tell(sim, a, "work", agent->plan_from, agent->plan_lunch);
	tell(sim, a, "lunch", agent->plan_lunch, agent->plan_back);
	tell(sim, a, "work", agent->plan_back, agent->plan_to);
}

static wb_ms common(wb_ms from, wb_ms to, wb_ms begin, wb_ms end)
{
	from = from > begin ? from : begin;
	to = to < end ? to : end;
	return to > from ? to - from : 0;
}

void sim_plan_add_time(const struct agent *agent, enum agent_stage stage,
                       wb_ms from, wb_ms to, struct wb_sim_agent_time *time)
{
	bool works = stage != AGENT_OFF && stage != AGENT_AWAY;
	bool eats = stage == AGENT_AWAY && strcmp(agent->reason, "lunch") == 0;
	wb_ms lunch = common(from, to, agent->plan_lunch, agent->plan_back);
	wb_ms work = common(from, to, agent->plan_from, agent->plan_to) - lunch;
	time->scheduled_ms += work + lunch;
	time->adherent_ms += (works ? work : 0) + (eats ? lunch : 0);
}
