#ifndef WB_PLAN_H
#define WB_PLAN_H

/*
 * The plan of the contact centre: what the configuration says about queues,
 * agents, groups and pages, checked and resolved. The core (floor, kpi, view)
 * reads it and never changes it; config/ makes it from YAML.
 *
 * Pure data. A plan owns all its memory in one arena and never changes after
 * it was made; a reload makes a new one.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"
#include "event.h"
#include "plan/zone.h"

enum wb_language {
	WB_LANGUAGE_EN,
	WB_LANGUAGE_FA,
	WB_LANGUAGE_AR,
	WB_LANGUAGE_RU,
	WB_LANGUAGE_COUNT,
};

/* "en", "fa", "ar", "ru" */
const char *wb_language_code(enum wb_language language);

/* A text per language; an absent one falls back to en, then to the name. */
struct wb_title {
	struct wb_str text[WB_LANGUAGE_COUNT];
};

/* KPI.md section 4. */
enum wb_sl_variant {
	WB_SL_OFFERED,
	WB_SL_ANSWERED,
	WB_SL_IGNORE,
	WB_SL_POSITIVE,
	WB_SL_REMOVED,
	WB_SL_NO_FLOW,
	WB_SL_NOW,
	WB_SL_VARIANT_COUNT,
};

const char *wb_sl_variant_name(enum wb_sl_variant variant);

/* What ends the wait that the service level is about. */
enum wb_clock {
	WB_CLOCK_ANSWER,      /* an agent takes the contact */
	WB_CLOCK_FIRST_REPLY, /* ... and replies: written channels */
	WB_CLOCK_COUNT,
};

/* "answer", "first_reply" */
const char *wb_clock_name(enum wb_clock clock);

struct wb_service_level_plan {
	wb_ms threshold;            /* T; > 0 */
	int target_bp;              /* basis points: 8000 = 80 % */
	enum wb_sl_variant variant; /* which formula is "service_level" */
	enum wb_clock until;
};

struct wb_queue_plan {
	struct wb_str name; /* the switch's name */
	struct wb_title title;
	struct wb_str department; /* absent = none */
	struct wb_str site;       /* absent = none */
	struct wb_str time_zone;  /* IANA name */
	const struct wb_zone *zone;
	wb_ms day_start; /* after local midnight, multiple of 15 min */
	struct wb_service_level_plan service_level; /* of its channel */
	/* of the others; threshold 0 = as service_level */
	struct wb_service_level_plan channels[WB_CHANNEL_COUNT];
	wb_ms short_abandon; /* 0 = off */
	wb_ms handle_limit;  /* longer handles count apart; 0 = off */
	enum wb_channel channel;
	int tier;        /* 1, 2 ...; 0 = not said */
	bool configured; /* false: made from defaults for a stranger */
};

struct wb_agent_plan {
	struct wb_str name; /* the switch's name */
	struct wb_title title;
	struct wb_str team; /* absent = none */
	struct wb_str site; /* absent = none */
	bool configured;
};

/* A reason for being not ready, as the switch says it. */
struct wb_reason_plan {
	struct wb_str name;
	struct wb_title title;
	struct wb_str class_name; /* of the schedule's activities; absent = the
	                           * reason itself */
};

/* A department, team or site: a name and how it is shown. */
struct wb_group_plan {
	struct wb_str name;
	struct wb_title title;
};

enum wb_tile_kind {
	WB_TILE_NUMBER,
	WB_TILE_GAUGE,   /* a number on its scale */
	WB_TILE_TREND,   /* a number with its course, large */
	WB_TILE_QUEUES,  /* table of queues */
	WB_TILE_AGENTS,  /* agents by state and the grid */
	WB_TILE_STATES,  /* agents by state alone */
	WB_TILE_RANKING, /* agents or queues by one number, best first */
	WB_TILE_ALERTS,  /* what is not as it should be, worst first */
	WB_TILE_TEXT,
	WB_TILE_CLOCK,
	WB_TILE_KIND_COUNT,
};

/* Words of the wire and of the configuration: "number", "queues" ... */
const char *wb_tile_kind_name(enum wb_tile_kind kind);

enum wb_window {
	WB_WINDOW_NOW, /* for KPIs that have no window */
	WB_WINDOW_5M,
	WB_WINDOW_15M,
	WB_WINDOW_30M,
	WB_WINDOW_1H,
	WB_WINDOW_INTERVAL,
	WB_WINDOW_DAY,
	WB_WINDOW_COUNT,
};

/* "now", "5m", "15m", "30m", "1h", "interval", "day" */
const char *wb_window_name(enum wb_window window);

/*
 * When a value turns warning or critical. Units are those of the KPI: ms,
 * counts, or basis points for shares (8000 = 80 %). `above` tells the bad side.
 */
struct wb_limits_plan {
	bool has_target, has_warning, has_critical;
	int64_t target, warning, critical;
	bool above; /* true: higher is worse */
};

#define WB_TILE_COLUMNS_MAX 8
#define WB_TILE_CLOCKS_MAX 6

