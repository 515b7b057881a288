/*
 * How long does the daemon stand still for a checkpoint, and how large is it?
 * An hour of a large centre: 500 queues, 10,000 agents, 33 calls a second, and
 * 20,000 contacts open in the end.
 *
 *     meson test -C build --benchmark checkpoint -v
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kpi/save.h"

#define QUEUES 500
#define AGENTS 10000
#define OPEN 20000
#define CALLS_A_SECOND 33
#define START ((wb_ms)1763460000000)

static struct wb_queue_plan queues[QUEUES];
static struct wb_agent_plan agents[AGENTS];
static char names[QUEUES + AGENTS][16];
static char groups[20][16];

static struct wb_plan make_plan(void)
{
	for (int i = 0; i < 20; i++) {
		snprintf(groups[i], sizeof(groups[i]), "group%d", i);
	}
	struct wb_queue_plan queue = {
		.time_zone = wb_str("UTC"),
		.service_level = { .threshold = 20 * WB_SECOND,
		                   .target_bp = 8000,
		                   .variant = WB_SL_OFFERED },
		.short_abandon = 5 * WB_SECOND,
	};
	for (int i = 0; i < QUEUES; i++) {
		snprintf(names[i], sizeof(names[i]), "q%d", i);
		queues[i] = queue;
		queues[i].name = wb_str(names[i]);
		queues[i].department = wb_str(groups[i % 20]);
	}
	for (int i = 0; i < AGENTS; i++) {
		char *name = names[QUEUES + i];
		snprintf(name, sizeof(names[0]), "a%d", i);
		agents[i] = (struct wb_agent_plan){
			.name = wb_str(name),
			.team = wb_str(groups[i % 20]),
		};
	}
	return (struct wb_plan){
		.time_zone = wb_str("UTC"),
		.interval = 30 * WB_MINUTE,
		.stale_limit = 4 * WB_HOUR,
		.defaults = queue,
		.queues = queues,
		.queue_count = QUEUES,
		.agents = agents,
		.agent_count = AGENTS,
	};
}

static void play(struct wb_engine *engine, enum wb_event_kind kind, wb_ms t,
                 int contact, int queue, int agent)
{
	struct wb_event event;
	char id[32];
	snprintf(id, sizeof(id), "%lld.%d", (long long)START / 1000, contact);
	wb_event_init(&event, kind, t);
	event.contact = contact < 0 ? (struct wb_str){ 0 } : wb_str(id);
	event.queue = queue < 0 ? (struct wb_str){ 0 } : queues[queue].name;
	event.agent = agent < 0 ? (struct wb_str){ 0 } : agents[agent].name;
	wb_engine_advance(engine, t);
	wb_engine_apply(engine, 0, &event);
}

static void play_hour(struct wb_engine *engine)
{
	int contact = 0;
	for (int i = 0; i < AGENTS; i++) {
		play(engine, WB_EV_AGENT_SIGNED_IN, START, -1, -1, i);
	}
	for (int s = 1; s < 3600; s++) {
		wb_ms t = START + s * WB_SECOND;
		for (int i = 0; i < CALLS_A_SECOND; i++, contact++) {
			int agent = contact % AGENTS, queue = agent % QUEUES;
			if (contact >= AGENTS) {
				play(engine, WB_EV_SEGMENT_ENDED, t,
				     contact - AGENTS, -1, agent);
			}
			play(engine, WB_EV_QUEUE_ENTERED, t, contact, queue,
			     -1);
			play(engine, WB_EV_SEGMENT_STARTED, t, contact, queue,
			     agent);
		}
		if (s % 600 == 0) {
			wb_engine_forget_history(engine);
		}
	}
	for (int i = AGENTS; i < OPEN; i++) {
		play(engine, WB_EV_QUEUE_ENTERED, START + WB_HOUR, contact + i,
		     i % QUEUES, -1);
	}
	wb_engine_forget_history(engine);
}

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(void)
{
	struct wb_plan plan = make_plan();
	struct wb_engine *engine = wb_engine_create();
	struct wb_engine *loaded = wb_engine_create();
	struct wb_buf bytes = { 0 };
	if (!engine || !loaded || !wb_engine_set_plan(engine, &plan)) {
		return EXIT_FAILURE;
	}
	play_hour(engine);
	double begun = seconds();
	bool saved = wb_engine_save(engine, &bytes);
	double middle = seconds();
	bool taken = saved && wb_engine_load(loaded, &plan, wb_buf_str(&bytes));
	double ended = seconds();
	printf("checkpoint of %d queues, %d agents, %d open contacts: %.1f MB, "
	       "save %.0f ms, load %.0f ms\n",
	       QUEUES, AGENTS, OPEN, (double)bytes.len / 1e6,
	       (middle - begun) * 1e3, (ended - middle) * 1e3);
	wb_buf_finish(&bytes);
	wb_engine_destroy(engine);
	wb_engine_destroy(loaded);
	return taken ? EXIT_SUCCESS : EXIT_FAILURE;
}
