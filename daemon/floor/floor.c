#include "floor/floor.h"

#include <stdlib.h>
#include <string.h>

#include "floor/promise.h"
#include "floor/stay.h"
#include "floor/visit.h"

const char *wb_anomaly_name(enum wb_anomaly anomaly)
{
	static const char *const names[WB_ANOMALY_COUNT] = {
		[WB_ANOMALY_NO_ENTRY] = "no_entry",
		[WB_ANOMALY_NO_SEGMENT] = "no_segment",
		[WB_ANOMALY_NO_CONTACT] = "no_contact",
		[WB_ANOMALY_NOT_RESUMED] = "not_resumed",
		[WB_ANOMALY_CONTACTS_FULL] = "contacts_full",
		[WB_ANOMALY_NAMES_FULL] = "names_full",
		[WB_ANOMALY_REPEATED] = "repeated",
		[WB_ANOMALY_BACKWARDS] = "backwards",
		[WB_ANOMALY_NO_PROMISE] = "no_promise",
		[WB_ANOMALY_PROMISES_FULL] = "promises_full",
		[WB_ANOMALY_TOPICS_FULL] = "topics_full",
		[WB_ANOMALY_REASONS_FULL] = "reasons_full",
	};
	return names[anomaly];
}

wb_ms wb_floor_span(struct wb_floor *floor, wb_ms start, wb_ms end)
{
	if (end >= start) {
		return end - start;
	}
	anomaly(floor, WB_ANOMALY_BACKWARDS);
	return 0;
}

enum wb_channel wb_floor_channel(const struct wb_floor *floor, uint32_t contact,
                                 uint32_t queue)
{
	const struct floor_contact *c =
		contact == WB_POOL_NONE ? NULL : contact_at(floor, contact);
	if (c && c->entry_channel < WB_CHANNEL_COUNT) {
		return (enum wb_channel)c->entry_channel;
	}
	if (c && c->has_started_channel) {
		return c->started_channel;
	}
	return queue == WB_NOBODY ? WB_CHANNEL_VOICE
	                          : floor->queues[queue].plan.channel;
}

void wb_floor_tell(struct wb_floor *floor, const struct wb_fact *fact)
{
	floor->sink->fact(floor->user, fact);
}

void wb_floor_emit(struct wb_floor *floor, uint32_t contact,
                   struct wb_fact *fact)
{
	if (fact->sign > 0) {
		fact->channel = wb_floor_channel(floor, contact, fact->queue);
	}
	struct wb_fact told = *fact;
	told.contact = (struct wb_str){ NULL, 0 };
	if (contact != WB_POOL_NONE) {
		const struct floor_contact *c = contact_at(floor, contact);
		told.contact = (struct wb_str){ c->id, c->id_len };
		told.feed = c->feed;
	}
	wb_floor_tell(floor, &told);
}

struct wb_floor *wb_floor_create(const struct wb_fact_sink *sink, void *user)
{
	struct wb_floor *floor = calloc(1, sizeof(*floor));
	if (!floor) {
		return NULL;
	}
	floor->sink = sink;
	floor->user = user;
	floor->contacts.element_size = sizeof(struct floor_card);
	floor->bodies.element_size = sizeof(struct floor_contact);
	wb_buf_init(&floor->packing, 0);
	floor->offers.element_size = sizeof(struct floor_offer);
	floor->works.element_size = sizeof(struct floor_work);
	floor->words.limit = WB_WORDS_MAX;
	wb_timers_init(&floor->timers);
	for (int i = 0; i < WB_CHANNEL_COUNT; i++) {
		floor->channels[i].oldest = WB_POOL_NONE;
		floor->channels[i].newest = WB_POOL_NONE;
		floor->callbacks[i].oldest = WB_POOL_NONE;
		floor->callbacks[i].newest = WB_POOL_NONE;
	}
	floor->tolds.element_size = sizeof(struct floor_told);
	floor->stays.element_size = sizeof(struct floor_stay);
	floor->ratings.element_size = sizeof(struct floor_rating);
	floor->promises.element_size = sizeof(struct floor_promise);
	floor->visits.pool.element_size = sizeof(struct floor_visit);
	floor->visits.next = WB_NEVER;
	return floor;
}

