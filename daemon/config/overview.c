/*
 * The pages there are when none is configured. Overview: the promise, the
 * queue at its worst, what waits, what was lost, then queues and agents. Focus:
 * six numbers to be read from eight metres. Agents: who is free, who needs a
 * look. Today: the day by quarter hours, its totals, and what stands.
 *
 * Good with one queue or five hundred: tables show the worst that fit.
 */

#include "config/draft.h"

#define TEXT(literal)                                                          \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}
#define TITLES(en, fa, ar, ru)                                                 \
	{                                                                      \
		.text = {                                                      \
			[WB_LANGUAGE_EN] = TEXT(en),                           \
			[WB_LANGUAGE_FA] = TEXT(fa),                           \
			[WB_LANGUAGE_AR] = TEXT(ar),                           \
			[WB_LANGUAGE_RU] = TEXT(ru),                           \
		},                                                             \
	}
/* kind, id, x, y, w, h, kpi, window */
#define ONE(what, name, left, top, width, height, number, when)                \
	.id = TEXT(name), .kind = WB_TILE_##what, .x = left, .y = top,         \
	.w = width, .h = height, .kpi = TEXT(number), .scope = TEXT("total"),  \
	.window = WB_WINDOW_##when
#define LIST(name, left, top, width, height, what)                             \
	.id = TEXT(name), .kind = WB_TILE_##what, .x = left, .y = top,         \
	.w = width, .h = height

#define COLUMNS 24
#define STATE_LIMIT (15 * WB_MINUTE)
#define SL_CRITICAL_BELOW_BP 1500

static const struct wb_tile_plan overview[] = {
	{ ONE(NUMBER, "t1", 0, 0, 8, 6, "service_level", DAY), .trend = true },
	{ ONE(NUMBER, "t2", 8, 0, 6, 6, "longest_wait", NOW), .trend = true },
	{ ONE(NUMBER, "t3", 14, 0, 5, 6, "waiting", NOW), .trend = true,
	  .limits = { .above = true } },
	{ ONE(NUMBER, "t4", 19, 0, 5, 3, "abandonment_rate", DAY),
	  .limits = { .has_warning = true, .warning = 500, .above = true } },
	{ ONE(NUMBER, "t5", 19, 3, 5, 3, "average_speed_of_answer", DAY),
	  .limits = { .above = true } },
	{ LIST("t6", 0, 6, 15, 8, QUEUES), .window = WB_WINDOW_DAY,
	  .columns = { TEXT("waiting"), TEXT("longest_wait"),
	               TEXT("service_level"), TEXT("abandonment_rate"),
	               TEXT("agents"), TEXT("trend") },
	  .column_count = 6 },
	{ LIST("t7", 15, 6, 9, 8, AGENTS), .state_limit = STATE_LIMIT },
};

static const struct wb_tile_plan focus[] = {
	{ ONE(NUMBER, "t1", 0, 0, 8, 6, "service_level", DAY) },
	{ ONE(NUMBER, "t2", 8, 0, 8, 6, "longest_wait", NOW) },
	{ ONE(NUMBER, "t3", 16, 0, 8, 6, "waiting", NOW),
	  .limits = { .above = true } },
	{ ONE(NUMBER, "t4", 0, 6, 8, 6, "abandonment_rate", DAY),
	  .limits = { .has_warning = true, .warning = 500, .above = true } },
	{ ONE(NUMBER, "t5", 8, 6, 8, 6, "agents_available", NOW) },
	{ ONE(NUMBER, "t6", 16, 6, 8, 6, "answered", DAY) },
};

static const struct wb_tile_plan agents[] = {
	{ LIST("t1", 0, 0, 8, 10, STATES), .state_limit = STATE_LIMIT },
	{ ONE(GAUGE, "t2", 0, 10, 8, 4, "occupancy", 1H), .has_scale = true,
	  .scale_to = 10000, .limits = { .above = true } },
	{ LIST("t3", 8, 0, 16, 14, AGENTS), .state_limit = STATE_LIMIT },
};

static const struct wb_tile_plan today[] = {
	{ ONE(NUMBER, "t1", 0, 0, 6, 4, "answered", DAY) },
	{ ONE(NUMBER, "t2", 6, 0, 6, 4, "abandonment_rate", DAY),
	  .limits = { .has_warning = true, .warning = 500, .above = true } },
	{ ONE(NUMBER, "t3", 12, 0, 6, 4, "average_speed_of_answer", DAY),
	  .limits = { .above = true } },
	{ ONE(NUMBER, "t4", 18, 0, 6, 4, "average_handle_time", DAY) },
	{ ONE(TREND, "t5", 0, 4, 16, 6, "offered", DAY), .trend = true,
	  .span = WB_SPAN_DAY, .part = TEXT("answered") },
	{ ONE(TREND, "t6", 0, 10, 16, 6, "service_level", DAY), .trend = true,
	  .span = WB_SPAN_DAY },
	{ LIST("t7", 16, 4, 8, 12, ALERTS) },
};

