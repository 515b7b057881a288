#ifndef WB_VIEW_H
#define WB_VIEW_H

/*
 * Renders the board state of a page: engine in, document of PROTOCOL.md
 * section 4 out. Everything that a wall and a browser must agree on is decided
 * here: values, levels, order of rows.
 *
 * Pure: no I/O, no clock. The document borrows names from the engine and its
 * plan, so it is to be used before either changes.
 */

#include "alert/alert.h"
#include "json.h"
#include "kpi/engine.h"

enum wb_feed_state {
	WB_FEED_LIVE,
	WB_FEED_SILENT, /* nothing heard for a while */
	WB_FEED_GAP,    /* live, but events are known to be missing */
	WB_FEED_NEVER,  /* known from before a restart, not heard since */
	WB_FEED_MANUAL, /* typed by hand: nobody waits for it */
};

const char *wb_feed_state_name(enum wb_feed_state state);

/* A feed as the screens show it. */
struct wb_view_feed {
	struct wb_str name;
	enum wb_feed_state state;
	wb_ms heard;            /* last message; 0 = never */
	wb_ms event;            /* instant of the newest event; 0 = none */
	wb_ms gap_from, gap_to; /* when GAP */
};

struct wb_view_input {
	struct wb_engine *engine;
	const struct wb_alerts *alerts; /* NULL = there are none */
	const struct wb_page_plan *page;
	const struct wb_view_feed *feeds;
	int feed_count;
	bool events_clock;
	wb_ms now; /* what the screens take as now */
};

/*
 * The title that the plan gives to a scope ("queue:sales"), or NULL when it has
 * none; and the name without its kind ("sales"), absent for the total.
 */
const struct wb_title *wb_view_scope_title(const struct wb_plan *plan,
                                           struct wb_str scope,
                                           struct wb_str *ret_name);

/*
 * Builds the document in `arena`. NULL when the arena is exhausted.
 */
struct wb_json *wb_view_render(const struct wb_view_input *input,
                               struct wb_arena *arena);

#endif
