#ifndef WB_FLOOR_STATE_H
#define WB_FLOOR_STATE_H

/*
 * Private to floor/: the state that its files share. contact.c keeps the
 * table of contacts, away.c those that are finished, entry.c the stays in
 * queues (told.c, stay.c, stay_facts.c, line.c), part.c who worked on it,
 * offer.c the rings, promise.c what customers were promised, visit.c who comes
 * back, segment.c who works on a contact, outbound.c what was dialled,
 * outcome.c and rating.c what was filed, agent.c what is told of agents;
 * timeline.c, shift.c and schedule.c what follows from that; snapshot.c
 * resynchronisation, apply.c the dispatch, floor.c names and plans.
 */

#include "base/buf.h"
#include "base/names.h"
#include "floor/floor.h"
#include "floor/pool.h"
#include "floor/repeats.h"
#include "floor/shift.h"
#include "floor/timeline.h"
#include "floor/timers.h"
#include "limits.h"

/* An idle contact is remembered so long for late events. */
#define WB_FORGET_AFTER WB_HOUR

/* Contacts on slow channels may wait this many stale limits. */
#define WB_SLOW_CHANNEL_FACTOR 180

enum floor_timer {
	TIMER_THRESHOLD, /* subject: contact */
	TIMER_AGENT,     /* subject: agent */
	TIMER_CONTACT,   /* subject: contact: stale or forgotten */
	TIMER_IDLE,      /* subject: contact: put away */
	TIMER_PROMISE,   /* subject: promise: overdue or forgotten */
	TIMER_COUNT,
};

/* Those who wait, in order of arrival: in a queue, or on a channel. */
struct floor_line {
	uint32_t oldest, newest; /* contacts */
	uint32_t waiting, late;
};

/* The lines that an entry stands in. */
enum { LINE_QUEUE, LINE_CHANNEL, LINE_APART, LINE_COUNT };

struct floor_neighbours {
	uint32_t older, newer;
};

/* That a contact waits, since its last stay (stay.h) began. */
struct floor_entry {
	bool waiting;
	bool late;   /* the threshold ran out while waiting */
	bool stands; /* as a callback that is promised */
	uint32_t queue;
	enum wb_channel channel;
	wb_ms entered;
	uint32_t stay;  /* number in the pool */
	uint64_t visit; /* n-th wait of all; the threshold timer's check */
	struct floor_neighbours neighbours[LINE_COUNT];
	wb_ms late_at; /* and what held then, when late */
	enum wb_sl_variant late_variant;
	int late_target_bp;
};

enum floor_offer_how {
	OFFER_RINGS,
	OFFER_ENDED,    /* so it was told */
	OFFER_TAKEN,    /* told as accepted, the segment is still to come */
	OFFER_ANSWERED, /* by a segment */
	OFFER_PRESUMED, /* cancelled, by inference: may be corrected */
	OFFER_HUSHED,   /* over, but of no entry that is known: not counted */
	OFFER_HOW_COUNT,
};

/* One ring at one agent. */
struct floor_offer {
	uint32_t agent;
	uint32_t id; /* of the event that ended it, see wb_event_mark() */
	uint32_t next;
	wb_ms started, ended; /* WB_NEVER = not told, or still ringing */
	enum floor_offer_how how;
	bool inferred; /* ANSWERED, but that it was accepted is not told */
	enum wb_offer_result result; /* when told */
	uint32_t queue;              /* as told, or WB_NOBODY */
	/* the fact, when it is told */
	bool is_told;
	wb_ms told_at, told_arrived;
	uint32_t told_queue;
	enum wb_channel told_channel;
	enum wb_offer_result told_result;
};

/*
 * A number for the id that the switch gave an event, 0 for none: with a clock
 * of whole seconds two things may be alike in all but that. Ids of which one is
 * not given may belong to the same event.
 */
static inline uint32_t wb_event_mark(const struct wb_event *event)
{
	uint32_t mark = 2166136261u;
	for (size_t i = 0; i < event->id.len; i++) {
		mark = (mark ^ (unsigned char)event->id.data[i]) * 16777619u;
	}
	return event->id.len == 0 ? 0 : mark == 0 ? 1 : mark;
}

static inline bool wb_marks_may_be_one(uint32_t a, uint32_t b)
{
	return a == b || a == 0 || b == 0;
}

