/*
 * How fast does the engine take events, and how much memory does it need? Two
 * busy hours of a large centre: 500 queues, 10,000 agents who serve five queues
 * each, 96,000 calls an hour of eight events each; every window slides, and the
 * history is taken as the daemon takes it. The second hour is measured, as
 * facts then leave the windows as fast as they come. Beside it, in the same
 * run, three hash look-ups an event alone: what any table of contacts, queues
 * and agents costs.
 *
 * Windows are worked out when somebody looks, so that is measured as well:
 * eight numbers of every queue and of the total in two windows, once when
 * nobody looked so far and once a second later, as a wall does.
 *
 *     meson test -C build --benchmark engine -v
 */

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "kpi/engine.h"

#define QUEUES 500
#define AGENTS 10000
#define SERVED 5
#define CALLS_AN_HOUR 96000
#define HOURS 2
#define CALLS (CALLS_AN_HOUR * HOURS)
#define EVENTS_A_CALL 8
#define EVENTS (CALLS * EVENTS_A_CALL)
#define START ((wb_ms)1763460000000)
/* as the daemon */
#define TAKE_HISTORY 20000

struct step {
	wb_ms t;
	enum wb_event_kind kind;
	int contact, queue, agent; /* -1 = none */
};

static struct wb_queue_plan queues[QUEUES];
static struct wb_agent_plan agents[AGENTS];
static char names[QUEUES + AGENTS][16];
static char groups[25][16];
static char contacts[CALLS][24];
static struct step steps[EVENTS];
static int step_count;

static void make_queues(const struct wb_queue_plan *defaults)
{
	for (int i = 0; i < QUEUES; i++) {
		snprintf(names[i], sizeof(names[i]), "q%d", i);
		queues[i] = *defaults;
		queues[i].name = wb_str(names[i]);
		queues[i].department = wb_str(groups[i % 20]);
		queues[i].site = wb_str(groups[20 + i % 5]);
		queues[i].tier = 1 + i % 2;
		queues[i].channel =
			i % 4 == 0 ? WB_CHANNEL_CHAT : WB_CHANNEL_VOICE;
	}
}

static struct wb_plan make_plan(void)
{
	struct wb_queue_plan defaults = {
		.time_zone = wb_str("UTC"),
		.service_level = { .threshold = 20 * WB_SECOND,
		                   .target_bp = 8000,
		                   .variant = WB_SL_OFFERED },
		.short_abandon = 5 * WB_SECOND,
	};
	for (int i = 0; i < 25; i++) {
		snprintf(groups[i], sizeof(groups[i]), "group%d", i);
	}
	make_queues(&defaults);
	for (int i = 0; i < AGENTS; i++) {
		char *name = names[QUEUES + i];
		snprintf(name, sizeof(names[0]), "a%d", i);
		agents[i] = (struct wb_agent_plan){
			.name = wb_str(name),
			.team = wb_str(groups[i % 20]),
			.site = wb_str(groups[20 + i % 5]),
		};
	}
	return (struct wb_plan){
		.time_zone = wb_str("UTC"),
		.interval = 30 * WB_MINUTE,
		.stale_limit = 4 * WB_HOUR,
		.defaults = defaults,
		.queues = queues,
		.queue_count = QUEUES,
		.agents = agents,
		.agent_count = AGENTS,
	};
}

static void add_step(wb_ms t, enum wb_event_kind kind, int contact, int queue,
                     int agent)
{
	steps[step_count++] = (struct step){ t, kind, contact, queue, agent };
}

/* Each agent has a call every 375 s and talks for 200 to 300 s. */
static void make_call(int i)
{
	int agent = i % AGENTS;
	int queue = (agent + i / AGENTS % SERVED * 7) % QUEUES;
	wb_ms t = START + WB_SECOND + (wb_ms)i * WB_HOUR / CALLS_AN_HOUR;
	wb_ms offered = t + 1000 + i * 7919LL % 25000;
	wb_ms answered = offered + 2000 + i * 104729LL % 5000;
	wb_ms ended = answered + 200000 + i * 15485863LL % 100000;
	snprintf(contacts[i], sizeof(contacts[i]), "%lld.%d",
	         (long long)t / 1000, i);
	add_step(t, WB_EV_CONTACT_STARTED, i, -1, -1);
	add_step(t + 3, WB_EV_QUEUE_ENTERED, i, queue, -1);
	add_step(offered, WB_EV_OFFER_STARTED, i, queue, agent);
	add_step(answered, WB_EV_OFFER_ENDED, i, queue, agent);
	add_step(answered + 2, WB_EV_SEGMENT_STARTED, i, queue, agent);
	add_step(ended, WB_EV_SEGMENT_ENDED, i, -1, agent);
	add_step(ended + 1, WB_EV_CONTACT_ENDED, i, -1, -1);
	add_step(ended + 15000, WB_EV_WRAPUP_ENDED, i, -1, agent);
}

static int by_time(const void *a, const void *b)
{
	const struct step *x = a, *y = b;
	return (x->t > y->t) - (x->t < y->t);
}

