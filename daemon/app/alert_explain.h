#ifndef WB_APP_ALERT_EXPLAIN_H
#define WB_APP_ALERT_EXPLAIN_H

/*
 * The arithmetic of an alert in words: what the condition counts, what came
 * out, and where that is bad. English, as the formulas of GET /api/v1/kpis.
 * Pure.
 */

#include "alert/alert.h"
#include "base/buf.h"

/*
 * An amount as people read it: "58.25 %", "1 min 5 s", "12". `unit` of a KPI;
 * durations for WB_UNIT_SINCE too.
 */
void wb_alert_write_amount(enum wb_unit unit, int64_t amount,
                           struct wb_buf *out);

/*
 * "service_level of queue:billing, 30m: met / counted = 58 / 100 = 58 %; bad
 * below 70 %, good again at 75 % or more". One line, appended.
 */
void wb_alert_explain(const struct wb_alert_reading *reading,
                      struct wb_str scope, struct wb_buf *out);

#endif
