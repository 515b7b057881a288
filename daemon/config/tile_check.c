/* What a tile of its kind needs, and which keys mean something to it. */

#include "config/draft.h"

#define BIT(kind) (1U << (kind))
#define NUMBERS (BIT(WB_TILE_NUMBER) | BIT(WB_TILE_GAUGE) | BIT(WB_TILE_TREND))
#define LISTS (BIT(WB_TILE_QUEUES) | BIT(WB_TILE_AGENTS) | BIT(WB_TILE_RANKING))

/* Which tiles a key means something to; the others are warned about. */
static const struct {
	const char *key;
	unsigned kinds;
} used_by[] = {
	{ "kpi", NUMBERS | BIT(WB_TILE_RANKING) },
	{ "scope", NUMBERS },
	{ "window", NUMBERS | BIT(WB_TILE_QUEUES) | BIT(WB_TILE_RANKING) },
	{ "target", NUMBERS },
	{ "warning", NUMBERS },
	{ "critical", NUMBERS },
	{ "worse", NUMBERS },
	{ "trend", BIT(WB_TILE_NUMBER) },
	{ "span", BIT(WB_TILE_TREND) },
	{ "part", BIT(WB_TILE_TREND) },
	{ "scale", BIT(WB_TILE_GAUGE) | BIT(WB_TILE_TREND) },
	{ "rows", LISTS | BIT(WB_TILE_ALERTS) },
	{ "filter", LISTS | BIT(WB_TILE_STATES) },
	{ "columns", BIT(WB_TILE_QUEUES) },
	{ "state_limit", BIT(WB_TILE_AGENTS) | BIT(WB_TILE_STATES) },
	{ "of", BIT(WB_TILE_RANKING) },
	{ "best", BIT(WB_TILE_RANKING) },
	{ "least_sample", BIT(WB_TILE_RANKING) },
	{ "text", BIT(WB_TILE_TEXT) },
	{ "zones", BIT(WB_TILE_CLOCK) },
};

static void warn_unused(const struct wb_page_check *c,
                        const struct wb_node *node, enum wb_tile_kind kind)
{
	for (size_t i = 0; i < sizeof(used_by) / sizeof(used_by[0]); i++) {
		const struct wb_node *key = wb_node_get(node, used_by[i].key);
		if (!key || (used_by[i].kinds & BIT(kind))) {
			continue;
		}
		size_t before = wb_path_key(c->r, key->key);
		wb_doubt(c->r, key, "means nothing to a tile of kind '%s'",
		         wb_tile_kind_name(kind));
		wb_path_leave(c->r, before);
	}
}

/* A KPI of the moment has no window, the others have the day's by default. */
static void check_window(const struct wb_page_check *c,
                         const struct wb_node *node,
                         const struct wb_tile_draft *draft,
                         struct wb_tile_plan *tile)
{
	struct wb_config_kpi kpi = { 0 };
	tile->window = draft->has_window ? (enum wb_window)draft->window
	                                 : WB_WINDOW_DAY;
	if (!wb_describe_kpi(c->r, tile->kpi, &kpi)) {
		return;
	}
	if (kpi.of_the_moment) {
		tile->window = WB_WINDOW_NOW;
	} else if (tile->window == WB_WINDOW_NOW) {
		size_t before = wb_path_key(c->r, wb_str("window"));
		wb_fault(c->r, wb_tile_at(node, "window"),
		         "the KPI '%.*s' has no value of the moment, expected "
		         "5m, 15m, 30m, 1h, interval or day",
		         WB_STR_FMT(tile->kpi));
		wb_path_leave(c->r, before);
	}
}

static void check_kpi_key(const struct wb_page_check *c,
                          const struct wb_node *node, const char *key,
                          struct wb_str kpi, struct wb_str scope_kind)
{
	size_t before = wb_path_key(c->r, wb_str(key));
	if (kpi.data) {
		wb_check_kpi(c, wb_tile_at(node, key), kpi, scope_kind);
	} else if (!wb_node_get(node, key)) {
		wb_fault(c->r, node, "missing, expected the name of a KPI");
	}
	wb_path_leave(c->r, before);
}

static struct wb_str check_number(const struct wb_page_check *c,
                                  const struct wb_node *node,
                                  const struct wb_tile_draft *draft,
                                  struct wb_tile_plan *tile)
{
	if (!tile->scope.data) {
		tile->scope = wb_str("total");
	}
	struct wb_str kind = wb_check_scope_key(c, node, "scope", tile->scope);
	check_kpi_key(c, node, "kpi", tile->kpi, kind);
	check_window(c, node, draft, tile);
	if (tile->kpi.data) {
		wb_check_limits(c->r, draft, c->plan, tile);
		wb_check_scale(c->r, node, draft, tile);
	}
	return kind;
}

/* A moment or a forecast has no quarter hours. */
static void check_day_kpi(const struct wb_page_check *c,
                          const struct wb_node *node, const char *key,
                          struct wb_str name)
{
	struct wb_config_kpi kpi = { 0 };
	if (!wb_describe_kpi(c->r, name, &kpi) || kpi.of_sums) {
		return;
	}
	size_t before = wb_path_key(c->r, wb_str(key));
	wb_fault(c->r, wb_tile_at(node, key),
	         "the KPI '%.*s' has no value of each quarter hour, which a "
	         "span of a day shows",
	         WB_STR_FMT(name));
	wb_path_leave(c->r, before);
}

