/* Days and intervals by the clocks of several places; silences. */

#include <check.h>
#include <stdio.h>

#include "engine_kit.h"
#include "suite.h"

#define HOUR 3600.0

/* All are UTC. */
#define OCTOBER_25_21H                                                         \
	((wb_ms)1761426000000)               /* 2025, an hour before Berlin's  \
	                                      * midnight */
#define MARCH_28_22H ((wb_ms)1774735200000)  /* 2026, likewise */
#define MARCH_28_4H ((wb_ms)1774670400000)   /* 2026, 05:00 in Berlin */
#define OCTOBER_4_14H ((wb_ms)1759586400000) /* 2025, 00:30 on Lord Howe */

static struct kit kit;

static void teardown(void)
{
	kit_close(&kit);
	wb_arena_finish(&kit.plan.arena);
}

static const struct wb_zone *load_zone(const char *name)
{
	static char bytes[65536];
	char path[256];
	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	FILE *file = fopen(path, "rb");
	ck_assert_ptr_nonnull(file);
	size_t len = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	const struct wb_zone *zone =
		wb_zone_read((struct wb_str){ bytes, len }, &kit.plan.arena);
	ck_assert_ptr_nonnull(zone);
	return zone;
}

static void expect(const char *kpi, const char *scope, enum wb_window window,
                   int64_t value)
{
	kit_expect(&kit, kpi, scope, window, value);
}

static void expect_day(const char *kpi, int64_t value)
{
	expect(kpi, "queue:sales", WB_WINDOW_DAY, value);
}

static void enter(double at, const char *contact)
{
	char fields[64];
	snprintf(fields, sizeof(fields), "'contact':'%s','queue':'sales'",
	         contact);
	kit_play(&kit, at, "queue.entered", fields);
}

static const struct {
	wb_ms base;
	double begins, hours; /* from base on */
	wb_ms day_start;
} days[] = {
	{ OCTOBER_25_21H, 1, 25, 0 },
	{ MARCH_28_22H, 1, 23, 0 },
	{ MARCH_28_4H, 1, 23, 6 * WB_HOUR },
	{ OCTOBER_25_21H, -17, 25, 6 * WB_HOUR },
	/* and the day after the long one is an ordinary one */
	{ OCTOBER_25_21H, 26, 24, 0 },
};

START_TEST(a_day_is_as_long_as_the_clocks_make_it)
{
	double begins = days[_i].begins * HOUR;
	double ends = begins + days[_i].hours * HOUR;
	wb_ms length = (wb_ms)(days[_i].hours * 3600000);
	kit_open(&kit, days[_i].base);
	kit.queues[0].zone = load_zone("Europe/Berlin");
	kit.queues[0].day_start = days[_i].day_start;
	kit_replan(&kit);
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'ann','queues':['sales']");
	if (begins > 0) {
		enter(begins - 1, "before");
		kit_at(&kit, begins);
		expect_day("offered", 0);
		expect_day("signed_in_time", 0);
	} else { /* the day began before the feed did */
		length += (wb_ms)(begins * 1000);
	}
	enter(begins > 0 ? begins : 0, "first");
	enter(ends - 1, "last");
	kit_at(&kit, ends - 0.001);
	expect_day("offered", 2);
	expect_day("signed_in_time", length - 1);
	kit_at(&kit, ends);
	expect_day("offered", 0);
	expect_day("signed_in_time", 0);
	kit_at(&kit, ends + 60);
	expect_day("signed_in_time", 60000);
}
END_TEST

START_TEST(a_border_resets_counters_and_never_state)
{
	kit_open(&kit, OCTOBER_25_21H);
	kit.queues[0].zone = load_zone("Europe/Berlin");
	kit_replan(&kit);
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'ann','queues':['sales']");
	kit_play(&kit, 3000, "agent.state",
	         "'agent':'ann','state':'not_ready','reason':'break'");
	enter(3500, "a");
	kit_at(&kit, HOUR);
	expect_day("offered", 0);
	expect("waiting", "queue:sales", WB_WINDOW_NOW, 1);
	expect("longest_wait", "queue:sales", WB_WINDOW_NOW,
	       OCTOBER_25_21H + 3500000);
	expect("agents_not_ready", "queue:sales", WB_WINDOW_NOW, 1);
	/* the broken promise is of today as well, as long as it stands */
	kit_expect_ratio(&kit, "service_level", "queue:sales", WB_WINDOW_DAY, 0,
	                 1);
	kit_play(&kit, HOUR + 60, "segment.started",
	         "'contact':'a','queue':'sales','agent':'ann'");
	expect_day("answered", 1);
	expect_day("offered", 0);
	expect_day("not_ready_time", 60000);
	expect("answered", "queue:sales", WB_WINDOW_1H, 1);
	expect("offered", "queue:sales", WB_WINDOW_1H, 1);
	expect("offered", "total", WB_WINDOW_DAY, 1); /* in UTC */
}
END_TEST

