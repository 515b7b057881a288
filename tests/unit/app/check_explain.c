/* What a number is made of. */

#include "app/explain.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lookup_kit.h"
#include "suite.h"

/* 2025-11-18 10:00:00 UTC */
#define BASE ((wb_ms)1763460000000)

static struct lookup_kit lookup;
static struct kit *kit = &lookup.kit;

static void setup(void)
{
	lookup_kit_open(&lookup, BASE);
}

static void teardown(void)
{
	lookup_kit_close(&lookup);
}

static const struct wb_json *explain(void)
{
	return lookup_kit_answer(&lookup, wb_explain_write);
}

static void expect_text(const struct wb_json *object, const char *key,
                        const char *expected)
{
	struct wb_str text = wb_json_get_string(object, key);

	ck_assert_msg(wb_str_is(text, expected), "%s: got '%.*s', expected %s",
	              key, WB_STR_FMT(text), expected);
}

static void expect_int(const struct wb_json *object, const char *key,
                       int64_t expected)
{
	ck_assert_msg(wb_json_get_int(object, key, -99) == expected,
	              "%s: got %lld, expected %lld", key,
	              (long long)wb_json_get_int(object, key, -99),
	              (long long)expected);
}

/* "a:answered:1/1", the parts in numerator and denominator */
static void expect_contacts(const struct wb_json *answer, const char *expected)
{
	char text[2048] = "";
	size_t len = 0;

	for (int i = 0; i < lookup_kit_count(answer, "contacts"); i++) {
		const struct wb_json *c =
			lookup_kit_element(answer, "contacts", i);
		bool waits = wb_json_get(c, "outcome") != NULL;
		len += (size_t)snprintf(
			text + len, sizeof(text) - len, "%s%.*s:%.*s",
			i ? " " : "",
			WB_STR_FMT(wb_json_get_string(c, "contact")),
			WB_STR_FMT(wb_json_get_string(c, waits ? "outcome"
		                                               : "what")));
		if (!waits) {
			len += (size_t)snprintf(
				text + len, sizeof(text) - len, ":%d/%d",
				(int)wb_json_get_int(c, "numerator", -1),
				(int)wb_json_get_int(c, "denominator", -1));
		}
	}
	ck_assert_str_eq(text, expected);
}

/* In time, late, abandoned, short, and one that waits past the threshold. */
static void play(void)
{
	kit_call(kit, 0, "a", "sales", "ann", 5, 30);
	kit_call(kit, 40, "b", "sales", "ann", 25, 30);
	kit_play(kit, 100, "queue.entered", "'contact':'c','queue':'sales'");
	kit_play(kit, 110, "queue.left",
	         "'contact':'c','queue':'sales','outcome':'abandoned'");
	kit_play(kit, 120, "queue.entered", "'contact':'d','queue':'sales'");
	kit_play(kit, 122, "queue.left",
	         "'contact':'d','queue':'sales','outcome':'abandoned'");
	kit_play(kit, 130, "queue.entered", "'contact':'e','queue':'sales'");
	kit_call(kit, 140, "x", "support", "bob", 5, 10);
	kit_at(kit, 160);
}

START_TEST(a_share_is_told_with_all_that_made_it)
{
	play();
	lookup_kit_ask(&lookup, "kpi", "service_level_offered", "scope",
	               "queue:sales", "window", "15m", NULL);
	const struct wb_json *answer = explain();
	expect_text(answer, "kpi", "service_level_offered");
	expect_text(answer, "unit", "percent");
	expect_text(answer, "source", "C3 V1");
	expect_text(answer, "counted_at", "decision");
	expect_text(answer, "scope", "queue:sales");
	expect_text(answer, "window", "15m");
	expect_text(answer, "attribution", "event");
	expect_text(answer, "worse", "below");
	expect_int(answer, "from", BASE + 160000 - 899000);
	expect_int(answer, "to", BASE + 160000);
	expect_int(answer, "value", 25);
	expect_int(answer, "numerator", 1);
	expect_int(answer, "denominator", 4);
	expect_contacts(answer, "e:waiting c:abandoned:0/1 b:answered:0/1 "
	                        "a:answered:1/1");
	ck_assert(wb_json_get_bool(answer, "contacts_complete", false));
}
END_TEST

