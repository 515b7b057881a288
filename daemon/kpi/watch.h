#ifndef WB_KPI_WATCH_H
#define WB_KPI_WATCH_H

/*
 * What the trailing windows hold of one subject of the log, a scope or a crew:
 * kept only for who is asked about, and brought up to date when that happens.
 *
 * A watch lists the subject's records of the last hour in the order of the
 * seconds in which they happened (a late one became known out of order), and
 * of each window that was asked for the sums of those that are inside. When it
 * is asked again it takes in what the log has that is new, and takes out what
 * left.
 *
 * Private to kpi/. It follows from the log and is not saved.
 */

#include "kpi/keyed.h"
#include "kpi/log.h"
#include "kpi/sums.h"

/* What one window holds. */
struct wb_watch_window {
	int64_t first; /* the second that it begins with */
	uint32_t tail; /* place in the list: the first that is inside */
	/* changes of heads inside: total - line is the line at its start */
	struct wb_line levels[WB_LEVEL_COUNT];
	int64_t flows[]; /* by measure; a crew has none */
};

struct wb_watch {
	bool asked;     /* since the owner last looked */
	int64_t synced; /* first second of the hour when it was up to date */
	wb_log_pos seen;
	/*
	 * The list, each as its second and its place in the log, counted from
	 * the origins: 32 bits each, so that they are sorted as numbers.
	 */
	uint64_t *list;
	uint32_t used, capacity;
	int64_t origin_second;
	wb_log_pos origin;
	struct wb_watch_window *windows[WB_TRAILING_COUNT]; /* or NULL */
	struct wb_keyed keyed; /* by the four windows */
};

/* Whose watch it is. */
struct wb_watch_subject {
	uint32_t number;
	wb_log_pos newest;
	bool is_crew;            /* has changes only, as their second subject */
	bool keeps_waits;        /* see wb_key_is_wait() */
	struct wb_watch **watch; /* where it is kept; made if need be */
};

/*
 * What a window of the subject holds as of now. Good until time moves or
 * anything is added to the log. NULL, and counted in the log, when out of
 * memory.
 */
const struct wb_watch_window *wb_watch_read(const struct wb_watch_subject *of,
                                            struct wb_log *log,
                                            enum wb_column window);

/* Frees it when nobody asked since the last time. */
void wb_watch_tire(struct wb_watch **watch);
void wb_watch_free(struct wb_watch *watch);

#endif
