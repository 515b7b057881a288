#ifndef WB_APP_OPTIONS_H
#define WB_APP_OPTIONS_H

/* The command line of the wall. */

#include <stdbool.h>
#include <stddef.h>

#include "net/url.h"

struct wb_options {
	struct wb_url url;
	const char *page;     /* NULL = the daemon's first */
	const char *language; /* NULL = the centre's */
	const char *theme;
	const char *assets;     /* NULL = to be found */
	const char *screenshot; /* NULL = none: show it */
	int width_px, height_px;
	bool windowed;
	bool verbose;
};

enum wb_options_result {
	WB_OPTIONS_RUN,
	WB_OPTIONS_HELP,
	WB_OPTIONS_VERSION,
	WB_OPTIONS_WRONG, /* with a message */
};

/* Reads the arguments; strings are borrowed from them. */
enum wb_options_result wb_options_read(int count, char **arguments,
                                       struct wb_options *ret_options,
                                       char *ret_error, size_t error_size);

/* What --help prints. */
const char *wb_options_help(void);

#endif
