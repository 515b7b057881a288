#ifndef WB_EVENT_FIELDS_H
#define WB_EVENT_FIELDS_H

/*
 * The table behind the event codec: which kind of event has which fields, and
 * what each field is. PROTOCOL.md prints the same table. Private to proto/.
 */

#include "event.h"

enum wb_field_type {
	WB_FIELD_NAME,  /* struct wb_str, 1 to WB_NAME_MAX_BYTES */
	WB_FIELD_TEXT,  /* struct wb_str, 0 to WB_TEXT_MAX_BYTES */
	WB_FIELD_INT,   /* int64_t, min to max */
	WB_FIELD_BOOL,  /* int, 0 or 1 */
	WB_FIELD_WORD,  /* int, index into words */
	WB_FIELD_NAMES, /* struct wb_queue_list */
};

struct wb_field {
	struct wb_str name; /* on the wire */
	enum wb_field_type type;
	size_t offset; /* in struct wb_event */
	int64_t min, max;
	const char *const *words;
	int word_count;
};

#define WB_FIELDS_REQUIRED_MAX 6
#define WB_FIELDS_OPTIONAL_MAX 12

/* The two lists are field numbers and end at the first 0. */
struct wb_event_shape {
	struct wb_str name; /* "queue.entered" */
	uint8_t required[WB_FIELDS_REQUIRED_MAX];
	uint8_t optional[WB_FIELDS_OPTIONAL_MAX];
};

/* `t` and `id`, which every kind has. */
#define WB_FIELD_T 1
#define WB_FIELD_ID 2

/* By field number, from 1; all numbers fit a 64-bit mask. */
extern const struct wb_field wb_fields[];

/* By enum wb_event_kind. */
extern const struct wb_event_shape wb_event_shapes[WB_EV_COUNT];

#endif
