/*
 * The engine against the oracle: random worlds, every KPI, every scope, every
 * window and the history, at random moments. In every other world the engine
 * is saved and loaded at each of them.
 *
 * WB_SEEDS=1000 plays so many worlds of each kind, from WB_SEED on if that is
 * given; WB_SEED=7 WB_WORLD=late replays one.
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kpi/engine.h"
#include "kpi/save.h"
#include "oracle/oracle.h"
#include "oracle/world.h"
#include "suite.h"

#define SEEDS 20
#define QUARTERS 64

/* What the engine gave to the history, by scope and quarter hour. */
struct record {
	uint32_t scope;
	int attribution;
	wb_ms quarter;
	int64_t sums[WB_MEASURE_COUNT];
};

struct match {
	const struct world *world;
	struct wb_engine *engine;
	struct oracle *oracle;
	struct record *records;
	int record_count, record_capacity;
	uint32_t looks;
	char failure[600]; /* the first difference, or empty */
};

/*
 * What was filed, rated or promised counts where the contact was known to be
 * when that was told, and on the channel that was known then (PROTOCOL.md).
 */
static const char *const by_what_was_known[] = {
	"first_contact_resolution",
	"fcr_net",
	"sales",
	"conversion_rate",
	"refusals",
	"outcomes",
	"csat",
	"nps",
	"quality",
	"follow_ups_promised",
	"follow_ups_open",
	"follow_ups_overdue",
	"callbacks_waiting",
	"callbacks_overdue",
	"callbacks_promised",
	"callback_service_level",
	"oldest_callback",
};

static bool is_promised(const struct world *world, const struct wb_kpi *kpi,
                        enum wb_scope_kind kind)
{
	if (!wb_kpi_has_scope(kpi, kind)) {
		return false;
	}
	if (world->kind != WORLD_SHUFFLED) {
		return true;
	}
	for (int i = 0; i < WB_COUNT(by_what_was_known); i++) {
		if (strcmp(by_what_was_known[i], kpi->name) == 0) {
			return false;
		}
	}
	return kind != WB_SCOPE_CHANNEL;
}

/* Waits fall into buckets of at most 1 %. */
static bool is_near(int64_t got, int64_t wanted)
{
	int64_t error = got > wanted ? got - wanted : wanted - got;
	return error * 100 <= wanted || error <= 1;
}

static bool agrees(const struct wb_kpi *kpi, struct wb_value got,
                   const struct oracle_answer *wanted)
{
	if (got.known != wanted->known) {
		return false;
	}
	if (wanted->is_ratio) {
		return got.is_ratio && got.ratio.num == wanted->num &&
		       got.ratio.den == wanted->den;
	}
	if (kpi->quantile > 0) {
		return !got.known || is_near(got.value, wanted->num);
	}
	return !got.known || got.value == wanted->num;
}

static void report(struct match *m, const struct wb_kpi *kpi, const char *scope,
                   const char *window, wb_ms at, struct wb_value got,
                   const struct oracle_answer *wanted)
{
	const struct world *w = m->world;
	int64_t num = got.is_ratio ? got.ratio.num : got.value;
	snprintf(m->failure, sizeof(m->failure),
	         "%s of %s in %s at %lld (+%lld ms): the engine says "
	         "%lld/%lld%s, the oracle %lld/%lld%s\n"
	         "replay: WB_SEED=%llu WB_WORLD='%s' (%d events)",
	         kpi->name, scope, window, (long long)at,
	         (long long)(at - w->base), (long long)num,
	         (long long)got.ratio.den, got.known ? "" : " (unknown)",
	         (long long)wanted->num, (long long)wanted->den,
	         wanted->known ? "" : " (unknown)", (unsigned long long)w->seed,
	         world_kind_name(w->kind), w->line_count);
}

