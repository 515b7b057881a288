#include "config/config.h"

#include <stdlib.h>

#include "config/draft.h"
#include "config/literal.h"
#include "config/read_file.h"

#define ARENA_MAX ((size_t)64 * 1024 * 1024)

/* Fills in what the file left to be worked out. */
static void resolve_defaults(struct wb_draft *draft)
{
	struct wb_queue_plan *defaults = &draft->defaults;
	struct wb_plan *centre = &draft->centre;
	if (!defaults->time_zone.data) {
		defaults->time_zone = centre->time_zone.data ? centre->time_zone
		                                             : wb_str("UTC");
	}
	if (!centre->time_zone.data) {
		centre->time_zone = defaults->time_zone;
	}
	if (defaults->day_start == WB_DAY_START_UNSAID) {
		defaults->day_start = centre->day_start == WB_DAY_START_UNSAID
		                              ? 0
		                              : centre->day_start;
	}
	if (centre->day_start == WB_DAY_START_UNSAID) {
		centre->day_start = defaults->day_start;
	}
}

static void resolve_queues(struct wb_draft *draft, struct wb_zones *zones)
{
	struct wb_queue_plan *defaults = &draft->defaults;
	defaults->zone = wb_zones_get(zones, defaults->time_zone);
	draft->centre.zone = wb_zones_get(zones, draft->centre.time_zone);
	struct wb_queue_plan *queues = draft->queues.items;
	for (int i = 0; i < draft->queues.count; i++) {
		if (!queues[i].time_zone.data) {
			queues[i].time_zone = defaults->time_zone;
		}
		queues[i].zone = wb_zones_get(zones, queues[i].time_zone);
		if (queues[i].day_start == WB_DAY_START_UNSAID) {
			queues[i].day_start = defaults->day_start;
		}
	}
}

static void store_plan(const struct wb_draft *draft, struct wb_plan *plan)
{
	struct wb_arena arena = plan->arena;
	*plan = draft->centre;
	plan->arena = arena;
	plan->defaults = draft->defaults;
	plan->queues = draft->queues.items;
	plan->queue_count = draft->queues.count;
	plan->agents = draft->agents.items;
	plan->agent_count = draft->agents.count;
	plan->reasons = draft->reasons.items;
	plan->reason_count = draft->reasons.count;
}

static void store_settings(const struct wb_draft *draft,
                           struct wb_config *config)
{
	config->listener_count = draft->listen.count;
	memcpy(config->listeners, draft->listen.listeners,
	       sizeof(config->listeners));
	if (config->listener_count == 0) {
		config->listeners[config->listener_count++] =
			(struct wb_listener){ wb_str("127.0.0.1"), 8080, true };
	}
	config->feed_url_count = draft->feeds.count;
	memcpy(config->feed_urls, draft->feeds.urls, sizeof(config->feed_urls));
	if (config->feed_url_count == 0) {
		config->feed_urls[config->feed_url_count++] =
			wb_str("ipc:///tmp/wallboard.sock");
	}
	config->state_directory = draft->state;
	config->history_days = (int)(draft->history.keep / WB_DAY);
	config->contact_days = (int)(draft->history.contacts / WB_DAY);
	config->journal_days = (int)(draft->journal_keep / WB_DAY);
}

/* All the checks, so that all the faults come at once. */
static void fill(struct wb_reader *r, const struct wb_node *root,
                 struct wb_config *config)
{
	struct wb_draft draft = { 0 };
	wb_draft_read(r, root, &draft);
	resolve_defaults(&draft);
	wb_levels_resolve(&draft);
	resolve_queues(&draft, r->zones);
	store_plan(&draft, &config->plan);
	store_settings(&draft, config);
	wb_check_names(r, &draft, &config->plan);
	wb_check_pages(r, &draft, &config->plan);
	wb_check_alerts(r, &draft, &config->plan);
	if (draft.pages.count == 0 && !wb_overview_make(&config->plan)) {
		wb_faults_add(r->faults, false, 0, "out of memory");
	}
}

static void read_text(struct wb_str text, struct wb_config *config,
                      const struct wb_config_checks *checks,
                      struct wb_faults *faults)
{
	struct wb_arena nodes = { .limit = ARENA_MAX };
	struct wb_zones zones = { .arena = &config->plan.arena };
	const struct wb_node *root = wb_node_read(text, &nodes, faults);
	if (root) {
		struct wb_reader reader = {
			.arena = &config->plan.arena,
			.faults = faults,
			.zones = &zones,
			.checks = checks,
		};
		fill(&reader, root, config);
	}
	wb_zones_finish(&zones);
	wb_arena_finish(&nodes);
}

struct wb_config *wb_config_parse(struct wb_str text, const char *name,
                                  const struct wb_config_checks *checks,
                                  struct wb_buf *errors)
{
	struct wb_arena messages = { .limit = ARENA_MAX };
	struct wb_config *config = calloc(1, sizeof(*config));
	struct wb_faults *faults = calloc(1, sizeof(*faults));
	bool good = false;
	if (config && faults) {
		config->plan.arena.limit = ARENA_MAX;
		faults->arena = &messages;
		read_text(text, config, checks, faults);
		good = faults->errors.found == 0;
		wb_faults_write(faults, name, errors);
	} else {
		wb_buf_addf(errors, "%s: out of memory\n", name);
	}
	free(faults);
	wb_arena_finish(&messages);
	if (!good) {
		wb_config_destroy(config);
		return NULL;
	}
	return config;
}

struct wb_config *wb_config_default(const struct wb_config_checks *checks)
{
	struct wb_buf ignored = { 0 };
	struct wb_config *config =
		wb_config_parse(wb_str(""), "defaults", checks, &ignored);
	wb_buf_finish(&ignored);
	return config;
}

int wb_config_read_file(const char *path, struct wb_buf *ret_text)
{
	return wb_read_file(path, WB_CONFIG_MAX_BYTES, ret_text);
}

void wb_config_destroy(struct wb_config *config)
{
	if (config) {
		wb_arena_finish(&config->plan.arena);
		free(config);
	}
}
