/* Looking ahead: who is there for a queue, and for which others as well. */

#include <stdlib.h>
#include <string.h>

#include "kpi/state.h"

static bool grow(void **array, uint32_t *count, uint32_t wanted, size_t size)
{
	if (wanted <= *count) {
		return true;
	}
	char *grown = realloc(*array, wanted * size);
	if (!grown) {
		return false;
	}
	memset(grown + *count * size, 0, (wanted - *count) * size);
	*array = grown;
	*count = wanted;
	return true;
}

struct queue_outlook *wb_outlook_queue(struct wb_engine *engine, uint32_t queue)
{
	struct outlook *o = &engine->outlook;
	uint32_t known = wb_floor_queue_count(engine->floor);
	if (queue >= known || !grow((void **)&o->queues, &o->queue_count, known,
	                            sizeof(*o->queues))) {
		engine->out_of_memory++;
		return NULL;
	}
	return &o->queues[queue];
}

static struct agent_outlook *agent_at(struct wb_engine *engine, uint32_t agent)
{
	struct outlook *o = &engine->outlook;
	uint32_t known = wb_floor_agent_count(engine->floor);
	uint32_t room = known + known / 2 + 16;
	if (agent >= o->agent_count &&
	    !grow((void **)&o->agents, &o->agent_count, room,
	          sizeof(*o->agents))) {
		engine->out_of_memory++;
		return NULL;
	}
	return &o->agents[agent];
}

/* The entry of another queue; added with no agents when there is none. */
static struct in_common *common_with(struct wb_engine *engine,
                                     struct queue_outlook *q, uint32_t other)
{
	uint32_t i = q->common_count;
	while (i > 0 && q->common[i - 1].queue >= other) {
		i--;
	}
	if (i < q->common_count && q->common[i].queue == other) {
		return &q->common[i];
	}
	if (q->common_count == q->common_capacity &&
	    !grow((void **)&q->common, &q->common_capacity,
	          q->common_capacity * 2 + 2, sizeof(*q->common))) {
		engine->out_of_memory++;
		return NULL;
	}
	memmove(&q->common[i + 1], &q->common[i],
	        (q->common_count - i) * sizeof(*q->common));
	q->common[i] = (struct in_common){ .queue = other };
	q->common_count++;
	return &q->common[i];
}

/* The agent serves all its queues (delta 1), or none any more (-1). */
static void join(struct wb_engine *engine, const struct agent_outlook *a,
                 int delta)
{
	struct queue_outlook *queues = engine->outlook.queues;
	for (uint32_t i = 0; i < a->count; i++) {
		struct queue_outlook *q = &queues[a->queues[i]];
		q->agents += (uint32_t)delta;
		for (uint32_t k = 0; k < a->count; k++) {
			struct in_common *common =
				k == i ? NULL
				       : common_with(engine, q, a->queues[k]);
			if (common && (delta > 0 || common->agents > 0)) {
				common->agents += (uint32_t)delta;
			}
		}
	}
}

/* A queue without work keeps a little of everybody. */
static int64_t weight(const struct queue_outlook *q)
{
	return q->work + WB_MINUTE;
}

/* Divides the agent among its queues by their work. */
static void divide(struct wb_engine *engine, struct agent_outlook *a)
{
	struct queue_outlook *queues = engine->outlook.queues;
	int64_t all = 0;
	for (uint32_t i = 0; i < a->count; i++) {
		all += weight(&queues[a->queues[i]]);
	}
	for (uint32_t i = 0; i < a->count; i++) {
		struct queue_outlook *q = &queues[a->queues[i]];
		q->parts -= a->parts[i];
		a->parts[i] = AGENT_PARTS * weight(q) / all;
		q->parts += a->parts[i];
	}
}

static void take_out(struct wb_engine *engine, struct agent_outlook *a)
{
	for (uint32_t i = 0; i < a->count; i++) {
		engine->outlook.queues[a->queues[i]].parts -= a->parts[i];
	}
	join(engine, a, -1);
	a->count = 0;
}

static bool make_room(struct agent_outlook *a, uint32_t count)
{
	uint32_t capacity = a->capacity;
	if (!grow((void **)&a->queues, &capacity, count, sizeof(*a->queues))) {
		return false;
	}
	return grow((void **)&a->parts, &a->capacity, count, sizeof(*a->parts));
}

