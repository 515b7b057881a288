#include "ingest/ingest.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>

#include "base/buf.h"
#include "batch.h"
#include "ingest/listeners.h"
#include "limits.h"

/*
 * NNG cuts the connection of whoever sends more than its limit, without a word
 * to either side. So that limit is higher than ours: a batch between the two
 * gets an answer that says what is wrong.
 */
#define RECEIVE_MAX_BYTES ((size_t)2 * WB_BATCH_MAX_BYTES)

/* A feed that does not take its reply gives the context back after this. */
#define REPLY_TIMEOUT_MS 5000

/* How often the listeners are looked after. */
#define CHECK_MS 1000

/*
 * One context goes round: receiving -> pending (on the list) -> taken (by the
 * loop) -> replying -> receiving. NNG has it while receiving and replying,
 * the list while pending, the loop while taken: one owner at any time, so only
 * the list needs the mutex.
 */
enum step { RECEIVING, PENDING, TAKEN, REPLYING };

struct context {
	struct wb_ingest *ingest;
	nng_ctx ctx;
	nng_aio *aio;
	enum step step;
	nng_msg *request; /* owned while PENDING and TAKEN */
	struct context *next;
};

struct wb_ingest {
	nng_socket socket;
	struct wb_listeners listeners;
	nng_aio *timer;
	atomic_bool check_due;
	void (*wake)(void *user);
	void *user;
	struct context contexts[WB_INGEST_CONTEXTS];
	int context_count;                  /* made so far */
	struct wb_ingest_counters counters; /* of the loop's thread */
	atomic_int connections;
	atomic_ullong refused_connections;
	pthread_mutex_t mutex;
	struct context *first; /* pending; under the mutex */
	struct context *last;  /* under the mutex */
};

static void receive(struct context *context)
{
	context->step = RECEIVING;
	nng_aio_set_timeout(context->aio, NNG_DURATION_INFINITE);
	nng_ctx_recv(context->ctx, context->aio);
}

/* Returns whether the list was empty. */
static bool put_pending(struct wb_ingest *ingest, struct context *context)
{
	context->step = PENDING;
	context->next = NULL;
	pthread_mutex_lock(&ingest->mutex);
	bool was_empty = ingest->first == NULL;
	if (was_empty) {
		ingest->first = context;
	} else {
		ingest->last->next = context;
	}
	ingest->last = context;
	pthread_mutex_unlock(&ingest->mutex);
	return was_empty;
}

static void on_received(struct context *context, int error)
{
	if (error == NNG_ECLOSED || error == NNG_ECANCELED) {
		return;
	}
	if (error != 0) {
		receive(context);
		return;
	}
	context->request = nng_aio_get_msg(context->aio);
	nng_aio_set_msg(context->aio, NULL);
	if (put_pending(context->ingest, context)) {
		context->ingest->wake(context->ingest->user);
	}
}

static void on_replied(struct context *context, int error)
{
	if (error != 0) {
		nng_msg_free(nng_aio_get_msg(context->aio));
		nng_aio_set_msg(context->aio, NULL);
	}
	if (error != NNG_ECLOSED) {
		receive(context);
	}
}

/* On NNG's threads: nothing here may block, free or stop. */
static void on_done(void *user)
{
	struct context *context = user;
	int error = nng_aio_result(context->aio);

	if (context->step == RECEIVING) {
		on_received(context, error);
	} else {
		on_replied(context, error);
	}
}

static void on_connection(nng_pipe pipe, nng_pipe_ev event, void *user)
{
	struct wb_ingest *ingest = user;

	if (event == NNG_PIPE_EV_ADD_PRE) {
		wb_listeners_accepted(&ingest->listeners, pipe);
		int before = atomic_fetch_add(&ingest->connections, 1);
		if (before >= WB_INGEST_CONNECTIONS_MAX) {
			atomic_fetch_add(&ingest->refused_connections, 1);
			nng_pipe_close(pipe);
		}
	} else if (event == NNG_PIPE_EV_REM_POST) {
		atomic_fetch_sub(&ingest->connections, 1);
	}
}

static int open_socket(struct wb_ingest *ingest)
{
	int rv = nng_rep0_open(&ingest->socket);

	if (rv != 0) {
		return rv;
	}
	rv = nng_socket_set_size(ingest->socket, NNG_OPT_RECVMAXSZ,
	                         RECEIVE_MAX_BYTES);
	if (rv == 0) {
		rv = nng_pipe_notify(ingest->socket, NNG_PIPE_EV_ADD_PRE,
		                     on_connection, ingest);
	}
	if (rv == 0) {
		rv = nng_pipe_notify(ingest->socket, NNG_PIPE_EV_REM_POST,
		                     on_connection, ingest);
	}
	if (rv != 0) {
		nng_close(ingest->socket);
	}
	return rv;
}

static int open_context(struct wb_ingest *ingest, struct context *context)
{
	int rv = nng_aio_alloc(&context->aio, on_done, context);

	if (rv != 0) {
		return rv;
	}
	rv = nng_ctx_open(&context->ctx, ingest->socket);
	if (rv != 0) {
		nng_aio_free(context->aio);
		return rv;
	}
	context->ingest = ingest;
	ingest->context_count++;
	return 0;
}

static void on_timer(void *user)
{
	struct wb_ingest *ingest = user;

	if (nng_aio_result(ingest->timer) == 0) {
		atomic_store(&ingest->check_due, true);
		ingest->wake(ingest->user);
	}
}

