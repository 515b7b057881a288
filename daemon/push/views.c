#define WB_LOG_MODULE "push"

#include "push/views.h"

#include <stdlib.h>

#include "base/log.h"
#include "limits.h"
#include "merge_patch.h"
#include "push/encode.h"

void wb_views_init(struct wb_views *views, const struct wb_push_source *source,
                   void *user)
{
	*views = (struct wb_views){ .source = source, .user = user };
	wb_buf_init(&views->text, WB_STATE_MAX_BYTES);
}

static void drop_frame(struct wb_frame **frame)
{
	wb_frame_unref(*frame);
	*frame = NULL;
}

static void drop_patches(struct wb_view *view)
{
	for (int i = 0; i < WB_VIEW_PATCHES; i++) {
		drop_frame(&view->patches[i]);
	}
}

static void destroy_view(struct wb_view *view)
{
	drop_patches(view);
	drop_frame(&view->hello);
	drop_frame(&view->snapshot);
	drop_frame(&view->heartbeat);
	wb_arena_finish(&view->arenas[0]);
	wb_arena_finish(&view->arenas[1]);
	free(view->name);
	free(view);
}

void wb_views_finish(struct wb_views *views)
{
	while (views->first) {
		struct wb_view *view = views->first;
		views->first = view->next;
		destroy_view(view);
	}
	wb_arena_finish(&views->scratch);
	wb_buf_finish(&views->text);
	views->default_view = NULL;
}

/* ---- rendering ---- */

static wb_ms max(wb_ms a, wb_ms b)
{
	return a > b ? a : b;
}

static struct wb_frame *encode_patch(struct wb_views *views,
                                     const struct wb_view *view,
                                     const struct wb_json *state, wb_ms time)
{
	struct wb_json *patch;

	if (!view->tree ||
	    !wb_merge_patch_diff(view->tree, state, &views->scratch, &patch)) {
		return NULL;
	}
	return wb_encode_patch(&views->text, view->revision, time, patch);
}

/*
 * Keeps a copy of `state` as the next revision. What was rendered may borrow
 * from a configuration that is replaced before the next time.
 */
static bool keep(struct wb_views *views, struct wb_view *view,
                 const struct wb_json *state, wb_ms time)
{
	struct wb_frame *patch = encode_patch(views, view, state, time);
	struct wb_arena *arena = &view->arenas[!view->current];

	wb_arena_reset(arena);
	const struct wb_json *copy = wb_json_copy(state, arena);
	if (!copy) {
		wb_frame_unref(patch);
		return false;
	}
	if (patch) {
		struct wb_frame **slot =
			&view->patches[view->revision % WB_VIEW_PATCHES];
		drop_frame(slot);
		*slot = patch;
	} else {
		drop_patches(view); /* nobody can follow: snapshots */
	}
	drop_frame(&view->snapshot);
	view->tree = copy;
	view->current = !view->current;
	view->time = time;
	view->revision++;
	views->updates++;
	return true;
}

/*
 * Renders now. True when there is a new revision, or the view has just gone.
 * When memory runs out the last state stays.
 */
static bool render(struct wb_views *views, struct wb_view *view, wb_ms now)
{
	wb_ms time = 0;

	wb_arena_reset(&views->scratch);
	view->dirty = false;
	view->budget = max(view->budget, now) + WB_VIEW_PACE;
	struct wb_json *state = views->source->render(
		views->user, wb_str(view->name), &views->scratch, &time);
	if (views->scratch.failed) {
		wb_error("out of memory rendering view '%s', keeping the last",
		         view->name);
		return false;
	}
	if (!state) {
		bool news = !view->gone;
		view->gone = true;
		return news;
	}
	view->gone = false;
	if (view->tree && wb_json_equal(view->tree, state)) {
		return false;
	}
	if (!keep(views, view, state, time)) {
		wb_error("out of memory keeping view '%s', keeping the last",
		         view->name);
		return false;
	}
	view->updated = now;
	return true;
}

static wb_ms render_at(const struct wb_view *view)
{
	return max(view->updated + WB_VIEW_PACE,
	           view->budget - WB_VIEW_BURST * WB_VIEW_PACE);
}

