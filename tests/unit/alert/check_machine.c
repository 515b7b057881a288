/*
 * Alerts over scripted minutes. Each script is played as it stands, with a
 * restart after every line, and cut into many more calls: what is told is the
 * same to the millisecond.
 */

#include <check.h>
#include <string.h>

#include "alert_kit.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000) /* Tuesday 2025-11-18 10:00 UTC */

#define ROUTES                                                                 \
	"  routes: [ { name: duty, command: [ /bin/true ] }, { name: boss, "   \
	"command: [ /bin/true ] } ]\n"
#define RULE(more) "  rules: [ { name: r, " more " } ]\n"
/* Two wait in sales: then it is bad. */
#define TWO(more) RULE("kpi: waiting, scope: \"queue:sales\", raise: 1" more)
#define EVERY(more) RULE("kpi: waiting, scope: \"queue:*\", raise: 1" more)

static const struct {
	const char *name, *rules, *script, *told;
} cases[] = {
	{ "fires in the step after the event, ends likewise", TWO(""),
	  "1.03 enter a sales\n1.05 enter b sales\n9.2 leave a sales\n60\n",
	  "1.100 raised r/queue:sales\n9.300 resolved r/queue:sales\n" },
	{ "at the limit it is not past it", TWO(""), "1 enter a sales\n60\n",
	  "" },
	{ "an event on a step belongs to the next", TWO(""),
	  "1 enter a sales\n1.1 enter b sales\n60\n",
	  "1.200 raised r/queue:sales\n" },
	{ "must last for its time, to the millisecond", TWO(", for: 2m"),
	  "1 enter a sales\n1.02 enter b sales\n300\n",
	  "121.100 raised r/queue:sales\n" },
	{ "a good moment begins the time anew", TWO(", for: 2m"),
	  "1 enter a sales\n1 enter b sales\n100 leave b sales\n"
	  "101 enter c sales\n300\n",
	  "221.100 raised r/queue:sales\n" },
	{ "well again before its time is never told", TWO(", for: 2m"),
	  "1 enter a sales\n1 enter b sales\n120 leave b sales\n300\n", "" },
	{ "is cleared only past its clear limit",
	  RULE("kpi: waiting, scope: \"queue:sales\", raise: 2, clear: 1"),
	  "1 enter a sales\n1 enter b sales\n1 enter c sales\n5 leave a sales\n"
	  "6 enter d sales\n7 leave b sales\n8 leave c sales\n60\n",
	  "1.100 raised r/queue:sales\n8.100 resolved r/queue:sales\n" },
	{ "a wait crosses its limit at the very instant",
	  RULE("kpi: longest_wait, scope: \"queue:sales\", raise: \"2 * "
	       "threshold\""),
	  "1.234 enter a sales\n2 enter b sales\n50 answer a sales ann\n"
	  "51 answer b sales bob\n99\n",
	  "41.235 raised r/queue:sales\n51.100 resolved r/queue:sales\n" },
	{ "a share of too few says nothing, and ends when nothing is left",
	  RULE("kpi: service_level, scope: \"queue:sales\", window: 5m, raise: "
	       "target, min_sample: 3"),
	  "1 enter a sales\n1 enter b sales\n30 leave a sales\n"
	  "30 leave b sales\n31 enter c sales\n60 leave c sales\n361\n999\n",
	  /* one of the three leaves the window after the other two */
	  "51.100 raised r/queue:sales\n360.000 resolved r/queue:sales\n" },
	{ "a promise is broken in the second the threshold ends",
	  RULE("kpi: service_level, scope: \"queue:sales\", window: day, "
	       "raise: target"),
	  "1.234 enter a sales\n30\n", "21.300 raised r/queue:sales\n" },
	{ "due soon tells before",
	  RULE("signal: due, ahead: 15s, scope: \"queue:sales\""),
	  "1.234 enter a sales\n4 enter b sales\n8 answer a sales ann\n"
	  "9.5 answer b sales bob\n30\n",
	  "6.234 raised r/queue:sales\n8.100 resolved r/queue:sales\n"
	  "9.000 raised r/queue:sales\n9.600 resolved r/queue:sales\n" },
	{ "all conditions are needed",
	  RULE("scope: \"queue:sales\", all: [ { kpi: waiting, raise: 0 }, { "
	       "kpi: agents_available, op: below, raise: 1 } ]"),
	  "1 in ann sales\n2 enter a sales\n9 out ann\n12 in bob sales\n60\n",
	  "9.100 raised r/queue:sales\n12.100 resolved r/queue:sales\n" },
	{ "one condition of any is enough",
	  RULE("scope: \"queue:sales\", any: [ { kpi: waiting, raise: 1 }, { "
	       "kpi: longest_wait, raise: 30s } ]"),
	  "1 enter a sales\n2 enter b sales\n9 leave b sales\n"
	  "40 enter c sales\n50 leave a sales\n60 leave c sales\n99\n",
	  "2.100 raised r/queue:sales\n9.100 resolved r/queue:sales\n"
	  "31.001 raised r/queue:sales\n50.100 resolved r/queue:sales\n" },
	{ "groups of scopes, and those that become known later",
	  RULE("kpi: waiting, scope: [ \"department:front/queue:*\", total ], "
	       "raise: 1"),
	  "1 enter a sales\n2 enter b techsupport\n3 enter c techsupport\n"
	  "4 enter d sales\n60\n",
	  "2.100 raised r/total\n4.100 raised r/queue:sales\n" },
	{ "an acknowledged alert resolves by itself", TWO(""),
	  "1 enter a sales\n1 enter b sales\n5 ack r/queue:sales ann\n"
	  "9 leave a sales\n60\n",
	  "1.100 raised r/queue:sales\n5.000 acknowledged r/queue:sales\n"
	  "9.100 resolved r/queue:sales\n" },
	{ "what must be acknowledged stands until it is",
	  TWO(", ack_required: true"),
	  "1 enter a sales\n1 enter b sales\n9 leave a sales\n20\n"
	  "30 ack r/queue:sales ann\n60\n",
	  "1.100 raised r/queue:sales\n9.100 over r/queue:sales\n"
	  "30.000 acknowledged r/queue:sales\n"
	  "30.000 resolved r/queue:sales\n" },
	{ "what is over may break again", TWO(", ack_required: true, for: 5s"),
	  "1 enter a sales\n1 enter b sales\n9 leave a sales\n"
	  "20 enter c sales\n40 ack r/queue:sales ann\n41 leave c sales\n60\n",
	  "6.100 raised r/queue:sales\n9.100 over r/queue:sales\n"
	  "25.100 raised r/queue:sales\n40.000 acknowledged r/queue:sales\n"
	  "41.100 resolved r/queue:sales\n" },
	{ "one story has a beginning and an end", ROUTES TWO(", route: duty"),
	  "1 enter a sales\n1 enter b sales\n90 leave a sales\n160\n",
	  "1.100 raised r/queue:sales\n1.100 duty raised 1: queue:sales\n"
	  "90.100 resolved r/queue:sales\n"
	  "90.100 duty resolved 0: -queue:sales\n" },
	{ "an end soon after the beginning waits for the interval",
	  ROUTES TWO(", route: duty"),
	  "1 enter a sales\n1 enter b sales\n9 leave a sales\n160\n",
	  "1.100 raised r/queue:sales\n1.100 duty raised 1: queue:sales\n"
	  "9.100 resolved r/queue:sales\n"
	  "61.100 duty resolved 0: -queue:sales\n" },
	{ "several queues are one message, and changes another",
	  ROUTES EVERY(", route: duty, group_wait: 5s"),
	  "1 enter a sales\n1 enter b sales\n2 enter c support\n"
	  "2 enter d support\n20 enter e techsupport\n21 enter f techsupport\n"
	  "30 leave a sales\n160 leave c support\n160 leave e techsupport\n"
	  "400\n",
	  "1.100 raised r/queue:sales\n2.100 raised r/queue:support\n"
	  "6.100 duty raised 2: queue:sales queue:support\n"
	  "21.100 raised r/queue:techsupport\n30.100 resolved r/queue:sales\n"
	  "66.100 duty changed 2: queue:support queue:techsupport "
	  "-queue:sales\n"
	  "160.100 resolved r/queue:support\n"
	  "160.100 resolved r/queue:techsupport\n"
	  "160.100 duty resolved 0: -queue:support -queue:techsupport\n" },
	{ "by department there are two stories",
	  ROUTES EVERY(", route: duty, group_by: department, group_wait: 0s"),
	  "1 enter a sales\n1 enter b sales\n2 enter c techsupport\n"
	  "2 enter d techsupport\n9\n",
	  "1.100 raised r/queue:sales\n1.100 duty raised 1: queue:sales\n"
	  "2.100 raised r/queue:techsupport\n"
	  "2.100 duty raised 1: queue:techsupport\n" },
	{ "what came and went within the wait is not told",
	  ROUTES EVERY(", route: duty, group_wait: 5s"),
	  "1 enter a sales\n1 enter b sales\n3 leave a sales\n99\n",
	  "1.100 raised r/queue:sales\n3.100 resolved r/queue:sales\n" },
	{ "reminds until somebody takes it",
	  ROUTES TWO(", route: duty, renotify_every: 10m"),
	  "1 enter a sales\n1 enter b sales\n1300 ack r/queue:sales ann\n"
	  "3000\n",
	  "1.100 raised r/queue:sales\n1.100 duty raised 1: queue:sales\n"
	  "601.100 duty reminder 1: queue:sales\n"
	  "1201.100 duty reminder 1: queue:sales\n"
	  "1300.000 acknowledged r/queue:sales\n" },
	{ "escalates when nobody takes it, and those hear of the end",
	  ROUTES TWO(", route: duty, escalate_after: 5m, escalate_to: boss"),
	  "1 enter a sales\n1 enter b sales\n400 leave a sales\n500\n",
	  "1.100 raised r/queue:sales\n1.100 duty raised 1: queue:sales\n"
	  "301.100 escalated r/queue:sales\n"
	  "301.100 boss escalated 1: queue:sales\n"
	  "400.100 resolved r/queue:sales\n"
	  "400.100 duty resolved 0: -queue:sales\n"
	  "400.100 boss resolved 0: -queue:sales\n" },
	{ "whoever acknowledges stops the escalation",
	  ROUTES TWO(", route: duty, escalate_after: 5m, escalate_to: boss"),
	  "1 enter a sales\n1 enter b sales\n300 ack r/queue:sales ann\n500\n",
	  "1.100 raised r/queue:sales\n1.100 duty raised 1: queue:sales\n"
	  "300.000 acknowledged r/queue:sales\n" },
	{ "shelved it stands and is not told, then it is",
	  ROUTES TWO(", route: duty"),
	  "1 shelve r/queue:sales 100\n2 enter a sales\n2 enter b sales\n200\n",
	  "1.000 shelved r/queue:sales\n2.100 raised r/queue:sales\n"
	  "100.000 unshelved r/queue:sales\n"
	  "100.000 duty raised 1: queue:sales\n" },
	{ "unshelved it is told at once", ROUTES TWO(", route: duty"),
	  "1 shelve r/queue:sales 100\n2 enter a sales\n2 enter b sales\n"
	  "50 unshelve r/queue:sales\n200\n",
	  "1.000 shelved r/queue:sales\n2.100 raised r/queue:sales\n"
	  "50.000 unshelved r/queue:sales\n"
	  "50.100 duty raised 1: queue:sales\n" },
	{ "what flaps is told once until it is still",
	  ROUTES TWO(", route: duty, group_interval: 0s, flap: { times: 3, "
	             "within: 1m }"),
	  "1 enter a sales\n1 enter b sales\n2 leave b sales\n3 enter c sales\n"
	  "4 leave c sales\n5 enter d sales\n6 leave d sales\n7 enter e sales\n"
	  "8 leave e sales\n200\n",
	  "1.100 raised r/queue:sales\n1.100 duty raised 1: queue:sales\n"
	  "2.100 resolved r/queue:sales\n2.100 duty resolved 0: -queue:sales\n"
	  "3.100 raised r/queue:sales\n3.100 duty raised 1: queue:sales\n"
	  "4.100 resolved r/queue:sales\n4.100 duty resolved 0: -queue:sales\n"
	  "5.100 raised r/queue:sales\n5.100 flapping r/queue:sales\n"
	  "5.100 duty raised 1: queue:sales\n"
	  "6.100 resolved r/queue:sales\n7.100 raised r/queue:sales\n"
	  "8.100 resolved r/queue:sales\n68.100 released r/queue:sales\n"
	  "68.100 duty resolved 0: -queue:sales\n" },
	{ "a silent feed is told, and what is known by it is not",
	  ROUTES "  rules:\n  - { name: quiet, signal: feed_silent, severity: "
	         "critical, route: duty }\n"
	         "  - { name: r, kpi: waiting, scope: \"queue:sales\", raise: "
	         "1, route: duty, inhibit_if: quiet }\n",
	  "1 enter a sales\n4 feed pbx silent\n5 enter b sales\n"
	  "9 feed pbx heard\n99\n",
	  "4.100 raised quiet/feed:pbx\n5.100 raised r/queue:sales\n"
	  "5.100 inhibited r/queue:sales\n6.100 duty raised 1: feed:pbx\n"
	  "9.100 resolved quiet/feed:pbx\n9.100 released r/queue:sales\n"
	  "9.100 duty raised 1: queue:sales\n"
	  "66.100 duty resolved 0: -feed:pbx\n" },
	{ "a worse rule of the group holds back the queue's",
	  ROUTES "  rules:\n  - { name: many, kpi: waiting, scope: total, "
	         "raise: 2 }\n"
	         "  - { name: r, kpi: waiting, scope: \"queue:*\", raise: 1, "
	         "route: duty, inhibit_if: many, group_wait: 0s }\n",
	  "1 enter a sales\n2 enter b sales\n3 enter c techsupport\n"
	  "4 enter d techsupport\n9 leave a sales\n9 leave b sales\n99\n",
	  "2.100 raised r/queue:sales\n2.100 duty raised 1: queue:sales\n"
	  "3.100 raised many/total\n3.100 inhibited r/queue:sales\n"
	  "4.100 raised r/queue:techsupport\n"
	  "4.100 inhibited r/queue:techsupport\n"
	  "9.100 resolved many/total\n9.100 resolved r/queue:sales\n"
	  "9.100 released r/queue:techsupport\n"
	  "62.100 duty changed 1: queue:techsupport -queue:sales\n" },
	{ "a failing route is told by another",
	  ROUTES "  rules: [ { name: r, signal: route_failing, route: boss, "
	         "group_wait: 0s } ]\n",
	  "1 route duty failing\n200 route duty mended\n300\n",
	  "1.100 raised r/route:duty\n1.100 boss raised 1: route:duty\n"
	  "200.100 resolved r/route:duty\n"
	  "200.100 boss resolved 0: -route:duty\n" },
	{ "hours: outside of them nothing is watched",
	  TWO(", schedule: { from: \"10:01\", to: \"10:05\" }"),
	  "1 enter a sales\n1 enter b sales\n400\n",
	  "60.000 raised r/queue:sales\n300.000 resolved r/queue:sales\n" },
	{ "hours over midnight, of the days on which they begin",
	  TWO(", schedule: { days: [tue], from: \"22:00\", to: \"02:00\" }"),
	  "50000 enter a sales\n50000 enter b sales\n90000\n",
	  "50000.100 raised r/queue:sales\n"
	  "57600.000 resolved r/queue:sales\n" },
	{ "not on the days of a calendar",
	  "  calendars: [ { name: holidays, dates: [ 2025-11-18 ] } ]\n"
	  "  rules: [ { name: r, kpi: waiting, scope: \"queue:sales\", raise: "
	  "1, schedule: { calendar: holidays } } ]\n",
	  "40000 enter a sales\n40000 enter b sales\n54000\n",
	  "50400.000 raised r/queue:sales\n" },
	{ "quiet hours are made up for",
	  "  routes: [ { name: duty, command: [ /bin/true ], quiet: { from: "
	  "\"10:00\", to: \"10:10\" } } ]\n" TWO(", route: duty"),
	  "1 enter a sales\n1 enter b sales\n900\n",
	  "1.100 raised r/queue:sales\n600.000 duty raised 1: queue:sales\n" },
	{ "what ended in quiet hours is not told",
	  "  routes: [ { name: duty, command: [ /bin/true ], quiet: { from: "
	  "\"10:00\", to: \"10:10\" } } ]\n" TWO(", route: duty"),
	  "1 enter a sales\n1 enter b sales\n99 leave a sales\n900\n",
	  "1.100 raised r/queue:sales\n99.100 resolved r/queue:sales\n" },
	{ "what was told before quiet hours is ended after them",
	  "  routes: [ { name: duty, command: [ /bin/true ], quiet: { from: "
	  "\"10:01\", to: \"10:10\" } } ]\n" TWO(", route: duty"),
	  "1 enter a sales\n1 enter b sales\n99 leave a sales\n900\n",
	  "1.100 raised r/queue:sales\n1.100 duty raised 1: queue:sales\n"
	  "99.100 resolved r/queue:sales\n"
	  "600.000 duty resolved 0: -queue:sales\n" },
	{ "critical passes quiet hours",
	  "  routes: [ { name: duty, command: [ /bin/true ], quiet: { from: "
	  "\"10:00\", to: \"10:10\" } } ]\n" TWO(
		  ", route: duty, severity: critical"),
	  "1 enter a sales\n1 enter b sales\n9\n",
	  "1.100 raised r/queue:sales\n1.100 duty raised 1: queue:sales\n" },
	{ "a route that wants worse is spared",
	  "  routes: [ { name: duty, command: [ /bin/true ], least: critical } "
	  "]\n" TWO(", route: duty"),
	  "1 enter a sales\n1 enter b sales\n90 leave a sales\n200\n",
	  "1.100 raised r/queue:sales\n90.100 resolved r/queue:sales\n" },
};