static void compare_window(struct match *m, uint32_t scope,
                           enum wb_window window)
{
	char name[160];
	struct wb_str text = wb_engine_scope_name(m->engine, scope);
	enum wb_scope_kind kind = wb_engine_scope_kind(m->engine, scope);
	snprintf(name, sizeof(name), "%.*s", WB_STR_FMT(text));
	const struct tally *tally = oracle_count(
		m->oracle, name, oracle_window(m->oracle, name, window));
	for (int k = 0; k < wb_kpi_count && !m->failure[0]; k++) {
		struct oracle_answer wanted;
		if (!is_promised(m->world, &wb_kpis[k], kind) ||
		    !oracle_tell(tally, wb_kpis[k].name, &wanted)) {
			continue;
		}
		struct wb_value got =
			wb_engine_read(m->engine, &wb_kpis[k], scope, window);
		if (!agrees(&wb_kpis[k], got, &wanted)) {
			report(m, &wb_kpis[k], name, wb_window_name(window),
			       wb_engine_now(m->engine), got, &wanted);
		}
	}
}

/* ---- the history ---- */

static struct record *record_of(struct match *m, int attribution,
                                uint32_t scope, wb_ms quarter)
{
	for (int i = m->record_count - 1; i >= 0; i--) {
		struct record *r = &m->records[i];
		if (r->scope == scope && r->quarter == quarter &&
		    r->attribution == attribution) {
			return r;
		}
	}
	if (m->record_count == m->record_capacity) {
		m->record_capacity = m->record_capacity * 2 + 256;
		m->records = realloc(m->records, (size_t)m->record_capacity *
		                                         sizeof(*m->records));
		ck_assert_ptr_nonnull(m->records);
	}
	struct record *r = &m->records[m->record_count++];
	memset(r, 0, sizeof(*r));
	r->attribution = attribution;
	r->scope = scope;
	r->quarter = quarter;
	return r;
}

static void on_addition(void *user, const struct wb_history_addition *addition)
{
	struct match *m = user;
	struct record *r = record_of(m, addition->attribution, addition->scope,
	                             addition->quarter);
	for (int i = 0; i < WB_MEASURE_COUNT; i++) {
		r->sums[i] += addition->add[i];
	}
}

static void take_history(struct match *m)
{
	wb_engine_read_history(m->engine, on_addition, m);
	wb_engine_forget_history(m->engine);
}

static void compare_record(struct match *m, const struct record *r)
{
	static const char *const names[] = { "event", "cohort" };
	char name[160], window[64];
	struct wb_str text = wb_engine_scope_name(m->engine, r->scope);
	enum wb_scope_kind kind = wb_engine_scope_kind(m->engine, r->scope);
	struct oracle_span span = {
		.from = r->quarter,
		.until = r->quarter + 15 * WB_MINUTE,
		.attribution = (enum wb_attribution)r->attribution,
		.history = true,
	};
	snprintf(name, sizeof(name), "%.*s", WB_STR_FMT(text));
	snprintf(window, sizeof(window), "the quarter hour from %lld (%s)",
	         (long long)r->quarter, names[r->attribution]);
	const struct tally *tally = oracle_count(m->oracle, name, span);
	for (int k = 0; k < wb_kpi_count && !m->failure[0]; k++) {
		struct oracle_answer wanted;
		if (!is_promised(m->world, &wb_kpis[k], kind) ||
		    !wb_kpi_is_of_sums(&wb_kpis[k]) ||
		    !oracle_tell(tally, wb_kpis[k].name, &wanted)) {
			continue;
		}
		struct wb_value got = wb_kpi_value(&wb_kpis[k], r->sums, NULL);
		if (!agrees(&wb_kpis[k], got, &wanted)) {
			report(m, &wb_kpis[k], name, window,
			       wb_engine_now(m->engine), got, &wanted);
		}
	}
}

static void compare_history(struct match *m)
{
	take_history(m);
	oracle_look(m->oracle, wb_engine_now(m->engine));
	for (int i = (int)(m->world->seed % 3);
	     i < m->record_count && !m->failure[0]; i += 3) {
		compare_record(m, &m->records[i]);
	}
}

/* ---- a match ---- */

/* At each moment every third scope, so that all have their turn. */
static void compare_all(struct match *m, wb_ms now)
{
	wb_engine_advance(m->engine, now);
	oracle_look(m->oracle, now);
	for (uint32_t s = m->looks++ % 3; s < wb_engine_scope_count(m->engine);
	     s += 3) {
		for (int w = 0; w < WB_WINDOW_COUNT && !m->failure[0]; w++) {
			compare_window(m, s, (enum wb_window)w);
		}
	}
}

