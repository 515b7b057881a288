#include "base/buf.h"

#include "suite.h"

static struct wb_buf buf;

static void setup(void)
{
	wb_buf_init(&buf, 0);
}

static void teardown(void)
{
	wb_buf_finish(&buf);
}

START_TEST(what_is_added_is_there_and_terminated)
{
	wb_buf_add_text(&buf, "ab");
	wb_buf_add_char(&buf, 'c');
	wb_buf_add_str(&buf, wb_str("de"));
	wb_buf_addf(&buf, "%d-%s", 42, "f");
	wb_buf_add(&buf, "\0x", 2);
	ck_assert_uint_eq(buf.len, 11);
	ck_assert_mem_eq(buf.data, "abcde42-f\0x", 12);
	ck_assert(!buf.failed);
}
END_TEST

START_TEST(an_empty_buffer_is_an_empty_string)
{
	ck_assert_ptr_nonnull(wb_buf_str(&buf).data);
	ck_assert_uint_eq(wb_buf_str(&buf).len, 0);
	wb_buf_add_str(&buf, wb_str(NULL));
	ck_assert_uint_eq(buf.len, 0);
	ck_assert(!buf.failed);
}
END_TEST

START_TEST(it_grows_far_beyond_its_first_size)
{
	for (int i = 0; i < 20000; i++) {
		wb_buf_addf(&buf, "%05d", i);
	}
	ck_assert_uint_eq(buf.len, 100000);
	ck_assert_mem_eq(buf.data + 99995, "19999", 6);
}
END_TEST

START_TEST(the_limit_is_reached_but_not_passed)
{
	wb_buf_init(&buf, 10);
	wb_buf_add_text(&buf, "0123456789");
	ck_assert(!buf.failed);
	wb_buf_add_char(&buf, 'x');
	ck_assert(buf.failed);
	ck_assert_str_eq(buf.data, "0123456789");
}
END_TEST

START_TEST(after_a_failure_nothing_is_added_until_cleared)
{
	wb_buf_init(&buf, 4);
	wb_buf_add_text(&buf, "too long");
	wb_buf_add_char(&buf, 'x');
	wb_buf_addf(&buf, "%d", 1);
	ck_assert_uint_eq(buf.len, 0);
	ck_assert(buf.failed);
	wb_buf_clear(&buf);
	wb_buf_add_text(&buf, "ok");
	ck_assert(!buf.failed);
	ck_assert_str_eq(buf.data, "ok");
}
END_TEST

START_TEST(an_impossible_size_is_refused)
{
	wb_buf_init(&buf, SIZE_MAX);
	wb_buf_add_char(&buf, 'x');
	ck_assert(!wb_buf_reserve(&buf, SIZE_MAX - 1));
	ck_assert(buf.failed);
	ck_assert_str_eq(buf.data, "x");
}
END_TEST

START_TEST(reserved_room_needs_no_new_memory)
{
	char *data;

	ck_assert(wb_buf_reserve(&buf, 5000));
	data = buf.data;
	for (int i = 0; i < 5000; i++) {
		wb_buf_add_char(&buf, 'x');
	}
	ck_assert_ptr_eq(buf.data, data);
}
END_TEST

START_TEST(the_front_can_be_dropped)
{
	wb_buf_add_text(&buf, "hello world");
	wb_buf_drop_front(&buf, 6);
	ck_assert_str_eq(buf.data, "world");
	ck_assert_uint_eq(buf.len, 5);
	wb_buf_drop_front(&buf, 0);
	wb_buf_drop_front(&buf, 5);
	ck_assert_str_eq(buf.data, "");
}
END_TEST

START_TEST(finish_keeps_the_limit_and_may_be_repeated)
{
	wb_buf_init(&buf, 3);
	wb_buf_add_text(&buf, "abc");
	wb_buf_finish(&buf);
	wb_buf_finish(&buf);
	ck_assert_ptr_null(buf.data);
	wb_buf_add_text(&buf, "abcd");
	ck_assert(buf.failed);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("buf");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, what_is_added_is_there_and_terminated);
	tcase_add_test(tc, an_empty_buffer_is_an_empty_string);
	tcase_add_test(tc, it_grows_far_beyond_its_first_size);
	tcase_add_test(tc, the_limit_is_reached_but_not_passed);
	tcase_add_test(tc, after_a_failure_nothing_is_added_until_cleared);
	tcase_add_test(tc, an_impossible_size_is_refused);
	tcase_add_test(tc, reserved_room_needs_no_new_memory);
	tcase_add_test(tc, the_front_can_be_dropped);
	tcase_add_test(tc, finish_keeps_the_limit_and_may_be_repeated);
	return wb_test_run("proto/buf", tc);
}
