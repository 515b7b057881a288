#ifndef WB_APP_MEMORY_H
#define WB_APP_MEMORY_H

/*
 * The last state of the board in a file, so that a wall that starts again has
 * something to show, as old, until the daemon answers.
 *
 *   {"heard":1732190412345,"state":{...}}
 */

#include <stddef.h>

#include "base/time.h"
#include "net/state.h"

/*
 * The usual file for a daemon at `peer` ("host:port"): below
 * $STATE_DIRECTORY, $XDG_STATE_HOME/wallboard or ~/.local/state/wallboard.
 * False when there is no such place, or no room in ret_path.
 */
bool wb_memory_path(const char *peer, char *ret_path, size_t size);

/*
 * Writes the state that was heard at `heard` (server's time), by way of
 * PATH.part and a rename; makes the folder. 0 or -errno.
 */
int wb_memory_save(const char *path, const struct wb_state *state, wb_ms heard);

/*
 * The state of a file, with one reference; NULL when there is none, it cannot
 * be read, or is no such state. *ret_heard is set only with a state.
 */
struct wb_state *wb_memory_load(const char *path, wb_ms *ret_heard);

#endif
