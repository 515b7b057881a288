#ifndef WB_TEST_LEDGER_H
#define WB_TEST_LEDGER_H

/*
 * What a floor tells of agents, added up as the KPIs would: facts less those
 * that were taken back, and head counts as linear functions of time, by agent
 * and by queue. Two ledgers are the same when the numbers of any window are.
 */

#include "floor/floor.h"

#define LEDGER_FACTS 256
#define LEDGER_SCOPES 12 /* agents, then queues */
#define LEDGER_LEVELS (WB_AGENT_STATE_COUNT + WB_AGENT_MARK_COUNT)

struct ledger_fact {
	struct wb_fact fact; /* without the contact's name, which is here: */
	char contact[16];
	int count;
};

struct ledger_line {
	int64_t heads, instants; /* n and c of n * t - c */
};

/* Owned by the caller; private, but for `floor`. */
struct ledger {
	struct wb_floor *floor;
	struct ledger_fact facts[LEDGER_FACTS];
	int fact_count;
	struct ledger_line lines[LEDGER_SCOPES][LEDGER_LEVELS];
	uint64_t served[LEDGER_SCOPES]; /* bits of queues, as last told */
	/* agents as they are counted at the moment */
	enum wb_agent_state states[LEDGER_SCOPES];
	unsigned marks[LEDGER_SCOPES];
};

/* A floor with this plan, which is borrowed. */
void ledger_open(struct ledger *ledger, const struct wb_plan *plan);
void ledger_close(struct ledger *ledger);

/*
 * Forgets what cancels out, sorts the rest: then two of the same are equal.
 * What an offer's cohort is depends on the contact and is left out.
 */
void ledger_settle(struct ledger *ledger);

/* Empty when they are the same, else what differs; until the next call. */
const char *ledger_difference(const struct ledger *a, const struct ledger *b);

/* Time in a state (or with mark - WB_AGENT_STATE_COUNT) up to `t`, ms. */
int64_t ledger_time(const struct ledger *ledger, int scope, int level, wb_ms t);

/* The n-th fact of a kind that holds, or NULL. */
const struct wb_fact *ledger_find(const struct ledger *ledger,
                                  enum wb_fact_kind kind, int n);

#endif
