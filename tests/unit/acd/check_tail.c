#include "acd/tail.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "temp_dir.h"

static struct wb_tail *tail;
static char path[512];

static void setup(void)
{
	temp_dir_make();
	snprintf(path, sizeof(path), "%s", temp_path("log"));
}

static void teardown(void)
{
	wb_tail_destroy(tail);
	tail = NULL;
	temp_dir_remove();
}

static void append(const char *to, const char *text)
{
	FILE *file = fopen(to, "a");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

static void assert_line(const char *want)
{
	struct wb_str line;

	ck_assert_int_eq(wb_tail_next(tail, &line), WB_TAIL_LINE);
	ck_assert_msg(wb_str_is(line, want), "'%.*s', not '%s'",
	              WB_STR_FMT(line), want);
}

static void assert_result(enum wb_tail_result want)
{
	struct wb_str line;

	ck_assert_int_eq(wb_tail_next(tail, &line), want);
}

START_TEST(reads_whole_lines_to_the_end)
{
	append(path, "one\n\ntwo\nhalf");
	tail = wb_tail_create(path, false);
	assert_result(WB_TAIL_NEW_FILE);
	assert_line("one");
	assert_line("");
	assert_line("two");
	ck_assert_uint_eq(wb_tail_line_number(tail), 3);
	ck_assert_int_eq(wb_tail_offset(tail), 9);
	ck_assert_int_eq(wb_tail_size(tail), 13);
	assert_result(WB_TAIL_END);
	append(path, " more\n");
	assert_line("half more");
}
END_TEST

START_TEST(fails_without_a_file_unless_it_follows)
{
	tail = wb_tail_create(path, false);
	assert_result(WB_TAIL_FAILED);
	wb_tail_destroy(tail);
	tail = wb_tail_create(path, true);
	assert_result(WB_TAIL_END);
	append(path, "one\n");
	assert_result(WB_TAIL_NEW_FILE);
	assert_line("one");
	assert_result(WB_TAIL_END);
}
END_TEST

START_TEST(refuses_a_directory)
{
	tail = wb_tail_create(temp_dir(), false);
	assert_result(WB_TAIL_FAILED);
}
END_TEST

START_TEST(reads_a_rotated_file_to_its_end_before_the_new_one)
{
	char old[520];

	snprintf(old, sizeof(old), "%s.0", path);
	append(path, "one\n");
	tail = wb_tail_create(path, true);
	assert_result(WB_TAIL_NEW_FILE);
	assert_line("one");
	ck_assert_int_eq(rename(path, old), 0);
	assert_result(WB_TAIL_END); /* the name is absent for a moment */
	append(old, "two\n");
	assert_line("two");
	append(path, ""); /* the new one is there, but nobody writes to it */
	append(old, "three\n");
	assert_line("three");
	assert_result(WB_TAIL_END);
	append(old, "four\n");
	append(path, "five\n");
	assert_line("four");
	assert_result(WB_TAIL_NEW_FILE);
	assert_line("five");
	ck_assert_uint_eq(wb_tail_line_number(tail), 1);
	assert_result(WB_TAIL_END);
}
END_TEST

START_TEST(begins_again_when_the_file_was_cut)
{
	append(path, "one\ntwo\n");
	tail = wb_tail_create(path, true);
	assert_result(WB_TAIL_NEW_FILE);
	assert_line("one");
	assert_line("two");
	ck_assert_int_eq(truncate(path, 0), 0);
	append(path, "new\n");
	assert_result(WB_TAIL_NEW_FILE);
	assert_line("new");
}
END_TEST

START_TEST(skips_a_line_that_is_too_long)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fputs("one\n", file);
	for (int i = 0; i < 5 * WB_TAIL_LINE_MAX_BYTES; i++) {
		fputc('x', file);
	}
	fputs("\ntwo\n", file);
	fclose(file);
	tail = wb_tail_create(path, false);
	assert_result(WB_TAIL_NEW_FILE);
	assert_line("one");
	assert_line("two");
	ck_assert_uint_eq(wb_tail_too_long(tail), 1);
	ck_assert_uint_eq(wb_tail_line_number(tail), 3);
}
END_TEST

START_TEST(starts_near_the_end_when_told_so)
{
	append(path, "one\ntwo\nthree\n");
	tail = wb_tail_create(path, true);
	ck_assert(wb_tail_begin_at_last(tail, 8));
	assert_line("three");
	assert_result(WB_TAIL_END);
	append(path, "new\n");
	assert_line("new");
	wb_tail_destroy(tail);
	tail = wb_tail_create(path, true);
	ck_assert(wb_tail_begin_at_last(tail, 10));
	assert_line("three"); /* it begins where the portion begins */
	wb_tail_destroy(tail);
	tail = wb_tail_create(path, true);
	ck_assert(wb_tail_begin_at_last(tail, 1000));
	assert_line("one");
	wb_tail_destroy(tail);
	tail = wb_tail_create(temp_path("no"), true);
	ck_assert(!wb_tail_begin_at_last(tail, 8));
}
END_TEST

START_TEST(tells_when_the_file_may_have_changed)
{
	tail = wb_tail_create(path, true);
	int fd = wb_tail_notify_fd(tail);
	char byte[512];
	ck_assert_int_ge(fd, 0);
	ck_assert_int_lt(read(fd, byte, sizeof(byte)), 0);
	append(path, "one\n");
	ck_assert_int_gt(read(fd, byte, sizeof(byte)), 0);
	wb_tail_drain(fd);
	ck_assert_int_lt(read(fd, byte, sizeof(byte)), 0);
	close(fd);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tail");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, reads_whole_lines_to_the_end);
	tcase_add_test(tc, fails_without_a_file_unless_it_follows);
	tcase_add_test(tc, refuses_a_directory);
	tcase_add_test(tc, reads_a_rotated_file_to_its_end_before_the_new_one);
	tcase_add_test(tc, begins_again_when_the_file_was_cut);
	tcase_add_test(tc, skips_a_line_that_is_too_long);
	tcase_add_test(tc, starts_near_the_end_when_told_so);
	tcase_add_test(tc, tells_when_the_file_may_have_changed);

	Suite *suite = suite_create("acd/tail");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
