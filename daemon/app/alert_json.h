#ifndef WB_APP_ALERT_JSON_H
#define WB_APP_ALERT_JSON_H

/*
 * Alerts and rules as the API tells them (PROTOCOL.md section 5), which is also
 * how they are kept in the history and handed to those who deliver. Pure.
 */

#include "alert/alert.h"
#include "base/json_write.h"
#include "plan/plan.h"

/* The members of an alert, into an object that was begun. */
void wb_alert_write(struct wb_json_writer *w, const struct wb_alert *alert,
                    const struct wb_plan *plan);

/* A step: number, instant and kind, then the alert. One object. */
void wb_alert_write_step(struct wb_json_writer *w,
                         const struct wb_alert_step *step,
                         const struct wb_plan *plan);

/* A rule with the names of its routes. One object. */
void wb_alert_write_rule(struct wb_json_writer *w,
                         const struct wb_rule_plan *rule,
                         const struct wb_alert_plan *alerts);

#endif
