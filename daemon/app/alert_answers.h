#ifndef WB_APP_ALERT_ANSWERS_H
#define WB_APP_ALERT_ANSWERS_H

/*
 * What HTTP asks about alerts: what stands, the rules and routes, the history,
 * and what is to be done (PROTOCOL.md section 5).
 */

#include "app/daemon.h"
#include "app/parameters.h"

#define WB_ALERT_ACT_PATH "/api/v1/alerts/act"

/*
 * Answers a GET. The engine's time is the present one. Returns the status, or
 * -1 when the path is none of these.
 */
int wb_alert_answers_get(struct wb_daemon *daemon, struct wb_str path,
                         wb_parameter_fn parameter, void *ctx,
                         struct wb_buf *body);

/* Does what `text` says, the body of a POST to WB_ALERT_ACT_PATH. */
int wb_alert_answers_act(struct wb_daemon *daemon, struct wb_str text,
                         struct wb_buf *body);

/* alert_health.c: "alerts" of /healthz, what stands and what waits to be told.
 */
void wb_alert_answers_health(struct wb_daemon *daemon,
                             struct wb_json_writer *w);

#endif
