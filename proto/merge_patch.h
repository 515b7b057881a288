#ifndef WB_MERGE_PATCH_H
#define WB_MERGE_PATCH_H

/*
 * JSON merge patch, RFC 7396: objects are merged member by member, null
 * removes, everything else (arrays too) replaces. Therefore a board state
 * never holds null as a value of a member that matters to a patch: "no value"
 * is an absent member.
 *
 * Pure; time is linear in the size of the trees when both list their members
 * in the same order, which a renderer does.
 */

#include "json.h"

/*
 * Writes into *ret_patch (built in `arena`, borrowing strings of both trees)
 * what turns `from` into `to`. Returns false when they are equal and nothing
 * is to be sent (then *ret_patch is NULL), or the arena is exhausted
 * (*ret_patch NULL as well, and the arena's limit reached: send a snapshot).
 */
bool wb_merge_patch_diff(const struct wb_json *from, const struct wb_json *to,
                         struct wb_arena *arena, struct wb_json **ret_patch);

/*
 * Returns target changed by patch, built whole in `arena` (shares nothing
 * with either), or NULL when the arena is exhausted. target NULL = {}.
 */
struct wb_json *wb_merge_patch_apply(const struct wb_json *target,
                                     const struct wb_json *patch,
                                     struct wb_arena *arena);

#endif
