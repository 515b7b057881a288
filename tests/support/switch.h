#ifndef WB_TESTS_SWITCH_H
#define WB_TESTS_SWITCH_H

/*
 * An Asterisk on paper for tests of the mapper: AMI packets as text in, events
 * as lines out (event_log.h).
 */

#include "acd/asterisk.h"
#include "event_log.h"

/* Checked fixture. */
void switch_setup(void);
void switch_teardown(void);

struct wb_asterisk *switch_mapper(void);

/* With queue_log at hand; to be called before anything else. */
void switch_with_log(void);

/*
 * Packets as they come at time `t`: "Event: X\nKey: value\n\n...". The last
 * empty line may be missing.
 */
void switch_says(wb_ms t, const char *packets);
/* A record of the queue_log. */
void switch_logs(const char *record);

/* Aborts the test unless these are the events since the last call. */
void switch_expect(const char *lines);
/* Forgets the events since the last call. */
void switch_ignore(void);

#endif
