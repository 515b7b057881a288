/*
 * Promises to customers: what is open, overdue, kept and missed, in whatever
 * order it is told.
 */

#include <stdio.h>
#include <string.h>

#include "floor_kit.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)

static struct floor_kit kit;

static void setup(void)
{
	floor_kit_open(&kit, BASE);
}

static void teardown(void)
{
	floor_kit_close(&kit);
}

static void play(double at, const char *ev, const char *fields)
{
	floor_kit_play(&kit, at, ev, fields);
}

/* A callback for contact "a" in sales, due so many seconds from the base. */
static void request(double at, double due)
{
	char fields[128];
	int len = snprintf(fields, sizeof(fields),
	                   "'contact':'a','queue':'sales'");
	if (due > 0) {
		snprintf(fields + len, sizeof(fields) - (size_t)len,
		         ",'due':%lld", (long long)(BASE + due * 1000));
	}
	play(at, "callback.requested", fields);
}

static void attempt(double at)
{
	play(at, "callback.attempted", "'contact':'a'");
}

static void close_it(double at)
{
	play(at, "callback.closed", "'contact':'a','result':'done'");
}

#define PROMISED "callback_promised@10 <10 sales -\n"
#define OPEN "standing@10 <10 sales - callback\n"
#define OVERDUE "standing@100 <10 sales - callback_overdue\n"
#define MISSED "callback_decided@100 <10 sales - missed\n"

START_TEST(a_promise_stands_until_it_is_attempted)
{
	request(10, 100);
	floor_kit_expect(&kit, NULL, PROMISED OPEN);
	attempt(100);
	floor_kit_expect(&kit, NULL,
	                 PROMISED "callback_decided@100 <10 sales - in\n");
	close_it(110);
	floor_kit_expect(&kit, NULL,
	                 PROMISED "callback_decided@100 <10 sales - in\n");
}
END_TEST

START_TEST(a_promise_is_missed_in_the_millisecond_after_its_due_time)
{
	request(10, 100);
	floor_kit_at(&kit, 100);
	floor_kit_expect(&kit, NULL, PROMISED OPEN);
	floor_kit_at(&kit, 100.001);
	floor_kit_expect(&kit, NULL, PROMISED OPEN MISSED OVERDUE);
	attempt(120);
	floor_kit_expect(&kit, NULL, PROMISED MISSED);
}
END_TEST

START_TEST(an_attempt_in_time_that_is_told_late_takes_the_miss_back)
{
	request(10, 100);
	floor_kit_at(&kit, 150);
	floor_kit_reload(&kit);
	attempt(90);
	floor_kit_expect(&kit, NULL,
	                 PROMISED "callback_decided@90 <10 sales - in\n");
}
END_TEST

START_TEST(without_a_due_time_the_attempt_is_in_time)
{
	request(10, 0);
	floor_kit_at(&kit, 5000);
	floor_kit_expect(&kit, NULL, PROMISED OPEN);
	attempt(6000);
	floor_kit_expect(&kit, NULL,
	                 PROMISED "callback_decided@6000 <10 sales - in\n");
}
END_TEST

START_TEST(a_repeated_request_is_the_same_promise)
{
	request(10, 100);
	request(10, 100);
	request(20, 100);
	floor_kit_expect(&kit, NULL, PROMISED OPEN);
	floor_kit_at(&kit, 200);
	request(10, 100);
	floor_kit_expect(&kit, NULL, PROMISED OPEN MISSED OVERDUE);
}
END_TEST

START_TEST(the_newest_due_time_holds)
{
	request(10, 100);
	request(30, 200);
	request(20, 50); /* comes late, was said before */
	floor_kit_at(&kit, 150);
	floor_kit_expect(&kit, NULL, PROMISED OPEN);
	floor_kit_at(&kit, 201);
	floor_kit_expect(&kit, "callback_decided",
	                 "callback_decided@200 <10 sales - missed\n");
}
END_TEST

START_TEST(the_newest_due_time_holds_however_often_it_is_requested)
{
	for (int i = 0; i < 8; i++) {
		request(10 + i, 100 + i);
	}
	request(20, 0);
	attempt(107);
	floor_kit_expect(&kit, "callback_decided",
	                 "callback_decided@107 <10 sales - in\n");
}
END_TEST

START_TEST(a_request_after_the_due_time_is_the_next_promise)
{
	request(10, 100);
	request(120, 300);
	floor_kit_expect(&kit, NULL,
	                 PROMISED MISSED
	                 "callback_promised@120 <120 sales -\n"
	                 "standing@120 <120 sales - callback\n");
	attempt(200);
	floor_kit_expect(&kit, NULL,
	                 PROMISED MISSED
	                 "callback_promised@120 <120 sales -\n"
	                 "callback_decided@200 <120 sales - in\n");
}
END_TEST

