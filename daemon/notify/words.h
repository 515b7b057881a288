#ifndef WB_NOTIFY_WORDS_H
#define WB_NOTIFY_WORDS_H

/*
 * A message in the words, digits and calendar of its route's language. Pure.
 * Private to notify/.
 *
 * Values are isolated (U+2068, U+2069) only where the text has letters that
 * are written from right to left: elsewhere the marks would be noise. Lines of
 * such a language begin with U+200F.
 */

#include "base/buf.h"
#include "notify/courier.h"

/* One line: "Critical: Billing: service level 58%". */
void wb_words_subject(const struct wb_letter *letter, struct wb_buf *out);

/* What is so in one scope, one line: "Billing: service level 58%". */
void wb_words_what(const struct wb_letter *letter,
                   const struct wb_told_alert *alert, struct wb_buf *out);

/* The same with what is behind it: counts, window, limit, since when. */
void wb_words_alert(const struct wb_letter *letter,
                    const struct wb_told_alert *alert, struct wb_buf *out);

/* "and 3 more"; nothing when there are none. */
void wb_words_more(const struct wb_letter *letter, struct wb_buf *out);

/* Centre and moment: "Contact centre · 22 November 14:05". */
void wb_words_footer(const struct wb_letter *letter, struct wb_buf *out);

/* All of it, a line each; no line end after the last. */
void wb_words_text(const struct wb_letter *letter, struct wb_buf *out);

/* "Critical" */
struct wb_str wb_words_severity(const struct wb_letter *letter);
/* The value that a reading was at: "58%", "4:32"; nothing when unknown. */
void wb_words_value(const struct wb_letter *letter,
                    const struct wb_told_reading *reading, struct wb_buf *out);
/* The name of the rule: its title, else its KPI's name, else its own. */
void wb_words_rule(const struct wb_letter *letter, struct wb_buf *out);

#endif