/* An end of an agent's part that came before its beginning. */
struct floor_part_end {
	uint32_t agent;
	wb_ms t; /* WB_ABSENT = none */
};

#define WB_PART_ENDS 2

/* Somebody has, or had, a segment of the contact. */
struct floor_work {
	uint32_t agent;
	uint32_t next;
	wb_ms started; /* the newest segment */
};

/* Who worked on a contact, for what is filed afterwards. */
struct floor_part {
	uint32_t agent;
	uint32_t queue; /* or WB_NOBODY */
	wb_ms started, arrived;
	wb_ms ended;             /* WB_NEVER = not yet */
	wb_ms escalated;         /* told so; WB_ABSENT = not */
	enum wb_channel channel; /* it was told on */
};

#define WB_PARTS 4

/* An outbound contact: what was told of it, and what is told of that. */
struct floor_outbound {
	bool dialled, connected;
	wb_ms dialled_at, connected_at;
	uint32_t queue, agent; /* for which campaign, by whom; or WB_NOBODY */
	uint32_t talk_queue, talk_agent; /* when connected */
	enum wb_channel connected_channel;
};

/* What was filed, each field with the instant at which it was said. */
enum floor_filed {
	FILED_RESOLVED,
	FILED_FIRST_LEVEL,
	FILED_SALE,
	FILED_REASON,
	FILED_CODE,
	FILED_COUNT,
};

struct floor_outcome {
	bool known;
	wb_ms at, arrived;
	uint32_t queue, agent;
	enum wb_channel channel;
	wb_ms said[FILED_COUNT]; /* WB_ABSENT = not said */
	int64_t value[FILED_COUNT];
};

/* One rating of a contact: of each kind there is one. */
struct floor_rating {
	enum wb_rating kind;
	uint32_t next;
	wb_ms at, arrived;
	uint32_t queue, agent;
	enum wb_channel channel;
	int64_t score, scale;
};

/* The told fact of a contact's arrival. */
struct floor_arrival {
	bool told, repeated;
	wb_ms at;
	uint32_t queue;
	enum wb_channel channel;
};

/* A contact in the table. Ids that are no longer than this lie in it. */
#define FLOOR_SHORT_ID 28

struct floor_card {
	char *id; /* NULL = the element is free */
	uint32_t id_len;
	uint32_t feed;
	uint32_t hash, hash_next;
	uint32_t body;         /* in its pool; WB_POOL_NONE = put away */
	uint32_t visit;        /* the body's, while that is put away */
	unsigned char *packed; /* the body then */
	uint32_t packed_len;
	char short_id[FLOOR_SHORT_ID];
	uint64_t serial;    /* timers' check: this contact and no other */
	wb_ms touched;      /* engine time of the last event */
	uint64_t mentioned; /* snapshot generation of the last event */
};

/* What is known of it. */
struct floor_contact {
	char *id; /* the card's; NULL = the element is free */
	uint32_t id_len;
	uint32_t feed;
	/* as contact.started said, when it did */
	bool has_started_channel;
	enum wb_channel started_channel;
	/* what was told of stays, oldest first: see stay.h */
	uint32_t told_oldest, told_newest, told_count;
	uint16_t told_order;
	uint8_t entry_channel; /* last said; WB_CHANNEL_COUNT = never */
	struct floor_entry entry;
	uint32_t offers; /* list in the pool, WB_POOL_NONE = empty */
	uint32_t offer_count;
	uint32_t works; /* likewise: whoever had a segment */
	uint32_t open_segments;
	bool is_over;  /* it ended at `over` */
	bool is_quiet; /* it stopped waiting, last at `quiet` */
	wb_ms over, quiet;
	struct floor_part parts[WB_PARTS]; /* newest first */
	uint32_t part_count;
	struct floor_part_end part_ends[WB_PART_ENDS]; /* newest first */
	uint32_t last_queue;
	/* the first talk; WB_ABSENT = none yet */
	wb_ms talk_at;
	uint32_t talk_queue, talk_agent;
	struct floor_outbound outbound;
	struct floor_outcome outcome;
	uint32_t ratings; /* list in the pool */
	/* for visit.c; instants are WB_ABSENT when there was none yet */
	wb_ms began, newest, ended;
	wb_ms first_entered;
	uint32_t first_queue; /* or WB_NOBODY */
	uint32_t visit;       /* WB_POOL_NONE = none */
	uint16_t topic;       /* number of its name; 0 = none */
	bool visited;         /* its visit is over already */
	struct floor_arrival arrival;
};

