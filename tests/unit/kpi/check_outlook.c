/* The rows that look ahead: budget, staffing, estimated wait, patience. */

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "engine_kit.h"
#include "kpi/save.h"
#include "suite.h"

#define DAY 86400.0
#define WEEK (7 * DAY)
/* Monday, 5 January 2026, 00:00 UTC */
#define MONDAY ((wb_ms)1767571200000)

static struct kit kit;
static int calls; /* gives contacts their names */

static void setup(void)
{
	calls = 0;
	kit_open(&kit, MONDAY);
}

static void teardown(void)
{
	kit_close(&kit);
}

static void unknown(const char *kpi, const char *scope, enum wb_window window)
{
	struct wb_value value = kit_read(&kit, kpi, scope, window);
	ck_assert_msg(!value.known, "%s of %s is known: %lld", kpi, scope,
	              (long long)value.value);
}

static void play(double at, const char *ev, const char *contact,
                 const char *queue, const char *agent)
{
	char fields[256];
	int len = snprintf(fields, sizeof(fields), "'contact':'%s'", contact);
	if (queue) {
		len += snprintf(fields + len, sizeof(fields) - (size_t)len,
		                ",'queue':'%s'", queue);
	}
	if (agent) {
		snprintf(fields + len, sizeof(fields) - (size_t)len,
		         ",'agent':'%s'", agent);
	}
	kit_play(&kit, at, ev, fields);
}

/* `n` calls to the queue from `at` on, a second each, that wait `wait` s. */
static void answer(const char *queue, double at, int n, double wait,
                   double talk)
{
	for (int i = 0; i < n; i++) {
		char contact[32];
		snprintf(contact, sizeof(contact), "c%d", calls++);
		kit_call(&kit, at + i * (wait + talk), contact, queue, "ann",
		         wait, talk);
	}
}

static void abandon(const char *queue, double at, int n, double wait)
{
	for (int i = 0; i < n; i++) {
		char contact[32], fields[128];
		snprintf(contact, sizeof(contact), "c%d", calls++);
		play(at + i * wait, "queue.entered", contact, queue, NULL);
		snprintf(fields, sizeof(fields),
		         "'contact':'%s','queue':'%s','outcome':'abandoned'",
		         contact, queue);
		kit_play(&kit, at + (i + 1) * wait, "queue.left", fields);
	}
}

static void sign_in(double at, const char *agent, const char *queues)
{
	char fields[160];
	snprintf(fields, sizeof(fields), "'agent':'%s','queues':[%s]", agent,
	         queues);
	kit_play(&kit, at, "agent.signed_in", fields);
}

static void set_state(double at, const char *agent, const char *state)
{
	char fields[128];
	snprintf(fields, sizeof(fields), "'agent':'%s','state':'%s'", agent,
	         state);
	kit_play(&kit, at, "agent.state", fields);
}

/* ---- budget ---- */

START_TEST(a_day_without_a_forecast_allows_misses_of_what_came_so_far)
{
	unknown("budget_left", "queue:sales", WB_WINDOW_DAY);
	answer("sales", 10, 8, 1, 1);
	answer("sales", 100, 2, 30, 1);
	/* 80 % of 10: two misses, and both are gone */
	kit_expect(&kit, "budget_left", "queue:sales", WB_WINDOW_DAY, 0);
	abandon("sales", 300, 1, 30);
	kit_expect(&kit, "budget_left", "queue:sales", WB_WINDOW_DAY, -1);
	unknown("needed_rate", "queue:sales", WB_WINDOW_DAY);
}
END_TEST

START_TEST(the_budget_is_hit_when_the_threshold_expires_and_not_later)
{
	answer("sales", 10, 9, 1, 1);
	play(100, "queue.entered", "late", "sales", NULL);
	kit_at(&kit, 120);
	kit_expect(&kit, "budget_left", "queue:sales", WB_WINDOW_DAY, 1);
	kit_at(&kit, 120.001);
	/* ten count now, two may miss, one has */
	kit_expect(&kit, "budget_left", "queue:sales", WB_WINDOW_DAY, 1);
	kit_expect_ratio(&kit, "budget_burn", "queue:sales", WB_WINDOW_5M,
	                 10000, 20000);
	play(125, "segment.started", "late", "sales", "ann");
	kit_expect_ratio(&kit, "budget_burn", "queue:sales", WB_WINDOW_5M,
	                 10000, 20000);
}
END_TEST

