/* Counts by key and column. */

#include <check.h>
#include <string.h>

#include "kpi/keyed.h"
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

int main(void)
{
	TCase *tc = tcase_create("keyed");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, each_column_counts_on_its_own);
	tcase_add_test(tc, memory_is_bounded_by_the_keys_that_are_counted);
	tcase_add_test(tc, reasons_are_no_waits);
	return wb_test_run("kpi/keyed", tc);
}
