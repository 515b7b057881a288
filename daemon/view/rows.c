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
