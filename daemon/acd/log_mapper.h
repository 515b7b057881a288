#ifndef WB_ACD_LOG_MAPPER_H
#define WB_ACD_LOG_MAPPER_H

/*
 * Records of queue_log to events.
 *
 * The events of a file are a function of its bytes up to there and of nothing
 * else: the n-th event of a file stays the n-th event however often, and in
 * how many portions, the file is read. That is what makes an import
 * repeatable; so a mapper is made new for each file, and a change of the
 * mapping needs a new WB_LOG_MAPPING.
 *
 * What is not in the log: when a phone begins to ring (only how it ended), the
 * wrap-up time, hold, and which members there are before they do something.
 * ADDMEMBER names the interface where all else names the member, so a member
 * that is added under an interface signs in with its first action.
 *
 * Pure: no I/O, no clock.
 */

#include <stdint.h>

#include "acd/customer.h"
#include "acd/queue_log.h"
#include "acd/roster.h"

#define WB_LOG_MAPPING "1"

/* Calls that may be talking at once; the oldest gives way. */
#define WB_LOG_TALKS_MAX 20000

struct wb_log_talk;

/* Owned by the caller; the counters may be read. */
struct wb_log_mapper {
	uint64_t records;
	uint64_t ignored;   /* records that say nothing here */
	uint64_t renamed;   /* calls that ended under another id */
	uint64_t unmatched; /* ends of calls whose beginning was not seen */

	struct wb_event_sink sink;
	struct wb_customer_key key;
	struct wb_roster roster;
	struct wb_log_talk *talks;
	uint32_t talk_count;
	uint32_t talk_capacity;
};

/* Copies the key. */
void wb_log_mapper_init(struct wb_log_mapper *mapper, struct wb_event_sink sink,
                        const struct wb_customer_key *key);
void wb_log_mapper_finish(struct wb_log_mapper *mapper);

/* Sends the events of one record to the sink. */
void wb_log_mapper_take(struct wb_log_mapper *mapper,
                        const struct wb_queue_record *record);

#endif
