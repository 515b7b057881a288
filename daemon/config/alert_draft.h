#ifndef WB_CONFIG_ALERT_DRAFT_H
#define WB_CONFIG_ALERT_DRAFT_H

/*
 * What the file says about alerts, before it is checked. Private to config/.
 */

#include "config/schema.h"
#include "plan/alerts.h"

#define WB_CALENDARS_MAX 32
#define WB_DATES_MAX 400
#define WB_RULE_SCOPES_MAX 200

/* A text, or a list of texts. */
struct wb_texts {
	struct wb_str *items;
	int count;
	const struct wb_node *node; /* NULL = not given */
};

struct wb_calendar_draft {
	struct wb_str name;
	wb_ms *dates; /* sorted */
	int date_count;
};

struct wb_schedule_draft {
	const struct wb_node *node; /* NULL = not given */
	struct wb_schedule_plan plan;
	struct wb_str time_zone, calendar;
	bool for_critical; /* only of quiet hours */
};

/* "70%", "target - 5%", "2 * threshold" */
struct wb_alert_limit_draft {
	const struct wb_node *node; /* NULL = not given */
	struct wb_alert_limit limit;
	enum wb_config_unit unit; /* that of its literal */
};

struct wb_condition_draft {
	struct wb_condition_plan plan;
	int signal; /* -1 = not given */
	int window; /* likewise */
	int op;     /* likewise; 0 = above, 1 = below */
	struct wb_alert_limit_draft raise, clear;
	int min_sample;
};

struct wb_flap_draft {
	int times;
	wb_ms within;
};

/* Of a yes or no that was not given. */
#define WB_UNSAID (-1)

struct wb_rule_draft {
	struct wb_rule_plan plan;
	struct wb_condition_draft condition;
	struct wb_list all, any; /* wb_condition_draft */
	struct wb_texts scopes, routes, escalate_to, inhibit_if;
	struct wb_schedule_draft schedule;
	struct wb_flap_draft flap;
	wb_ms group_wait; /* WB_UNSAID */
	int on_wall;      /* WB_UNSAID */
};

struct wb_route_draft {
	struct wb_route_plan plan;
	const struct wb_node *nodes[WB_ROUTE_KIND_COUNT]; /* NULL = not given */
	struct wb_str server;                             /* EMAIL */
	int starttls; /* 0 = required, 1 = offered */
	struct wb_texts to;
	struct wb_texts command;
	struct wb_schedule_draft quiet;
};

struct wb_alerts_draft {
	struct wb_list calendars; /* wb_calendar_draft */
	struct wb_list routes;    /* wb_route_draft */
	struct wb_list rules;     /* wb_rule_draft; node NULL = the defaults */
};

/* alert_keys.c */
extern const struct wb_keys wb_alerts_keys;

/* alert_values.c: kinds of values that only alerts have. */
void wb_read_texts(struct wb_reader *r, const struct wb_node *node,
                   const struct wb_key *key, void *target); /* wb_texts */
void wb_read_dates(struct wb_reader *r, const struct wb_node *node,
                   const struct wb_key *key,
                   void *target); /* wb_calendar_draft */
void wb_read_days(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target); /* unsigned */
void wb_read_time_of_day(struct wb_reader *r, const struct wb_node *node,
                         const struct wb_key *key, void *target); /* wb_ms */
void wb_read_alert_limit(struct wb_reader *r, const struct wb_node *node,
                         const struct wb_key *key,
                         void *target); /* wb_alert_limit_draft */
void wb_read_said(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target); /* int, 0 or 1 */

struct wb_draft;

/* alert_check.c: checks all of it and stores it in the plan. */
void wb_check_alerts(struct wb_reader *r, const struct wb_draft *draft,
                     struct wb_plan *plan);

/* What the check of a rule or a route needs. */
struct wb_alert_check {
	struct wb_reader *r;
	const struct wb_plan *plan;
	const struct wb_alerts_draft *draft;
	struct wb_alert_plan *alerts;
};

/* Is it made of [a-z0-9._-]? Else says so. */
void wb_check_alert_name(struct wb_reader *r, const struct wb_node *node,
                         struct wb_str name);
/* NULL when none was given. */
const struct wb_schedule_plan *
wb_check_schedule(const struct wb_alert_check *c,
                  const struct wb_schedule_draft *draft);

/* alert_routes.c */
void wb_check_routes(const struct wb_alert_check *c);
/* The numbers of the routes that are named. */
const int *wb_check_route_names(const struct wb_alert_check *c,
                                const struct wb_texts *names, const char *key,
                                int *ret_count);

/* alert_conditions.c: the conditions of a rule, then its scopes. */
void wb_check_conditions(const struct wb_alert_check *c,
                         const struct wb_node *node,
                         const struct wb_rule_draft *draft,
                         struct wb_rule_plan *rule);
void wb_check_rule_scopes(const struct wb_alert_check *c,
                          const struct wb_node *node,
                          const struct wb_rule_draft *draft,
                          struct wb_rule_plan *rule);

/* alert_cycles.c: rules that would hold each other back for ever. */
void wb_check_inhibitions(const struct wb_alert_check *c);

/* alert_defaults.c: the rules there are when none are given; they are told by
 * all routes. False when out of memory. */
bool wb_default_rules(struct wb_arena *arena, struct wb_alert_plan *alerts);

#endif
