#include <stdio.h>
#include <strings.h>

#include "base/clock.h"
#include "base/json_write.h"
#include "push/private.h"

#define JSON_TYPE "application/json"

/* A peer that takes nothing of a response for so long is gone. Seconds. */
#define SEND_TIMEOUT 30

/*
 * Everything comes from here, nothing is inline; see the dashboard. Framing by
 * a page of the same host stays possible.
 */
#define SECURITY_HEADERS                                                       \
	"content-security-policy: default-src 'self'; img-src 'self' data:; "  \
	"object-src 'none'; base-uri 'none'; form-action 'none'; "             \
	"frame-ancestors 'self'\r\n"                                           \
	"x-content-type-options: nosniff\r\n"                                  \
	"referrer-policy: no-referrer\r\n"

static const char *status_text(int status)
{
	static const struct {
		int status;
		const char *text;
	} texts[] = {
		{ 200, "OK" },
		{ 201, "Created" },
		{ 204, "No Content" },
		{ 304, "Not Modified" },
		{ 400, "Bad Request" },
		{ 403, "Forbidden" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 409, "Conflict" },
		{ 411, "Length Required" },
		{ 412, "Precondition Failed" },
		{ 413, "Content Too Large" },
		{ 415, "Unsupported Media Type" },
		{ 422, "Unprocessable Content" },
		{ 426, "Upgrade Required" },
		{ 428, "Precondition Required" },
		{ 500, "Internal Server Error" },
		{ 503, "Service Unavailable" },
		{ 507, "Insufficient Storage" },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (texts[i].status == status) {
			return texts[i].text;
		}
	}
	return "Status";
}

/* ---- what was asked ---- */

bool wb_http_header(struct lws *wsi, enum lws_token_indexes token, char *buffer,
                    size_t size, struct wb_str *ret_value)
{
	int len = lws_hdr_total_length(wsi, token);

	*ret_value = (struct wb_str){ NULL, 0 };
	if (len <= 0) {
		return true;
	}
	len = lws_hdr_copy(wsi, buffer, (int)size, token);
	if (len < 0) {
		return false;
	}
	*ret_value = (struct wb_str){ buffer, (size_t)len };
	return true;
}

bool wb_http_query(struct lws *wsi, struct wb_query *ret_query)
{
	char text[WB_QUERY_MAX_BYTES];

	for (int i = 0;; i++) {
		int len = lws_hdr_fragment_length(wsi, WSI_TOKEN_HTTP_URI_ARGS,
		                                  i);
		if (len <= 0) {
			return true;
		}
		if (lws_hdr_copy_fragment(wsi, text, sizeof(text),
		                          WSI_TOKEN_HTTP_URI_ARGS, i) < 0 ||
		    !wb_query_add(ret_query,
		                  (struct wb_str){ text, (size_t)len })) {
			return false;
		}
	}
}

bool wb_http_origin_is_ours(struct lws *wsi)
{
	char origin_text[512], host_text[512];
	struct wb_str origin, host;

	if (!wb_http_header(wsi, WSI_TOKEN_ORIGIN, origin_text,
	                    sizeof(origin_text), &origin) ||
	    !wb_http_header(wsi, WSI_TOKEN_HOST, host_text, sizeof(host_text),
	                    &host)) {
		return false;
	}
	return !origin.data || wb_origin_allowed(origin, host);
}

/* ---- answering ---- */

struct response {
	int status;
	const char *type;
	const char *extra; /* header lines, or "" */
	struct wb_frame *body;
	size_t len; /* of the body, also when it is not sent */
	bool close;
};

static int write_head(struct lws *wsi, const struct response *response)
{
	unsigned char buffer[LWS_PRE + 1024];
	char *text = (char *)buffer + LWS_PRE;
	int len = snprintf(text, sizeof(buffer) - LWS_PRE,
	                   "HTTP/1.1 %d %s\r\n"
	                   "content-type: %s\r\n"
	                   "content-length: %zu\r\n"
	                   "%s%s" SECURITY_HEADERS "\r\n",
	                   response->status, status_text(response->status),
	                   response->type, response->len,
	                   response->close ? "connection: close\r\n" : "",
	                   response->extra);

	return lws_write(wsi, (unsigned char *)text, (size_t)len,
	                 LWS_WRITE_HTTP_HEADERS) == len
	               ? 0
	               : -1;
}

static int complete(struct lws *wsi)
{
	return lws_http_transaction_completed(wsi) ? -1 : 0;
}

