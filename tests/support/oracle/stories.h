#ifndef WB_TEST_ORACLE_STORIES_H
#define WB_TEST_ORACLE_STORIES_H

/* Private to the oracle: what it has heard, and the stories it makes of it. */

#include "event.h"
#include "oracle/oracle.h"

#define ORACLE_EVENTS 12000
#define ORACLE_STORIES 4000 /* of each sort */
#define ORACLE_SPELLS 12000
#define ORACLE_FEEDS 2
#define NOBODY (-1)

/* Names get numbers in the order in which they are met. */
struct oracle_names {
	struct wb_str name[ORACLE_STORIES];
	int count;
};

struct oracle_heard {
	wb_ms heard;
	int order; /* n-th event that was told */
	int feed;
	int contact, queue, agent; /* their numbers, or NOBODY */
	bool in_snapshot;
	struct wb_event event;
};

enum oracle_end {
	END_WAITING, /* none yet */
	END_ANSWERED,
	END_LEFT,
	END_LOST,
};

/* One stay in one queue. */
struct oracle_entry {
	int contact, queue, agent;
	enum wb_channel channel;
	bool apart; /* a callback is not among those who wait */
	wb_ms entered, ended, wait;
	wb_ms served;  /* taken, when only a reply answers; or WB_NEVER */
	int served_by; /* who has it */
	enum oracle_end end;
	int outcome; /* of END_LEFT */
};

/* One ring at one agent. */
struct oracle_offer {
	int contact, queue, agent;
	enum wb_channel channel;
	wb_ms arrived;        /* its entry */
	wb_ms started, ended; /* WB_NEVER = rings still */
	wb_ms at;  /* its end counts: of an accepted one, the answer */
	bool open; /* what it led to is not known yet */
	bool counted;
	bool presumed; /* nobody told its end: the contact was gone */
	int result;
};

/* One agent's part of a contact. */
struct oracle_segment {
	int queue, agent;
	enum wb_channel channel;
	wb_ms arrived; /* its entry, else itself */
	int contact;
	wb_ms started, ended;     /* WB_NEVER = still */
	int started_by, ended_by; /* places in `told` */
	wb_ms hold;
	bool held;
	wb_ms duration;   /* talk and hold */
	wb_ms share;      /* of the agent's time, beside others */
	int transfer;     /* the last kind told, or -1 */
	wb_ms work_limit; /* after-contact work; 0 = none */
	wb_ms done;       /* after-contact work over; WB_NEVER = not yet */
	bool lost;        /* its end was never seen: not handled */
};

/* An agent's segment stood on hold. */
struct oracle_hold {
	int segment;
	wb_ms from, to; /* WB_NEVER = still */
};

/* A contact went from a first tier's segment to a higher tier. */
struct oracle_escalation {
	int segment;
	wb_ms at;
};

/* What was filed about a contact, in the end. */
struct oracle_filing {
	int contact, queue, agent;
	enum wb_channel channel;
	wb_ms at, arrived;
	int resolved, first_level, sale; /* -1 = not said */
	bool refused, coded;
};

/* What the customer, or who listened, thought of it. */
struct oracle_rating {
	int contact, queue, agent;
	enum wb_channel channel;
	wb_ms at, arrived;
	enum wb_rating kind;
	int64_t score, scale;
	bool standing; /* another of its kind would take its place */
};

/* A contact that the centre began. */
struct oracle_dial {
	int contact, queue, agent;
	enum wb_channel channel, talk_channel;
	wb_ms at;
	wb_ms talked; /* WB_NEVER = nobody answered */
	int talk_queue, talk_agent;
};

struct oracle_people {
	int queue, agent; /* or NOBODY */
	enum wb_channel channel;
};

/* To call back, or to follow up. */
struct oracle_promise {
	int contact;
	struct oracle_people people;
	bool follow_up;
	wb_ms requested;
	wb_ms due;               /* WB_ABSENT = none */
	wb_ms attempted, closed; /* WB_NEVER = not yet */
};

/* A customer came. */
struct oracle_visit {
	struct wb_str customer, topic; /* of no topic: absent */
	wb_ms start;
	wb_ms end;                       /* WB_NEVER = it runs */
	struct oracle_people came, went; /* first queue; last part */
};

struct oracle_blocked {
	int queue;
	enum wb_channel channel;
	wb_ms at;
	int refusal;
};

/* An agent was something for a time, and served some queues. */
struct oracle_spell {
	int agent;
	enum wb_agent_state state;
	uint64_t queues; /* bits */
	bool pending;
	bool remote;
	bool scheduled; /* something is planned */
	bool adherent;  /* and done */
	wb_ms from, to; /* WB_NEVER = still */
};

struct oracle {
	const struct wb_plan *plan;
	struct oracle_heard heard[ORACLE_EVENTS];
	int heard_count;
	bool in_snapshot[ORACLE_FEEDS]; /* as of the last that was heard */
	struct oracle_names queues, agents, contacts;
	int contact_feeds[ORACLE_STORIES]; /* names are unique in a feed */
	const struct wb_queue_plan *queue_plans[ORACLE_STORIES];
	const struct wb_agent_plan *agent_plans[ORACLE_STORIES]; /* or NULL */

	/* of the last look: what had been heard by then, in order of time */
	wb_ms now;
	const struct oracle_heard *told[ORACLE_EVENTS];
	int told_count;
	/* whose the contact was, at each place of `told` that promises */
	struct oracle_people people[ORACLE_EVENTS];

	struct oracle_entry entries[ORACLE_STORIES];
	struct oracle_offer offers[ORACLE_STORIES];
	struct oracle_segment segments[ORACLE_STORIES];
	struct oracle_hold holds[ORACLE_STORIES];
	struct oracle_escalation escalations[ORACLE_STORIES];
	struct oracle_filing filings[ORACLE_STORIES];
	struct oracle_promise promises[ORACLE_STORIES];
	struct oracle_visit visits[ORACLE_STORIES];
	struct oracle_rating ratings[ORACLE_STORIES];
	struct oracle_dial dials[ORACLE_STORIES];
	struct oracle_blocked blocked[ORACLE_STORIES];
	struct oracle_spell spells[ORACLE_SPELLS];
	int entry_count, offer_count, segment_count, hold_count, filing_count;
	int promise_count, visit_count, escalation_count;
	int rating_count, dial_count, blocked_count, spell_count;
};

int oracle_queue(struct oracle *oracle, struct wb_str name);

const struct wb_queue_plan *oracle_queue_plan(const struct oracle *oracle,
                                              int queue);

/* The next element of an array of stories; fails the test when it is full. */
#define ORACLE_NEXT(oracle, list, count, limit)                                \
	(oracle_room((oracle)->count, limit),                                  \
	 &(oracle)->list[(oracle)->count++])
void oracle_room(int count, int limit);

/*
 * What ends unseen: the instants at which a snapshot of the contact's feed (or
 * of the one that was the last to speak of the agent) did not mention it any
 * more, in order; their number.
 */
int oracle_losses(const struct oracle *oracle, int contact, int agent,
                  wb_ms ret_at[], int limit);

void oracle_tell_contacts(struct oracle *oracle);
void oracle_tell_promises(struct oracle *oracle);
void oracle_tell_agents(struct oracle *oracle);

#endif
