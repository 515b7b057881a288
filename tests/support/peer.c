#include "peer.h"

#include <check.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"

static void readable(void *user, int fd);

static struct peer *start(struct wb_loop *loop, int fd)
{
	struct peer *peer = calloc(1, sizeof(*peer));

	ck_assert_ptr_nonnull(peer);
	peer->loop = loop;
	peer->fd = fd;
	peer_resume(peer);
	return peer;
}

struct peer *peer_connect(struct wb_loop *loop, int port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(
		connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return start(loop, fd);
}

struct peer *peer_connect_unix(struct wb_loop *loop, const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	ck_assert_int_ge(fd, 0);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	ck_assert_int_eq(
		connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return start(loop, fd);
}

void peer_destroy(struct peer *peer)
{
	peer_pause(peer);
	close(peer->fd);
	for (int i = 0; i < PEER_MESSAGES_MAX; i++) {
		free(peer->messages[i]);
	}
	wb_buf_finish(&peer->in);
	wb_buf_finish(&peer->head);
	wb_buf_finish(&peer->body);
	wb_buf_finish(&peer->partial);
	free(peer);
}

void peer_pause(struct peer *peer)
{
	wb_watch_destroy(peer->watch);
	peer->watch = NULL;
}

void peer_resume(struct peer *peer)
{
	/* A copy, as the watch closes what it has. */
	peer->watch =
		wb_watch_create(peer->loop, dup(peer->fd), readable, peer);
	ck_assert_ptr_nonnull(peer->watch);
}

/* ---- sending ---- */

void peer_send_bytes(struct peer *peer, const void *data, size_t len)
{
	ssize_t sent = send(peer->fd, data, len, MSG_NOSIGNAL);

	ck_assert(sent == (ssize_t)len || errno == EPIPE ||
	          errno == ECONNRESET);
}

void peer_send(struct peer *peer, const char *text)
{
	peer_send_bytes(peer, text, strlen(text));
}

void peer_request(struct peer *peer, const char *method, const char *target,
                  const char *headers)
{
	struct wb_buf text = { 0 };

	wb_buf_addf(&text, "%s %s HTTP/1.1\r\nHost: board.test:8080\r\n%s\r\n",
	            method, target, headers);
	peer->complete = false;
	wb_buf_clear(&peer->head);
	wb_buf_clear(&peer->body);
	peer->status = 0;
	peer_send_bytes(peer, text.data, text.len);
	wb_buf_finish(&text);
}

void peer_upgrade(struct peer *peer, const char *query, const char *headers)
{
	char target[512], all[1024];

	snprintf(target, sizeof(target), "/v1/stream%s", query);
	snprintf(all, sizeof(all),
	         "Connection: Upgrade\r\nUpgrade: websocket\r\n"
	         "Sec-WebSocket-Version: 13\r\n"
	         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s",
	         headers ? headers
	                 : "Sec-WebSocket-Protocol: wallboard.v1\r\n");
	peer_request(peer, "GET", target, all);
}

void peer_say(struct peer *peer, size_t len)
{
	unsigned char *frame = calloc(1, len + 8);

	ck_assert_ptr_nonnull(frame);
	frame[0] = 0x81; /* text, final; the mask is four zeros */
	frame[1] = 0x80 | 126;
	frame[2] = (unsigned char)(len >> 8);
	frame[3] = (unsigned char)len;
	memset(frame + 8, 'x', len);
	peer_send_bytes(peer, frame, len + 8);
	free(frame);
}

/* ---- receiving ---- */

static void take_message(struct peer *peer)
{
	ck_assert_int_lt(peer->count, PEER_MESSAGES_MAX);
	wb_buf_add_char(&peer->partial, '\0');
	ck_assert(!peer->partial.failed);
	peer->messages[peer->count++] = peer->partial.data;
	peer->partial = (struct wb_buf){ 0 };
}

static void take_frame(struct peer *peer, int first,
                       const unsigned char *payload, size_t len)
{
	int opcode = first & 15;

	if (opcode == 9) {
		peer->pings++;
	} else if (opcode == 8) {
		static const unsigned char answer[] = {
			0x88, 0x80, 0, 0, 0, 0
		};
		peer->close_code = len >= 2 ? payload[0] << 8 | payload[1] : 0;
		peer_send_bytes(peer, answer, sizeof(answer));
	} else {
		/* A continuation only follows, a text only starts. */
		ck_assert_int_eq(opcode, peer->partial.len > 0 ? 0 : 1);
		wb_buf_add(&peer->partial, payload, len);
		if (first & 0x80) {
			take_message(peer);
		}
	}
}

/* Bytes used of one frame, 0 when it is not complete. */
static size_t parse_frame(struct peer *peer, const unsigned char *data,
                          size_t have)
{
	size_t head = 2, len;

	if (have < 2) {
		return 0;
	}
	len = data[1];
	ck_assert_uint_lt(len, 128); /* servers do not mask */
	if (len == 126) {
		head = 4;
	} else if (len == 127) {
		head = 10;
	}
	if (have < head) {
		return 0;
	}
	for (size_t i = 2; i < head; i++) {
		len = i == 2 ? data[i] : len << 8 | data[i];
	}
	if (have - head < len) {
		return 0;
	}
	take_frame(peer, data[0], data + head, len);
	return head + len;
}

static size_t content_length(struct peer *peer)
{
	const char *value = peer_header(peer, "content-length");

	return value ? strtoul(value, NULL, 10) : 0;
}

/* The response, up to its end; what follows stays in `in`. */
static bool parse_response(struct peer *peer)
{
	if (peer->status == 0) {
		char *end = peer->in.len > 0 ? strstr(peer->in.data, "\r\n\r\n")
		                             : NULL;
		if (!end) {
			return false;
		}
		size_t len = (size_t)(end - peer->in.data) + 4;
		wb_buf_add(&peer->head, peer->in.data, len);
		wb_buf_drop_front(&peer->in, len);
		peer->status = atoi(peer->head.data + strlen("HTTP/1.1 "));
		peer->websocket = peer->status == 101;
	}
	size_t missing =
		peer->websocket ? 0 : content_length(peer) - peer->body.len;
	size_t len = peer->in.len < missing ? peer->in.len : missing;
	wb_buf_add(&peer->body, peer->in.data, len);
	wb_buf_drop_front(&peer->in, len);
	peer->complete = len == missing;
	return peer->complete;
}

static void parse(struct peer *peer)
{
	if (!peer->complete && !parse_response(peer)) {
		return;
	}
	size_t at = 0, used;
	while (peer->websocket &&
	       (used = parse_frame(peer, (unsigned char *)peer->in.data + at,
	                           peer->in.len - at)) > 0) {
		at += used;
	}
	wb_buf_drop_front(&peer->in, at);
}

static void readable(void *user, int fd)
{
	struct peer *peer = user;
	static char buffer[65536];
	ssize_t got = recv(fd, buffer, sizeof(buffer), MSG_DONTWAIT);

	if (got > 0) {
		wb_buf_add(&peer->in, buffer, (size_t)got);
		parse(peer);
	} else if (got == 0 || errno != EAGAIN) {
		peer->closed = true;
		peer_pause(peer);
	}
}

const char *peer_message(const struct peer *peer, int number)
{
	ck_assert_int_lt(number, peer->count);
	return peer->messages[number];
}

const char *peer_header(struct peer *peer, const char *name)
{
	static char value[1024];
	size_t len = strlen(name);

	for (const char *line = peer->head.data; line && *line;
	     line = strstr(line, "\r\n") + 2) {
		if (strncasecmp(line, name, len) == 0 && line[len] == ':') {
			const char *start = line + len + 1;
			start += strspn(start, " ");
			snprintf(value, sizeof(value), "%.*s",
			         (int)strcspn(start, "\r"), start);
			return value;
		}
	}
	return NULL;
}

/* ---- waiting ---- */

struct wait {
	struct wb_loop *loop;
	struct wb_timer *timer;
	bool (*done)(void *user);
	void *user;
	wb_ms end;
	bool result;
};

static void look(void *user)
{
	struct wait *wait = user;
	wb_ms now = wb_clock_monotonic();

	wait->result = wait->done(wait->user);
	if (wait->result || now >= wait->end) {
		wb_loop_stop(wait->loop);
	} else {
		wb_timer_set(wait->timer, now + 1);
	}
}

bool peer_wait(struct wb_loop *loop, bool (*done)(void *user), void *user,
               wb_ms limit)
{
	struct wait wait = {
		.loop = loop,
		.done = done,
		.user = user,
		.end = wb_clock_monotonic() + limit,
	};

	wait.timer = wb_timer_create(loop, look, &wait);
	ck_assert_ptr_nonnull(wait.timer);
	wb_timer_set(wait.timer, 0);
	wb_loop_run(loop);
	wb_timer_destroy(wait.timer);
	return wait.result;
}

struct wanted {
	struct peer *peer;
	int count;
};

static bool has_messages(void *user)
{
	struct wanted *wanted = user;

	return wanted->peer->count >= wanted->count;
}

void peer_wait_messages(struct peer *peer, int count)
{
	struct wanted wanted = { peer, count };

	ck_assert(peer_wait(peer->loop, has_messages, &wanted, PEER_LIMIT));
}

static bool is_complete(void *user)
{
	return ((struct peer *)user)->complete;
}

void peer_wait_response(struct peer *peer)
{
	ck_assert(peer_wait(peer->loop, is_complete, peer, PEER_LIMIT));
}

static bool is_closed(void *user)
{
	return ((struct peer *)user)->closed;
}

void peer_wait_closed(struct peer *peer)
{
	ck_assert(peer_wait(peer->loop, is_closed, peer, PEER_LIMIT));
}

static bool never(void *user)
{
	(void)user;
	return false;
}

void peer_idle(struct wb_loop *loop, wb_ms span)
{
	peer_wait(loop, never, NULL, span);
}
