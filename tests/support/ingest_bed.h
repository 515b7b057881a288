#ifndef WB_TESTS_INGEST_BED_H
#define WB_TESTS_INGEST_BED_H

/*
 * What a test of ingest needs: a loop of one eventfd, feeds that call, and a
 * temporary directory for sockets. Every step fails the test when it does not
 * work out, or takes longer than PATIENCE_MS.
 */

#include <nng/nng.h>

#include "ingest/ingest.h"

#define PATIENCE_MS 10000

/* Checked fixture. */
void bed_set_up(void);
void bed_tear_down(void);

/* The daemon's side. */

struct wb_ingest *listen_on(const char *url);

/* The URL of a socket in the temporary directory. */
const char *ipc_url(void);

/* As the loop does: sleeps until woken. */
void wait_for_wake(void);

/* Takes exactly `count`, in as many wake-ups as it needs. */
void take(struct wb_ingest *ingest, struct wb_request *requests, int count);

/* Takes one, which must be `request`, and replies. */
void answer(struct wb_ingest *ingest, const char *request, const char *reply);

/* The feed's side. */

/* One request that is under way on a context of a feed. */
struct call {
	nng_ctx ctx;
	nng_aio *aio;
};

nng_socket dial(const char *url);
void call_start(struct call *call, nng_socket req, const void *data,
                size_t len);
void call_text(struct call *call, nng_socket req, const char *text);

/* Waits for the reply, which must be `expected` or start with it. */
void call_end(struct call *call, const char *expected);

#endif
