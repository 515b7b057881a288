#ifndef WB_SAVED_H
#define WB_SAVED_H

/*
 * Views that people made and keep here, in `views.db`: a text under a name and
 * an owner, each with the revision that it was last changed at. What the texts
 * mean is not known here.
 *
 * Revisions are numbers that only grow, over all views, and are never given
 * twice, not even after a view was deleted: who knows a revision knows the
 * text. A change that returned 0 survives a power cut. Not thread-safe.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/time.h"

struct wb_saved;

struct wb_saved_view {
	struct wb_str owner; /* whose it is; "" while there are no users */
	struct wb_str name;
	int64_t revision; /* >= 1 */
	wb_ms changed;    /* wall clock, UTC */
	struct wb_str text;
};

/*
 * Opens or creates `directory`/views.db. A damaged file is set aside as
 * views.db.damaged, for somebody to look at, and an empty one is begun. NULL
 * with a message when that cannot be; *ret_error is "" unless something is to
 * be said.
 */
struct wb_saved *wb_saved_open(const char *directory, char *ret_error,
                               size_t error_size);
/* Does nothing on NULL. */
void wb_saved_close(struct wb_saved *saved);

/* Writes a view in the place of one of its owner and name, if there is one,
 * and tells its revision; that of `view` is ignored. 0 or -errno. */
int wb_saved_put(struct wb_saved *saved, const struct wb_saved_view *view,
                 int64_t *ret_revision);

/* Forgets one; 0 also when there is none, or -errno. */
int wb_saved_delete(struct wb_saved *saved, struct wb_str owner,
                    struct wb_str name);

/* Calls `fn` with each, by owner and name; borrowed for the call. 0 or
 * -errno. */
int wb_saved_read(struct wb_saved *saved,
                  void (*fn)(void *user, const struct wb_saved_view *view),
                  void *user);

/* Text of the last failure. */
const char *wb_saved_error(const struct wb_saved *saved);

#endif
