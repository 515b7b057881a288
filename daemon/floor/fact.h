#ifndef WB_FACT_H
#define WB_FACT_H

/*
 * What the floor concludes from events: "an entry of queue 7 was answered by
 * agent 12 after 18 340 ms". Facts are what the KPIs count; a decision that is
 * taken back comes once more with sign -1 and everything else the same.
 *
 * Queues and agents are numbers (wb_floor_queue_name() etc.).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "event.h"
#include "plan/plan.h"

#define WB_NOBODY UINT32_MAX /* no queue, no agent */

enum wb_fact_kind {
	WB_FACT_OFFERED,     /* a queue entry arrived */
	WB_FACT_ANSWERED,    /* wait, in_threshold */
	WB_FACT_LEFT,        /* outcome, wait, in_threshold, is_short */
	WB_FACT_LOST,        /* the end of the entry was never seen */
	WB_FACT_LATE,        /* the threshold ran out, the entry waits on;
	                      * taken back when it ends */
	WB_FACT_BLOCKED,     /* refused at the door */
	WB_FACT_OFFER_ENDED, /* offer_result: one ring at one agent */
	WB_FACT_HANDLED,     /* talk, hold, acw: a segment is done */
	WB_FACT_OUTCOME,     /* resolved: the agent filed a resolution flag */
	WB_FACT_KIND_COUNT,
};

struct wb_fact {
	enum wb_fact_kind kind;
	int sign;       /* +1, or -1 to take back */
	wb_ms at;       /* event attribution: when it happened */
	wb_ms arrived;  /* cohort attribution: when its entry arrived */
	uint32_t queue; /* or WB_NOBODY */
	uint32_t agent; /* or WB_NOBODY */
	wb_ms wait;
	wb_ms talk, hold, acw;
	enum wb_outcome outcome;
	enum wb_refusal refusal;
	enum wb_offer_result offer_result;
	bool in_threshold;          /* wait <= the queue's threshold */
	enum wb_sl_variant variant; /* the queue's own, when it was decided */
	bool is_short; /* abandoned within the short-abandon limit */
	bool resolved;
};

/* What an agent is doing, derived by priority (KPI.md section 5). */
enum wb_agent_state {
	WB_AGENT_SIGNED_OUT,
	WB_AGENT_AVAILABLE,
	WB_AGENT_RINGING,
	WB_AGENT_TALKING,
	WB_AGENT_HOLDING,
	WB_AGENT_ACW,
	WB_AGENT_NOT_READY,
	WB_AGENT_STATE_COUNT,
};

/* Takes what the floor concludes. All mandatory. */
struct wb_fact_sink {
	void (*fact)(void *user, const struct wb_fact *fact);
	/*
	 * The agent was counted in `from` and is counted in `to` from instant
	 * `at` on, in all its scopes.
	 */
	void (*agent_state)(void *user, uint32_t agent,
	                    enum wb_agent_state from, enum wb_agent_state to,
	                    wb_ms at);
	/*
	 * The agent serves other queues from instant `at` on: see
	 * wb_floor_agent_queues().
	 */
	void (*membership)(void *user, uint32_t agent, wb_ms at);
};

#endif
