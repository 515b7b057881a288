/*
 * Random floors under random rules: the alerts, which look only where something
 * happened, against the oracle, which looks everywhere at every step; and
 * against other alerts that are moved in other steps and are saved and loaded
 * at random moments. WB_SEED replays one seed, WB_SEEDS plays so many.
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alert_kit.h"
#include "alert_oracle.h"
#include "random_events.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)
#define STEPS 600
#define SEEDS 12

/* Three worlds of the same events. */
struct worlds {
	struct alert_kit calm, other;
	struct kit plain;
	struct alert_oracle *oracle;
	uint64_t random, seed;
	wb_ms now;
};

static struct worlds w;

static int64_t below(int64_t limit)
{
	return random_below(&w.random, limit);
}

static const char *const windows[] = { "5m", "15m",      "30m",
	                               "1h", "interval", "day" };
static const char *const scopes[] = {
	"\"queue:*\"",      "total",
	"\"department:*\"", "[ \"queue:sales\", \"queue:strange\" ]",
	"\"channel:*\"",    "[ \"queue:*\", \"department:*\", total ]",
};

static void add_condition(struct wb_buf *text)
{
	static const char *const counts[] = {
		"waiting",           "offered",          "answered",
		"abandoned",         "handled",          "blocked",
		"transfers",         "no_answer",        "callbacks_waiting",
		"callbacks_overdue", "long_handles",     "agents_talking",
		"agents_signed_in",  "agents_not_ready", "follow_ups_open",
		"dialled",           "refusals",         "escalations",
	};
	static const char *const waits[] = {
		"longest_wait",        "oldest_callback",         "wait_p90",
		"average_handle_time", "average_speed_of_answer",
	};
	const char *window = windows[below(WB_COUNT(windows))];
	int64_t limit = below(4);
	switch (below(8)) {
	case 0:
		wb_buf_addf(text,
		            "kpi: service_level, window: %s, raise: "
		            "\"target - %d%%\", clear: target, min_sample: %d",
		            window, (int)below(40), 1 + (int)below(4));
		break;
	case 1:
		wb_buf_addf(text,
		            "kpi: longest_wait, raise: \"%d.%d * threshold\"",
		            (int)below(3), 1 + (int)below(9));
		break;
	case 2:
		wb_buf_addf(text,
		            "kpi: abandonment_rate, window: %s, raise: %d%%",
		            window, (int)below(60));
		break;
	case 3:
		wb_buf_addf(text, "signal: due, ahead: %ds, raise: %d",
		            1 + (int)below(19), (int)below(2));
		break;
	case 4:
		wb_buf_addf(text, "kpi: agents_available, op: below, raise: %d",
		            (int)limit + 1);
		break;
	case 5:
		wb_buf_addf(text, "kpi: %s, window: %s, raise: %ds",
		            waits[below(WB_COUNT(waits))], window,
		            (int)below(40));
		break;
	default:
		wb_buf_addf(text, "kpi: %s, window: %s, raise: %d, clear: %d",
		            counts[below(WB_COUNT(counts))], window,
		            (int)limit + 1, (int)below(limit + 2));
		break;
	}
}

/* "due" is not for channels, and agents are not everywhere. */
static const char *scope_for(const struct wb_buf *conditions)
{
	int64_t count = WB_COUNT(scopes);
	const char *scope = scopes[below(count)];
	return strstr(conditions->data, "due") && strstr(scope, "channel")
	               ? "total"
	               : scope;
}

static void add_rule(struct wb_buf *text, int number)
{
	static const char *const groups[] = { "none", "rule", "department",
		                              "site" };
	struct wb_buf conditions = { 0 };
	if (below(3) == 0) {
		wb_buf_add_text(&conditions,
		                below(2) ? "all: [ { " : "any: [ { ");
		add_condition(&conditions);
		wb_buf_add_text(&conditions, " }, { ");
		add_condition(&conditions);
		wb_buf_add_text(&conditions, " } ]");
	} else {
		add_condition(&conditions);
	}
	wb_buf_addf(text, "    - { name: r%d, scope: %s, %s", number,
	            scope_for(&conditions), conditions.data);
	wb_buf_addf(text, ", for: %dms, group_by: %s, group_wait: %ds",
	            (int)(below(2) * below(20000)), groups[below(4)],
	            (int)below(5));
	wb_buf_addf(text, ", group_interval: %ds, renotify_every: %ds",
	            (int)below(60), (int)(below(2) * (60 + below(200))));
	wb_buf_addf(text, ", flap: { times: %d, within: %ds }",
	            below(2) ? 2 + (int)below(4) : 0, 20 + (int)below(100));
	wb_buf_addf(text, ", escalate_after: %ds, route: [ duty, boss ]",
	            (int)(below(2) * below(200)));
	wb_buf_addf(text, ", ack_required: %s", below(3) ? "false" : "true");
	if (below(4) == 0) {
		wb_buf_addf(text,
		            ", schedule: { from: \"10:0%d\", to: \"10:%d\" }",
		            (int)below(9), 10 + (int)below(40));
	}
	if (number > 0 && below(3) == 0) {
		wb_buf_addf(text, ", inhibit_if: [ r%d, silent ]",
		            (int)below(number));
	}
	wb_buf_add_text(text, " }\n");
	wb_buf_finish(&conditions);
}

