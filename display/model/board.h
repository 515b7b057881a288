#ifndef WB_BOARD_H
#define WB_BOARD_H

/*
 * The state document (PROTOCOL.md, "The state document") as typed data in one
 * language. Tolerant: whatever is missing or of the wrong kind reads as
 * absent, zero or the default; what is unknown is left out. Pure.
 *
 * A board borrows from the document and from the arena it was made in.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"
#include "json.h"

/* More than this in one document is cut off. */
#define WB_BOARD_TILES_MAX 256
#define WB_BOARD_ROWS_MAX 1024
#define WB_BOARD_COLUMNS_MAX 16
#define WB_BOARD_FEEDS_MAX 64
#define WB_BOARD_POINTS_MAX 1024

enum wb_level {
	WB_LEVEL_NONE,
	WB_LEVEL_NORMAL,
	WB_LEVEL_INFO, /* of alerts only */
	WB_LEVEL_WARNING,
	WB_LEVEL_CRITICAL,
};

enum wb_unit {
	WB_UNIT_COUNT,   /* hundredths */
	WB_UNIT_PERCENT, /* hundredths of a percent */
	WB_UNIT_MS,      /* a duration, ms */
	WB_UNIT_SINCE,   /* an instant, UTC ms; shown as the time since */
	WB_UNIT_POINTS,  /* -100 to 100, hundredths */
	WB_UNIT_RATE,    /* per hour, hundredths */
	WB_UNIT_FACTOR,  /* how many times, hundredths */
};

/* A number in the unit's terms above. */
struct wb_value {
	bool present;
	int64_t number;
	enum wb_level level;
};

#define WB_POINT_ABSENT INT64_MIN

/* Points in the unit's terms; durations where the unit is SINCE. */
struct wb_trend {
	int count; /* 0 = none */
	const int64_t *points;
	wb_ms step;
	wb_ms end; /* instant of the last point; 0 = unknown */
};

enum wb_feed_state {
	WB_FEED_LIVE,
	WB_FEED_MANUAL, /* typed by hand: nobody waits for it */
	WB_FEED_GAP,
	WB_FEED_SILENT,
	WB_FEED_NEVER,
};

struct wb_feed {
	struct wb_str name;
	enum wb_feed_state state;
	wb_ms heard, event;     /* 0 = unknown */
	wb_ms gap_from, gap_to; /* 0 = unknown */
};

struct wb_headline {
	bool present;
	enum wb_level level;
	struct wb_str kpi, scope, title;
	struct wb_str signal;     /* what an alert is about that has no KPI */
	struct wb_str rule_title; /* of an alert; absent = called by the KPI */
	struct wb_str window;     /* "30m", "day"; absent = of the moment */
	enum wb_unit unit;
	struct wb_value value;
	wb_ms since; /* 0 = unknown */
	bool longer; /* it was so before `since` already */
	int64_t more;
};

/* A number, gauge or trend. */
struct wb_number_tile {
	struct wb_str kpi, scope, scope_title, window;
	enum wb_unit unit;
	struct wb_value value;
	bool has_whole;
	int64_t whole; /* "5 of 45" */
	bool has_target, worse_above;
	int64_t target; /* in the unit's terms; ms for SINCE */
	bool has_warning, has_critical;
	int64_t warning, critical; /* likewise */
	bool has_scale;
	int64_t scale_from, scale_to; /* likewise */
	wb_ms threshold;              /* of the definition; 0 = not said */
	wb_ms threshold_max;          /* when queues differ; 0 = they do not */
	bool has_parts; /* the counts (or sum, in ms, and count) behind it */
	int64_t numerator, denominator;
	struct wb_str formula; /* absent unless the daemon says it */
	struct wb_trend trend;
	bool of_day;           /* the trend's points are quarter hours */
	struct wb_str part;    /* KPI of: */
	struct wb_trend parts; /* as many points as `trend`, or none */
};

enum wb_column_kind {
	WB_COLUMN_KPI,
	WB_COLUMN_AGENTS,
	WB_COLUMN_TREND,
};

struct wb_column {
	enum wb_column_kind kind;
	struct wb_str kpi, window;
	enum wb_unit unit;
};

struct wb_queue_row {
	struct wb_str title;
	enum wb_level level;
	bool unconfigured;
	bool has_target;
	int64_t target; /* of the service level, hundredths of a percent */
	struct wb_value cells[WB_BOARD_COLUMNS_MAX]; /* by column */
	bool has_agents;
	int64_t available, signed_in;
	struct wb_trend trend; /* service level */
};

struct wb_queues_tile {
	struct wb_column columns[WB_BOARD_COLUMNS_MAX];
	int column_count;
	const struct wb_queue_row *rows;
	int row_count;
	int64_t more;
};

enum wb_agent_state {
	WB_AGENT_AVAILABLE,
	WB_AGENT_RINGING,
	WB_AGENT_TALKING,
	WB_AGENT_HOLDING,
	WB_AGENT_ACW,
	WB_AGENT_NOT_READY,
	WB_AGENT_STATE_COUNT,
};

/* "available" ..., also the last part of the catalogue key. */
const char *wb_agent_state_name(enum wb_agent_state state);

