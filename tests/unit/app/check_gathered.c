/* What the alerts say, as it is stored. */

#include <stdio.h>

#include "app/gathered.h"
#include "json.h"
#include "suite.h"

static const struct wb_condition_plan condition = {
	.kpi = { "waiting", 7 },
	.above = true,
};

static const struct wb_route_plan routes[] = {
	{ .name = { "duty", 4 } },
	{ .name = { "boss", 4 } },
};

static const int both[] = { 0, 1 };

static const struct wb_rule_plan rules[] = {
	{ .name = { "wait", 4 },
	  .title = { .text = { { "Too many wait", 13 } } },
	  .conditions = &condition,
	  .condition_count = 1,
	  .severity = WB_SEVERITY_CRITICAL,
	  .routes = both,
	  .route_count = 2 },
};

static const struct wb_alert_plan alert_plan = {
	.rules = rules,
	.rule_count = 1,
	.routes = routes,
	.route_count = 2,
};

/* Of another configuration: no routes, and rules elsewhere. */
static const struct wb_alert_plan other_plan = { 0 };

static struct wb_plan plan, other;
static struct wb_gathered gathered;
static struct wb_alert_sink sink;
static struct wb_arena arena;

static void setup(void)
{
	plan = (struct wb_plan){ .alerts = &alert_plan };
	other = (struct wb_plan){ .alerts = &other_plan };
	gathered = (struct wb_gathered){ .plan = &plan };
	sink = wb_gathered_sink(&gathered);
}

static void teardown(void)
{
	wb_gathered_finish(&gathered);
	wb_arena_finish(&arena);
}

static struct wb_alert alert_of(const char *scope, enum wb_alert_state state)
{
	return (struct wb_alert){
		.id = { "wait/queue:x@5", 14 },
		.rule = &rules[0],
		.scope = wb_str(scope),
		.state = state,
		.since = 5,
		.fired = state == WB_ALERT_PENDING ? 0 : 6,
		.changed = 6,
		.author = { "Rostami", 7 },
		.readings = { { .condition = &condition,
		                .bad = true,
		                .value = { .known = true, .value = 3 },
		                .raise = 1,
		                .clear = 1 } },
		.reading_count = 1,
	};
}

static void step(uint64_t number, const struct wb_alert *alert)
{
	struct wb_alert_step told = {
		.kind = WB_ALERT_RAISED,
		.at = 6,
		.number = number,
		.alert = alert,
	};
	sink.step(sink.user, &told);
}

/* A message with a key of its own. */
static void notice(const char *key, const char *group, int route, int standing)
{
	struct wb_alert member = alert_of("queue:x", WB_ALERT_FIRING);
	char copy[32];
	snprintf(copy, sizeof(copy), "%s", key); /* borrowed for the call */
	struct wb_notice told = {
		.key = wb_str(copy),
		.kind = standing > 0 ? WB_NOTICE_CHANGED : WB_NOTICE_RESOLVED,
		.at = 7,
		.rule = &rules[0],
		.route = &routes[route],
		.group = wb_str(group),
		.members = &member,
		.member_count = 1,
		.more = 2,
		.standing = standing,
	};
	sink.notice(sink.user, &told);
}

static const struct wb_json *read(struct wb_str text)
{
	struct wb_json_error error;
	const struct wb_json *value = wb_json_read(text, &arena, &error);
	ck_assert_msg(value != NULL, "%.*s: %s", WB_STR_FMT(text),
	              error.message);
	return value;
}

static void expect_word(const struct wb_json *object, const char *key,
                        const char *word)
{
	struct wb_str got = wb_json_get_string(object, key);
	ck_assert_msg(wb_str_is(got, word), "%s: got '%.*s', not '%s'", key,
	              WB_STR_FMT(got), word);
}

START_TEST(a_step_is_a_row_of_the_history)
{
	struct wb_alert alert = alert_of("queue:x", WB_ALERT_FIRING);
	step(41, &alert);
	ck_assert_int_eq(gathered.step_count, 1);
	const struct wb_notify_step *row = &gathered.steps[0];
	ck_assert_uint_eq(row->number, 41);
	ck_assert_int_eq(row->at, 6);
	ck_assert(wb_str_is(row->rule, "wait"));
	ck_assert(wb_str_is(row->scope, "queue:x"));
	const struct wb_json *json = read(row->row);
	ck_assert_int_eq(wb_json_get_int(json, "number", 0), 41);
	expect_word(json, "step", "raised");
	expect_word(json, "id", "wait/queue:x@5");
	expect_word(json, "state", "firing");
	expect_word(json, "severity", "critical");
	expect_word(json, "author", "Rostami");
	expect_word(wb_json_get(json, "title"), "en", "x");
	expect_word(wb_json_get(json, "rule_title"), "en", "Too many wait");
	ck_assert_int_eq(wb_json_get(json, "note")->kind, WB_JSON_NULL);
	ck_assert_uint_eq(wb_json_get(json, "routes")->count, 2);
	const struct wb_json *reading =
		&wb_json_get(json, "readings")->first->value;
	expect_word(reading, "kpi", "waiting");
	ck_assert_int_eq(wb_json_get_int(reading, "value", 0), 3);
	ck_assert_int_eq(wb_json_get_int(reading, "raise", 0), 1);
}
END_TEST

