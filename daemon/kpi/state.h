#ifndef WB_KPI_STATE_H
#define WB_KPI_STATE_H

/*
 * Private to kpi/: the engine's state. engine.c is time and the front door,
 * scopes.c what is counted, members.c who counts where, crews.c the time of
 * agents, count.c adding up, log.c the last hour, watch.c what trailing windows
 * hold of it, read.c the sums, trend.c the samples, quarters.c
 * the day's course, save.c all as bytes.
 */

#include "base/names.h"
#include "kpi/cells.h"
#include "kpi/details.h"
#include "kpi/engine.h"
#include "kpi/log.h"
#include "kpi/outlook.h"
#include "kpi/watch.h"
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
	uint32_t *crews; /* those who count in it */
	uint32_t crew_count, crew_capacity;
	struct wb_day_course *course; /* NULL = nobody looks at it */
};

/* Agents in each level as of now. */
struct wb_heads {
	int32_t in[WB_LEVEL_COUNT];
};

/* Scopes of a queue; WB_NOBODY = none. */
struct queue_scopes {
	uint32_t own, department, site, tier;
	uint32_t channel; /* of the plan; an entry's may be another */
};

/* Where an agent is counted. */
struct agent_scopes {
	bool known;
	uint32_t own, team, site; /* WB_NOBODY = none */
	uint32_t crew;            /* WB_NOBODY = not seen yet */
};

/* Own group scopes, and five of each queue: own, department, tier ... */
#define WB_CREW_SCOPES_MAX (5 * WB_EVENT_QUEUES_MAX + 3)

struct crew {
	uint32_t refs; /* its agents, and changes in the log */
	uint32_t next; /* of those with the same hash */
	wb_log_pos newest;
	struct wb_line levels[WB_LEVEL_COUNT]; /* heads as of now */
	struct wb_watch *watch;
	uint32_t count;
	uint32_t scopes[]; /* sorted */
};

/* A place that is free is NULL. */
struct crews {
	struct crew **list;
	uint32_t used, capacity;
	uint32_t lowest_free; /* none below is free */
	uint32_t *buckets;
	uint32_t bucket_count;
};

/* The quarter hours of a scope's day. */
struct wb_day_course {
	uint32_t scope;
	int64_t first; /* number of the day's first quarter since the epoch */
	int64_t from;  /* of the first one that was gathered whole */
	bool wanted;   /* some page shows it */
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
	struct wb_heads *heads; /* of each scope */
	uint32_t *touched;      /* scopes whose flows the history lacks */
	uint32_t touched_count;
	uint32_t scope_capacity;
	uint32_t total;
	uint32_t channels[WB_CHANNEL_COUNT]; /* WB_NOBODY = none yet */

	struct queue_scopes *queues;
	uint32_t queue_count;
	struct agent_scopes *agents;
	uint32_t agent_count, agent_capacity;
	struct crews crews;

	struct calendar *calendars;
	uint32_t calendar_count;
	wb_ms next_border; /* of any calendar */
	wb_ms next_quarter, told_until;
	bool times_told; /* no agent's time changed since it was told */
	wb_ms settled;   /* what was before is in a column that began since */
	wb_ms next_minute;

	struct wb_log log;
	struct wb_cells cells;
	struct wb_details details;

	struct outlook outlook;
	wb_touch_fn *touch; /* NULL = nobody is told */
	void *touch_user;

	struct wb_trend *trends;
	uint32_t trend_count, trend_capacity;
	struct wb_day_course **courses;
	uint32_t course_count, course_capacity;
	uint32_t registered_scopes; /* known when pages last registered */
	const struct wb_page_plan **own_pages; /* beside the plan's */
	int own_page_count;
	/* what is gathered for them, and what is not */
	uint32_t own_lines, own_courses, lines_refused;

	uint64_t clock_ahead, out_of_memory;
};

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
 * its number; then everybody's groups and calendars as the plan has them, false
 * when that makes new scopes.
 */
bool wb_scopes_make_room(struct wb_engine *engine, uint32_t queues,
                         uint32_t agents);
uint32_t wb_scopes_restore(struct wb_engine *engine, struct wb_str name);
bool wb_scopes_bind(struct wb_engine *engine);
void wb_scopes_roll_calendars(struct wb_engine *engine, wb_ms now);
void wb_scopes_finish(struct wb_engine *engine);

/* crews.c */
/* The crew of exactly these scopes, held; WB_NOBODY when out of memory. */
uint32_t wb_crews_take(struct wb_engine *engine, const uint32_t *scopes,
                       uint32_t count);
void wb_crews_drop(struct wb_engine *engine, uint32_t crew);
/* A crew that nobody holds yet, for a state that is loaded; or NULL. */
struct crew *wb_crews_restore(struct wb_engine *engine, uint32_t number,
                              const uint32_t *scopes, uint32_t count);
