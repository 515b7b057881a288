#include "json_index.h"

#include <stdlib.h>

/* Searching so many members costs less than sorting them. */
#define SMALL_OBJECT 16

void wb_json_index_init(struct wb_json_index *index,
                        const struct wb_json *object)
{
	*index = (struct wb_json_index){ .object = object };
	if (object && object->kind == WB_JSON_OBJECT) {
		index->expected = object->first;
	}
}

static int compare(struct wb_str x, struct wb_str y)
{
	if (x.len != y.len) {
		return x.len < y.len ? -1 : 1;
	}
	return x.len ? memcmp(x.data, y.data, x.len) : 0;
}

static int compare_members(const void *a, const void *b)
{
	const struct wb_json_member *const *x = a, *const *y = b;

	return compare((*x)->key, (*y)->key);
}

static bool sort(struct wb_json_index *index)
{
	const struct wb_json_member *m;
	uint32_t i = 0;

	index->sorted = reallocarray(NULL, index->object->count,
	                             sizeof(*index->sorted));
	if (!index->sorted) {
		return false;
	}
	for (m = index->object->first; m; m = m->next) {
		index->sorted[i++] = m;
	}
	qsort(index->sorted, i, sizeof(*index->sorted), compare_members);
	return true;
}

static const struct wb_json_member *
search_from_start(const struct wb_json_index *index, struct wb_str key)
{
	const struct wb_json_member *m;

	for (m = index->object->first; m; m = m->next) {
		if (wb_str_equal(m->key, key)) {
			break;
		}
	}
	return m;
}

static const struct wb_json_member *
search_sorted(const struct wb_json_index *index, struct wb_str key)
{
	uint32_t low = 0, high = index->object->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = compare(index->sorted[middle]->key, key);

		if (order == 0) {
			return index->sorted[middle];
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return NULL;
}

const struct wb_json *wb_json_index_get(struct wb_json_index *index,
                                        struct wb_str key)
{
	const struct wb_json_member *m = index->expected;

	if (!index->object || index->object->kind != WB_JSON_OBJECT) {
		return NULL;
	}
	if (!m || !wb_str_equal(m->key, key)) {
		if (index->object->count > SMALL_OBJECT &&
		    (index->sorted || sort(index))) {
			m = search_sorted(index, key);
		} else {
			m = search_from_start(index, key);
		}
	}
	if (!m) {
		return NULL;
	}
	index->expected = m->next;
	return &m->value;
}

void wb_json_index_finish(struct wb_json_index *index)
{
	free(index->sorted);
	index->sorted = NULL;
}
