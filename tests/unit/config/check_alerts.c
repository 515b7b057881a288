/* What a configuration says about alerts, and all that can be wrong with it. */

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "config/config.h"
#include "fake_kpis.h"
#include "plan/alerts.h"
#include "suite.h"

static struct wb_buf errors;
static struct wb_config *config;

static void setup(void)
{
	wb_buf_init(&errors, 0);
	config = NULL;
}

static void teardown(void)
{
	wb_config_destroy(config);
	wb_buf_finish(&errors);
}

static const struct wb_alert_plan *parse(const char *text)
{
	config = wb_config_parse(wb_str(text), "w.yaml", &fake_kpis, &errors);
	ck_assert_msg(config != NULL, "%s", errors.data);
	ck_assert_msg(errors.len == 0, "%s", errors.data);
	return config->plan.alerts;
}

#define RULES(text) "alerts:\n  rules:\n  - { name: r, " text " }\n"
#define SL "kpi: service_level, "
#define OF(text) "w.yaml:3: key 'alerts.rules[0]" text
#define ROUTE(text)                                                            \
	"alerts:\n  routes:\n  - { name: a, " text " }\n  rules: []\n"
#define AT(text) "w.yaml:3: key 'alerts.routes[0]" text
#define LIMIT                                                                  \
	"expected a limit in the unit of the KPI, such as 80%, 2m or 30, or "  \
	"\"target - 5%\", or \"2 * threshold\"\n"

