#include "push_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

static wb_ms now(void *user)
{
	struct push_fixture *fixture = user;

	return fixture->clock ? fixture->clock : wb_clock_wall();
}

static void add_pages(struct push_fixture *fixture, struct wb_arena *arena,
                      struct wb_json *state)
{
	struct wb_json *pages = wb_json_add_array(arena, state, "pages");

	for (int i = 0; i < (fixture->no_agents ? 1 : 2); i++) {
		struct wb_json *page = wb_json_add_object(arena, pages, NULL);
		wb_json_add_string(arena, page, "name",
		                   wb_str(i == 0 ? "overview" : "agents"));
	}
}

static struct wb_json *render(void *user, struct wb_str view,
                              struct wb_arena *arena, wb_ms *ret_time)
{
	struct push_fixture *fixture = user;

	if (!view.data) {
		view = wb_str("overview");
	}
	if (!wb_str_is(view, "overview") &&
	    (fixture->no_agents || !wb_str_is(view, "agents"))) {
		return NULL;
	}
	size_t at = (size_t)fixture->renders++ %
	            (sizeof(fixture->rendered_at) / sizeof(wb_ms));
	fixture->rendered_at[at] = wb_clock_monotonic();
	*ret_time = now(user);
	struct wb_json *state = wb_json_new_object(arena);
	struct wb_json *page = wb_json_add_object(arena, state, "page");
	wb_json_add_string(arena, page, "name", view);
	add_pages(fixture, arena, state);
	wb_json_add_int(arena, state, "n", fixture->value);
	if (fixture->pad > 0) {
		char *pad = wb_arena_alloc(arena, fixture->pad);
		ck_assert_ptr_nonnull(pad);
		memset(pad, 'a' + fixture->value % 26, fixture->pad);
		wb_json_add_string(arena, state, "pad",
		                   (struct wb_str){ pad, fixture->pad });
	}
	return state;
}

/* Says what it is to change: "PUT PATH|q|if-match|body". */
static int answer_change(const struct wb_push_request *request,
                         struct wb_push_reply *reply)
{
	static const char *const names[WB_PUSH_METHOD_COUNT] = {
		[WB_PUSH_GET] = "GET",
		[WB_PUSH_POST] = "POST",
		[WB_PUSH_PUT] = "PUT",
		[WB_PUSH_DELETE] = "DELETE",
	};
	struct wb_str q = request->query(request->query_ctx, "q");

	wb_buf_addf(reply->body, "%s %.*s|%.*s|%.*s|%.*s",
	            names[request->method], WB_STR_FMT(request->path),
	            WB_STR_FMT(q), WB_STR_FMT(request->if_match),
	            WB_STR_FMT(request->body));
	snprintf(reply->etag, sizeof(reply->etag), "\"7\"");
	if (wb_str_is(request->path, "/api/v1/fixed")) {
		reply->allow = "GET, HEAD";
		reply->etag[0] = '\0';
		return 405;
	}
	return 201;
}

/* Says what it was asked: "PATH|value of q|value of missing". */
static int answer(void *user, const struct wb_push_request *request,
                  struct wb_push_reply *reply)
{
	struct wb_str path = request->path;
	struct wb_str q = request->query(request->query_ctx, "q");
	struct wb_str missing = request->query(request->query_ctx, "missing");
	struct wb_buf *body = reply->body;

	(void)user;
	reply->type = "text/plain";
	if (request->method != WB_PUSH_GET) {
		return answer_change(request, reply);
	}
	if (wb_str_is(path, "/api/v1/long")) { /* q lines of seven digits */
		for (int i = 0; i < atoi(q.data); i++) {
			wb_buf_addf(body, "%07d\n", i);
		}
		return 200;
	}
	wb_buf_addf(body, "%.*s|%.*s|%s", WB_STR_FMT(path), WB_STR_FMT(q),
	            missing.data ? "there" : "absent");
	return wb_str_is(path, "/api/v1/nothing") ? 404 : 200;
}

static const struct wb_push_source source = {
	.render = render,
	.answer = answer,
	.now = now,
};

void push_fixture_start(struct push_fixture *fixture, const char *files)
{
	char error[256];

	*fixture = (struct push_fixture){ .value = 1 };
	fixture->loop = wb_loop_create(NULL, NULL);
	ck_assert_ptr_nonnull(fixture->loop);
	fixture->push =
		wb_push_create(fixture->loop, files, NULL, &source, fixture);
	ck_assert_ptr_nonnull(fixture->push);
	fixture->port = wb_push_listen(fixture->push, "127.0.0.1", 0, error,
	                               sizeof(error));
	ck_assert_int_gt(fixture->port, 0);
}

void push_fixture_stop(struct push_fixture *fixture)
{
	wb_push_destroy(fixture->push);
	wb_loop_destroy(fixture->loop);
}

struct peer *push_fixture_screen(struct push_fixture *fixture, const char *view)
{
	struct peer *peer = peer_connect(fixture->loop, fixture->port);
	char query[256];

	snprintf(query, sizeof(query), "?view=%s", view);
	peer_upgrade(peer, query, NULL);
	peer_wait_messages(peer, 2);
	return peer;
}

struct peer *push_fixture_get(struct push_fixture *fixture, const char *target)
{
	struct peer *peer = peer_connect(fixture->loop, fixture->port);

	peer_request(peer, "GET", target, "");
	peer_wait_response(peer);
	return peer;
}

void push_fixture_change(struct push_fixture *fixture, int value)
{
	fixture->value = value;
	wb_push_changed(fixture->push);
}
