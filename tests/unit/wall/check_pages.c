#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "app/pages.h"

#define S WB_SECOND

static struct wb_arena arena;
static struct wb_pages pages;
static wb_ms hold;

static void setup(void)
{
	wb_pages_init(&pages, true, 0);
	hold = 25 * S;
}

static void teardown(void)
{
	wb_arena_finish(&arena);
}

/*
 * `list`: "a20 b0 c30!": names, seconds, ! = wanted in front for 25 s.
 * `shown` is on screen.
 */
static void take(const char *list, const char *shown, wb_ms now)
{
	struct wb_json *state = wb_json_new_object(&arena);
	struct wb_json *array = wb_json_add_array(&arena, state, "pages");
	struct wb_json *rotation =
		wb_json_add_object(&arena, state, "rotation");
	wb_json_add_int(&arena, rotation, "hold_ms", hold);
	char *copy = wb_arena_alloc(&arena, strlen(list) + 1);
	memcpy(copy, list, strlen(list) + 1);
	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " ")) {
		struct wb_json *page = wb_json_add_object(&arena, array, NULL);
		wb_json_add_string(&arena, page, "name",
		                   (struct wb_str){ word, 1 });
		wb_json_add_int(&arena, page, "dwell_ms",
		                strtol(word + 1, NULL, 10) * S);
		if (strchr(word, '!')) {
			wb_json_add_string(&arena, rotation, "front",
			                   (struct wb_str){ word, 1 });
		}
	}
	struct wb_json *page = wb_json_add_object(&arena, state, "page");
	wb_json_add_string(&arena, page, "name", wb_str(shown));
	wb_pages_take(&pages, state, now);
}

static void expect(const char *wanted, wb_ms now)
{
	const char *due = wb_pages_due(&pages, now);
	if (!wanted) {
		ck_assert_msg(due == NULL, "at %lld: %s", (long long)now, due);
		return;
	}
	ck_assert_ptr_nonnull(due);
	ck_assert_str_eq(due, wanted);
}

START_TEST(pages_take_turns_each_for_its_time)
{
	take("a20 b10 c30", "a", 0);
	ck_assert_int_eq(wb_pages_next_change(&pages), 20 * S);
	expect(NULL, 20 * S - 1);
	expect("b", 20 * S);
	take("a20 b10 c30", "b", 21 * S);
	expect(NULL, 30 * S);
	expect("c", 31 * S);
	take("a20 b10 c30", "c", 31 * S);
	expect("a", 61 * S);
}
END_TEST

START_TEST(patches_of_the_same_page_do_not_prolong_it)
{
	for (wb_ms now = 0; now < 20 * S; now += 500) {
		take("a20 b10", "a", now);
		expect(NULL, now);
	}
	expect("b", 20 * S);
}
END_TEST

START_TEST(a_page_that_does_not_come_is_asked_for_again)
{
	take("a20 b10", "a", 0);
	expect("b", 20 * S);
	expect(NULL, 21 * S);
	take("a20 b10", "a", 22 * S);
	expect("b", 25 * S);
}
END_TEST

START_TEST(pages_without_a_time_are_left_out_of_the_turns)
{
	take("a20 b0 c5", "a", 0);
	expect("c", 20 * S);
	take("a20 b0 c5", "c", 20 * S);
	expect("a", 25 * S);
	/* reached by a key, such a page is left again, but not soon */
	take("a20 b0 c5", "b", 30 * S);
	expect(NULL, 60 * S);
	expect("c", 30 * S + WB_PAGES_CHOSEN);
}
END_TEST

START_TEST(a_lone_page_stays)
{
	take("a20", "a", 0);
	ck_assert_int_eq(wb_pages_next_change(&pages), WB_MS_NEVER);
	take("a20 b0", "a", 0);
	ck_assert_int_eq(wb_pages_next_change(&pages), WB_MS_NEVER);
}
END_TEST

START_TEST(keys_go_round_and_the_page_stays_a_while)
{
	take("a20 b10 c30", "a", 0);
	ck_assert_str_eq(wb_pages_step(&pages, -1, 1 * S), "c");
	ck_assert_str_eq(wb_pages_step(&pages, 1, 1 * S), "b");
	expect(NULL, 60 * S);
}
END_TEST

START_TEST(a_held_page_stays_until_it_is_let_go)
{
	take("a20 b10", "a", 0);
	wb_pages_hold(&pages, 5 * S);
	ck_assert_int_eq(wb_pages_next_change(&pages), WB_MS_NEVER);
	take("a20 b10!", "a", 6 * S);
	expect(NULL, 1000 * S);
	wb_pages_hold(&pages, 1000 * S);
	expect("b", 1000 * S);
}
END_TEST

