#define WB_LOG_MODULE "push"

#include "push/push.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "push/private.h"

/*
 * Per-client buffer for what comes in, which is nothing; and room to write a
 * chunk in one go, or lws would cut it up (and double the cost).
 */
#define RECEIVE_BUFFER_BYTES 256
#define PACKET_BYTES (WB_FRAME_CHUNK_BYTES + 64)

static const struct lws_protocols protocols[] = {
	{
		.name = WB_HTTP_PROTOCOL,
		.callback = wb_http_callback,
		.per_session_data_size = sizeof(struct wb_exchange),
		.tx_packet_size = PACKET_BYTES,
	},
	{
		.name = WB_STREAM_PROTOCOL,
		.callback = wb_stream_callback,
		.per_session_data_size = sizeof(struct wb_client),
		.rx_buffer_size = RECEIVE_BUFFER_BYTES,
		.tx_packet_size = PACKET_BYTES,
	},
	{ 0 },
};

/* A screen that does not answer a ping is gone. Seconds. */
static const lws_retry_bo_t keep_alive = {
	.secs_since_valid_ping = 30,
	.secs_since_valid_hangup = 45,
};

void wb_push_schedule(struct wb_push *push)
{
	wb_timer_set(push->timer, wb_views_due(&push->views));
}

static void on_time(void *user)
{
	struct wb_push *push = user;

	wb_timer_set(push->timer,
	             wb_views_service(&push->views, wb_clock_monotonic(),
	                              wb_stream_spoke, push));
}

/* The last that lws does with the vhost. */
static void vhost_gone(struct lws_vhost *vhost, void *user)
{
	(void)vhost;
	free(user);
}

static struct lws_vhost *create_vhost(struct wb_push *push)
{
	struct lws_context_creation_info info = {
		/* Not the loop's port, so that no Host: selects its vhost. */
		.port = CONTEXT_PORT_NO_LISTEN_SERVER,
		.vhost_name = "(push)",
		.protocols = protocols,
		.retry_and_idle_policy = &keep_alive,
		.keepalive_timeout = 30,
		.timeout_secs_ah_idle = 10,
		.finalize = vhost_gone,
		.finalize_arg = push,
		.user = push,
	};

	return lws_create_vhost(wb_loop_context(push->loop), &info);
}

struct wb_push *wb_push_create(struct wb_loop *loop, const char *files,
                               const char *const *extra_files,
                               const struct wb_push_source *source, void *user)
{
	struct wb_push *push = calloc(1, sizeof(*push));
	if (!push) {
		return NULL;
	}
	push->loop = loop;
	push->source = source;
	push->user = user;
	push->clients_max = WB_CLIENTS_MAX;
	push->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	wb_views_init(&push->views, source, user);
	push->timer = wb_timer_create(loop, on_time, push);
	if (push->timer && wb_files_init(&push->files, files, extra_files)) {
		push->vhost = create_vhost(push);
	}
	if (!push->vhost) {
		wb_push_destroy(push);
		return NULL;
	}
	return push;
}

void wb_push_destroy(struct wb_push *push)
{
	if (!push) {
		return;
	}
	push->closing = true;
	wb_push_unlisten(push);
	wb_timer_destroy(push->timer);
	wb_stream_forget(push);
	wb_views_finish(&push->views);
	wb_files_finish(&push->files);
	wb_packs_finish(&push->packs);
	if (push->spare_fd >= 0) {
		close(push->spare_fd);
	}
	if (push->vhost) {
		lws_vhost_destroy(push->vhost); /* frees push, some time */
	} else {
		free(push);
	}
}

void wb_push_limit(struct wb_push *push, int clients_max)
{
	push->clients_max = clients_max;
}

void wb_push_changed(struct wb_push *push)
{
	wb_views_changed(&push->views);
	wb_push_schedule(push);
}

void wb_push_count(const struct wb_push *push,
                   struct wb_push_counters *ret_counters)
{
	*ret_counters = push->counters;
	ret_counters->updates = push->views.updates;
}