START_TEST(each_measure_tells_what_it_holds)
{
	play();
	lookup_kit_ask(&lookup, "kpi", "service_level_ignore", "scope",
	               "queue:sales", NULL);
	const struct wb_json *answer = explain();
	const struct wb_json *parts = wb_json_get(answer, "parts");
	const struct wb_json *in_time =
		lookup_kit_element(parts, "numerator", 0);
	expect_text(in_time, "measure", "answered_in_threshold");
	expect_int(in_time, "value", 1);
	int terms = lookup_kit_count(parts, "denominator");
	int64_t sum = 0;
	for (int i = 0; i < terms; i++) {
		const struct wb_json *term =
			lookup_kit_element(parts, "denominator", i);
		sum += wb_json_get_int(term, "sign", 0) *
		       wb_json_get_int(term, "value", 0);
	}
	ck_assert_int_eq(sum, wb_json_get_int(answer, "denominator", -1));
	const struct wb_json *last =
		lookup_kit_element(parts, "denominator", terms - 1);
	expect_text(last, "measure", "abandoned_in_threshold");
	expect_int(last, "sign", -1);
	expect_int(last, "value", 1);
}
END_TEST

START_TEST(a_service_level_says_what_is_promised)
{
	kit->queues[1].service_level.threshold = 60 * WB_SECOND;
	kit->queues[1].service_level.target_bp = 9000;
	kit->queues[1].service_level.variant = WB_SL_IGNORE;
	kit_replan(kit);
	lookup_kit_ask(&lookup, "kpi", "service_level", "scope", "queue:sales",
	               NULL);
	const struct wb_json *promise = wb_json_get(explain(), "definition");
	expect_int(promise, "threshold_ms", 20000);
	expect_int(promise, "target", 80);
	expect_text(promise, "variant", "offered");
	ck_assert_ptr_null(wb_json_get(promise, "threshold_max_ms"));
	lookup_kit_ask(&lookup, "kpi", "service_level", "scope", "total", NULL);
	promise = wb_json_get(explain(), "definition");
	expect_int(promise, "threshold_ms", 20000);
	expect_int(promise, "threshold_max_ms", 60000);
	expect_int(promise, "target_max", 90);
	ck_assert_ptr_null(wb_json_get(promise, "variant"));
	lookup_kit_ask(&lookup, "kpi", "handled", NULL);
	ck_assert_ptr_null(wb_json_get(explain(), "definition"));
}
END_TEST

START_TEST(a_tile_lends_its_limits)
{
	kit->tiles[0] = (struct wb_tile_plan){
		.kind = WB_TILE_NUMBER,
		.kpi = wb_str("service_level"),
		.scope = wb_str("total"),
		.window = WB_WINDOW_DAY,
		.limits = { .has_target = true,
		            .target = 8000,
		            .has_critical = true,
		            .critical = 6050 },
	};
	kit->page.tile_count = 1;
	kit_replan(kit);
	lookup_kit_ask(&lookup, "kpi", "service_level", NULL);
	const struct wb_json *limits = wb_json_get(explain(), "limits");
	expect_int(limits, "target", 80);
	ck_assert_ptr_nonnull(strstr(lookup.body.data, "\"critical\":60.5"));
	expect_text(limits, "worse", "below");
	lookup_kit_ask(&lookup, "kpi", "service_level", "window", "1h", NULL);
	ck_assert_ptr_null(wb_json_get(explain(), "limits"));
}
END_TEST

START_TEST(it_tells_how_old_it_is)
{
	kit_at(kit, 90);
	lookup.shown.state = WB_FEED_SILENT;
	lookup_kit_ask(&lookup, "kpi", "offered", NULL);
	const struct wb_json *answer = explain();
	expect_int(answer, "newest", BASE);
	expect_int(answer, "age_ms", 90000);
	expect_text(wb_json_get(wb_json_get(answer, "feeds"), "pbx"), "state",
	            "silent");
}
END_TEST

