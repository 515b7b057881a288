#include "json.h"

#include "suite.h"

static struct wb_arena arena;
static struct wb_buf out;

static void setup(void)
{
	arena = (struct wb_arena){ 0 };
	wb_buf_init(&out, 0);
}

static void teardown(void)
{
	wb_arena_finish(&arena);
	wb_buf_finish(&out);
}

static const struct wb_json *read_json(const char *text)
{
	struct wb_json_error error;
	const struct wb_json *value =
		wb_json_read(wb_str(text), &arena, &error);

	ck_assert_msg(value != NULL, "%s: %s", text, error.message);
	return value;
}

static const char *write_json(const struct wb_json *value)
{
	struct wb_json_writer w;

	wb_buf_clear(&out);
	wb_json_writer_init(&w, &out);
	wb_json_write(value, &w);
	return out.data;
}

/* A document with a value of each kind; NULL without memory. */
static struct wb_json *build(struct wb_arena *in)
{
	struct wb_json *root = wb_json_new_object(in);
	struct wb_json *tile = wb_json_add_object(in, root, "tile");
	struct wb_json *list = wb_json_add_array(in, root, "list");

	wb_json_add_string(in, tile, "kind", wb_str("number"));
	wb_json_add_string(in, tile, "empty", wb_str(NULL));
	wb_json_add_decimal(in, tile, "value", 7778, 2);
	wb_json_add_decimal(in, tile, "round", 8000, 2);
	wb_json_add_bool(in, tile, "trend", true);
	wb_json_add_null(in, list, NULL);
	wb_json_add_int(in, list, NULL, -5);
	wb_json_add_object_str(in, list, wb_str(NULL));
	return in->failed ? NULL : root;
}

#define BUILT                                                                  \
	"{\"tile\":{\"kind\":\"number\",\"empty\":\"\",\"value\":77.78,"       \
	"\"round\":80,\"trend\":true},\"list\":[null,-5,{}]}"

START_TEST(a_document_is_built_and_written)
{
	ck_assert_str_eq(write_json(build(&arena)), BUILT);
}
END_TEST

START_TEST(what_is_built_equals_what_is_read)
{
	ck_assert(wb_json_equal(build(&arena), read_json(BUILT)));
}
END_TEST

START_TEST(building_without_memory_fails_at_any_point)
{
	struct wb_json *root = NULL;
	size_t limit = 0;

	while (!root) {
		wb_arena_reset(&arena);
		arena.limit = ++limit;
		root = build(&arena);
	}
	ck_assert_uint_gt(limit, 500);
	ck_assert_str_eq(write_json(root), BUILT);
}
END_TEST

START_TEST(members_are_looked_up)
{
	const struct wb_json *value = read_json(
		"{\"n\":5,\"d\":1.5,\"t\":true,\"s\":\"x\",\"z\":null}");

	ck_assert_int_eq(wb_json_get_int(value, "n", 7), 5);
	ck_assert_int_eq(wb_json_get_int(value, "d", 7), 7);
	ck_assert_int_eq(wb_json_get_int(value, "s", 7), 7);
	ck_assert_int_eq(wb_json_get_int(value, "z", 7), 7);
	ck_assert_int_eq(wb_json_get_int(value, "none", 7), 7);
	ck_assert_int_eq(wb_json_get_int(NULL, "n", 7), 7);
	ck_assert(wb_json_get_bool(value, "t", false));
	ck_assert(wb_json_get_bool(value, "n", true));
	ck_assert(!wb_json_get_bool(value, "none", false));
	ck_assert(wb_str_is(wb_json_get_string(value, "s"), "x"));
	ck_assert_ptr_null(wb_json_get_string(value, "n").data);
	ck_assert_int_eq(wb_json_get(value, "z")->kind, WB_JSON_NULL);
	ck_assert_ptr_null(wb_json_get(wb_json_get(value, "n"), "n"));
	ck_assert_ptr_null(wb_json_get(read_json("[1]"), "n"));
}
END_TEST

