/*
 * Saved and loaded engines against ones that were never interrupted: two play
 * the same random events of every kind, with plans that change; one of them is
 * replaced by its own copy at random moments. Nothing may differ afterwards.
 * WB_SEED replays one seed, WB_SEEDS plays so many.
 */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "engine_kit.h"
#include "kpi/save.h"
#include "random_events.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)
#define STEPS 1200

struct pair {
	struct kit calm, other;
	uint64_t random;
	uint64_t seed;
	wb_ms now;
};

static int64_t below(struct pair *pair, int64_t limit)
{
	return random_below(&pair->random, limit);
}

static void play(struct pair *pair, const char *kind, wb_ms t)
{
	char line[512], error[256];
	struct wb_event event;
	uint32_t feed = (uint32_t)below(pair, 3);
	random_event_line(&pair->random, kind, t, line, sizeof(line));
	ck_assert_msg(wb_event_decode(wb_str(line), &pair->calm.arena, &event,
	                              error, sizeof(error)),
	              "%s: %s", line, error);
	wb_engine_apply(pair->calm.engine, feed, &event);
	wb_engine_apply(pair->other.engine, feed, &event);
	wb_arena_reset(&pair->calm.arena);
}

static void advance(struct pair *pair, wb_ms step)
{
	pair->now += step;
	wb_engine_advance(pair->calm.engine, pair->now);
	wb_engine_advance(pair->other.engine, pair->now);
}

static void change_plan(struct pair *pair)
{
	static const char *const groups[] = { "red", "blue", "green", NULL };
	struct kit *kits[] = { &pair->calm, &pair->other };
	int64_t team = below(pair, 4), department = below(pair, 4);
	int64_t agent = below(pair, 3), queue = below(pair, 3);
	wb_ms threshold = (1 + below(pair, 40)) * WB_SECOND;
	for (int i = 0; i < WB_COUNT(kits); i++) {
		kits[i]->agents[agent].team = wb_str(groups[team]);
		kits[i]->queues[queue].department = wb_str(groups[department]);
		kits[i]->queues[queue].service_level.threshold = threshold;
		kit_replan(kits[i]);
	}
}

/* What the history is given, as text. */
struct told {
	const struct wb_engine *engine;
	struct wb_buf text;
};

static void on_cell(void *user, const struct wb_history_addition *addition)
{
	struct told *told = user;
	struct wb_str name =
		wb_engine_scope_name(told->engine, addition->scope);
	wb_buf_addf(&told->text, "%d %.*s %lld:", addition->attribution,
	            WB_STR_FMT(name), (long long)addition->quarter);
	wb_sketch_encode(addition->waits, &told->text);
	for (int i = 0; i < WB_MEASURE_COUNT; i++) {
		wb_buf_addf(&told->text, " %lld", (long long)addition->add[i]);
	}
	wb_buf_add_char(&told->text, '\n');
}

static void same_text(const struct pair *pair, const struct wb_buf *a,
                      const struct wb_buf *b, const char *what)
{
	ck_assert(!a->failed && !b->failed);
	ck_assert_msg(wb_str_equal(wb_buf_str(a), wb_buf_str(b)),
	              "seed %llu: %s differ at %lld",
	              (unsigned long long)pair->seed, what,
	              (long long)(pair->now - BASE));
}

/* Compares the additions, and forgets them. */
static void compare_history(struct pair *pair)
{
	struct told calm = { .engine = pair->calm.engine };
	struct told other = { .engine = pair->other.engine };
	wb_engine_read_history(pair->calm.engine, on_cell, &calm);
	wb_engine_read_history(pair->other.engine, on_cell, &other);
	same_text(pair, &calm.text, &other.text, "additions to the history");
	wb_engine_forget_history(pair->calm.engine);
	wb_engine_forget_history(pair->other.engine);
	wb_buf_finish(&calm.text);
	wb_buf_finish(&other.text);
}

/* The course of the day, where the scope has one. */
static void describe_day(struct wb_engine *engine, uint32_t scope,
                         struct wb_buf *text)
{
	wb_ms start = 0;
	int count = wb_engine_day_quarters(engine, scope, &start);
	wb_buf_addf(text, " day %d %lld", count, (long long)start);
	for (int i = 0; i < count; i++) {
		for (int k = 0; k < wb_kpi_count; k += 7) {
			struct wb_value value = wb_engine_day_value(
				engine, &wb_kpis[k], scope, i);
			wb_buf_addf(text, " %d:%lld", value.known,
			            (long long)value.value);
		}
	}
}

