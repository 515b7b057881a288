#ifndef WB_PLAN_ALERTS_H
#define WB_PLAN_ALERTS_H

/*
 * What the configuration says about alerts: rules over KPIs, and the routes
 * by which people are told. Part of the plan; pure data in its arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "plan/plan.h"

enum wb_severity {
	WB_SEVERITY_INFO,
	WB_SEVERITY_WARNING,
	WB_SEVERITY_CRITICAL,
	WB_SEVERITY_COUNT,
};

/* "info", "warning", "critical" */
const char *wb_severity_name(enum wb_severity severity);

/* What a condition looks at. */
enum wb_signal {
	WB_SIGNAL_KPI, /* a row of the KPI table, in a scope and window */
	/* entries that miss their threshold within `ahead`, if nobody answers:
	 * a count, and its scope is one of entries */
	WB_SIGNAL_DUE,
	WB_SIGNAL_FEED,  /* 1 while a feed is silent; scopes "feed:NAME" */
	WB_SIGNAL_ROUTE, /* 1 while a route fails; scopes "route:NAME" */
	WB_SIGNAL_COUNT,
};

/* "kpi", "due", "feed_silent", "route_failing" */
const char *wb_signal_name(enum wb_signal signal);

/* What a limit is counted from. Queues have a target and a threshold of their
 * own; groups and the total those of `defaults`. */
enum wb_limit_base {
	WB_LIMIT_FIXED,     /* the number itself */
	WB_LIMIT_TARGET,    /* basis points, added to the target */
	WB_LIMIT_THRESHOLD, /* hundredths: 200 = twice the threshold */
	WB_LIMIT_BASE_COUNT,
};

struct wb_alert_limit {
	enum wb_limit_base base;
	int64_t number;
};

/* One comparison. Units of raise and clear are those of the KPI (wb_value);
 * durations for KPIs that tell an instant since when. */
struct wb_condition_plan {
	enum wb_signal signal;
	struct wb_str kpi; /* KPI */
	enum wb_window window;
	bool above; /* higher is worse */
	/* It is bad when the value is past `raise` (as the colours of tiles: at
	 * the limit it is not yet), and good again when it is no longer past
	 * `clear`, or when there is no value. */
	struct wb_alert_limit raise, clear;
	/* a share or mean of fewer does not become bad */
	int64_t min_sample;
	wb_ms ahead; /* DUE */
};

/* When a rule is in force, or a route is quiet. Local to `zone`. What goes over
 * midnight belongs to the day on which it began. */
struct wb_schedule_plan {
	unsigned days;  /* bits: 1 << 0 = Monday ... 1 << 6 = Sunday; 0 = all */
	wb_ms from, to; /* after local midnight; to <= from: over midnight */
	const struct wb_zone *zone;
	const wb_ms *dates; /* sorted; midnight of that date in UTC */
	int date_count;
	bool on_dates; /* true: only on these dates; false: not on them */
};

/* Does it hold at `t`? NULL always does. */
bool wb_schedule_holds(const struct wb_schedule_plan *schedule, wb_ms t);

/* The next instant > t at which that may change, or WB_NEVER. */
wb_ms wb_schedule_next(const struct wb_schedule_plan *schedule, wb_ms t);

/* Which scopes a rule watches: one, or every one of a kind. */
struct wb_rule_scope {
	struct wb_str scope;  /* "queue:sales", "total"; absent = every */
	struct wb_str kind;   /* every: "queue", "agent", "team", "feed" ... */
	struct wb_str within; /* every: of that department, site, team, tier,
	                       * channel ("department:service"); absent = all */
};

/* What makes one message of several alerts. */
enum wb_group_by {
	WB_GROUP_NONE, /* each alert is a message of its own */
	WB_GROUP_RULE,
	WB_GROUP_DEPARTMENT, /* rule and department of the scope */
	WB_GROUP_SITE,       /* rule and site of the scope */
	WB_GROUP_COUNT,
};

/* "none", "rule", "department", "site" */
const char *wb_group_by_name(enum wb_group_by group);

