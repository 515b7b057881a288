#include "fake_daemon.h"

#include <errno.h>
#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WORKERS 4

struct worker {
	struct fake_daemon *daemon;
	nng_ctx ctx;
	nng_aio *aio;
	pthread_t thread;
};

struct fake_daemon {
	char url[256];
	nng_socket socket;
	struct worker workers[WORKERS];
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	char **lines;
	int64_t line_count;
	int64_t capacity;
	int64_t next;
	int batches;
	int lose_every;
	const char *refuse;
	int out_of_order;
	int gaps;
	int heartbeats;
	atomic_bool stopping;
};

static void keep_line(struct fake_daemon *daemon, const char *line, size_t len)
{
	if (daemon->line_count == daemon->capacity) {
		daemon->capacity = daemon->capacity * 2 + 64;
		daemon->lines =
			realloc(daemon->lines,
		                (size_t)daemon->capacity * sizeof(char *));
	}
	daemon->lines[daemon->line_count++] = strndup(line, len);
}

/* The lines behind the header; skips those below `next`. */
static void take_lines(struct fake_daemon *daemon, const char *text,
                       int64_t seq)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		if (seq >= daemon->next) {
			keep_line(daemon, text, len);
			daemon->next = seq + 1;
		}
		seq++;
		text += len + (text[len] == '\n');
	}
}

static int line_with(const char *text, const char *what)
{
	const char *at = what ? strstr(text, what) : NULL;
	int line = 1;

	for (; at && text < at; text++) {
		line += *text == '\n';
	}
	return at ? line : 0;
}

static void answer(struct fake_daemon *daemon, const char *text, char *ret,
                   size_t size)
{
	const char *at = strstr(text, "\"seq\":");
	int64_t seq = at ? strtoll(at + 6, NULL, 10) : 0;
	const char *body = text + strcspn(text, "\n");
	size_t head = (size_t)(body - text);
	bool gap = memmem(text, head, "\"gap\":true", 10) != NULL;
	int bad = line_with(text, daemon->refuse);

	if (strstr(body, "feed.alive")) {
		daemon->heartbeats++;
		pthread_cond_broadcast(&daemon->changed);
	} else if (bad) {
		snprintf(ret, size,
		         "{\"ok\":false,\"next\":%lld,"
		         "\"error\":\"line %d: refused\"}",
		         (long long)daemon->next, bad);
		return;
	} else if (seq > daemon->next && !gap) {
		daemon->out_of_order++;
		snprintf(ret, size,
		         "{\"ok\":false,\"next\":%lld,"
		         "\"error\":\"out of order: expected\"}",
		         (long long)daemon->next);
		return;
	} else {
		daemon->gaps += gap && seq > daemon->next;
		daemon->next = gap && seq > daemon->next ? seq : daemon->next;
		take_lines(daemon, body + (*body == '\n'), seq);
		daemon->batches++;
	}
	snprintf(ret, size, "{\"ok\":true,\"next\":%lld}",
	         (long long)daemon->next);
}

static bool serve(struct worker *worker)
{
	struct fake_daemon *daemon = worker->daemon;
	nng_aio *aio = worker->aio;
	char reply[256];

	nng_ctx_recv(worker->ctx, aio);
	nng_aio_wait(aio);
	if (nng_aio_result(aio) != 0) {
		return false;
	}
	nng_msg *msg = nng_aio_get_msg(aio);
	nng_msg_append(msg, "", 1);
	pthread_mutex_lock(&daemon->mutex);
	answer(daemon, nng_msg_body(msg), reply, sizeof(reply));
	bool lose =
		daemon->lose_every && daemon->batches % daemon->lose_every == 0;
	daemon->batches += lose;
	pthread_mutex_unlock(&daemon->mutex);
	nng_msg_clear(msg);
	nng_msg_append(msg, reply, strlen(reply));
	if (lose) {
		nng_msg_free(msg);
		return true;
	}
	nng_aio_set_msg(aio, msg);
	nng_ctx_send(worker->ctx, aio);
	nng_aio_wait(aio);
	if (nng_aio_result(aio) != 0) {
		nng_msg_free(nng_aio_get_msg(aio));
		return false;
	}
	return true;
}

static void *work(void *arg)
{
	struct worker *worker = arg;

	while (!atomic_load(&worker->daemon->stopping) && serve(worker)) {
	}
	return NULL;
}

