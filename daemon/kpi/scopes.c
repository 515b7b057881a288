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
	/* The next full one by the clocks there, which a change may make be
	 * sooner than an interval after the start of this one. */
	wb_ms local = now + wb_zone_offset(calendar->zone, now);
	calendar->next_interval =
		now + engine->plan->interval - local % engine->plan->interval;
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
	engine->calendar_count++;
	wb_count_settle(engine);
	return engine->calendar_count - 1;
}

static void roll_scopes(struct wb_engine *engine, uint32_t calendar,
                        bool interval, bool day)
{
	const struct calendar *c = &engine->calendars[calendar];
	for (uint32_t i = 0; i < engine->names.count; i++) {
		if (engine->scopes[i].calendar != calendar) {
			continue;
		}
		if (interval) {
			wb_count_begin(engine, i, WB_COLUMN_INTERVAL,
			               c->interval_start);
		}
		if (day) {
			wb_count_begin(engine, i, WB_COLUMN_DAY, c->day);
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
	wb_count_settle(engine);
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
	struct wb_heads *heads =
		realloc(engine->heads, capacity * sizeof(*heads));
	if (!heads) {
		return false;
	}
	engine->heads = heads;
	uint32_t *touched =
		realloc(engine->touched, capacity * sizeof(*touched));
	if (!touched) {
		return false;
	}
	engine->touched = touched;
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
	engine->heads[scope] = (struct wb_heads){ 0 };
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
	if (sums->start[WB_LASTING(WB_COLUMN_INTERVAL)] != c->interval_start) {
		wb_count_begin(engine, scope, WB_COLUMN_INTERVAL,
		               c->interval_start);
	}
	if (sums->start[WB_LASTING(WB_COLUMN_DAY)] != c->day) {
		wb_count_begin(engine, scope, WB_COLUMN_DAY, c->day);
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
	engine->sums[scope]->person =
		kind == WB_SCOPE_AGENT || kind == WB_SCOPE_TEAM;
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

static uint32_t tier_scope(struct wb_engine *engine, int tier)
{
	char name[16];
	snprintf(name, sizeof(name), "%d", tier);
	return tier > 0 ? group_scope(engine, WB_SCOPE_TIER, wb_str(name))
	                : WB_NOBODY;
}

uint32_t wb_scopes_of_channel(struct wb_engine *engine, enum wb_channel channel)
{
	uint32_t *scope = &engine->channels[channel];
	if (*scope == WB_NOBODY) {
		*scope = group_scope(engine, WB_SCOPE_CHANNEL,
		                     wb_str(wb_channel_name(channel)));
		if (*scope != WB_NOBODY) {
			engine->scopes[*scope].number = (uint32_t)channel;
		}
	}
	return *scope;
}

static bool make_list_room(struct scope *scope)
{
	if (scope->queue_count < scope->queue_capacity) {
		return true;
	}
	uint32_t capacity = scope->queue_capacity * 2 + 4;
	uint32_t *grown = realloc(scope->queues, capacity * sizeof(*grown));
	if (!grown) {
		return false;
	}
	scope->queues = grown;
	scope->queue_capacity = capacity;
	return true;
}

/* The scope has the queue; there may be no such scope. */
static bool list_queue(struct wb_engine *engine, uint32_t number,
                       uint32_t queue)
{
	if (number == WB_NOBODY) {
		return true;
	}
	struct scope *scope = &engine->scopes[number];
	if (!make_list_room(scope)) {
		engine->out_of_memory++;
		return false;
	}
	scope->queues[scope->queue_count++] = queue;
	return true;
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
	scopes->site = group_scope(engine, WB_SCOPE_SITE, plan->site);
	scopes->tier = tier_scope(engine, plan->tier);
	scopes->channel = wb_scopes_of_channel(engine, plan->channel);
	return scopes->own != WB_NOBODY &&
	       list_queue(engine, scopes->own, queue) &&
	       list_queue(engine, scopes->department, queue) &&
	       list_queue(engine, scopes->site, queue) &&
	       list_queue(engine, scopes->tier, queue);
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
	scopes->site = plan ? group_scope(engine, WB_SCOPE_SITE, plan->site)
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
		engine->agents[agent] =
			(struct agent_scopes){ .crew = WB_NOBODY };
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
			(struct queue_scopes){ WB_NOBODY, WB_NOBODY, WB_NOBODY,
			                       WB_NOBODY, WB_NOBODY };
	}
	for (uint32_t i = 0; i < agents; i++) {
		engine->agents[i] = (struct agent_scopes){ .crew = WB_NOBODY };
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

/* Channels that were seen keep their scope. */
static void plan_channels(struct wb_engine *engine)
{
	for (int i = 0; i < WB_CHANNEL_COUNT; i++) {
		engine->channels[i] = WB_NOBODY;
	}
	for (uint32_t i = 0; i < engine->names.count; i++) {
		const struct scope *scope = &engine->scopes[i];
		if (scope->kind == WB_SCOPE_CHANNEL) {
			wb_scopes_of_channel(engine,
			                     (enum wb_channel)scope->number);
		}
	}
}

/* Everybody's scopes and borders as the plan has them. */
static bool plan_all(struct wb_engine *engine)
{
	/* Zones belong to the plan: calendars of the old one are gone. */
	engine->calendar_count = 0;
	engine->next_border = WB_NEVER;
	for (uint32_t i = 0; i < engine->names.count; i++) {
		engine->scopes[i].calendar = WB_NOBODY;
		engine->scopes[i].queue_count = 0;
	}
	plan_channels(engine);
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
		wb_sums_finish(engine->sums[i]);
		free(engine->sums[i]);
		free(engine->scopes[i].queues);
		free(engine->scopes[i].crews);
	}
	free(engine->scopes);
	free(engine->sums);
	free(engine->heads);
	free(engine->touched);
	free(engine->queues);
	free(engine->agents);
	free(engine->calendars);
	wb_crews_finish(&engine->crews);
	wb_names_finish(&engine->names);
}