START_TEST(every_place_has_its_own_midnight)
{
	/* midnights: Tehran 20:30, Berlin 22:00 (summer), UTC 24:00 */
	kit_open(&kit, OCTOBER_25_21H - 2 * WB_HOUR);
	kit.queues[0].zone = load_zone("Asia/Tehran");
	kit.queues[1].zone = load_zone("Europe/Berlin");
	kit_replan(&kit);
	kit_call(&kit, 0, "a", "sales", "ann", 1, 1);
	kit_call(&kit, 0, "b", "support", "bob", 1, 1);
	static const struct {
		double at;
		int64_t tehran, berlin, total;
	} steps[] = {
		{ 1.4, 1, 1, 2 }, { 1.5, 0, 1, 2 }, { 2.9, 0, 1, 2 },
		{ 3.0, 0, 0, 2 }, { 4.9, 0, 0, 2 }, { 5.0, 0, 0, 0 },
	};
	for (int i = 0; i < WB_COUNT(steps); i++) {
		kit_at(&kit, steps[i].at * HOUR);
		expect("answered", "queue:sales", WB_WINDOW_DAY,
		       steps[i].tehran);
		expect("answered", "queue:support", WB_WINDOW_DAY,
		       steps[i].berlin);
		/* groups are counted in the centre's zone */
		expect("answered", "department:front", WB_WINDOW_DAY,
		       steps[i].total);
		expect("answered", "total", WB_WINDOW_DAY, steps[i].total);
	}
}
END_TEST

static const struct {
	const char *zone;
	int minutes;
	double border; /* minutes from 19:00 UTC */
} intervals[] = {
	{ "Asia/Tehran", 60, 30 },    { "Asia/Tehran", 30, 30 },
	{ "Asia/Tehran", 15, 15 },    { "Europe/Berlin", 60, 60 },
	{ "Europe/Berlin", 30, 30 },  { "Asia/Kathmandu", 60, 15 },
	{ "Asia/Kathmandu", 30, 15 }, { "Asia/Kathmandu", 15, 15 },
};

START_TEST(intervals_begin_at_the_full_hours_of_their_place)
{
	double border = intervals[_i].border * 60;
	double length = intervals[_i].minutes * 60;
	kit_open(&kit, OCTOBER_25_21H - 2 * WB_HOUR);
	kit.plan.interval = intervals[_i].minutes * WB_MINUTE;
	kit.queues[0].zone = load_zone(intervals[_i].zone);
	kit_replan(&kit);
	enter(border - 1, "a");
	expect("offered", "queue:sales", WB_WINDOW_INTERVAL, 1);
	kit_at(&kit, border);
	expect("offered", "queue:sales", WB_WINDOW_INTERVAL, 0);
	enter(border, "b");
	enter(border + length - 1, "c");
	expect("offered", "queue:sales", WB_WINDOW_INTERVAL, 2);
	kit_at(&kit, border + length);
	expect("offered", "queue:sales", WB_WINDOW_INTERVAL, 0);
}
END_TEST

/* On Lord Howe clocks move by half an hour: 02:00 becomes 02:30. */
START_TEST(a_change_of_the_clocks_cuts_an_interval_short)
{
	kit_open(&kit, OCTOBER_4_14H);
	kit.plan.interval = WB_HOUR;
	kit.queues[0].zone = load_zone("Australia/Lord_Howe");
	kit_replan(&kit);
	enter(1.5 * HOUR - 1, "a");
	expect("offered", "queue:sales", WB_WINDOW_INTERVAL, 1);
	kit_at(&kit, 1.5 * HOUR);
	expect("offered", "queue:sales", WB_WINDOW_INTERVAL, 0);
	enter(1.5 * HOUR + 1, "b");
	kit_at(&kit, 2 * HOUR - 0.001);
	expect("offered", "queue:sales", WB_WINDOW_INTERVAL, 1);
	kit_at(&kit, 2 * HOUR); /* 03:00 there */
	expect("offered", "queue:sales", WB_WINDOW_INTERVAL, 0);
}
END_TEST

struct told {
	int count;
	int64_t available;
};

