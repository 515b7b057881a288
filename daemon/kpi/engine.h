#ifndef WB_KPI_ENGINE_H
#define WB_KPI_ENGINE_H

/*
 * The engine: events in, numbers out. It owns the floor, adds its facts up
 * per scope and window, and keeps what the history has yet to be given.
 *
 * Scopes are names: "queue:sales", "department:service", "site:tehran",
 * "channel:chat", "tier:2", "agent:a101", "team:red", "total".
 *
 * Where things count. A queue entry counts once in each of: its queue, the
 * queue's department, site and tier, its own channel, and the total. What
 * agents do (handled, offers, what they file, how they are rated, follow-ups)
 * counts there too, but for the site: that is the agent's, or the queue's when
 * the agent has none; and with the agent and the team. Agents' times and heads
 * count with the agent, the team, the site (without one of their own, those of
 * the queues they serve), the queues they serve with their departments, tiers
 * and channels, and once in the total.
 *
 * Windows. Trailing windows (5m, 15m, 30m, 1h) move in whole seconds: at
 * instant `now` they hold what happened from the start of the second W - 1 s
 * ago on, that is at most 0.34 % less than W. Quantiles of waits slide with
 * them, with a relative error of at most 1/128 (kpi/sketch.h). `interval` and
 * `day` begin at the last border in the scope's own time zone. Agents' times
 * are cut exactly at these borders. What still waits past its threshold counts
 * in every window.
 *
 * Pure: no I/O, no clock, no log. The same plans, events and times in the same
 * order give the same numbers, however they are cut into calls.
 */

#include <stdbool.h>
#include <stdint.h>

#include "floor/floor.h"
#include "kpi/details.h"
#include "kpi/sketch.h"
#include "kpi/table.h"

struct wb_engine;

#define WB_TREND_POINTS 60

/* NULL when out of memory. A plan must be set before the first event. */
struct wb_engine *wb_engine_create(void);
void wb_engine_destroy(struct wb_engine *engine);

/*
 * From now on this plan holds; it is borrowed until the next one is set, after
 * which the old one may be freed. Also registers the trends that its pages
 * show. False when out of memory.
 */
bool wb_engine_set_plan(struct wb_engine *engine, const struct wb_plan *plan);

/*
 * Pages beside the plan's, whose lines are to be gathered as well; borrowed,
 * with what they point to, until the next call. What neither these nor the
 * plan's pages show is forgotten. At most WB_OWN_LINES_MAX lines and
 * WB_OWN_COURSES_MAX courses for these pages alone; what is beyond is not
 * gathered, and counted. No value depends on it. False when out of memory.
 */
bool wb_engine_watch_pages(struct wb_engine *engine,
                           const struct wb_page_plan *const *pages, int count);
/* Lines and courses that are now missing, as there would be too many. */
uint32_t wb_engine_lines_refused(const struct wb_engine *engine);

/*
 * Moves time forward: timers fire, windows move, days begin. Times that are
 * not later than the present one do nothing.
 */
void wb_engine_advance(struct wb_engine *engine, wb_ms now);

/* Applies one event of feed number `feed` at the present time. */
void wb_engine_apply(struct wb_engine *engine, uint32_t feed,
                     const struct wb_event *event);

/*
 * No feed said anything from the present time on, for longer than anybody can
 * be at work: all agents are signed out now, so that the silence is not counted
 * as their time. For a caller whose time is that of the events, before it moves
 * time over the gap.
 */
void wb_engine_silence(struct wb_engine *engine);

wb_ms wb_engine_now(const struct wb_engine *engine);

/*
 * When something may change without an event, at the granularity of a second
 * for windows: an instant > now, or WB_NEVER before the first event.
 */
wb_ms wb_engine_next_change(const struct wb_engine *engine);

/*
 * When something may change without an event, windows and agents' times apart:
 * a timer of the floor, a quarter hour, the border of an interval or a day.
 * WB_NEVER = none.
 */
wb_ms wb_engine_next_event(const struct wb_engine *engine);

/* What of a scope may be otherwise. */
enum wb_touch {
	WB_TOUCH_ENTRIES = 1 << 0, /* who waits, entries, contacts */
	WB_TOUCH_WORK = 1 << 1,    /* what agents did: WB_M_HANDLED and on */
	WB_TOUCH_HEADS = 1 << 2,   /* who is there, in which state */
	WB_TOUCH_BORDER = 1 << 3,  /* where its interval or day begins */
};

/*
 * Something of a scope is otherwise: a fact was counted, or taken back, in the
 * windows that hold the instant `at`, or with WB_NEVER what does not pass. Must
 * not change the engine.
 */
typedef void wb_touch_fn(void *user, uint32_t scope, enum wb_touch what,
                         wb_ms at);

/* From now on `touch` is told of every scope that is; NULL = nobody is. */
void wb_engine_on_touch(struct wb_engine *engine, wb_touch_fn *touch,
                        void *user);

const struct wb_floor *wb_engine_floor(const struct wb_engine *engine);
const struct wb_plan *wb_engine_plan(const struct wb_engine *engine);

