#include <stdio.h>

#include "json.h"
#include "suite.h"

static struct wb_arena arena;
static struct wb_json_error error;

static void setup(void)
{
	arena = (struct wb_arena){ 0 };
}

static void teardown(void)
{
	wb_arena_finish(&arena);
}

static const struct wb_json *read_json(const char *text)
{
	return wb_json_read(wb_str(text), &arena, &error);
}

/* Text in, the compact form of what was understood out. */
static const struct {
	const char *text, *json;
} good[] = {
	{ "null", "null" },
	{ " true ", "true" },
	{ "\t[ ]\r\n", "[]" },
	{ "{}", "{}" },
	{ "{ \"a\" : [ 1 , { \"b\" : false } ] , \"\" : 0 }",
	  "{\"a\":[1,{\"b\":false}],\"\":0}" },
	{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
	  "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\"" },
	{ "\"\\u0041\\u00e9\\u20ac\\ud83d\\ude00\"",
	  "\"A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"" },
	{ "\"\xd9\x81\"", "\"\xd9\x81\"" },
	{ "\"\x7f\"", "\"\x7f\"" },
	{ "{\"\\u0061\":1}", "{\"a\":1}" },
};

START_TEST(valid_text_is_understood)
{
	const struct wb_json *value = read_json(good[_i].text);
	struct wb_buf out = { 0 };
	struct wb_json_writer w;

	ck_assert_msg(value != NULL, "%s", error.message);
	wb_json_writer_init(&w, &out);
	wb_json_write(value, &w);
	ck_assert_str_eq(out.data, good[_i].json);
	wb_buf_finish(&out);
}
END_TEST

static const struct {
	const char *text;
	int64_t number;
	int scale;
} numbers[] = {
	{ "0", 0, 0 },
	{ "-0", 0, 0 },
	{ "42", 42, 0 },
	{ "1000", 1000, 0 },
	{ "1.50", 15, 1 },
	{ "80.00", 80, 0 },
	{ "0.05", 5, 2 },
	{ "-0.000000001", -1, 9 },
	{ "1e3", 1000, 0 },
	{ "1.5E+2", 150, 0 },
	{ "15e-1", 15, 1 },
	{ "0e99999999999999999999", 0, 0 },
	{ "1000000000000e-12", 1, 0 },
	{ "1.500000000000000000000000000", 15, 1 },
	{ "9223372036854775807", INT64_MAX, 0 },
	{ "-9223372036854775808", INT64_MIN, 0 },
	{ "9223372036.854775807", INT64_MAX, 9 },
};

START_TEST(numbers_are_exact)
{
	const struct wb_json *value = read_json(numbers[_i].text);

	ck_assert_msg(value != NULL, "%s", error.message);
	ck_assert_int_eq(value->kind, WB_JSON_NUMBER);
	ck_assert_int_eq(value->number, numbers[_i].number);
	ck_assert_int_eq(value->scale, numbers[_i].scale);
}
END_TEST

#define NUMBER "number out of range or with more than 9 decimals"

static const struct {
	const char *text;
	size_t offset;
	const char *message;
} bad[] = {
	{ "", 0, "expected a value, got the end" },
	{ "  ", 2, "expected a value, got the end" },
	{ "nul", 0, "expected a value, got 'n'" },
	{ "True", 0, "expected a value, got 'T'" },
	{ "NaN", 0, "expected a value, got 'N'" },
	{ "'a'", 0, "expected a value, got '''" },
	{ "1 2", 2, "expected the end, got '2'" },
	{ "{} x", 3, "expected the end, got 'x'" },
	{ "[1,2,]", 5, "expected a value, got ']'" },
	{ "[1 2]", 3, "expected ',' or ']', got '2'" },
	{ "[1", 2, "expected ',' or ']', got the end" },
	{ "{\"a\":1,}", 7, "expected a key in quotes, got '}'" },
	{ "{\"a\" 1}", 5, "expected ':', got '1'" },
	{ "{\"a\":1", 6, "expected ',' or '}', got the end" },
	{ "{a:1}", 1, "expected a key in quotes, got 'a'" },
	{ "{\"a\":}", 5, "expected a value, got '}'" },
	{ "[\xd9\x81]", 1, "expected a value, got '\xd9\x81'" },
	{ "[\xff]", 1, "expected a value, got '\\xff'" },
	{ "[\x01]", 1, "expected a value, got '\\u0001'" },
	{ "\xef\xbb\xbf{}", 0, "expected a value, got '\\ufeff'" },
	{ "01", 0, "number with a leading zero" },
	{ "-", 1, "expected a digit, got the end" },
	{ "+1", 0, "expected a value, got '+'" },
	{ ".5", 0, "expected a value, got '.'" },
	{ "1.", 2, "expected a digit, got the end" },
	{ "1e", 2, "expected a digit, got the end" },
	{ "1e+x", 3, "expected a digit, got 'x'" },
	{ "9223372036854775808", 0, NUMBER },
	{ "-9223372036854775809", 0, NUMBER },
	{ "100000000000000000000", 0, NUMBER },
	{ "0.0000000001", 0, NUMBER },
	{ "1e99999999999999999999", 0, NUMBER },
	{ "1e-10", 0, NUMBER },
	{ "9223372036.8547758071", 0, NUMBER },
	{ "\"a", 0, "string without its end" },
	{ "\"a\\\"", 0, "string without its end" },
	{ "\"a\\", 0, "string without its end" },
	{ "\"a\nb\"", 2, "control character in a string" },
	{ "\"\\x\"", 1, "unknown escape in a string" },
	{ "\"\\\xff\"", 1, "unknown escape in a string" },
	{ "\"\\u12g4\"", 1, "expected four hex digits after \\u" },
	{ "\"\\u12\"", 1, "expected four hex digits after \\u" },
	{ "\"\\u0000\"", 1, "a NUL character is not allowed" },
	{ "\"\\ud800\"", 1, "half a surrogate pair" },
	{ "\"\\ud800\\n\"", 1, "half a surrogate pair" },
	{ "\"\\ud800\\u0041\"", 1, "half a surrogate pair" },
	{ "\"\\udc00\\ud800\"", 1, "half a surrogate pair" },
	{ "\"a\xed\xa0\x80\"", 2, "not valid UTF-8" },
	{ "\"\xc0\x80\"", 1, "not valid UTF-8" },
	{ "\"\xf4\x90\x80\x80\"", 1, "not valid UTF-8" },
	{ "\"\xd9\"", 1, "not valid UTF-8" },
	{ "{\"a\":1,\"a\":2}", 10, "key 'a' comes twice" },
	{ "{\"a\":1,\"\\u0061\":2}", 15, "key 'a' comes twice" },
	{ "{\"\":1,\"\":2}", 8, "key '' comes twice" },
};

START_TEST(invalid_text_is_refused_with_its_place)
{
	ck_assert_ptr_null(read_json(bad[_i].text));
	ck_assert_str_eq(error.message, bad[_i].message);
	ck_assert_uint_eq(error.offset, bad[_i].offset);
}
END_TEST

START_TEST(a_nul_byte_is_refused)
{
	struct wb_str in_text = { "[\0]", 3 }, in_string = { "\"a\0b\"", 5 };

	ck_assert_ptr_null(wb_json_read(in_text, &arena, &error));
	ck_assert_ptr_null(wb_json_read(in_string, &arena, &error));
	ck_assert_str_eq(error.message, "control character in a string");
}
END_TEST

START_TEST(an_absent_text_is_an_empty_one)
{
	ck_assert_ptr_null(wb_json_read(wb_str(NULL), &arena, &error));
	ck_assert_str_eq(error.message, "expected a value, got the end");
}
END_TEST

/* `depth` arrays in each other. */
static const struct wb_json *read_nested(int depth)
{
	char text[200];

	memset(text, '[', (size_t)depth);
	memset(text + depth, ']', (size_t)depth);
	text[2 * depth] = '\0';
	return read_json(text);
}

START_TEST(nesting_is_limited)
{
	ck_assert_ptr_nonnull(read_nested(WB_JSON_MAX_DEPTH));
	ck_assert_ptr_null(read_nested(WB_JSON_MAX_DEPTH + 1));
	ck_assert_str_eq(error.message, "nested too deeply");
	ck_assert_uint_eq(error.offset, WB_JSON_MAX_DEPTH);
}
END_TEST

START_TEST(plain_strings_are_borrowed_and_escaped_ones_are_not)
{
	const char *text = "[\"plain\",\"a\\nb\"]";
	const struct wb_json *value = read_json(text);

	ck_assert_ptr_eq(value->first->value.string.data, text + 2);
	ck_assert_str_eq(value->last->value.string.data, "a\nb");
	ck_assert_uint_eq(value->last->value.string.len, 3);
}
END_TEST

/* An object of `count` keys, the last of which repeats the one at `twin`. */
static const struct wb_json *read_big(int count, int twin, struct wb_buf *text)
{
	wb_buf_clear(text);
	for (int i = 0; i < count; i++) {
		int name = i == count - 1 && twin >= 0 ? twin : i;

		wb_buf_addf(text, "%c\"key%d\":%d", i ? ',' : '{', name, i);
	}
	wb_buf_add_char(text, '}');
	return wb_json_read(wb_buf_str(text), &arena, &error);
}

START_TEST(repeated_keys_are_found_in_objects_of_any_size)
{
	struct wb_buf text = { 0 };

	for (int count = 2; count < 40; count++) {
		const struct wb_json *value = read_big(count, -1, &text);

		ck_assert_ptr_nonnull(value);
		ck_assert_uint_eq(value->count, (unsigned)count);
		for (int twin = 0; twin < count - 1; twin++) {
			char message[40];

			snprintf(message, sizeof(message),
			         "key 'key%d' comes twice", twin);
			ck_assert_ptr_null(read_big(count, twin, &text));
			ck_assert_str_eq(error.message, message);
		}
		wb_arena_reset(&arena);
	}
	wb_buf_finish(&text);
}
END_TEST

/* Comparing all pairs would take minutes. */
START_TEST(a_huge_object_is_read_in_no_time)
{
	struct wb_buf text = { 0 };

	ck_assert_ptr_nonnull(read_big(200000, -1, &text));
	ck_assert_ptr_null(read_big(200000, 77, &text));
	ck_assert_str_eq(error.message, "key 'key77' comes twice");
	wb_buf_finish(&text);
}
END_TEST

START_TEST(without_memory_it_fails_cleanly_wherever_that_is)
{
	static const char text[] =
		"{\"a\":[1,\"x\\n\",{\"b\":null}],\"c1\":1,\"c2\":1,\"c3\":1,"
		"\"c4\":1,\"c5\":1,\"c6\":1,\"c7\":1,\"c8\":1,\"c9\":1,"
		"\"d1\":1,\"d2\":1,\"d3\":1,\"d4\":1,\"d5\":1,\"d6\":1}";
	const struct wb_json *value = NULL;
	size_t limit = 0;

	while (!value) {
		wb_arena_reset(&arena);
		arena.limit = ++limit;
		value = read_json(text);
		if (!value) {
			ck_assert_str_eq(error.message, "out of memory");
		}
		ck_assert_int_eq(value == NULL, arena.failed);
	}
	ck_assert_uint_gt(limit, 1000);
	ck_assert_uint_eq(value->count, 16);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("json_read");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, valid_text_is_understood, 0, WB_COUNT(good));
	tcase_add_loop_test(tc, numbers_are_exact, 0, WB_COUNT(numbers));
	tcase_add_loop_test(tc, invalid_text_is_refused_with_its_place, 0,
	                    WB_COUNT(bad));
	tcase_add_test(tc, a_nul_byte_is_refused);
	tcase_add_test(tc, an_absent_text_is_an_empty_one);
	tcase_add_test(tc, nesting_is_limited);
	tcase_add_test(tc, plain_strings_are_borrowed_and_escaped_ones_are_not);
	tcase_add_test(tc, repeated_keys_are_found_in_objects_of_any_size);
	tcase_add_test(tc, a_huge_object_is_read_in_no_time);
	tcase_add_test(tc, without_memory_it_fails_cleanly_wherever_that_is);
	return wb_test_run("proto/json_read", tc);
}
