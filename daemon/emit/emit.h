#ifndef WB_EMIT_H
#define WB_EMIT_H

/*
 * The feed's side of the transport: takes events, numbers them, packs them in
 * batches, sends them over NNG REQ with several requests outstanding, and
 * keeps each event until the daemon has made it durable. The daemon may
 * restart at any time; nothing is lost and nothing is counted twice.
 *
 * Order: several requests may overtake each other on their way. The daemon
 * refuses a batch that begins beyond the number it expects ("out of order"),
 * and the emitter then waits for what is under way, asks where the daemon is
 * (an empty heartbeat) and goes on from there with one request, then more.
 * Only when the daemon expects numbers that are kept no longer (its state was
 * thrown away) the header of the next batch says "gap":true.
 *
 * Used by all adapters and by the simulator. Not thread-safe; NNG's callbacks
 * only wake the owner (through `wake`), who then calls wb_emit_service().
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/time.h"
#include "event.h"

struct wb_emit;

struct wb_emit_options {
	const char *url;   /* NNG URL of the daemon, or "file:PATH" ("file:-" is
	                    * standard output) to write the batches as text */
	const char *feed;  /* name of the feed */
	const char *epoch; /* identity of this numbering; copied */
	const char *token; /* or NULL */
	int64_t first_seq; /* number of the first event that is put */
	size_t spool_bytes; /* memory for what is not acknowledged; 0 = 256 MiB
	                     */
	int batch_events;   /* most events in a batch; 0 = 500 */
	int outstanding;    /* requests at once; 0 = 4, at most 32 */
};

enum wb_emit_link {
	WB_EMIT_CONNECTING, /* nobody answers yet */
	WB_EMIT_UP,
	WB_EMIT_REFUSED, /* the daemon said no to a batch: see `error` */
};

struct wb_emit_status {
	enum wb_emit_link link;
	int64_t put;          /* next number to be given */
	int64_t acknowledged; /* first number that is not durable yet */
	uint64_t waiting;     /* events kept */
	uint64_t skipped;     /* put, but the daemon had them already */
	uint64_t resent;      /* batches sent again */
	uint64_t refused; /* events that the daemon would not take; a feed.gap
	                   * went in their place */
	wb_ms last_reply; /* monotonic; 0 = never */
	char error[256];
};

/*
 * `wake` is called from NNG's threads when wb_emit_service() has something to
 * do; it must only signal. NULL with a message when the URL is bad.
 */
struct wb_emit *wb_emit_create(const struct wb_emit_options *options,
                               void (*wake)(void *user), void *user,
                               char *ret_error, size_t error_size);
void wb_emit_destroy(struct wb_emit *emit);

/*
 * Takes one event. It is sent soon: a batch goes when it is full, or at the
 * next wb_emit_service(). False when the spool is full: the owner stops
 * reading from its source until wb_emit_room().
 */
bool wb_emit_put(struct wb_emit *emit, const struct wb_event *event);
bool wb_emit_room(const struct wb_emit *emit);

/*
 * Sends what waits, takes replies, resends what got none, sends feed.alive
 * when nothing else was sent for 1.5 s. Call after puts, when woken, and when
 * monotonic time reaches the value returned (never later than 1.5 s).
 */
wb_ms wb_emit_service(struct wb_emit *emit, wb_ms now_monotonic);

void wb_emit_get_status(const struct wb_emit *emit,
                        struct wb_emit_status *ret_status);

/*
 * A source that is cut off from its switch must not look alive: quiet sends no
 * heartbeat (but what waits is sent), so that screens show their age.
 */
void wb_emit_set_quiet(struct wb_emit *emit, bool quiet);

/* Everything put is acknowledged, and the daemon has answered at all. */
bool wb_emit_is_idle(const struct wb_emit *emit);

/*
 * For programs without a loop: sleeps until there is something to service, at
 * most `timeout`.
 */
void wb_emit_wait(struct wb_emit *emit, wb_ms timeout);

/*
 * For short-lived programs: services until everything put is acknowledged.
 * False when `timeout` passed, or as long as the daemon refuses what it gets
 * (see the status).
 */
bool wb_emit_flush(struct wb_emit *emit, wb_ms timeout);

/*
 * Flushes, and tells the daemon that this feed has said all it has to say, so
 * that nobody waits for it. Nothing is put after it.
 */
bool wb_emit_farewell(struct wb_emit *emit, wb_ms timeout);

#endif