static const struct {
	const char *kpi, *window, *value, *contacts;
} asked[] = {
	{ "offered", "day", "\"value\":5,\"numerator\":5,\"denominator\":null",
	  "e:offered:1/0 d:offered:1/0 c:offered:1/0 b:offered:1/0 "
	  "a:offered:1/0" },
	{ "handled", "day", "\"value\":2,\"numerator\":2,\"denominator\":null",
	  "b:handled:1/0 a:handled:1/0" },
	{ "average_handle_time", "day",
	  "\"value\":30000,\"numerator\":60000,\"denominator\":2",
	  "b:handled:30000/1 a:handled:30000/1" },
	{ "average_speed_of_answer", "day",
	  "\"value\":15000,\"numerator\":30000,\"denominator\":2",
	  "b:answered:25000/1 a:answered:5000/1" },
	{ "waiting", NULL, "\"value\":1,\"numerator\":null", "e:waiting" },
	{ "service_level_now", NULL,
	  "\"value\":0,\"numerator\":0,\"denominator\":1", "e:waiting" },
	{ "wait_p90", "day", "\"value\":",
	  "c:abandoned:10000/1 "
	  "b:answered:25000/1 "
	  "a:answered:5000/1" },
	{ "budget_burn", "day", "\"numerator\":",
	  "e:waiting "
	  "c:abandoned:1/1 "
	  "b:answered:1/1 "
	  "a:answered:0/1" },
	{ "csat", "day", "\"value\":null,\"numerator\":0,\"denominator\":0",
	  "" },
	{ "occupancy", "day", "\"attribution\":\"clipped\"", "" },
};

START_TEST(every_sort_of_kpi_has_its_contacts)
{
	play();
	if (asked[_i].window) {
		lookup_kit_ask(&lookup, "kpi", asked[_i].kpi, "scope",
		               "queue:sales", "window", asked[_i].window, NULL);
	} else {
		lookup_kit_ask(&lookup, "kpi", asked[_i].kpi, "scope",
		               "queue:sales", NULL);
	}
	const struct wb_json *answer = explain();
	ck_assert_msg(strstr(lookup.body.data, asked[_i].value) != NULL,
	              "no %s in %s", asked[_i].value, lookup.body.data);
	expect_contacts(answer, asked[_i].contacts);
}
END_TEST

START_TEST(every_kpi_can_be_explained_in_every_scope_it_has)
{
	static const char *const scopes[] = {
		"queue:sales", "department:front", "site:none", "channel:voice",
		"tier:1",      "agent:ann",        "team:red",  "total",
	};
	const struct wb_kpi *kpi = &wb_kpis[_i];

	play();
	for (int i = 0; i < WB_SCOPE_KIND_COUNT; i++) {
		if (!wb_kpi_has_scope(kpi, (enum wb_scope_kind)i) ||
		    wb_engine_scope(kit->engine, wb_str(scopes[i])) ==
		            WB_NOBODY) {
			continue;
		}
		lookup_kit_ask(&lookup, "kpi", kpi->name, "scope", scopes[i],
		               "window", "1h", NULL);
		const struct wb_json *answer = explain();
		struct wb_value value =
			kit_read(kit, kpi->name, scopes[i], WB_WINDOW_1H);
		ck_assert_int_eq(wb_json_get(answer, "value")->kind ==
		                         WB_JSON_NULL,
		                 !value.known);
		if (value.is_ratio) {
			expect_int(answer, "numerator", value.ratio.num);
			expect_int(answer, "denominator", value.ratio.den);
		}
	}
}
END_TEST

START_TEST(at_most_twenty_contacts_are_told)
{
	for (int i = 0; i < 30; i++) {
		char contact[8];
		snprintf(contact, sizeof(contact), "c%d", i);
		kit_call(kit, i * 10, contact, "sales", "ann", 1, 5);
	}
	lookup_kit_ask(&lookup, "kpi", "answered", NULL);
	const struct wb_json *answer = explain();
	expect_int(answer, "value", 30);
	ck_assert_int_eq(lookup_kit_count(answer, "contacts"), 20);
	expect_text(lookup_kit_element(answer, "contacts", 0), "contact",
	            "c29");
	expect_text(lookup_kit_element(answer, "contacts", 19), "contact",
	            "c10");
}
END_TEST

