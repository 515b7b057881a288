#define WB_LOG_MODULE "queue_log"

#include "acd/log_import.h"

#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acd/log_mapper.h"
#include "acd/report.h"
#include "acd/tail.h"
#include "base/clock.h"
#include "base/log.h"
#include "emit/emit.h"
#include "loop/loop.h"

#define LINES_AT_ONCE 5000
#define PROGRESS_MS ((wb_ms)2000)
#define REFUSED_MS ((wb_ms)10000)

/* How long the daemon may take to hear that the import is done. */
#define FAREWELL_MS (2 * WB_SECOND)

struct import {
	const struct wb_log_import_options *options;
	struct wb_loop *loop;
	struct wb_timer *timer;
	struct wb_wake *wake;
	struct wb_watch *watch;
	struct wb_tail *tail;
	struct wb_emit *emit; /* NULL until the file's first line is there */
	struct wb_log_mapper mapper;
	struct wb_report report;
	struct wb_log_limit bad_lines;
	uint64_t bad;
	wb_ms progress_at;
	wb_ms refused_since;
	bool ended;   /* all lines were read and no more will come */
	bool rotated; /* the next line is of another file */
	bool stopping;
	int status;
};

static void put(void *user, const struct wb_event *event)
{
	struct import *import = user;

	if (!wb_emit_put(import->emit, event)) {
		wb_error("out of memory, an event is lost");
		import->status = EXIT_FAILURE;
	}
}

static void signal_wake(void *user)
{
	struct import *import = user;

	wb_wake_signal(import->wake);
}

static void make_epoch(struct wb_str line, char *ret_epoch, size_t size)
{
	unsigned char hash[crypto_generichash_BYTES_MIN];
	char text[sizeof(hash) * 2 + 1];

	crypto_generichash(hash, sizeof(hash), (const unsigned char *)line.data,
	                   line.len, NULL, 0);
	sodium_bin2hex(text, sizeof(text), hash, sizeof(hash));
	snprintf(ret_epoch, size, "queue_log-" WB_LOG_MAPPING "-%s", text);
}

static bool begin_file(struct import *import, struct wb_str first_line)
{
	struct wb_event_sink sink = { put, import };
	char epoch[80], error[256];

	make_epoch(first_line, epoch, sizeof(epoch));
	struct wb_emit_options options = {
		.url = import->options->url,
		.feed = import->options->feed,
		.epoch = epoch,
		.batch_events = 1000,
	};
	import->emit = wb_emit_create(&options, signal_wake, import, error,
	                              sizeof(error));
	if (!import->emit) {
		wb_error("%s", error);
		return false;
	}
	wb_log_mapper_init(&import->mapper, sink, &import->options->key);
	wb_debug("numbering '%s'", epoch);
	return true;
}

static void end_file(struct import *import)
{
	struct wb_emit_status status;

	wb_emit_get_status(import->emit, &status);
	wb_info("'%s': %llu records (%llu not used), %lld events, "
	        "%llu of them known before, %llu bad lines",
	        import->options->path,
	        (unsigned long long)import->mapper.records,
	        (unsigned long long)import->mapper.ignored,
	        (long long)status.put, (unsigned long long)status.skipped,
	        (unsigned long long)(import->bad +
	                             wb_tail_too_long(import->tail)));
	wb_log_mapper_finish(&import->mapper);
	wb_emit_destroy(import->emit);
	import->emit = NULL;
}

static void stop(struct import *import, int status)
{
	if (status != EXIT_SUCCESS) {
		import->status = status;
	}
	import->stopping = true;
	wb_loop_stop(import->loop);
}

static void complain(struct import *import, const char *problem)
{
	import->bad++;
	if (wb_log_allow(&import->bad_lines, wb_clock_monotonic())) {
		wb_warn("%s:%llu: %s, ignoring", import->options->path,
		        (unsigned long long)wb_tail_line_number(import->tail),
		        problem);
		import->bad_lines.suppressed = 0;
	}
}

static void take_line(struct import *import, struct wb_str line)
{
	struct wb_queue_record record;
	const char *problem;

	if (!import->emit && !begin_file(import, line)) {
		stop(import, EXIT_FAILURE);
		return;
	}
	if (wb_queue_log_parse(line, &record, &problem)) {
		wb_log_mapper_take(&import->mapper, &record);
	} else {
		complain(import, problem);
	}
}

static void fail(struct import *import)
{
	wb_error("cannot read '%s': %s", import->options->path,
	         strerror(errno));
	stop(import, EXIT_FAILURE);
}

