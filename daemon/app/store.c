/* Gives the history what was added up since the last time. */

#define WB_LOG_MODULE "store"

#include <stdlib.h>
#include <string.h>

#include "app/daemon.h"

struct gather {
	struct wb_engine *engine;
	struct wb_history_cell *cells;
	int count;
	int capacity;
	bool failed;
};

static void on_cell(void *user, const struct wb_history_addition *addition)
{
	struct gather *gather = user;
	if (gather->count == gather->capacity) {
		int capacity = gather->capacity * 2 + 256;
		struct wb_history_cell *grown = realloc(
			gather->cells, (size_t)capacity * sizeof(*grown));
		if (!grown) {
			gather->failed = true;
			return;
		}
		gather->cells = grown;
		gather->capacity = capacity;
	}
	gather->cells[gather->count++] = (struct wb_history_cell){
		.attribution = addition->attribution,
		.scope = wb_engine_scope_name(gather->engine, addition->scope),
		.start = addition->quarter,
		.add = addition->add,
	};
}

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
	struct gather gather = { .engine = daemon->engine };
	struct wb_history_mark mark = {
		.position = daemon->position,
		.time = wb_engine_now(daemon->engine),
	};
	wb_engine_read_history(daemon->engine, on_cell, &gather);
	bool stored =
		!gather.failed && wb_history_add(daemon->history, gather.cells,
	                                         gather.count, mark) == 0;
	free(gather.cells);
	if (!stored) {
		note_failure(daemon);
		return false;
	}
	if (daemon->history_failing) {
		daemon->history_failing = false;
		wb_info("the history takes writes again");
	}
	wb_engine_forget_history(daemon->engine);
	return true;
}

void wb_store_trim(struct wb_daemon *daemon)
{
	wb_ms keep = (wb_ms)daemon->config->history_days * 24 * WB_HOUR;
	wb_ms before = wb_engine_now(daemon->engine) - keep;
	if (before > 0 && wb_history_trim(daemon->history, before) != 0) {
		note_failure(daemon);
	}
}
