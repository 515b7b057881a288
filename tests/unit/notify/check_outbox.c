#include "notify/outbox.h"

#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "suite.h"
#include "temp_dir.h"

static struct wb_outbox outbox;

static void open_it(void)
{
	int result = wb_outbox_open(&outbox, temp_dir());

	ck_assert_msg(result == 0, "%s", outbox.store.error);
}

static void set_up(void)
{
	temp_dir_make();
	open_it();
}

static void tear_down(void)
{
	wb_outbox_close(&outbox);
	temp_dir_remove();
}

static void reopen(void)
{
	wb_outbox_close(&outbox);
	open_it();
}

/* A message of story `story`, waiting from `at` on, or held until then. */
static bool put_of(const char *key, const char *kind, const char *story,
                   enum wb_outbox_state state, wb_ms at)
{
	struct wb_notify_message message = {
		.key = wb_str(key),
		.route = wb_str("duty"),
		.kind = wb_str(kind),
		.group = wb_str(story),
		.rule = wb_str("rule"),
		.at = at,
	};
	struct wb_outbox_row row = {
		.message = &message,
		.body = wb_str("{}"),
		.state = state,
		.next = at,
	};
	bool is_new = false;

	ck_assert_int_eq(wb_outbox_add(&outbox, &row, &is_new), 0);
	return is_new;
}

static bool put(const char *key, wb_ms at)
{
	return put_of(key, "raised", key, WB_OUTBOX_WAITING, at);
}

static void hold(const char *key, const char *kind, const char *story)
{
	put_of(key, kind, story, WB_OUTBOX_HELD, 5000);
}

static int64_t count(enum wb_outbox_state state)
{
	int64_t number = -1;

	ck_assert_int_eq(
		wb_outbox_count(&outbox, wb_str("duty"), state, &number), 0);
	return number;
}

/* The key of the next message, "" for none. It stays. */
static const char *head(struct wb_outbox_item *item)
{
	static char key[64];

	ck_assert_int_eq(wb_outbox_head(&outbox, wb_str("duty"), item), 0);
	snprintf(key, sizeof(key), "%.*s", WB_STR_FMT(wb_buf_str(&item->key)));
	return key;
}

static void expect_head(const char *wanted)
{
	struct wb_outbox_item item;

	ck_assert_str_eq(head(&item), wanted);
	wb_outbox_item_finish(&item);
}

/* Takes the next message out as `state`. */
static void take(const char *wanted, enum wb_outbox_state state)
{
	struct wb_outbox_item item;

	ck_assert_str_eq(head(&item), wanted);
	ck_assert_int_eq(
		wb_outbox_finish(&outbox, item.id, state, 1, 6000, NULL), 0);
	wb_outbox_item_finish(&item);
}

START_TEST(messages_come_out_in_the_order_they_came_in)
{
	put("b", 3000);
	put("a", 2000);
	put("c", 1000);
	take("b", WB_OUTBOX_DELIVERED);
	take("a", WB_OUTBOX_REFUSED);
	take("c", WB_OUTBOX_GIVEN_UP);
	expect_head("");
}
END_TEST

START_TEST(a_key_is_taken_once_also_when_it_is_done_and_after_a_restart)
{
	ck_assert(put("a", 1000));
	ck_assert(!put("a", 1000));
	take("a", WB_OUTBOX_DELIVERED);
	reopen();
	ck_assert(!put("a", 1000));
	expect_head("");
}
END_TEST

START_TEST(what_waits_is_there_after_a_restart)
{
	struct wb_outbox_item item;

	put("a", 1000);
	head(&item);
	ck_assert_int_eq(
		wb_outbox_retry(&outbox, item.id, 4, 9000, "no answer"), 0);
	wb_outbox_item_finish(&item);
	reopen();
	ck_assert_str_eq(head(&item), "a");
	ck_assert_int_eq(item.attempts, 4);
	ck_assert_int_eq(item.next, 9000);
	ck_assert_int_eq(item.at, 1000);
	ck_assert_str_eq(item.body.data, "{}");
	wb_outbox_item_finish(&item);
}
END_TEST

