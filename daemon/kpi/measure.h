#ifndef WB_MEASURE_H
#define WB_MEASURE_H

/*
 * Measures: what is added up, per scope, window and quarter hour. Every KPI is
 * a quotient or a sum of measures (kpi/table.h), so roll-ups add measures and
 * never average percentages. The names are the columns of the history.
 */

#include <stdint.h>

#include "floor/fact.h"
#include "plan/plan.h"

enum wb_measure {
	WB_M_OFFERED,
	WB_M_ANSWERED,
	WB_M_ANSWERED_IN_THRESHOLD,
	WB_M_ABANDONED, /* longer than the short-abandon limit */
	WB_M_ABANDONED_IN_THRESHOLD,
	WB_M_SHORT_ABANDONED,
	WB_M_TIMEOUT, /* flow-outs, in the order of enum wb_outcome */
	WB_M_OVERFLOW,
	WB_M_EXIT_KEY,
	WB_M_VOICEMAIL,
	WB_M_CALLBACK,
	WB_M_MOVED,
	WB_M_EMPTY,
	WB_M_WITHDRAWN,
	WB_M_FAILED,
	WB_M_CALLBACK_IN_THRESHOLD,
	WB_M_LOST,
	WB_M_BLOCKED_FULL, /* in the order of enum wb_refusal */
	WB_M_BLOCKED_CLOSED,
	WB_M_BLOCKED_NO_AGENTS,
	WB_M_WAIT_ANSWERED_MS,
	WB_M_WAIT_ABANDONED_MS,
	WB_M_LATE,   /* past the threshold and waiting on */
	WB_M_SL_MET, /* by the queue's own service-level variant */
	WB_M_SL_COUNTED,
	WB_M_SL_LATE_COUNTED, /* those late that the own variant counts */
	WB_M_HANDLED,
	WB_M_TALK_MS,
	WB_M_HOLD_MS,
	WB_M_ACW_MS,
	WB_M_OFFERS_ACCEPTED,
	WB_M_OFFERS_NO_ANSWER,
	WB_M_OFFERS_REJECTED,
	WB_M_OFFERS_CANCELLED,
	WB_M_OFFERS_FAILED,
	WB_M_RESOLVED,
	WB_M_RESOLUTION_FLAGGED,
	WB_M_COUNTED, /* end of what facts add to */

	/* agents' time in each state, ms, clipped at the borders of windows;
	 * in the order of enum wb_agent_state from AVAILABLE on */
	WB_M_AVAILABLE_TIME_MS = WB_M_COUNTED,
	WB_M_RINGING_TIME_MS,
	WB_M_TALKING_TIME_MS,
	WB_M_HOLDING_TIME_MS,
	WB_M_ACW_TIME_MS,
	WB_M_NOT_READY_TIME_MS,
	WB_MEASURE_COUNT,
};

#define WB_LEVEL_COUNT (WB_MEASURE_COUNT - WB_M_COUNTED)

/* Column names, [a-z0-9_], by enum wb_measure. */
extern const char *const wb_measure_names[WB_MEASURE_COUNT];

#define WB_ADDITIONS_MAX 8

/* What one fact adds: a few measures, each by an amount. */
struct wb_additions {
	int count;
	struct {
		enum wb_measure measure;
		int64_t amount;
	} add[WB_ADDITIONS_MAX];
};

void wb_measure_fact(const struct wb_fact *fact,
                     struct wb_additions *ret_additions);

#endif
