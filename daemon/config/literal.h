#ifndef WB_CONFIG_LITERAL_H
#define WB_CONFIG_LITERAL_H

/*
 * The small languages of values: "1h30m", "77.5%", "06:30". Pure.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/time.h"

#define WB_DAY (24 * WB_HOUR)

/* No literal names a longer time than this. */
#define WB_DURATION_MAX (10000 * WB_DAY)

/*
 * "500ms", "20s", "2m", "1h30m", "400d", and "0". A number without a unit is
 * refused: nobody would know which one was meant.
 */
bool wb_duration_parse(struct wb_str text, wb_ms *ret_duration);

/* The shortest such text: 90000 -> "1m30s", 0 -> "0s". */
#define WB_DURATION_TEXT_MAX 48
const char *wb_duration_write(wb_ms duration,
                              char ret_text[WB_DURATION_TEXT_MAX]);

/* "80%", "77.5%", "77.25%" in basis points; at most 1,000,000 %. */
bool wb_percent_parse(struct wb_str text, int64_t *ret_bp);

/* "1.5", "-20" in hundredths; at most 1,000,000. */
bool wb_decimal_parse(struct wb_str text, int64_t *ret_hundredths);

/* "-12", "2000"; up to 15 digits. */
bool wb_count_parse(struct wb_str text, int64_t *ret_count);

/* "06:30": the time after midnight, below 24 h. */
bool wb_time_of_day_parse(struct wb_str text, wb_ms *ret_time);

/* How many letters differ (Levenshtein), or `max` + 1 when more than that. */
size_t wb_edit_distance(struct wb_str a, struct wb_str b, size_t max);

#endif
