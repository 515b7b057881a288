/* Sparse amounts as bytes. */

#include "history/sparse.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "suite.h"

#define IDS 300

static void put(struct wb_buf *out, const int64_t amounts[IDS])
{
	for (uint32_t i = 0; i < IDS; i++) {
		wb_sparse_add(out, i, amounts[i]);
	}
}

static void get(const struct wb_buf *in, int64_t ret_amounts[IDS])
{
	struct wb_sparse_reader reader = wb_sparse_open(in->data, in->len);
	uint32_t id, last = 0;
	int64_t amount;
	bool first = true;

	memset(ret_amounts, 0, IDS * sizeof(*ret_amounts));
	while (wb_sparse_next(&reader, &id, &amount)) {
		ck_assert_uint_lt(id, IDS);
		ck_assert(first || id > last);
		ck_assert_int_ne(amount, 0);
		ret_amounts[id] = amount;
		last = id;
		first = false;
	}
}

static const int64_t interesting[] = {
	0,
	0,
	0,
	0,
	0,
	0,
	1,
	-1,
	2,
	63,
	64,
	-64,
	-65,
	127,
	128,
	8191,
	1 << 20,
	INT64_MAX,
	INT64_MIN,
	INT64_MIN + 1,
	1732190400000,
};

static void make_up(int64_t amounts[IDS])
{
	for (int i = 0; i < IDS; i++) {
		amounts[i] = interesting[rand() % WB_COUNT(interesting)];
	}
}

START_TEST(what_is_put_in_comes_out)
{
	int64_t amounts[IDS], read[IDS];
	struct wb_buf bytes = { 0 };

	srand((unsigned)_i);
	make_up(amounts);
	put(&bytes, amounts);
	get(&bytes, read);
	ck_assert_mem_eq(read, amounts, sizeof(amounts));
	wb_buf_finish(&bytes);
}
END_TEST

START_TEST(sums_are_id_by_id_and_what_is_zero_goes)
{
	int64_t x[IDS], y[IDS], expected[IDS], read[IDS];
	struct wb_buf a = { 0 }, b = { 0 }, sum = { 0 };

	srand((unsigned)_i + 1000);
	make_up(x);
	make_up(y);
	for (int i = 0; i < IDS; i++) {
		if (i % 7 == 0) {
			y[i] = (int64_t)(0 - (uint64_t)x[i]);
		}
		expected[i] = (int64_t)((uint64_t)x[i] + (uint64_t)y[i]);
	}
	put(&a, x);
	put(&b, y);
	wb_sparse_sum(wb_sparse_open(a.data, a.len),
	              wb_sparse_open(b.data, b.len), &sum);
	get(&sum, read);
	ck_assert_mem_eq(read, expected, sizeof(expected));
	wb_buf_finish(&a);
	wb_buf_finish(&b);
	wb_buf_finish(&sum);
}
END_TEST

START_TEST(small_amounts_take_two_bytes)
{
	struct wb_buf bytes = { 0 };

	wb_sparse_add(&bytes, 5, 63);
	wb_sparse_add(&bytes, 6, -64);
	wb_sparse_add(&bytes, 7, 0);
	ck_assert_uint_eq(bytes.len, 4);
	ck_assert_mem_eq(bytes.data, "\x05\x7e\x06\x7f", 4);
	wb_buf_finish(&bytes);
}
END_TEST

START_TEST(damaged_bytes_end_it)
{
	/* ended too early; then an integer of more than 64 bits */
	static const char *const damaged[] = {
		"\x80",
		"\x05",
		"\x05\x80",
		"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01",
	};
	uint32_t id;
	int64_t amount;

	for (int i = 0; i < WB_COUNT(damaged); i++) {
		struct wb_sparse_reader reader =
			wb_sparse_open(damaged[i], strlen(damaged[i]));
		ck_assert(!wb_sparse_next(&reader, &id, &amount));
		ck_assert(!wb_sparse_next(&reader, &id, &amount));
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("sparse");

	tcase_add_loop_test(tc, what_is_put_in_comes_out, 0, 50);
	tcase_add_loop_test(tc, sums_are_id_by_id_and_what_is_zero_goes, 0, 50);
	tcase_add_test(tc, small_amounts_take_two_bytes);
	tcase_add_test(tc, damaged_bytes_end_it);
	return wb_test_run("history/sparse", tc);
}
