/* What happened to single contacts, kept and found again. */

#include "history/details.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"
#include "temp_dir.h"

#define T0 ((wb_ms)1732190400000)

static const char *const measures[] = { "answered", "wait_ms", "handled" };
static struct wb_history *history;
static struct wb_history_mark mark;
static char text[4096];

static void open_history(void)
{
	char error[512] = "";

	history =
		wb_history_open(temp_dir(), measures, 3, error, sizeof(error));
	ck_assert_msg(history != NULL, "%s", error);
	ck_assert(wb_history_mark_get(history, &mark));
}

static void setup(void)
{
	temp_dir_make();
	open_history();
}

static void teardown(void)
{
	wb_history_close(history);
	temp_dir_remove();
}

static void add(const struct wb_history_detail *details, int count)
{
	struct wb_history_batch batch = { .details = details,
		                          .detail_count = count };

	mark.position++;
	ck_assert_int_eq(wb_history_add(history, &batch, mark), 0);
}

/* An answer at T0 + s, after w seconds. */
static struct wb_history_detail answer(int s, const char *contact, int w,
                                       const char *queue, const char *agent)
{
	return (struct wb_history_detail){
		.kind = wb_str("answered"),
		.at = T0 + s * WB_SECOND,
		.arrived = T0 + (s - w) * WB_SECOND,
		.feed = wb_str("pbx"),
		.contact = wb_str(contact),
		.queue = wb_str(queue),
		.agent = wb_str(agent),
		.scopes = { wb_str("department:front"), wb_str("team:red") },
		.scope_count = 2,
		.sums = { { 1, w * WB_SECOND }, { 0, 1 } },
		.sum_count = 2,
	};
}

static struct wb_history_detail change(int s, const char *agent,
                                       const char *from, const char *to,
                                       const char *reason)
{
	return (struct wb_history_detail){
		.kind = wb_str("state"),
		.at = T0 + s * WB_SECOND,
		.arrived = T0 + s * WB_SECOND,
		.agent = wb_str(agent),
		.from = wb_str(from),
		.to = wb_str(to),
		.reason = wb_str(reason),
	};
}

static bool see(void *user, const struct wb_history_detail *d,
                struct wb_history_place place)
{
	int *left = user;
	size_t len = strlen(text);

	ck_assert_int_eq(place.at, d->at);
	len += (size_t)snprintf(text + len, sizeof(text) - len, "%d %.*s",
	                        (int)((d->at - T0) / WB_SECOND),
	                        WB_STR_FMT(d->kind));
	if (d->contact.data) {
		len += (size_t)snprintf(
			text + len, sizeof(text) - len, " %.*s/%.*s %.*s %.*s",
			WB_STR_FMT(d->feed), WB_STR_FMT(d->contact),
			WB_STR_FMT(d->queue), WB_STR_FMT(d->agent));
	}
	if (d->to.data) {
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		                        " %.*s>%.*s %.*s", WB_STR_FMT(d->from),
		                        WB_STR_FMT(d->to),
		                        WB_STR_FMT(d->reason));
	}
	for (int i = 0; i < d->sum_count; i++) {
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		                        " %s=%d", measures[d->sums[i].id],
		                        (int)d->sums[i].amount);
	}
	snprintf(text + len, sizeof(text) - len, "\n");
	return --*left != 0;
}

static struct wb_history_place expect(struct wb_history_details_query query,
                                      int most, const char *expected)
{
	struct wb_history_place last;
	bool all;

	text[0] = '\0';
	if (query.to == 0) {
		query.to = WB_NEVER;
	}
	ck_assert_int_eq(
		wb_history_details(history, &query, see, &most, &all, &last),
		0);
	ck_assert_str_eq(text, expected);
	return last;
}

static void expect_all(const char *expected)
{
	expect((struct wb_history_details_query){ .oldest_first = true }, -1,
	       expected);
}

