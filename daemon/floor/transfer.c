#include "floor/transfer.h"

#include <stdlib.h>

/* Each is free, and comes once. */
void wb_transfer_free(struct wb_codec *codec, struct wb_pool *pool,
                      bool (*is_used)(const void *element))
{
	uint32_t count = pool->free_count;
	bool *given = calloc((size_t)pool->used + 1, sizeof(*given));
	wb_codec_check(codec, given != NULL);
	wb_codec_u32(codec, &count, pool->used);
	for (uint32_t i = 0; i < count && !codec->failed; i++) {
		uint32_t number = 0;
		if (!wb_codec_reads(codec)) {
			number = pool->free_list[i];
		}
		wb_codec_u32(codec, &number, pool->used - 1);
		if (!wb_codec_reads(codec) || codec->failed) {
			continue;
		}
		wb_codec_check(codec, !is_used(wb_pool_at(pool, number)) &&
		                              !given[number]);
		given[number] = true;
		if (!codec->failed) {
			wb_pool_give(pool, number);
		}
	}
	free(given);
}

/* A text that comes twice would not get the next number. */
void wb_transfer_names(struct wb_codec *codec, struct wb_names *names,
                       uint32_t most, size_t max_bytes)
{
	uint32_t i = 0;
	while (wb_codec_more(codec, i < names->count)) {
		struct wb_str text = { NULL, 0 };
		if (!wb_codec_reads(codec)) {
			text = wb_names_get(names, i);
		}
		wb_codec_str(codec, &text, max_bytes);
		wb_codec_check(codec, i < most);
		if (wb_codec_reads(codec)) {
			wb_codec_check(codec,
			               !codec->failed &&
			                       wb_names_add(names, text) == i);
		}
		i++;
	}
}
