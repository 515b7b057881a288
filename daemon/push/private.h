#ifndef WB_PUSH_PRIVATE_H
#define WB_PUSH_PRIVATE_H

/* What the files of push/ share. */

#include <libwebsockets.h>

#include "base/log.h"
#include "limits.h"
#include "loop/loop.h"
#include "push/files.h"
#include "push/pack.h"
#include "push/push.h"
#include "push/url.h"
#include "push/views.h"

/* The subprotocol, and the name under which plain HTTP is bound: no token, so
 * that no client can ask for it. */
#define WB_STREAM_PROTOCOL "wallboard.v1"
#define WB_HTTP_PROTOCOL "(http)"
#define WB_STREAM_PATH "/v1/stream"

/* A body of the API, at most. */
#define WB_BODY_MAX_BYTES ((size_t)256 * 1024 * 1024)

struct wb_listening;

/*
 * Lives as long as its vhost, which lws frees some time after it was told to:
 * wb_push_destroy() sets `closing`, and then only lws calls, to close.
 */
struct wb_push {
	struct wb_loop *loop;
	struct lws_vhost *vhost;
	const struct wb_push_source *source;
	void *user;
	struct wb_files files;
	struct wb_packs packs;
	struct wb_views views;
	struct wb_timer *timer;
	struct wb_listening *listening; /* list */
	int spare_fd; /* given up to refuse when there is no other left */
	int clients_max;
	bool closing;
	struct wb_push_counters counters;
	struct wb_log_limit refused_log;
};

static inline struct wb_push *wb_push_of(struct lws *wsi)
{
	return lws_get_vhost_user(lws_get_vhost(wsi));
}

/* push.c: has the timer fire when the views are next due. */
void wb_push_schedule(struct wb_push *push);

/* listen.c */
void wb_push_unlisten(struct wb_push *push);

/* request.c: a request that wants to change something, while it comes in. */
struct wb_request {
	enum wb_push_method method;
	struct wb_buf path, if_match, if_none_match, body;
	struct wb_query query;
};

/*
 * Has a body that came in one piece with an earlier request: lws 4.1.6 would
 * take the headers for the body, and for ever. To be closed at once, whatever
 * the method; now and then that meets one that only came at the same time.
 */
bool wb_request_is_unreadable(struct lws *wsi);

/*
 * Takes what the headers say. NULL and a status with its reason when such a
 * request may not be made; 0 when out of memory.
 */
struct wb_request *wb_request_begin(struct lws *wsi, int method,
                                    struct wb_str path, bool *ret_complete,
                                    int *ret_status, const char **ret_reason);
/* False when more comes than was announced, or memory runs out. */
bool wb_request_add(struct wb_request *request, const void *data, size_t len);
void wb_request_destroy(struct wb_request *request);

/* http.c: one request being answered. Session memory of lws, zeroed. */
struct wb_exchange {
	struct wb_request *request; /* whose body is not complete */
	struct wb_frame *body;      /* what is still to be sent of it */
	size_t chunk;
	bool close; /* when it is sent */
};
int wb_http_callback(struct lws *wsi, enum lws_callback_reasons reason,
                     void *session, void *in, size_t len);

/* Collects the parameters of the request; false when they are no good. */
bool wb_http_query(struct lws *wsi, struct wb_query *ret_query);
/* Browsers name the page that asks; programs do not. */
bool wb_http_origin_is_ours(struct lws *wsi);
/* Copies a header; absent when missing. False when it does not fit. */
bool wb_http_header(struct lws *wsi, enum lws_token_indexes token, char *buffer,
                    size_t size, struct wb_str *ret_value);

/*
 * Writes a response whole: headers and a short JSON error. For those that end
 * the connection.
 */
void wb_http_refuse(struct lws *wsi, int status, const char *error);

/* stream.c: one screen. Session memory of lws, zeroed. */
struct wb_client {
	struct lws *wsi;
	struct wb_view *view; /* NULL: to be told so, and closed */
	struct wb_client *next;
	struct wb_client **link; /* what points to it in the view's list */
	struct wb_frame *frame;  /* being written */
	size_t chunk;
	struct wb_frame *last; /* the error that ends it */
	bool greeted;
	bool ending;
	unsigned beat;
	uint64_t revision;
	size_t received; /* bytes of the message that comes in */
};
int wb_stream_callback(struct lws *wsi, enum lws_callback_reasons reason,
                       void *session, void *in, size_t len);
/* Says whether an upgrade may go ahead: 0, or 1 when it was refused. */
int wb_stream_confirm(struct lws *wsi, const char *upgrade);
/* Has all clients of the view called when they can be written to. */
void wb_stream_spoke(void *push, struct wb_view *view);
/* Takes all clients off their views, before these go. */
void wb_stream_forget(struct wb_push *push);

#endif
