/*
 * What do the alerts cost? The same events through the engine alone, and
 * through the engine with the rules that hold when none are configured: a month
 * of a small centre as an import replays it, and the second of two busy hours
 * of a large one.
 *
 *     meson test -C build --benchmark alerts -v
 */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "alert/alert.h"
#include "config/config.h"

#define START ((wb_ms)1763424000000) /* Tuesday 2025-11-18 00:00 UTC */
#define EVENTS_A_CALL 6
#define DAY (24 * WB_HOUR)
#define TAKE_HISTORY 20000

struct load {
	const char *name;
	int queues, agents, calls;
	wb_ms a_day; /* in which a day's calls come */
	int days;
	wb_ms from; /* measured from then on */
};

static const struct load loads[] = {
	{ "a month, 100,000 calls", 20, 100, 100000, 10 * WB_HOUR, 31, 0 },
	{ "an hour of 96,000 calls", 500, 10000, 192000, 2 * WB_HOUR, 1,
	  WB_HOUR },
};

struct step {
	wb_ms t;
	enum wb_event_kind kind;
	int call, queue, agent; /* -1 = none */
};

static struct wb_queue_plan queues[500];
static struct wb_agent_plan agents[10000];
static char names[10500][16];

static void make_plan(const struct load *load, struct wb_plan *ret_plan,
                      const struct wb_alert_plan *alerts)
{
	struct wb_queue_plan defaults = {
		.time_zone = wb_str("UTC"),
		.service_level = { .threshold = 20 * WB_SECOND,
		                   .target_bp = 8000,
		                   .variant = WB_SL_OFFERED },
		.short_abandon = 5 * WB_SECOND,
	};
	for (int i = 0; i < load->queues; i++) {
		snprintf(names[i], sizeof(names[i]), "q%d", i);
		queues[i] = defaults;
		queues[i].name = wb_str(names[i]);
		queues[i].department = wb_str(i % 2 ? "odd" : "even");
	}
	for (int i = 0; i < load->agents; i++) {
		char *name = names[load->queues + i];
		snprintf(name, sizeof(names[0]), "a%d", i);
		agents[i] = (struct wb_agent_plan){ .name = wb_str(name) };
	}
	*ret_plan = (struct wb_plan){
		.time_zone = wb_str("UTC"),
		.interval = 30 * WB_MINUTE,
		.stale_limit = 4 * WB_HOUR,
		.defaults = defaults,
		.queues = queues,
		.queue_count = load->queues,
		.agents = agents,
		.agent_count = load->agents,
		.alerts = alerts,
	};
}

static int by_time(const void *a, const void *b)
{
	const struct step *x = a, *y = b;
	return (x->t > y->t) - (x->t < y->t);
}

/* One in eight waits too long, and one in thirty gives up. */
static void make_call(const struct load *load, int i, struct step *s)
{
	int a_day = load->calls / load->days;
	int queue = i % load->queues, agent = i % load->agents;
	wb_ms t = START + i / a_day * DAY + 6 * WB_HOUR * (load->days > 1) +
	          i % a_day * load->a_day / a_day;
	wb_ms offered = t + 500 + (i * 7919LL % 16000) * (i % 8 ? 1 : 3);
	wb_ms answered = offered + 2000 + i * 104729LL % 5000;
	wb_ms ended = answered + 100000 + i * 15485863LL % 200000;
	s[0] = (struct step){ t, WB_EV_QUEUE_ENTERED, i, queue, -1 };
	s[1] = (struct step){ offered, WB_EV_OFFER_STARTED, i, queue, agent };
	s[2] = (struct step){ answered, WB_EV_SEGMENT_STARTED, i, queue,
		              agent };
	s[3] = (struct step){ ended, WB_EV_SEGMENT_ENDED, i, -1, agent };
	s[4] = (struct step){ ended + 1, WB_EV_CONTACT_ENDED, i, -1, -1 };
	s[5] = (struct step){ ended + 20000, WB_EV_WRAPUP_ENDED, i, -1, agent };
	if (i % 30 == 7) {
		s[2] = (struct step){ answered, WB_EV_QUEUE_LEFT, i, queue,
			              -1 };
		s[3].kind = WB_EV_CONTACT_ENDED;
	}
}