START_TEST(budgets_of_queues_with_different_targets_add_up)
{
	kit.queues[0].service_level.target_bp = 9000;
	kit.queues[1].service_level.target_bp = 5000;
	kit_replan(&kit);
	answer("sales", 10, 10, 1, 1);
	answer("support", 100, 4, 1, 1);
	kit_expect(&kit, "budget_left", "queue:sales", WB_WINDOW_DAY, 1);
	kit_expect(&kit, "budget_left", "queue:support", WB_WINDOW_DAY, 2);
	kit_expect(&kit, "budget_left", "department:front", WB_WINDOW_DAY, 3);
	kit_expect(&kit, "budget_left", "total", WB_WINDOW_DAY, 3);
}
END_TEST

START_TEST(short_abandons_cost_nothing)
{
	answer("sales", 10, 10, 1, 1);
	abandon("sales", 100, 3, 4);
	kit_expect(&kit, "budget_left", "queue:sales", WB_WINDOW_DAY, 2);
}
END_TEST

START_TEST(the_burn_rate_forgets_what_left_its_window)
{
	unknown("budget_burn", "queue:sales", WB_WINDOW_5M);
	answer("sales", 10, 1, 30, 1);
	kit_expect(&kit, "budget_burn", "queue:sales", WB_WINDOW_5M, 500);
	answer("sales", 400, 4, 1, 1);
	kit_expect(&kit, "budget_burn", "queue:sales", WB_WINDOW_5M, 0);
	kit_expect(&kit, "budget_burn", "queue:sales", WB_WINDOW_15M, 100);
	kit_expect(&kit, "budget_burn", "queue:sales", WB_WINDOW_1H, 100);
	kit_at(&kit, 2000);
	unknown("budget_burn", "queue:sales", WB_WINDOW_15M);
	kit_expect(&kit, "budget_burn", "queue:sales", WB_WINDOW_1H, 100);
}
END_TEST

START_TEST(a_target_of_everything_leaves_nothing_to_burn)
{
	kit.queues[0].service_level.target_bp = 10000;
	kit_replan(&kit);
	answer("sales", 10, 3, 1, 1);
	abandon("sales", 100, 1, 30);
	unknown("budget_burn", "queue:sales", WB_WINDOW_1H);
	kit_expect(&kit, "budget_left", "queue:sales", WB_WINDOW_DAY, -1);
}
END_TEST

START_TEST(a_service_level_of_the_moment_has_no_budget)
{
	kit.queues[0].service_level.variant = WB_SL_NOW;
	kit_replan(&kit);
	answer("sales", 10, 3, 1, 1);
	unknown("budget_left", "queue:sales", WB_WINDOW_DAY);
	unknown("budget_burn", "queue:sales", WB_WINDOW_1H);
	unknown("agents_required", "queue:sales", WB_WINDOW_1H);
}
END_TEST

/* Every hour something is heard; ten calls in one of them, on every day. */
static void play_hour_of_days(int busy, int first, int count)
{
	for (int day = first; day < first + count; day++) {
		for (int hour = 0; hour < 24; hour++) {
			double at = day * DAY + hour * 3600;
			set_state(at + 1, "ann", "ready");
			if (hour == busy) {
				answer("sales", at + 60, 10, 1, 1);
			}
		}
	}
}

static void play_days(int first, int count)
{
	play_hour_of_days(12, first, count);
}

