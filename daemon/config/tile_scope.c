/* Scopes and KPIs that a configuration names: are there such ones? */

#include "config/draft.h"
#include "config/literal.h"

static bool has_group(const struct wb_group_plan *groups, int count,
                      struct wb_str name)
{
	for (int i = 0; i < count; i++) {
		if (wb_str_equal(groups[i].name, name)) {
			return true;
		}
	}
	return false;
}

static bool is_channel(struct wb_str name)
{
	for (int i = 0; i < WB_CHANNEL_COUNT; i++) {
		if (wb_str_is(name, wb_channel_name((enum wb_channel)i))) {
			return true;
		}
	}
	return false;
}

static bool is_tier(struct wb_str name)
{
	int64_t tier;
	return wb_count_parse(name, &tier) && tier > 0 && tier < 100;
}

/* Queues and agents may come from the switch alone: then only a doubt. */
static void check_named(const struct wb_page_check *c,
                        const struct wb_node *node, struct wb_str kind,
                        struct wb_str name)
{
	const struct wb_plan *plan = c->plan;
	if (wb_str_is(kind, "queue") && !wb_plan_queue(plan, name)) {
		wb_doubt(c->r, node, "queue '%.*s' is not listed under queues",
		         WB_STR_FMT(name));
	} else if (wb_str_is(kind, "agent") && !wb_plan_agent(plan, name)) {
		wb_doubt(c->r, node, "agent '%.*s' is not listed under agents",
		         WB_STR_FMT(name));
	} else if (wb_str_is(kind, "department") &&
	           !has_group(plan->departments, plan->department_count,
	                      name)) {
		wb_fault(c->r, node, "no queue is in a department '%.*s'",
		         WB_STR_FMT(name));
	} else if (wb_str_is(kind, "site") &&
	           !has_group(plan->sites, plan->site_count, name)) {
		wb_fault(c->r, node, "there is no site '%.*s'",
		         WB_STR_FMT(name));
	} else if (wb_str_is(kind, "channel") && !is_channel(name)) {
		wb_fault(c->r, node, "there is no channel '%.*s'",
		         WB_STR_FMT(name));
	} else if (wb_str_is(kind, "tier") && !is_tier(name)) {
		wb_fault(c->r, node, "got '%.*s', expected tier:1, tier:2 ...",
		         WB_STR_FMT(name));
	} else if (wb_str_is(kind, "team") &&
	           !has_group(plan->teams, plan->team_count, name)) {
		wb_fault(c->r, node, "no agent is in a team '%.*s'",
		         WB_STR_FMT(name));
	}
}

struct wb_str wb_check_scope(const struct wb_page_check *c,
                             const struct wb_node *node, struct wb_str scope)
{
	static const char *const kinds[] = { "queue",   "department", "site",
		                             "channel", "tier",       "team",
		                             "agent" };
	if (wb_str_is(scope, "total")) {
		return scope;
	}
	const char *colon = memchr(scope.data, ':', scope.len);
	size_t len = colon ? (size_t)(colon - scope.data) : 0;
	struct wb_str kind = { scope.data, len };
	struct wb_str name = { scope.data + len + 1, scope.len - len - 1 };
	for (size_t i = 0; colon && name.len > 0 && i < 7; i++) {
		if (wb_str_is(kind, kinds[i])) {
			check_named(c, node, kind, name);
			return kind;
		}
	}
	wb_fault(c->r, node,
	         "got '%.*s', expected total, queue:NAME, department:NAME, "
	         "site:NAME, channel:NAME, tier:NUMBER, team:NAME or "
	         "agent:NAME",
	         WB_STR_FMT(scope));
	return (struct wb_str){ 0 };
}

static bool kpi_exists(const struct wb_page_check *c, struct wb_str kpi)
{
	return !c->r->checks || c->r->checks->kpi_exists(kpi);
}

static bool kpi_has_scope(const struct wb_page_check *c, struct wb_str kpi,
                          struct wb_str kind)
{
	return !c->r->checks || c->r->checks->kpi_has_scope(kpi, kind);
}

void wb_check_kpi(const struct wb_page_check *c, const struct wb_node *node,
                  struct wb_str kpi, struct wb_str kind)
{
	if (!kpi_exists(c, kpi)) {
		wb_fault(c->r, node, "there is no KPI '%.*s'", WB_STR_FMT(kpi));
	} else if (kind.data && !kpi_has_scope(c, kpi, kind)) {
		wb_fault(c->r, node,
		         "the KPI '%.*s' does not exist for a scope of kind "
		         "%.*s",
		         WB_STR_FMT(kpi), WB_STR_FMT(kind));
	}
}

struct wb_str wb_check_scope_key(const struct wb_page_check *c,
                                 const struct wb_node *tile, const char *key,
                                 struct wb_str scope)
{
	size_t before = wb_path_key(c->r, wb_str(key));
	struct wb_str kind = wb_check_scope(c, wb_tile_at(tile, key), scope);
	wb_path_leave(c->r, before);
	return kind;
}

bool wb_describe_kpi(const struct wb_reader *r, struct wb_str kpi,
                     struct wb_config_kpi *ret_kpi)
{
	if (!kpi.data || !r->checks || !r->checks->kpi_describe ||
	    !r->checks->kpi_exists(kpi)) {
		return false;
	}
	r->checks->kpi_describe(kpi, ret_kpi);
	return true;
}
