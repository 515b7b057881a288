#ifndef WB_INGEST_H
#define WB_INGEST_H

/*
 * Takes requests from feeds: one NNG REP socket with contexts whose callbacks
 * only hang the message on a list and wake the loop. The loop takes all that
 * is pending, journals and applies it in one go, and then replies to each.
 *
 * A feed that dies between request and reply costs nothing: its context is
 * freed with the reply. One that does not take its reply holds its context for
 * five seconds.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct wb_ingest;

/* One request that waits for its reply. */
struct wb_request {
	struct wb_str text; /* borrowed until the reply */
	void *handle;       /* private */
};

struct wb_ingest_counters {
	uint64_t requests;
	uint64_t oversize;            /* refused unread, answered */
	int connections;              /* now */
	uint64_t refused_connections; /* beyond WB_INGEST_CONNECTIONS_MAX */
	uint64_t reopened; /* listeners that had gone deaf (see listeners.h) */
};

/*
 * Starts listening on nothing yet. `wake` is called from NNG's threads when
 * requests are pending, and once a second so that wb_ingest_take() can look
 * after the listeners; it must only signal (wb_wake_signal).
 */
struct wb_ingest *wb_ingest_create(void (*wake)(void *user), void *user);

/*
 * Listens on an NNG URL; may be called for several. A socket file on which
 * nobody answers is replaced; a new one has mode 0660. 0, or a negative value
 * with a message.
 */
int wb_ingest_listen(struct wb_ingest *ingest, const char *url, char *ret_error,
                     size_t error_size);

/*
 * Takes up to `max` pending requests, in order of arrival. Returns how many;
 * each must get wb_ingest_reply() exactly once. When more are pending than
 * `max`, it wakes again.
 */
int wb_ingest_take(struct wb_ingest *ingest, struct wb_request *ret_requests,
                   int max);
void wb_ingest_reply(struct wb_ingest *ingest, struct wb_request *request,
                     struct wb_str reply);

void wb_ingest_count(const struct wb_ingest *ingest,
                     struct wb_ingest_counters *ret_counters);

/*
 * Closes the socket, from the thread that created it, when the loop has ended
 * (never from `wake`); requests without a reply are dropped,
 * and `wake` is not called any more.
 */
void wb_ingest_destroy(struct wb_ingest *ingest);

#endif