START_TEST(after_a_week_the_rest_of_the_day_is_expected)
{
	play_days(0, 7);
	/* midnight of the second Monday: but for its first quarter hour, as
	 * the engine began in it, all was seen */
	kit_at(&kit, WEEK + 3600);
	kit_expect(&kit, "budget_left", "queue:sales", WB_WINDOW_DAY, 2);
	kit_expect_ratio(&kit, "needed_rate", "queue:sales", WB_WINDOW_DAY,
	                 80000, 100000);
	abandon("sales", WEEK + 7200, 3, 30);
	/* 13 today, 2.6 may miss and 3 have: 10.4 of 10 */
	kit_expect(&kit, "budget_left", "queue:sales", WB_WINDOW_DAY, -1);
	kit_expect(&kit, "needed_rate", "queue:sales", WB_WINDOW_DAY, 10400);
	/* in the middle of noon's quarter hour half is still to come */
	kit_at(&kit, WEEK + 12 * 3600 + 450);
	kit_expect_ratio(&kit, "needed_rate", "queue:sales", WB_WINDOW_DAY,
	                 64000, 50000);
	/* nothing comes after it, so nothing can be needed */
	kit_at(&kit, WEEK + 13 * 3600);
	unknown("needed_rate", "queue:sales", WB_WINDOW_DAY);
}
END_TEST

START_TEST(a_group_expects_what_its_queues_expect)
{
	play_days(0, 7);
	kit_at(&kit, WEEK + 3600);
	kit_expect(&kit, "needed_rate", "department:front", WB_WINDOW_DAY,
	           8000);
	kit_expect(&kit, "needed_rate", "total", WB_WINDOW_DAY, 8000);
	kit_expect(&kit, "budget_left", "total", WB_WINDOW_DAY, 2);
	/* a stranger of today, of whom nothing is known */
	answer("unheard", WEEK + 3700, 5, 1, 1);
	unknown("needed_rate", "total", WB_WINDOW_DAY);
	kit_expect(&kit, "needed_rate", "department:front", WB_WINDOW_DAY,
	           8000);
	kit_expect(&kit, "budget_left", "total", WB_WINDOW_DAY, 3);
}
END_TEST

START_TEST(a_queue_learns_by_its_own_clock)
{
	struct wb_arena arena = { 0 };
	kit.queues[0].zone =
		wb_zone_fixed(3 * WB_HOUR + 30 * WB_MINUTE, &arena);
	kit_replan(&kit);
	play_days(0, 7);
	/* their Monday ends at 20:30 UTC, and noon's calls are at 15:30 */
	kit_at(&kit, WEEK + 3600);
	kit_expect_ratio(&kit, "needed_rate", "queue:sales", WB_WINDOW_DAY,
	                 80000, 100000);
	kit_at(&kit, WEEK + 20.5 * 3600 - 1);
	unknown("needed_rate", "queue:sales", WB_WINDOW_DAY);
	kit_at(&kit, WEEK + 20.5 * 3600);
	kit_expect_ratio(&kit, "needed_rate", "queue:sales", WB_WINDOW_DAY,
	                 80000, 100000);
	/* to the department it is still Monday, and nothing is to come */
	unknown("needed_rate", "department:front", WB_WINDOW_DAY);
	kit_close(&kit);
	wb_arena_finish(&arena);
	setup();
}
END_TEST

static void use_zone(const char *name)
{
	static char bytes[1 << 16];
	char path[128];
	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	FILE *file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "no %s", path);
	size_t len = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	kit.queues[0].zone =
		wb_zone_read((struct wb_str){ bytes, len }, &kit.plan.arena);
	ck_assert_ptr_nonnull(kit.queues[0].zone);
	kit_replan(&kit);
}

/* A week that ends before a Sunday, from midnight in Berlin on. */
static void live_in_berlin(wb_ms midnight, int busy)
{
	kit_close(&kit);
	kit_open(&kit, midnight);
	use_zone("Europe/Berlin");
	play_hour_of_days(busy, 0, 7);
}

static void leave_berlin(void)
{
	wb_arena_finish(&kit.plan.arena);
}

/* From Sunday 18 to Sunday 25 October 2026, when 02:00 to 03:00 comes twice */
START_TEST(a_sunday_of_25_hours_expects_its_night_twice)
{
	live_in_berlin((wb_ms)1792274400000, 2);
	kit_at(&kit, WEEK + 1800);
	kit_expect_ratio(&kit, "needed_rate", "queue:sales", WB_WINDOW_DAY,
	                 2 * 80000, 2 * 100000);
	/* past the first of the two */
	kit_at(&kit, WEEK + 3 * 3600);
	kit_expect_ratio(&kit, "needed_rate", "queue:sales", WB_WINDOW_DAY,
	                 80000, 100000);
	leave_berlin();
}
END_TEST

