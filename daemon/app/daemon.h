#ifndef WB_APP_DAEMON_H
#define WB_APP_DAEMON_H

/*
 * Private to app/: the daemon, the one place where its components meet. One
 * thread owns everything. daemon.c brings it up and down, plans.c puts
 * configurations in force, intake.c takes batches, replay.c the journal,
 * store.c writes the history, alerting.c stores what the alerts say and acts.c
 * what is done about them, checkpoint.c saves and loads the state, answers.c,
 * alert_answers.c and report.c answer HTTP.
 */

#include "alert/alert.h"
#include "app/feeds.h"
#include "app/gathered.h"
#include "app/observed.h"
#include "app/options.h"
#include "app/own_views.h"
#include "base/log.h"
#include "config/config.h"
#include "history/history.h"
#include "ingest/ingest.h"
#include "journal/checkpoint.h"
#include "journal/journal.h"
#include "kpi/engine.h"
#include "loop/loop.h"
#include "push/push.h"

#define WB_TAKE_MAX WB_INGEST_CONTEXTS

struct wb_daemon_counters {
	uint64_t batches, heartbeats, events;
	uint64_t refused;      /* bad, or could not be written */
	uint64_t out_of_order; /* came before what goes before it */
	uint64_t repeated;     /* events that were had already */
	uint64_t journal_errors, history_errors, alert_errors;
};

struct wb_daemon {
	const struct wb_options *options;
	struct wb_config *config; /* in force, NULL before the first */
	struct wb_config *wanted; /* of the command line, until in force */
	struct wb_buf plan_text;  /* of the last plan in the journal */
	bool plan_events_clock;   /* and its clock */
	bool any_plan;
	bool events_clock;

	char assets[4000]; /* where the dashboard and the languages are */
	struct wb_loop *loop;
	struct wb_push *push;
	struct wb_ingest *ingest;
	struct wb_wake *wake;
	struct wb_timer *tick;
	struct wb_timer *store_timer;
	struct wb_journal *journal;
	struct wb_history *history;
	struct wb_checkpoints *checkpoints; /* NULL: it does without */
	struct wb_engine *engine;
	struct wb_feeds feeds;
	struct wb_own_views own_views;
	struct wb_alerts *alerts;
	struct wb_notify *notify;
	struct wb_gathered gathered; /* by the alerts, not stored yet */
	struct wb_observed observed;

	int64_t position;    /* of the last record applied */
	bool caught_up;      /* see wb_daemon_advance() */
	wb_ms last_received; /* of the last record */
	bool ready;          /* the journal was read to its end */
	bool journal_failing, history_failing, checkpoint_failing;
	bool alerts_failing;
	int64_t checkpoint_position; /* of the newest one */
	wb_ms checkpoint_tried;      /* monotonic */
	bool stopping;
	wb_ms started;         /* monotonic */
	struct wb_arena arena; /* of the batches at hand */
	struct wb_log_limit bad_batches;
	struct wb_daemon_counters counters;
};

/* The engine's time that "now" is: the wall clock, never going back. */
wb_ms wb_daemon_now(const struct wb_daemon *daemon);

/*
 * Moves the engine's time to `now`, which with the wall clock is the time of
 * receipt or of a tick. A new daemon that is first given the past (a log of
 * today, a feed that catches up) follows the events' own times, so that its
 * windows and trends are those of a daemon that was there; it has caught up
 * with the first event that is not old, or when nothing came for a while. That
 * is decided from the journal's times alone, so a replay decides the same.
 */
void wb_daemon_advance(struct wb_daemon *daemon, wb_ms now);
/* The same for an event of instant `t` that was received at `received`. */
void wb_daemon_follow(struct wb_daemon *daemon, wb_ms t, wb_ms received);

/* What people's own views are checked against now. */
static inline struct wb_own_ground
wb_daemon_own_ground(const struct wb_daemon *daemon)
{
	return (struct wb_own_ground){ &daemon->config->plan, daemon->engine };
}

/*
 * Has the daemon called when the numbers may next change by themselves, or an
 * alert is to be looked at.
 */
void wb_daemon_set_tick(struct wb_daemon *daemon);

/* plans.c */
extern const struct wb_config_checks wb_plan_checks;
/* Reads and checks the file of the options; says every fault on stderr. */
struct wb_config *wb_plan_load(const struct wb_options *options,
                               struct wb_buf *ret_text);
/* Makes a plan that was journalled anew. NULL with a message logged. */
struct wb_config *wb_plan_restore(struct wb_str text);
/*
 * Journals the plan when it is another than the last, and puts it in force;
 * takes the configuration when it returns true.
 */
bool wb_plan_enforce(struct wb_daemon *daemon, struct wb_config *config,
                     struct wb_str text);
/* Remembers what the journal's last plan is. */
void wb_plan_note(struct wb_daemon *daemon, struct wb_str text,
                  bool events_clock);
void wb_plan_reload(struct wb_daemon *daemon);

/* intake.c */
void wb_intake_run(struct wb_daemon *daemon);
/* Applies a batch's events from number `skip` on. */
void wb_intake_apply(struct wb_daemon *daemon, const struct wb_batch *batch,
                     const struct wb_record *record);

/* replay.c */
bool wb_replay(struct wb_daemon *daemon);
/* Applies one record of the journal, at its time. */
void wb_replay_record(struct wb_daemon *daemon, const struct wb_record *record);

/* store.c */
bool wb_store_history(struct wb_daemon *daemon);
void wb_store_trim(struct wb_daemon *daemon);

/* alerting.c */
/* New alerts over the engine, in the place of those there were. */
bool wb_alerting_begin(struct wb_daemon *daemon);
/* Puts a plan in force: of the engine, and of the alerts. */
bool wb_alerting_set_plan(struct wb_daemon *daemon, const struct wb_plan *plan);
/* From now on messages go by the routes of the configuration in force. */
void wb_alerting_set_routes(struct wb_daemon *daemon);
/* Stores what the alerts said, if anything; then it is being delivered. */
void wb_alerting_flush(struct wb_daemon *daemon);
/*
 * Stores where the journal is in any case, and makes all of it durable. False
 * when that failed, or while the daemon catches up.
 */
bool wb_alerting_sync(struct wb_daemon *daemon);
void wb_alerting_trim(struct wb_daemon *daemon);

/* checkpoint.c */
/* Does nothing when no record came since the last one. */
void wb_checkpoint_save(struct wb_daemon *daemon);
/*
 * Takes the newest checkpoint that can be loaded; the engine must be fresh.
 * False when there is none, and nothing was changed.
 */
bool wb_checkpoint_load(struct wb_daemon *daemon, struct wb_history_mark mark,
                        struct wb_notify_mark told_mark);

/* answers.c */
extern const struct wb_push_source wb_answers;
/* Fills in {"error":text}; returns the status. */
int wb_answer_error(struct wb_buf *body, int status, const char *text);

/* daemon.c */
bool wb_daemon_start(struct wb_daemon *daemon);
void wb_daemon_run(struct wb_daemon *daemon);
void wb_daemon_finish(struct wb_daemon *daemon);

#endif
