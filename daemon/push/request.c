/*
 * Requests that change something: who may make them, and their bodies.
 *
 * A page of another site can have a browser send requests here. Ours are told
 * from those by the Origin that browsers name with every method but GET and
 * HEAD, and by the type of the body: no form can send JSON.
 */

#include <stdlib.h>
#include <strings.h>

#include "push/private.h"

#define JSON_TYPE "application/json"

static bool method_of(int lws_method, enum wb_push_method *ret_method)
{
	switch (lws_method) {
	case LWSHUMETH_POST:
		*ret_method = WB_PUSH_POST;
		return true;
	case LWSHUMETH_PUT:
		*ret_method = WB_PUSH_PUT;
		return true;
	case LWSHUMETH_DELETE:
		*ret_method = WB_PUSH_DELETE;
		return true;
	default:
		return false;
	}
}

/* "application/json", with parameters or without. */
static bool says_json(struct lws *wsi)
{
	static const size_t len = sizeof(JSON_TYPE) - 1;
	char text[128];
	struct wb_str type;

	return wb_http_header(wsi, WSI_TOKEN_HTTP_CONTENT_TYPE, text,
	                      sizeof(text), &type) &&
	       type.len >= len && strncasecmp(type.data, JSON_TYPE, len) == 0 &&
	       (type.len == len || type.data[len] == ';' ||
	        type.data[len] == ' ');
}

/* Bytes of the body; negative when that is not said. */
static long long announced(struct lws *wsi)
{
	char text[32];
	struct wb_str length;
	char *end;

	if (!wb_http_header(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH, text,
	                    sizeof(text), &length) ||
	    !length.data) {
		return -1;
	}
	long long bytes = strtoll(text, &end, 10);
	return *end == '\0' && end != text ? bytes : -1;
}

/*
 * Bytes of some connection wait in lws to be read: of this one, when the
 * request came in one piece with one before it.
 */
static bool is_pipelined(struct lws *wsi)
{
	return lws_service_adjust_timeout(lws_get_context(wsi), 1, 0) == 0;
}

bool wb_request_is_unreadable(struct lws *wsi)
{
	return lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) > 0 &&
	       announced(wsi) != 0 && is_pipelined(wsi);
}

/* The status with which such a request is refused, or 0. */
static int judge(struct lws *wsi, enum wb_push_method method, long long bytes,
                 const char **ret_reason)
{
	bool has_body = method != WB_PUSH_DELETE;

	if (!wb_http_origin_is_ours(wsi)) {
		*ret_reason = "a page of another origin may not change "
			      "anything here";
		return 403;
	}
	if (has_body && bytes < 0) {
		*ret_reason = "the header content-length: expected the "
			      "length of the body in bytes";
		return 411;
	}
	if (bytes > WB_REQUEST_MAX_BYTES || (!has_body && bytes > 0)) {
		*ret_reason = has_body ? "the body: expected at most 64 KiB"
		                       : "the body: expected none";
		return 413;
	}
	if (has_body && !says_json(wsi)) {
		*ret_reason = "the header content-type: "
			      "expected " JSON_TYPE;
		return 415;
	}
	return 0;
}

static bool keep_header(struct lws *wsi, enum lws_token_indexes token,
                        struct wb_buf *out)
{
	char text[256];
	struct wb_str value;

	if (!wb_http_header(wsi, token, text, sizeof(text), &value) ||
	    (value.data && !wb_str_is_clean_utf8(value))) {
		return false;
	}
	wb_buf_add_str(out, value);
	return !out->failed;
}

static bool fill(struct wb_request *request, struct lws *wsi,
                 struct wb_str path)
{
	wb_buf_init(&request->body, WB_REQUEST_MAX_BYTES);
	wb_buf_add_str(&request->path, path);
	return !request->path.failed && wb_http_query(wsi, &request->query) &&
	       keep_header(wsi, WSI_TOKEN_HTTP_IF_MATCH, &request->if_match) &&
	       keep_header(wsi, WSI_TOKEN_HTTP_IF_NONE_MATCH,
	                   &request->if_none_match);
}

struct wb_request *wb_request_begin(struct lws *wsi, int lws_method,
                                    struct wb_str path, bool *ret_complete,
                                    int *ret_status, const char **ret_reason)
{
	enum wb_push_method method;

	if (!method_of(lws_method, &method)) {
		*ret_status = 405;
		return NULL;
	}
	long long bytes = announced(wsi);
	*ret_status = judge(wsi, method, bytes, ret_reason);
	if (*ret_status != 0) {
		return NULL;
	}
	struct wb_request *request = calloc(1, sizeof(*request));
	if (!request) {
		return NULL;
	}
	request->method = method;
	if (!fill(request, wsi, path)) {
		wb_request_destroy(request);
		*ret_status = 400;
		*ret_reason = "the query or the headers if-match and "
			      "if-none-match: expected less, in clean UTF-8";
		return NULL;
	}
	*ret_complete = bytes <= 0;
	return request;
}

bool wb_request_add(struct wb_request *request, const void *data, size_t len)
{
	wb_buf_add(&request->body, data, len);
	return !request->body.failed;
}

void wb_request_destroy(struct wb_request *request)
{
	if (request) {
		wb_buf_finish(&request->path);
		wb_buf_finish(&request->if_match);
		wb_buf_finish(&request->if_none_match);
		wb_buf_finish(&request->body);
		wb_query_finish(&request->query);
		free(request);
	}
}
