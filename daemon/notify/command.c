/*
 * A program that is told by its arguments, and by the own format's JSON on its
 * standard input. No shell; a process group of its own, so that what it starts
 * ends with it when its time is over.
 */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "notify/arguments.h"
#include "notify/bodies.h"
#include "notify/courier.h"

/* What it prints: so much is kept, for the error. */
#define OUTPUT_MAX ((size_t)4096)
/* After SIGTERM it has so long until SIGKILL. */
#define TERM_WAIT (2 * WB_SECOND)
/* sysexits.h: the data are at fault */
#define EXIT_DATA 65

struct command {
	struct wb_attempt attempt;
	pid_t pid;
	struct wb_watch *exit;   /* the pidfd */
	struct wb_watch *output; /* NULL once it is at its end */
	int output_fd;
	struct wb_timer *timer;
	bool timed_out;
	struct wb_buf printed;
};

static void destroy(struct command *self)
{
	wb_watch_destroy(self->exit);
	wb_watch_destroy(self->output);
	wb_timer_destroy(self->timer);
	wb_buf_finish(&self->printed);
	free(self);
}

static void cancel(struct wb_attempt *attempt)
{
	struct command *self = (struct command *)attempt;

	kill(-self->pid, SIGKILL);
	waitpid(self->pid, NULL, WNOHANG);
	destroy(self);
}

/* False at the end. */
static bool read_output(struct command *self, int fd)
{
	char chunk[4096];
	ssize_t got;

	while ((got = read(fd, chunk, sizeof(chunk))) > 0) {
		size_t room = OUTPUT_MAX - self->printed.len;
		size_t len = (size_t)got < room ? (size_t)got : room;
		wb_buf_add(&self->printed, chunk, len);
	}
	return got < 0 && errno == EAGAIN;
}

static void on_output(void *user, int fd)
{
	struct command *self = user;

	if (!read_output(self, fd)) {
		wb_watch_destroy(self->output);
		self->output = NULL;
	}
}

static void judge(const struct command *self, int status,
                  struct wb_delivery *delivery)
{
	char said[160];

	wb_answer_excerpt(wb_buf_str(&self->printed), said, sizeof(said));
	const char *colon = said[0] != '\0' ? ": " : "";
	if (self->timed_out) {
		wb_delivery_set(delivery, WB_DELIVERY_FAILED,
		                "the command took too long%s%s", colon, said);
	} else if (WIFSIGNALED(status)) {
		wb_delivery_set(delivery, WB_DELIVERY_FAILED,
		                "the command was ended by signal %d%s%s",
		                WTERMSIG(status), colon, said);
	} else if (WEXITSTATUS(status) != 0) {
		wb_delivery_set(delivery,
		                WEXITSTATUS(status) == EXIT_DATA
		                        ? WB_DELIVERY_REFUSED
		                        : WB_DELIVERY_FAILED,
		                "the command ended with %d%s%s",
		                WEXITSTATUS(status), colon, said);
	}
}

static void on_exit_fd(void *user, int fd)
{
	struct command *self = user;
	struct wb_attempt attempt = self->attempt;
	struct wb_delivery delivery = { .kind = WB_DELIVERY_DONE };
	int status = 0;

	(void)fd;
	if (waitpid(self->pid, &status, WNOHANG) != self->pid) {
		return;
	}
	if (self->timed_out) {
		kill(-self->pid, SIGKILL); /* what it left behind */
	}
	if (self->output) {
		read_output(self, self->output_fd);
	}
	judge(self, status, &delivery);
	destroy(self);
	attempt.fn(attempt.user, &delivery);
}

static void on_timeout(void *user)
{
	struct command *self = user;

	kill(-self->pid, self->timed_out ? SIGKILL : SIGTERM);
	if (!self->timed_out) {
		wb_timer_set(self->timer, wb_clock_monotonic() + TERM_WAIT);
	}
	self->timed_out = true;
}

/* The message in memory, to be read as standard input; -1 = no memory. */
static int make_input(const struct wb_letter *letter)
{
	struct wb_route_plan own = { .format = WB_WEBHOOK_OWN };
	struct wb_letter copy = *letter;
	struct wb_buf body = { 0 };

	copy.route = &own;
	wb_body_write(&copy, &body);
	int fd = memfd_create("wallboard message", MFD_CLOEXEC);
	bool good = fd >= 0 && !body.failed &&
	            write(fd, body.data, body.len) == (ssize_t)body.len &&
	            lseek(fd, 0, SEEK_SET) == 0;
	wb_buf_finish(&body);
	if (!good && fd >= 0) {
		close(fd);
	}
	return good ? fd : -1;
}

