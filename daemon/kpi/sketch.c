#include "kpi/sketch.h"

#include <stdlib.h>
#include <string.h>

/* 64 buckets a doubling; the first two doublings' worth are 1 ms wide. */
#define BITS 6
#define EXACT ((wb_ms)2 << BITS)

uint32_t wb_sketch_bucket(wb_ms wait)
{
	if (wait < EXACT) {
		return wait > 0 ? (uint32_t)wait : 0;
	}
	if (wait > WB_SKETCH_MAX_MS) {
		wait = WB_SKETCH_MAX_MS;
	}
	unsigned shift =
		63 - BITS - (unsigned)__builtin_clzll((unsigned long long)wait);
	return (shift << BITS) + (uint32_t)(wait >> shift);
}

wb_ms wb_sketch_value(uint32_t bucket)
{
	if (bucket < EXACT) {
		return bucket;
	}
	unsigned shift = (bucket >> BITS) - 1;
	wb_ms first = (wb_ms)(bucket - (shift << BITS)) << shift;
	return first + ((wb_ms)1 << (shift - 1));
}

void wb_sketch_finish(struct wb_sketch *sketch)
{
	free(sketch->counts);
	*sketch = (struct wb_sketch){ 0 };
}

void wb_sketch_clear(struct wb_sketch *sketch)
{
	sketch->used = 0;
}

/* Where the bucket is, or would be. */
static uint32_t place_of(const struct wb_sketch *sketch, uint32_t bucket)
{
	uint32_t low = 0, high = sketch->used;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (sketch->counts[middle].bucket < bucket) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static bool make_room(struct wb_sketch *sketch)
{
	if (sketch->used < sketch->capacity) {
		return true;
	}
	uint32_t capacity = sketch->capacity ? sketch->capacity * 2 : 4;
	struct wb_sketch_count *grown =
		realloc(sketch->counts, capacity * sizeof(*grown));
	if (!grown) {
		return false;
	}
	sketch->counts = grown;
	sketch->capacity = capacity;
	return true;
}

/* Counts stop at the ends of their range. */
static int32_t plus(int32_t a, int64_t b)
{
	int64_t sum = a + b;
	return sum > INT32_MAX    ? INT32_MAX
	       : sum < -INT32_MAX ? -INT32_MAX
	                          : (int32_t)sum;
}

static void shift_from(struct wb_sketch *sketch, uint32_t from, uint32_t to)
{
	memmove(&sketch->counts[to], &sketch->counts[from],
	        (sketch->used - from) * sizeof(*sketch->counts));
}

bool wb_sketch_add(struct wb_sketch *sketch, uint32_t bucket, int32_t count)
{
	uint32_t i = place_of(sketch, bucket);
	if (count == 0) {
		return true;
	}
	if (i < sketch->used && sketch->counts[i].bucket == bucket) {
		sketch->counts[i].count = plus(sketch->counts[i].count, count);
		if (sketch->counts[i].count == 0) {
			shift_from(sketch, i + 1, i);
			sketch->used--;
		}
		return true;
	}
	if (!make_room(sketch)) {
		return false;
	}
	shift_from(sketch, i, i + 1);
	sketch->counts[i] = (struct wb_sketch_count){ bucket, count };
	sketch->used++;
	return true;
}

bool wb_sketch_merge(struct wb_sketch *sketch, const struct wb_sketch *other)
{
	for (uint32_t i = 0; i < other->used; i++) {
		if (!wb_sketch_add(sketch, other->counts[i].bucket,
		                   other->counts[i].count)) {
			return false;
		}
	}
	return true;
}

int64_t wb_sketch_total(const struct wb_sketch *sketch)
{
	int64_t total = 0;
	for (uint32_t i = 0; i < sketch->used; i++) {
		int32_t count = sketch->counts[i].count;
		total += count > 0 ? count : 0;
	}
	return total;
}

bool wb_sketch_quantile(const struct wb_sketch *sketch, int permille,
                        wb_ms *ret_wait)
{
	int64_t rank = (wb_sketch_total(sketch) * permille + 999) / 1000;
	for (uint32_t i = 0; i < sketch->used && rank > 0; i++) {
		int32_t count = sketch->counts[i].count;
		rank -= count > 0 ? count : 0;
		if (rank <= 0) {
			*ret_wait = wb_sketch_value(sketch->counts[i].bucket);
			return true;
		}
	}
	return false;
}

static void add_number(struct wb_buf *out, uint32_t number)
{
	while (number >= 0x80) {
		wb_buf_add_char(out, (char)((number & 0x7f) | 0x80));
		number >>= 7;
	}
	wb_buf_add_char(out, (char)number);
}

void wb_sketch_encode(const struct wb_sketch *sketch, struct wb_buf *out)
{
	uint32_t before = 0;
	for (uint32_t i = 0; i < sketch->used; i++) {
		const struct wb_sketch_count *c = &sketch->counts[i];
		uint32_t amount =
			(uint32_t)(c->count < 0 ? -c->count : c->count);
		add_number(out, c->bucket - before);
		add_number(out, amount << 1 | (c->count < 0));
		before = c->bucket;
	}
}

static bool take_number(struct wb_str *bytes, uint32_t *ret_number)
{
	uint64_t number = 0;
	for (unsigned shift = 0; shift < 35 && bytes->len > 0; shift += 7) {
		unsigned char byte = (unsigned char)*bytes->data;
		bytes->data++;
		bytes->len--;
		number |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80) {
			*ret_number = (uint32_t)number;
			return number <= UINT32_MAX;
		}
	}
	return false;
}

bool wb_sketch_merge_bytes(struct wb_sketch *sketch, struct wb_str bytes)
{
	uint64_t bucket = 0;
	bool first = true;
	while (bytes.len > 0) {
		uint32_t step, amount;
		if (!take_number(&bytes, &step) ||
		    !take_number(&bytes, &amount) || (step == 0 && !first)) {
			return false;
		}
		bucket += step;
		int32_t count = (int32_t)(amount >> 1);
		if (bucket >= WB_SKETCH_BUCKETS || count == 0 ||
		    !wb_sketch_add(sketch, (uint32_t)bucket,
		                   amount & 1 ? -count : count)) {
			return false;
		}
		first = false;
	}
	return true;
}
