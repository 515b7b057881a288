#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>

#define DEFAULT_LIMIT ((size_t)256 * 1024 * 1024)
#define BLOCK_MIN ((size_t)4 * 1024)
#define BLOCK_MAX ((size_t)1024 * 1024)
#define ALIGNMENT _Alignof(max_align_t)

struct wb_arena_block {
	struct wb_arena_block *next;
	size_t size; /* bytes of data */
	size_t used;
	_Alignas(max_align_t) char data[];
};

static struct wb_arena_block *new_block(size_t size)
{
	struct wb_arena_block *block;

	if (size > SIZE_MAX - sizeof(*block)) {
		return NULL;
	}
	block = malloc(sizeof(*block) + size);
	if (!block) {
		return NULL;
	}
	block->next = NULL;
	block->size = size;
	block->used = 0;
	return block;
}

/* Blocks double, so that few are needed, up to a size worth keeping. */
static size_t next_block_size(const struct wb_arena *arena, size_t wanted)
{
	size_t size = BLOCK_MIN;

	if (arena->current) {
		size = arena->current->size * 2;
	}
	if (size > BLOCK_MAX) {
		size = BLOCK_MAX;
	}
	return size > wanted ? size : wanted;
}

/* Makes a block with `size` free bytes the current one. */
static bool advance(struct wb_arena *arena, size_t size)
{
	struct wb_arena_block *block =
		arena->current ? arena->current->next : arena->first;

	if (block && block->size >= size) {
		block->used = 0;
		arena->current = block;
		return true;
	}
	block = new_block(next_block_size(arena, size));
	if (!block) {
		return false;
	}
	if (arena->current) {
		block->next = arena->current->next;
		arena->current->next = block;
	} else {
		block->next = arena->first;
		arena->first = block;
	}
	arena->current = block;
	return true;
}

void *wb_arena_alloc(struct wb_arena *arena, size_t size)
{
	size_t limit = arena->limit ? arena->limit : DEFAULT_LIMIT;
	size_t room = limit > arena->used ? limit - arena->used : 0;
	struct wb_arena_block *block = arena->current;
	void *memory;

	/* before rounding up, which could wrap, and after it */
	if (size > room) {
		goto fail;
	}
	size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	if (size > room) {
		goto fail;
	}
	if (!block || size > block->size - block->used) {
		if (!advance(arena, size)) {
			goto fail;
		}
		block = arena->current;
	}
	memory = block->data + block->used;
	block->used += size;
	arena->used += size;
	return memset(memory, 0, size);

fail:
	arena->failed = true;
	return NULL;
}

struct wb_str wb_arena_str(struct wb_arena *arena, struct wb_str s)
{
	char *copy;

	if (!s.data) {
		return s;
	}
	copy = wb_arena_alloc(arena, s.len + 1);
	if (!copy) {
		return (struct wb_str){ NULL, 0 };
	}
	memcpy(copy, s.data, s.len);
	return (struct wb_str){ copy, s.len };
}

void wb_arena_reset(struct wb_arena *arena)
{
	arena->current = arena->first;
	if (arena->first) {
		arena->first->used = 0;
	}
	arena->used = 0;
	arena->failed = false;
}

void wb_arena_finish(struct wb_arena *arena)
{
	struct wb_arena_block *block = arena->first;

	while (block) {
		struct wb_arena_block *next = block->next;

		free(block);
		block = next;
	}
	arena->first = NULL;
	arena->current = NULL;
	arena->used = 0;
	arena->failed = false;
}
