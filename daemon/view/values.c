/* Values and titles as they stand in the document. */

#include "view/parts.h"

void wb_page_add_title(struct page *page, struct wb_json *parent,
                       const char *key, const struct wb_title *title,
                       struct wb_str name)
{
	struct wb_json *object = wb_json_add_object(page->arena, parent, key);
	bool any = false;
	for (int i = 0; title && i < WB_LANGUAGE_COUNT; i++) {
		if (title->text[i].len > 0) {
			wb_json_add_string(
				page->arena, object,
				wb_language_code((enum wb_language)i),
				title->text[i]);
			any = true;
		}
	}
	if (!any) {
		wb_json_add_string(page->arena, object, "en", name);
	}
}

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

/* "queue:sales" -> "sales" */
static struct wb_str bare_name(struct wb_str scope)
{
	size_t i = 0;
	while (i < scope.len && scope.data[i] != ':') {
		i++;
	}
	if (i == scope.len) {
		return scope;
	}
	return (struct wb_str){ scope.data + i + 1, scope.len - i - 1 };
}

void wb_page_add_scope_title(struct page *page, struct wb_json *parent,
                             const char *key, uint32_t scope)
{
	const struct wb_engine *engine = page->input->engine;
	enum wb_scope_kind kind = wb_engine_scope_kind(engine, scope);
	struct wb_str name = bare_name(wb_engine_scope_name(engine, scope));
	if (kind != WB_SCOPE_TOTAL) {
		wb_page_add_title(page, parent, key,
		                  title_of(wb_engine_plan(engine), kind, name),
		                  name);
	}
}

void wb_page_add_amount(struct page *page, struct wb_json *parent,
                        const char *key, enum wb_unit unit, int64_t amount)
{
	if (wb_unit_is_hundredths(unit)) {
		wb_json_add_decimal(page->arena, parent, key, amount, 2);
	} else {
		wb_json_add_int(page->arena, parent, key, amount);
	}
}

void wb_page_add_value(struct page *page, struct wb_json *parent,
                       const struct wb_kpi *kpi, struct wb_value value)
{
	if (value.known) {
		wb_page_add_amount(page, parent, "value", kpi->unit,
		                   value.value);
	}
	if (value.is_ratio) {
		wb_json_add_int(page->arena, parent, "numerator",
		                value.ratio.num);
		wb_json_add_int(page->arena, parent, "denominator",
		                value.ratio.den);
	}
}

void wb_page_add_trend(struct page *page, struct wb_json *parent,
                       const struct wb_trend *trend)
{
	if (!trend || trend->count == 0) {
		return;
	}
	struct wb_json *object =
		wb_json_add_object(page->arena, parent, "trend");
	wb_json_add_int(page->arena, object, "step_ms", WB_MINUTE);
	wb_json_add_int(page->arena, object, "end", trend->end);
	struct wb_json *points =
		wb_json_add_array(page->arena, object, "points");
	for (int i = 0; i < trend->count; i++) {
		int64_t value;
		if (wb_trend_point(trend, i, &value)) {
			wb_page_add_amount(page, points, NULL, trend->kpi->unit,
			                   value);
		} else {
			wb_json_add_null(page->arena, points, NULL);
		}
	}
}
