#include "merge_patch.h"

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

/* The examples of RFC 7396, appendix A. */
static const struct {
	const char *target, *patch, *result;
} rfc[] = {
	{ "{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}" },
	{ "{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}" },
	{ "{\"a\":\"b\"}", "{\"a\":null}", "{}" },
	{ "{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}" },
	{ "{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}" },
	{ "{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}" },
	{ "{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}",
	  "{\"a\":{\"b\":\"d\"}}" },
	{ "{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}" },
	{ "[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]" },
	{ "{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]" },
	{ "{\"a\":\"foo\"}", "null", "null" },
	{ "{\"a\":\"foo\"}", "\"bar\"", "\"bar\"" },
	{ "{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}" },
	{ "[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}" },
	{ "{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}" },
};

START_TEST(the_examples_of_the_rfc_hold)
{
	ck_assert_str_eq(write_json(wb_merge_patch_apply(
				 read_json(rfc[_i].target),
				 read_json(rfc[_i].patch), &arena)),
	                 rfc[_i].result);
}
END_TEST

START_TEST(no_target_is_an_empty_one)
{
	ck_assert_str_eq(
		write_json(wb_merge_patch_apply(
			NULL, read_json("{\"a\":1,\"b\":null}"), &arena)),
		"{\"a\":1}");
}
END_TEST

static const struct {
	const char *from, *to;
	const char *patch; /* NULL: equal */
} diffs[] = {
	{ "{}", "{}", NULL },
	{ "{\"a\":1}", "{\"a\":1.0}", NULL },
	{ "{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", NULL },
	{ "{\"a\":{\"b\":[1,{}]}}", "{\"a\":{\"b\":[1,{}]}}", NULL },
	{ "{\"a\":1}", "{\"a\":2}", "{\"a\":2}" },
	{ "{\"a\":1}", "{}", "{\"a\":null}" },
	{ "{}", "{\"a\":1}", "{\"a\":1}" },
	{ "{}", "{\"a\":{}}", "{\"a\":{}}" },
	{ "{\"a\":1,\"b\":{\"c\":1,\"d\":2,\"e\":3}}",
	  "{\"a\":1,\"b\":{\"c\":1,\"d\":9,\"f\":4}}",
	  "{\"b\":{\"d\":9,\"f\":4,\"e\":null}}" },
	{ "{\"a\":{\"b\":1}}", "{\"a\":{}}", "{\"a\":{\"b\":null}}" },
	{ "{\"a\":{\"b\":1}}", "{\"a\":5}", "{\"a\":5}" },
	{ "{\"a\":5}", "{\"a\":{\"b\":1}}", "{\"a\":{\"b\":1}}" },
	{ "{\"a\":[1,2]}", "{\"a\":[2,1]}", "{\"a\":[2,1]}" },
	{ "{\"a\":[1]}", "{\"a\":[1,null]}", "{\"a\":[1,null]}" },
	/* a null member is no member */
	{ "{\"a\":null}", "{}", NULL },
	{ "{}", "{\"a\":null}", NULL },
	{ "{\"a\":1}", "{\"a\":null}", "{\"a\":null}" },
	{ "{\"a\":null}", "{\"a\":1}", "{\"a\":1}" },
	/* what is no object is replaced */
	{ "[1]", "[2]", "[2]" },
	{ "[1]", "[1]", NULL },
};

START_TEST(a_difference_says_only_what_changed)
{
	const struct wb_json *from = read_json(diffs[_i].from);
	const struct wb_json *to = read_json(diffs[_i].to);
	struct wb_json *patch;
	bool differs = wb_merge_patch_diff(from, to, &arena, &patch);

	ck_assert_int_eq(differs, diffs[_i].patch != NULL);
	if (!differs) {
		ck_assert_ptr_null(patch);
		return;
	}
	ck_assert_str_eq(write_json(patch), diffs[_i].patch);
	ck_assert(!wb_merge_patch_diff(
		wb_merge_patch_apply(from, patch, &arena), to, &arena, &patch));
}
END_TEST

