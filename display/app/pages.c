#include "app/pages.h"

#include <string.h>

/* A page that cannot be reached is not asked for again before so long. */
#define TRY_AGAIN (5 * WB_SECOND)
#define DWELL_LEAST (3 * WB_SECOND)

void wb_pages_init(struct wb_pages *pages, bool rotates, wb_ms dwell)
{
	*pages = (struct wb_pages){
		.shown = -1,
		.urgent = -1,
		.leave_at = WB_MS_NEVER,
		.rotates = rotates,
		.dwell = dwell,
	};
}

static int find(const struct wb_pages *pages, struct wb_str name)
{
	for (int i = 0; i < pages->count; i++) {
		if (wb_str_is(name, pages->entries[i].name)) {
			return i;
		}
	}
	return -1;
}

static bool read_entry(const struct wb_pages *pages,
                       const struct wb_json *object,
                       struct wb_page_entry *entry)
{
	struct wb_str name = wb_json_get_string(object, "name");
	if (name.len == 0 || name.len >= sizeof(entry->name)) {
		return false;
	}
	memset(entry, 0, sizeof(*entry));
	memcpy(entry->name, name.data, name.len);
	entry->dwell = wb_json_get_int(object, "dwell_ms", 0);
	if (pages->dwell > 0) {
		entry->dwell = pages->dwell;
	} else if (entry->dwell > 0 && entry->dwell < DWELL_LEAST) {
		entry->dwell = DWELL_LEAST;
	}
	entry->critical =
		wb_str_is(wb_json_get_string(object, "front"), "critical");
	return true;
}

/* The next page that takes turns, after `from`; -1 when there is no other. */
static int next_turn(const struct wb_pages *pages, int from)
{
	for (int i = 1; i < pages->count; i++) {
		int at = (from + i) % pages->count;
		if (pages->entries[at].dwell > 0) {
			return at;
		}
	}
	return -1;
}

/* How long what is shown stays, from now on. */
static void plan_leave(struct wb_pages *pages, wb_ms now)
{
	pages->leave_at = WB_MS_NEVER;
	if (!pages->rotates || pages->held || pages->shown < 0 ||
	    next_turn(pages, pages->shown) < 0) {
		return;
	}
	wb_ms dwell = pages->entries[pages->shown].dwell;
	pages->leave_at = now + (dwell > 0 ? dwell : WB_PAGES_CHOSEN);
}

static bool was_critical(const struct wb_page_entry *before, int count,
                         const struct wb_page_entry *entry)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(before[i].name, entry->name) == 0) {
			return before[i].critical;
		}
	}
	return false;
}

/* The first page that has become critical since the last document. */
static int newly_critical(const struct wb_pages *pages,
                          const struct wb_page_entry *before, int count)
{
	for (int i = 0; i < pages->count; i++) {
		if (pages->entries[i].critical &&
		    !was_critical(before, count, &pages->entries[i])) {
			return i;
		}
	}
	return -1;
}

static void note_shown(struct wb_pages *pages, const struct wb_json *state,
                       const char *before, wb_ms now)
{
	struct wb_str name =
		wb_json_get_string(wb_json_get(state, "page"), "name");
	pages->shown = find(pages, name);
	if (pages->shown < 0 || !wb_str_is(name, before)) {
		pages->shown_since = now;
		plan_leave(pages, now);
	}
}

void wb_pages_take(struct wb_pages *pages, const struct wb_json *state,
                   wb_ms now)
{
	const struct wb_json *list = wb_json_get(state, "pages");
	struct wb_page_entry before[WB_PAGES_MAX];
	char shown[WB_PAGE_NAME_MAX] = "";
	int count = pages->count;
	memcpy(before, pages->entries, sizeof(before));
	if (pages->shown >= 0) {
		memcpy(shown, before[pages->shown].name, sizeof(shown));
	}
	pages->count = 0;
	for (const struct wb_json_member *m = list ? list->first : NULL;
	     m && pages->count < WB_PAGES_MAX; m = m->next) {
		pages->count += read_entry(pages, &m->value,
		                           &pages->entries[pages->count]);
	}
	note_shown(pages, state, shown, now);
	int urgent = newly_critical(pages, before, count);
	if (urgent >= 0 && count > 0) {
		pages->urgent = urgent;
	}
}

/* What has become critical comes first, whoever's turn it is. */
static int take_urgent(struct wb_pages *pages, wb_ms now)
{
	int urgent = pages->urgent;
	pages->urgent = -1;
	if (urgent < 0 || urgent >= pages->count || pages->held ||
	    !pages->rotates) {
		return -1;
	}
	if (urgent == pages->shown) {
		plan_leave(pages, now); /* it stays for a whole turn */
		return -1;
	}
	return urgent;
}

const char *wb_pages_due(struct wb_pages *pages, wb_ms now)
{
	int next = take_urgent(pages, now);
	if (next < 0 && now >= pages->leave_at) {
		next = next_turn(pages, pages->shown);
	}
	if (next < 0) {
		return NULL;
	}
	pages->leave_at = now + TRY_AGAIN;
	return pages->entries[next].name;
}

wb_ms wb_pages_next_change(const struct wb_pages *pages)
{
	return pages->leave_at;
}

const char *wb_pages_step(struct wb_pages *pages, int by, wb_ms now)
{
	if (pages->count < 2 || pages->shown < 0) {
		return NULL;
	}
	int to = ((pages->shown + by) % pages->count + pages->count) %
	         pages->count;
	if (pages->leave_at != WB_MS_NEVER) {
		pages->leave_at = now + WB_PAGES_CHOSEN;
	}
	return pages->entries[to].name;
}

void wb_pages_hold(struct wb_pages *pages, wb_ms now)
{
	pages->held = !pages->held;
	plan_leave(pages, now);
}
