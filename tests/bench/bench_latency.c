/*
 * From an event sent over NNG to the WebSocket frame that shows it, through
 * the real wallboardd (journal on disk included), beside a bare NNG round trip
 * of the same bytes.
 *
 * bench_latency WALLBOARDD [SAMPLES]
 *
 * Samples are more than 100 ms apart, so that each is a first change.
 */

#include <errno.h>
#include <netinet/in.h>
#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <nng/protocol/reqrep0/req.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FRAME_MAX 262144

struct bench {
	const char *program;
	int samples;
	char directory[64];
	char feed_url[128];
	char bare_url[128];
	pid_t daemon;
	int port;
	int screen; /* the WebSocket */
	size_t have;
	char data[FRAME_MAX];
};

static void fail(const char *what)
{
	fprintf(stderr, "bench_latency: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void check(int error, const char *what)
{
	if (error != 0) {
		fprintf(stderr, "bench_latency: %s: %s\n", what,
		        nng_strerror(error));
		exit(1);
	}
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void wait_ms(long span)
{
	struct timespec time = { span / 1000, span % 1000 * 1000000 };

	nanosleep(&time, NULL);
}

/* The event of sample `i`: someone comes, someone goes. */
static int write_event(char *text, size_t size, int i)
{
	return i % 2 == 0
	               ? snprintf(text, size,
	                          "{\"ev\":\"queue.entered\",\"contact\":"
	                          "\"c%d\",\"queue\":\"bench\"}",
	                          i / 2)
	               : snprintf(text, size,
	                          "{\"ev\":\"queue.left\",\"contact\":\"c%d\","
	                          "\"queue\":\"bench\",\"outcome\":"
	                          "\"abandoned\"}",
	                          i / 2);
}

/* ---- the daemon ---- */

static void exec_daemon(struct bench *bench, int output)
{
	char state[128];

	snprintf(state, sizeof(state), "%s/state", bench->directory);
	dup2(output, STDERR_FILENO);
	execl(bench->program, bench->program, "--state", state, "--listen",
	      "127.0.0.1:0", "--feed-url", bench->feed_url, (char *)NULL);
	_exit(127);
}

static void start_daemon(struct bench *bench)
{
	static const char key[] = "http://127.0.0.1:";
	char line[512];
	int output[2];

	if (pipe(output) < 0) {
		fail("pipe");
	}
	bench->daemon = fork();
	if (bench->daemon == 0) {
		exec_daemon(bench, output[1]);
	}
	close(output[1]);
	FILE *log = fdopen(output[0], "r");
	while (bench->port == 0 && log && fgets(line, sizeof(line), log)) {
		const char *found = strstr(line, key);
		bench->port = found ? atoi(found + sizeof(key) - 1) : 0;
	}
	if (bench->port == 0) {
		fprintf(stderr, "bench_latency: '%s' does not listen\n",
		        bench->program);
		exit(1);
	}
	/* `log` stays open, so that the daemon can go on writing. */
}

static void stop_daemon(struct bench *bench)
{
	char command[160];

	kill(bench->daemon, SIGTERM);
	waitpid(bench->daemon, NULL, 0);
	snprintf(command, sizeof(command), "rm -rf '%s'", bench->directory);
	if (system(command) != 0) {
		fail("clean up");
	}
}

/* ---- the screen ---- */

static void connect_screen(struct bench *bench)
{
	static const char request[] =
		"GET /v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n"
		"Connection: Upgrade\r\nUpgrade: websocket\r\n"
		"Sec-WebSocket-Version: 13\r\n"
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
		"Sec-WebSocket-Protocol: wallboard.v1\r\n\r\n";
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)bench->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};

	bench->screen = socket(AF_INET, SOCK_STREAM, 0);
	if (bench->screen < 0 ||
	    connect(bench->screen, (struct sockaddr *)&address,
	            sizeof(address)) < 0 ||
	    send(bench->screen, request, sizeof(request) - 1, 0) < 0) {
		fail("connect");
	}
}

static void read_more(struct bench *bench)
{
	ssize_t got = read(bench->screen, bench->data + bench->have,
	                   sizeof(bench->data) - bench->have);

	if (got <= 0) {
		fail("the daemon closed the WebSocket");
	}
	bench->have += (size_t)got;
}

static void drop(struct bench *bench, size_t len)
{
	bench->have -= len;
	memmove(bench->data, bench->data + len, bench->have);
}

static void read_response(struct bench *bench)
{
	const char *end;

	while (!(end = memmem(bench->data, bench->have, "\r\n\r\n", 4))) {
		read_more(bench);
	}
	drop(bench, (size_t)(end - bench->data) + 4);
}

/* Reads one frame; says whether it holds `text`. */
static bool frame_has(struct bench *bench, const char *text)
{
	const unsigned char *bytes = (const unsigned char *)bench->data;
	size_t head = 2, len;

	while (bench->have < 10 && (bench->have < 2 || bytes[1] >= 126 ||
	                            bench->have < 2U + bytes[1])) {
		read_more(bench);
	}
	len = bytes[1];
	if (len == 126) {
		head = 4;
		len = (size_t)bytes[2] << 8 | bytes[3];
	} else if (len == 127) {
		head = 10;
		len = (size_t)bytes[7] << 16 | (size_t)bytes[8] << 8 | bytes[9];
	}
	if (head + len > sizeof(bench->data)) {
		fail("a frame that is too long");
	}
	while (bench->have < head + len) {
		read_more(bench);
	}
	bool found = memmem(bench->data + head, len, text, strlen(text));
	drop(bench, head + len);
	return found;
}

/* ---- measuring ---- */

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static int64_t print_times(const char *name, int64_t *times, int count)
{
	qsort(times, (size_t)count, sizeof(*times), compare);
	printf("%-24s p50 %6.2f ms, p99 %6.2f ms, max %6.2f ms\n", name,
	       (double)times[count / 2] / 1000,
	       (double)times[count * 99 / 100] / 1000,
	       (double)times[count - 1] / 1000);
	return times[count / 2];
}

static void request(nng_socket feed, const char *text, size_t len)
{
	char *reply;
	size_t reply_len;

	check(nng_send(feed, (void *)(uintptr_t)text, len, 0), "send");
	check(nng_recv(feed, &reply, &reply_len, NNG_FLAG_ALLOC), "reply");
	if (!memmem(reply, reply_len, "\"ok\":true", 9)) {
		fprintf(stderr, "bench_latency: refused: %.*s\n",
		        (int)reply_len, reply);
		exit(1);
	}
	nng_free(reply, reply_len);
}

static nng_socket dial(const char *url)
{
	nng_socket feed;

	check(nng_req0_open(&feed), "open");
	check(nng_dial(feed, url, NULL, 0), "dial");
	return feed;
}

/* The event is out when it is sent; the reply comes in between. */
static void measure_daemon(struct bench *bench, int64_t *ret_replies,
                           int64_t *ret_times)
{
	char event[256], shown[64];
	nng_socket feed = dial(bench->feed_url);

	for (int i = 0; i < bench->samples; i++) {
		int len = write_event(event, sizeof(event), i);
		snprintf(shown, sizeof(shown), "\"waiting\":{\"value\":%d",
		         i % 2 == 0);
		wait_ms(150 + i * 37 % 50);
		int64_t start = now_us();
		request(feed, event, (size_t)len);
		ret_replies[i] = now_us() - start;
		while (!frame_has(bench, shown)) {
		}
		ret_times[i] = now_us() - start;
	}
	nng_close(feed);
}

static void *answer_bare(void *user)
{
	nng_socket *socket = user;
	char *text;
	size_t len;

	while (nng_recv(*socket, &text, &len, NNG_FLAG_ALLOC) == 0) {
		nng_free(text, len);
		char reply[] = "{\"ok\":true,\"next\":1}";
		nng_send(*socket, reply, sizeof(reply) - 1, 0);
	}
	return NULL;
}

static void measure_bare(struct bench *bench, int64_t *ret_times)
{
	char event[256];
	nng_socket daemon;
	pthread_t thread;

	check(nng_rep0_open(&daemon), "open");
	check(nng_listen(daemon, bench->bare_url, NULL, 0), "listen");
	if (pthread_create(&thread, NULL, answer_bare, &daemon) != 0) {
		fail("thread");
	}
	nng_socket feed = dial(bench->bare_url);
	for (int i = 0; i < bench->samples; i++) {
		int len = write_event(event, sizeof(event), i);
		wait_ms(10);
		int64_t start = now_us();
		request(feed, event, (size_t)len);
		ret_times[i] = now_us() - start;
	}
	nng_close(feed);
	nng_close(daemon);
	pthread_join(thread, NULL);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	const char *base = getenv("TMPDIR");

	bench.program = argc > 1 ? argv[1] : NULL;
	bench.samples = argc > 2 ? atoi(argv[2]) : 200;
	if (!bench.program || bench.samples < 2) {
		fprintf(stderr, "usage: bench_latency WALLBOARDD [SAMPLES]\n");
		return 1;
	}
	snprintf(bench.directory, sizeof(bench.directory), "%s/latency-XXXXXX",
	         base && strlen(base) < 40 ? base : "/tmp");
	if (!mkdtemp(bench.directory)) {
		fail(bench.directory);
	}
	snprintf(bench.feed_url, sizeof(bench.feed_url), "ipc://%s/feed",
	         bench.directory);
	snprintf(bench.bare_url, sizeof(bench.bare_url), "ipc://%s/bare",
	         bench.directory);
	int64_t *times = calloc((size_t)bench.samples, sizeof(*times));
	int64_t *replies = calloc((size_t)bench.samples, sizeof(*replies));
	if (!times || !replies) {
		fail("memory");
	}
	measure_bare(&bench, times);
	int64_t bare = print_times("bare NNG round trip", times, bench.samples);
	start_daemon(&bench);
	connect_screen(&bench);
	read_response(&bench);
	measure_daemon(&bench, replies, times);
	print_times("event to durable reply", replies, bench.samples);
	int64_t real =
		print_times("event to WebSocket frame", times, bench.samples);
	printf("ratio of p50             %.1f\n", (double)real / (double)bare);
	stop_daemon(&bench);
	free(times);
	free(replies);
	return 0;
}
