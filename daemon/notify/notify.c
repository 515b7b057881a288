#define WB_LOG_MODULE "notify"

#include "notify/notify.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "notify/private.h"

static bool set_up(struct wb_notify *self, struct wb_loop *loop)
{
	if (sodium_init() < 0 ||
	    curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		return false;
	}
	self->courier = (struct wb_courier){
		.loop = loop,
		.transfers = wb_transfers_create(loop),
		.journal_socket = self->options.journal_socket,
		.syslog_socket = self->options.syslog_socket,
	};
	self->timer = wb_timer_create(loop, wb_round_run, self);
	wb_buf_add_text(&self->assets, self->options.assets);
	return self->courier.transfers && self->timer && !self->assets.failed;
}

struct wb_notify *wb_notify_open(struct wb_loop *loop,
                                 const struct wb_notify_options *options,
                                 char *ret_error, size_t error_size)
{
	struct wb_notify *self = calloc(1, sizeof(*self));

	if (!self) {
		snprintf(ret_error, error_size, "out of memory");
		return NULL;
	}
	self->options = *options;
	if (!set_up(self, loop)) {
		snprintf(ret_error, error_size,
		         "cannot start what delivers alerts");
		wb_notify_close(self);
		return NULL;
	}
	if (options->directory) {
		if (wb_outbox_open(&self->outbox, options->directory) != 0) {
			snprintf(ret_error, error_size, "%s",
			         self->outbox.store.error);
			wb_notify_close(self);
			return NULL;
		}
		self->is_open = true;
	}
	return self;
}

void wb_notify_close(struct wb_notify *notify)
{
	if (!notify) {
		return;
	}
	wb_routes_finish(notify);
	wb_trials_finish(notify);
	wb_transfers_destroy(notify->courier.transfers);
	wb_timer_destroy(notify->timer);
	if (notify->is_open) {
		wb_outbox_close(&notify->outbox);
	}
	wb_languages_finish(&notify->languages);
	wb_buf_finish(&notify->assets);
	free(notify);
}

static int refuse(struct wb_notify *self, int error, const char *text)
{
	snprintf(self->error, sizeof(self->error), "%s", text);
	return error;
}

/* Keeps the text of the outbox's failure. */
static int pass_on(struct wb_notify *self, int result)
{
	return result == 0 ? 0 : refuse(self, result, self->outbox.store.error);
}

static int no_file(struct wb_notify *self)
{
	return refuse(self, -EBADF, "no alerts.db is open");
}

const char *wb_notify_error(const struct wb_notify *notify)
{
	return notify->error;
}

int wb_notify_mark_get(struct wb_notify *notify,
                       struct wb_notify_mark *ret_mark)
{
	if (!notify->is_open) {
		return no_file(notify);
	}
	return pass_on(notify, wb_outbox_mark_get(&notify->outbox, ret_mark));
}

/* What is decided about a new message. */
static struct wb_outbox_row decide(const struct wb_notify *self,
                                   const struct wb_notify_message *message,
                                   const struct route *route, wb_ms now)
{
	struct wb_outbox_row row = {
		.message = message,
		.state = WB_OUTBOX_WAITING,
		.next = now,
	};
	bool test = wb_str_is(message->kind, "test");
	const struct wb_route_plan *plan = route ? route->plan : NULL;

	if (!plan) {
		row.state = WB_OUTBOX_GIVEN_UP;
		row.reason = "there is no such route";
	} else if (!self->options.deliver) {
		row.state = WB_OUTBOX_WITHHELD;
		row.reason = "time is that of the events";
	} else if (message->severity < plan->least && !test) {
		row.state = WB_OUTBOX_WITHHELD;
		row.reason = "less than the route's least severity";
	} else if (plan->quiet && !test &&
	           (message->severity != WB_SEVERITY_CRITICAL ||
	            plan->quiet_for_all) &&
	           wb_schedule_holds(plan->quiet, now)) {
		row.state = WB_OUTBOX_HELD;
		row.next = wb_schedule_next(plan->quiet, now);
	}
	return row;
}

/* What one message changed in its route, applied when it is in the file. */
static void note_added(struct route *route, const struct wb_outbox_row *row)
{
	switch (row->state) {
	case WB_OUTBOX_WAITING:
		route->shown.waiting++;
		if (route->shown.waiting == 1 && !route->attempt) {
			route->next = 0;
		}
		break;
	case WB_OUTBOX_HELD:
		route->shown.held++;
		if (row->next < route->held_until) {
			route->held_until = row->next;
		}
		break;
	case WB_OUTBOX_WITHHELD:
		route->shown.withheld++;
		break;
	case WB_OUTBOX_DELIVERED:
	case WB_OUTBOX_GIVEN_UP:
	case WB_OUTBOX_REFUSED:
	case WB_OUTBOX_DROPPED:
	case WB_OUTBOX_STATE_COUNT:
		break;
	}
}

