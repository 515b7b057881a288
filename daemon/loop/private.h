#ifndef WB_LOOP_PRIVATE_H
#define WB_LOOP_PRIVATE_H

/* What the files of loop/ share. */

#include <libwebsockets.h>
#include <stdbool.h>

struct wb_watch;

struct wb_loop {
	struct lws_context *context;
	struct lws_vhost *vhost;
	struct lws_protocols *protocols; /* the users' and the loop's own */
	struct wb_watch *signals;
	void (*signal_fn)(void *user, int signal);
	void *signal_user;
	bool stop;
	bool closing; /* being destroyed: nobody is called any more */
};

/*
 * The lws protocol of watched descriptors. Its name is no HTTP token, so no
 * client can ask for it as a WebSocket subprotocol.
 */
#define WB_WATCH_PROTOCOL "(watch)"

int wb_watch_callback(struct lws *wsi, enum lws_callback_reasons reason,
                      void *session, void *in, size_t len);

#endif
