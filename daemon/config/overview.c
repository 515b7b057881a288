/*
 * The page there is when none is configured: the promise, the queue at its
 * worst, what waits, what was lost, then the queues and the agents.
 */

#include "config/draft.h"

#define TEXT(literal)                                                          \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}
#define COLUMNS 24
#define ROWS 14
#define SL_CRITICAL_BELOW_BP 1500

static const struct wb_title title = {
	.text = {
		[WB_LANGUAGE_EN] = TEXT("Overview"),
		[WB_LANGUAGE_FA] = TEXT("نمای کلی"),
		[WB_LANGUAGE_AR] = TEXT("نظرة عامة"),
		[WB_LANGUAGE_RU] = TEXT("Обзор"),
	},
};

enum { LEVEL, LONGEST, WAITING, ABANDONED, RESOLVED, QUEUES, AGENTS, TILES };

static const struct wb_tile_plan built_in[TILES] = {
	[LEVEL] = {
		.id = TEXT("t1"), .kind = WB_TILE_NUMBER,
		.x = 0, .y = 0, .w = 8, .h = 6,
		.kpi = TEXT("service_level"), .scope = TEXT("total"),
		.window = WB_WINDOW_DAY, .trend = true,
	},
	[LONGEST] = {
		.id = TEXT("t2"), .kind = WB_TILE_NUMBER,
		.x = 8, .y = 0, .w = 6, .h = 6,
		.kpi = TEXT("longest_wait"), .scope = TEXT("total"),
		.window = WB_WINDOW_NOW, .trend = true,
	},
	[WAITING] = {
		.id = TEXT("t3"), .kind = WB_TILE_NUMBER,
		.x = 14, .y = 0, .w = 5, .h = 6,
		.kpi = TEXT("waiting"), .scope = TEXT("total"),
		.window = WB_WINDOW_NOW, .trend = true,
		.limits = { .above = true },
	},
	[ABANDONED] = {
		.id = TEXT("t4"), .kind = WB_TILE_NUMBER,
		.x = 19, .y = 0, .w = 5, .h = 3,
		.kpi = TEXT("abandonment_rate"), .scope = TEXT("total"),
		.window = WB_WINDOW_DAY,
		.limits = { .has_warning = true, .warning = 500,
		            .above = true },
	},
	[RESOLVED] = {
		.id = TEXT("t5"), .kind = WB_TILE_NUMBER,
		.x = 19, .y = 3, .w = 5, .h = 3,
		.kpi = TEXT("first_contact_resolution"),
		.scope = TEXT("total"), .window = WB_WINDOW_DAY,
	},
	[QUEUES] = {
		.id = TEXT("t6"), .kind = WB_TILE_QUEUES,
		.x = 0, .y = 6, .w = 15, .h = 8, .window = WB_WINDOW_DAY,
		.columns = { TEXT("waiting"), TEXT("longest_wait"),
		             TEXT("service_level"), TEXT("abandonment_rate"),
		             TEXT("agents"), TEXT("trend") },
		.column_count = 6,
	},
	[AGENTS] = {
		.id = TEXT("t7"), .kind = WB_TILE_AGENTS,
		.x = 15, .y = 6, .w = 9, .h = 8,
		.state_limit = 15 * WB_MINUTE,
	},
};

/* The limits that follow from what callers are promised by default. */
static void add_limits(const struct wb_service_level_plan *promise,
                       struct wb_tile_plan *tiles)
{
	int critical = promise->target_bp - SL_CRITICAL_BELOW_BP;
	tiles[LEVEL].limits = (struct wb_limits_plan){
		.has_target = true,
		.has_warning = true,
		.has_critical = true,
		.target = promise->target_bp,
		.warning = promise->target_bp,
		.critical = critical > 0 ? critical : 0,
	};
	tiles[LONGEST].limits = (struct wb_limits_plan){
		.has_warning = true,
		.has_critical = true,
		.warning = promise->threshold,
		.critical = 2 * promise->threshold,
		.above = true,
	};
	for (int i = 0; i < TILES; i++) {
		wb_limits_show(&tiles[i].limits);
	}
}

bool wb_overview_make(struct wb_plan *plan)
{
	struct wb_page_plan *page = wb_arena_alloc(&plan->arena, sizeof(*page));
	struct wb_tile_plan *tiles =
		wb_arena_alloc(&plan->arena, sizeof(built_in));
	if (!page || !tiles) {
		return false;
	}
	memcpy(tiles, built_in, sizeof(built_in));
	add_limits(&plan->defaults.service_level, tiles);
	*page = (struct wb_page_plan){
		.name = wb_str("overview"),
		.title = title,
		.columns = COLUMNS,
		.rows = ROWS,
		.tiles = tiles,
		.tile_count = TILES,
		.dwell = plan->rotation.dwell,
		.front = true,
	};
	plan->pages = page;
	plan->page_count = 1;
	return true;
}
