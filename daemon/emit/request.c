#include "emit/request.h"

#include <errno.h>
#include <nng/nng.h>
#include <nng/protocol/reqrep0/req.h>
#include <nng/supplemental/util/platform.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A daemon that was killed in mid-request gets it again after this. */
#define RESEND_MS 2000
#define RECONNECT_MIN_MS 50
#define RECONNECT_MAX_MS 2000

enum phase { IDLE, SENDING, RECEIVING, DONE };

struct slot {
	struct wb_requests *owner;
	nng_ctx ctx;
	nng_aio *aio;
	enum phase phase; /* guarded by the owner's mutex */
	int result;
	int64_t tag;
	bool open;
};

struct wb_requests {
	nng_socket socket;
	nng_dialer dialer;
	char *url;
	nng_mtx *mutex;
	nng_cv *arrived;
	void (*wake)(void *user);
	void *user;
	nng_msg *taken;
	int under_way;
	int slot_count;
	struct slot slots[];
};

/* On NNG's threads: from sent to receiving, from received to done. */
static void step(void *arg)
{
	struct slot *slot = arg;
	struct wb_requests *requests = slot->owner;
	int result = nng_aio_result(slot->aio);

	nng_mtx_lock(requests->mutex);
	if (result == 0 && slot->phase == SENDING) {
		slot->phase = RECEIVING;
		nng_ctx_recv(slot->ctx, slot->aio);
		nng_mtx_unlock(requests->mutex);
		return;
	}
	if (result != 0 && slot->phase == SENDING) {
		nng_msg_free(nng_aio_get_msg(slot->aio));
	}
	slot->phase = DONE;
	slot->result = result;
	nng_cv_wake(requests->arrived);
	nng_mtx_unlock(requests->mutex);
	if (requests->wake) {
		requests->wake(requests->user);
	}
}

static int open_slot(struct wb_requests *requests, struct slot *slot)
{
	slot->owner = requests;
	int rv = nng_ctx_open(&slot->ctx, requests->socket);
	if (rv != 0) {
		return rv;
	}
	slot->open = true;
	rv = nng_aio_alloc(&slot->aio, step, slot);
	if (rv != 0) {
		return rv;
	}
	nng_aio_set_timeout(slot->aio, NNG_DURATION_INFINITE);
	return 0;
}

static int open_socket(struct wb_requests *requests, const char *url)
{
	int rv = nng_req0_open(&requests->socket);
	if (rv != 0) {
		return rv;
	}
	nng_socket_set_ms(requests->socket, NNG_OPT_REQ_RESENDTIME, RESEND_MS);
	nng_socket_set_ms(requests->socket, NNG_OPT_RECONNMINT,
	                  RECONNECT_MIN_MS);
	nng_socket_set_ms(requests->socket, NNG_OPT_RECONNMAXT,
	                  RECONNECT_MAX_MS);
	for (int i = 0; i < requests->slot_count; i++) {
		rv = open_slot(requests, &requests->slots[i]);
		if (rv != 0) {
			return rv;
		}
	}
	return nng_dial(requests->socket, url, &requests->dialer,
	                NNG_FLAG_NONBLOCK);
}

struct wb_requests *wb_requests_create(const char *url, int outstanding,
                                       void (*wake)(void *user), void *user,
                                       char *ret_error, size_t error_size)
{
	struct wb_requests *requests =
		calloc(1, sizeof(*requests) +
	                          (size_t)outstanding * sizeof(struct slot));
	int rv = NNG_ENOMEM;

	if (!requests) {
		goto fail;
	}
	requests->wake = wake;
	requests->user = user;
	requests->slot_count = outstanding;
	requests->url = strdup(url);
	rv = requests->url ? nng_mtx_alloc(&requests->mutex) : NNG_ENOMEM;
	if (rv == 0) {
		rv = nng_cv_alloc(&requests->arrived, requests->mutex);
	}
	if (rv == 0) {
		rv = open_socket(requests, url);
	}
	if (rv == 0) {
		return requests;
	}
	wb_requests_destroy(requests);
fail:
	snprintf(ret_error, error_size, "cannot use '%s': %s", url,
	         nng_strerror(rv));
	return NULL;
}

