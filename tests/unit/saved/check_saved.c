/* Views that people keep: on the disk, and back from it. */

#include "saved/saved.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "suite.h"
#include "temp_dir.h"

static struct wb_saved *saved;
static char message[512];
static struct wb_buf told;

static void reopen(void)
{
	wb_saved_close(saved);
	saved = wb_saved_open(temp_dir(), message, sizeof(message));
	ck_assert_msg(saved, "%s", message);
}

static void setup(void)
{
	temp_dir_make();
	reopen();
	ck_assert_str_eq(message, "");
}

static void teardown(void)
{
	wb_saved_close(saved);
	saved = NULL;
	wb_buf_finish(&told);
	temp_dir_remove();
}

static int64_t put(const char *name, const char *text)
{
	int64_t revision = -1;
	const struct wb_saved_view view = {
		.owner = wb_str(""),
		.name = wb_str(name),
		.changed = 1732190412345,
		.text = wb_str(text),
	};
	ck_assert_int_eq(wb_saved_put(saved, &view, &revision), 0);
	return revision;
}

static void tell(void *user, const struct wb_saved_view *view)
{
	(void)user;
	ck_assert_int_eq(view->changed, 1732190412345);
	wb_buf_addf(&told, "%.*s/%.*s@%lld=%.*s;", WB_STR_FMT(view->owner),
	            WB_STR_FMT(view->name), (long long)view->revision,
	            WB_STR_FMT(view->text));
}

static void expect(const char *expected)
{
	wb_buf_clear(&told);
	ck_assert_int_eq(wb_saved_read(saved, tell, NULL), 0);
	ck_assert_str_eq(told.data ? told.data : "", expected);
}

START_TEST(what_was_put_is_there_after_a_restart)
{
	expect("");
	ck_assert_int_eq(put("b", "{}"), 1);
	ck_assert_int_eq(put("\xd9\x81", "{\"a\":1}"), 2);
	reopen();
	expect("/b@1={};/\xd9\x81@2={\"a\":1};");
}
END_TEST

START_TEST(a_view_takes_the_place_of_its_namesake)
{
	put("a", "1");
	ck_assert_int_eq(put("a", "2"), 2);
	expect("/a@2=2;");
}
END_TEST

START_TEST(a_revision_is_never_given_twice)
{
	put("a", "1");
	ck_assert_int_eq(wb_saved_delete(saved, wb_str(""), wb_str("a")), 0);
	expect("");
	reopen();
	ck_assert_int_eq(put("a", "2"), 2);
}
END_TEST

START_TEST(deleting_what_is_not_there_does_nothing)
{
	put("a", "1");
	ck_assert_int_eq(wb_saved_delete(saved, wb_str(""), wb_str("b")), 0);
	ck_assert_int_eq(wb_saved_delete(saved, wb_str("x"), wb_str("a")), 0);
	expect("/a@1=1;");
}
END_TEST

START_TEST(views_of_two_owners_may_have_one_name)
{
	int64_t revision;
	struct wb_saved_view view = { wb_str("ann"), wb_str("a"), 0,
		                      1732190412345, wb_str("1") };
	put("a", "0");
	ck_assert_int_eq(wb_saved_put(saved, &view, &revision), 0);
	expect("/a@1=0;ann/a@2=1;");
}
END_TEST

START_TEST(a_second_process_is_told_that_there_is_a_first)
{
	ck_assert_ptr_null(wb_saved_open(temp_dir(), message, sizeof(message)));
	ck_assert_ptr_nonnull(strstr(message, "another wallboardd uses"));
}
END_TEST

START_TEST(a_damaged_file_is_set_aside_and_said)
{
	struct stat st;
	put("a", "1");
	wb_saved_close(saved);
	saved = NULL;
	FILE *file = fopen(temp_path("views.db"), "wb");
	fputs("this is no database, and long enough to be looked at", file);
	fclose(file);
	remove(temp_path("views.db-wal"));
	reopen();
	ck_assert_ptr_nonnull(strstr(message, "set aside"));
	ck_assert_int_eq(stat(temp_path("views.db.damaged"), &st), 0);
	expect("");
	put("b", "2");
	reopen();
	ck_assert_str_eq(message, "");
	expect("/b@1=2;");
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_said)
{
	ck_assert_ptr_null(
		wb_saved_open(temp_path("none"), message, sizeof(message)));
	ck_assert_ptr_nonnull(strstr(message, "the views"));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("saved");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, what_was_put_is_there_after_a_restart);
	tcase_add_test(tc, a_view_takes_the_place_of_its_namesake);
	tcase_add_test(tc, a_revision_is_never_given_twice);
	tcase_add_test(tc, deleting_what_is_not_there_does_nothing);
	tcase_add_test(tc, views_of_two_owners_may_have_one_name);
	tcase_add_test(tc, a_second_process_is_told_that_there_is_a_first);
	tcase_add_test(tc, a_damaged_file_is_set_aside_and_said);
	tcase_add_test(tc, a_folder_that_is_not_there_is_said);
	return wb_test_run("saved", tc);
}
