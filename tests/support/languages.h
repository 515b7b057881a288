#ifndef WB_TEST_LANGUAGES_H
#define WB_TEST_LANGUAGES_H

/* The product's own catalogues, from the directory in $WB_ASSETS. */

#include "locale/locale.h"

/* Ends the test with a message when the language cannot be loaded. */
void languages_load(struct wb_locale *locale, const char *language);

/* The same without what English would lend it. */
void languages_load_alone(struct wb_locale *locale, const char *language);

#endif
