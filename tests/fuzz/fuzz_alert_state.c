#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alert/alert.h"
#include "config/config.h"
#include "random_events.h"
#include "seeds.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define BASE ((wb_ms)1763460000000)

/* The rules that hold when none are given, with somebody to tell. */
static const char rules[] =
	"queues: [ { name: sales, department: front } ]\n"
	"alerts: { routes: [ { name: duty, command: /bin/true, quiet: { from: "
	"\"10:02\", to: \"10:10\" } } ] }\n";

struct world {
	struct wb_config *config;
	struct wb_engine *engine;
	struct wb_alerts *alerts;
};

static struct world open_world(int events)
{
	static const struct wb_alert_sink nobody;
	struct wb_buf errors = { 0 };
	struct world w = { .config = wb_config_parse(wb_str(rules), "rules",
		                                     NULL, &errors),
		           .engine = wb_engine_create() };
	w.alerts = w.engine ? wb_alerts_create(w.engine, &nobody) : NULL;
	if (!w.config || !w.alerts ||
	    !wb_engine_set_plan(w.engine, &w.config->plan) ||
	    !wb_alerts_set_plan(w.alerts, &w.config->plan)) {
		abort();
	}
	struct wb_arena arena = { 0 };
	uint64_t random = 2463534242;
	char line[512], error[256];
	wb_ms now = BASE;
	wb_alerts_advance(w.alerts, now);
	for (int i = 0; i < events; i++) {
		struct wb_event event;
		now += random_below(&random, 5 * WB_SECOND);
		random_event_line(&random, NULL, now, line, sizeof(line));
		wb_alerts_advance(w.alerts, now);
		if (!wb_event_decode(wb_str(line), &arena, &event, error,
		                     sizeof(error))) {
			abort();
		}
		wb_engine_apply(w.engine, 0, &event);
		wb_arena_reset(&arena);
		if (i % 50 == 0) {
			wb_alerts_feed(w.alerts, 0, wb_str("pbx"),
			               i % 100 == 0);
		}
	}
	wb_engine_forget_history(w.engine);
	wb_arena_finish(&arena);
	return w;
}

static void close_world(struct world *w)
{
	wb_alerts_destroy(w->alerts);
	wb_engine_destroy(w->engine);
	wb_config_destroy(w->config);
}

static struct wb_buf save(struct world *w)
{
	struct wb_buf bytes = { 0 };
	if (!wb_alerts_save(w->alerts, &bytes)) {
		abort();
	}
	return bytes;
}

/* How long the number of the plan is, with which the bytes begin. */
static size_t number_length(const struct wb_buf *bytes)
{
	size_t len = 0;
	while ((unsigned char)bytes->data[len++] >= 0x80) {
	}
	return len;
}

/* What comes after the plan's number. */
bool wb_fuzz_seed(int number, struct wb_buf *ret_bytes)
{
	static const int events[] = { 0, 40, 300 };
	if (number >= (int)(sizeof(events) / sizeof(events[0]))) {
		return false;
	}
	struct world w = open_world(events[number]);
	struct wb_buf bytes = save(&w);
	size_t from = number_length(&bytes);
	wb_buf_add(ret_bytes, bytes.data + from, bytes.len - from);
	wb_buf_finish(&bytes);
	close_world(&w);
	return true;
}

static void show(void *user, const struct wb_alert *alert)
{
	*(size_t *)user += alert->id.len;
}

/* What was loaded lives on, and can be saved. */
static void use(struct world *w)
{
	size_t shown = 0;
	struct wb_buf bytes = save(w);
	wb_buf_finish(&bytes);
	wb_alerts_each(w->alerts, show, &shown);
	wb_alerts_each_shelved(w->alerts, show, &shown);
	wb_alerts_advance(w->alerts, wb_engine_now(w->engine) + 2 * WB_HOUR);
	bytes = save(w);
	wb_buf_finish(&bytes);
}

/* The input is what stands after the plan's number. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct world w = open_world(300);
	struct wb_buf bytes = save(&w);
	bytes.len = number_length(&bytes);
	wb_buf_add(&bytes, data, size);
	if (wb_alerts_load(w.alerts, wb_buf_str(&bytes))) {
		use(&w);
	}
	wb_buf_finish(&bytes);
	close_world(&w);
	return 0;
}
