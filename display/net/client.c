#define WB_LOG_MODULE "net"

#include "net/client.h"

#include <errno.h>
#include <libwebsockets.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "limits.h"
#include "net/session.h"

#define RECEIVE_BYTES 65536
#define DESCRIPTORS 32 /* one connection and what lws needs itself */

/*
 * The thread owns everything down to `message`; `lock` guards what follows
 * it; the rest is set before the thread starts.
 */
struct wb_client {
	struct wb_url url;
	void (*notify)(void *user);
	void *user;

	struct lws_context *context;
	struct lws *connection; /* NULL = none, or one that was given up */
	lws_sorted_usec_list_t timer;
	struct wb_session session;
	struct wb_buf message;

	pthread_t thread;
	bool started;
	atomic_bool stopping;

	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct wb_picture slot;
	bool full;
};

const char *wb_link_state_name(enum wb_link_state state)
{
	static const char *const names[] = {
		[WB_LINK_CONNECTING] = "connecting",
		[WB_LINK_LIVE] = "live",
		[WB_LINK_STALE] = "stale",
		[WB_LINK_OFFLINE] = "offline",
	};
	return names[state];
}

/* What nobody took is replaced: only the newest picture matters. */
static void publish(struct wb_client *c)
{
	struct wb_picture picture = {
		.state = wb_state_ref(wb_session_state(&c->session)),
		.clock_offset = wb_session_time(&c->session, 0),
	};
	wb_session_link(&c->session, &picture.link);

	pthread_mutex_lock(&c->lock);
	struct wb_state *old = c->full ? c->slot.state : NULL;
	c->slot = picture;
	c->full = true;
	pthread_cond_broadcast(&c->changed);
	pthread_mutex_unlock(&c->lock);
	wb_state_unref(old);
	if (c->notify) {
		c->notify(c->user);
	}
}

static void on_timer(lws_sorted_usec_list_t *timer);

static void set_timer(struct wb_client *c)
{
	wb_ms wait = wb_session_next_change(&c->session) - wb_clock_monotonic();
	if (wait < 1) {
		wait = 1;
	}
	lws_sul_schedule(c->context, 0, &c->timer, on_timer,
	                 wait * LWS_US_PER_MS);
}

static void dial(struct wb_client *c)
{
	struct lws_client_connect_info info = {
		.context = c->context,
		.address = c->url.host,
		.port = c->url.port,
		.path = c->url.path,
		.host = c->url.peer,
		.origin = c->url.peer,
		.protocol = "wallboard.v1",
		.pwsi = &c->connection,
	};
	c->message.len = 0;
	if (!lws_client_connect_via_info(&info)) {
		/* often reported by the callback as well, which came first */
		wb_session_closed(&c->session,
		                  wb_str("no such host, or cannot connect"),
		                  wb_clock_monotonic());
	}
}

static void give_up_connection(struct wb_client *c)
{
	if (c->connection) {
		lws_set_timeout(c->connection, PENDING_TIMEOUT_USER_OK,
		                LWS_TO_KILL_ASYNC);
		c->connection = NULL;
	}
}

static void on_timer(lws_sorted_usec_list_t *timer)
{
	struct wb_client *c = lws_container_of(timer, struct wb_client, timer);
	enum wb_link_state before = c->session.link;
	enum wb_session_action action =
		wb_session_tick(&c->session, wb_clock_monotonic());
	if (action == WB_SESSION_HANG_UP) {
		give_up_connection(c);
	} else if (action == WB_SESSION_DIAL) {
		dial(c);
	}
	if (c->session.link != before) {
		publish(c);
	}
	set_timer(c);
}

/* Gathers the pieces of a message; false when the connection is to end. */
static bool take_piece(struct wb_client *c, struct lws *wsi,
                       struct wb_str piece)
{
	if (lws_is_first_fragment(wsi)) {
		wb_buf_clear(&c->message);
	}
	wb_buf_add_str(&c->message, piece);
	if (!lws_is_final_fragment(wsi) && !c->message.failed) {
		return true;
	}
	/* what is beyond the limit is cut, and therefore no JSON */
	enum wb_session_action action = wb_session_message(
		&c->session, wb_buf_str(&c->message), wb_clock_monotonic());
	publish(c);
	set_timer(c);
	if (action == WB_SESSION_HANG_UP) {
		c->connection = NULL;
		return false;
	}
	return true;
}

static void lost(struct wb_client *c, struct wb_str why)
{
	c->connection = NULL;
	wb_session_closed(&c->session, why, wb_clock_monotonic());
	publish(c);
	set_timer(c);
}

/* lws' words for why a connection failed, as people would put them. */
static struct wb_str reason_for_people(struct wb_str reason)
{
	static const char handshake[] = "HS:";
	size_t len = sizeof(handshake) - 1;
	if (!reason.data || wb_str_is(reason, "Unable to connect")) {
		return wb_str("cannot connect");
	}
	if (reason.len > len && memcmp(reason.data, handshake, len) == 0) {
		return wb_str("no board there, is it a wallboardd?");
	}
	return reason;
}

