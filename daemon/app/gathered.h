#ifndef WB_APP_GATHERED_H
#define WB_APP_GATHERED_H

/*
 * What the alerts said and was not stored yet: steps for their history, and
 * messages for people, as rows of daemon/notify. Everything is copied, so it
 * outlives the plan that it is about. Pure.
 */

#include "alert/alert.h"
#include "base/arena.h"
#include "notify/notify.h"

/* Owned by the caller. Zero-initialise, then set the plan. */
struct wb_gathered {
	/*
	 * The plan in force; and, while it takes the place of another, that
	 * one: what ends because of it is told in its words.
	 */
	const struct wb_plan *plan, *before;
	/* The past is told anew: people heard of it, or need not any more. */
	bool steps_only;
	/*
	 * The daemon is being given the past and has not caught up: what was
	 * over before it did is not told.
	 */
	bool catching_up;

	struct wb_notify_step *steps;
	struct wb_notify_message *messages;
	int step_count, step_capacity;
	int message_count, message_capacity;
	int old_count;         /* private: messages of the time before */
	struct wb_arena texts; /* private */
	uint64_t lost;         /* steps and messages: out of memory */
};

/* A sink for the alerts; `user` is the struct wb_gathered. */
struct wb_alert_sink wb_gathered_sink(struct wb_gathered *gathered);

/*
 * Of the messages of the time before the daemon caught up only the newest of
 * each group and route stays, and only if something of it still fires. To be
 * called when it has.
 */
void wb_gathered_catch_up(struct wb_gathered *gathered);

/* What was gathered is stored, or known to be. */
void wb_gathered_forget(struct wb_gathered *gathered);

void wb_gathered_finish(struct wb_gathered *gathered);

#endif
