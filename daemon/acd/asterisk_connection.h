#ifndef WB_ACD_ASTERISK_CONNECTION_H
#define WB_ACD_ASTERISK_CONNECTION_H

/*
 * The connection to an Asterisk Manager Interface: connects, logs in, asks for
 * the state of the queues, keeps alive, and connects again with growing and
 * jittered pauses for as long as it exists.
 *
 * It says on stderr what it does and what is wrong. The secret is never
 * printed.
 */

#include <stdbool.h>

#include "acd/ami.h"
#include "base/time.h"

struct wb_loop;
struct lws_protocols;
struct wb_asterisk_connection;

struct wb_asterisk_connection_options {
	const char *host;
	int port;
	const char *user;
	const char *secret;
};

struct wb_asterisk_connection_callbacks {
	/* One packet; borrowed for the call. */
	void (*packet)(void *user, const struct wb_ami_packet *packet);
	/* QueueStatus was just asked with this ActionID. */
	void (*list_begun)(void *user, const char *action_id);
	/* The queues in the newest complete list, -1 while there is none. */
	int (*list_queues)(void *user);
	/* Logged in, or no longer so (once for each login). */
	void (*up)(void *user);
	void (*down)(void *user);
};

/* To be given to wb_loop_create(). */
const struct lws_protocols *wb_asterisk_connection_protocols(void);

/* Borrows the options' strings. NULL when memory is exhausted. */
struct wb_asterisk_connection *wb_asterisk_connection_create(
	struct wb_loop *loop,
	const struct wb_asterisk_connection_options *options,
	const struct wb_asterisk_connection_callbacks *callbacks, void *user);
void wb_asterisk_connection_destroy(struct wb_asterisk_connection *link);

/* Connects now. */
void wb_asterisk_connection_start(struct wb_asterisk_connection *link);

/* Stops, or goes on, reading from the switch. */
void wb_asterisk_connection_pause(struct wb_asterisk_connection *link,
                                  bool pause);

#endif
