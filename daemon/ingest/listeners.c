#include "ingest/listeners.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nng/protocol/reqrep0/req.h>

#define IPC_SCHEME "ipc://"
#define IPC_MODE 0660

int wb_listeners_init(struct wb_listeners *listeners, nng_socket socket)
{
	int rv = nng_req0_open(&listeners->probe);

	listeners->socket = socket;
	listeners->has_probe = rv == 0;
	return rv;
}

void wb_listeners_finish(struct wb_listeners *listeners)
{
	if (listeners->has_probe) {
		nng_close(listeners->probe);
		listeners->has_probe = false;
	}
}

/* The path of a unix socket's URL, or NULL. */
static const char *ipc_path(const char *url)
{
	size_t len = strlen(IPC_SCHEME);

	return strncmp(url, IPC_SCHEME, len) == 0 ? url + len : NULL;
}

static int start(struct wb_listeners *listeners, struct wb_nng_listener *entry)
{
	int rv = nng_listener_create(&entry->listener, listeners->socket,
	                             entry->url);

	if (rv != 0) {
		return rv;
	}
	atomic_store(&entry->id, nng_listener_id(entry->listener));
	entry->watch = WB_LISTENER_QUIET;
	entry->errors = 0;
	if (ipc_path(entry->url)) {
		rv = nng_listener_set_int(entry->listener,
		                          NNG_OPT_IPC_PERMISSIONS, IPC_MODE);
	}
	if (rv == 0) {
		rv = nng_listener_start(entry->listener, 0);
	}
	if (rv != 0) {
		nng_listener_close(entry->listener);
	}
	return rv;
}

static const char *reason(int rv)
{
	switch (rv) {
	case NNG_EADDRINUSE:
		return "another program listens there";
	case NNG_EEXIST:
		return "there is a file that is not a socket";
	case NNG_EADDRINVAL:
	case NNG_EINVAL:
	case NNG_ENOTSUP:
		return "expected ipc:///path, tcp://address:port or "
		       "inproc://name";
	case NNG_ENOSPC:
		return "too many addresses";
	default:
		return nng_strerror(rv);
	}
}

/*
 * Removes what a dead daemon left. NNG would do it too, but with a connection
 * that makes a living daemon deaf, and for files of any kind.
 */
static int clear_path(struct wb_listeners *listeners, const char *url)
{
	struct stat st;
	nng_dialer dialer;
	const char *path = ipc_path(url);

	if (!path || lstat(path, &st) != 0) {
		return 0;
	}
	if (!S_ISSOCK(st.st_mode)) {
		return NNG_EEXIST;
	}
	int rv = nng_dial(listeners->probe, url, &dialer, 0);
	if (rv == 0) {
		nng_dialer_close(dialer);
	}
	if (rv != NNG_ECONNREFUSED) {
		return NNG_EADDRINUSE;
	}
	unlink(path);
	return 0;
}

static int add(struct wb_listeners *listeners, const char *url)
{
	struct wb_nng_listener *entry = &listeners->list[listeners->count];

	if (listeners->count == WB_INGEST_LISTENERS_MAX) {
		return NNG_ENOSPC;
	}
	if (strlen(url) >= sizeof(entry->url)) {
		return NNG_EADDRINVAL;
	}
	strcpy(entry->url, url);
	int rv = clear_path(listeners, url);
	if (rv == 0) {
		rv = start(listeners, entry);
	}
	if (rv == 0) {
		listeners->count++;
	}
	return rv;
}

int wb_listeners_add(struct wb_listeners *listeners, const char *url,
                     char *ret_error, size_t error_size)
{
	int rv = add(listeners, url);

	if (rv == 0) {
		return 0;
	}
	snprintf(ret_error, error_size, "cannot listen for feeds on '%s': %s",
	         url, reason(rv));
	return -1;
}

void wb_listeners_accepted(struct wb_listeners *listeners, nng_pipe pipe)
{
	int id = nng_listener_id(nng_pipe_listener(pipe));

	/* Not up to `count`, which is the loop's; unused ones have id 0. */
	for (int i = 0; i < WB_INGEST_LISTENERS_MAX; i++) {
		if (atomic_load(&listeners->list[i].id) == id) {
			atomic_fetch_add(&listeners->list[i].accepted, 1);
		}
	}
}

static uint64_t get_stat(nng_stat *parent, const char *name)
{
	for (nng_stat *stat = nng_stat_child(parent); stat;
	     stat = nng_stat_next(stat)) {
		if (strcmp(nng_stat_name(stat), name) == 0) {
			return nng_stat_value(stat);
		}
	}
	return 0;
}

/* The fatal error is among the "other" ones, with plain disconnections. */
static uint64_t get_errors(nng_stat *all, int id)
{
	for (nng_stat *stat = nng_stat_child(all); stat;
	     stat = nng_stat_next(stat)) {
		if (strcmp(nng_stat_name(stat), "listener") == 0 &&
		    get_stat(stat, "id") == (uint64_t)id) {
			return get_stat(stat, "other") +
			       get_stat(stat, "canceled");
		}
	}
	return 0;
}

static void dial(struct wb_listeners *listeners, struct wb_nng_listener *entry)
{
	entry->accepted_before = atomic_load(&entry->accepted);
	if (nng_dial(listeners->probe, entry->url, &entry->dialer,
	             NNG_FLAG_NONBLOCK) == 0) {
		entry->watch = WB_LISTENER_DIALLED;
	}
}

static void judge(struct wb_listeners *listeners, struct wb_nng_listener *entry)
{
	nng_dialer_close(entry->dialer);
	entry->watch = WB_LISTENER_SETTLING;
	if (atomic_load(&entry->accepted) != entry->accepted_before) {
		return;
	}
	/* Feeds that are connected have to connect again and repeat. */
	nng_listener_close(entry->listener);
	listeners->reopened++;
	start(listeners, entry);
}

static void check(struct wb_listeners *listeners, struct wb_nng_listener *entry,
                  uint64_t errors)
{
	switch (entry->watch) {
	case WB_LISTENER_QUIET:
		if (errors != entry->errors) {
			dial(listeners, entry);
		}
		break;
	case WB_LISTENER_DIALLED:
		judge(listeners, entry);
		break;
	case WB_LISTENER_SETTLING:
		entry->watch = WB_LISTENER_QUIET;
		break;
	}
	entry->errors = errors;
}

void wb_listeners_check(struct wb_listeners *listeners)
{
	nng_stat *all;

	if (nng_stats_get(&all) != 0) {
		return;
	}
	for (int i = 0; i < listeners->count; i++) {
		struct wb_nng_listener *entry = &listeners->list[i];
		check(listeners, entry,
		      get_errors(all, atomic_load(&entry->id)));
	}
	nng_stats_free(all);
}
