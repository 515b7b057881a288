/* Windows: what is inside, and when it leaves; days; disorder. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine_kit.h"
#include "suite.h"

/* 2025-11-18 10:00:00 UTC: the start of an hour. */
#define BASE ((wb_ms)1763460000000)

static struct kit kit;

static void setup(void)
{
	kit_open(&kit, BASE);
}

static void teardown(void)
{
	kit_close(&kit);
}

static void enter(double at, const char *contact)
{
	char fields[64];
	snprintf(fields, sizeof(fields), "'contact':'%s','queue':'sales'",
	         contact);
	kit_play(&kit, at, "queue.entered", fields);
}

static const struct {
	enum wb_window window;
	double seconds;
} trailing[] = {
	{ WB_WINDOW_5M, 300 },
	{ WB_WINDOW_15M, 900 },
	{ WB_WINDOW_30M, 1800 },
	{ WB_WINDOW_1H, 3600 },
};

START_TEST(a_fact_leaves_with_its_second)
{
	enum wb_window window = trailing[_i].window;
	double length = trailing[_i].seconds;
	enter(10.4, "a");
	kit_at(&kit, 10 + length - 0.001);
	kit_expect(&kit, "offered", "queue:sales", window, 1);
	kit_at(&kit, 10 + length);
	kit_expect(&kit, "offered", "queue:sales", window, 0);
	kit_expect(&kit, "offered", "total", WB_WINDOW_DAY, 1);
}
END_TEST

START_TEST(a_late_fact_counts_in_the_windows_it_belongs_to)
{
	kit_at(&kit, 1200);
	kit_play_late(&kit, 100, "queue.entered",
	              "'contact':'a','queue':'sales'");
	kit_expect(&kit, "offered", "queue:sales", WB_WINDOW_15M, 0);
	kit_expect(&kit, "offered", "queue:sales", WB_WINDOW_30M, 1);
	kit_expect(&kit, "offered", "queue:sales", WB_WINDOW_1H, 1);
	kit_at(&kit, 1900);
	kit_expect(&kit, "offered", "queue:sales", WB_WINDOW_30M, 0);
	kit_at(&kit, 3700);
	kit_expect(&kit, "offered", "queue:sales", WB_WINDOW_1H, 0);
}
END_TEST

START_TEST(a_long_silence_empties_every_trailing_window)
{
	for (int i = 0; i < 50; i++) {
		char contact[16];
		snprintf(contact, sizeof(contact), "c%d", i);
		kit_call(&kit, i * 70, contact, "sales", "ann", 2, 3);
	}
	kit_expect(&kit, "answered", "total", WB_WINDOW_1H, 50);
	kit_at(&kit, 100 * 24 * 3600.0);
	for (int i = 0; i < WB_COUNT(trailing); i++) {
		kit_expect(&kit, "answered", "total", trailing[i].window, 0);
	}
	kit_call(&kit, 100 * 24 * 3600.0 + 10, "z", "sales", "ann", 2, 3);
	kit_expect(&kit, "answered", "total", WB_WINDOW_15M, 1);
}
END_TEST

START_TEST(a_clock_set_back_changes_nothing)
{
	enter(1000, "a");
	kit_at(&kit, 500);
	ck_assert_int_eq(wb_engine_now(kit.engine), BASE + 1000000);
	kit_expect(&kit, "offered", "total", WB_WINDOW_15M, 1);
}
END_TEST

START_TEST(a_fact_from_the_future_is_taken_as_of_now)
{
	struct wb_engine_counters counters;
	kit_at(&kit, 100);
	kit_play_late(&kit, 130, "queue.entered",
	              "'contact':'a','queue':'sales'");
	kit_expect(&kit, "offered", "total", WB_WINDOW_15M, 1);
	wb_engine_count(kit.engine, &counters);
	ck_assert_uint_eq(counters.clock_ahead, 1);
	kit_at(&kit, 1000);
	kit_expect(&kit, "offered", "total", WB_WINDOW_15M, 0);
}
END_TEST

START_TEST(the_interval_begins_anew_and_state_stays)
{
	enter(1700, "a");
	kit_expect(&kit, "offered", "total", WB_WINDOW_INTERVAL, 1);
	kit_at(&kit, 1800);
	kit_expect(&kit, "offered", "total", WB_WINDOW_INTERVAL, 0);
	kit_expect(&kit, "waiting", "total", WB_WINDOW_NOW, 1);
	kit_expect_ratio(&kit, "service_level", "total", WB_WINDOW_INTERVAL, 0,
	                 1);
}
END_TEST

/* Genesys: answered in one half hour, handled in the next. */
START_TEST(each_fact_counts_at_its_own_instant)
{
	kit_call(&kit, 1790, "a", "sales", "ann", 5, 60);
	kit_expect(&kit, "answered", "total", WB_WINDOW_INTERVAL, 0);
	kit_expect(&kit, "handled", "total", WB_WINDOW_INTERVAL, 1);
	kit_expect(&kit, "answered", "total", WB_WINDOW_1H, 1);
}
END_TEST

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