START_TEST(a_request_after_the_attempt_is_the_next_promise)
{
	request(10, 100);
	attempt(50);
	request(51, 400);
	attempt(50);
	floor_kit_expect(&kit, NULL,
	                 PROMISED "callback_decided@50 <10 sales - in\n"
	                          "callback_promised@51 <51 sales -\n"
	                          "standing@51 <51 sales - callback\n");
}
END_TEST

START_TEST(what_is_closed_unattempted_is_undecided_unless_it_was_due)
{
	request(10, 100);
	close_it(90);
	floor_kit_at(&kit, 200);
	floor_kit_expect(&kit, NULL, PROMISED);
	close_it(95);
	attempt(96); /* after it was closed: of nothing */
	floor_kit_expect(&kit, NULL, PROMISED);
	request(210, 300);
	close_it(310);
	floor_kit_expect(&kit, NULL,
	                 PROMISED "callback_promised@210 <210 sales -\n"
	                          "callback_decided@300 <210 sales - missed\n");
}
END_TEST

START_TEST(an_end_before_its_request_waits_for_it)
{
	floor_kit_at(&kit, 200);
	attempt(50);
	close_it(60);
	ck_assert_uint_eq(floor_kit_anomalies(&kit, WB_ANOMALY_NO_PROMISE), 2);
	floor_kit_expect(&kit, NULL, "");
	floor_kit_reload(&kit);
	request(10, 100);
	floor_kit_expect(&kit, NULL,
	                 PROMISED "callback_decided@50 <10 sales - in\n");
}
END_TEST

/* Seven tellings of two promises, in every order. */
static const struct {
	double at, due; /* due: of requests */
	const char *ev;
} story[] = {
	{ 10, 100, "callback.requested" }, { 20, 0, "callback.requested" },
	{ 50, 0, "callback.attempted" },   { 60, 0, "callback.closed" },
	{ 70, 300, "callback.requested" }, { 80, 200, "callback.requested" },
};

#define STORY WB_COUNT(story)

static void tell(int i)
{
	if (strcmp(story[i].ev, "callback.requested") == 0) {
		request(story[i].at, story[i].due);
	} else {
		play(story[i].at, story[i].ev, "'contact':'a'");
	}
}

static bool next_order(int order[STORY])
{
	int i = STORY - 2;
	while (i >= 0 && order[i] > order[i + 1]) {
		i--;
	}
	if (i < 0) {
		return false;
	}
	int k = STORY - 1;
	while (order[k] < order[i]) {
		k--;
	}
	int saved = order[i];
	order[i] = order[k];
	order[k] = saved;
	for (int a = i + 1, b = STORY - 1; a < b; a++, b--) {
		saved = order[a];
		order[a] = order[b];
		order[b] = saved;
	}
	return true;
}

START_TEST(promises_come_out_the_same_in_every_order)
{
	int order[STORY];
	for (int i = 0; i < STORY; i++) {
		order[i] = i;
	}
	do {
		floor_kit_close(&kit);
		floor_kit_open(&kit, BASE);
		floor_kit_at(&kit, 150);
		for (int i = 0; i < STORY; i++) {
			tell(order[i]);
			tell(order[i]); /* and twice */
		}
		floor_kit_expect(&kit, NULL,
		                 PROMISED "callback_decided@50 <10 sales - in\n"
		                          "callback_promised@70 <70 sales -\n"
		                          "standing@70 <70 sales - callback\n");
	} while (next_order(order));
}
END_TEST

START_TEST(a_promise_knows_whose_the_contact_was)
{
	play(0, "queue.entered", "'contact':'a','queue':'support'");
	play(5, "segment.started",
	     "'contact':'a','queue':'support','agent':'ann'");
	play(9, "callback.requested", "'contact':'a'");
	floor_kit_expect(&kit, "callback_promised",
	                 "callback_promised@9 <9 support ann\n");
}
END_TEST

START_TEST(a_promise_outlives_its_contact)
{
	struct wb_floor_counters counters;
	play(0, "queue.entered", "'contact':'a','queue':'sales'");
	play(9, "queue.left",
	     "'contact':'a','queue':'sales','outcome':'callback'");
	request(10, 3 * 86400);
	floor_kit_at(&kit, 2 * 86400);
	wb_floor_count(kit.floor, &counters);
	ck_assert_uint_eq(counters.contacts, 0);
	floor_kit_reload(&kit);
	attempt(3 * 86400 - 1);
	floor_kit_expect(&kit, "callback",
	                 PROMISED "callback_decided@259199 <10 sales - in\n");
}
END_TEST

START_TEST(a_promise_that_nobody_keeps_is_given_up)
{
	request(10, 100);
	floor_kit_at(&kit, 100 + 59 * 86400.0);
	floor_kit_expect(&kit, NULL, PROMISED OPEN MISSED OVERDUE);
	floor_kit_reload(&kit);
	floor_kit_at(&kit, 200 + 60 * 86400.0);
	floor_kit_expect(&kit, NULL, PROMISED MISSED);
}
END_TEST