/* From Sunday 22 to Sunday 29 March 2026, when 02:00 to 03:00 is left out */
START_TEST(a_sunday_of_23_hours_expects_nothing_of_the_hour_left_out)
{
	live_in_berlin((wb_ms)1774134000000, 2);
	kit_at(&kit, WEEK + 1800);
	unknown("needed_rate", "queue:sales", WB_WINDOW_DAY);
	unknown("budget_left", "queue:sales", WB_WINDOW_DAY);
	leave_berlin();
	/* what comes at three comes when two hours have gone by */
	live_in_berlin((wb_ms)1774134000000, 3);
	kit_at(&kit, WEEK + 2 * 3600 - 1);
	kit_expect_ratio(&kit, "needed_rate", "queue:sales", WB_WINDOW_DAY,
	                 80000, 100000);
	kit_at(&kit, WEEK + 2 * 3600 + 900);
	unknown("needed_rate", "queue:sales", WB_WINDOW_DAY);
	leave_berlin();
}
END_TEST

START_TEST(a_long_silence_teaches_nothing)
{
	play_days(0, 2);
	kit_at(&kit, 6 * DAY);
	play_days(6, 1); /* Sunday */
	/* Monday was seen a week ago; of Tuesday the end was not */
	kit_at(&kit, WEEK + 3600);
	kit_expect(&kit, "needed_rate", "queue:sales", WB_WINDOW_DAY, 8000);
	kit_at(&kit, WEEK + DAY + 3600);
	unknown("needed_rate", "queue:sales", WB_WINDOW_DAY);
}
END_TEST

/* ---- staffing ---- */

/* pyworkforce's example: 100 calls of 180 s in half an hour need 14. */
static void play_half_an_hour(void)
{
	char contact[32];
	for (int i = 0; i < 100; i++) {
		snprintf(contact, sizeof(contact), "h%d", i);
		play(17.9 * i, "queue.entered", contact, "sales", NULL);
	}
	for (int i = 0; i < 100; i++) {
		snprintf(contact, sizeof(contact), "h%d", i);
		play(1790 - 180, "segment.started", contact, "sales", contact);
	}
	for (int i = 0; i < 100; i++) {
		snprintf(contact, sizeof(contact), "h%d", i);
		play(1790, "segment.ended", contact, NULL, contact);
	}
	for (int i = 0; i < 100; i++) {
		snprintf(contact, sizeof(contact), "'agent':'h%d'", i);
		kit_play(&kit, 1790, "agent.signed_out", contact);
	}
	sign_in(1790, "ann", "'sales'");
	kit_at(&kit, 1799.999);
}

static void sign_in_to(int agents, const char *queues)
{
	for (int i = 0; i < agents; i++) {
		char name[16];
		snprintf(name, sizeof(name), "extra%d", i);
		sign_in(1799.999, name, queues);
	}
}

static void sign_in_many(int agents)
{
	sign_in_to(agents, "'sales'");
}

START_TEST(the_published_example_comes_out_of_the_engine)
{
	play_half_an_hour();
	kit_expect(&kit, "average_handle_time", "queue:sales", WB_WINDOW_30M,
	           180000);
	kit_expect(&kit, "agents_required", "queue:sales", WB_WINDOW_30M, 14);
	sign_in_many(13); /* and ann */
	struct wb_value level = kit_read(&kit, "predicted_service_level",
	                                 "queue:sales", WB_WINDOW_30M);
	ck_assert(level.known);
	ck_assert_int_le(llabs(level.value - 8884), 1);
}
END_TEST

START_TEST(an_overload_without_patience_answers_nobody_in_time)
{
	play_half_an_hour();
	sign_in_many(8); /* nine for ten erlang: nobody is in time */
	kit_expect(&kit, "predicted_service_level", "queue:sales",
	           WB_WINDOW_30M, 0);
}
END_TEST