/* Takes the reference to the body. */
static int respond(struct lws *wsi, struct wb_exchange *exchange,
                   const struct response *response, bool head)
{
	if (write_head(wsi, response) < 0) {
		wb_frame_unref(response->body);
		return -1;
	}
	if (head || !response->body || response->len == 0) {
		wb_frame_unref(response->body);
		return response->close ? -1 : complete(wsi);
	}
	exchange->body = response->body;
	exchange->chunk = 0;
	exchange->close = response->close;
	lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, SEND_TIMEOUT);
	return lws_callback_on_writable(wsi) < 0 ? -1 : 0;
}

static struct wb_frame *error_body(struct wb_str error)
{
	struct wb_buf text = { 0 };
	struct wb_json_writer w;

	wb_json_writer_init(&w, &text);
	wb_json_begin_object(&w);
	wb_json_key_text(&w, "error");
	wb_json_string(&w, error);
	wb_json_end_object(&w);
	struct wb_frame *frame =
		text.failed ? NULL : wb_frame_create(wb_buf_str(&text));
	wb_buf_finish(&text);
	return frame;
}

static struct response error_response(int status, struct wb_str error)
{
	struct response response = {
		.status = status,
		.type = JSON_TYPE,
		.extra = "cache-control: no-store\r\n",
		.body = error_body(error),
	};

	response.len = response.body ? wb_frame_len(response.body) : 0;
	return response;
}

void wb_http_refuse(struct lws *wsi, int status, const char *error)
{
	struct response response = error_response(status, wb_str(error));
	size_t len;

	response.close = true;
	if (response.body && write_head(wsi, &response) == 0) {
		unsigned char *data = wb_frame_chunk(response.body, 0, &len);
		lws_write(wsi, data, len, LWS_WRITE_HTTP_FINAL);
	}
	wb_frame_unref(response.body);
}

static struct response json_response(int status, const char *type,
                                     struct wb_frame *body)
{
	if (!body) {
		return error_response(500, wb_str("out of memory"));
	}
	return (struct response){
		.status = status,
		.type = type,
		.extra = "cache-control: no-store\r\n",
		.body = body,
		.len = wb_frame_len(body),
	};
}

/* ---- the routes ---- */

static struct response answer_snapshot(struct wb_push *push,
                                       const struct wb_query *query)
{
	wb_ms now = wb_clock_monotonic();
	struct wb_str name = wb_query_get(query, "view");
	struct wb_view *view = wb_views_open(&push->views, name, now);

	if (view) {
		return json_response(200, JSON_TYPE,
		                     wb_view_snapshot(&push->views, view, now));
	}
	struct wb_buf text = { 0 };
	wb_views_explain(&push->views, name, now, &text);
	struct response response = error_response(404, wb_buf_str(&text));
	wb_buf_finish(&text);
	return response;
}

static struct wb_str look_up(void *query, const char *name)
{
	return wb_query_get(query, name);
}

static void write_extra(const struct wb_push_reply *reply, char *ret_extra,
                        size_t size)
{
	snprintf(ret_extra, size, "cache-control: %s\r\n%s%s%s%s%s%s",
	         reply->etag[0] ? "no-cache" : "no-store",
	         reply->etag[0] ? "etag: " : "", reply->etag,
	         reply->etag[0] ? "\r\n" : "", reply->allow ? "allow: " : "",
	         reply->allow ? reply->allow : "", reply->allow ? "\r\n" : "");
}

static int answer_source(struct wb_push *push, struct lws *wsi,
                         struct wb_exchange *exchange,
                         const struct wb_push_request *request, bool head)
{
	struct wb_buf body;
	struct wb_push_reply reply = { .body = &body, .type = JSON_TYPE };
	char extra[256];

	wb_buf_init(&body, WB_BODY_MAX_BYTES);
	int status = push->source->answer(push->user, request, &reply);
	struct response response = json_response(
		status, reply.type, body.failed ? NULL : wb_frame_take(&body));
	wb_buf_finish(&body);
	if (response.status == status) {
		write_extra(&reply, extra, sizeof(extra));
		response.extra = extra;
	}
	return respond(wsi, exchange, &response, head);
}

static int answer_api(struct wb_push *push, struct lws *wsi,
                      struct wb_exchange *exchange, struct wb_str path,
                      bool head)
{
	struct wb_query query = { 0 };
	struct response response;
	char known[512];
	struct wb_push_request request = {
		.path = path,
		.query = look_up,
		.query_ctx = &query,
	};
	int result;

	if (!wb_http_query(wsi, &query)) {
		response = error_response(
			400, wb_str("the query: expected at most 32 parameters "
		                    "in clean UTF-8"));
		result = respond(wsi, exchange, &response, head);
	} else if (wb_str_is(path, "/api/v1/snapshot")) {
		response = answer_snapshot(push, &query);
		result = respond(wsi, exchange, &response, head);
	} else {
		wb_http_header(wsi, WSI_TOKEN_HTTP_IF_NONE_MATCH, known,
		               sizeof(known), &request.if_none_match);
		result = answer_source(push, wsi, exchange, &request, head);
	}
	wb_query_finish(&query);
	return result;
}

