/* Scopes: of queues, agents, their groups and the total; with their borders. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kpi/state.h"

static void open_calendar(const struct wb_engine *engine,
                          struct calendar *calendar, wb_ms now)
{
	calendar->interval_start = wb_zone_interval_start(
		calendar->zone, now, engine->plan->interval);
	calendar->next_interval =
		calendar->interval_start + engine->plan->interval;
	calendar->day =
		wb_zone_day_start(calendar->zone, now, calendar->day_start);
	calendar->next_day =
		wb_zone_next_day(calendar->zone, now, calendar->day_start);
	/* A change of the clocks may cut an interval short. */
	wb_ms change = wb_zone_next_change(calendar->zone, now);
	if (change < calendar->next_interval) {
		calendar->next_interval = change;
	}
}

static void note_border(struct wb_engine *engine,
                        const struct calendar *calendar)
{
	wb_ms next = calendar->next_interval < calendar->next_day
	                     ? calendar->next_interval
	                     : calendar->next_day;
	if (next < engine->next_border) {
		engine->next_border = next;
	}
}

static uint32_t calendar_of(struct wb_engine *engine,
                            const struct wb_zone *zone, wb_ms day_start)
{
	for (uint32_t i = 0; i < engine->calendar_count; i++) {
		if (engine->calendars[i].zone == zone &&
		    engine->calendars[i].day_start == day_start) {
			return i;
		}
	}
	struct calendar *grown =
		realloc(engine->calendars,
	                (engine->calendar_count + 1) * sizeof(*grown));
	if (!grown) {
		return WB_NOBODY;
	}
	engine->calendars = grown;
	struct calendar *calendar = &grown[engine->calendar_count];
	*calendar = (struct calendar){ .zone = zone, .day_start = day_start };
	open_calendar(engine, calendar, engine->now);
	note_border(engine, calendar);
	return engine->calendar_count++;
}

static void start_since(struct wb_since *since, wb_ms start,
                        const struct wb_line head[WB_LEVEL_COUNT])
{
	memset(since->sums, 0, sizeof(since->sums));
	since->start = start;
	memcpy(since->lines, head, sizeof(since->lines));
}

static void roll_scopes(struct wb_engine *engine, uint32_t calendar,
                        bool interval, bool day)
{
	const struct calendar *c = &engine->calendars[calendar];
	for (uint32_t i = 0; i < engine->names.count; i++) {
		struct wb_sums *sums = engine->sums[i];
		if (engine->scopes[i].calendar != calendar) {
			continue;
		}
		if (interval) {
			start_since(&sums->interval, c->interval_start,
			            sums->head);
		}
		if (day) {
			start_since(&sums->day, c->day, sums->head);
		}
	}
}

void wb_scopes_roll_calendars(struct wb_engine *engine, wb_ms now)
{
	engine->next_border = WB_NEVER;
	for (uint32_t i = 0; i < engine->calendar_count; i++) {
		struct calendar *calendar = &engine->calendars[i];
		bool interval = now >= calendar->next_interval;
		bool day = now >= calendar->next_day;
		if (interval || day) {
			open_calendar(engine, calendar, now);
			roll_scopes(engine, i, interval, day);
		}
		note_border(engine, calendar);
	}
}

static bool make_room(struct wb_engine *engine)
{
	uint32_t count = engine->names.count;
	if (count < engine->scope_capacity) {
		return true;
	}
	uint32_t capacity = count ? count * 2 : 64;
	struct scope *scopes =
		realloc(engine->scopes, capacity * sizeof(*scopes));
	if (!scopes) {
		return false;
	}
	engine->scopes = scopes;
	struct wb_sums **sums =
		realloc(engine->sums, capacity * sizeof(struct wb_sums *));
	if (!sums) {
		return false;
	}
	engine->sums = sums;
	engine->scope_capacity = capacity;
	return true;
}

static uint32_t new_scope(struct wb_engine *engine, struct wb_str full)
{
	if (!make_room(engine)) {
		return WB_NOBODY;
	}
	struct wb_sums *sums = calloc(1, sizeof(*sums));
	uint32_t scope =
		sums ? wb_names_add(&engine->names, full) : WB_NAMES_NONE;
	if (scope == WB_NAMES_NONE) {
		free(sums);
		engine->out_of_memory++;
		return WB_NOBODY;
	}
	engine->sums[scope] = sums;
	engine->scopes[scope] = (struct scope){ .calendar = WB_NOBODY };
	return scope;
}

