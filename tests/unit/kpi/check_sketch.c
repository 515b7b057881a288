/* Quantiles of waits from counts by buckets. */

#include <check.h>
#include <string.h>

#include "kpi/sketch.h"
#include "suite.h"

static struct wb_sketch sketch, other;

static void setup(void)
{
	memset(&sketch, 0, sizeof(sketch));
	memset(&other, 0, sizeof(other));
}

static void teardown(void)
{
	wb_sketch_finish(&sketch);
	wb_sketch_finish(&other);
}

static void add(struct wb_sketch *to, wb_ms wait, int32_t count)
{
	ck_assert(wb_sketch_add(to, wb_sketch_bucket(wait), count));
}

static wb_ms quantile(const struct wb_sketch *of, int permille)
{
	wb_ms wait;
	ck_assert(wb_sketch_quantile(of, permille, &wait));
	return wait;
}

START_TEST(buckets_grow_with_the_wait_and_never_overlap)
{
	uint32_t before = 0;
	for (wb_ms wait = 0; wait < WB_SKETCH_MAX_MS; wait += wait / 300 + 1) {
		uint32_t bucket = wb_sketch_bucket(wait);
		ck_assert(bucket == before || bucket == before + 1);
		ck_assert_uint_lt(bucket, WB_SKETCH_BUCKETS);
		before = bucket;
	}
	ck_assert_uint_eq(before, WB_SKETCH_BUCKETS - 1);
}
END_TEST

START_TEST(a_bucket_stands_for_its_waits_to_one_in_128)
{
	for (wb_ms wait = 0; wait < WB_SKETCH_MAX_MS; wait += wait / 777 + 1) {
		wb_ms stands = wb_sketch_value(wb_sketch_bucket(wait));
		wb_ms off = stands > wait ? stands - wait : wait - stands;
		ck_assert_msg(off * 128 <= wait, "%lld stands for %lld",
		              (long long)stands, (long long)wait);
		ck_assert(wait >= 128 || off == 0);
	}
}
END_TEST

START_TEST(the_value_of_a_bucket_is_in_it)
{
	for (uint32_t i = 0; i < WB_SKETCH_BUCKETS; i++) {
		ck_assert_uint_eq(wb_sketch_bucket(wb_sketch_value(i)), i);
	}
}
END_TEST

START_TEST(waits_out_of_range_are_taken_as_its_ends)
{
	ck_assert_uint_eq(wb_sketch_bucket(-5), 0);
	ck_assert_uint_eq(wb_sketch_bucket(INT64_MAX), WB_SKETCH_BUCKETS - 1);
	/* ten years fit */
	ck_assert_int_gt(WB_SKETCH_MAX_MS, (wb_ms)3653 * 24 * WB_HOUR);
}
END_TEST

START_TEST(quantiles_are_by_nearest_rank)
{
	wb_ms wait;
	ck_assert(!wb_sketch_quantile(&sketch, 500, &wait));
	for (int i = 1; i <= 10; i++) {
		add(&sketch, i * 10, 1);
	}
	ck_assert_int_eq(quantile(&sketch, 1), 10);
	ck_assert_int_eq(quantile(&sketch, 500), 50);
	ck_assert_int_eq(quantile(&sketch, 501), 60);
	ck_assert_int_eq(quantile(&sketch, 900), 90);
	ck_assert_int_eq(quantile(&sketch, 950), 100);
	ck_assert_int_eq(quantile(&sketch, 1000), 100);
	ck_assert_int_eq(wb_sketch_total(&sketch), 10);
}
END_TEST

START_TEST(what_is_taken_back_leaves_nothing)
{
	add(&sketch, 1000, 3);
	add(&sketch, 5, 1);
	add(&sketch, 1000, -2);
	ck_assert_int_eq(wb_sketch_total(&sketch), 2);
	add(&sketch, 1000, -1);
	add(&sketch, 5, -1);
	ck_assert_uint_eq(sketch.used, 0);
	add(&sketch, 7, -1); /* told to the history before */
	ck_assert_uint_eq(sketch.used, 1);
	ck_assert_int_eq(wb_sketch_total(&sketch), 0);
}
END_TEST

START_TEST(counts_stop_at_the_ends_of_their_range)
{
	add(&sketch, 7, INT32_MAX);
	add(&sketch, 7, INT32_MAX);
	ck_assert_int_eq(wb_sketch_total(&sketch), INT32_MAX);
}
END_TEST