/* Support had no calls: from the next quarter hour on all are for sales. */
START_TEST(agents_of_several_queues_are_divided_by_the_work)
{
	play_half_an_hour();
	sign_in_to(13, "'sales','support'");
	kit_expect(&kit, "predicted_service_level", "queue:sales",
	           WB_WINDOW_30M, 0);
	kit_at(&kit, 1800);
	struct wb_value level = kit_read(&kit, "predicted_service_level",
	                                 "queue:sales", WB_WINDOW_30M);
	ck_assert(level.known);
	/* 14 agents; the first of the calls has left the window */
	ck_assert_int_le(llabs(level.value - 8884), 100);
}
END_TEST

START_TEST(agents_who_are_not_ready_are_not_there)
{
	play_half_an_hour();
	sign_in_many(13);
	set_state(1799.999, "ann", "not_ready");
	struct wb_value level = kit_read(&kit, "predicted_service_level",
	                                 "queue:sales", WB_WINDOW_30M);
	ck_assert(level.known && level.value < 8000);
	kit_play(&kit, 1799.999, "agent.signed_out", "'agent':'extra3'");
	struct wb_value fewer = kit_read(&kit, "predicted_service_level",
	                                 "queue:sales", WB_WINDOW_30M);
	ck_assert(fewer.known && fewer.value < level.value);
}
END_TEST

START_TEST(few_calls_say_nothing_about_staffing)
{
	answer("sales", 10, 9, 1, 60);
	kit_at(&kit, 900);
	unknown("agents_required", "queue:sales", WB_WINDOW_1H);
	unknown("predicted_service_level", "queue:sales", WB_WINDOW_1H);
	answer("sales", 900, 1, 1, 60);
	ck_assert(kit_read(&kit, "agents_required", "queue:sales", WB_WINDOW_1H)
	                  .known);
	/* of a window that is all but empty nothing can be said either */
	unknown("agents_required", "queue:sales", WB_WINDOW_5M);
}
END_TEST

START_TEST(groups_have_no_staffing_of_their_own)
{
	const struct wb_kpi *row = wb_kpi_find(wb_str("agents_required"));
	ck_assert(wb_kpi_has_scope(row, WB_SCOPE_QUEUE));
	ck_assert(!wb_kpi_has_scope(row, WB_SCOPE_DEPARTMENT));
	ck_assert(!wb_kpi_has_scope(row, WB_SCOPE_TOTAL));
	play_half_an_hour();
	unknown("agents_required", "department:front", WB_WINDOW_30M);
	unknown("estimated_wait", "total", WB_WINDOW_NOW);
}
END_TEST

/* ---- patience ---- */

START_TEST(patience_is_the_wait_of_all_by_those_who_left)
{
	answer("sales", 10, 5, 10, 1);
	abandon("sales", 200, 7, 20);
	abandon("sales", 400, 2, 4);
	unknown("patience", "queue:sales", WB_WINDOW_DAY);
	abandon("sales", 500, 1, 30);
	/* 50 + 140 + 8 + 30 s, ten of them left */
	kit_expect_ratio(&kit, "patience", "queue:sales", WB_WINDOW_DAY, 228000,
	                 10);
	kit_expect(&kit, "patience", "department:front", WB_WINDOW_DAY, 22800);
}
END_TEST

/* ---- the estimated wait ---- */

START_TEST(the_wait_is_not_known_without_agents_or_handle_times)
{
	unknown("estimated_wait", "queue:sales", WB_WINDOW_NOW);
	sign_in(5, "ann", "'sales'");
	kit_expect(&kit, "estimated_wait", "queue:sales", WB_WINDOW_NOW, 0);
	play(6, "queue.entered", "x", "sales", NULL);
	play(6, "segment.started", "x", "sales", "ann");
	unknown("estimated_wait", "queue:sales", WB_WINDOW_NOW);
	play(66, "segment.ended", "x", NULL, "ann");
	kit_expect(&kit, "estimated_wait", "queue:sales", WB_WINDOW_NOW, 0);
	kit_play(&kit, 70, "agent.signed_out", "'agent':'ann'");
	unknown("estimated_wait", "queue:sales", WB_WINDOW_NOW);
}
END_TEST

