/* The one breach that everybody has to see. */

#include "view/parts.h"

/* A queue says more than the total that it spoils. */
static int weight(const struct page *page, const struct breach *breach)
{
	enum wb_scope_kind kind =
		wb_engine_scope_kind(page->input->engine, breach->scope);
	return (int)breach->level * 2 + (kind != WB_SCOPE_TOTAL);
}

static bool worse(const struct page *page, const struct breach *a,
                  const struct breach *b)
{
	int x = weight(page, a), y = weight(page, b);
	return x != y ? x > y : a->shortfall > b->shortfall;
}

void wb_page_note_breach(struct page *page, const struct breach *breach)
{
	if (breach->level < LEVEL_WARNING || !breach->kpi) {
		return;
	}
	page->breaches++;
	if (page->worst.level == LEVEL_NONE ||
	    worse(page, breach, &page->worst)) {
		page->worst = *breach;
	}
}

void wb_page_headline(struct page *page, struct wb_json *root)
{
	const struct breach *worst = &page->worst;
	if (worst->level < LEVEL_WARNING) {
		return;
	}
	struct wb_json *object =
		wb_json_add_object(page->arena, root, "headline");
	wb_json_add_string(page->arena, object, "level",
	                   wb_str(wb_level_name(worst->level)));
	wb_json_add_string(page->arena, object, "kpi",
	                   wb_str(worst->kpi->name));
	wb_json_add_string(
		page->arena, object, "scope",
		wb_engine_scope_name(page->input->engine, worst->scope));
	wb_page_add_scope_title(page, object, "title", worst->scope);
	wb_json_add_string(page->arena, object, "unit",
	                   wb_str(wb_unit_name(worst->kpi->unit)));
	wb_page_add_value(page, object, worst->kpi, worst->value);
	if (worst->since > 0) {
		wb_json_add_int(page->arena, object, "since", worst->since);
	}
	wb_json_add_int(page->arena, object, "more", page->breaches - 1);
}
