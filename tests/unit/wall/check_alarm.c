#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "app/alarm.h"

#define NOW ((wb_ms)1760266925000)

static struct wb_arena arena;
static struct wb_alarm alarm_state;

static void setup(void)
{
	memset(&alarm_state, 0, sizeof(alarm_state));
}

static void teardown(void)
{
	wb_arena_finish(&arena);
}

/* The verdict on a headline about `scope`; NULL = no headline at all. */
static bool take(const char *level, const char *scope, wb_ms since, wb_ms now)
{
	char text[256], since_text[64] = "";
	struct wb_json_error error;
	if (since > 0) {
		snprintf(since_text, sizeof(since_text), ",\"since\":%lld",
		         (long long)since);
	}
	snprintf(text, sizeof(text),
	         "{\"headline\":{\"level\":\"%s\",\"kpi\":\"longest_wait\","
	         "\"scope\":\"%s\"%s}}",
	         level, scope ? scope : "", since_text);
	struct wb_str copy = wb_arena_str(&arena, wb_str(scope ? text : "{}"));
	const struct wb_json *state = wb_json_read(copy, &arena, &error);
	ck_assert_ptr_nonnull(state);
	return wb_alarm_take(&alarm_state, state, now);
}

/* The verdict on a state whose alerts are `rows`, and on its headline. */
static bool take_rows(const char *rows, const char *headline, wb_ms now)
{
	char text[1024];
	struct wb_json_error error;
	snprintf(text, sizeof(text),
	         "{\"alerts\":{\"rows\":{%s}},\"headline\":{%s}}", rows,
	         headline);
	struct wb_str copy = wb_arena_str(&arena, wb_str(text));
	const struct wb_json *state = wb_json_read(copy, &arena, &error);
	ck_assert_ptr_nonnull(state);
	return wb_alarm_take(&alarm_state, state, now);
}

#define BILLING                                                                \
	"\"sl/queue:billing@1\":{\"state\":\"firing\",\"level\":\"critical\"," \
	"\"kpi\":\"service_level\",\"scope\":\"queue:billing\"}"
#define DUE                                                                    \
	"\"due/queue:a@2\":{\"state\":\"firing\",\"level\":\"critical\","      \
	"\"signal\":\"due\",\"scope\":\"queue:a\"}"
#define OF_BILLING                                                             \
	"\"level\":\"critical\",\"kpi\":\"service_level\","                    \
	"\"scope\":\"queue:billing\""

START_TEST(a_critical_alert_sounds_once_whatever_the_headline_is)
{
	take_rows("", "", NOW);
	ck_assert(take_rows(BILLING, OF_BILLING ",\"alert\":\"x\"", NOW));
	ck_assert(!take_rows(BILLING, OF_BILLING ",\"alert\":\"x\"", NOW + 1));
	ck_assert(take_rows(BILLING "," DUE, OF_BILLING ",\"alert\":\"x\"",
	                    NOW + 2));
	ck_assert(!take_rows(DUE, "", NOW + 3));
}
END_TEST

START_TEST(a_breach_that_becomes_an_alert_is_not_new)
{
	take_rows("", "", NOW);
	ck_assert(take_rows("", OF_BILLING, NOW));
	ck_assert(!take_rows(BILLING, OF_BILLING ",\"alert\":\"x\"",
	                     NOW + 2 * WB_MINUTE));
}
END_TEST

START_TEST(alerts_that_are_acknowledged_over_or_only_warn_are_silent)
{
	static const char *const rows[] = {
		"\"a\":{\"state\":\"acknowledged\",\"level\":\"critical\"}",
		"\"a\":{\"state\":\"over\",\"level\":\"critical\"}",
		"\"a\":{\"state\":\"firing\",\"level\":\"warning\"}",
		"\"a\":{\"state\":7,\"level\":\"critical\"}",
		"\"a\":[]",
	};
	take_rows("", "", NOW);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_msg(!take_rows(rows[i], "", NOW), "%s", rows[i]);
	}
}
END_TEST

