/*
 * Checkpoints: the state after the last record, kept so that a start reads
 * only what came after it, and the journal trimmed of what nobody needs.
 */

#define WB_LOG_MODULE "checkpoint"

#include <inttypes.h>

#include "app/daemon.h"
#include "base/clock.h"
#include "kpi/save.h"

/* More of alerts is none. */
#define ALERTS_MAX ((size_t)256 * 1024 * 1024)

/* What of the daemon's own state decides what happens next. */
static void transfer(struct wb_codec *codec, struct wb_daemon *daemon,
                     struct wb_str *alerts)
{
	wb_codec_bool(codec, &daemon->caught_up);
	wb_codec_time(codec, &daemon->last_received);
	wb_codec_u64(codec, &daemon->counters.events);
	wb_feeds_transfer(&daemon->feeds, codec);
	wb_observed_transfer(&daemon->observed, codec);
	wb_codec_str(codec, alerts, ALERTS_MAX);
}

static void note_failure(struct wb_daemon *daemon, const char *error)
{
	if (!daemon->checkpoint_failing) {
		wb_error("cannot save a checkpoint: %s; a restart would read "
		         "more of the journal",
		         error);
	}
	daemon->checkpoint_failing = true;
}

/* What is old, in both checkpoints and in the history may go. */
static void trim(struct wb_daemon *daemon)
{
	const struct wb_journal_ops *ops = daemon->journal->ops;
	wb_ms keep = (wb_ms)daemon->config->journal_days * 24 * WB_HOUR;
	int64_t before =
		ops->before(daemon->journal, wb_daemon_now(daemon) - keep);
	int64_t covered = wb_checkpoints_covered(daemon->checkpoints);
	if (ops->trim(daemon->journal, before < covered ? before : covered) !=
	    0) {
		wb_warn("cannot trim the journal: %s",
		        ops->last_error(daemon->journal));
	}
}

static bool add(struct wb_daemon *daemon, struct wb_buf *feeds,
                struct wb_buf *engine)
{
	struct wb_buf alerts = { 0 };
	struct wb_codec codec;
	bool saved = wb_alerts_save(daemon->alerts, &alerts);
	struct wb_str bytes = wb_buf_str(&alerts);
	wb_codec_write(&codec, feeds);
	transfer(&codec, daemon, &bytes);
	saved &= wb_codec_finish(&codec);
	wb_buf_finish(&alerts);
	if (!saved || !wb_engine_save(daemon->engine, engine)) {
		note_failure(daemon, "out of memory, or a date beyond 2109");
		return false;
	}
	struct wb_checkpoint checkpoint = {
		.position = daemon->position,
		.time = wb_engine_now(daemon->engine),
		.events_clock = daemon->plan_events_clock,
		.plan = wb_buf_str(&daemon->plan_text),
		.feeds = wb_buf_str(feeds),
		.engine = wb_buf_str(engine),
	};
	if (wb_checkpoints_add(daemon->checkpoints, &checkpoint) != 0) {
		note_failure(daemon, wb_checkpoints_error(daemon->checkpoints));
		return false;
	}
	return true;
}

void wb_checkpoint_save(struct wb_daemon *daemon)
{
	struct wb_buf feeds = { 0 }, engine = { 0 };
	daemon->checkpoint_tried = wb_clock_monotonic();
	if (!daemon->checkpoints ||
	    daemon->position == daemon->checkpoint_position) {
		return;
	}
	if (!wb_store_history(daemon)) {
		return; /* it said so */
	}
	if (!wb_alerting_sync(daemon)) {
		return; /* likewise */
	}
	if (wb_history_sync(daemon->history) != 0) {
		note_failure(daemon, wb_history_error(daemon->history));
	} else if (add(daemon, &feeds, &engine)) {
		daemon->checkpoint_position = daemon->position;
		daemon->checkpoint_failing = false;
		trim(daemon);
	}
	wb_buf_finish(&feeds);
	wb_buf_finish(&engine);
}

