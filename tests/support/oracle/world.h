#ifndef WB_TEST_ORACLE_WORLD_H
#define WB_TEST_ORACLE_WORLD_H

/*
 * A random contact centre and a few hours of its life, as events with the
 * instants at which the daemon hears them. The same seed is the same world.
 *
 * world.c makes it and keeps the lines, centre.c is the plan, calls.c what
 * happens to contacts, staff.c what agents do besides, trouble.c how the
 * telling goes wrong.
 */

#include "event.h"
#include "plan/plan.h"

enum world_kind {
	WORLD_IN_ORDER,
	WORLD_DUPLICATED,     /* events and whole batches told again */
	WORLD_LATE,           /* all of the feed late, within the bound */
	WORLD_DISORDERED,     /* each contact late on its own, in its order */
	WORLD_SHUFFLED,       /* each event late on its own */
	WORLD_LOSING,         /* events that are never told, stale limits */
	WORLD_RESYNCHRONISED, /* snapshots that have lost some contacts */
	WORLD_TWO_FEEDS,      /* one of them silent, then resynchronised */
	WORLD_ONE_FEED_LATE,  /* of two, within the bound */
	WORLD_KIND_COUNT,
};

const char *world_kind_name(enum world_kind kind);

#define WORLD_LINES 9000
#define WORLD_QUEUES 10
#define WORLD_AGENTS 10
#define WORLD_MOMENTS 8

struct world_line {
	wb_ms at, heard;
	int order;
	int contact; /* or -1 */
	int feed;
	char text[240];
	struct wb_event event;
};

struct world {
	enum world_kind kind;
	uint64_t seed, random;
	wb_ms base, length; /* the floor lives from base to base + length */

	int feeds; /* with two, each knows its contacts by the same names */

	struct wb_plan plan;
	struct wb_queue_plan queues[WORLD_QUEUES];
	struct wb_agent_plan agents[WORLD_AGENTS];

	struct world_line lines[WORLD_LINES]; /* in the order they are heard */
	int line_count;
	wb_ms moments[WORLD_MOMENTS]; /* at which the floor is read */
	int moment_count;

	/* while it is made */
	int contact_count;
	int speaker; /* the feed of what is of no contact */
	wb_ms agent_free[WORLD_AGENTS];
	int chats[WORLD_AGENTS];
	struct wb_arena arena;
};

void world_make(struct world *world, uint64_t seed, enum world_kind kind);
void world_finish(struct world *world);

/*
 * Without the units (contacts, lines of no contact) for which `keep` is false,
 * to make a failure small.
 */
int world_unit_count(const struct world *world);
void world_thin(struct world *world, const bool *keep);

/* ---- private to the world's files ---- */

int64_t world_below(struct world *world, int64_t limit);
/* True once in so many. */
bool world_chance(struct world *world, int one_in);
wb_ms world_between(struct world *world, wb_ms least, wb_ms most);

/*
 * An event line, e.g. world_say(w, at, contact, "queue.entered", ...): the
 * contact (-1 = none) and further members, single quotes for double ones.
 */
void world_say(struct world *world, wb_ms at, int contact, const char *ev,
               const char *format, ...) __attribute__((format(printf, 5, 6)));

void world_plan(struct world *world);
const char *world_queue(int queue);
const char *world_agent(int agent);
enum wb_channel world_channel(int queue);

void world_call(struct world *world, wb_ms at);
void world_staff(struct world *world);
void world_sort(struct world *world);
void world_trouble(struct world *world);

#endif
