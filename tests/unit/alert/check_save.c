/* Saved alerts: damaged bytes, those of another plan, and none at all. */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "alert_kit.h"
#include "random_events.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)
#define RULES                                                                  \
	"  routes: [ { name: duty, command: [ /bin/true ] } ]\n  rules:\n"     \
	"    - { name: r, kpi: waiting, scope: \"queue:*\", raise: 1, route: " \
	"duty, escalate_after: 1h }\n"                                         \
	"    - { name: s, kpi: service_level, window: 5m, scope: "             \
	"\"queue:*\", raise: target }\n"                                       \
	"    - { name: f, signal: feed_silent }\n"
#define SCRIPT                                                                 \
	"1 enter a sales\n1 enter b sales\n2 enter c support\n"                \
	"3 ack r/queue:sales ann\n4 feed pbx silent\n30 enter d support\n"     \
	"31 shelve r/queue:support 900\n32\n"

static struct alert_kit kit;

static void setup(void)
{
	alert_kit_open(&kit, BASE, RULES);
	alert_kit_script(&kit, SCRIPT, NULL);
}

static void teardown(void)
{
	alert_kit_close(&kit);
}

static struct wb_buf saved(void)
{
	struct wb_buf bytes = { 0 };
	ck_assert(wb_alerts_save(kit.alerts, &bytes));
	return bytes;
}

/* Loads and lives on, whatever came of it. */
static bool try_to_load(struct wb_str bytes)
{
	static const struct wb_alert_sink nobody;
	struct wb_alerts *alerts = wb_alerts_create(kit.kit.engine, &nobody);
	ck_assert(wb_alerts_set_plan(alerts, &kit.kit.plan));
	bool loaded = wb_alerts_load(alerts, bytes);
	wb_alerts_advance(alerts, wb_engine_now(kit.kit.engine));
	wb_alerts_destroy(alerts);
	return loaded;
}

START_TEST(whole_bytes_are_taken_and_cut_ones_are_not)
{
	struct wb_buf bytes = saved();
	ck_assert(try_to_load(wb_buf_str(&bytes)));
	for (size_t len = 0; len < bytes.len; len++) {
		ck_assert_msg(!try_to_load((struct wb_str){ bytes.data, len }),
		              "%zu of %zu bytes", len, bytes.len);
	}
	wb_buf_add_char(&bytes, 'x');
	ck_assert(!try_to_load(wb_buf_str(&bytes)));
	wb_buf_finish(&bytes);
}
END_TEST

START_TEST(damaged_bytes_do_no_harm)
{
	struct wb_buf bytes = saved();
	uint64_t random = (uint64_t)_i + 1;
	for (int round = 0; round < 2000; round++) {
		struct wb_buf other = { 0 };
		wb_buf_add_str(&other, wb_buf_str(&bytes));
		for (int64_t n = 1 + random_below(&random, 3); n > 0; n--) {
			size_t at = (size_t)random_below(&random,
			                                 (int64_t)bytes.len);
			other.data[at] = (char)random_below(&random, 256);
		}
		try_to_load(wb_buf_str(&other));
		wb_buf_finish(&other);
	}
	wb_buf_finish(&bytes);
}
END_TEST

START_TEST(another_plans_bytes_are_refused)
{
	struct wb_buf bytes = saved();
	alert_kit_replan(&kit, "  rules: [ { name: r, kpi: waiting, raise: 1 } "
	                       "]\n");
	ck_assert(!try_to_load(wb_buf_str(&bytes)));
	wb_buf_finish(&bytes);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("save");
	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, whole_bytes_are_taken_and_cut_ones_are_not);
	tcase_add_loop_test(tc, damaged_bytes_do_no_harm, 0, 3);
	tcase_add_test(tc, another_plans_bytes_are_refused);
	return wb_test_run("alert/save", tc);
}
