#ifndef WB_ACD_ROSTER_H
#define WB_ACD_ROSTER_H

/*
 * Who is in which queue, and paused where: from the per-queue facts that
 * Asterisk tells to the events of agents.
 *
 * An agent is signed in while at least one of its memberships can be reached.
 * Asterisk pauses per queue, so each change of a pause is sent as an
 * agent.state with its `queue`; and an agent.state without `queue` is sent
 * when the agent as a whole changes: not ready when paused in every queue it
 * is a member of, ready otherwise. The reason is that of the newest pause.
 *
 * Agents are known by their member's name, which both AMI and queue_log use;
 * two interfaces with the same name are one agent.
 *
 * Pure: events go to the sink given. Events whose agent or queue has no name
 * are not made.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/names.h"
#include "event.h"

/* Borrows the event and its strings for the call. */
struct wb_event_sink {
	void (*take)(void *user, const struct wb_event *event);
	void *user;
};

struct wb_roster_agent;

/* Owned by the caller; private. */
struct wb_roster {
	struct wb_event_sink sink;
	struct wb_names agent_names;
	struct wb_names queue_names;
	struct wb_roster_agent *agents; /* by number */
	uint32_t capacity;
};

/* What is known of one agent in one queue. */
struct wb_membership {
	bool reachable; /* the device is there */
	bool paused;
	struct wb_str reason; /* of the pause; may be empty or absent */
};

void wb_roster_init(struct wb_roster *roster, struct wb_event_sink sink);
void wb_roster_finish(struct wb_roster *roster);

/* Sets a membership, making it first when it is new. */
void wb_roster_set(struct wb_roster *roster, wb_ms t, struct wb_str agent,
                   struct wb_str queue, const struct wb_membership *state);

/* Makes sure that the membership is there; a new one is reachable, unpaused. */
void wb_roster_join(struct wb_roster *roster, wb_ms t, struct wb_str agent,
                    struct wb_str queue);

/* Ends a membership; the agent signs out with its last. */
void wb_roster_leave(struct wb_roster *roster, wb_ms t, struct wb_str agent,
                     struct wb_str queue);

/* Has the agent any membership? */
bool wb_roster_knows(const struct wb_roster *roster, struct wb_str agent);

/* Forgets all memberships and states, without an event. */
void wb_roster_clear(struct wb_roster *roster);

/* Repeats the state of every agent that is signed in. */
void wb_roster_repeat(struct wb_roster *roster, wb_ms t);

/*
 * For a resynchronisation: unmark all, set what the list has (setting marks),
 * then leave what is still unmarked.
 */
void wb_roster_unmark(struct wb_roster *roster);
void wb_roster_leave_unmarked(struct wb_roster *roster, wb_ms t);

#endif
