#ifndef WB_EVENT_CODEC_H
#define WB_EVENT_CODEC_H

/*
 * What the halves of the event codec share: access to fields by the table, and
 * the limits that both a decoder and a feed hold. Private to proto/.
 */

#include "event_fields.h"

/* The event being decoded or checked, and where its error goes. */
struct wb_event_codec {
	struct wb_event *event;
	struct wb_arena *arena; /* when decoding */
	char *error;
	size_t error_size;
};

/* Where the field lives in the event; the table vouches for the type. */
const void *wb_event_value(const struct wb_field *field,
                           const struct wb_event *event);

/* Is it present? */
bool wb_event_has(const struct wb_field *field, const struct wb_event *event);

/* These return false with the error filled. */

/* Is a field that is present within its limits? */
bool wb_event_check_field(const struct wb_event_codec *c,
                          const struct wb_field *field);

/* Is everything there that the kind needs? */
bool wb_event_check_required(const struct wb_event_codec *c);

/* What no single field can tell. */
bool wb_event_check_together(const struct wb_event_codec *c);

#endif
