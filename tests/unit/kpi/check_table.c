/* The table of KPIs: every row whole, and values as they are divided. */

#include <check.h>
#include <string.h>

#include "kpi/table.h"
#include "suite.h"

static int64_t sums[WB_MEASURE_COUNT];

static void setup(void)
{
	memset(sums, 0, sizeof(sums));
}

static struct wb_value value_of(const char *name)
{
	const struct wb_kpi *kpi = wb_kpi_find(wb_str(name));
	ck_assert_ptr_nonnull(kpi);
	return wb_kpi_value(kpi, sums, NULL);
}

START_TEST(every_row_is_whole)
{
	const struct wb_kpi *kpi = &wb_kpis[_i];
	ck_assert_ptr_nonnull(kpi->name);
	ck_assert_ptr_nonnull(kpi->formula);
	ck_assert_ptr_nonnull(kpi->attributed);
	ck_assert_ptr_nonnull(kpi->source);
	ck_assert_uint_ne(kpi->scopes, 0);
	ck_assert_ptr_eq(wb_kpi_find(wb_str(kpi->name)), kpi);
	bool ratio = kpi->denominator.term[0] != 0;
	bool of_sums = kpi->numerator.term[0] != 0;
	ck_assert_int_eq(of_sums, wb_kpi_is_of_sums(kpi));
	ck_assert(!ratio || (of_sums && kpi->unit != WB_UNIT_COUNT));
	/* One way to be computed, and no other. */
	ck_assert_int_eq(of_sums + (kpi->moment != WB_MOMENT_NONE) +
	                         (kpi->outlook != WB_OUTLOOK_NONE) +
	                         (kpi->quantile != 0),
	                 1);
	/* A list of terms that fills the array has lost its end. */
	ck_assert_int_eq(kpi->numerator.term[WB_TERMS_MAX - 1], 0);
	ck_assert_int_eq(kpi->denominator.term[WB_TERMS_MAX - 1], 0);
}
END_TEST

START_TEST(every_measure_has_a_column)
{
	for (int i = 0; i < WB_MEASURE_COUNT; i++) {
		ck_assert_ptr_nonnull(wb_measure_names[i]);
		for (int k = 0; k < i; k++) {
			ck_assert_str_ne(wb_measure_names[i],
			                 wb_measure_names[k]);
		}
	}
}
END_TEST

static const struct {
	int64_t met, counted, basis_points;
} shares[] = {
	{ 77, 99, 7778 }, { 1, 3, 3333 },
	{ 2, 3, 6667 },   { 0, 5, 0 },
	{ 5, 5, 10000 },  { 1, 20000, 1 },
	{ 1, 20001, 0 },  { 123456789, 987654321, 1250 },
};

START_TEST(shares_are_rounded_to_basis_points)
{
	sums[WB_M_SL_MET] = shares[_i].met;
	sums[WB_M_SL_COUNTED] = shares[_i].counted;
	struct wb_value value = value_of("service_level");
	ck_assert(value.known);
	ck_assert_int_eq(value.value, shares[_i].basis_points);
	ck_assert_int_eq(value.ratio.num, shares[_i].met);
	ck_assert_int_eq(value.ratio.den, shares[_i].counted);
}
END_TEST

START_TEST(means_are_rounded_to_milliseconds)
{
	sums[WB_M_TALK_MS] = 1087000;
	sums[WB_M_HANDLED] = 77;
	ck_assert_int_eq(value_of("average_talk").value, 14117);
	/* Years of talk do not overflow. */
	sums[WB_M_TALK_MS] = (int64_t)10000 * 400 * 24 * 3600 * 1000;
	ck_assert_int_eq(value_of("average_talk").value,
	                 sums[WB_M_TALK_MS] / 77 + 1);
}
END_TEST

START_TEST(nothing_to_divide_by_is_no_value)
{
	struct wb_value value = value_of("average_handle_time");
	ck_assert(!value.known);
	ck_assert(value.is_ratio);
	ck_assert_int_eq(value.ratio.den, 0);
	value = value_of("offered");
	ck_assert(value.known);
	ck_assert_int_eq(value.value, 0);
}
END_TEST

START_TEST(the_moment_is_unknown_in_the_past)
{
	ck_assert(!value_of("waiting").known);
	ck_assert(!value_of("agents_talking").known);
	ck_assert(!value_of("service_level_now").known);
}
END_TEST

START_TEST(the_moment_is_read_from_the_floor)
{
	struct wb_moment_state moment = {
		.waiting = 4,
		.waiting_late = 1,
		.oldest = 5000,
		.agents = { [WB_AGENT_AVAILABLE] = 2, [WB_AGENT_TALKING] = 3 },
	};
	static const struct {
		const char *name;
		int64_t value;
	} expected[] = {
		{ "waiting", 4 },
		{ "longest_wait", 5000 },
		{ "service_level_now", 7500 },
		{ "agents_signed_in", 5 },
		{ "agents_available", 2 },
		{ "agents_talking", 3 },
	};
	for (int i = 0; i < WB_COUNT(expected); i++) {
		struct wb_value value = wb_kpi_value(
			wb_kpi_find(wb_str(expected[i].name)), sums, &moment);
		ck_assert(value.known);
		ck_assert_int_eq(value.value, expected[i].value);
	}
	moment.oldest = WB_NEVER;
	ck_assert(!wb_kpi_value(wb_kpi_find(wb_str("longest_wait")), sums,
	                        &moment)
	                   .known);
}
END_TEST

START_TEST(words_lead_back_to_kinds_of_scope)
{
	for (int i = 0; i < WB_SCOPE_KIND_COUNT; i++) {
		const char *name = wb_scope_kind_name((enum wb_scope_kind)i);
		ck_assert_int_eq(wb_scope_kind_find(wb_str(name)), i);
	}
	ck_assert_int_eq(wb_scope_kind_find(wb_str("quee")), -1);
	ck_assert_ptr_null(wb_kpi_find(wb_str("offred")));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("table");
	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_loop_test(tc, every_row_is_whole, 0, wb_kpi_count);
	tcase_add_test(tc, every_measure_has_a_column);
	tcase_add_loop_test(tc, shares_are_rounded_to_basis_points, 0,
	                    WB_COUNT(shares));
	tcase_add_test(tc, means_are_rounded_to_milliseconds);
	tcase_add_test(tc, nothing_to_divide_by_is_no_value);
	tcase_add_test(tc, the_moment_is_unknown_in_the_past);
	tcase_add_test(tc, the_moment_is_read_from_the_floor);
	tcase_add_test(tc, words_lead_back_to_kinds_of_scope);
	return wb_test_run("kpi/table", tc);
}
