/* How the telling goes wrong: twice, late, in part, not at all. */

#include <stdio.h>
#include <string.h>

#include "oracle/world.h"

#define LATENESS_BOUND (10 * WB_MINUTE)

static void repeat(struct world *world, int line)
{
	struct world_line *copy = &world->lines[world->line_count];
	*copy = world->lines[line];
	copy->order = world->line_count++;
}

/* Single events at once or later, as nobody had confirmed them. */
static void duplicate(struct world *world)
{
	int count = world->line_count;
	for (int i = 0; i < count; i++) {
		if (world->lines[i].contact >= 0 && world_chance(world, 8)) {
			repeat(world, i);
			if (world_chance(world, 2)) {
				world->lines[world->line_count - 1].heard +=
					world_below(world, LATENESS_BOUND);
			}
		}
	}
}

#define PERIOD (2 * LATENESS_BOUND)

/* In every 20 minutes all is told by then that happened in them. */
static void read_when_all_is_told(struct world *world)
{
	for (int i = 0; i < world->moment_count; i++) {
		wb_ms into = (world->moments[i] - world->base) % PERIOD;
		world->moments[i] += PERIOD - into;
	}
}

/* A feed is cut off for a while and tells afterwards what happened. */
static void cut_off(struct world *world, int feed)
{
	for (wb_ms period = world->base;
	     period < world->base + 4 * world->length; period += PERIOD) {
		wb_ms from = period + world_below(world, LATENESS_BOUND);
		wb_ms to = from + world_below(world, LATENESS_BOUND);
		for (int i = 0; i < world->line_count; i++) {
			struct world_line *line = &world->lines[i];
			if (line->feed == feed && line->at >= from &&
			    line->at < to) {
				line->heard = to;
			}
		}
	}
	read_when_all_is_told(world);
}

/* Each contact's events come late on their own, but in their order. */
static void disorder(struct world *world)
{
	for (int contact = 0; contact < world->contact_count; contact++) {
		wb_ms delay = world_chance(world, 3)
		                      ? world_below(world, LATENESS_BOUND)
		                      : 0;
		wb_ms heard = 0;
		for (int i = 0; i < world->line_count; i++) {
			struct world_line *line = &world->lines[i];
			wb_ms into = (line->at - world->base) % PERIOD;
			if (line->contact != contact) {
				continue;
			}
			if (into < LATENESS_BOUND) {
				line->heard += delay;
			}
			heard = line->heard > heard ? line->heard : heard;
			line->heard = heard;
		}
	}
	read_when_all_is_told(world);
}

/* Some contacts fall silent for good, some of their ends are never told. */
static void lose(struct world *world)
{
	int kept = 0;
	bool silent[WORLD_LINES] = { false };
	for (int i = 0; i < world->line_count; i++) {
		struct world_line *line = &world->lines[i];
		int contact = line->contact;
		if (contact >= 0 && world_chance(world, 25)) {
			silent[contact] = true;
		}
		bool drop = (contact >= 0 && silent[contact]) ||
		            world_chance(world, 60);
		if (!drop) {
			world->lines[kept++] = *line;
		}
	}
	world->line_count = kept;
	/* Later moments are beyond the stale limit. */
	for (int i = world->moment_count / 2; i < world->moment_count; i++) {
		world->moments[i] +=
			world->plan.stale_limit + i * 20 * WB_MINUTE;
	}
}

static bool tells(const struct world_line *line, const char *ev)
{
	char text[40];
	snprintf(text, sizeof(text), "\"ev\":\"%s\"", ev);
	return strstr(line->text, text) != NULL;
}

/* The line that says what the contact does at an instant, or NULL. */
static const struct world_line *doing_at(const struct world *world, int contact,
                                         wb_ms at)
{
	const struct world_line *doing = NULL;
	for (int i = 0; i < world->line_count; i++) {
		const struct world_line *line = &world->lines[i];
		if (line->contact != contact || line->at > at) {
			continue;
		}
		if (tells(line, "queue.entered") ||
		    tells(line, "segment.started")) {
			doing = line;
		} else if (tells(line, "queue.left") ||
		           tells(line, "segment.ended") ||
		           tells(line, "contact.ended")) {
			doing = NULL;
		}
	}
	return doing;
}

