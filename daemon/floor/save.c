/* The whole state of a floor, field by field, for both directions. */

#include "floor/save.h"

#include <string.h>

#include "floor/transfer.h"

/* Bytes of a name of the outside. */
#define NAME_MAX_BYTES 1024

/* A name that comes twice would not get the next number. */
static void transfer_queues(struct wb_codec *codec, struct wb_floor *floor)
{
	uint32_t i = 0;
	while (wb_codec_more(codec, i < floor->queue_names.count)) {
		struct wb_str name = { NULL, 0 };
		if (!wb_codec_reads(codec)) {
			name = wb_names_get(&floor->queue_names, i);
		}
		wb_codec_str(codec, &name, NAME_MAX_BYTES);
		if (wb_codec_reads(codec)) {
			wb_codec_check(
				codec,
				wb_names_find(&floor->queue_names, name) ==
						WB_NAMES_NONE &&
					wb_floor_add_queue(
						floor, name,
						&floor->plan->defaults) == i);
		}
		if (!codec->failed) {
			wb_codec_number(codec, &floor->queues[i].feed,
			                WB_FEEDS_MAX);
		}
		i++;
	}
	wb_codec_u32(codec, &floor->strange_queues, WB_UNCONFIGURED_QUEUES_MAX);
}

static void transfer_agents(struct wb_codec *codec, struct wb_floor *floor)
{
	uint32_t i = 0;
	while (wb_codec_more(codec, i < floor->agent_names.count)) {
		struct wb_str name = { NULL, 0 };
		if (!wb_codec_reads(codec)) {
			name = wb_names_get(&floor->agent_names, i);
		}
		wb_codec_str(codec, &name, NAME_MAX_BYTES);
		if (wb_codec_reads(codec)) {
			wb_codec_check(codec,
			               wb_names_find(&floor->agent_names,
			                             name) == WB_NAMES_NONE &&
			                       wb_floor_add_agent(floor, name,
			                                          NULL) == i);
		}
		i++;
	}
	wb_codec_u32(codec, &floor->strange_agents, WB_UNCONFIGURED_AGENTS_MAX);
}

static void transfer_words(struct wb_codec *codec, struct wb_floor *floor)
{
	uint32_t i = 0;
	while (wb_codec_more(codec, i < floor->words.count)) {
		struct wb_str name = { NULL, 0 };
		if (!wb_codec_reads(codec)) {
			name = wb_names_get(&floor->words, i);
		}
		wb_codec_str(codec, &name, NAME_MAX_BYTES);
		if (wb_codec_reads(codec)) {
			wb_codec_check(codec,
			               wb_names_add(&floor->words, name) == i);
		}
		i++;
	}
}

/* How many there are of what a timer is about. */
static uint32_t subjects_of(const struct wb_floor *floor, uint32_t what)
{
	switch (what) {
	case TIMER_AGENT:
		return floor->agent_names.count;
	case TIMER_PROMISE:
		return floor->promises.used;
	default:
		return floor->contacts.used;
	}
}

static void transfer_timer(struct wb_codec *codec, const struct wb_floor *floor,
                           struct wb_timer_entry *timer)
{
	wb_codec_time(codec, &timer->due);
	wb_codec_u64(codec, &timer->order);
	timer->what = wb_codec_enum(codec, timer->what, TIMER_COUNT);
	wb_codec_u32(codec, &timer->subject, UINT32_MAX);
	wb_codec_check(codec, timer->subject < subjects_of(floor, timer->what));
	wb_codec_u64(codec, &timer->check);
}

/* As they lie, since the order of equal instants is part of the state. */
static void transfer_timers(struct wb_codec *codec, struct wb_floor *floor)
{
	struct wb_timers *timers = &floor->timers;
	struct wb_timers_cursor cursor = { 0 };
	const struct wb_timer_entry *next = NULL;
	wb_codec_i64(codec, &timers->turn, 0,
	             WB_CODEC_TIME_END / WB_TIMERS_SLOT + 1);
	if (!wb_codec_reads(codec)) {
		next = wb_timers_walk(timers, &cursor);
	}
	while (wb_codec_more(codec, next != NULL)) {
		struct wb_timer_entry timer = { 0 };
		if (!wb_codec_reads(codec)) {
			timer = *next;
			next = wb_timers_walk(timers, &cursor);
		}
		transfer_timer(codec, floor, &timer);
		if (wb_codec_reads(codec)) {
			wb_codec_check(codec, !codec->failed &&
			                              wb_timers_restore(
							      timers, &timer));
		}
	}
	wb_codec_u64(codec, &timers->next_order);
}

static void transfer_counters(struct wb_codec *codec, struct wb_floor *floor)
{
	for (int i = 0; i < WB_ANOMALY_COUNT; i++) {
		wb_codec_u64(codec, &floor->counters.anomalies[i]);
	}
	wb_codec_u64(codec, &floor->counters.lost_entries);
	wb_codec_u64(codec, &floor->counters.lost_segments);
	wb_codec_u64(codec, &floor->counters.visits_dropped);
	wb_codec_u64(codec, &floor->next_serial);
	for (int i = 0; i < WB_FEEDS_MAX; i++) {
		wb_codec_bool(codec, &floor->feeds[i].in_snapshot);
		wb_codec_u64(codec, &floor->feeds[i].generation);
	}
}

void wb_floor_transfer(struct wb_floor *floor, struct wb_codec *codec,
                       const struct wb_plan *plan)
{
	if (wb_codec_reads(codec)) {
		floor->plan = plan;
	}
	wb_codec_time(codec, &floor->now);
	transfer_counters(codec, floor);
	transfer_queues(codec, floor);
	transfer_agents(codec, floor);
	wb_transfer_reasons(codec, floor);
	transfer_words(codec, floor);
	wb_transfer_contacts(codec, floor);
	if (!codec->failed) {
		wb_transfer_promises(codec, floor);
		wb_transfer_visits(codec, floor);
		wb_transfer_agents(codec, floor);
	}
	transfer_timers(codec, floor);
	wb_repeats_transfer(&floor->repeats, codec);
	if (codec->failed || !wb_codec_reads(codec)) {
		return;
	}
	uint32_t queues = floor->queue_names.count;
	uint32_t agents = floor->agent_names.count;
	wb_codec_check(codec, wb_floor_set_plan(floor, plan) &&
	                              floor->queue_names.count == queues &&
	                              floor->agent_names.count == agents);
	wb_contact_put_all_away(floor);
}
