#ifndef WB_APP_FEEDS_H
#define WB_APP_FEEDS_H

/*
 * The feeds: who sends, what number each is at, when it was last heard, and
 * whether events of it are known to be missing. Pure; time is an argument.
 */

#include "base/names.h"
#include "batch.h"
#include "floor/codec.h"
#include "view/view.h"

struct wb_feed {
	bool heard_now; /* since the daemon started */
	bool done;      /* it said that it has said all: nobody waits for it */
	wb_ms heard;    /* engine's time of the last message; 0 = never */
	wb_ms event;    /* newest event */
	wb_ms gap_from, gap_to; /* newest gap; 0 = none */
	uint64_t events, skipped, gaps, clock_ahead;
};

/* Owned by the caller; private. Zero-initialise. */
struct wb_feeds {
	struct wb_names names;
	struct wb_feed feeds[WB_FEEDS_MAX];
	struct wb_names epochs; /* "feed\nepoch" */
	int64_t *next;          /* by epoch number */
	uint32_t next_capacity;
	uint64_t refused; /* batches: too many feeds or epochs */
};

/* The number of a feed, or WB_NAMES_NONE when there are too many. */
uint32_t wb_feeds_number(struct wb_feeds *feeds, struct wb_str name);

/*
 * Where a (feed, epoch)'s next number is kept; new ones start at 0. NULL when
 * there are too many.
 */
int64_t *wb_feeds_next(struct wb_feeds *feeds, struct wb_str feed,
                       struct wb_str epoch);

/* Events between these instants are missing. */
void wb_feed_note_gap(struct wb_feed *feed, wb_ms from, wb_ms to);

/*
 * The feeds as screens show them. A gap is shown until `gaps_since` (the start
 * of the day, as the day's numbers lack it). Returns how many.
 */
int wb_feeds_show(const struct wb_feeds *feeds, wb_ms now, wb_ms silent_after,
                  wb_ms gaps_since, bool events_clock,
                  struct wb_view_feed ret_feeds[WB_FEEDS_MAX]);

/* When a feed will turn silent if nothing is heard: > now, or WB_NEVER. */
wb_ms wb_feeds_next_change(const struct wb_feeds *feeds, wb_ms now,
                           wb_ms silent_after);

/*
 * The feeds as a checkpoint has them, both ways; without the numbers of their
 * next events, which the journal keeps.
 */
void wb_feeds_transfer(struct wb_feeds *feeds, struct wb_codec *codec);

void wb_feeds_finish(struct wb_feeds *feeds);

#endif
