#ifndef WB_PUSH_VIEWS_H
#define WB_PUSH_VIEWS_H

/*
 * What each view last looked like, its revision, and the encoded messages of
 * it: the newest snapshot and the patches of the newest few revisions, shared
 * by all subscribers.
 *
 * A view is rendered only while somebody looks, when the state may have
 * changed, at most ten times a second, the first change at once; when the
 * picture is the same, nothing has happened. No sockets and no clock in here:
 * time is told (monotonic, for pace) or asked of the source (the screens').
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "push/frame.h"
#include "push/push.h"

/* Least time between two states of a view. */
#define WB_VIEW_PACE ((wb_ms)100)
/*
 * Renderings that show nothing new also come once per pace on average, but so
 * many may come at once: they must not hold up a change that follows.
 */
#define WB_VIEW_BURST 3
/* Longest silence; PROTOCOL.md promises 2 s. */
#define WB_VIEW_HEARTBEAT ((wb_ms)1500)
/* Views nobody looks at are forgotten when there are more. */
#define WB_VIEWS_KEPT 64
/* Patches that are kept for clients that are behind. */
#define WB_VIEW_PATCHES 8

struct wb_client;

/*
 * To be read only, but for `clients` and `subscribers`, which stream.c keeps.
 */
struct wb_view {
	struct wb_view *next;
	char *name;
	struct wb_client *clients;
	int subscribers;
	bool gone;         /* the source knows it no more */
	uint64_t revision; /* 0 = never rendered */
	unsigned beat;     /* changes with each heartbeat */

	bool dirty;
	wb_ms updated; /* monotonic, of the newest revision */
	wb_ms budget;  /* monotonic: all renderings, one pace each, from now */
	wb_ms spoke;   /* monotonic, last message to all */
	struct wb_arena arenas[2];
	int current; /* which of them holds `tree` */
	const struct wb_json *tree;
	wb_ms time;          /* the instant that the tree is of */
	wb_ms snapshot_made; /* monotonic */
	size_t snapshot_len; /* of the last one that was encoded */
	struct wb_frame *hello;
	struct wb_frame *snapshot;
	struct wb_frame *heartbeat;
	struct wb_frame *patches[WB_VIEW_PATCHES]; /* [r % N]: r to r + 1 */
};

struct wb_views {
	const struct wb_push_source *source;
	void *user;
	struct wb_view *first; /* list, newest first */
	int count;
	struct wb_view *default_view; /* or NULL when not known */
	struct wb_arena scratch;
	struct wb_buf text;
	uint64_t updates; /* states encoded */
};

void wb_views_init(struct wb_views *views, const struct wb_push_source *source,
                   void *user);
void wb_views_finish(struct wb_views *views);

/*
 * The view of that name, rendered if it has to be; an absent name is the first
 * page. NULL when there is none.
 */
struct wb_view *wb_views_open(struct wb_views *views, struct wb_str name,
                              wb_ms now);

/* Appends "no view 'x'; there are: a, b" for one that is not. */
void wb_views_explain(struct wb_views *views, struct wb_str name, wb_ms now,
                      struct wb_buf *out);

/* The state may have changed. */
void wb_views_changed(struct wb_views *views);

/*
 * Renders what is due and makes heartbeats; calls `spoke` for each view that
 * has something new for its subscribers, or is gone. Returns when to call
 * again (monotonic; WB_NEVER when nobody looks).
 */
wb_ms wb_views_service(struct wb_views *views, wb_ms now,
                       void (*spoke)(void *user, struct wb_view *view),
                       void *user);
/* The same answer without doing anything. */
wb_ms wb_views_due(const struct wb_views *views);

/*
 * The newest snapshot; its `time` is at most WB_VIEW_PACE old. The caller gets
 * a reference. NULL when out of memory.
 */
struct wb_frame *wb_view_snapshot(struct wb_views *views, struct wb_view *view,
                                  wb_ms now);

/*
 * What a client should get next that has *revision (0 = nothing) and has heard
 * heartbeat *beat: the patch that follows, the newest snapshot when that is
 * shorter than all the patches up to now or they are no longer kept, a
 * heartbeat, or NULL for nothing. Updates both, and adds to *skipped the
 * states that it leaves out. The caller gets a reference.
 */
struct wb_frame *wb_view_next(struct wb_views *views, struct wb_view *view,
                              wb_ms now, uint64_t *revision, unsigned *beat,
                              uint64_t *skipped);

#endif
