#include "alert_kit.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kpi/save.h"

static bool kpi_exists(struct wb_str name)
{
	return wb_kpi_find(name) != NULL;
}

static bool kpi_has_scope(struct wb_str name, struct wb_str scope_kind)
{
	int kind = wb_scope_kind_find(scope_kind);
	return kind >= 0 &&
	       wb_kpi_has_scope(wb_kpi_find(name), (enum wb_scope_kind)kind);
}

static void kpi_describe(struct wb_str name, struct wb_config_kpi *ret_kpi)
{
	const struct wb_kpi *kpi = wb_kpi_find(name);
	ret_kpi->unit = kpi->unit == WB_UNIT_MS || kpi->unit == WB_UNIT_SINCE
	                        ? WB_CONFIG_DURATION
	                : kpi->unit == WB_UNIT_PERCENT     ? WB_CONFIG_PERCENT
	                : wb_unit_is_hundredths(kpi->unit) ? WB_CONFIG_DECIMAL
	                                                   : WB_CONFIG_COUNT;
	ret_kpi->of_the_moment = kpi->moment != WB_MOMENT_NONE;
	ret_kpi->of_sums = wb_kpi_is_of_sums(kpi);
	ret_kpi->below_is_worse = kpi->below_is_worse;
}

const struct wb_config_checks alert_kit_checks = { kpi_exists, kpi_has_scope,
	                                           kpi_describe };

static double seconds_of(const struct alert_kit *kit, wb_ms t)
{
	return (double)(t - kit->kit.base) / 1000;
}

static void on_step(void *user, const struct wb_alert_step *step)
{
	struct alert_kit *kit = user;
	const char *what = wb_alert_step_name(step->kind);
	const struct wb_alert *alert = step->alert;
	wb_buf_addf(&kit->log, "%.3f %s %.*s/%.*s\n", seconds_of(kit, step->at),
	            what, WB_STR_FMT(alert->rule->name),
	            WB_STR_FMT(alert->scope));
	wb_buf_addf(&kit->steps, "%lld %s %.*s/%.*s\n", (long long)step->at,
	            what, WB_STR_FMT(alert->rule->name),
	            WB_STR_FMT(alert->scope));
}

static bool has_ended(const struct wb_alert *alert)
{
	return alert->state == WB_ALERT_QUIET || alert->state == WB_ALERT_OVER;
}

static void on_notice(void *user, const struct wb_notice *notice)
{
	struct alert_kit *kit = user;
	wb_buf_addf(&kit->keys, "%.*s\n", WB_STR_FMT(notice->key));
	wb_buf_addf(&kit->log, "%.3f %.*s %s %d:", seconds_of(kit, notice->at),
	            WB_STR_FMT(notice->route->name),
	            wb_notice_kind_name(notice->kind), notice->standing);
	for (int i = 0; i < notice->member_count; i++) {
		wb_buf_addf(&kit->log, " %s%.*s",
		            has_ended(&notice->members[i]) ? "-" : "",
		            WB_STR_FMT(notice->members[i].scope));
	}
	if (notice->more > 0) {
		wb_buf_addf(&kit->log, " +%d", notice->more);
	}
	wb_buf_add_char(&kit->log, '\n');
}

static void read_rules(struct alert_kit *kit, const char *alerts)
{
	struct wb_buf text = { 0 }, errors = { 0 };
	wb_buf_addf(&text,
	            "departments: [ { name: front }, { name: back } ]\n"
	            "queues: [ { name: sales, department: front },\n"
	            " { name: support, department: front },\n"
	            " { name: techsupport, department: back } ]\n"
	            "agents: [ { name: ann, team: red }, { name: bob, team: "
	            "red }, { name: carl, team: blue } ]\n"
	            "alerts:\n%s",
	            alerts);
	kit->config = wb_config_parse(wb_buf_str(&text), "test",
	                              &alert_kit_checks, &errors);
	ck_assert_msg(kit->config != NULL, "%s", errors.data);
	kit->kit.plan.alerts = kit->config->plan.alerts;
	wb_buf_finish(&text);
	wb_buf_finish(&errors);
}

static struct wb_alerts *create(struct alert_kit *kit)
{
	const struct wb_alert_sink sink = { on_step, on_notice, kit };
	struct wb_alerts *alerts = wb_alerts_create(kit->kit.engine, &sink);
	ck_assert_ptr_nonnull(alerts);
	return alerts;
}

void alert_kit_open(struct alert_kit *kit, wb_ms base, const char *alerts)
{
	memset(kit, 0, sizeof(*kit));
	kit_open(&kit->kit, base);
	kit->alerts = create(kit);
	read_rules(kit, alerts);
	kit_replan(&kit->kit);
	ck_assert(wb_alerts_set_plan(kit->alerts, &kit->kit.plan));
	wb_alerts_advance(kit->alerts, base);
}

