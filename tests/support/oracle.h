#ifndef WB_TEST_ORACLE_H
#define WB_TEST_ORACLE_H

/*
 * The slow, obvious truth: a list of what happened, and every number counted
 * from the whole list by its definition, each time it is asked for. Shares
 * nothing with the engine but the words.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

enum oracle_end {
	ORACLE_WAITING,
	ORACLE_ANSWERED,
	ORACLE_ABANDONED,
	ORACLE_TIMEOUT,
	ORACLE_EXIT_KEY,
	ORACLE_CALLBACK,
};

struct oracle_entry {
	int queue, agent;
	wb_ms entered, ended;
	enum oracle_end end;
};

struct oracle_segment {
	int queue, agent;
	wb_ms talk, hold, acw;
	wb_ms done; /* after-contact work over */
};

struct oracle_offer {
	int queue, agent;
	wb_ms ended;
	bool missed; /* else accepted */
};

struct oracle_outcome {
	int queue, agent;
	wb_ms at;
	bool resolved;
};

/* An agent was in a state for a time. */
struct oracle_spell {
	int agent;
	int state;      /* enum wb_agent_state */
	wb_ms from, to; /* to WB_NEVER = still */
};

#define ORACLE_MAX 20000

struct oracle {
	struct oracle_entry entries[ORACLE_MAX];
	struct oracle_segment segments[ORACLE_MAX];
	struct oracle_offer offers[ORACLE_MAX];
	struct oracle_outcome outcomes[ORACLE_MAX];
	struct oracle_spell spells[ORACLE_MAX];
	int entry_count, segment_count, offer_count, outcome_count, spell_count;
	wb_ms threshold, short_abandon;
};

/* Whom a number is about: -1 = all. A group is a set of queues or agents. */
struct oracle_scope {
	unsigned queues; /* bits; 0 = not by queue */
	unsigned agents; /* bits; 0 = not by agent */
};

/*
 * Numerator and denominator (0 for counts) of a KPI over what happened in
 * from <= t <= now. False when the oracle does not know the KPI.
 */
bool oracle_count(const struct oracle *oracle, const char *kpi,
                  struct oracle_scope scope, wb_ms from, wb_ms now,
                  int64_t *ret_num, int64_t *ret_den);

#endif
