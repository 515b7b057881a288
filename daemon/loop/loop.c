#define WB_LOG_MODULE "loop"

#include "loop/loop.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "limits.h"
#include "loop/private.h"

/* Descriptors beside the clients': listeners, database, feeds, files. */
#define OTHER_FDS 1024

/* Largest chunk that one lws_write() passes on; see push/frame.h. */
#define SERVICE_BUFFER_BYTES 65536

/* One request's header lines; browsers send the cookies of all of a host. */
#define HEADER_BYTES 16384

/*
 * lws gives its log function no user pointer, so the limit lives here. Peers
 * can cause these lines.
 */
static void log_lws(int level, const char *line)
{
	static struct wb_log_limit limit;

	if (!wb_log_allow(&limit, wb_clock_monotonic())) {
		return;
	}
	if (limit.suppressed > 0) {
		wb_warn("libwebsockets: %d lines left out", limit.suppressed);
		limit.suppressed = 0;
	}
	size_t len = strcspn(line, "\n");
	wb_log_write(level == LLL_ERR ? WB_LOG_WARN : WB_LOG_DEBUG,
	             "libwebsockets", "%.*s", (int)len, line);
}

/*
 * lws makes tables as long as the limit, and falls back to 2,560 when it is
 * beyond ten million (as in some containers): hence neither less nor more than
 * is needed.
 */
static void set_descriptor_limit(void)
{
	struct rlimit limit;
	const rlim_t wanted = WB_CLIENTS_MAX + OTHER_FDS;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0) {
		return;
	}
	if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < wanted) {
		struct rlimit more = { wanted, wanted };
		if (setrlimit(RLIMIT_NOFILE, &more) == 0) {
			return; /* root may */
		}
		wb_info("at most %llu open files, for up to %d clients",
		        (unsigned long long)limit.rlim_max, WB_CLIENTS_MAX);
		limit.rlim_cur = limit.rlim_max;
	} else {
		limit.rlim_cur = wanted;
	}
	setrlimit(RLIMIT_NOFILE, &limit);
}

/* A copy of the users' protocols, ours, and the empty one that ends it. */
static struct lws_protocols *join(const struct lws_protocols *protocols)
{
	size_t count = 0;

	while (protocols && protocols[count].callback) {
		count++;
	}
	struct lws_protocols *all = calloc(count + 2, sizeof(*all));
	if (!all) {
		return NULL;
	}
	if (count > 0) {
		memcpy(all, protocols, count * sizeof(*all));
	}
	all[count].name = WB_WATCH_PROTOCOL;
	all[count].callback = wb_watch_callback;
	return all;
}

static bool start(struct wb_loop *loop, void *user)
{
	struct lws_context_creation_info info = {
		.port = CONTEXT_PORT_NO_LISTEN,
		.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS,
		.pt_serv_buf_size = SERVICE_BUFFER_BYTES,
		.max_http_header_data2 = HEADER_BYTES,
		.gid = -1,
		.uid = -1,
		.user = user,
	};
	loop->context = lws_create_context(&info);
	if (!loop->context) {
		return false;
	}
	info.vhost_name = "(loop)";
	info.protocols = loop->protocols;
	loop->vhost = lws_create_vhost(loop->context, &info);
	return loop->vhost != NULL;
}

struct wb_loop *wb_loop_create(const struct lws_protocols *protocols,
                               void *user)
{
	struct wb_loop *loop = calloc(1, sizeof(*loop));
	if (!loop) {
		return NULL;
	}
	lws_set_log_level(LLL_ERR | LLL_WARN, log_lws);
	set_descriptor_limit();
	loop->protocols = join(protocols);
	if (!loop->protocols || !start(loop, user)) {
		wb_loop_destroy(loop);
		return NULL;
	}
	return loop;
}

void wb_loop_destroy(struct wb_loop *loop)
{
	if (!loop) {
		return;
	}
	loop->closing = true;
	wb_watch_destroy(loop->signals);
	if (loop->context) {
		lws_context_destroy(loop->context);
	}
	free(loop->protocols);
	free(loop);
}

struct lws_context *wb_loop_context(struct wb_loop *loop)
{
	return loop->context;
}

struct lws_vhost *wb_loop_vhost(struct wb_loop *loop)
{
	return loop->vhost;
}

static void take_signals(void *user, int fd)
{
	struct wb_loop *loop = user;
	struct signalfd_siginfo info;

	while (read(fd, &info, sizeof(info)) == sizeof(info)) {
		loop->signal_fn(loop->signal_user, (int)info.ssi_signo);
	}
}

bool wb_loop_signals(struct wb_loop *loop, void (*fn)(void *user, int signal),
                     void *user)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0) {
		return false;
	}
	int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd < 0) {
		return false;
	}
	loop->signal_fn = fn;
	loop->signal_user = user;
	loop->signals = wb_watch_create(loop, fd, take_signals, loop);
	return loop->signals != NULL;
}

void wb_loop_run(struct wb_loop *loop)
{
	while (!loop->stop && lws_service(loop->context, 0) >= 0) {
	}
	loop->stop = false;
}

void wb_loop_stop(struct wb_loop *loop)
{
	loop->stop = true;
	lws_cancel_service(loop->context);
}
