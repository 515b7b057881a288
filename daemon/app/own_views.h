#ifndef WB_APP_OWN_VIEWS_H
#define WB_APP_OWN_VIEWS_H

/*
 * Views that people made themselves: pages beside those of the configuration,
 * made of the same tiles with the same checks, kept in the state directory and
 * shown live as "own/NAME".
 *
 * They are no part of the journal: no number depends on them. A view that a
 * changed configuration made impossible (a department that is gone) stays as it
 * is, with its faults, and is not shown until it is changed or they are gone.
 *
 * Bounded: WB_OWN_VIEWS_MAX views of WB_REQUEST_MAX_BYTES each.
 */

#include "base/buf.h"
#include "config/config.h"
#include "kpi/engine.h"
#include "push/push.h"
#include "saved/saved.h"

#define WB_OWN_VIEW_PREFIX "own/"

struct wb_own_view {
	struct wb_buf name; /* with the prefix */
	struct wb_buf text; /* compact JSON: title, grid, tiles */
	int64_t revision;
	wb_ms changed;
	struct wb_arena arena; /* of the page */
	struct wb_page_plan page;
	bool shown;           /* the page is good */
	struct wb_buf faults; /* a line each, warnings too; may be empty */
};

struct wb_own_counters {
	uint64_t refused; /* changes: faults, conflicts, too many */
	uint64_t errors;  /* of the store */
};

/* Owned by the daemon; private. Zero-initialise. */
struct wb_own_views {
	struct wb_saved *store; /* NULL: nothing can be kept */
	struct wb_own_view **views;
	int count;
	struct wb_own_counters counters;
};

/* What checking a view and gathering its lines takes. Borrowed. */
struct wb_own_ground {
	const struct wb_plan *plan;
	struct wb_engine *engine;
};

/* Reads what was kept. False, with a message logged, when it cannot be. */
bool wb_own_open(struct wb_own_views *views, const char *directory);
void wb_own_close(struct wb_own_views *views);

/* Another plan holds: checks all views against it. */
void wb_own_check(struct wb_own_views *views,
                  const struct wb_own_ground *ground);

/* By its name without the prefix; NULL when there is none. */
struct wb_own_view *wb_own_find(const struct wb_own_views *views,
                                struct wb_str name);
/* The page of a view by its full name ("own/NAME"); NULL when there is none,
 * or it is not good. */
const struct wb_page_plan *wb_own_page(const struct wb_own_views *views,
                                       struct wb_str view);

/* 1 to WB_OWN_VIEW_NAME_MAX_BYTES of clean UTF-8, without "/", that neither
 * begin nor end with a space. */
bool wb_own_name_is_good(struct wb_str name);

/*
 * Keeps a view; `json` was read from a request. 0 and *ret_view; or
 * -EINVAL: the faults are in `faults`; -ENOSPC: there are too many views;
 * another -errno: it could not be written. Nothing is changed then.
 */
int wb_own_put(struct wb_own_views *views, const struct wb_own_ground *ground,
               struct wb_str name, const struct wb_json *json, wb_ms now,
               struct wb_own_view **ret_view, struct wb_buf *faults);
/* 0 or -errno. */
int wb_own_delete(struct wb_own_views *views,
                  const struct wb_own_ground *ground, struct wb_own_view *view);

/*
 * own_views_api.c: answers /api/v1/views[/NAME] (PROTOCOL.md, "Own views").
 * Sets *ret_changed when screens may have something new to show.
 */
int wb_own_answer(struct wb_own_views *views,
                  const struct wb_own_ground *ground, wb_ms now,
                  const struct wb_push_request *request,
                  struct wb_push_reply *reply, bool *ret_changed);

#endif
