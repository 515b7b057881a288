#ifndef WB_TEST_FLOOR_KIT_H
#define WB_TEST_FLOOR_KIT_H

/*
 * A floor without an engine, played by event lines as feeds send them; what it
 * concludes is kept as text. The centre is that of engine_kit.h with a tier:
 * sales and support are first tier, techsupport is second.
 */

#include "floor/floor.h"

#define FLOOR_KIT_FACTS 4096
#define FLOOR_KIT_LINE 192

struct floor_kit_fact {
	char line[FLOOR_KIT_LINE];
	int count; /* how often it was told, less how often taken back */
};

struct floor_kit {
	struct wb_floor *floor;
	struct wb_plan plan;
	struct wb_queue_plan queues[3];
	struct wb_arena arena;
	wb_ms base; /* what the lines' seconds count from */
	wb_ms now;
	struct floor_kit_fact facts[FLOOR_KIT_FACTS];
	int fact_count;
	bool lenient; /* what was forgotten may be taken back */
	struct wb_buf text;
};

/* `base` is the floor's first time. */
void floor_kit_open(struct floor_kit *kit, wb_ms base);
void floor_kit_close(struct floor_kit *kit);

/* Puts a changed plan in force. */
void floor_kit_replan(struct floor_kit *kit);

/* Moves time to base + seconds. */
void floor_kit_at(struct floor_kit *kit, double seconds);

/*
 * Moves time to base + seconds, unless that is over, and applies an event of
 * that instant. Single quotes stand for double ones.
 */
void floor_kit_play(struct floor_kit *kit, double seconds, const char *ev,
                    const char *fields);

/* Replaces the floor by its own copy, saved and loaded. */
void floor_kit_reload(struct floor_kit *kit);

/* Forgets the facts that were told; they may still be taken back. */
void floor_kit_clear(struct floor_kit *kit);

/*
 * The facts that hold, those taken back left out: a line each, in the order of
 * their instants and then of the alphabet, times in seconds from the base:
 * "answered@5 <0 sales ann wait=5 in". "x2" when told twice. Kinds are those
 * whose name begins with `kinds`; NULL = all.
 */
const char *floor_kit_facts(struct floor_kit *kit, const char *kinds);

/* Fails the test when the facts are not these. */
void floor_kit_expect(struct floor_kit *kit, const char *kinds,
                      const char *lines);

uint64_t floor_kit_anomalies(const struct floor_kit *kit, enum wb_anomaly what);

#endif
