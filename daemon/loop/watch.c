#include "loop/loop.h"

#include <stdlib.h>
#include <unistd.h>

#include "loop/private.h"

/*
 * The wsi points to its watch (opaque user data) and the watch to its wsi;
 * whichever goes first clears the other's pointer.
 */
struct wb_watch {
	struct wb_loop *loop;
	struct lws *wsi; /* NULL once lws has closed it */
	int fd;
	void (*fn)(void *user, int fd);
	void *user;
};

static int readable(struct lws *wsi, struct wb_watch *watch)
{
	if (!watch) {
		return -1; /* destroyed; lws closes the descriptor */
	}
	watch->fn(watch->user, watch->fd);
	return lws_get_opaque_user_data(wsi) ? 0 : -1;
}

static void closed(struct lws *wsi, struct wb_watch *watch)
{
	if (!watch) {
		return;
	}
	lws_set_opaque_user_data(wsi, NULL);
	watch->wsi = NULL;
	if (!watch->loop->closing) {
		watch->fn(watch->user, watch->fd);
	}
}

int wb_watch_callback(struct lws *wsi, enum lws_callback_reasons reason,
                      void *session, void *in, size_t len)
{
	(void)session;
	(void)in;
	(void)len;
	if (reason == LWS_CALLBACK_RAW_RX_FILE) {
		return readable(wsi, lws_get_opaque_user_data(wsi));
	}
	if (reason == LWS_CALLBACK_RAW_CLOSE_FILE) {
		closed(wsi, lws_get_opaque_user_data(wsi));
	}
	return 0;
}

struct wb_watch *wb_watch_create(struct wb_loop *loop, int fd,
                                 void (*fn)(void *user, int fd), void *user)
{
	struct wb_watch *watch = calloc(1, sizeof(*watch));
	if (!watch) {
		close(fd);
		return NULL;
	}
	*watch = (struct wb_watch){
		.loop = loop,
		.fd = fd,
		.fn = fn,
		.user = user,
	};
	lws_adopt_desc_t info = {
		.vh = loop->vhost,
		.type = LWS_ADOPT_RAW_FILE_DESC,
		.fd.filefd = fd,
		.vh_prot_name = WB_WATCH_PROTOCOL,
		.opaque = watch,
	};
	watch->wsi = lws_adopt_descriptor_vhost_via_info(&info);
	if (!watch->wsi) {
		close(fd);
		free(watch);
		return NULL;
	}
	return watch;
}

void wb_watch_destroy(struct wb_watch *watch)
{
	if (!watch) {
		return;
	}
	if (watch->wsi) {
		/* Not at once: lws may be in the middle of its list. */
		lws_set_opaque_user_data(watch->wsi, NULL);
		lws_set_timeout(watch->wsi, PENDING_TIMEOUT_USER_OK,
		                LWS_TO_KILL_ASYNC);
	}
	free(watch);
}