static int add_message(struct wb_notify *self,
                       const struct wb_notify_message *message)
{
	struct route *route = wb_routes_find(self, message->route);
	struct wb_outbox_row row =
		decide(self, message, route, wb_clock_wall());
	struct wb_buf body = { 0 };
	bool is_new = false;

	wb_message_write(&body, message);
	row.body = wb_buf_str(&body);
	int result = body.failed ? wb_store_refuse(&self->outbox.store, -ENOMEM,
	                                           "out of memory")
	                         : wb_outbox_add(&self->outbox, &row, &is_new);
	wb_buf_finish(&body);
	if (result == 0 && is_new && route) {
		note_added(route, &row);
	}
	return result;
}

/* Drops what is too much of a route's messages in one state. */
static int drop_some(struct route *route, enum wb_outbox_state state,
                     int64_t count)
{
	struct wb_notify *self = route->notify;
	struct wb_str name = wb_buf_str(&route->name);
	int64_t dropped = 0;

	if (count <= WB_NOTIFY_WAITING_MAX) {
		return 0;
	}
	int result = wb_outbox_drop(&self->outbox, name, state,
	                            WB_NOTIFY_WAITING_MAX, route->item.id,
	                            wb_clock_wall(), &dropped);
	route->shown.dropped += (uint64_t)dropped;
	if (dropped > 0 && wb_log_allow(&self->crowded, wb_clock_monotonic())) {
		wb_warn("route '%.*s': %lld messages dropped, too many are %s",
		        WB_STR_FMT(name), (long long)dropped,
		        wb_outbox_state_name(state));
	}
	return result;
}

/* No route has more than its share of what waits, or is held. */
static int drop_excess(struct wb_notify *self)
{
	int result = 0;

	for (int i = 0; i < self->route_count && result == 0; i++) {
		struct route *route = self->routes[i];
		result = drop_some(route, WB_OUTBOX_WAITING,
		                   route->shown.waiting);
		if (result == 0) {
			result = drop_some(route, WB_OUTBOX_HELD,
			                   route->shown.held);
		}
	}
	return result;
}

static int add_all(struct wb_notify *self, const struct wb_notify_batch *batch)
{
	int result = 0;

	for (int i = 0; i < batch->step_count && result == 0; i++) {
		result = wb_outbox_add_step(&self->outbox, &batch->steps[i]);
	}
	for (int i = 0; i < batch->message_count && result == 0; i++) {
		result = add_message(self, &batch->messages[i]);
	}
	if (result == 0) {
		result = drop_excess(self);
	}
	return result == 0 ? wb_outbox_mark_set(&self->outbox, batch->mark)
	                   : result;
}

int wb_notify_add(struct wb_notify *notify, const struct wb_notify_batch *batch)
{
	if (!notify->is_open) {
		return no_file(notify);
	}
	int result = wb_store_begin(&notify->outbox.store);
	if (result == 0) {
		result = add_all(notify, batch);
		result = wb_store_end(&notify->outbox.store, result);
	}
	pass_on(notify, result);
	if (batch->message_count > 0) {
		/* what was counted may not be in the file */
		wb_routes_load(notify);
		wb_round_soon(notify);
	}
	return result;
}

int wb_notify_route_count(const struct wb_notify *notify)
{
	return notify->route_count;
}

void wb_notify_route_get(const struct wb_notify *notify, int number,
                         struct wb_notify_route *ret_route)
{
	const struct route *route = notify->routes[number];

	*ret_route = route->shown;
	ret_route->name = wb_buf_str(&route->name);
	ret_route->kind = route->plan->kind;
	ret_route->error = route->error;
}

int wb_notify_steps(struct wb_notify *notify,
                    const struct wb_notify_query *query,
                    void (*fn)(void *user, uint64_t number, struct wb_str row),
                    void *user)
{
	if (!notify->is_open) {
		return no_file(notify);
	}
	return pass_on(notify,
	               wb_outbox_steps(&notify->outbox, query, fn, user));
}

int wb_notify_trim(struct wb_notify *notify, wb_ms before, bool *ret_more)
{
	*ret_more = false;
	if (!notify->is_open) {
		return no_file(notify);
	}
	return pass_on(notify,
	               wb_outbox_trim(&notify->outbox, before, ret_more));
}

int wb_notify_clear(struct wb_notify *notify)
{
	if (!notify->is_open) {
		return no_file(notify);
	}
	int result = pass_on(notify, wb_outbox_clear(&notify->outbox));
	for (int i = 0; i < notify->route_count && result == 0; i++) {
		struct route *route = notify->routes[i];
		route->cleared = route->attempt != NULL;
	}
	wb_routes_load(notify);
	return result;
}

int wb_notify_sync(struct wb_notify *notify)
{
	if (!notify->is_open) {
		return no_file(notify);
	}
	return pass_on(notify, wb_outbox_sync(&notify->outbox));
}