START_TEST(each_queue_has_its_own_day)
{
	/* 10:00 UTC is 13:30 in Tehran; midnight there is 20:30 UTC. */
	kit.queues[0].zone = load_zone("Asia/Tehran");
	kit.queues[1].day_start = 6 * WB_HOUR;
	kit_replan(&kit);
	kit_play(&kit, 0, "queue.entered", "'contact':'a','queue':'sales'");
	kit_play(&kit, 0, "queue.entered", "'contact':'b','queue':'support'");
	double tehran = (20.5 - 10) * 3600, utc = 14 * 3600, six = 20 * 3600;
	kit_at(&kit, tehran - 0.001);
	kit_expect(&kit, "offered", "queue:sales", WB_WINDOW_DAY, 1);
	kit_at(&kit, tehran);
	kit_expect(&kit, "offered", "queue:sales", WB_WINDOW_DAY, 0);
	kit_expect(&kit, "offered", "total", WB_WINDOW_DAY, 2);
	kit_at(&kit, utc);
	kit_expect(&kit, "offered", "total", WB_WINDOW_DAY, 0);
	kit_expect(&kit, "offered", "queue:support", WB_WINDOW_DAY, 1);
	kit_at(&kit, six);
	kit_expect(&kit, "offered", "queue:support", WB_WINDOW_DAY, 0);
	wb_engine_destroy(kit.engine);
	kit.engine = NULL;
	wb_arena_finish(&kit.plan.arena);
}
END_TEST

START_TEST(a_new_plan_keeps_the_day)
{
	kit_call(&kit, 10, "a", "sales", "ann", 5, 5);
	kit.queues[0].service_level.threshold = 2 * WB_SECOND;
	kit.queues[0].department = wb_str("back");
	kit_replan(&kit);
	kit_expect(&kit, "offered", "queue:sales", WB_WINDOW_DAY, 1);
	kit_expect(&kit, "offered", "department:front", WB_WINDOW_DAY, 1);
	kit_call(&kit, 100, "b", "sales", "ann", 5, 5);
	kit_expect_ratio(&kit, "service_level", "queue:sales", WB_WINDOW_DAY, 1,
	                 2);
	kit_expect(&kit, "offered", "department:front", WB_WINDOW_DAY, 1);
	kit_expect(&kit, "offered", "department:back", WB_WINDOW_DAY, 1);
	kit_expect(&kit, "offered", "total", WB_WINDOW_DAY, 2);
}
END_TEST

/* Field by field: what is between them is anything. */
static bool same_value(const struct wb_value *x, const struct wb_value *y)
{
	return x->known == y->known && x->is_ratio == y->is_ratio &&
	       x->value == y->value && x->ratio.num == y->ratio.num &&
	       x->ratio.den == y->ratio.den;
}

START_TEST(time_may_move_in_any_steps)
{
	struct kit other;
	kit_call(&kit, 10, "a", "sales", "ann", 5, 5);
	kit_open(&other, BASE);
	kit_call(&other, 10, "a", "sales", "ann", 5, 5);
	for (int i = 0; i < 5000; i++) {
		kit_at(&other, 20 + i * 1.7);
	}
	kit_at(&kit, 20 + 4999 * 1.7);
	for (int i = 0; i < wb_kpi_count; i++) {
		for (int w = WB_WINDOW_15M; w < WB_WINDOW_COUNT; w++) {
			uint32_t total =
				wb_engine_scope(kit.engine, wb_str("total"));
			struct wb_value x =
				wb_engine_read(kit.engine, &wb_kpis[i], total,
			                       (enum wb_window)w);
			struct wb_value y =
				wb_engine_read(other.engine, &wb_kpis[i], total,
			                       (enum wb_window)w);
			ck_assert_msg(same_value(&x, &y), "%s in %s",
			              wb_kpis[i].name,
			              wb_window_name((enum wb_window)w));
		}
	}
	kit_close(&other);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("window");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, a_fact_leaves_with_its_second, 0,
	                    WB_COUNT(trailing));
	tcase_add_test(tc, a_late_fact_counts_in_the_windows_it_belongs_to);
	tcase_add_test(tc, a_long_silence_empties_every_trailing_window);
	tcase_add_test(tc, a_clock_set_back_changes_nothing);
	tcase_add_test(tc, a_fact_from_the_future_is_taken_as_of_now);
	tcase_add_test(tc, the_interval_begins_anew_and_state_stays);
	tcase_add_test(tc, each_fact_counts_at_its_own_instant);
	tcase_add_test(tc, each_queue_has_its_own_day);
	tcase_add_test(tc, a_new_plan_keeps_the_day);
	tcase_add_test(tc, time_may_move_in_any_steps);
	return wb_test_run("kpi/window", tc);
}
