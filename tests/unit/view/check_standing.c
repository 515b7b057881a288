/* Alerts on the screens: rows, counts, the banner and the page in front. */

#include <stdio.h>
#include <string.h>

#include "alert_kit.h"
#include "suite.h"
#include "view/view.h"

#define BASE ((wb_ms)1763460000000)

static struct alert_kit kit;
static struct wb_arena arena;

static const char rules[] = "  rules:\n"
			    "    - name: wait\n"
			    "      title: { en: Too many wait }\n"
			    "      kpi: waiting\n"
			    "      scope: \"queue:*\"\n"
			    "      raise: 1\n"
			    "      severity: critical\n"
			    "    - name: long\n"
			    "      kpi: longest_wait\n"
			    "      scope: \"queue:sales\"\n"
			    "      raise: 30s\n"
			    "      severity: warning\n"
			    "      ack_required: true\n"
			    "    - name: quiet-one\n"
			    "      kpi: waiting\n"
			    "      scope: \"queue:sales\"\n"
			    "      raise: 1\n"
			    "      severity: critical\n"
			    "      wall: false\n"
			    "    - name: silent\n"
			    "      signal: feed_silent\n"
			    "      scope: \"feed:*\"\n"
			    "      severity: info\n";

static void setup(void)
{
	alert_kit_open(&kit, BASE, rules);
}

static void teardown(void)
{
	alert_kit_close(&kit);
	wb_arena_finish(&arena);
}

static const struct wb_json *render(void)
{
	struct wb_view_input input = {
		.engine = kit.kit.engine,
		.alerts = kit.alerts,
		.page = &kit.kit.page,
		.now = wb_engine_now(kit.kit.engine),
	};
	wb_arena_reset(&arena);
	struct wb_json *root = wb_view_render(&input, &arena);
	ck_assert_ptr_nonnull(root);
	return root;
}

static const struct wb_json *alerts(void)
{
	return wb_json_get(render(), "alerts");
}

/* The only row whose key begins so. */
static const struct wb_json *row_of(const struct wb_json *rows,
                                    const char *start)
{
	const struct wb_json *found = NULL;
	for (const struct wb_json_member *m = rows->first; m; m = m->next) {
		if (m->key.len >= strlen(start) &&
		    memcmp(m->key.data, start, strlen(start)) == 0) {
			ck_assert_ptr_null(found);
			found = &m->value;
		}
	}
	ck_assert_msg(found != NULL, "no row of %s", start);
	return found;
}

static const struct wb_json *row(const char *start)
{
	return row_of(wb_json_get(alerts(), "rows"), start);
}

static void expect_word(const struct wb_json *object, const char *key,
                        const char *word)
{
	struct wb_str got = wb_json_get_string(object, key);
	ck_assert_msg(wb_str_is(got, word), "%s: got '%.*s', not '%s'", key,
	              WB_STR_FMT(got), word);
}

static void expect_int(const struct wb_json *object, const char *key,
                       int64_t value)
{
	ck_assert_int_eq(wb_json_get_int(object, key, -77), value);
}

static void add_tile(const struct wb_tile_plan *tile)
{
	kit.kit.tiles[kit.kit.page.tile_count++] = *tile;
	alert_kit_replan(&kit, NULL);
}

static void add_number(const char *scope)
{
	add_tile(&(struct wb_tile_plan){
		.id = { "t1", 2 },
		.kind = WB_TILE_NUMBER,
		.kpi = { "waiting", 7 },
		.scope = { scope, strlen(scope) },
		.limits = { .has_critical = true,
	                    .critical = 1,
	                    .above = true },
	});
}

START_TEST(without_alerts_there_is_nothing_but_counts)
{
	const struct wb_json *object = alerts();
	expect_int(object, "critical", 0);
	expect_int(object, "warning", 0);
	expect_int(object, "info", 0);
	expect_int(object, "acknowledged", 0);
	expect_int(object, "shelved", 0);
	expect_int(object, "more", 0);
	ck_assert_ptr_null(wb_json_get(object, "order")->first);
	ck_assert_ptr_null(wb_json_get(render(), "headline"));
}
END_TEST

START_TEST(a_row_tells_rule_scope_number_and_limits)
{
	alert_kit_script(&kit, "1 enter c1 sales\n2 enter c2 sales\n3\n", NULL);
	const struct wb_json *found = row("wait/queue:sales@");
	expect_word(found, "state", "firing");
	expect_word(found, "level", "critical");
	expect_word(found, "rule", "wait");
	expect_word(wb_json_get(found, "rule_title"), "en", "Too many wait");
	expect_word(found, "kpi", "waiting");
	expect_word(found, "scope", "queue:sales");
	expect_word(found, "window", "now");
	expect_word(found, "unit", "count");
	expect_word(found, "worse", "above");
	expect_int(found, "value", 2);
	expect_int(found, "raise", 1);
	expect_int(found, "clear", 1);
	ck_assert_ptr_null(wb_json_get(found, "author"));
	ck_assert_ptr_null(wb_json_get(found, "escalated"));
}
END_TEST