/* In a process that dies in the middle of a transaction, after another. */
static void add_and_die(void)
{
	struct wb_notify_mark mark = { 7, 70 };

	open_it();
	wb_store_begin(&outbox.store);
	put("a", 1000);
	wb_outbox_mark_set(&outbox, mark);
	wb_store_end(&outbox.store, 0);
	wb_store_begin(&outbox.store);
	put("b", 1000);
	mark.position = 8;
	wb_outbox_mark_set(&outbox, mark);
	kill(getpid(), SIGKILL);
}

START_TEST(a_kill_leaves_whole_transactions_with_their_mark)
{
	struct wb_notify_mark mark = { 0 };

	wb_outbox_close(&outbox);
	pid_t child = fork();
	if (child == 0) {
		add_and_die();
	}
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	open_it();
	ck_assert_int_eq(wb_outbox_mark_get(&outbox, &mark), 0);
	ck_assert_int_eq(mark.position, 7);
	ck_assert_int_eq(mark.time, 70);
	ck_assert_int_eq(count(WB_OUTBOX_WAITING), 1);
	expect_head("a");
}
END_TEST

START_TEST(a_second_process_is_refused)
{
	struct wb_outbox other;

	ck_assert_int_eq(wb_outbox_open(&other, temp_dir()), -EBUSY);
}
END_TEST

START_TEST(the_oldest_are_dropped_but_for_the_one_at_hand)
{
	struct wb_outbox_item item;
	int64_t dropped = 0;

	for (int i = 0; i < 10; i++) {
		char key[8];
		snprintf(key, sizeof(key), "%d", i);
		put(key, 1000);
	}
	head(&item);
	ck_assert_int_eq(wb_outbox_drop(&outbox, wb_str("duty"),
	                                WB_OUTBOX_WAITING, 7, item.id, 2000,
	                                &dropped),
	                 0);
	wb_outbox_item_finish(&item);
	ck_assert_int_eq(dropped, 3);
	ck_assert_int_eq(count(WB_OUTBOX_WAITING), 7);
	ck_assert_int_eq(count(WB_OUTBOX_DROPPED), 3);
	take("0", WB_OUTBOX_DELIVERED);
	expect_head("4");
	wb_outbox_drop(&outbox, wb_str("duty"), WB_OUTBOX_WAITING, 7, 0, 2000,
	               &dropped);
	ck_assert_int_eq(dropped, 0);
	hold("held 1", "raised", "s");
	hold("held 2", "raised", "s");
	wb_outbox_drop(&outbox, wb_str("duty"), WB_OUTBOX_HELD, 1, 0, 2000,
	               &dropped);
	ck_assert_int_eq(dropped, 1);
	ck_assert_int_eq(count(WB_OUTBOX_HELD), 1);
	ck_assert_int_eq(count(WB_OUTBOX_WAITING), 6);
}
END_TEST

static void release(int64_t wanted_withheld)
{
	int64_t withheld = -1;

	ck_assert_int_eq(
		wb_outbox_release(&outbox, wb_str("duty"), 5000, &withheld), 0);
	ck_assert_int_eq(withheld, wanted_withheld);
	ck_assert_int_eq(count(WB_OUTBOX_HELD), 0);
}

START_TEST(what_is_held_is_not_told)
{
	wb_ms until;

	hold("a", "raised", "s");
	put("b", 1000);
	expect_head("b");
	ck_assert_int_eq(wb_outbox_held_until(&outbox, wb_str("duty"), &until),
	                 0);
	ck_assert_int_eq(until, 5000);
	wb_outbox_hold_until(&outbox, wb_str("duty"), 7000);
	wb_outbox_held_until(&outbox, wb_str("duty"), &until);
	ck_assert_int_eq(until, 7000);
	release(0);
	wb_outbox_held_until(&outbox, wb_str("duty"), &until);
	ck_assert_int_eq(until, WB_NEVER);
}
END_TEST

