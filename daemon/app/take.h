#ifndef WB_APP_TAKE_H
#define WB_APP_TAKE_H

/* From the engine's additions to the history's rows. */

#include "app/feeds.h"
#include "history/history.h"
#include "kpi/engine.h"

/*
 * Writes all that the engine has for the history, with the mark, in one
 * transaction; then the engine forgets it. 0, or negative and nothing changed
 * (-ENOMEM, or as wb_history_add()).
 */
int wb_take(struct wb_history *history, struct wb_engine *engine,
            const struct wb_feeds *feeds, struct wb_history_mark mark);

#endif
