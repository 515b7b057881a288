#ifndef WB_APP_ASSETS_H
#define WB_APP_ASSETS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Where the fonts and languages are: `wanted` when it is not NULL, else beside
 * an installed program, else in the source tree it was built from. False when
 * there are none.
 */
bool wb_assets_find(const char *wanted, char *ret_path, size_t size);

#endif