START_TEST(what_began_and_ended_in_the_quiet_is_not_told)
{
	hold("a1", "raised", "a");
	hold("a2", "resolved", "a");
	release(2);
	expect_head("");
	ck_assert_int_eq(count(WB_OUTBOX_WITHHELD), 2);
}
END_TEST

START_TEST(of_each_story_the_newest_is_told)
{
	hold("a1", "raised", "a");
	hold("b1", "raised", "b");
	hold("a2", "changed", "a");
	hold("a3", "reminder", "a");
	release(2);
	take("b1", WB_OUTBOX_DELIVERED);
	take("a3", WB_OUTBOX_DELIVERED);
	expect_head("");
}
END_TEST

START_TEST(an_end_is_told_to_who_was_told_of_the_beginning)
{
	put_of("a1", "raised", "a", WB_OUTBOX_WAITING, 1000);
	take("a1", WB_OUTBOX_DELIVERED);
	/* its end was told as well: the one in the quiet is of another */
	put_of("b1", "raised", "b", WB_OUTBOX_WAITING, 1000);
	take("b1", WB_OUTBOX_DELIVERED);
	put_of("b2", "resolved", "b", WB_OUTBOX_WAITING, 1000);
	take("b2", WB_OUTBOX_DELIVERED);
	/* not told, in the end */
	put_of("c1", "raised", "c", WB_OUTBOX_WAITING, 1000);
	take("c1", WB_OUTBOX_GIVEN_UP);
	/* about to be told */
	put_of("d1", "raised", "d", WB_OUTBOX_WAITING, 1000);
	hold("a2", "resolved", "a");
	hold("b3", "resolved", "b");
	hold("c2", "resolved", "c");
	hold("d2", "resolved", "d");
	release(2);
	take("d1", WB_OUTBOX_DELIVERED);
	take("a2", WB_OUTBOX_DELIVERED);
	take("d2", WB_OUTBOX_DELIVERED);
	expect_head("");
}
END_TEST

START_TEST(messages_of_routes_that_are_gone_end)
{
	struct wb_route_plan other = { .name = { "other", 5 } };
	int64_t abandoned = 0;

	put("a", 1000);
	hold("b", "raised", "b");
	ck_assert_int_eq(
		wb_outbox_abandon(&outbox, &other, 1, 2000, &abandoned), 0);
	ck_assert_int_eq(abandoned, 2);
	ck_assert_int_eq(count(WB_OUTBOX_GIVEN_UP), 2);
	other.name = wb_str("duty");
	put("c", 1000);
	wb_outbox_abandon(&outbox, &other, 1, 2000, &abandoned);
	ck_assert_int_eq(abandoned, 0);
	expect_head("c");
}
END_TEST

static void add_step(uint64_t number, wb_ms at, const char *rule,
                     const char *scope)
{
	char row[64];

	snprintf(row, sizeof(row), "{\"number\":%d}", (int)number);
	struct wb_notify_step step = {
		.number = number,
		.at = at,
		.rule = wb_str(rule),
		.scope = wb_str(scope),
		.row = wb_str(row),
	};
	ck_assert_int_eq(wb_outbox_add_step(&outbox, &step), 0);
}

static void note_number(void *user, uint64_t number, struct wb_str row)
{
	char *list = user;
	char wanted[64];

	snprintf(wanted, sizeof(wanted), "{\"number\":%d}", (int)number);
	ck_assert(wb_str_is(row, wanted));
	snprintf(list + strlen(list), 64, "%d ", (int)number);
}

