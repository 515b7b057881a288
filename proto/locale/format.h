#ifndef WB_LOCALE_FORMAT_H
#define WB_LOCALE_FORMAT_H

/*
 * Numbers, times, dates and sentences as people of a language read them.
 * Everything appends UTF-8 to a buffer, whose sticky error is the caller's.
 *
 * Inserted values stand between U+2068 (first strong isolate) and U+2069, so
 * that a Latin queue name cannot turn a Persian sentence round, nor a number
 * glue itself to a word; the text layer resolves and drops these.
 */

#include "base/buf.h"
#include "base/time.h"
#include "locale/locale.h"

/* Digits, '.' and '-' of ASCII text in the locale's signs. */
void wb_format_ascii(const struct wb_locale *locale, struct wb_buf *out,
                     const char *ascii);

/* A whole number, grouped from 1,000 on. */
void wb_format_int(const struct wb_locale *locale, struct wb_buf *out,
                   int64_t value);

/*
 * hundredths / 100 with `decimals` 0..2 places, rounded half away from 0.
 */
void wb_format_decimal(const struct wb_locale *locale, struct wb_buf *out,
                       int64_t hundredths, int decimals);

/* The same as a percentage with its sign: "76%", "76 %". */
void wb_format_percent(const struct wb_locale *locale, struct wb_buf *out,
                       int64_t hundredths, int decimals);

/*
 * The same by another pattern of the catalogue: "12.5/h" by "locale.rate"; a
 * bare number with NULL.
 */
void wb_format_amount(const struct wb_locale *locale, struct wb_buf *out,
                      const char *pattern_key, int64_t hundredths,
                      int decimals);

/*
 * How many decimals a value is shown with: none from 10 on, one below (none
 * when it is whole), and more where rounding would put it on the other side
 * of, or onto, the promise it is measured by: 79.96 is not 80.
 */
int wb_format_decimals(int64_t hundredths, bool has_target,
                       int64_t target_hundredths);

/* A running clock: 0:07, 4:32, 1:02:03; negative counts as 0. */
void wb_format_clock(const struct wb_locale *locale, struct wb_buf *out,
                     wb_ms duration);

/* In words: "40 s", "12 min", "2 h", "2 h 5 min", "3 days". */
void wb_format_span(const struct wb_locale *locale, struct wb_buf *out,
                    wb_ms duration);

/* Time of day of a UTC instant: 14:32, or 14:32:05. */
void wb_format_time(const struct wb_locale *locale, struct wb_buf *out,
                    wb_ms instant, wb_ms utc_offset, bool seconds);

/* "Sunday 12 October 2025", in the locale's calendar. */
void wb_format_date(const struct wb_locale *locale, struct wb_buf *out,
                    wb_ms instant, wb_ms utc_offset);

/* "12 October" */
void wb_format_short_date(const struct wb_locale *locale, struct wb_buf *out,
                          wb_ms instant, wb_ms utc_offset);

/* An instant: its time when it is of the same day as `now`, else date too. */
void wb_format_instant(const struct wb_locale *locale, struct wb_buf *out,
                       wb_ms instant, wb_ms now, wb_ms utc_offset,
                       bool seconds);

struct wb_format_arg {
	const char *name;
	struct wb_str value;
};

/*
 * `pattern` with each {name} replaced by its isolated value. A name that is
 * not among the arguments is left out.
 */
void wb_format_sentence(struct wb_buf *out, struct wb_str pattern,
                        const struct wb_format_arg *args, int count);

/* The sentence of catalogue entry `key`; nothing when there is none. */
void wb_format_text(const struct wb_locale *locale, struct wb_buf *out,
                    const char *key, const struct wb_format_arg *args,
                    int count);

#endif
