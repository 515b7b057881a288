/* Acts of people, and what a new plan makes of alerts that stand. */

#include <check.h>
#include <errno.h>
#include <string.h>

#include "alert_kit.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)
#define ROUTES                                                                 \
	"  routes: [ { name: duty, command: [ /bin/true ] }, { name: boss, "   \
	"command: [ /bin/true ] } ]\n"
#define RULE(name, scope, more)                                                \
	"    - { name: " name ", kpi: waiting, scope: \"" scope "\" " more     \
	" }\n"
#define TWO_WAIT "1 enter a sales\n1 enter b sales\n2\n"

static struct alert_kit kit;

static void teardown(void)
{
	alert_kit_close(&kit);
}

static void open_with(const char *rules)
{
	alert_kit_open(&kit, BASE, rules);
	alert_kit_script(&kit, TWO_WAIT, NULL);
	wb_buf_clear(&kit.log);
}

START_TEST(a_rule_that_is_gone_is_resolved_and_told)
{
	open_with(ROUTES "  rules:\n" RULE("r", "queue:sales",
	                                   ", raise: 1, route: duty"));
	alert_kit_replan(&kit, ROUTES "  rules: []\n");
	alert_kit_expect(&kit, "2.000 resolved r/queue:sales\n"
	                       "2.000 duty resolved 0: -queue:sales\n");
	alert_kit_at(&kit, 500);
	alert_kit_expect(&kit, "");
	alert_kit_expect_standing(&kit, "");
}
END_TEST

START_TEST(what_goes_on_is_not_told_again)
{
	open_with(ROUTES "  rules:\n" RULE("r", "queue:sales",
	                                   ", raise: 1, route: duty"));
	alert_kit_replan(
		&kit, ROUTES "  rules:\n" RULE("new", "total", ", raise: 9")
			      RULE("r", "queue:*", ", raise: 1, route: duty"));
	alert_kit_at(&kit, 60);
	alert_kit_expect(&kit, "");
	alert_kit_expect_standing(&kit, "r/queue:sales firing");
	alert_kit_leave(&kit, 90, "a", "sales");
	alert_kit_at(&kit, 99);
	alert_kit_expect(&kit, "90.100 resolved r/queue:sales\n"
	                       "90.100 duty resolved 0: -queue:sales\n");
}
END_TEST

START_TEST(a_new_limit_holds_in_the_next_step)
{
	open_with("  rules:\n" RULE("r", "queue:sales", ", raise: 1"));
	alert_kit_replan(&kit,
	                 "  rules:\n" RULE("r", "queue:sales", ", raise: 5"));
	alert_kit_at(&kit, 60);
	alert_kit_expect(&kit, "2.100 resolved r/queue:sales\n");
	alert_kit_replan(&kit, "  rules:\n" RULE("r", "queue:sales",
	                                         ", raise: 1, for: 10s"));
	alert_kit_at(&kit, 99);
	alert_kit_expect(&kit, "70.100 raised r/queue:sales\n");
}
END_TEST

START_TEST(a_scope_that_is_no_longer_watched_is_resolved)
{
	open_with("  rules:\n" RULE("r", "department:front/queue:*",
	                            ", raise: 1"));
	alert_kit_expect_standing(&kit, "r/queue:sales firing");
	kit.kit.queues[0].department = wb_str("back");
	alert_kit_replan(&kit, NULL);
	alert_kit_expect(&kit, "2.000 resolved r/queue:sales\n");
	kit.kit.queues[0].department = wb_str("front");
	alert_kit_replan(&kit, NULL);
	alert_kit_at(&kit, 9);
	alert_kit_expect(&kit, "2.100 raised r/queue:sales\n");
}
END_TEST

START_TEST(a_route_that_is_gone_hears_no_more)
{
	open_with(ROUTES "  rules:\n" RULE(
		"r", "queue:sales", ", raise: 1, route: [ duty, boss ]"));
	alert_kit_replan(&kit,
	                 "  routes: [ { name: boss, command: [ /bin/true ] } "
	                 "]\n  rules:\n" RULE("r", "queue:sales",
	                                      ", raise: 1, route: boss"));
	alert_kit_leave(&kit, 90, "a", "sales");
	alert_kit_at(&kit, 99);
	alert_kit_expect(&kit, "90.100 resolved r/queue:sales\n"
	                       "90.100 boss resolved 0: -queue:sales\n");
}
END_TEST

START_TEST(a_pending_alert_keeps_its_time)
{
	open_with(
		"  rules:\n" RULE("r", "queue:sales", ", raise: 1, for: 60s"));
	alert_kit_at(&kit, 30);
	alert_kit_replan(&kit, "  rules:\n" RULE("r", "queue:sales",
	                                         ", raise: 1, for: 40s"));
	alert_kit_at(&kit, 99);
	alert_kit_expect(&kit, "41.100 raised r/queue:sales\n");
}
END_TEST

