#ifndef WB_SIM_PRIVATE_H
#define WB_SIM_PRIVATE_H

/*
 * What the parts of the simulation share. One file a part of life:
 *
 *   sim.c      memory, time, dispatch
 *   queue.c    callers: arrive, wait, lose patience, leave
 *   agent.c    agents: shifts, breaks, free for work
 *   talk.c     segments: hold, transfer, after-contact work, outcome
 *   dial.c     outbound calls and promised callbacks
 *   desk.c     chat, e-mail, social media and tickets
 *   plan.c     what agents are to do
 *   help.c     agents who help out in other queues
 *   customer.c who came before
 *
 * A contact or an agent carries a generation; it goes up when the stage
 * changes, and timers of an older one are void. Contacts have a second one
 * for their stay in a queue, which outlasts single offers.
 */

#include <stdbool.h>

#include "sim/random.h"
#include "sim/sim.h"
#include "sim/timers.h"

#define NOBODY UINT32_MAX
#define NO_QUEUE (-1)
#define RECENT_CALLERS 64

enum timer_kind {
	TIMER_OPEN,    /* the floor begins to live */
	TIMER_ARRIVAL, /* who: queue */
	TIMER_HELP,    /* who looks after the queues does */
	/* who: contact, generation: stage */
	TIMER_QUEUE_IN,
	TIMER_ANSWER,
	TIMER_NO_ANSWER,
	TIMER_REJECT,
	TIMER_HOLD,
	TIMER_RETRIEVE,
	TIMER_TALK_END,
	TIMER_REPLY,
	TIMER_DESK_END,
	TIMER_DIAL_RESULT,
	/* who: contact, generation: entry */
	TIMER_PATIENCE,
	TIMER_QUEUE_EXIT,
	TIMER_RESUME,
	/* who: contact, always valid */
	TIMER_CALLBACK,
	TIMER_CALLBACK_DUE,
	TIMER_FOLLOW_UP,
	TIMER_RATING,
	/* who: agent, generation: stage */
	TIMER_ACW_END,
	TIMER_DIAL,
	TIMER_READY,
	/* who: agent, generation: shift */
	TIMER_SHIFT_END,
	TIMER_PAUSE,
	TIMER_LUNCH,
	/* who: agent, always valid */
	TIMER_SHIFT_START,
	TIMER_HELP_END,
};

enum contact_stage {
	CONTACT_FREE,
	CONTACT_IVR,
	CONTACT_WAITING,
	CONTACT_RINGING,
	CONTACT_TALKING,
	CONTACT_DIALLING,
	CONTACT_PROMISED, /* waits to be called back */
	CONTACT_OVER,     /* ended, but something is still to be filed */
};

struct contact {
	enum contact_stage stage;
	uint32_t generation;
	uint32_t entry_generation;
	uint32_t number;
	uint64_t customer;
	const char *topic;
	bool outbound;
	int queue;       /* last one that it was in, or NO_QUEUE */
	bool from_queue; /* the segment answered a queue entry */
	wb_ms entered, left;
	wb_ms offered;
	int exit;                /* enum wb_outcome of the timer QUEUE_EXIT */
	uint32_t previous, next; /* in the queue's line */
	uint32_t agent;
	const struct wb_sim_work *work;
	wb_ms talk_started, hold_started;
	wb_ms hold_ms;
	bool held;
	int transfer; /* of this segment: enum wb_transfer, or -1 */
	int segments;
	int tries;      /* callbacks so far; 0 again once closed */
	wb_ms due;      /* of the callback */
	bool attempted; /* it was */
	int late;       /* things still to be filed after the end */
};

enum agent_stage {
	AGENT_OFF,
	AGENT_IDLE,
	AGENT_DIALLING,
	AGENT_RINGING,
	AGENT_TALKING,
	AGENT_ACW,
	AGENT_AWAY,
	AGENT_STAGE_COUNT,
};

