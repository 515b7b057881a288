#ifndef WB_APP_FIRE_H
#define WB_APP_FIRE_H

/*
 * wallboardd --fire RULE: sends one test message by each route of the rule, its
 * escalation's too, past quiet hours and least severities.
 */

#include <stdio.h>

#include "app/options.h"

/*
 * Writes to `out` what came of each route. False when one of them did not take
 * the message, or something else is wrong, said on stderr.
 */
bool wb_fire(const struct wb_options *options, FILE *out);

#endif
