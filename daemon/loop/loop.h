#ifndef WB_LOOP_H
#define WB_LOOP_H

/*
 * The one event loop of a program: libwebsockets' service loop, with timers,
 * file descriptors and signals. Everything runs on the thread that calls
 * wb_loop_run(); only wb_loop_wake() may be called from elsewhere.
 */

#include <stdbool.h>

#include "base/time.h"

struct wb_loop;
struct lws_context;
struct lws_vhost;
struct lws_protocols;

/*
 * Opaque; owns the lws context. `protocols` are the lws protocols of all users
 * of the loop's vhost (an AMI connection ...), terminated as lws wants, or
 * NULL; what they point to must outlive the loop. `user` becomes
 * lws_context_user(). The loop adds its own protocol for raw descriptors.
 *
 * Raises the limit of open files (RLIMIT_NOFILE) to what WB_CLIENTS_MAX needs,
 * as far as the system allows, and sends what lws logs to base/log.
 * NULL when libwebsockets cannot start.
 */
struct wb_loop *wb_loop_create(const struct lws_protocols *protocols,
                               void *user);

/*
 * Closes every connection and watched descriptor. Timers, wakes and watches
 * still have to be destroyed by their owners, before or after; nothing is
 * called any more.
 */
void wb_loop_destroy(struct wb_loop *loop);

/* For the lws users: push/ and the adapters' connection. */
struct lws_context *wb_loop_context(struct wb_loop *loop);
/* A vhost without listener, for clients and adopted descriptors. */
struct lws_vhost *wb_loop_vhost(struct wb_loop *loop);

/*
 * A timer that calls back once, at or soon after monotonic time `at`; setting
 * it again moves it. A timerfd below: lws' own timers round the wait down to
 * whole milliseconds and then spin. NULL when the system has no descriptor.
 */
struct wb_timer;
typedef void (*wb_timer_fn)(void *user);
struct wb_timer *wb_timer_create(struct wb_loop *loop, wb_timer_fn fn,
                                 void *user);
void wb_timer_set(struct wb_timer *timer, wb_ms at_monotonic);
void wb_timer_clear(struct wb_timer *timer);
void wb_timer_destroy(struct wb_timer *timer);

/*
 * Calls `fn` on the loop's thread soon after any thread called
 * wb_wake_signal(); several signals may become one call. An eventfd below.
 */
struct wb_wake;
struct wb_wake *wb_wake_create(struct wb_loop *loop, void (*fn)(void *user),
                               void *user);
void wb_wake_signal(struct wb_wake *wake); /* any thread; never blocks */
void wb_wake_destroy(struct wb_wake *wake);

/*
 * Watches a file descriptor for reading. `fd` becomes the watch's: it is
 * closed with it (soon after, when the loop turns), and also when creation
 * fails (NULL). `fn` is called when it is readable, and once more, to read the
 * end, when the other side hung up; it may destroy the watch.
 */
struct wb_watch;
struct wb_watch *wb_watch_create(struct wb_loop *loop, int fd,
                                 void (*fn)(void *user, int fd), void *user);
void wb_watch_destroy(struct wb_watch *watch);

/*
 * Has SIGINT, SIGTERM and SIGHUP delivered on the loop (signalfd below).
 * Call before threads are started (NNG starts some).
 */
bool wb_loop_signals(struct wb_loop *loop, void (*fn)(void *user, int signal),
                     void *user);

/* Runs until wb_loop_stop(); at once when that was called before. */
void wb_loop_run(struct wb_loop *loop);
void wb_loop_stop(struct wb_loop *loop);

#endif
