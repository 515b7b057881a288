#include "engine_kit.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static void plan_queue(struct wb_queue_plan *queue, const char *name,
                       const char *department)
{
	*queue = (struct wb_queue_plan){
		.name = wb_str(name),
		.department = wb_str(department),
		.time_zone = wb_str("UTC"),
		.service_level = { .threshold = 20 * WB_SECOND,
		                   .target_bp = 8000,
		                   .variant = WB_SL_OFFERED },
		.short_abandon = 5 * WB_SECOND,
		.handle_limit = 30 * WB_MINUTE,
		.channel = WB_CHANNEL_VOICE,
		.configured = department != NULL,
	};
}

static void plan_agent(struct wb_agent_plan *agent, const char *name,
                       const char *team)
{
	*agent = (struct wb_agent_plan){
		.name = wb_str(name),
		.team = wb_str(team),
		.configured = true,
	};
}

static void make_plan(struct kit *kit)
{
	plan_queue(&kit->queues[0], "sales", "front");
	plan_queue(&kit->queues[1], "support", "front");
	plan_queue(&kit->queues[2], "techsupport", "back");
	plan_agent(&kit->agents[0], "ann", "red");
	plan_agent(&kit->agents[1], "bob", "red");
	plan_agent(&kit->agents[2], "carl", "blue");
	kit->page = (struct wb_page_plan){
		.name = wb_str("overview"),
		.columns = 24,
		.rows = 12,
		.tiles = kit->tiles,
	};
	kit->plan = (struct wb_plan){
		.time_zone = wb_str("UTC"),
		.interval = 30 * WB_MINUTE,
		.stale_limit = 4 * WB_HOUR,
		.lateness = 10 * WB_MINUTE,
		.repeat_within = 7 * 24 * WB_HOUR,
		.feed_silent = 4 * WB_SECOND,
		.queues = kit->queues,
		.queue_count = 3,
		.agents = kit->agents,
		.agent_count = 3,
		.pages = &kit->page,
		.page_count = 1,
	};
	plan_queue(&kit->plan.defaults, "", NULL);
}

void kit_open(struct kit *kit, wb_ms base)
{
	memset(kit, 0, sizeof(*kit));
	make_plan(kit);
	kit->base = base;
	kit->engine = wb_engine_create();
	ck_assert_ptr_nonnull(kit->engine);
	ck_assert(wb_engine_set_plan(kit->engine, &kit->plan));
	wb_engine_advance(kit->engine, base);
}

void kit_close(struct kit *kit)
{
	wb_engine_destroy(kit->engine);
	wb_arena_finish(&kit->arena);
}

void kit_replan(struct kit *kit)
{
	ck_assert(wb_engine_set_plan(kit->engine, &kit->plan));
}

static wb_ms instant(const struct kit *kit, double seconds)
{
	return kit->base + (wb_ms)(seconds * 1000 + 0.5);
}

void kit_at(struct kit *kit, double seconds)
{
	wb_engine_advance(kit->engine, instant(kit, seconds));
}

void kit_play_late(struct kit *kit, double seconds, const char *ev,
                   const char *fields)
{
	char line[1024], error[256];
	struct wb_event event;
	snprintf(line, sizeof(line), "{\"t\":%lld,\"ev\":\"%s\"%s%s}",
	         (long long)instant(kit, seconds), ev, *fields ? "," : "",
	         fields);
	for (char *c = line; *c; c++) {
		*c = *c == '\'' ? '"' : *c;
	}
	bool decoded = wb_event_decode(wb_str(line), &kit->arena, &event, error,
	                               sizeof(error));
	ck_assert_msg(decoded, "%s: %s", line, error);
	wb_engine_apply(kit->engine, 0, &event);
	wb_arena_reset(&kit->arena);
}

void kit_play(struct kit *kit, double seconds, const char *ev,
              const char *fields)
{
	kit_at(kit, seconds);
	kit_play_late(kit, seconds, ev, fields);
}

void kit_call(struct kit *kit, double at, const char *contact,
              const char *queue, const char *agent, double wait, double talk)
{
	char fields[256];
	snprintf(fields, sizeof(fields), "'contact':'%s','queue':'%s'", contact,
	         queue);
	kit_play(kit, at, "queue.entered", fields);
	snprintf(fields, sizeof(fields),
	         "'contact':'%s','queue':'%s','agent':'%s'", contact, queue,
	         agent);
	kit_play(kit, at + wait, "segment.started", fields);
	snprintf(fields, sizeof(fields), "'contact':'%s','agent':'%s'", contact,
	         agent);
	kit_play(kit, at + wait + talk, "segment.ended", fields);
}

struct wb_value kit_read(struct kit *kit, const char *kpi, const char *scope,
                         enum wb_window window)
{
	const struct wb_kpi *row = wb_kpi_find(wb_str(kpi));
	ck_assert_msg(row != NULL, "no KPI %s", kpi);
	uint32_t number = wb_engine_scope(kit->engine, wb_str(scope));
	ck_assert_msg(number != WB_NOBODY, "no scope %s", scope);
	return wb_engine_read(kit->engine, row, number, window);
}

void kit_expect(struct kit *kit, const char *kpi, const char *scope,
                enum wb_window window, int64_t value)
{
	struct wb_value got = kit_read(kit, kpi, scope, window);
	ck_assert_msg(got.known && got.value == value,
	              "%s of %s in %s: got %lld%s, expected %lld", kpi, scope,
	              wb_window_name(window), (long long)got.value,
	              got.known ? "" : " (unknown)", (long long)value);
}

void kit_expect_ratio(struct kit *kit, const char *kpi, const char *scope,
                      enum wb_window window, int64_t num, int64_t den)
{
	struct wb_value got = kit_read(kit, kpi, scope, window);
	ck_assert_msg(got.is_ratio && got.ratio.num == num &&
	                      got.ratio.den == den,
	              "%s of %s in %s: got %lld/%lld, expected %lld/%lld", kpi,
	              scope, wb_window_name(window), (long long)got.ratio.num,
	              (long long)got.ratio.den, (long long)num, (long long)den);
	ck_assert(got.known == (den > 0));
}
