/*
 * wallboard-sim: plays a floor (sim/sim.h) into the daemon or a file. The only
 * part of the simulator that knows clocks, signals and files.
 */

#define WB_LOG_MODULE "sim"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "emit/emit.h"
#include "sim/options.h"
#include "sim/sim.h"

/* When neither real time nor --start says: a Monday, 8:00 in Tehran. */
#define START_DEFAULT ((wb_ms)1767587400000)

/* Steps between two looks at the transport. */
#define STEPS_AT_ONCE 200
#define SPOOL_BYTES ((size_t)32 * 1024 * 1024)
#define FLUSH_MS ((wb_ms)10000)
#define FLUSH_STOPPED_MS ((wb_ms)2000)

struct player {
	struct wb_sim_command command;
	struct wb_sim_floor floor;
	struct wb_sim_incident incidents[WB_SIM_INCIDENTS_MAX];
	struct wb_sim *sim;
	struct wb_emit *emit;
	int wake_fd;
	int signal_fd;
	bool stopped;           /* by a signal */
	wb_ms start;            /* of the simulation */
	wb_ms live;             /* end of the warm history */
	wb_ms end;              /* WB_NEVER = none */
	wb_ms began;            /* clock when `live` was: wall or monotonic */
	wb_ms service_at;       /* monotonic */
	enum wb_emit_link link; /* as last logged */
	char error[256];        /* likewise */
};

static void wake(void *user)
{
	struct player *player = user;
	uint64_t one = 1;
	/* full means that it is awake already */
	ssize_t ignored = write(player->wake_fd, &one, sizeof(one));
	(void)ignored;
}

static wb_ms read_clock(const struct player *player)
{
	/* in real time the wall clock, so that a machine that slept goes on
	 * with the present */
	return player->command.speed == 1 ? wb_clock_wall()
	                                  : wb_clock_monotonic();
}

/* The simulated instant that it is now. */
static wb_ms simulated_now(const struct player *player)
{
	if (player->command.speed == WB_SIM_SPEED_MAX) {
		return WB_NEVER;
	}
	return player->live +
	       (read_clock(player) - player->began) * player->command.speed;
}

static void log_link(struct player *player)
{
	struct wb_emit_status status;
	wb_emit_get_status(player->emit, &status);
	if (strcmp(status.error, player->error) != 0) {
		snprintf(player->error, sizeof(player->error), "%s",
		         status.error);
		if (status.link != WB_EMIT_CONNECTING && status.error[0]) {
			wb_warn("the daemon refused events: '%s'",
			        status.error);
		}
	}
	if (status.link == player->link) {
		return;
	}
	player->link = status.link;
	if (status.link == WB_EMIT_UP) {
		wb_info("connected to %s", player->command.to);
	} else if (status.link == WB_EMIT_CONNECTING) {
		wb_info("waiting for %s, keeping %llu events",
		        player->command.to, (unsigned long long)status.waiting);
	}
}

static void service(struct player *player)
{
	player->service_at =
		wb_emit_service(player->emit, wb_clock_monotonic());
	log_link(player);
}

static void take_signal(struct player *player)
{
	struct signalfd_siginfo info;
	if (read(player->signal_fd, &info, sizeof(info)) ==
	    (ssize_t)sizeof(info)) {
		player->stopped = true;
	}
}

/* Sleeps until woken by the transport or a signal, at most `ms`. */
static void rest(struct player *player, wb_ms ms)
{
	struct pollfd fds[] = {
		{ .fd = player->wake_fd, .events = POLLIN },
		{ .fd = player->signal_fd, .events = POLLIN },
	};
	if (poll(fds, 2, ms < 0 ? 0 : (int)ms) <= 0) {
		return;
	}
	uint64_t count;
	if ((fds[0].revents & POLLIN) &&
	    read(player->wake_fd, &count, sizeof(count)) < 0) {
		wb_debug("nothing to wake for: %s", strerror(errno));
	}
	if (fds[1].revents & POLLIN) {
		take_signal(player);
	}
}

