#ifndef WB_APP_ACTS_H
#define WB_APP_ACTS_H

/* Acts on alerts, and what is seen by others than the feeds. */

#include "app/act_record.h"
#include "app/daemon.h"

/*
 * What a person does. 0 when it is in the journal and done; -ENOENT, -EALREADY
 * as wb_alerts_act(); -EIO when the journal cannot be written.
 */
int wb_acts_take(struct wb_daemon *daemon, const struct wb_act_record *act);

/*
 * Journals which feeds fell silent or were heard again, and which routes began
 * to fail or were mended, since the last call.
 */
void wb_acts_see(struct wb_daemon *daemon);

/* A record of the journal, at its time. */
void wb_acts_replay(struct wb_daemon *daemon, const struct wb_record *record);

#endif