/* A scope's heads as of now. */
void wb_crews_totals(const struct wb_engine *engine, uint32_t scope,
                     struct wb_line ret_total[WB_LEVEL_COUNT]);
/* And as of the beginning of a column. */
void wb_crews_lines(struct wb_engine *engine, uint32_t scope,
                    enum wb_column column,
                    struct wb_line ret_total[WB_LEVEL_COUNT],
                    struct wb_line ret_before[WB_LEVEL_COUNT]);
void wb_crews_finish(struct crews *crews);

/* count.c */
extern const struct wb_fact_sink wb_count_sink;
/* Levels as WB_STATE_LEVEL() or WB_MARK_LEVEL() tell. */
void wb_count_change(struct wb_engine *engine, const struct wb_change *change);
/*
 * A record that was saved, which became known at `now`: into the log only.
 * False without memory.
 */
bool wb_count_adopt(struct wb_engine *engine,
                    const struct wb_saved_record *record, wb_ms now);
/* Moves the trailing windows. */
void wb_count_advance(struct wb_engine *engine, wb_ms now);
/* The interval or the day of a scope begins at `start`. */
void wb_count_begin(struct wb_engine *engine, uint32_t scope,
                    enum wb_column column, wb_ms start);
/* After columns began: what is settled. */
void wb_count_settle(struct wb_engine *engine);

/* tell.c */
/*
 * Is a fact of the running quarter hour, as most are? Then it is told with
 * what the scopes added up since they were told. What is not gets cells of its
 * own, from wb_tell_fact().
 */
bool wb_tell_is_plain(const struct wb_engine *engine,
                      const struct wb_fact *fact, wb_ms at);
void wb_tell_fact(struct wb_engine *engine, const struct wb_fact *fact,
                  const struct wb_counted *counted, wb_ms at);
/* Adds it to the courses of its scopes. */
void wb_tell_courses(struct wb_engine *engine, const struct wb_counted *counted,
                     wb_ms at);
/* What the scopes added up since they were told goes into cells. */
void wb_tell_flows(struct wb_engine *engine);
/* A head count changed before the history's last quarter: mends those. */
void wb_tell_mended(struct wb_engine *engine, uint32_t scope, int level,
                    int delta, wb_ms at);
/* Tells the history the agents' times up to `until`. */
void wb_tell_times(struct wb_engine *engine, wb_ms until);

/* read.c */
/* What a column holds; good until anything is counted or time moves. */
struct held {
	const struct wb_sums *sums;
	const struct wb_watch_window *window; /* of a trailing column */
	enum wb_column column;
};

struct held wb_read_column(struct wb_engine *engine, uint32_t scope,
                           enum wb_column column);
int64_t wb_held_value(const struct held *held, int measure);
/* Watches of which nobody asked since the last time are freed. */
void wb_read_tire(struct wb_engine *engine);
void wb_count_sums(struct wb_engine *engine, uint32_t scope,
                   enum wb_window window, int64_t ret_sums[WB_MEASURE_COUNT]);
struct wb_value wb_read_sums(struct wb_engine *engine, const struct wb_kpi *kpi,
                             uint32_t scope, enum wb_window window);
struct wb_value wb_read_quantile(struct wb_engine *engine,
                                 const struct wb_kpi *kpi, uint32_t scope,
                                 enum wb_window window);
/* Handled by each of the scope's agents who was signed in. */
struct wb_value wb_read_per_agent(struct wb_engine *engine,
                                  const struct wb_kpi *kpi, uint32_t scope,
                                  enum wb_window window);

/* quarters.c */
struct wb_day_course *wb_course_find(const struct wb_engine *engine,
                                     uint32_t scope);
/* Begins the course of a scope that has none; NULL without memory. */
struct wb_day_course *wb_course_begin(struct wb_engine *engine, uint32_t scope);
/* Forgets those that no page wants. */
void wb_course_sweep(struct wb_engine *engine);
/* An empty one, for a state that is loaded; NULL without memory. */
struct wb_day_course *wb_course_restore(struct wb_engine *engine,
                                        uint32_t scope);
/* Only for a scope that has a course. */
void wb_course_add(struct wb_engine *engine, uint32_t scope, wb_ms at,
                   int measure, int64_t amount);
void wb_course_finish(struct wb_engine *engine);

/* trend.c */
bool wb_trend_restore(struct wb_engine *engine, const struct wb_trend *trend);
/* Those of the plan, then the others within their limits. */
bool wb_trend_register_pages(struct wb_engine *engine);
void wb_trend_sample_all(struct wb_engine *engine, wb_ms minute);

#endif
