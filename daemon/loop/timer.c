#include "loop/loop.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

struct wb_timer {
	struct wb_watch *watch;
	int fd;
	wb_ms at; /* WB_NEVER = not set */
	wb_timer_fn fn;
	void *user;
};

struct wb_wake {
	struct wb_watch *watch;
	int fd; /* our own: signals may come after the loop closed its copy */
	void (*fn)(void *user);
	void *user;
};

static void expired(void *user, int fd)
{
	struct wb_timer *timer = user;
	uint64_t count;

	if (read(fd, &count, sizeof(count)) != sizeof(count)) {
		return; /* moved or cleared after it had expired */
	}
	timer->at = WB_NEVER;
	timer->fn(timer->user);
}

struct wb_timer *wb_timer_create(struct wb_loop *loop, wb_timer_fn fn,
                                 void *user)
{
	struct wb_timer *timer = calloc(1, sizeof(*timer));
	if (!timer) {
		return NULL;
	}
	timer->fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	timer->at = WB_NEVER;
	timer->fn = fn;
	timer->user = user;
	if (timer->fd >= 0) {
		timer->watch = wb_watch_create(loop, timer->fd, expired, timer);
	}
	if (!timer->watch) {
		free(timer);
		return NULL;
	}
	return timer;
}

static void arm(struct wb_timer *timer, struct timespec at)
{
	struct itimerspec spec = { .it_value = at };

	timerfd_settime(timer->fd, TFD_TIMER_ABSTIME, &spec, NULL);
}

void wb_timer_set(struct wb_timer *timer, wb_ms at_monotonic)
{
	if (at_monotonic == WB_NEVER) {
		wb_timer_clear(timer);
		return;
	}
	if (at_monotonic == timer->at) {
		return;
	}
	timer->at = at_monotonic;
	/* All zero would disarm it; the first millisecond is long past. */
	wb_ms at = at_monotonic > 0 ? at_monotonic : 1;
	arm(timer, (struct timespec){
			   .tv_sec = at / WB_SECOND,
			   .tv_nsec = (long)(at % WB_SECOND) * 1000000,
		   });
}

void wb_timer_clear(struct wb_timer *timer)
{
	if (timer->at != WB_NEVER) {
		timer->at = WB_NEVER;
		arm(timer, (struct timespec){ 0 });
	}
}

void wb_timer_destroy(struct wb_timer *timer)
{
	if (timer) {
		wb_watch_destroy(timer->watch);
		free(timer);
	}
}

static void woken(void *user, int fd)
{
	struct wb_wake *wake = user;
	uint64_t count;

	if (read(fd, &count, sizeof(count)) == sizeof(count)) {
		wake->fn(wake->user);
	}
}

struct wb_wake *wb_wake_create(struct wb_loop *loop, void (*fn)(void *user),
                               void *user)
{
	struct wb_wake *wake = calloc(1, sizeof(*wake));
	if (!wake) {
		return NULL;
	}
	wake->fn = fn;
	wake->user = user;
	wake->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	int copy = wake->fd >= 0 ? dup(wake->fd) : -1;
	if (copy >= 0) {
		wake->watch = wb_watch_create(loop, copy, woken, wake);
	}
	if (!wake->watch) {
		wb_wake_destroy(wake);
		return NULL;
	}
	return wake;
}

void wb_wake_signal(struct wb_wake *wake)
{
	uint64_t one = 1;

	/* Fails only when the counter is full, and then it is signalled. */
	ssize_t written = write(wake->fd, &one, sizeof(one));
	(void)written;
}

void wb_wake_destroy(struct wb_wake *wake)
{
	if (!wake) {
		return;
	}
	wb_watch_destroy(wake->watch);
	if (wake->fd >= 0) {
		close(wake->fd);
	}
	free(wake);
}
