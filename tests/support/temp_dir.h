#ifndef WB_TESTS_TEMP_DIR_H
#define WB_TESTS_TEMP_DIR_H

/*
 * One empty directory per test, below $TMPDIR: for checked fixtures.
 */

#include <stddef.h>

/* Makes the directory. Aborts the test when it cannot. */
void temp_dir_make(void);

/* Removes it with all that is in it. */
void temp_dir_remove(void);

/* Its path. */
const char *temp_dir(void);

/* The path of `name` in it, in one of four static buffers taken in turn. */
const char *temp_path(const char *name);

#endif
