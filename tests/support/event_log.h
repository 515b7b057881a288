#ifndef WB_TESTS_EVENT_LOG_H
#define WB_TESTS_EVENT_LOG_H

/*
 * A sink that keeps the events it is given as text, one line each, for tests
 * of adapters. A line is what goes over the wire without the braces and
 * quotes: "1000 queue.entered contact=c1 queue=sales channel=voice".
 */

#include "base/buf.h"
#include "event.h"

/* Owned by the caller. Zero-initialise; finish frees. */
struct event_log {
	struct wb_buf text;
	int count;
	bool with_ids; /* else the lines leave out the events' ids */
};

/* For struct wb_event_sink; `user` is the log. */
void event_log_take(void *user, const struct wb_event *event);

/* The lines since the last call, or since the beginning. */
const char *event_log_lines(struct event_log *log);

void event_log_finish(struct event_log *log);

#endif
