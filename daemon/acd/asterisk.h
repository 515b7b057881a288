#ifndef WB_ACD_ASTERISK_H
#define WB_ACD_ASTERISK_H

/*
 * AMI packets of Asterisk 11 to 23 to events.
 *
 * Pure: packets and the time come in, events go to the sink. The connection
 * (asterisk_connection.h) does the talking.
 *
 * How a caller left a queue: AMI's QueueCallerAbandon stands for a true
 * abandon, a time-out, an empty queue and a withdrawal alike, and leaving by
 * key is only the absence of everything. What decides, best first:
 *   1. QUEUESTATUS, from VarSet (read=dialplan) or from a UserEvent of the
 *      dialplan that has it in a field `Status` (read=user);
 *   2. the switch's queue_log, when it is given;
 *   3. a HangupRequest of the caller before it (read=call): abandoned;
 *   4. with read=call and none: `empty` when nobody could take the call, else
 *      `timeout`. If the switch is known to tell QUEUESTATUS: abandoned;
 *   5. with read=agent alone: abandoned.
 * A decision by 3 to 5 waits a moment for something better.
 */

#include <stdbool.h>
#include <stdint.h>

#include "acd/ami.h"
#include "acd/calls.h"
#include "acd/customer.h"
#include "acd/queue_log.h"
#include "acd/roster.h"

/* Refusals are placed by the Queue() call seen last on the channel. */
#define WB_ASTERISK_PLACES 256

struct wb_asterisk_counters {
	uint64_t packets;
	uint64_t unmatched; /* ends of talks whose beginning is not known */
	uint64_t renamed;   /* talks that ended under another id */
	uint64_t guessed;   /* outcomes decided by rules 4 and 5 */
	uint64_t unplaced;  /* refused joins whose queue is not known */
	uint64_t lost;      /* calls that a list did not have any more */
};

/* Words of the log that were quicker than the events they are about. */
#define WB_ASTERISK_NOTES 4096

struct wb_asterisk_note;
struct wb_asterisk_member;
struct wb_asterisk_queue;

/* Where a channel was sent by the dialplan. */
struct wb_asterisk_place {
	struct wb_name channel; /* Uniqueid */
	struct wb_name queue;
};

/* Owned by the caller; private but for the counters. */
struct wb_asterisk {
	struct wb_asterisk_counters counters;

	struct wb_event_sink sink;
	struct wb_customer_key key;
	struct wb_roster roster;
	struct wb_calls calls;
	struct wb_names member_keys; /* queue and interface */
	struct wb_asterisk_member *members;
	uint32_t member_capacity;
	struct wb_names queue_names;
	struct wb_asterisk_queue *queues;
	uint32_t queue_capacity;
	struct wb_asterisk_place places[WB_ASTERISK_PLACES];
	uint32_t place_next;
	struct wb_asterisk_note *notes;
	uint32_t note_count;
	uint64_t serial;   /* packets taken; orders what times do not */
	bool has_log;      /* queue_log records come in as well */
	bool sees_calls;   /* events of class call come in */
	bool tells_status; /* QUEUESTATUS was told at least once */

	char action_id[40];  /* of the list under way, or empty */
	uint64_t list_began; /* serial */
	int list_queues;
	bool reconnected;     /* the list under way follows a disconnection */
	bool cut_off;         /* no connection: the log stands for the events */
	wb_ms newest;         /* time of the newest event */
	wb_ms next_due;       /* no call is due before */
	struct wb_buf recent; /* lines of the log taken while connected */
};

void wb_asterisk_init(struct wb_asterisk *asterisk, struct wb_event_sink sink,
                      const struct wb_customer_key *key, bool has_log);
void wb_asterisk_finish(struct wb_asterisk *asterisk);

/*
 * Takes one packet that arrived at `arrival` (UTC). The packet's own Timestamp
 * (timestampevents=yes) is used instead when it has one.
 */
void wb_asterisk_take(struct wb_asterisk *asterisk,
                      const struct wb_ami_packet *packet, wb_ms arrival);

/*
 * Takes a line of the switch's queue_log. While there is a connection it only
 * decides how callers left; without one it stands for the events that are
 * missed, so that calls go on and end as they did. Lines that are no records
 * are ignored.
 */
void wb_asterisk_take_line(struct wb_asterisk *asterisk, struct wb_str line);

/* Decides what is due at `now`. */
void wb_asterisk_tick(struct wb_asterisk *asterisk, wb_ms now);

/* Not before this is there something to decide; WB_NEVER: nothing waits. */
wb_ms wb_asterisk_next_change(const struct wb_asterisk *asterisk);

/*
 * QueueStatus was asked with this ActionID. When its answer is complete, the
 * whole state is repeated between feed.snapshot begin and end.
 */
void wb_asterisk_begin_list(struct wb_asterisk *asterisk,
                            const char *action_id);
/* Queues in the newest complete list, or -1 while none is complete. */
int wb_asterisk_list_queues(const struct wb_asterisk *asterisk);

/*
 * The connection is gone: phones that ring are forgotten. The log, as far as
 * it went on after the newest event, takes over.
 */
void wb_asterisk_disconnected(struct wb_asterisk *asterisk);
/* Events come (again). */
void wb_asterisk_connected(struct wb_asterisk *asterisk);

/*
 * Before the first connection: takes old lines, the newest last, to know the
 * calls of the moment. Makes no events.
 */
void wb_asterisk_seed(struct wb_asterisk *asterisk, struct wb_str line);
/* Forgets what such records began and never ended, at the time given. */
void wb_asterisk_seeded(struct wb_asterisk *asterisk, wb_ms now);

#endif