START_TEST(a_pending_alert_has_not_fired)
{
	struct wb_alert alert = alert_of("queue:x", WB_ALERT_PENDING);
	step(1, &alert);
	const struct wb_json *json = read(gathered.steps[0].row);
	ck_assert_int_eq(wb_json_get(json, "fired")->kind, WB_JSON_NULL);
}
END_TEST

START_TEST(a_message_is_copied_whole)
{
	notice("k1", "g", 1, 3);
	ck_assert_int_eq(gathered.message_count, 1);
	const struct wb_notify_message *row = &gathered.messages[0];
	ck_assert(wb_str_is(row->key, "k1"));
	ck_assert(wb_str_is(row->route, "boss"));
	ck_assert(wb_str_is(row->kind, "changed"));
	ck_assert(wb_str_is(row->rule, "wait"));
	ck_assert(wb_str_is(row->rule_title.text[WB_LANGUAGE_EN],
	                    "Too many wait"));
	ck_assert(row->rule_title.text[WB_LANGUAGE_EN].data !=
	          rules[0].title.text[WB_LANGUAGE_EN].data);
	ck_assert_int_eq(row->severity, WB_SEVERITY_CRITICAL);
	ck_assert_int_eq(row->more, 2);
	ck_assert_int_eq(row->standing, 3);
	const struct wb_json *members = read(row->alerts);
	ck_assert_uint_eq(members->count, 1);
	expect_word(&members->first->value, "scope", "queue:x");
}
END_TEST

START_TEST(what_a_new_plan_ends_is_told_in_the_words_of_the_old)
{
	struct wb_alert alert = alert_of("queue:x", WB_ALERT_QUIET);
	gathered.before = &plan;
	gathered.plan = &other;
	step(1, &alert);
	notice("k", "g", 0, 0);
	const struct wb_json *json = read(gathered.steps[0].row);
	ck_assert_uint_eq(wb_json_get(json, "routes")->count, 2);
	ck_assert_int_eq(gathered.message_count, 1);
}
END_TEST

START_TEST(of_the_past_only_steps_are_kept)
{
	struct wb_alert alert = alert_of("queue:x", WB_ALERT_FIRING);
	gathered.steps_only = true;
	step(1, &alert);
	notice("k", "g", 0, 1);
	ck_assert_int_eq(gathered.step_count, 1);
	ck_assert_int_eq(gathered.message_count, 0);
}
END_TEST

/* The keys of the messages, with blanks between them. */
static void expect_keys(const char *keys)
{
	struct wb_buf got = { 0 };
	for (int i = 0; i < gathered.message_count; i++) {
		wb_buf_addf(&got, "%s%.*s", i > 0 ? " " : "",
		            WB_STR_FMT(gathered.messages[i].key));
	}
	ck_assert_msg(wb_str_is(wb_buf_str(&got), keys), "got '%.*s'",
	              WB_STR_FMT(wb_buf_str(&got)));
	wb_buf_finish(&got);
}

START_TEST(who_catches_up_is_told_the_newest_of_what_still_stands)
{
	gathered.catching_up = true;
	notice("a1", "a", 0, 1);
	notice("b1", "b", 0, 1);
	notice("a2", "a", 0, 2);
	notice("a2-boss", "a", 1, 2);
	notice("b2", "b", 0, 0); /* over before it was caught up */
	gathered.catching_up = false;
	notice("c1", "c", 0, 0);
	notice("a3", "a", 0, 3);
	wb_gathered_catch_up(&gathered);
	expect_keys("a2 a2-boss c1 a3");
	/* what nobody heard of before is new, whatever it was */
	ck_assert(wb_str_is(gathered.messages[0].kind, "raised"));
	ck_assert(wb_str_is(gathered.messages[3].kind, "changed"));
	wb_gathered_catch_up(&gathered);
	expect_keys("a2 a2-boss c1 a3");
}
END_TEST

START_TEST(what_is_forgotten_makes_room)
{
	struct wb_alert alert = alert_of("queue:x", WB_ALERT_FIRING);
	for (int i = 0; i < 300; i++) {
		step((uint64_t)i, &alert);
		notice("k", "g", 0, 1);
	}
	ck_assert_int_eq(gathered.step_count, 300);
	ck_assert_int_eq(gathered.message_count, 300);
	wb_gathered_forget(&gathered);
	ck_assert_int_eq(gathered.step_count, 0);
	ck_assert_int_eq(gathered.message_count, 0);
	step(7, &alert);
	ck_assert_uint_eq(gathered.steps[0].number, 7);
	ck_assert_uint_eq(gathered.lost, 0);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("gathered");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_step_is_a_row_of_the_history);
	tcase_add_test(tc, a_pending_alert_has_not_fired);
	tcase_add_test(tc, a_message_is_copied_whole);
	tcase_add_test(tc,
	               what_a_new_plan_ends_is_told_in_the_words_of_the_old);
	tcase_add_test(tc, of_the_past_only_steps_are_kept);
	tcase_add_test(tc,
	               who_catches_up_is_told_the_newest_of_what_still_stands);
	tcase_add_test(tc, what_is_forgotten_makes_room);
	return wb_test_run("app/gathered", tc);
}