static char *make_rules(void)
{
	struct wb_buf text = { 0 };
	wb_buf_add_text(
		&text, "  routes:\n    - { name: duty, command: [ /bin/true ] "
		       "}\n    - { name: boss, command: [ /bin/true ], quiet: "
		       "{ from: \"10:05\", to: \"10:20\" } }\n  rules:\n"
		       "    - { name: silent, signal: feed_silent }\n"
		       "    - { name: busy, kpi: occupancy, window: 5m, scope: "
		       "\"agent:*\", raise: 60%, for: 20s }\n");
	int rules = 2 + (int)below(5);
	for (int i = 0; i < rules; i++) {
		add_rule(&text, i);
	}
	return text.data;
}

static void open_worlds(uint64_t seed)
{
	memset(&w, 0, sizeof(w));
	w.seed = seed;
	w.random = seed * 0x9e3779b97f4a7c15u + 1;
	w.now = BASE + below(100);
	char *rules = make_rules();
	alert_kit_open(&w.calm, w.now, rules);
	alert_kit_open(&w.other, w.now, rules);
	kit_open(&w.plain, w.now);
	w.plain.plan.alerts = w.calm.kit.plan.alerts;
	kit_replan(&w.plain);
	w.oracle = alert_oracle_create(w.plain.engine, &w.plain.plan);
	free(rules);
}

static void teardown(void)
{
	alert_oracle_destroy(w.oracle);
	kit_close(&w.plain);
	alert_kit_close(&w.calm);
	alert_kit_close(&w.other);
}

/* One of the worlds gets there in smaller steps. */
static void advance(wb_ms to)
{
	wb_alerts_advance(w.calm.alerts, to);
	while (w.now < to) {
		w.now += 1 + below(to - w.now);
		wb_alerts_advance(w.other.alerts, w.now);
	}
	alert_oracle_advance(w.oracle, to);
}

static void play_event(void)
{
	char line[512], error[256];
	struct wb_event event;
	uint32_t feed = (uint32_t)below(3);
	wb_ms t = below(4) ? w.now : w.now - below(30000);
	random_event_line(&w.random, NULL, t, line, sizeof(line));
	ck_assert(wb_event_decode(wb_str(line), &w.plain.arena, &event, error,
	                          sizeof(error)));
	wb_engine_apply(w.calm.kit.engine, feed, &event);
	wb_engine_apply(w.other.kit.engine, feed, &event);
	wb_engine_apply(w.plain.engine, feed, &event);
	wb_arena_reset(&w.plain.arena);
	if (below(2)) { /* the same instant again */
		wb_alerts_advance(w.other.alerts, w.now);
	}
}

static void play_feed(void)
{
	static const char *const names[] = { "pbx", "mail", "chat" };
	int64_t i = below(3);
	bool silent = below(2);
	wb_alerts_feed(w.calm.alerts, (uint32_t)i, wb_str(names[i]), silent);
	wb_alerts_feed(w.other.alerts, (uint32_t)i, wb_str(names[i]), silent);
	alert_oracle_feed(w.oracle, (uint32_t)i, wb_str(names[i]), silent);
}

struct choice {
	int64_t left;
	char id[256], rule[64], scope[128];
};

static void choose(void *user, const struct wb_alert *alert)
{
	struct choice *choice = user;
	if (choice->left-- == 0) {
		snprintf(choice->id, sizeof(choice->id), "%.*s",
		         WB_STR_FMT(alert->id));
		snprintf(choice->rule, sizeof(choice->rule), "%.*s",
		         WB_STR_FMT(alert->rule->name));
		snprintf(choice->scope, sizeof(choice->scope), "%.*s",
		         WB_STR_FMT(alert->scope));
	}
}

