/*
 * Start: the journal is read from the last checkpoint on, or from its
 * beginning, and the state it leads to is the state there was. What the history
 * already has is not given to it again.
 */

#define WB_LOG_MODULE "replay"

#include <inttypes.h>

#include "app/daemon.h"
#include "base/clock.h"

struct replay {
	struct wb_daemon *daemon;
	struct wb_history_mark mark;
	bool marked;     /* the mark was reached */
	wb_ms next_word; /* monotonic: when to say how far it is */
	uint64_t bad;
};

/* Up to the mark everything is in the history already. */
static void reach_mark(struct replay *replay)
{
	struct wb_engine *engine = replay->daemon->engine;
	if (replay->mark.time > 0) {
		wb_engine_advance(engine, replay->mark.time);
	}
	wb_engine_forget_history(engine);
	replay->marked = true;
}

static void replay_batch(struct replay *replay, const struct wb_record *record)
{
	struct wb_daemon *daemon = replay->daemon;
	struct wb_batch batch;
	struct wb_batch_error error;
	if (!wb_batch_decode(record->text, &daemon->arena, &batch, &error)) {
		replay->bad++;
		wb_warn("record %" PRId64 " of the journal: line %d: %s, "
		        "ignoring",
		        record->position, error.line, error.message);
		return;
	}
	wb_intake_apply(daemon, &batch, record);
	wb_arena_reset(&daemon->arena);
}

static void replay_plan(struct replay *replay, const struct wb_record *record)
{
	struct wb_daemon *daemon = replay->daemon;
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
	if (config && wb_engine_set_plan(daemon->engine, &config->plan)) {
		wb_config_destroy(daemon->config);
		daemon->config = config;
	} else {
		wb_config_destroy(config);
	}
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

static bool on_record(void *user, const struct wb_record *record)
{
	struct replay *replay = user;
	if (!replay->marked && record->position > replay->mark.position) {
		reach_mark(replay);
	}
	if (record->kind == WB_RECORD_PLAN) {
		replay_plan(replay, record);
	} else {
		replay_batch(replay, record);
	}
	replay->daemon->position = record->position;
	if (wb_engine_history_waiting(replay->daemon->engine) > 20000) {
		if (!replay->marked) {
			wb_engine_forget_history(replay->daemon->engine);
		} else {
			wb_store_history(replay->daemon);
		}
	}
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
	return wb_engine_set_plan(daemon->engine, &daemon->wanted->plan);
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
	if (daemon->options->recompute) {
		return true;
	}
	if (wb_checkpoint_load(daemon, replay->mark)) {
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
	if (!replay.marked) {
		reach_mark(&replay);
	}
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
