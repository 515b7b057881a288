/*
 * Delivery. A route is idle (nothing waits), waits for `next`, or has one
 * attempt under way; what is due is always the oldest of its waiting messages.
 * The outbox is the truth: here is only when to look.
 */

#define WB_LOG_MODULE "notify"

#include <stdio.h>

#include "base/clock.h"
#include "base/log.h"
#include "notify/backoff.h"
#include "notify/private.h"

/* The wall clock may be set: it is looked at anew after that time. */
#define LOOK_AGAIN WB_MINUTE
/* No wait is longer. */
#define WAIT_MAX (WB_BACKOFF_ASKED_MAX + WB_BACKOFF_MAX)
/* The receiver refuses this message so often before it is ended. */
#define REFUSED_MAX 3

/* The file cannot be read or written: later again. */
static void report_trouble(struct wb_notify *self, struct route *route)
{
	if (wb_log_allow(&self->trouble, wb_clock_monotonic())) {
		wb_error("the alerts' log: %s", self->outbox.store.error);
	}
	route->next = wb_clock_wall() + LOOK_AGAIN;
}

static void refresh_counts(struct route *route)
{
	struct wb_outbox *outbox = &route->notify->outbox;
	struct wb_str name = wb_buf_str(&route->name);

	wb_outbox_count(outbox, name, WB_OUTBOX_WAITING, &route->shown.waiting);
	wb_outbox_count(outbox, name, WB_OUTBOX_HELD, &route->shown.held);
}

static void tell_state(struct route *route, bool failing)
{
	struct wb_notify *self = route->notify;
	bool was_failing = route->shown.failing_since != 0;

	if (failing == was_failing && (failing || route->told)) {
		return;
	}
	route->told = true;
	route->shown.failing_since = failing ? wb_clock_wall() : 0;
	if (failing) {
		wb_warn("route '%.*s' fails: %s",
		        WB_STR_FMT(wb_buf_str(&route->name)), route->error);
	} else if (was_failing) {
		wb_info("route '%.*s' works again",
		        WB_STR_FMT(wb_buf_str(&route->name)));
	}
	if (self->options.route_state && route->plan) {
		self->options.route_state(self->options.user,
		                          wb_buf_str(&route->name), failing,
		                          failing ? route->error : "");
	}
}

/* The message at hand is done with. */
static void end_item(struct route *route, enum wb_outbox_state state,
                     const char *reason)
{
	struct wb_notify *self = route->notify;
	struct wb_outbox_item *item = &route->item;

	route->next = 0;
	route->left = 0;
	if (!route->cleared &&
	    wb_outbox_finish(&self->outbox, item->id, state, item->attempts,
	                     wb_clock_wall(), reason) != 0) {
		/* it stays, and is told again: better than not at all */
		report_trouble(self, route);
	}
	wb_outbox_item_finish(item);
	refresh_counts(route);
}

static void give_up(struct route *route, enum wb_outbox_state state)
{
	char reason[WB_DELIVERY_ERROR_MAX + 32];
	const char *why = state == WB_OUTBOX_REFUSED ? "refused" : "too old";

	snprintf(reason, sizeof(reason), "%s%s%s", why,
	         route->error[0] != '\0' ? ": " : "", route->error);
	wb_warn("route '%.*s': a message is not delivered, %s",
	        WB_STR_FMT(wb_buf_str(&route->name)), reason);
	route->shown.given_up++;
	end_item(route, state, reason);
}

static void delivered(struct route *route, const char *remark)
{
	route->shown.delivered++;
	route->shown.last_delivered = wb_clock_wall();
	route->failures = 0;
	route->error[0] = '\0';
	if (remark[0] != '\0') {
		wb_warn("route '%.*s': delivered, but %s",
		        WB_STR_FMT(wb_buf_str(&route->name)), remark);
	}
	end_item(route, WB_OUTBOX_DELIVERED, remark[0] != '\0' ? remark : NULL);
	tell_state(route, false);
}

static void retry_later(struct route *route, wb_ms asked)
{
	struct wb_notify *self = route->notify;
	struct wb_outbox_item *item = &route->item;
	wb_ms wait = wb_backoff(item->attempts, wb_buf_str(&item->key));
	wb_ms next = wb_clock_wall() + (asked > wait ? asked : wait);

	if (!route->cleared &&
	    wb_outbox_retry(&self->outbox, item->id, item->attempts, next,
	                    route->error) != 0) {
		report_trouble(self, route);
	} else {
		route->next = next;
	}
	wb_outbox_item_finish(item);
}

static void failed(struct route *route, const struct wb_delivery *delivery)
{
	snprintf(route->error, sizeof(route->error), "%s", delivery->error);
	route->shown.failed++;
	route->failures++;
	route->left = delivery->left;
	wb_debug("route '%.*s': %s", WB_STR_FMT(wb_buf_str(&route->name)),
	         route->error);
	if (delivery->kind == WB_DELIVERY_REFUSED &&
	    route->item.attempts >= REFUSED_MAX) {
		give_up(route, WB_OUTBOX_REFUSED);
	} else {
		retry_later(route, delivery->wait);
	}
	if (route->failures >= WB_NOTIFY_FAILING_AFTER) {
		tell_state(route, true);
	}
}

