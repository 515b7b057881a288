#include "net/state.h"

#include <stdlib.h>

#include "limits.h"

/* A tree takes several times the bytes of its text. */
#define ARENA_MAX ((size_t)8 * WB_STATE_MAX_BYTES)

struct wb_state *wb_state_create(void)
{
	struct wb_state *state = calloc(1, sizeof(*state));
	if (state) {
		atomic_init(&state->references, 1);
		state->arena.limit = ARENA_MAX;
	}
	return state;
}

struct wb_state *wb_state_ref(struct wb_state *state)
{
	if (state) {
		atomic_fetch_add_explicit(&state->references, 1,
		                          memory_order_relaxed);
	}
	return state;
}

void wb_state_unref(struct wb_state *state)
{
	if (state && atomic_fetch_sub_explicit(&state->references, 1,
	                                       memory_order_acq_rel) == 1) {
		wb_arena_finish(&state->arena);
		free(state);
	}
}
