#ifndef WB_FAKE_DAEMON_H
#define WB_FAKE_DAEMON_H

/*
 * The daemon's side of the feed protocol, reduced to its rules on numbers, for
 * tests of feeds. Several threads take requests at once, so that batches
 * really overtake each other.
 */

#include <stdbool.h>
#include <stdint.h>

struct fake_daemon;

struct fake_daemon *fake_daemon_create(const char *url);
void fake_daemon_destroy(struct fake_daemon *daemon);

/* Stops listening, as if killed, and listens again; what it has stays. */
void fake_daemon_stop(struct fake_daemon *daemon);
void fake_daemon_start(struct fake_daemon *daemon);

/* Forgets everything, as if its state had been thrown away. */
void fake_daemon_forget(struct fake_daemon *daemon);

/* Swallows the reply of every n-th batch, after taking it; 0 = none. */
void fake_daemon_lose_replies(struct fake_daemon *daemon, int every);

/* Refuses any batch that has `text` in it, naming the line. */
void fake_daemon_refuse(struct fake_daemon *daemon, const char *text);

/* What it has taken: lines, in the order of their numbers. */
int64_t fake_daemon_next(struct fake_daemon *daemon);
/* Copies line `number` (from the first that was taken). */
bool fake_daemon_line(struct fake_daemon *daemon, int64_t number,
                      char *ret_line, int size);
int fake_daemon_out_of_order(struct fake_daemon *daemon);
int fake_daemon_gaps(struct fake_daemon *daemon);
int fake_daemon_heartbeats(struct fake_daemon *daemon);
/* Waits for one more heartbeat; false after `seconds`. */
bool fake_daemon_wait_heartbeat(struct fake_daemon *daemon, int seconds);

#endif
