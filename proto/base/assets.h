#ifndef WB_BASE_ASSETS_H
#define WB_BASE_ASSETS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Where the fonts, languages and the dashboard are: `wanted` when it is not
 * NULL, else beside an installed program, else in the source tree it was built
 * from. False when there are none.
 */
bool wb_assets_find(const char *wanted, char *ret_path, size_t size);

#endif
