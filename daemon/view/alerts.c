/*
 * What stands, worst first. So far these are the breaches of the numbers that
 * the pages show; an alert that somebody can acknowledge fills the same rows
 * with another "state" and with members of its own.
 */

#include <stdio.h>

#include "limits.h"
#include "view/parts.h"

struct row {
	const struct breach *breach;
	int place;
};

/* They come in the order of badness. */
static int compare(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	return x->place < y->place ? -1 : x->place > y->place;
}

/* "service_level/queue:billing": the same while the breach stands. */
static struct wb_str key_of(struct page *page, const void *data)
{
	const struct row *row = data;
	char text[2 * WB_NAME_MAX_BYTES];
	struct wb_str scope =
		wb_engine_scope_name(page->input->engine, row->breach->scope);
	int len = snprintf(text, sizeof(text), "%s/%.*s",
	                   row->breach->kpi->name, WB_STR_FMT(scope));
	return wb_arena_str(page->arena, (struct wb_str){ text, (size_t)len });
}

static void fill_row(struct page *page, const struct wb_tile_plan *plan,
                     const void *data, struct wb_json *object)
{
	const struct row *row = data;
	(void)plan;
	wb_json_add_string(page->arena, object, "state", wb_str("standing"));
	wb_page_add_breach(page, object, row->breach);
	wb_page_add_limits(page, object, row->breach->kpi,
	                   &row->breach->limits);
}

void wb_page_alerts(struct page *page, const struct wb_tile_plan *plan,
                    struct wb_json *tile)
{
	struct row *rows = wb_arena_alloc(
		page->arena, ((size_t)page->breach_count + 1) * sizeof(*rows));
	if (!rows) {
		return;
	}
	int counts[LEVEL_CRITICAL + 1] = { 0 };
	for (int i = 0; i < page->breach_count; i++) {
		rows[i] = (struct row){ &page->breaches[i], i };
		counts[page->breaches[i].level]++;
	}
	struct wb_row_list list = {
		.rows = rows,
		.size = sizeof(*rows),
		.count = page->breach_count,
		.most = plan->rows,
		.compare = compare,
		.key = key_of,
		.fill = fill_row,
	};
	struct wb_json *object =
		wb_json_add_object(page->arena, tile, "counts");
	wb_json_add_int(page->arena, object, "critical",
	                counts[LEVEL_CRITICAL]);
	wb_json_add_int(page->arena, object, "warning", counts[LEVEL_WARNING]);
	wb_page_add_rows(page, plan, tile, &list);
}
