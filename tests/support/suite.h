#ifndef WB_TEST_SUITE_H
#define WB_TEST_SUITE_H

/* The main() of a test program: one suite, one case. */

#include <check.h>
#include <stdlib.h>

/* Runs the suite `name` with `tc` as its case; returns main's exit code. */
static inline int wb_test_run(const char *name, TCase *tc)
{
	Suite *suite = suite_create(name);
	SRunner *runner;
	int failed;

	suite_add_tcase(suite, tc);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#define WB_COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

#endif
