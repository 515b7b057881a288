#ifndef WB_APP_KPI_LIST_H
#define WB_APP_KPI_LIST_H

/*
 * What every number means, from the one table: for people on a terminal
 * (--list-kpis) and for programs (GET /api/v1/kpis).
 */

#include "base/buf.h"

/* One paragraph a KPI. */
void wb_kpi_list_text(struct wb_buf *out);

/* {"kpis":[{"name":..,"unit":..,"formula":..,...}]} */
void wb_kpi_list_json(struct wb_buf *out);

#endif