static void play(struct wb_engine *engine, const struct step *step)
{
	struct wb_event event;
	wb_event_init(&event, step->kind, step->t);
	if (step->contact >= 0) {
		event.contact = wb_str(contacts[step->contact]);
	}
	if (step->queue >= 0) {
		event.queue = queues[step->queue].name;
	}
	if (step->agent >= 0) {
		event.agent = agents[step->agent].name;
	}
	if (step->kind == WB_EV_OFFER_ENDED) {
		event.offer_result = WB_OFFER_ACCEPTED;
	} else if (step->kind == WB_EV_SEGMENT_ENDED) {
		event.wrapup_ms = 60 * WB_SECOND;
	}
	wb_engine_advance(engine, step->t);
	wb_engine_apply(engine, 0, &event);
	if (wb_engine_history_waiting(engine) > TAKE_HISTORY) {
		wb_engine_forget_history(engine);
	}
}

static void sign_in(struct wb_engine *engine)
{
	struct wb_str served[SERVED];
	wb_engine_advance(engine, START);
	for (int i = 0; i < AGENTS; i++) {
		struct wb_event event;
		wb_event_init(&event, WB_EV_AGENT_SIGNED_IN, START);
		event.agent = agents[i].name;
		for (int k = 0; k < SERVED; k++) {
			served[k] = queues[(i + 7 * k) % QUEUES].name;
		}
		event.queues = (struct wb_queue_list){ served, SERVED };
		wb_engine_apply(engine, 0, &event);
	}
}

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Open addressing, a quarter full; the key is the value. */
#define SLOTS (1u << 20)
static uint64_t table[3][SLOTS];

static uint64_t slot_of(uint64_t key)
{
	return key * 0x9e3779b97f4a7c15u >> 44;
}

static uint64_t look_up(int which, uint64_t key)
{
	uint64_t i = slot_of(key);
	while (table[which][i & (SLOTS - 1)] != key) {
		i++;
	}
	return i;
}

static void put(int which, uint64_t key)
{
	uint64_t i = slot_of(key);
	while (table[which][i & (SLOTS - 1)] != 0 &&
	       table[which][i & (SLOTS - 1)] != key) {
		i++;
	}
	table[which][i & (SLOTS - 1)] = key;
}

/* Events a second when each is three look-ups and nothing else. */
static double measure_limit(void)
{
	uint64_t found = 0;
	for (int i = 0; i < EVENTS; i++) {
		put(0, (uint64_t)steps[i].contact + 1);
		put(1, (uint64_t)(steps[i].contact % QUEUES) + 1);
		put(2, (uint64_t)(steps[i].contact % AGENTS) + 1);
	}
	double begun = seconds();
	for (int i = 0; i < EVENTS; i++) {
		int contact = steps[i].contact;
		found += look_up(0, (uint64_t)contact + 1);
		found += look_up(1, (uint64_t)(contact % QUEUES) + 1);
		found += look_up(2, (uint64_t)(contact % AGENTS) + 1);
	}
	double took = seconds() - begun;
	return found == 0 ? 0 : EVENTS / took;
}

/* Milliseconds of a look at all queues and the total. */
static double look(struct wb_engine *engine)
{
	static const char *const names_of[] = {
		"offered",   "answered",     "service_level",
		"wait_p90",  "average_talk", "average_handle_time",
		"occupancy", "handled",
	};
	static const enum wb_window windows[] = { WB_WINDOW_15M, WB_WINDOW_1H };
	double begun = seconds();
	for (int k = 0; k < 8; k++) {
		const struct wb_kpi *kpi = wb_kpi_find(wb_str(names_of[k]));
		for (uint32_t q = 0; kpi && q <= QUEUES; q++) {
			uint32_t scope =
				q < QUEUES ? wb_engine_queue_scope(engine, q)
					   : wb_engine_scope(engine,
			                                     wb_str("total"));
			for (int w = 0; w < 2; w++) {
				wb_engine_read(engine, kpi, scope, windows[w]);
			}
		}
	}
	return (seconds() - begun) * 1e3;
}

static size_t in_use(void)
{
	struct mallinfo2 info = mallinfo2();
	return info.uordblks + info.hblkhd;
}

int main(void)
{
	struct wb_plan plan = make_plan();
	for (int i = 0; i < CALLS; i++) {
		make_call(i);
	}
	qsort(steps, EVENTS, sizeof(steps[0]), by_time);
	double limit = measure_limit();
	size_t before = in_use();
	struct wb_engine *engine = wb_engine_create();
	if (!engine || !wb_engine_set_plan(engine, &plan)) {
		return EXIT_FAILURE;
	}
	sign_in(engine);
	int half = 0;
	while (half < EVENTS && steps[half].t < START + WB_HOUR) {
		play(engine, &steps[half++]);
	}
	int end = half;
	double begun = seconds();
	while (end < EVENTS && steps[end].t < START + 2 * WB_HOUR) {
		play(engine, &steps[end++]);
	}
	double rate = (end - half) / (seconds() - begun);
	printf("engine: %.2f M events/s on one core, without parsing; %.3f of "
	       "three hash look-ups (%.0f M/s)\n",
	       rate / 1e6, rate / limit, limit / 1e6);
	wb_engine_forget_history(engine);
	printf("memory: %.0f MB for %d queues, %d agents, %d events in the "
	       "hour\n",
	       (double)(in_use() - before) / 1e6, QUEUES, AGENTS, end - half);
	double first = look(engine);
	wb_engine_advance(engine, wb_engine_now(engine) + WB_SECOND);
	printf("a look at %d numbers: %.1f ms when nobody looked before, %.1f "
	       "ms a second later\n",
	       8 * 2 * (QUEUES + 1), first, look(engine));
	wb_engine_destroy(engine);
	return EXIT_SUCCESS;
}
