#ifndef WB_FLOOR_H
#define WB_FLOOR_H

/*
 * The floor: state machines of contacts, queue entries, offers, segments and
 * agents. Events in, facts out.
 *
 * Pure: no I/O, no clock, no log. The same plans, events and times in the same
 * order give the same facts. Time is an argument and never goes back.
 *
 * A queue entry ends in exactly one outcome; an answer also ends the rings at
 * other agents; an end that is never seen (a snapshot that does not know the
 * contact any more, or the stale limit) is "lost" and never an abandon. What
 * does not fit (an end without a beginning) is counted as an anomaly. A contact
 * that is not open and of which nothing was heard for an hour is forgotten:
 * what still rings for it rings no more.
 */

#include <stdbool.h>
#include <stdint.h>

#include "event.h"
#include "floor/fact.h"
#include "plan/plan.h"

struct wb_floor;

/* Reasons why an event changed nothing; each is counted. */
enum wb_anomaly {
	WB_ANOMALY_NO_ENTRY,      /* left or answered a queue it was not in */
	WB_ANOMALY_NO_SEGMENT,    /* end, hold or retrieve of no open segment */
	WB_ANOMALY_NO_CONTACT,    /* contact is not known (any more) */
	WB_ANOMALY_NOT_RESUMED,   /* resumed what was not abandoned */
	WB_ANOMALY_CONTACTS_FULL, /* WB_CONTACTS_MAX open contacts */
	WB_ANOMALY_NAMES_FULL,    /* too many unconfigured queues or agents */
	WB_ANOMALY_REPEATED,      /* told again in every member */
	WB_ANOMALY_BACKWARDS,     /* ended before it began; taken as 0 ms */
	WB_ANOMALY_NO_PROMISE,    /* attempted or closed what nobody promised */
	WB_ANOMALY_PROMISES_FULL, /* WB_PROMISES_MAX promises */
	WB_ANOMALY_TOPICS_FULL,   /* too many topics; taken as none */
	WB_ANOMALY_REASONS_FULL,  /* too many reasons or codes of outcomes;
	                           * taken as "other" */
	WB_ANOMALY_COUNT,
};

const char *wb_anomaly_name(enum wb_anomaly anomaly);

/*
 * `sink` is borrowed and must outlive the floor. The plan is set with
 * wb_floor_set_plan() before the first event. NULL when out of memory.
 */
struct wb_floor *wb_floor_create(const struct wb_fact_sink *sink, void *user);
void wb_floor_destroy(struct wb_floor *floor);

/*
 * From now on this plan holds: for entries that arrive later, and for every
 * queue's and agent's group. Configured queues and agents get their numbers
 * here. Borrowed until the next one is set.
 */
bool wb_floor_set_plan(struct wb_floor *floor, const struct wb_plan *plan);

/* Instant of the next timer (threshold, after-contact work, stale limit). */
wb_ms wb_floor_next_change(const struct wb_floor *floor);

/* Runs the timers that are due at or before `now`, in order. */
void wb_floor_advance(struct wb_floor *floor, wb_ms now);

/*
 * Applies one event of feed number `feed`. `event->t` must be present;
 * `now` >= every earlier now.
 */
void wb_floor_apply(struct wb_floor *floor, uint32_t feed,
                    const struct wb_event *event, wb_ms now);

/*
 * Nobody says what the agents do from `at` on: all of them are signed out then,
 * until they are heard of again. Contacts stay as they are.
 */
void wb_floor_sign_out_all(struct wb_floor *floor, wb_ms at);

/* Queues and agents by number. */
uint32_t wb_floor_queue_count(const struct wb_floor *floor);
uint32_t wb_floor_agent_count(const struct wb_floor *floor);
struct wb_str wb_floor_queue_name(const struct wb_floor *floor, uint32_t queue);
struct wb_str wb_floor_agent_name(const struct wb_floor *floor, uint32_t agent);

/* The plan of a queue (the defaults' values when it is not configured). */
const struct wb_queue_plan *wb_floor_queue_plan(const struct wb_floor *floor,
                                                uint32_t queue);
