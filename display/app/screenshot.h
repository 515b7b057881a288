#ifndef WB_APP_SCREENSHOT_H
#define WB_APP_SCREENSHOT_H

#include "app/options.h"

/*
 * Connects, waits for a state, writes one picture. Returns the exit status: 0,
 * or 1 when there was no connection (the picture then says so) or no file.
 */
int wb_screenshot(const struct wb_options *options, const char *assets);

#endif
