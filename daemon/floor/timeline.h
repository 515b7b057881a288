#ifndef WB_FLOOR_TIMELINE_H
#define WB_FLOOR_TIMELINE_H

/*
 * Private to floor/: an agent in time.
 *
 * Everything that is told about an agent is kept as a note, in the order in
 * which it happened, for at least the lateness bound. A shift is how things
 * stand with the agent at one instant; applying notes to a shift moves it on.
 * The notes of one agent are applied in order to the shift as of their
 * beginning, so what comes out depends on what was told and not on the order
 * in which it came: a late note is put where it belongs, all are applied anew,
 * and what then differs from what was concluded before is taken back and told
 * as it is. Notes that are older than the bound go into the first shift for
 * good.
 *
 * Notes of one instant: first the ends of what had begun before, then what
 * begins, in the order of arrival, then the ends of what began at that very
 * instant, last what was concluded from the contact alone.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "floor/fact.h"

/* The order of the kinds is the one of their ranks within an instant. */
enum floor_note_kind {
	/* ends */
	NOTE_SEGMENT_ENDED, /* a: duration, b: wrap-up; or WB_ABSENT */
	NOTE_WRAPUP_ENDED,  /* subject WB_POOL_NONE: of whatever contact */
	NOTE_RETRIEVED,
	NOTE_RING_ENDED,
	/* beginnings, and what holds from then on */
	NOTE_SEGMENT_STARTED, /* queue; a: when its entry arrived */
	NOTE_HELD,
	NOTE_TRANSFERRED, /* a: enum wb_transfer */
	NOTE_RING,        /* queue */
	NOTE_SEEN,
	NOTE_SIGNED_IN, /* a: enum wb_place, or -1 */
	NOTE_SIGNED_OUT,
	NOTE_READY,
	NOTE_NOT_READY, /* subject: reason or WB_NOBODY; a: after the contact */
	NOTE_SERVES_NONE, /* the whole list of queues follows */
	NOTE_JOINED,      /* queue */
	NOTE_LEFT,        /* queue */
	NOTE_PLANNED,     /* subject: class; a, b: from, to */
	/* conclusions */
	NOTE_RING_OVER, /* a: when it began */
	NOTE_CONTACT_OVER,
	NOTE_LOST,
	NOTE_KIND_COUNT,
};

struct floor_note {
	wb_ms at; /* its place: `t`, but not before the shift it applies to and
	           * not after its arrival */
	wb_ms t;  /* as told */
	int64_t a, b;
	uint32_t subject; /* contact, where nothing else is said */
	uint32_t queue;
	enum floor_note_kind kind;
	bool matched; /* it found something to change */
};

/* The agent's part of a contact, until its after-contact work is over. */
struct floor_segment {
	uint32_t contact;
	uint32_t queue; /* or WB_NOBODY */
	wb_ms started;  /* as told */
	wb_ms since;    /* its place in the timeline */
	wb_ms arrived;
	uint64_t clock;         /* the agent's, when it started */
	wb_ms hold, held_since; /* WB_NEVER = not held */
	wb_ms marked;           /* newest word about holding */
	bool held;              /* at least once */
	bool ended;             /* after-contact work */
	int transfer;           /* the last kind told, or -1 */
	wb_ms end, until;       /* of talk; latest of after-contact work */
	wb_ms talk, share;      /* known at the end */
};

/* Something planned for the agent. */
struct floor_plan_span {
	uint32_t activity; /* number of the class */
	wb_ms told;
	wb_ms from, to;
};

/* What is told of an agent. */
struct floor_picture {
	enum wb_agent_state state;
	unsigned marks;
	uint32_t reason; /* last given, or WB_NOBODY */
	wb_ms since;     /* of the state, or its reason */
};

#define FLOOR_RINGS 8

/* How things stand at one instant. Owns its lists. */
struct floor_shift {
	wb_ms at;
	bool signed_in, remote, not_ready;
	bool known_queues; /* the feed said which queues; no guessing */
	bool has_pending;
	uint32_t reason, pending; /* numbers of words, or WB_NOBODY */
	wb_ms status_told;        /* newest word about status or presence */
	wb_ms queues_told;        /* ... about queues */
	/*
	 * Runs while segments are open, 720720 units a ms divided by their
	 * number: exact for up to 16 at once, of more it loses less than a
	 * unit per change.
	 */
	uint64_t clock;
	struct floor_segment *segments; /* in order of their start */
	uint32_t segment_count, segment_capacity;
	uint32_t rings[FLOOR_RINGS]; /* contacts */
	uint32_t ring_count;
	uint32_t *queues; /* sorted numbers */
	uint32_t queue_count, queue_capacity;
	struct floor_plan_span *plans; /* in order, none over another */
	uint32_t plan_count, plan_capacity;
	struct floor_picture picture;
};

#define FLOOR_CLOCK_UNITS UINT64_C(720720) /* divisible by 1 to 16 */

/* A change of the picture, as it was told. */
struct floor_step {
	wb_ms at;
	struct floor_picture picture; /* from then on */
	uint32_t *queues;             /* likewise, when `moved`; owned */
	uint32_t queue_count;
	bool moved; /* the agent serves other queues */
};

/* A segment that is done, as it was told. */
struct floor_done {
	wb_ms place; /* in the timeline */
	wb_ms at, arrived, talk, hold, acw, share;
	uint32_t contact, queue;
	enum wb_channel channel;
	int transfer;
	bool held;
};

/* A segment that lasts longer than the limit, as it was told. */
struct floor_long {
	wb_ms at, arrived, started;
	uint32_t contact, queue;
	enum wb_channel channel;
};

/* All zero is an agent of whom nothing is known. */
struct floor_timeline {
	struct floor_shift first, last; /* before and after the notes */
	struct floor_note *notes;
	uint32_t note_count, note_capacity;
	wb_ms newest; /* t of the newest note ever */
	/* what was told of the notes */
	struct floor_step *steps;
	uint32_t step_count, step_capacity;
	struct floor_done *dones;
	uint32_t done_count, done_capacity;
	struct floor_long *longs;
	uint32_t long_count, long_capacity;
	wb_ms armed; /* the earliest timer that is set; WB_NEVER = none */
};

#endif
