#include <check.h>
#include <stdlib.h>

#include "config/config.h"
#include "fake_kpis.h"

static struct wb_buf errors;

static void setup(void)
{
	wb_buf_init(&errors, 0);
}

static void teardown(void)
{
	wb_buf_finish(&errors);
}

#define TILE(tile) "pages: [ { name: p, tiles: [\n  {" tile "} ] } ]\n"
#define GAUGE "kind: gauge, at: [0,0,1,1]"
#define NUMBER "kind: number, at: [0,0,2,2]"
#define DURATION "expected a duration from "
#define EXAMPLES ", such as 20s, 5m or 1h30m\n"

/* One fault each: the text, and the one line that must come of it. */
static const struct {
	const char *text;
	const char *line;
} faults[] = {
	/* not YAML at all */
	{ "queues: [\n- a",
	  "w.yaml:2: not valid YAML: did not find expected node "
	  "content, while parsing a flow node, column 1\n" },
	{ "a: 1\n\tb: 2",
	  "w.yaml:2: not valid YAML: found a tab character that violates "
	  "indentation, while scanning a plain scalar, column 1\n" },
	{ "state: /a\n\n\xff\xfe",
	  "w.yaml:3: not UTF-8 text: invalid leading UTF-8 octet\n" },
	{ "state: &a /x\nlisten: *a", "w.yaml:2: aliases (*name) are not "
	                              "supported, write the value out\n" },
	{ "state: /a\n---\nstate: /b",
	  "w.yaml:2: a second document (---) begins; only one is allowed\n" },
	{ "? [a]\n: b", "w.yaml:1: a key must be a plain text\n" },
	{ "a: [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]",
	  "w.yaml:1: nested too deeply\n" },

	/* keys */
	{ "- a\n", "w.yaml:1: key '': got a list, expected a map of keys and "
	           "values\n" },
	{ "state: /a\nstate: /b",
	  "w.yaml:2: key 'state': given twice, first in line 1\n" },
	{ "\nqueue: []",
	  "w.yaml:2: key 'queue': unknown key, did you mean 'queues'?\n" },
	{ "queues:\n  - name: a\n    titel: A\n",
	  "w.yaml:3: key 'queues[0].titel': unknown key, did you mean "
	  "'title'?\n" },
	{ "history: { 90d: keep }", "w.yaml:1: key 'history.90d': unknown key, "
	                            "expected one of keep, contacts\n" },
	{ "queues:\n  - { name: a }\n  - { title: B }\n",
	  "w.yaml:3: key 'queues[1].name': missing, expected a name\n" },
	{ "queues: [ a ]", "w.yaml:1: key 'queues[0]': got 'a', expected a map "
	                   "of keys and values\n" },
	{ "queues: a", "w.yaml:1: key 'queues': got 'a', expected a list of at "
	               "most 5000 entries\n" },
	{ "queues: [ { name: \"a\\nb\" } ]",
	  "w.yaml:1: key 'queues[0].name': got 'a b', expected a text of 1 to "
	  "128 bytes on one line\n" },
	{ "queues: [ { name: } ]",
	  "w.yaml:1: key 'queues[0].name': got nothing, expected a text of 1 "
	  "to 128 bytes on one line\n" },

	/* values */
	{ "queues:\n  - { name: a }\n  - { name: b }\n  - name: c\n"
	  "    service_level:\n      target: 120%\n",
	  "w.yaml:6: key 'queues[2].service_level.target': got '120%', "
	  "expected a percentage from 1% to 100%\n" },
	{ "defaults: { service_level: { target: 80 } }",
	  "w.yaml:1: key 'defaults.service_level.target': got '80', expected "
	  "a percentage from 1% to 100%\n" },
	{ "defaults: { service_level: { threshold: 20 } }",
	  "w.yaml:1: key 'defaults.service_level.threshold': got "
	  "'20', " DURATION "1s to 30d" EXAMPLES },
	{ "defaults: { service_level: { threshold: 0s } }",
	  "w.yaml:1: key 'defaults.service_level.threshold': got "
	  "'0s', " DURATION "1s to 30d" EXAMPLES },
	{ "defaults: { service_level: { variant: best } }",
	  "w.yaml:1: key 'defaults.service_level.variant': got 'best', "
	  "expected offered, answered, ignore, positive, removed, no_flow or "
	  "now\n" },
	{ "defaults: { short_abandon: 2h }",
	  "w.yaml:1: key 'defaults.short_abandon': got '2h', " DURATION
	  "0s to 1h" EXAMPLES },
	{ "defaults: { channel: phone }",
	  "w.yaml:1: key 'defaults.channel': got 'phone', expected voice, "
	  "chat, email, social, ticket or callback\n" },
	{ "defaults: { time_zone: Asia/Teheran }",
	  "w.yaml:1: key 'defaults.time_zone': got 'Asia/Teheran', expected a "
	  "time zone of this machine's zoneinfo, such as Asia/Tehran or "
	  "UTC\n" },
	{ "defaults: { time_zone: ../../../etc/passwd }",
	  "w.yaml:1: key 'defaults.time_zone': got '../../../etc/passwd', "
	  "expected a time zone of this machine's zoneinfo, such as "
	  "Asia/Tehran or UTC\n" },
	{ "defaults: { day_start: 06:10 }",
	  "w.yaml:1: key 'defaults.day_start': got '06:10', expected a time of "
	  "day on a quarter hour from \"00:00\" to \"23:45\"\n" },
	{ "centre: { language: de }",
	  "w.yaml:1: key 'centre.language': got 'de', expected en, fa, ar or "
	  "ru\n" },
	{ "centre: { interval: 20m }",
	  "w.yaml:1: key 'centre.interval': got '20m', expected 15m, 30m or "
	  "1h\n" },
	{ "centre: { agent_names: short }",
	  "w.yaml:1: key 'centre.agent_names': got 'short', expected full, "
	  "initials or none\n" },
	{ "centre: { stale_limit: 1s }",
	  "w.yaml:1: key 'centre.stale_limit': got '1s', " DURATION
	  "1m to 30d" EXAMPLES },
	{ "centre: { feed_silent: 1s }",
	  "w.yaml:1: key 'centre.feed_silent': got '1s', " DURATION
	  "2s to 1h" EXAMPLES },
	{ "centre: { title: [] }",
	  "w.yaml:1: key 'centre.title': got a list, expected a text of 1 to "
	  "256 bytes, or one per language: { en: ..., fa: ..., ar: ..., "
	  "ru: ... }\n" },
	{ "centre: { title: { de: Leitstelle } }",
	  "w.yaml:1: key 'centre.title.de': unknown key, expected one of en, "
	  "fa, ar, ru\n" },
	{ "pages:\n- { name: p, tiles: [] }\n- { name: own/p, tiles: [] }",
	  "w.yaml:3: key 'pages[1].name': got 'own/p', but names that begin "
	  "with own/ are kept for people's own views\n" },
	{ "pages: [ { name: p, grid: { span: day }, tiles: [] } ]",
	  "w.yaml:1: key 'pages[0].grid.span': unknown key, expected one of "
	  "columns, rows\n" },
	{ "listen: 8080",
	  "w.yaml:1: key 'listen': got '8080', expected an address and a port "
	  "such as 127.0.0.1:8080 or [::1]:8080, or unix:/path\n" },
	{ "listen:\n  - 127.0.0.1:1\n  - 127.0.0.1:99999\n",
	  "w.yaml:3: key 'listen[1]': got '127.0.0.1:99999', expected an "
	  "address and a port such as 127.0.0.1:8080 or [::1]:8080, or "
	  "unix:/path\n" },
	{ "listen: [a:1, a:2, a:3, a:4, a:5, a:6, a:7, a:8, a:9]",
	  "w.yaml:1: key 'listen': got a list, expected a list of 1 to 8 "
	  "addresses\n" },
	{ "feeds: { listen: http://a }",
	  "w.yaml:1: key 'feeds.listen': got 'http://a', expected ipc:///path "
	  "or tcp://address:port\n" },
	{ "history: { keep: 3h }",
	  "w.yaml:1: key 'history.keep': got '3h', " DURATION
	  "1d to 3650d" EXAMPLES },
	{ "journal: { keep: 1d }",
	  "w.yaml:1: key 'journal.keep': got '1d', " DURATION
	  "2d to 3650d" EXAMPLES },
	{ "queues: [ { name: a, tier: 0 } ]",
	  "w.yaml:1: key 'queues[0].tier': got '0', expected a whole number "
	  "from 1 to 9\n" },

	/* names that come twice */
	{ "queues:\n- name: a\n- name: b\n- name: a\n",
	  "w.yaml:4: key 'queues[2].name': queue 'a' is listed twice, first "
	  "in line 2\n" },
	{ "agents:\n- name: a\n- name: a\n",
	  "w.yaml:3: key 'agents[1].name': agent 'a' is listed twice, first "
	  "in line 2\n" },
	{ "teams:\n- name: a\n- name: a\n",
	  "w.yaml:3: key 'teams[1].name': team 'a' is listed twice, first in "
	  "line 2\n" },
	{ "pages:\n- { name: a, tiles: [] }\n- { name: a, tiles: [] }\n",
	  "w.yaml:3: key 'pages[1].name': page 'a' is listed twice, first in "
	  "line 2\n" },

	/* pages */
	{ "pages: [ { name: p } ]",
	  "w.yaml:1: key 'pages[0].tiles': missing, expected a value\n" },
	{ "pages: [ { name: p, grid: { rows: 0 }, tiles: [] } ]",
	  "w.yaml:1: key 'pages[0].grid.rows': got '0', expected a whole "
	  "number from 1 to 96\n" },
	{ TILE("at: [0,0,1,1]"),
	  "w.yaml:2: key 'pages[0].tiles[0].kind': missing, expected one of "
	  "the words\n" },
	{ TILE("kind: dial, at: [0,0,1,1]"),
	  "w.yaml:2: key 'pages[0].tiles[0].kind': got 'dial', expected "
	  "number, gauge, trend, queues, agents, states, ranking, alerts, "
	  "text or clock\n" },
	{ TILE("kind: gauge, at: [0,0,1,1]"),
	  "w.yaml:2: key 'pages[0].tiles[0].kpi': missing, expected the name "
	  "of a KPI\n" },
	{ TILE(GAUGE ", kpi: waiting"),
	  "w.yaml:2: key 'pages[0].tiles[0].scale': missing, a gauge without "
	  "limits needs [lowest, highest]\n" },
	{ TILE(GAUGE ", kpi: waiting, scale: 30"),
	  "w.yaml:2: key 'pages[0].tiles[0].scale': got '30', expected "
	  "[lowest, highest] in the unit of the KPI\n" },
	{ TILE(GAUGE ", kpi: waiting, scale: [30, 30]"),
	  "w.yaml:2: key 'pages[0].tiles[0].scale': the second value must be "
	  "above the first\n" },
	{ TILE(GAUGE ", kpi: waiting, scale: [0%, 30]"),
	  "w.yaml:2: key 'pages[0].tiles[0].scale': got '0%', expected a "
	  "count such as 30, the unit of the KPI\n" },
	{ TILE(GAUGE ", kpi: budget_burn, critical: 3%"),
	  "w.yaml:2: key 'pages[0].tiles[0].critical': got '3%', expected a "
	  "number such as 1.5, the unit of the KPI\n" },
	{ TILE("kind: trend, at: [0,0,1,1], kpi: waiting, span: day"),
	  "w.yaml:2: key 'pages[0].tiles[0].kpi': the KPI 'waiting' has no "
	  "value of each quarter hour, which a span of a day shows\n" },
	{ TILE("kind: trend, at: [0,0,1,1], kpi: handled, span: week"),
	  "w.yaml:2: key 'pages[0].tiles[0].span': got 'week', expected hour "
	  "or day\n" },
	{ TILE("kind: trend, at: [0,0,1,1], kpi: handled, part: handled"),
	  "w.yaml:2: key 'pages[0].tiles[0].part': only a trend with 'span: "
	  "day' has parts\n" },
	{ TILE("kind: trend, at: [0,0,1,1], kpi: handled, span: day,\n"
	       "part: occupancy"),
	  "w.yaml:3: key 'pages[0].tiles[0].part': only counts have parts\n" },
	{ TILE("kind: ranking, at: [0,0,1,1], kpi: waiting"),
	  "w.yaml:2: key 'pages[0].tiles[0].kpi': the KPI 'waiting' does not "
	  "exist for a scope of kind agent\n" },
	{ TILE("kind: ranking, at: [0,0,1,1], of: teams, kpi: handled"),
	  "w.yaml:2: key 'pages[0].tiles[0].of': got 'teams', expected agents "
	  "or queues\n" },
	{ TILE("kind: ranking, at: [0,0,1,1], kpi: handled, best: most"),
	  "w.yaml:2: key 'pages[0].tiles[0].best': got 'most', expected "
	  "highest or lowest\n" },
	{ TILE("kind: clock, at: [0,0,1,1], zones: Asia/Tehran"),
	  "w.yaml:2: key 'pages[0].tiles[0].zones': got 'Asia/Tehran', "
	  "expected a list of 1 to 6 time zones\n" },
	{ TILE("kind: clock, at: [0,0,1,1], zones: [UTC,\nMars/Tharsis]"),
	  "w.yaml:3: key 'pages[0].tiles[0].zones[1]': got 'Mars/Tharsis', "
	  "expected a time zone of this machine's zoneinfo, such as "
	  "Asia/Tehran or UTC\n" },
	{ TILE("kind: clock, at: [0,0,1,1], zones: [ { title: Home } ]"),
	  "w.yaml:2: key 'pages[0].tiles[0].zones[0].zone': missing, expected "
	  "a value\n" },
	{ "pages: [ { name: p, dwell: 1s, tiles: [] } ]",
	  "w.yaml:1: key 'pages[0].dwell': got '1s', " DURATION
	  "5s to 1h" EXAMPLES },
	{ "rotation: { rotate: sometimes }",
	  "w.yaml:1: key 'rotation.rotate': got 'sometimes', expected true or "
	  "false\n" },
	{ TILE("kind: clock"),
	  "w.yaml:2: key 'pages[0].tiles[0].at': missing, expected a value\n" },
	{ TILE("kind: clock, at: [0,0,1]"),
	  "w.yaml:2: key 'pages[0].tiles[0].at': got a list, expected [x, y, "
	  "width, height] in grid cells\n" },
	{ TILE("kind: clock, at: [0,0,0,1]"),
	  "w.yaml:2: key 'pages[0].tiles[0].at[2]': got '0', expected a whole "
	  "number from 1 to 96\n" },
	{ TILE("kind: clock, at: [20,0,5,1]"),
	  "w.yaml:2: key 'pages[0].tiles[0]': [20, 0, 5, 1] leaves the grid of "
	  "24 columns and 12 rows\n" },
	{ TILE("kind: clock, at: [0,0,5,5] },\n"
	       "{ kind: clock, at: [5,0,5,5] },\n"
	       "{ kind: clock, at: [4,4,2,2], id: x"),
	  "w.yaml:4: key 'pages[0].tiles[2]': overlaps the tile 't1' in line "
	  "2\n"
	  "w.yaml:4: key 'pages[0].tiles[2]': overlaps the tile 't2' in line "
	  "3\n" },
	{ TILE("kind: clock, at: [0,0,5,5], id: t2 },\n"
	       "{ kind: clock, at: [5,0,5,5]"),
	  "w.yaml:3: key 'pages[0].tiles[1]': the id 't2' is taken by the tile "
	  "in line 2\n" },
	{ TILE("kind: text, at: [0,0,1,1]"),
	  "w.yaml:2: key 'pages[0].tiles[0]': a tile of kind 'text' needs a "
	  "title\n" },
	{ TILE(NUMBER), "w.yaml:2: key 'pages[0].tiles[0].kpi': missing, "
	                "expected the name of a KPI\n" },
	{ TILE(NUMBER ", kpi: csat"),
	  "w.yaml:2: key 'pages[0].tiles[0].kpi': there is no KPI 'csat'\n" },
	{ "queues: [ { name: q } ]\n" TILE(NUMBER ", kpi: occupancy,\n"
	                                          "scope: 'queue:q'"),
	  "w.yaml:3: key 'pages[0].tiles[0].kpi': the KPI 'occupancy' does not "
	  "exist for a scope of kind queue\n" },
	{ TILE(NUMBER ", kpi: waiting, scope: all"),
	  "w.yaml:2: key 'pages[0].tiles[0].scope': got 'all', expected total, "
	  "queue:NAME, department:NAME, site:NAME, channel:NAME, "
	  "tier:NUMBER, team:NAME or agent:NAME\n" },
	{ TILE(NUMBER ", kpi: waiting, scope: 'queue:'"),
	  "w.yaml:2: key 'pages[0].tiles[0].scope': got 'queue:', expected "
	  "total, queue:NAME, department:NAME, site:NAME, channel:NAME, "
	  "tier:NUMBER, team:NAME or agent:NAME\n" },
	{ TILE(NUMBER ", kpi: waiting, scope: 'site:x'"),
	  "w.yaml:2: key 'pages[0].tiles[0].scope': there is no site 'x'\n" },
	{ TILE(NUMBER ", kpi: waiting, scope: 'channel:fax'"),
	  "w.yaml:2: key 'pages[0].tiles[0].scope': there is no channel "
	  "'fax'\n" },
	{ TILE(NUMBER ", kpi: waiting, scope: 'tier:one'"),
	  "w.yaml:2: key 'pages[0].tiles[0].scope': got 'one', expected "
	  "tier:1, tier:2 ...\n" },
	{ TILE(NUMBER ", kpi: waiting, scope: 'department:x'"),
	  "w.yaml:2: key 'pages[0].tiles[0].scope': no queue is in a "
	  "department 'x'\n" },
	{ TILE(NUMBER ", kpi: handled, scope: 'team:x'"),
	  "w.yaml:2: key 'pages[0].tiles[0].scope': no agent is in a team "
	  "'x'\n" },
	{ TILE(NUMBER ", kpi: handled, window: week"),
	  "w.yaml:2: key 'pages[0].tiles[0].window': got 'week', expected now, "
	  "5m, 15m, 30m, 1h, interval or day\n" },
	{ TILE(NUMBER ", kpi: handled, window: now"),
	  "w.yaml:2: key 'pages[0].tiles[0].window': the KPI 'handled' has no "
	  "value of the moment, expected 5m, 15m, 30m, 1h, interval or day\n" },
	{ TILE(NUMBER ", kpi: waiting, warning: many"),
	  "w.yaml:2: key 'pages[0].tiles[0].warning': got 'many', expected a "
	  "limit in the unit of the KPI, such as 80%, 2m or 30\n" },
	{ TILE(NUMBER ", kpi: waiting, warning: 5%"),
	  "w.yaml:2: key 'pages[0].tiles[0].warning': got '5%', expected a "
	  "count such as 30, the unit of the KPI\n" },
	{ TILE(NUMBER ", kpi: waiting, warning: 9, critical: 5, worse: above"),
	  "w.yaml:2: key 'pages[0].tiles[0].critical': got '5', expected a "
	  "value above the warning, as worse is above\n" },
	{ TILE(NUMBER ", kpi: waiting, trend: yes"),
	  "w.yaml:2: key 'pages[0].tiles[0].trend': got 'yes', expected true "
	  "or false\n" },
	{ TILE("kind: queues, at: [0,0,1,1], columns: [waiting,\ncsat]"),
	  "w.yaml:3: key 'pages[0].tiles[0].columns[1]': there is no KPI "
	  "'csat'\n" },
	{ TILE("kind: queues, at: [0,0,1,1], columns: []"),
	  "w.yaml:2: key 'pages[0].tiles[0].columns': got a list, expected a "
	  "list of 1 to 8 KPIs, \"agents\" or \"trend\"\n" },
	{ TILE("kind: agents, at: [0,0,1,1], filter: 'team:x'"),
	  "w.yaml:2: key 'pages[0].tiles[0].filter': no agent is in a team "
	  "'x'\n" },
	{ TILE("kind: agents, at: [0,0,1,1], state_limit: 15"),
	  "w.yaml:2: key 'pages[0].tiles[0].state_limit': got '15', " DURATION
	  "0s to 1d" EXAMPLES },
};