struct wb_agent_row {
	struct wb_str title; /* absent = only the state is shown */
	enum wb_agent_state state;
	struct wb_str reason, pending;
	wb_ms since; /* 0 = unknown */
	enum wb_level level;
};

struct wb_reason_count {
	struct wb_str name;
	int64_t count;
};

struct wb_agents_tile {
	int64_t signed_in, over_limit, more;
	int64_t counts[WB_AGENT_STATE_COUNT];
	struct wb_reason_count reasons[8];
	int reason_count;
	const struct wb_agent_row *rows;
	int row_count;
};

struct wb_ranking_row {
	struct wb_str title; /* absent = no names are shown */
	int place;           /* 0 = unknown */
	struct wb_value value;
};

struct wb_ranking_tile {
	struct wb_str kpi, window;
	enum wb_unit unit;
	bool of_queues;
	const struct wb_ranking_row *rows;
	int row_count;
	int64_t more;
};

enum wb_alert_state {
	WB_ALERT_STANDING, /* a breach; also a state that is not known here */
	WB_ALERT_FIRING,
	WB_ALERT_ACKNOWLEDGED,
	WB_ALERT_OVER, /* and nobody has acknowledged it */
};

struct wb_alert_row {
	enum wb_alert_state state;
	enum wb_level level;
	struct wb_str kpi, scope, title, window;
	struct wb_str signal, rule_title; /* as of the headline */
	struct wb_str author;             /* who acknowledged it */
	bool escalated, flapping;
	enum wb_unit unit;
	struct wb_value value;
	bool has_parts;
	int64_t numerator, denominator;
	bool has_limits, worse_above;
	int64_t raise, clear; /* in the unit's terms; ms for SINCE */
	wb_ms since, fired;   /* 0 = unknown */
	bool longer;
};

struct wb_alerts_tile {
	const struct wb_alert_row *rows;
	int row_count;
	int64_t more;
	/* of all, shown or not; the first three are not acknowledged */
	int64_t critical, warning, info, acknowledged;
};

/* How many alerts stand, shown or not; 0 where nothing is said of them. */
struct wb_alert_counts {
	int64_t open; /* fire, or are over, and nobody has acknowledged them */
	int64_t acknowledged;
	int64_t shelved; /* put aside for a time */
};

struct wb_clock {
	struct wb_str title, time_zone; /* either may be absent */
	wb_ms utc_offset;
};

#define WB_BOARD_CLOCKS_MAX 8

struct wb_clock_tile {
	struct wb_clock clocks[WB_BOARD_CLOCKS_MAX];
	int count; /* at least one */
};

enum wb_tile_kind {
	WB_TILE_UNKNOWN,
	WB_TILE_NUMBER,
	WB_TILE_GAUGE,
	WB_TILE_TREND,
	WB_TILE_QUEUES,
	WB_TILE_AGENTS,
	WB_TILE_STATES,
	WB_TILE_RANKING,
	WB_TILE_ALERTS,
	WB_TILE_TEXT,
	WB_TILE_CLOCK,
};

struct wb_tile {
	enum wb_tile_kind kind;
	int x, y, w, h; /* cells, from the leading top corner */
	struct wb_str title;
	struct wb_str text; /* TEXT: below the title */
	union {
		const struct wb_number_tile *number; /* NUMBER, GAUGE, TREND */
		const struct wb_queues_tile *queues;
		const struct wb_agents_tile *agents; /* AGENTS, STATES */
		const struct wb_ranking_tile *ranking;
		const struct wb_alerts_tile *alerts;
		const struct wb_clock_tile *clock;
	} as;
};

/* A page that a screen may go to. */
struct wb_page_ref {
	struct wb_str name, title;
	wb_ms dwell; /* 0 = a rotation passes it by */
	enum wb_level level;
};

#define WB_BOARD_PAGES_MAX 64

struct wb_rotation {
	bool rotate;
	struct wb_str
		front; /* name of the page that is wanted; absent = none */
	wb_ms hold;    /* 0 = while it is wanted */
};

struct wb_board {
	struct wb_str title, time_zone;
	struct wb_str language; /* the centre's */
	wb_ms utc_offset;
	bool event_clock;
	struct wb_feed feeds[WB_BOARD_FEEDS_MAX];
	int feed_count;
	struct wb_headline headline;
	struct wb_alert_counts alerts;
	int64_t watched; /* numbers on any page that have a limit and a value */
	struct wb_page_ref pages[WB_BOARD_PAGES_MAX];
	int page_count;
	struct wb_rotation rotation;
	struct wb_str page_name, page_title;
	int columns, rows; /* of the page's grid; > 0 */
	const struct wb_tile *tiles;
	int tile_count;
};

/*
 * Reads `state` for a reader of `language` ("fa"). False when memory is
 * exhausted; anything else gives a board, if need be an empty one.
 */
bool wb_board_read(struct wb_board *board, const struct wb_json *state,
                   const char *language, struct wb_arena *arena);

/* The text of a {language: text} object for the reader, else en, else any. */
struct wb_str wb_board_title(const struct wb_json *titles,
                             const char *language);

#endif
