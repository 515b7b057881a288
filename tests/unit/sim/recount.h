#ifndef RECOUNT_H
#define RECOUNT_H

/*
 * Reads a stream of events as a careful outsider: fails the running test at
 * the first one that cannot follow what came before, and counts the same
 * things as the simulation's own tally, from the events alone.
 */

#include "base/names.h"
#include "event.h"
#include "sim/tally.h"

struct recount_contact;
struct recount_agent;

struct recount {
	const struct wb_sim_floor *floor;
	struct wb_names contact_names, agent_names;
	struct recount_contact *contacts;
	struct recount_agent *agents;
	uint32_t contact_room, agent_room;
	wb_ms now;
	bool snapshot;
	int64_t seen[WB_EV_COUNT];
	int64_t held_longest_ms;
	double talk_log_sum, talk_log_square; /* of queue 0, ln of seconds */
	int64_t talks;
	struct wb_sim_tally tally; /* without agent time */
};

void recount_init(struct recount *recount, const struct wb_sim_floor *floor);
void recount_event(struct recount *recount, const struct wb_event *event);
/* What ended by itself before `end` is counted. */
void recount_close(struct recount *recount, wb_ms end);
void recount_finish(struct recount *recount);

#endif