/*
 * Gives a scope its borders. What was added up since the same border stays,
 * so that a reload does not empty the day.
 */
static void set_calendar(struct wb_engine *engine, uint32_t scope,
                         uint32_t calendar)
{
	if (calendar == WB_NOBODY) {
		return;
	}
	const struct calendar *c = &engine->calendars[calendar];
	struct wb_sums *sums = engine->sums[scope];
	engine->scopes[scope].calendar = calendar;
	if (sums->interval.start != c->interval_start) {
		start_since(&sums->interval, c->interval_start, sums->head);
	}
	if (sums->day.start != c->day) {
		start_since(&sums->day, c->day, sums->head);
	}
}

uint32_t wb_scopes_add(struct wb_engine *engine, enum wb_scope_kind kind,
                       struct wb_str name, uint32_t number,
                       const struct wb_zone *zone, wb_ms day_start)
{
	char full[WB_NAME_MAX_BYTES + 16];
	size_t len = (size_t)snprintf(
		full, sizeof(full), "%s%s%.*s", wb_scope_kind_name(kind),
		kind == WB_SCOPE_TOTAL ? "" : ":", WB_STR_FMT(name));
	struct wb_str key = { full,
		              len < sizeof(full) ? len : sizeof(full) - 1 };
	uint32_t scope = wb_names_find(&engine->names, key);
	if (scope == WB_NAMES_NONE) {
		scope = new_scope(engine, key);
		if (scope == WB_NOBODY) {
			return scope;
		}
	}
	engine->scopes[scope].kind = kind;
	engine->scopes[scope].number = number;
	set_calendar(engine, scope, calendar_of(engine, zone, day_start));
	return scope;
}

static uint32_t group_scope(struct wb_engine *engine, enum wb_scope_kind kind,
                            struct wb_str name)
{
	if (name.len == 0) {
		return WB_NOBODY;
	}
	return wb_scopes_add(engine, kind, name, WB_NOBODY, engine->plan->zone,
	                     engine->plan->day_start);
}

static bool plan_queue(struct wb_engine *engine, uint32_t queue)
{
	const struct wb_queue_plan *plan =
		wb_floor_queue_plan(engine->floor, queue);
	struct queue_scopes *scopes = &engine->queues[queue];
	scopes->own = wb_scopes_add(engine, WB_SCOPE_QUEUE,
	                            wb_floor_queue_name(engine->floor, queue),
	                            queue, plan->zone, plan->day_start);
	scopes->department =
		group_scope(engine, WB_SCOPE_DEPARTMENT, plan->department);
	return scopes->own != WB_NOBODY;
}

static bool plan_agent(struct wb_engine *engine, uint32_t agent)
{
	const struct wb_agent_plan *plan =
		wb_floor_agent_plan(engine->floor, agent);
	struct agent_scopes *scopes = &engine->agents[agent];
	scopes->own =
		wb_scopes_add(engine, WB_SCOPE_AGENT,
	                      wb_floor_agent_name(engine->floor, agent), agent,
	                      engine->plan->zone, engine->plan->day_start);
	scopes->team = plan ? group_scope(engine, WB_SCOPE_TEAM, plan->team)
	                    : WB_NOBODY;
	scopes->known = scopes->own != WB_NOBODY;
	return scopes->known;
}

static bool make_queue_room(struct wb_engine *engine, uint32_t queues)
{
	struct queue_scopes *grown =
		realloc(engine->queues, (queues + 16) * sizeof(*grown));
	if (!grown) {
		return false;
	}
	engine->queues = grown;
	return true;
}

static bool make_agent_room(struct wb_engine *engine, uint32_t agents)
{
	if (agents <= engine->agent_capacity) {
		return true;
	}
	uint32_t capacity = agents + agents / 2 + 16;
	struct agent_scopes *grown =
		realloc(engine->agents, capacity * sizeof(*grown));
	if (!grown) {
		return false;
	}
	engine->agents = grown;
	engine->agent_capacity = capacity;
	return true;
}