static void take_delivery(struct route *route,
                          const struct wb_delivery *delivery)
{
	route->item.attempts++;
	if (delivery->kind == WB_DELIVERY_DONE) {
		delivered(route, delivery->error);
	} else {
		failed(route, delivery);
	}
	route->cleared = false;
}

static void attempt_ended(void *user, const struct wb_delivery *delivery)
{
	struct route *route = user;

	route->attempt = NULL;
	take_delivery(route, delivery);
	wb_round_soon(route->notify);
	if (!route->plan) {
		wb_routes_leave(route);
	}
}

struct wb_letter wb_notify_letter(const struct wb_notify *notify,
                                  const struct wb_told *told,
                                  const struct wb_route_plan *route,
                                  const struct wb_locale *locale)
{
	const struct wb_plan *plan = notify->plan;
	struct wb_str centre = plan->title.text[route->language];

	return (struct wb_letter){
		.told = told,
		.route = route,
		.locale = locale,
		.zone = plan->zone,
		.centre =
			centre.data ? centre : plan->title.text[WB_LANGUAGE_EN],
		.now = wb_clock_wall(),
	};
}

/* One attempt with the message at hand. */
static void attempt(struct route *route)
{
	struct wb_delivery delivery;
	struct wb_told told;

	if (!wb_told_read(&told, wb_buf_str(&route->item.body),
	                  route->locale->language)) {
		snprintf(route->error, sizeof(route->error),
		         "the message cannot be read");
		give_up(route, WB_OUTBOX_REFUSED);
		return;
	}
	struct wb_letter letter = wb_notify_letter(route->notify, &told,
	                                           route->plan, route->locale);
	letter.recipients = route->left;
	route->attempt = wb_courier_start(&route->notify->courier, &letter,
	                                  attempt_ended, route, &delivery);
	wb_told_finish(&told);
	if (!route->attempt) {
		take_delivery(route, &delivery);
	}
}

/* The quiet hours ended, or the rule about them became another. */
static void look_at_held(struct route *route, wb_ms now)
{
	struct wb_notify *self = route->notify;
	struct wb_str name = wb_buf_str(&route->name);
	int64_t withheld = 0;
	int result = 0;

	if (route->held_until > now) {
		return;
	}
	route->held_until = WB_NEVER;
	if (route->plan->quiet && wb_schedule_holds(route->plan->quiet, now)) {
		route->held_until = wb_schedule_next(route->plan->quiet, now);
		result = wb_outbox_hold_until(&self->outbox, name,
		                              route->held_until);
	} else {
		result = wb_outbox_release(&self->outbox, name, now, &withheld);
		route->shown.withheld += (uint64_t)withheld;
		route->next = 0;
	}
	if (result != 0) {
		report_trouble(self, route);
		route->held_until = now + LOOK_AGAIN;
	}
	refresh_counts(route);
}

/* Takes the next message in hand when it is due. False: not now. */
static bool take_head(struct route *route, wb_ms now)
{
	struct wb_notify *self = route->notify;

	if (wb_outbox_head(&self->outbox, wb_buf_str(&route->name),
	                   &route->item) != 0) {
		report_trouble(self, route);
		return false;
	}
	if (route->item.id == 0) {
		route->next = WB_NEVER;
		return false;
	}
	bool too_old = now - route->item.at > route->plan->give_up;
	wb_ms wait = route->item.next - now;
	/* longer than any wait: the clock was set back */
	if (wait > 0 && wait <= WAIT_MAX && !too_old) {
		route->next = route->item.next;
		wb_outbox_item_finish(&route->item);
		return false;
	}
	if (too_old) {
		give_up(route, WB_OUTBOX_GIVEN_UP);
	}
	return true;
}

static void look_at(struct route *route, wb_ms now)
{
	if (!route->locale) {
		route->next = WB_NEVER;
		return;
	}
	look_at_held(route, now);
	while (!route->attempt && route->next <= now && take_head(route, now)) {
		if (route->item.id != 0) {
			attempt(route);
		}
	}
}

void wb_round_soon(struct wb_notify *notify)
{
	wb_timer_set(notify->timer, wb_clock_monotonic());
}

void wb_round_run(void *user)
{
	struct wb_notify *self = user;
	wb_ms now = wb_clock_wall();
	wb_ms next = now + LOOK_AGAIN;

	for (int i = 0; self->is_open && i < self->route_count; i++) {
		struct route *route = self->routes[i];
		look_at(route, now);
		if (!route->attempt && route->next < next) {
			next = route->next;
		}
		if (route->locale && route->held_until < next) {
			next = route->held_until;
		}
	}
	wb_trials_run(self);
	wb_timer_set(self->timer,
	             wb_clock_monotonic() + (next > now ? next - now : 0));
}
