#ifndef WB_SIM_OPTIONS_H
#define WB_SIM_OPTIONS_H

/*
 * The command line of wallboard-sim, and the two notations of time in it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "sim/floor.h"

#define WB_SIM_SPEED_MAX 0
#define WB_SIM_WARM_DEFAULT ((wb_ms)90 * WB_MINUTE)

/* Incidents of the day, those of the floor's own table included, at most. */
#define WB_SIM_INCIDENTS_MAX 16

struct wb_sim_command {
	uint64_t seed;
	int speed;      /* times real time; WB_SIM_SPEED_MAX = no waiting */
	wb_ms duration; /* after the warm history; WB_NEVER = for ever */
	wb_ms start;    /* of the warm history; -1 = not given */
	wb_ms warm;     /* how much comes at once; -1 = not given */
	int day_minute; /* the floor's time of day now; -1 = the true one */
	const char *feed;
	const char *to;
	/* on top of the floor's own: --incident */
	struct wb_sim_incident incidents[WB_SIM_INCIDENTS_MAX];
	int incident_count;
	const char *summary; /* file, "-" = standard output, NULL = none */
};

enum wb_sim_command_result {
	WB_SIM_COMMAND_RUN,
	WB_SIM_COMMAND_HELP,
	WB_SIM_COMMAND_VERSION,
	WB_SIM_COMMAND_BAD, /* said why on standard error */
};

/* Strings borrow from argv. Uses getopt_long, so once per process. */
enum wb_sim_command_result
wb_sim_command_parse(int argc, char **argv, struct wb_sim_command *ret_command);

void wb_sim_command_usage(void);

/* "90s", "30m", "8h", "2d", "1h30m"; parts in any order. False if not one. */
bool wb_sim_duration_parse(const char *text, wb_ms *ret_duration);

/*
 * "complaints:10:15-11:00:2.5": in this stretch of every day the queue of the
 * default floor gets so many times the calls (0 to 100; 0: none). False when it
 * is no such thing.
 */
bool wb_sim_incident_parse(const char *text,
                           struct wb_sim_incident *ret_incident);

/*
 * "2026-11-21T08:30:00Z" (seconds may be left out), or ms since the epoch.
 * False when it is neither or no such day.
 */
bool wb_sim_instant_parse(const char *text, wb_ms *ret_instant);

#endif
