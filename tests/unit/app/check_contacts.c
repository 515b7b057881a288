/* Lists of contacts, and an agent's day. */

#include "app/contacts.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/breakdown.h"
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

static const struct wb_json *contacts(void)
{
	return lookup_kit_answer(&lookup, wb_contacts_write);
}

/* "a:answered b:abandoned" */
static void expect_list(const struct wb_json *answer, const char *expected)
{
	char text[1024] = "";
	size_t len = 0;

	for (int i = 0; i < lookup_kit_count(answer, "contacts"); i++) {
		const struct wb_json *entry =
			lookup_kit_element(answer, "contacts", i);
		len += (size_t)snprintf(
			text + len, sizeof(text) - len, "%s%.*s:%.*s",
			i ? " " : "",
			WB_STR_FMT(wb_json_get_string(entry, "contact")),
			WB_STR_FMT(wb_json_get_string(entry, "outcome")));
	}
	ck_assert_str_eq(text, expected);
}

static void enter(double at, const char *contact, const char *queue)
{
	char fields[128];

	snprintf(fields, sizeof(fields), "'contact':'%s','queue':'%s'", contact,
	         queue);
	kit_play(kit, at, "queue.entered", fields);
}

static void leave(double at, const char *contact, const char *queue,
                  const char *outcome)
{
	char fields[160];

	snprintf(fields, sizeof(fields),
	         "'contact':'%s','queue':'%s','outcome':'%s'", contact, queue,
	         outcome);
	kit_play(kit, at, "queue.left", fields);
}

static void play_some(void)
{
	kit_call(kit, 0, "a", "sales", "ann", 7, 60);
	enter(100, "b", "sales");
	leave(130, "b", "sales", "abandoned");
	enter(140, "c", "support");
	leave(142, "c", "support", "abandoned");
	enter(150, "d", "techsupport");
	leave(170, "d", "techsupport", "timeout");
	kit_play(kit, 180, "queue.refused", "'queue':'sales','reason':'full'");
	enter(200, "e", "sales");
	enter(210, "f", "support");
	kit_at(kit, 225);
}

START_TEST(what_ended_comes_newest_first)
{
	play_some();
	lookup_kit_ask(&lookup, NULL);
	const struct wb_json *answer = contacts();
	expect_list(answer, ":blocked d:timeout c:short b:abandoned "
	                    "a:answered");
	ck_assert_int_eq(wb_json_get(answer, "next")->kind, WB_JSON_NULL);
	const struct wb_json *a = lookup_kit_element(answer, "contacts", 4);
	ck_assert(wb_str_is(wb_json_get_string(a, "feed"), "pbx"));
	ck_assert(wb_str_is(wb_json_get_string(a, "queue"), "sales"));
	ck_assert(wb_str_is(wb_json_get_string(a, "agent"), "ann"));
	ck_assert_int_eq(wb_json_get_int(a, "arrived", 0), BASE);
	ck_assert_int_eq(wb_json_get_int(a, "at", 0), BASE + 7000);
	ck_assert_int_eq(wb_json_get_int(a, "wait_ms", 0), 7000);
	ck_assert(wb_json_get_bool(a, "in_threshold", false));
	const struct wb_json *blocked =
		lookup_kit_element(answer, "contacts", 0);
	ck_assert(wb_str_is(wb_json_get_string(blocked, "reason"), "full"));
}
END_TEST

static const struct {
	const char *scope, *outcome, *expected;
} asked[] = {
	{ "queue:sales", NULL, ":blocked b:abandoned a:answered" },
	{ "department:front", NULL, ":blocked c:short b:abandoned a:answered" },
	{ "agent:ann", NULL, "a:answered" },
	{ "total", "abandoned", "b:abandoned" },
	{ "total", "short", "c:short" },
	{ "queue:techsupport", "timeout", "d:timeout" },
	{ "total", "lost", "" },
	{ "total", "waiting", "e:waiting f:waiting" },
	{ "queue:support", "waiting", "f:waiting" },
	{ "queue:none", NULL, "" },
	{ "queue:none", "waiting", "" },
};

