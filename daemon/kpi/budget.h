#ifndef WB_KPI_BUDGET_H
#define WB_KPI_BUDGET_H

/* The service-level budget's rows, from the sums of a window. */

#include "forecast/budget.h"
#include "kpi/table.h"

/*
 * What the sums decided, each entry by its queue's own variant and target.
 * Those who wait past their threshold are missed already.
 */
struct wb_budget wb_kpi_budget(const int64_t sums[WB_MEASURE_COUNT]);

/*
 * budget_left with what is `expected` besides, and budget_burn. Unknown when
 * nothing was counted and nothing is expected, and for every other row.
 */
struct wb_value wb_kpi_budget_value(const struct wb_kpi *kpi,
                                    const int64_t sums[WB_MEASURE_COUNT],
                                    const struct wb_budget *expected);

#endif
