/* Messages: who stands, who ended, and for whom it is written. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "alert/state.h"

/* Those that stand first, those that nobody acknowledged before; then by age.
 */
static int compare(const void *a, const void *b)
{
	const struct wb_alert *x = a, *y = b;
	bool x_over = x->state == WB_ALERT_QUIET || x->state == WB_ALERT_OVER;
	bool y_over = y->state == WB_ALERT_QUIET || y->state == WB_ALERT_OVER;
	if (x_over != y_over) {
		return x_over ? 1 : -1;
	}
	if (x->state != y->state) {
		return x->state == WB_ALERT_FIRING ? -1 : 1;
	}
	if (x->fired != y->fired) {
		return x->fired < y->fired ? -1 : 1;
	}
	size_t len = x->scope.len < y->scope.len ? x->scope.len : y->scope.len;
	int order = memcmp(x->scope.data, y->scope.data, len);
	return order != 0                    ? order
	       : x->scope.len < y->scope.len ? -1
	                                     : x->scope.len > y->scope.len;
}

/* Who is in the message: sets its members, sorted, and how many stand. */
static void gather(struct wb_alerts *alerts, const struct wb_group *group,
                   enum wb_notice_kind kind, struct wb_notice *notice)
{
	struct wb_alert *members = wb_arena_alloc(
		alerts->scratch, group->member_count * sizeof(*members) + 1);
	int count = 0;
	for (uint32_t i = 0; members && i < group->member_count; i++) {
		const struct wb_stand *stand =
			alerts->guards[group->members[i]].stand;
		bool stands = wb_group_stands(stand);
		if (stands || stand->told || kind == WB_NOTICE_RESOLVED) {
			wb_tell_alert(alerts, group->members[i],
			              &members[count++]);
			notice->standing += stands;
		}
	}
	if (count > 1) {
		qsort(members, (size_t)count, sizeof(*members), compare);
	}
	notice->members = members;
	notice->member_count =
		count < WB_NOTICE_MEMBERS_MAX ? count : WB_NOTICE_MEMBERS_MAX;
	notice->more = count - notice->member_count;
}

/* "RULE@MS", "RULE/KEY@MS" */
static struct wb_str name_group(struct wb_alerts *alerts,
                                const struct wb_group *group)
{
	struct wb_str rule = alerts->rules[group->rule].plan->name;
	size_t size = rule.len + strlen(group->key) + 32;
	char *text = wb_arena_alloc(alerts->scratch, size);
	if (!text) {
		return (struct wb_str){ "", 0 };
	}
	int len = snprintf(text, size, "%.*s%s%s@%" PRId64, WB_STR_FMT(rule),
	                   *group->key ? "/" : "", group->key, group->opened);
	return (struct wb_str){ text, (size_t)len };
}

/* "GROUP#3/ROUTE" */
static struct wb_str make_key(struct wb_alerts *alerts, struct wb_str name,
                              const struct wb_group *group, struct wb_str route)
{
	size_t size = name.len + route.len + 16;
	char *text = wb_arena_alloc(alerts->scratch, size);
	if (!text) {
		return (struct wb_str){ "", 0 };
	}
	int len = snprintf(text, size, "%.*s#%" PRIu32 "/%.*s",
	                   WB_STR_FMT(name), group->count, WB_STR_FMT(route));
	return (struct wb_str){ text, (size_t)len };
}

void wb_notice_write(struct wb_alerts *alerts, const struct wb_group *group,
                     enum wb_notice_kind kind, uint32_t routes, wb_ms t)
{
	struct wb_notice notice = {
		.kind = kind,
		.at = t,
		.rule = alerts->rules[group->rule].plan,
	};
	wb_arena_reset(alerts->scratch);
	gather(alerts, group, kind, &notice);
	notice.group = name_group(alerts, group);
	for (int i = 0; i < WB_ROUTES_MAX; i++) {
		if (!(routes >> i & 1u)) {
			continue;
		}
		notice.route = &alerts->plan->alerts->routes[i];
		notice.key = make_key(alerts, notice.group, group,
		                      notice.route->name);
		if (alerts->scratch->failed) {
			alerts->counters.out_of_memory++;
			return;
		}
		alerts->counters.notices++;
		if (alerts->sink.notice) {
			alerts->sink.notice(alerts->sink.user, &notice);
		}
	}
}
