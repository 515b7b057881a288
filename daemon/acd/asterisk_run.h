#ifndef WB_ACD_ASTERISK_RUN_H
#define WB_ACD_ASTERISK_RUN_H

/*
 * `wallboard-acd asterisk`: puts the connection, the mapper, the log and the
 * emitter together.
 */

#include "acd/customer.h"

struct wb_asterisk_run_options {
	const char *host;
	int port;
	const char *user;
	const char *secret;
	const char *queue_log; /* or NULL */
	const char *feed;
	const char *url;
	struct wb_customer_key key;
};

/* Runs until a signal; the exit status. */
int wb_asterisk_run(const struct wb_asterisk_run_options *options);

#endif
