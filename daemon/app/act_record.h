#ifndef WB_APP_ACT_RECORD_H
#define WB_APP_ACT_RECORD_H

/*
 * Records of the journal that are no events: what people did about an alert,
 * and what only a clock or a device can see (a feed fell silent, a route does
 * not get through). Written as one JSON object:
 *
 *     {"act":"acknowledge","id":"...","author":"Rostami","note":"..."}
 *     {"act":"shelve","id":"...","until":1732190412345,"author":"Rostami"}
 *     {"seen":"feed_silent","name":"asterisk-tehran"}
 *
 * The body of POST /api/v1/alerts/act is the same object, with "for_ms" in the
 * place of "until". Pure.
 */

#include "alert/alert.h"
#include "base/arena.h"
#include "base/buf.h"

enum wb_seen {
	WB_SEEN_FEED_SILENT,
	WB_SEEN_FEED_HEARD,
	WB_SEEN_ROUTE_FAILING,
	WB_SEEN_ROUTE_MENDED,
	WB_SEEN_COUNT,
};

/* "feed_silent", "feed_heard", "route_failing", "route_mended" */
const char *wb_seen_name(enum wb_seen seen);

#define WB_SHELVE_MIN WB_SECOND
#define WB_SHELVE_MAX ((wb_ms)7 * 24 * WB_HOUR)

/* Of an alert's id: two names, an instant, and what is between them. */
#define WB_ALERT_ID_MAX 320

struct wb_act_record {
	bool is_seen;
	enum wb_seen seen; /* is_seen */
	struct wb_str name;
	enum wb_alert_act act; /* not is_seen */
	struct wb_str id, author, note;
	wb_ms until; /* SHELVE */
};

#define WB_ACT_ERROR_SIZE 200

/*
 * Reads a record of the journal. What it points to is borrowed from `text` and
 * the arena. False, with what was expected, when it is none.
 */
bool wb_act_record_read(struct wb_str text, struct wb_arena *arena,
                        struct wb_act_record *ret_record,
                        char ret_error[WB_ACT_ERROR_SIZE]);

/* The same of a request of the API, made at `now`; never of what was seen. */
bool wb_act_request_read(struct wb_str text, wb_ms now, struct wb_arena *arena,
                         struct wb_act_record *ret_record,
                         char ret_error[WB_ACT_ERROR_SIZE]);

/* Writes it, so that wb_act_record_read() gives the same. */
void wb_act_record_write(const struct wb_act_record *record,
                         struct wb_buf *out);

#endif
