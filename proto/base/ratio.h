#ifndef WB_BASE_RATIO_H
#define WB_BASE_RATIO_H

/*
 * A share or a mean kept as two numbers: den == 0 means "no data", which is
 * not 0. Ratios of several scopes are added field by field, never averaged.
 */

#include <stdint.h>

struct wb_ratio {
	int64_t num;
	int64_t den;
};

#endif
