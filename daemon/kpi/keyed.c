#include "kpi/keyed.h"

#include <stdlib.h>
#include <string.h>

/* Where the key is, or would be. */
static uint32_t place_of(const struct wb_keyed *keyed, uint32_t key)
{
	uint32_t low = 0, high = keyed->used;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (keyed->counts[middle].key < key) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static bool is_empty(const struct wb_keyed_count *count)
{
	for (int i = 0; i < WB_KEYED_COLUMNS; i++) {
		if (count->count[i] != 0) {
			return false;
		}
	}
	return true;
}

static void drop_empty(struct wb_keyed *keyed)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < keyed->used; i++) {
		if (!is_empty(&keyed->counts[i])) {
			keyed->counts[kept++] = keyed->counts[i];
		}
	}
	keyed->used = kept;
}

/* Grows when it is still almost full without what is empty. */
static bool make_room(struct wb_keyed *keyed)
{
	if (keyed->used < keyed->capacity) {
		return true;
	}
	drop_empty(keyed);
	if (keyed->used < keyed->capacity / 4 * 3) {
		return true;
	}
	uint32_t capacity = keyed->capacity ? keyed->capacity * 2 : 4;
	struct wb_keyed_count *grown =
		realloc(keyed->counts, capacity * sizeof(*grown));
	if (!grown) {
		return keyed->used < keyed->capacity;
	}
	keyed->counts = grown;
	keyed->capacity = capacity;
	return true;
}

static int32_t plus(int32_t a, int64_t b)
{
	int64_t sum = a + b;
	return sum > INT32_MAX    ? INT32_MAX
	       : sum < -INT32_MAX ? -INT32_MAX
	                          : (int32_t)sum;
}

bool wb_keyed_add(struct wb_keyed *keyed, uint32_t key, unsigned columns, int n)
{
	uint32_t i = place_of(keyed, key);
	if (i == keyed->used || keyed->counts[i].key != key) {
		if (!make_room(keyed)) {
			return false;
		}
		i = place_of(keyed, key); /* others may be gone */
		memmove(&keyed->counts[i + 1], &keyed->counts[i],
		        (keyed->used - i) * sizeof(*keyed->counts));
		keyed->counts[i] = (struct wb_keyed_count){ .key = key };
		keyed->used++;
	}
	for (int c = 0; c < WB_KEYED_COLUMNS; c++) {
		if (columns >> c & 1u) {
			keyed->counts[i].count[c] =
				plus(keyed->counts[i].count[c], n);
		}
	}
	return true;
}

void wb_keyed_begin(struct wb_keyed *keyed, int column)
{
	for (uint32_t i = 0; i < keyed->used; i++) {
		keyed->counts[i].count[column] = 0;
	}
}

int32_t wb_keyed_get(const struct wb_keyed *keyed, uint32_t key, int column)
{
	uint32_t i = place_of(keyed, key);
	return i < keyed->used && keyed->counts[i].key == key
	               ? keyed->counts[i].count[column]
	               : 0;
}

static int64_t count_at(const struct wb_keyed *keyed, uint32_t i, int column)
{
	int32_t count = keyed->counts[i].count[column];
	return count > 0 ? count : 0;
}

bool wb_keyed_quantile(const struct wb_keyed *keyed, int column, int permille,
                       wb_ms *ret_wait)
{
	int64_t total = 0;
	uint32_t waits = place_of(keyed, WB_SKETCH_BUCKETS);
	for (uint32_t i = 0; i < waits; i++) {
		total += count_at(keyed, i, column);
	}
	int64_t rank = (total * permille + 999) / 1000;
	for (uint32_t i = 0; i < waits && rank > 0; i++) {
		rank -= count_at(keyed, i, column);
		if (rank <= 0) {
			*ret_wait = wb_sketch_value(keyed->counts[i].key);
			return true;
		}
	}
	return false;
}

void wb_keyed_finish(struct wb_keyed *keyed)
{
	free(keyed->counts);
	*keyed = (struct wb_keyed){ 0 };
}