static void close_slot(struct slot *slot)
{
	if (slot->aio) {
		nng_aio_stop(slot->aio);
		if (slot->phase == DONE && slot->result == 0) {
			nng_msg_free(nng_aio_get_msg(slot->aio));
		}
		nng_aio_free(slot->aio);
	}
	if (slot->open) {
		nng_ctx_close(slot->ctx);
	}
}

void wb_requests_destroy(struct wb_requests *requests)
{
	if (!requests) {
		return;
	}
	for (int i = 0; i < requests->slot_count; i++) {
		close_slot(&requests->slots[i]);
	}
	nng_close(requests->socket);
	nng_msg_free(requests->taken);
	if (requests->arrived) {
		nng_cv_free(requests->arrived);
	}
	if (requests->mutex) {
		nng_mtx_free(requests->mutex);
	}
	free(requests->url);
	free(requests);
}

void wb_requests_redial(struct wb_requests *requests)
{
	nng_dialer_close(requests->dialer);
	/* Can only fail for want of memory; then the next time. */
	nng_dial(requests->socket, requests->url, &requests->dialer,
	         NNG_FLAG_NONBLOCK);
}

static struct slot *find_slot(struct wb_requests *requests, enum phase phase)
{
	struct slot *found = NULL;

	nng_mtx_lock(requests->mutex);
	for (int i = 0; i < requests->slot_count && !found; i++) {
		if (requests->slots[i].phase == phase) {
			found = &requests->slots[i];
		}
	}
	nng_mtx_unlock(requests->mutex);
	return found;
}

int wb_requests_send(struct wb_requests *requests, struct wb_str head,
                     struct wb_str body, int64_t tag)
{
	struct slot *slot = find_slot(requests, IDLE);
	nng_msg *msg = NULL;

	if (!slot) {
		return -EAGAIN;
	}
	if (nng_msg_alloc(&msg, 0) != 0) {
		return -ENOMEM;
	}
	if (nng_msg_append(msg, head.data, head.len) != 0 ||
	    nng_msg_append(msg, body.data, body.len) != 0) {
		nng_msg_free(msg);
		return -ENOMEM;
	}
	slot->tag = tag;
	requests->under_way++;
	nng_mtx_lock(requests->mutex);
	slot->phase = SENDING;
	nng_aio_set_msg(slot->aio, msg);
	nng_ctx_send(slot->ctx, slot->aio);
	nng_mtx_unlock(requests->mutex);
	return 0;
}

int wb_requests_under_way(const struct wb_requests *requests)
{
	return requests->under_way;
}

bool wb_requests_take(struct wb_requests *requests,
                      struct wb_reply_text *ret_reply)
{
	struct slot *slot = find_slot(requests, DONE);

	nng_msg_free(requests->taken);
	requests->taken = NULL;
	if (!slot) {
		return false;
	}
	*ret_reply = (struct wb_reply_text){
		.tag = slot->tag,
		.failed = slot->result != 0,
	};
	if (slot->result == 0) {
		requests->taken = nng_aio_get_msg(slot->aio);
		ret_reply->text = (struct wb_str){
			nng_msg_body(requests->taken),
			nng_msg_len(requests->taken),
		};
	}
	slot->phase = IDLE;
	requests->under_way--;
	return true;
}

static bool any_done(const struct wb_requests *requests)
{
	for (int i = 0; i < requests->slot_count; i++) {
		if (requests->slots[i].phase == DONE) {
			return true;
		}
	}
	return false;
}

void wb_requests_wait(struct wb_requests *requests, wb_ms timeout)
{
	nng_time until = nng_clock() + (nng_time)timeout;

	nng_mtx_lock(requests->mutex);
	while (!any_done(requests) &&
	       nng_cv_until(requests->arrived, until) == 0) {
	}
	nng_mtx_unlock(requests->mutex);
}
