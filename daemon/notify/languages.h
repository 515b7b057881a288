#ifndef WB_NOTIFY_LANGUAGES_H
#define WB_NOTIFY_LANGUAGES_H

/*
 * The languages that messages are worded in, read from assets/languages when
 * a route first wants them, and kept. Private to notify/.
 */

#include <stdbool.h>

#include "locale/locale.h"
#include "plan/plan.h"

/* Owned by the caller; zero-initialise. */
struct wb_languages {
	struct wb_locale locales[WB_LANGUAGE_COUNT];
	bool loaded[WB_LANGUAGE_COUNT];
};

/* NULL with a text when the file cannot be read. Borrowed until finish. */
const struct wb_locale *wb_languages_get(struct wb_languages *languages,
                                         const char *assets,
                                         enum wb_language language,
                                         char *ret_error, size_t error_size);
void wb_languages_finish(struct wb_languages *languages);

#endif