/* `count` rows that start at `first`, in steps around the circle. */
static const struct wb_json *rows(int first, int count, int step, int value)
{
	struct wb_json *object = wb_json_new_object(&arena);

	for (int i = 0, at = 0; i < count; i++, at = (at + step) % count) {
		struct wb_json *row;

		wb_buf_clear(&out);
		wb_buf_addf(&out, "agent%d", first + at);
		row = wb_json_add_object_str(
			&arena, object, wb_arena_str(&arena, wb_buf_str(&out)));
		wb_json_add_int(&arena, row, "since", value);
		wb_json_add_int(&arena, row, "same", 1);
	}
	return object;
}

static void check_round_trip(const struct wb_json *from,
                             const struct wb_json *to, unsigned changes)
{
	struct wb_json *patch;

	ck_assert(wb_merge_patch_diff(from, to, &arena, &patch));
	ck_assert_uint_eq(patch->count, changes);
	ck_assert(wb_json_equal(wb_merge_patch_apply(from, patch, &arena), to));
}

START_TEST(many_rows_come_go_and_change)
{
	check_round_trip(rows(0, 100, 1, 5), rows(0, 100, 1, 6), 100);
	check_round_trip(rows(0, 100, 1, 5), rows(10, 100, 1, 5), 20);
	check_round_trip(rows(0, 101, 1, 5), rows(0, 101, 57, 6), 101);
	check_round_trip(rows(0, 50, 1, 5), rows(50, 50, 1, 5), 100);
}
END_TEST

START_TEST(big_objects_in_any_order_take_no_time)
{
	arena.limit = 1024 * 1024 * 1024;
	check_round_trip(rows(0, 100003, 1, 5), rows(7, 100003, 99991, 5), 14);
}
END_TEST

START_TEST(a_patched_document_shares_nothing_with_its_sources)
{
	struct wb_arena sources = { 0 };
	char target[] = "{\"a\":{\"b\":\"c\"},\"d\":\"e\"}";
	char change[] = "{\"a\":{\"f\":[\"g\"]},\"h\":\"i\"}";
	struct wb_json_error error;
	struct wb_json *result = wb_merge_patch_apply(
		wb_json_read(wb_str(target), &sources, &error),
		wb_json_read(wb_str(change), &sources, &error), &arena);

	wb_arena_finish(&sources);
	memset(target, 'x', sizeof(target));
	memset(change, 'x', sizeof(change));
	ck_assert_str_eq(write_json(result),
	                 "{\"a\":{\"b\":\"c\",\"f\":[\"g\"]},\"d\":\"e\","
	                 "\"h\":\"i\"}");
}
END_TEST

START_TEST(without_memory_there_is_no_half_patch)
{
	const struct wb_json *from =
		read_json("{\"a\":{\"b\":1,\"c\":2},\"d\":{\"e\":3},\"f\":4}");
	const struct wb_json *to = read_json(
		"{\"a\":{\"b\":9,\"c\":2},\"d\":{},\"g\":{\"h\":[1]}}");
	struct wb_arena small = { .limit = 1 };
	struct wb_json *patch = NULL, *result = NULL;

	while (!wb_merge_patch_diff(from, to, &small, &patch)) {
		ck_assert_ptr_null(patch);
		ck_assert(small.failed);
		wb_arena_reset(&small);
		small.limit += 16;
	}
	ck_assert_uint_gt(small.limit, 300);
	patch = wb_json_copy(patch, &arena);
	small.limit = 1;
	while (!result) {
		wb_arena_reset(&small);
		result = wb_merge_patch_apply(from, patch, &small);
		ck_assert_int_eq(result == NULL, small.failed);
		small.limit += 16;
	}
	ck_assert(wb_json_equal(result, to));
	wb_arena_finish(&small);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("merge_patch");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, the_examples_of_the_rfc_hold, 0, WB_COUNT(rfc));
	tcase_add_test(tc, no_target_is_an_empty_one);
	tcase_add_loop_test(tc, a_difference_says_only_what_changed, 0,
	                    WB_COUNT(diffs));
	tcase_add_test(tc, many_rows_come_go_and_change);
	tcase_add_test(tc, big_objects_in_any_order_take_no_time);
	tcase_add_test(tc, a_patched_document_shares_nothing_with_its_sources);
	tcase_add_test(tc, without_memory_there_is_no_half_patch);
	return wb_test_run("proto/merge_patch", tc);
}
