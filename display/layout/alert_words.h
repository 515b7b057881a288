#ifndef WB_LAYOUT_ALERT_WORDS_H
#define WB_LAYOUT_ALERT_WORDS_H

/* What alerts are called and how they stand. Private to layout/. */

#include "layout/build.h"

/*
 * The rule's own title, else its signal, else its KPI in words; `form` is of
 * the last two only.
 */
struct wb_str wb_alert_name(const struct wb_build *b, struct wb_str rule_title,
                            struct wb_str signal, struct wb_str kpi,
                            enum wb_kpi_form form);

/* Whose alert it is; "feed:crm" without a title is crm. Empty: the centre. */
struct wb_str wb_alert_scope(struct wb_build *b, struct wb_str scope,
                             struct wb_str title);

/*
 * "Acknowledged: Rostami", "Over, not acknowledged", "Escalated" ... or
 * nothing; `texts` are up to two, the longer first. Returns how many.
 */
int wb_alert_state_texts(struct wb_build *b, const struct wb_alert_row *row,
                         struct wb_str texts[2]);

/*
 * What is to be said while nothing asks for somebody, so that no silence is
 * taken for peace: that what stands was acknowledged or put aside, else that
 * all is well, or that there is nothing yet to judge by.
 */
struct wb_str wb_alert_calm(struct wb_build *b, enum wb_icon *ret_icon);

/* What it measures; empty for signals that have no value. */
struct wb_str wb_alert_value(struct wb_build *b,
                             const struct wb_alert_row *row);

/*
 * Its arithmetic for who asks: "Service level 58 of 100 = 58%, limit 70%, over
 * at 75%, alert after 2 min".
 */
struct wb_str wb_alert_explained(struct wb_build *b,
                                 const struct wb_alert_row *row);

#endif