static const struct {
	const char *text, *line;
} faults[] = {
	/* names */
	{ RULES("name: R, " SL "raise: 70%"),
	  "w.yaml:3: key 'name': given twice, first in line 3\n" },
	{ "alerts: { rules: [ { name: Big, kpi: waiting, raise: 1 } ] }",
	  "w.yaml:1: key 'alerts.rules[0].name': got 'Big', expected a name of "
	  "a-z, 0-9, dots, dashes and underscores\n" },
	{ "alerts:\n  rules:\n  - { name: a, kpi: waiting, raise: 1 }\n"
	  "  - { name: a, kpi: waiting, raise: 1 }\n",
	  "w.yaml:4: key 'alerts.rules[1].name': rule 'a' is listed twice, "
	  "first in line 3\n" },
	{ "alerts: { rule: [] }",
	  "w.yaml:1: key 'alerts.rule': unknown key, did you mean 'rules'?\n" },

	/* conditions */
	{ RULES("scope: total"),
	  OF("': expected a condition: kpi or signal, all or any\n") },
	{ RULES("raise: 1"),
	  OF("': expected exactly one of kpi and signal\n") },
	{ RULES(SL "raise: 70%, all: [ { kpi: waiting, raise: 1 } ]"),
	  OF("': expected only one of a condition of its own, all, and "
	     "any\n") },
	{ RULES("all: []"), OF(".all': expected at least one condition\n") },
	{ RULES("any: [ { kpi: waiting } ]"),
	  OF(".any[0]': missing 'raise', expected where it becomes bad\n") },
	{ RULES("kpi: servise_level, raise: 1"),
	  OF(".kpi': there is no KPI 'servise_level'\n") },
	{ RULES("kpi: occupancy, raise: 80%, scope: \"queue:*\""),
	  OF(".kpi': the KPI 'occupancy' does not exist for a scope of kind "
	     "queue\n") },
	{ RULES("signal: dew"),
	  OF(".signal': got 'dew', expected due, feed_silent or "
	     "route_failing\n") },
	{ RULES(SL "raise: 70, window: 30m"),
	  OF(".raise': got '70', expected a percentage such as 80%, or "
	     "\"target - 5%\", the unit of the KPI\n") },
	{ RULES("kpi: waiting, raise: 5, clear: 2m"),
	  OF(".clear': got '2m', expected a count such as 30, the unit of the "
	     "KPI\n") },
	{ RULES("kpi: longest_wait, raise: target"),
	  OF(".raise': got 'target', expected a duration such as 2m, or \"2 * "
	     "threshold\", the unit of the KPI\n") },
	{ RULES(SL "raise: \"threshold * 2\""),
	  OF(".raise': got 'threshold * 2', " LIMIT) },
	{ RULES(SL "raise: \"target - many\""),
	  OF(".raise': got 'target - many', " LIMIT) },
	{ RULES(SL "raise: 80%, clear: 75%"),
	  OF(".clear': expected a value at or above 'raise', as below it is "
	     "bad\n") },
	{ RULES("kpi: waiting, raise: 5, clear: 6"),
	  OF(".clear': expected a value at or below 'raise', as above it is "
	     "bad\n") },
	{ RULES(SL "raise: 80%, window: now"),
	  OF(".window': the KPI has no value of the moment, expected 5m, 15m, "
	     "30m, 1h, interval or day\n") },
	{ RULES(SL "raise: 80%, window: 2h"),
	  OF(".window': got '2h', expected now, 5m, 15m, 30m, 1h, interval or "
	     "day\n") },
	{ RULES(SL "raise: 80%, op: under"),
	  OF(".op': got 'under', expected above or below\n") },
	{ RULES(SL "raise: 80%, min_sample: 0"),
	  OF(".min_sample': got '0', expected a whole number from 1 to "
	     "1000000\n") },
	{ RULES("signal: due, ahead: 0s"),
	  OF(".ahead': got '0s', expected a duration from 1s to 1h, such as "
	     "20s, 5m or 1h30m\n") },
	{ RULES("signal: due, window: 5m"),
	  OF(".window': means nothing to this signal\n") },
	{ RULES("signal: due, scope: \"agent:*\""),
	  OF(".signal': 'due' is about entries, expected a scope of kind "
	     "queue, department, site, tier or total\n") },
	{ RULES("signal: feed_silent, raise: 1"),
	  OF(".raise': means nothing to this signal\n") },
	{ RULES("signal: feed_silent, scope: total"),
	  OF(".signal': expected a scope of feeds: feed:* or feed:NAME\n") },
	{ RULES("signal: route_failing, scope: \"feed:*\""),
	  OF(".signal': expected a scope of routes: route:* or route:NAME\n") },

	/* scopes */
	{ RULES("kpi: waiting, raise: 1, scope: \"department:none\""),
	  OF(".scope': no queue is in a department 'none'\n") },
	{ RULES("kpi: waiting, raise: 1, scope: []"),
	  OF(".scope': expected at least one scope\n") },
	{ RULES("kpi: waiting, raise: 1, scope: \"desk:*\""),
	  OF(".scope': got 'desk:*', expected every one of a kind such as "
	     "queue:*, agent:*, feed:*, department:NAME/queue:* or "
	     "team:NAME/agent:*\n") },
	{ RULES("kpi: waiting, raise: 1, scope: \"team:a/queue:*\""),
	  OF(".scope': got 'team:a/queue:*', expected every one of a kind such "
	     "as queue:*, agent:*, feed:*, department:NAME/queue:* or "
	     "team:NAME/agent:*\n") },
	{ RULES("kpi: waiting, raise: 1, scope: \"site:x/queue:*\""),
	  OF(".scope': there is no site 'x'\n") },
	{ RULES("kpi: waiting, raise: 1, scope: sales"),
	  OF(".scope': got 'sales', expected total, queue:NAME, "
	     "department:NAME, site:NAME, channel:NAME, tier:NUMBER, "
	     "team:NAME or agent:NAME\n") },

	/* what is done about it */
	{ RULES("kpi: waiting, raise: 1, severity: fatal"),
	  OF(".severity': got 'fatal', expected info, warning or critical\n") },
	{ RULES("kpi: waiting, raise: 1, for: 2"),
	  OF(".for': got '2', expected a duration from 0s to 1d, such as 20s, "
	     "5m or 1h30m\n") },
	{ RULES("kpi: waiting, raise: 1, route: duty"),
	  OF(".route': there is no route 'duty' under alerts.routes\n") },
	{ RULES("kpi: waiting, raise: 1, escalate_to: []"), "" },
	{ "alerts:\n  routes: [ { name: a, command: /bin/x } ]\n  rules:\n"
	  "  - { name: r, kpi: waiting, raise: 1, escalate_to: a }\n",
	  "w.yaml:4: key 'alerts.rules[0].escalate_to': means nothing without "
	  "escalate_after\n" },
	{ RULES("kpi: waiting, raise: 1, inhibit_if: other"),
	  OF(".inhibit_if': there is no rule 'other'\n") },
	{ "alerts:\n  rules:\n"
	  "  - { name: a, kpi: waiting, raise: 1, inhibit_if: b }\n"
	  "  - { name: b, kpi: waiting, raise: 1, inhibit_if: [ c ] }\n"
	  "  - { name: c, kpi: waiting, raise: 1, inhibit_if: [ a ] }\n",
	  "w.yaml:5: key 'alerts.rules[2].inhibit_if': rules hold each other "
	  "back in a circle, one of them is 'c'\n" },
	{ RULES("kpi: waiting, raise: 1, inhibit_if: r"),
	  OF(".inhibit_if': rules hold each other back in a circle, one of "
	     "them is 'r'\n") },
	{ RULES("kpi: waiting, raise: 1, flap: { times: 1 }"),
	  OF(".flap.times': got '1', expected 0 (off), or 2 to 10\n") },
	{ RULES("kpi: waiting, raise: 1, group_by: queue"),
	  OF(".group_by': got 'queue', expected none, rule, department or "
	     "site\n") },
	{ RULES("kpi: waiting, raise: 1, wall: maybe"),
	  OF(".wall': got 'maybe', expected true or false\n") },
	{ RULES("kpi: waiting, raise: 1, schedule: { from: \"25:00\" }"),
	  OF(".schedule.from': got '25:00', expected a time of day from "
	     "\"00:00\" to \"23:59\", in quotes\n") },
	{ RULES("kpi: waiting, raise: 1, schedule: { days: [mo] }"),
	  OF(".schedule.days[0]': got 'mo', expected mon, tue, wed, thu, fri, "
	     "sat or sun\n") },
	{ RULES("kpi: waiting, raise: 1, schedule: { calendar: feasts }"),
	  OF(".schedule.calendar': there is no calendar 'feasts' under "
	     "alerts.calendars\n") },
	{ RULES("kpi: waiting, raise: 1, schedule: { time_zone: Mars/Base }"),
	  OF(".schedule.time_zone': got 'Mars/Base', expected a time zone of "
	     "this machine's zoneinfo, such as Asia/Tehran or UTC\n") },
	{ "alerts: { calendars: [ { name: a, dates: [ 2026-02-29 ] } ] }",
	  "w.yaml:1: key 'alerts.calendars[0].dates[0]': got '2026-02-29', "
	  "expected a date such as 2026-12-25\n" },

	/* routes */
	{ ROUTE("language: en"),
	  AT("': expected exactly one of webhook, email, command and "
	     "syslog\n") },
	{ ROUTE("command: /bin/x, syslog: {}"),
	  AT("': expected exactly one of webhook, email, command and "
	     "syslog\n") },
	{ ROUTE("webhook: { url: \"ftp://x\" }"),
	  AT(".webhook.url': expected an address that starts with https:// or "
	     "http://\n") },
	{ ROUTE("webhook: { format: telegram, token_file: /t }"),
	  AT(".webhook.chat': missing, the format telegram needs the id of a "
	     "chat\n") },
	{ ROUTE("webhook: { url: \"http://x\", chat: y }"),
	  AT(".webhook.chat': means nothing to a format other than "
	     "telegram\n") },
	{ ROUTE("webhook: { url: \"http://x\", format: sms }"),
	  AT(".webhook.format': got 'sms', expected own, alertmanager, slack, "
	     "teams or telegram\n") },
	{ ROUTE("email: { server: mail, from: a@b, to: c@d }"),
	  AT(".email.server': expected an address that starts with smtp:// or "
	     "smtps://\n") },
	{ ROUTE("email: { server: \"smtp://m\", from: a@b, to: [] }"),
	  AT(".email.to': expected at least one address\n") },
	{ ROUTE("email: { server: \"smtp://m\", from: a@b, to: [ c ] }"),
	  AT(".email.to': expected addresses such as name@example.org\n") },
	{ ROUTE("email: { server: \"smtp://m\", from: a@b, to: c@d, user: u }"),
	  AT(".email.password_file': missing, user is given\n") },
	{ ROUTE("command: siren"),
	  AT(".command': expected a program with its whole path, and its "
	     "arguments\n") },
	{ ROUTE("syslog: { facility: kern }"),
	  AT(".syslog.facility': expected daemon, user, or local0 to "
	     "local7\n") },
	{ ROUTE("command: /bin/x, least: bad"),
	  AT(".least': got 'bad', expected info, warning or critical\n") },
	{ ROUTE("command: /bin/x, give_up: 1s"),
	  AT(".give_up': got '1s', expected a duration from 1m to 7d, such as "
	     "20s, 5m or 1h30m\n") },
};

