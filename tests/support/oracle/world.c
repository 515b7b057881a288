/* A world is made: its plan, its contacts, its agents, its trouble. */

#include "oracle/world.h"

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *world_kind_name(enum world_kind kind)
{
	static const char *const names[WORLD_KIND_COUNT] = {
		"in order",       "duplicated", "late",
		"disordered",     "shuffled",   "losing",
		"resynchronised", "two feeds",  "one feed late",
	};
	return names[kind];
}

int64_t world_below(struct world *world, int64_t limit)
{
	world->random ^= world->random << 13;
	world->random ^= world->random >> 7;
	world->random ^= world->random << 17;
	return (int64_t)(world->random % (uint64_t)limit);
}

bool world_chance(struct world *world, int one_in)
{
	return world_below(world, one_in) == 0;
}

wb_ms world_between(struct world *world, wb_ms least, wb_ms most)
{
	return least + world_below(world, most - least + 1);
}

void world_say(struct world *world, wb_ms at, int contact, const char *ev,
               const char *format, ...)
{
	struct world_line *line = &world->lines[world->line_count];
	int len;
	va_list args;
	ck_assert_int_lt(world->line_count, WORLD_LINES);
	line->at = line->heard = at;
	line->order = world->line_count++;
	line->contact = contact;
	line->feed = contact >= 0 ? contact % world->feeds : world->speaker;
	len = snprintf(line->text, sizeof(line->text), "{'t':%lld,'ev':'%s'",
	               (long long)at, ev);
	if (contact >= 0) {
		len += snprintf(line->text + len,
		                sizeof(line->text) - (size_t)len,
		                ",'contact':'c%d'", contact / world->feeds);
	}
	va_start(args, format);
	len += vsnprintf(line->text + len, sizeof(line->text) - (size_t)len,
	                 format, args);
	va_end(args);
	ck_assert_int_lt(len + 2, (int)sizeof(line->text));
	line->text[len] = '}';
	line->text[len + 1] = '\0';
	for (char *c = line->text; *c; c++) {
		*c = *c == '\'' ? '"' : *c;
	}
}

static int by_heard(const void *a, const void *b)
{
	const struct world_line *x = a, *y = b;
	if (x->heard != y->heard) {
		return x->heard < y->heard ? -1 : 1;
	}
	if (x->at != y->at) {
		return x->at < y->at ? -1 : 1;
	}
	return x->order - y->order;
}

void world_sort(struct world *world)
{
	qsort(world->lines, (size_t)world->line_count,
	      sizeof(struct world_line), by_heard);
}

static void decode(struct world *world)
{
	char error[256];
	for (int i = 0; i < world->line_count; i++) {
		struct world_line *line = &world->lines[i];
		bool ok = wb_event_decode(wb_str(line->text), &world->arena,
		                          &line->event, error, sizeof(error));
		ck_assert_msg(ok, "%s: %s", line->text, error);
	}
}

/* Noon, midnights, a day that starts at six, days of 23 and 25 hours. */
static const wb_ms borders[] = {
	1795262400000, /* 2026-11-21 12:00 */
	1795293000000, /* 2026-11-22 00:00 in Tehran */
	1795323600000, /* 2026-11-22 06:00 in Berlin */
	1795237200000, /* 2026-11-21 00:00 in New York */
	1792890000000, /* 2026-10-25, an hour twice in Berlin */
	1774746000000, /* 2026-03-29, an hour less there */
	1793512800000, /* 2026-11-01, an hour twice in New York */
};

static void set_moments(struct world *world)
{
	wb_ms step = world->length / (WORLD_MOMENTS - 2);
	world->moment_count = 0;
	for (int i = 0; i < WORLD_MOMENTS; i++) {
		wb_ms at = world->base + i * step + world_below(world, step);
		world->moments[world->moment_count++] = at;
	}
}

void world_make(struct world *world, uint64_t seed, enum world_kind kind)
{
	int border;
	memset(world, 0, sizeof(*world));
	world->kind = kind;
	world->seed = seed;
	world->feeds =
		kind == WORLD_TWO_FEEDS || kind == WORLD_ONE_FEED_LATE ? 2 : 1;
	world->random = (seed * 0x9e3779b97f4a7c15u) ^ 0x2545f4914f6cdd1du;
	border = (int)world_below(world, sizeof(borders) / sizeof(borders[0]));
	world->length = world_between(world, WB_HOUR, 3 * WB_HOUR);
	world->base = borders[border] - world_below(world, world->length);
	world_plan(world);
	wb_ms pace = world_between(world, 20, 120) * WB_SECOND;
	for (int i = 0; i < WORLD_AGENTS; i++) {
		world->agent_free[i] = world->base + 1;
	}
	for (wb_ms at = world->base + 1; at < world->base + world->length;
	     at += world_between(world, 1, 2 * pace)) {
		world_call(world, at);
	}
	world_staff(world);
	world_sort(world);
	set_moments(world);
	world_trouble(world);
	world_sort(world);
	decode(world);
}

int world_unit_count(const struct world *world)
{
	return world->contact_count + world->line_count;
}

/* A contact's lines stay together, others stand for themselves. */
void world_thin(struct world *world, const bool *keep)
{
	int kept = 0;
	for (int i = 0; i < world->line_count; i++) {
		const struct world_line *line = &world->lines[i];
		if (keep[line->contact >= 0 ? line->contact
		                            : world->contact_count + i]) {
			world->lines[kept++] = *line;
		}
	}
	world->line_count = kept;
	decode(world); /* events borrow from where their lines are */
}

void world_finish(struct world *world)
{
	wb_arena_finish(&world->arena);
}
