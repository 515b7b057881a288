#ifndef WB_ACD_TEXT_H
#define WB_ACD_TEXT_H

/*
 * Small helpers on text that a switch wrote. Pure.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/time.h"
#include "limits.h"

/* "42" or "-3", nothing else. False leaves *ret_value alone. */
bool wb_text_to_int(struct wb_str text, int64_t *ret_value);

/*
 * "1795285912", "1795285912.123456": seconds since 1970 to ms. False when it
 * is not one or beyond the year 9999.
 */
bool wb_text_to_ms(struct wb_str text, wb_ms *ret_ms);

/* What a switch may say of a span or a place in a queue; beyond it is noise. */
#define WB_SPAN_MAX_SECONDS (31 * 86400)
#define WB_POSITION_MAX 1000000

/* A cleaned copy with its own memory. */
struct wb_name {
	char text[WB_NAME_MAX_BYTES + 1];
	size_t len;
};

/*
 * Makes a name fit for an event: bytes that are not UTF-8 become U+FFFD,
 * control characters a space; white space at the ends goes; cut to
 * WB_NAME_MAX_BYTES at a character. May come out empty.
 */
struct wb_str wb_text_clean(struct wb_str text, struct wb_name *ret_name);

/*
 * Could this be a telephone number of the outside world (seven digits or more
 * and nothing but digits and the signs written between them)?
 */
bool wb_text_is_phone_number(struct wb_str text);

#endif
