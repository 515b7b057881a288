/* Quantiles of waits, and refusals by reason, as the windows slide. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine_kit.h"
#include "suite.h"

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

static void expect_unknown(const char *kpi, const char *scope,
                           enum wb_window window)
{
	ck_assert(!kit_read(&kit, kpi, scope, window).known);
}

/* Within 1 %, the bound that is promised. */
static void expect_about(const char *kpi, const char *scope,
                         enum wb_window window, wb_ms wait)
{
	struct wb_value got = kit_read(&kit, kpi, scope, window);
	wb_ms off = llabs(got.value - wait);
	ck_assert_msg(got.known && off * 100 <= wait,
	              "%s of %s in %s: got %lld, expected %lld", kpi, scope,
	              wb_window_name(window), (long long)got.value,
	              (long long)wait);
}

static void leave(double at, const char *contact, double wait)
{
	char fields[128];
	snprintf(fields, sizeof(fields), "'contact':'%s','queue':'sales'",
	         contact);
	kit_play(&kit, at - wait, "queue.entered", fields);
	snprintf(fields, sizeof(fields),
	         "'contact':'%s','queue':'sales','outcome':'abandoned'",
	         contact);
	kit_play(&kit, at, "queue.left", fields);
}

START_TEST(the_waits_of_the_answered_and_the_abandoned_count)
{
	expect_unknown("wait_p50", "total", WB_WINDOW_15M);
	kit_call(&kit, 0, "a", "sales", "ann", 0.1, 1);
	leave(100, "b", 60);
	leave(200, "c", 4); /* short: it counts as nothing */
	expect_about("wait_p50", "queue:sales", WB_WINDOW_15M, 100);
	expect_about("wait_p90", "queue:sales", WB_WINDOW_15M, 60000);
	expect_about("wait_p95", "department:front", WB_WINDOW_DAY, 60000);
	expect_about("wait_p95", "channel:voice", WB_WINDOW_DAY, 60000);
	expect_unknown("wait_p50", "queue:support", WB_WINDOW_15M);
}
END_TEST

START_TEST(a_wait_leaves_each_window_with_its_second)
{
	leave(100, "a", 60);
	for (int w = WB_WINDOW_5M; w <= WB_WINDOW_1H; w++) {
		static const double lengths[] = { 300, 900, 1800, 3600 };
		double length = lengths[w - WB_WINDOW_5M];
		kit_at(&kit, 100 + length - 0.001);
		expect_about("wait_p50", "total", (enum wb_window)w, 60000);
		kit_at(&kit, 100 + length);
		expect_unknown("wait_p50", "total", (enum wb_window)w);
	}
	expect_about("wait_p50", "total", WB_WINDOW_DAY, 60000);
	kit_at(&kit, 14 * 3600); /* midnight */
	expect_unknown("wait_p50", "total", WB_WINDOW_DAY);
}
END_TEST

START_TEST(an_abandon_that_is_taken_back_takes_its_wait_along)
{
	leave(100, "a", 60);
	kit_play(&kit, 110, "queue.resumed", "'contact':'a','queue':'sales'");
	expect_unknown("wait_p50", "total", WB_WINDOW_15M);
	kit_play(&kit, 140, "segment.started",
	         "'contact':'a','queue':'sales','agent':'ann'");
	expect_about("wait_p50", "total", WB_WINDOW_15M, 100000);
	kit_at(&kit, 140 + 3600); /* nothing is subtracted twice */
	for (int w = WB_WINDOW_5M; w <= WB_WINDOW_1H; w++) {
		expect_unknown("wait_p50", "total", (enum wb_window)w);
	}
}
END_TEST

START_TEST(a_wait_that_comes_late_counts_where_it_belongs)
{
	kit_at(&kit, 2000);
	kit_play_late(&kit, 900, "queue.entered",
	              "'contact':'a','queue':'sales'");
	kit_play_late(&kit, 1000, "segment.started",
	              "'contact':'a','queue':'sales','agent':'ann'");
	expect_unknown("wait_p50", "total", WB_WINDOW_15M);
	expect_about("wait_p50", "total", WB_WINDOW_30M, 100000);
	expect_unknown("wait_p50", "total", WB_WINDOW_INTERVAL);
	expect_about("wait_p50", "total", WB_WINDOW_DAY, 100000);
}
END_TEST

#define CALLS 3000

struct call {
	double decided, wait;
};

static int by_wait(const void *a, const void *b)
{
	double x = ((const struct call *)a)->wait;
	double y = ((const struct call *)b)->wait;
	return (x > y) - (x < y);
}

