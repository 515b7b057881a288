/* Lists: ordered, cut, keyed. */

#include <stdlib.h>

#include "view/parts.h"

uint32_t wb_page_filter(const struct page *page,
                        const struct wb_tile_plan *plan)
{
	return wb_engine_scope(page->input->engine, plan->filter.len > 0
	                                                    ? plan->filter
	                                                    : wb_str("total"));
}

bool wb_page_filter_has(const struct page *page,
                        const struct wb_tile_plan *plan, uint32_t queue_scope)
{
	const struct wb_engine *engine = page->input->engine;
	const struct wb_floor *floor = wb_engine_floor(engine);
	uint32_t filter = wb_page_filter(page, plan);
	for (uint32_t i = 0; i < wb_floor_queue_count(floor); i++) {
		if (wb_engine_queue_scope(engine, i) == queue_scope) {
			return wb_engine_scope_has_queue(engine, filter, i);
		}
	}
	return false;
}

static const void *row_at(const struct wb_row_list *list, int i)
{
	return (const char *)list->rows + (size_t)i * list->size;
}

void wb_page_add_rows(struct page *page, const struct wb_tile_plan *plan,
                      struct wb_json *tile, const struct wb_row_list *list)
{
	int most = list->most > 0 ? list->most : WB_ROWS_DEFAULT;
	int shown = list->count < most ? list->count : most;
	qsort(list->rows, (size_t)list->count, list->size, list->compare);
	struct wb_json *order = wb_json_add_array(page->arena, tile, "order");
	for (int i = 0; i < shown; i++) {
		wb_json_add_string(page->arena, order, NULL,
		                   list->key(page, row_at(list, i)));
	}
	wb_json_add_int(page->arena, tile, "more", list->count - shown);
	struct wb_json *rows = wb_json_add_object(page->arena, tile, "rows");
	for (int i = 0; i < shown; i++) {
		const void *row = row_at(list, i);
		list->fill(page, plan, row,
		           wb_json_add_object_str(page->arena, rows,
		                                  list->key(page, row)));
	}
}