struct wb_rule_plan {
	struct wb_str name;    /* unique; [a-z0-9._-] */
	struct wb_title title; /* absent: told by the KPI's name */
	const struct wb_condition_plan *conditions; /* at least one */
	int condition_count;
	bool any; /* one condition is enough; else all are needed */
	const struct wb_rule_scope *scopes;
	int scope_count;
	wb_ms hold; /* "for": so long it must be bad before it fires */
	enum wb_severity severity;
	const struct wb_schedule_plan *schedule; /* NULL = always */
	const int *routes;                       /* numbers of routes */
	int route_count;
	bool ack_required;      /* resolved but not acknowledged still stands */
	wb_ms escalate_after;   /* not acknowledged for so long; 0 = never */
	const int *escalate_to; /* routes; none = the rule's own */
	int escalate_to_count;
	wb_ms renotify_every; /* while not acknowledged; 0 = never */
	enum wb_group_by group_by;
	wb_ms group_wait;     /* collect so long before the first message */
	wb_ms group_interval; /* and so long before each further one */
	/* names of rules: while one fires for the same scope, for a group of
	 * the scope or for the total, this one is not told */
	const struct wb_str *inhibit_if;
	int inhibit_if_count;
	/* that many times fired within flap_within: it flaps, and is told once
	 * until it has been still for as long; 0 = off */
	int flap_count;
	wb_ms flap_within;
	bool on_wall; /* walls show it; false by default for agents */
	bool front;   /* may bring its page to the front */
	bool built_in;
};

enum wb_webhook_format {
	WB_WEBHOOK_OWN,
	WB_WEBHOOK_ALERTMANAGER,
	WB_WEBHOOK_SLACK,
	WB_WEBHOOK_TEAMS,
	WB_WEBHOOK_TELEGRAM,
	WB_WEBHOOK_FORMAT_COUNT,
};

/* "own", "alertmanager", "slack", "teams", "telegram" */
const char *wb_webhook_format_name(enum wb_webhook_format format);

enum wb_route_kind {
	WB_ROUTE_WEBHOOK,
	WB_ROUTE_EMAIL,
	WB_ROUTE_COMMAND,
	WB_ROUTE_SYSLOG,
	WB_ROUTE_KIND_COUNT,
};

/* "webhook", "email", "command", "syslog" */
const char *wb_route_kind_name(enum wb_route_kind kind);

#define WB_RULES_MAX 256
#define WB_ROUTES_MAX 32
#define WB_CONDITIONS_MAX 8
#define WB_FLAP_COUNT_MAX 10

#define WB_ROUTE_RECIPIENTS_MAX 16
#define WB_ROUTE_ARGUMENTS_MAX 16

/* By which way somebody is told. Secrets are never in the plan's text: files
 * name where they are, read when they are needed. */
struct wb_route_plan {
	struct wb_str name;
	enum wb_route_kind kind;
	enum wb_language language;
	enum wb_severity least;               /* less is not told by it */
	const struct wb_schedule_plan *quiet; /* NULL = never; critical passes
	                                       * unless quiet_for_all */
	bool quiet_for_all;
	wb_ms timeout; /* of one attempt */
	wb_ms give_up; /* a delivery older than this is dropped, and counted */

	struct wb_str url; /* WEBHOOK; EMAIL: smtp:// or smtps:// */
	enum wb_webhook_format format;
	struct wb_str secret_file; /* WEBHOOK: key of the signature */
	struct wb_str token_file;  /* WEBHOOK: bearer token; bot's token */
	struct wb_str chat;        /* TELEGRAM */
	struct wb_str ca_file;     /* absent = the system's */

	bool starttls; /* EMAIL: required; false: only where offered */
	struct wb_str user, password_file, from;
	struct wb_str to[WB_ROUTE_RECIPIENTS_MAX];
	int to_count;

	/* COMMAND: program and arguments, with {rule} {severity} {text} ... as
	 * data; never a shell */
	struct wb_str arguments[WB_ROUTE_ARGUMENTS_MAX];
	int argument_count;

	struct wb_str facility, tag; /* SYSLOG */
};

struct wb_alert_plan {
	const struct wb_rule_plan *rules;
	int rule_count;
	const struct wb_route_plan *routes;
	int route_count;
};

/* -1 when there is none of that name. */
int wb_alert_plan_rule(const struct wb_alert_plan *plan, struct wb_str name);
int wb_alert_plan_route(const struct wb_alert_plan *plan, struct wb_str name);

#endif
