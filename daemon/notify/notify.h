#ifndef WB_NOTIFY_H
#define WB_NOTIFY_H

/*
 * Tells people: takes what the alerts say, keeps it in alerts.db, and delivers
 * it by the routes of the configuration, at least once, each message with a
 * key by which a receiver knows it again.
 *
 * What is added is kept in one transaction: the steps (the alerts' history),
 * the messages and the mark up to which the journal is in the file. So a
 * daemon that died delivers after its restart what it had not delivered.
 *
 * Planning. A message below the route's `least` is not told. In the route's
 * quiet hours a message is held, unless it is critical (and not
 * quiet_for_all) or a test; when they end, the newest held message of each
 * group is told, and only if there is still something to tell: an alert that
 * began and ended in the quiet is not. Held messages are told in order of the
 * newest of each group. What is not told is a row of the outbox and counted.
 *
 * Delivery. One message at a time on each route, in order; routes do not wait
 * for each other. What fails is tried again after 1, 2, 4 ... 300 s, the exact
 * moment a function of the message's key, until it is older than the route's
 * `give_up`. A receiver that says when to come again (Retry-After, Telegram)
 * is obeyed, up to an hour. An answer that blames the message itself (HTTP
 * 400, 413, 422, SMTP 5xx after the recipients) ends it after three attempts,
 * so that one bad message does not stop a route. At most
 * WB_NOTIFY_WAITING_MAX messages wait on a route, and so many are held; further
 * ones drop the oldest.
 *
 * All on the thread of the loop, which is never blocked: libcurl's sockets
 * hang on one epoll descriptor that the loop watches, commands on pidfds and
 * pipes in it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/time.h"
#include "loop/loop.h"
#include "plan/alerts.h"
#include "plan/plan.h"

#define WB_NOTIFY_WAITING_MAX 1000
/* That many attempts of a route failed one after the other: it fails. */
#define WB_NOTIFY_FAILING_AFTER 3

struct wb_notify;

struct wb_notify_options {
	/* where alerts.db is made; NULL: no file, only wb_notify_test() */
	const char *directory;
	const char *assets; /* the folder that holds languages/ */
	/* false: time is that of the events, so messages are kept, not told */
	bool deliver;
	/*
	 * A route began to fail, or works again; called from the loop only, at
	 * each change, and at the first delivery after the start (failing =
	 * false). `error` in English, "" when it works.
	 */
	void (*route_state)(void *user, struct wb_str route, bool failing,
	                    const char *error);
	void *user;
	/* NULL: /run/systemd/journal/socket, /dev/log */
	const char *journal_socket, *syslog_socket;
};

/* NULL with a text; the loop outlives it. */
struct wb_notify *wb_notify_open(struct wb_loop *loop,
                                 const struct wb_notify_options *options,
                                 char *ret_error, size_t error_size);

/* What is under way is cut off, and tried again at the next start. */
void wb_notify_close(struct wb_notify *notify);

/*
 * From now on these routes hold (zone and title of the centre are the plan's,
 * for the texts). Borrowed until the next call, whatever it returns. Messages
 * that wait for a route that is gone are given up. A language that cannot be
 * read is replaced by English, with a warning.
 *
 * 0; or -errno with a text: -ENOENT when there is not even English, and nothing
 * is delivered, but kept, until a call that succeeds; -ENOMEM: there are no
 * routes.
 */
int wb_notify_set_routes(struct wb_notify *notify, const struct wb_plan *plan,
                         const struct wb_route_plan *routes, int count,
                         char *ret_error, size_t error_size);

/* Up to where the journal is in the file. */
struct wb_notify_mark {
	int64_t position;
	wb_ms time; /* of the engine */
};

/* A row of the history. `row` is the JSON that the API tells of it. */
struct wb_notify_step {
	uint64_t number; /* unique, growing */
	wb_ms at;
	struct wb_str rule, scope; /* to be searched for */
	struct wb_str row;
};

