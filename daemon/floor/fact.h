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
	WB_FACT_ANSWERED,    /* wait, in_threshold, estimate */
	WB_FACT_LEFT,        /* outcome, wait, in_threshold, is_short */
	WB_FACT_LOST,        /* the end of the entry was never seen */
	WB_FACT_LATE,        /* the threshold ran out, the entry waits on;
	                      * taken back when it ends */
	WB_FACT_BLOCKED,     /* refused at the door */
	WB_FACT_OFFER_ENDED, /* offer_result: one ring at one agent */
	WB_FACT_HANDLED,     /* talk, hold, acw, share, held, transfer: a
	                      * segment is done */
	WB_FACT_ESCALATED,   /* the contact went from this first-tier queue
	                      * to a second tier */
	WB_FACT_OUTCOME,     /* what the agent filed: resolved, first_level,
	                      * sale, reason (of a refusal) */
	WB_FACT_CODED,       /* as what the agent filed it: code */
	WB_FACT_RATED,       /* rating, score, scale */
	WB_FACT_DIALLED,     /* an outbound contact was started */
	WB_FACT_CONNECTED,   /* it was answered by a person */
	WB_FACT_ARRIVED,     /* a contact whose customer is known began;
	                      * repeated: within N days of an earlier one */
	WB_FACT_PROVISIONAL, /* such a contact ended, its N days run; taken
	                      * back when they are over. repeated: the
	                      * customer came back already */
	WB_FACT_MATURED,     /* its N days are over, likewise */
	WB_FACT_CALLBACK_PROMISED,
	WB_FACT_CALLBACK_DECIDED, /* attempted, or its due time passed;
	                           * in_threshold: attempted by then */
	WB_FACT_FOLLOW_UP_PROMISED,
	WB_FACT_STANDING, /* `standing` holds from now on; taken back when
	                   * it does no longer */
	WB_FACT_KIND_COUNT,
};

/* What stands, and is counted as long as it does. */
enum wb_standing {
	WB_STANDING_CALLBACK,         /* promised, not yet attempted */
	WB_STANDING_CALLBACK_OVERDUE, /* ... and its due time has passed */
	WB_STANDING_FOLLOW_UP,        /* promised, not yet closed */
	WB_STANDING_FOLLOW_UP_OVERDUE,
	WB_STANDING_LONG_HANDLE, /* a segment longer than the limit */
	WB_STANDING_COUNT,
};

struct wb_fact {
	enum wb_fact_kind kind;
	int sign;       /* +1, or -1 to take back */
	wb_ms at;       /* event attribution: when it happened */
	wb_ms arrived;  /* cohort attribution: when its entry arrived */
	uint32_t queue; /* or WB_NOBODY */
	uint32_t agent; /* or WB_NOBODY */
	enum wb_channel channel;

	/* the contact; wb_floor_emit() fills it in, borrowed for the call */
	struct wb_str contact; /* absent = none */
	uint32_t feed;

	wb_ms wait;
	wb_ms estimate; /* of the wait, made at arrival; WB_ABSENT = none */
	wb_ms talk, hold, acw;
	wb_ms share;  /* of the agent's time: talk and hold, divided by the
	               * contacts that the agent had at the same time */
	bool held;    /* at least once */
	int transfer; /* enum wb_transfer, or -1: not transferred out */
	enum wb_outcome outcome;
	enum wb_refusal refusal;
	enum wb_offer_result offer_result;
	enum wb_standing standing;
	bool in_threshold;          /* wait <= the queue's threshold */
	enum wb_sl_variant variant; /* the queue's own, when it was decided */
	int target_bp;              /* likewise */
	bool is_short; /* abandoned within the short-abandon limit */
	bool repeated;
	int resolved;    /* 1, 0, or -1: not said */
	int first_level; /* could the first tier have resolved it? likewise */
	int sale;        /* likewise */
	uint32_t reason; /* of a refusal: wb_floor_reason(), or WB_NOBODY */
	uint32_t code;   /* of an outcome: wb_floor_code() */
	enum wb_rating rating;
	int64_t score, scale;
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

/* What else is true of an agent for a time, beside the state. */
enum wb_agent_mark {
	WB_MARK_REMOTE,    /* signed in from elsewhere than the floor */
	WB_MARK_SCHEDULED, /* something is planned for the agent now */
	WB_MARK_ADHERENT,  /* ... and the agent does that */
	WB_AGENT_MARK_COUNT,
};

/* Takes what the floor concludes. All mandatory. */
struct wb_fact_sink {
	void (*fact)(void *user, const struct wb_fact *fact);
	/*
	 * An entry arrives in a queue: how long will it wait, ms? WB_ABSENT
	 * when nobody can know.
	 */
	wb_ms (*estimate)(void *user, uint32_t queue);
	/*
	 * The agent was counted in `from` and is counted in `to` from instant
	 * `at` on, in all its scopes. Both are the same when only the reason
	 * of being not ready is another.
	 */
	void (*agent_state)(void *user, uint32_t agent,
	                    enum wb_agent_state from, enum wb_agent_state to,
	                    wb_ms at);
	/* The mark is on, or off, from instant `at` on. */
	void (*agent_mark)(void *user, uint32_t agent, enum wb_agent_mark mark,
	                   bool on, wb_ms at);
	/*
	 * The agent serves other queues from instant `at` on: see
	 * wb_floor_agent_queues().
	 */
	void (*membership)(void *user, uint32_t agent, wb_ms at);
};

#endif
