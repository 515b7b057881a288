/*
 * The journal read again: from its beginning, from every checkpoint, after a
 * kill at any record, with the history written in any portions, it leads to
 * the same numbers, the same reports and the same details, byte for byte.
 * WB_SEED replays one seed, WB_SEEDS plays so many.
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/report.h"
#include "app/take.h"
#include "engine_kit.h"
#include "history/details.h"
#include "kpi/save.h"
#include "random_events.h"
#include "suite.h"
#include "temp_dir.h"

#define BASE ((wb_ms)1763460000000)
#define RECORDS 240

/* A record of the journal: what came at which time. */
struct record {
	wb_ms now;
	char line[512];
	struct wb_event event;
};

static struct wb_arena arena;
static struct record records[RECORDS];
static uint64_t seed, randomness;

/* One daemon's life. */
struct life {
	struct kit kit; /* the plan; its engine is replaced */
	struct wb_feeds feeds;
	struct wb_history *history;
	int position; /* records applied */
};

static int64_t below(int64_t limit)
{
	return random_below(&randomness, limit);
}

static void make_records(void)
{
	wb_ms now = BASE;
	char error[256];
	wb_arena_reset(&arena);
	for (int i = 0; i < RECORDS; i++) {
		struct record *record = &records[i];
		wb_ms late = below(4) ? 0 : below(30 * WB_MINUTE);
		late = below(60) ? late : below(80 * WB_HOUR);
		now += below(20) ? below(WB_MINUTE) : below(5 * WB_HOUR);
		random_event_line(&randomness, NULL, now - late, record->line,
		                  sizeof(record->line));
		record->now = now;
		ck_assert_msg(wb_event_decode(wb_str(record->line), &arena,
		                              &record->event, error,
		                              sizeof(error)),
		              "%s: %s", record->line, error);
	}
}

static void open_history(struct life *life)
{
	char error[256] = "";
	life->history = wb_history_open(temp_dir(), wb_measure_names,
	                                WB_MEASURE_COUNT, error, sizeof(error));
	ck_assert_msg(life->history != NULL, "%s", error);
}

static void begin(struct life *life)
{
	memset(life, 0, sizeof(*life));
	temp_dir_make();
	kit_open(&life->kit, BASE);
	wb_engine_keep_details(life->kit.engine);
	ck_assert_uint_eq(wb_feeds_number(&life->feeds, wb_str("pbx")), 0);
	open_history(life);
}

static void end(struct life *life)
{
	wb_history_close(life->history);
	wb_feeds_finish(&life->feeds);
	kit_close(&life->kit);
	temp_dir_remove();
}

static void take(struct life *life)
{
	struct wb_history_mark mark = {
		.position = life->position,
		.time = wb_engine_now(life->kit.engine),
	};
	ck_assert_int_eq(
		wb_take(life->history, life->kit.engine, &life->feeds, mark),
		0);
}

static void apply(struct life *life)
{
	const struct record *record = &records[life->position++];
	wb_engine_advance(life->kit.engine, record->now);
	wb_engine_apply(life->kit.engine, 0, &record->event);
}

/* Time goes on until some moment before the next record. */
static void tick(struct life *life)
{
	wb_ms now = wb_engine_now(life->kit.engine);
	if (life->position < RECORDS) {
		wb_ms left = records[life->position].now - now;
		wb_engine_advance(life->kit.engine, now + below(left + 1));
	}
}

static void save(struct life *life, struct wb_buf *ret_bytes)
{
	take(life);
	wb_buf_clear(ret_bytes);
	ck_assert(wb_engine_save(life->kit.engine, ret_bytes));
}

static void load(struct life *life, const struct wb_buf *bytes, int position)
{
	wb_engine_destroy(life->kit.engine);
	life->kit.engine = wb_engine_create();
	wb_engine_keep_details(life->kit.engine);
	ck_assert(wb_engine_load(life->kit.engine, &life->kit.plan,
	                         wb_buf_str(bytes)));
	life->position = position;
}