static void play(struct wb_engine *engine, struct wb_alerts *alerts,
                 const struct step *step)
{
	struct wb_event event;
	char contact[16];
	wb_event_init(&event, step->kind, step->t);
	if (step->call >= 0 && step->kind != WB_EV_WRAPUP_ENDED) {
		snprintf(contact, sizeof(contact), "%d", step->call);
		event.contact = wb_str(contact);
	}
	if (step->queue >= 0) {
		event.queue = queues[step->queue].name;
	}
	if (step->agent >= 0 && step->kind != WB_EV_CONTACT_ENDED) {
		event.agent = agents[step->agent].name;
	}
	if (step->kind == WB_EV_SEGMENT_ENDED) {
		event.wrapup_ms = 60 * WB_SECOND;
	} else if (step->kind == WB_EV_QUEUE_LEFT) {
		event.outcome = WB_OUTCOME_ABANDONED;
	}
	if (alerts) {
		wb_alerts_advance(alerts, step->t);
	} else {
		wb_engine_advance(engine, step->t);
	}
	wb_engine_apply(engine, 0, &event);
	if (wb_engine_history_waiting(engine) > TAKE_HISTORY) {
		wb_engine_forget_history(engine);
	}
}

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void sign_in(struct wb_engine *engine, const struct load *load)
{
	wb_engine_advance(engine, START);
	for (int i = 0; i < load->agents; i++) {
		struct wb_str served[2] = {
			queues[i % load->queues].name,
			queues[(i + 7) % load->queues].name
		};
		struct wb_event event;
		wb_event_init(&event, WB_EV_AGENT_SIGNED_IN, START);
		event.agent = agents[i].name;
		event.queues = (struct wb_queue_list){ served, 2 };
		wb_engine_apply(engine, 0, &event);
	}
}

/* CPU seconds of the measured part. */
static double run(const struct load *load, const struct step *steps, int count,
                  const struct wb_alert_plan *rules,
                  struct wb_alert_counters *ret_counters)
{
	static const struct wb_alert_sink nobody;
	struct wb_plan plan;
	struct wb_engine *engine = wb_engine_create();
	struct wb_alerts *alerts =
		rules ? wb_alerts_create(engine, &nobody) : NULL;
	double begun = seconds();
	make_plan(load, &plan, rules);
	wb_engine_set_plan(engine, &plan);
	if (alerts) {
		wb_alerts_set_plan(alerts, &plan);
	}
	sign_in(engine, load);
	for (int i = 0; i < count; i++) {
		if (load->from > 0 && i > 0 &&
		    steps[i - 1].t < START + load->from &&
		    steps[i].t >= START + load->from) {
			begun = seconds();
		}
		play(engine, alerts, &steps[i]);
	}
	double took = seconds() - begun;
	if (alerts) {
		wb_alerts_count(alerts, ret_counters);
	}
	wb_alerts_destroy(alerts);
	wb_engine_destroy(engine);
	return took;
}

static void compare(const struct load *load, const struct wb_alert_plan *rules)
{
	struct wb_alert_counters counters;
	int count = load->calls * EVENTS_A_CALL;
	struct step *steps = calloc((size_t)count, sizeof(*steps));
	for (int i = 0; steps && i < load->calls; i++) {
		make_call(load, i, &steps[i * EVENTS_A_CALL]);
	}
	qsort(steps, (size_t)count, sizeof(*steps), by_time);
	double alone = run(load, steps, count, NULL, NULL);
	double with = run(load, steps, count, rules, &counters);
	printf("%s: %.2f s without alerts, %.2f s with them (%+.0f %%); "
	       "looked %.1f times an event, raised %llu\n",
	       load->name, alone, with, (with / alone - 1) * 100,
	       (double)counters.looked / count,
	       (unsigned long long)counters.raised);
	free(steps);
}

int main(void)
{
	struct wb_config *config = wb_config_default(NULL);
	if (!config) {
		return EXIT_FAILURE;
	}
	for (size_t i = 0; i < sizeof(loads) / sizeof(loads[0]); i++) {
		compare(&loads[i], config->plan.alerts);
	}
	wb_config_destroy(config);
	return EXIT_SUCCESS;
}
