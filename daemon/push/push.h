#ifndef WB_PUSH_H
#define WB_PUSH_H

/*
 * HTTP and WebSocket: serves the board state to screens, the API's answers,
 * and the dashboard's files.
 *
 * A view (a page) is rendered and encoded once per change and the same bytes
 * go to all its subscribers. At most ten updates a second and view, the first
 * change at once. A client that cannot keep up skips states: what to send is
 * decided when its socket is writable (newest snapshot, or the patch that
 * follows what it has), so there is no queue per client.
 */

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"
#include "json.h"

struct wb_loop;
struct wb_push;

/* A HEAD is a GET. Only what is below /api/ is ever asked for by the others. */
enum wb_push_method {
	WB_PUSH_GET,
	WB_PUSH_POST,
	WB_PUSH_PUT,
	WB_PUSH_DELETE,
	WB_PUSH_METHOD_COUNT,
};

/*
 * One request. All borrowed until the return. Whatever is no GET comes from a
 * page of ours or from a program, never from another site's page; a body is
 * said to be JSON and has at most WB_REQUEST_MAX_BYTES. Neither is checked any
 * further.
 */
struct wb_push_request {
	enum wb_push_method method;
	struct wb_str path; /* without the query: "/api/v1/report" */
	/* looks up a decoded query parameter; absent when missing */
	struct wb_str (*query)(void *ctx, const char *name);
	void *query_ctx;
	struct wb_str body; /* POST and PUT; may be empty */
	/* the headers' texts, at most 255 bytes; absent when missing */
	struct wb_str if_match;
	struct wb_str if_none_match;
};

struct wb_push_reply {
	struct wb_buf *body; /* to be filled */
	const char *type;    /* static string; application/json at first */
	const char *allow; /* static string: with 405, the methods there are */
	char etag[48];     /* quoted; "" for none */
};

/* What push asks of the daemon. All mandatory; called on the loop's thread. */
struct wb_push_source {
	/*
	 * Renders the state document of a view ("overview") into `arena`; an
	 * absent name means the first page. NULL when there is no such view.
	 * Sets *ret_time to the instant the state is of. What the document
	 * borrows has to live until the return to the loop, no longer.
	 */
	struct wb_json *(*render)(void *user, struct wb_str view,
	                          struct wb_arena *arena, wb_ms *ret_time);
	/*
	 * Answers GET /healthz and everything below /api/ except snapshot.
	 * Returns the HTTP status; 404 when the path is unknown, 405 (and
	 * `allow`) when that cannot be done with it. Errors are JSON:
	 * {"error":"..."}.
	 */
	int (*answer)(void *user, const struct wb_push_request *request,
	              struct wb_push_reply *reply);
	/* The instant that "now" means to the screens (wall clock, or the
	 * events' clock). */
	wb_ms (*now)(void *user);
};

struct wb_push_counters {
	uint64_t clients;         /* connections now, WebSocket and HTTP */
	uint64_t screens;         /* of them, subscribers of a view */
	uint64_t clients_refused; /* too many, or from another origin */
	uint64_t updates;         /* states encoded */
	uint64_t messages;        /* frames written */
	uint64_t skipped;         /* states a slow client did not get */
	uint64_t http_requests;
	uint64_t
		changes_refused; /* that no page of ours, or no program asked */
};

/*
 * `files` is the directory of the dashboard's files, served below "/"
 * (index.html first); NULL serves none. `extra_files` likewise holds mounts
 * as pairs url-prefix, directory, NULL-terminated ("/fonts", ".../fonts"), or
 * is NULL.
 */
/*
 * Makes a vhost of its own on the loop. `source` must outlive push. Destroy it
 * before the loop; nothing of the source is called any more then.
 */
struct wb_push *wb_push_create(struct wb_loop *loop, const char *files,
                               const char *const *extra_files,
                               const struct wb_push_source *source, void *user);
void wb_push_destroy(struct wb_push *push);

/* Most connections at once; WB_CLIENTS_MAX unless set. */
void wb_push_limit(struct wb_push *push, int clients_max);

/*
 * Listens on an address ("127.0.0.1", "::1", "unix:/path"; no names) and port
 * (0 = any). Returns the port (0 for unix), or -errno with a message in
 * ret_error ("cannot listen on 127.0.0.1:8080: Address already in use"). A
 * socket file that nobody listens on any more is replaced.
 */
int wb_push_listen(struct wb_push *push, const char *address, int port,
                   char *ret_error, size_t error_size);

/* The engine's state changed, or may have: subscribers hear of it. */
void wb_push_changed(struct wb_push *push);

void wb_push_count(const struct wb_push *push,
                   struct wb_push_counters *ret_counters);

#endif
