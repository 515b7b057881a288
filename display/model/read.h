#ifndef WB_BOARD_READ_H
#define WB_BOARD_READ_H

/* Shared by the readers of the state document; private to model/. */

#include "model/board.h"

struct wb_board_reader {
	const char *language;
	struct wb_arena *arena;
	bool failed; /* out of memory */
};

enum wb_unit wb_board_unit(const struct wb_json *object);
enum wb_level wb_board_level(const struct wb_json *object);

/* A number of `unit`; false when it is absent or no number. */
bool wb_board_number(const struct wb_json *value, enum wb_unit unit,
                     int64_t *ret_number);

/* An instant of the years 1970 to 9999, else 0: unknown. */
wb_ms wb_board_instant(const struct wb_json *object, const char *key);

/* A duration of 0 to a day, else 0. */
wb_ms wb_board_span(const struct wb_json *object, const char *key);

/* "utc_offset_ms", at most a day either way, else the fallback. */
wb_ms wb_board_offset(const struct wb_json *object, wb_ms fallback);

/* The members "value" and "level" of an object. */
struct wb_value wb_board_value(const struct wb_json *object, enum wb_unit unit);

/* `member`: which list of the trend's points. */
struct wb_trend wb_board_trend(struct wb_board_reader *reader,
                               const struct wb_json *trend, const char *member,
                               enum wb_unit unit);

/* An int member between min and max, else the fallback. */
int wb_board_small_int(const struct wb_json *object, const char *key, int min,
                       int max, int fallback);

/* "order" and "rows" of a list: calls `read` for each row that is there. */
struct wb_board_list {
	size_t size; /* of one row */
	/* false = the row cannot be shown */
	bool (*read)(struct wb_board_reader *reader, const void *context,
	             struct wb_str key, const struct wb_json *object,
	             void *row);
	const void *context;
	void *rows; /* result; NULL without memory */
	int count;  /* result */
};

void wb_board_read_list(struct wb_board_reader *reader,
                        const struct wb_json *tile, struct wb_board_list *list);

/* The kinds of tile with content of their own; NULL without memory. */
const struct wb_number_tile *
wb_board_read_number(struct wb_board_reader *reader,
                     const struct wb_json *tile);
const struct wb_queues_tile *
wb_board_read_queues(struct wb_board_reader *reader,
                     const struct wb_json *tile);
const struct wb_agents_tile *
wb_board_read_agents(struct wb_board_reader *reader,
                     const struct wb_json *tile);
const struct wb_ranking_tile *
wb_board_read_ranking(struct wb_board_reader *reader,
                      const struct wb_json *tile);
const struct wb_alerts_tile *
wb_board_read_alerts(struct wb_board_reader *reader,
                     const struct wb_json *tile);
const struct wb_clock_tile *wb_board_read_clock(struct wb_board_reader *reader,
                                                const struct wb_json *tile,
                                                wb_ms utc_offset);

#endif
