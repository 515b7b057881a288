#ifndef WB_NOTIFY_PRIVATE_H
#define WB_NOTIFY_PRIVATE_H

/*
 * What the files of notify/ that know the whole share: notify.c is the
 * interface and decides about new messages, routes.c knows the routes, round.c
 * delivers, trial.c sends tests.
 */

#include "base/log.h"
#include "notify/courier.h"
#include "notify/languages.h"
#include "notify/notify.h"
#include "notify/outbox.h"

/* One route, by its name; it lives on when the plan says it otherwise. */
struct route {
	struct wb_notify *notify;
	struct wb_buf name;
	const struct wb_route_plan *plan; /* NULL: it is gone */
	const struct wb_locale *locale;   /* NULL: it has no words */

	struct wb_attempt *attempt; /* under way */
	struct wb_outbox_item item; /* what it is about */
	unsigned left; /* e-mail: who is to be told of it yet; 0 = all */
	bool cleared;  /* the outbox was cleared meanwhile */
	struct route *next_leaving;

	wb_ms next;       /* wall time to look at the outbox; WB_NEVER */
	wb_ms held_until; /* wall time; WB_NEVER = nothing is held */
	int failures;     /* one after the other */
	bool told;        /* that it works, or fails */
	struct wb_notify_route shown;
	char error[WB_DELIVERY_ERROR_MAX];
};

/* An attempt that is not of the outbox: wb_notify_test(). */
struct trial {
	struct wb_notify *notify;
	struct trial *next;
	struct wb_attempt *attempt;
	struct wb_delivery delivery; /* of one that ended at once */
	void (*done)(void *user, const char *error);
	void *user;
};

struct wb_notify {
	struct wb_notify_options options;
	struct wb_buf assets; /* a copy of the options' */
	struct wb_courier courier;
	struct wb_outbox outbox; /* not open without a directory */
	bool is_open;
	struct wb_languages languages;
	struct wb_timer *timer;
	const struct wb_plan *plan;
	struct route **routes; /* of the plan, in its order */
	int route_count;
	struct route *leaving; /* gone; they end their last attempt */
	struct trial *trials;
	char error[512];
	struct wb_log_limit trouble, crowded;
};

/* routes.c */
struct route *wb_routes_find(const struct wb_notify *notify,
                             struct wb_str name);
/* How many wait and are held, and until when: from the file. */
void wb_routes_load(struct wb_notify *notify);
/* One that is gone has ended its last attempt. */
void wb_routes_leave(struct route *route);
void wb_routes_finish(struct wb_notify *notify);

/* trial.c: tells of those that have ended. */
void wb_trials_run(struct wb_notify *notify);
void wb_trials_finish(struct wb_notify *notify);

/* round.c */
/* Looks at all routes as soon as the loop turns. */
void wb_round_soon(struct wb_notify *notify);
/* The timer's: starts what is due, and sets the timer. */
void wb_round_run(void *user);

/* The letter of a message in the words of a route's plan. */
struct wb_letter wb_notify_letter(const struct wb_notify *notify,
                                  const struct wb_told *told,
                                  const struct wb_route_plan *route,
                                  const struct wb_locale *locale);

#endif
