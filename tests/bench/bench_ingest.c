/*
 * How much of NNG's speed is left when every batch is decoded, made durable
 * and applied? Prints events per second and the ratio to NNG alone with the
 * same batches. Not a gate: figures differ between disks.
 *
 * bench_ingest [WALLBOARDD]: with the daemon's program, also through it.
 */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench_feed.h"
#include "temp_dir.h"

enum server { RAW, DURABLE, DAEMON, SERVER_COUNT };

static const char *const names[] = { "NNG alone", "decoded and durable",
	                             "wallboardd" };

static const struct bench_load loads[] = {
	{ 1, 1, 2000 },   { 1, 8, 8000 },   { 100, 1, 1000 },
	{ 100, 8, 2000 }, { 1000, 1, 200 }, { 1000, 8, 400 },
};

static void run_daemon(const char *program, const char *url)
{
	int log = open(temp_path("log"), O_WRONLY | O_CREAT | O_APPEND, 0600);

	dup2(log, STDERR_FILENO);
	dup2(log, STDOUT_FILENO);
	execl(program, program, "--clock", "events", "--state", temp_dir(),
	      "--listen", "127.0.0.1:0", "--feed-url", url, (char *)NULL);
	perror(program);
}

/* NNG does not survive a fork: each side lives in a process of its own. */
static pid_t start_server(enum server server, const char *url,
                          const char *program)
{
	pid_t child = fork();

	if (child != 0) {
		return child;
	}
	if (server == RAW) {
		bench_serve_raw(url);
	} else if (server == DURABLE) {
		bench_serve_durable(url, temp_dir());
	} else {
		run_daemon(program, url);
	}
	_exit(1);
}

static bool run_feed(const char *url, const struct bench_load *load,
                     struct bench_result *ret_result)
{
	int ends[2];
	int status = -1;

	if (pipe(ends) != 0) {
		return false;
	}
	pid_t child = fork();
	if (child == 0) {
		struct bench_result result = { 0 };
		bool ok = bench_feed(url, load, &result) &&
		          write(ends[1], &result, sizeof(result)) ==
		                  sizeof(result);
		_exit(ok ? 0 : 1);
	}
	close(ends[1]);
	bool got = read(ends[0], ret_result, sizeof(*ret_result)) ==
	           sizeof(*ret_result);
	close(ends[0]);
	waitpid(child, &status, 0);
	return got && status == 0;
}

/* Events per second, or 0 when it did not work. */
static int64_t measure(enum server server, const struct bench_load *load,
                       const char *program)
{
	char url[600];
	struct bench_result result = { 0 };

	temp_dir_make();
	snprintf(url, sizeof(url), "ipc://%s", temp_path("feed.sock"));
	pid_t child = start_server(server, url, program);
	bool ok = run_feed(url, load, &result);
	kill(child, server == DAEMON ? SIGTERM : SIGKILL);
	waitpid(child, NULL, 0);
	temp_dir_remove();
	if (!ok || result.refused > 0) {
		printf("%s: failed, %lld refused\n", names[server],
		       (long long)result.refused);
		return 0;
	}
	return (int64_t)load->requests * load->batch_events * 1000000 /
	       result.microseconds;
}

static bool print_row(const struct bench_load *load, const char *program)
{
	int64_t raw = 0;
	bool ok = true;

	for (int i = 0; i < SERVER_COUNT; i++) {
		if (i == DAEMON && !program) {
			continue;
		}
		int64_t rate = measure((enum server)i, load, program);
		raw = i == RAW ? rate : raw;
		printf("%6d %12d  %-20s %12lld %12lld  %6.3f\n",
		       load->batch_events, load->outstanding, names[i],
		       (long long)rate, (long long)rate / load->batch_events,
		       raw > 0 ? (double)rate / (double)raw : 0.0);
		fflush(stdout);
		ok = ok && rate > 0;
	}
	return ok;
}

int main(int argc, char **argv)
{
	const char *program = argc > 1 ? argv[1] : NULL;
	bool ok = true;

	printf("%6s %12s  %-20s %12s %12s  %6s\n", "batch", "outstanding",
	       "answered by", "events/s", "requests/s", "ratio");
	for (size_t i = 0; i < sizeof(loads) / sizeof(loads[0]); i++) {
		ok = print_row(&loads[i], program) && ok;
	}
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
