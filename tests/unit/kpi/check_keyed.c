/* Counts by key and column; records of the ring as bytes. */

#include <check.h>
#include <string.h>

#include "kpi/keyed.h"
#include "kpi/record.h"
#include "suite.h"

#define ALL ((1u << WB_KEYED_COLUMNS) - 1)

static struct wb_keyed keyed;

static void setup(void)
{
	memset(&keyed, 0, sizeof(keyed));
}

static void teardown(void)
{
	wb_keyed_finish(&keyed);
}

START_TEST(each_column_counts_on_its_own)
{
	ck_assert(wb_keyed_add(&keyed, 7, ALL, 1));
	ck_assert(wb_keyed_add(&keyed, 7, 1u << 2, 3));
	ck_assert(wb_keyed_add(&keyed, 5, 1u << 0, 2));
	ck_assert_int_eq(wb_keyed_get(&keyed, 7, 2), 4);
	ck_assert_int_eq(wb_keyed_get(&keyed, 7, 0), 1);
	ck_assert_int_eq(wb_keyed_get(&keyed, 5, 0), 2);
	ck_assert_int_eq(wb_keyed_get(&keyed, 5, 1), 0);
	ck_assert_int_eq(wb_keyed_get(&keyed, 6, 0), 0);
	wb_keyed_begin(&keyed, 2);
	ck_assert_int_eq(wb_keyed_get(&keyed, 7, 2), 0);
	ck_assert_int_eq(wb_keyed_get(&keyed, 7, 0), 1);
}
END_TEST

START_TEST(memory_is_bounded_by_the_keys_that_are_counted)
{
	for (uint32_t key = 0; key < 100000; key++) {
		ck_assert(wb_keyed_add(&keyed, key % WB_KEY_COUNT, ALL, 1));
		if (key >= 10) { /* as a window slides on */
			ck_assert(wb_keyed_add(
				&keyed, (key - 10) % WB_KEY_COUNT, ALL, -1));
		}
	}
	ck_assert_uint_le(keyed.capacity, 64);
	for (uint32_t i = 1; i < keyed.used; i++) {
		ck_assert_uint_lt(keyed.counts[i - 1].key, keyed.counts[i].key);
	}
}
END_TEST

START_TEST(reasons_are_no_waits)
{
	wb_ms wait;
	ck_assert(wb_keyed_add(&keyed, WB_KEY_REFUSAL, ALL, 9));
	ck_assert(!wb_keyed_quantile(&keyed, 0, 500, &wait));
	ck_assert(wb_keyed_add(&keyed, wb_sketch_bucket(100), ALL, 1));
	ck_assert(wb_keyed_quantile(&keyed, 0, 1000, &wait));
	ck_assert_int_eq(wait, 100);
}
END_TEST

static const struct wb_counted full = {
	.scope_count = WB_FACT_SCOPES_MAX,
	.add_count = 3,
	.key = WB_KEY_COUNT - 1,
	.key_sign = -1,
	.scopes = { 0, 127, 128, 65535, 65536, UINT32_MAX, 5, 6 },
	.add = { { 0, 1 },
	         { WB_M_FLOWING - 1, -18340 },
	         { 3, (int64_t)1 << 50 } },
};

START_TEST(a_fact_comes_back_as_it_was)
{
	unsigned char bytes[WB_RING_RECORD_BYTES_MAX];
	struct wb_ring_record record;
	size_t len = wb_ring_put_fact(&full, bytes);
	ck_assert_uint_eq(wb_ring_take(bytes, bytes + len, 9, &record), len);
	ck_assert(!record.is_change);
	ck_assert_int_eq(record.fact.scope_count, full.scope_count);
	ck_assert_mem_eq(record.fact.scopes, full.scopes, sizeof(full.scopes));
	ck_assert_uint_eq(record.fact.key, full.key);
	ck_assert_int_eq(record.fact.key_sign, full.key_sign);
	ck_assert_int_eq(record.fact.add_count, full.add_count);
	for (int i = 0; i < full.add_count; i++) {
		ck_assert_int_eq(record.fact.add[i].measure,
		                 full.add[i].measure);
		ck_assert_int_eq(record.fact.add[i].amount, full.add[i].amount);
	}
}
END_TEST

START_TEST(a_change_comes_back_as_it_was)
{
	static const struct wb_change changes[] = {
		{ 3, 9, 0, WB_LEVEL_COUNT - 1, 42999 },
		{ WB_NOBODY, 0, -1, 2, 42000 },
		{ 700000, WB_NOBODY, 2, -1, 42001 },
	};
	unsigned char bytes[WB_RING_RECORD_BYTES_MAX];
	struct wb_ring_record record;
	for (int i = 0; i < WB_COUNT(changes); i++) {
		size_t len = wb_ring_put_change(&changes[i], bytes);
		ck_assert_uint_eq(wb_ring_take(bytes, bytes + len, 42, &record),
		                  len);
		ck_assert(record.is_change);
		ck_assert_uint_eq(record.change.own, changes[i].own);
		ck_assert_uint_eq(record.change.crew, changes[i].crew);
		ck_assert_int_eq(record.change.from, changes[i].from);
		ck_assert_int_eq(record.change.to, changes[i].to);
		ck_assert_int_eq(record.change.at, changes[i].at);
	}
}
END_TEST

START_TEST(a_record_that_is_cut_is_none)
{
	unsigned char bytes[WB_RING_RECORD_BYTES_MAX];
	struct wb_ring_record record;
	size_t len = wb_ring_put_fact(&full, bytes);
	for (size_t cut = 0; cut < len; cut++) {
		ck_assert_uint_eq(wb_ring_take(bytes, bytes + cut, 9, &record),
		                  0);
	}
}
END_TEST

static const struct {
	const char *what;
	const char *bytes;
	size_t len;
} wrong[] = {
	{ "too many additions", "\x0d\x00", 2 },
	{ "too many scopes", "\x00\x09\1\1\1\1\1\1\1\1\1", 11 },
	{ "no such measure", "\x01\x00\xfe\x02", 4 },
	{ "an amount out of range",
	  "\x01\x00\x01\xff\xff\xff\xff\xff\xff\xff\x7f", 11 },
	{ "no such key", "\x40\x00\xff\xff\xff\x7f", 6 },
	{ "a change of another kind", "\x81\x01\x01\x01\x01\x00", 6 },
	{ "no such level", "\x80\x01\x01\x7f\x01\x00", 6 },
	{ "beyond its second", "\x80\x01\x01\x01\x01\xe8\x07", 7 },
};

START_TEST(what_is_no_record_is_refused)
{
	const unsigned char *bytes = (const unsigned char *)wrong[_i].bytes;
	struct wb_ring_record record;
	ck_assert_msg(wb_ring_take(bytes, bytes + wrong[_i].len, 9, &record) ==
	                      0,
	              "%s", wrong[_i].what);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("keyed");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, each_column_counts_on_its_own);
	tcase_add_test(tc, memory_is_bounded_by_the_keys_that_are_counted);
	tcase_add_test(tc, reasons_are_no_waits);
	tcase_add_test(tc, a_fact_comes_back_as_it_was);
	tcase_add_test(tc, a_change_comes_back_as_it_was);
	tcase_add_test(tc, a_record_that_is_cut_is_none);
	tcase_add_loop_test(tc, what_is_no_record_is_refused, 0,
	                    WB_COUNT(wrong));
	return wb_test_run("kpi/keyed", tc);
}