START_TEST(agents_are_named_where_they_are_counted)
{
	kit_play(kit, 1, "agent.signed_in", "'agent':'ann'");
	kit_play(kit, 1, "agent.signed_in", "'agent':'carl'");
	kit_play(kit, 2, "agent.state", "'agent':'carl','state':'not_ready'");
	lookup_kit_ask(&lookup, "kpi", "agents_not_ready", NULL);
	const struct wb_json *answer = explain();
	expect_int(answer, "value", 1);
	ck_assert_int_eq(lookup_kit_count(answer, "agents"), 1);
	ck_assert_ptr_nonnull(strstr(lookup.body.data, "[\"carl\"]"));
	lookup_kit_ask(&lookup, "kpi", "agents_signed_in", "scope", "team:red",
	               NULL);
	explain();
	ck_assert_ptr_nonnull(strstr(lookup.body.data, "[\"ann\"]"));
}
END_TEST

START_TEST(the_past_is_explained_by_quarter_hours)
{
	/* arrives at 10:14:50, is answered at 10:15:10 */
	kit_call(kit, 890, "a", "sales", "ann", 20, 30);
	kit_at(kit, 4000);
	lookup_kit_ask(&lookup, "kpi", "answered", "scope", "queue:sales",
	               "from", "2025-11-18T10:00", "to", "2025-11-18T10:15",
	               NULL);
	const struct wb_json *answer = explain();
	expect_int(answer, "value", 0);
	expect_contacts(answer, "");
	lookup_kit_ask(&lookup, "kpi", "answered", "scope", "queue:sales",
	               "from", "2025-11-18T10:00", "to", "2025-11-18T10:15",
	               "attribution", "cohort", NULL);
	answer = explain();
	expect_text(answer, "attribution", "cohort");
	expect_int(answer, "value", 1);
	expect_contacts(answer, "a:answered:1/0");
	ck_assert_ptr_null(wb_json_get(answer, "window"));
}
END_TEST

static const struct {
	const char *kpi, *scope, *window, *error;
	enum wb_lookup_result result;
} bad[] = {
	{ "answred", "total", "day",
	  "parameter 'kpi': got 'answred', expected the name of a KPI as in "
	  "/api/v1/kpis",
	  WB_LOOKUP_WRONG },
	{ "answered", "sales", "day",
	  "parameter 'scope': got 'sales', expected total, or a kind and a "
	  "name like queue:sales",
	  WB_LOOKUP_WRONG },
	{ "waiting", "agent:ann", "day",
	  "parameter 'scope': got 'agent:ann', expected one that there is "
	  "'waiting' of",
	  WB_LOOKUP_WRONG },
	{ "answered", "total", "2h",
	  "parameter 'window': got '2h', expected now, 5m, 15m, 30m, 1h, "
	  "interval or day",
	  WB_LOOKUP_WRONG },
	{ "answered", "queue:nowhere", "day",
	  "nothing is known of 'queue:nowhere'", WB_LOOKUP_UNKNOWN },
};

START_TEST(a_bad_question_is_refused)
{
	lookup_kit_ask(&lookup, "kpi", bad[_i].kpi, "scope", bad[_i].scope,
	               "window", bad[_i].window, NULL);
	ck_assert_str_eq(
		lookup_kit_refusal(&lookup, wb_explain_write, bad[_i].result),
		bad[_i].error);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("explain");

	tcase_set_timeout(tc, 30);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_share_is_told_with_all_that_made_it);
	tcase_add_test(tc, each_measure_tells_what_it_holds);
	tcase_add_test(tc, a_service_level_says_what_is_promised);
	tcase_add_test(tc, a_tile_lends_its_limits);
	tcase_add_test(tc, it_tells_how_old_it_is);
	tcase_add_loop_test(tc, every_sort_of_kpi_has_its_contacts, 0,
	                    WB_COUNT(asked));
	tcase_add_loop_test(tc,
	                    every_kpi_can_be_explained_in_every_scope_it_has, 0,
	                    wb_kpi_count);
	tcase_add_test(tc, at_most_twenty_contacts_are_told);
	tcase_add_test(tc, agents_are_named_where_they_are_counted);
	tcase_add_test(tc, the_past_is_explained_by_quarter_hours);
	tcase_add_loop_test(tc, a_bad_question_is_refused, 0, WB_COUNT(bad));
	return wb_test_run("app/explain", tc);
}
