#include "base/json_write.h"

#include "suite.h"

static struct wb_buf out;
static struct wb_json_writer w;

static void setup(void)
{
	wb_buf_init(&out, 0);
	wb_json_writer_init(&w, &out);
}

static void teardown(void)
{
	wb_buf_finish(&out);
}

START_TEST(commas_and_colons_are_put_by_the_writer)
{
	wb_json_begin_object(&w);
	wb_json_key_text(&w, "a");
	wb_json_int(&w, 1);
	wb_json_key(&w, wb_str("b"));
	wb_json_begin_array(&w);
	wb_json_begin_array(&w);
	wb_json_end_array(&w);
	wb_json_begin_object(&w);
	wb_json_end_object(&w);
	wb_json_null(&w);
	wb_json_bool(&w, true);
	wb_json_bool(&w, false);
	wb_json_end_array(&w);
	wb_json_key_text(&w, "c");
	wb_json_raw(&w, wb_str("{\"x\":1}"));
	wb_json_key_text(&w, "d");
	wb_json_text(&w, "e");
	wb_json_end_object(&w);
	ck_assert_str_eq(out.data, "{\"a\":1,\"b\":[[],{},null,true,false],"
	                           "\"c\":{\"x\":1},\"d\":\"e\"}");
}
END_TEST

static const struct {
	int64_t value;
	int scale;
	const char *text;
} decimals[] = {
	{ 7778, 2, "77.78" },
	{ 8000, 2, "80" },
	{ 8010, 2, "80.1" },
	{ 0, 2, "0" },
	{ 5, 2, "0.05" },
	{ -5, 2, "-0.05" },
	{ -700, 2, "-7" },
	{ 1, 9, "0.000000001" },
	{ 100, 0, "100" },
	{ INT64_MAX, 0, "9223372036854775807" },
	{ INT64_MIN, 0, "-9223372036854775808" },
	{ INT64_MIN, 9, "-9223372036.854775808" },
};

START_TEST(decimals_have_no_trailing_zeros)
{
	wb_json_decimal(&w, decimals[_i].value, decimals[_i].scale);
	ck_assert_str_eq(out.data, decimals[_i].text);
}
END_TEST

#define BYTES(literal)                                                         \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}

static const struct {
	struct wb_str text;
	const char *json;
} strings[] = {
	{ BYTES(""), "\"\"" },
	{ BYTES("a\"b\\c/"), "\"a\\\"b\\\\c/\"" },
	{ BYTES("\n\r\t\b\x1f"), "\"\\n\\r\\t\\u0008\\u001f\"" },
	{ BYTES("a\0b"), "\"a\\u0000b\"" },
	{ BYTES("\x7f"), "\"\x7f\"" },
	{ BYTES("\xd9\x81\xe2\x82\xac\xf0\x9f\x98\x80"),
	  "\"\xd9\x81\xe2\x82\xac\xf0\x9f\x98\x80\"" },
	{ BYTES("a\xff"
	        "b"),
	  "\"a\xef\xbf\xbd"
	  "b\"" },
	{ BYTES("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
	{ BYTES("x\xd9"), "\"x\xef\xbf\xbd\"" },
	{ { NULL, 0 }, "\"\"" },
};

START_TEST(strings_are_escaped_and_made_valid)
{
	wb_json_string(&w, strings[_i].text);
	ck_assert_str_eq(out.data, strings[_i].json);
}
END_TEST

START_TEST(a_full_buffer_fails_once_and_for_all)
{
	wb_buf_init(&out, 8);
	wb_json_begin_object(&w);
	wb_json_key_text(&w, "a long key");
	wb_json_int(&w, 1);
	wb_json_end_object(&w);
	ck_assert(out.failed);
	ck_assert_uint_le(out.len, 8);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("json_write");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, commas_and_colons_are_put_by_the_writer);
	tcase_add_loop_test(tc, decimals_have_no_trailing_zeros, 0,
	                    WB_COUNT(decimals));
	tcase_add_loop_test(tc, strings_are_escaped_and_made_valid, 0,
	                    WB_COUNT(strings));
	tcase_add_test(tc, a_full_buffer_fails_once_and_for_all);
	return wb_test_run("proto/json_write", tc);
}