/* Forgets what a checkpoint left half done. */
static bool begin_anew(struct wb_daemon *daemon)
{
	wb_feeds_finish(&daemon->feeds);
	wb_observed_finish(&daemon->observed);
	wb_alerts_destroy(daemon->alerts);
	wb_engine_destroy(daemon->engine);
	daemon->alerts = NULL;
	daemon->gathered.plan = NULL;
	daemon->engine = wb_engine_create();
	if (!daemon->engine || !wb_alerting_begin(daemon)) {
		return false;
	}
	wb_engine_keep_details(daemon->engine);
	daemon->caught_up = false;
	daemon->last_received = 0;
	daemon->counters.events = 0;
	return true;
}

static bool load(struct wb_daemon *daemon,
                 const struct wb_checkpoint *checkpoint)
{
	struct wb_codec codec;
	struct wb_config *config = wb_plan_restore(checkpoint->plan);
	if (!config) {
		return false;
	}
	struct wb_str alerts = { NULL, 0 };
	wb_codec_read(&codec, checkpoint->feeds);
	transfer(&codec, daemon, &alerts);
	daemon->gathered.plan = &config->plan;
	if (!wb_codec_finish(&codec) ||
	    !wb_engine_load(daemon->engine, &config->plan,
	                    checkpoint->engine) ||
	    wb_engine_now(daemon->engine) != checkpoint->time ||
	    !wb_alerts_set_plan(daemon->alerts, &config->plan) ||
	    !wb_alerts_load(daemon->alerts, alerts)) {
		begin_anew(daemon);
		wb_config_destroy(config);
		return false;
	}
	daemon->config = config;
	daemon->events_clock = checkpoint->events_clock;
	wb_plan_note(daemon, checkpoint->plan, checkpoint->events_clock);
	daemon->position = daemon->checkpoint_position = checkpoint->position;
	return true;
}

struct choice {
	struct wb_daemon *daemon;
	struct wb_history_mark mark;
	struct wb_notify_mark told_mark;
	int64_t trimmed, last;
	bool loaded;
};

/*
 * The history must have all that is in the checkpoint, and so must the store of
 * alerts unless it is new, as the records before it are not read again.
 * (Without those records there is no choice.)
 */
static bool on_checkpoint(void *user, const struct wb_checkpoint *checkpoint)
{
	struct choice *choice = user;
	const struct wb_notify_mark *alerts = &choice->told_mark;
	bool told = checkpoint->position <= choice->mark.position &&
	            checkpoint->time <= choice->mark.time &&
	            (alerts->position == 0 ||
	             (checkpoint->position <= alerts->position &&
	              checkpoint->time <= alerts->time));
	if (checkpoint->position < choice->trimmed ||
	    checkpoint->position > choice->last ||
	    (!told && choice->trimmed == 0)) {
		wb_warn("the checkpoint of record %" PRId64 " does not go with "
		        "the journal and the history, ignoring",
		        checkpoint->position);
		return true;
	}
	choice->loaded = load(choice->daemon, checkpoint);
	if (!choice->loaded) {
		wb_warn("the checkpoint of record %" PRId64 " is damaged or of "
		        "another version, ignoring",
		        checkpoint->position);
		return choice->daemon->engine != NULL;
	}
	if (!told) {
		wb_warn("the history ends at record %" PRId64 " and lacks "
		        "what came until the checkpoint",
		        choice->mark.position);
	}
	return false;
}

bool wb_checkpoint_load(struct wb_daemon *daemon, struct wb_history_mark mark,
                        struct wb_notify_mark told_mark)
{
	const struct wb_journal_ops *ops = daemon->journal->ops;
	struct choice choice = {
		.daemon = daemon,
		.mark = mark,
		.told_mark = told_mark,
		.trimmed = ops->trimmed(daemon->journal),
		.last = ops->last(daemon->journal),
	};
	if (daemon->checkpoints &&
	    wb_checkpoints_read(daemon->checkpoints, on_checkpoint, &choice) !=
	            0) {
		wb_warn("cannot read the checkpoints: %s",
		        wb_checkpoints_error(daemon->checkpoints));
	}
	return choice.loaded;
}
