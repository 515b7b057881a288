#ifndef MUST_H
#define MUST_H

/*
 * ck_assert() tells the runner of every check that holds, which takes its time
 * with a million of them; this one speaks only when it does not.
 */

#include <check.h>

#define must(condition)                                                        \
	do {                                                                   \
		if (!(condition)) {                                            \
			ck_abort_msg("%s", #condition);                        \
		}                                                              \
	} while (0)

#endif
