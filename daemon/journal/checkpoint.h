#ifndef WB_CHECKPOINT_H
#define WB_CHECKPOINT_H

/*
 * Checkpoints: the daemon's state after a record of the journal, so that a
 * restart reads only what came later. The newest two are kept, in SQLite;
 * a commit survives a power cut.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/time.h"

struct wb_checkpoint {
	int64_t position;     /* of the last record that is in it */
	wb_ms time;           /* the engine's */
	bool events_clock;    /* the clock of the plan in force */
	struct wb_str plan;   /* the text of the plan in force */
	struct wb_str feeds;  /* bytes: feeds and the daemon's own state */
	struct wb_str engine; /* bytes: kpi/save.h */
};

struct wb_checkpoints;

/*
 * Opens or creates `directory`/checkpoint.db. A damaged file is set aside as
 * checkpoint.db.damaged, as the journal can stand in for it. NULL with a
 * message when that cannot be.
 */
struct wb_checkpoints *wb_checkpoints_open(const char *directory,
                                           char *ret_error, size_t error_size);
/* Does nothing on NULL. */
void wb_checkpoints_close(struct wb_checkpoints *checkpoints);

/* Adds one and drops all but two, in one transaction. 0 or negative. */
int wb_checkpoints_add(struct wb_checkpoints *checkpoints,
                       const struct wb_checkpoint *checkpoint);

/*
 * Calls `fn` with each, the newest first, until it returns false. The
 * checkpoint is borrowed for the call. 0 or negative.
 */
int wb_checkpoints_read(struct wb_checkpoints *checkpoints,
                        bool (*fn)(void *user,
                                   const struct wb_checkpoint *checkpoint),
                        void *user);

/* The position that both of two cover; 0 when there are not two. */
int64_t wb_checkpoints_covered(struct wb_checkpoints *checkpoints);

/* Forgets all. 0 or negative. */
int wb_checkpoints_clear(struct wb_checkpoints *checkpoints);

/* Text of the last failure. */
const char *wb_checkpoints_error(const struct wb_checkpoints *checkpoints);

#endif
