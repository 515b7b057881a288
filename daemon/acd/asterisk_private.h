#ifndef WB_ACD_ASTERISK_PRIVATE_H
#define WB_ACD_ASTERISK_PRIVATE_H

/* Shared by asterisk*.c only. */

#include "acd/asterisk.h"

#define PHASE(p) (1U << (p))
#define PHASE_ANY                                                              \
	(PHASE(WB_CALL_WAITING) | PHASE(WB_CALL_LEFT) |                        \
	 PHASE(WB_CALL_TALKING) | PHASE(WB_CALL_GONE))
#define PHASE_OUT (PHASE(WB_CALL_TALKING) | PHASE(WB_CALL_GONE))
#define PHASE_OPEN (PHASE(WB_CALL_WAITING) | PHASE(WB_CALL_LEFT))

/* How long to wait for a better word on how a caller left. */
#define HOLD_BACK_MS ((wb_ms)500)
/* The same when queue_log will say it. */
#define HOLD_BACK_LOG_MS ((wb_ms)3000)
/* An agent's side may run a subroutine between the two events. */
#define HOLD_BACK_ANSWERED_MS ((wb_ms)3000)
/* An event and the record of it in the log, which has whole seconds. */
#define SAME_MOMENT_MS ((wb_ms)2500)
/* How long a call that is over is remembered. */
#define REMEMBER_MS ((wb_ms)60000)

/* One interface in one queue. */
struct wb_asterisk_member {
	struct wb_name queue;
	struct wb_name interface;
	struct wb_name name; /* the agent */
	struct wb_name reason;
	int64_t wrapup_ms;
	int status; /* device state, as Asterisk numbers them */
	int in_call;
	bool present;
	bool paused;
	bool listed;
};

/* queue_log: how a visit to a queue ended. */
struct wb_asterisk_note {
	struct wb_name contact;
	struct wb_name queue;
	wb_ms t; /* whole seconds */
	int outcome;
	int64_t wait; /* seconds, or -1 */
};

struct wb_asterisk_queue {
	int64_t max; /* most callers; 0 = no limit */
};

/* asterisk_calls.c */
void wb_asterisk_on_join(struct wb_asterisk *a, const struct wb_ami_packet *p,
                         wb_ms t);
void wb_asterisk_on_leave(struct wb_asterisk *a, const struct wb_ami_packet *p,
                          wb_ms t);
void wb_asterisk_on_abandon(struct wb_asterisk *a,
                            const struct wb_ami_packet *p, wb_ms t);
void wb_asterisk_on_hangup_request(struct wb_asterisk *a,
                                   const struct wb_ami_packet *p, wb_ms t);
void wb_asterisk_on_hangup(struct wb_asterisk *a, const struct wb_ami_packet *p,
                           wb_ms t);
void wb_asterisk_enter(struct wb_asterisk *a, const struct wb_call *call,
                       struct wb_str number, wb_ms t);
void wb_asterisk_cancel_offers(struct wb_asterisk *a,
                               const struct wb_call *call, wb_ms t);

void wb_asterisk_decide(struct wb_asterisk *a, struct wb_call *call);
/* Sets when the call is to be decided, or forgotten. */
void wb_asterisk_set_due(struct wb_asterisk *a, struct wb_call *call,
                         wb_ms due);
/* An entry that was not told, seen from something that came later. */
struct wb_implied {
	struct wb_str id;
	struct wb_str queue;
	struct wb_str number;
	int64_t position; /* or WB_ABSENT */
	wb_ms t;          /* of what came later */
	int64_t hold;     /* seconds that the caller waited before it, or -1 */
	bool early;       /* from the log: the events may still come */
};

/*
 * A call whose entry was not seen: tells it. NULL when what came later is only
 * the echo of a call that is known.
 */
struct wb_call *wb_asterisk_imply(struct wb_asterisk *a,
                                  const struct wb_implied *entry);

/* asterisk_status.c */
void wb_asterisk_on_var_set(struct wb_asterisk *a,
                            const struct wb_ami_packet *p, wb_ms t);
void wb_asterisk_on_user_event(struct wb_asterisk *a,
                               const struct wb_ami_packet *p, wb_ms t);
void wb_asterisk_on_newexten(struct wb_asterisk *a,
                             const struct wb_ami_packet *p, wb_ms t);

/* asterisk_follow.c */
/* A record that stands for the events that are not seen just now. */
void wb_asterisk_follow(struct wb_asterisk *a,
                        const struct wb_queue_record *record);
/* The same with the lines that were taken last, from the newest event on. */
void wb_asterisk_follow_recent(struct wb_asterisk *a);

/* asterisk_notes.c */
void wb_asterisk_take_record(struct wb_asterisk *a,
                             const struct wb_queue_record *record);
/* enum wb_outcome, or -1 for verbs that do not end a visit unanswered. */
int wb_asterisk_record_outcome(enum wb_queue_verb verb);
/* The wait in seconds that such a record has, or -1. */
int64_t wb_asterisk_record_wait(const struct wb_queue_record *record);
/* Applies what the log said of a call that left; false when it did not. */
bool wb_asterisk_take_note(struct wb_asterisk *a, struct wb_call *call);