START_TEST(the_wait_goes_by_the_place_in_the_line)
{
	answer("sales", 10, 10, 1, 60); /* handle time: 60 s */
	sign_in(1000, "bob", "'sales'");
	kit_expect(&kit, "estimated_wait", "queue:sales", WB_WINDOW_NOW, 0);
	play(1000, "queue.entered", "a", "sales", NULL);
	play(1000, "segment.started", "a", "sales", "ann");
	kit_expect(&kit, "estimated_wait", "queue:sales", WB_WINDOW_NOW, 0);
	play(1001, "queue.entered", "b", "sales", NULL);
	play(1001, "segment.started", "b", "sales", "bob");
	kit_expect(&kit, "estimated_wait", "queue:sales", WB_WINDOW_NOW, 30000);
	play(1002, "queue.entered", "c", "sales", NULL);
	play(1003, "queue.entered", "d", "sales", NULL);
	kit_expect(&kit, "estimated_wait", "queue:sales", WB_WINDOW_NOW, 90000);
}
END_TEST

/* bob serves both, ann sales only: who waits for bob is ahead in sales. */
START_TEST(who_waits_elsewhere_for_the_same_agents_is_ahead)
{
	answer("sales", 10, 10, 1, 60);
	sign_in(1000, "bob", "'sales','support'");
	play(1000, "queue.entered", "a", "sales", NULL);
	play(1000, "segment.started", "a", "sales", "ann");
	play(1000, "queue.entered", "b", "sales", NULL);
	play(1000, "segment.started", "b", "sales", "bob");
	kit_expect(&kit, "estimated_wait", "queue:sales", WB_WINDOW_NOW, 30000);
	play(1001, "queue.entered", "c", "support", NULL);
	kit_expect(&kit, "estimated_wait", "queue:sales", WB_WINDOW_NOW, 60000);
	/* carl serves support alone: half of its line is bob's */
	sign_in(1001, "carl", "'support'");
	kit_expect(&kit, "estimated_wait", "queue:sales", WB_WINDOW_NOW, 45000);
	kit_play(&kit, 1002, "agent.queues",
	         "'agent':'bob','remove':['support']");
	kit_expect(&kit, "estimated_wait", "queue:sales", WB_WINDOW_NOW, 30000);
	kit_play(&kit, 1002, "agent.queues",
	         "'agent':'bob','remove':['sales']");
	kit_expect(&kit, "estimated_wait", "queue:sales", WB_WINDOW_NOW, 60000);
}
END_TEST

START_TEST(who_rings_at_an_agent_is_not_ahead)
{
	answer("sales", 10, 10, 1, 60);
	sign_in(1000, "bob", "'sales'");
	play(1000, "queue.entered", "a", "sales", NULL);
	play(1000, "offer.started", "a", "sales", "ann");
	/* one waits and rings, and bob is free */
	kit_expect(&kit, "estimated_wait", "queue:sales", WB_WINDOW_NOW, 0);
}
END_TEST

START_TEST(the_error_of_the_estimate_is_measured)
{
	unknown("estimated_wait_error", "queue:sales", WB_WINDOW_DAY);
	answer("sales", 10, 10, 1, 60);
	/* ann was free when they came, all but the first: estimates of 0 */
	kit_expect_ratio(&kit, "estimated_wait_error", "queue:sales",
	                 WB_WINDOW_DAY, 9000, 9);
	play(1000, "queue.entered", "a", "sales", NULL);
	play(1000, "segment.started", "a", "sales", "ann");
	play(1001, "queue.entered", "b", "sales", NULL);
	play(1030, "segment.ended", "a", NULL, "ann");
	play(1030, "segment.started", "b", "sales", "ann");
	/* b was told 60 s and waited 29; a was right */
	kit_expect_ratio(&kit, "estimated_wait_error", "queue:sales",
	                 WB_WINDOW_DAY, 40000, 11);
	kit_expect_ratio(&kit, "estimated_wait_error", "total", WB_WINDOW_DAY,
	                 40000, 11);
}
END_TEST

/* ---- state ---- */

static const char *const rows[] = { "budget_left",
	                            "budget_burn",
	                            "needed_rate",
	                            "agents_required",
	                            "predicted_service_level",
	                            "estimated_wait",
	                            "patience",
	                            "estimated_wait_error" };

