/* How a scope is called on the screens. */

#include "view/view.h"

static const struct wb_title *group_title(const struct wb_group_plan *groups,
                                          int count, struct wb_str name)
{
	for (int i = 0; i < count; i++) {
		if (wb_str_equal(groups[i].name, name)) {
			return &groups[i].title;
		}
	}
	return NULL;
}

static const struct wb_title *title_of(const struct wb_plan *plan,
                                       enum wb_scope_kind kind,
                                       struct wb_str name)
{
	const struct wb_queue_plan *queue;
	const struct wb_agent_plan *agent;
	switch (kind) {
	case WB_SCOPE_QUEUE:
		queue = wb_plan_queue(plan, name);
		return queue ? &queue->title : NULL;
	case WB_SCOPE_AGENT:
		agent = wb_plan_agent(plan, name);
		return agent ? &agent->title : NULL;
	case WB_SCOPE_DEPARTMENT:
		return group_title(plan->departments, plan->department_count,
		                   name);
	case WB_SCOPE_TEAM:
		return group_title(plan->teams, plan->team_count, name);
	case WB_SCOPE_SITE:
		return group_title(plan->sites, plan->site_count, name);
	case WB_SCOPE_CHANNEL: /* the screens name channels and tiers */
	case WB_SCOPE_TIER:
	case WB_SCOPE_TOTAL:
	case WB_SCOPE_KIND_COUNT:
		break;
	}
	return NULL;
}

const struct wb_title *wb_view_scope_title(const struct wb_plan *plan,
                                           struct wb_str scope,
                                           struct wb_str *ret_name)
{
	const char *colon =
		scope.len ? memchr(scope.data, ':', scope.len) : NULL;
	*ret_name = (struct wb_str){ NULL, 0 };
	if (!colon) {
		return NULL;
	}
	struct wb_str kind = { scope.data, (size_t)(colon - scope.data) };
	*ret_name = (struct wb_str){ colon + 1, scope.len - kind.len - 1 };
	int number = wb_scope_kind_find(kind);
	return number < 0
	               ? NULL
	               : title_of(plan, (enum wb_scope_kind)number, *ret_name);
}
