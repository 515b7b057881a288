/*
 * From an alert's message to the receiver of a webhook: wb_notify_add() (its
 * transaction on disk included) on one thread with the loop, a receiver that
 * answers 200 on another. Messages come one at a time, then in bursts of 50 to
 * five routes of which one never answers.
 *
 *     bench_alert ASSETS [SAMPLES]
 */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "notify/notify.h"
#include "temp_dir.h"

#define ROUTES 5
#define BURST 50
#define SAMPLES_MAX 20000

struct bench {
	int listener, port;
	int silent, silent_port; /* takes connections, never answers */
	struct wb_loop *loop;
	struct wb_notify *notify;
	struct wb_timer *timer;
	struct wb_plan plan;
	struct wb_route_plan routes[ROUTES];
	char urls[ROUTES][64];
	int samples, burst;
	int added;
	pthread_mutex_t lock;
	int received;
	int64_t sent_us[SAMPLES_MAX], took_us[SAMPLES_MAX];
	struct wb_wake *wake; /* all of a burst were received */
};

static struct bench bench;

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void fail(const char *what)
{
	fprintf(stderr, "bench_alert: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int listen_on(int *ret_port)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
	    listen(fd, 128) < 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &len) < 0) {
		fail("cannot listen");
	}
	*ret_port = ntohs(address.sin_port);
	return fd;
}

/* "key 17" of the header: sample 17. */
static void note(const char *request)
{
	const char *key = strstr(request, "Idempotency-Key: ");
	int64_t now = now_us();

	if (!key) {
		return;
	}
	int sample = atoi(key + sizeof("Idempotency-Key: ") - 1);
	pthread_mutex_lock(&bench.lock);
	bench.took_us[sample] = now - bench.sent_us[sample];
	bench.received++;
	bool all = bench.received == bench.added;
	pthread_mutex_unlock(&bench.lock);
	if (all) {
		wb_wake_signal(bench.wake);
	}
}

/* Bytes of the request's body; -1: the head is not there yet. */
static long body_length(const char *request)
{
	const char *length = strstr(request, "Content-Length: ");

	return strstr(request, "\r\n\r\n") && length
	               ? atol(length + sizeof("Content-Length: ") - 1)
	               : -1;
}

/* One connection: requests, each answered. */
static void *serve(void *user)
{
	static const char answer[] = "HTTP/1.1 200 OK\r\n"
				     "Content-Length: 0\r\n\r\n";
	int fd = (int)(intptr_t)user;
	struct wb_buf data = { 0 };
	char chunk[8192];
	ssize_t got;

	while ((got = read(fd, chunk, sizeof(chunk))) > 0) {
		wb_buf_add(&data, chunk, (size_t)got);
		long body = body_length(data.data);
		if (body < 0) {
			continue;
		}
		const char *end = strstr(data.data, "\r\n\r\n") + 4;
		size_t whole = (size_t)(end - data.data) + (size_t)body;
		if (data.len < whole) {
			continue;
		}
		note(data.data);
		wb_buf_drop_front(&data, whole);
		if (write(fd, answer, sizeof(answer) - 1) < 0) {
			break;
		}
	}
	close(fd);
	wb_buf_finish(&data);
	return NULL;
}

static void *accept_all(void *user)
{
	(void)user;
	for (;;) {
		pthread_t thread;
		int fd = accept(bench.listener, NULL, NULL);
		if (fd < 0) {
			return NULL;
		}
		if (pthread_create(&thread, NULL, serve,
		                   (void *)(intptr_t)fd) == 0) {
			pthread_detach(thread);
		}
	}
}

static const char alerts[] =
	"[{\"id\":\"service-level/queue:sales@1\",\"rule\":\"service-level\","
	"\"state\":\"firing\",\"scope\":\"queue:sales\","
	"\"title\":{\"en\":\"Sales\"},\"since\":1795343580000,"
	"\"readings\":[{\"signal\":\"kpi\",\"kpi\":\"service_level\","
	"\"window\":\"30m\",\"unit\":\"percent\",\"worse\":\"below\","
	"\"raise\":70,\"bad\":true,\"value\":58,\"numerator\":58,"
	"\"denominator\":100}]}]";

