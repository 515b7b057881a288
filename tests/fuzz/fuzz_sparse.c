/*
 * Two rows of the history, as the file has them: the first byte says where the
 * one ends. What comes out of adding them up is read again in full, and adding
 * nothing to it changes nothing.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "history/sparse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t count(const struct wb_buf *bytes)
{
	struct wb_sparse_reader reader =
		wb_sparse_open(bytes->data, bytes->len);
	uint32_t id;
	int64_t amount;
	size_t pairs = 0;

	while (wb_sparse_next(&reader, &id, &amount)) {
		pairs++;
		if (amount == 0) {
			abort();
		}
	}
	return pairs;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wb_buf sum = { 0 }, again = { 0 };

	if (size == 0) {
		return 0;
	}
	size_t first = data[0] < size ? data[0] : size - 1;
	wb_sparse_sum(wb_sparse_open(data + 1, first),
	              wb_sparse_open(data + 1 + first, size - 1 - first), &sum);
	wb_sparse_sum(wb_sparse_open(sum.data, sum.len),
	              wb_sparse_open(NULL, 0), &again);
	if (count(&sum) > size || sum.len != again.len ||
	    (sum.len > 0 && memcmp(sum.data, again.data, sum.len) != 0)) {
		abort();
	}
	wb_buf_finish(&sum);
	wb_buf_finish(&again);
	return 0;
}
