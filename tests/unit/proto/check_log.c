#include "base/log.h"

#include <stdio.h>
#include <unistd.h>

#include "base/str.h"
#include "suite.h"

/* What `write_lines` wrote to stderr. */
static void capture(void (*write_lines)(void), char *ret_text, size_t size)
{
	FILE *file = tmpfile();
	int saved = dup(STDERR_FILENO);
	size_t len;

	ck_assert_ptr_nonnull(file);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	write_lines();
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(file);
	len = fread(ret_text, 1, size - 1, file);
	ret_text[len] = '\0';
	fclose(file);
}

static void write_each_level(void)
{
	wb_log_write(WB_LOG_ERROR, "journal", "disk full: '%s'", "/var");
	wb_log_write(WB_LOG_WARN, "ingest", "unknown queue: '%s', ignoring",
	             "x");
	wb_info("started");
	wb_debug("not shown");
}

START_TEST(a_line_has_level_module_and_text)
{
	char text[4096];

	wb_log_set_level(WB_LOG_INFO);
	capture(write_each_level, text, sizeof(text));
	ck_assert_str_eq(text, "error: journal: disk full: '/var'\n"
	                       "warn: ingest: unknown queue: 'x', ignoring\n"
	                       "info: wallboard: started\n");
}
END_TEST

START_TEST(the_level_can_be_changed)
{
	char text[4096];

	wb_log_set_level(WB_LOG_ERROR);
	capture(write_each_level, text, sizeof(text));
	ck_assert_str_eq(text, "error: journal: disk full: '/var'\n");
	wb_log_set_level(WB_LOG_DEBUG);
	capture(write_each_level, text, sizeof(text));
	ck_assert_ptr_nonnull(strstr(text, "debug: wallboard: not shown\n"));
}
END_TEST

static void write_two_in_one(void)
{
	wb_warn("got '%s'", "a\nerror: faked: line\x1b[2J");
}

START_TEST(a_message_cannot_start_a_second_line)
{
	char text[4096];

	capture(write_two_in_one, text, sizeof(text));
	ck_assert_str_eq(text,
	                 "warn: wallboard: got 'a error: faked: line [2J'\n");
}
END_TEST

static void write_much(void)
{
	char text[3000];

	for (size_t i = 0; i + 2 < sizeof(text); i += 2) {
		memcpy(text + i, "\xd9\x81", 3);
	}
	wb_warn("%s", text);
	wb_warn("x%s", text);
}

START_TEST(a_long_line_is_cut_between_characters)
{
	char text[8192];
	struct wb_str whole;

	capture(write_much, text, sizeof(text));
	whole = wb_str(text);
	ck_assert_uint_lt(whole.len, 2200);
	ck_assert_uint_eq(wb_str_utf8_prefix(whole, whole.len), whole.len);
}
END_TEST

START_TEST(a_burst_is_limited_and_the_rest_counted)
{
	struct wb_log_limit limit = { .burst = 2, .period = 1000 };

	ck_assert(wb_log_allow(&limit, 5000));
	ck_assert(wb_log_allow(&limit, 5001));
	ck_assert(!wb_log_allow(&limit, 5002));
	ck_assert(!wb_log_allow(&limit, 5999));
	ck_assert_int_eq(limit.suppressed, 2);
	ck_assert(wb_log_allow(&limit, 6000));
	ck_assert_int_eq(limit.suppressed, 2);
}
END_TEST

START_TEST(ten_lines_a_minute_are_the_default)
{
	struct wb_log_limit limit = { 0 };

	for (int i = 0; i < 10; i++) {
		ck_assert(wb_log_allow(&limit, i));
	}
	ck_assert(!wb_log_allow(&limit, 59999));
	ck_assert(wb_log_allow(&limit, 60000));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("log");

	tcase_add_test(tc, a_line_has_level_module_and_text);
	tcase_add_test(tc, the_level_can_be_changed);
	tcase_add_test(tc, a_message_cannot_start_a_second_line);
	tcase_add_test(tc, a_long_line_is_cut_between_characters);
	tcase_add_test(tc, a_burst_is_limited_and_the_rest_counted);
	tcase_add_test(tc, ten_lines_a_minute_are_the_default);
	return wb_test_run("proto/log", tc);
}
