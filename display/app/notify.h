#ifndef WB_APP_NOTIFY_H
#define WB_APP_NOTIFY_H

/*
 * Tells systemd how the program fares: sd_notify(3)'s protocol, one datagram
 * a message. Ten lines here in place of libsystemd, which would bring 30 MB
 * of packages to machines without systemd. Without NOTIFY_SOCKET in the
 * environment nothing happens.
 */

#include "base/time.h"

/* "READY=1", "WATCHDOG=1", "STOPPING=1". A lost message is no fault. */
void wb_notify(const char *message);

/*
 * How often WATCHDOG=1 has to be sent at least, in ms: a third of what
 * systemd waits for. 0 = it does not watch this process.
 */
wb_ms wb_notify_watchdog(void);

#endif