struct floor_agent {
	uint32_t feed;
	uint64_t mentioned;
	struct floor_timeline line;
	/* as it was told: the end of the timeline, but while it is told */
	struct floor_picture shown;
	uint32_t *queues; /* sorted numbers */
	uint32_t queue_count, queue_capacity;
	const struct wb_agent_plan *plan;
};

/* Callbacks that are promised and open, oldest first: promises. */
struct floor_callbacks {
	uint32_t oldest, newest;
};

struct floor_queue {
	struct wb_queue_plan plan;
	uint32_t feed; /* that last spoke of it; WB_NOBODY = none yet */
	struct floor_line line, apart; /* apart: callbacks that wait */
	struct floor_callbacks callbacks;
};

struct floor_wheel_slot {
	uint32_t first, last;
};

/* See visit.h. */
struct floor_visits {
	struct wb_pool pool;
	uint32_t *buckets;
	uint32_t bucket_count;
	uint32_t count;
	struct wb_names topics;
	struct floor_wheel_slot *wheel;
	uint32_t slot_count;
	uint32_t placed; /* visits on the wheel */
	int64_t turn;    /* no visit is in an earlier slot */
	wb_ms next;      /* one matures then, or goes to another slot */
	wb_ms within;    /* the plan's, for which `next` is */
};

struct floor_feed {
	bool in_snapshot;
	uint64_t generation; /* of its newest snapshot */
};

struct wb_floor {
	const struct wb_fact_sink *sink;
	void *user;
	const struct wb_plan *plan;
	wb_ms now;

	struct wb_names queue_names, agent_names;
	struct wb_names words; /* reasons of states, classes of activities */
	/* of refusals, of outcomes; number 0 = any other */
	struct wb_names reasons, codes;
	struct floor_queue *queues;
	uint32_t queue_capacity;
	struct floor_agent *agents;
	uint32_t agent_capacity;
	uint32_t strange_queues, strange_agents;

	struct floor_line channels[WB_CHANNEL_COUNT];
	struct floor_callbacks callbacks[WB_CHANNEL_COUNT];

	struct wb_pool contacts; /* cards */
	struct wb_pool bodies, offers, works, ratings;
	struct wb_pool tolds, stays;
	uint32_t *buckets;
	uint32_t bucket_count;
	uint32_t contact_count;
	uint64_t next_serial;

	struct floor_visits visits;

	struct wb_pool promises;
	uint32_t *promise_buckets;
	uint32_t promise_bucket_count;
	uint32_t promise_count;

	/* kept between runs of timelines, so that none needs memory */
	struct floor_step *steps;
	struct floor_done *dones;
	uint32_t step_capacity, done_capacity;

	struct floor_contact nobody; /* of a card that is free */
	struct wb_buf packing;
	struct wb_timers timers;
	struct wb_repeats repeats;
	struct floor_feed feeds[WB_FEEDS_MAX];
	struct wb_floor_counters counters;
};

static inline struct floor_card *card_at(const struct wb_floor *floor,
                                         uint32_t number)
{
	return wb_pool_at(&floor->contacts, number);
}

/* away.c: gives a contact its body back. */
struct floor_contact *wb_contact_fetch(struct wb_floor *floor, uint32_t number);

/* It may have to be fetched: a cache's doing, the floor stays as it is. */
static inline struct floor_contact *contact_at(const struct wb_floor *floor,
                                               uint32_t number)
{
	uint32_t body = card_at(floor, number)->body;
	if (body == WB_POOL_NONE) {
		return wb_contact_fetch((struct wb_floor *)floor, number);
	}
	return wb_pool_at(&floor->bodies, body);
}

static inline void anomaly(struct wb_floor *floor, enum wb_anomaly what)
{
	floor->counters.anomalies[what]++;
}

/* end - start, counting an impossible order and taking it as 0. */
wb_ms wb_floor_span(struct wb_floor *floor, wb_ms start, wb_ms end);