struct agent {
	char name[24];
	const struct wb_sim_team *team;
	uint32_t queues;
	uint32_t help; /* of these: for a while, where many wait */
	bool remote;
	struct wb_sim_shift shift;
	enum agent_stage stage;
	wb_ms since;
	uint32_t generation;
	uint32_t shift_generation;
	uint32_t contact;
	int load;            /* contacts that are written to */
	bool letters;        /* of which none is a chat */
	const char *pending; /* reason of the break after this contact */
	wb_ms pending_ms;
	bool leaving;
	/* the segment whose after-contact work runs */
	int acw_queue;
	wb_ms acw_limit;
	wb_ms acw_talk_ms, acw_hold_ms;
	bool acw_held;
	int acw_transfer;   /* enum wb_transfer, or -1 */
	const char *reason; /* when away */
	/* the day's plan: work, and lunch in the middle of it */
	wb_ms plan_from, plan_lunch, plan_back, plan_to;
};

struct line {
	uint32_t first, last;
	int waiting;
	uint64_t recent[RECENT_CALLERS]; /* customers */
	int recent_count;
};

/* Who came, and what about. Zero-initialise. */
struct customers {
	uint64_t *keys; /* 0 = free */
	size_t count, capacity;
};

struct wb_sim {
	const struct wb_sim_floor *floor;
	bool snapshot;
	wb_ms start;
	wb_ms now;
	wb_ms told; /* of the last event; WB_NEVER = none */
	struct wb_random random;
	struct wb_sim_timers timers;
	wb_sim_sink sink;
	void *user;
	bool failed; /* out of memory */

	struct contact *contacts;
	uint32_t contact_count;
	uint32_t free_contact; /* list through `next` */
	uint32_t contact_number;

	struct agent *agents;
	uint32_t agent_count;
	struct line lines[WB_SIM_QUEUES_MAX];
	struct customers customers;
	struct wb_sim_tally tally;
};

/* sim.c */
void sim_after(struct wb_sim *sim, wb_ms delay, enum timer_kind kind,
               uint32_t who, uint32_t generation);
wb_ms sim_seconds(double s); /* never negative */
wb_ms sim_random_seconds(struct wb_sim *sim, double mean_s);
uint32_t sim_contact_new(struct wb_sim *sim);
/* Frees the slot once it is over and nothing is left to file. */
void sim_contact_settle(struct wb_sim *sim, uint32_t c);
/* An event of now, with the contact's and the agent's name where given. */
struct told {
	struct wb_event event;
	char contact[40];
};
void sim_tell_begin(struct wb_sim *sim, struct told *told,
                    enum wb_event_kind kind, uint32_t contact, uint32_t agent);
void sim_tell(struct wb_sim *sim, struct told *told);
/* Just that: kind, contact, agent. */
void sim_tell_plain(struct wb_sim *sim, enum wb_event_kind kind,
                    uint32_t contact, uint32_t agent);
void sim_tell_customer(struct wb_sim *sim, struct told *told, uint32_t contact,
                       char buf[17]);
void sim_contact_end(struct wb_sim *sim, uint32_t c, enum wb_ended_by by);

/* queue.c */
void sim_queue_arrival(struct wb_sim *sim, int queue);
void sim_queue_schedule_arrival(struct wb_sim *sim, int queue);
/* Enters the queue, or is refused; `c` is in no queue and with no agent. */
void sim_queue_enter(struct wb_sim *sim, uint32_t c, int queue);
void sim_queue_take_out(struct wb_sim *sim, uint32_t c);
void sim_queue_patience_over(struct wb_sim *sim, uint32_t c);
void sim_queue_exit(struct wb_sim *sim, uint32_t c);
/* Who hung up is back in the line, where it was. */
void sim_queue_resume(struct wb_sim *sim, uint32_t c);
void sim_queue_answered(struct wb_sim *sim, uint32_t c);
void sim_queue_count_answer(struct wb_sim *sim, uint32_t c);
/* Of those who wait, how many did so past the threshold at an instant? */
int64_t sim_queue_late(const struct wb_sim *sim, int queue, wb_ms now);
/* Rings at an agent if one is free. */
void sim_queue_route(struct wb_sim *sim, uint32_t c);
void sim_queue_no_answer(struct wb_sim *sim, uint32_t c,
                         enum wb_offer_result why);
