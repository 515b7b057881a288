#ifndef WB_PLAN_HOURS_H
#define WB_PLAN_HOURS_H

/*
 * Is a schedule of the configuration (working hours of a rule, quiet hours of
 * a route) in force at an instant? Pure.
 *
 * Hours over midnight belong to the day on which they begin: 22:00 to 07:00 of
 * Friday ends on Saturday morning. `from` equal to `to` is a whole day from
 * `from` on. Where the clocks change, the local clock counts: an hour that it
 * shows twice is in twice, one that it skips not at all.
 */

#include <stdbool.h>

#include "plan/alerts.h"

/* NULL is always in force. */
bool wb_hours_hold(const struct wb_schedule_plan *schedule, wb_ms t);

/*
 * The first instant > t at which wb_hours_hold() says something else than at
 * t; WB_NEVER when there is none within two years.
 */
wb_ms wb_hours_next(const struct wb_schedule_plan *schedule, wb_ms t);

#endif