START_TEST(an_alert_that_fired_long_ago_is_no_news)
{
	char row[256];
	snprintf(row, sizeof(row),
	         "\"a\":{\"state\":\"firing\",\"level\":\"critical\","
	         "\"kpi\":\"waiting\",\"scope\":\"total\",\"fired\":%lld}",
	         (long long)(NOW - WB_ALARM_FRESH - 1));
	take_rows("", "", NOW);
	ck_assert(!take_rows(row, "", NOW));
}
END_TEST

START_TEST(a_new_critical_headline_sounds_once)
{
	ck_assert(!take("", NULL, 0, NOW));
	ck_assert(take("critical", "queue:a", NOW + 1000, NOW + 1000));
	ck_assert(!take("critical", "queue:a", NOW + 1000, NOW + 2000));
	ck_assert(take("critical", "queue:b", NOW + 3000, NOW + 3000));
}
END_TEST

START_TEST(warnings_are_silent)
{
	take("", NULL, 0, NOW);
	ck_assert(!take("warning", "queue:a", NOW, NOW));
	ck_assert(!take("normal", "queue:a", NOW, NOW));
}
END_TEST

START_TEST(what_stood_at_the_start_is_not_new)
{
	ck_assert(!take("critical", "queue:a", NOW, NOW));
	ck_assert(!take("critical", "queue:a", NOW, NOW + 1000));
}
END_TEST

START_TEST(a_breach_that_another_page_brings_is_not_new_when_it_is_old)
{
	take("", NULL, 0, NOW);
	ck_assert(!take("critical", "queue:a", NOW - 5 * WB_MINUTE, NOW));
}
END_TEST

START_TEST(pages_in_turn_do_not_make_old_breaches_new)
{
	take("", NULL, 0, NOW);
	ck_assert(take("critical", "queue:a", 0, NOW));
	for (int turn = 1; turn < 100; turn++) {
		wb_ms now = NOW + turn * 20 * WB_SECOND;
		ck_assert(!take("", NULL, 0, now));
		ck_assert(!take("critical", "queue:a", 0, now + 1000));
	}
}
END_TEST

START_TEST(what_comes_back_after_a_long_while_is_new)
{
	take("", NULL, 0, NOW);
	ck_assert(take("critical", "queue:a", 0, NOW));
	ck_assert(!take("critical", "queue:a", 0, NOW + WB_ALARM_PAUSE - 1));
	ck_assert(take("critical", "queue:a", 0, NOW + 3 * WB_ALARM_PAUSE));
}
END_TEST

START_TEST(more_breaches_than_are_kept_forget_the_oldest)
{
	char name[32];
	take("", NULL, 0, NOW);
	for (int i = 0; i < 2 * WB_ALARM_KEPT; i++) {
		snprintf(name, sizeof(name), "queue:%d", i);
		ck_assert(take("critical", name, 0, NOW + i));
	}
	snprintf(name, sizeof(name), "queue:%d", 2 * WB_ALARM_KEPT - 1);
	ck_assert(!take("critical", name, 0, NOW + 100));
	ck_assert(take("critical", "queue:0", 0, NOW + 100));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("alarm");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc,
	               a_critical_alert_sounds_once_whatever_the_headline_is);
	tcase_add_test(tc, a_breach_that_becomes_an_alert_is_not_new);
	tcase_add_test(
		tc, alerts_that_are_acknowledged_over_or_only_warn_are_silent);
	tcase_add_test(tc, an_alert_that_fired_long_ago_is_no_news);
	tcase_add_test(tc, a_new_critical_headline_sounds_once);
	tcase_add_test(tc, warnings_are_silent);
	tcase_add_test(tc, what_stood_at_the_start_is_not_new);
	tcase_add_test(
		tc,
		a_breach_that_another_page_brings_is_not_new_when_it_is_old);
	tcase_add_test(tc, pages_in_turn_do_not_make_old_breaches_new);
	tcase_add_test(tc, what_comes_back_after_a_long_while_is_new);
	tcase_add_test(tc, more_breaches_than_are_kept_forget_the_oldest);
	return wb_test_run("wall/alarm", tc);
}
