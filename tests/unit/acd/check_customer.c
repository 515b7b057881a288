#include "acd/customer.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "temp_dir.h"

static char text[WB_CUSTOMER_TEXT_SIZE];
static char other_text[WB_CUSTOMER_TEXT_SIZE];

static struct wb_customer_key read_key(const char *content)
{
	struct wb_customer_key key = { 0 };
	char error[128] = "";
	const char *path = temp_path("key");
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fputs(content, file);
	fclose(file);
	ck_assert_msg(wb_customer_key_read(path, &key, error, sizeof(error)),
	              "%s", error);
	return key;
}

START_TEST(hashes_the_digits_of_a_number)
{
	struct wb_customer_key key = read_key("0123456789abcdef");
	struct wb_str a =
		wb_customer_hash(&key, wb_str("+98 (21) 555-1234"), text);
	struct wb_str b =
		wb_customer_hash(&key, wb_str("98215551234"), other_text);
	ck_assert_uint_eq(a.len, 32);
	ck_assert(wb_str_equal(a, b));
	b = wb_customer_hash(&key, wb_str("98215551235"), other_text);
	ck_assert(!wb_str_equal(a, b));
	ck_assert_ptr_null(strstr(text, "9821"));
}
END_TEST

START_TEST(depends_on_the_key)
{
	struct wb_customer_key one = read_key("0123456789abcdef");
	struct wb_customer_key two = read_key("0123456789abcdeg");
	wb_customer_hash(&one, wb_str("5551234"), text);
	wb_customer_hash(&two, wb_str("5551234"), other_text);
	ck_assert_str_ne(text, other_text);
}
END_TEST

START_TEST(says_nothing_without_a_key_or_a_number)
{
	struct wb_customer_key none = { 0 };
	struct wb_customer_key key = read_key("0123456789abcdef");
	ck_assert_ptr_null(
		wb_customer_hash(&none, wb_str("5551234"), text).data);
	ck_assert_ptr_null(
		wb_customer_hash(&key, wb_str("<unknown>"), text).data);
	ck_assert_ptr_null(wb_customer_hash(&key, wb_str(""), text).data);
	ck_assert_ptr_null(
		wb_customer_hash(&key, (struct wb_str){ NULL, 0 }, text).data);
}
END_TEST

START_TEST(refuses_a_short_key_and_a_missing_file)
{
	struct wb_customer_key key = { 0 };
	char error[128] = "";
	const char *path = temp_path("short");
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fputs("short", file);
	fclose(file);
	ck_assert(!wb_customer_key_read(path, &key, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "5 bytes"));
	ck_assert(!wb_customer_key_read(temp_path("no"), &key, error,
	                                sizeof(error)));
	ck_assert(!key.present);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("customer");
	tcase_add_checked_fixture(tc, temp_dir_make, temp_dir_remove);
	tcase_add_test(tc, hashes_the_digits_of_a_number);
	tcase_add_test(tc, depends_on_the_key);
	tcase_add_test(tc, says_nothing_without_a_key_or_a_number);
	tcase_add_test(tc, refuses_a_short_key_and_a_missing_file);

	Suite *suite = suite_create("acd/customer");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