/* As wb_replay(): what is in the history already is not given to it again. */
static void replay_to_mark(struct life *life)
{
	struct wb_history_mark mark;
	ck_assert(wb_history_mark_get(life->history, &mark));
	while (life->position < mark.position) {
		apply(life);
		if (below(10) == 0) {
			wb_engine_forget_history(life->kit.engine);
		}
	}
	wb_engine_advance(life->kit.engine, mark.time);
	wb_engine_forget_history(life->kit.engine);
}

/* ---- what must be the same ---- */

/* The numbers of every KPI, scope and window. */
static void add_numbers(struct life *life, struct wb_buf *text)
{
	struct wb_engine *engine = life->kit.engine;
	for (uint32_t s = 0; s < wb_engine_scope_count(engine); s++) {
		struct wb_str name = wb_engine_scope_name(engine, s);
		for (int i = 0; i < wb_kpi_count * WB_WINDOW_COUNT; i++) {
			const struct wb_kpi *kpi =
				&wb_kpis[i / WB_WINDOW_COUNT];
			struct wb_value value = wb_engine_read(
				engine, kpi, s,
				(enum wb_window)(i % WB_WINDOW_COUNT));
			wb_buf_addf(text, "%.*s %s %d %lld %lld/%lld\n",
			            WB_STR_FMT(name), kpi->name, value.known,
			            (long long)value.value,
			            (long long)value.ratio.num,
			            (long long)value.ratio.den);
		}
	}
}

static struct wb_str look_up(void *ctx, const char *name)
{
	const char *const *parameters = ctx;
	for (int i = 0; parameters[i]; i += 2) {
		if (strcmp(parameters[i], name) == 0) {
			return wb_str(parameters[i + 1]);
		}
	}
	return (struct wb_str){ NULL, 0 };
}

static void add_reports(struct life *life, struct wb_buf *text)
{
	static const char *const attributions[] = { "event", "cohort" };
	struct wb_report_query query;
	char error[200] = "";
	for (int i = 0; i < WB_SCOPE_KIND_COUNT * 2; i++) {
		const char *parameters[] = {
			"from",
			"2025-11-01",
			"to",
			"2026-02-01",
			"format",
			"csv",
			"interval",
			"15m",
			"by",
			wb_scope_kind_name((enum wb_scope_kind)(i / 2)),
			"attribution",
			attributions[i % 2],
			NULL,
		};
		ck_assert_msg(wb_report_parse(look_up, parameters,
		                              &life->kit.plan,
		                              wb_engine_now(life->kit.engine),
		                              &query, error, sizeof(error)),
		              "%s", error);
		ck_assert_int_eq(wb_report_write(life->history,
		                                 life->kit.engine, &query,
		                                 text),
		                 0);
	}
}

static bool add_detail(void *user, const struct wb_history_detail *detail,
                       struct wb_history_place place)
{
	struct wb_buf *text = user;
	(void)place;
	wb_buf_addf(text, "%lld %.*s %.*s %.*s>%.*s %.*s",
	            (long long)detail->at, WB_STR_FMT(detail->kind),
	            WB_STR_FMT(detail->contact), WB_STR_FMT(detail->from),
	            WB_STR_FMT(detail->to), WB_STR_FMT(detail->reason));
	for (int i = 0; i < detail->sum_count; i++) {
		wb_buf_addf(text, " %u=%lld", detail->sums[i].id,
		            (long long)detail->sums[i].amount);
	}
	wb_buf_add_char(text, '\n');
	return true;
}

static void add_details(struct life *life, struct wb_buf *text)
{
	struct wb_history_details_query query = { .to = WB_NEVER,
		                                  .oldest_first = true };
	struct wb_history_place last;
	bool all;
	ck_assert_int_eq(wb_history_details(life->history, &query, add_detail,
	                                    text, &all, &last),
	                 0);
}

/* All records are applied, and it is a day later. */
static void finish(struct life *life, struct wb_buf *ret_text)
{
	while (life->position < RECORDS) {
		apply(life);
	}
	wb_engine_advance(life->kit.engine,
	                  records[RECORDS - 1].now + 30 * WB_HOUR);
	take(life);
	wb_buf_clear(ret_text);
	add_numbers(life, ret_text);
	add_reports(life, ret_text);
	add_details(life, ret_text);
}

