#include "config/draft.h"
#include "config/literal.h"

/* The nodes of a list's items, to have their lines at hand. */
static const struct wb_node *name_node(const struct wb_node *item)
{
	const struct wb_node *name = wb_node_get(item, "name");
	return name ? name : item;
}

/* In all our items the name comes first. */
static struct wb_str item_name(const struct wb_list *list, int i, size_t size)
{
	struct wb_str name;
	memcpy(&name, (const char *)list->items + (size_t)i * size,
	       sizeof(name));
	return name;
}

_Static_assert(offsetof(struct wb_queue_plan, name) == 0, "see item_name");
_Static_assert(offsetof(struct wb_agent_plan, name) == 0, "see item_name");
_Static_assert(offsetof(struct wb_reason_plan, name) == 0, "see item_name");
_Static_assert(offsetof(struct wb_group_plan, name) == 0, "see item_name");
_Static_assert(offsetof(struct wb_page_draft, name) == 0, "see item_name");
_Static_assert(offsetof(struct wb_rule_draft, plan.name) == 0, "see item_name");
_Static_assert(offsetof(struct wb_route_draft, plan.name) == 0, "likewise");
_Static_assert(offsetof(struct wb_calendar_draft, name) == 0, "likewise");

static int line_of_first(const struct wb_list *list, struct wb_str name,
                         size_t size)
{
	const struct wb_node *node = list->node->first;
	for (int i = 0; i < list->count; i++, node = node->next) {
		if (wb_str_equal(item_name(list, i, size), name)) {
			return name_node(node)->line;
		}
	}
	return 0;
}

void wb_check_twins(struct wb_reader *r, const char *key, const char *what,
                    const struct wb_list *list, size_t size)
{
	struct wb_names seen = { 0 };
	size_t top = wb_path_key(r, wb_str(key));
	const struct wb_node *node = list->node ? list->node->first : NULL;
	for (int i = 0; node; i++, node = node->next) {
		struct wb_str name = item_name(list, i, size);
		uint32_t known = seen.count;
		if (!name.data || wb_names_add(&seen, name) == known) {
			continue;
		}
		size_t before = wb_path_index(r, i);
		wb_path_key(r, wb_str("name"));
		wb_fault(r, name_node(node),
		         "%s '%.*s' is listed twice, first in line %d", what,
		         WB_STR_FMT(name), line_of_first(list, name, size));
		wb_path_leave(r, before);
	}
	wb_path_leave(r, top);
	wb_names_finish(&seen);
}

/* The groups of one kind: those listed, then those only mentioned. */
struct groups {
	struct wb_group_plan *groups;
	int count;
	int listed;
	struct wb_names names;
};

static bool groups_start(struct groups *groups, struct wb_reader *r,
                         const struct wb_list *list, int mentions)
{
	*groups = (struct groups){ 0 };
	groups->groups = wb_arena_alloc(
		r->arena, ((size_t)list->count + (size_t)mentions + 1) *
				  sizeof(struct wb_group_plan));
	if (!groups->groups) {
		return false;
	}
	const struct wb_group_plan *items = list->items;
	for (int i = 0; i < list->count; i++) {
		uint32_t known = groups->names.count;
		if (items[i].name.data &&
		    wb_names_add(&groups->names, items[i].name) == known) {
			groups->groups[groups->count++] = items[i];
		}
	}
	groups->listed = groups->count;
	return true;
}

static const char *nearest_listed(const struct groups *groups,
                                  struct wb_str name)
{
	for (int i = 0; i < groups->listed; i++) {
		struct wb_str known = groups->groups[i].name;
		if (wb_edit_distance(known, name, 2) <= 2) {
			return known.data;
		}
	}
	return NULL;
}

/* A group that is mentioned exists; only what looks like a slip is said. */
static void mention(struct groups *groups, struct wb_reader *r,
                    struct wb_str name, const struct wb_node *item,
                    const char *key)
{
	uint32_t known = groups->names.count;
	if (!name.data || wb_names_add(&groups->names, name) != known) {
		return;
	}
	groups->groups[groups->count++].name = name;
	const char *nearest = nearest_listed(groups, name);
	if (nearest) {
		const struct wb_node *node = wb_node_get(item, key);
		size_t before = wb_path_key(r, wb_str(key));
		wb_doubt(r, node ? node : item,
		         "'%.*s' is not listed under %ss, did you mean '%s'?",
		         WB_STR_FMT(name), key, nearest);
		wb_path_leave(r, before);
	}
}

static void mention_queues(struct wb_reader *r, const struct wb_list *list,
                           struct groups *departments, struct groups *sites)
{
	const struct wb_queue_plan *queues = list->items;
	const struct wb_node *node = list->node ? list->node->first : NULL;
	size_t top = wb_path_key(r, wb_str("queues"));
	for (int i = 0; node; i++, node = node->next) {
		size_t before = wb_path_index(r, i);
		mention(departments, r, queues[i].department, node,
		        "department");
		mention(sites, r, queues[i].site, node, "site");
		wb_path_leave(r, before);
	}
	wb_path_leave(r, top);
}

static void mention_agents(struct wb_reader *r, const struct wb_list *list,
                           struct groups *teams, struct groups *sites)
{
	const struct wb_agent_plan *agents = list->items;
	const struct wb_node *node = list->node ? list->node->first : NULL;
	size_t top = wb_path_key(r, wb_str("agents"));
	for (int i = 0; node; i++, node = node->next) {
		size_t before = wb_path_index(r, i);
		mention(teams, r, agents[i].team, node, "team");
		mention(sites, r, agents[i].site, node, "site");
		wb_path_leave(r, before);
	}
	wb_path_leave(r, top);
}

static void store(struct groups *groups, const struct wb_group_plan **ret_list,
                  int *ret_count)
{
	*ret_list = groups->groups;
	*ret_count = groups->count;
	wb_names_finish(&groups->names);
}

void wb_check_names(struct wb_reader *r, const struct wb_draft *draft,
                    struct wb_plan *plan)
{
	wb_check_twins(r, "queues", "queue", &draft->queues,
	               sizeof(struct wb_queue_plan));
	wb_check_twins(r, "agents", "agent", &draft->agents,
	               sizeof(struct wb_agent_plan));
	wb_check_twins(r, "not_ready_reasons", "reason", &draft->reasons,
	               sizeof(struct wb_reason_plan));
	wb_check_twins(r, "departments", "department", &draft->departments,
	               sizeof(struct wb_group_plan));
	wb_check_twins(r, "teams", "team", &draft->teams,
	               sizeof(struct wb_group_plan));
	wb_check_twins(r, "sites", "site", &draft->sites,
	               sizeof(struct wb_group_plan));
	wb_check_twins(r, "pages", "page", &draft->pages,
	               sizeof(struct wb_page_draft));

	int queues = draft->queues.count, agents = draft->agents.count;
	struct groups departments, teams, sites;
	if (!groups_start(&departments, r, &draft->departments, queues) ||
	    !groups_start(&teams, r, &draft->teams, agents) ||
	    !groups_start(&sites, r, &draft->sites, queues + agents)) {
		wb_faults_add(r->faults, false, 0, "out of memory");
		return;
	}
	mention_queues(r, &draft->queues, &departments, &sites);
	mention_agents(r, &draft->agents, &teams, &sites);
	store(&departments, &plan->departments, &plan->department_count);
	store(&teams, &plan->teams, &plan->team_count);
	store(&sites, &plan->sites, &plan->site_count);
}