START_TEST(all_of_a_row_comes_back)
{
	struct wb_history_detail rows[] = {
		answer(20, "c1", 5, "queue:sales", "agent:ann"),
		change(30, "agent:ann", "talking", "not_ready", "lunch"),
	};

	add(rows, 2);
	expect_all("20 answered pbx/c1 queue:sales agent:ann answered=1 "
	           "wait_ms=5000\n"
	           "30 state talking>not_ready lunch\n");
	wb_history_close(history);
	open_history();
	expect_all("20 answered pbx/c1 queue:sales agent:ann answered=1 "
	           "wait_ms=5000\n"
	           "30 state talking>not_ready lunch\n");
}
END_TEST

START_TEST(what_is_taken_back_goes)
{
	struct wb_history_detail rows[] = {
		answer(20, "c1", 5, "queue:sales", "agent:ann"),
		answer(20, "c1", 5, "queue:sales", "agent:ann"),
		answer(20, "c2", 5, "queue:sales", "agent:ann"),
		answer(20, "c1", 6, "queue:sales", "agent:ann"),
		answer(20, "c1", 5, "queue:sales", "agent:ann"),
		answer(99, "never", 5, "queue:sales", "agent:ann"),
	};

	rows[4].take_back = true;
	rows[5].take_back = true;
	add(rows, 6);
	expect_all("20 answered pbx/c1 queue:sales agent:ann answered=1 "
	           "wait_ms=5000\n"
	           "20 answered pbx/c2 queue:sales agent:ann answered=1 "
	           "wait_ms=5000\n"
	           "20 answered pbx/c1 queue:sales agent:ann answered=1 "
	           "wait_ms=6000\n");
}
END_TEST

START_TEST(an_opposite_change_undoes_a_change)
{
	struct wb_history_detail rows[] = {
		change(1, "agent:ann", "signed_out", "available", NULL),
		change(9, "agent:ann", "available", "not_ready", "tea"),
		change(6, "agent:ann", "available", "signed_out", NULL),
		change(9, "agent:ann", "not_ready", "available", NULL),
		change(9, "agent:bob", "not_ready", "available", NULL),
		change(9, "agent:bob", "not_ready", "not_ready", "tea"),
		change(9, "agent:bob", "not_ready", "not_ready", "rest"),
	};

	add(rows, 7);
	expect_all("1 state signed_out>available \n"
	           "6 state available>signed_out \n"
	           "9 state not_ready>available \n"
	           "9 state not_ready>not_ready tea\n"
	           "9 state not_ready>not_ready rest\n");
}
END_TEST

static void add_some(void)
{
	struct wb_history_detail rows[] = {
		answer(10, "a", 1, "queue:sales", "agent:ann"),
		answer(20, "b", 1, "queue:support", "agent:bob"),
		answer(20, "c", 1, "queue:sales", "agent:bob"),
		answer(30, "d", 1, "queue:sales", "agent:ann"),
		change(40, "agent:ann", "talking", "acw", NULL),
	};

	rows[1].scope_count = 1;
	add(rows, 5);
}

#define A "10 answered pbx/a queue:sales agent:ann answered=1 wait_ms=1000\n"
#define B "20 answered pbx/b queue:support agent:bob answered=1 wait_ms=1000\n"
#define C "20 answered pbx/c queue:sales agent:bob answered=1 wait_ms=1000\n"
#define D "30 answered pbx/d queue:sales agent:ann answered=1 wait_ms=1000\n"
#define E "40 state talking>acw \n"

static const struct {
	const char *scope, *expected;
} scopes[] = {
	{ NULL, E D C B A },      { "total", E D C B A },
	{ "queue:sales", D C A }, { "queue:support", B },
	{ "agent:ann", E D A },   { "agent:bob", C B },
	{ "team:red", D C A },    { "department:front", D C B A },
	{ "queue:none", "" },     { "team:none", "" },
	{ "team:", "" },          { "queue:", "" },
};

START_TEST(a_scope_has_what_counted_in_it_newest_first)
{
	add_some();
	expect((struct wb_history_details_query){ .scope = wb_str(
							  scopes[_i].scope) },
	       -1, scopes[_i].expected);
}
END_TEST

