/* What the engine tells of single contacts and agents. */

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine_kit.h"
#include "kpi/details.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)

static struct kit kit;
static char text[8192];

static void setup(void)
{
	kit_open(&kit, BASE);
	wb_engine_keep_details(kit.engine);
}

static void teardown(void)
{
	kit_close(&kit);
}

static const char *state_name(enum wb_agent_state state)
{
	static const char *const names[] = { "out",  "available", "ringing",
		                             "talk", "hold",      "acw",
		                             "away" };
	return names[state];
}

static void print(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

static void print(const char *format, ...)
{
	va_list args;
	size_t len = strlen(text);
	va_start(args, format);
	vsnprintf(text + len, sizeof(text) - len, format, args);
	va_end(args);
}

static void on_detail(void *user, const struct wb_detail *detail)
{
	(void)user;
	print("%s%s@%g", detail->sign < 0 ? "-" : "",
	      wb_detail_kind_name(detail->kind),
	      (double)(detail->at - BASE) / 1000);
	if (detail->kind == WB_DETAIL_STATE) {
		print(" %s>%s%s%.*s\n", state_name(detail->from),
		      state_name(detail->to), detail->reason.data ? " " : "",
		      WB_STR_FMT(detail->reason));
		return;
	}
	print(" %.*s", WB_STR_FMT(detail->contact));
	for (int i = 0; i < detail->additions.count; i++) {
		if (detail->additions.add[i].measure == WB_M_SHARE_MS) {
			continue; /* concurrency has tests of its own */
		}
		print(" %s=%lld",
		      wb_measure_names[detail->additions.add[i].measure],
		      (long long)detail->additions.add[i].amount);
	}
	print("\n");
}

static void expect(const char *expected)
{
	text[0] = '\0';
	wb_engine_read_details(kit.engine, on_detail, NULL);
	ck_assert_str_eq(text, expected);
}

START_TEST(a_call_is_told_step_by_step)
{
	kit_call(&kit, 10, "c1", "sales", "ann", 3, 60);
	expect("offered@10 c1 offered=1\n"
	       "answered@13 c1 answered=1 wait_answered_ms=3000 "
	       "answered_in_threshold=1 sl_met=1 sl_counted=1 "
	       "sl_allowed_bp=2000\n"
	       "offer_ended@13 c1 offers_accepted=1\n"
	       "state@13 out>talk\n"
	       "handled@73 c1 handled=1 talk_ms=60000\n"
	       "state@73 talk>available\n");
}
END_TEST

START_TEST(what_is_taken_back_comes_again_as_it_was)
{
	kit_play(&kit, 0, "queue.entered", "'contact':'a','queue':'sales'");
	kit_play(&kit, 9, "queue.left",
	         "'contact':'a','queue':'sales','outcome':'abandoned'");
	kit_play(&kit, 12, "queue.resumed", "'contact':'a','queue':'sales'");
	expect("offered@0 a offered=1\n"
	       "left@9 a abandoned=1 wait_abandoned_ms=9000 "
	       "abandoned_in_threshold=1 sl_counted=1 sl_allowed_bp=2000\n"
	       "-left@9 a abandoned=1 wait_abandoned_ms=9000 "
	       "abandoned_in_threshold=1 sl_counted=1 sl_allowed_bp=2000\n");
}
END_TEST

START_TEST(waiting_past_the_threshold_is_no_event_of_its_own)
{
	kit_play(&kit, 0, "queue.entered", "'contact':'a','queue':'sales'");
	kit_at(&kit, 40);
	expect("offered@0 a offered=1\n");
}
END_TEST

START_TEST(a_break_is_told_with_its_reason)
{
	kit_play(&kit, 1, "agent.signed_in", "'agent':'ann'");
	kit_play(&kit, 5, "agent.state",
	         "'agent':'ann','state':'not_ready','reason':'lunch'");
	kit_play(&kit, 7, "agent.state",
	         "'agent':'ann','state':'not_ready','reason':'training'");
	kit_play(&kit, 8, "agent.state", "'agent':'ann','state':'ready'");
	expect("state@1 out>available\n"
	       "state@5 available>away lunch\n"
	       "state@7 away>away training\n"
	       "state@8 away>available\n");
}
END_TEST

START_TEST(a_change_that_was_earlier_undoes_the_one_before)
{
	kit_play(&kit, 1, "agent.signed_in", "'agent':'ann'");
	kit_play(&kit, 9, "agent.state", "'agent':'ann','state':'not_ready'");
	kit_play_late(&kit, 6, "agent.signed_out", "'agent':'ann'");
	expect("state@1 out>available\n"
	       "state@9 available>away\n"
	       "state@9 away>available\n"
	       "state@6 available>out\n"
	       "state@9 out>away\n");
}
END_TEST

START_TEST(what_was_taken_is_not_told_again)
{
	kit_play(&kit, 0, "queue.entered", "'contact':'a','queue':'sales'");
	ck_assert_uint_gt(wb_engine_history_waiting(kit.engine), 0);
	wb_engine_forget_history(kit.engine);
	expect("");
	ck_assert_uint_eq(wb_engine_history_waiting(kit.engine), 0);
}
END_TEST

START_TEST(scopes_are_told_as_they_count)
{
	static const char *const names[] = { "total", "queue:sales",
		                             "department:front" };
	struct wb_details details = { .keep = true };
	struct wb_fact fact = { .sign = 1, .contact = wb_str("x") };
	struct wb_counted counted = { .add_count = 1, .scope_count = 3 };
	for (int i = 0; i < 3; i++) {
		counted.scopes[i] =
			wb_engine_scope(kit.engine, wb_str(names[i]));
	}
	wb_details_fact(&details, &fact, &counted, wb_str(NULL));
	ck_assert_uint_eq(details.count, 1);
	ck_assert_mem_eq(details.list[0].scopes, counted.scopes,
	                 3 * sizeof(counted.scopes[0]));
	wb_details_finish(&details);
}
END_TEST

START_TEST(what_nobody_takes_is_bounded)
{
	struct wb_details details = { .keep = true };
	struct wb_fact fact = { .sign = 1 };
	struct wb_counted counted = { .add_count = 1 };
	for (uint32_t i = 0; i < WB_DETAILS_MAX + 3; i++) {
		wb_details_fact(&details, &fact, &counted, wb_str(NULL));
	}
	ck_assert_uint_eq(details.count, WB_DETAILS_MAX);
	ck_assert_uint_eq(details.dropped, 3);
	wb_details_finish(&details);
}
END_TEST

START_TEST(every_kind_has_a_name_of_its_own)
{
	for (int i = 0; i <= WB_DETAIL_STATE; i++) {
		ck_assert_int_eq(
			wb_detail_kind_find(wb_str(wb_detail_kind_name(i))), i);
	}
	ck_assert_int_eq(wb_detail_kind_find(wb_str("nothing")), -1);
}
END_TEST

START_TEST(nothing_is_gathered_unasked)
{
	struct kit plain;
	kit_open(&plain, BASE);
	kit_call(&plain, 10, "c1", "sales", "ann", 3, 60);
	text[0] = '\0';
	wb_engine_read_details(plain.engine, on_detail, NULL);
	ck_assert_str_eq(text, "");
	kit_close(&plain);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("details");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, a_call_is_told_step_by_step);
	tcase_add_test(tcase, what_is_taken_back_comes_again_as_it_was);
	tcase_add_test(tcase,
	               waiting_past_the_threshold_is_no_event_of_its_own);
	tcase_add_test(tcase, a_break_is_told_with_its_reason);
	tcase_add_test(tcase, a_change_that_was_earlier_undoes_the_one_before);
	tcase_add_test(tcase, what_was_taken_is_not_told_again);
	tcase_add_test(tcase, scopes_are_told_as_they_count);
	tcase_add_test(tcase, what_nobody_takes_is_bounded);
	tcase_add_test(tcase, every_kind_has_a_name_of_its_own);
	tcase_add_test(tcase, nothing_is_gathered_unasked);
	return wb_test_run("kpi/details", tcase);
}
