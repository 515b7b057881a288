/*
 * What it costs to bring one update to one screen: the real push layer against
 * a bare epoll server that writes the same frames, built beforehand.
 *
 * bench_fanout [CLIENTS] [SECONDS] prints CPU microseconds per message and
 * client, and latency from the tick to the client, for both, and the ratio.
 */

#include <errno.h>
#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "loop/loop.h"
#include "push/push.h"

#define PATCH_BYTES 2000
#define TICK_MS 100
#define FRAME_MAX (PATCH_BYTES + 1024)

/* The key of RFC 6455's example, and its answer. */
#define KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

struct setup {
	int clients;
	int seconds;
	int report[2];  /* server to bench: its port, then its costs */
	int command[2]; /* bench to server: start */
};

struct costs {
	double cpu_us;
	long messages;
	long allocated; /* bytes, more than without clients */
};

static void fail(const char *what)
{
	fprintf(stderr, "bench_fanout: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static double cpu_us(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static long allocated(void)
{
	struct mallinfo2 info = mallinfo2();

	return (long)(info.uordblks + info.hblkhd);
}

static void tell(int fd, const void *data, size_t len)
{
	if (write(fd, data, len) != (ssize_t)len) {
		fail("pipe");
	}
}

static void hear(int fd, void *data, size_t len)
{
	if (read(fd, data, len) != (ssize_t)len) {
		fail("pipe");
	}
}

/* ---- the real thing ---- */

struct real {
	const struct setup *setup;
	struct wb_loop *loop;
	struct wb_push *push;
	struct wb_timer *timer;
	wb_ms next;
	int ticks;
	struct wb_push_counters before;
	double cpu_before;
	long allocated_before;
};

static struct wb_json *render(void *user, struct wb_str view,
                              struct wb_arena *arena, wb_ms *ret_time)
{
	const struct real *real = user;
	struct wb_json *state = wb_json_new_object(arena);
	struct wb_json *page = wb_json_add_object(arena, state, "page");
	char *pad = wb_arena_alloc(arena, PATCH_BYTES);

	(void)view;
	wb_json_add_string(arena, page, "name", wb_str("bench"));
	memset(pad, 'a' + real->ticks % 26, PATCH_BYTES);
	wb_json_add_int(arena, state, "n", now_us());
	wb_json_add_string(arena, state, "pad",
	                   (struct wb_str){ pad, PATCH_BYTES });
	*ret_time = wb_clock_wall();
	return state;
}

static int no_answer(void *user, const struct wb_push_request *request,
                     struct wb_push_reply *reply)
{
	(void)user;
	(void)request;
	(void)reply;
	return 404;
}

static wb_ms wall(void *user)
{
	(void)user;
	return wb_clock_wall();
}

static const struct wb_push_source source = { render, no_answer, wall };

static void on_tick(void *user)
{
	struct real *real = user;
	struct wb_push_counters counters;

	if (real->ticks++ == real->setup->seconds * 1000 / TICK_MS) {
		struct costs costs = { .cpu_us = cpu_us() - real->cpu_before };
		wb_push_count(real->push, &counters);
		costs.messages =
			(long)(counters.messages - real->before.messages);
		costs.allocated = allocated() - real->allocated_before;
		tell(real->setup->report[1], &costs, sizeof(costs));
		wb_loop_stop(real->loop);
		return;
	}
	wb_push_changed(real->push);
	real->next += TICK_MS;
	wb_timer_set(real->timer, real->next);
}

static void on_command(void *user, int fd)
{
	struct real *real = user;
	char letter;

	hear(fd, &letter, 1);
	real->cpu_before = cpu_us();
	wb_push_count(real->push, &real->before);
	real->next = wb_clock_monotonic() + TICK_MS;
	wb_timer_set(real->timer, real->next);
}

static void serve_real(const struct setup *setup)
{
	char error[256];
	struct real real = { .setup = setup };

	real.loop = wb_loop_create(NULL, NULL);
	real.push = wb_push_create(real.loop, NULL, NULL, &source, &real);
	real.timer = wb_timer_create(real.loop, on_tick, &real);
	struct wb_watch *command = wb_watch_create(
		real.loop, dup(setup->command[0]), on_command, &real);
	int port =
		wb_push_listen(real.push, "127.0.0.1", 0, error, sizeof(error));
	real.allocated_before = allocated();
	tell(setup->report[1], &port, sizeof(port));
	wb_loop_run(real.loop);
	wb_watch_destroy(command);
	wb_timer_destroy(real.timer);
	wb_push_destroy(real.push);
	wb_loop_destroy(real.loop);
}

/* ---- the bare one ---- */

struct bare {
	const struct setup *setup;
	int epoll;
	int *clients;
	int count;
	long messages;
};

static int listen_bare(int *ret_port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) < 0 ||
	    listen(fd, SOMAXCONN) < 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &len) < 0) {
		fail("listen");
	}
	*ret_port = ntohs(address.sin_port);
	return fd;
}