START_TEST(a_span_has_its_start_and_not_its_end)
{
	struct wb_history_details_query query = {
		.from = T0 + 20 * WB_SECOND,
		.to = T0 + 30 * WB_SECOND,
	};

	add_some();
	expect(query, -1, C B);
	query.oldest_first = true;
	expect(query, -1, B C);
	query.scope = wb_str("agent:bob");
	expect(query, -1, B C);
}
END_TEST

START_TEST(it_goes_on_where_it_ended)
{
	struct wb_history_details_query query = { 0 };

	add_some();
	query.after = expect(query, 2, E D);
	query.after = expect(query, 1, C);
	query.after = expect(query, 2, B A);
	expect(query, 2, "");
	query = (struct wb_history_details_query){ .oldest_first = true };
	query.after = expect(query, 2, A B);
	expect(query, 2, C D);
}
END_TEST

START_TEST(a_long_search_gives_up_and_says_so)
{
	struct wb_history_details_query query = { .scope = wb_str("team:red"),
		                                  .to = WB_NEVER,
		                                  .look_at = 3 };
	struct wb_history_place last;
	int most = -1;
	bool all = true;

	add_some();
	text[0] = '\0';
	ck_assert_int_eq(
		wb_history_details(history, &query, see, &most, &all, &last),
		0);
	ck_assert_str_eq(text, D C);
	ck_assert(!all);
	query.after = last;
	query.look_at = 100;
	text[0] = '\0';
	ck_assert_int_eq(
		wb_history_details(history, &query, see, &most, &all, &last),
		0);
	ck_assert_str_eq(text, A);
	ck_assert(all);
}
END_TEST

START_TEST(old_ones_go_in_small_steps)
{
	static struct wb_history_detail rows[5000];
	bool more = true;
	int steps = 0;

	for (int i = 0; i < 5000; i++) {
		rows[i] = answer(i, "c", 0, "queue:sales", "agent:ann");
	}
	add(rows, 5000);
	for (; more; steps++) {
		ck_assert_int_eq(wb_history_trim(history, 0,
		                                 T0 + 4998 * WB_SECOND, &more),
		                 0);
	}
	ck_assert_int_eq(steps, 4);
	expect_all("4998 answered pbx/c queue:sales agent:ann answered=1\n"
	           "4999 answered pbx/c queue:sales agent:ann answered=1\n");
}
END_TEST

START_TEST(a_failed_write_leaves_no_names_behind)
{
	struct wb_history_detail row =
		answer(1, "c", 1, "queue:new", "agent:new");
	int64_t values[] = { 1, 1, 1 };
	struct wb_history_cell bad = { 0, wb_str("total"), T0 + 1, values, NULL,
		                       0 };
	struct wb_history_batch batch = { &bad, 1, &row, 1 };

	ck_assert_int_lt(wb_history_add(history, &batch, mark), 0);
	expect_all("");
	add_some();
	add(&row, 1);
	wb_history_close(history);
	open_history();
	expect((struct wb_history_details_query){ .scope =
	                                                  wb_str("queue:new") },
	       -1,
	       "1 answered pbx/c queue:new agent:new answered=1 "
	       "wait_ms=1000\n");
	ck_assert_int_eq(wb_history_clear(history), 0);
	expect_all("");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("details");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, all_of_a_row_comes_back);
	tcase_add_test(tc, what_is_taken_back_goes);
	tcase_add_test(tc, an_opposite_change_undoes_a_change);
	tcase_add_loop_test(tc, a_scope_has_what_counted_in_it_newest_first, 0,
	                    WB_COUNT(scopes));
	tcase_add_test(tc, a_span_has_its_start_and_not_its_end);
	tcase_add_test(tc, it_goes_on_where_it_ended);
	tcase_add_test(tc, a_long_search_gives_up_and_says_so);
	tcase_add_test(tc, old_ones_go_in_small_steps);
	tcase_add_test(tc, a_failed_write_leaves_no_names_behind);
	return wb_test_run("history/details", tc);
}
