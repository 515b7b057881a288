#ifndef WB_APP_OPTIONS_H
#define WB_APP_OPTIONS_H

/* The command line of wallboardd. */

#include <stdbool.h>

#include "config/config.h"

enum wb_options_verdict {
	WB_OPTIONS_RUN,
	WB_OPTIONS_CHECK, /* only check the configuration */
	WB_OPTIONS_LIST_KPIS,
	WB_OPTIONS_TEST_ALERTS, /* say whom alerts would have told */
	WB_OPTIONS_FIRE,        /* send one test message */
	WB_OPTIONS_DONE,        /* help or version was printed */
	WB_OPTIONS_REFUSED,     /* said why on stderr */
};

/* All borrowed from argv. */
struct wb_options {
	const char *config; /* NULL = none */
	const char *state;
	const char *assets;
	bool events_clock;
	bool recompute;
	bool debug;
	const char *from, *to; /* TEST_ALERTS: of what span; NULL = all */
	const char *fire;      /* FIRE: name of the rule */
	const char *listen[WB_LISTENERS_MAX];
	int listen_count;
	const char *feed_urls[WB_LISTENERS_MAX];
	int feed_url_count;
};

enum wb_options_verdict wb_options_parse(int argc, char **argv,
                                         struct wb_options *ret_options);

#endif