/*
 * Tells a fact of a contact, or of none: WB_POOL_NONE. Its channel is filled
 * in, but for one that is taken back: that has to be as it was told.
 */
void wb_floor_emit(struct wb_floor *floor, uint32_t contact,
                   struct wb_fact *fact);
/* Tells it as it is. */
void wb_floor_tell(struct wb_floor *floor, const struct wb_fact *fact);

/* The contact's, or else that of the queue; both may be none. */
enum wb_channel wb_floor_channel(const struct wb_floor *floor, uint32_t contact,
                                 uint32_t queue);

/* people and queues (floor.c); WB_NOBODY when the limit is reached */
uint32_t wb_floor_queue_number(struct wb_floor *floor, struct wb_str name);
uint32_t wb_floor_agent_number(struct wb_floor *floor, struct wb_str name);

/* A new one, whose name is not known yet; WB_NOBODY when out of memory. */
uint32_t wb_floor_add_queue(struct wb_floor *floor, struct wb_str name,
                            const struct wb_queue_plan *plan);
uint32_t wb_floor_add_agent(struct wb_floor *floor, struct wb_str name,
                            const struct wb_agent_plan *plan);

/* away.c */
/*
 * A finished contact that nobody spoke of for a while is put away as bytes,
 * those that it would be saved as: there are many of them, and nearly none is
 * spoken of again. Whoever looks at it finds it as it was.
 */
void wb_contact_put_away(struct wb_floor *floor, uint32_t number);
/* Looks whether it can be put away, and looks again if not. */
void wb_contact_idle(struct wb_floor *floor, uint32_t number, uint64_t check);
/* When to look next. */
void wb_contact_watch_idle(struct wb_floor *floor, uint32_t number);
/* All that can be, after loading. */
void wb_contact_put_all_away(struct wb_floor *floor);

/* contact.c */
/* A body for a card that has none, with nothing known; false: no memory. */
bool wb_contact_embody(struct wb_floor *floor, uint32_t number);
/* Frees what hangs on a body, and the body; nothing is told. */
void wb_contact_strip(struct wb_floor *floor, uint32_t number);
void wb_contact_free_card(struct floor_card *card);
/* For tables of what hangs on the contacts of feeds. */
uint32_t wb_contact_hash(uint32_t feed, struct wb_str id);
/*
 * Gives element `number` of the pool, whose feed is set, its id and makes it
 * found by it. False when there is no room.
 */
bool wb_contact_adopt(struct wb_floor *floor, uint32_t number,
                      struct wb_str id);
uint32_t wb_contact_find(struct wb_floor *floor, uint32_t feed,
                         struct wb_str id);
/* Finds or adds; WB_POOL_NONE when full. */
uint32_t wb_contact_get(struct wb_floor *floor, uint32_t feed,
                        struct wb_str id);
/* Does it wait, or somebody work on it? */
bool wb_contact_is_open(const struct floor_contact *contact);
void wb_contact_timer(struct wb_floor *floor, uint32_t number, uint64_t check);
/* Ends what is open as lost. */
void wb_contact_lose(struct wb_floor *floor, uint32_t number, wb_ms at);

/* part.c */
/* The part that an agent had in the contact; WB_NOBODY or none: the last. */
struct floor_part wb_contact_part(const struct wb_floor *floor,
                                  uint32_t contact, uint32_t agent, wb_ms t);
/* Somebody works on the contact, in a queue or none; it arrived then. */
void wb_part_begin(struct wb_floor *floor, uint32_t contact, uint32_t queue,
                   uint32_t agent, wb_ms t, wb_ms arrived);
void wb_part_end(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                 wb_ms t);
/* The part that began at `t` is of an entry that arrived then. */
void wb_part_came_from(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                       wb_ms t, wb_ms arrived);
/* The contact entered a queue: was it escalated? */
void wb_part_settle(struct wb_floor *floor, uint32_t contact);

/* promise.c: see promise.h */
enum floor_promise_event {
	PROMISE_REQUESTED,
	PROMISE_ATTEMPTED,
	PROMISE_CLOSED,
};

struct wb_promise_event {
	enum floor_promise_event what;
	wb_ms t;
	wb_ms due;             /* WB_ABSENT = not said */
	uint32_t queue, agent; /* likewise WB_NOBODY */
};

