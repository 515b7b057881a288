#define WB_LOG_MODULE "views"

#include "app/own_views.h"

#include <errno.h>
#include <stdlib.h>

#include "app/daemon.h"
#include "base/log.h"
#include "limits.h"

/* A page of a hundred tiles, and the texts of it. */
#define PAGE_ARENA_MAX ((size_t)4 * 1024 * 1024)
#define PREFIX_LEN (sizeof(WB_OWN_VIEW_PREFIX) - 1)

/* ---- one view ---- */

static void destroy_view(struct wb_own_view *view)
{
	if (view) {
		wb_buf_finish(&view->name);
		wb_buf_finish(&view->text);
		wb_buf_finish(&view->faults);
		wb_arena_finish(&view->arena);
		free(view);
	}
}

static struct wb_own_view *create_view(struct wb_str name)
{
	struct wb_own_view *view = calloc(1, sizeof(*view));
	if (!view) {
		return NULL;
	}
	view->arena.limit = PAGE_ARENA_MAX;
	wb_buf_add_text(&view->name, WB_OWN_VIEW_PREFIX);
	wb_buf_add_str(&view->name, name);
	if (view->name.failed) {
		destroy_view(view);
		return NULL;
	}
	return view;
}

static struct wb_str bare_name(const struct wb_own_view *view)
{
	return (struct wb_str){ view->name.data + PREFIX_LEN,
		                view->name.len - PREFIX_LEN };
}

/* Makes the page of a description that was read. */
static void make_page(struct wb_own_view *view, const struct wb_plan *plan,
                      const struct wb_json *json)
{
	wb_arena_reset(&view->arena);
	wb_buf_clear(&view->faults);
	view->shown = wb_config_page(wb_buf_str(&view->name), json, plan,
	                             &wb_plan_checks, &view->arena, &view->page,
	                             &view->faults);
	/* it is shown by name only */
	view->page.dwell = 0;
	view->page.front = false;
	struct wb_str *english = &view->page.title.text[WB_LANGUAGE_EN];
	if (!english->data) {
		*english = bare_name(view);
	}
}

static void make_page_of_text(struct wb_own_view *view,
                              const struct wb_plan *plan)
{
	struct wb_arena arena = { 0 };
	struct wb_json_error error;
	const struct wb_json *json =
		wb_json_read(wb_buf_str(&view->text), &arena, &error);
	if (json) {
		make_page(view, plan, json);
	} else {
		view->shown = false;
		wb_buf_clear(&view->faults);
		wb_buf_addf(&view->faults, "not valid JSON at byte %zu: %s\n",
		            error.offset, error.message);
	}
	wb_arena_finish(&arena);
}

/* ---- all of them ---- */

/* Has the engine gather the lines of the views that are shown. */
static void watch(const struct wb_own_views *views, struct wb_engine *engine)
{
	const struct wb_page_plan *pages[WB_OWN_VIEWS_MAX];
	int count = 0;
	for (int i = 0; i < views->count; i++) {
		if (views->views[i]->shown) {
			pages[count++] = &views->views[i]->page;
		}
	}
	if (!wb_engine_watch_pages(engine, pages, count)) {
		wb_error("out of memory: some lines of own views are missing");
	}
}

void wb_own_check(struct wb_own_views *views,
                  const struct wb_own_ground *ground)
{
	for (int i = 0; i < views->count; i++) {
		struct wb_own_view *view = views->views[i];
		make_page_of_text(view, ground->plan);
		if (!view->shown) {
			wb_warn("the view '%s' does not fit the configuration "
			        "any more and is not shown: %s",
			        view->name.data, view->faults.data);
		}
	}
	watch(views, ground->engine);
}

static int place_of(const struct wb_own_views *views, struct wb_str name)
{
	for (int i = 0; i < views->count; i++) {
		if (wb_str_equal(bare_name(views->views[i]), name)) {
			return i;
		}
	}
	return -1;
}

struct wb_own_view *wb_own_find(const struct wb_own_views *views,
                                struct wb_str name)
{
	int place = place_of(views, name);
	return place < 0 ? NULL : views->views[place];
}

const struct wb_page_plan *wb_own_page(const struct wb_own_views *views,
                                       struct wb_str view)
{
	if (view.len <= PREFIX_LEN ||
	    memcmp(view.data, WB_OWN_VIEW_PREFIX, PREFIX_LEN) != 0) {
		return NULL;
	}
	struct wb_str name = { view.data + PREFIX_LEN, view.len - PREFIX_LEN };
	const struct wb_own_view *found = wb_own_find(views, name);
	return found && found->shown ? &found->page : NULL;
}

bool wb_own_name_is_good(struct wb_str name)
{
	return name.len > 0 && name.len <= WB_OWN_VIEW_NAME_MAX_BYTES &&
	       wb_str_is_clean_utf8(name) &&
	       !memchr(name.data, '/', name.len) && name.data[0] != ' ' &&
	       name.data[name.len - 1] != ' ';
}