START_TEST(a_fault_is_named_with_line_key_value_and_what_was_expected)
{
	struct wb_config *config = wb_config_parse(
		wb_str(faults[_i].text), "w.yaml", &fake_kpis, &errors);
	ck_assert_ptr_null(config);
	ck_assert_str_eq(errors.data, faults[_i].line);
}
END_TEST

/* What is only doubtful is said, and taken. */
static const struct {
	const char *text;
	const char *line;
} doubts[] = {
	{ TILE(NUMBER ", kpi: waiting, scope: 'queue:sales'"),
	  "warning: w.yaml:2: key 'pages[0].tiles[0].scope': queue 'sales' is "
	  "not listed under queues\n" },
	{ TILE(NUMBER ", kpi: handled, scope: 'agent:a1'"),
	  "warning: w.yaml:2: key 'pages[0].tiles[0].scope': agent 'a1' is not "
	  "listed under agents\n" },
	{ TILE("kind: clock, at: [0,0,1,1],\nkpi: waiting"),
	  "warning: w.yaml:3: key 'pages[0].tiles[0].kpi': means nothing to a "
	  "tile of kind 'clock'\n" },
	{ "departments: [ { name: service } ]\nqueues:\n- name: a\n"
	  "  department: servcie\n",
	  "warning: w.yaml:4: key 'queues[0].department': 'servcie' is not "
	  "listed under departments, did you mean 'service'?\n" },
	{ "teams: [ { name: red } ]\nagents: [ { name: a, team: rde } ]\n",
	  "warning: w.yaml:2: key 'agents[0].team': 'rde' is not listed under "
	  "teams, did you mean 'red'?\n" },
};

