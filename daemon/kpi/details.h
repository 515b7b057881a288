#ifndef WB_KPI_DETAILS_H
#define WB_KPI_DETAILS_H

/*
 * What happened to single contacts and agents, gathered until somebody keeps
 * it: the base of "explain", of lists of contacts and of an agent's day. Ids
 * only, as everywhere; no number is made of them.
 *
 * Nothing is gathered before wb_details_keep(). Bounded: when nobody takes
 * them, what comes beyond WB_DETAILS_MAX is left out and counted.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "kpi/measure.h"
#include "kpi/record.h"

/* The kinds are those of the facts, and this one. */
#define WB_DETAIL_STATE ((int)WB_FACT_KIND_COUNT)

#define WB_DETAILS_MAX 200000

/*
 * One fact that was counted, or (WB_DETAIL_STATE) one change of an agent's
 * state. What is taken back comes once more: a fact with sign -1 and the rest
 * the same; a change as its opposite, two different states changed over, at the
 * same instant of the same agent. Where both are the same only the reason
 * changed.
 */
struct wb_detail {
	int kind;
	int sign;
	wb_ms at;              /* when it happened, as the fact says */
	wb_ms arrived;         /* when its entry arrived; of a state: `at` */
	struct wb_str contact; /* absent = of none */
	uint32_t feed;         /* of the contact */
	uint32_t queue;        /* or WB_NOBODY */
	uint32_t agent;        /* or WB_NOBODY */
	enum wb_agent_state from, to; /* of a state */
	/* of being not ready, of a refusal, or the code of an outcome; absent =
	 * none given */
	struct wb_str reason;
	int scope_count; /* where it counts; of a state: 0 */
	uint32_t scopes[WB_FACT_SCOPES_MAX];
	struct wb_additions additions; /* what it adds, as if sign was 1 */
};

/* Owned by the caller; private. Zero-initialise. */
struct wb_details {
	bool keep;
	struct wb_detail *list;
	uint32_t count, capacity;
	struct wb_arena texts;
	uint64_t dropped;
};

/* "offered", "answered", ... "state": words that stay the same. */
const char *wb_detail_kind_name(int kind);

/* "available", "talking" ... */
const char *wb_agent_state_name(enum wb_agent_state state);

/* The kind of a name, or -1. */
int wb_detail_kind_find(struct wb_str name);

/*
 * A fact that was counted in these scopes with these additions; `reason` of a
 * refusal, the code of an outcome, else absent.
 */
void wb_details_fact(struct wb_details *details, const struct wb_fact *fact,
                     const struct wb_counted *counted, struct wb_str reason);

void wb_details_state(struct wb_details *details, uint32_t agent,
                      enum wb_agent_state from, enum wb_agent_state to,
                      wb_ms at, struct wb_str reason);

void wb_details_clear(struct wb_details *details);
void wb_details_finish(struct wb_details *details);

#endif