START_TEST(a_fault_is_named_with_line_and_key)
{
	config = wb_config_parse(wb_str(faults[_i].text), "w.yaml", &fake_kpis,
	                         &errors);
	ck_assert_str_eq(errors.data ? errors.data : "", faults[_i].line);
	ck_assert_int_eq(config != NULL, faults[_i].line[0] == '\0');
}
END_TEST

START_TEST(a_rule_that_says_little_has_what_is_usual)
{
	const struct wb_alert_plan *plan =
		parse(RULES("kpi: waiting, raise: 5"));
	const struct wb_rule_plan *rule = &plan->rules[0];
	ck_assert_int_eq(plan->rule_count, 1);
	ck_assert(wb_str_is(rule->scopes[0].scope, "total"));
	ck_assert(rule->conditions[0].above);
	ck_assert_int_eq(rule->conditions[0].window, WB_WINDOW_NOW);
	ck_assert_int_eq(rule->conditions[0].clear.number, 5);
	ck_assert_int_eq(rule->severity, WB_SEVERITY_WARNING);
	ck_assert_int_eq(rule->group_by, WB_GROUP_RULE);
	ck_assert_int_eq(rule->group_wait, 0);
	ck_assert_int_eq(rule->group_interval, WB_MINUTE);
	ck_assert_int_eq(rule->flap_count, 5);
	ck_assert(rule->on_wall && rule->front && !rule->built_in);
	ck_assert_ptr_null(rule->schedule);
}
END_TEST