START_TEST(a_doubt_is_a_warning)
{
	struct wb_config *config = wb_config_parse(
		wb_str(doubts[_i].text), "w.yaml", &fake_kpis, &errors);
	ck_assert_ptr_nonnull(config);
	ck_assert_str_eq(errors.data, doubts[_i].line);
	wb_config_destroy(config);
}
END_TEST

START_TEST(all_faults_come_at_once_in_the_order_of_their_lines)
{
	struct wb_config *config =
		wb_config_parse(wb_str("state: \"\"\n"
	                               "queues:\n"
	                               "  - name: a\n"
	                               "    tier: 77\n"
	                               "    departmnt: x\n"
	                               "  - name: a\n"
	                               "defaults:\n"
	                               "  short_abandon: 5\n"
	                               "pages:\n"
	                               "  - name: p\n"
	                               "    tiles:\n"
	                               "      - kind: number\n"
	                               "        at: [0, 0, 1, 1]\n"
	                               "        kpi: waitting\n"
	                               "        scope: queue:b\n"),
	                        "w.yaml", &fake_kpis, &errors);
	ck_assert_ptr_null(config);
	static const char *const starts[] = {
		"w.yaml:1: key 'state'",
		"w.yaml:4: key 'queues[0].tier'",
		"w.yaml:5: key 'queues[0].departmnt'",
		"w.yaml:6: key 'queues[1].name'",
		"w.yaml:8: key 'defaults.short_abandon'",
		"w.yaml:14: key 'pages[0].tiles[0].kpi'",
		"warning: w.yaml:15: key 'pages[0].tiles[0].scope'",
	};
	const char *at = errors.data;
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		ck_assert_msg(strncmp(at, starts[i], strlen(starts[i])) == 0,
		              "expected %s, got %s", starts[i], at);
		at = strchr(at, '\n') + 1;
	}
	ck_assert_str_eq(at, "");
}
END_TEST