/* Of the contact `id` of a feed, which need not be known any more. */
void wb_promise_callback(struct wb_floor *floor, uint32_t feed,
                         struct wb_str id, const struct wb_promise_event *told);
void wb_promise_follow_up(struct wb_floor *floor, uint32_t feed,
                          struct wb_str id,
                          const struct wb_promise_event *told);
/* Is a callback promised to this contact, and not yet attempted? */
bool wb_promise_is_open(const struct wb_floor *floor, uint32_t feed,
                        struct wb_str id);
void wb_promise_timer(struct wb_floor *floor, uint32_t number, uint64_t check);
void wb_promise_finish(struct wb_floor *floor);

/* visit.c: see visit.h */
/* After an event of the contact was applied. */
void wb_visit_note(struct wb_floor *floor, uint32_t contact,
                   const struct wb_event *event);
/* After anything happened to the contact. */
void wb_visit_settle(struct wb_floor *floor, uint32_t contact);
/* The contact is forgotten; its visit stays. */
void wb_visit_forget(struct wb_floor *floor, uint32_t contact);
/* The same of a visit's contact, or none's; false when it did not end. */
bool wb_visit_forget_ended(struct wb_floor *floor, uint32_t visit);
/* visit_table.c: those whose N days are over. */
void wb_visits_mature(struct wb_floor *floor);

/* outbound.c */
/* The contact was dialled; queue and agent may be WB_NOBODY. */
void wb_outbound_dialled(struct wb_floor *floor, uint32_t contact,
                         uint32_t queue, uint32_t agent, wb_ms t);
/* Somebody talks with the customer; the first of it connects. */
void wb_outbound_talk(struct wb_floor *floor, uint32_t contact, uint32_t queue,
                      uint32_t agent, wb_ms t);

/* outcome.c */
/* `agent` WB_NOBODY = not said who filed it. */
void wb_outcome_filed(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                      const struct wb_event *event);

/* rating.c */
/* `contact` may be WB_POOL_NONE, `queue` and `agent` WB_NOBODY. */
void wb_rating_told(struct wb_floor *floor, uint32_t contact, uint32_t queue,
                    uint32_t agent, const struct wb_event *event);
void wb_rating_forget_all(struct wb_floor *floor, uint32_t contact);

/* line.c */
/* The line of that kind which the contact stands in when it waits. */
struct floor_line *wb_entry_line(struct wb_floor *floor, uint32_t contact,
                                 int kind);
/* Puts the contact behind all others of the line. */
void wb_entry_line_up(struct wb_floor *floor, uint32_t contact, int kind);

/* entry.c: see stay.h */
void wb_entry_enter(struct wb_floor *floor, uint32_t contact, uint32_t queue,
                    const struct wb_event *event);
void wb_entry_left(struct wb_floor *floor, uint32_t contact, uint32_t queue,
                   const struct wb_event *event);
void wb_entry_resumed(struct wb_floor *floor, uint32_t contact, uint32_t queue,
                      const struct wb_event *event);
/*
 * True when the contact waited there, and is now answered, or served until the
 * first reply; its rings are over then. Otherwise that may come out later.
 */
bool wb_entry_answer(struct wb_floor *floor, uint32_t contact, uint32_t queue,
                     uint32_t agent, const struct wb_event *event);
void wb_entry_replied(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                      wb_ms t);
/* The agent's part is over, and was not transferred. */
void wb_entry_done(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                   wb_ms t);
/* The contact is over. */
void wb_entry_over(struct wb_floor *floor, uint32_t contact, bool by_customer,
                   wb_ms t);
void wb_entry_lose(struct wb_floor *floor, uint32_t contact, wb_ms at);
/* contact.started says on which channel it is. */
void wb_entry_channel(struct wb_floor *floor, uint32_t contact,
                      enum wb_channel channel);
void wb_entry_forget_all(struct wb_floor *floor, uint32_t contact);

/* stay_facts.c */
/*
 * A callback that waits in a queue stands as one that is promised, unless its
 * contact has such a promise: then that stands.
 */
void wb_entry_stand(struct wb_floor *floor, uint32_t contact);
void wb_entry_threshold(struct wb_floor *floor, uint32_t contact,
                        uint64_t visit, wb_ms due);