START_TEST(the_number_is_that_of_now)
{
	alert_kit_script(&kit, "1 enter c1 sales\n2 enter c2 sales\n3\n", NULL);
	kit_play(&kit.kit, 3, "queue.entered",
	         "'contact':'c3','queue':'sales'");
	expect_int(row("wait/queue:sales@"), "value", 3);
}
END_TEST

START_TEST(a_wait_is_told_as_the_instant_since_when)
{
	alert_kit_script(&kit, "1 enter c1 sales\n40\n", NULL);
	const struct wb_json *found = row("long/queue:sales@");
	expect_word(found, "unit", "since");
	expect_int(found, "value", BASE + 1000);
	expect_int(found, "raise", 30000);
}
END_TEST

START_TEST(what_is_not_for_walls_is_not_shown)
{
	alert_kit_script(&kit, "1 enter c1 sales\n2 enter c2 sales\n3\n", NULL);
	expect_int(alerts(), "critical", 1);
	ck_assert_uint_eq(wb_json_get(alerts(), "rows")->count, 1);
}
END_TEST

START_TEST(acknowledged_ones_stand_below_with_who_did_it)
{
	alert_kit_script(&kit,
	                 "1 enter c1 sales\n2 enter c2 sales\n40\n"
	                 "41 ack wait/queue:sales Rostami\n",
	                 NULL);
	const struct wb_json *object = alerts();
	expect_int(object, "critical", 0);
	expect_int(object, "warning", 1);
	expect_int(object, "acknowledged", 1);
	struct wb_str first = wb_json_get(object, "order")->first->value.string;
	ck_assert(memcmp(first.data, "long/", 5) == 0);
	expect_word(row("wait/queue:sales@"), "author", "Rostami");
	expect_word(row("wait/queue:sales@"), "state", "acknowledged");
}
END_TEST

START_TEST(what_is_over_waits_for_somebody)
{
	alert_kit_script(&kit, "1 enter c1 sales\n40\n41 leave c1 sales\n50\n",
	                 NULL);
	expect_word(row("long/queue:sales@"), "state", "over");
	expect_int(alerts(), "warning", 1);
	ck_assert_ptr_null(wb_json_get(render(), "headline"));
}
END_TEST

START_TEST(what_is_shelved_is_counted_and_not_shown)
{
	alert_kit_script(&kit,
	                 "1 enter c1 sales\n2 enter c2 sales\n3\n"
	                 "4 shelve wait/queue:sales 100\n",
	                 NULL);
	expect_int(alerts(), "critical", 0);
	expect_int(alerts(), "shelved", 1);
	ck_assert_ptr_null(wb_json_get(alerts(), "rows")->first);
	ck_assert_ptr_null(wb_json_get(render(), "headline"));
}
END_TEST

START_TEST(a_silent_feed_is_a_signal_without_a_number)
{
	alert_kit_script(&kit, "1 feed pbx silent\n3\n", NULL);
	const struct wb_json *found = row("silent/feed:pbx@");
	expect_word(found, "signal", "feed_silent");
	expect_word(found, "level", "info");
	expect_word(found, "scope", "feed:pbx");
	expect_word(wb_json_get(found, "title"), "en", "pbx");
	ck_assert_ptr_null(wb_json_get(found, "kpi"));
	ck_assert_ptr_null(wb_json_get(found, "value"));
	/* what is for information is no banner */
	ck_assert_ptr_null(wb_json_get(render(), "headline"));
}
END_TEST

START_TEST(the_banner_is_the_worst_that_nobody_acknowledged)
{
	alert_kit_script(&kit, "1 enter c1 sales\n2 enter c2 sales\n40\n",
	                 NULL);
	const struct wb_json *headline = wb_json_get(render(), "headline");
	expect_word(headline, "rule", "wait");
	expect_word(headline, "level", "critical");
	expect_int(headline, "value", 2);
	expect_int(headline, "more", 1);
	alert_kit_script(&kit, "41 ack wait/queue:sales Rostami\n", NULL);
	headline = wb_json_get(render(), "headline");
	expect_word(headline, "rule", "long");
	expect_int(headline, "more", 0);
}
END_TEST

