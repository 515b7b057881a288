#include "notify/backoff.h"

#include <stdio.h>

#include "suite.h"

START_TEST(it_doubles_up_to_five_minutes_within_a_quarter)
{
	static const wb_ms wanted[] = { 1,  2,   4,   8,   16,  32,
		                        64, 128, 256, 300, 300, 300 };

	for (int i = 0; i < WB_COUNT(wanted); i++) {
		for (int k = 0; k < 200; k++) {
			char key[16];
			wb_ms middle = wanted[i] * WB_SECOND;
			snprintf(key, sizeof(key), "key %d", k);
			wb_ms wait = wb_backoff(i + 1, wb_str(key));
			ck_assert_int_ge(wait, middle * 3 / 4);
			ck_assert_int_le(wait, middle * 5 / 4 + 1);
		}
	}
}
END_TEST

START_TEST(it_follows_from_key_and_attempt)
{
	ck_assert_int_eq(wb_backoff(3, wb_str("a")),
	                 wb_backoff(3, wb_str("a")));
	ck_assert_int_ne(wb_backoff(3, wb_str("a")),
	                 wb_backoff(3, wb_str("b")));
	ck_assert_int_ne(wb_backoff(10, wb_str("a")),
	                 wb_backoff(11, wb_str("a")));
}
END_TEST

/* A thousand that failed together come again all over the half second. */
START_TEST(keys_spread_evenly)
{
	int tenths[10] = { 0 };

	for (int k = 0; k < 1000; k++) {
		char key[16];
		snprintf(key, sizeof(key), "%d", k);
		wb_ms offset = wb_backoff(1, wb_str(key)) - 750;
		tenths[offset >= 500 ? 9 : offset / 50]++;
	}
	for (int i = 0; i < 10; i++) {
		ck_assert_int_ge(tenths[i], 60);
		ck_assert_int_le(tenths[i], 140);
	}
}
END_TEST

START_TEST(it_stays_in_bounds_for_ever)
{
	ck_assert_int_le(wb_backoff(2000000000, wb_str("")),
	                 WB_BACKOFF_MAX * 5 / 4);
	ck_assert_int_ge(wb_backoff(0, wb_str("")), 1);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("backoff");

	tcase_add_test(tc, it_doubles_up_to_five_minutes_within_a_quarter);
	tcase_add_test(tc, it_follows_from_key_and_attempt);
	tcase_add_test(tc, keys_spread_evenly);
	tcase_add_test(tc, it_stays_in_bounds_for_ever);
	return wb_test_run("notify/backoff", tc);
}