/* How long there is nothing to do. */
static wb_ms spare_time(const struct player *player)
{
	wb_ms spare = player->service_at - wb_clock_monotonic();
	wb_ms next = wb_sim_next(player->sim);
	if (player->command.speed != WB_SIM_SPEED_MAX && next != WB_NEVER) {
		wb_ms event =
			(next - simulated_now(player)) / player->command.speed;
		spare = event < spare ? event : spare;
	}
	return spare < 0 ? 0 : spare;
}

static void put(void *user, const struct wb_event *event)
{
	struct player *player = user;
	while (!wb_emit_put(player->emit, event) && !player->stopped) {
		service(player);
		rest(player, 100);
	}
}

/* Lets happen what is due; false when out of memory. */
static bool play_due(struct player *player)
{
	wb_ms now = simulated_now(player);
	for (int i = 0; i < STEPS_AT_ONCE; i++) {
		wb_ms next = wb_sim_next(player->sim);
		if (next > now || next >= player->end ||
		    !wb_emit_room(player->emit)) {
			break;
		}
		if (!wb_sim_step(player->sim)) {
			wb_error("out of memory");
			return false;
		}
	}
	return true;
}

static bool is_over(const struct player *player)
{
	wb_ms now = simulated_now(player);
	return player->stopped ||
	       (player->end != WB_NEVER && now >= player->end &&
	        wb_sim_next(player->sim) >= player->end);
}

static bool has_more(const struct player *player)
{
	wb_ms next = wb_sim_next(player->sim);
	return is_over(player) ||
	       (next <= simulated_now(player) && next < player->end &&
	        wb_emit_room(player->emit));
}

static bool play(struct player *player)
{
	while (!is_over(player)) {
		if (!play_due(player)) {
			return false;
		}
		service(player);
		/* with more to do, or at the end, only a look at the signals */
		rest(player, has_more(player) ? 0 : spare_time(player));
	}
	return true;
}

/* Waits for the rest as long as it gets less. */
static bool flush(struct player *player)
{
	wb_ms patience = player->stopped ? FLUSH_STOPPED_MS : FLUSH_MS;
	wb_ms until = wb_clock_monotonic() + patience;
	uint64_t least = UINT64_MAX;
	struct wb_emit_status status;
	for (;;) {
		service(player);
		wb_emit_get_status(player->emit, &status);
		if (status.waiting == 0) {
			return wb_emit_farewell(player->emit, FLUSH_STOPPED_MS);
		}
		wb_ms now = wb_clock_monotonic();
		if (status.waiting < least) {
			least = status.waiting;
			until = now + patience;
		}
		if (now >= until) {
			break;
		}
		rest(player, player->service_at - now);
	}
	wb_error("not delivered: %llu events",
	         (unsigned long long)status.waiting);
	return false;
}

static bool write_file(const char *path, const struct wb_buf *text)
{
	FILE *file = strcmp(path, "-") == 0 ? stdout : fopen(path, "we");
	if (file == NULL) {
		wb_error("cannot write '%s': %s", path, strerror(errno));
		return false;
	}
	bool good = fwrite(text->data, 1, text->len, file) == text->len &&
	            fflush(file) == 0;
	if (file != stdout) {
		good = fclose(file) == 0 && good;
	}
	if (!good) {
		wb_error("cannot write '%s'", path);
	}
	return good;
}

static bool write_summary(const struct player *player)
{
	if (player->command.summary == NULL) {
		return true;
	}
	wb_ms now = simulated_now(player);
	wb_ms to = now < player->end ? now : player->end;
	wb_ms told = wb_sim_told(player->sim);
	struct wb_sim_tally tally;
	/* what nobody was told of cannot be compared */
	wb_sim_get_tally(player->sim, told < to ? told : to, &tally);

	struct wb_buf out = { 0 };
	wb_sim_tally_print(&tally, &player->floor, &out);
	fputs(out.data ? out.data : "", stderr);
	wb_buf_clear(&out);
	wb_sim_tally_write(&tally, &player->floor, player->start, to, &out);
	bool good = !out.failed && write_file(player->command.summary, &out);
	wb_buf_finish(&out);
	return good;
}