/* A generator of its own, the same on every machine. */
static uint64_t next(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

START_TEST(sketches_add_up_in_any_order)
{
	uint64_t state = 1;
	struct wb_sketch whole = { 0 };
	for (int i = 0; i < 5000; i++) {
		wb_ms wait = (wb_ms)(next(&state) % 3600000);
		add(i % 3 == 0 ? &sketch : &other, wait, 1);
		add(&whole, wait, 1);
	}
	ck_assert(wb_sketch_merge(&other, &sketch));
	ck_assert_uint_eq(other.used, whole.used);
	ck_assert_mem_eq(other.counts, whole.counts,
	                 whole.used * sizeof(*whole.counts));
	wb_sketch_finish(&whole);
}
END_TEST

START_TEST(bytes_give_the_same_sketch)
{
	struct wb_buf bytes = { 0 };
	uint64_t state = 2;
	wb_sketch_encode(&sketch, &bytes);
	ck_assert_uint_eq(bytes.len, 0);
	ck_assert(wb_sketch_merge_bytes(&other, wb_buf_str(&bytes)));
	for (int i = 0; i < 1000; i++) {
		add(&sketch, (wb_ms)(next(&state) << next(&state) % 10),
		    (int32_t)(next(&state) % 2000) - 1000);
	}
	add(&sketch, 0, 1);
	wb_sketch_encode(&sketch, &bytes);
	ck_assert(wb_sketch_merge_bytes(&other, wb_buf_str(&bytes)));
	ck_assert_uint_eq(other.used, sketch.used);
	ck_assert_mem_eq(other.counts, sketch.counts,
	                 sketch.used * sizeof(*sketch.counts));
	wb_buf_finish(&bytes);
}
END_TEST

START_TEST(one_wait_takes_a_few_bytes)
{
	struct wb_buf bytes = { 0 };
	add(&sketch, 18340, 1);
	wb_sketch_encode(&sketch, &bytes);
	ck_assert_uint_eq(bytes.len, 3);
	wb_buf_finish(&bytes);
}
END_TEST

static const struct {
	const char *what;
	const char *bytes;
	size_t len;
} wrong[] = {
	{ "ends in a number", "\x80", 1 },
	{ "ends after a bucket", "\x05", 1 },
	{ "a bucket twice", "\x05\x02\x00\x02", 4 },
	{ "a count of nothing", "\x05\x00", 2 },
	{ "minus nothing", "\x05\x01", 2 },
	{ "a bucket too far", "\xc0\x11\x02", 3 },
	{ "a number too long", "\xff\xff\xff\xff\xff\x01\x02", 7 },
	{ "a number too large", "\xff\xff\xff\xff\x7f\x02", 6 },
};

START_TEST(what_is_no_sketch_is_refused)
{
	struct wb_str bytes = { wrong[_i].bytes, wrong[_i].len };
	ck_assert_msg(!wb_sketch_merge_bytes(&sketch, bytes), "%s",
	              wrong[_i].what);
}
END_TEST

START_TEST(the_last_bucket_is_taken)
{
	struct wb_str bytes = { "\xbf\x11\x02", 3 };
	ck_assert(wb_sketch_merge_bytes(&sketch, bytes));
	ck_assert_uint_eq(sketch.counts[0].bucket, WB_SKETCH_BUCKETS - 1);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("sketch");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, buckets_grow_with_the_wait_and_never_overlap);
	tcase_add_test(tc, a_bucket_stands_for_its_waits_to_one_in_128);
	tcase_add_test(tc, the_value_of_a_bucket_is_in_it);
	tcase_add_test(tc, waits_out_of_range_are_taken_as_its_ends);
	tcase_add_test(tc, quantiles_are_by_nearest_rank);
	tcase_add_test(tc, what_is_taken_back_leaves_nothing);
	tcase_add_test(tc, counts_stop_at_the_ends_of_their_range);
	tcase_add_test(tc, sketches_add_up_in_any_order);
	tcase_add_test(tc, bytes_give_the_same_sketch);
	tcase_add_test(tc, one_wait_takes_a_few_bytes);
	tcase_add_loop_test(tc, what_is_no_sketch_is_refused, 0,
	                    WB_COUNT(wrong));
	tcase_add_test(tc, the_last_bucket_is_taken);
	return wb_test_run("kpi/sketch", tc);
}