START_TEST(acts_say_what_is_not_possible)
{
	open_with("  rules:\n" RULE("r", "queue:sales", ", raise: 1"));
	static const struct {
		enum wb_alert_act act;
		const char *id;
		int result;
	} acts[] = {
		{ WB_ACT_ACKNOWLEDGE, "r/queue:support", -ENOENT },
		{ WB_ACT_ACKNOWLEDGE, "x/queue:sales", -ENOENT },
		{ WB_ACT_ACKNOWLEDGE, "r/queue:sales@1", -ENOENT },
		{ WB_ACT_ACKNOWLEDGE, "r", -ENOENT },
		{ WB_ACT_ACKNOWLEDGE, "", -ENOENT },
		{ WB_ACT_ACKNOWLEDGE, "@", -ENOENT },
		{ WB_ACT_ACKNOWLEDGE, "r/queue:sales", 0 },
		{ WB_ACT_ACKNOWLEDGE, "r/queue:sales", -EALREADY },
		{ WB_ACT_UNSHELVE, "r/queue:sales", -EALREADY },
		{ WB_ACT_SHELVE, "r/queue:nowhere", -ENOENT },
		{ WB_ACT_SHELVE, "r/queue:sales", 0 },
		{ WB_ACT_SHELVE, "r/queue:sales@123", 0 },
		{ WB_ACT_UNSHELVE, "r/queue:sales", 0 },
	};
	for (int i = 0; i < WB_COUNT(acts); i++) {
		ck_assert_msg(alert_kit_act(&kit, acts[i].act, acts[i].id, 100,
		                            "ann", NULL) == acts[i].result,
		              "%d: %s", i, acts[i].id);
	}
	alert_kit_expect_standing(&kit, "r/queue:sales acknowledged by ann");
}
END_TEST

static void count(void *user, const struct wb_alert *alert)
{
	int *shelved = user;
	ck_assert(wb_str_is(alert->author, "ann"));
	ck_assert(wb_str_is(alert->note, "known"));
	ck_assert_int_eq(alert->shelved_until, BASE + 100000);
	(*shelved)++;
}

START_TEST(what_is_shelved_is_listed_while_it_is_quiet)
{
	int shelved = 0;
	open_with("  rules:\n" RULE("r", "queue:*", ", raise: 1"));
	alert_kit_act(&kit, WB_ACT_SHELVE, "r/queue:sales", 100, "ann",
	              "known");
	alert_kit_leave(&kit, 5, "a", "sales");
	alert_kit_at(&kit, 99.9);
	alert_kit_expect_standing(&kit, "");
	wb_alerts_each_shelved(kit.alerts, count, &shelved);
	ck_assert_int_eq(shelved, 1);
	alert_kit_at(&kit, 100);
	wb_alerts_each_shelved(kit.alerts, count, &shelved);
	ck_assert_int_eq(shelved, 1);
}
END_TEST

START_TEST(the_next_change_is_when_something_is_due)
{
	alert_kit_open(
		&kit, BASE,
		"  rules:\n" RULE("r", "queue:sales", ", raise: 0, for: 1m"));
	alert_kit_enter(&kit, 1.03, "a", "sales");
	ck_assert_int_eq(wb_alerts_next_change(kit.alerts), BASE + 1100);
	alert_kit_at(&kit, 1.1);
	ck_assert_int_eq(wb_alerts_next_change(kit.alerts), BASE + 2000);
	alert_kit_at(&kit, 61.05);
	ck_assert_int_eq(wb_alerts_next_change(kit.alerts), BASE + 61100);
	uint64_t revision = wb_alerts_revision(kit.alerts);
	alert_kit_at(&kit, 61.1);
	ck_assert_uint_gt(wb_alerts_revision(kit.alerts), revision);
	/* nothing is looked at while nothing happens */
	struct wb_alert_counters before, after;
	wb_alerts_count(kit.alerts, &before);
	alert_kit_at(&kit, 600);
	wb_alerts_count(kit.alerts, &after);
	ck_assert_uint_le(after.looked - before.looked, 2);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("replan");
	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_test(tc, a_rule_that_is_gone_is_resolved_and_told);
	tcase_add_test(tc, what_goes_on_is_not_told_again);
	tcase_add_test(tc, a_new_limit_holds_in_the_next_step);
	tcase_add_test(tc, a_scope_that_is_no_longer_watched_is_resolved);
	tcase_add_test(tc, a_route_that_is_gone_hears_no_more);
	tcase_add_test(tc, a_pending_alert_keeps_its_time);
	tcase_add_test(tc, acts_say_what_is_not_possible);
	tcase_add_test(tc, what_is_shelved_is_listed_while_it_is_quiet);
	tcase_add_test(tc, the_next_change_is_when_something_is_due);
	return wb_test_run("alert/replan", tc);
}
