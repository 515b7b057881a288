#ifndef WB_TEST_ALERT_ORACLE_H
#define WB_TEST_ALERT_ORACLE_H

/*
 * Alerts the slow and obvious way: an engine that is moved millisecond by
 * millisecond, every rule looked at in every scope at every step, whether
 * something happened or not, and at the instants that follow from what was read
 * last. Shares nothing with alert/ but the plan.
 */

#include "alert/alert.h"
#include "base/buf.h"

struct alert_oracle;

/* The engine is its own, and moved by nobody else; both are borrowed. */
struct alert_oracle *alert_oracle_create(struct wb_engine *engine,
                                         const struct wb_plan *plan);
void alert_oracle_destroy(struct alert_oracle *oracle);

void alert_oracle_advance(struct alert_oracle *oracle, wb_ms now);

/* As wb_alerts_act() of an alert in RULE and SCOPE; true when it did it. */
bool alert_oracle_act(struct alert_oracle *oracle, enum wb_alert_act act,
                      struct wb_str rule, struct wb_str scope, wb_ms until);
void alert_oracle_feed(struct alert_oracle *oracle, uint32_t number,
                       struct wb_str name, bool silent);

/* Steps so far, as "MS KIND RULE/SCOPE" lines, sorted within an instant. */
struct wb_str alert_oracle_steps(struct alert_oracle *oracle);

/* What stands: the state of a rule in a scope. */
enum wb_alert_state alert_oracle_state(struct alert_oracle *oracle,
                                       struct wb_str rule, struct wb_str scope);

#endif
