#ifndef WB_TEST_ENGINE_KIT_H
#define WB_TEST_ENGINE_KIT_H

/*
 * An engine with a small centre, played by event lines as feeds send them.
 * Queues: sales and support in department "front", techsupport in "back"; the
 * threshold is 20 s and the short-abandon limit 5 s. Agents: ann and bob in
 * team "red", carl in "blue"; everybody else is unconfigured.
 */

#include "kpi/engine.h"
#include "limits.h"

struct kit {
	struct wb_engine *engine;
	struct wb_plan plan;
	struct wb_queue_plan queues[3];
	struct wb_agent_plan agents[3];
	struct wb_group_plan groups[4];
	struct wb_page_plan page;
	struct wb_tile_plan tiles[4];
	struct wb_arena arena;
	wb_ms base; /* what the lines' seconds count from */
};

/* `base` is the engine's first time. */
void kit_open(struct kit *kit, wb_ms base);
void kit_close(struct kit *kit);

/* Puts a changed plan in force again. */
void kit_replan(struct kit *kit);

/* Moves time to base + seconds. */
void kit_at(struct kit *kit, double seconds);

/*
 * Moves time to base + seconds and applies an event of that instant, e.g.
 * kit_play(k, 3.5, "queue.entered", "'contact':'c1','queue':'sales'").
 * Single quotes stand for double ones.
 */
void kit_play(struct kit *kit, double seconds, const char *ev,
              const char *fields);

/* The same, but the event comes now and happened at base + seconds. */
void kit_play_late(struct kit *kit, double seconds, const char *ev,
                   const char *fields);

/* A whole short call: entered, answered after `wait`, talked, ended. */
void kit_call(struct kit *kit, double at, const char *contact,
              const char *queue, const char *agent, double wait, double talk);

struct wb_value kit_read(struct kit *kit, const char *kpi, const char *scope,
                         enum wb_window window);

/* The value that the test expects, or a failed check. */
void kit_expect(struct kit *kit, const char *kpi, const char *scope,
                enum wb_window window, int64_t value);
void kit_expect_ratio(struct kit *kit, const char *kpi, const char *scope,
                      enum wb_window window, int64_t num, int64_t den);

#endif