/* Reads some lines; true when there may be more at once. */
static bool read_some(struct import *import)
{
	for (int i = 0; i < LINES_AT_ONCE && !import->stopping; i++) {
		struct wb_str line;
		if (import->emit && !wb_emit_room(import->emit)) {
			return false;
		}
		switch (wb_tail_next(import->tail, &line)) {
		case WB_TAIL_LINE:
			take_line(import, line);
			break;
		case WB_TAIL_NEW_FILE:
			import->rotated = import->emit != NULL;
			if (import->rotated) {
				return false;
			}
			break;
		case WB_TAIL_END:
			import->ended = !import->options->follow;
			return false;
		case WB_TAIL_FAILED:
			fail(import);
			return false;
		}
	}
	return !import->stopping;
}

static void show_progress(struct import *import, wb_ms now)
{
	int64_t size = wb_tail_size(import->tail);

	if (import->progress_at == 0) {
		import->progress_at = now + PROGRESS_MS;
	}
	if (now < import->progress_at || size == 0 || import->ended) {
		return;
	}
	import->progress_at = now + PROGRESS_MS;
	int64_t done = wb_tail_offset(import->tail);
	if (done < size) {
		wb_info("%lld %% of '%s' read", (long long)(done * 100 / size),
		        import->options->path);
	}
}

/* An import that the daemon keeps refusing has no point. */
static bool is_hopeless(struct import *import, wb_ms now)
{
	struct wb_emit_status status;

	wb_emit_get_status(import->emit, &status);
	if (status.link != WB_EMIT_REFUSED) {
		import->refused_since = 0;
		return false;
	}
	if (import->refused_since == 0) {
		import->refused_since = now;
	}
	return !import->options->follow &&
	       now >= import->refused_since + REFUSED_MS;
}

static wb_ms service(struct import *import, wb_ms now)
{
	if (!import->emit) {
		if (import->ended) {
			wb_warn("'%s' is empty", import->options->path);
			stop(import, EXIT_SUCCESS);
		}
		return now + WB_SECOND;
	}
	wb_ms next = wb_emit_service(import->emit, now);
	wb_report_link(&import->report, import->emit, import->options->url);
	bool idle = wb_emit_is_idle(import->emit);
	if (import->rotated && idle) {
		end_file(import);
		import->rotated = false;
		next = now;
	} else if (import->ended && idle) {
		wb_emit_farewell(import->emit, FAREWELL_MS);
		stop(import, EXIT_SUCCESS);
	} else if (is_hopeless(import, now)) {
		stop(import, EXIT_FAILURE);
	}
	return next;
}

static void turn(void *user)
{
	struct import *import = user;
	bool more = false;

	if (import->stopping) {
		return;
	}
	if (!import->rotated && !import->ended) {
		more = read_some(import);
	}
	wb_ms now = wb_clock_monotonic();
	show_progress(import, now);
	wb_ms next = service(import, now);
	if (!import->stopping) {
		wb_timer_set(import->timer, more ? now : next);
	}
}

static void file_changed(void *user, int fd)
{
	wb_tail_drain(fd);
	turn(user);
}

static void take_signal(void *user, int number)
{
	struct import *import = user;

	if (number == SIGINT || number == SIGTERM) {
		stop(import,
		     import->options->follow ? EXIT_SUCCESS : EXIT_FAILURE);
	}
}

static bool set_up(struct import *import)
{
	import->tail =
		wb_tail_create(import->options->path, import->options->follow);
	import->loop = wb_loop_create(NULL, NULL);
	if (!import->tail || !import->loop ||
	    !wb_loop_signals(import->loop, take_signal, import)) {
		return false;
	}
	import->timer = wb_timer_create(import->loop, turn, import);
	import->wake = wb_wake_create(import->loop, turn, import);
	if (!import->timer || !import->wake) {
		return false;
	}
	if (import->options->follow) {
		int fd = wb_tail_notify_fd(import->tail);
		if (fd >= 0) {
			import->watch = wb_watch_create(import->loop, fd,
			                                file_changed, import);
		}
	}
	return true;
}

static void tear_down(struct import *import)
{
	if (import->emit) {
		end_file(import);
	}
	wb_timer_destroy(import->timer);
	wb_wake_destroy(import->wake);
	wb_watch_destroy(import->watch);
	wb_loop_destroy(import->loop);
	wb_tail_destroy(import->tail);
}

int wb_log_import_run(const struct wb_log_import_options *options)
{
	struct import import = { .options = options };

	if (!set_up(&import)) {
		wb_error("cannot start the event loop: %s", strerror(errno));
		import.status = EXIT_FAILURE;
	} else {
		turn(&import);
		wb_loop_run(import.loop);
		if (import.emit && import.mapper.records == 0 &&
		    import.bad > 0) {
			wb_error("'%s' does not look like a queue_log",
			         options->path);
			import.status = EXIT_FAILURE;
		}
	}
	tear_down(&import);
	return import.status;
}
