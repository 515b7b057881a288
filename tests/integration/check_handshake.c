/*
 * A daemon that dies in the handshake of NNG 1.5.2 leaves a dialer that never
 * connects again; emit must dial anew. Now and then NNG itself is stuck after
 * that, with its threads spinning, which no call can mend: each try is a
 * process of its own, and one of three has to come through.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "emit/emit.h"
#include "fake_daemon.h"
#include "temp_dir.h"

#define TRIES 3
#define EVENTS 100
#define PATIENCE (10 * WB_SECOND)

static int listen_on(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (fd < 0 ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    listen(fd, 1) != 0) {
		perror("listen");
		exit(EXIT_FAILURE);
	}
	return fd;
}

static void put_events(struct wb_emit *emit)
{
	struct wb_event event;
	for (int i = 0; i < EVENTS; i++) {
		wb_event_init(&event, WB_EV_QUEUE_ENTERED, 1000 + i);
		event.contact = wb_str("c1");
		event.queue = wb_str("sales");
		wb_emit_put(emit, &event);
	}
}

/* Hangs up before a word is said, then comes back as a daemon. */
static bool try_once(void)
{
	char url[256], error[256];
	const char *path = temp_path("s");
	int fd = listen_on(path);
	snprintf(url, sizeof(url), "ipc://%s", path);
	struct wb_emit_options options = {
		.url = url, .feed = "test", .epoch = "1", .batch_events = 10
	};
	struct wb_emit *emit =
		wb_emit_create(&options, NULL, NULL, error, sizeof(error));
	if (!emit) {
		fprintf(stderr, "%s\n", error);
		return false;
	}
	put_events(emit);
	wb_emit_service(emit, wb_clock_monotonic());
	close(accept(fd, NULL, NULL));
	close(fd);
	unlink(path);
	struct fake_daemon *daemon = fake_daemon_create(url);
	wb_emit_service(emit, wb_clock_monotonic() + 5 * WB_SECOND);
	return daemon && wb_emit_flush(emit, PATIENCE);
}

static bool try_in_a_process(void)
{
	int status;
	pid_t child = fork();
	if (child == 0) {
		alarm(30);
		/* what NNG holds is not asked for: it may be stuck */
		_exit(try_once() ? EXIT_SUCCESS : EXIT_FAILURE);
	}
	return child > 0 && waitpid(child, &status, 0) == child &&
	       WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}

int main(void)
{
	int tries = 0;
	bool through = false;
	while (!through && tries < TRIES) {
		temp_dir_make();
		through = try_in_a_process();
		temp_dir_remove();
		tries++;
	}
	printf("%s after %d of %d tries\n", through ? "through" : "stuck",
	       tries, TRIES);
	return through ? EXIT_SUCCESS : EXIT_FAILURE;
}
