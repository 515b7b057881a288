#ifndef WB_EMIT_REQUEST_H
#define WB_EMIT_REQUEST_H

/*
 * Several requests outstanding on one NNG REQ socket. NNG connects, connects
 * again, and sends a request again that got no reply, for ever; requests may
 * therefore arrive twice and in another order than they were made.
 *
 * All functions are for one thread; only `wake` is called from NNG's.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/time.h"

struct wb_requests;

/* `wake` may be NULL. NULL with a message when the URL is bad. */
struct wb_requests *wb_requests_create(const char *url, int outstanding,
                                       void (*wake)(void *user), void *user,
                                       char *ret_error, size_t error_size);
/* Gives up what is under way. Does nothing with NULL. */
void wb_requests_destroy(struct wb_requests *requests);

/* Sends head + body as one message; `tag` comes back with its reply. */
int wb_requests_send(struct wb_requests *requests, struct wb_str head,
                     struct wb_str body, int64_t tag);
int wb_requests_under_way(const struct wb_requests *requests);

/*
 * Connects anew. NNG 1.5.2 gives up for good when a connection ends in its
 * handshake (nanomsg/nng issue 1518), as when a daemon is killed just then;
 * call it when no reply has come for seconds. What is under way goes again.
 */
void wb_requests_redial(struct wb_requests *requests);

struct wb_reply_text {
	int64_t tag;
	bool failed;        /* no reply will come; NNG gave it up */
	struct wb_str text; /* valid until the next take */
};

/* Takes one reply that has arrived; false when there is none. */
bool wb_requests_take(struct wb_requests *requests,
                      struct wb_reply_text *ret_reply);

/* Sleeps until a reply may have arrived, at most `timeout`. */
void wb_requests_wait(struct wb_requests *requests, wb_ms timeout);

#endif