/* All of them, and their requests, which come whole. */
static void accept_bare(struct bare *bare, int listener)
{
	static const char answer[] =
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\nSec-WebSocket-Accept: " ACCEPT
		"\r\nSec-WebSocket-Protocol: wallboard.v1\r\n\r\n";
	char request[4096];
	const int on = 1;

	while (bare->count < bare->setup->clients) {
		int fd = accept(listener, NULL, NULL);
		if (fd < 0 || read(fd, request, sizeof(request)) <= 0) {
			fail("accept");
		}
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		tell(fd, answer, sizeof(answer) - 1);
		struct epoll_event event = {
			.events = 0,
			.data.fd = fd,
		};
		epoll_ctl(bare->epoll, EPOLL_CTL_ADD, fd, &event);
		bare->clients[bare->count++] = fd;
	}
}

static size_t build_frame(unsigned char *frame, int tick)
{
	char pad[PATCH_BYTES + 1];

	memset(pad, 'a' + tick % 26, PATCH_BYTES);
	pad[PATCH_BYTES] = '\0';
	int len = snprintf((char *)frame + 4, FRAME_MAX - 4,
	                   "{\"type\":\"patch\",\"from\":%d,\"revision\":%d,"
	                   "\"time\":%lld,\"patch\":{\"n\":%lld,\"pad\":"
	                   "\"%s\"}}",
	                   tick, tick + 1, (long long)wb_clock_wall(),
	                   (long long)now_us(), pad);
	frame[0] = 0x81;
	frame[1] = 126;
	frame[2] = (unsigned char)(len >> 8);
	frame[3] = (unsigned char)len;
	return (size_t)len + 4;
}

/*
 * As a server must: asks for writability, waits for it, writes, and asks no
 * more.
 */
static void tick_bare(struct bare *bare, int tick)
{
	unsigned char frame[FRAME_MAX];
	struct epoll_event events[256];
	size_t len = build_frame(frame, tick);

	for (int i = 0; i < bare->count; i++) {
		struct epoll_event event = {
			.events = EPOLLOUT | EPOLLONESHOT,
			.data.fd = bare->clients[i],
		};
		epoll_ctl(bare->epoll, EPOLL_CTL_MOD, bare->clients[i], &event);
	}
	for (int left = bare->count; left > 0;) {
		int ready = epoll_wait(bare->epoll, events, 256, -1);
		for (int i = 0; i < ready; i++) {
			tell(events[i].data.fd, frame, len);
		}
		left -= ready;
		bare->messages += ready;
	}
}

static void serve_bare(const struct setup *setup)
{
	struct bare bare = { .setup = setup };
	int port;
	char letter;
	int listener = listen_bare(&port);

	bare.epoll = epoll_create1(0);
	bare.clients = calloc((size_t)setup->clients, sizeof(int));
	if (!bare.clients) {
		fail("memory");
	}
	long before_clients = allocated();
	tell(setup->report[1], &port, sizeof(port));
	accept_bare(&bare, listener);
	hear(setup->command[0], &letter, 1);

	double before = cpu_us();
	int64_t next = now_us();
	for (int tick = 0; tick < setup->seconds * 1000 / TICK_MS; tick++) {
		next += TICK_MS * 1000;
		int64_t wait = next - now_us();
		struct timespec span = { 0, wait > 0 ? wait * 1000 : 0 };
		nanosleep(&span, NULL);
		tick_bare(&bare, tick);
	}
	struct costs costs = { cpu_us() - before, bare.messages,
		               allocated() - before_clients };
	tell(setup->report[1], &costs, sizeof(costs));
	free(bare.clients);
}

/* ---- the clients ---- */

struct client {
	int fd;
	bool upgraded;
	size_t len;
	char data[2 * FRAME_MAX];
};

struct latencies {
	int64_t *us;
	size_t count, capacity;
};

static void note_latency(struct latencies *latencies, const char *payload,
                         const char *end)
{
	static const char key[] = "\"n\":";
	const char *n =
		memmem(payload, (size_t)(end - payload), key, sizeof(key) - 1);

	if (n && latencies->count < latencies->capacity) {
		latencies->us[latencies->count++] =
			now_us() - strtoll(n + sizeof(key) - 1, NULL, 10);
	}
}

static size_t skip_response(struct client *client)
{
	char *end = memmem(client->data, client->len, "\r\n\r\n", 4);

	if (!end) {
		return 0;
	}
	client->upgraded = true;
	return (size_t)(end - client->data) + 4;
}

static size_t take_frame(const char *data, size_t have,
                         struct latencies *latencies)
{
	const unsigned char *bytes = (const unsigned char *)data;
	size_t head = 2, len;

	if (have < 4) {
		return 0;
	}
	len = bytes[1];
	if (len == 126) {
		len = (size_t)(bytes[2] << 8 | bytes[3]);
		head = 4;
	}
	if (have < head + len) {
		return 0;
	}
	if (memmem(data + head, 20, "patch", 5)) {
		note_latency(latencies, data + head, data + head + len);
	}
	return head + len;
}

