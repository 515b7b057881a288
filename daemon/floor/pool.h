#ifndef WB_POOL_H
#define WB_POOL_H

/*
 * Elements of one size with stable addresses and reuse: numbers 0, 1, ... for
 * elements in chunks; a freed element is handed out again first (the last
 * freed one first, so the order is deterministic).
 */

#include <stddef.h>
#include <stdint.h>

#define WB_POOL_NONE UINT32_MAX

/* Elements of a chunk. */
#define WB_POOL_CHUNK 1024u

/* Owned by the caller; private. Zero-initialise and set element_size. */
struct wb_pool {
	size_t element_size;
	char **chunks;
	uint32_t chunk_count;
	uint32_t used; /* highest number ever handed out + 1 */
	uint32_t free_count;
	uint32_t free_capacity;
	uint32_t *free_list;
};

/* A zeroed element's number, or WB_POOL_NONE when out of memory. */
uint32_t wb_pool_take(struct wb_pool *pool);
void wb_pool_give(struct wb_pool *pool, uint32_t number);

static inline void *wb_pool_at(const struct wb_pool *pool, uint32_t number)
{
	return pool->chunks[number / WB_POOL_CHUNK] +
	       (size_t)(number % WB_POOL_CHUNK) * pool->element_size;
}

void wb_pool_finish(struct wb_pool *pool);

#endif