static void describe_scope(struct wb_engine *engine, uint32_t scope,
                           struct wb_buf *text)
{
	struct wb_str name = wb_engine_scope_name(engine, scope);
	wb_buf_addf(text, "\n%.*s", WB_STR_FMT(name));
	for (int k = 0; k < wb_kpi_count; k++) {
		for (int w = 0; w < WB_WINDOW_COUNT; w++) {
			struct wb_value value = wb_engine_read(
				engine, &wb_kpis[k], scope, (enum wb_window)w);
			const struct wb_trend *trend = wb_engine_trend(
				engine, &wb_kpis[k], scope, (enum wb_window)w);
			wb_buf_addf(text, " %d %lld %lld/%lld", value.known,
			            (long long)value.value,
			            (long long)value.ratio.num,
			            (long long)value.ratio.den);
			for (int i = 0; trend && i < trend->count; i++) {
				int64_t point;
				bool known = wb_trend_point(trend, i, &point);
				wb_buf_addf(text, " %d:%lld", known,
				            (long long)point);
			}
		}
	}
	describe_day(engine, scope, text);
}

static void describe_floor(const struct wb_engine *engine, struct wb_buf *text)
{
	const struct wb_floor *floor = wb_engine_floor(engine);
	struct wb_engine_counters counters = { 0 };
	for (uint32_t i = 0; i < wb_floor_queue_count(floor); i++) {
		struct wb_queue_now now;
		wb_floor_queue_now(floor, i, &now);
		wb_buf_addf(text, "\n%.*s %u %u %lld %lld",
		            WB_STR_FMT(wb_floor_queue_name(floor, i)),
		            now.waiting, now.waiting_late,
		            (long long)now.oldest,
		            (long long)wb_floor_queue_plan(floor, i)
		                    ->service_level.threshold);
	}
	for (uint32_t i = 0; i < wb_floor_agent_count(floor); i++) {
		struct wb_agent_now now;
		wb_floor_agent_now(floor, i, &now);
		wb_buf_addf(text, "\n%.*s %d %lld '%.*s' '%.*s'",
		            WB_STR_FMT(wb_floor_agent_name(floor, i)),
		            (int)now.state, (long long)now.since,
		            WB_STR_FMT(now.reason), WB_STR_FMT(now.pending));
		for (uint32_t q = 0; q < wb_floor_queue_count(floor); q++) {
			wb_buf_addf(text, " %d",
			            wb_floor_agent_serves(floor, i, q));
		}
	}
	wb_engine_count(engine, &counters);
	for (int i = 0; i < WB_ANOMALY_COUNT; i++) {
		wb_buf_addf(text, " %llu",
		            (unsigned long long)counters.floor.anomalies[i]);
	}
	wb_buf_addf(text, " %llu %llu %u %llu",
	            (unsigned long long)counters.floor.lost_entries,
	            (unsigned long long)counters.floor.lost_segments,
	            counters.floor.contacts,
	            (unsigned long long)counters.clock_ahead);
}

static void describe(struct wb_engine *engine, struct wb_buf *text)
{
	wb_buf_addf(text, "%lld %lld", (long long)wb_engine_now(engine),
	            (long long)wb_engine_next_change(engine));
	for (uint32_t i = 0; i < wb_engine_scope_count(engine); i++) {
		describe_scope(engine, i, text);
	}
	describe_floor(engine, text);
}

static void compare_all(struct pair *pair)
{
	struct wb_buf calm = { 0 }, other = { 0 };
	describe(pair->calm.engine, &calm);
	describe(pair->other.engine, &other);
	same_text(pair, &calm, &other, "numbers");
	wb_buf_finish(&calm);
	wb_buf_finish(&other);
}

static void replace(struct pair *pair)
{
	struct wb_buf calm = { 0 }, other = { 0 }, again = { 0 };
	compare_history(pair);
	ck_assert(wb_engine_save(pair->calm.engine, &calm));
	ck_assert(wb_engine_save(pair->other.engine, &other));
	same_text(pair, &calm, &other, "saved bytes");
	wb_engine_destroy(pair->other.engine);
	pair->other.engine = wb_engine_create();
	ck_assert_msg(wb_engine_load(pair->other.engine, &pair->other.plan,
	                             wb_buf_str(&other)),
	              "seed %llu: not loaded", (unsigned long long)pair->seed);
	ck_assert(wb_engine_save(pair->other.engine, &again));
	same_text(pair, &other, &again, "saved, loaded and saved bytes");
	compare_all(pair);
	wb_buf_finish(&calm);
	wb_buf_finish(&other);
	wb_buf_finish(&again);
}

