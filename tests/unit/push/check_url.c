#include "push/url.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
	const char *path;
	const char *clean; /* NULL = refused */
} paths[] = {
	{ "/", "index.html" },
	{ "/app.mjs", "app.mjs" },
	{ "/js/board.js", "js/board.js" },
	{ "/js/", "js/index.html" },
	{ "/\xd9\x81\xd8\xa7.svg", "\xd9\x81\xd8\xa7.svg" },
	{ "/a b+c", "a b+c" },
	{ "/a..b", "a..b" },
	{ "", NULL },
	{ "index.html", NULL },
	{ "//etc/passwd", NULL },
	{ "/js//x", NULL },
	{ "/.", NULL },
	{ "/..", NULL },
	{ "/../secret", NULL },
	{ "/js/../../secret", NULL },
	{ "/js/..", NULL },
	{ "/.git/config", NULL },
	{ "/js/.hidden", NULL },
	{ "/..\\secret", NULL },
	{ "/js\\..\\secret", NULL },
	{ "/new\nline", NULL },
	{ "/\xff", NULL },
};

START_TEST(cleans_a_path)
{
	char clean[WB_PATH_MAX_BYTES + 16];
	bool good = wb_path_clean(wb_str(paths[_i].path), clean, sizeof(clean));

	ck_assert_int_eq(good, paths[_i].clean != NULL);
	if (good) {
		ck_assert_str_eq(clean, paths[_i].clean);
	}
}
END_TEST

START_TEST(refuses_a_path_with_a_nul_or_too_long)
{
	char clean[WB_PATH_MAX_BYTES + 16];
	char name[WB_PATH_MAX_BYTES + 1];

	ck_assert(!wb_path_clean((struct wb_str){ "/a\0b", 4 }, clean,
	                         sizeof(clean)));
	memset(name, 'a', sizeof(name));
	name[0] = '/';
	ck_assert(wb_path_clean((struct wb_str){ name, sizeof(name) - 1 },
	                        clean, sizeof(clean)));
	ck_assert(!wb_path_clean((struct wb_str){ name, sizeof(name) }, clean,
	                         sizeof(clean)));
}
END_TEST

START_TEST(knows_what_is_below_a_mount)
{
	struct wb_str below = wb_path_below(wb_str("/fonts/x.ttf"), "/fonts");

	ck_assert(wb_str_is(below, "/x.ttf"));
	ck_assert_ptr_null(wb_path_below(wb_str("/fontsy"), "/fonts").data);
	ck_assert_ptr_null(wb_path_below(wb_str("/fonts"), "/fonts").data);
	ck_assert_ptr_null(wb_path_below(wb_str("/f"), "/fonts").data);
	ck_assert(wb_str_is(wb_path_below(wb_str("/x"), ""), "/x"));
}
END_TEST

START_TEST(finds_the_first_value_of_a_name)
{
	struct wb_query query = { 0 };

	ck_assert(wb_query_add(&query, wb_str("view=a=b&c")));
	ck_assert(wb_query_add(&query, wb_str("empty=")));
	ck_assert(wb_query_add(&query, wb_str("bare")));
	ck_assert(wb_query_add(&query, wb_str("view=second")));
	ck_assert(wb_query_add(&query, wb_str("")));
	ck_assert(wb_str_is(wb_query_get(&query, "view"), "a=b&c"));
	ck_assert_ptr_nonnull(wb_query_get(&query, "empty").data);
	ck_assert_uint_eq(wb_query_get(&query, "empty").len, 0);
	ck_assert_ptr_nonnull(wb_query_get(&query, "bare").data);
	ck_assert_ptr_null(wb_query_get(&query, "vie").data);
	ck_assert_ptr_null(wb_query_get(&query, "views").data);
	wb_query_finish(&query);
	ck_assert_ptr_null(wb_query_get(&query, "view").data);
}
END_TEST

START_TEST(bounds_a_query)
{
	struct wb_query query = { 0 };
	char text[32];

	for (int i = 0; i < WB_QUERY_MAX_PARAMETERS; i++) {
		snprintf(text, sizeof(text), "p%d=%d", i, i);
		ck_assert(wb_query_add(&query, wb_str(text)));
	}
	ck_assert(!wb_query_add(&query, wb_str("one=more")));
	ck_assert(wb_str_is(wb_query_get(&query, "p31"), "31"));
	wb_query_finish(&query);

	char *big = malloc(WB_QUERY_MAX_BYTES + 1);
	memset(big, 'x', WB_QUERY_MAX_BYTES + 1);
	ck_assert(!wb_query_add(
		&query, (struct wb_str){ big, WB_QUERY_MAX_BYTES + 1 }));
	free(big);
	wb_query_finish(&query);
}
END_TEST

START_TEST(refuses_a_parameter_that_is_no_text)
{
	struct wb_query query = { 0 };

	ck_assert(!wb_query_add(&query, wb_str("a=\xff")));
	ck_assert(!wb_query_add(&query, wb_str("a=\x01")));
	ck_assert(!wb_query_add(&query, (struct wb_str){ "a=\0b", 4 }));
	ck_assert_int_eq(query.count, 0);
	wb_query_finish(&query);
}
END_TEST

static const struct {
	const char *origin;
	const char *host;
	bool allowed;
} origins[] = {
	{ "http://board.test:8080", "board.test:8080", true },
	{ "https://Board.TEST", "board.test", true },
	{ "https://board.test:8443", "board.test", true },
	{ "http://127.0.0.1:8080", "127.0.0.1:8080", true },
	{ "http://[::1]:8080", "[::1]:8080", true },
	{ "http://[::1]", "[::2]", false },
	{ "http://evil.test", "board.test:8080", false },
	{ "http://board.test.evil.test", "board.test", false },
	{ "http://board", "board.test", false },
	{ "http://evil.test:board.test", "board.test", false },
	{ "null", "board.test", false },
	{ "null", "null", false },
	{ "", "", false },
	{ "http://", "", false },
	{ "http://[", "[", false },
	{ "file://board.test", "board.test", false },
	{ "board.test", "board.test", false },
	{ "http://board.test", "", false },
};

START_TEST(allows_a_page_of_the_same_host_only)
{
	ck_assert_int_eq(wb_origin_allowed(wb_str(origins[_i].origin),
	                                   wb_str(origins[_i].host)),
	                 origins[_i].allowed);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("url");
	tcase_add_loop_test(tc, cleans_a_path, 0,
	                    sizeof(paths) / sizeof(paths[0]));
	tcase_add_test(tc, refuses_a_path_with_a_nul_or_too_long);
	tcase_add_test(tc, knows_what_is_below_a_mount);
	tcase_add_test(tc, finds_the_first_value_of_a_name);
	tcase_add_test(tc, bounds_a_query);
	tcase_add_test(tc, refuses_a_parameter_that_is_no_text);
	tcase_add_loop_test(tc, allows_a_page_of_the_same_host_only, 0,
	                    sizeof(origins) / sizeof(origins[0]));

	Suite *suite = suite_create("push/url");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