static struct alert_kit kit;
static int cuts;

static void teardown(void)
{
	alert_kit_close(&kit);
}

static void play(int i, void (*between)(struct alert_kit *kit, double seconds))
{
	alert_kit_open(&kit, BASE, cases[i].rules);
	kit.cuts = cuts;
	alert_kit_script(&kit, cases[i].script, between);
	const char *got = kit.log.data ? kit.log.data : "";
	ck_assert_msg(strcmp(got, cases[i].told) == 0,
	              "%s: told\n%sexpected\n%s", cases[i].name, got,
	              cases[i].told);
}

START_TEST(a_script_tells_this)
{
	play(_i, NULL);
}
END_TEST

static void restart(struct alert_kit *k, double seconds)
{
	(void)seconds;
	alert_kit_reload(k);
}

START_TEST(with_a_restart_after_every_line_it_tells_the_same)
{
	play(_i, restart);
}
END_TEST

START_TEST(cut_into_more_calls_it_tells_the_same)
{
	cuts = 7;
	play(_i, NULL);
	alert_kit_close(&kit);
	cuts = 13;
	play(_i, restart);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("machine");
	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_loop_test(tc, a_script_tells_this, 0, WB_COUNT(cases));
	tcase_add_loop_test(tc,
	                    with_a_restart_after_every_line_it_tells_the_same,
	                    0, WB_COUNT(cases));
	tcase_add_loop_test(tc, cut_into_more_calls_it_tells_the_same, 0,
	                    WB_COUNT(cases));
	return wb_test_run("alert/machine", tc);
}
