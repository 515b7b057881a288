/* Routes: by which of the ways, and what that way needs. */

#include "config/draft.h"

static bool starts_with(struct wb_str text, const char *start)
{
	size_t len = strlen(start);
	return text.len > len && memcmp(text.data, start, len) == 0;
}

static void fault_at(const struct wb_alert_check *c, const struct wb_node *node,
                     const char *key, const char *text)
{
	size_t before = wb_path_key(c->r, wb_str(key));
	wb_fault(c->r, wb_tile_at(node, key), "%s", text);
	wb_path_leave(c->r, before);
}

static void check_webhook(const struct wb_alert_check *c,
                          const struct wb_node *node,
                          struct wb_route_plan *route)
{
	bool telegram = route->format == WB_WEBHOOK_TELEGRAM;
	if (telegram && !route->url.data) {
		route->url = wb_str("https://api.telegram.org");
	}
	if (!starts_with(route->url, "https://") &&
	    !starts_with(route->url, "http://")) {
		fault_at(c, node, "url",
		         "expected an address that starts with https:// or "
		         "http://");
	}
	if (telegram && !route->chat.data) {
		fault_at(c, node, "chat",
		         "missing, the format telegram needs the id of a "
		         "chat");
	}
	if (telegram && !route->token_file.data) {
		fault_at(c, node, "token_file",
		         "missing, the format telegram needs the token of a "
		         "bot");
	}
	if (!telegram && route->chat.data) {
		fault_at(c, node, "chat",
		         "means nothing to a format other than telegram");
	}
}

static void check_email(const struct wb_alert_check *c,
                        const struct wb_node *node,
                        const struct wb_route_draft *draft,
                        struct wb_route_plan *route)
{
	route->url = draft->server;
	route->starttls = draft->starttls == 0;
	if (draft->server.data && !starts_with(draft->server, "smtp://") &&
	    !starts_with(draft->server, "smtps://")) {
		fault_at(c, node, "server",
		         "expected an address that starts with smtp:// or "
		         "smtps://");
	}
	if (route->user.data && !route->password_file.data) {
		fault_at(c, node, "password_file", "missing, user is given");
	}
	for (int i = 0; i < draft->to.count; i++) {
		struct wb_str to = draft->to.items[i];
		if (!memchr(to.data, '@', to.len)) {
			fault_at(c, node, "to",
			         "expected addresses such as name@example.org");
			break;
		}
		route->to[route->to_count++] = to;
	}
	if (draft->to.node && draft->to.node->count == 0 &&
	    draft->to.node->kind == WB_NODE_LIST) {
		fault_at(c, node, "to", "expected at least one address");
	}
}

static void check_command(const struct wb_alert_check *c,
                          const struct wb_node *node,
                          const struct wb_route_draft *draft,
                          struct wb_route_plan *route)
{
	for (int i = 0; i < draft->command.count; i++) {
		route->arguments[route->argument_count++] =
			draft->command.items[i];
	}
	if (route->argument_count == 0 || route->arguments[0].data[0] != '/') {
		wb_fault(c->r, node,
		         "expected a program with its whole path, and its "
		         "arguments");
	}
}

static void check_facility(const struct wb_alert_check *c,
                           const struct wb_node *node, struct wb_str facility)
{
	static const char *const names[] = { "daemon", "user",   "local0",
		                             "local1", "local2", "local3",
		                             "local4", "local5", "local6",
		                             "local7" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (wb_str_is(facility, names[i])) {
			return;
		}
	}
	fault_at(c, node, "facility",
	         "expected daemon, user, or local0 to local7");
}

static void check_kind(const struct wb_alert_check *c,
                       const struct wb_route_draft *draft,
                       struct wb_route_plan *route)
{
	const struct wb_node *node = draft->nodes[route->kind];
	size_t before =
		wb_path_key(c->r, wb_str(wb_route_kind_name(route->kind)));
	switch (route->kind) {
	case WB_ROUTE_WEBHOOK:
		check_webhook(c, node, route);
		break;
	case WB_ROUTE_EMAIL:
		check_email(c, node, draft, route);
		break;
	case WB_ROUTE_COMMAND:
		check_command(c, node, draft, route);
		break;
	case WB_ROUTE_SYSLOG:
		check_facility(c, node, route->facility);
		break;
	case WB_ROUTE_KIND_COUNT:
		break;
	}
	wb_path_leave(c->r, before);
}

static void check_route(const struct wb_alert_check *c,
                        const struct wb_node *node,
                        const struct wb_route_draft *draft,
                        struct wb_route_plan *route)
{
	int ways = 0;
	*route = draft->plan;
	wb_check_alert_name(c->r, node, route->name);
	for (int i = 0; i < WB_ROUTE_KIND_COUNT; i++) {
		if (draft->nodes[i]) {
			route->kind = (enum wb_route_kind)i;
			ways++;
		}
	}
	if (ways != 1) {
		wb_fault(c->r, node,
		         "expected exactly one of webhook, email, command and "
		         "syslog");
	} else {
		check_kind(c, draft, route);
	}
	size_t before = wb_path_key(c->r, wb_str("quiet"));
	route->quiet = wb_check_schedule(c, &draft->quiet);
	wb_path_leave(c->r, before);
	route->quiet_for_all = draft->quiet.for_critical;
}

void wb_check_routes(const struct wb_alert_check *c)
{
	const struct wb_list *list = &c->draft->routes;
	const struct wb_route_draft *drafts = list->items;
	struct wb_route_plan *routes = wb_arena_alloc(
		c->r->arena, ((size_t)list->count + 1) * sizeof(*routes));
	if (!routes) {
		wb_faults_add(c->r->faults, false, 0, "out of memory");
		return;
	}
	size_t top = wb_path_key(c->r, wb_str("routes"));
	const struct wb_node *node = list->node ? list->node->first : NULL;
	for (int i = 0; node; i++, node = node->next) {
		size_t before = wb_path_index(c->r, i);
		check_route(c, node, &drafts[i], &routes[i]);
		wb_path_leave(c->r, before);
	}
	wb_path_leave(c->r, top);
	c->alerts->routes = routes;
	c->alerts->route_count = list->count;
}

const int *wb_check_route_names(const struct wb_alert_check *c,
                                const struct wb_texts *names, const char *key,
                                int *ret_count)
{
	int *numbers = wb_arena_alloc(
		c->r->arena, (size_t)names->count * sizeof(*numbers) + 1);
	*ret_count = 0;
	size_t before = wb_path_key(c->r, wb_str(key));
	for (int i = 0; numbers && i < names->count; i++) {
		int number = wb_alert_plan_route(c->alerts, names->items[i]);
		if (number < 0) {
			wb_fault(c->r, names->node,
			         "there is no route '%.*s' under "
			         "alerts.routes",
			         WB_STR_FMT(names->items[i]));
			continue;
		}
		numbers[(*ret_count)++] = number;
	}
	wb_path_leave(c->r, before);
	return numbers;
}
