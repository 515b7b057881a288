#ifndef WB_BASE_JSON_WRITE_H
#define WB_BASE_JSON_WRITE_H

/*
 * Writes compact JSON into a wb_buf. Commas and colons are put by the writer;
 * errors are sticky in the buffer. No floating point: numbers are integers or
 * fixed-point decimals. Strings are escaped; invalid UTF-8 is replaced by
 * U+FFFD, so the output is always valid JSON.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* Owned by the caller; private. */
struct wb_json_writer {
	struct wb_buf *out;
	bool need_comma;
};

void wb_json_writer_init(struct wb_json_writer *w, struct wb_buf *out);

void wb_json_begin_object(struct wb_json_writer *w);
void wb_json_end_object(struct wb_json_writer *w);
void wb_json_begin_array(struct wb_json_writer *w);
void wb_json_end_array(struct wb_json_writer *w);

/* Inside an object, before each value. */
void wb_json_key(struct wb_json_writer *w, struct wb_str key);
void wb_json_key_text(struct wb_json_writer *w, const char *key);

void wb_json_string(struct wb_json_writer *w, struct wb_str value);
void wb_json_text(struct wb_json_writer *w, const char *value);
void wb_json_int(struct wb_json_writer *w, int64_t value);
void wb_json_bool(struct wb_json_writer *w, bool value);
void wb_json_null(struct wb_json_writer *w);

/*
 * value / 10^scale, without trailing zeros: (7778, 2) -> 77.78,
 * (8000, 2) -> 80. scale 0..9.
 */
void wb_json_decimal(struct wb_json_writer *w, int64_t value, int scale);

/* A value that is already JSON. */
void wb_json_raw(struct wb_json_writer *w, struct wb_str json);

#endif
