#ifndef WB_TEST_PEER_H
#define WB_TEST_PEER_H

/*
 * The other end of a connection, for tests of servers: a plain socket that is
 * watched on the very loop of the server, so that a test is one thread and
 * waits for events, not for time. Speaks just enough HTTP and WebSocket.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/time.h"
#include "loop/loop.h"

#define PEER_MESSAGES_MAX 512

struct peer {
	struct wb_loop *loop;
	struct wb_watch *watch; /* NULL while it does not read */
	int fd;
	struct wb_buf in;
	int status;         /* of the HTTP response; 0 = not there yet */
	struct wb_buf head; /* its header lines */
	struct wb_buf body; /* as long as its content-length, when complete */
	bool complete;      /* the response (for a WebSocket: the upgrade) */
	bool websocket;
	bool closed; /* by the other side */
	int close_code;
	int pings;
	int count; /* messages so far; the newest ones are kept */
	char *messages[PEER_MESSAGES_MAX];
	struct wb_buf partial; /* fragments of a message */
};

/* Connects to 127.0.0.1, or to a unix socket. Aborts the test when it cannot.
 */
struct peer *peer_connect(struct wb_loop *loop, int port);
struct peer *peer_connect_unix(struct wb_loop *loop, const char *path);
void peer_destroy(struct peer *peer);

/* Sends text as it is. */
void peer_send(struct peer *peer, const char *text);
void peer_send_bytes(struct peer *peer, const void *data, size_t len);
/* "GET /x HTTP/1.1" and what has to follow; `headers` are whole lines. */
void peer_request(struct peer *peer, const char *method, const char *target,
                  const char *headers);
/* Asks for /v1/stream`query` ("?view=overview"). */
void peer_upgrade(struct peer *peer, const char *query, const char *headers);
/* Sends a masked text frame of `len` letters. */
void peer_say(struct peer *peer, size_t len);

/* Stops and starts reading. */
void peer_pause(struct peer *peer);
void peer_resume(struct peer *peer);

/* The message of that number, from 0; fails when it is not there. */
const char *peer_message(const struct peer *peer, int number);
/* The value of a response header, or NULL. Not reentrant for one peer. */
const char *peer_header(struct peer *peer, const char *name);

/*
 * Runs the loop until `done` says so, asked after each event. False when that
 * did not happen within `limit`.
 */
bool peer_wait(struct wb_loop *loop, bool (*done)(void *user), void *user,
               wb_ms limit);
/* What they wait for at most: long, as it only counts when it goes wrong. */
#define PEER_LIMIT ((wb_ms)20000)

/* Waits, and fails the test when it does not come. */
void peer_wait_messages(struct peer *peer, int count);
void peer_wait_response(struct peer *peer);
void peer_wait_closed(struct peer *peer);
/* Lets the loop run for so long. */
void peer_idle(struct wb_loop *loop, wb_ms span);

#endif
