#ifndef WB_NET_SESSION_H
#define WB_NET_SESSION_H

/*
 * The wall's side of the protocol (PROTOCOL.md section 4) as a state machine:
 * messages and times in, the newest state and how fresh it is out. It says
 * when to connect and when to hang up; somebody else has the socket.
 *
 * Pure: no socket, no clock, no log. Times are monotonic, in ms; the session
 * works out what the server's clock shows at such a time.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"
#include "layout/link.h"
#include "net/state.h"

#define WB_SESSION_STALE (4 * WB_SECOND)    /* silence, then it is said */
#define WB_SESSION_DEAD (15 * WB_SECOND)    /* silence, then we hang up */
#define WB_SESSION_OPENING (10 * WB_SECOND) /* until the first snapshot */
#define WB_SESSION_RETRY_MIN ((wb_ms)500)
#define WB_SESSION_RETRY_MAX (10 * WB_SECOND)

enum wb_session_phase {
	WB_SESSION_WAITING, /* to connect at `retry_at` */
	WB_SESSION_DIALLING,
	WB_SESSION_OPENED,  /* connected; hello is to come */
	WB_SESSION_GREETED, /* hello came; the snapshot is to come */
	WB_SESSION_RUNNING, /* a state is there, patches apply to it */
};

/* Owned by the caller; private. Made by wb_session_init(). */
struct wb_session {
	enum wb_session_phase phase;
	struct wb_state *state; /* the newest, kept when the link is lost */
	struct wb_arena scratch;
	enum wb_link_state link;
	wb_ms link_since;
	wb_ms phase_since;
	wb_ms heard; /* last message; -1 = never */
	wb_ms retry_at;
	wb_ms backoff;
	wb_ms clock_offset; /* the server's wall clock less monotonic time */
	bool clock_known;   /* from the server, not only our own */
	uint64_t random;
	char detail[128]; /* why the link is not live */
	char peer[64];    /* "127.0.0.1:8080", for messages */
};

enum wb_session_action {
	WB_SESSION_NOTHING,
	WB_SESSION_DIAL,    /* connect now, then report how it went */
	WB_SESSION_HANG_UP, /* close the connection; no report is needed */
};

/*
 * Starts a session that wants to dial at once. `wall_clock` is this machine's
 * wall clock at `now`, used until the server says what time it is. `seed`
 * spreads the reconnects of many walls.
 */
void wb_session_init(struct wb_session *session, const char *peer, wb_ms now,
                     wb_ms wall_clock, uint64_t seed);
void wb_session_finish(struct wb_session *session);

/* The connection is up. */
void wb_session_opened(struct wb_session *session, wb_ms now);

/* The connection failed, or is gone. Does nothing when it was known. */
void wb_session_closed(struct wb_session *session, struct wb_str why,
                       wb_ms now);

/* One whole text message. HANG_UP when it cannot be: bad JSON, a gap. */
enum wb_session_action wb_session_message(struct wb_session *session,
                                          struct wb_str text, wb_ms now);

/* To be called at wb_session_next_change(); early calls do no harm. */
enum wb_session_action wb_session_tick(struct wb_session *session, wb_ms now);
wb_ms wb_session_next_change(const struct wb_session *session);

/* How fresh the state is; instants are in the server's time. */
void wb_session_link(const struct wb_session *session,
                     struct wb_link *ret_link);

/* Borrowed; NULL before the first snapshot. */
static inline struct wb_state *wb_session_state(const struct wb_session *s)
{
	return s->state;
}

/* The server's wall clock at monotonic time `now`. */
static inline wb_ms wb_session_time(const struct wb_session *s, wb_ms now)
{
	return now + s->clock_offset;
}

#endif
