#ifndef WB_TEST_ORACLE_TELLING_H
#define WB_TEST_ORACLE_TELLING_H

/*
 * Private to the oracle: how a contact's story is told, event after event in
 * the order of time (contacts.c): stays and rings (stays.c), agents' parts
 * (parts.c), what was filed and who came (filed.c). When all stories are told,
 * work.c says how long the work after contacts took.
 */

#include "oracle/stories.h"

/* What is known of a contact while its story is told. */
struct telling {
	struct oracle *oracle;
	int contact;
	int channel;    /* as told, or -1 */
	int entry;      /* the newest, or NOBODY */
	int last_queue; /* or NOBODY */
	wb_ms arrived;  /* the newest entry, or segment without one */
	wb_ms heard;    /* the last that was heard of it */
	int place;      /* in `told`, of its last event */
	/* an agent answered who was thought to have the contact already */
	struct oracle_segment taken;
	int taken_after; /* so many segments; 0 = did not happen */
	const struct oracle_heard *stray; /* retrieved what was not held */
	bool known;                       /* and not forgotten */
	int dial;                         /* or NOBODY */
	int filing;                       /* or NOBODY */
	struct wb_str customer, topic;
	wb_ms began, ended, newest; /* WB_ABSENT = not told */
	int first_queue;            /* or NOBODY */
	int first_segment;          /* of those that are not forgotten */
};

/* stays.c */
/* As told, else its queue's. */
enum wb_channel story_channel_of(const struct telling *t, int queue);
/* The newest stay, or NULL. */
struct oracle_entry *story_entry_of(struct telling *t);
bool story_is_waiting(struct telling *t);
void story_ring(struct telling *t, const struct oracle_heard *h);
void story_ring_over(struct telling *t, const struct oracle_heard *h);
void story_cancel_rings(struct telling *t, wb_ms at);
void story_forget_rings(struct telling *t, wb_ms at);
void story_end_stay(struct telling *t, enum oracle_end end, wb_ms at,
                    wb_ms wait_told);
void story_enter(struct telling *t, const struct oracle_heard *h);
void story_leave(struct telling *t, const struct oracle_heard *h);
void story_resume(struct telling *t, const struct oracle_heard *h);
/* False when it did not wait there: the talk came from no queue. */
bool story_answer(struct telling *t, const struct oracle_heard *h);
void story_replied(struct telling *t, const struct oracle_heard *h);
void story_done_without_reply(struct telling *t, int agent, wb_ms at);

/* parts.c */
/* The agent's, or for NOBODY anyone's, that has not ended; or NULL. */
struct oracle_segment *story_open_segment(struct telling *t, int agent);
void story_start(struct telling *t, const struct oracle_heard *h, int place);
void story_hold(struct telling *t, const struct oracle_heard *h);
void story_retrieve(struct telling *t, struct oracle_segment *segment,
                    wb_ms at);
void story_end_segment(struct telling *t, struct oracle_segment *segment,
                       const struct oracle_heard *h, int place);
void story_retrieved(struct telling *t, const struct oracle_heard *h);
/* The next one that is open and stays without an end; or NULL. */
struct oracle_segment *story_endless_segment(struct telling *t);
void story_transfer(struct telling *t, const struct oracle_heard *h);
/* The agent's newest part in the contact, for NOBODY the last; or NULL. */
const struct oracle_segment *story_part_of(struct telling *t, int agent);

/* filed.c */
void story_file(struct telling *t, const struct oracle_heard *h);
void story_rate(struct telling *t, const struct oracle_heard *h);
void story_note_people(struct telling *t, const struct oracle_heard *h,
                       int place);
void story_note_visit(struct telling *t, const struct oracle_heard *h);
/* It stays open, or ends as it was told, or for having been forgotten. */
void story_visit_over(struct telling *t, bool open, bool forgotten);
void story_nobody_came(struct telling *t);
void story_begin(struct telling *t, const struct oracle_heard *h);
void story_connect(struct telling *t, const struct oracle_heard *h);
void story_forget_ratings(struct telling *t);

/* work.c */
void oracle_finish_segments(struct oracle *oracle);
void oracle_escalate(struct oracle *oracle);

#endif