static void count(void *user, const struct wb_alert *alert)
{
	(void)alert;
	(*(int64_t *)user)++;
}

static void play_act(void)
{
	int64_t standing = 0;
	wb_alerts_each(w.calm.alerts, count, &standing);
	if (standing == 0) {
		return;
	}
	struct choice choice = { .left = below(standing) };
	wb_alerts_each(w.calm.alerts, choose, &choice);
	enum wb_alert_act act = (enum wb_alert_act)below(WB_ACT_COUNT);
	wb_ms until = w.now + 1 + below(60000);
	struct wb_str id = wb_str(choice.id), who = wb_str("ann");
	int calm = wb_alerts_act(w.calm.alerts, act, id, until, who, who);
	int other = wb_alerts_act(w.other.alerts, act, id, until, who, who);
	bool did = alert_oracle_act(w.oracle, act, wb_str(choice.rule),
	                            wb_str(choice.scope), until);
	ck_assert_int_eq(calm, other);
	ck_assert_int_eq(calm == 0, did);
}

static void check_state(void *user, const struct wb_alert *alert)
{
	(void)user;
	ck_assert_int_eq(
		alert->state,
		alert_oracle_state(w.oracle, alert->rule->name, alert->scope));
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines in order, but for the escalations, which the oracle leaves out. */
static void sort_lines(const struct wb_buf *text, struct wb_buf *ret_sorted)
{
	char *copy = strdup(text->data ? text->data : ""), *rest = copy;
	char **lines = calloc(text->len + 1, sizeof(*lines));
	size_t count = 0;
	for (char *line = strsep(&rest, "\n"); line;
	     line = strsep(&rest, "\n")) {
		if (*line && !strstr(line, " escalated ")) {
			lines[count++] = line;
		}
	}
	qsort(lines, count, sizeof(*lines), by_text);
	for (size_t i = 0; i < count; i++) {
		wb_buf_addf(ret_sorted, "%s\n", lines[i]);
	}
	free(lines);
	free(copy);
}

/* Says where two logs part. */
static void check_same(const char *what, const char *a, const char *b)
{
	const char *from = a;
	while (*a && *a == *b) {
		from = *a == '\n' ? a + 1 : from;
		a++;
		b++;
	}
	ck_assert_msg(*a == *b,
	              "seed %llu: %s: differs at\n%.300s\n---- other:\n%.300s",
	              (unsigned long long)w.seed, what, from, b - (a - from));
}

static void play_step(void)
{
	int64_t gap = below(10);
	advance(w.now + (gap < 5   ? below(150)
	                 : gap < 9 ? below(2000)
	                           : below(40000)));
	int64_t what = below(30);
	if (what == 0) {
		play_feed();
	} else if (what < 3) {
		play_act();
	} else {
		play_event();
	}
	if (below(20) == 0) {
		alert_kit_reload(&w.other);
	}
}

START_TEST(nobody_can_tell_them_from_the_oracle)
{
	const char *one = getenv("WB_SEED");
	struct wb_buf sorted = { 0 };
	open_worlds(one ? strtoull(one, NULL, 10) : (uint64_t)_i + 1);
	for (int i = 0; i < STEPS; i++) {
		play_step();
	}
	advance(w.now + 120000);
	wb_alerts_each(w.calm.alerts, check_state, NULL);
	sort_lines(&w.calm.steps, &sorted);
	check_same("oracle", wb_buf_str(&sorted).data,
	           alert_oracle_steps(w.oracle).data);
	check_same("other steps", wb_buf_str(&w.calm.log).data,
	           wb_buf_str(&w.other.log).data);
	check_same("keys", wb_buf_str(&w.calm.keys).data,
	           wb_buf_str(&w.other.keys).data);
	ck_assert_uint_eq(wb_alerts_revision(w.calm.alerts),
	                  wb_alerts_revision(w.other.alerts));
	wb_buf_finish(&sorted);
}
END_TEST

int main(void)
{
	const char *seeds = getenv("WB_SEEDS");
	int count = getenv("WB_SEED") ? 1 : seeds ? atoi(seeds) : SEEDS;
	TCase *tc = tcase_create("oracle");
	tcase_set_timeout(tc, 120);
	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_loop_test(tc, nobody_can_tell_them_from_the_oracle, 0, count);
	return wb_test_run("alert/oracle", tc);
}