/* As after a restart: the engine gives way to its own copy. */
static void restart(struct match *m)
{
	struct wb_buf saved = { 0 };
	struct wb_engine *copy = wb_engine_create();
	ck_assert_ptr_nonnull(copy);
	ck_assert(wb_engine_save(m->engine, &saved));
	ck_assert(wb_engine_load(copy, &m->world->plan, wb_buf_str(&saved)));
	wb_engine_destroy(m->engine);
	m->engine = copy;
	wb_buf_finish(&saved);
}

static void look_around(struct match *m, wb_ms now)
{
	compare_all(m, now);
	take_history(m);
	if (m->world->seed % 2 == 0) {
		restart(m);
	}
}

static void play(struct match *m)
{
	const struct world *w = m->world;
	int moment = 0;
	wb_engine_advance(m->engine, w->base);
	for (int i = 0; i < w->line_count && !m->failure[0]; i++) {
		const struct world_line *line = &w->lines[i];
		for (; moment < w->moment_count &&
		       w->moments[moment] < line->heard;
		     moment++) {
			look_around(m, w->moments[moment]);
		}
		wb_engine_advance(m->engine, line->heard);
		wb_engine_apply(m->engine, (uint32_t)line->feed, &line->event);
		oracle_hear(m->oracle, line->heard, line->feed, &line->event);
	}
	for (; moment < w->moment_count && !m->failure[0]; moment++) {
		look_around(m, w->moments[moment]);
	}
	if (!m->failure[0]) {
		compare_history(m);
	}
}

/* Plays the world; true when the engine and the oracle agree all the time. */
static bool play_world(const struct world *world, char *ret_failure,
                       size_t size)
{
	struct match m = { .world = world };
	m.engine = wb_engine_create();
	ck_assert_ptr_nonnull(m.engine);
	ck_assert(wb_engine_set_plan(m.engine, &world->plan));
	m.oracle = oracle_create(&world->plan);
	play(&m);
	oracle_destroy(m.oracle);
	wb_engine_destroy(m.engine);
	free(m.records);
	snprintf(ret_failure, size, "%s", m.failure);
	return m.failure[0] == '\0';
}

/* ---- a failing world is made small ---- */

static bool fails_with(struct world *world, uint64_t seed, enum world_kind kind,
                       const bool *keep, char *ret_failure, size_t size)
{
	world_make(world, seed, kind);
	world_thin(world, keep);
	bool ok = play_world(world, ret_failure, size);
	world_finish(world);
	return !ok;
}

/* Leaves out more, ever fewer at once, as long as it still fails. */
static void minimise(uint64_t seed, enum world_kind kind, int units, bool *keep)
{
	static struct world world;
	char failure[600];
	for (int step = units / 2; step > 0; step /= 2) {
		for (int from = 0; from < units; from += step) {
			static bool kept[2 * WORLD_LINES];
			bool any = false;
			memcpy(kept, keep, sizeof(kept));
			for (int i = from; i < from + step && i < units; i++) {
				any = any || kept[i];
				kept[i] = false;
			}
			if (!any) {
				continue;
			}
			if (fails_with(&world, seed, kind, kept, failure,
			               sizeof(failure))) {
				memcpy(keep, kept, sizeof(kept));
			}
		}
	}
}

static void fail_small(uint64_t seed, enum world_kind kind, int units)
{
	static struct world world;
	static bool keep[2 * WORLD_LINES];
	char failure[600];
	memset(keep, true, sizeof(keep));
	minimise(seed, kind, units, keep);
	world_make(&world, seed, kind);
	world_thin(&world, keep);
	play_world(&world, failure, sizeof(failure));
	for (int i = 0; i < world.line_count && i < 400; i++) {
		printf("%lld feed %d %s\n", (long long)world.lines[i].heard,
		       world.lines[i].feed, world.lines[i].text);
	}
	fflush(stdout);
	ck_abort_msg("the smallest world that fails is above: %s", failure);
}

struct seeds {
	uint64_t first, count;
};

static struct seeds chosen_seeds(void)
{
	const char *one = getenv("WB_SEED"), *many = getenv("WB_SEEDS");
	return (struct seeds){
		.first = one ? strtoull(one, NULL, 10) : 1,
		.count = many  ? strtoull(many, NULL, 10)
		         : one ? 1
		               : SEEDS,
	};
}