void wb_floor_destroy(struct wb_floor *floor)
{
	if (!floor) {
		return;
	}
	for (uint32_t i = 0; i < floor->contacts.used; i++) {
		wb_contact_free_card(card_at(floor, i));
	}
	for (uint32_t i = 0; i < wb_floor_agent_count(floor); i++) {
		wb_timeline_finish(&floor->agents[i].line);
		free(floor->agents[i].queues);
	}
	wb_pool_finish(&floor->contacts);
	wb_pool_finish(&floor->bodies);
	wb_buf_finish(&floor->packing);
	wb_pool_finish(&floor->offers);
	wb_pool_finish(&floor->works);
	wb_pool_finish(&floor->ratings);
	wb_pool_finish(&floor->tolds);
	wb_pool_finish(&floor->stays);
	wb_promise_finish(floor);
	wb_visit_finish(floor);
	wb_timers_finish(&floor->timers);
	wb_names_finish(&floor->queue_names);
	wb_names_finish(&floor->agent_names);
	wb_names_finish(&floor->words);
	wb_names_finish(&floor->reasons);
	wb_names_finish(&floor->codes);
	free(floor->steps);
	free(floor->dones);
	free(floor->buckets);
	free(floor->queues);
	free(floor->agents);
	free(floor);
}

/* Room for element `number` in an array; new elements are zeroed. */
static bool make_room(void **array, uint32_t *capacity, uint32_t number,
                      size_t size)
{
	if (number < *capacity) {
		return true;
	}
	uint32_t wanted = *capacity + *capacity / 4 + 64;
	char *grown = realloc(*array, wanted * size);
	if (!grown) {
		return false;
	}
	memset(grown + *capacity * size, 0, (wanted - *capacity) * size);
	*array = grown;
	*capacity = wanted;
	return true;
}

uint32_t wb_floor_add_queue(struct wb_floor *floor, struct wb_str name,
                            const struct wb_queue_plan *plan)
{
	uint32_t number = floor->queue_names.count;
	if (!make_room((void **)&floor->queues, &floor->queue_capacity, number,
	               sizeof(*floor->queues)) ||
	    wb_names_add(&floor->queue_names, name) == WB_NAMES_NONE) {
		return WB_NOBODY;
	}
	struct floor_queue *queue = &floor->queues[number];
	*queue = (struct floor_queue){
		.plan = *plan,
		.feed = WB_NOBODY,
		.line = { WB_POOL_NONE, WB_POOL_NONE, 0, 0 },
		.apart = { WB_POOL_NONE, WB_POOL_NONE, 0, 0 },
		.callbacks = { WB_POOL_NONE, WB_POOL_NONE },
	};
	queue->plan.name = wb_names_get(&floor->queue_names, number);
	return number;
}

uint32_t wb_floor_queue_number(struct wb_floor *floor, struct wb_str name)
{
	uint32_t number = wb_names_find(&floor->queue_names, name);
	if (number != WB_NAMES_NONE) {
		return number;
	}
	if (floor->strange_queues >= WB_UNCONFIGURED_QUEUES_MAX) {
		return WB_NOBODY;
	}
	floor->strange_queues++;
	return wb_floor_add_queue(floor, name, &floor->plan->defaults);
}

uint32_t wb_floor_add_agent(struct wb_floor *floor, struct wb_str name,
                            const struct wb_agent_plan *plan)
{
	uint32_t number = floor->agent_names.count;
	if (!make_room((void **)&floor->agents, &floor->agent_capacity, number,
	               sizeof(*floor->agents)) ||
	    wb_names_add(&floor->agent_names, name) == WB_NAMES_NONE) {
		return WB_NOBODY;
	}
	struct floor_agent *agent = &floor->agents[number];
	*agent = (struct floor_agent){
		.plan = plan,
		.shown.reason = WB_NOBODY,
	};
	wb_timeline_init(&agent->line);
	return number;
}