/* The number of a scope, or WB_NOBODY when nothing is known of it. */
uint32_t wb_engine_scope(const struct wb_engine *engine, struct wb_str scope);
uint32_t wb_engine_queue_scope(const struct wb_engine *engine, uint32_t queue);
uint32_t wb_engine_agent_scope(const struct wb_engine *engine, uint32_t agent);
uint32_t wb_engine_scope_count(const struct wb_engine *engine);
struct wb_str wb_engine_scope_name(const struct wb_engine *engine,
                                   uint32_t scope);
enum wb_scope_kind wb_engine_scope_kind(const struct wb_engine *engine,
                                        uint32_t scope);

/* Is the queue, or the agent, part of the scope? */
bool wb_engine_scope_has_queue(const struct wb_engine *engine, uint32_t scope,
                               uint32_t queue);
bool wb_engine_scope_has_agent(const struct wb_engine *engine, uint32_t scope,
                               uint32_t agent);

/* The value of a KPI now. */
struct wb_value wb_engine_read(struct wb_engine *engine,
                               const struct wb_kpi *kpi, uint32_t scope,
                               enum wb_window window);

/*
 * How many contacts of the window ended in a refusal for this reason
 * (wb_floor_reason()).
 */
int64_t wb_engine_refusals(struct wb_engine *engine, uint32_t scope,
                           enum wb_window window, uint32_t reason);
/* The same of those that were filed with this code (wb_floor_code()). */
int64_t wb_engine_outcomes(struct wb_engine *engine, uint32_t scope,
                           enum wb_window window, uint32_t code);

void wb_engine_moment(const struct wb_engine *engine, uint32_t scope,
                      struct wb_moment_state *ret_state);

/* One value a minute of the last hour, taken at the full minute. */
struct wb_trend {
	const struct wb_kpi *kpi;
	uint32_t scope;
	enum wb_window window;
	wb_ms end;   /* instant of the newest point; 0 = none yet */
	int count;   /* points taken, at most WB_TREND_POINTS */
	int next;    /* private: ring position */
	bool wanted; /* private: some page shows it */
	bool known[WB_TREND_POINTS];
	int64_t value[WB_TREND_POINTS]; /* a since-KPI's are durations, ms */
};

/* NULL when the trend is not registered. */
const struct wb_trend *wb_engine_trend(const struct wb_engine *engine,
                                       const struct wb_kpi *kpi, uint32_t scope,
                                       enum wb_window window);

/* The i-th oldest point; false when it has no value. */
bool wb_trend_point(const struct wb_trend *trend, int i, int64_t *ret_value);

/*
 * The course of today by quarter hours, of the scopes that pages show so (a
 * trend with the span of a day). A day has at most 100 of them, when clocks
 * are set back.
 */
#define WB_DAY_QUARTERS 100

/*
 * How many quarter hours of the scope's day have begun, the running one
 * included, and when the first did. 0 when the scope has no course.
 */
int wb_engine_day_quarters(const struct wb_engine *engine, uint32_t scope,
                           wb_ms *ret_start);

/*
 * A KPI's value in one of them, 0 = the first of the day. Unknown for KPIs of
 * the moment, and before the plan first asked for the course.
 */
struct wb_value wb_engine_day_value(const struct wb_engine *engine,
                                    const struct wb_kpi *kpi, uint32_t scope,
                                    int quarter);

/* An addition to the history; what it points to is borrowed. */
struct wb_history_addition {
	int attribution; /* enum wb_attribution */
	uint32_t scope;
	wb_ms quarter;      /* start of the quarter hour, UTC */
	const int64_t *add; /* by enum wb_measure */
	/*
	 * Waits of the answered and abandoned, to be added to what the quarter
	 * has; empty for agents and teams.
	 */
	const struct wb_sketch *waits;
};

/*
 * Additions to the history that were not forgotten yet: calls `fn` for each
 * (attribution, scope, quarter hour) that changed, once or twice: what is told
 * adds up. Agents' times are included up to now. When they are safe the caller
 * forgets them, before it moves time or applies anything.
 */
void wb_engine_read_history(
	struct wb_engine *engine,
	void (*fn)(void *user, const struct wb_history_addition *addition),
	void *user);
void wb_engine_forget_history(struct wb_engine *engine);

/* How many additions wait: a caller takes them before there are too many. */
uint32_t wb_engine_history_waiting(const struct wb_engine *engine);

/*
 * What happened to single contacts and agents, in the order in which it became
 * known, from the first call of keep_details on; forgotten with the history.
 * Borrowed for the call.
 */
void wb_engine_keep_details(struct wb_engine *engine);
void wb_engine_read_details(const struct wb_engine *engine,
                            void (*fn)(void *user,
                                       const struct wb_detail *detail),
                            void *user);

/*
 * What is added up in a scope and window now, and the instants between which
 * that happened (from <= t < to; for WB_WINDOW_NOW both are the present).
 */
void wb_engine_sums(struct wb_engine *engine, uint32_t scope,
                    enum wb_window window, int64_t ret_sums[WB_MEASURE_COUNT]);
void wb_engine_span(const struct wb_engine *engine, uint32_t scope,
                    enum wb_window window, wb_ms *ret_from, wb_ms *ret_to);

struct wb_engine_counters {
	struct wb_floor_counters floor;
	uint64_t clock_ahead;     /* facts dated later than now, taken as now */
	uint64_t details_dropped; /* nobody took them in time */
	uint64_t out_of_memory;
};

void wb_engine_count(const struct wb_engine *engine,
                     struct wb_engine_counters *ret_counters);

#endif
