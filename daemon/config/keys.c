/* The tables of everything but the pages: which keys there are. */

#include <stdio.h>

#include "config/draft.h"
#include "config/literal.h"

#define NAME 1, 128
#define COUNT_OF(table) ((int)(sizeof(table) / sizeof((table)[0])))

_Static_assert(sizeof(enum wb_channel) == sizeof(int), "words are ints");
_Static_assert(sizeof(enum wb_names_shown) == sizeof(int), "words are ints");

static const char *channel_word(int value)
{
	return wb_channel_name((enum wb_channel)value);
}

static const char *language_word(int value)
{
	return wb_language_code((enum wb_language)value);
}

static const char *names_word(int value)
{
	static const char *const words[] = { "full", "initials", "none" };
	return words[value];
}

static const struct wb_words channels = { channel_word, WB_CHANNEL_COUNT };
static const struct wb_words languages = { language_word, WB_LANGUAGE_COUNT };
static const struct wb_words names_shown = { names_word, 3 };

static void read_interval(struct wb_reader *r, const struct wb_node *node,
                          const struct wb_key *key, void *target)
{
	(void)key;
	wb_ms value;
	if (node->kind == WB_NODE_SCALAR &&
	    wb_duration_parse(node->value, &value) &&
	    (value == 15 * WB_MINUTE || value == 30 * WB_MINUTE ||
	     value == WB_HOUR)) {
		memcpy(target, &value, sizeof(value));
		return;
	}
	wb_fault_got(r, node, "15m, 30m or 1h");
}

/*
 * Calls `take` for a single text, or for each of a list of texts, whose
 * number is bounded by WB_LISTENERS_MAX.
 */
static void each_text(struct wb_reader *r, const struct wb_node *node,
                      void *target,
                      void (*take)(struct wb_reader *r,
                                   const struct wb_node *node, void *target))
{
	if (node->kind == WB_NODE_SCALAR) {
		take(r, node, target);
		return;
	}
	if (node->kind != WB_NODE_LIST || node->count == 0 ||
	    node->count > WB_LISTENERS_MAX) {
		wb_fault_got(r, node, "a list of 1 to %d addresses",
		             WB_LISTENERS_MAX);
		return;
	}
	int index = 0;
	for (const struct wb_node *n = node->first; n; n = n->next) {
		size_t before = wb_path_index(r, index++);
		take(r, n, target);
		wb_path_leave(r, before);
	}
}

static void take_listener(struct wb_reader *r, const struct wb_node *node,
                          void *target)
{
	struct wb_listeners_draft *draft = target;
	struct wb_str text = wb_arena_str(r->arena, node->value);
	struct wb_listener listener;
	if (node->kind != WB_NODE_SCALAR ||
	    !wb_listener_parse(text, &listener)) {
		wb_fault_got(r, node,
		             "an address and a port such as 127.0.0.1:8080 or "
		             "[::1]:8080, or unix:/path");
		return;
	}
	draft->listeners[draft->count++] = listener;
}

static void read_listen(struct wb_reader *r, const struct wb_node *node,
                        const struct wb_key *key, void *target)
{
	(void)key;
	each_text(r, node, target, take_listener);
}

static void take_feed_url(struct wb_reader *r, const struct wb_node *node,
                          void *target)
{
	struct wb_urls_draft *draft = target;
	bool loopback;
	struct wb_str text = wb_arena_str(r->arena, node->value);
	if (node->kind != WB_NODE_SCALAR ||
	    !wb_feed_url_parse(text, &loopback)) {
		wb_fault_got(r, node, "ipc:///path or tcp://address:port");
		return;
	}
	draft->urls[draft->count++] = text;
}

static void read_feed_urls(struct wb_reader *r, const struct wb_node *node,
                           const struct wb_key *key, void *target)
{
	(void)key;
	each_text(r, node, target, take_feed_url);
}

#define QUEUE(field) offsetof(struct wb_queue_plan, field)
#define AGENT(field) offsetof(struct wb_agent_plan, field)
#define REASON(field) offsetof(struct wb_reason_plan, field)
#define GROUP(field) offsetof(struct wb_group_plan, field)
#define CENTRE(field) offsetof(struct wb_plan, field)
#define DRAFT(field) offsetof(struct wb_draft, field)

static const struct wb_key defaults_keys[] = {
	{ "time_zone", wb_read_zone, QUEUE(time_zone), 0, 0, NULL, false },
	{ "day_start", wb_read_day_start, QUEUE(day_start), 0, 0, NULL, false },
	{ "service_level", wb_read_map, QUEUE(service_level), 0, 0,
	  &wb_level_keys, false },
	{ "channels", wb_read_map, QUEUE(channels), 0, 0, &wb_channels_keys,
	  false },
	{ "short_abandon", wb_read_duration, QUEUE(short_abandon), 0, WB_HOUR,
	  NULL, false },
	{ "handle_limit", wb_read_duration, QUEUE(handle_limit), 0, 30 * WB_DAY,
	  NULL, false },
	{ "channel", wb_read_word, QUEUE(channel), 0, 0, &channels, false },
};
static const struct wb_keys defaults_table = WB_KEYS(defaults_keys);