static bool is_due(const struct wb_view *view, wb_ms now)
{
	return view->dirty && now >= render_at(view);
}

/* ---- finding ---- */

static struct wb_view *find(struct wb_views *views, struct wb_str name)
{
	for (struct wb_view *view = views->first; view; view = view->next) {
		if (wb_str_is(name, view->name)) {
			return view;
		}
	}
	return NULL;
}

/*
 * Names come and go with the views that people make. Who comes back to one
 * that was forgotten gets a snapshot.
 */
static void forget_idle(struct wb_views *views)
{
	struct wb_view **link = &views->first;

	while (views->count >= WB_VIEWS_KEPT && *link) {
		struct wb_view *view = *link;
		if (view->subscribers > 0 || view == views->default_view) {
			link = &view->next;
			continue;
		}
		*link = view->next;
		views->count--;
		destroy_view(view);
	}
}

static struct wb_view *add(struct wb_views *views, struct wb_str name,
                           wb_ms now)
{
	forget_idle(views);
	struct wb_view *view = calloc(1, sizeof(*view));

	if (!view) {
		return NULL;
	}
	view->name = strndup(name.data, name.len);
	view->hello = wb_encode_hello(&views->text, name);
	if (view->name && view->hello) {
		render(views, view, now);
	}
	if (!view->tree) {
		destroy_view(view);
		return NULL;
	}
	view->spoke = now;
	view->next = views->first;
	views->first = view;
	views->count++;
	return view;
}

static struct wb_view *open_named(struct wb_views *views, struct wb_str name,
                                  wb_ms now)
{
	if (name.len == 0 || name.len > WB_NAME_MAX_BYTES ||
	    !wb_str_is_clean_utf8(name)) {
		return NULL;
	}
	struct wb_view *view = find(views, name);
	if (!view) {
		return add(views, name, now);
	}
	/* With subscribers the timer does it, and tells them. */
	if (view->subscribers == 0 && is_due(view, now)) {
		render(views, view, now);
	}
	return view->gone ? NULL : view;
}

/* The name of the first of the pages that a state lists. */
static struct wb_str first_page(const struct wb_json *state)
{
	const struct wb_json *pages = wb_json_get(state, "pages");

	if (!pages || !pages->first) {
		return (struct wb_str){ NULL, 0 };
	}
	return wb_json_get_string(&pages->first->value, "name");
}

static struct wb_view *open_default(struct wb_views *views, wb_ms now)
{
	wb_ms time;
	struct wb_str absent = { NULL, 0 };
	struct wb_view *known = views->default_view;

	if (known) {
		known = open_named(views, wb_str(known->name), now);
	}
	if (known && wb_str_is(first_page(known->tree), known->name)) {
		return known;
	}
	wb_arena_reset(&views->scratch);
	const struct wb_json *state = views->source->render(
		views->user, absent, &views->scratch, &time);
	struct wb_str name =
		wb_json_get_string(wb_json_get(state, "page"), "name");
	char copy[WB_NAME_MAX_BYTES];
	if (name.len == 0 || name.len > sizeof(copy)) {
		return NULL;
	}
	memcpy(copy, name.data, name.len); /* scratch is used again */
	name.data = copy;
	views->default_view = open_named(views, name, now);
	return views->default_view;
}

struct wb_view *wb_views_open(struct wb_views *views, struct wb_str name,
                              wb_ms now)
{
	return name.data ? open_named(views, name, now)
	                 : open_default(views, now);
}

void wb_views_explain(struct wb_views *views, struct wb_str name, wb_ms now,
                      struct wb_buf *out)
{
	struct wb_view *view = open_default(views, now);
	const struct wb_json *pages =
		view ? wb_json_get(view->tree, "pages") : NULL;
	const struct wb_json_member *page = pages ? pages->first : NULL;
	size_t shown = wb_str_utf8_prefix(name, WB_NAME_MAX_BYTES);

	wb_buf_addf(out, "no view '%.*s'", (int)shown,
	            name.data ? name.data : "");
	for (const char *before = "; there are: "; page; page = page->next) {
		wb_buf_add_text(out, before);
		wb_buf_add_str(out, wb_json_get_string(&page->value, "name"));
		before = ", ";
	}
}

