#ifndef WB_TEST_RANDOM_EVENTS_H
#define WB_TEST_RANDOM_EVENTS_H

/*
 * Event lines of every kind about a few contacts, queues and agents, sensible
 * or not, for the small centre of engine_kit.h.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

/* 0 <= result < limit; moves the generator, which must not be 0. */
int64_t random_below(uint64_t *random, int64_t limit);

/*
 * An event of instant `t`. `kind` is the line after "ev", with single quotes
 * and C, Q and A for a contact, a queue and an agent; NULL is a random one.
 */
void random_event_line(uint64_t *random, const char *kind, wb_ms t, char *line,
                       size_t size);

#endif
