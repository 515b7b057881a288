#include "floor/pool.h"

#include <stdlib.h>
#include <string.h>

static char *new_chunk(struct wb_pool *pool)
{
	char **chunks = realloc(pool->chunks,
	                        (pool->chunk_count + 1) * sizeof(*chunks));
	if (!chunks) {
		return NULL;
	}
	pool->chunks = chunks;
	char *chunk = malloc(WB_POOL_CHUNK * pool->element_size);
	if (chunk) {
		chunks[pool->chunk_count++] = chunk;
	}
	return chunk;
}

uint32_t wb_pool_take(struct wb_pool *pool)
{
	uint32_t number;
	if (pool->free_count > 0) {
		number = pool->free_list[--pool->free_count];
	} else {
		if (pool->used == WB_POOL_NONE - 1 ||
		    (pool->used / WB_POOL_CHUNK >= pool->chunk_count &&
		     !new_chunk(pool))) {
			return WB_POOL_NONE;
		}
		number = pool->used++;
	}
	memset(wb_pool_at(pool, number), 0, pool->element_size);
	return number;
}

void wb_pool_give(struct wb_pool *pool, uint32_t number)
{
	if (pool->free_count == pool->free_capacity) {
		uint32_t capacity = pool->free_capacity
		                            ? pool->free_capacity * 2
		                            : WB_POOL_CHUNK;
		uint32_t *list =
			realloc(pool->free_list, capacity * sizeof(*list));
		if (!list) {
			return; /* the element is not used again, that is all */
		}
		pool->free_list = list;
		pool->free_capacity = capacity;
	}
	pool->free_list[pool->free_count++] = number;
}

void wb_pool_finish(struct wb_pool *pool)
{
	for (uint32_t i = 0; i < pool->chunk_count; i++) {
		free(pool->chunks[i]);
	}
	free(pool->chunks);
	free(pool->free_list);
	*pool = (struct wb_pool){ .element_size = pool->element_size };
}
