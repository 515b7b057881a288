#ifndef WB_ACD_CALLS_H
#define WB_ACD_CALLS_H

/*
 * The calls in a switch's queues, and the phones that ring for them. A call is
 * one visit to one queue: a caller who is transferred to another queue is a
 * second call with the same contact.
 *
 * Pure. Pointers to calls and offers are valid until the next add or remove.
 */

#include <stdbool.h>
#include <stdint.h>

#include "acd/text.h"
#include "base/time.h"
#include "event.h"

/* At once; the oldest gives way. */
#define WB_CALLS_MAX 50000
#define WB_OFFERS_MAX 20000

enum wb_call_phase {
	WB_CALL_WAITING,
	WB_CALL_LEFT, /* out of the queue, not yet known why */
	WB_CALL_TALKING,
	WB_CALL_GONE, /* over; kept a while for what comes late */
};

struct wb_call {
	enum wb_call_phase phase;
	struct wb_name contact; /* Uniqueid at the join: the contact's id */
	struct wb_name linked;  /* newest Linkedid */
	struct wb_name other; /* id after a Local channel was optimised away */
	struct wb_name queue;
	wb_ms joined;
	wb_ms left;
	uint64_t changed; /* serial of the packet that changed the phase */
	wb_ms due;        /* LEFT: decide then; GONE: forget then */
	int64_t position; /* or WB_ABSENT */
	int64_t hold;     /* seconds waited, as the switch says; -1 unknown */
	int outcome;      /* enum wb_outcome when it was told, else -1 */
	bool abandon_seen;
	bool hangup_seen; /* the caller's side hung up before it */
	bool guessed;     /* GONE: nobody said why, the time was up */
	bool listed;      /* found in the newest list */
	bool early;       /* told by the list or the log before its event */

	/* The ring without answer that the log told last. */
	struct wb_name rung_agent;
	wb_ms rung_at;

	/* TALKING */
	struct wb_name agent;
	struct wb_name interface;
	struct wb_name agent_channel; /* its Uniqueid */
	wb_ms started;
	bool start_by_log; /* told by the log, not by an event */
	wb_ms ended;       /* GONE */
	bool end_by_log;
	bool held;
	int transfer; /* enum wb_transfer, or -1 */
	struct wb_name transfer_to;
};

struct wb_offer {
	struct wb_name contact;
	struct wb_name queue;
	struct wb_name agent;
	wb_ms since;
};

/* Owned by the caller. Fields may be read. Zero-initialise. */
struct wb_calls {
	struct wb_call *calls;
	uint32_t count;
	uint32_t capacity;
	struct wb_offer *offers;
	uint32_t offer_count;
	uint32_t offer_capacity;
	uint64_t evicted;
};

void wb_calls_finish(struct wb_calls *calls);

/* A new call, waiting; NULL without names or when memory is exhausted. */
struct wb_call *wb_calls_add(struct wb_calls *calls, struct wb_str contact,
                             struct wb_str queue);
void wb_calls_remove(struct wb_calls *calls, struct wb_call *call);

bool wb_name_is(const struct wb_name *name, struct wb_str text);
struct wb_str wb_name_str(const struct wb_name *name);

/* Is that channel the call's, now or at its beginning? */
bool wb_call_has_id(const struct wb_call *call, struct wb_str id);

/*
 * The newest call of that contact in that queue (any queue when absent) in one
 * of the phases, a set of bits 1 << phase. NULL when there is none.
 */
struct wb_call *wb_calls_find(struct wb_calls *calls, struct wb_str id,
                              struct wb_str queue, unsigned phases);

/* What an end of a talk says of it; absent and -1 for what it does not. */
struct wb_talk_end {
	struct wb_str id;
	struct wb_str linked;
	struct wb_str queue;
	struct wb_str interface;
	struct wb_str agent;
	int64_t hold;
	bool by_log; /* told by the log, which must be sure of the talk */
};

/*
 * The talk that ended: by its id; when the id changed by its Linkedid; else
 * the one of the same agent and queue that had waited as long; else the only
 * one of that agent in that queue.
 */
struct wb_call *wb_calls_find_talk(struct wb_calls *calls,
                                   const struct wb_talk_end *end);

/*
 * Is `call`, found so, a mistake, because the other source (log or events) has
 * told the end of a talk of that agent, queue and wait within `moment` of `t`,
 * and the id says nothing for it?
 */
bool wb_calls_is_echo(const struct wb_calls *calls, const struct wb_call *call,
                      const struct wb_talk_end *end, wb_ms t, wb_ms moment);

/* Replaces an offer of the same contact to the same agent. */
void wb_offers_add(struct wb_calls *calls, struct wb_str contact,
                   struct wb_str queue, struct wb_str agent, wb_ms since);
/* NULL when there is none. An absent agent is any. */
struct wb_offer *wb_offers_find(struct wb_calls *calls, struct wb_str contact,
                                struct wb_str agent);
void wb_offers_remove(struct wb_calls *calls, struct wb_offer *offer);

#endif