static bool read_client(struct client *client, struct latencies *latencies)
{
	ssize_t got = read(client->fd, client->data + client->len,
	                   sizeof(client->data) - client->len);
	size_t at = 0, used = 1;

	if (got <= 0) {
		return false;
	}
	client->len += (size_t)got;
	if (!client->upgraded) {
		at = skip_response(client);
	}
	while (client->upgraded && used > 0) {
		used = take_frame(client->data + at, client->len - at,
		                  latencies);
		at += used;
	}
	memmove(client->data, client->data + at, client->len - at);
	client->len -= at;
	return true;
}

static void connect_client(struct client *client, int port, int epoll)
{
	static const char request[] =
		"GET /v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n"
		"Connection: Upgrade\r\nUpgrade: websocket\r\n"
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " KEY
		"\r\nSec-WebSocket-Protocol: wallboard.v1\r\n\r\n";
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct epoll_event event = {
		.events = EPOLLIN,
		.data.ptr = client,
	};

	client->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (client->fd < 0 || connect(client->fd, (struct sockaddr *)&address,
	                              sizeof(address)) < 0) {
		fail("connect");
	}
	tell(client->fd, request, sizeof(request) - 1);
	epoll_ctl(epoll, EPOLL_CTL_ADD, client->fd, &event);
}

/*
 * Reads what comes until nothing came for so long, or the server has reported.
 */
static void read_clients(int epoll, struct latencies *latencies, int timeout_ms)
{
	struct epoll_event events[256];
	bool reported = false;
	int ready;

	while (!reported &&
	       (ready = epoll_wait(epoll, events, 256, timeout_ms)) > 0) {
		for (int i = 0; i < ready; i++) {
			struct client *client = events[i].data.ptr;
			reported = reported || !client;
			if (client && !read_client(client, latencies)) {
				epoll_ctl(epoll, EPOLL_CTL_DEL, client->fd,
				          NULL);
			}
		}
	}
}

static void watch_report(int epoll, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };

	epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static double percentile(struct latencies *latencies, double share)
{
	if (latencies->count == 0) {
		return 0;
	}
	size_t at = (size_t)((double)(latencies->count - 1) * share);
	return (double)latencies->us[at] / 1000;
}

static void run_clients(const struct setup *setup, int port,
                        struct latencies *latencies)
{
	struct client *clients =
		calloc((size_t)setup->clients, sizeof(*clients));
	int epoll = epoll_create1(0);

	if (!clients) {
		fail("memory");
	}
	for (int i = 0; i < setup->clients; i++) {
		connect_client(&clients[i], port, epoll);
		read_clients(epoll, latencies, 0);
	}
	read_clients(epoll, latencies, 300); /* hello and snapshot */
	latencies->count = 0;
	watch_report(epoll, setup->report[0]);
	tell(setup->command[1], "s", 1);
	read_clients(epoll, latencies, -1);
	for (int i = 0; i < setup->clients; i++) {
		close(clients[i].fd);
	}
	close(epoll);
	free(clients);
}

static double measure(const char *name, struct setup *setup,
                      void (*serve)(const struct setup *setup))
{
	struct costs costs;
	struct latencies latencies = { 0 };
	int port;

	latencies.capacity = (size_t)setup->clients *
	                     (size_t)(setup->seconds + 1) * 1000 / TICK_MS;
	latencies.us = calloc(latencies.capacity, sizeof(int64_t));
	if (!latencies.us || pipe(setup->report) < 0 ||
	    pipe(setup->command) < 0) {
		fail("setup");
	}
	fflush(stdout);
	pid_t server = fork();
	if (server == 0) {
		serve(setup);
		_exit(0);
	}
	close(setup->report[1]); /* so that its end is seen */
	hear(setup->report[0], &port, sizeof(port));
	run_clients(setup, port, &latencies);
	hear(setup->report[0], &costs, sizeof(costs));
	waitpid(server, NULL, 0);
	qsort(latencies.us, latencies.count, sizeof(int64_t), compare);
	double each = costs.cpu_us / (double)costs.messages;
	printf("%-10s %7.2f us per message and client, %ld sent, %zu received, "
	       "latency p50 %.1f ms p99 %.1f ms, %.1f kB per client\n",
	       name, each, costs.messages, latencies.count,
	       percentile(&latencies, 0.50), percentile(&latencies, 0.99),
	       (double)costs.allocated / 1000 / setup->clients);
	free(latencies.us);
	close(setup->report[0]);
	close(setup->command[0]);
	close(setup->command[1]);
	return each;
}

int main(int argc, char **argv)
{
	struct setup setup = {
		.clients = argc > 1 ? atoi(argv[1]) : 1000,
		.seconds = argc > 2 ? atoi(argv[2]) : 5,
	};
	struct rlimit files;

	if (setup.clients < 1 || setup.seconds < 1) {
		fprintf(stderr, "usage: bench_fanout [CLIENTS] [SECONDS]\n");
		return 1;
	}
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	printf("fan-out: %d clients, %d bytes at %d Hz, %d s\n", setup.clients,
	       PATCH_BYTES, 1000 / TICK_MS, setup.seconds);
	double bare = measure("bare epoll", &setup, serve_bare);
	double real = measure("push", &setup, serve_real);
	printf("ratio      %7.2f (goal: at most 1.6)\n", real / bare);
	return 0;
}