/* The next burst, in one transaction, to the routes in turn. */
static void add(void)
{
	static char keys[BURST * 2][16];
	struct wb_notify_message messages[BURST * 2];
	struct timespec wall;
	int count = 0;

	clock_gettime(CLOCK_REALTIME, &wall);
	pthread_mutex_lock(&bench.lock);
	for (int i = 0; i < bench.burst; i++) {
		int sample = bench.added++;
		int route = bench.burst == 1 ? 0 : i % (ROUTES - 1);
		snprintf(keys[count], sizeof(keys[count]), "%d", sample);
		bench.sent_us[sample] = now_us();
		messages[count] = (struct wb_notify_message){
			.key = wb_str(keys[count]),
			.route = bench.routes[route].name,
			.kind = wb_str("raised"),
			.at = (wb_ms)wall.tv_sec * 1000,
			.rule = wb_str("service-level"),
			.severity = WB_SEVERITY_CRITICAL,
			.group = wb_str("g"),
			.alerts = wb_str(alerts),
			.standing = 1,
		};
		count++;
	}
	pthread_mutex_unlock(&bench.lock);
	struct wb_notify_batch batch = {
		.messages = messages,
		.message_count = count,
		.mark = { bench.added, 0 },
	};
	if (wb_notify_add(bench.notify, &batch) != 0) {
		fail(wb_notify_error(bench.notify));
	}
}

static void go_on(void *user)
{
	(void)user;
	if (bench.added >= bench.samples) {
		wb_loop_stop(bench.loop);
	} else {
		add();
	}
}

static void set_routes(void)
{
	static const char *const names[ROUTES] = { "a", "b", "c", "d", "deaf" };
	char error[256];

	for (int i = 0; i < ROUTES; i++) {
		snprintf(bench.urls[i], sizeof(bench.urls[i]),
		         "http://127.0.0.1:%d/",
		         i == ROUTES - 1 ? bench.silent_port : bench.port);
		bench.routes[i] = (struct wb_route_plan){
			.name = wb_str(names[i]),
			.kind = WB_ROUTE_WEBHOOK,
			.url = wb_str(bench.urls[i]),
			.timeout = 10 * WB_SECOND,
			.give_up = WB_HOUR,
		};
	}
	if (wb_notify_set_routes(bench.notify, &bench.plan, bench.routes,
	                         ROUTES, error, sizeof(error)) != 0) {
		fail(error);
	}
}

/* Something for the route that never answers to be busy with. */
static void occupy_the_deaf(void)
{
	struct wb_notify_message message = {
		.key = wb_str("deaf"),
		.route = wb_str("deaf"),
		.kind = wb_str("raised"),
		.at = WB_TIME_MAX,
		.severity = WB_SEVERITY_CRITICAL,
	};
	struct wb_notify_batch batch = {
		.messages = &message,
		.message_count = 1,
	};

	wb_notify_add(bench.notify, &batch);
}

static int by_time(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return *left < *right ? -1 : *left > *right;
}

static void run(const char *assets, const char *what, int burst, int samples)
{
	struct wb_notify_options options = {
		.assets = assets,
		.deliver = true,
	};
	char error[256];

	temp_dir_make();
	bench.samples = samples;
	bench.burst = burst;
	bench.added = bench.received = 0;
	options.directory = temp_dir();
	bench.notify =
		wb_notify_open(bench.loop, &options, error, sizeof(error));
	if (!bench.notify) {
		fail(error);
	}
	set_routes();
	if (burst > 1) {
		occupy_the_deaf();
	}
	wb_wake_signal(bench.wake);
	wb_loop_run(bench.loop);
	wb_notify_close(bench.notify);
	temp_dir_remove();
	qsort(bench.took_us, (size_t)samples, sizeof(int64_t), by_time);
	printf("%-28s p50 %6.2f ms, p99 %6.2f ms, worst %6.2f ms\n", what,
	       (double)bench.took_us[samples / 2] / 1000,
	       (double)bench.took_us[samples * 99 / 100] / 1000,
	       (double)bench.took_us[samples - 1] / 1000);
}

int main(int argc, char **argv)
{
	pthread_t thread;
	int samples = argc > 2 ? atoi(argv[2]) : 2000;

	if (argc < 2 || samples < BURST || samples > SAMPLES_MAX - BURST) {
		fprintf(stderr, "usage: bench_alert ASSETS [SAMPLES]\n");
		return EXIT_FAILURE;
	}
	pthread_mutex_init(&bench.lock, NULL);
	bench.listener = listen_on(&bench.port);
	bench.silent = listen_on(&bench.silent_port);
	bench.loop = wb_loop_create(NULL, NULL);
	bench.wake =
		bench.loop ? wb_wake_create(bench.loop, go_on, NULL) : NULL;
	if (!bench.wake ||
	    pthread_create(&thread, NULL, accept_all, NULL) != 0) {
		fail("cannot start");
	}
	run(argv[1], "one at a time", 1, samples);
	run(argv[1], "50 at once, four routes", BURST, samples / BURST * BURST);
	wb_wake_destroy(bench.wake);
	wb_loop_destroy(bench.loop);
	return EXIT_SUCCESS;
}
