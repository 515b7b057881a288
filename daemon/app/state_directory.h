#ifndef WB_APP_STATE_DIRECTORY_H
#define WB_APP_STATE_DIRECTORY_H

/* Where the journal, the history, the checkpoints and the alerts are kept. */

#include "app/options.h"
#include "base/str.h"

/*
 * Of the option, the configuration (absent = not there), systemd, XDG, or the
 * user's home. False, logged, when the path is too long.
 */
bool wb_state_directory_find(const struct wb_options *options,
                             struct wb_str configured, char *ret_path,
                             size_t size);

/* Makes it and what is above it, private to the user. False, logged. */
bool wb_state_directory_make(const char *path);

#endif
