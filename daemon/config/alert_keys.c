/* The tables of `alerts`. */

#include "config/alert_draft.h"
#include "config/literal.h"

#define NAME 1, 64
#define TEXT 1, 1024
#define WORDS(count) 128, (count)
#define CALENDAR(field) offsetof(struct wb_calendar_draft, field)
#define SCHEDULE(field) offsetof(struct wb_schedule_draft, field)
#define CONDITION(field) offsetof(struct wb_condition_draft, field)
#define RULE(field) offsetof(struct wb_rule_draft, field)
#define ROUTE(field) offsetof(struct wb_route_draft, field)
#define FLAP(field) offsetof(struct wb_flap_draft, field)
#define ALERTS(field) offsetof(struct wb_alerts_draft, field)

#define WAIT 0, WB_DAY
#define WEEK 0, 7 * WB_DAY

_Static_assert(sizeof(enum wb_severity) == sizeof(int), "words are ints");
_Static_assert(sizeof(enum wb_group_by) == sizeof(int), "words are ints");
_Static_assert(sizeof(enum wb_language) == sizeof(int), "words are ints");
_Static_assert(sizeof(enum wb_webhook_format) == sizeof(int), "likewise");

static const char *severity_word(int value)
{
	return wb_severity_name((enum wb_severity)value);
}

static const char *group_word(int value)
{
	return wb_group_by_name((enum wb_group_by)value);
}

static const char *format_word(int value)
{
	return wb_webhook_format_name((enum wb_webhook_format)value);
}

static const char *language_word(int value)
{
	return wb_language_code((enum wb_language)value);
}

static const char *window_word(int value)
{
	return wb_window_name((enum wb_window)value);
}

/* All but WB_SIGNAL_KPI, which has a key of its own. */
static const char *signal_word(int value)
{
	return wb_signal_name((enum wb_signal)(value + 1));
}

static const char *op_word(int value)
{
	return value == 0 ? "above" : "below";
}

static const char *starttls_word(int value)
{
	return value == 0 ? "required" : "offered";
}

static const struct wb_words severities = { severity_word, WB_SEVERITY_COUNT };
static const struct wb_words groups = { group_word, WB_GROUP_COUNT };
static const struct wb_words formats = { format_word, WB_WEBHOOK_FORMAT_COUNT };
static const struct wb_words languages = { language_word, WB_LANGUAGE_COUNT };
static const struct wb_words windows = { window_word, WB_WINDOW_COUNT };
static const struct wb_words signals = { signal_word, WB_SIGNAL_COUNT - 1 };
static const struct wb_words ops = { op_word, 2 };
static const struct wb_words starttls_words = { starttls_word, 2 };

/* A map, and that it was given: its first member is its node. */
static void read_given(struct wb_reader *r, const struct wb_node *node,
                       const struct wb_key *key, void *target)
{
	memcpy(target, &node, sizeof(node));
	wb_read_map(r, node, key, target);
}

_Static_assert(SCHEDULE(node) == 0, "see read_given");

static const struct wb_key calendar_keys[] = {
	{ "name", wb_read_text, CALENDAR(name), NAME, NULL, true },
	{ "dates", wb_read_dates, 0, 0, WB_DATES_MAX, NULL, true },
};
static const struct wb_list_type calendars_type = {
	WB_KEYS(calendar_keys), sizeof(struct wb_calendar_draft), NULL
};

static const struct wb_key schedule_keys[] = {
	{ "days", wb_read_days, SCHEDULE(plan.days), 0, 0, NULL, false },
	{ "from", wb_read_time_of_day, SCHEDULE(plan.from), 0, 0, NULL, false },
	{ "to", wb_read_time_of_day, SCHEDULE(plan.to), 0, 0, NULL, false },
	{ "time_zone", wb_read_zone, SCHEDULE(time_zone), 0, 0, NULL, false },
	{ "calendar", wb_read_text, SCHEDULE(calendar), NAME, NULL, false },
	{ "on_calendar", wb_read_bool, SCHEDULE(plan.on_dates), 0, 0, NULL,
	  false },
};
static const struct wb_keys schedule_table = WB_KEYS(schedule_keys);

static const struct wb_key quiet_keys[] = {
	{ "days", wb_read_days, SCHEDULE(plan.days), 0, 0, NULL, false },
	{ "from", wb_read_time_of_day, SCHEDULE(plan.from), 0, 0, NULL, false },
	{ "to", wb_read_time_of_day, SCHEDULE(plan.to), 0, 0, NULL, false },
	{ "time_zone", wb_read_zone, SCHEDULE(time_zone), 0, 0, NULL, false },
	{ "calendar", wb_read_text, SCHEDULE(calendar), NAME, NULL, false },
	{ "on_calendar", wb_read_bool, SCHEDULE(plan.on_dates), 0, 0, NULL,
	  false },
	{ "for_critical", wb_read_bool, SCHEDULE(for_critical), 0, 0, NULL,
	  false },
};
static const struct wb_keys quiet_table = WB_KEYS(quiet_keys);