static const struct wb_key queue_keys[] = {
	{ "name", wb_read_text, QUEUE(name), NAME, NULL, true },
	{ "title", wb_read_title, QUEUE(title), 0, 0, NULL, false },
	{ "department", wb_read_text, QUEUE(department), NAME, NULL, false },
	{ "site", wb_read_text, QUEUE(site), NAME, NULL, false },
	{ "time_zone", wb_read_zone, QUEUE(time_zone), 0, 0, NULL, false },
	{ "day_start", wb_read_day_start, QUEUE(day_start), 0, 0, NULL, false },
	{ "service_level", wb_read_map, QUEUE(service_level), 0, 0,
	  &wb_level_keys, false },
	{ "channels", wb_read_map, QUEUE(channels), 0, 0, &wb_channels_keys,
	  false },
	{ "short_abandon", wb_read_duration, QUEUE(short_abandon), 0, WB_HOUR,
	  NULL, false },
	{ "handle_limit", wb_read_duration, QUEUE(handle_limit), 0, 30 * WB_DAY,
	  NULL, false },
	{ "channel", wb_read_word, QUEUE(channel), 0, 0, &channels, false },
	{ "tier", wb_read_int, QUEUE(tier), 1, 9, NULL, false },
};

static const struct wb_key agent_keys[] = {
	{ "name", wb_read_text, AGENT(name), NAME, NULL, true },
	{ "title", wb_read_title, AGENT(title), 0, 0, NULL, false },
	{ "team", wb_read_text, AGENT(team), NAME, NULL, false },
	{ "site", wb_read_text, AGENT(site), NAME, NULL, false },
};

static const struct wb_key reason_keys[] = {
	{ "name", wb_read_text, REASON(name), NAME, NULL, true },
	{ "title", wb_read_title, REASON(title), 0, 0, NULL, false },
	{ "class", wb_read_text, REASON(class_name), NAME, NULL, false },
};

static const struct wb_key group_keys[] = {
	{ "name", wb_read_text, GROUP(name), NAME, NULL, true },
	{ "title", wb_read_title, GROUP(title), 0, 0, NULL, false },
};

static const struct wb_key centre_keys[] = {
	{ "title", wb_read_title, CENTRE(title), 0, 0, NULL, false },
	{ "language", wb_read_word, CENTRE(language), 0, 0, &languages, false },
	{ "time_zone", wb_read_zone, CENTRE(time_zone), 0, 0, NULL, false },
	{ "day_start", wb_read_day_start, CENTRE(day_start), 0, 0, NULL,
	  false },
	{ "interval", read_interval, CENTRE(interval), 0, 0, NULL, false },
	{ "agent_names", wb_read_word, CENTRE(agent_names), 0, 0, &names_shown,
	  false },
	{ "stale_limit", wb_read_duration, CENTRE(stale_limit), WB_MINUTE,
	  30 * WB_DAY, NULL, false },
	{ "lateness", wb_read_duration, CENTRE(lateness), 0, WB_LATENESS_MAX,
	  NULL, false },
	{ "feed_silent", wb_read_duration, CENTRE(feed_silent), 2 * WB_SECOND,
	  WB_HOUR, NULL, false },
};
static const struct wb_keys centre_table = WB_KEYS(centre_keys);

/* What is remembered of customers has its limits: see WB_VISITS_MAX. */
static const struct wb_key first_contact_keys[] = {
	{ "repeat_within", wb_read_duration, CENTRE(repeat_within), WB_DAY,
	  90 * WB_DAY, NULL, false },
};
static const struct wb_keys first_contact_table = WB_KEYS(first_contact_keys);

static const struct wb_key feeds_keys[] = {
	{ "listen", read_feed_urls, 0, 0, 0, NULL, false },
};
static const struct wb_keys feeds_table = WB_KEYS(feeds_keys);

static const struct wb_key history_keys[] = {
	{ "keep", wb_read_duration, offsetof(struct wb_history_draft, keep),
	  WB_DAY, 3650 * WB_DAY, NULL, false },
	{ "contacts", wb_read_duration,
	  offsetof(struct wb_history_draft, contacts), WB_DAY, 3650 * WB_DAY,
	  NULL, false },
};
static const struct wb_keys history_table = WB_KEYS(history_keys);

/* At least the day that the numbers of "today" are made of, and one more. */
static const struct wb_key journal_keys[] = {
	{ "keep", wb_read_duration, 0, 2 * WB_DAY, 3650 * WB_DAY, NULL, false },
};
static const struct wb_keys journal_table = WB_KEYS(journal_keys);