static void compare(const struct call *calls, int count, double now,
                    enum wb_window window, double length)
{
	static struct call inside[CALLS];
	int n = 0;
	for (int i = 0; i < count; i++) {
		if (calls[i].decided >= (double)(int64_t)now - length + 1) {
			inside[n++] = calls[i];
		}
	}
	qsort(inside, (size_t)n, sizeof(inside[0]), by_wait);
	static const struct {
		const char *kpi;
		int permille;
	} quantiles[] = { { "wait_p50", 500 },
		          { "wait_p90", 900 },
		          { "wait_p95", 950 } };
	for (int q = 0; q < WB_COUNT(quantiles); q++) {
		int rank = (n * quantiles[q].permille + 999) / 1000;
		expect_about(quantiles[q].kpi, "queue:sales", window,
		             (wb_ms)(inside[rank - 1].wait * 1000 + 0.5));
	}
}

START_TEST(quantiles_are_those_of_a_sorted_list_within_one_percent)
{
	static struct call calls[CALLS];
	unsigned state = 7;
	double at = 4000;
	for (int i = 0; i < CALLS; i++) {
		char contact[16];
		state = state * 1103515245 + 12345;
		double r = (double)(state >> 8 & 0xffff) / 65536;
		calls[i].wait = 6 + (int)(r * r * r * 3000 * 1000) / 1000.0;
		at += 1 + (double)(state >> 24) / 64;
		calls[i].decided = at;
		snprintf(contact, sizeof(contact), "c%d", i);
		char fields[96];
		kit_at(&kit, at);
		snprintf(fields, sizeof(fields),
		         "'contact':'%s','queue':'sales'", contact);
		kit_play_late(&kit, at - calls[i].wait, "queue.entered",
		              fields);
		snprintf(fields, sizeof(fields),
		         "'contact':'%s','queue':'sales','agent':'ann'",
		         contact);
		kit_play_late(&kit, at, "segment.started", fields);
		if (i > 500 && i % 100 == 0) {
			compare(calls, i + 1, at, WB_WINDOW_5M, 300);
			compare(calls, i + 1, at, WB_WINDOW_15M, 900);
			compare(calls, i + 1, at, WB_WINDOW_1H, 3600);
		}
	}
}
END_TEST

static int64_t refused(const char *scope, enum wb_window window,
                       const char *reason)
{
	const struct wb_floor *floor = wb_engine_floor(kit.engine);
	uint32_t number = wb_engine_scope(kit.engine, wb_str(scope));
	for (uint32_t i = 0; i < wb_floor_reason_count(floor); i++) {
		if (wb_str_is(wb_floor_reason(floor, i), reason)) {
			return wb_engine_refusals(kit.engine, number, window,
			                          i);
		}
	}
	return 0;
}

START_TEST(refusals_are_counted_by_their_reason)
{
	kit_call(&kit, 0, "a", "sales", "ann", 5, 60);
	kit_call(&kit, 100, "b", "sales", "bob", 5, 60);
	kit_play(&kit, 200, "contact.outcome",
	         "'contact':'a','agent':'ann','code':'no','refusal':'price'");
	kit_play(&kit, 300, "contact.outcome",
	         "'contact':'b','agent':'bob','code':'no','refusal':'time'");
	ck_assert_int_eq(refused("total", WB_WINDOW_1H, "price"), 1);
	ck_assert_int_eq(refused("total", WB_WINDOW_1H, "time"), 1);
	ck_assert_int_eq(refused("agent:ann", WB_WINDOW_1H, "price"), 1);
	ck_assert_int_eq(refused("agent:ann", WB_WINDOW_1H, "time"), 0);
	ck_assert_int_eq(refused("queue:sales", WB_WINDOW_DAY, "price"), 1);
	kit_expect(&kit, "refusals", "total", WB_WINDOW_1H, 2);
	/* filed anew: the first is taken back */
	kit_play(&kit, 400, "contact.outcome",
	         "'contact':'a','agent':'ann','code':'no','refusal':'time'");
	ck_assert_int_eq(refused("total", WB_WINDOW_1H, "price"), 0);
	ck_assert_int_eq(refused("total", WB_WINDOW_1H, "time"), 2);
	kit_at(&kit, 400 + 3600);
	ck_assert_int_eq(refused("total", WB_WINDOW_1H, "time"), 0);
	ck_assert_int_eq(refused("total", WB_WINDOW_DAY, "time"), 2);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("quantiles");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_waits_of_the_answered_and_the_abandoned_count);
	tcase_add_test(tc, a_wait_leaves_each_window_with_its_second);
	tcase_add_test(tc, an_abandon_that_is_taken_back_takes_its_wait_along);
	tcase_add_test(tc, a_wait_that_comes_late_counts_where_it_belongs);
	tcase_add_test(tc,
	               quantiles_are_those_of_a_sorted_list_within_one_percent);
	tcase_add_test(tc, refusals_are_counted_by_their_reason);
	return wb_test_run("kpi/quantiles", tc);
}
