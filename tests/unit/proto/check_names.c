#include "base/names.h"

#include <stdio.h>

#include "suite.h"

static struct wb_names names;

static void setup(void)
{
	names = (struct wb_names){ 0 };
}

static void teardown(void)
{
	wb_names_finish(&names);
}

START_TEST(numbers_are_dense_and_stay)
{
	ck_assert_uint_eq(wb_names_add(&names, wb_str("sales")), 0);
	ck_assert_uint_eq(wb_names_add(&names, wb_str("support")), 1);
	ck_assert_uint_eq(wb_names_add(&names, wb_str("sales")), 0);
	ck_assert_uint_eq(wb_names_find(&names, wb_str("support")), 1);
	ck_assert_uint_eq(wb_names_find(&names, wb_str("suppor")),
	                  WB_NAMES_NONE);
	ck_assert_uint_eq(names.count, 2);
}
END_TEST

START_TEST(an_empty_table_finds_nothing)
{
	ck_assert_uint_eq(wb_names_find(&names, wb_str("x")), WB_NAMES_NONE);
	ck_assert_uint_eq(wb_names_find(&names, wb_str("")), WB_NAMES_NONE);
}
END_TEST

START_TEST(names_are_copied)
{
	char text[] = "sales";

	wb_names_add(&names, wb_str(text));
	text[0] = 'X';
	ck_assert_str_eq(wb_names_get(&names, 0).data, "sales");
	ck_assert_uint_eq(wb_names_find(&names, wb_str("sales")), 0);
}
END_TEST

START_TEST(many_names_of_all_lengths_are_kept_apart)
{
	char text[64];

	for (uint32_t i = 0; i < 20000; i++) {
		snprintf(text, sizeof(text), "%*u", (int)(i % 40), i);
		ck_assert_uint_eq(wb_names_add(&names, wb_str(text)), i);
	}
	for (uint32_t i = 0; i < 20000; i++) {
		snprintf(text, sizeof(text), "%*u", (int)(i % 40), i);
		ck_assert_uint_eq(wb_names_find(&names, wb_str(text)), i);
		ck_assert_str_eq(wb_names_get(&names, i).data, text);
	}
}
END_TEST

START_TEST(the_limit_refuses_new_names_and_keeps_old_ones)
{
	names.limit = 2;
	wb_names_add(&names, wb_str("a"));
	wb_names_add(&names, wb_str("b"));
	ck_assert_uint_eq(wb_names_add(&names, wb_str("c")), WB_NAMES_NONE);
	ck_assert_uint_eq(wb_names_add(&names, wb_str("b")), 1);
	ck_assert_uint_eq(names.count, 2);
}
END_TEST

START_TEST(without_memory_for_a_text_nothing_is_added)
{
	names.texts.limit = 64;
	ck_assert_uint_eq(wb_names_add(&names, wb_str("a")), 0);
	ck_assert_uint_eq(
		wb_names_add(&names, wb_str("a name that is longer than the "
	                                    "arena has room for, by far")),
		WB_NAMES_NONE);
	ck_assert_uint_eq(names.count, 1);
	ck_assert_uint_eq(wb_names_add(&names, wb_str("b")), 1);
}
END_TEST

START_TEST(the_empty_name_and_bytes_after_a_nul_count)
{
	ck_assert_uint_eq(wb_names_add(&names, wb_str("")), 0);
	ck_assert_uint_eq(wb_names_add(&names, (struct wb_str){ "a\0b", 3 }),
	                  1);
	ck_assert_uint_eq(wb_names_add(&names, (struct wb_str){ "a\0c", 3 }),
	                  2);
	ck_assert_uint_eq(wb_names_find(&names, wb_str("")), 0);
}
END_TEST

START_TEST(finish_empties_it_for_use_again)
{
	names.limit = 1;
	wb_names_add(&names, wb_str("a"));
	wb_names_finish(&names);
	wb_names_finish(&names);
	ck_assert_uint_eq(wb_names_add(&names, wb_str("b")), 0);
	ck_assert_uint_eq(wb_names_add(&names, wb_str("c")), WB_NAMES_NONE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("names");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, numbers_are_dense_and_stay);
	tcase_add_test(tc, an_empty_table_finds_nothing);
	tcase_add_test(tc, names_are_copied);
	tcase_add_test(tc, many_names_of_all_lengths_are_kept_apart);
	tcase_add_test(tc, the_limit_refuses_new_names_and_keeps_old_ones);
	tcase_add_test(tc, without_memory_for_a_text_nothing_is_added);
	tcase_add_test(tc, the_empty_name_and_bytes_after_a_nul_count);
	tcase_add_test(tc, finish_empties_it_for_use_again);
	return wb_test_run("proto/names", tc);
}
