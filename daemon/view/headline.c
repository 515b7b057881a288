/* The one breach that everybody has to see, and where it is shown. */

#include "view/parts.h"

void wb_page_add_breach(struct page *page, struct wb_json *parent,
                        const struct breach *breach)
{
	wb_json_add_string(page->arena, parent, "level",
	                   wb_str(wb_level_name(breach->level)));
	wb_json_add_string(page->arena, parent, "kpi",
	                   wb_str(breach->kpi->name));
	wb_json_add_string(
		page->arena, parent, "scope",
		wb_engine_scope_name(page->input->engine, breach->scope));
	wb_page_add_scope_title(page, parent, "title", breach->scope);
	wb_json_add_string(page->arena, parent, "window",
	                   wb_str(wb_window_name(breach->window)));
	wb_json_add_string(page->arena, parent, "unit",
	                   wb_str(wb_unit_name(breach->kpi->unit)));
	wb_page_add_value(page, parent, breach->kpi, breach->value);
	if (breach->since > 0) {
		wb_json_add_int(page->arena, parent, "since", breach->since);
	}
	if (breach->longer) {
		wb_json_add_bool(page->arena, parent, "longer", true);
	}
}

void wb_page_headline(struct page *page, struct wb_json *root)
{
	if (page->breach_count == 0) {
		return;
	}
	struct wb_json *object =
		wb_json_add_object(page->arena, root, "headline");
	wb_page_add_breach(page, object, &page->breaches[0]);
	wb_json_add_int(page->arena, object, "more", page->breach_count - 1);
}

/*
 * The first page that shows something critical: which it is does not change
 * with which of several breaches is the worst, so that screens do not leap.
 */
static const struct wb_page_plan *front(const struct page *page)
{
	const struct wb_plan *plan = wb_engine_plan(page->input->engine);
	if (!plan->rotation.critical_to_front || !page->worst) {
		return NULL;
	}
	for (int i = 0; i < plan->page_count; i++) {
		if (plan->pages[i].front && page->worst[i] == LEVEL_CRITICAL) {
			return &plan->pages[i];
		}
	}
	return NULL;
}

void wb_page_rotation(struct page *page, struct wb_json *root)
{
	const struct wb_plan *plan = wb_engine_plan(page->input->engine);
	const struct wb_page_plan *wanted = front(page);
	struct wb_json *object =
		wb_json_add_object(page->arena, root, "rotation");
	wb_json_add_bool(page->arena, object, "rotate", plan->rotation.rotate);
	if (wanted) {
		wb_json_add_string(page->arena, object, "front", wanted->name);
		wb_json_add_int(page->arena, object, "hold_ms",
		                plan->rotation.hold);
	}
}
