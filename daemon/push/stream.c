#define WB_LOG_MODULE "push"

#include <stdio.h>
#include <strings.h>

#include "base/clock.h"
#include "base/log.h"
#include "push/encode.h"
#include "push/private.h"

/* Clients have nothing to say; a message beyond this closes. Bytes. */
#define RECEIVE_MAX 1024

/* ---- before the upgrade ---- */

static bool asks_for_protocol(struct lws *wsi)
{
	char text[256];
	struct wb_str list;

	if (!wb_http_header(wsi, WSI_TOKEN_PROTOCOL, text, sizeof(text),
	                    &list) ||
	    !list.data) {
		return false;
	}
	char *rest = text;
	for (char *name = strtok_r(text, ", \t", &rest); name;
	     name = strtok_r(NULL, ", \t", &rest)) {
		if (strcmp(name, WB_STREAM_PROTOCOL) == 0) {
			return true;
		}
	}
	return false;
}

static int refuse(struct lws *wsi, int status, const char *error)
{
	struct wb_push *push = wb_push_of(wsi);

	push->counters.clients_refused++;
	if (wb_log_allow(&push->refused_log, wb_clock_monotonic())) {
		push->refused_log.suppressed = 0;
		wb_warn("WebSocket refused: %s", error);
	}
	wb_http_refuse(wsi, status, error);
	return 1;
}

int wb_stream_confirm(struct lws *wsi, const char *upgrade)
{
	char *path;
	int len;
	int method = lws_http_get_uri_and_method(wsi, &path, &len);

	if (wb_push_of(wsi)->closing) {
		return -1;
	}
	if (strcasecmp(upgrade, "websocket") != 0) {
		return refuse(wsi, 400,
		              "only an upgrade to 'websocket' is possible");
	}
	if (method != LWSHUMETH_GET || strcmp(path, WB_STREAM_PATH) != 0) {
		return refuse(wsi, 404, "the WebSocket is at " WB_STREAM_PATH);
	}
	if (!wb_http_origin_is_ours(wsi)) {
		return refuse(wsi, 403,
		              "a page of another origin may not connect");
	}
	if (!asks_for_protocol(wsi)) {
		return refuse(wsi, 400,
		              "WebSocket subprotocol '" WB_STREAM_PROTOCOL
		              "' expected");
	}
	return 0;
}

/* ---- the views' lists ---- */

static void subscribe(struct wb_client *client, struct wb_view *view)
{
	client->view = view;
	client->beat = view->beat;
	client->next = view->clients;
	client->link = &view->clients;
	if (client->next) {
		client->next->link = &client->next;
	}
	view->clients = client;
	view->subscribers++;
}

static void unsubscribe(struct wb_client *client)
{
	if (!client->view) {
		return;
	}
	*client->link = client->next;
	if (client->next) {
		client->next->link = client->link;
	}
	client->view->subscribers--;
	client->view = NULL;
}

void wb_stream_forget(struct wb_push *push)
{
	for (struct wb_view *view = push->views.first; view;
	     view = view->next) {
		while (view->clients) {
			unsubscribe(view->clients);
		}
	}
}

/* ---- life ---- */

/* Has the client be told, and closed. */
static void end_with_error(struct wb_push *push, struct wb_client *client,
                           struct wb_str name)
{
	struct wb_buf text = { 0 };

	wb_views_explain(&push->views, name, wb_clock_monotonic(), &text);
	client->last = wb_encode_error(&push->views.text, wb_buf_str(&text));
	client->ending = true;
	wb_buf_finish(&text);
}

static int established(struct wb_push *push, struct lws *wsi,
                       struct wb_client *client)
{
	struct wb_query query = { 0 };
	wb_ms now = wb_clock_monotonic();

