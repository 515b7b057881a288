/* Which service level holds on which channel; lateness; repeated contacts. */

#include <check.h>
#include <string.h>

#include "config/config.h"
#include "fake_kpis.h"
#include "suite.h"

static struct wb_buf errors;

static void setup(void)
{
	wb_buf_init(&errors, 0);
}

static void teardown(void)
{
	wb_buf_finish(&errors);
}

static struct wb_config *parse(const char *text)
{
	struct wb_config *config =
		wb_config_parse(wb_str(text), "w.yaml", &fake_kpis, &errors);
	ck_assert_msg(config != NULL, "%s", errors.data);
	return config;
}

static wb_ms threshold(const struct wb_queue_plan *queue,
                       enum wb_channel channel)
{
	return wb_plan_service_level(queue, channel)->threshold / WB_SECOND;
}

START_TEST(each_channel_has_a_built_in_level)
{
	struct wb_config *c = parse("queues: [ { name: a } ]");
	const struct wb_queue_plan *const queues[] = { &c->plan.defaults,
		                                       &c->plan.queues[0] };
	for (int i = 0; i < WB_COUNT(queues); i++) {
		const struct wb_queue_plan *q = queues[i];
		ck_assert_int_eq(threshold(q, WB_CHANNEL_VOICE), 20);
		ck_assert_int_eq(threshold(q, WB_CHANNEL_CHAT), 60);
		ck_assert_int_eq(threshold(q, WB_CHANNEL_EMAIL), 4 * 3600);
		ck_assert_int_eq(threshold(q, WB_CHANNEL_SOCIAL), 3600);
		ck_assert_int_eq(threshold(q, WB_CHANNEL_TICKET), 8 * 3600);
		ck_assert_int_eq(threshold(q, WB_CHANNEL_CALLBACK), 1800);
		ck_assert_int_eq(q->service_level.threshold, 20 * WB_SECOND);
		ck_assert_int_eq(q->channels[WB_CHANNEL_CHAT].until,
		                 WB_CLOCK_ANSWER);
		ck_assert_int_eq(q->channels[WB_CHANNEL_CHAT].target_bp, 8000);
	}
	ck_assert_int_eq(c->plan.lateness, 10 * WB_MINUTE);
	ck_assert_int_eq(c->plan.repeat_within, 7 * 24 * WB_HOUR);
	wb_config_destroy(c);
}
END_TEST

/* Who says it first: queue and channel, queue, default of channel, default. */
START_TEST(the_nearest_word_holds)
{
	struct wb_config *c =
		parse("queues:\n"
	              "  - name: a\n"
	              "    service_level: { threshold: 30s }\n"
	              "    channels: { chat: { service_level: { threshold: 45s "
	              "} } }\n"
	              "  - name: b\n"
	              "  - name: c\n"
	              "    channel: email\n"
	              "defaults:\n"
	              "  service_level: { threshold: 10s }\n"
	              "  channels:\n"
	              "    email: { service_level: { threshold: 2h } }\n");
	const struct wb_queue_plan *q = c->plan.queues;
	ck_assert_int_eq(threshold(&q[0], WB_CHANNEL_CHAT), 45);
	ck_assert_int_eq(threshold(&q[0], WB_CHANNEL_EMAIL), 30);
	ck_assert_int_eq(threshold(&q[0], WB_CHANNEL_VOICE), 30);
	ck_assert_int_eq(threshold(&q[1], WB_CHANNEL_EMAIL), 2 * 3600);
	ck_assert_int_eq(threshold(&q[1], WB_CHANNEL_TICKET), 10);
	/* what a screen shows of a queue is that of its own channel */
	ck_assert_int_eq(q[2].service_level.threshold, 2 * WB_HOUR);
	ck_assert_int_eq(threshold(&c->plan.defaults, WB_CHANNEL_EMAIL),
	                 2 * 3600);
	ck_assert_int_eq(c->plan.defaults.service_level.threshold,
	                 10 * WB_SECOND);
	wb_config_destroy(c);
}
END_TEST

START_TEST(each_key_is_looked_up_for_itself)
{
	struct wb_config *c =
		parse("defaults:\n"
	              "  service_level: { target: 70%, variant: no_flow }\n"
	              "  channels:\n"
	              "    chat: { service_level: { until: first_reply } }\n"
	              "queues:\n"
	              "  - name: a\n"
	              "    service_level: { target: 90% }\n"
	              "    channels: { chat: { service_level: { threshold: 9s "
	              "} } }\n");
	const struct wb_service_level_plan *chat =
		&c->plan.queues[0].channels[WB_CHANNEL_CHAT];
	ck_assert_int_eq(chat->threshold, 9 * WB_SECOND);
	ck_assert_int_eq(chat->target_bp, 9000);
	ck_assert_int_eq(chat->variant, WB_SL_NO_FLOW);
	ck_assert_int_eq(chat->until, WB_CLOCK_FIRST_REPLY);
	ck_assert_int_eq(c->plan.queues[0].channels[WB_CHANNEL_VOICE].until,
	                 WB_CLOCK_ANSWER);
	wb_config_destroy(c);
}
END_TEST

START_TEST(lateness_and_repeats_are_configured)
{
	struct wb_config *c = parse("centre: { lateness: 2m }\n"
	                            "first_contact: { repeat_within: 14d }\n");
	ck_assert_int_eq(c->plan.lateness, 2 * WB_MINUTE);
	ck_assert_int_eq(c->plan.repeat_within, 14 * 24 * WB_HOUR);
	wb_config_destroy(c);
}
END_TEST

START_TEST(what_does_not_fit_is_refused)
{
	static const char *const texts[] = {
		"defaults: { channels: { fax: {} } }",
		"queues: [ { name: a, channels: { chat: 3 } } ]",
		"defaults: { service_level: { until: lunch } }",
		"first_contact: { repeat_within: 1h }",
		"first_contact: { repeat_within: 91d }",
		"centre: { lateness: 2d }",
	};
	for (int i = 0; i < WB_COUNT(texts); i++) {
		wb_buf_clear(&errors);
		ck_assert_msg(!wb_config_parse(wb_str(texts[i]), "w.yaml",
		                               &fake_kpis, &errors),
		              "%s", texts[i]);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("levels");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, each_channel_has_a_built_in_level);
	tcase_add_test(tc, the_nearest_word_holds);
	tcase_add_test(tc, each_key_is_looked_up_for_itself);
	tcase_add_test(tc, lateness_and_repeats_are_configured);
	tcase_add_test(tc, what_does_not_fit_is_refused);
	return wb_test_run("config/levels", tc);
}
