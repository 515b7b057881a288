#ifndef WB_SIM_TALLY_H
#define WB_SIM_TALLY_H

/*
 * The simulation's own account of what it did, to check others against:
 * counted where things are decided, not from the events.
 */

#include <stdint.h>

#include "base/buf.h"
#include "event.h"
#include "sim/floor.h"

struct wb_sim_counts {
	int64_t offered;          /* entries into the queue */
	int64_t answered;         /* waits include the ringing */
	int64_t answered_in_time; /* wait <= the floor's sl_threshold_s */
	int64_t abandoned;        /* longer than the floor's short_s */
	int64_t abandoned_in_time;
	int64_t abandoned_short;             /* not part of abandoned */
	int64_t flow_outs[WB_OUTCOME_COUNT]; /* WB_OUTCOME_ABANDONED unused */
	int64_t refused;
	int64_t wait_answered_ms;
	int64_t wait_abandoned_ms;
	int64_t offers;
	int64_t no_answer; /* offers not answered or rejected */
	int64_t handled; /* segments from this queue, after-contact work over */
	int64_t talk_ms, hold_ms, acw_ms; /* of those */
	int64_t held;                     /* at least once */
	int64_t transferred[WB_TRANSFER_COUNT];
	int64_t escalated; /* into a higher tier's queue */
	int64_t outcomes, resolved;
	int64_t net, resolved_net; /* those that tier 1 could resolve */
	int64_t sale_flagged, sales, refusals;
	int64_t follow_ups, follow_ups_closed;
	/* promised; attempted or overdue; of these attempted in time */
	int64_t callbacks, callbacks_decided, callbacks_in_time;
	int64_t resumed; /* came back to the queue: not abandoned */
	int64_t replies; /* first ones, on written channels */
	int64_t ratings, satisfied;
	int64_t late; /* wait on past the threshold at the end */
};

/* Agent time, up to the last thing that happened. */
struct wb_sim_agent_time {
	int64_t idle_ms; /* dialling included: the switch says available */
	int64_t ringing_ms;
	int64_t contact_ms; /* talk, hold, after-contact work */
	int64_t away_ms;
	/* planned, and spent as planned */
	int64_t scheduled_ms, adherent_ms;
};

struct wb_sim_tally {
	struct wb_sim_counts queues[WB_SIM_QUEUES_MAX];
	struct wb_sim_counts direct; /* segments that came from no queue */
	struct wb_sim_agent_time time;
	int64_t contacts; /* inbound, started */
	int64_t repeated; /* by the same customer, about the same */
	int64_t dialled, connected;
	int64_t events;
};

/* One JSON object; see README.md, "Simulator". */
void wb_sim_tally_write(const struct wb_sim_tally *tally,
                        const struct wb_sim_floor *floor, wb_ms from, wb_ms to,
                        struct wb_buf *out);

/* A few lines for people. */
void wb_sim_tally_print(const struct wb_sim_tally *tally,
                        const struct wb_sim_floor *floor, struct wb_buf *out);

#endif