START_TEST(scopes_are_one_many_or_every_one)
{
	const struct wb_alert_plan *plan = parse(
		"queues: [ { name: a, department: d } ]\n"
		"agents: [ { name: x, team: t } ]\nalerts:\n  rules:\n"
		"  - { name: r, kpi: waiting, raise: 1, scope: [ total, "
		"\"queue:a\", \"department:d/queue:*\", \"channel:*\" ] }\n"
		"  - { name: s, kpi: occupancy, raise: 85%, scope: "
		"\"team:t/agent:*\" }\n");
	const struct wb_rule_scope *s = plan->rules[0].scopes;
	ck_assert_int_eq(plan->rules[0].scope_count, 4);
	ck_assert(wb_str_is(s[1].scope, "queue:a") && !s[1].kind.data);
	ck_assert(wb_str_is(s[2].kind, "queue"));
	ck_assert(wb_str_is(s[2].within, "department:d"));
	ck_assert(wb_str_is(s[3].kind, "channel") && !s[3].within.data);
	ck_assert_int_eq(plan->rules[0].group_wait, 2 * WB_SECOND);
	/* people are not put on the wall */
	ck_assert(plan->rules[0].on_wall && !plan->rules[1].on_wall);
}
END_TEST

START_TEST(limits_follow_the_promise_when_they_say_so)
{
	static const struct {
		const char *text;
		enum wb_limit_base base;
		int64_t number;
	} limits[] = {
		{ SL "raise: target", WB_LIMIT_TARGET, 0 },
		{ SL "raise: \"target - 12.5%\"", WB_LIMIT_TARGET, -1250 },
		{ SL "raise: \"target + 2%\"", WB_LIMIT_TARGET, 200 },
		{ SL "raise: 70%", WB_LIMIT_FIXED, 7000 },
		{ "kpi: longest_wait, raise: threshold", WB_LIMIT_THRESHOLD,
		  100 },
		{ "kpi: longest_wait, raise: \"1.5 * threshold\"",
		  WB_LIMIT_THRESHOLD, 150 },
		{ "kpi: longest_wait, raise: 2m", WB_LIMIT_FIXED, 120000 },
		{ "kpi: budget_burn, raise: 2", WB_LIMIT_FIXED, 200 },
	};
	for (int i = 0; i < WB_COUNT(limits); i++) {
		char text[256];
		snprintf(text, sizeof(text), RULES("%s"), limits[i].text);
		const struct wb_condition_plan *condition =
			&parse(text)->rules[0].conditions[0];
		ck_assert_int_eq(condition->raise.base, limits[i].base);
		ck_assert_int_eq(condition->raise.number, limits[i].number);
		wb_config_destroy(config);
		config = NULL;
	}
}
END_TEST