/* Those of the command line on top of the floor's own. */
static void add_incidents(struct player *player)
{
	struct wb_sim_floor *floor = &player->floor;
	int count = 0;
	for (int i = 0;
	     i < floor->incident_count && count < WB_SIM_INCIDENTS_MAX / 2;
	     i++) {
		player->incidents[count++] = floor->incidents[i];
	}
	for (int i = 0; i < player->command.incident_count; i++) {
		player->incidents[count++] = player->command.incidents[i];
	}
	floor->incidents = player->incidents;
	floor->incident_count = count;
}

static bool catch_signals(struct player *player)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	signal(SIGPIPE, SIG_IGN);
	/* before NNG starts its threads, which inherit the mask */
	sigprocmask(SIG_BLOCK, &set, NULL);
	player->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	player->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return player->signal_fd >= 0 && player->wake_fd >= 0;
}

static void plan_times(struct player *player)
{
	const struct wb_sim_command *command = &player->command;
	bool real_time = command->speed == 1 && command->start < 0;
	wb_ms warm = command->warm;
	if (warm < 0) {
		warm = real_time ? WB_SIM_WARM_DEFAULT : 0;
	}
	player->start = command->start >= 0 ? command->start
	                : real_time         ? wb_clock_wall() - warm
	                                    : START_DEFAULT;
	player->live = player->start + warm;
	player->end = command->duration == WB_NEVER
	                      ? WB_NEVER
	                      : player->live + command->duration;
	player->began = read_clock(player);

	player->floor = *wb_sim_floor_default();
	add_incidents(player);
	if (command->day_minute >= 0) {
		/* the floor lives in a time zone where it is that late */
		int shift = command->day_minute -
		            wb_sim_floor_minute(&player->floor, player->live);
		player->floor.utc_offset += shift * WB_MINUTE;
	}
}

static bool create(struct player *player)
{
	char epoch[64], error[256];
	snprintf(epoch, sizeof(epoch), "%lld-%llu", (long long)player->start,
	         (unsigned long long)player->command.seed);
	struct wb_emit_options options = {
		.url = player->command.to,
		.feed = player->command.feed,
		.epoch = epoch,
		.spool_bytes = SPOOL_BYTES,
	};
	player->emit =
		wb_emit_create(&options, wake, player, error, sizeof(error));
	if (player->emit == NULL) {
		wb_error("%s", error);
		return false;
	}
	struct wb_sim_options sim_options = {
		.floor = &player->floor,
		.seed = player->command.seed,
		.start = player->start,
		.snapshot = player->command.speed == 1,
	};
	player->sim = wb_sim_create(&sim_options, put, player);
	if (player->sim == NULL) {
		wb_error("out of memory");
		return false;
	}
	return true;
}

static int run(struct player *player)
{
	if (!catch_signals(player)) {
		wb_error("cannot wait for signals: %s", strerror(errno));
		return EXIT_FAILURE;
	}
	plan_times(player);
	bool good = create(player) && play(player);
	good = good && flush(player) && write_summary(player);
	wb_sim_destroy(player->sim);
	wb_emit_destroy(player->emit);
	close(player->wake_fd);
	close(player->signal_fd);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	struct player player = { .link = WB_EMIT_CONNECTING };
	switch (wb_sim_command_parse(argc, argv, &player.command)) {
	case WB_SIM_COMMAND_RUN:
		return run(&player);
	case WB_SIM_COMMAND_HELP:
		wb_sim_command_usage();
		return EXIT_SUCCESS;
	case WB_SIM_COMMAND_VERSION:
		puts("wallboard-sim " WB_VERSION);
		return EXIT_SUCCESS;
	case WB_SIM_COMMAND_BAD:
		break;
	}
	return 2;
}
