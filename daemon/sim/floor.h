#ifndef WB_SIM_FLOOR_H
#define WB_SIM_FLOOR_H

/*
 * A contact centre as a table: what the simulation plays. Everything is
 * borrowed and must live as long as the simulation.
 *
 * Times are in seconds and may be fractions; shares are 0 to 1; minutes count
 * from the midnight of the floor's own time zone.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "event.h"

#define WB_SIM_QUEUES_MAX 32
#define WB_SIM_DAY_MINUTES 1440

/* One agent's part of a contact, and what comes of it. */
struct wb_sim_work {
	/* Talk is log-normal with this median; sigma 0: exponential with this
	 * mean. */
	double talk_s;
	double talk_sigma;
	double hold_share, hold_s; /* s: mean, exponential */
	/* After-contact work: share of segments that have it, mean length,
	 * and the limit after which the switch ends it. */
	double acw_share, acw_s;
	int acw_limit_s;
	double resolved_share;    /* of contacts that end here */
	double first_level_share; /* tier 1 could have resolved it */
	double sale_share;
	double refusal_share; /* with a code */
	double follow_up_share;
	double rated_share;
	double score; /* mean of 1 to 5 */
};

struct wb_sim_queue {
	const char *name;
	enum wb_channel channel;
	int threshold_s;       /* of its service level; 0 = the floor's */
	int tier;              /* 0 = none */
	double calls_per_hour; /* where the curve is 1 */
	const double *curve;   /* 24 factors, at the full hours; NULL = 1 */
	int open_minute, close_minute; /* both 0 = always open */
	double ivr_s;                  /* mean; 0 = straight into the queue */
	double patience_s, patience_shape; /* Weibull; 0 = endless */
	double ring_s; /* median until the agent answers; 0 = at once */
	double no_answer_share; /* of offers, after 20 s of ringing */
	double rejected_share;
	double resumed_share;  /* of who hangs up: back after some seconds */
	double exit_key_share; /* of entries that wait long enough */
	double callback_share;
	int overflow_s; /* wait after which it goes to overflow_to; 0 = never */
	int overflow_to;
	int timeout_s;         /* wait after which it is put out; 0 = never */
	int full;              /* most waiting; 0 = no limit */
	double transfer_share; /* of segments, to transfer_to */
	int transfer_to;
	double external_share; /* of segments, out of the house */
	/* written channels: mean until the first reply, once it is taken */
	double reply_s;
	struct wb_sim_work work;
	const char *const *topics; /* NULL-terminated */
};

/* Outbound dialling by a team, in the time that its queues leave. */
struct wb_sim_campaign {
	double gap_s;  /* mean time from idle to the next dialling */
	double ring_s; /* mean time until the result */
	double connect_share;
	struct wb_sim_work work;
	const char *const *topics;
};

struct wb_sim_shift {
	int from_minute, to_minute; /* to may be beyond midnight: > 1440 */
};

struct wb_sim_team {
	const char *prefix; /* of the agents' names: "a" gives "a101" */
	int first, last;    /* numbers of the agents */
	uint32_t queues;    /* bit n: serves queue n */
	/* Every so many-th agent serves these too; 0 = nobody. */
	int also_every;
	uint32_t also;
	int remote_every;                  /* 0 = all on the floor */
	const struct wb_sim_shift *shifts; /* dealt to the agents in turn */
	int shift_count;
	const struct wb_sim_campaign *campaign; /* or NULL */
	/* Writes, and has so many chats at once; 0 = talks. */
	int at_once;
};

/* A stretch of every day in which a queue gets `factor` times the calls. */
struct wb_sim_incident {
	int queue;
	int from_minute, to_minute;
	double factor;
};

struct wb_sim_floor {
	wb_ms utc_offset; /* of the floor's time zone */
	const struct wb_sim_queue *queues;
	int queue_count;
	const struct wb_sim_team *teams;
	int team_count;
	const struct wb_sim_incident *incidents;
	int incident_count;
	double hang_up_in_ivr_share;
	double repeat_share; /* of callers who have called lately */
	bool breaks;         /* do agents take any? */
	bool helps;          /* do they help out in other queues? */
	int sl_threshold_s;  /* of the summary's own service level */
	int short_s;         /* of the summary's short abandons */
};

/*
 * Sales, telesales, complaints and technical support in two tiers, and chat,
 * e-mail, social media and tickets: 76 agents.
 */
const struct wb_sim_floor *wb_sim_floor_default(void);

/* Factor on a queue's calls_per_hour at an instant: curve and incidents. */
double wb_sim_floor_intensity(const struct wb_sim_floor *floor, int queue,
                              wb_ms t);

/* The largest factor there can be, for thinning. */
double wb_sim_floor_peak(const struct wb_sim_floor *floor, int queue);

/* Minute of the floor's day, 0 to 1439. */
int wb_sim_floor_minute(const struct wb_sim_floor *floor, wb_ms t);

#endif