uint32_t wb_floor_agent_number(struct wb_floor *floor, struct wb_str name)
{
	uint32_t number = wb_names_find(&floor->agent_names, name);
	if (number != WB_NAMES_NONE) {
		return number;
	}
	if (floor->strange_agents >= WB_UNCONFIGURED_AGENTS_MAX) {
		return WB_NOBODY;
	}
	floor->strange_agents++;
	return wb_floor_add_agent(floor, name, NULL);
}

static void plan_queue(struct wb_floor *floor, uint32_t queue,
                       const struct wb_queue_plan *plan)
{
	floor->queues[queue].plan = *plan;
	floor->queues[queue].plan.name =
		wb_names_get(&floor->queue_names, queue);
}

static bool plan_queues(struct wb_floor *floor, const struct wb_plan *plan)
{
	for (uint32_t i = 0; i < floor->queue_names.count; i++) {
		plan_queue(floor, i, &plan->defaults);
	}
	for (int i = 0; i < plan->queue_count; i++) {
		const struct wb_queue_plan *queue = &plan->queues[i];
		uint32_t number =
			wb_names_find(&floor->queue_names, queue->name);
		if (number != WB_NAMES_NONE) {
			plan_queue(floor, number, queue);
		} else if (wb_floor_add_queue(floor, queue->name, queue) ==
		           WB_NOBODY) {
			return false;
		}
	}
	return true;
}

static bool plan_agents(struct wb_floor *floor, const struct wb_plan *plan)
{
	for (uint32_t i = 0; i < floor->agent_names.count; i++) {
		floor->agents[i].plan = NULL;
	}
	for (int i = 0; i < plan->agent_count; i++) {
		const struct wb_agent_plan *agent = &plan->agents[i];
		uint32_t number =
			wb_names_find(&floor->agent_names, agent->name);
		if (number != WB_NAMES_NONE) {
			floor->agents[number].plan = agent;
		} else if (wb_floor_add_agent(floor, agent->name, agent) ==
		           WB_NOBODY) {
			return false;
		}
	}
	return true;
}

bool wb_floor_set_plan(struct wb_floor *floor, const struct wb_plan *plan)
{
	floor->plan = plan;
	if (floor->visits.within != plan->repeat_within) {
		floor->visits.within = plan->repeat_within;
		wb_visit_look_ahead(floor);
	}
	return plan_queues(floor, plan) && plan_agents(floor, plan);
}

wb_ms wb_floor_next_change(const struct wb_floor *floor)
{
	wb_ms timer = wb_timers_next(&floor->timers);
	return timer < floor->visits.next ? timer : floor->visits.next;
}

uint32_t wb_floor_queue_count(const struct wb_floor *floor)
{
	return floor->queue_names.count;
}

uint32_t wb_floor_agent_count(const struct wb_floor *floor)
{
	return floor->agent_names.count;
}

struct wb_str wb_floor_queue_name(const struct wb_floor *floor, uint32_t queue)
{
	return wb_names_get(&floor->queue_names, queue);
}

struct wb_str wb_floor_agent_name(const struct wb_floor *floor, uint32_t agent)
{
	return wb_names_get(&floor->agent_names, agent);
}

const struct wb_queue_plan *wb_floor_queue_plan(const struct wb_floor *floor,
                                                uint32_t queue)
{
	return &floor->queues[queue].plan;
}

const struct wb_agent_plan *wb_floor_agent_plan(const struct wb_floor *floor,
                                                uint32_t agent)
{
	return floor->agents[agent].plan;
}

static wb_ms oldest_of(const struct wb_floor *floor,
                       const struct floor_line *line)
{
	return line->oldest == WB_POOL_NONE
	               ? WB_NEVER
	               : contact_at(floor, line->oldest)->entry.entered;
}

static struct wb_queue_now line_now(const struct wb_floor *floor,
                                    const struct floor_line *line)
{
	return (struct wb_queue_now){
		.waiting = line->waiting,
		.waiting_late = line->late,
		.oldest = oldest_of(floor, line),
		.oldest_callback = WB_NEVER,
	};
}

