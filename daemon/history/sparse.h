#ifndef WB_HISTORY_SPARSE_H
#define WB_HISTORY_SPARSE_H

/*
 * Amounts of which most are zero, as bytes: for each that is not zero its id
 * and itself, in ascending order of ids, both as variable-length integers (7
 * bits a byte, the lowest first, the high bit set on all but the last); the
 * amount is folded so that small negative ones stay short (0, -1, 1, -2 ...
 * as 0, 1, 2, 3 ...). A quarter hour of a queue, some 25 of 90 measures, takes
 * about 80 bytes. The view "readable" of the history decodes the same in SQL.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct wb_sparse_reader {
	const unsigned char *at, *end;
};

static inline struct wb_sparse_reader wb_sparse_open(const void *data,
                                                     size_t len)
{
	const unsigned char *bytes = data;
	return (struct wb_sparse_reader){ bytes, bytes + len };
}

/* The next pair; false at the end, or where the bytes are damaged. */
bool wb_sparse_next(struct wb_sparse_reader *reader, uint32_t *ret_id,
                    int64_t *ret_amount);

/* Appends a pair; ids must ascend. An amount of 0 is left out. */
void wb_sparse_add(struct wb_buf *out, uint32_t id, int64_t amount);

/*
 * Appends the sums of both, id by id. Sums wrap around at 64 bits, so that what
 * is added and then taken away leaves what there was.
 */
void wb_sparse_sum(struct wb_sparse_reader a, struct wb_sparse_reader b,
                   struct wb_buf *out);

#endif
