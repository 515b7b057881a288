#ifndef WB_EVENT_H
#define WB_EVENT_H

/*
 * One ACD event: what happened, to whom, when. The vendor-neutral vocabulary
 * of PROTOCOL.md ("Events"), as a struct. A field that an event does not have,
 * or left out, is absent: a NULL string, WB_ABSENT for a number.
 *
 * Pure. Strings are borrowed from whatever the event was decoded from.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"
#include "json.h"

#define WB_ABSENT INT64_MIN

enum wb_event_kind {
	WB_EV_CONTACT_STARTED,
	WB_EV_QUEUE_ENTERED,
	WB_EV_QUEUE_LEFT,
	WB_EV_QUEUE_REFUSED,
	WB_EV_QUEUE_RESUMED,
	WB_EV_OFFER_STARTED,
	WB_EV_OFFER_ENDED,
	WB_EV_SEGMENT_STARTED,
	WB_EV_SEGMENT_HELD,
	WB_EV_SEGMENT_RETRIEVED,
	WB_EV_SEGMENT_TRANSFERRED,
	WB_EV_SEGMENT_ENDED,
	WB_EV_WRAPUP_ENDED,
	WB_EV_CONTACT_REPLIED,
	WB_EV_CONTACT_ENDED,
	WB_EV_CONTACT_OUTCOME,
	WB_EV_CONTACT_RATED,
	WB_EV_CALLBACK_REQUESTED,
	WB_EV_CALLBACK_ATTEMPTED,
	WB_EV_CALLBACK_CLOSED,
	WB_EV_FOLLOW_UP_CLOSED,
	WB_EV_AGENT_SIGNED_IN,
	WB_EV_AGENT_SIGNED_OUT,
	WB_EV_AGENT_STATE,
	WB_EV_AGENT_QUEUES,
	WB_EV_AGENT_SCHEDULE,
	WB_EV_FEED_SNAPSHOT,
	WB_EV_FEED_GAP,
	WB_EV_FEED_ALIVE,
	WB_EV_COUNT,
};

enum wb_channel {
	WB_CHANNEL_VOICE,
	WB_CHANNEL_CHAT,
	WB_CHANNEL_EMAIL,
	WB_CHANNEL_SOCIAL,
	WB_CHANNEL_TICKET,
	WB_CHANNEL_CALLBACK,
	WB_CHANNEL_COUNT,
};

enum wb_direction { WB_DIRECTION_IN, WB_DIRECTION_OUT, WB_DIRECTION_COUNT };

/* queue.left outcome */
enum wb_outcome {
	WB_OUTCOME_ABANDONED,
	WB_OUTCOME_TIMEOUT,
	WB_OUTCOME_OVERFLOW,
	WB_OUTCOME_EXIT_KEY,
	WB_OUTCOME_VOICEMAIL,
	WB_OUTCOME_CALLBACK,
	WB_OUTCOME_MOVED,
	WB_OUTCOME_EMPTY,
	WB_OUTCOME_WITHDRAWN,
	WB_OUTCOME_FAILED,
	WB_OUTCOME_COUNT,
};

/* queue.refused reason */
enum wb_refusal {
	WB_REFUSAL_FULL,
	WB_REFUSAL_CLOSED,
	WB_REFUSAL_NO_AGENTS,
	WB_REFUSAL_COUNT,
};

/* offer.ended result */
enum wb_offer_result {
	WB_OFFER_ACCEPTED,
	WB_OFFER_NO_ANSWER,
	WB_OFFER_REJECTED,
	WB_OFFER_CANCELLED,
	WB_OFFER_FAILED,
	WB_OFFER_RESULT_COUNT,
};

/* segment.transferred kind */
enum wb_transfer {
	WB_TRANSFER_BLIND,
	WB_TRANSFER_ATTENDED,
	WB_TRANSFER_QUEUE,
	WB_TRANSFER_EXTERNAL,
	WB_TRANSFER_COUNT,
};

/* segment.ended and contact.ended by */
enum wb_ended_by {
	WB_BY_CUSTOMER,
	WB_BY_AGENT,
	WB_BY_SYSTEM,
	WB_BY_TRANSFER,
	WB_BY_COUNT,
};

/* contact.rated kind */
enum wb_rating {
	WB_RATING_CSAT,
	WB_RATING_NPS,
	WB_RATING_QUALITY,
	WB_RATING_COUNT,
};

/* agent.signed_in place */
enum wb_place { WB_PLACE_FLOOR, WB_PLACE_REMOTE, WB_PLACE_COUNT };

/* agent.state state */
enum wb_agent_status {
	WB_STATUS_READY,
	WB_STATUS_NOT_READY,
	WB_STATUS_COUNT,
};

