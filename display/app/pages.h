#ifndef WB_APP_PAGES_H
#define WB_APP_PAGES_H

/*
 * Which page is to be shown: they take turns, one that a critical breach wants
 * seen comes to the front, and a key changes or holds them (PROTOCOL.md,
 * "Rotation"). Knows the pages from the state document. Pure; times are
 * monotonic ms.
 */

#include <stdbool.h>

#include "base/time.h"
#include "json.h"

#define WB_PAGES_MAX 64
#define WB_PAGE_NAME_MAX 64
#define WB_MS_NEVER INT64_MAX

/* A page that a key has chosen stays for so long. */
#define WB_PAGES_CHOSEN (2 * WB_MINUTE)

struct wb_page_entry {
	char name[WB_PAGE_NAME_MAX];
	wb_ms dwell; /* 0 = does not take turns */
};

/* Owned by the caller; private. */
struct wb_pages {
	struct wb_page_entry entries[WB_PAGES_MAX];
	int count;
	int shown;                    /* in entries; -1 = not known yet */
	char front[WB_PAGE_NAME_MAX]; /* wanted in front; empty = none */
	bool front_new;               /* and not gone to yet */
	wb_ms front_retry;            /* when to ask for it, or once more */
	bool in_front;                /* it is what is shown */
	wb_ms front_hold;             /* 0 = while it is wanted */
	wb_ms leave_at; /* when the next one is due; WB_MS_NEVER */
	wb_ms dwell;    /* of every page, as an option said; 0 = its own */
	bool allowed;   /* to rotate, as an option said */
	bool rotates;   /* and the centre says so too */
	bool held;      /* by a key */
};

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
