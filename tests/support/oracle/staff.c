/* What agents do besides: sign in and out, breaks, other queues. */

#include <stdio.h>

#include "oracle/world.h"

/* A list of some queues, e.g. "'sales','chat'". */
static void some_queues(struct world *world, char *text, size_t size)
{
	size_t len = 0;
	text[0] = '\0';
	for (int i = 0; i < WORLD_QUEUES; i++) {
		if (world_chance(world, 3)) {
			len += (size_t)snprintf(text + len, size - len,
			                        "%s'%s'", len ? "," : "",
			                        world_queue(i));
		}
	}
}

static void sign_in(struct world *world, int agent, wb_ms at)
{
	static const char *const places[] = { "", ",'place':'floor'",
		                              ",'place':'remote'" };
	char queues[160] = "";
	const char *place = places[world_below(world, 3)];
	if (world_chance(world, 3)) {
		world_say(world, at, -1, "agent.signed_in", ",'agent':'%s'%s",
		          world_agent(agent), place);
		return;
	}
	some_queues(world, queues, sizeof(queues));
	world_say(world, at, -1, "agent.signed_in",
	          ",'agent':'%s','queues':[%s]%s", world_agent(agent), queues,
	          place);
}

static void take_break(struct world *world, int agent, wb_ms at)
{
	static const char *const reasons[] = { "break", "lunch", "training",
		                               "coaching" };
	const char *name = world_agent(agent);
	const char *pending = world_chance(world, 2) ? ",'pending':true" : "";
	world_say(world, at, -1, "agent.state",
	          ",'agent':'%s','state':'not_ready','reason':'%s'%s", name,
	          reasons[world_below(world, 4)], pending);
	if (world_chance(world, 8)) {
		return; /* for the rest of the day */
	}
	at += world_between(world, 1, 15 * WB_MINUTE);
	world_say(world, at, -1, "agent.state", ",'agent':'%s','state':'ready'",
	          name);
}

static void change_queues(struct world *world, int agent, wb_ms at)
{
	char add[160], remove[160];
	some_queues(world, add, sizeof(add));
	some_queues(world, remove, sizeof(remove));
	world_say(world, at, -1, "agent.queues",
	          ",'agent':'%s','add':[%s],'remove':[%s]", world_agent(agent),
	          add, remove);
}

static void plan(struct world *world, int agent, wb_ms at)
{
	static const char *const classes[] = { "work",    "break",    "lunch",
		                               "off",     "training", "work",
		                               "on_queue" };
	wb_ms from = at - WB_HOUR / 2 + world_below(world, WB_HOUR);
	for (int i = 0; i < 3; i++) {
		wb_ms to = from + world_between(world, 1, WB_HOUR);
		world_say(world, at, -1, "agent.schedule",
		          ",'agent':'%s','activity':'a%d','class':'%s',"
		          "'from':%lld,'to':%lld",
		          world_agent(agent), i, classes[world_below(world, 7)],
		          (long long)from, (long long)to);
		from = to - world_below(world, 2) * WB_MINUTE;
		at++;
	}
}

/* Agents have a feed that speaks of them; of some the other one does too. */
static void choose_speaker(struct world *world, int agent)
{
	world->speaker = agent % world->feeds;
	if (world->feeds > 1 && agent < WORLD_AGENTS / 2 &&
	    world_chance(world, 3)) {
		world->speaker = 1 - world->speaker;
	}
}

static void something(struct world *world, int agent, wb_ms at)
{
	choose_speaker(world, agent);
	switch (world_below(world, 7)) {
	case 3:
		plan(world, agent, at);
		break;
	case 0:
		world_say(world, at, -1, "agent.signed_out", ",'agent':'%s'",
		          world_agent(agent));
		break;
	case 1:
		sign_in(world, agent, at);
		break;
	case 2:
		change_queues(world, agent, at);
		break;
	default:
		take_break(world, agent, at);
		break;
	}
}

void world_staff(struct world *world)
{
	for (int agent = 0; agent < WORLD_AGENTS; agent++) {
		wb_ms at = world->base + world_below(world, 10 * WB_MINUTE);
		choose_speaker(world, agent);
		if (!world_chance(world, 4)) {
			sign_in(world, agent, at);
		}
		for (at += world_below(world, WB_HOUR);
		     at < world->base + world->length;
		     at += world_between(world, 1, WB_HOUR)) {
			something(world, agent, at);
		}
	}
}