/* ---- pace ---- */

void wb_views_changed(struct wb_views *views)
{
	for (struct wb_view *view = views->first; view; view = view->next) {
		view->dirty = true;
	}
}

static wb_ms view_due(const struct wb_view *view)
{
	wb_ms beat = view->spoke + WB_VIEW_HEARTBEAT;
	wb_ms update = render_at(view);

	if (view->subscribers == 0) {
		return WB_NEVER;
	}
	return view->dirty && update < beat ? update : beat;
}

wb_ms wb_views_due(const struct wb_views *views)
{
	wb_ms due = WB_NEVER;

	for (struct wb_view *view = views->first; view; view = view->next) {
		wb_ms own = view_due(view);
		due = own < due ? own : due;
	}
	return due;
}

static bool beat(struct wb_views *views, struct wb_view *view)
{
	struct wb_frame *frame = wb_encode_heartbeat(
		&views->text, view->revision, views->source->now(views->user));

	if (!frame) {
		return false;
	}
	drop_frame(&view->heartbeat);
	view->heartbeat = frame;
	view->beat++;
	return true;
}

static bool service(struct wb_views *views, struct wb_view *view, wb_ms now)
{
	if (is_due(view, now) && render(views, view, now)) {
		return true;
	}
	return now >= view->spoke + WB_VIEW_HEARTBEAT && beat(views, view);
}

wb_ms wb_views_service(struct wb_views *views, wb_ms now,
                       void (*spoke)(void *user, struct wb_view *view),
                       void *user)
{
	for (struct wb_view *view = views->first; view; view = view->next) {
		if (view->subscribers > 0 && service(views, view, now)) {
			view->spoke = now;
			spoke(user, view);
		}
	}
	return wb_views_due(views);
}

/* ---- messages ---- */

/*
 * Screens take the clock from `time`, so a snapshot that was encoded a while
 * ago is encoded anew for one who comes now; the state is still the newest.
 */
struct wb_frame *wb_view_snapshot(struct wb_views *views, struct wb_view *view,
                                  wb_ms now)
{
	if (view->snapshot && now >= view->snapshot_made + WB_VIEW_PACE) {
		drop_frame(&view->snapshot);
	}
	if (!view->snapshot) {
		view->snapshot = wb_encode_snapshot(
			&views->text, view->revision,
			views->source->now(views->user), view->tree);
		view->snapshot_made = now;
		view->snapshot_len =
			view->snapshot ? wb_frame_len(view->snapshot) : 0;
	}
	return view->snapshot ? wb_frame_ref(view->snapshot) : NULL;
}

/* Bytes of all patches from `revision` on; 0 when one is no longer kept. */
static size_t patches_len(const struct wb_view *view, uint64_t revision)
{
	size_t len = 0;

	if (view->revision - revision > WB_VIEW_PATCHES) {
		return 0;
	}
	for (; revision < view->revision; revision++) {
		const struct wb_frame *patch =
			view->patches[revision % WB_VIEW_PATCHES];
		if (!patch) {
			return 0;
		}
		len += wb_frame_len(patch);
	}
	return len;
}

/* Shorter than a snapshot, as far as one was made to compare with? */
static bool patches_are_better(const struct wb_view *view, uint64_t revision)
{
	size_t len = patches_len(view, revision);

	return len > 0 &&
	       (view->snapshot_len == 0 || len <= view->snapshot_len);
}

struct wb_frame *wb_view_next(struct wb_views *views, struct wb_view *view,
                              wb_ms now, uint64_t *revision, unsigned *beat,
                              uint64_t *skipped)
{
	bool heard = *beat == view->beat;

	*beat = view->beat;
	if (*revision == view->revision) {
		return heard ? NULL : wb_frame_ref(view->heartbeat);
	}
	if (*revision > 0 && patches_are_better(view, *revision)) {
		(*revision)++;
		return wb_frame_ref(
			view->patches[(*revision - 1) % WB_VIEW_PATCHES]);
	}
	if (*revision > 0) {
		*skipped += view->revision - *revision - 1;
	}
	*revision = view->revision;
	return wb_view_snapshot(views, view, now);
}
