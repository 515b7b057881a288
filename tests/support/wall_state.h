#ifndef WB_TEST_WALL_STATE_H
#define WB_TEST_WALL_STATE_H

/*
 * Board states from tests/golden/NAME.json or, made by states.py, from the
 * directory $WB_STATES, as the wall gets them, and the moment they are of:
 * 14:32:05 on 12 October 2025 in Tehran.
 */

#include "base/time.h"
#include "json.h"

#define WALL_STATE_NOW ((wb_ms)1760266925000)

/* Allocated in the arena, which the text borrows too; NULL with a message. */
const struct wb_json *wall_state_load(const char *directory, const char *name,
                                      struct wb_arena *arena);

#endif