START_TEST(a_page_wanted_in_front_comes_at_once_and_goes_again)
{
	take("a20 b10 c0", "a", 0);
	take("a20 b10 c0!", "a", 3 * S);
	ck_assert_int_le(wb_pages_next_change(&pages), 3 * S);
	expect("c", 3 * S);
	take("a20 b10 c0!", "c", 4 * S);
	expect(NULL, 29 * S - 1);
	expect("a", 29 * S);
	/* still wanted, but it has been seen */
	take("a20 b10 c0!", "a", 29 * S);
	expect(NULL, 48 * S);
	expect("b", 49 * S);
	take("a20 b10 c0", "b", 50 * S);
	take("a20 b10 c0!", "b", 51 * S);
	expect("c", 51 * S);
}
END_TEST

START_TEST(a_page_may_stay_in_front_for_as_long_as_it_is_wanted)
{
	hold = 0;
	take("a20 b10 c5!", "a", 0);
	expect("c", 0);
	take("a20 b10 c5!", "c", 1 * S);
	expect(NULL, 1000 * S);
	take("a20 b10 c5", "c", 1001 * S);
	expect("a", 1001 * S);
}
END_TEST

START_TEST(a_second_page_takes_the_front_from_the_first)
{
	take("a20 b10 c30", "a", 0);
	take("a20 b10! c30", "a", 1 * S);
	expect("b", 1 * S);
	take("a20 b10 c30!", "b", 2 * S);
	expect("c", 2 * S);
	take("a20 b10 c30!", "c", 2 * S);
	expect(NULL, 26 * S);
	expect("a", 27 * S);
}
END_TEST

START_TEST(a_page_in_front_that_does_not_come_is_asked_for_again)
{
	take("a20 b10 c30!", "a", 0);
	expect("c", 0);
	take("a20 b10 c30!", "a", 1 * S);
	expect(NULL, 4 * S);
	expect("c", 5 * S);
}
END_TEST

START_TEST(the_page_that_is_shown_may_be_wanted_itself)
{
	take("a20 b10", "a", 0);
	take("a20! b10", "a", 19 * S);
	expect(NULL, 43 * S);
	expect("b", 44 * S);
}
END_TEST

START_TEST(one_time_for_all_may_be_told)
{
	wb_pages_init(&pages, true, 7 * S);
	take("a20 b0", "a", 0);
	expect("b", 7 * S);
	wb_pages_init(&pages, false, 7 * S);
	take("a20 b0", "a", 0);
	expect(NULL, 100 * S);
	take("a20 b0!", "a", 0);
	expect(NULL, 100 * S);
}
END_TEST

START_TEST(a_list_that_changes_does_no_harm)
{
	take("a20 b10 c30", "c", 0);
	take("a20", "a", 1 * S);
	expect(NULL, 100 * S);
	take("", "x", 2 * S);
	expect(NULL, 100 * S);
	ck_assert_ptr_null(wb_pages_step(&pages, 1, 3 * S));
	wb_pages_take(&pages, NULL, 4 * S);
	expect(NULL, 100 * S);
	take("b1 a20", "a", 5 * S);
	expect("b", 25 * S);
	take("b1 a20", "b", 25 * S);
	/* nobody can read a page in a second */
	expect(NULL, 27 * S);
	expect("a", 28 * S);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("pages");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, pages_take_turns_each_for_its_time);
	tcase_add_test(tc, patches_of_the_same_page_do_not_prolong_it);
	tcase_add_test(tc, a_page_that_does_not_come_is_asked_for_again);
	tcase_add_test(tc, pages_without_a_time_are_left_out_of_the_turns);
	tcase_add_test(tc, a_lone_page_stays);
	tcase_add_test(tc, keys_go_round_and_the_page_stays_a_while);
	tcase_add_test(tc, a_held_page_stays_until_it_is_let_go);
	tcase_add_test(tc, a_page_wanted_in_front_comes_at_once_and_goes_again);
	tcase_add_test(tc,
	               a_page_may_stay_in_front_for_as_long_as_it_is_wanted);
	tcase_add_test(tc, a_second_page_takes_the_front_from_the_first);
	tcase_add_test(tc,
	               a_page_in_front_that_does_not_come_is_asked_for_again);
	tcase_add_test(tc, the_page_that_is_shown_may_be_wanted_itself);
	tcase_add_test(tc, one_time_for_all_may_be_told);
	tcase_add_test(tc, a_list_that_changes_does_no_harm);
	return wb_test_run("wall/pages", tc);
}
