#ifndef WB_BASE_ARENA_H
#define WB_BASE_ARENA_H

/*
 * Memory that is freed all at once. Allocation is a pointer bump; a reset
 * keeps the blocks for reuse, so a steady cycle allocates nothing.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct wb_arena_block;

/* Owned by the caller; private. Zero-initialise. */
struct wb_arena {
	struct wb_arena_block *first;
	struct wb_arena_block *current;
	size_t limit; /* bytes handed out at most; 0 = 256 MiB */
	size_t used;  /* bytes handed out since the last reset */
	bool failed;  /* some allocation was refused since the last reset */
};

/*
 * Returns `size` bytes aligned for any type, zeroed, or NULL when the limit
 * or the memory is exhausted. Failure is sticky in `failed`, so that a whole
 * document can be built without checks and tested once.
 */
void *wb_arena_alloc(struct wb_arena *arena, size_t size);

/*
 * Copies a string into the arena, NUL-terminated. An absent string stays
 * absent. Returns { NULL, 0 } when out of memory.
 */
struct wb_str wb_arena_str(struct wb_arena *arena, struct wb_str s);

/* Everything handed out becomes invalid; the blocks are kept. */
void wb_arena_reset(struct wb_arena *arena);

/* Frees all; the arena can be used again. */
void wb_arena_finish(struct wb_arena *arena);

#endif
