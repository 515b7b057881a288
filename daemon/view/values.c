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

void wb_page_add_scope_title(struct page *page, struct wb_json *parent,
                             const char *key, uint32_t scope)
{
	const struct wb_engine *engine = page->input->engine;
	struct wb_str name;
	const struct wb_title *title =
		wb_view_scope_title(wb_engine_plan(engine),
	                            wb_engine_scope_name(engine, scope), &name);
	if (name.data) {
		wb_page_add_title(page, parent, key, title, name);
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