/* NULL when the agent is not configured. */
const struct wb_agent_plan *wb_floor_agent_plan(const struct wb_floor *floor,
                                                uint32_t agent);

/*
 * The number of the feed that last spoke of the queue, WB_NOBODY = none did;
 * of the agent, 0 also when none did.
 */
uint32_t wb_floor_queue_feed(const struct wb_floor *floor, uint32_t queue);
uint32_t wb_floor_agent_feed(const struct wb_floor *floor, uint32_t agent);

struct wb_queue_now {
	uint32_t waiting;      /* entries, callbacks apart */
	uint32_t waiting_late; /* of them, waiting past the threshold */
	wb_ms oldest;          /* arrival of the oldest; WB_NEVER = nobody */
	wb_ms oldest_callback; /* that is promised and open, or waits; likewise
	                        */
};

void wb_floor_queue_now(const struct wb_floor *floor, uint32_t queue,
                        struct wb_queue_now *ret_now);

/* The same of all entries on a channel, which may be in any queue. */
void wb_floor_channel_now(const struct wb_floor *floor, enum wb_channel channel,
                          struct wb_queue_now *ret_now);

/*
 * When the oldest open callback was promised that is of no queue, made by an
 * agent whose configured site is `site`; WB_NEVER = none. O(open callbacks).
 */
wb_ms wb_floor_stray_callback(const struct wb_floor *floor, struct wb_str site);

/* An entry that waits now. */
struct wb_waiting {
	struct wb_str contact; /* borrowed for the call */
	uint32_t feed;
	uint32_t queue;
	enum wb_channel channel;
	wb_ms entered;
	bool late;     /* past its threshold */
	bool callback; /* waits apart from the others */
};

/*
 * Calls `fn` for each entry that waits in the queue, in order of arrival,
 * callbacks last; it returns false to stop.
 */
void wb_floor_waiting(const struct wb_floor *floor, uint32_t queue,
                      bool (*fn)(void *user, const struct wb_waiting *waiting),
                      void *user);

struct wb_agent_now {
	enum wb_agent_state state;
	wb_ms since;
	struct wb_str reason;  /* of NOT_READY; absent = none given */
	struct wb_str pending; /* reason that takes effect after the contact */
	unsigned marks;        /* bits: 1 << enum wb_agent_mark */
};

void wb_floor_agent_now(const struct wb_floor *floor, uint32_t agent,
                        struct wb_agent_now *ret_now);

/*
 * The reason last given for not being ready, whatever the agent does at the
 * moment; absent = none. While a change of state is told, this is its reason
 * already.
 */
struct wb_str wb_floor_agent_reason(const struct wb_floor *floor,
                                    uint32_t agent);

/* Is the agent a member of the queue? */
bool wb_floor_agent_serves(const struct wb_floor *floor, uint32_t agent,
                           uint32_t queue);

/* The queues that the agent serves, sorted by number; borrowed. */
const uint32_t *wb_floor_agent_queues(const struct wb_floor *floor,
                                      uint32_t agent, uint32_t *ret_count);

/*
 * The text of fact.reason, and how many there are. Number 0 is "other": those
 * beyond WB_REASONS_MAX, and refusals without a reason.
 */
struct wb_str wb_floor_reason(const struct wb_floor *floor, uint32_t number);
uint32_t wb_floor_reason_count(const struct wb_floor *floor);

/* The same of fact.code, beyond WB_CODES_MAX. */
struct wb_str wb_floor_code(const struct wb_floor *floor, uint32_t number);
uint32_t wb_floor_code_count(const struct wb_floor *floor);

struct wb_floor_counters {
	uint64_t anomalies[WB_ANOMALY_COUNT];
	uint64_t lost_entries;
	uint64_t lost_segments;
	uint64_t visits_dropped; /* for want of room: WB_VISITS_MAX */
	uint32_t contacts;       /* known now */
	uint32_t promises;       /* likewise */
	uint32_t visits;         /* of customers, remembered for N days */
};

void wb_floor_count(const struct wb_floor *floor,
                    struct wb_floor_counters *ret_counters);

#endif
