#include "kpi/budget.h"

struct wb_budget wb_kpi_budget(const int64_t sums[WB_MEASURE_COUNT])
{
	return (struct wb_budget){
		.counted = sums[WB_M_SL_COUNTED] + sums[WB_M_SL_LATE_COUNTED],
		.met = sums[WB_M_SL_MET],
		.allowed_bp = sums[WB_M_SL_ALLOWED_BP] +
		              sums[WB_M_SL_LATE_ALLOWED_BP],
	};
}

struct wb_value wb_kpi_budget_value(const struct wb_kpi *kpi,
                                    const int64_t sums[WB_MEASURE_COUNT],
                                    const struct wb_budget *expected)
{
	struct wb_value value = { .is_ratio = wb_kpi_is_ratio(kpi) };
	struct wb_budget budget = wb_kpi_budget(sums);
	if (kpi->outlook == WB_OUTLOOK_BUDGET_BURN) {
		struct wb_ratio burn = wb_budget_burn(&budget);
		return wb_kpi_ratio(kpi, burn.num, burn.den);
	}
	if (kpi->outlook == WB_OUTLOOK_BUDGET_LEFT &&
	    budget.counted + expected->counted > 0) {
		value.known = true;
		value.value = wb_budget_left(&budget, expected);
	}
	return value;
}