/* Nobody serves the queue any more: who waits is put out. */
void sim_queue_emptied(struct wb_sim *sim, int queue);
/* The contact that has waited longest for this agent, or NOBODY. */
uint32_t sim_queue_oldest_for(const struct wb_sim *sim, uint32_t agent);
void sim_queue_offer(struct wb_sim *sim, uint32_t c, uint32_t agent);

/* agent.c */
bool sim_agents_create(struct wb_sim *sim);
void sim_agents_open(struct wb_sim *sim);
void sim_agent_set(struct wb_sim *sim, uint32_t a, enum agent_stage stage);
/* Back from whatever it was: sign out, break or the next contact. */
void sim_agent_free(struct wb_sim *sim, uint32_t a);
uint32_t sim_agent_longest_idle(const struct wb_sim *sim, int queue);
int sim_agents_serving(const struct wb_sim *sim, int queue);
void sim_agent_away(struct wb_sim *sim, uint32_t a, const char *reason,
                    wb_ms length);
void sim_agent_ready(struct wb_sim *sim, uint32_t a);
void sim_agent_shift_start(struct wb_sim *sim, uint32_t a);
void sim_agent_shift_end(struct wb_sim *sim, uint32_t a);
void sim_agent_pause_due(struct wb_sim *sim, uint32_t a, bool lunch);
void sim_agents_add_time(const struct wb_sim *sim, wb_ms now,
                         struct wb_sim_agent_time *time);

/* desk.c */
bool sim_desk_is_written(const struct wb_sim *sim, int queue);
/* E-mail and the like: it may wait for days. */
bool sim_desk_is_patient(const struct wb_sim *sim, int queue);
/* Somebody at a desk takes it, if one can. */
void sim_desk_route(struct wb_sim *sim, uint32_t c);
/* Takes as many as the agent can have. */
void sim_desk_fill(struct wb_sim *sim, uint32_t a);
void sim_desk_reply(struct wb_sim *sim, uint32_t c);
void sim_desk_end(struct wb_sim *sim, uint32_t c);

/* customer.c */
/* Notes that a customer came; true when it was not the first time. */
bool sim_customer_came(struct wb_sim *sim, uint32_t c);

/* help.c */
/* Puts agents from elsewhere into queues in which too many wait. */
void sim_help(struct wb_sim *sim);
void sim_help_end(struct wb_sim *sim, uint32_t a);

/* plan.c */
/* Tells what an agent is to do from now on. */
void sim_plan_day(struct wb_sim *sim, uint32_t a, wb_ms left, wb_ms lunch);
/* Adds what of a span was planned, and spent so. */
void sim_plan_add_time(const struct agent *agent, enum agent_stage stage,
                       wb_ms from, wb_ms to, struct wb_sim_agent_time *time);

/* talk.c */
void sim_talk_start(struct wb_sim *sim, uint32_t c, uint32_t agent,
                    const struct wb_sim_work *work, bool from_queue);
/* What the agent files about the contact, for a queue or NO_QUEUE. */
void sim_talk_file(struct wb_sim *sim, uint32_t c, uint32_t agent, int queue);
void sim_talk_plan_rating(struct wb_sim *sim, uint32_t c);
void sim_talk_hold(struct wb_sim *sim, uint32_t c);
void sim_talk_retrieve(struct wb_sim *sim, uint32_t c);
void sim_talk_end(struct wb_sim *sim, uint32_t c);
void sim_talk_acw_end(struct wb_sim *sim, uint32_t a);
void sim_talk_follow_up(struct wb_sim *sim, uint32_t c);
void sim_talk_rating(struct wb_sim *sim, uint32_t c);

/* dial.c */
void sim_dial_plan(struct wb_sim *sim, uint32_t a);
void sim_dial_start(struct wb_sim *sim, uint32_t a);
void sim_dial_result(struct wb_sim *sim, uint32_t c);
void sim_dial_promise(struct wb_sim *sim, uint32_t c);
void sim_dial_callback(struct wb_sim *sim, uint32_t c);
/* Its time is over. */
void sim_dial_callback_due(struct wb_sim *sim, uint32_t c);
void sim_dial_callback_done(struct wb_sim *sim, uint32_t c, const char *result);

#endif
