#ifndef WB_NOTIFY_ANSWER_H
#define WB_NOTIFY_ANSWER_H

/*
 * What a receiver's answer means. Pure; bytes from outside. Private to
 * notify/.
 */

#include "notify/courier.h"

/* Of an answer's body at most so much is looked at, and kept. */
#define WB_ANSWER_MAX ((size_t)16 * 1024)

struct wb_answer {
	long status;            /* 200 ... */
	wb_ms retry_after;      /* the header's; 0 = none */
	struct wb_str body;     /* its beginning */
	struct wb_str redirect; /* where to; absent = nowhere */
};

/*
 * 2xx is delivered (Telegram must say "ok" as well), 400, 413 and 422 refuse
 * the message, a redirect and all else is a failure. `wait` is the longer of
 * the header and Telegram's parameters.retry_after, at most
 * WB_BACKOFF_ASKED_MAX.
 */
void wb_answer_judge(enum wb_webhook_format format,
                     const struct wb_answer *answer,
                     struct wb_delivery *ret_delivery);

#endif