static void note_oldest(const struct wb_floor *floor,
                        const struct floor_callbacks *line, wb_ms *oldest)
{
	if (line->oldest != WB_POOL_NONE) {
		wb_ms promised =
			promise_at(floor, line->oldest)->settled.promised_at;
		*oldest = promised < *oldest ? promised : *oldest;
	}
}

uint32_t wb_floor_queue_feed(const struct wb_floor *floor, uint32_t queue)
{
	return floor->queues[queue].feed;
}

uint32_t wb_floor_agent_feed(const struct wb_floor *floor, uint32_t agent)
{
	return floor->agents[agent].feed;
}

void wb_floor_queue_now(const struct wb_floor *floor, uint32_t queue,
                        struct wb_queue_now *ret_now)
{
	const struct floor_queue *q = &floor->queues[queue];
	*ret_now = line_now(floor, &q->line);
	ret_now->oldest_callback = oldest_of(floor, &q->apart);
	note_oldest(floor, &q->callbacks, &ret_now->oldest_callback);
}

static bool tell_line(const struct wb_floor *floor, uint32_t first, int line,
                      bool (*fn)(void *user, const struct wb_waiting *waiting),
                      void *user)
{
	bool more = true;
	for (uint32_t i = first; i != WB_POOL_NONE && more;) {
		const struct floor_contact *c = contact_at(floor, i);
		struct wb_waiting waiting = {
			.contact = { c->id, c->id_len },
			.feed = c->feed,
			.queue = c->entry.queue,
			.channel = c->entry.channel,
			.entered = c->entry.entered,
			.late = c->entry.late,
			.callback = line == LINE_APART,
		};
		more = fn(user, &waiting);
		i = c->entry.neighbours[line].newer;
	}
	return more;
}

void wb_floor_waiting(const struct wb_floor *floor, uint32_t queue,
                      bool (*fn)(void *user, const struct wb_waiting *waiting),
                      void *user)
{
	const struct floor_queue *q = &floor->queues[queue];
	if (tell_line(floor, q->line.oldest, LINE_QUEUE, fn, user)) {
		tell_line(floor, q->apart.oldest, LINE_APART, fn, user);
	}
}

void wb_floor_channel_now(const struct wb_floor *floor, enum wb_channel channel,
                          struct wb_queue_now *ret_now)
{
	*ret_now = line_now(floor, &floor->channels[channel]);
	note_oldest(floor, &floor->callbacks[channel],
	            &ret_now->oldest_callback);
	for (uint32_t i = 0;
	     channel == WB_CHANNEL_CALLBACK && i < floor->queue_names.count;
	     i++) {
		wb_ms oldest = oldest_of(floor, &floor->queues[i].apart);
		if (oldest < ret_now->oldest_callback) {
			ret_now->oldest_callback = oldest;
		}
	}
}

static bool is_stray(const struct wb_floor *floor,
                     const struct floor_settled *callback, struct wb_str site)
{
	if (callback->queue != WB_NOBODY || callback->agent == WB_NOBODY) {
		return false;
	}
	const struct wb_agent_plan *plan = floor->agents[callback->agent].plan;
	return plan && plan->site.len > 0 && wb_str_equal(plan->site, site);
}

wb_ms wb_floor_stray_callback(const struct wb_floor *floor, struct wb_str site)
{
	wb_ms oldest = WB_NEVER;
	for (int c = 0; c < WB_CHANNEL_COUNT; c++) {
		uint32_t i = floor->callbacks[c].oldest;
		while (i != WB_POOL_NONE) {
			const struct floor_promise *p = promise_at(floor, i);
			if (is_stray(floor, &p->settled, site) &&
			    p->settled.promised_at < oldest) {
				oldest = p->settled.promised_at;
			}
			i = p->neighbours[CALLBACKS_OF_CHANNEL].newer;
		}
	}
	return oldest;
}

void wb_floor_count(const struct wb_floor *floor,
                    struct wb_floor_counters *ret_counters)
{
	*ret_counters = floor->counters;
	ret_counters->contacts = floor->contact_count;
	ret_counters->promises = floor->promise_count;
	ret_counters->visits = floor->visits.count;
}