/* The keys of a condition, which a rule with only one has among its own. */
#define CONDITION_KEYS(at)                                                       \
	{                                                                        \
		"kpi", wb_read_text, (at) + CONDITION(plan.kpi), 1, 128,         \
		NULL,  false                                                     \
	},                                                                       \
		{ "signal", wb_read_word, (at) + CONDITION(signal), 0, 0,        \
		  &signals, false },                                             \
		{ "window", wb_read_word, (at) + CONDITION(window), 0, 0,        \
		  &windows, false },                                             \
		{ "op", wb_read_word, (at) + CONDITION(op), 0, 0, &ops, false }, \
		{ "raise",                                                       \
		  wb_read_alert_limit,                                           \
		  (at) + CONDITION(raise),                                       \
		  0,                                                             \
		  0,                                                             \
		  NULL,                                                          \
		  false },                                                       \
		{ "clear",                                                       \
		  wb_read_alert_limit,                                           \
		  (at) + CONDITION(clear),                                       \
		  0,                                                             \
		  0,                                                             \
		  NULL,                                                          \
		  false },                                                       \
		{ "min_sample",                                                  \
		  wb_read_int,                                                   \
		  (at) + CONDITION(min_sample),                                  \
		  1,                                                             \
		  1000000,                                                       \
		  NULL,                                                          \
		  false },                                                       \
	{                                                                        \
		"ahead", wb_read_duration, (at) + CONDITION(plan.ahead),         \
			WB_SECOND, WB_HOUR, NULL, false                          \
	}

static void begin_condition(struct wb_reader *r, void *item)
{
	(void)r;
	struct wb_condition_draft *condition = item;
	condition->signal = condition->window = condition->op = WB_UNSAID;
}

static const struct wb_key condition_keys[] = { CONDITION_KEYS(0) };
static const struct wb_list_type conditions_type = {
	WB_KEYS(condition_keys), sizeof(struct wb_condition_draft),
	begin_condition
};

static const struct wb_key flap_keys[] = {
	{ "times", wb_read_int, FLAP(times), 0, WB_FLAP_COUNT_MAX, NULL,
	  false },
	{ "within", wb_read_duration, FLAP(within), WB_SECOND, WB_DAY, NULL,
	  false },
};
static const struct wb_keys flap_table = WB_KEYS(flap_keys);

static void begin_rule(struct wb_reader *r, void *item)
{
	struct wb_rule_draft *rule = item;
	begin_condition(r, &rule->condition);
	rule->plan.severity = WB_SEVERITY_WARNING;
	rule->plan.group_by = WB_GROUP_RULE;
	rule->plan.group_interval = WB_MINUTE;
	rule->plan.front = true;
	rule->group_wait = WB_UNSAID;
	rule->on_wall = WB_UNSAID;
	rule->flap = (struct wb_flap_draft){ 5, 10 * WB_MINUTE };
}

static const struct wb_key rule_keys[] = {
	{ "name", wb_read_text, RULE(plan.name), NAME, NULL, true },
	{ "title", wb_read_title, RULE(plan.title), 0, 0, NULL, false },
	CONDITION_KEYS(RULE(condition)),
	{ "all", wb_read_list, RULE(all), 1, WB_CONDITIONS_MAX,
	  &conditions_type, false },
	{ "any", wb_read_list, RULE(any), 1, WB_CONDITIONS_MAX,
	  &conditions_type, false },
	{ "scope", wb_read_texts, RULE(scopes), 300, WB_RULE_SCOPES_MAX, NULL,
	  false },
	{ "for", wb_read_duration, RULE(plan.hold), WAIT, NULL, false },
	{ "severity", wb_read_word, RULE(plan.severity), 0, 0, &severities,
	  false },
	{ "schedule", read_given, RULE(schedule), 0, 0, &schedule_table,
	  false },
	{ "route", wb_read_texts, RULE(routes), WORDS(WB_ROUTES_MAX), NULL,
	  false },
	{ "ack_required", wb_read_bool, RULE(plan.ack_required), 0, 0, NULL,
	  false },
	{ "escalate_after", wb_read_duration, RULE(plan.escalate_after), WEEK,
	  NULL, false },
	{ "escalate_to", wb_read_texts, RULE(escalate_to), WORDS(WB_ROUTES_MAX),
	  NULL, false },
	{ "renotify_every", wb_read_duration, RULE(plan.renotify_every), WEEK,
	  NULL, false },
	{ "group_by", wb_read_word, RULE(plan.group_by), 0, 0, &groups, false },
	{ "group_wait", wb_read_duration, RULE(group_wait), 0, WB_HOUR, NULL,
	  false },
	{ "group_interval", wb_read_duration, RULE(plan.group_interval), WAIT,
	  NULL, false },
	{ "inhibit_if", wb_read_texts, RULE(inhibit_if), WORDS(WB_RULES_MAX),
	  NULL, false },
	{ "flap", wb_read_map, RULE(flap), 0, 0, &flap_table, false },
	{ "wall", wb_read_said, RULE(on_wall), 0, 0, NULL, false },
	{ "front", wb_read_bool, RULE(plan.front), 0, 0, NULL, false },
};
static const struct wb_list_type rules_type = { WB_KEYS(rule_keys),
	                                        sizeof(struct wb_rule_draft),
	                                        begin_rule };

