#define WB_LOG_MODULE "asterisk"

#include "acd/asterisk_run.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "acd/asterisk.h"
#include "acd/asterisk_connection.h"
#include "acd/report.h"
#include "acd/tail.h"
#include "base/clock.h"
#include "base/log.h"
#include "emit/emit.h"
#include "loop/loop.h"

#define FLUSH_MS ((wb_ms)2000)
#define SEED_BYTES (4 * 1024 * 1024)

struct run {
	const struct wb_asterisk_run_options *options;
	struct wb_loop *loop;
	struct wb_timer *timer;
	struct wb_wake *wake;
	struct wb_watch *watch;
	struct wb_emit *emit;
	struct wb_asterisk_connection *link;
	struct wb_tail *tail; /* NULL without --queue-log */
	struct wb_asterisk asterisk;
	struct wb_report report;
	wb_ms offset;     /* the switch's clock less ours, when it tells */
	wb_ms down_since; /* in the switch's time; 0 = never was down */
	bool guess_told;
	bool spool_told;
};

/* Now, by the switch's clock. */
static wb_ms switch_now(const struct run *run)
{
	return wb_clock_wall() + run->offset;
}

static void put(void *user, const struct wb_event *event)
{
	struct run *run = user;

	if (!wb_emit_put(run->emit, event) && !run->spool_told) {
		wb_error("too much waits for the daemon, events are lost");
		run->spool_told = true;
	}
}

static void signal_wake(void *user)
{
	struct run *run = user;

	wb_wake_signal(run->wake);
}

static void warn_of_guesses(struct run *run)
{
	if (run->asterisk.counters.guessed > 0 && !run->guess_told) {
		run->guess_told = true;
		wb_warn("this account does not see how callers leave a queue; "
		        "give it read=call,dialplan, or this program "
		        "--queue-log");
	}
}

/* Sends, and sets the timer for what is next. */
static void service(struct run *run)
{
	wb_ms now = wb_clock_monotonic();
	wb_ms next = wb_emit_service(run->emit, now);
	wb_ms change = wb_asterisk_next_change(&run->asterisk);

	wb_report_link(&run->report, run->emit, run->options->url);
	wb_asterisk_connection_pause(run->link, !wb_emit_room(run->emit));
	if (change != WB_NEVER) {
		wb_ms wait = change - switch_now(run);
		wb_ms at = now + (wait > 0 ? wait : 0);
		next = at < next ? at : next;
	}
	wb_timer_set(run->timer, next);
	warn_of_guesses(run);
}

/* Bad lines are for the import to complain of; here they decide nothing. */
static void read_log(struct run *run)
{
	struct wb_str line;

	for (;;) {
		switch (wb_tail_next(run->tail, &line)) {
		case WB_TAIL_LINE:
			wb_asterisk_take_line(&run->asterisk, line);
			break;
		case WB_TAIL_NEW_FILE:
			break;
		case WB_TAIL_FAILED:
			wb_error("cannot read '%s': %s, ignoring",
			         run->options->queue_log, strerror(errno));
			return;
		case WB_TAIL_END:
			return;
		}
	}
}

/*
 * Nothing is guessed before the log was asked: when it is time to, and when a
 * caller goes on to another queue.
 */
static void ask_log(struct run *run, wb_ms now, bool joins)
{
	if (run->tail &&
	    (joins || wb_asterisk_next_change(&run->asterisk) <= now)) {
		read_log(run);
	}
}

static void turn(void *user)
{
	struct run *run = user;

	ask_log(run, switch_now(run), false);
	wb_asterisk_tick(&run->asterisk, switch_now(run));
	service(run);
}

static void on_packet(void *user, const struct wb_ami_packet *packet)
{
	struct run *run = user;
	wb_ms arrival = wb_clock_wall();
	wb_ms stamp;

	if (packet->kind == WB_AMI_EVENT &&
	    wb_text_to_ms(wb_ami_get(packet, "Timestamp"), &stamp)) {
		run->offset = stamp - arrival;
	}
	ask_log(run, arrival + run->offset,
	        wb_ami_is(packet->name, "QueueCallerJoin"));
	wb_asterisk_take(&run->asterisk, packet, arrival + run->offset);
	/* Once per wake-up is enough: the timer fires when all is read. */
	wb_timer_set(run->timer, wb_clock_monotonic());
}

static void on_list_begun(void *user, const char *action_id)
{
	struct run *run = user;

	wb_asterisk_begin_list(&run->asterisk, action_id);
}

static int get_list_queues(void *user)
{
	struct run *run = user;

	return wb_asterisk_list_queues(&run->asterisk);
}