/* ---- reading and keeping ---- */

static bool add(struct wb_own_views *views, struct wb_own_view *view)
{
	struct wb_own_view **grown =
		realloc(views->views, ((size_t)views->count + 1) *
	                                      sizeof(struct wb_own_view *));
	if (!grown) {
		return false;
	}
	views->views = grown;
	views->views[views->count++] = view;
	return true;
}

static void take_saved(void *user, const struct wb_saved_view *saved)
{
	struct wb_own_views *views = user;
	if (views->count == WB_OWN_VIEWS_MAX ||
	    !wb_own_name_is_good(saved->name)) {
		return;
	}
	struct wb_own_view *view = create_view(saved->name);
	if (!view) {
		return;
	}
	view->revision = saved->revision;
	view->changed = saved->changed;
	wb_buf_add_str(&view->text, saved->text);
	if (view->text.failed || !add(views, view)) {
		destroy_view(view);
	}
}

bool wb_own_open(struct wb_own_views *views, const char *directory)
{
	char error[512];
	views->store = wb_saved_open(directory, error, sizeof(error));
	if (!views->store) {
		wb_error("%s; going on without people's own views", error);
		return false;
	}
	if (error[0]) {
		wb_error("%s", error);
	}
	if (wb_saved_read(views->store, take_saved, views) != 0) {
		wb_error("cannot read the views: %s",
		         wb_saved_error(views->store));
		views->counters.errors++;
	}
	return true;
}

void wb_own_close(struct wb_own_views *views)
{
	for (int i = 0; i < views->count; i++) {
		destroy_view(views->views[i]);
	}
	free(views->views);
	views->views = NULL;
	views->count = 0;
	wb_saved_close(views->store);
	views->store = NULL;
}

static void write_text(struct wb_own_view *view, const struct wb_json *json)
{
	struct wb_json_writer w;
	wb_json_writer_init(&w, &view->text);
	wb_json_write(json, &w);
}

static int save(struct wb_own_views *views, struct wb_own_view *view)
{
	const struct wb_saved_view saved = {
		.owner = wb_str(""),
		.name = bare_name(view),
		.changed = view->changed,
		.text = wb_buf_str(&view->text),
	};
	int error = view->text.failed ? -ENOMEM
	            : !views->store   ? -EIO
	                              : wb_saved_put(views->store, &saved,
	                                             &view->revision);
	if (error != 0 && views->store && !view->text.failed) {
		wb_error("cannot keep the view '%s': %s", view->name.data,
		         wb_saved_error(views->store));
		views->counters.errors++;
	}
	return error;
}

/* Puts it in the place of its predecessor, or at the end; takes it. */
static int settle(struct wb_own_views *views, struct wb_own_view *view,
                  struct wb_own_view **ret_predecessor)
{
	int place = place_of(views, bare_name(view));
	if (place < 0 && views->count == WB_OWN_VIEWS_MAX) {
		return -ENOSPC;
	}
	/* Room first: what was written must not be missing here. */
	if (place < 0 && !add(views, view)) {
		return -ENOMEM;
	}
	int error = save(views, view);
	if (error != 0) {
		views->count -= place < 0;
		return error;
	}
	if (place >= 0) {
		*ret_predecessor = views->views[place];
		views->views[place] = view;
	}
	return 0;
}

int wb_own_put(struct wb_own_views *views, const struct wb_own_ground *ground,
               struct wb_str name, const struct wb_json *json, wb_ms now,
               struct wb_own_view **ret_view, struct wb_buf *faults)
{
	struct wb_own_view *view = create_view(name);
	if (!view) {
		return -ENOMEM;
	}
	view->changed = now;
	write_text(view, json);
	make_page(view, ground->plan, json);
	wb_buf_add_str(faults, wb_buf_str(&view->faults));
	struct wb_own_view *predecessor = NULL;
	int error = view->shown ? settle(views, view, &predecessor) : -EINVAL;
	if (error != 0) {
		destroy_view(view);
		return error;
	}
	watch(views, ground->engine);
	destroy_view(predecessor); /* the engine does not know it any more */
	*ret_view = view;
	return 0;
}

int wb_own_delete(struct wb_own_views *views,
                  const struct wb_own_ground *ground, struct wb_own_view *view)
{
	int place = place_of(views, bare_name(view));
	int error = views->store ? wb_saved_delete(views->store, wb_str(""),
	                                           bare_name(view))
	                         : -EIO;
	if (error != 0) {
		views->counters.errors++;
		return error;
	}
	for (int i = place; i + 1 < views->count; i++) {
		views->views[i] = views->views[i + 1];
	}
	views->count--;
	watch(views, ground->engine);
	destroy_view(view);
	return 0;
}
