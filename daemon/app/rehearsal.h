#ifndef WB_APP_REHEARSAL_H
#define WB_APP_REHEARSAL_H

/*
 * wallboardd --test-alerts: plays the journal under the configuration given,
 * and says what the alerts would have done, and whom they would have told when.
 * Nothing is sent or stored.
 */

#include <stdio.h>

#include "app/options.h"

/*
 * Writes to `out` a line for every step and every message of the options' span,
 * in order, the same for the same journal and configuration; its progress goes
 * to stderr. False when something is wrong, said on stderr.
 */
bool wb_rehearse(const struct wb_options *options, FILE *out);

#endif
