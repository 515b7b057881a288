#ifndef WB_APP_SHOW_H
#define WB_APP_SHOW_H

#include "app/options.h"

/* Shows the wall until somebody ends it. Returns the exit status. */
int wb_show(const struct wb_options *options, const char *assets);

#endif