START_TEST(a_scope_and_an_outcome_may_be_asked_for)
{
	play_some();
	if (asked[_i].outcome) {
		lookup_kit_ask(&lookup, "scope", asked[_i].scope, "outcome",
		               asked[_i].outcome, NULL);
	} else {
		lookup_kit_ask(&lookup, "scope", asked[_i].scope, NULL);
	}
	expect_list(contacts(), asked[_i].expected);
}
END_TEST

START_TEST(who_waits_is_told_with_the_time_to_breach)
{
	play_some();
	lookup_kit_ask(&lookup, "outcome", "waiting", NULL);
	const struct wb_json *answer = contacts();
	const struct wb_json *e = lookup_kit_element(answer, "contacts", 0);
	ck_assert(wb_json_get_bool(e, "late", false));
	ck_assert_int_eq(wb_json_get_int(e, "arrived", 0), BASE + 200000);
	ck_assert_int_eq(wb_json_get_int(e, "breach", 0), BASE + 220001);
	const struct wb_json *f = lookup_kit_element(answer, "contacts", 1);
	ck_assert(!wb_json_get_bool(f, "late", true));
}
END_TEST

START_TEST(pages_follow_each_other)
{
	static const char *const pages[] = { ":blocked d:timeout",
		                             "c:short b:abandoned",
		                             "a:answered" };
	char next[64];

	play_some();
	lookup_kit_ask(&lookup, "limit", "2", NULL);
	for (int i = 0; i < 3; i++) {
		const struct wb_json *answer = contacts();
		expect_list(answer, pages[i]);
		if (i == 2) {
			ck_assert_int_eq(wb_json_get(answer, "next")->kind,
			                 WB_JSON_NULL);
			return;
		}
		snprintf(next, sizeof(next), "%.*s",
		         WB_STR_FMT(wb_json_get_string(answer, "next")));
		lookup_kit_ask(&lookup, "limit", "2", "after", next, NULL);
	}
}
END_TEST

START_TEST(a_span_has_its_start_and_not_its_end)
{
	char from[32], to[32];

	play_some();
	snprintf(from, sizeof(from), "%lld", (long long)BASE + 130000);
	snprintf(to, sizeof(to), "%lld", (long long)BASE + 170000);
	lookup_kit_ask(&lookup, "from", from, "to", to, NULL);
	expect_list(contacts(), "c:short b:abandoned");
}
END_TEST

START_TEST(an_abandon_that_is_taken_back_goes)
{
	enter(0, "a", "sales");
	leave(30, "a", "sales", "abandoned");
	lookup_kit_ask(&lookup, NULL);
	expect_list(contacts(), "a:abandoned");
	kit_play(kit, 40, "queue.resumed", "'contact':'a','queue':'sales'");
	expect_list(contacts(), "");
	kit_play(kit, 50, "segment.started",
	         "'contact':'a','queue':'sales','agent':'ann'");
	expect_list(contacts(), "a:answered");
}
END_TEST

static const struct {
	const char *name, *value, *error;
} bad[] = {
	{ "scope", "sales",
	  "parameter 'scope': got 'sales', expected total, or a kind and a "
	  "name like queue:sales" },
	{ "scope", "queue:",
	  "parameter 'scope': got 'queue:', expected total, or a kind and a "
	  "name like queue:sales" },
	{ "outcome", "gone",
	  "parameter 'outcome': got 'gone', expected answered, abandoned, "
	  "short, timeout, overflow, exit_key, voicemail, callback, moved, "
	  "empty, withdrawn, failed, lost, blocked or waiting" },
	{ "limit", "0",
	  "parameter 'limit': got '0', expected a number from 1 to 1000" },
	{ "limit", "1001",
	  "parameter 'limit': got '1001', expected a number from 1 to 1000" },
	{ "after", "1",
	  "parameter 'after': got '1', expected the 'next' of an "
	  "answer" },
	{ "after", "1.0",
	  "parameter 'after': got '1.0', expected the 'next' of an answer" },
	{ "after", "1.5x",
	  "parameter 'after': got '1.5x', expected the 'next' of an answer" },
	{ "from", "soon",
	  "parameter 'from': got 'soon', expected milliseconds since 1970 or a "
	  "date like 2026-11-21T08:30" },
};

