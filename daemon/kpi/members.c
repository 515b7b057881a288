/* Where each agent is counted, and what changes when that changes. */

#include <string.h>

#include "kpi/state.h"

struct scope_set {
	uint32_t scopes[WB_CREW_SCOPES_MAX];
	uint32_t count;
};

static void include(struct scope_set *set, uint32_t scope)
{
	if (scope == WB_NOBODY ||
	    set->count == sizeof(set->scopes) / sizeof(set->scopes[0])) {
		return;
	}
	uint32_t i = set->count;
	while (i > 0 && set->scopes[i - 1] > scope) {
		i--;
	}
	if (i > 0 && set->scopes[i - 1] == scope) {
		return;
	}
	memmove(&set->scopes[i + 1], &set->scopes[i],
	        (set->count - i) * sizeof(set->scopes[0]));
	set->scopes[i] = scope;
	set->count++;
}

static void wanted_scopes(struct wb_engine *engine, uint32_t agent,
                          struct scope_set *ret_set)
{
	const struct agent_scopes *a = &engine->agents[agent];
	ret_set->count = 0;
	include(ret_set, a->team);
	include(ret_set, a->site);
	include(ret_set, engine->total);
	uint32_t count;
	const uint32_t *queues =
		wb_floor_agent_queues(engine->floor, agent, &count);
	for (uint32_t i = 0; i < count; i++) {
		const struct queue_scopes *q =
			wb_scopes_of_queue(engine, queues[i]);
		if (q) {
			include(ret_set, q->own);
			include(ret_set, q->department);
			include(ret_set, q->tier);
			include(ret_set, q->channel);
			if (engine->agents[agent].site == WB_NOBODY) {
				include(ret_set, q->site);
			}
		}
	}
}

/* The agent, as it is now, joins a crew or leaves it. */
static void move_agent(struct wb_engine *engine, struct wb_change change,
                       const struct wb_agent_now *now, bool joins)
{
	for (int mark = -1; mark < WB_AGENT_MARK_COUNT; mark++) {
		if (mark >= 0 && !(now->marks >> mark & 1u)) {
			continue;
		}
		int level = mark < 0 ? WB_STATE_LEVEL(now->state)
		                     : WB_MARK_LEVEL(mark);
		change.from = joins ? -1 : level;
		change.to = joins ? level : -1;
		wb_count_change(engine, &change);
	}
}

static void change_crew(struct wb_engine *engine, uint32_t agent, uint32_t crew,
                        wb_ms at)
{
	struct wb_agent_now now;
	wb_floor_agent_now(engine->floor, agent, &now);
	struct agent_scopes *a = &engine->agents[agent];
	struct wb_change change = {
		.own = WB_NOBODY,
		.crew = a->crew,
		/* it has no other state to move by before */
		.at = at < now.since ? now.since : at,
	};
	if (a->crew != WB_NOBODY) {
		move_agent(engine, change, &now, false);
		wb_crews_drop(engine, a->crew);
	} else {
		change.own = a->own;
	}
	a->crew = crew;
	change.crew = crew;
	move_agent(engine, change, &now, true);
}

void wb_scopes_refresh_agent(struct wb_engine *engine, uint32_t agent, wb_ms at)
{
	struct scope_set set;
	if (!wb_scopes_of_agent(engine, agent)) {
		return;
	}
	wanted_scopes(engine, agent, &set);
	uint32_t crew = wb_crews_take(engine, set.scopes, set.count);
	if (crew == WB_NOBODY) {
		return;
	}
	if (crew == engine->agents[agent].crew) {
		wb_crews_drop(engine, crew); /* taken twice */
	} else {
		change_crew(engine, agent, crew, at);
	}
}
