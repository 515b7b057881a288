#ifndef WB_APP_REPORT_H
#define WB_APP_REPORT_H

/*
 * GET /api/v1/report: every KPI of the table by interval and scope, from the
 * history. Pure but for what it reads through the history.
 */

#include "app/parameters.h"
#include "base/buf.h"
#include "history/history.h"
#include "kpi/engine.h"

#define WB_REPORT_INTERVALS_MAX 40000

enum wb_report_step {
	WB_STEP_NONE, /* one interval for all */
	WB_STEP_15M,
	WB_STEP_30M,
	WB_STEP_1H,
	WB_STEP_DAY,
};

#define WB_REPORT_KPIS_MAX 256

struct wb_report_query {
	wb_ms from, to; /* quarter hours */
	enum wb_scope_kind by;
	struct wb_str scope; /* this one only; borrowed; absent = all */
	enum wb_report_step step;
	enum wb_attribution attribution;
	bool csv;
	const struct wb_kpi *kpis[WB_REPORT_KPIS_MAX]; /* in this order */
	int kpi_count;
};

/*
 * Reads the parameters (PROTOCOL.md section 5). `now` and the plan give the
 * defaults. Returns false with a message for people.
 */
bool wb_report_parse(wb_parameter_fn parameter, void *ctx,
                     const struct wb_plan *plan, wb_ms now,
                     struct wb_report_query *ret_query, char *ret_error,
                     size_t error_size);

/*
 * Writes the report. The history must hold everything up to the engine's
 * present time. 0; -E2BIG when it is more than the body
 * takes; or another negative when the history cannot be read.
 */
int wb_report_write(struct wb_history *history, struct wb_engine *engine,
                    const struct wb_report_query *query,
                    struct wb_buf *ret_body);

#endif
