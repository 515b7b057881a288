/* Where each agent is counted, and what changes when that changes. */

#include <stdlib.h>
#include <string.h>

#include "kpi/state.h"

struct scope_set {
	uint32_t scopes[5 * WB_EVENT_QUEUES_MAX + 4];
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
	include(ret_set, a->own);
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

static bool make_scope_room(struct agent_scopes *agent, uint32_t count)
{
	if (count <= agent->capacity) {
		return true;
	}
	uint32_t *grown = realloc(agent->scopes, count * sizeof(*grown));
	if (!grown) {
		return false;
	}
	agent->scopes = grown;
	agent->capacity = count;
	return true;
}

bool wb_scopes_count_agent(struct agent_scopes *agent, uint32_t scope)
{
	if (!make_scope_room(agent, agent->count + 1)) {
		return false;
	}
	agent->scopes[agent->count++] = scope;
	return true;
}

static bool keep_scopes(struct agent_scopes *agent, const struct scope_set *set)
{
	if (!make_scope_room(agent, set->count)) {
		return false;
	}
	if (set->count > 0) {
		memcpy(agent->scopes, set->scopes,
		       set->count * sizeof(*agent->scopes));
	}
	agent->count = set->count;
	return true;
}

/* The agent, as it is now, joins a scope or leaves it. */
static void move_agent(struct wb_engine *engine, uint32_t scope,
                       const struct wb_agent_now *now, int delta, wb_ms at)
{
	wb_count_head(engine, scope, WB_STATE_LEVEL(now->state), delta, at);
	for (int mark = 0; mark < WB_AGENT_MARK_COUNT; mark++) {
		if (now->marks >> mark & 1u) {
			wb_count_head(engine, scope, WB_MARK_LEVEL(mark), delta,
			              at);
		}
	}
}

void wb_scopes_refresh_agent(struct wb_engine *engine, uint32_t agent, wb_ms at)
{
	struct agent_scopes *a = wb_scopes_of_agent(engine, agent);
	struct scope_set set;
	if (!a) {
		return;
	}
	wanted_scopes(engine, agent, &set);
	a = &engine->agents[agent];
	struct wb_agent_now now;
	wb_floor_agent_now(engine->floor, agent, &now);
	if (at < now.since) { /* it has no other state to move by then */
		at = now.since;
	}
	uint32_t i = 0, k = 0;
	while (i < a->count || k < set.count) {
		uint32_t old = i < a->count ? a->scopes[i] : WB_NOBODY;
		uint32_t new = k < set.count ? set.scopes[k] : WB_NOBODY;
		if (old < new) {
			move_agent(engine, old, &now, -1, at);
			i++;
		} else if (new < old) {
			move_agent(engine, new, &now, 1, at);
			k++;
		} else {
			i++;
			k++;
		}
	}
	if (!keep_scopes(a, &set)) {
		engine->out_of_memory++;
	}
}
