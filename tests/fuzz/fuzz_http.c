/*
 * Whatever a connection says, the HTTP and WebSocket server lives, lets go of
 * it, and answers the next. A real server on loopback; each input is one
 * connection.
 */

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "limits.h"
#include "loop/loop.h"
#include "push/push.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
	struct wb_loop *loop;
	struct wb_push *push;
	struct wb_timer *limit;
	int port;
} server;

static void require(bool truth)
{
	if (!truth) {
		abort();
	}
}

static struct wb_json *render(void *user, struct wb_str view,
                              struct wb_arena *arena, wb_ms *ret_time)
{
	struct wb_json *state = wb_json_new_object(arena);
	struct wb_json *page = wb_json_add_object(arena, state, "page");

	(void)user;
	*ret_time = 1;
	wb_json_add_string(arena, page, "name", wb_str("v"));
	return !view.data || wb_str_is(view, "v") ? state : NULL;
}

static int answer(void *user, const struct wb_push_request *request,
                  struct wb_push_reply *reply)
{
	(void)user;
	reply->type = "text/plain";
	wb_buf_add_str(reply->body, request->path);
	wb_buf_add_str(reply->body, request->query(request->query_ctx, "q"));
	wb_buf_add_str(reply->body, request->if_match);
	require(request->body.len <= WB_REQUEST_MAX_BYTES);
	require(request->method == WB_PUSH_PUT ||
	        request->method == WB_PUSH_POST || request->body.len == 0);
	wb_buf_add_str(reply->body, request->body);
	return 200;
}

static wb_ms now(void *user)
{
	(void)user;
	return 1;
}

static const struct wb_push_source source = { render, answer, now };

static void too_long(void *user)
{
	(void)user;
	abort(); /* it does not let go */
}

static void start(void)
{
	char error[128];

	wb_log_set_level(WB_LOG_ERROR);
	server.loop = wb_loop_create(NULL, NULL);
	server.push = wb_push_create(server.loop, "/nonexistent", NULL, &source,
	                             NULL);
	server.limit = wb_timer_create(server.loop, too_long, NULL);
	server.port = wb_push_listen(server.push, "127.0.0.1", 0, error,
	                             sizeof(error));
	require(server.port > 0);
}

/* Reads until the server has closed. */
static void readable(void *user, int fd)
{
	char buffer[65536];

	(void)user;
	if (recv(fd, buffer, sizeof(buffer), 0) <= 0) {
		wb_loop_stop(server.loop);
	}
}

static int connect_to_server(void)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)server.port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct linger at_once = { 1, 0 };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	require(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	require(connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0);
	return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 100000) {
		return 0;
	}
	if (!server.loop) {
		start();
	}
	int fd = connect_to_server();
	ssize_t sent = send(fd, data, size, MSG_NOSIGNAL);
	require(sent == (ssize_t)size || sent < 0);
	shutdown(fd, SHUT_WR);
	struct wb_watch *watch =
		wb_watch_create(server.loop, fd, readable, NULL);
	wb_timer_set(server.limit, wb_clock_monotonic() + 60000);
	wb_loop_run(server.loop);
	wb_watch_destroy(watch);
	return 0;
}