static void one_step(struct pair *pair)
{
	static const wb_ms steps[] = { WB_SECOND, 10 * WB_SECOND,
		                       10 * WB_SECOND, 40 * WB_SECOND,
		                       WB_MINUTE };
	int64_t dice = below(pair, 400);
	if (dice == 0) {
		advance(pair, below(pair, 6 * WB_HOUR));
	} else if (dice < 3) {
		play(pair, "'feed.snapshot','phase':'begin'", pair->now);
	} else if (dice < 6) {
		play(pair, "'feed.snapshot','phase':'end'", pair->now);
	} else if (dice < 9) {
		change_plan(pair);
	} else {
		advance(pair, below(pair, steps[below(pair, WB_COUNT(steps))]));
		wb_ms back = below(pair, 5) ? 0 : below(pair, 5 * WB_MINUTE);
		play(pair, NULL, pair->now - back);
	}
}

static void open_kit(struct kit *kit)
{
	kit_open(kit, BASE);
	kit->tiles[0] = (struct wb_tile_plan){
		.kind = WB_TILE_NUMBER,
		.kpi = wb_str("longest_wait"),
		.scope = wb_str("total"),
		.trend = true,
	};
	kit->tiles[1] = (struct wb_tile_plan){
		.kind = WB_TILE_QUEUES,
		.columns = { wb_str("waiting"), wb_str("trend"),
		             wb_str("service_level") },
		.column_count = 3,
		.window = WB_WINDOW_DAY,
	};
	kit->tiles[2] = (struct wb_tile_plan){
		.kind = WB_TILE_TREND,
		.kpi = wb_str("offered"),
		.scope = wb_str("total"),
		.window = WB_WINDOW_DAY,
		.span = WB_SPAN_DAY,
		.trend = true,
	};
	kit->page.tile_count = 3;
	kit_replan(kit);
}

static void open_pair(struct pair *pair, uint64_t seed)
{
	memset(pair, 0, sizeof(*pair));
	pair->seed = seed;
	pair->random = seed * 0x9e3779b97f4a7c15u + 1;
	pair->now = BASE;
	open_kit(&pair->calm);
	open_kit(&pair->other);
}

static void close_pair(struct pair *pair)
{
	kit_close(&pair->calm);
	kit_close(&pair->other);
}

static void play_world(uint64_t seed)
{
	static struct pair pair;
	open_pair(&pair, seed);
	for (int i = 0; i < STEPS; i++) {
		one_step(&pair);
		if (below(&pair, 60) == 0) {
			replace(&pair);
		}
	}
	compare_all(&pair);
	advance(&pair, 2 * WB_HOUR);
	compare_all(&pair);
	advance(&pair, 30 * WB_HOUR);
	replace(&pair);
	close_pair(&pair);
}

START_TEST(a_loaded_engine_goes_on_as_the_saved_one)
{
	const char *one = getenv("WB_SEED"), *many = getenv("WB_SEEDS");
	uint64_t first = one ? strtoull(one, NULL, 10) : 1;
	uint64_t count = one ? 1 : many ? strtoull(many, NULL, 10) : 10;
	for (uint64_t seed = first; seed < first + count; seed++) {
		play_world(seed);
	}
}
END_TEST

START_TEST(an_engine_without_time_or_events_is_saved_too)
{
	struct wb_buf bytes = { 0 }, again = { 0 };
	struct kit kit;
	kit_open(&kit, BASE);
	struct wb_engine *fresh = wb_engine_create();
	ck_assert(!wb_engine_save(fresh, &bytes)); /* it has no plan */
	ck_assert(wb_engine_set_plan(fresh, &kit.plan));
	ck_assert(wb_engine_save(fresh, &bytes));
	wb_engine_destroy(fresh);
	fresh = wb_engine_create();
	ck_assert(wb_engine_load(fresh, &kit.plan, wb_buf_str(&bytes)));
	ck_assert(wb_engine_next_change(fresh) == WB_NEVER);
	wb_engine_advance(fresh, BASE);
	ck_assert(wb_engine_save(fresh, &again));
	wb_buf_clear(&bytes);
	ck_assert(wb_engine_save(kit.engine, &bytes));
	ck_assert(wb_str_equal(wb_buf_str(&bytes), wb_buf_str(&again)));
	wb_engine_destroy(fresh);
	wb_buf_finish(&bytes);
	wb_buf_finish(&again);
	kit_close(&kit);
}
END_TEST

START_TEST(time_may_pass_before_the_first_plan)
{
	struct wb_engine *engine = wb_engine_create();

	wb_engine_advance(engine, BASE);
	wb_engine_advance(engine, BASE + WB_HOUR);
	wb_engine_forget_history(engine);
	ck_assert_int_eq(wb_engine_now(engine), BASE + WB_HOUR);
	wb_engine_destroy(engine);
}
END_TEST