START_TEST(routes_have_what_they_need)
{
	const struct wb_alert_plan *plan = parse(
		"alerts:\n  calendars: [ { name: c, dates: [ 2027-03-21, "
		"2026-12-25 ] } ]\n  routes:\n"
		"  - { name: a, webhook: { format: telegram, token_file: /t, "
		"chat: \"-1\" }, quiet: { days: [fri, mon], from: \"22:00\", "
		"to: \"07:30\", calendar: c, on_calendar: true } }\n"
		"  - { name: b, email: { server: \"smtp://m:25\", starttls: "
		"offered, from: a@b, to: [ c@d, e@f ] }, language: fa }\n"
		"  - { name: c, command: [ /bin/x, \"{text}\" ], least: "
		"critical }\n"
		"  - { name: d, syslog: { facility: local3 } }\n  rules: []\n");
	const struct wb_route_plan *r = plan->routes;
	ck_assert_int_eq(plan->route_count, 4);
	ck_assert_int_eq(plan->rule_count, 0);
	ck_assert(wb_str_is(r[0].url, "https://api.telegram.org"));
	ck_assert_uint_eq(r[0].quiet->days, 1u << 0 | 1u << 4);
	ck_assert_int_eq(r[0].quiet->from, 22 * WB_HOUR);
	ck_assert_int_eq(r[0].quiet->date_count, 2);
	ck_assert_int_lt(r[0].quiet->dates[0], r[0].quiet->dates[1]);
	ck_assert(r[0].quiet->on_dates && !r[0].quiet_for_all);
	ck_assert(!r[1].starttls && r[1].to_count == 2);
	ck_assert_int_eq(r[1].language, WB_LANGUAGE_FA);
	ck_assert_int_eq(r[2].argument_count, 2);
	ck_assert_int_eq(r[2].least, WB_SEVERITY_CRITICAL);
	ck_assert(wb_str_is(r[3].facility, "local3"));
	ck_assert(wb_str_is(r[3].tag, "wallboard"));
}
END_TEST

START_TEST(without_rules_the_usual_ones_are_told_by_all_routes)
{
	const struct wb_alert_plan *plan = parse(
		"alerts: { routes: [ { name: a, command: /bin/x }, { name: b, "
		"command: /bin/y } ] }");
	ck_assert_int_eq(plan->rule_count, 7);
	for (int i = 0; i < plan->rule_count; i++) {
		const struct wb_rule_plan *rule = &plan->rules[i];
		ck_assert(rule->built_in && rule->on_wall);
		ck_assert_int_eq(rule->route_count, 2);
		ck_assert_int_eq(rule->routes[1], 1);
		for (int k = 0; k < rule->inhibit_if_count; k++) {
			ck_assert_int_ge(
				wb_alert_plan_rule(plan, rule->inhibit_if[k]),
				0);
		}
		for (int k = 0; k < WB_LANGUAGE_COUNT; k++) {
			ck_assert(wb_str_is_clean_utf8(rule->title.text[k]));
			ck_assert_uint_gt(rule->title.text[k].len, 0);
		}
	}
	ck_assert_int_eq(wb_alert_plan_route(plan, wb_str("b")), 1);
	ck_assert_int_eq(wb_alert_plan_route(plan, wb_str("c")), -1);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("alerts");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, a_fault_is_named_with_line_and_key, 0,
	                    WB_COUNT(faults));
	tcase_add_test(tc, a_rule_that_says_little_has_what_is_usual);
	tcase_add_test(tc, scopes_are_one_many_or_every_one);
	tcase_add_test(tc, limits_follow_the_promise_when_they_say_so);
	tcase_add_test(tc, routes_have_what_they_need);
	tcase_add_test(tc, without_rules_the_usual_ones_are_told_by_all_routes);
	return wb_test_run("config/alerts", tc);
}