static void expect_same(const struct wb_buf *got, const struct wb_buf *expected,
                        const char *what, int where)
{
	size_t i = 0;
	ck_assert(!got->failed && !expected->failed);
	while (i < got->len && i < expected->len &&
	       got->data[i] == expected->data[i]) {
		i++;
	}
	ck_assert_msg(got->len == expected->len && i == got->len,
	              "seed %llu: differs %s %d, at byte %zu:\n%.300s\n"
	              "expected:\n%.300s",
	              (unsigned long long)seed, what, where, i,
	              got->data + (i > 100 ? i - 100 : 0),
	              expected->data + (i > 100 ? i - 100 : 0));
}

/* ---- lives ---- */

/* Without interruption; the history is written once, in the end. */
static void live_calmly(struct wb_buf *ret_text)
{
	struct life life;
	begin(&life);
	finish(&life, ret_text);
	end(&life);
}

/* The history is written after every record, or after some. */
static void live_in_portions(const struct wb_buf *expected, int portion)
{
	struct life life;
	struct wb_buf text = { 0 };
	begin(&life);
	while (life.position < RECORDS) {
		apply(&life);
		if (below(portion) == 0) {
			tick(&life);
			take(&life);
		}
	}
	finish(&life, &text);
	expect_same(&text, expected, "in portions of", portion);
	wb_buf_finish(&text);
	end(&life);
}

/* Stopped and started at every record. */
static void live_from_start_to_start(const struct wb_buf *expected)
{
	struct life life;
	struct wb_buf text = { 0 };
	begin(&life);
	while (life.position < RECORDS) {
		apply(&life);
		save(&life, &text);
		load(&life, &text, life.position);
	}
	finish(&life, &text);
	expect_same(&text, expected, "with a start at each of", RECORDS);
	wb_buf_finish(&text);
	end(&life);
}

/*
 * Killed at a record, some time after the checkpoint and after the history was
 * last written; then started from that checkpoint, or without one.
 */
static void live_through_a_kill(const struct wb_buf *expected, int checkpoint)
{
	struct life life;
	struct wb_buf bytes = { 0 }, text = { 0 };
	begin(&life);
	while (life.position < checkpoint) {
		apply(&life);
	}
	save(&life, &bytes);
	int killed = checkpoint + (int)below(RECORDS - checkpoint + 1);
	while (life.position < killed) {
		apply(&life);
		if (below(15) == 0) {
			tick(&life);
			take(&life);
		}
	}
	wb_history_close(life.history);
	open_history(&life);
	if (below(3) == 0) { /* no checkpoint: all of the journal */
		kit_close(&life.kit);
		kit_open(&life.kit, BASE);
		wb_engine_keep_details(life.kit.engine);
		life.position = 0;
	} else {
		load(&life, &bytes, checkpoint);
	}
	replay_to_mark(&life);
	finish(&life, &text);
	expect_same(&text, expected, "from the checkpoint of", checkpoint);
	wb_buf_finish(&bytes);
	wb_buf_finish(&text);
	end(&life);
}

static void play_world(void)
{
	struct wb_buf expected = { 0 };
	randomness = seed * 0x9e3779b97f4a7c15u + 1;
	make_records();
	live_calmly(&expected);
	live_in_portions(&expected, 1);
	live_in_portions(&expected, 7);
	live_in_portions(&expected, 50);
	live_from_start_to_start(&expected);
	for (int i = 1; i <= RECORDS; i += 1 + (int)below(12)) {
		live_through_a_kill(&expected, i);
	}
	wb_buf_finish(&expected);
}

START_TEST(every_way_through_the_journal_leads_to_the_same)
{
	const char *one = getenv("WB_SEED"), *many = getenv("WB_SEEDS");
	uint64_t first = one ? strtoull(one, NULL, 10) : 1;
	uint64_t count = one ? 1 : many ? strtoull(many, NULL, 10) : 2;
	for (seed = first; seed < first + count; seed++) {
		play_world();
	}
	wb_arena_finish(&arena);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("replay");

	tcase_set_timeout(tc, 200);
	tcase_add_test(tc, every_way_through_the_journal_leads_to_the_same);
	return wb_test_run("app/replay", tc);
}
