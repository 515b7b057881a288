#ifndef WB_APP_PAGES_H
#define WB_APP_PAGES_H

/*
 * Which page is to be shown: they take turns, a critical one comes to the
 * front, and a key changes or holds them. Knows the pages from the state
 * document. Pure; times are monotonic ms.
 */

#include <stdbool.h>

#include "base/time.h"
#include "json.h"

#define WB_PAGES_MAX 32
#define WB_PAGE_NAME_MAX 64

/* A page that a key has chosen stays for so long. */
#define WB_PAGES_CHOSEN (2 * WB_MINUTE)

struct wb_page_entry {
	char name[WB_PAGE_NAME_MAX];
	wb_ms dwell;   /* 0 = does not take turns */
	bool critical; /* something critical is on it, and it may come */
};

/* Owned by the caller; private but for reading. */
struct wb_pages {
	struct wb_page_entry entries[WB_PAGES_MAX];
	int count;
	int shown; /* in entries; -1 = not known yet */
	wb_ms shown_since;
	wb_ms leave_at;   /* when the next one is due; WB_MS_NEVER */
	int urgent;       /* to be brought to the front, or -1 */
	wb_ms front_hold; /* how long it stays there; 0 = while it lasts */
	wb_ms dwell;      /* of every page, as an option said; 0 = its own */
	bool rotates;
	bool held; /* by a key */
};

#define WB_MS_NEVER INT64_MAX

/* `dwell` 0: as the pages say. */
void wb_pages_init(struct wb_pages *pages, bool rotates, wb_ms dwell);

/* Takes the list, and which page it is, from a state document. */
void wb_pages_take(struct wb_pages *pages, const struct wb_json *state,
                   wb_ms now);

/*
 * The name of the page that is due now, or NULL to stay. Told once: the caller
 * goes there, and what it shows comes back by wb_pages_take().
 */
const char *wb_pages_due(struct wb_pages *pages, wb_ms now);

/* When wb_pages_due() may next say something; WB_MS_NEVER = not by time. */
wb_ms wb_pages_next_change(const struct wb_pages *pages);

/* A key: the page `by` places on, or NULL when there is no other. */
const char *wb_pages_step(struct wb_pages *pages, int by, wb_ms now);

/* A key: stop the turns, or let them go on. */
void wb_pages_hold(struct wb_pages *pages, wb_ms now);

#endif