static const struct built_in {
	const char *name;
	struct wb_title title;
	int rows;
	wb_ms dwell;
	const struct wb_tile_plan *tiles;
	int tile_count;
} built_in[] = {
	{ "overview", TITLES("Overview", "نمای کلی", "نظرة عامة", "Обзор"), 14,
	  30 * WB_SECOND, overview, sizeof(overview) / sizeof(overview[0]) },
	{ "focus", TITLES("In focus", "در یک نگاه", "أهم الأرقام", "Главное"),
	  12, 20 * WB_SECOND, focus, sizeof(focus) / sizeof(focus[0]) },
	{ "agents", TITLES("Agents", "کارشناسان", "الموظفون", "Операторы"), 14,
	  20 * WB_SECOND, agents, sizeof(agents) / sizeof(agents[0]) },
	{ "today", TITLES("Today", "امروز", "اليوم", "Сегодня"), 16,
	  20 * WB_SECOND, today, sizeof(today) / sizeof(today[0]) },
};
#define PAGES (int)(sizeof(built_in) / sizeof(built_in[0]))

/* The limits that follow from what callers are promised by default. */
static void add_limits(const struct wb_service_level_plan *promise,
                       struct wb_tile_plan *tile)
{
	int critical = promise->target_bp - SL_CRITICAL_BELOW_BP;
	if (wb_str_is(tile->kpi, "service_level")) {
		tile->limits = (struct wb_limits_plan){
			.has_target = true,
			.has_warning = true,
			.has_critical = true,
			.target = promise->target_bp,
			.warning = promise->target_bp,
			.critical = critical > 0 ? critical : 0,
		};
	} else if (wb_str_is(tile->kpi, "longest_wait")) {
		tile->limits = (struct wb_limits_plan){
			.has_warning = true,
			.has_critical = true,
			.warning = promise->threshold,
			.critical = 2 * promise->threshold,
			.above = true,
		};
	} else if (wb_str_is(tile->kpi, "average_speed_of_answer")) {
		tile->limits = (struct wb_limits_plan){
			.has_warning = true,
			.warning = promise->threshold,
			.above = true,
		};
	}
	wb_limits_show(&tile->limits);
}

/* So few queues would leave most of their table empty. */
#define FEW_QUEUES 3

/* Half of the table's place is the course of the day's instead. */
static int share_table(const struct wb_plan *plan, struct wb_tile_plan *tiles,
                       int count)
{
	if (plan->queue_count < 1 || plan->queue_count > FEW_QUEUES) {
		return count;
	}
	for (int i = 0; i < count; i++) {
		struct wb_tile_plan *table = &tiles[i];
		if (table->kind != WB_TILE_QUEUES) {
			continue;
		}
		table->h /= 2;
		tiles[count] = (struct wb_tile_plan){
			ONE(TREND, "t8", 0, 0, 0, 0, "offered", DAY),
			.trend = true,
			.span = WB_SPAN_DAY,
			.part = TEXT("answered"),
		};
		tiles[count].x = table->x;
		tiles[count].y = table->y + table->h;
		tiles[count].w = table->w;
		tiles[count].h = table->h;
		return count + 1;
	}
	return count;
}

static bool make_page(struct wb_plan *plan, const struct built_in *from,
                      struct wb_page_plan *page)
{
	size_t size = (size_t)from->tile_count * sizeof(*from->tiles);
	struct wb_tile_plan *tiles =
		wb_arena_alloc(&plan->arena, size + sizeof(*tiles));
	if (!tiles) {
		return false;
	}
	memcpy(tiles, from->tiles, size);
	int count = share_table(plan, tiles, from->tile_count);
	for (int i = 0; i < count; i++) {
		add_limits(&plan->defaults.service_level, &tiles[i]);
	}
	*page = (struct wb_page_plan){
		.name = wb_str(from->name),
		.title = from->title,
		.columns = COLUMNS,
		.rows = from->rows,
		.tiles = tiles,
		.tile_count = count,
		.dwell = from->dwell,
		.front = true,
	};
	return true;
}

bool wb_overview_make(struct wb_plan *plan)
{
	struct wb_page_plan *pages =
		wb_arena_alloc(&plan->arena, PAGES * sizeof(*pages));
	for (int i = 0; pages && i < PAGES; i++) {
		if (!make_page(plan, &built_in[i], &pages[i])) {
			return false;
		}
	}
	plan->pages = pages;
	plan->page_count = pages ? PAGES : 0;
	return pages != NULL;
}
