#ifndef WB_NET_STATE_H
#define WB_NET_STATE_H

/*
 * One state of the board: a tree that never changes, shared by the thread that
 * receives and the one that draws, freed by whoever lets go last.
 */

#include <stdatomic.h>
#include <stdint.h>

#include "base/arena.h"
#include "json.h"

struct wb_state {
	atomic_int references; /* private */
	struct wb_arena arena; /* holds the tree */
	const struct wb_json *root;
	int64_t revision;
};

/* One reference, an empty arena, no tree. NULL when out of memory. */
struct wb_state *wb_state_create(void);

/* Any thread. NULL gives NULL. */
struct wb_state *wb_state_ref(struct wb_state *state);
void wb_state_unref(struct wb_state *state);

#endif
