/* How the telling goes wrong: twice, late, in part, not at all. */

#include <string.h>

#include "oracle/world.h"

#define LATENESS_BOUND (10 * WB_MINUTE)

static void repeat(struct world *world, int line)
{
	struct world_line *copy = &world->lines[world->line_count];
	*copy = world->lines[line];
	copy->order = world->line_count++;
}

/* Single events at once; whole batches when their reply was lost. */
static void duplicate(struct world *world)
{
	int count = world->line_count;
	for (int i = 0; i < count; i++) {
		if (world_chance(world, 8)) {
			repeat(world, i);
		}
	}
}

/*
 * In every 20 minutes the first ten are heard late by up to as much, each
 * contact's events in their order; then all is told that happened.
 */
static void delay(struct world *world)
{
	wb_ms period = 2 * LATENESS_BOUND;
	for (int contact = 0; contact < world->contact_count; contact++) {
		wb_ms delay = world_chance(world, 3)
		                      ? world_below(world, LATENESS_BOUND)
		                      : 0;
		wb_ms heard = 0;
		for (int i = 0; i < world->line_count; i++) {
			struct world_line *line = &world->lines[i];
			wb_ms into = (line->at - world->base) % period;
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
	for (int i = 0; i < world->moment_count; i++) {
		wb_ms into = (world->moments[i] - world->base) % period;
		world->moments[i] += period - into;
	}
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

void world_trouble(struct world *world)
{
	switch (world->kind) {
	case WORLD_DUPLICATED:
		duplicate(world);
		break;
	case WORLD_LATE:
		delay(world);
		break;
	case WORLD_LOSING:
		lose(world);
		break;
	case WORLD_IN_ORDER:
	case WORLD_KIND_COUNT:
		break;
	}
}