/* asterisk_agents.c */
void wb_asterisk_on_called(struct wb_asterisk *a, const struct wb_ami_packet *p,
                           wb_ms t);
void wb_asterisk_on_no_answer(struct wb_asterisk *a,
                              const struct wb_ami_packet *p, wb_ms t);
void wb_asterisk_on_dump(struct wb_asterisk *a, const struct wb_ami_packet *p,
                         wb_ms t);
void wb_asterisk_on_connect(struct wb_asterisk *a,
                            const struct wb_ami_packet *p, wb_ms t);

/* asterisk_talks.c */
void wb_asterisk_on_complete(struct wb_asterisk *a,
                             const struct wb_ami_packet *p, wb_ms t);
void wb_asterisk_on_hold(struct wb_asterisk *a, const struct wb_ami_packet *p,
                         wb_ms t);
void wb_asterisk_on_blind_transfer(struct wb_asterisk *a,
                                   const struct wb_ami_packet *p, wb_ms t);
void wb_asterisk_on_attended_transfer(struct wb_asterisk *a,
                                      const struct wb_ami_packet *p, wb_ms t);
void wb_asterisk_on_transfer(struct wb_asterisk *a,
                             const struct wb_ami_packet *p, wb_ms t);
/* The call is answered by call->agent at call->started: tells it. */
void wb_asterisk_start_talk(struct wb_asterisk *a, struct wb_call *call,
                            int64_t ring_seconds);
void wb_asterisk_end_talk(struct wb_asterisk *a, struct wb_call *call,
                          enum wb_ended_by by, int64_t talk, wb_ms t);
void wb_asterisk_send_offer_end(struct wb_asterisk *a,
                                const struct wb_call *call, struct wb_str agent,
                                int result, int64_t ring_ms, wb_ms t);
void wb_asterisk_on_optimization(struct wb_asterisk *a,
                                 const struct wb_ami_packet *p, wb_ms t);

/* asterisk_members.c */
void wb_asterisk_on_member(struct wb_asterisk *a, const struct wb_ami_packet *p,
                           wb_ms t);
void wb_asterisk_on_member_removed(struct wb_asterisk *a,
                                   const struct wb_ami_packet *p, wb_ms t);
struct wb_asterisk_member *wb_asterisk_find_member(const struct wb_asterisk *a,
                                                   struct wb_str queue,
                                                   struct wb_str interface);
/* The same by the agent's name. */
struct wb_asterisk_member *wb_asterisk_find_named(const struct wb_asterisk *a,
                                                  struct wb_str queue,
                                                  struct wb_str name);
/*
 * By the interface (or the name) alone, as the log has it: nothing happens
 * when no member of that interface was ever seen.
 */
void wb_asterisk_add_known(struct wb_asterisk *a, struct wb_str queue,
                           struct wb_str interface, bool paused, wb_ms t);
void wb_asterisk_remove_known(struct wb_asterisk *a, struct wb_str queue,
                              struct wb_str interface, wb_ms t);
/* Tells the member's state, as far as it is another than was told. */
void wb_asterisk_apply(struct wb_asterisk *a,
                       const struct wb_asterisk_member *member, wb_ms t);
/* Signs the agent out if its phone went away during the talk. */
void wb_asterisk_talk_is_over(struct wb_asterisk *a, const struct wb_call *call,
                              wb_ms t);
struct wb_str wb_asterisk_interface(const struct wb_ami_packet *p);
/* The agent's name: of the packet, of the member, or the interface. */
struct wb_str wb_asterisk_agent(const struct wb_asterisk *a,
                                const struct wb_ami_packet *p,
                                struct wb_name *ret_name);
bool wb_asterisk_can_take(const struct wb_asterisk *a, struct wb_str queue);

/* asterisk_list.c */
void wb_asterisk_on_params(struct wb_asterisk *a, const struct wb_ami_packet *p,
                           wb_ms t);
void wb_asterisk_on_list_member(struct wb_asterisk *a,
                                const struct wb_ami_packet *p, wb_ms t);
void wb_asterisk_on_entry(struct wb_asterisk *a, const struct wb_ami_packet *p,
                          wb_ms t);
void wb_asterisk_on_list_complete(struct wb_asterisk *a,
                                  const struct wb_ami_packet *p, wb_ms t);
/* The queue that is full, if it is only one; or absent. */
struct wb_str wb_asterisk_full_queue(struct wb_asterisk *a);

/* asterisk.c */
void wb_asterisk_send(struct wb_asterisk *a, const struct wb_event *event);
/* A field in seconds, or -1. */
int64_t wb_asterisk_seconds(const struct wb_ami_packet *p, const char *key);
/* The place in the queue, or WB_ABSENT. */
int64_t wb_asterisk_position(const struct wb_ami_packet *p);

#endif
