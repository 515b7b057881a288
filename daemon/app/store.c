/* Gives the history what was added up since the last time. */

#define WB_LOG_MODULE "store"

#include "app/daemon.h"
#include "app/take.h"

static void note_failure(struct wb_daemon *daemon)
{
	daemon->counters.history_errors++;
	if (!daemon->history_failing) {
		wb_error("cannot write the history: %s; it is kept and tried "
		         "again",
		         wb_history_error(daemon->history));
	}
	daemon->history_failing = true;
}

bool wb_store_history(struct wb_daemon *daemon)
{
	struct wb_history_mark mark = {
		.position = daemon->position,
		.time = wb_engine_now(daemon->engine),
	};
	if (wb_take(daemon->history, daemon->engine, &daemon->feeds, mark) !=
	    0) {
		note_failure(daemon);
		return false;
	}
	if (daemon->history_failing) {
		daemon->history_failing = false;
		wb_info("the history takes writes again");
	}
	return true;
}

/* Some milliseconds' worth; what is left waits for the next time. */
#define TRIM_STEPS 8

void wb_store_trim(struct wb_daemon *daemon)
{
	const struct wb_config *config = daemon->config;
	wb_ms now = wb_engine_now(daemon->engine);
	bool more = now > 0;
	for (int i = 0; i < TRIM_STEPS && more; i++) {
		if (wb_history_trim(
			    daemon->history,
			    now - (wb_ms)config->history_days * 24 * WB_HOUR,
			    now - (wb_ms)config->contact_days * 24 * WB_HOUR,
			    &more) != 0) {
			note_failure(daemon);
			return;
		}
	}
}