/* Does the browser have the file as it is? */
static bool is_known(struct lws *wsi, const char *etag)
{
	char text[512];
	struct wb_str known;

	return wb_http_header(wsi, WSI_TOKEN_HTTP_IF_NONE_MATCH, text,
	                      sizeof(text), &known) &&
	       known.data && strstr(text, etag) != NULL;
}

/* What a file is sent as. */
struct shape {
	bool packs; /* it depends on who asks */
	bool packed;
	char etag[64];
};

static struct shape choose_shape(struct lws *wsi, const struct wb_file *file)
{
	char text[256];
	struct wb_str accepted;
	struct shape shape = { .packs = wb_pack_is_wanted(file) };

	shape.packed = shape.packs &&
	               wb_http_header(wsi, WSI_TOKEN_HTTP_ACCEPT_ENCODING, text,
	                              sizeof(text), &accepted) &&
	               wb_pack_is_accepted(accepted);
	if (shape.packed) {
		wb_pack_etag(file->etag, shape.etag, sizeof(shape.etag));
	} else {
		snprintf(shape.etag, sizeof(shape.etag), "%s", file->etag);
	}
	return shape;
}

/* The bytes to be sent; closes the file. NULL when they cannot be had. */
static struct wb_frame *read_shape(struct wb_push *push, struct wb_str path,
                                   struct wb_file *file, struct shape *shape)
{
	struct wb_frame *frame =
		shape->packed ? wb_packs_get(&push->packs, path, file) : NULL;

	if (frame) {
		wb_file_close(file);
		return frame;
	}
	shape->packed = false;
	snprintf(shape->etag, sizeof(shape->etag), "%s", file->etag);
	return wb_file_read(file);
}

static void write_file_extra(const struct shape *shape, char *ret_extra,
                             size_t size)
{
	snprintf(ret_extra, size, "cache-control: no-cache\r\netag: %s\r\n%s%s",
	         shape->etag, shape->packs ? "vary: accept-encoding\r\n" : "",
	         shape->packed ? "content-encoding: gzip\r\n" : "");
}

static int answer_file(struct wb_push *push, struct lws *wsi,
                       struct wb_exchange *exchange, struct wb_str path,
                       bool head)
{
	struct wb_file file;
	char extra[256];
	struct response response;

	if (!wb_files_open(&push->files, path, &file)) {
		response = error_response(404, wb_str("no such page"));
		return respond(wsi, exchange, &response, head);
	}
	struct shape shape = choose_shape(wsi, &file);
	response = (struct response){ .type = file.type, .extra = extra };
	if (!head && is_known(wsi, shape.etag)) {
		wb_file_close(&file);
		write_file_extra(&shape, extra, sizeof(extra));
		response.status = 304;
		return respond(wsi, exchange, &response, true);
	}
	response.body = read_shape(push, path, &file, &shape);
	write_file_extra(&shape, extra, sizeof(extra));
	response.status = 200;
	if (!response.body) {
		response = error_response(500, wb_str("cannot read the file"));
	} else {
		response.len = wb_frame_len(response.body);
	}
	return respond(wsi, exchange, &response, head);
}

static bool is_api(struct wb_str path)
{
	return wb_str_is(path, "/healthz") || wb_str_is(path, "/api") ||
	       wb_path_below(path, "/api").data;
}

static int refuse_request(struct lws *wsi, struct wb_exchange *exchange,
                          int status, const char *error, const char *extra)
{
	struct response response = error_response(status, wb_str(error));

	response.extra = extra;
	response.close = true;
	return respond(wsi, exchange, &response, false);
}

static int refuse_method(struct lws *wsi, struct wb_exchange *exchange)
{
	return refuse_request(wsi, exchange, 405,
	                      "only GET and HEAD are possible",
	                      "allow: GET, HEAD\r\n");
}

static struct wb_str given(const struct wb_buf *header)
{
	return header->len > 0 ? wb_buf_str(header) : (struct wb_str){ 0 };
}

/* All of a request that changes something is here. */
static int change(struct wb_push *push, struct lws *wsi,
                  struct wb_exchange *exchange)
{
	struct wb_request *whole = exchange->request;
	const struct wb_push_request request = {
		.method = whole->method,
		.path = wb_buf_str(&whole->path),
		.query = look_up,
		.query_ctx = &whole->query,
		.body = wb_buf_str(&whole->body),
		.if_match = given(&whole->if_match),
		.if_none_match = given(&whole->if_none_match),
	};