/* What a trend covers, and what its points are. */
enum wb_trend_span {
	WB_SPAN_HOUR, /* the last hour, the window's value every minute */
	WB_SPAN_DAY,  /* today, the value of each quarter hour */
	WB_SPAN_COUNT,
};

/* "hour", "day" */
const char *wb_trend_span_name(enum wb_trend_span span);

/* Whom a ranking compares. */
enum wb_ranked { WB_RANKED_AGENTS, WB_RANKED_QUEUES, WB_RANKED_COUNT };

/* "agents", "queues" */
const char *wb_ranked_name(enum wb_ranked ranked);

/* A place whose time a clock tile shows. */
struct wb_clock_plan {
	struct wb_str time_zone; /* IANA name */
	const struct wb_zone *zone;
	struct wb_title title; /* may be empty: then the zone's city */
};

struct wb_tile_plan {
	struct wb_str id; /* unique on its page: "t1", "t2" ... or configured */
	enum wb_tile_kind kind;
	int x, y, w, h; /* grid cells, from the leading top corner */
	struct wb_title title;
	struct wb_title text; /* text: what is said below the title */
	/* number, gauge, trend, ranking: name of a row of the KPI table */
	struct wb_str kpi;
	struct wb_str scope; /* "total", "queue:sales", "department:..." ... */
	enum wb_window window;
	struct wb_limits_plan limits;
	bool trend; /* with a line of what `span` says */
	enum wb_trend_span span;
	struct wb_str part; /* trend of the day: a count within `kpi` */
	/* gauge, trend: the ends of the scale, in the KPI's unit */
	bool has_scale;
	int64_t scale_from, scale_to;
	/* lists: most rows shown; 0 = as many as fit */
	int rows;
	/* lists and states: scope to list; absent = all */
	struct wb_str filter;
	enum wb_ranked ranked; /* ranking */
	bool lowest_first;     /* ranking: the lowest value is the best */
	int least_sample;      /* ranking: a share of fewer is no place */
	const struct wb_clock_plan *clocks; /* clock: none = the centre's own */
	int clock_count;
	/* queues: the KPI of each column after the name */
	struct wb_str columns[WB_TILE_COLUMNS_MAX];
	int column_count;
	/* agents, states: longer in a state is a warning; 0 = off */
	wb_ms state_limit;
};

struct wb_page_plan {
	struct wb_str name;
	struct wb_title title;
	int columns, rows; /* of the grid */
	const struct wb_tile_plan *tiles;
	int tile_count;
	wb_ms dwell; /* how long a rotating screen stays; 0 = it passes by */
	bool front;  /* a critical breach may bring it to the front */
};

/* How screens that were not told a page go through the pages. */
struct wb_rotation_plan {
	bool rotate;
	bool critical_to_front;
	wb_ms dwell; /* of a page that says none of its own */
	wb_ms hold;  /* how long a page stays in front; 0 = while it lasts */
};

struct wb_alert_plan; /* plan/alerts.h */

enum wb_names_shown { WB_NAMES_FULL, WB_NAMES_INITIALS, WB_NAMES_HIDDEN };

/* Lateness, at most. */
#define WB_LATENESS_MAX ((wb_ms)30 * WB_MINUTE)

struct wb_plan {
	struct wb_title title;     /* of the centre */
	enum wb_language language; /* default of the screens */
	struct wb_str time_zone;   /* of the centre: totals, teams, clock */
	const struct wb_zone *zone;
	wb_ms day_start;   /* of the centre */
	wb_ms interval;    /* 15, 30 or 60 min */
	wb_ms stale_limit; /* a contact older than this is lost; 4 h */
	wb_ms lateness;    /* an event so far behind a later one of its contact
	                    * is put in its place; 10 min */
	wb_ms repeat_within; /* who comes back within this time had no first
	                      * contact resolution; 0 = not counted */
	wb_ms feed_silent;   /* a feed quiet for longer is silent; 4 s */
	enum wb_names_shown agent_names;

	struct wb_queue_plan defaults; /* of a queue that is not listed */
	const struct wb_queue_plan *queues;
	int queue_count;
	const struct wb_agent_plan *agents;
	int agent_count;
	const struct wb_reason_plan *reasons;
	int reason_count;
	const struct wb_group_plan *departments, *teams, *sites;
	int department_count, team_count, site_count;
	const struct wb_page_plan *pages; /* at least one */
	int page_count;
	struct wb_rotation_plan rotation;
	const struct wb_alert_plan *alerts; /* NULL = no rules, no routes */

	struct wb_arena arena; /* owns everything above */
};

/* The service level of a queue's contacts on a channel. */
const struct wb_service_level_plan *
wb_plan_service_level(const struct wb_queue_plan *queue,
                      enum wb_channel channel);

/* NULL when not listed. O(number of queues or agents): for start-up use. */
const struct wb_queue_plan *wb_plan_queue(const struct wb_plan *plan,
                                          struct wb_str name);
const struct wb_agent_plan *wb_plan_agent(const struct wb_plan *plan,
                                          struct wb_str name);
const struct wb_page_plan *wb_plan_page(const struct wb_plan *plan,
                                        struct wb_str name);

#endif
