#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kpi/save.h"
#include "random_events.h"
#include "seeds.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct wb_queue_plan queue = { .department = { "front", 5 } };
static struct wb_agent_plan agent = { .team = { "red", 3 } };
static struct wb_tile_plan tile = { .kind = WB_TILE_QUEUES,
	                            .columns = { { "trend", 5 } },
	                            .column_count = 1 };
static struct wb_page_plan page = { .tiles = &tile, .tile_count = 1 };
static struct wb_plan plan = {
	.interval = 30 * WB_MINUTE,
	.stale_limit = 4 * WB_HOUR,
	.queues = &queue,
	.queue_count = 1,
	.agents = &agent,
	.agent_count = 1,
	.pages = &page,
	.page_count = 1,
};

static struct wb_engine *open_engine(void)
{
	struct wb_engine *engine = wb_engine_create();
	plan.defaults.service_level.threshold = 20 * WB_SECOND;
	queue.name = wb_str("sales");
	queue.service_level.threshold = 20 * WB_SECOND;
	agent.name = wb_str("ann");
	if (!engine || !wb_engine_set_plan(engine, &plan)) {
		abort();
	}
	return engine;
}

static void seal(struct wb_buf *bytes)
{
	uint64_t sum = wb_engine_checksum(wb_buf_str(bytes));
	for (int i = 0; i < WB_ENGINE_CHECKSUM_SIZE; i++) {
		wb_buf_add_char(bytes, (char)(sum >> 8 * i & 0xff));
	}
}

/* How long the number of the format is, which every saved engine begins with */
static size_t number_length(const struct wb_buf *bytes)
{
	size_t len = 0;
	while ((unsigned char)bytes->data[len++] >= 0x80) {
	}
	return len;
}

static void begin(struct wb_buf *bytes)
{
	struct wb_engine *engine = open_engine();
	if (!wb_engine_save(engine, bytes)) {
		abort();
	}
	wb_engine_destroy(engine);
	bytes->len = number_length(bytes);
}

#define BASE ((wb_ms)1763460000000)

/* Things happen, and some of them are told up to five minutes late. */
static void live(struct wb_engine *engine, int events)
{
	struct wb_arena arena = { 0 };
	uint64_t random = 2463534242;
	char line[512], error[256];
	wb_ms now = BASE;
	for (int i = 0; i < events; i++) {
		struct wb_event event;
		now += random_below(&random, 20 * WB_SECOND);
		wb_ms late = random_below(&random, 4) == 0
		                     ? random_below(&random, 5 * WB_MINUTE)
		                     : 0;
		random_event_line(&random, NULL, now - late, line,
		                  sizeof(line));
		wb_engine_advance(engine, now);
		if (!wb_event_decode(wb_str(line), &arena, &event, error,
		                     sizeof(error))) {
			fprintf(stderr, "%s: %s\n", line, error);
			abort();
		}
		wb_engine_apply(engine, 0, &event);
		wb_arena_reset(&arena);
	}
	wb_arena_finish(&arena);
}

/* What stands between the format's number and the checksum. */
bool wb_fuzz_seed(int number, struct wb_buf *ret_bytes)
{
	static const int events[] = { 0, 40, 400 };
	if (number >= (int)(sizeof(events) / sizeof(events[0]))) {
		return false;
	}
	struct wb_engine *engine = open_engine();
	struct wb_buf saved = { 0 };
	live(engine, events[number]);
	wb_engine_forget_history(engine);
	if (!wb_engine_save(engine, &saved)) {
		abort();
	}
	size_t from = number_length(&saved);
	wb_buf_add(ret_bytes, saved.data + from,
	           saved.len - from - WB_ENGINE_CHECKSUM_SIZE);
	wb_buf_finish(&saved);
	wb_engine_destroy(engine);
	return true;
}

/* What was loaded and can be saved is loaded again, and is the same. */
static void save_again(struct wb_engine *engine)
{
	struct wb_buf first = { 0 }, second = { 0 };
	struct wb_engine *copy = wb_engine_create();
	if (copy && wb_engine_save(engine, &first) &&
	    (!wb_engine_load(copy, &plan, wb_buf_str(&first)) ||
	     !wb_engine_save(copy, &second) ||
	     !wb_str_equal(wb_buf_str(&first), wb_buf_str(&second)))) {
		abort();
	}
	wb_engine_destroy(copy);
	wb_buf_finish(&first);
	wb_buf_finish(&second);
}

static void use(struct wb_engine *engine)
{
	wb_ms now = wb_engine_now(engine);
	save_again(engine);
	wb_engine_advance(engine, now + 3 * WB_MINUTE);
	wb_engine_forget_history(engine);
	for (uint32_t i = 0; i < wb_engine_scope_count(engine); i++) {
		for (int k = 0; k < wb_kpi_count; k++) {
			wb_engine_read(engine, &wb_kpis[k], i, WB_WINDOW_30M);
		}
	}
	wb_engine_advance(engine, now + 26 * WB_HOUR);
}

/* The input is what stands between the format's number and the checksum. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wb_buf bytes = { 0 };
	begin(&bytes);
	wb_buf_add(&bytes, data, size);
	seal(&bytes);
	struct wb_engine *engine = wb_engine_create();
	if (engine && wb_engine_load(engine, &plan, wb_buf_str(&bytes))) {
		use(engine);
	}
	wb_engine_destroy(engine);
	wb_buf_finish(&bytes);
	return 0;
}
