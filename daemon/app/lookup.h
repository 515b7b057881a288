#ifndef WB_APP_LOOKUP_H
#define WB_APP_LOOKUP_H

/*
 * What the answers about single contacts and numbers read: the history, which
 * must hold everything up to the engine's present time, the engine, and the
 * feeds. Borrowed.
 */

#include "app/feeds.h"
#include "app/parameters.h"
#include "history/history.h"
#include "kpi/engine.h"

struct wb_lookup {
	struct wb_history *history;
	struct wb_engine *engine;
	const struct wb_feeds *feeds;
	const struct wb_view_feed *shown; /* as the screens show them */
	int shown_count;
	wb_ms now;
};

/* The answer to a question that was understood or not. */
enum wb_lookup_result {
	WB_LOOKUP_OK,      /* the body is written */
	WB_LOOKUP_WRONG,   /* a parameter is wrong: ret_error tells */
	WB_LOOKUP_UNKNOWN, /* nothing is known of what was asked for: likewise
	                    */
	WB_LOOKUP_FAILED,  /* the history cannot be read, or out of memory */
};

#define WB_LOOKUP_ERROR_SIZE 256

#endif
