#include "notify/transfers.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"

#define EVENTS_AT_ONCE 32
/* Idle connections that are kept for the next message. */
#define CONNECTIONS_KEPT 32L

struct wb_transfers {
	CURLM *multi;
	int epoll;
	struct wb_watch *watch; /* owns `epoll` */
	struct wb_timer *timer;
};

static uint32_t epoll_events(int what)
{
	switch (what) {
	case CURL_POLL_IN:
		return EPOLLIN;
	case CURL_POLL_OUT:
		return EPOLLOUT;
	default:
		return EPOLLIN | EPOLLOUT;
	}
}

/* libcurl wants a socket watched otherwise; `known` = it was before. */
static int on_socket(CURL *easy, curl_socket_t socket, int what, void *user,
                     void *known)
{
	struct wb_transfers *self = user;
	struct epoll_event event = {
		.events = epoll_events(what),
		.data.fd = socket,
	};

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		epoll_ctl(self->epoll, EPOLL_CTL_DEL, socket, NULL);
		return 0;
	}
	if (epoll_ctl(self->epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD,
	              socket, &event) < 0) {
		return -1; /* libcurl ends the transfer */
	}
	curl_multi_assign(self->multi, socket, self);
	return 0;
}

static int on_timeout(CURLM *multi, long timeout, void *user)
{
	struct wb_transfers *self = user;

	(void)multi;
	if (timeout < 0) {
		wb_timer_clear(self->timer);
	} else {
		wb_timer_set(self->timer, wb_clock_monotonic() + timeout);
	}
	return 0;
}

/* Those that ended; the callback may start others. */
static void tell_ended(struct wb_transfers *self)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(self->multi, &left))) {
		if (message->msg != CURLMSG_DONE) {
			continue;
		}
		struct wb_transfer_job *transfer = NULL;
		CURLcode code = message->data.result;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
		                  (char **)&transfer);
		curl_multi_remove_handle(self->multi, message->easy_handle);
		transfer->fn(transfer->user, code);
	}
}

static void on_timer(void *user)
{
	struct wb_transfers *self = user;
	int running;

	curl_multi_socket_action(self->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	tell_ended(self);
}

static int select_bits(uint32_t events)
{
	return (events & EPOLLIN ? CURL_CSELECT_IN : 0) |
	       (events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
	       (events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
}

static void on_ready(void *user, int fd)
{
	struct wb_transfers *self = user;
	struct epoll_event events[EVENTS_AT_ONCE];
	int running;
	int count = epoll_wait(fd, events, EVENTS_AT_ONCE, 0);

	for (int i = 0; i < count; i++) {
		curl_multi_socket_action(self->multi, events[i].data.fd,
		                         select_bits(events[i].events),
		                         &running);
	}
	tell_ended(self);
}

static bool set_up(struct wb_transfers *self, struct wb_loop *loop)
{
	self->multi = curl_multi_init();
	self->timer = wb_timer_create(loop, on_timer, self);
	if (!self->multi || !self->timer) {
		return false;
	}
	self->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (self->epoll < 0) {
		return false;
	}
	self->watch = wb_watch_create(loop, self->epoll, on_ready, self);
	if (!self->watch) {
		return false;
	}
	curl_multi_setopt(self->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(self->multi, CURLMOPT_SOCKETDATA, self);
	curl_multi_setopt(self->multi, CURLMOPT_TIMERFUNCTION, on_timeout);
	curl_multi_setopt(self->multi, CURLMOPT_TIMERDATA, self);
	curl_multi_setopt(self->multi, CURLMOPT_MAXCONNECTS, CONNECTIONS_KEPT);
	return true;
}

struct wb_transfers *wb_transfers_create(struct wb_loop *loop)
{
	struct wb_transfers *self = calloc(1, sizeof(*self));

	if (self && !set_up(self, loop)) {
		wb_transfers_destroy(self);
		return NULL;
	}
	return self;
}

void wb_transfers_destroy(struct wb_transfers *transfers)
{
	if (!transfers) {
		return;
	}
	/* It closes the connections, by the two callbacks' leave. */
	curl_multi_cleanup(transfers->multi);
	wb_timer_destroy(transfers->timer);
	wb_watch_destroy(transfers->watch);
	free(transfers);
}

bool wb_transfers_start(struct wb_transfers *transfers,
                        struct wb_transfer_job *transfer)
{
	curl_easy_setopt(transfer->easy, CURLOPT_PRIVATE, transfer);
	return curl_multi_add_handle(transfers->multi, transfer->easy) ==
	       CURLM_OK;
}

void wb_transfers_cancel(struct wb_transfers *transfers,
                         struct wb_transfer_job *transfer)
{
	curl_multi_remove_handle(transfers->multi, transfer->easy);
}
