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
	WB_M_WAIT_OTHER_MS, /* of short abandons and flow-outs */
	WB_M_SL_MET,        /* by the queue's own service-level variant */
	WB_M_SL_COUNTED,
	WB_M_SL_ALLOWED_BP,     /* misses that the target allows: 10000 - target
	                         * of each that counts, in basis points */
	WB_M_ESTIMATED,         /* answered with an estimate of the wait */
	WB_M_ESTIMATE_ERROR_MS, /* |wait - estimate| of those */
	WB_M_HANDLED,
	WB_M_HELD, /* segments held at least once */
	WB_M_TALK_MS,
	WB_M_HOLD_MS,
	WB_M_ACW_MS,
	WB_M_SHARE_MS,          /* of agents' time: contacts at once share it */
	WB_M_TRANSFERRED_BLIND, /* in the order of enum wb_transfer */
	WB_M_TRANSFERRED_ATTENDED,
	WB_M_TRANSFERRED_QUEUE,
	WB_M_TRANSFERRED_EXTERNAL,
	WB_M_ESCALATED,
	WB_M_OFFERS_ACCEPTED, /* in the order of enum wb_offer_result */
	WB_M_OFFERS_NO_ANSWER,
	WB_M_OFFERS_REJECTED,
	WB_M_OFFERS_CANCELLED,
	WB_M_OFFERS_FAILED,
	WB_M_RESOLVED,
	WB_M_RESOLUTION_FLAGGED,
	WB_M_RESOLVED_FIRST_LEVEL, /* of those the first tier could resolve */
	WB_M_FLAGGED_FIRST_LEVEL,
	WB_M_SALES,
	WB_M_SALE_FLAGGED,
	WB_M_REFUSALS,
	WB_M_CODED, /* filed with a code */
	WB_M_DIALLED,
	WB_M_CONNECTED,
	WB_M_ARRIVED, /* contacts whose customer is known */
	WB_M_REPEATED,
	WB_M_PROVISIONAL, /* ended, their N days run */
	WB_M_PROVISIONAL_KEPT,
	WB_M_MATURED, /* their N days are over */
	WB_M_MATURED_KEPT,
	WB_M_CSAT_ANSWERS,
	WB_M_CSAT_SATISFIED,
	WB_M_NPS_ANSWERS,
	WB_M_NPS_PROMOTERS,
	WB_M_NPS_DETRACTORS,
	WB_M_QUALITY_ANSWERS,
	WB_M_QUALITY_SCORE_BP, /* score of scale in basis points, added up */
	WB_M_CALLBACKS_PROMISED,
	WB_M_CALLBACKS_DECIDED,
	WB_M_CALLBACKS_IN_TIME,
	WB_M_FOLLOW_UPS_PROMISED,
	WB_M_FLOWING, /* end of what a window adds up */

	/* what stands: counted in every window as long as it does */
	WB_M_LATE = WB_M_FLOWING, /* past the threshold and waiting on */
	WB_M_SL_LATE_COUNTED,     /* those that the own variant counts */
	WB_M_SL_LATE_ALLOWED_BP,  /* and the misses allowed for them */
	WB_M_CALLBACKS_OPEN,      /* in the order of enum wb_standing */
	WB_M_CALLBACKS_OVERDUE,
	WB_M_FOLLOW_UPS_OPEN,
	WB_M_FOLLOW_UPS_OVERDUE,
	WB_M_LONG_HANDLES,
	WB_M_COUNTED, /* end of what facts add to */

	/* agents' time in each state, ms, clipped at the borders of windows;
	 * in the order of enum wb_agent_state from AVAILABLE on */
	WB_M_AVAILABLE_TIME_MS = WB_M_COUNTED,
	WB_M_RINGING_TIME_MS,
	WB_M_TALKING_TIME_MS,
	WB_M_HOLDING_TIME_MS,
	WB_M_ACW_TIME_MS,
	WB_M_NOT_READY_TIME_MS,
	WB_M_REMOTE_TIME_MS, /* in the order of enum wb_agent_mark */
	WB_M_SCHEDULED_TIME_MS,
	WB_M_ADHERENT_TIME_MS,
	WB_MEASURE_COUNT,
};

#define WB_STANDING_MEASURES (WB_M_COUNTED - WB_M_FLOWING)
#define WB_LEVEL_COUNT (WB_MEASURE_COUNT - WB_M_COUNTED)

/* A level is a head count that is added up over time: a state or a mark. */
#define WB_STATE_LEVEL(state) ((int)(state) - (int)WB_AGENT_AVAILABLE)
#define WB_MARK_LEVEL(mark) (WB_M_REMOTE_TIME_MS - WB_M_COUNTED + (int)(mark))

/* Column names, [a-z0-9_], by enum wb_measure. */
extern const char *const wb_measure_names[WB_MEASURE_COUNT];

#define WB_ADDITIONS_MAX 12

/* What one fact adds: a few measures, each by an amount. */
struct wb_additions {
	int count;
	struct {
		enum wb_measure measure;
		int64_t amount;
	} add[WB_ADDITIONS_MAX];
};

/* What it is counted by as well (kpi/keyed.h); WB_KEY_NONE for most. */
uint32_t wb_measure_key(const struct wb_fact *fact);

void wb_measure_fact(const struct wb_fact *fact,
                     struct wb_additions *ret_additions);

#endif
