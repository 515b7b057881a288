#ifndef WB_BENCH_FEED_H
#define WB_BENCH_FEED_H

/*
 * A feed that sends prepared batches as fast as they are answered, and what
 * may answer it.
 */

#include <stdbool.h>
#include <stdint.h>

struct bench_load {
	int batch_events; /* in each request */
	int outstanding; /* requests under way: lanes, each a feed of its own */
	int requests;    /* in all */
};

struct bench_result {
	int64_t microseconds; /* from the first request to the last reply */
	int64_t refused;      /* replies that did not say ok */
};

/* Plays the load to `url`. False when it does not get through. */
bool bench_feed(const char *url, const struct bench_load *load,
                struct bench_result *ret_result);

/* Both listen on `url` until killed; they return only when they cannot. */

/* NNG alone: REP contexts whose callbacks answer at once. */
void bench_serve_raw(const char *url);

/*
 * What the daemon does short of applying: ingest, decode, journal in one
 * transaction per wake-up, reply.
 */
void bench_serve_durable(const char *url, const char *directory);

#endif
