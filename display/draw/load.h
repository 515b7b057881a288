#ifndef WB_LOAD_H
#define WB_LOAD_H

/* What a wall is made of, from the files below assets/. Private to draw/. */

#include "draw/theme.h"
#include "locale/locale.h"
#include "text/line.h"

/* All return false, and change nothing, with a message in ret_error. */

/* `ret_locale` is the caller's to finish. */
bool wb_load_locale(const char *assets, const char *language,
                    struct wb_locale *ret_locale, char *ret_error,
                    size_t error_size);
bool wb_load_theme(const char *assets, const char *name,
                   struct wb_theme *ret_theme, char *ret_error,
                   size_t error_size);
bool wb_load_text(const char *assets, struct wb_text **ret_text,
                  char *ret_error, size_t error_size);

#endif