void fake_daemon_start(struct fake_daemon *daemon)
{
	nng_rep0_open(&daemon->socket);
	atomic_store(&daemon->stopping, false);
	for (int i = 0; i < WORKERS; i++) {
		struct worker *worker = &daemon->workers[i];
		worker->daemon = daemon;
		nng_ctx_open(&worker->ctx, daemon->socket);
		nng_aio_alloc(&worker->aio, NULL, NULL);
		pthread_create(&worker->thread, NULL, work, worker);
	}
	int rv = nng_listen(daemon->socket, daemon->url, NULL, 0);
	if (rv != 0) {
		fprintf(stderr, "fake daemon: %s: %s\n", daemon->url,
		        nng_strerror(rv));
		abort();
	}
}

void fake_daemon_stop(struct fake_daemon *daemon)
{
	/* NNG 1.5.2 crashes or hangs when a socket is closed while one of its
	 * contexts sends: first the workers go, then the socket. A worker may
	 * be about to wait, so that it is cancelled until it has gone. */
	atomic_store(&daemon->stopping, true);
	for (int i = 0; i < WORKERS; i++) {
		struct worker *worker = &daemon->workers[i];
		while (pthread_tryjoin_np(worker->thread, NULL) == EBUSY) {
			nng_aio_cancel(worker->aio);
			sched_yield();
		}
		nng_aio_free(worker->aio);
	}
	nng_close(daemon->socket);
}

struct fake_daemon *fake_daemon_create(const char *url)
{
	struct fake_daemon *daemon = calloc(1, sizeof(*daemon));

	snprintf(daemon->url, sizeof(daemon->url), "%s", url);
	pthread_mutex_init(&daemon->mutex, NULL);
	pthread_cond_init(&daemon->changed, NULL);
	fake_daemon_start(daemon);
	return daemon;
}

void fake_daemon_forget(struct fake_daemon *daemon)
{
	pthread_mutex_lock(&daemon->mutex);
	while (daemon->line_count > 0) {
		free(daemon->lines[--daemon->line_count]);
	}
	daemon->next = 0;
	pthread_mutex_unlock(&daemon->mutex);
}

void fake_daemon_destroy(struct fake_daemon *daemon)
{
	fake_daemon_stop(daemon);
	fake_daemon_forget(daemon);
	free(daemon->lines);
	pthread_cond_destroy(&daemon->changed);
	pthread_mutex_destroy(&daemon->mutex);
	free(daemon);
}

void fake_daemon_lose_replies(struct fake_daemon *daemon, int every)
{
	pthread_mutex_lock(&daemon->mutex);
	daemon->lose_every = every;
	pthread_mutex_unlock(&daemon->mutex);
}

void fake_daemon_refuse(struct fake_daemon *daemon, const char *text)
{
	pthread_mutex_lock(&daemon->mutex);
	daemon->refuse = text;
	pthread_mutex_unlock(&daemon->mutex);
}

int64_t fake_daemon_next(struct fake_daemon *daemon)
{
	pthread_mutex_lock(&daemon->mutex);
	int64_t next = daemon->next;
	pthread_mutex_unlock(&daemon->mutex);
	return next;
}

bool fake_daemon_line(struct fake_daemon *daemon, int64_t number,
                      char *ret_line, int size)
{
	pthread_mutex_lock(&daemon->mutex);
	bool have = number >= 0 && number < daemon->line_count;
	if (have) {
		snprintf(ret_line, (size_t)size, "%s", daemon->lines[number]);
	}
	pthread_mutex_unlock(&daemon->mutex);
	return have;
}

static int read_counter(struct fake_daemon *daemon, const int *counter)
{
	pthread_mutex_lock(&daemon->mutex);
	int value = *counter;
	pthread_mutex_unlock(&daemon->mutex);
	return value;
}

int fake_daemon_out_of_order(struct fake_daemon *daemon)
{
	return read_counter(daemon, &daemon->out_of_order);
}

int fake_daemon_gaps(struct fake_daemon *daemon)
{
	return read_counter(daemon, &daemon->gaps);
}

int fake_daemon_heartbeats(struct fake_daemon *daemon)
{
	return read_counter(daemon, &daemon->heartbeats);
}

bool fake_daemon_wait_heartbeat(struct fake_daemon *daemon, int seconds)
{
	struct timespec until;
	int rv = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += seconds;
	pthread_mutex_lock(&daemon->mutex);
	int before = daemon->heartbeats;
	while (daemon->heartbeats == before && rv == 0) {
		rv = pthread_cond_timedwait(&daemon->changed, &daemon->mutex,
		                            &until);
	}
	pthread_mutex_unlock(&daemon->mutex);
	return rv == 0;
}