void alert_kit_close(struct alert_kit *kit)
{
	wb_alerts_destroy(kit->alerts);
	kit_close(&kit->kit);
	wb_config_destroy(kit->config);
	wb_buf_finish(&kit->log);
	wb_buf_finish(&kit->keys);
	wb_buf_finish(&kit->steps);
}

void alert_kit_replan(struct alert_kit *kit, const char *alerts)
{
	struct wb_config *old = kit->config;
	if (alerts) {
		read_rules(kit, alerts);
	}
	kit_replan(&kit->kit);
	ck_assert(wb_alerts_set_plan(kit->alerts, &kit->kit.plan));
	if (alerts) {
		wb_config_destroy(old);
	}
}

void alert_kit_at(struct alert_kit *kit, double seconds)
{
	wb_ms to = kit->kit.base + (wb_ms)(seconds * 1000 + 0.5);
	wb_ms now = wb_engine_now(kit->kit.engine);
	for (wb_ms left = to - now; kit->cuts > 0 && left > kit->cuts;
	     left = to - now) {
		now += left / kit->cuts + 1;
		wb_alerts_advance(kit->alerts, now);
	}
	wb_alerts_advance(kit->alerts, to);
}

void alert_kit_play(struct alert_kit *kit, double seconds, const char *ev,
                    const char *fields)
{
	alert_kit_at(kit, seconds);
	kit_play_late(&kit->kit, seconds, ev, fields);
}

static void play_contact(struct alert_kit *kit, double seconds, const char *ev,
                         const char *contact, const char *queue,
                         const char *more)
{
	char fields[256];
	snprintf(fields, sizeof(fields), "'contact':'%s','queue':'%s'%s",
	         contact, queue, more);
	alert_kit_play(kit, seconds, ev, fields);
}

void alert_kit_enter(struct alert_kit *kit, double seconds, const char *contact,
                     const char *queue)
{
	play_contact(kit, seconds, "queue.entered", contact, queue, "");
}

void alert_kit_answer(struct alert_kit *kit, double seconds,
                      const char *contact, const char *queue, const char *agent)
{
	char more[64];
	snprintf(more, sizeof(more), ",'agent':'%s'", agent);
	play_contact(kit, seconds, "segment.started", contact, queue, more);
}

void alert_kit_leave(struct alert_kit *kit, double seconds, const char *contact,
                     const char *queue)
{
	play_contact(kit, seconds, "queue.left", contact, queue,
	             ",'outcome':'abandoned'");
}

/* The id of the alert that stands, when only its beginning is said. */
struct search {
	struct wb_str start;
	char id[256];
};

static void find_id(void *user, const struct wb_alert *alert)
{
	struct search *search = user;
	if (alert->id.len > search->start.len &&
	    memcmp(alert->id.data, search->start.data, search->start.len) ==
	            0 &&
	    alert->id.data[search->start.len] == '@') {
		snprintf(search->id, sizeof(search->id), "%.*s",
		         WB_STR_FMT(alert->id));
	}
}

int alert_kit_act(struct alert_kit *kit, enum wb_alert_act act, const char *id,
                  double until, const char *author, const char *note)
{
	struct search search = { .start = wb_str(id) };
	snprintf(search.id, sizeof(search.id), "%s", id);
	if (act == WB_ACT_ACKNOWLEDGE) {
		wb_alerts_each(kit->alerts, find_id, &search);
	}
	int can = wb_alerts_can(kit->alerts, act, wb_str(search.id));
	int did = wb_alerts_act(kit->alerts, act, wb_str(search.id),
	                        kit->kit.base + (wb_ms)(until * 1000),
	                        wb_str(author), wb_str(note));
	ck_assert_int_eq(can, did);
	return did;
}

void alert_kit_reload(struct alert_kit *kit)
{
	struct wb_buf engine = { 0 }, alerts = { 0 }, again = { 0 };
	wb_engine_forget_history(kit->kit.engine);
	ck_assert(wb_engine_save(kit->kit.engine, &engine));
	ck_assert(wb_alerts_save(kit->alerts, &alerts));
	wb_alerts_destroy(kit->alerts);
	wb_engine_destroy(kit->kit.engine);
	kit->kit.engine = wb_engine_create();
	ck_assert(wb_engine_load(kit->kit.engine, &kit->kit.plan,
	                         wb_buf_str(&engine)));
	kit->alerts = create(kit);
	ck_assert(wb_alerts_set_plan(kit->alerts, &kit->kit.plan));
	ck_assert(wb_alerts_load(kit->alerts, wb_buf_str(&alerts)));
	ck_assert(wb_alerts_save(kit->alerts, &again));
	ck_assert(wb_str_equal(wb_buf_str(&alerts), wb_buf_str(&again)));
	wb_buf_finish(&engine);
	wb_buf_finish(&alerts);
	wb_buf_finish(&again);
}