/* feed.snapshot phase */
enum wb_phase { WB_PHASE_BEGIN, WB_PHASE_END, WB_PHASE_COUNT };

/* Most queues that one agent event may list. */
#define WB_EVENT_QUEUES_MAX 64

/*
 * Borrowed, like the strings: a decoder keeps it in its arena, a feed points it
 * to an array of its own.
 */
struct wb_queue_list {
	const struct wb_str *names;
	int count; /* -1 = the field is absent; 0 = present and empty */
};

/*
 * Flat on purpose: one struct for all kinds, as a feed fills two or three
 * fields and the codec is one table. Which kind has which field, and which
 * must be there: the table in event.c, printed in PROTOCOL.md.
 * Enumerations are int: an enum value, or -1 for absent.
 */
struct wb_event {
	enum wb_event_kind kind;
	wb_ms t; /* when it happened, or WB_ABSENT (by-hand batches only) */
	struct wb_str
		id; /* optional, the switch's id of the event, logs only */

	struct wb_str contact;
	struct wb_str queue;
	struct wb_str agent;
	struct wb_str customer; /* keyed hash, made by the feed */
	struct wb_str topic;
	struct wb_str line;
	struct wb_str reason; /* agent.state; queue.refused uses `refusal` */
	struct wb_str to;     /* segment.transferred: queue or target */
	struct wb_str code;   /* contact.outcome */
	struct wb_str
		refusal_code;   /* contact.outcome refusal: why they said no */
	struct wb_str activity; /* agent.schedule */
	struct wb_str activity_class;
	struct wb_str why;    /* feed.gap */
	struct wb_str result; /* callback.closed */

	int channel;   /* enum wb_channel */
	int direction; /* enum wb_direction */
	int outcome;   /* enum wb_outcome */
	int refusal;   /* enum wb_refusal */
	int offer_result;
	int transfer;
	int by;
	int rating;
	int place;
	int status;
	int phase;

	int64_t priority;
	int64_t position;
	int64_t ring_ms;     /* offer.ended: how long it rang */
	int64_t wait_ms;     /* segment.started, queue.left: wait in the queue,
	                      * when the switch knows better than the instants */
	int64_t duration_ms; /* segment.ended: talk and hold together, likewise
	                      */
	int64_t wrapup_ms;   /* segment.ended: after-contact work lasts until
	                      * wrapup.ended but at most so long; absent = none */
	int64_t score;       /* contact.rated */
	int64_t scale;
	int64_t amount; /* contact.outcome: minor units of money */
	int64_t due;    /* follow_up_due, callback due: instants */
	int64_t from;   /* feed.gap, agent.schedule: instants */
	int64_t until;  /* "to" of feed.gap and agent.schedule */

	int resolved;    /* contact.outcome: 1, 0, or -1 absent */
	int first_level; /* could the first tier have resolved it? */
	int sale;
	int pending; /* agent.state: takes effect after the contact */
	int last;    /* feed.alive: the feed has said all it has to say */

	struct wb_queue_list queues; /* agent.signed_in */
	struct wb_queue_list add;    /* agent.queues */
	struct wb_queue_list remove; /* agent.queues */
};

/* Every field absent, kind as given. */
void wb_event_init(struct wb_event *event, enum wb_event_kind kind, wb_ms t);

/* "queue.entered" and back; -1 when unknown. */
const char *wb_event_kind_name(enum wb_event_kind kind);
int wb_event_kind_find(struct wb_str name);

/* The words of the enumerations, as on the wire ("abandoned", "voice" ...). */
const char *wb_channel_name(enum wb_channel channel);
const char *wb_outcome_name(enum wb_outcome outcome);

/* Appends one line, without the newline. Errors are sticky in `out`. */
void wb_event_encode(const struct wb_event *event, struct wb_buf *out);

/*
 * Would a decoder take this event? For feeds: one event with, say, a name that
 * is too long would have its whole batch refused. Returns false with a message
 * as wb_event_decode() would give.
 */
bool wb_event_check(const struct wb_event *event, char *ret_error,
                    size_t error_size);

/*
 * Decodes one line: strict in what it knows (types, ranges, required fields,
 * lengths, clean UTF-8), ignoring members it does not know. Strings borrow
 * from `line` or live in `arena`; the parse tree is left in the arena too.
 * A line without "t" is taken, as batches by hand have it: WB_ABSENT then.
 *
 * Returns false with a message that names the field and what was expected,
 * e.g. "unknown event 'queue.enterd'", "field 'outcome': expected one of
 * abandoned, timeout, ..., got 'hung up'".
 */
bool wb_event_decode(struct wb_str line, struct wb_arena *arena,
                     struct wb_event *ret_event, char *ret_error,
                     size_t error_size);

#endif
