#ifndef WB_ACD_LOG_IMPORT_H
#define WB_ACD_LOG_IMPORT_H

/*
 * `wallboard-acd queue_log`: a queue_log to the daemon, once or followed.
 *
 * The numbering of a file is its own: its epoch is a hash of its first line,
 * the numbers count its events from the beginning. So a file may be imported
 * again, when it has grown, and when it was renamed, and only what is new
 * counts. Files must not be cut at their front.
 */

#include <stdbool.h>

#include "acd/customer.h"

struct wb_log_import_options {
	const char *path;
	const char *feed;
	const char *url;
	bool follow;
	struct wb_customer_key key;
};

/* Runs until all is durable (or a signal); the exit status. */
int wb_log_import_run(const struct wb_log_import_options *options);

#endif
