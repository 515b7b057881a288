#include "bench_feed.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>

#include "base/clock.h"
#include "batch.h"
#include "ingest/ingest.h"
#include "journal/journal.h"
#include "limits.h"

struct echo {
	nng_ctx ctx;
	nng_aio *aio;
	bool sending;
};

static void on_echo(void *user)
{
	static const char reply[] = "{\"ok\":true,\"next\":1732190412}";
	struct echo *echo = user;

	if (nng_aio_result(echo->aio) != 0) {
		return;
	}
	echo->sending = !echo->sending;
	if (echo->sending) {
		nng_msg *msg = nng_aio_get_msg(echo->aio);
		nng_msg_clear(msg);
		nng_msg_append(msg, reply, sizeof(reply) - 1);
		nng_aio_set_msg(echo->aio, msg);
		nng_ctx_send(echo->ctx, echo->aio);
	} else {
		nng_ctx_recv(echo->ctx, echo->aio);
	}
}

void bench_serve_raw(const char *url)
{
	static struct echo echoes[WB_INGEST_CONTEXTS];
	nng_socket rep;

	if (nng_rep0_open(&rep) != 0) {
		return;
	}
	nng_socket_set_size(rep, NNG_OPT_RECVMAXSZ, WB_BATCH_MAX_BYTES);
	for (int i = 0; i < WB_INGEST_CONTEXTS; i++) {
		if (nng_ctx_open(&echoes[i].ctx, rep) != 0 ||
		    nng_aio_alloc(&echoes[i].aio, on_echo, &echoes[i]) != 0) {
			return;
		}
		nng_ctx_recv(echoes[i].ctx, echoes[i].aio);
	}
	if (nng_listen(rep, url, NULL, 0) == 0) {
		pause();
	}
}

struct server {
	struct wb_ingest *ingest;
	struct wb_journal *journal;
	struct wb_arena arenas[WB_INGEST_CONTEXTS];
	struct wb_request requests[WB_INGEST_CONTEXTS];
	struct wb_record records[WB_INGEST_CONTEXTS];
	struct wb_buf reply;
	int wake_fd;
};

static void wake(void *user)
{
	struct server *server = user;
	uint64_t one = 1;

	if (write(server->wake_fd, &one, sizeof(one)) < 0) {
		abort();
	}
}

enum outcome { HEARTBEAT, BATCH, BAD };

static enum outcome decode(struct server *server, int i,
                           struct wb_record *record)
{
	struct wb_batch batch;
	struct wb_batch_error error;

	wb_arena_reset(&server->arenas[i]);
	if (!wb_batch_decode(server->requests[i].text, &server->arenas[i],
	                     &batch, &error)) {
		return BAD;
	}
	*record = (struct wb_record){
		.kind = WB_RECORD_BATCH,
		.feed = batch.header.feed,
		.epoch = batch.header.epoch,
		.seq = batch.header.seq,
		.next = batch.header.seq + batch.count,
		.text = server->requests[i].text,
	};
	return batch.heartbeat ? HEARTBEAT : BATCH;
}

static void reply(struct server *server, int i, bool ok)
{
	struct wb_reply answer = { .ok = ok, .next = 1732190412 };

	wb_buf_clear(&server->reply);
	wb_reply_encode(&answer, &server->reply);
	wb_ingest_reply(server->ingest, &server->requests[i],
	                wb_buf_str(&server->reply));
}

static void serve_once(struct server *server, wb_ms now)
{
	bool good[WB_INGEST_CONTEXTS];
	int count = wb_ingest_take(server->ingest, server->requests,
	                           WB_INGEST_CONTEXTS);
	int records = 0;

	for (int i = 0; i < count; i++) {
		struct wb_record *record = &server->records[records];
		enum outcome outcome = decode(server, i, record);
		record->received = now;
		records += outcome == BATCH;
		good[i] = outcome != BAD;
	}
	bool ok = server->journal->ops->append(server->journal, server->records,
	                                       records) == 0;
	for (int i = 0; i < count; i++) {
		reply(server, i, ok && good[i]);
	}
}

void bench_serve_durable(const char *url, const char *directory)
{
	static struct server server;
	char error[512] = "out of memory";
	struct pollfd fd = { .events = POLLIN };
	uint64_t count;
	wb_ms now = 0;

	server.wake_fd = fd.fd = eventfd(0, EFD_CLOEXEC);
	server.journal =
		wb_journal_open_sqlite(directory, error, sizeof(error));
	server.ingest = wb_ingest_create(wake, &server);
	if (!server.journal || !server.ingest ||
	    wb_ingest_listen(server.ingest, url, error, sizeof(error)) != 0) {
		fprintf(stderr, "%s\n", error);
		return;
	}
	while (poll(&fd, 1, -1) == 1 &&
	       read(fd.fd, &count, sizeof(count)) == sizeof(count)) {
		wb_ms wall = wb_clock_wall();
		now = wall > now ? wall : now;
		serve_once(&server, now);
	}
}
