#define WB_LOG_MODULE "push"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "push/private.h"

/*
 * Our own listening sockets: lws' report neither why one cannot be had nor
 * that there are too many connections.
 */
struct wb_listening {
	struct wb_push *push;
	struct wb_watch *watch;
	struct wb_listening *next;
	char *file; /* of a unix socket, to be removed */
};

/* Connections accepted at most before others have their turn. */
#define ACCEPTS_AT_ONCE 64

/* Unsent bytes in the kernel at most: beyond, a client only gets what is
 * newest by then. */
#define UNSENT_BYTES (128 * 1024)

/* Milliseconds that sent bytes may stay without acknowledgement. */
#define UNACKNOWLEDGED_MS 30000

static void tune(int fd)
{
	const int on = 1, unsent = UNSENT_BYTES, dead = UNACKNOWLEDGED_MS;

	/* Each fails on a unix socket, which does well without. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof(unsent));
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &dead, sizeof(dead));
}

static void refuse(struct wb_push *push, int fd)
{
	static const char busy[] = "HTTP/1.1 503 Service Unavailable\r\n"
				   "content-type: application/json\r\n"
				   "content-length: 32\r\n"
				   "connection: close\r\n\r\n"
				   "{\"error\":\"too many connections\"}";
	wb_ms now = wb_clock_monotonic();

	push->counters.clients_refused++;
	if (wb_log_allow(&push->refused_log, now)) {
		push->refused_log.suppressed = 0;
		wb_warn("too many connections (%d), refusing more",
		        push->clients_max);
	}
	ssize_t sent =
		send(fd, busy, sizeof(busy) - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
	(void)sent;
	close(fd);
}

/* No descriptor is left: gives up the spare one to take and refuse. */
static void refuse_without_descriptor(struct wb_push *push, int listener)
{
	if (push->spare_fd >= 0) {
		close(push->spare_fd);
	}
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	if (fd >= 0) {
		refuse(push, fd);
	}
	push->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void take(struct wb_push *push, int fd)
{
	if (push->counters.clients >= (uint64_t)push->clients_max) {
		refuse(push, fd);
		return;
	}
	tune(fd);
	/* Closes it when it fails. */
	lws_adopt_socket_vhost(push->vhost, fd);
}

static void acceptable(void *user, int listener)
{
	struct wb_listening *listening = user;

	for (int i = 0; i < ACCEPTS_AT_ONCE; i++) {
		int fd = accept4(listener, NULL, NULL,
		                 SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (fd >= 0) {
			take(listening->push, fd);
		} else if (errno == EMFILE || errno == ENFILE) {
			refuse_without_descriptor(listening->push, listener);
			return;
		} else if (errno != EINTR && errno != ECONNABORTED) {
			return;
		}
	}
}

/* ---- opening ---- */

static int bind_and_listen(int fd, const struct sockaddr *address,
                           socklen_t len)
{
	if (bind(fd, address, len) < 0 || listen(fd, SOMAXCONN) < 0) {
		int error = errno;
		close(fd);
		return -error;
	}
	return fd;
}

/* A socket file without a listener is left over from a crash. */
static void remove_stale(const struct sockaddr_un *address)
{
	struct stat st;

	/* Connecting to any other file is refused as well. */
	if (lstat(address->sun_path, &st) < 0 || !S_ISSOCK(st.st_mode)) {
		return;
	}
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0) {
		if (connect(fd, (const struct sockaddr *)address,
		            sizeof(*address)) < 0 &&
		    errno == ECONNREFUSED) {
			unlink(address->sun_path);
		}
		close(fd);
	}
}

static int open_unix(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(address.sun_path)) {
		return -ENAMETOOLONG;
	}
	memcpy(address.sun_path, path, strlen(path) + 1);
	remove_stale(&address);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0) {
		return -errno;
	}
	return bind_and_listen(fd, (const struct sockaddr *)&address,
	                       sizeof(address));
}

static int open_address(const struct addrinfo *info)
{
	const int on = 1;
	int fd = socket(info->ai_family,
	                SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0) {
		return -errno;
	}
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (info->ai_family == AF_INET6) {
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	}
	return bind_and_listen(fd, info->ai_addr, info->ai_addrlen);
}

static int open_tcp(const char *address, int port)
{
	struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
	};
	struct addrinfo *info;
	char service[16];

	snprintf(service, sizeof(service), "%d", port);
	if (getaddrinfo(address, service, &hints, &info) != 0) {
		return -EINVAL;
	}
	int fd = open_address(info);
	freeaddrinfo(info);
	return fd;
}

static int port_of(int fd)
{
	struct sockaddr_storage address = { 0 };
	socklen_t len = sizeof(address);

	if (getsockname(fd, (struct sockaddr *)&address, &len) < 0) {
		return 0;
	}
	if (address.ss_family == AF_INET) {
		return ntohs(((struct sockaddr_in *)&address)->sin_port);
	}
	if (address.ss_family == AF_INET6) {
		return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
	}
	return 0;
}

/* Takes the descriptor. */
static int adopt(struct wb_push *push, int fd, const char *file)
{
	struct wb_listening *listening = calloc(1, sizeof(*listening));
	int port = port_of(fd);

	if (!listening) {
		close(fd);
		return -ENOMEM;
	}
	listening->push = push;
	listening->file = file ? strdup(file) : NULL;
	listening->watch =
		wb_watch_create(push->loop, fd, acceptable, listening);
	listening->next = push->listening;
	push->listening = listening;
	return listening->watch ? port : -ENOMEM;
}

int wb_push_listen(struct wb_push *push, const char *address, int port,
                   char *ret_error, size_t error_size)
{
	const char *file =
		strncmp(address, "unix:", 5) == 0 ? address + 5 : NULL;
	int fd = file ? open_unix(file) : open_tcp(address, port);
	int result = fd < 0 ? fd : adopt(push, fd, file);

	if (result < 0 && file) {
		snprintf(ret_error, error_size, "cannot listen on %s: %s",
		         address, strerror(-result));
	} else if (result < 0) {
		bool six = strchr(address, ':') != NULL;
		snprintf(ret_error, error_size,
		         "cannot listen on %s%s%s:%d: %s", six ? "[" : "",
		         address, six ? "]" : "", port, strerror(-result));
	}
	return result;
}

void wb_push_unlisten(struct wb_push *push)
{
	while (push->listening) {
		struct wb_listening *listening = push->listening;
		push->listening = listening->next;
		wb_watch_destroy(listening->watch);
		if (listening->file) {
			unlink(listening->file);
		}
		free(listening->file);
		free(listening);
	}
}
