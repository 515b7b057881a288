/* Does PROTOCOL.md say what is told of alerts, to the last member and word? */

#include <stdio.h>

#include "app/act_record.h"
#include "app/alert_json.h"
#include "json.h"
#include "suite.h"

static struct wb_buf document; /* all of PROTOCOL.md */
static struct wb_arena arena;

static const struct wb_condition_plan conditions[] = {
	{ .kpi = { "service_level", 13 }, .window = WB_WINDOW_30M },
	{ .signal = WB_SIGNAL_DUE, .above = true, .ahead = 20 * WB_SECOND },
	{ .kpi = { "service_level", 13 },
	  .raise = { WB_LIMIT_TARGET, -1000 },
	  .clear = { WB_LIMIT_TARGET, 0 } },
	{ .kpi = { "longest_wait", 12 },
	  .raise = { WB_LIMIT_THRESHOLD, 200 },
	  .clear = { WB_LIMIT_THRESHOLD, 100 } },
};

static const struct wb_schedule_plan schedule = { .to = WB_HOUR };
static const struct wb_rule_scope scope = { .kind = { "queue", 5 } };

static const struct wb_rule_plan rule = {
	.name = { "service-level", 13 },
	.title = { .text = { { "Service level", 13 } } },
	.conditions = conditions,
	.condition_count = 4,
	.scopes = &scope,
	.scope_count = 1,
	.schedule = &schedule,
	.flap_count = 3,
};

static const struct wb_alert_plan alert_plan = { .rules = &rule,
	                                         .rule_count = 1 };

static void setup(void)
{
	FILE *file = fopen(PROTOCOL_MD, "rb");
	char chunk[4096];
	size_t len;
	ck_assert_msg(file != NULL, "cannot open %s", PROTOCOL_MD);
	document = (struct wb_buf){ 0 };
	while ((len = fread(chunk, 1, sizeof(chunk), file)) > 0) {
		wb_buf_add(&document, chunk, len);
	}
	fclose(file);
	wb_buf_add_char(&document, '\0');
}

static void teardown(void)
{
	wb_buf_finish(&document);
	wb_arena_finish(&arena);
}

static void expect(const char *start, struct wb_str word, const char *end)
{
	char text[128];
	snprintf(text, sizeof(text), "%s%.*s%s", start, WB_STR_FMT(word), end);
	ck_assert_msg(strstr(document.data, text) != NULL,
	              "PROTOCOL.md does not have %s", text);
}

/* Every member at every depth; texts by language are not members. */
static void expect_members(const struct wb_json *value)
{
	for (const struct wb_json_member *m = value->first; m; m = m->next) {
		if (m->key.len > 2) {
			expect("\"", m->key, "\":");
		}
		expect_members(&m->value);
	}
}

static void expect_all(struct wb_buf *text)
{
	struct wb_json_error error;
	const struct wb_json *value =
		wb_json_read(wb_buf_str(text), &arena, &error);
	ck_assert_msg(value != NULL, "%s", error.message);
	expect_members(value);
	wb_buf_finish(text);
}

START_TEST(every_member_of_a_step_is_described)
{
	struct wb_plan plan = { .alerts = &alert_plan };
	struct wb_alert alert = {
		.id = wb_str("service-level/queue:x@1"),
		.rule = &rule,
		.scope = wb_str("queue:x"),
		.state = WB_ALERT_FIRING,
		.readings = { { .condition = &conditions[0],
		                .value = { .known = true, .is_ratio = true } },
		              { .condition = &conditions[1] } },
		.reading_count = 2,
	};
	struct wb_alert_step step = { .alert = &alert };
	struct wb_buf text = { 0 };
	struct wb_json_writer w;
	wb_json_writer_init(&w, &text);
	wb_alert_write_step(&w, &step, &plan);
	expect_all(&text);
}
END_TEST

START_TEST(every_member_of_a_rule_is_described)
{
	struct wb_buf text = { 0 };
	struct wb_json_writer w;
	wb_json_writer_init(&w, &text);
	wb_alert_write_rule(&w, &rule, &alert_plan);
	expect_all(&text);
}
END_TEST

START_TEST(every_word_is_described)
{
	for (int i = WB_ALERT_PENDING; i < WB_ALERT_STATE_COUNT; i++) {
		expect("`", wb_str(wb_alert_state_name((enum wb_alert_state)i)),
		       "`");
	}
	for (int i = 0; i < WB_ALERT_STEP_KIND_COUNT; i++) {
		expect("`",
		       wb_str(wb_alert_step_name((enum wb_alert_step_kind)i)),
		       "`");
	}
	for (int i = 0; i < WB_SEVERITY_COUNT; i++) {
		expect("`", wb_str(wb_severity_name((enum wb_severity)i)), "`");
	}
	for (int i = WB_SIGNAL_DUE; i < WB_SIGNAL_COUNT; i++) {
		expect("`", wb_str(wb_signal_name((enum wb_signal)i)), "`");
	}
	for (int i = 0; i < WB_ACT_COUNT; i++) {
		expect("{\"act\":\"",
		       wb_str(wb_alert_act_name((enum wb_alert_act)i)), "\"");
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("alert_protocol");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, every_member_of_a_step_is_described);
	tcase_add_test(tc, every_member_of_a_rule_is_described);
	tcase_add_test(tc, every_word_is_described);
	return wb_test_run("app/alert_protocol", tc);
}