static void same_rows(struct kit *other)
{
	for (int i = 0; i < WB_COUNT(rows); i++) {
		struct wb_value a =
			kit_read(&kit, rows[i], "queue:sales", WB_WINDOW_15M);
		struct wb_value b =
			kit_read(other, rows[i], "queue:sales", WB_WINDOW_15M);
		ck_assert_msg(a.known == b.known && a.value == b.value &&
		                      a.ratio.num == b.ratio.num,
		              "%s: %lld, loaded %lld", rows[i],
		              (long long)a.value, (long long)b.value);
	}
}

static void reload(struct kit *other)
{
	struct wb_buf bytes;
	wb_buf_init(&bytes, 0);
	wb_engine_forget_history(kit.engine);
	ck_assert(wb_engine_save(kit.engine, &bytes));
	kit_open(other, MONDAY);
	wb_engine_destroy(other->engine);
	other->engine = wb_engine_create();
	ck_assert(wb_engine_load(other->engine, &other->plan,
	                         wb_buf_str(&bytes)));
	wb_buf_finish(&bytes);
}

START_TEST(what_was_learned_survives_a_restart)
{
	static struct kit other;
	play_days(0, 7);
	sign_in(WEEK, "bob", "'sales','support'");
	play(WEEK + 12 * 3600 - 8, "queue.entered", "a", "sales", NULL);
	play(WEEK + 12 * 3600 - 8, "segment.started", "a", "sales", "ann");
	answer("sales", WEEK + 12 * 3600 - 7, 3, 1, 1);
	reload(&other);
	same_rows(&other);
	/* the quarter hour that was open is learned by both alike */
	kit_at(&kit, WEEK + 12 * 3600 + 1);
	kit_at(&other, WEEK + 12 * 3600 + 1);
	same_rows(&other);
	kit_at(&kit, 2 * WEEK + 11 * 3600);
	kit_at(&other, 2 * WEEK + 11 * 3600);
	same_rows(&other);
	kit_close(&other);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, few_calls_say_nothing_about_staffing);
	tcase_add_test(tc, groups_have_no_staffing_of_their_own);
	tcase_add_test(tc, patience_is_the_wait_of_all_by_those_who_left);
	tcase_add_test(tc,
	               the_wait_is_not_known_without_agents_or_handle_times);
	tcase_add_test(tc, the_wait_goes_by_the_place_in_the_line);
	tcase_add_test(tc, who_waits_elsewhere_for_the_same_agents_is_ahead);
	tcase_add_test(tc, who_rings_at_an_agent_is_not_ahead);
	tcase_add_test(tc, the_error_of_the_estimate_is_measured);
	tcase_add_test(tc, what_was_learned_survives_a_restart);
}

int main(void)
{
	TCase *tc = tcase_create("outlook");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(
		tc, a_day_without_a_forecast_allows_misses_of_what_came_so_far);
	tcase_add_test(
		tc, the_budget_is_hit_when_the_threshold_expires_and_not_later);
	tcase_add_test(tc, budgets_of_queues_with_different_targets_add_up);
	tcase_add_test(tc, short_abandons_cost_nothing);
	tcase_add_test(tc, the_burn_rate_forgets_what_left_its_window);
	tcase_add_test(tc, a_target_of_everything_leaves_nothing_to_burn);
	tcase_add_test(tc, a_service_level_of_the_moment_has_no_budget);
	tcase_add_test(tc, after_a_week_the_rest_of_the_day_is_expected);
	tcase_add_test(tc, a_group_expects_what_its_queues_expect);
	tcase_add_test(tc, a_queue_learns_by_its_own_clock);
	tcase_add_test(tc, a_sunday_of_25_hours_expects_its_night_twice);
	tcase_add_test(
		tc, a_sunday_of_23_hours_expects_nothing_of_the_hour_left_out);
	tcase_add_test(tc, a_long_silence_teaches_nothing);
	tcase_add_test(tc, the_published_example_comes_out_of_the_engine);
	tcase_add_test(tc, an_overload_without_patience_answers_nobody_in_time);
	tcase_add_test(tc, agents_who_are_not_ready_are_not_there);
	tcase_add_test(tc, agents_of_several_queues_are_divided_by_the_work);
	add_tests(tc);
	return wb_test_run("kpi/outlook", tc);
}