	client->wsi = wsi;
	bool clean = wb_http_query(wsi, &query);
	struct wb_str name = wb_query_get(&query, "view");
	struct wb_view *view =
		clean ? wb_views_open(&push->views, name, now) : NULL;
	if (view) {
		bool alone = view->subscribers == 0;
		subscribe(client, view);
		client->frame = wb_frame_ref(view->hello);
		view->spoke = alone ? now : view->spoke;
	} else {
		client->frame = wb_encode_hello(&push->views.text, name);
		end_with_error(push, client, name);
	}
	wb_query_finish(&query);
	push->counters.screens++;
	wb_push_schedule(push);
	return client->frame ? lws_callback_on_writable(wsi) < 0 : -1;
}

static void closed(struct wb_push *push, struct wb_client *client)
{
	if (!client->wsi) {
		return;
	}
	unsubscribe(client);
	wb_frame_unref(client->frame);
	wb_frame_unref(client->last);
	client->frame = NULL;
	client->last = NULL;
	client->wsi = NULL;
	push->counters.screens--;
}

void wb_stream_spoke(void *user, struct wb_view *view)
{
	(void)user;
	for (struct wb_client *client = view->clients; client;
	     client = client->next) {
		lws_callback_on_writable(client->wsi);
	}
}

/* ---- writing ---- */

/* What comes next, when nothing is being written. NULL = nothing. */
static struct wb_frame *next_frame(struct wb_push *push,
                                   struct wb_client *client)
{
	struct wb_view *view = client->view;

	if (view && view->gone) {
		unsubscribe(client);
		end_with_error(push, client, wb_str(view->name));
	}
	if (client->ending) {
		struct wb_frame *last = client->last;
		client->last = NULL;
		return last;
	}
	return wb_view_next(&push->views, view, wb_clock_monotonic(),
	                    &client->revision, &client->beat,
	                    &push->counters.skipped);
}

static bool write_chunk(struct wb_client *client)
{
	size_t len;
	size_t chunks = wb_frame_chunks(client->frame);
	unsigned char *data =
		wb_frame_chunk(client->frame, client->chunk, &len);
	bool first = client->chunk == 0;
	bool last = client->chunk == chunks - 1;
	int flags = lws_write_ws_flags(LWS_WRITE_TEXT, first, last);

	client->chunk++;
	return lws_write(client->wsi, data, len,
	                 (enum lws_write_protocol)flags) >= (int)len;
}

static int writeable(struct wb_push *push, struct wb_client *client)
{
	if (!client->frame) {
		client->frame = next_frame(push, client);
		client->chunk = 0;
	}
	if (!client->frame) {
		if (client->ending) {
			lws_close_reason(client->wsi,
			                 LWS_CLOSE_STATUS_POLICY_VIOLATION,
			                 NULL, 0);
			return -1;
		}
		return 0;
	}
	if (!write_chunk(client)) {
		return -1;
	}
	if (client->chunk == wb_frame_chunks(client->frame)) {
		wb_frame_unref(client->frame);
		client->frame = NULL;
		push->counters.messages++;
	}
	bool more = client->frame || client->ending ||
	            client->revision != client->view->revision;
	return more && lws_callback_on_writable(client->wsi) < 0 ? -1 : 0;
}

static int received(struct wb_client *client, size_t len)
{
	client->received += len;
	if (client->received > RECEIVE_MAX) {
		lws_close_reason(client->wsi,
		                 LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE, NULL, 0);
		return -1;
	}
	if (lws_is_final_fragment(client->wsi)) {
		client->received = 0;
	}
	return 0;
}

int wb_stream_callback(struct lws *wsi, enum lws_callback_reasons reason,
                       void *session, void *in, size_t len)
{
	struct wb_client *client = session;

	(void)in;
	switch ((int)reason) {
	case LWS_CALLBACK_ESTABLISHED:
		return established(wb_push_of(wsi), wsi, client);
	case LWS_CALLBACK_SERVER_WRITEABLE:
		return wb_push_of(wsi)->closing
		               ? -1
		               : writeable(wb_push_of(wsi), client);
	case LWS_CALLBACK_RECEIVE:
		return received(client, len);
	case LWS_CALLBACK_CLOSED:
		closed(wb_push_of(wsi), client);
		return 0;
	default:
		return 0;
	}
}
