/* The plan of the random world: every channel, tier, site and zone. */

#include <check.h>
#include <stdio.h>

#include "oracle/world.h"

static const struct {
	const char *name, *department, *site, *zone;
	wb_ms day_start;
	enum wb_channel channel;
	int tier;
	wb_ms threshold;
} queues[WORLD_QUEUES] = {
	{ "sales", "front", "tehran", "Asia/Tehran", 0, WB_CHANNEL_VOICE, 1,
	  20 * WB_SECOND },
	{ "support", "front", "berlin", "Europe/Berlin", 6 * WB_HOUR,
	  WB_CHANNEL_VOICE, 1, 30 * WB_SECOND },
	{ "experts", "back", "berlin", "Europe/Berlin", 0, WB_CHANNEL_VOICE, 2,
	  45 * WB_SECOND },
	{ "chat", "front", "tehran", "Asia/Tehran", 0, WB_CHANNEL_CHAT, 1,
	  40 * WB_SECOND },
	{ "mail", "back", NULL, "America/New_York", 0, WB_CHANNEL_EMAIL, 1,
	  10 * WB_MINUTE },
	{ "social", "back", NULL, "UTC", 0, WB_CHANNEL_SOCIAL, 0,
	  5 * WB_MINUTE },
	{ "tickets", "back", "berlin", "UTC", 0, WB_CHANNEL_TICKET, 2,
	  15 * WB_MINUTE },
	{ "telesales", "out", "tehran", "Asia/Tehran", 0, WB_CHANNEL_VOICE, 0,
	  20 * WB_SECOND },
	{ "callbacks", "front", "berlin", "UTC", 0, WB_CHANNEL_CALLBACK, 1,
	  15 * WB_MINUTE },
	{ "stranger", NULL, NULL, NULL, 0, WB_CHANNEL_VOICE, 0, 0 },
};

static const struct {
	const char *name, *team, *site;
} agents[WORLD_AGENTS] = {
	{ "ann", "red", "tehran" },   { "bob", "red", "berlin" },
	{ "carl", "blue", "berlin" }, { "dora", "blue", NULL },
	{ "eve", "blue", "tehran" },  { "fred", "green", NULL },
	{ "gina", "green", NULL },    { "hal", NULL, "berlin" },
	{ "ivy", NULL, NULL },        { "jack", "red", "tehran" },
};

const char *world_queue(int queue)
{
	return queues[queue].name;
}

const char *world_agent(int agent)
{
	return agents[agent].name;
}

enum wb_channel world_channel(int queue)
{
	return queues[queue].channel;
}

static const struct wb_zone *read_zone(struct world *world, const char *name)
{
	static char bytes[65536];
	char path[128];
	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	FILE *file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "no time zone %s", path);
	size_t size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	const struct wb_zone *zone =
		wb_zone_read((struct wb_str){ bytes, size }, &world->arena);
	ck_assert_ptr_nonnull(zone);
	return zone;
}

/* Queues of a world differ in their promises, but for the defaults. */
static struct wb_queue_plan queue_plan(struct world *world, int i)
{
	const char *zone = queues[i].zone ? queues[i].zone : "UTC";
	return (struct wb_queue_plan){
		.name = wb_str(queues[i].name),
		.department = wb_str(queues[i].department),
		.site = wb_str(queues[i].site),
		.time_zone = wb_str(zone),
		.zone = read_zone(world, zone),
		.day_start = queues[i].day_start,
		.service_level = {
			.threshold = queues[i].threshold,
			.target_bp = 7000 + (int)world_below(world, 4) * 1000,
			.variant = (enum wb_sl_variant)world_below(
				world, WB_SL_VARIANT_COUNT),
			.until = queues[i].channel != WB_CHANNEL_VOICE &&
			                         world_chance(world, 2)
			                 ? WB_CLOCK_FIRST_REPLY
			                 : WB_CLOCK_ANSWER,
		},
		.short_abandon = world_below(world, 3) * 5 * WB_SECOND,
		.handle_limit = world_below(world, 3) * WB_MINUTE,
		.channel = queues[i].channel,
		.tier = queues[i].tier,
		.configured = true,
	};
}

static void plan_queues(struct world *world)
{
	for (int i = 0; i < WORLD_QUEUES - 1; i++) {
		world->queues[i] = queue_plan(world, i);
	}
	world->plan.defaults = queue_plan(world, 0);
	world->plan.defaults.name = wb_str("");
	world->plan.defaults.department = wb_str(NULL);
	world->plan.defaults.site = wb_str(NULL);
	world->plan.defaults.tier = 0;
	world->plan.defaults.configured = false;
	world->plan.queues = world->queues;
	world->plan.queue_count = WORLD_QUEUES - 1; /* one is a stranger */
}

static void plan_agents(struct world *world)
{
	for (int i = 0; i < WORLD_AGENTS; i++) {
		world->agents[i] = (struct wb_agent_plan){
			.name = wb_str(agents[i].name),
			.team = wb_str(agents[i].team),
			.site = wb_str(agents[i].site),
			.configured = true,
		};
	}
	world->plan.agents = world->agents;
	world->plan.agent_count = WORLD_AGENTS - 2; /* two are strangers */
}

/* Who is told of when the N days are over is too late to be looked at. */
static bool days_known(const struct world *world)
{
	return world->kind != WORLD_LATE && world->kind != WORLD_DISORDERED &&
	       world->kind != WORLD_SHUFFLED &&
	       world->kind != WORLD_ONE_FEED_LATE;
}

void world_plan(struct world *world)
{
	static const struct {
		const char *zone;
		wb_ms day_start;
	} centres[] = { { "UTC", 0 },
		        { "Asia/Tehran", 0 },
		        { "Europe/Berlin", 6 * WB_HOUR },
		        { "America/New_York", 0 } };
	static const wb_ms intervals[] = { 15 * WB_MINUTE, 30 * WB_MINUTE,
		                           60 * WB_MINUTE };
	static const struct wb_page_plan page = { .columns = 24, .rows = 12 };
	static const wb_ms days[] = { 0, WB_HOUR * 3 / 2, 2 * WB_HOUR,
		                      7 * 24 * WB_HOUR };
	int centre = (int)world_below(world, 4);
	world->plan = (struct wb_plan){
		.time_zone = wb_str(centres[centre].zone),
		.zone = read_zone(world, centres[centre].zone),
		.day_start = centres[centre].day_start,
		.interval = intervals[world_below(world, 3)],
		.stale_limit = 4 * WB_HOUR,
		.lateness = 10 * WB_MINUTE,
		.repeat_within =
			days[days_known(world) ? world_below(world, 4)
		                               : 3 * world_below(world, 2)],
		.feed_silent = 4 * WB_SECOND,
		.pages = &page,
		.page_count = 1,
	};
	plan_queues(world);
	plan_agents(world);
}
