#ifndef WB_NOTIFY_BODIES_H
#define WB_NOTIFY_BODIES_H

/*
 * What a webhook is sent, in the five formats. Pure. Private to notify/.
 *
 * OWN: the message as it lies in the outbox (message.h, PROTOCOL.md), with
 * `version`, `language`, and `subject` and `text` in the route's language.
 * ALERTMANAGER: POST /api/v2/alerts, one entry an alert; what stands ends a
 * day later by itself, as nobody repeats it every minute as Prometheus does.
 * SLACK: an incoming webhook's blocks. TEAMS: an adaptive card. TELEGRAM:
 * sendMessage. Names are always data there: none of them is read as markup.
 */

#include "notify/courier.h"

void wb_body_write(const struct wb_letter *letter, struct wb_buf *out);

/* "2026-11-22T14:05:00.250Z" */
void wb_body_time(wb_ms t, struct wb_buf *out);

/* `text` with & < > as HTML, and Slack, want them. */
void wb_body_escape(struct wb_buf *out, struct wb_str text);

/*
 * How much of a text has at most `most` UTF-16 units, as others count
 * characters; never in the middle of one.
 */
size_t wb_body_cut(struct wb_str text, size_t most);

#endif