START_TEST(a_bad_parameter_is_named)
{
	lookup_kit_ask(&lookup, bad[_i].name, bad[_i].value, NULL);
	ck_assert_str_eq(
		lookup_kit_refusal(&lookup, wb_contacts_write, WB_LOOKUP_WRONG),
		bad[_i].error);
}
END_TEST

/* ---- breakdowns ---- */

static void refuse(double at, const char *contact, const char *reason)
{
	char fields[160];

	kit_call(kit, at, contact, "sales", "ann", 1, 5);
	snprintf(fields, sizeof(fields),
	         "'contact':'%s','agent':'ann','sale':false,'refusal':'%s'",
	         contact, reason);
	kit_play(kit, at + 7, "contact.outcome", fields);
}

static void expect_parts_by(const char *by, const char *expected)
{
	const struct wb_json *answer =
		lookup_kit_answer(&lookup, wb_breakdown_write);
	char text[256] = "";
	size_t len = 0;

	for (int i = 0; i < lookup_kit_count(answer, "parts"); i++) {
		const struct wb_json *part =
			lookup_kit_element(answer, "parts", i);
		len += (size_t)snprintf(
			text + len, sizeof(text) - len, "%s%.*s=%d",
			i ? " " : "", WB_STR_FMT(wb_json_get_string(part, by)),
			(int)wb_json_get_int(part, "value", -1));
	}
	ck_assert_str_eq(text, expected);
}

static void expect_parts(const char *expected)
{
	expect_parts_by("reason", expected);
}

START_TEST(refusals_are_told_by_reason)
{
	refuse(0, "a", "price");
	refuse(20, "b", "later");
	refuse(40, "c", "price");
	lookup_kit_ask(&lookup, "scope", "queue:sales", "window", "1h", NULL);
	expect_parts("price=2 later=1");
	lookup_kit_ask(&lookup, "from", "2025-11-18", NULL);
	expect_parts("price=2 later=1");
	lookup_kit_ask(&lookup, "scope", "queue:support", "from", "2025-11-18",
	               NULL);
	expect_parts("");
	kit_at(kit, 4000);
	lookup_kit_ask(&lookup, "window", "1h", NULL);
	expect_parts("");
	lookup_kit_ask(&lookup, "kpi", "offered", NULL);
	ck_assert_str_eq(lookup_kit_refusal(&lookup, wb_breakdown_write,
	                                    WB_LOOKUP_WRONG),
	                 "parameter 'kpi': got 'offered', expected "
	                 "refusals or outcomes");
	lookup_kit_ask(&lookup, "scope", "queue:none", NULL);
	lookup_kit_refusal(&lookup, wb_breakdown_write, WB_LOOKUP_UNKNOWN);
}
END_TEST

START_TEST(outcomes_are_told_by_their_code)
{
	refuse(0, "a", "price"); /* without a code */
	kit_play(kit, 30, "contact.outcome",
	         "'contact':'a','agent':'ann','code':'lost'");
	kit_play(kit, 31, "contact.outcome",
	         "'contact':'b','agent':'bob','code':'lost'");
	kit_play(kit, 32, "contact.outcome",
	         "'contact':'c','agent':'bob','code':'sold','sale':true");
	kit_play(kit, 33, "contact.outcome",
	         "'contact':'d','agent':'bob','code':'again'");
	kit_play(kit, 34, "contact.outcome",
	         "'contact':'d','agent':'bob','code':'sold'");
	lookup_kit_ask(&lookup, "kpi", "outcomes", "window", "1h", NULL);
	expect_parts_by("code", "lost=2 sold=2");
	lookup_kit_ask(&lookup, "kpi", "outcomes", "from", "2025-11-18", NULL);
	expect_parts_by("code", "lost=2 sold=2");
	lookup_kit_ask(&lookup, "kpi", "outcomes", "scope", "agent:ann", NULL);
	expect_parts_by("code", "lost=1");
	lookup_kit_ask(&lookup, "kpi", "refusals", "window", "1h", NULL);
	expect_parts("price=1");
}
END_TEST