/* Counts the agent in the queues that it serves now. */
static void put_in(struct wb_engine *engine, uint32_t agent,
                   struct agent_outlook *a)
{
	uint32_t count;
	const uint32_t *queues =
		wb_floor_agent_queues(engine->floor, agent, &count);
	if (a->staffed <= 0 || count == 0) {
		return;
	}
	if (!make_room(a, count)) {
		engine->out_of_memory++;
		return;
	}
	for (uint32_t i = 0; i < count; i++) {
		if (wb_outlook_queue(engine, queues[i])) {
			a->parts[a->count] = 0;
			a->queues[a->count++] = queues[i];
		}
	}
	join(engine, a, 1);
	divide(engine, a);
}

static bool is_staffed(enum wb_agent_state state)
{
	return state != WB_AGENT_SIGNED_OUT && state != WB_AGENT_NOT_READY;
}

void wb_outlook_agent_state(struct wb_engine *engine, uint32_t agent,
                            enum wb_agent_state from, enum wb_agent_state to)
{
	struct agent_outlook *a = agent_at(engine, agent);
	int change = is_staffed(to) - is_staffed(from);
	if (a && change != 0) {
		a->staffed += change;
		take_out(engine, a);
		put_in(engine, agent, a);
	}
}

void wb_outlook_membership(struct wb_engine *engine, uint32_t agent)
{
	struct agent_outlook *a = agent_at(engine, agent);
	if (a) {
		take_out(engine, a);
		put_in(engine, agent, a);
	}
}

uint32_t wb_outlook_agents(const struct wb_engine *engine, uint32_t queue)
{
	return queue < engine->outlook.queue_count
	               ? engine->outlook.queues[queue].agents
	               : 0;
}

int64_t wb_outlook_parts(const struct wb_engine *engine, uint32_t queue)
{
	return queue < engine->outlook.queue_count
	               ? engine->outlook.queues[queue].parts
	               : 0;
}

double wb_outlook_rivals(const struct wb_engine *engine, uint32_t queue)
{
	const struct outlook *o = &engine->outlook;
	double rivals = 0;
	if (queue >= o->queue_count) {
		return 0;
	}
	const struct queue_outlook *q = &o->queues[queue];
	for (uint32_t i = 0; i < q->common_count; i++) {
		const struct in_common *common = &q->common[i];
		struct wb_queue_now now;
		if (common->agents > 0) {
			wb_floor_queue_now(engine->floor, common->queue, &now);
			rivals += (double)now.waiting * common->agents /
			          o->queues[common->queue].agents;
		}
	}
	return rivals;
}

/* What the queue's agents did for it in the last hour. */
static int64_t work_of(struct wb_engine *engine, uint32_t queue)
{
	uint32_t scope = wb_engine_queue_scope(engine, queue);
	if (scope == WB_NOBODY) {
		return 0;
	}
	struct held hour = wb_read_column(engine, scope, WB_COLUMN_1H);
	int64_t work = wb_held_value(&hour, WB_M_TALK_MS) +
	               wb_held_value(&hour, WB_M_HOLD_MS) +
	               wb_held_value(&hour, WB_M_ACW_MS);
	return work > 0 ? work : 0;
}

void wb_outlook_divide(struct wb_engine *engine)
{
	struct outlook *o = &engine->outlook;
	for (uint32_t i = 0; i < o->queue_count; i++) {
		o->queues[i].work = work_of(engine, i);
	}
	for (uint32_t i = 0; i < o->agent_count; i++) {
		divide(engine, &o->agents[i]);
	}
}

/* The agents as the floor has them. */
void wb_outlook_count_agents(struct wb_engine *engine)
{
	uint32_t agents = wb_floor_agent_count(engine->floor);
	for (uint32_t i = 0; i < agents; i++) {
		struct wb_agent_now now;
		wb_floor_agent_now(engine->floor, i, &now);
		wb_outlook_agent_state(engine, i, WB_AGENT_SIGNED_OUT,
		                       now.state);
	}
}

void wb_outlook_finish(struct wb_engine *engine)
{
	struct outlook *o = &engine->outlook;
	for (uint32_t i = 0; i < o->agent_count; i++) {
		free(o->agents[i].queues);
		free(o->agents[i].parts);
	}
	for (uint32_t i = 0; i < o->queue_count; i++) {
		free(o->queues[i].common);
	}
	free(o->agents);
	free(o->queues);
}