static void on_addition(void *user, const struct wb_history_addition *addition)
{
	struct told *told = user;
	struct wb_str name = wb_engine_scope_name(kit.engine, addition->scope);
	told->count++;
	if (addition->attribution == WB_BY_EVENT && wb_str_is(name, "total")) {
		told->available += addition->add[WB_M_AVAILABLE_TIME_MS];
	}
}

static struct told tell(void)
{
	struct told told = { 0 };
	wb_engine_read_history(kit.engine, on_addition, &told);
	wb_engine_forget_history(kit.engine);
	return told;
}

static int64_t abandoned[2]; /* in the first two quarter hours */

static void on_abandons(void *user, const struct wb_history_addition *addition)
{
	struct wb_str name = wb_engine_scope_name(kit.engine, addition->scope);
	int64_t i = (addition->quarter - kit.base) / (15 * WB_MINUTE);
	(void)user;
	if (addition->attribution == WB_BY_EVENT && wb_str_is(name, "total")) {
		abandoned[i] += addition->add[WB_M_ABANDONED];
	}
}

static void tell_abandons(void)
{
	wb_engine_read_history(kit.engine, on_abandons, NULL);
	wb_engine_forget_history(kit.engine);
}

/* The feed's clock is ahead of ours, and the quarter hour is over between. */
START_TEST(what_is_dated_ahead_is_taken_back_where_it_counted)
{
	memset(abandoned, 0, sizeof(abandoned));
	kit_open(&kit, OCTOBER_25_21H);
	enter(800, "a");
	kit_at(&kit, 880);
	kit_play_late(&kit, 905, "queue.left",
	              "'contact':'a','queue':'sales','outcome':'abandoned'");
	tell_abandons();
	ck_assert_int_eq(abandoned[0] + abandoned[1], 1);
	kit_play(&kit, 920, "queue.resumed", "'contact':'a','queue':'sales'");
	tell_abandons();
	ck_assert_int_eq(abandoned[0], 0);
	ck_assert_int_eq(abandoned[1], 0);
}
END_TEST

START_TEST(a_silence_of_months_is_nobodys_time)
{
	double months = 300 * 24 * HOUR;
	kit_open(&kit, OCTOBER_25_21H);
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'ann','queues':['sales']");
	kit_call(&kit, 100, "a", "sales", "ann", 5, 95);
	kit_at(&kit, 500);
	wb_engine_silence(kit.engine);
	kit_at(&kit, months);
	struct told told = tell();
	ck_assert_int_eq(told.available, 405000); /* less the talk */
	ck_assert_int_lt(told.count, 100);
	expect("agents_signed_in", "total", WB_WINDOW_NOW, 0);
	/* whoever does something is there again */
	kit_call(&kit, months + 10, "b", "sales", "ann", 5, 95);
	kit_at(&kit, months + 200);
	expect("agents_available", "total", WB_WINDOW_NOW, 1);
	expect("available_time", "total", WB_WINDOW_1H, 90000);
	ck_assert_int_eq(tell().available, 90000);
}
END_TEST

START_TEST(without_a_silence_time_goes_on_for_who_is_there)
{
	kit_open(&kit, OCTOBER_25_21H);
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'ann','queues':['sales']");
	kit_at(&kit, 10 * HOUR);
	ck_assert_int_eq(tell().available, 36000000);
	kit_at(&kit, 20 * HOUR);
	ck_assert_int_eq(tell().available, 36000000);
	kit_play(&kit, 20 * HOUR, "agent.signed_out", "'agent':'ann'");
	kit_at(&kit, 40 * HOUR);
	ck_assert_int_eq(tell().count, 0);
	/* what comes late is mended */
	kit_play_late(&kit, 20.5 * HOUR, "agent.signed_in",
	              "'agent':'bob','queues':['sales']");
	kit_play_late(&kit, 21 * HOUR, "agent.signed_out", "'agent':'bob'");
	ck_assert_int_eq(tell().available, 1800000);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("time");
	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_loop_test(tc, a_day_is_as_long_as_the_clocks_make_it, 0,
	                    WB_COUNT(days));
	tcase_add_test(tc, a_border_resets_counters_and_never_state);
	tcase_add_test(tc, every_place_has_its_own_midnight);
	tcase_add_loop_test(tc,
	                    intervals_begin_at_the_full_hours_of_their_place, 0,
	                    WB_COUNT(intervals));
	tcase_add_test(tc, a_change_of_the_clocks_cuts_an_interval_short);
	tcase_add_test(tc, what_is_dated_ahead_is_taken_back_where_it_counted);
	tcase_add_test(tc, a_silence_of_months_is_nobodys_time);
	tcase_add_test(tc, without_a_silence_time_goes_on_for_who_is_there);
	return wb_test_run("kpi/time", tc);
}