static const struct {
	struct wb_notify_query query;
	const char *wanted;
} queries[] = {
	{ { .limit = 100 }, "5 4 3 2 1 " },
	{ { .limit = 2 }, "5 4 " },
	{ { .limit = 2, .before = 4 }, "3 2 " },
	{ { .limit = 9, .from = 2000, .to = 4000 }, "3 2 " },
	{ { .limit = 9, .from = 4000 }, "5 4 " },
	{ { .limit = 9, .rule = { "x", 1 } }, "3 1 " },
	{ { .limit = 9, .scope = { "queue:b", 7 } }, "5 3 2 " },
	{ { .limit = 9, .rule = { "x", 1 }, .scope = { "queue:b", 7 } }, "3 " },
	{ { .limit = 9, .rule = { "z", 1 } }, "" },
};

static void add_steps(void)
{
	add_step(1, 1000, "x", "queue:a");
	add_step(2, 2000, "y", "queue:b");
	add_step(3, 3000, "x", "queue:b");
	add_step(4, 4000, "y", "queue:a");
	add_step(5, 5000, "y", "queue:b");
	add_step(5, 9999, "y", "again");
}

START_TEST(steps_are_found)
{
	char list[512] = "";

	add_steps();
	ck_assert_int_eq(
		wb_outbox_steps(&outbox, &queries[_i].query, note_number, list),
		0);
	ck_assert_str_eq(list, queries[_i].wanted);
}
END_TEST

START_TEST(old_rows_go_and_what_is_open_stays)
{
	struct wb_notify_query all = { .limit = 100 };
	char list[512] = "";
	bool more = true;

	add_steps();
	put("waits", 1);
	hold("held", "raised", "h");
	take("waits", WB_OUTBOX_DELIVERED); /* at 6000 */
	put("waits too", 1);
	ck_assert_int_eq(wb_outbox_trim(&outbox, 3000, &more), 0);
	ck_assert(more);
	wb_outbox_trim(&outbox, 3000, &more);
	ck_assert(!more);
	wb_outbox_steps(&outbox, &all, note_number, list);
	ck_assert_str_eq(list, "5 4 3 ");
	ck_assert_int_eq(count(WB_OUTBOX_DELIVERED), 1);
	wb_outbox_trim(&outbox, 7000, &more);
	ck_assert_int_eq(count(WB_OUTBOX_DELIVERED), 0);
	ck_assert_int_eq(count(WB_OUTBOX_HELD), 1);
	expect_head("waits too");
}
END_TEST

START_TEST(all_can_be_cleared)
{
	struct wb_notify_mark mark = { 5, 50 };
	struct wb_notify_query all = { .limit = 100 };
	char list[512] = "";

	add_steps();
	put("a", 1000);
	wb_outbox_mark_set(&outbox, mark);
	ck_assert_int_eq(wb_outbox_clear(&outbox), 0);
	wb_outbox_mark_get(&outbox, &mark);
	ck_assert_int_eq(mark.position, 0);
	wb_outbox_steps(&outbox, &all, note_number, list);
	ck_assert_str_eq(list, "");
	expect_head("");
	ck_assert_int_eq(wb_outbox_sync(&outbox), 0);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("outbox");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, messages_come_out_in_the_order_they_came_in);
	tcase_add_test(
		tc,
		a_key_is_taken_once_also_when_it_is_done_and_after_a_restart);
	tcase_add_test(tc, what_waits_is_there_after_a_restart);
	tcase_add_test(tc, a_kill_leaves_whole_transactions_with_their_mark);
	tcase_add_test(tc, a_second_process_is_refused);
	tcase_add_test(tc, the_oldest_are_dropped_but_for_the_one_at_hand);
	tcase_add_test(tc, what_is_held_is_not_told);
	tcase_add_test(tc, what_began_and_ended_in_the_quiet_is_not_told);
	tcase_add_test(tc, of_each_story_the_newest_is_told);
	tcase_add_test(tc, an_end_is_told_to_who_was_told_of_the_beginning);
	tcase_add_test(tc, messages_of_routes_that_are_gone_end);
	tcase_add_loop_test(tc, steps_are_found, 0, WB_COUNT(queries));
	tcase_add_test(tc, old_rows_go_and_what_is_open_stays);
	tcase_add_test(tc, all_can_be_cleared);
	return wb_test_run("notify/outbox", tc);
}
