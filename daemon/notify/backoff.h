#ifndef WB_NOTIFY_BACKOFF_H
#define WB_NOTIFY_BACKOFF_H

/* When a failed delivery is tried again. Pure. */

#include "base/str.h"
#include "base/time.h"

#define WB_BACKOFF_FIRST WB_SECOND
#define WB_BACKOFF_MAX (5 * WB_MINUTE)
/* A receiver that asks to be left alone for longer is asked again by then. */
#define WB_BACKOFF_ASKED_MAX WB_HOUR

/*
 * How long to wait after the attempt number `attempts` (1, 2 ...) failed: 1,
 * 2, 4 ... 300 s, less or more by up to a quarter. By how much follows from
 * key and attempt, so that many messages that failed together do not come
 * again together, and a test knows the moment.
 */
wb_ms wb_backoff(int attempts, struct wb_str key);

#endif