static void on_up(void *user)
{
	struct run *run = user;
	struct wb_event gap;

	wb_emit_set_quiet(run->emit, false);
	if (run->tail) {
		read_log(run);
	}
	wb_asterisk_connected(&run->asterisk);
	if (run->down_since == 0 || run->tail) {
		return; /* the log told what was missed */
	}
	wb_event_init(&gap, WB_EV_FEED_GAP, switch_now(run));
	gap.from = run->down_since;
	gap.until = gap.t > gap.from ? gap.t : gap.from;
	gap.why = wb_str("connection to the switch lost");
	put(run, &gap);
}

static void on_down(void *user)
{
	struct run *run = user;

	run->down_since = switch_now(run);
	wb_asterisk_disconnected(&run->asterisk);
	wb_emit_set_quiet(run->emit, true);
	service(run);
}

static const struct wb_asterisk_connection_callbacks callbacks = {
	.packet = on_packet,
	.list_begun = on_list_begun,
	.list_queues = get_list_queues,
	.up = on_up,
	.down = on_down,
};

static void log_changed(void *user, int fd)
{
	struct run *run = user;

	wb_tail_drain(fd);
	read_log(run);
	service(run);
}

static void take_signal(void *user, int number)
{
	struct run *run = user;

	if (number == SIGINT || number == SIGTERM) {
		wb_loop_stop(run->loop);
	}
}

/* The end of the log tells which calls are under way. */
static bool seed(struct run *run)
{
	struct wb_str line;

	if (!wb_tail_begin_at_last(run->tail, SEED_BYTES)) {
		wb_error("cannot read '%s': %s", run->options->queue_log,
		         strerror(errno));
		return false;
	}
	while (wb_tail_next(run->tail, &line) == WB_TAIL_LINE) {
		wb_asterisk_seed(&run->asterisk, line);
	}
	wb_asterisk_seeded(&run->asterisk, wb_clock_wall());
	return true;
}

static bool set_up_log(struct run *run)
{
	if (!run->options->queue_log) {
		return true;
	}
	run->tail = wb_tail_create(run->options->queue_log, true);
	if (!run->tail || !seed(run)) {
		return false;
	}
	int fd = wb_tail_notify_fd(run->tail);
	if (fd >= 0) {
		run->watch = wb_watch_create(run->loop, fd, log_changed, run);
	}
	if (!run->watch) {
		wb_error("cannot watch '%s'", run->options->queue_log);
	}
	return run->watch != NULL;
}

static bool set_up_emit(struct run *run)
{
	char epoch[64], error[256];

	/* The numbers of this run are its own: nothing outlives it. */
	snprintf(epoch, sizeof(epoch), "ami-%lld-%ld",
	         (long long)wb_clock_wall(), (long)getpid());
	struct wb_emit_options options = {
		.url = run->options->url,
		.feed = run->options->feed,
		.epoch = epoch,
	};
	run->emit = wb_emit_create(&options, signal_wake, run, error,
	                           sizeof(error));
	if (!run->emit) {
		wb_error("%s", error);
		return false;
	}
	wb_emit_set_quiet(run->emit, true);
	return true;
}

static bool set_up(struct run *run)
{
	struct wb_event_sink sink = { put, run };
	struct wb_asterisk_connection_options link = {
		.host = run->options->host,
		.port = run->options->port,
		.user = run->options->user,
		.secret = run->options->secret,
	};

	wb_asterisk_init(&run->asterisk, sink, &run->options->key,
	                 run->options->queue_log != NULL);
	run->loop = wb_loop_create(wb_asterisk_connection_protocols(), run);
	if (!run->loop || !wb_loop_signals(run->loop, take_signal, run)) {
		wb_error("cannot start the event loop");
		return false;
	}
	run->timer = wb_timer_create(run->loop, turn, run);
	run->wake = wb_wake_create(run->loop, turn, run);
	run->link = wb_asterisk_connection_create(run->loop, &link, &callbacks,
	                                          run);
	return run->timer && run->wake && run->link && set_up_emit(run) &&
	       set_up_log(run);
}

static void tear_down(struct run *run)
{
	if (run->emit) {
		wb_emit_flush(run->emit, FLUSH_MS);
	}
	wb_asterisk_connection_destroy(run->link);
	wb_emit_destroy(run->emit); /* before the wake that it signals */
	wb_watch_destroy(run->watch);
	wb_wake_destroy(run->wake);
	wb_timer_destroy(run->timer);
	wb_loop_destroy(run->loop);
	wb_tail_destroy(run->tail);
	wb_asterisk_finish(&run->asterisk);
}

int wb_asterisk_run(const struct wb_asterisk_run_options *options)
{
	struct run *run = calloc(1, sizeof(*run));
	int status = EXIT_FAILURE;

	if (!run) {
		return EXIT_FAILURE;
	}
	run->options = options;
	if (set_up(run)) {
		wb_asterisk_connection_start(run->link);
		service(run);
		wb_loop_run(run->loop);
		status = EXIT_SUCCESS;
	}
	tear_down(run);
	free(run);
	return status;
}