/* Queues and agents that the floor has come to know since the last look. */
static bool catch_up(struct wb_engine *engine)
{
	uint32_t queues = wb_floor_queue_count(engine->floor);
	uint32_t agents = wb_floor_agent_count(engine->floor);
	if (queues > engine->queue_count && !make_queue_room(engine, queues)) {
		return false;
	}
	while (engine->queue_count < queues) {
		if (!plan_queue(engine, engine->queue_count++)) {
			return false;
		}
	}
	if (!make_agent_room(engine, agents)) {
		return false;
	}
	while (engine->agent_count < agents) {
		uint32_t agent = engine->agent_count++;
		engine->agents[agent] = (struct agent_scopes){ 0 };
		if (!plan_agent(engine, agent)) {
			return false;
		}
	}
	return true;
}

bool wb_scopes_make_room(struct wb_engine *engine, uint32_t queues,
                         uint32_t agents)
{
	if (!make_queue_room(engine, queues) ||
	    !make_agent_room(engine, agents)) {
		return false;
	}
	for (uint32_t i = 0; i < queues; i++) {
		engine->queues[i] =
			(struct queue_scopes){ WB_NOBODY, WB_NOBODY };
	}
	for (uint32_t i = 0; i < agents; i++) {
		engine->agents[i] = (struct agent_scopes){ 0 };
	}
	engine->queue_count = queues;
	engine->agent_count = agents;
	return true;
}

const struct queue_scopes *wb_scopes_of_queue(struct wb_engine *engine,
                                              uint32_t queue)
{
	if (queue >= engine->queue_count && !catch_up(engine)) {
		engine->out_of_memory++;
		return NULL;
	}
	return &engine->queues[queue];
}

struct agent_scopes *wb_scopes_of_agent(struct wb_engine *engine,
                                        uint32_t agent)
{
	if (agent >= engine->agent_count && !catch_up(engine)) {
		engine->out_of_memory++;
		return NULL;
	}
	return &engine->agents[agent];
}

/* Everybody's scopes and borders as the plan has them. */
static bool plan_all(struct wb_engine *engine)
{
	/* Zones belong to the plan: calendars of the old one are gone. */
	engine->calendar_count = 0;
	engine->next_border = WB_NEVER;
	for (uint32_t i = 0; i < engine->names.count; i++) {
		engine->scopes[i].calendar = WB_NOBODY;
	}
	engine->total =
		wb_scopes_add(engine, WB_SCOPE_TOTAL, wb_str(""), WB_NOBODY,
	                      engine->plan->zone, engine->plan->day_start);
	if (engine->total == WB_NOBODY) {
		return false;
	}
	for (uint32_t i = 0; i < engine->queue_count; i++) {
		plan_queue(engine, i);
	}
	for (uint32_t i = 0; i < engine->agent_count; i++) {
		plan_agent(engine, i);
	}
	return true;
}

bool wb_scopes_set_plan(struct wb_engine *engine)
{
	if (!plan_all(engine) || !catch_up(engine)) {
		return false;
	}
	for (uint32_t i = 0; i < engine->agent_count; i++) {
		wb_scopes_refresh_agent(engine, i, engine->now);
	}
	return true;
}

uint32_t wb_scopes_restore(struct wb_engine *engine, struct wb_str name)
{
	return wb_names_find(&engine->names, name) == WB_NAMES_NONE
	               ? new_scope(engine, name)
	               : WB_NOBODY;
}

bool wb_scopes_bind(struct wb_engine *engine)
{
	uint32_t count = engine->names.count;
	return plan_all(engine) && engine->names.count == count;
}

void wb_scopes_finish(struct wb_engine *engine)
{
	for (uint32_t i = 0; i < engine->names.count; i++) {
		free(engine->sums[i]);
	}
	for (uint32_t i = 0; i < engine->agent_count; i++) {
		free(engine->agents[i].scopes);
	}
	free(engine->scopes);
	free(engine->sums);
	free(engine->queues);
	free(engine->agents);
	free(engine->calendars);
	wb_names_finish(&engine->names);
}