static void act(struct alert_kit *kit, enum wb_alert_act which, char *const *w)
{
	double until = w[2] ? atof(w[2]) : 0;
	const char *author = which == WB_ACT_ACKNOWLEDGE ? w[2] : NULL;
	int error = alert_kit_act(kit, which, w[1], until, author, NULL);
	ck_assert_msg(error == 0, "%s %s: %d", w[0], w[1], error);
}

/* What has no queue of its own, or is no event. */
static void play_other(struct alert_kit *kit, double t, char *const *w)
{
	char fields[256] = "";
	if (strcmp(w[0], "over") == 0) {
		snprintf(fields, sizeof(fields), "'contact':'%s','agent':'%s'",
		         w[1], w[2]);
		alert_kit_play(kit, t, "segment.ended", fields);
	} else if (strcmp(w[0], "in") == 0) {
		snprintf(fields, sizeof(fields), "'agent':'%s','queues':['%s']",
		         w[1], w[2]);
		alert_kit_play(kit, t, "agent.signed_in", fields);
	} else if (strcmp(w[0], "out") == 0) {
		snprintf(fields, sizeof(fields), "'agent':'%s'", w[1]);
		alert_kit_play(kit, t, "agent.signed_out", fields);
	} else if (strcmp(w[0], "feed") == 0) {
		wb_alerts_feed(kit->alerts, 0, wb_str(w[1]),
		               strcmp(w[2], "silent") == 0);
	} else if (strcmp(w[0], "route") == 0) {
		wb_alerts_route(kit->alerts, wb_str(w[1]),
		                strcmp(w[2], "failing") == 0);
	} else {
		ck_abort_msg("script: '%s'", w[0]);
	}
}

static void play_words(struct alert_kit *kit, double t, char *const *w)
{
	alert_kit_at(kit, t);
	if (!w[0]) {
		return;
	}
	if (strcmp(w[0], "enter") == 0) {
		alert_kit_enter(kit, t, w[1], w[2]);
	} else if (strcmp(w[0], "answer") == 0) {
		alert_kit_answer(kit, t, w[1], w[2], w[3]);
	} else if (strcmp(w[0], "leave") == 0) {
		alert_kit_leave(kit, t, w[1], w[2]);
	} else if (strcmp(w[0], "ack") == 0) {
		act(kit, WB_ACT_ACKNOWLEDGE, w);
	} else if (strcmp(w[0], "shelve") == 0) {
		act(kit, WB_ACT_SHELVE, w);
	} else if (strcmp(w[0], "unshelve") == 0) {
		act(kit, WB_ACT_UNSHELVE, w);
	} else {
		play_other(kit, t, w);
	}
}

void alert_kit_script(struct alert_kit *kit, const char *script,
                      void (*between)(struct alert_kit *kit, double seconds))
{
	char text[4096], *lines, *words;
	snprintf(text, sizeof(text), "%s", script);
	for (char *line = strtok_r(text, "\n", &lines); line;
	     line = strtok_r(NULL, "\n", &lines)) {
		char *w[8] = { NULL };
		char *time = strtok_r(line, " ", &words);
		for (int i = 0; i < 6; i++) {
			w[i] = strtok_r(NULL, " ", &words);
		}
		double seconds = atof(time);
		play_words(kit, seconds, w);
		if (between) {
			between(kit, seconds);
		}
	}
}

void alert_kit_expect(struct alert_kit *kit, const char *lines)
{
	const char *got = kit->log.data ? kit->log.data : "";
	ck_assert_msg(strcmp(got, lines) == 0, "told\n%sexpected\n%s", got,
	              lines);
	wb_buf_clear(&kit->log);
}

static void add_standing(void *user, const struct wb_alert *alert)
{
	struct wb_buf *text = user;
	wb_buf_addf(text, "%s%.*s/%.*s %s", text->len > 0 ? "; " : "",
	            WB_STR_FMT(alert->rule->name), WB_STR_FMT(alert->scope),
	            wb_alert_state_name(alert->state));
	wb_buf_add_text(text, alert->inhibited ? " inhibited" : "");
	wb_buf_add_text(text, alert->flapping ? " flapping" : "");
	wb_buf_add_text(text, alert->escalated ? " escalated" : "");
	wb_buf_add_text(text, alert->shelved_until ? " shelved" : "");
	if (alert->author.data) {
		wb_buf_addf(text, " by %.*s", WB_STR_FMT(alert->author));
	}
}

void alert_kit_expect_standing(struct alert_kit *kit, const char *text)
{
	struct wb_buf got = { 0 };
	wb_alerts_each(kit->alerts, add_standing, &got);
	ck_assert_msg(strcmp(wb_buf_str(&got).data, text) == 0,
	              "stands\n%s\nexpected\n%s", wb_buf_str(&got).data, text);
	wb_buf_finish(&got);
}
