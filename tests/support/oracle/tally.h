#ifndef WB_TEST_ORACLE_TALLY_H
#define WB_TEST_ORACLE_TALLY_H

/* Private to the oracle: what was counted for a scope and a span. */

#include "oracle/stories.h"

struct tally {
	/* queue entries */
	int64_t offered, answered, abandoned, brief, lost;
	int64_t left[WB_OUTCOME_COUNT]; /* flow-outs by outcome */
	int64_t blocked[WB_REFUSAL_COUNT];
	int64_t in_time, abandoned_in_time, callback_in_time;
	int64_t wait_answered, wait_abandoned, wait_other;
	int64_t met, counted; /* by each queue's own variant */
	int64_t late;         /* past the threshold and waiting on */
	int64_t late_counted;
	int64_t allowed_bp; /* misses that the targets allow, in 1/10000 */
	wb_ms waits[ORACLE_STORIES]; /* of the answered and abandoned */
	int wait_count;

	/* those who wait now */
	int64_t waiting, waiting_late;
	wb_ms oldest; /* WB_NEVER = nobody */

	/* agents' work */
	int64_t handled, held, talk, hold, acw, share;
	int64_t transferred[WB_TRANSFER_COUNT];
	int64_t long_handles, escalated;
	int64_t offers[WB_OFFER_RESULT_COUNT];
	int64_t flagged, resolved, flagged_net, resolved_net;
	int64_t sale_flagged, sales, refusals, coded;
	int64_t dialled, connected;
	int64_t rated[WB_RATING_COUNT];
	int64_t satisfied, promoters, detractors;
	int64_t quality_bp; /* scores in basis points, added up */

	/* promises */
	int64_t callbacks_promised, callbacks_decided, callbacks_in_time;
	int64_t callbacks_open, callbacks_overdue;
	wb_ms oldest_callback; /* WB_NEVER = none */
	int64_t follow_ups_promised, follow_ups_open, follow_ups_overdue;

	/* contacts of known customers */
	int64_t arrived, repeated;
	int64_t provisional, provisional_kept, matured, matured_kept;

	/* agents' time, and agents now */
	int64_t time[WB_AGENT_STATE_COUNT];
	int64_t agents[WB_AGENT_STATE_COUNT];
	int64_t agents_pending, agents_remote;
	int64_t scheduled_time, adherent_time;
	int64_t agents_there; /* signed in at any time */
};

#endif