START_TEST(a_breach_of_the_same_number_is_told_by_the_alert)
{
	add_number("queue:sales");
	add_tile(&(struct wb_tile_plan){
		.id = { "t2", 2 },
		.kind = WB_TILE_ALERTS,
	});
	alert_kit_script(&kit, "1 enter c1 sales\n2 enter c2 sales\n3\n", NULL);
	const struct wb_json *tile =
		wb_json_get(wb_json_get(render(), "tiles"), "t2");
	ck_assert_uint_eq(wb_json_get(tile, "rows")->count, 1);
	expect_int(wb_json_get(tile, "counts"), "critical", 1);
	const struct wb_json *found =
		row_of(wb_json_get(tile, "rows"), "wait/queue:sales@");
	ck_assert(wb_json_get_bool(found, "alert", false));
	expect_int(wb_json_get(render(), "headline"), "more", 0);
	alert_kit_script(&kit, "4 ack wait/queue:sales Rostami\n", NULL);
	ck_assert_ptr_null(wb_json_get(render(), "headline"));
	expect_word(&wb_json_get(render(), "pages")->first->value, "level",
	            "critical");
}
END_TEST

START_TEST(breaches_of_other_numbers_stand_below_the_alerts)
{
	add_number("total");
	add_tile(&(struct wb_tile_plan){
		.id = { "t2", 2 },
		.kind = WB_TILE_ALERTS,
	});
	alert_kit_script(&kit, "1 enter c1 sales\n2 enter c2 sales\n3\n", NULL);
	const struct wb_json *tile =
		wb_json_get(wb_json_get(render(), "tiles"), "t2");
	const struct wb_json *order = wb_json_get(tile, "order");
	ck_assert_uint_eq(order->count, 2);
	ck_assert(memcmp(order->first->value.string.data, "wait/", 5) == 0);
	ck_assert(wb_str_is(order->first->next->value.string, "waiting/total"));
	expect_word(row_of(wb_json_get(tile, "rows"), "waiting/total"), "state",
	            "standing");
	expect_int(wb_json_get(render(), "headline"), "more", 1);
}
END_TEST

START_TEST(a_critical_alert_brings_its_page_to_the_front)
{
	kit.kit.plan.rotation.critical_to_front = true;
	kit.kit.page.front = true;
	kit.kit.page.name = wb_str("floor");
	add_tile(&(struct wb_tile_plan){
		.id = { "t2", 2 },
		.kind = WB_TILE_QUEUES,
		.columns = { { "offered", 7 } },
		.column_count = 1,
	});
	const struct wb_json *rotation = wb_json_get(render(), "rotation");
	ck_assert_ptr_null(wb_json_get(rotation, "front"));
	alert_kit_script(&kit, "1 enter c1 sales\n2 enter c2 sales\n3\n", NULL);
	rotation = wb_json_get(render(), "rotation");
	expect_word(rotation, "front", "floor");
	alert_kit_script(&kit, "4 ack wait/queue:sales Rostami\n", NULL);
	rotation = wb_json_get(render(), "rotation");
	ck_assert_ptr_null(wb_json_get(rotation, "front"));
}
END_TEST

START_TEST(at_most_twenty_rows_are_shown)
{
	char line[64];
	for (int q = 0; q < 23; q++) {
		for (int i = 0; i < 2; i++) {
			snprintf(line, sizeof(line), "%d enter c%d-%d q%d\n",
			         1 + q, q, i, q);
			alert_kit_script(&kit, line, NULL);
		}
	}
	alert_kit_script(&kit, "30\n", NULL);
	expect_int(alerts(), "critical", 23);
	expect_int(alerts(), "more", 3);
	ck_assert_uint_eq(wb_json_get(alerts(), "order")->count, 20);
	ck_assert_uint_eq(wb_json_get(alerts(), "rows")->count, 20);
	/* of those that are as bad, who stands the longest */
	struct wb_str first =
		wb_json_get(alerts(), "order")->first->value.string;
	ck_assert(memcmp(first.data, "wait/queue:q0@", 14) == 0);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("standing");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, without_alerts_there_is_nothing_but_counts);
	tcase_add_test(tc, a_row_tells_rule_scope_number_and_limits);
	tcase_add_test(tc, the_number_is_that_of_now);
	tcase_add_test(tc, a_wait_is_told_as_the_instant_since_when);
	tcase_add_test(tc, what_is_not_for_walls_is_not_shown);
	tcase_add_test(tc, acknowledged_ones_stand_below_with_who_did_it);
	tcase_add_test(tc, what_is_over_waits_for_somebody);
	tcase_add_test(tc, what_is_shelved_is_counted_and_not_shown);
	tcase_add_test(tc, a_silent_feed_is_a_signal_without_a_number);
	tcase_add_test(tc, the_banner_is_the_worst_that_nobody_acknowledged);
	tcase_add_test(tc, a_breach_of_the_same_number_is_told_by_the_alert);
	tcase_add_test(tc, breaches_of_other_numbers_stand_below_the_alerts);
	tcase_add_test(tc, a_critical_alert_brings_its_page_to_the_front);
	tcase_add_test(tc, at_most_twenty_rows_are_shown);
	return wb_test_run("view/standing", tc);
}
