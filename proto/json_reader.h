#ifndef WB_JSON_READER_H
#define WB_JSON_READER_H

/*
 * The parts of the JSON reader: where it is, how it fails, strings and
 * numbers. Private to proto/.
 */

#include "json.h"

struct wb_json_reader {
	const char *at;
	const char *end;
	struct wb_str text; /* all of it, for offsets */
	struct wb_arena *arena;
	struct wb_json_error *error;
	int depth;
};

/* All of them fill the error and return false. */
bool wb_json_fail_at(struct wb_json_reader *r, const char *where,
                     const char *message);
bool wb_json_fail(struct wb_json_reader *r, const char *message);
bool wb_json_fail_expected(struct wb_json_reader *r, const char *expected);
bool wb_json_fail_memory(struct wb_json_reader *r);

/* After the opening quote; takes the closing one. */
bool wb_json_read_string(struct wb_json_reader *r, struct wb_str *ret_string);

/* At a minus or a digit. *value becomes the number. */
bool wb_json_read_number(struct wb_json_reader *r, struct wb_json *value);

#endif