/* The same thing, told anew as it still is. */
static void tell_anew(struct world *world, const struct world_line *line,
                      wb_ms at)
{
	struct world_line *copy = &world->lines[world->line_count];
	const char *rest = strchr(line->text, ',');
	*copy = *line;
	copy->order = world->line_count++;
	copy->at = copy->heard = at;
	snprintf(copy->text, sizeof(copy->text), "{\"t\":%lld%s", (long long)at,
	         rest);
}

static void drop_from(struct world *world, int contact, wb_ms at)
{
	int kept = 0;
	for (int i = 0; i < world->line_count; i++) {
		const struct world_line *line = &world->lines[i];
		if (line->contact != contact || line->at <= at) {
			world->lines[kept++] = *line;
		}
	}
	world->line_count = kept;
}

/* A feed begins anew and tells how things stand; it has lost a few. */
static void resynchronise(struct world *world, int feed, wb_ms at)
{
	world->speaker = feed;
	world_say(world, at, -1, "feed.snapshot", ",'phase':'begin'");
	for (int agent = 0; agent < WORLD_AGENTS; agent++) {
		if (!world_chance(world, 5)) {
			world_say(world, ++at, -1, "agent.signed_in",
			          ",'agent':'%s'", world_agent(agent));
		}
	}
	for (int contact = feed; contact < world->contact_count;
	     contact += world->feeds) {
		const struct world_line *doing = doing_at(world, contact, at);
		if (!doing) {
			continue;
		}
		if (world_chance(world, 4)) {
			drop_from(world, contact, at);
		} else {
			tell_anew(world, doing, ++at);
		}
	}
	world_say(world, ++at, -1, "feed.snapshot", ",'phase':'end'");
}

static void drop_between(struct world *world, int feed, wb_ms from, wb_ms to)
{
	int kept = 0;
	for (int i = 0; i < world->line_count; i++) {
		const struct world_line *line = &world->lines[i];
		if (line->feed != feed || line->at <= from || line->at >= to) {
			world->lines[kept++] = *line;
		}
	}
	world->line_count = kept;
}

/* A feed falls silent, tells that it has missed something, and how it is. */
static void fall_silent(struct world *world, int feed)
{
	wb_ms from = world->base + world_below(world, world->length);
	wb_ms to = from + world_between(world, 1, 20 * WB_MINUTE);
	resynchronise(world, feed, to);
	world->speaker = feed;
	drop_between(world, feed, from, to);
	world_say(world, to, -1, "feed.gap", ",'from':%lld,'to':%lld",
	          (long long)from, (long long)to);
}

/*
 * Each event late on its own, within the bound: also ends that are told
 * before their beginnings.
 */
static void shuffle(struct world *world)
{
	for (int i = 0; i < world->line_count; i++) {
		struct world_line *line = &world->lines[i];
		wb_ms into = (line->at - world->base) % PERIOD;
		if (into < LATENESS_BOUND && world_chance(world, 3)) {
			line->heard += world_below(world, LATENESS_BOUND);
		}
		/* Nobody can tell what of one instant came first. */
		for (int k = i - 1; k >= 0 && world->lines[k].at == line->at;
		     k--) {
			if (line->heard < world->lines[k].heard) {
				line->heard = world->lines[k].heard;
			}
		}
	}
	read_when_all_is_told(world);
}

void world_trouble(struct world *world)
{
	switch (world->kind) {
	case WORLD_DUPLICATED:
		duplicate(world);
		break;
	case WORLD_LATE:
		cut_off(world, 0);
		break;
	case WORLD_DISORDERED:
		disorder(world);
		break;
	case WORLD_SHUFFLED:
		shuffle(world);
		break;
	case WORLD_LOSING:
		lose(world);
		break;
	case WORLD_RESYNCHRONISED:
		resynchronise(world, 0,
		              world->base + world_below(world, world->length));
		break;
	case WORLD_TWO_FEEDS:
		fall_silent(world, 1);
		if (world_chance(world, 2)) {
			fall_silent(world, 0);
		}
		break;
	case WORLD_ONE_FEED_LATE:
		cut_off(world, 1);
		break;
	case WORLD_IN_ORDER:
	case WORLD_KIND_COUNT:
		break;
	}
}
