#ifndef WB_TEST_NEXT_ORDER_H
#define WB_TEST_NEXT_ORDER_H

/* Every order of things, for tests of what disorder may do. */

#include <stdbool.h>

/* The next order by the alphabet, from 0, 1, 2 ...; false after the last. */
static inline bool next_order(int *order, int length)
{
	int i = length - 2, k = length - 1;
	while (i >= 0 && order[i] > order[i + 1]) {
		i--;
	}
	if (i < 0) {
		return false;
	}
	while (order[k] < order[i]) {
		k--;
	}
	int saved = order[i];
	order[i] = order[k];
	order[k] = saved;
	for (int a = i + 1, b = length - 1; a < b; a++, b--) {
		saved = order[a];
		order[a] = order[b];
		order[b] = saved;
	}
	return true;
}

#endif
