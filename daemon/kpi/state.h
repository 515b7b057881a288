#ifndef WB_KPI_STATE_H
#define WB_KPI_STATE_H

/*
 * Private to kpi/: the engine's state. engine.c is time and the front door,
 * scopes.c what is counted, members.c who counts where, count.c adding up,
 * trend.c the samples, quarters.c the day's course, save.c all as bytes.
 */

#include "base/names.h"
#include "kpi/cells.h"
#include "kpi/details.h"
#include "kpi/engine.h"
#include "kpi/outlook.h"
#include "kpi/window.h"
#include "limits.h"

/* Scopes with the same borders of interval and day. */
struct calendar {
	const struct wb_zone *zone;
	wb_ms day_start;
	wb_ms interval_start, day; /* of the present ones */
	wb_ms next_interval, next_day;
};

struct scope {
	enum wb_scope_kind kind;
	uint32_t calendar;
	uint32_t number;  /* of the queue or agent, the channel; or WB_NOBODY */
	uint32_t *queues; /* those of its queues, but for a channel's */
	uint32_t queue_count, queue_capacity;
};

/* Scopes of a queue; WB_NOBODY = none. */
struct queue_scopes {
	uint32_t own, department, site, tier;
	uint32_t channel; /* of the plan; an entry's may be another */
};

/* Where an agent is counted, sorted by scope number. */
struct agent_scopes {
	bool known;
	uint32_t own, team, site; /* WB_NOBODY = none */
	uint32_t *scopes;
	uint32_t count, capacity;
};

/* The quarter hours of a scope's day. */
struct wb_day_course {
	uint32_t scope;
	int64_t first; /* number of the day's first quarter since the epoch */
	int64_t from;  /* of the first one that was gathered whole */
	int64_t sums[WB_DAY_QUARTERS][WB_MEASURE_COUNT];
};

struct wb_engine {
	struct wb_floor *floor;
	const struct wb_plan *plan;
	wb_ms now;
	bool started; /* time is known */

	struct wb_names names; /* of scopes */
	struct scope *scopes;
	struct wb_sums **sums;
	uint32_t scope_capacity;
	uint32_t total;
	uint32_t channels[WB_CHANNEL_COUNT]; /* WB_NOBODY = none yet */

	struct queue_scopes *queues;
	uint32_t queue_count;
	struct agent_scopes *agents;
	uint32_t agent_count, agent_capacity;

	struct calendar *calendars;
	uint32_t calendar_count;
	wb_ms next_border; /* of any calendar */
	wb_ms next_quarter, told_until;
	wb_ms next_minute;

	struct wb_ring *ring;
	struct wb_cells cells;
	struct wb_details details;

	struct outlook outlook;

	struct wb_trend *trends;
	uint32_t trend_count, trend_capacity;
	struct wb_day_course **courses;
	uint32_t course_count, course_capacity;
	uint32_t registered_scopes; /* known when pages last registered */

	uint64_t clock_ahead, out_of_memory;
};

static inline struct wb_scopes all_sums(struct wb_engine *engine)
{
	return (struct wb_scopes){ engine->sums };
}

/* engine.c */
/* The next quarter and minute, as they are between two calls. */
void wb_engine_set_borders(struct wb_engine *engine);

/* scopes.c */
bool wb_scopes_set_plan(struct wb_engine *engine);
const struct queue_scopes *wb_scopes_of_queue(struct wb_engine *engine,
                                              uint32_t queue);
/* NULL when out of memory. */
struct agent_scopes *wb_scopes_of_agent(struct wb_engine *engine,
                                        uint32_t agent);
/* The agent's scopes from `at` on: moves its head count. */
void wb_scopes_refresh_agent(struct wb_engine *engine, uint32_t agent,
                             wb_ms at);
/* WB_NOBODY when out of memory. */
uint32_t wb_scopes_of_channel(struct wb_engine *engine,
                              enum wb_channel channel);
uint32_t wb_scopes_add(struct wb_engine *engine, enum wb_scope_kind kind,
                       struct wb_str name, uint32_t number,
                       const struct wb_zone *zone, wb_ms day_start);
/*
 * For a state that is loaded: room for so many queues and agents; a scope, with
 * its number; an agent counted in one more scope; then everybody's groups and
 * calendars as the plan has them, false when that makes new scopes.
 */
bool wb_scopes_make_room(struct wb_engine *engine, uint32_t queues,
                         uint32_t agents);
uint32_t wb_scopes_restore(struct wb_engine *engine, struct wb_str name);
bool wb_scopes_count_agent(struct agent_scopes *agent, uint32_t scope);
bool wb_scopes_bind(struct wb_engine *engine);
void wb_scopes_roll_calendars(struct wb_engine *engine, wb_ms now);
void wb_scopes_finish(struct wb_engine *engine);

/* count.c */
extern const struct wb_fact_sink wb_count_sink;
/* `level` as WB_STATE_LEVEL() or WB_MARK_LEVEL() tell. */
void wb_count_head(struct wb_engine *engine, uint32_t scope, int level,
                   int delta, wb_ms at);
/* Tells the history the agents' times up to `until`. */
void wb_count_tell(struct wb_engine *engine, wb_ms until);
void wb_count_sums(struct wb_engine *engine, uint32_t scope,
                   enum wb_window window, int64_t ret_sums[WB_MEASURE_COUNT]);

/* quarters.c */
/* The course of a scope, if it is not there yet; false without memory. */
bool wb_course_register(struct wb_engine *engine, uint32_t scope);
/* An empty one, for a state that is loaded; NULL without memory. */
struct wb_day_course *wb_course_restore(struct wb_engine *engine,
                                        uint32_t scope);
void wb_course_add(struct wb_engine *engine, uint32_t scope, wb_ms at,
                   int measure, int64_t amount);
void wb_course_finish(struct wb_engine *engine);

/* trend.c */
bool wb_trend_restore(struct wb_engine *engine, const struct wb_trend *trend);
bool wb_trend_register_pages(struct wb_engine *engine);
void wb_trend_sample_all(struct wb_engine *engine, wb_ms minute);

#endif