#define URL 1, 2048
#define PATH 1, 1024

static const struct wb_key webhook_keys[] = {
	{ "url", wb_read_text, ROUTE(plan.url), URL, NULL, false },
	{ "format", wb_read_word, ROUTE(plan.format), 0, 0, &formats, false },
	{ "secret_file", wb_read_text, ROUTE(plan.secret_file), PATH, NULL,
	  false },
	{ "token_file", wb_read_text, ROUTE(plan.token_file), PATH, NULL,
	  false },
	{ "chat", wb_read_text, ROUTE(plan.chat), NAME, NULL, false },
	{ "ca_file", wb_read_text, ROUTE(plan.ca_file), PATH, NULL, false },
};
static const struct wb_keys webhook_table = WB_KEYS(webhook_keys);

static const struct wb_key email_keys[] = {
	{ "server", wb_read_text, ROUTE(server), URL, NULL, true },
	{ "starttls", wb_read_word, ROUTE(starttls), 0, 0, &starttls_words,
	  false },
	{ "user", wb_read_text, ROUTE(plan.user), 1, 256, NULL, false },
	{ "password_file", wb_read_text, ROUTE(plan.password_file), PATH, NULL,
	  false },
	{ "from", wb_read_text, ROUTE(plan.from), 3, 256, NULL, true },
	{ "to", wb_read_texts, ROUTE(to), 256, WB_ROUTE_RECIPIENTS_MAX, NULL,
	  true },
	{ "ca_file", wb_read_text, ROUTE(plan.ca_file), PATH, NULL, false },
};
static const struct wb_keys email_table = WB_KEYS(email_keys);

static const struct wb_key syslog_keys[] = {
	{ "facility", wb_read_text, ROUTE(plan.facility), 1, 16, NULL, false },
	{ "tag", wb_read_text, ROUTE(plan.tag), 1, 32, NULL, false },
};
static const struct wb_keys syslog_table = WB_KEYS(syslog_keys);

/* The keys of the kinds are read into the whole route. */
static void read_kind(struct wb_reader *r, const struct wb_node *node,
                      const struct wb_key *key, void *target)
{
	struct wb_route_draft *route = target;
	route->nodes[key->min] = node;
	if (key->more) {
		wb_read_keys(r, node, key->more, route);
	} else {
		struct wb_key command = { "",   wb_read_texts,          0,
			                  1024, WB_ROUTE_ARGUMENTS_MAX, NULL,
			                  true };
		wb_read_texts(r, node, &command, &route->command);
	}
}

static void begin_route(struct wb_reader *r, void *item)
{
	(void)r;
	struct wb_route_draft *route = item;
	route->plan.timeout = 10 * WB_SECOND;
	route->plan.give_up = WB_DAY;
	route->plan.facility = wb_str("daemon");
	route->plan.tag = wb_str("wallboard");
}

static const struct wb_key route_keys[] = {
	{ "name", wb_read_text, ROUTE(plan.name), NAME, NULL, true },
	{ "webhook", read_kind, 0, WB_ROUTE_WEBHOOK, 0, &webhook_table, false },
	{ "email", read_kind, 0, WB_ROUTE_EMAIL, 0, &email_table, false },
	{ "command", read_kind, 0, WB_ROUTE_COMMAND, 0, NULL, false },
	{ "syslog", read_kind, 0, WB_ROUTE_SYSLOG, 0, &syslog_table, false },
	{ "language", wb_read_word, ROUTE(plan.language), 0, 0, &languages,
	  false },
	{ "least", wb_read_word, ROUTE(plan.least), 0, 0, &severities, false },
	{ "quiet", read_given, ROUTE(quiet), 0, 0, &quiet_table, false },
	{ "timeout", wb_read_duration, ROUTE(plan.timeout), WB_SECOND,
	  2 * WB_MINUTE, NULL, false },
	{ "give_up", wb_read_duration, ROUTE(plan.give_up), WB_MINUTE,
	  7 * WB_DAY, NULL, false },
};
static const struct wb_list_type routes_type = { WB_KEYS(route_keys),
	                                         sizeof(struct wb_route_draft),
	                                         begin_route };

static const struct wb_key alerts_keys[] = {
	{ "calendars", wb_read_list, ALERTS(calendars), 0, WB_CALENDARS_MAX,
	  &calendars_type, false },
	{ "routes", wb_read_list, ALERTS(routes), 0, WB_ROUTES_MAX,
	  &routes_type, false },
	{ "rules", wb_read_list, ALERTS(rules), 0, WB_RULES_MAX, &rules_type,
	  false },
};
const struct wb_keys wb_alerts_keys = WB_KEYS(alerts_keys);
