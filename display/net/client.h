#ifndef WB_NET_CLIENT_H
#define WB_NET_CLIENT_H

/*
 * The connection to the daemon, in a thread of its own: connects, receives,
 * reconnects for ever, and keeps the newest picture in a mailbox with one
 * slot. A wall that draws slowly sees fewer states, never older ones.
 */

#include <stdbool.h>

#include "base/time.h"
#include "layout/link.h"
#include "net/state.h"
#include "net/url.h"

struct wb_client;

/* What there is to draw. The taker unrefs the state. */
struct wb_picture {
	struct wb_state *state; /* NULL before the first snapshot */
	struct wb_link link;
	wb_ms clock_offset; /* the server's wall clock less monotonic time */
};

/*
 * `notify` is called on the client's thread whenever a new picture is in the
 * mailbox; it must not block, and may do no more than wake somebody.
 * NULL when out of memory or libwebsockets cannot start.
 */
struct wb_client *wb_client_create(const struct wb_url *url,
                                   void (*notify)(void *user), void *user);

/* Starts the thread. 0 or -errno. Signals are blocked in it. */
int wb_client_start(struct wb_client *client);

/* Ends the thread and waits for it; a client that never started is fine. */
void wb_client_stop(struct wb_client *client);
void wb_client_destroy(struct wb_client *client);

/* Takes the picture out of the mailbox; false when there is no new one. */
bool wb_client_take(struct wb_client *client, struct wb_picture *ret_picture);

/* Waits for a new picture until monotonic time `until`, then takes it. */
bool wb_client_wait(struct wb_client *client, wb_ms until,
                    struct wb_picture *ret_picture);

/* "connecting", "live", "stale", "offline" */
const char *wb_link_state_name(enum wb_link_state state);

#endif
