#ifndef WB_APP_SCREENSHOT_H
#define WB_APP_SCREENSHOT_H

#include "app/options.h"

/* The exit status of an audit that found something. */
#define WB_AUDIT_FOUND 3

/*
 * Connects, waits for a state, and writes one picture or prints its audit; the
 * test card needs no daemon. Returns the exit status: 0; WB_AUDIT_FOUND; or 1
 * when there was no connection (the picture then says so) or no file.
 */
int wb_picture_task(const struct wb_options *options, const char *assets);

#endif