START_TEST(very_many_faults_are_counted)
{
	struct wb_buf text = { 0 };
	for (int i = 0; i < 250; i++) {
		wb_buf_addf(&text, "zzzzzz%d: 1\n", i);
	}
	ck_assert_ptr_null(wb_config_parse(wb_buf_str(&text), "w.yaml",
	                                   &fake_kpis, &errors));
	ck_assert_ptr_nonnull(
		strstr(errors.data, "\nw.yaml: and 50 more errors\n"));
	wb_buf_finish(&text);
}
END_TEST

START_TEST(a_file_with_too_much_in_it_is_refused)
{
	struct wb_buf text = { 0 };
	wb_buf_add_text(&text, "queues: [");
	for (int i = 0; i < 60000; i++) {
		wb_buf_add_text(&text, "a,\n");
	}
	wb_buf_add_text(&text, "]");
	ck_assert_ptr_null(wb_config_parse(wb_buf_str(&text), "w.yaml",
	                                   &fake_kpis, &errors));
	ck_assert_str_eq(errors.data, "w.yaml:50001: too many entries\n");
	wb_buf_finish(&text);
}
END_TEST

START_TEST(a_line_stays_a_line_whatever_stands_in_the_file)
{
	ck_assert_ptr_null(wb_config_parse(
		wb_str("\"sta\\nte\\e[31m\": 1\nstate: [\"\\0\"]\n"), "w.yaml",
		&fake_kpis, &errors));
	int lines = 0;
	for (const char *c = errors.data; *c; c++) {
		lines += *c == '\n';
		ck_assert(*c == '\n' || (unsigned char)*c >= ' ');
	}
	ck_assert_int_eq(lines, 2);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

int main(void)
{
	Suite *suite = suite_create("config/faults");
	TCase *tc = tcase_create("bad files");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(
		tc, a_fault_is_named_with_line_key_value_and_what_was_expected,
		0, COUNT(faults));
	tcase_add_loop_test(tc, a_doubt_is_a_warning, 0, COUNT(doubts));
	tcase_add_test(tc, all_faults_come_at_once_in_the_order_of_their_lines);
	tcase_add_test(tc, very_many_faults_are_counted);
	tcase_add_test(tc, a_file_with_too_much_in_it_is_refused);
	tcase_add_test(tc, a_line_stays_a_line_whatever_stands_in_the_file);
	suite_add_tcase(suite, tc);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