/* All of them are played: a campaign tells every seed that fails. */
static void play_seeds(enum world_kind kind)
{
	static struct world world;
	const char *only = getenv("WB_WORLD");
	struct seeds seeds = chosen_seeds();
	uint64_t failed = 0, first_failed = 0;
	int units = 0;
	if (only && strcmp(only, world_kind_name(kind)) != 0) {
		return;
	}
	for (uint64_t i = 0; i < seeds.count; i++) {
		char failure[600];
		world_make(&world, seeds.first + i, kind);
		if (!play_world(&world, failure, sizeof(failure))) {
			printf("%s\n", failure);
			fflush(stdout);
			first_failed = failed ? first_failed : world.seed;
			units = failed++ ? units : world_unit_count(&world);
		}
		world_finish(&world);
	}
	if (failed > 0) {
		printf("%llu of %llu worlds failed\n",
		       (unsigned long long)failed,
		       (unsigned long long)seeds.count);
		fail_small(first_failed, kind, units);
	}
}

START_TEST(the_oracle_knows_every_row_of_the_table)
{
	static struct world world;
	world_make(&world, 1, WORLD_IN_ORDER);
	struct oracle *oracle = oracle_create(&world.plan);
	oracle_look(oracle, world.base);
	const struct tally *tally = oracle_count(
		oracle, "total", oracle_window(oracle, "total", WB_WINDOW_DAY));
	char faults[2000] = "";
	for (int i = 0; i < wb_kpi_count; i++) {
		struct oracle_answer answer;
		const char *kpi = wb_kpis[i].name;
		bool known = oracle_tell(tally, kpi, &answer);
		if (known == (oracle_excuse(kpi) != NULL)) {
			size_t len = strlen(faults);
			snprintf(faults + len, sizeof(faults) - len,
			         "\n%s has %s", kpi,
			         known ? "an answer and an excuse"
			               : "no oracle");
		}
	}
	ck_assert_msg(faults[0] == '\0', "%s", faults);
	oracle_destroy(oracle);
	world_finish(&world);
}
END_TEST

START_TEST(every_number_is_what_the_oracle_counts)
{
	play_seeds(WORLD_IN_ORDER);
}
END_TEST

START_TEST(what_is_told_twice_counts_once)
{
	play_seeds(WORLD_DUPLICATED);
}
END_TEST

START_TEST(late_events_count_where_they_belong)
{
	play_seeds(WORLD_LATE);
}
END_TEST

START_TEST(contacts_that_come_late_count_where_they_belong)
{
	play_seeds(WORLD_DISORDERED);
}
END_TEST

START_TEST(ends_that_are_not_told_are_lost_and_nothing_else)
{
	play_seeds(WORLD_LOSING);
}
END_TEST

START_TEST(what_a_snapshot_does_not_mention_is_lost)
{
	play_seeds(WORLD_RESYNCHRONISED);
}
END_TEST

START_TEST(a_feed_that_was_silent_says_what_is_lost_of_its_own)
{
	play_seeds(WORLD_TWO_FEEDS);
}
END_TEST

START_TEST(one_of_two_feeds_may_be_late)
{
	play_seeds(WORLD_ONE_FEED_LATE);
}
END_TEST

START_TEST(events_count_the_same_in_any_order)
{
	play_seeds(WORLD_SHUFFLED);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("oracle");
	tcase_set_timeout(tc, 1200);
	tcase_add_test(tc, the_oracle_knows_every_row_of_the_table);
	tcase_add_test(tc, every_number_is_what_the_oracle_counts);
	tcase_add_test(tc, what_is_told_twice_counts_once);
	tcase_add_test(tc, late_events_count_where_they_belong);
	tcase_add_test(tc, contacts_that_come_late_count_where_they_belong);
	tcase_add_test(tc, ends_that_are_not_told_are_lost_and_nothing_else);
	tcase_add_test(tc, what_a_snapshot_does_not_mention_is_lost);
	tcase_add_test(tc, a_feed_that_was_silent_says_what_is_lost_of_its_own);
	tcase_add_test(tc, one_of_two_feeds_may_be_late);
	tcase_add_test(tc, events_count_the_same_in_any_order);
	return wb_test_run("kpi/oracle", tc);
}
