#include "app/pages.h"

#include <string.h>

/* A page that cannot be reached is not asked for again before so long. */
#define TRY_AGAIN (5 * WB_SECOND)
#define DWELL_LEAST (3 * WB_SECOND)

void wb_pages_init(struct wb_pages *pages, bool rotates, wb_ms dwell)
{
	*pages = (struct wb_pages){
		.shown = -1,
		.leave_at = WB_MS_NEVER,
		.allowed = rotates,
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

static bool turns(const struct wb_pages *pages)
{
	return pages->rotates && !pages->held && pages->shown >= 0;
}

/* How long what is shown stays, from now on. */
static void plan_leave(struct wb_pages *pages, wb_ms now)
{
	pages->leave_at = WB_MS_NEVER;
	if (!turns(pages) || next_turn(pages, pages->shown) < 0) {
		return;
	}
	wb_ms dwell = pages->entries[pages->shown].dwell;
	if (pages->in_front) {
		dwell = pages->front_hold;
		if (dwell == 0) {
			return; /* until it is no longer wanted */
		}
	}
	pages->leave_at = now + (dwell > 0 ? dwell : WB_PAGES_CHOSEN);
}

static void read_list(struct wb_pages *pages, const struct wb_json *list)
{
	pages->count = 0;
	for (const struct wb_json_member *m = list ? list->first : NULL;
	     m && pages->count < WB_PAGES_MAX; m = m->next) {
		pages->count += read_entry(pages, &m->value,
		                           &pages->entries[pages->count]);
	}
}

/* What is wanted in front; a page left of its own accord is not new again. */
static void read_rotation(struct wb_pages *pages,
                          const struct wb_json *rotation, wb_ms now)
{
	struct wb_str front = wb_json_get_string(rotation, "front");
	wb_ms hold = wb_json_get_int(rotation, "hold_ms", 0);
	pages->rotates =
		pages->allowed && wb_json_get_bool(rotation, "rotate", true);
	pages->front_hold = hold > 0 ? hold : 0;
	if (front.len >= sizeof(pages->front) ||
	    wb_str_is(front, pages->front)) {
		return;
	}
	memset(pages->front, 0, sizeof(pages->front));
	memcpy(pages->front, front.data ? front.data : "", front.len);
	pages->front_new = front.len > 0;
	pages->front_retry = now;
	if (pages->in_front) {
		pages->in_front = false;
		pages->leave_at = now; /* it was there for that alone */
	}
}

static void note_shown(struct wb_pages *pages, struct wb_str name,
                       const char *before, wb_ms now)
{
	bool arrived = !wb_str_is(name, before);
	bool wanted = wb_str_is(name, pages->front) && name.len > 0;
	pages->shown = find(pages, name);
	if (wanted && pages->front_new) {
		pages->in_front = true;
		pages->front_new = false;
		arrived = true;
	} else if (arrived) {
		pages->in_front = false;
	}
	if (arrived || pages->shown < 0) {
		plan_leave(pages, now);
	}
}

void wb_pages_take(struct wb_pages *pages, const struct wb_json *state,
                   wb_ms now)
{
	struct wb_str name =
		wb_json_get_string(wb_json_get(state, "page"), "name");
	char shown[WB_PAGE_NAME_MAX] = "";
	bool rotated = pages->rotates;
	if (pages->shown >= 0) {
		memcpy(shown, pages->entries[pages->shown].name, sizeof(shown));
	}
	read_list(pages, wb_json_get(state, "pages"));
	read_rotation(pages, wb_json_get(state, "rotation"), now);
	note_shown(pages, name, shown, now);
	if (pages->rotates != rotated) {
		plan_leave(pages, now);
	}
}

/* What is wanted in front comes first, whoever's turn it is. */
static int wanted_in_front(const struct wb_pages *pages)
{
	return turns(pages) && pages->front_new
	               ? find(pages, wb_str(pages->front))
	               : -1;
}

const char *wb_pages_due(struct wb_pages *pages, wb_ms now)
{
	int next = -1;
	if (wanted_in_front(pages) >= 0 && now >= pages->front_retry) {
		next = wanted_in_front(pages);
		pages->front_retry = now + TRY_AGAIN;
	} else if (now >= pages->leave_at) {
		next = next_turn(pages, pages->shown);
		pages->leave_at = now + TRY_AGAIN;
	}
	return next >= 0 ? pages->entries[next].name : NULL;
}

wb_ms wb_pages_next_change(const struct wb_pages *pages)
{
	bool front = wanted_in_front(pages) >= 0;
	return front && pages->front_retry < pages->leave_at
	               ? pages->front_retry
	               : pages->leave_at;
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