/* The arguments, one allocation each, NULL at the end. */
static bool make_arguments(const struct wb_letter *letter, char **argv)
{
	const struct wb_route_plan *route = letter->route;

	for (int i = 0; i < route->argument_count; i++) {
		struct wb_buf text = { 0 };
		wb_buf_add_text(&text, "");
		if (i == 0) {
			wb_buf_add_str(&text, route->arguments[0]);
		} else {
			wb_argument_expand(letter, route->arguments[i], &text);
		}
		argv[i] = text.failed ? NULL : text.data;
		if (!argv[i]) {
			wb_buf_finish(&text);
			return false;
		}
	}
	return route->argument_count > 0;
}

/* Signals as a program expects them: the daemon blocks some. */
static void set_attributes(posix_spawnattr_t *attributes)
{
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setsigdefault(attributes, &all);
	posix_spawnattr_setpgroup(attributes, 0);
	posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK |
	                                             POSIX_SPAWN_SETSIGDEF |
	                                             POSIX_SPAWN_SETPGROUP);
}

/* 0 or an errno. */
static int spawn(char **argv, int input, int output, pid_t *ret_pid)
{
	/* nothing of the daemon's own: it may hold what is secret */
	static char *const environment[] = {
		(char *)"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:"
			"/usr/bin:/sbin:/bin",
		(char *)"LANG=C.UTF-8",
		NULL,
	};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;

	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	set_attributes(&attributes);
	posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
	posix_spawn_file_actions_addclosefrom_np(&actions, 3);
	posix_spawn_file_actions_addchdir_np(&actions, "/");
	int error = posix_spawn(ret_pid, argv[0], &actions, &attributes, argv,
	                        environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return error;
}

/* Runs it; its output comes out at *ret_output. 0 or an errno. */
static int run(const struct wb_letter *letter, pid_t *ret_pid, int *ret_output)
{
	char *argv[WB_ROUTE_ARGUMENTS_MAX + 1] = { NULL };
	int pipes[2] = { -1, -1 };
	int error = ENOMEM;
	int input = make_input(letter);

	if (input >= 0 && make_arguments(letter, argv)) {
		error = pipe2(pipes, O_CLOEXEC) < 0
		                ? errno
		                : spawn(argv, input, pipes[1], ret_pid);
	}
	for (int i = 0; argv[i]; i++) {
		free(argv[i]);
	}
	if (input >= 0) {
		close(input);
	}
	if (pipes[1] >= 0) {
		close(pipes[1]);
	}
	if (error != 0 && pipes[0] >= 0) {
		close(pipes[0]);
	} else if (error == 0) {
		/* the reading end only: the command's is its own */
		fcntl(pipes[0], F_SETFL, O_NONBLOCK);
		*ret_output = pipes[0];
	}
	return error;
}

/* False: it cannot be watched. */
static bool follow(struct command *self, struct wb_loop *loop, int output,
                   wb_ms timeout)
{
	int exit_fd = pidfd_open(self->pid, 0);

	self->output_fd = output;
	self->output = wb_watch_create(loop, output, on_output, self);
	if (exit_fd >= 0) {
		self->exit = wb_watch_create(loop, exit_fd, on_exit_fd, self);
	}
	self->timer = wb_timer_create(loop, on_timeout, self);
	if (!self->output || !self->exit || !self->timer) {
		return false;
	}
	wb_timer_set(self->timer, wb_clock_monotonic() + timeout);
	return true;
}

struct wb_attempt *wb_command_start(struct wb_courier *courier,
                                    const struct wb_letter *letter,
                                    struct wb_delivery *ret_delivery)
{
	static const struct wb_attempt_ops ops = { .cancel = cancel };
	struct command *self = calloc(1, sizeof(*self));
	int output = -1;
	int error = self ? run(letter, &self->pid, &output) : ENOMEM;

	if (error != 0) {
		wb_delivery_set(ret_delivery, WB_DELIVERY_FAILED,
		                "cannot run '%.*s': %s",
		                WB_STR_FMT(letter->route->arguments[0]),
		                strerror(error));
		free(self);
		return NULL;
	}
	self->attempt.ops = &ops;
	if (!follow(self, courier->loop, output, letter->route->timeout)) {
		wb_delivery_set(ret_delivery, WB_DELIVERY_FAILED,
		                "out of descriptors");
		cancel(&self->attempt);
		return NULL;
	}
	return &self->attempt;
}
