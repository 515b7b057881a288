#ifndef WB_SIM_H
#define WB_SIM_H

/*
 * A contact centre that lives: a seeded discrete-event simulation of a floor
 * (sim/floor.h) that reports what happens there as ACD events, in order of
 * time. Same floor, seed and start: same events.
 *
 * Pure: no clock, no I/O. The owner asks when something is going to happen
 * next, and lets it happen when it likes.
 */

#include <stdbool.h>
#include <stdint.h>

#include "event.h"
#include "sim/floor.h"
#include "sim/tally.h"

struct wb_sim;

struct wb_sim_options {
	const struct wb_sim_floor *floor; /* borrowed */
	uint64_t seed;
	wb_ms start;
	/* Begin with the sign-ins wrapped in a feed.snapshot, so that what the
	 * daemon knows from an earlier run ends. */
	bool snapshot;
};

/* Takes one event; it and its strings are borrowed for the call. */
typedef void (*wb_sim_sink)(void *user, const struct wb_event *event);

/* NULL when out of memory. */
struct wb_sim *wb_sim_create(const struct wb_sim_options *options,
                             wb_sim_sink sink, void *user);
void wb_sim_destroy(struct wb_sim *sim);

/* The instant of what happens next; WB_NEVER when nothing will. */
wb_ms wb_sim_next(const struct wb_sim *sim);

/*
 * Lets the next thing happen; its events (often none, at most about 200 when
 * the floor opens) go to the sink. False when out of memory: then the run is
 * over.
 */
bool wb_sim_step(struct wb_sim *sim);

/* The instant of the last event; WB_NEVER before the first. */
wb_ms wb_sim_told(const struct wb_sim *sim);

/* The account so far, agent time counted up to `now`. */
void wb_sim_get_tally(const struct wb_sim *sim, wb_ms now,
                      struct wb_sim_tally *ret_tally);

#endif