static void check_part(const struct wb_page_check *c,
                       const struct wb_node *node,
                       const struct wb_tile_plan *tile, struct wb_str kind)
{
	struct wb_config_kpi whole = { 0 }, part = { 0 };
	check_kpi_key(c, node, "part", tile->part, kind);
	if (!wb_describe_kpi(c->r, tile->kpi, &whole) ||
	    !wb_describe_kpi(c->r, tile->part, &part)) {
		return;
	}
	size_t before = wb_path_key(c->r, wb_str("part"));
	if (tile->span != WB_SPAN_DAY) {
		wb_fault(c->r, wb_tile_at(node, "part"),
		         "only a trend with 'span: day' has parts");
	} else if (whole.unit != WB_CONFIG_COUNT ||
	           part.unit != WB_CONFIG_COUNT) {
		wb_fault(c->r, wb_tile_at(node, "part"),
		         "only counts have parts");
	}
	wb_path_leave(c->r, before);
}

static void check_trend(const struct wb_page_check *c,
                        const struct wb_node *node,
                        const struct wb_tile_draft *draft,
                        struct wb_tile_plan *tile)
{
	struct wb_str kind = check_number(c, node, draft, tile);
	tile->trend = true;
	if (tile->span == WB_SPAN_DAY) {
		check_day_kpi(c, node, "kpi", tile->kpi);
		check_day_kpi(c, node, "part", tile->part);
	}
	if (tile->part.data) {
		check_part(c, node, tile, kind);
	}
}

static void check_ranking(const struct wb_page_check *c,
                          const struct wb_node *node,
                          const struct wb_tile_draft *draft,
                          struct wb_tile_plan *tile)
{
	struct wb_config_kpi kpi = { 0 };
	bool agents = tile->ranked == WB_RANKED_AGENTS;
	check_kpi_key(c, node, "kpi", tile->kpi,
	              wb_str(agents ? "agent" : "queue"));
	check_window(c, node, draft, tile);
	/* Of what is limited from above the lowest is the best. */
	wb_describe_kpi(c->r, tile->kpi, &kpi);
	tile->lowest_first =
		draft->best == WB_BEST_LOWEST ||
		(draft->best == WB_BEST_UNSAID && !kpi.below_is_worse &&
	         kpi.unit == WB_CONFIG_DURATION);
	if (agents && c->plan->agent_names == WB_NAMES_HIDDEN) {
		wb_doubt(c->r, node,
		         "a ranking of agents says nothing while "
		         "centre.agent_names is none");
	}
}

static void default_columns(struct wb_tile_plan *tile)
{
	static const char *const names[] = {
		"waiting",          "longest_wait", "service_level",
		"abandonment_rate", "agents",       "trend"
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		tile->columns[tile->column_count++] = wb_str(names[i]);
	}
}

static void check_queues(const struct wb_page_check *c,
                         const struct wb_node *node,
                         const struct wb_tile_draft *draft,
                         struct wb_tile_plan *tile)
{
	tile->window = draft->has_window ? (enum wb_window)draft->window
	                                 : WB_WINDOW_DAY;
	if (tile->column_count == 0) {
		default_columns(tile);
		return;
	}
	size_t top = wb_path_key(c->r, wb_str("columns"));
	const struct wb_node *list = wb_node_get(node, "columns");
	const struct wb_node *n = list->first;
	for (int i = 0; n && i < tile->column_count; i++, n = n->next) {
		struct wb_str name = tile->columns[i];
		size_t before = wb_path_index(c->r, i);
		if (name.data && !wb_str_is(name, "agents") &&
		    !wb_str_is(name, "trend")) {
			wb_check_kpi(c, n, name, wb_str("queue"));
		}
		wb_path_leave(c->r, before);
	}
	wb_path_leave(c->r, top);
}

static bool has_title(const struct wb_title *title)
{
	for (int i = 0; i < WB_LANGUAGE_COUNT; i++) {
		if (title->text[i].data) {
			return true;
		}
	}
	return false;
}

static void check_text(const struct wb_page_check *c,
                       const struct wb_node *node,
                       const struct wb_tile_plan *tile)
{
	if (!has_title(&tile->title) && !has_title(&tile->text) &&
	    !wb_node_get(node, "title") && !wb_node_get(node, "text")) {
		wb_fault(c->r, node, "a tile of kind 'text' needs a title");
	}
}

void wb_check_tile_kind(const struct wb_page_check *c,
                        const struct wb_node *node,
                        const struct wb_tile_draft *draft,
                        struct wb_tile_plan *tile)
{
	warn_unused(c, node, tile->kind);
	if ((BIT(tile->kind) & (LISTS | BIT(WB_TILE_STATES))) &&
	    tile->filter.data) {
		wb_check_scope_key(c, node, "filter", tile->filter);
	}
	switch (tile->kind) {
	case WB_TILE_NUMBER:
	case WB_TILE_GAUGE:
		check_number(c, node, draft, tile);
		break;
	case WB_TILE_TREND:
		check_trend(c, node, draft, tile);
		break;
	case WB_TILE_RANKING:
		check_ranking(c, node, draft, tile);
		break;
	case WB_TILE_QUEUES:
		check_queues(c, node, draft, tile);
		break;
	case WB_TILE_TEXT:
		check_text(c, node, tile);
		break;
	case WB_TILE_AGENTS:
	case WB_TILE_STATES:
	case WB_TILE_ALERTS:
	case WB_TILE_CLOCK:
	case WB_TILE_KIND_COUNT:
		break;
	}
}