START_TEST(what_waits_for_the_history_must_be_told_first)
{
	struct wb_buf bytes = { 0 };
	struct kit kit;
	kit_open(&kit, BASE);
	kit_call(&kit, 1, "c1", "sales", "ann", 5, 60);
	ck_assert(!wb_engine_save(kit.engine, &bytes));
	wb_engine_forget_history(kit.engine);
	ck_assert(wb_engine_save(kit.engine, &bytes));
	wb_buf_finish(&bytes);
	kit_close(&kit);
}
END_TEST

/* Some hundreds of events that leave everything open that can be. */
static void make_bytes(struct pair *pair, struct wb_buf *bytes)
{
	open_pair(pair, 5);
	for (int i = 0; i < 300; i++) {
		one_step(pair);
	}
	wb_engine_forget_history(pair->calm.engine);
	ck_assert(wb_engine_save(pair->calm.engine, bytes));
}

static bool loads(struct pair *pair, struct wb_str bytes)
{
	struct wb_engine *engine = wb_engine_create();
	bool loaded = wb_engine_load(engine, &pair->other.plan, bytes);
	wb_engine_destroy(engine);
	return loaded;
}

/*
 * So far apart are the places at which bytes are damaged: about `places` of
 * them, fewer where each costs much (WB_SEEDS=1: valgrind).
 */
static size_t stride(const struct wb_buf *bytes, size_t places)
{
	const char *seeds = getenv("WB_SEEDS");
	bool few = seeds && strcmp(seeds, "1") == 0;
	return bytes->len / (few ? places / 20 : places) + 1;
}

START_TEST(cut_or_changed_bytes_are_refused)
{
	static struct pair pair;
	struct wb_buf bytes = { 0 };
	make_bytes(&pair, &bytes);
	ck_assert(loads(&pair, wb_buf_str(&bytes)));
	for (size_t len = 0; len < bytes.len; len += stride(&bytes, 3000)) {
		ck_assert(!loads(&pair, (struct wb_str){ bytes.data, len }));
	}
	for (size_t at = 0; at < bytes.len; at += stride(&bytes, 3000)) {
		bytes.data[at] ^= (char)(1 << at % 8);
		ck_assert(!loads(&pair, wb_buf_str(&bytes)));
		bytes.data[at] ^= (char)(1 << at % 8);
	}
	wb_buf_finish(&bytes);
	close_pair(&pair);
}
END_TEST

static void seal(struct wb_buf *bytes)
{
	size_t len = bytes->len - WB_ENGINE_CHECKSUM_SIZE;
	uint64_t sum = wb_engine_checksum((struct wb_str){ bytes->data, len });
	for (int i = 0; i < WB_ENGINE_CHECKSUM_SIZE; i++) {
		bytes->data[len + (size_t)i] = (char)(sum >> 8 * i & 0xff);
	}
}

/* Whatever is loaded can be used. */
static void use(struct pair *pair, struct wb_str bytes)
{
	struct wb_engine *engine = wb_engine_create();
	struct wb_buf text = { 0 };
	if (wb_engine_load(engine, &pair->other.plan, bytes)) {
		wb_engine_advance(engine, wb_engine_now(engine) + 5 * WB_HOUR);
		describe(engine, &text);
	}
	wb_buf_finish(&text);
	wb_engine_destroy(engine);
}

START_TEST(changed_bytes_with_a_right_checksum_are_harmless)
{
	static struct pair pair;
	struct wb_buf bytes = { 0 };
	make_bytes(&pair, &bytes);
	for (size_t at = 10; at < bytes.len - WB_ENGINE_CHECKSUM_SIZE;
	     at += stride(&bytes, 1500)) {
		char before = bytes.data[at];
		bytes.data[at] = (char)below(&pair, 256);
		seal(&bytes);
		use(&pair, wb_buf_str(&bytes));
		bytes.data[at] = before;
	}
	wb_buf_finish(&bytes);
	close_pair(&pair);
}
END_TEST

START_TEST(bytes_of_another_plan_are_refused)
{
	static struct pair pair;
	struct wb_buf bytes = { 0 };
	make_bytes(&pair, &bytes);
	pair.other.queues[0].name = wb_str("renamed");
	ck_assert(!loads(&pair, wb_buf_str(&bytes)));
	wb_buf_finish(&bytes);
	close_pair(&pair);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("save");
	tcase_set_timeout(tc, 240);
	tcase_add_test(tc, a_loaded_engine_goes_on_as_the_saved_one);
	tcase_add_test(tc, an_engine_without_time_or_events_is_saved_too);
	tcase_add_test(tc, time_may_pass_before_the_first_plan);
	tcase_add_test(tc, what_waits_for_the_history_must_be_told_first);
	tcase_add_test(tc, cut_or_changed_bytes_are_refused);
	tcase_add_test(tc, changed_bytes_with_a_right_checksum_are_harmless);
	tcase_add_test(tc, bytes_of_another_plan_are_refused);
	return wb_test_run("kpi/save", tc);
}
