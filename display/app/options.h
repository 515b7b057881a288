#ifndef WB_APP_OPTIONS_H
#define WB_APP_OPTIONS_H

/* The command line of the wall. */

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "layout/reading.h"
#include "net/url.h"

/* What the program is to do. */
enum wb_options_task {
	WB_TASK_SHOW,       /* on a screen, until somebody ends it */
	WB_TASK_SCREENSHOT, /* one picture to a file */
	WB_TASK_AUDIT,      /* print how well the page can be read */
};

struct wb_options {
	enum wb_options_task task;
	const char *connect;  /* the URL as given */
	struct wb_url url;    /* of the page's stream */
	const char *page;     /* NULL = the daemon's first */
	const char *language; /* NULL = the centre's */
	const char *theme;
	const char *assets;     /* NULL = to be found */
	const char *screenshot; /* the file */
	const char *monitor;    /* name or number; NULL = the first */
	const char *state; /* file of the last state; NULL = the usual one */
	bool keeps_state;  /* false with --state none */
	int width_px, height_px;
	int margin_permille;       /* for overscan */
	struct wb_reading reading; /* zeros when not given */
	int dwell_s;               /* 0 = as the pages say */
	bool rotates;
	int night_from, night_to; /* minutes of the day; equal = no night */
	int night_permille;       /* brightness then */
	bool shifts;              /* against burn-in */
	bool sound;
	bool test_card;
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

/* --help */
void wb_options_print_help(FILE *out);

#endif
