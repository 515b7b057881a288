/*
 * Start: the journal is read from the last checkpoint on, or from its
 * beginning, and the state it leads to is the state there was. What the history
 * already has is not given to it again.
 */

#define WB_LOG_MODULE "replay"

#include <inttypes.h>

#include "app/acts.h"
#include "base/clock.h"

struct replay {
	struct wb_daemon *daemon;
	struct wb_history_mark mark;
	struct wb_notify_mark told_mark;
	bool marked; /* the mark was reached */
	bool told_marked;
	wb_ms next_word; /* monotonic: when to say how far it is */
};

/* Up to the mark everything is in the history already. */
static void reach_mark(struct replay *replay)
{
	struct wb_daemon *daemon = replay->daemon;
	if (replay->mark.time > 0) {
		wb_alerts_advance(daemon->alerts, replay->mark.time);
	}
	wb_engine_forget_history(daemon->engine);
	replay->marked = true;
}

/* The same of what the alerts said. */
static void reach_told_mark(struct replay *replay)
{
	struct wb_daemon *daemon = replay->daemon;
	if (replay->told_mark.time > 0) {
		wb_alerts_advance(daemon->alerts, replay->told_mark.time);
	}
	wb_gathered_forget(&daemon->gathered);
	replay->told_marked = true;
}

/* Before the record of `position`: in the order of their times. */
static void reach_marks(struct replay *replay, int64_t position)
{
	bool marked = !replay->marked && position > replay->mark.position;
	bool told =
		!replay->told_marked && position > replay->told_mark.position;
	if (told && (!marked || replay->told_mark.time <= replay->mark.time)) {
		reach_told_mark(replay);
		told = false;
	}
	if (marked) {
		reach_mark(replay);
	}
	if (told) {
		reach_told_mark(replay);
	}
}

static void replay_batch(struct wb_daemon *daemon,
                         const struct wb_record *record)
{
	struct wb_batch batch;
	struct wb_batch_error error;
	if (!wb_batch_decode(record->text, &daemon->arena, &batch, &error)) {
		wb_warn("record %" PRId64 " of the journal: line %d: %s, "
		        "ignoring",
		        record->position, error.line, error.message);
		return;
	}
	wb_intake_apply(daemon, &batch, record);
	wb_arena_reset(&daemon->arena);
}

static void replay_plan(struct wb_daemon *daemon,
                        const struct wb_record *record)
{
	daemon->events_clock = wb_str_is(record->feed, "events");
	wb_daemon_advance(daemon, record->received);
	wb_plan_note(daemon, record->text, daemon->events_clock);
	if (daemon->options->recompute) {
		return; /* the present plan holds from the beginning */
	}
	struct wb_config *config = wb_plan_restore(record->text);
	if (!config && !daemon->config) {
		config = wb_config_default(&wb_plan_checks);
	}
	if (config && wb_alerting_set_plan(daemon, &config->plan)) {
		wb_config_destroy(daemon->config);
		daemon->config = config;
	} else {
		wb_config_destroy(config);
	}
}

void wb_replay_record(struct wb_daemon *daemon, const struct wb_record *record)
{
	switch (record->kind) {
	case WB_RECORD_BATCH:
		replay_batch(daemon, record);
		break;
	case WB_RECORD_PLAN:
		replay_plan(daemon, record);
		break;
	case WB_RECORD_ACT:
		wb_acts_replay(daemon, record);
		break;
	default:
		wb_warn("record %" PRId64 " of the journal is of a kind that "
		        "this version does not know, ignoring",
		        record->position);
		break;
	}
	daemon->position = record->position;
}

static void say_progress(struct replay *replay)
{
	wb_ms now = wb_clock_monotonic();
	if (now >= replay->next_word) {
		wb_info("replaying the journal: record %" PRId64 ", %" PRIu64
		        " events",
		        replay->daemon->position,
		        replay->daemon->counters.events);
		replay->next_word = now + 2 * WB_SECOND;
	}
}

/*
 * What was stored already is not wanted again; the rest is, though messages
 * wait until their routes are known.
 */
static void make_room(struct replay *replay)
{
	struct wb_daemon *daemon = replay->daemon;
	if (wb_engine_history_waiting(daemon->engine) > 20000) {
		if (!replay->marked) {
			wb_engine_forget_history(daemon->engine);
		} else {
			wb_store_history(daemon);
		}
	}
	if (!replay->told_marked) {
		wb_gathered_forget(&daemon->gathered);
	} else if (daemon->gathered.step_count > 5000 &&
	           daemon->gathered.message_count == 0) {
		wb_alerting_flush(daemon);
	}
}

