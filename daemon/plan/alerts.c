#include "plan/alerts.h"

const char *wb_severity_name(enum wb_severity severity)
{
	static const char *const names[WB_SEVERITY_COUNT] = {
		[WB_SEVERITY_INFO] = "info",
		[WB_SEVERITY_WARNING] = "warning",
		[WB_SEVERITY_CRITICAL] = "critical",
	};
	return names[severity];
}

const char *wb_signal_name(enum wb_signal signal)
{
	static const char *const names[WB_SIGNAL_COUNT] = {
		[WB_SIGNAL_KPI] = "kpi",
		[WB_SIGNAL_DUE] = "due",
		[WB_SIGNAL_FEED] = "feed_silent",
		[WB_SIGNAL_ROUTE] = "route_failing",
	};
	return names[signal];
}

const char *wb_group_by_name(enum wb_group_by group)
{
	static const char *const names[WB_GROUP_COUNT] = {
		[WB_GROUP_NONE] = "none",
		[WB_GROUP_RULE] = "rule",
		[WB_GROUP_DEPARTMENT] = "department",
		[WB_GROUP_SITE] = "site",
	};
	return names[group];
}

const char *wb_webhook_format_name(enum wb_webhook_format format)
{
	static const char *const names[WB_WEBHOOK_FORMAT_COUNT] = {
		[WB_WEBHOOK_OWN] = "own",
		[WB_WEBHOOK_ALERTMANAGER] = "alertmanager",
		[WB_WEBHOOK_SLACK] = "slack",
		[WB_WEBHOOK_TEAMS] = "teams",
		[WB_WEBHOOK_TELEGRAM] = "telegram",
	};
	return names[format];
}

const char *wb_route_kind_name(enum wb_route_kind kind)
{
	static const char *const names[WB_ROUTE_KIND_COUNT] = {
		[WB_ROUTE_WEBHOOK] = "webhook",
		[WB_ROUTE_EMAIL] = "email",
		[WB_ROUTE_COMMAND] = "command",
		[WB_ROUTE_SYSLOG] = "syslog",
	};
	return names[kind];
}

int wb_alert_plan_rule(const struct wb_alert_plan *plan, struct wb_str name)
{
	for (int i = 0; plan && i < plan->rule_count; i++) {
		if (wb_str_equal(plan->rules[i].name, name)) {
			return i;
		}
	}
	return -1;
}

int wb_alert_plan_route(const struct wb_alert_plan *plan, struct wb_str name)
{
	for (int i = 0; plan && i < plan->route_count; i++) {
		if (wb_str_equal(plan->routes[i].name, name)) {
			return i;
		}
	}
	return -1;
}
