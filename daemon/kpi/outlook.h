#ifndef WB_KPI_OUTLOOK_H
#define WB_KPI_OUTLOOK_H

/*
 * Private to kpi/: looking ahead. outlook_state.c keeps what that takes beside
 * the sums, what a week looks like in each queue; outlook_staff.c how many
 * agents are there for it. outlook.c computes the rows (enum wb_outlook) from
 * it; the formulas are those of forecast/.
 *
 * The state is a function of the events and times like all of the engine, and
 * is saved with it.
 */

#include "floor/codec.h"
#include "forecast/profile.h"
#include "kpi/engine.h"

/* One agent, as one that serves several queues is divided among them. */
#define AGENT_PARTS 10000

/* Agents at work or available who serve another queue as well. */
struct in_common {
	uint32_t queue;
	uint32_t agents;
};

struct queue_outlook {
	struct wb_profile
		profile; /* of entries that the service level counts */
	int64_t counted; /* of them, in the present quarter hour */
	int64_t work; /* handle time of an hour, as of the last quarter, ms */

	/* Agents at work or available: how many, the parts of them that this
	 * queue has by its work, and with which queues it shares them (sorted
	 * by number). Follows from the floor and `work`: not saved. */
	uint32_t agents;
	int64_t parts;
	struct in_common *common;
	uint32_t common_count, common_capacity;

	/* What is expected in [rest_from, rest_to), computed before; derived */
	wb_ms rest_from, rest_to;
	bool rest_known;
	int64_t rest;
};

/* Where an agent is counted. Follows from the floor. */
struct agent_outlook {
	int staffed; /* > 0: at work or available */
	uint32_t *queues;
	int64_t *parts; /* of each */
	uint32_t count, capacity;
};

struct outlook {
	struct queue_outlook *queues;
	uint32_t queue_count;
	struct agent_outlook *agents;
	uint32_t agent_count;
	wb_ms began; /* time is known since; 0 = not yet */
	wb_ms heard; /* time of the last event; 0 = none */
};

/* outlook_staff.c */
/* NULL, counted, when out of memory. Good until the next new queue. */
struct queue_outlook *wb_outlook_queue(struct wb_engine *engine,
                                       uint32_t queue);
/* Divides all agents anew, by the work of the last hour. */
void wb_outlook_divide(struct wb_engine *engine);
/* Counts the agents as the floor has them; nobody was counted before. */
void wb_outlook_count_agents(struct wb_engine *engine);

/* What the state learns of. */
void wb_outlook_begin(struct wb_engine *engine);
/* An event is about to be applied. */
void wb_outlook_hear(struct wb_engine *engine);
/* Entries that the service level counts, or takes back, as of `at`. */
void wb_outlook_count(struct wb_engine *engine, uint32_t queue, wb_ms at,
                      int64_t n);
/* The quarter hour that ends at `end` is over. */
void wb_outlook_quarter(struct wb_engine *engine, wb_ms end);
void wb_outlook_agent_state(struct wb_engine *engine, uint32_t agent,
                            enum wb_agent_state from, enum wb_agent_state to);
void wb_outlook_membership(struct wb_engine *engine, uint32_t agent);

/*
 * Entries that are expected in the queue from now up to `to`, by its profile.
 * False when that is not known.
 */
bool wb_outlook_expect(struct wb_engine *engine, uint32_t queue, wb_ms to,
                       int64_t *ret_entries);
/* Agents at work or available for the queue. */
uint32_t wb_outlook_agents(const struct wb_engine *engine, uint32_t queue);
/* The same in 1/AGENT_PARTS, those who serve several queues divided. */
int64_t wb_outlook_parts(const struct wb_engine *engine, uint32_t queue);
/*
 * Entries that wait in other queues for the same agents, each by the share of
 * its queue's agents that serve this one.
 */
double wb_outlook_rivals(const struct wb_engine *engine, uint32_t queue);

/* After the floor, queues and agents; a load counts the agents anew. */
void wb_outlook_transfer(struct wb_codec *codec, struct wb_engine *engine);
void wb_outlook_finish(struct wb_engine *engine);

/* A row of enum wb_outlook, now. */
struct wb_value wb_outlook_read(struct wb_engine *engine,
                                const struct wb_kpi *kpi, uint32_t scope,
                                enum wb_window window);

/* How long an entry that arrives now waits; WB_ABSENT when not known. */
wb_ms wb_outlook_wait(struct wb_engine *engine, uint32_t queue);

#endif
