#include "ingest_bed.h"

#include <check.h>
#include <poll.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <nng/protocol/reqrep0/req.h>

#include "temp_dir.h"

static int wake_fd = -1;

static void wake(void *user)
{
	uint64_t one = 1;

	ck_assert_ptr_eq(user, &wake_fd);
	ck_assert_int_eq(write(wake_fd, &one, sizeof(one)), sizeof(one));
}

void bed_set_up(void)
{
	temp_dir_make();
	wake_fd = eventfd(0, EFD_CLOEXEC);
}

void bed_tear_down(void)
{
	close(wake_fd);
	temp_dir_remove();
}

/* As the loop does: sleeps until woken. */
void wait_for_wake(void)
{
	struct pollfd fd = { .fd = wake_fd, .events = POLLIN };
	uint64_t count;

	ck_assert_int_eq(poll(&fd, 1, PATIENCE_MS), 1);
	ck_assert_int_eq(read(wake_fd, &count, sizeof(count)), sizeof(count));
}

struct wb_ingest *listen_on(const char *url)
{
	char error[512] = "";
	struct wb_ingest *ingest = wb_ingest_create(wake, &wake_fd);

	ck_assert_ptr_nonnull(ingest);
	ck_assert_msg(wb_ingest_listen(ingest, url, error, sizeof(error)) == 0,
	              "%s", error);
	return ingest;
}

/* The URL of a socket in the temporary directory. */
const char *ipc_url(void)
{
	static char url[1100];

	snprintf(url, sizeof(url), "ipc://%s", temp_path("feed.sock"));
	return url;
}

nng_socket dial(const char *url)
{
	nng_socket req;

	ck_assert_int_eq(nng_req0_open(&req), 0);
	ck_assert_int_eq(nng_dial(req, url, NULL, 0), 0);
	return req;
}

void call_start(struct call *call, nng_socket req, const void *data, size_t len)
{
	nng_msg *msg;

	ck_assert_int_eq(nng_ctx_open(&call->ctx, req), 0);
	ck_assert_int_eq(nng_aio_alloc(&call->aio, NULL, NULL), 0);
	nng_aio_set_timeout(call->aio, PATIENCE_MS);
	ck_assert_int_eq(nng_msg_alloc(&msg, 0), 0);
	ck_assert_int_eq(nng_msg_append(msg, data, len), 0);
	nng_aio_set_msg(call->aio, msg);
	nng_ctx_send(call->ctx, call->aio);
	nng_aio_wait(call->aio);
	ck_assert_int_eq(nng_aio_result(call->aio), 0);
	nng_ctx_recv(call->ctx, call->aio);
}

void call_text(struct call *call, nng_socket req, const char *text)
{
	call_start(call, req, text, strlen(text));
}

/* Waits for the reply, which must be `expected` (or only start with it). */
void call_end(struct call *call, const char *expected)
{
	nng_aio_wait(call->aio);
	ck_assert_msg(nng_aio_result(call->aio) == 0, "%s",
	              nng_strerror(nng_aio_result(call->aio)));
	nng_msg *msg = nng_aio_get_msg(call->aio);
	ck_assert_uint_ge(nng_msg_len(msg), strlen(expected));
	ck_assert_mem_eq(nng_msg_body(msg), expected, strlen(expected));
	nng_msg_free(msg);
	nng_ctx_close(call->ctx);
	nng_aio_free(call->aio);
}

/* Takes exactly `count`, in as many wake-ups as it needs. */
void take(struct wb_ingest *ingest, struct wb_request *requests, int count)
{
	int had = 0;

	while (had < count) {
		had += wb_ingest_take(ingest, requests + had, count - had);
		if (had < count) {
			wait_for_wake();
		}
	}
}

void answer(struct wb_ingest *ingest, const char *request, const char *reply)
{
	struct wb_request taken;

	take(ingest, &taken, 1);
	ck_assert(wb_str_is(taken.text, request));
	wb_ingest_reply(ingest, &taken, wb_str(reply));
}
