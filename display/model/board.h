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
	WB_LEVEL_WARNING,
	WB_LEVEL_CRITICAL,
};

enum wb_unit {
	WB_UNIT_COUNT,   /* hundredths */
	WB_UNIT_PERCENT, /* hundredths of a percent */
	WB_UNIT_MS,      /* a duration, ms */
	WB_UNIT_SINCE,   /* an instant, UTC ms; shown as the time since */
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
};

enum wb_feed_state {
	WB_FEED_LIVE,
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
	enum wb_unit unit;
	struct wb_value value;
	wb_ms since; /* 0 = unknown */
	int64_t more;
};

struct wb_number_tile {
	struct wb_str kpi, scope, scope_title, window;
	enum wb_unit unit;
	struct wb_value value;
	bool has_target, worse_above;
	int64_t target;      /* in the unit's terms; ms for SINCE */
	wb_ms threshold;     /* of the definition; 0 = not said */
	wb_ms threshold_max; /* when queues differ; 0 = they do not */
	struct wb_trend trend;
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

enum wb_tile_kind {
	WB_TILE_UNKNOWN,
	WB_TILE_NUMBER,
	WB_TILE_QUEUES,
	WB_TILE_AGENTS,
	WB_TILE_TEXT,
	WB_TILE_CLOCK,
};

struct wb_tile {
	enum wb_tile_kind kind;
	int x, y, w, h; /* cells, from the leading top corner */
	struct wb_str title;
	wb_ms utc_offset; /* clock */
	union {
		const struct wb_number_tile *number;
		const struct wb_queues_tile *queues;
		const struct wb_agents_tile *agents;
	} as;
};

struct wb_board {
	struct wb_str title, time_zone;
	struct wb_str language; /* the centre's */
	wb_ms utc_offset;
	bool event_clock;
	struct wb_feed feeds[WB_BOARD_FEEDS_MAX];
	int feed_count;
	struct wb_headline headline;
	struct wb_str page_title;
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