	exchange->request = NULL;
	int result = answer_source(push, wsi, exchange, &request, false);
	wb_request_destroy(whole);
	return result;
}

static int begin_change(struct wb_push *push, struct lws *wsi,
                        struct wb_exchange *exchange, int method,
                        struct wb_str path)
{
	bool complete = false;
	int status = 0;
	const char *reason = "";

	exchange->request = wb_request_begin(wsi, method, path, &complete,
	                                     &status, &reason);
	if (!exchange->request && status == 0) {
		return -1;
	}
	if (!exchange->request) {
		push->counters.changes_refused++;
		return status == 405 ? refuse_method(wsi, exchange)
		                     : refuse_request(wsi, exchange, status,
		                                      reason, "");
	}
	return complete ? change(push, wsi, exchange) : 0;
}

static int take_body(struct wb_exchange *exchange, const void *data, size_t len)
{
	return !exchange->request ||
	                       wb_request_add(exchange->request, data, len)
	               ? 0
	               : -1;
}

static int answer(struct wb_push *push, struct lws *wsi,
                  struct wb_exchange *exchange)
{
	char *uri = NULL;
	int len = 0;
	int method = lws_http_get_uri_and_method(wsi, &uri, &len);
	bool head = method == LWSHUMETH_HEAD;

	push->counters.http_requests++;
	if (wb_request_is_unreadable(wsi)) {
		push->counters.changes_refused++;
		wb_http_refuse(wsi, 400,
		               "a request with a body must come by itself");
		return -1;
	}
	struct wb_str path = { uri, (size_t)len };
	if (!wb_str_is_clean_utf8(path)) {
		return refuse_request(wsi, exchange, 400,
		                      "the path: expected clean UTF-8", "");
	}
	if (method != LWSHUMETH_GET && !head) {
		return is_api(path)
		               ? begin_change(push, wsi, exchange, method, path)
		               : refuse_method(wsi, exchange);
	}
	if (wb_str_is(path, WB_STREAM_PATH)) {
		return refuse_request(wsi, exchange, 426,
		                      "this is for WebSocket only",
		                      "upgrade: websocket\r\n");
	}
	if (is_api(path)) {
		return answer_api(push, wsi, exchange, path, head);
	}
	return answer_file(push, wsi, exchange, path, head);
}

static int writeable(struct lws *wsi, struct wb_exchange *exchange)
{
	size_t len;

	if (!exchange->body) {
		return 0;
	}
	size_t chunks = wb_frame_chunks(exchange->body);
	unsigned char *data =
		wb_frame_chunk(exchange->body, exchange->chunk, &len);
	bool last = ++exchange->chunk == chunks;
	if (lws_write(wsi, data, len,
	              last ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) <
	    (int)len) {
		return -1;
	}
	if (last) {
		wb_frame_unref(exchange->body);
		exchange->body = NULL;
		return exchange->close ? -1 : complete(wsi);
	}
	lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, SEND_TIMEOUT);
	return lws_callback_on_writable(wsi) < 0 ? -1 : 0;
}

static void drop(struct wb_exchange *exchange)
{
	if (exchange) {
		wb_frame_unref(exchange->body);
		exchange->body = NULL;
		wb_request_destroy(exchange->request);
		exchange->request = NULL;
	}
}

int wb_http_callback(struct lws *wsi, enum lws_callback_reasons reason,
                     void *session, void *in, size_t len)
{
	struct wb_exchange *exchange = session;

	switch ((int)reason) {
	case LWS_CALLBACK_WSI_CREATE:
		wb_push_of(wsi)->counters.clients++;
		return 0;
	case LWS_CALLBACK_WSI_DESTROY:
		wb_push_of(wsi)->counters.clients--;
		return 0;
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
		return wb_stream_confirm(wsi, in);
	case LWS_CALLBACK_HTTP:
		return wb_push_of(wsi)->closing
		               ? -1
		               : answer(wb_push_of(wsi), wsi, exchange);
	case LWS_CALLBACK_HTTP_BODY:
		return take_body(exchange, in, len);
	case LWS_CALLBACK_HTTP_BODY_COMPLETION:
		return exchange->request && !wb_push_of(wsi)->closing
		               ? change(wb_push_of(wsi), wsi, exchange)
		               : 0;
	case LWS_CALLBACK_HTTP_WRITEABLE:
		return writeable(wsi, exchange);
	case LWS_CALLBACK_HTTP_DROP_PROTOCOL:
	case LWS_CALLBACK_CLOSED_HTTP:
		drop(exchange);
		return 0;
	default:
		return 0;
	}
}