/* offer.c */
void wb_offer_start(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                    uint32_t queue, wb_ms t);
void wb_offer_ended(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                    uint32_t queue, const struct wb_event *event);
/* The contact is answered by `agent`: its ring is over. */
void wb_offer_accept(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                     wb_ms t);
/* The contact stopped waiting: whoever still rings, rings no more. */
void wb_offer_cancel_all(struct wb_floor *floor, uint32_t contact, wb_ms t);
/* Somebody talks to the contact, which did not wait: no ring counts. */
void wb_offer_hush_all(struct wb_floor *floor, uint32_t contact, wb_ms t);
/* The contact's stays are otherwise: so may be how its rings ended. */
void wb_offer_settle(struct wb_floor *floor, uint32_t contact);
/* Does it ring at anybody? */
bool wb_offer_rings(const struct wb_floor *floor, uint32_t contact);
void wb_offer_free_all(struct wb_floor *floor, uint32_t contact);

/* segment.c */
/* What began at `t` is of an entry that arrived then. */
void wb_segment_came_from(struct wb_floor *floor, uint32_t contact,
                          uint32_t agent, wb_ms t, wb_ms arrived);
void wb_segment_start(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                      uint32_t queue, const struct wb_event *event);
void wb_segment_hold(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                     bool held, wb_ms t);
void wb_segment_transferred(struct wb_floor *floor, uint32_t contact,
                            uint32_t agent, const struct wb_event *event);
void wb_segment_end(struct wb_floor *floor, uint32_t contact, uint32_t agent,
                    const struct wb_event *event);
/* The contact is over; a segment whose end is told otherwise keeps that. */
void wb_segment_end_all(struct wb_floor *floor, uint32_t contact, wb_ms t);
void wb_segment_lose_all(struct wb_floor *floor, uint32_t contact, wb_ms at);
void wb_segment_forget_all(struct wb_floor *floor, uint32_t contact);
/* `contact` WB_POOL_NONE = whichever it was. */
void wb_wrapup_end(struct wb_floor *floor, uint32_t agent, uint32_t contact,
                   wb_ms t);

/* agent.c */
/* The feed speaks of it. */
void wb_agent_mention(struct wb_floor *floor, uint32_t agent, uint32_t feed);
/* False when the note found nothing to change. */
bool wb_agent_note(struct wb_floor *floor, uint32_t agent,
                   const struct floor_note *note);
void wb_agent_signed_in(struct wb_floor *floor, uint32_t agent, uint32_t feed,
                        const struct wb_event *event);
void wb_agent_signed_out(struct wb_floor *floor, uint32_t agent, wb_ms at);
void wb_agent_status(struct wb_floor *floor, uint32_t agent, uint32_t feed,
                     const struct wb_event *event);
void wb_agent_queues(struct wb_floor *floor, uint32_t agent,
                     const struct wb_event *event);
void wb_agent_planned(struct wb_floor *floor, uint32_t agent,
                      const struct wb_event *event);

/* timeline.c */
void wb_timeline_init(struct floor_timeline *line);
void wb_timeline_finish(struct floor_timeline *line);
/* Was the same told before? */
bool wb_timeline_knows(const struct wb_floor *floor, uint32_t agent,
                       const struct floor_note *note);
/*
 * Adds what was told at once, less what is known, and tells what follows from
 * it. False when the last one found nothing to change.
 */
bool wb_timeline_add(struct wb_floor *floor, uint32_t agent,
                     const struct floor_note *notes, uint32_t count);
/* What the note of that instant, kind and subject said is otherwise. */
void wb_timeline_amend(struct wb_floor *floor, uint32_t agent,
                       const struct floor_note *note, int64_t a);
/* A conclusion that turned out to be wrong was never drawn. */
void wb_timeline_retract(struct wb_floor *floor, uint32_t agent,
                         const struct floor_note *note);
/* Time goes by. */
void wb_timeline_go_on(struct wb_floor *floor, uint32_t agent);
void wb_timeline_timer(struct wb_floor *floor, uint32_t agent, wb_ms due);

/* snapshot.c */
void wb_snapshot_begin(struct wb_floor *floor, uint32_t feed);
void wb_snapshot_end(struct wb_floor *floor, uint32_t feed, wb_ms at);

#endif
