#include "plan/plan.h"

const char *wb_language_code(enum wb_language language)
{
	static const char *const codes[WB_LANGUAGE_COUNT] = {
		[WB_LANGUAGE_EN] = "en",
		[WB_LANGUAGE_FA] = "fa",
		[WB_LANGUAGE_AR] = "ar",
		[WB_LANGUAGE_RU] = "ru",
	};
	return codes[language];
}

const char *wb_sl_variant_name(enum wb_sl_variant variant)
{
	static const char *const names[WB_SL_VARIANT_COUNT] = {
		[WB_SL_OFFERED] = "offered", [WB_SL_ANSWERED] = "answered",
		[WB_SL_IGNORE] = "ignore",   [WB_SL_POSITIVE] = "positive",
		[WB_SL_REMOVED] = "removed", [WB_SL_NO_FLOW] = "no_flow",
		[WB_SL_NOW] = "now",
	};
	return names[variant];
}

const char *wb_clock_name(enum wb_clock clock)
{
	static const char *const names[WB_CLOCK_COUNT] = {
		[WB_CLOCK_ANSWER] = "answer",
		[WB_CLOCK_FIRST_REPLY] = "first_reply",
	};
	return names[clock];
}

const char *wb_tile_kind_name(enum wb_tile_kind kind)
{
	static const char *const names[WB_TILE_KIND_COUNT] = {
		[WB_TILE_NUMBER] = "number",   [WB_TILE_GAUGE] = "gauge",
		[WB_TILE_TREND] = "trend",     [WB_TILE_QUEUES] = "queues",
		[WB_TILE_AGENTS] = "agents",   [WB_TILE_STATES] = "states",
		[WB_TILE_RANKING] = "ranking", [WB_TILE_ALERTS] = "alerts",
		[WB_TILE_TEXT] = "text",       [WB_TILE_CLOCK] = "clock",
	};
	return names[kind];
}

const char *wb_trend_span_name(enum wb_trend_span span)
{
	static const char *const names[WB_SPAN_COUNT] = { "hour", "day" };
	return names[span];
}

const char *wb_ranked_name(enum wb_ranked ranked)
{
	static const char *const names[WB_RANKED_COUNT] = { "agents",
		                                            "queues" };
	return names[ranked];
}

const char *wb_window_name(enum wb_window window)
{
	static const char *const names[WB_WINDOW_COUNT] = {
		[WB_WINDOW_NOW] = "now", [WB_WINDOW_5M] = "5m",
		[WB_WINDOW_15M] = "15m", [WB_WINDOW_30M] = "30m",
		[WB_WINDOW_1H] = "1h",   [WB_WINDOW_INTERVAL] = "interval",
		[WB_WINDOW_DAY] = "day",
	};
	return names[window];
}

const struct wb_service_level_plan *
wb_plan_service_level(const struct wb_queue_plan *queue,
                      enum wb_channel channel)
{
	return queue->channels[channel].threshold > 0
	               ? &queue->channels[channel]
	               : &queue->service_level;
}

const struct wb_queue_plan *wb_plan_queue(const struct wb_plan *plan,
                                          struct wb_str name)
{
	for (int i = 0; i < plan->queue_count; i++) {
		if (wb_str_equal(plan->queues[i].name, name)) {
			return &plan->queues[i];
		}
	}
	return NULL;
}

const struct wb_agent_plan *wb_plan_agent(const struct wb_plan *plan,
                                          struct wb_str name)
{
	for (int i = 0; i < plan->agent_count; i++) {
		if (wb_str_equal(plan->agents[i].name, name)) {
			return &plan->agents[i];
		}
	}
	return NULL;
}

const struct wb_page_plan *wb_plan_page(const struct wb_plan *plan,
                                        struct wb_str name)
{
	for (int i = 0; i < plan->page_count; i++) {
		if (wb_str_equal(plan->pages[i].name, name)) {
			return &plan->pages[i];
		}
	}
	return NULL;
}