static void file_follow_up(double at, double due)
{
	char fields[128];
	snprintf(fields, sizeof(fields),
	         "'contact':'a','agent':'ann','follow_up_due':%lld",
	         (long long)(BASE + due * 1000));
	play(at, "contact.outcome", fields);
}

START_TEST(a_follow_up_stands_until_it_is_closed)
{
	play(0, "queue.entered", "'contact':'a','queue':'sales'");
	play(5, "segment.started",
	     "'contact':'a','queue':'sales','agent':'ann'");
	file_follow_up(20, 100);
	file_follow_up(20, 100);
	floor_kit_expect(&kit, "follow_up",
	                 "follow_up_promised@20 <20 sales ann\n");
	floor_kit_expect(&kit, "standing",
	                 "standing@20 <20 sales ann follow_up\n");
	floor_kit_at(&kit, 101);
	floor_kit_expect(&kit, "standing",
	                 "standing@20 <20 sales ann follow_up\n"
	                 "standing@100 <20 sales ann follow_up_overdue\n");
	play(500, "follow_up.closed", "'contact':'a'");
	floor_kit_expect(&kit, "standing", "");
	floor_kit_expect(&kit, "follow_up",
	                 "follow_up_promised@20 <20 sales ann\n");
}
END_TEST

static wb_ms oldest_callback(void)
{
	struct wb_queue_now now;
	wb_floor_queue_now(kit.floor, 0, &now);
	return now.oldest_callback == WB_NEVER
	               ? -1
	               : (now.oldest_callback - BASE) / WB_SECOND;
}

START_TEST(a_queue_knows_its_oldest_callback)
{
	ck_assert_int_eq(oldest_callback(), -1);
	play(30, "callback.requested", "'contact':'b','queue':'sales'");
	request(10, 100);
	play(20, "callback.requested", "'contact':'c','queue':'sales'");
	ck_assert_int_eq(oldest_callback(), 10);
	floor_kit_reload(&kit);
	ck_assert_int_eq(oldest_callback(), 10);
	attempt(40);
	ck_assert_int_eq(oldest_callback(), 20);
	play(41, "callback.closed", "'contact':'c'");
	ck_assert_int_eq(oldest_callback(), 30);
	play(42, "callback.closed", "'contact':'b'");
	ck_assert_int_eq(oldest_callback(), -1);
}
END_TEST

#define WAITS "'contact':'a','queue':'sales','channel':'callback'"

START_TEST(a_callback_in_a_queue_and_its_promise_count_once)
{
	play(5, "queue.entered", WAITS);
	floor_kit_expect(&kit, "standing",
	                 "standing@5 <5 sales - callback callback\n");
	ck_assert_int_eq(oldest_callback(), 5);
	request(10, 100);
	floor_kit_expect(&kit, "standing",
	                 "standing@10 <10 sales - callback callback\n");
	floor_kit_reload(&kit);
	attempt(15);
	floor_kit_expect(&kit, "standing",
	                 "standing@5 <5 sales - callback callback\n");
	play(20, "segment.started",
	     "'contact':'a','queue':'sales','agent':'ann'");
	floor_kit_expect(&kit, "standing", "");
	ck_assert_int_eq(oldest_callback(), -1);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("promise");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_promise_stands_until_it_is_attempted);
	tcase_add_test(
		tc, a_promise_is_missed_in_the_millisecond_after_its_due_time);
	tcase_add_test(
		tc, an_attempt_in_time_that_is_told_late_takes_the_miss_back);
	tcase_add_test(tc, without_a_due_time_the_attempt_is_in_time);
	tcase_add_test(tc, a_repeated_request_is_the_same_promise);
	tcase_add_test(tc, the_newest_due_time_holds);
	tcase_add_test(tc,
	               the_newest_due_time_holds_however_often_it_is_requested);
	tcase_add_test(tc, a_request_after_the_due_time_is_the_next_promise);
	tcase_add_test(tc, a_request_after_the_attempt_is_the_next_promise);
	tcase_add_test(
		tc, what_is_closed_unattempted_is_undecided_unless_it_was_due);
	tcase_add_test(tc, an_end_before_its_request_waits_for_it);
	tcase_add_test(tc, promises_come_out_the_same_in_every_order);
	tcase_add_test(tc, a_promise_knows_whose_the_contact_was);
	tcase_add_test(tc, a_promise_outlives_its_contact);
	tcase_add_test(tc, a_promise_that_nobody_keeps_is_given_up);
	tcase_add_test(tc, a_follow_up_stands_until_it_is_closed);
	tcase_add_test(tc, a_queue_knows_its_oldest_callback);
	tcase_add_test(tc, a_callback_in_a_queue_and_its_promise_count_once);
	return wb_test_run("floor/promise", tc);
}