static void begin_queue(struct wb_reader *r, void *item)
{
	const struct wb_draft *draft = r->context;
	struct wb_queue_plan *queue = item;
	*queue = draft->defaults;
	queue->configured = true;
	/* resolved when all is read: the centre may say it */
	queue->time_zone = (struct wb_str){ 0 };
	queue->day_start = WB_DAY_START_UNSAID;
	wb_levels_begin(queue);
}

static void begin_agent(struct wb_reader *r, void *item)
{
	(void)r;
	struct wb_agent_plan *agent = item;
	agent->configured = true;
}

static const struct wb_list_type queues_type = { WB_KEYS(queue_keys),
	                                         sizeof(struct wb_queue_plan),
	                                         begin_queue };
static const struct wb_list_type agents_type = { WB_KEYS(agent_keys),
	                                         sizeof(struct wb_agent_plan),
	                                         begin_agent };
static const struct wb_list_type reasons_type = { WB_KEYS(reason_keys),
	                                          sizeof(struct wb_reason_plan),
	                                          NULL };
static const struct wb_list_type groups_type = { WB_KEYS(group_keys),
	                                         sizeof(struct wb_group_plan),
	                                         NULL };

/* Read in this order, whatever that of the file: defaults before queues. */
static const struct wb_key root_keys[] = {
	{ "defaults", wb_read_map, DRAFT(defaults), 0, 0, &defaults_table,
	  false },
	{ "centre", wb_read_map, DRAFT(centre), 0, 0, &centre_table, false },
	{ "first_contact", wb_read_map, DRAFT(centre), 0, 0,
	  &first_contact_table, false },
	{ "listen", read_listen, DRAFT(listen), 0, 0, NULL, false },
	{ "feeds", wb_read_map, DRAFT(feeds), 0, 0, &feeds_table, false },
	{ "state", wb_read_text, DRAFT(state), 1, 1024, NULL, false },
	{ "history", wb_read_map, DRAFT(history), 0, 0, &history_table, false },
	{ "journal", wb_read_map, DRAFT(journal_keep), 0, 0, &journal_table,
	  false },
	{ "not_ready_reasons", wb_read_list, DRAFT(reasons), 0,
	  WB_NOT_READY_REASONS_MAX, &reasons_type, false },
	{ "departments", wb_read_list, DRAFT(departments), 0, WB_GROUPS_MAX,
	  &groups_type, false },
	{ "teams", wb_read_list, DRAFT(teams), 0, WB_GROUPS_MAX, &groups_type,
	  false },
	{ "sites", wb_read_list, DRAFT(sites), 0, WB_GROUPS_MAX, &groups_type,
	  false },
	{ "queues", wb_read_list, DRAFT(queues), 0, WB_QUEUES_MAX, &queues_type,
	  false },
	{ "agents", wb_read_list, DRAFT(agents), 0, WB_AGENTS_MAX, &agents_type,
	  false },
	{ "rotation", wb_read_map, DRAFT(centre.rotation), 0, 0,
	  &wb_rotation_keys, false },
	{ "pages", wb_read_list, DRAFT(pages), 0, WB_PAGES_MAX, &wb_pages_type,
	  false },
	{ "alerts", wb_read_map, DRAFT(alerts), 0, 0, &wb_alerts_keys, false },
};
static const struct wb_keys root_table = WB_KEYS(root_keys);

static const struct wb_queue_plan built_in_defaults = {
	.day_start = WB_DAY_START_UNSAID,
	.short_abandon = 5 * WB_SECOND,
	.handle_limit = 30 * WB_MINUTE,
	.channel = WB_CHANNEL_VOICE,
};

static const struct wb_plan built_in_centre = {
	.title.text = {
		[WB_LANGUAGE_EN] = { "Contact centre", 14 },
		[WB_LANGUAGE_FA] = { "مرکز تماس", 17 },
		[WB_LANGUAGE_AR] = { "مركز الاتصال", 23 },
		[WB_LANGUAGE_RU] = { "Контакт-центр", 25 },
	},
	.day_start = WB_DAY_START_UNSAID,
	.interval = 30 * WB_MINUTE,
	.stale_limit = 4 * WB_HOUR,
	.lateness = 10 * WB_MINUTE,
	.repeat_within = 7 * WB_DAY,
	.feed_silent = 4 * WB_SECOND,
	.agent_names = WB_NAMES_FULL,
	.rotation = {
		.rotate = true,
		.critical_to_front = true,
		.dwell = 20 * WB_SECOND,
		.hold = WB_MINUTE,
	},
};

void wb_draft_read(struct wb_reader *r, const struct wb_node *root,
                   struct wb_draft *draft)
{
	draft->defaults = built_in_defaults;
	wb_levels_begin(&draft->defaults);
	draft->centre = built_in_centre;
	draft->history.keep = 400 * WB_DAY;
	draft->history.contacts = 40 * WB_DAY;
	draft->journal_keep = 35 * WB_DAY;
	r->context = draft;
	wb_read_keys(r, root, &root_table, draft);
}
