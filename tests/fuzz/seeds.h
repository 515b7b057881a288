#ifndef WB_FUZZ_SEEDS_H
#define WB_FUZZ_SEEDS_H

/*
 * Seeds that a target makes by itself: bytes that only this very program
 * writes, and that files would soon hold in an older format. Targets without
 * any link no_seeds.c.
 */

#include <stdbool.h>

#include "base/buf.h"

/*
 * Appends the seed of that number, 0, 1, 2 ... False: there are no more. The
 * same in every run.
 */
bool wb_fuzz_seed(int number, struct wb_buf *ret_bytes);

#endif