START_TEST(a_refusal_that_is_filed_anew_moves)
{
	refuse(0, "a", "price");
	kit_play(kit, 30, "contact.outcome",
	         "'contact':'a','agent':'ann','refusal':'later'");
	lookup_kit_ask(&lookup, "from", "2025-11-18", NULL);
	expect_parts("later=1");
}
END_TEST

/* ---- timelines ---- */

static const struct wb_json *timeline(void)
{
	return lookup_kit_answer(&lookup, wb_timeline_write);
}

/* "available 5-10 not_ready(lunch) 10-" in seconds from BASE */
static void expect_states(const struct wb_json *answer, const char *expected)
{
	char text[1024] = "";
	size_t len = 0;

	for (int i = 0; i < lookup_kit_count(answer, "states"); i++) {
		const struct wb_json *s =
			lookup_kit_element(answer, "states", i);
		struct wb_str reason = wb_json_get_string(s, "reason");
		wb_ms from = wb_json_get_int(s, "from", 0);
		wb_ms to = wb_json_get_int(s, "to", 0);
		len += (size_t)snprintf(
			text + len, sizeof(text) - len, "%s%.*s%s%.*s%s %d-",
			i ? " " : "",
			WB_STR_FMT(wb_json_get_string(s, "state")),
			reason.data ? "(" : "", WB_STR_FMT(reason),
			reason.data ? ")" : "", (int)((from - BASE) / 1000));
		if (to > 0) {
			len += (size_t)snprintf(text + len, sizeof(text) - len,
			                        "%d",
			                        (int)((to - BASE) / 1000));
		}
	}
	ck_assert_str_eq(text, expected);
}

static void play_a_day(void)
{
	kit_play(kit, 5, "agent.signed_in", "'agent':'ann'");
	enter(8, "a", "sales");
	kit_play(kit, 10, "offer.started",
	         "'contact':'a','queue':'sales','agent':'ann'");
	kit_play(kit, 25, "offer.ended",
	         "'contact':'a','agent':'ann','result':'no_answer'");
	kit_play(kit, 30, "segment.started",
	         "'contact':'a','queue':'sales','agent':'ann'");
	kit_play(kit, 60, "segment.ended",
	         "'contact':'a','agent':'ann','wrapup_ms':20000");
	kit_play(kit, 70, "wrapup.ended", "'agent':'ann','contact':'a'");
	kit_play(kit, 100, "agent.state",
	         "'agent':'ann','state':'not_ready','reason':'lunch'");
	kit_play(kit, 110, "agent.signed_out", "'agent':'ann'");
	kit_play(kit, 200, "agent.signed_in", "'agent':'ann'");
	kit_at(kit, 250);
}

START_TEST(a_day_is_told_in_order)
{
	play_a_day();
	lookup_kit_ask(&lookup, "agent", "ann", NULL);
	const struct wb_json *answer = timeline();
	expect_states(answer, "available 5-10 ringing 10-25 available 25-30 "
	                      "talking 30-60 acw 60-70 available 70-100 "
	                      "not_ready(lunch) 100-110 available 200-");
	ck_assert_int_eq(lookup_kit_count(answer, "contacts"), 1);
	const struct wb_json *a = lookup_kit_element(answer, "contacts", 0);
	ck_assert_int_eq(wb_json_get_int(a, "from", 0), BASE + 30000);
	ck_assert_int_eq(wb_json_get_int(a, "at", 0), BASE + 70000);
	ck_assert_int_eq(wb_json_get_int(a, "talk_ms", 0), 30000);
	ck_assert_int_eq(wb_json_get_int(a, "acw_ms", 0), 10000);
	ck_assert_int_eq(lookup_kit_count(answer, "missed"), 1);
	const struct wb_json *missed = lookup_kit_element(answer, "missed", 0);
	ck_assert(wb_str_is(wb_json_get_string(missed, "result"), "no_answer"));
	ck_assert_int_eq(wb_json_get(answer, "next")->kind, WB_JSON_NULL);
}
END_TEST

