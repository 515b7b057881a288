/*
 * Which routes there are: the plan's, by name, so that a new plan keeps what
 * is known of a route; and those that are gone but have an attempt under way.
 */

#define WB_LOG_MODULE "notify"

#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "notify/private.h"

struct route *wb_routes_find(const struct wb_notify *notify, struct wb_str name)
{
	for (int i = 0; i < notify->route_count; i++) {
		if (wb_str_equal(wb_buf_str(&notify->routes[i]->name), name)) {
			return notify->routes[i];
		}
	}
	return NULL;
}

static void destroy(struct route *route)
{
	wb_attempt_cancel(route->attempt);
	wb_outbox_item_finish(&route->item);
	wb_buf_finish(&route->name);
	free(route);
}

void wb_routes_leave(struct route *route)
{
	struct route **at = &route->notify->leaving;

	while (*at && *at != route) {
		at = &(*at)->next_leaving;
	}
	if (*at) {
		*at = route->next_leaving;
	}
	destroy(route);
}

void wb_routes_finish(struct wb_notify *notify)
{
	for (int i = 0; i < notify->route_count; i++) {
		destroy(notify->routes[i]);
	}
	free(notify->routes);
	while (notify->leaving) {
		wb_routes_leave(notify->leaving);
	}
}

static int load_route(struct route *route)
{
	struct wb_outbox *outbox = &route->notify->outbox;
	struct wb_str name = wb_buf_str(&route->name);
	int result = wb_outbox_count(outbox, name, WB_OUTBOX_WAITING,
	                             &route->shown.waiting);

	if (result == 0) {
		result = wb_outbox_count(outbox, name, WB_OUTBOX_HELD,
		                         &route->shown.held);
	}
	if (result == 0) {
		result = wb_outbox_held_until(outbox, name, &route->held_until);
	}
	return result;
}

void wb_routes_load(struct wb_notify *notify)
{
	for (int i = 0; notify->is_open && i < notify->route_count; i++) {
		if (load_route(notify->routes[i]) != 0) {
			wb_error("the alerts' log: %s",
			         notify->outbox.store.error);
		}
	}
}

static struct route *make_route(struct wb_notify *self, struct wb_str name)
{
	struct route *route = calloc(1, sizeof(*route));

	if (!route) {
		return NULL;
	}
	route->notify = self;
	route->held_until = WB_NEVER;
	wb_buf_add_str(&route->name, name);
	if (route->name.failed) {
		free(route);
		return NULL;
	}
	return route;
}

/* Another plan of a route, or its first. */
static void set_plan(struct route *route, const struct wb_route_plan *plan,
                     const struct wb_locale *locale)
{
	route->plan = plan;
	route->locale = locale;
	route->next = 0; /* what did not work may do so now */
}

/* The routes in the plan's order, known ones and new ones. */
static struct route **make_list(struct wb_notify *self,
                                const struct wb_route_plan *routes, int count)
{
	struct route **list = calloc((size_t)count + 1, sizeof(struct route *));

	for (int i = 0; list && i < count; i++) {
		list[i] = wb_routes_find(self, routes[i].name);
		if (!list[i]) {
			list[i] = make_route(self, routes[i].name);
		}
		if (list[i]) {
			continue;
		}
		for (int j = 0; j < i; j++) {
			if (!list[j]->plan) {
				destroy(list[j]);
			}
		}
		free(list);
		return NULL;
	}
	return list;
}

static bool is_in(struct route **list, int count, const struct route *route)
{
	for (int i = 0; i < count; i++) {
		if (list[i] == route) {
			return true;
		}
	}
	return false;
}

/* Those that the new list lacks go, at once or after their attempt. */
static void retire(struct wb_notify *self, struct route **list, int count)
{
	for (int i = 0; i < self->route_count; i++) {
		struct route *route = self->routes[i];
		if (is_in(list, count, route)) {
			continue;
		}
		route->plan = NULL;
		if (route->attempt) {
			route->next_leaving = self->leaving;
			self->leaving = route;
		} else {
			destroy(route);
		}
	}
	free(self->routes);
}

/* The language of a route, or else English; NULL when there is neither. */
static const struct wb_locale *find_locale(struct wb_notify *self,
                                           enum wb_language language,
                                           char *ret_error, size_t error_size)
{
	const struct wb_locale *locale =
		wb_languages_get(&self->languages, self->assets.data, language,
	                         ret_error, error_size);

	if (!locale && language != WB_LANGUAGE_EN) {
		wb_warn("%s; told in English", ret_error);
		locale =
			wb_languages_get(&self->languages, self->assets.data,
		                         WB_LANGUAGE_EN, ret_error, error_size);
	}
	return locale;
}

/* What waits for nobody any more, and what is held by other hours now. */
static void look_at_file(struct wb_notify *self,
                         const struct wb_route_plan *routes, int count)
{
	int64_t abandoned = 0;

	if (!self->is_open) {
		return;
	}
	if (wb_outbox_abandon(&self->outbox, routes, count, wb_clock_wall(),
	                      &abandoned) != 0) {
		wb_error("the alerts' log: %s", self->outbox.store.error);
	}
	if (abandoned > 0) {
		wb_warn("%lld messages given up: their routes are gone",
		        (long long)abandoned);
	}
	wb_routes_load(self);
	for (int i = 0; i < count; i++) {
		if (self->routes[i]->held_until != WB_NEVER) {
			self->routes[i]->held_until = 0;
		}
	}
}

int wb_notify_set_routes(struct wb_notify *notify, const struct wb_plan *plan,
                         const struct wb_route_plan *routes, int count,
                         char *ret_error, size_t error_size)
{
	struct route **list = make_list(notify, routes, count);
	int result = 0;

	retire(notify, list, list ? count : 0);
	notify->routes = list;
	notify->route_count = list ? count : 0;
	notify->plan = plan;
	if (!list) {
		wb_str_format(ret_error, error_size, "out of memory");
		return -ENOMEM;
	}
	for (int i = 0; i < count; i++) {
		set_plan(list[i], &routes[i],
		         find_locale(notify, routes[i].language, ret_error,
		                     error_size));
		result = list[i]->locale ? result : -ENOENT;
	}
	look_at_file(notify, routes, count);
	wb_round_soon(notify);
	return result;
}