static int open_all(struct wb_ingest *ingest)
{
	int rv = wb_listeners_init(&ingest->listeners, ingest->socket);

	if (rv == 0) {
		rv = nng_aio_alloc(&ingest->timer, on_timer, ingest);
	}
	for (int i = 0; i < WB_INGEST_CONTEXTS && rv == 0; i++) {
		rv = open_context(ingest, &ingest->contexts[i]);
	}
	return rv;
}

struct wb_ingest *wb_ingest_create(void (*wake)(void *user), void *user)
{
	struct wb_ingest *ingest = calloc(1, sizeof(*ingest));

	if (!ingest) {
		return NULL;
	}
	ingest->wake = wake;
	ingest->user = user;
	pthread_mutex_init(&ingest->mutex, NULL);
	if (open_socket(ingest) != 0) {
		pthread_mutex_destroy(&ingest->mutex);
		free(ingest);
		return NULL;
	}
	if (open_all(ingest) != 0) {
		wb_ingest_destroy(ingest);
		return NULL;
	}
	for (int i = 0; i < WB_INGEST_CONTEXTS; i++) {
		receive(&ingest->contexts[i]);
	}
	nng_sleep_aio(CHECK_MS, ingest->timer);
	return ingest;
}

int wb_ingest_listen(struct wb_ingest *ingest, const char *url, char *ret_error,
                     size_t error_size)
{
	return wb_listeners_add(&ingest->listeners, url, ret_error, error_size);
}

static struct context *get_pending(struct wb_ingest *ingest)
{
	pthread_mutex_lock(&ingest->mutex);
	struct context *context = ingest->first;
	if (context) {
		ingest->first = context->next;
	}
	pthread_mutex_unlock(&ingest->mutex);
	return context;
}

static bool has_pending(struct wb_ingest *ingest)
{
	pthread_mutex_lock(&ingest->mutex);
	bool has = ingest->first != NULL;
	pthread_mutex_unlock(&ingest->mutex);
	return has;
}

static void refuse_oversize(struct wb_ingest *ingest,
                            struct wb_request *request)
{
	struct wb_reply reply = { .ok = false };
	struct wb_buf text = { 0 };

	ingest->counters.oversize++;
	snprintf(reply.error, sizeof(reply.error),
	         "batch of %zu bytes, expected at most %d", request->text.len,
	         WB_BATCH_MAX_BYTES);
	wb_reply_encode(&reply, &text);
	wb_ingest_reply(ingest, request, wb_buf_str(&text));
	wb_buf_finish(&text);
}

int wb_ingest_take(struct wb_ingest *ingest, struct wb_request *ret_requests,
                   int max)
{
	int count = 0;

	if (atomic_exchange(&ingest->check_due, false)) {
		wb_listeners_check(&ingest->listeners);
		nng_sleep_aio(CHECK_MS, ingest->timer);
	}
	while (count < max) {
		struct context *context = get_pending(ingest);
		if (!context) {
			return count;
		}
		context->step = TAKEN;
		struct wb_request *request = &ret_requests[count];
		request->handle = context;
		request->text =
			(struct wb_str){ nng_msg_body(context->request),
			                 nng_msg_len(context->request) };
		ingest->counters.requests++;
		if (request->text.len > WB_BATCH_MAX_BYTES) {
			refuse_oversize(ingest, request);
		} else {
			count++;
		}
	}
	/* Arrivals wake only when the list was empty. */
	if (has_pending(ingest)) {
		ingest->wake(ingest->user);
	}
	return count;
}

/* The request's own message carries the reply: no allocation when it fits. */
void wb_ingest_reply(struct wb_ingest *ingest, struct wb_request *request,
                     struct wb_str reply)
{
	struct context *context = request->handle;
	nng_msg *msg = context->request;

	(void)ingest;
	context->request = NULL;
	request->handle = NULL;
	request->text = wb_str(NULL);
	nng_msg_clear(msg);
	if (nng_msg_append(msg, reply.data, reply.len) != 0) {
		nng_msg_free(msg);
		receive(context);
		return;
	}
	context->step = REPLYING;
	nng_aio_set_msg(context->aio, msg);
	nng_aio_set_timeout(context->aio, REPLY_TIMEOUT_MS);
	nng_ctx_send(context->ctx, context->aio);
}

void wb_ingest_count(const struct wb_ingest *ingest,
                     struct wb_ingest_counters *ret_counters)
{
	*ret_counters = ingest->counters;
	ret_counters->connections = atomic_load(&ingest->connections);
	ret_counters->refused_connections =
		atomic_load(&ingest->refused_connections);
	ret_counters->reopened = ingest->listeners.reopened;
}

/*
 * After nng_close() every operation ends with NNG_ECLOSED and none is started
 * again; nng_aio_free() waits for a callback that is still running.
 */
void wb_ingest_destroy(struct wb_ingest *ingest)
{
	if (!ingest) {
		return;
	}
	wb_listeners_finish(&ingest->listeners);
	nng_close(ingest->socket);
	if (ingest->timer) {
		nng_aio_free(ingest->timer);
	}
	for (int i = 0; i < ingest->context_count; i++) {
		nng_aio_free(ingest->contexts[i].aio);
		if (ingest->contexts[i].request) {
			nng_msg_free(ingest->contexts[i].request);
		}
	}
	pthread_mutex_destroy(&ingest->mutex);
	free(ingest);
}