START_TEST(states_are_cut_at_the_borders)
{
	char from[32], to[32];

	play_a_day();
	snprintf(from, sizeof(from), "%lld", (long long)BASE + 20000);
	snprintf(to, sizeof(to), "%lld", (long long)BASE + 65000);
	lookup_kit_ask(&lookup, "agent", "ann", "from", from, "to", to, NULL);
	expect_states(timeline(), "ringing 20-25 available 25-30 talking 30-60 "
	                          "acw 60-65");
	snprintf(from, sizeof(from), "%lld", (long long)BASE + 210000);
	lookup_kit_ask(&lookup, "agent", "ann", "from", from, NULL);
	expect_states(timeline(), "available 210-");
}
END_TEST

START_TEST(a_long_day_comes_in_parts)
{
	char from[32];
	wb_ms next = BASE;
	int states = 0, missed = 0, parts = 0;

	play_a_day();
	for (; next > 0; parts++) {
		snprintf(from, sizeof(from), "%lld", (long long)next);
		lookup_kit_ask(&lookup, "agent", "ann", "from", from, "limit",
		               "3", NULL);
		const struct wb_json *answer = timeline();
		states += lookup_kit_count(answer, "states");
		missed += lookup_kit_count(answer, "missed");
		next = wb_json_get_int(answer, "next", 0);
		ck_assert_int_lt(parts, 20);
	}
	ck_assert_int_gt(parts, 2);
	ck_assert_int_eq(missed, 1);
	/* a state that lasts across two parts is in both, cut */
	ck_assert_int_ge(states, 8);
	ck_assert_int_le(states, 8 + parts);
}
END_TEST

START_TEST(nobody_and_strangers_have_no_day)
{
	lookup_kit_ask(&lookup, "agent", "nobody", NULL);
	const struct wb_json *answer = timeline();
	expect_states(answer, "");
	ck_assert_int_eq(lookup_kit_count(answer, "contacts"), 0);
	lookup_kit_ask(&lookup, NULL);
	ck_assert_str_eq(
		lookup_kit_refusal(&lookup, wb_timeline_write, WB_LOOKUP_WRONG),
		"parameter 'agent': expected the name of an agent");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("contacts");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, what_ended_comes_newest_first);
	tcase_add_loop_test(tc, a_scope_and_an_outcome_may_be_asked_for, 0,
	                    WB_COUNT(asked));
	tcase_add_test(tc, who_waits_is_told_with_the_time_to_breach);
	tcase_add_test(tc, pages_follow_each_other);
	tcase_add_test(tc, a_span_has_its_start_and_not_its_end);
	tcase_add_test(tc, an_abandon_that_is_taken_back_goes);
	tcase_add_loop_test(tc, a_bad_parameter_is_named, 0, WB_COUNT(bad));
	tcase_add_test(tc, refusals_are_told_by_reason);
	tcase_add_test(tc, outcomes_are_told_by_their_code);
	tcase_add_test(tc, a_refusal_that_is_filed_anew_moves);
	tcase_add_test(tc, a_day_is_told_in_order);
	tcase_add_test(tc, states_are_cut_at_the_borders);
	tcase_add_test(tc, a_long_day_comes_in_parts);
	tcase_add_test(tc, nobody_and_strangers_have_no_day);
	return wb_test_run("app/contacts", tc);
}
