/* What everybody has to see, and where it is shown. */

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

/* May the alert be the banner: does it wait for somebody? */
static bool calls(const struct standing *standing)
{
	return standing->listed && standing->alert.state == WB_ALERT_FIRING &&
	       standing->alert.rule->severity >= WB_SEVERITY_WARNING;
}

static enum level level_of(const struct standing *standing)
{
	return standing->alert.rule->severity == WB_SEVERITY_CRITICAL
	               ? LEVEL_CRITICAL
	               : LEVEL_WARNING;
}

/* Of an alert and a breach that are as bad, the alert. */
void wb_page_headline(struct page *page, struct wb_json *root)
{
	const struct standing *alert = NULL;
	int count = page->breach_count;
	for (int i = 0; i < page->standing_count; i++) {
		if (calls(&page->standing[i])) {
			alert = alert ? alert : &page->standing[i];
			count++;
		}
	}
	if (count == 0) {
		return;
	}
	struct wb_json *object =
		wb_json_add_object(page->arena, root, "headline");
	if (alert && (page->breach_count == 0 ||
	              level_of(alert) >= page->breaches[0].level)) {
		wb_json_add_string(page->arena, object, "alert",
		                   alert->alert.id);
		wb_page_add_standing(page, object, alert);
	} else {
		wb_page_add_breach(page, object, &page->breaches[0]);
	}
	wb_json_add_int(page->arena, object, "more", count - 1);
}

/* Does the tile show the scope, or a list in which it may stand? */
static bool tile_shows(const struct page *page, const struct wb_tile_plan *tile,
                       const struct standing *standing)
{
	const struct wb_engine *engine = page->input->engine;
	switch (tile->kind) {
	case WB_TILE_NUMBER:
	case WB_TILE_GAUGE:
	case WB_TILE_TREND:
		return wb_str_equal(tile->scope, standing->alert.scope);
	case WB_TILE_QUEUES:
		return standing->scope != WB_NOBODY &&
		       wb_engine_scope_kind(engine, standing->scope) ==
		               WB_SCOPE_QUEUE &&
		       wb_page_filter_has(page, tile, standing->scope);
	case WB_TILE_AGENTS:
	case WB_TILE_STATES:
	case WB_TILE_RANKING:
	case WB_TILE_ALERTS:
	case WB_TILE_TEXT:
	case WB_TILE_CLOCK:
	case WB_TILE_KIND_COUNT:
		break;
	}
	return false;
}

/* Does a page show what a critical alert that wants to be seen is about? */
static bool shows_critical(const struct page *page,
                           const struct wb_page_plan *plan)
{
	for (int i = 0; i < page->standing_count; i++) {
		const struct standing *standing = &page->standing[i];
		if (!calls(standing) || !standing->alert.rule->front ||
		    level_of(standing) != LEVEL_CRITICAL) {
			continue;
		}
		for (int t = 0; t < plan->tile_count; t++) {
			if (tile_shows(page, &plan->tiles[t], standing)) {
				return true;
			}
		}
	}
	return false;
}

/*
 * The first page that shows something critical: which it is does not change
 * with which of several is the worst, so that screens do not leap.
 */
static const struct wb_page_plan *front(const struct page *page)
{
	const struct wb_plan *plan = wb_engine_plan(page->input->engine);
	if (!plan->rotation.critical_to_front || !page->worst) {
		return NULL;
	}
	for (int i = 0; i < plan->page_count; i++) {
		if (plan->pages[i].front &&
		    (page->worst[i] == LEVEL_CRITICAL ||
		     shows_critical(page, &plan->pages[i]))) {
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
