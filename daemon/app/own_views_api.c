/* GET, PUT, DELETE /api/v1/views[/NAME]. */

#include <errno.h>
#include <stdio.h>

#include "app/own_views.h"
#include "limits.h"

#define ROOT "/api/v1/views"

/* One request being answered. */
struct exchange {
	struct wb_own_views *views;
	const struct wb_own_ground *ground;
	wb_ms now;
	const struct wb_push_request *request;
	struct wb_push_reply *reply;
	struct wb_str name; /* absent: the list is meant */
};

static int refuse(struct exchange *x, int status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int refuse(struct exchange *x, int status, const char *format, ...)
{
	struct wb_json_writer w;
	char text[512];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	wb_buf_clear(x->reply->body);
	wb_json_writer_init(&w, x->reply->body);
	wb_json_begin_object(&w);
	wb_json_key_text(&w, "error");
	wb_json_text(&w, text);
	wb_json_end_object(&w);
	if (x->request->method != WB_PUSH_GET) {
		x->views->counters.refused++;
	}
	return status;
}

static void write_lines(struct wb_json_writer *w, const char *key,
                        const struct wb_buf *lines)
{
	const char *at = lines->data;
	wb_json_key_text(w, key);
	wb_json_begin_array(w);
	while (at && *at) {
		const char *end = strchr(at, '\n');
		size_t len = end ? (size_t)(end - at) : strlen(at);
		wb_json_string(w, (struct wb_str){ at, len });
		at += len + (end != NULL);
	}
	wb_json_end_array(w);
}

static void write_head(struct wb_json_writer *w, const struct wb_own_view *view)
{
	wb_json_key_text(w, "view");
	wb_json_string(w, wb_buf_str(&view->name));
	wb_json_key_text(w, "name");
	wb_json_text(w, view->name.data + sizeof(WB_OWN_VIEW_PREFIX) - 1);
	wb_json_key_text(w, "revision");
	wb_json_int(w, view->revision);
	wb_json_key_text(w, "changed");
	wb_json_int(w, view->changed);
	wb_json_key_text(w, "shown");
	wb_json_bool(w, view->shown);
}

static void write_title(struct wb_json_writer *w, const struct wb_title *title)
{
	wb_json_key_text(w, "title");
	wb_json_begin_object(w);
	for (int i = 0; i < WB_LANGUAGE_COUNT; i++) {
		if (title->text[i].len > 0) {
			wb_json_key_text(w,
			                 wb_language_code((enum wb_language)i));
			wb_json_string(w, title->text[i]);
		}
	}
	wb_json_end_object(w);
}

static int list(struct exchange *x)
{
	static const struct wb_title none = { 0 };
	struct wb_json_writer w;
	wb_json_writer_init(&w, x->reply->body);
	wb_json_begin_object(&w);
	wb_json_key_text(&w, "most");
	wb_json_int(&w, WB_OWN_VIEWS_MAX);
	wb_json_key_text(&w, "views");
	wb_json_begin_array(&w);
	for (int i = 0; i < x->views->count; i++) {
		const struct wb_own_view *view = x->views->views[i];
		wb_json_begin_object(&w);
		write_head(&w, view);
		write_title(&w, view->shown ? &view->page.title : &none);
		wb_json_end_object(&w);
	}
	wb_json_end_array(&w);
	wb_json_end_object(&w);
	return 200;
}

/* What every answer about one view says; with its page or without. */
static int tell(struct exchange *x, const struct wb_own_view *view, bool page,
                int status)
{
	struct wb_json_writer w;
	wb_json_writer_init(&w, x->reply->body);
	wb_json_begin_object(&w);
	write_head(&w, view);
	write_lines(&w, "faults", &view->faults);
	if (page) {
		wb_json_key_text(&w, "page");
		wb_json_raw(&w, wb_buf_str(&view->text));
	}
	wb_json_end_object(&w);
	snprintf(x->reply->etag, sizeof(x->reply->etag), "\"%lld\"",
	         (long long)view->revision);
	return status;
}

static int unknown(struct exchange *x)
{
	char name[WB_EXCERPT_SIZE];
	return refuse(x, 404, "there is no view '%s'",
	              wb_str_excerpt(x->name, name));
}

static int get(struct exchange *x)
{
	const struct wb_own_view *view = wb_own_find(x->views, x->name);
	return view ? tell(x, view, true, 200) : unknown(x);
}

/*
 * Does the request know the view that it wants to change? 0, or the status
 * with which it is refused.
 */
static int check_revision(struct exchange *x, const struct wb_own_view *view)
{
	char etag[48], excerpt[WB_EXCERPT_SIZE];
	struct wb_str match = x->request->if_match;
	if (!match.data) {
		if (!wb_str_is(x->request->if_none_match, "*")) {
			return refuse(x, 428,
			              "the header if-match: expected the "
			              "revision that is changed, like \"7\"; "
			              "or if-none-match: * for a new view");
		}
		return view ? refuse(x, 412, "there is a view '%s' already",
		                     wb_str_excerpt(x->name, excerpt))
		            : 0;
	}
	if (!view) {
		return unknown(x);
	}
	snprintf(etag, sizeof(etag), "\"%lld\"", (long long)view->revision);
	if (wb_str_is(match, etag)) {
		return 0;
	}
	return refuse(x, 412,
	              "the view was changed meanwhile: it has revision %lld, "
	              "if-match says %s",
	              (long long)view->revision,
	              wb_str_excerpt(match, excerpt));
}

static int refuse_faults(struct exchange *x, const struct wb_buf *faults)
{
	struct wb_json_writer w;
	const char *end = faults->data ? strchr(faults->data, '\n') : NULL;
	struct wb_str first = { faults->data, 0 };
	if (end) {
		first.len = (size_t)(end - faults->data);
	}
	wb_json_writer_init(&w, x->reply->body);
	wb_json_begin_object(&w);
	wb_json_key_text(&w, "error");
	wb_json_string(&w, first.data ? first : wb_str("not a view"));
	write_lines(&w, "faults", faults);
	wb_json_end_object(&w);
	x->views->counters.refused++;
	return 400;
}

static int put_read(struct exchange *x, const struct wb_json *json, bool known)
{
	struct wb_own_view *view = NULL;
	struct wb_buf faults = { 0 };
	int status;
	switch (wb_own_put(x->views, x->ground, x->name, json, x->now, &view,
	                   &faults)) {
	case 0:
		status = tell(x, view, false, known ? 200 : 201);
		break;
	case -EINVAL:
		status = refuse_faults(x, &faults);
		break;
	case -ENOSPC:
		status = refuse(x, 507,
		                "there are %d views, which is all there may "
		                "be, or the disk is full: delete one",
		                x->views->count);
		break;
	default:
		status = refuse(x, 503,
		                "the view cannot be written; see the daemon's "
		                "log");
		break;
	}
	wb_buf_finish(&faults);
	return status;
}

static int put(struct exchange *x)
{
	struct wb_arena arena = { .limit = 16 * WB_REQUEST_MAX_BYTES };
	struct wb_json_error error;
	const struct wb_own_view *view = wb_own_find(x->views, x->name);
	int status = check_revision(x, view);
	if (status != 0) {
		return status;
	}
	const struct wb_json *json =
		wb_json_read(x->request->body, &arena, &error);
	status = json ? put_read(x, json, view != NULL)
	              : refuse(x, 400, "not valid JSON at byte %zu: %s",
	                       error.offset, error.message);
	wb_arena_finish(&arena);
	return status;
}

static int delete (struct exchange *x)
{
	struct wb_own_view *view = wb_own_find(x->views, x->name);
	if (!view) {
		return unknown(x);
	}
	int status = check_revision(x, view);
	if (status != 0) {
		return status;
	}
	if (wb_own_delete(x->views, x->ground, view) != 0) {
		return refuse(x, 503,
		              "the view cannot be deleted; see the daemon's "
		              "log");
	}
	wb_buf_add_text(x->reply->body, "{}");
	return 200;
}

static int refuse_method(struct exchange *x, const char *allow)
{
	x->reply->allow = allow;
	return refuse(x, 405, "only %s are possible", allow);
}

static int answer_one(struct exchange *x, bool *ret_changed)
{
	int status;
	switch (x->request->method) {
	case WB_PUSH_GET:
		return get(x);
	case WB_PUSH_PUT:
		status = put(x);
		break;
	case WB_PUSH_DELETE:
		status = delete (x);
		break;
	case WB_PUSH_POST:
	case WB_PUSH_METHOD_COUNT:
	default:
		return refuse_method(x, "GET, HEAD, PUT, DELETE");
	}
	*ret_changed = status < 300;
	return status;
}

int wb_own_answer(struct wb_own_views *views,
                  const struct wb_own_ground *ground, wb_ms now,
                  const struct wb_push_request *request,
                  struct wb_push_reply *reply, bool *ret_changed)
{
	struct exchange x = { .views = views,
		              .ground = ground,
		              .now = now,
		              .request = request,
		              .reply = reply };
	size_t root = sizeof(ROOT) - 1;
	struct wb_str path = request->path;
	if (path.len <= root + 1) {
		return request->method == WB_PUSH_GET
		               ? list(&x)
		               : refuse_method(&x, "GET, HEAD");
	}
	x.name = (struct wb_str){ path.data + root + 1, path.len - root - 1 };
	if (!wb_own_name_is_good(x.name)) {
		return refuse(&x, 400,
		              "the name of a view: expected 1 to %d bytes "
		              "without '/', and no space at its ends",
		              WB_OWN_VIEW_NAME_MAX_BYTES);
	}
	return answer_one(&x, ret_changed);
}
