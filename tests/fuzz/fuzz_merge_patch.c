/*
 * The input is two JSON texts with a line feed between them. The difference,
 * applied to the first, gives the second without its nulls; and any second
 * text can be applied to the first as a patch.
 */

#include <stdlib.h>

#include "merge_patch.h"

#define ARENA_LIMIT ((size_t)64 * 1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_pair(const struct wb_json *from, const struct wb_json *to,
                       struct wb_arena *arena)
{
	const struct wb_json *clean, *patched;
	struct wb_json *patch;

	/* applied to nothing, a document loses its nulls */
	clean = wb_merge_patch_apply(NULL, to, arena);
	if (!clean) {
		abort();
	}
	from = wb_merge_patch_apply(NULL, from, arena);
	if (wb_merge_patch_diff(clean, clean, arena, &patch) || patch) {
		abort();
	}
	if (!wb_merge_patch_apply(from, to, arena)) {
		abort();
	}
	patched = from;
	if (wb_merge_patch_diff(from, clean, arena, &patch)) {
		patched = wb_merge_patch_apply(from, patch, arena);
	}
	if (!patched || !wb_json_equal(patched, clean)) {
		abort();
	}
	if (wb_merge_patch_diff(from, to, arena, &patch)) {
		patched = wb_merge_patch_apply(from, patch, arena);
		if (!patched || !wb_json_equal(patched, clean)) {
			abort();
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *middle = size ? memchr(data, '\n', size) : NULL;
	struct wb_arena arena = { .limit = ARENA_LIMIT };
	struct wb_json_error error;
	struct wb_str first, second;
	const struct wb_json *from, *to;

	if (!middle || size > 50000) {
		return 0;
	}
	first.data = (const char *)data;
	first.len = (size_t)(middle - data);
	second.data = (const char *)middle + 1;
	second.len = size - first.len - 1;
	from = wb_json_read(first, &arena, &error);
	to = wb_json_read(second, &arena, &error);
	if (from && to) {
		check_pair(from, to, &arena);
	}
	wb_arena_finish(&arena);
	return 0;
}