/*
 * One message to one route. A message is told in the words of the route's
 * language when it is sent, so what it is about is data:
 */
struct wb_notify_message {
	struct wb_str key;   /* unique for ever: the idempotency key */
	struct wb_str route; /* its name */
	struct wb_str kind;  /* wb_notice_kind_name() */
	wb_ms at;
	struct wb_str rule;
	struct wb_title rule_title; /* may be empty: the KPI's name is told */
	enum wb_severity severity;
	struct wb_str group; /* one story, from raised to resolved */
	/* JSON array: alerts as GET /api/v1/alerts tells them, worst first;
	 * those that are over have the state "quiet" */
	struct wb_str alerts;
	int more;     /* that did not fit */
	int standing; /* how many still fire */
};

struct wb_notify_batch {
	const struct wb_notify_step *steps;
	int step_count;
	const struct wb_notify_message *messages;
	int message_count;
	struct wb_notify_mark mark;
};

/* The mark; 0, or -errno. */
int wb_notify_mark_get(struct wb_notify *notify,
                       struct wb_notify_mark *ret_mark);

/*
 * Keeps all of it, or nothing; rows that are there already (by number and key)
 * are left alone. Everything is copied. Delivery starts when the loop turns.
 * 0, or -errno with wb_notify_error().
 */
int wb_notify_add(struct wb_notify *notify,
                  const struct wb_notify_batch *batch);

/*
 * One attempt at once, past the outbox, quiet hours and `least`; the message's
 * route must be one of the set. `done` is called from the loop, with error ""
 * when it arrived.
 */
int wb_notify_test(struct wb_notify *notify,
                   const struct wb_notify_message *message,
                   void (*done)(void *user, const char *error), void *user);

/* Which steps: absent and 0 = all. */
struct wb_notify_query {
	wb_ms from, to; /* from <= at < to; to 0 = no end */
	struct wb_str rule, scope;
	uint64_t before; /* only numbers below; 0 = from the newest */
	int limit;       /* > 0 */
};

/* Newest first; `row` is borrowed during the call. 0 or -errno. */
int wb_notify_steps(struct wb_notify *notify,
                    const struct wb_notify_query *query,
                    void (*fn)(void *user, uint64_t number, struct wb_str row),
                    void *user);

/* Of one route, since the start, but for what waits. */
struct wb_notify_route {
	struct wb_str name;
	enum wb_route_kind kind;
	int64_t waiting; /* to be told, now or at the next attempt */
	int64_t held;    /* until its quiet hours end */
	uint64_t delivered;
	uint64_t failed;      /* attempts */
	uint64_t given_up;    /* messages too old, or refused three times */
	uint64_t dropped;     /* messages for which there was no room */
	uint64_t withheld;    /* messages below `least`, or over in the quiet */
	wb_ms last_delivered; /* wall time; 0 = not since the start */
	wb_ms failing_since;  /* wall time; 0 = it does not fail */
	const char *error;    /* of the last attempt; "" = it worked */
};

int wb_notify_route_count(const struct wb_notify *notify);
void wb_notify_route_get(const struct wb_notify *notify, int route,
                         struct wb_notify_route *ret_route);

/*
 * Removes steps, and messages that are done, before `before`, some at a time;
 * *ret_more: call again. 0 or -errno.
 */
int wb_notify_trim(struct wb_notify *notify, wb_ms before, bool *ret_more);

/* Removes all, and sets the mark to 0: the journal begins anew. */
int wb_notify_clear(struct wb_notify *notify);

/*
 * The file is not durable by itself: a power cut may take back the last
 * transactions, each with its mark. Before a checkpoint lets go of the journal
 * that would bring them again: this makes all of it durable. 0 or -errno.
 */
int wb_notify_sync(struct wb_notify *notify);

/* Of the last call that failed. */
const char *wb_notify_error(const struct wb_notify *notify);

#endif