static bool on_record(void *user, const struct wb_record *record)
{
	struct replay *replay = user;
	reach_marks(replay, record->position);
	wb_replay_record(replay->daemon, record);
	make_room(replay);
	say_progress(replay);
	return true;
}

static void on_feed(void *user, struct wb_str feed, struct wb_str epoch,
                    int64_t next)
{
	struct wb_daemon *daemon = user;
	int64_t *known = wb_feeds_next(&daemon->feeds, feed, epoch);
	if (known) {
		*known = next;
	}
}

/* With other definitions everything is counted anew. */
static bool begin_recompute(struct wb_daemon *daemon)
{
	int64_t trimmed = daemon->journal->ops->trimmed(daemon->journal);
	if (trimmed > 0) {
		wb_error("--recompute needs the whole journal, but its records "
		         "up to %" PRId64 " were trimmed (journal.keep)",
		         trimmed);
		return false;
	}
	if (daemon->checkpoints &&
	    wb_checkpoints_clear(daemon->checkpoints) != 0) {
		wb_error("cannot clear the checkpoints: %s",
		         wb_checkpoints_error(daemon->checkpoints));
		return false;
	}
	if (wb_history_clear(daemon->history) != 0) {
		wb_error("cannot clear the history: %s",
		         wb_history_error(daemon->history));
		return false;
	}
	if (wb_notify_clear(daemon->notify) != 0) {
		wb_error("cannot clear the history of alerts: %s",
		         wb_notify_error(daemon->notify));
		return false;
	}
	return wb_alerting_set_plan(daemon, &daemon->wanted->plan);
}

/* The state to go on from: a checkpoint's, or none. */
static bool begin(struct replay *replay)
{
	struct wb_daemon *daemon = replay->daemon;
	int64_t trimmed = daemon->journal->ops->trimmed(daemon->journal);
	if (daemon->options->recompute && !begin_recompute(daemon)) {
		return false;
	}
	if (!wb_history_mark_get(daemon->history, &replay->mark)) {
		wb_error("cannot read the history: %s",
		         wb_history_error(daemon->history));
		return false;
	}
	if (wb_notify_mark_get(daemon->notify, &replay->told_mark) != 0) {
		wb_error("cannot read the alerts: %s",
		         wb_notify_error(daemon->notify));
		return false;
	}
	/* Where the store has no mark, the past was told by a version without
	 * alerts, or to a file that was lost: not again. */
	daemon->gathered.steps_only = replay->told_mark.position == 0;
	if (daemon->options->recompute) {
		return true;
	}
	if (wb_checkpoint_load(daemon, replay->mark, replay->told_mark)) {
		wb_info("took up the checkpoint of record %" PRId64,
		        daemon->position);
	} else if (trimmed > 0) {
		wb_error("the journal begins after record %" PRId64 " and "
		         "there is no checkpoint to go on from: restore "
		         "checkpoint.db, start the version that wrote it, or "
		         "move journal.db away to begin anew (the history "
		         "stays)",
		         trimmed);
		return false;
	}
	return daemon->engine != NULL;
}

static bool read_journal(struct replay *replay)
{
	struct wb_daemon *daemon = replay->daemon;
	const struct wb_journal_ops *ops = daemon->journal->ops;
	if (ops->feeds(daemon->journal, on_feed, daemon) != 0 ||
	    ops->read(daemon->journal, daemon->position, on_record, replay) !=
	            0) {
		wb_error("cannot read the journal: %s",
		         ops->last_error(daemon->journal));
		return false;
	}
	return true;
}

bool wb_replay(struct wb_daemon *daemon)
{
	struct replay replay = { .daemon = daemon };
	wb_ms begun = wb_clock_monotonic();
	replay.next_word = begun + 2 * WB_SECOND;
	bool events_clock = daemon->events_clock;
	if (!begin(&replay)) {
		return false;
	}
	int64_t position = daemon->position;
	uint64_t events = daemon->counters.events;
	if (!read_journal(&replay)) {
		return false;
	}
	reach_marks(&replay, INT64_MAX);
	if (replay.mark.position > daemon->position) {
		wb_warn("the history knows of record %" PRId64
		        ", the journal ends at %" PRId64,
		        replay.mark.position, daemon->position);
	}
	daemon->events_clock = events_clock;
	wb_info("replayed %" PRId64 " records, %" PRIu64 " events in %lld ms",
	        daemon->position - position, daemon->counters.events - events,
	        (long long)(wb_clock_monotonic() - begun));
	return true;
}