static int on_connection(struct lws *wsi, enum lws_callback_reasons reason,
                         void *session, void *in, size_t len)
{
	(void)session;
	struct wb_client *c = lws_context_user(lws_get_context(wsi));
	struct wb_str piece = { in, len };
	if (!c || wsi != c->connection) {
		return 0; /* start-up, or a connection that was given up */
	}
	/* the many other reasons are not for a client of one protocol */
	if (reason == LWS_CALLBACK_CLIENT_ESTABLISHED) {
		wb_session_opened(&c->session, wb_clock_monotonic());
		set_timer(c);
	} else if (reason == LWS_CALLBACK_CLIENT_RECEIVE) {
		return take_piece(c, wsi, piece) ? 0 : -1;
	} else if (reason == LWS_CALLBACK_CLIENT_CONNECTION_ERROR) {
		lost(c, reason_for_people(piece));
	} else if (reason == LWS_CALLBACK_CLIENT_CLOSED ||
	           reason == LWS_CALLBACK_WSI_DESTROY) {
		lost(c, wb_str("connection closed"));
	}
	return 0;
}

static const struct lws_protocols protocols[] = {
	{ "wallboard.v1", on_connection, 0, RECEIVE_BYTES, 0, NULL, 0 },
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

/* The session says what is wrong; lws' own lines are for developers. */
static void log_lws(int level, const char *line)
{
	(void)level;
	wb_debug("libwebsockets: %.*s", (int)strcspn(line, "\n"), line);
}

static struct lws_context *create_context(struct wb_client *c)
{
	lws_set_log_level(LLL_ERR | LLL_WARN, log_lws);
	struct lws_context_creation_info info = {
		.port = CONTEXT_PORT_NO_LISTEN,
		.protocols = protocols,
		.user = c,
		.fd_limit_per_thread = DESCRIPTORS,
		/* a wall's daemon is near; no proxy from the environment */
		.http_proxy_address = "",
		.gid = -1,
		.uid = -1,
	};
	return lws_create_context(&info);
}

static bool init_lock(struct wb_client *c)
{
	pthread_condattr_t attr;
	pthread_mutex_init(&c->lock, NULL);
	if (pthread_condattr_init(&attr) != 0) {
		return false;
	}
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	bool good = pthread_cond_init(&c->changed, &attr) == 0;
	pthread_condattr_destroy(&attr);
	return good;
}

struct wb_client *wb_client_create(const struct wb_url *url,
                                   void (*notify)(void *user), void *user)
{
	struct wb_client *c = calloc(1, sizeof(*c));
	if (!c) {
		return NULL;
	}
	c->url = *url;
	c->notify = notify;
	c->user = user;
	wb_buf_init(&c->message, WB_STATE_MAX_BYTES);
	wb_ms now = wb_clock_monotonic();
	uint64_t seed = (uint64_t)getpid() << 32 ^ (uint64_t)now;
	wb_session_init(&c->session, url->peer, now, wb_clock_wall(), seed);
	c->context = init_lock(c) ? create_context(c) : NULL;
	if (!c->context) {
		wb_client_destroy(c);
		return NULL;
	}
	return c;
}

static void *run(void *user)
{
	struct wb_client *c = user;
	publish(c);
	set_timer(c);
	while (!atomic_load(&c->stopping)) {
		if (lws_service(c->context, 0) < 0) {
			break;
		}
	}
	return NULL;
}

int wb_client_start(struct wb_client *client)
{
	/* signals are for the thread that draws */
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int error = pthread_create(&client->thread, NULL, run, client);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	client->started = error == 0;
	return -error;
}

void wb_client_stop(struct wb_client *client)
{
	if (client->started) {
		atomic_store(&client->stopping, true);
		lws_cancel_service(client->context);
		pthread_join(client->thread, NULL);
		client->started = false;
	}
}

void wb_client_destroy(struct wb_client *client)
{
	if (!client) {
		return;
	}
	wb_client_stop(client);
	if (client->context) {
		client->connection = NULL; /* its end is no news */
		lws_context_destroy(client->context);
	}
	if (client->full) {
		wb_state_unref(client->slot.state);
	}
	wb_session_finish(&client->session);
	wb_buf_finish(&client->message);
	pthread_cond_destroy(&client->changed);
	pthread_mutex_destroy(&client->lock);
	free(client);
}

static bool take_locked(struct wb_client *client,
                        struct wb_picture *ret_picture)
{
	bool full = client->full;
	if (full) {
		*ret_picture = client->slot;
		client->slot = (struct wb_picture){ 0 };
		client->full = false;
	}
	return full;
}

bool wb_client_take(struct wb_client *client, struct wb_picture *ret_picture)
{
	pthread_mutex_lock(&client->lock);
	bool taken = take_locked(client, ret_picture);
	pthread_mutex_unlock(&client->lock);
	return taken;
}

bool wb_client_wait(struct wb_client *client, wb_ms until,
                    struct wb_picture *ret_picture)
{
	struct timespec deadline = {
		.tv_sec = until / 1000,
		.tv_nsec = until % 1000 * 1000000,
	};
	int error = 0;
	pthread_mutex_lock(&client->lock);
	while (!client->full && error == 0) {
		error = pthread_cond_timedwait(&client->changed, &client->lock,
		                               &deadline);
	}
	bool taken = take_locked(client, ret_picture);
	pthread_mutex_unlock(&client->lock);
	return taken;
}