static const struct {
	const char *a, *b;
	bool equal;
} pairs[] = {
	{ "1", "1.0", true },
	{ "1", "2", false },
	{ "1.5", "15", false },
	{ "1", "true", false },
	{ "true", "false", false },
	{ "null", "null", true },
	{ "\"a\"", "\"\\u0061\"", true },
	{ "\"a\"", "\"b\"", false },
	{ "[1,2]", "[1,2]", true },
	{ "[1,2]", "[2,1]", false },
	{ "[1,2]", "[1]", false },
	{ "[]", "{}", false },
	{ "{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", true },
	{ "{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":2}", false },
	{ "{\"a\":1}", "{\"a\":1,\"b\":2}", false },
	{ "{\"a\":{\"b\":[{}]}}", "{\"a\":{\"b\":[{}]}}", true },
	{ "{\"a\":{\"b\":[{}]}}", "{\"a\":{\"b\":[[]]}}", false },
};

START_TEST(equality_is_by_value_and_ignores_the_order_of_members)
{
	const struct wb_json *a = read_json(pairs[_i].a);
	const struct wb_json *b = read_json(pairs[_i].b);

	ck_assert_int_eq(wb_json_equal(a, b), pairs[_i].equal);
	ck_assert_int_eq(wb_json_equal(b, a), pairs[_i].equal);
}
END_TEST

/* Keys 0 to count - 1, in steps of `step` around the circle. */
static const struct wb_json *wheel(int count, int step)
{
	struct wb_json *object = wb_json_new_object(&arena);

	for (int i = 0, key = 0; i < count; i++, key = (key + step) % count) {
		wb_buf_clear(&out);
		wb_buf_addf(&out, "key%d", key);
		wb_json_add_object_str(&arena, object,
		                       wb_arena_str(&arena, wb_buf_str(&out)));
	}
	return object;
}

START_TEST(big_objects_in_any_order_are_compared_in_no_time)
{
	ck_assert(wb_json_equal(wheel(100003, 1), wheel(100003, 99991)));
}
END_TEST

START_TEST(a_copy_shares_nothing_with_its_source)
{
	struct wb_arena source = { 0 };
	char text[] = "{\"key\":[\"value\",{\"a\":\"b\\n\"}],\"n\":1.25}";
	char before[sizeof(text)];
	struct wb_json_error error;
	struct wb_json *copy;

	memcpy(before, text, sizeof(text));
	copy = wb_json_copy(wb_json_read(wb_str(text), &source, &error),
	                    &arena);
	wb_arena_finish(&source);
	memset(text, 'x', sizeof(text));
	ck_assert_str_eq(write_json(copy), before);
}
END_TEST

START_TEST(copying_without_memory_fails_at_any_point)
{
	struct wb_arena source = { 0 };
	struct wb_json *copy = NULL;
	size_t limit = 0;

	while (!copy) {
		wb_arena_reset(&arena);
		wb_arena_reset(&source);
		arena.limit = ++limit;
		copy = wb_json_copy(build(&source), &arena);
		ck_assert_int_eq(copy == NULL, arena.failed);
	}
	ck_assert_str_eq(write_json(copy), BUILT);
	wb_arena_finish(&source);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("json");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_document_is_built_and_written);
	tcase_add_test(tc, what_is_built_equals_what_is_read);
	tcase_add_test(tc, building_without_memory_fails_at_any_point);
	tcase_add_test(tc, members_are_looked_up);
	tcase_add_loop_test(
		tc, equality_is_by_value_and_ignores_the_order_of_members, 0,
		WB_COUNT(pairs));
	tcase_add_test(tc, big_objects_in_any_order_are_compared_in_no_time);
	tcase_add_test(tc, a_copy_shares_nothing_with_its_source);
	tcase_add_test(tc, copying_without_memory_fails_at_any_point);
	return wb_test_run("proto/json", tc);
}
