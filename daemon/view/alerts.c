/*
 * What stands, worst first: the alerts, then the breaches of numbers that the
 * pages show and of which no alert stands.
 */

#include <stdio.h>

#include "limits.h"
#include "view/parts.h"

/* One of the two. */
struct row {
	const struct standing *standing;
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
	if (row->standing) {
		return row->standing->alert.id;
	}
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
	if (row->standing) {
		wb_page_fill_standing(page, object, row->standing);
		wb_json_add_bool(page->arena, object, "alert", true);
		return;
	}
	wb_json_add_string(page->arena, object, "state", wb_str("standing"));
	wb_page_add_breach(page, object, row->breach);
	wb_page_add_limits(page, object, row->breach->kpi,
	                   &row->breach->limits);
}

static void add_counts(struct page *page, struct wb_json *tile)
{
	int breaches[LEVEL_CRITICAL + 1] = { 0 };
	const int *open = page->standing_counts.open;
	for (int i = 0; i < page->breach_count; i++) {
		breaches[page->breaches[i].level]++;
	}
	struct wb_json *object =
		wb_json_add_object(page->arena, tile, "counts");
	wb_json_add_int(page->arena, object, "critical",
	                breaches[LEVEL_CRITICAL] + open[WB_SEVERITY_CRITICAL]);
	wb_json_add_int(page->arena, object, "warning",
	                breaches[LEVEL_WARNING] + open[WB_SEVERITY_WARNING]);
	wb_json_add_int(page->arena, object, "info", open[WB_SEVERITY_INFO]);
	wb_json_add_int(page->arena, object, "acknowledged",
	                page->standing_counts.acknowledged);
}

void wb_page_alerts(struct page *page, const struct wb_tile_plan *plan,
                    struct wb_json *tile)
{
	size_t most = (size_t)(page->standing_count + page->breach_count);
	struct row *rows =
		wb_arena_alloc(page->arena, (most + 1) * sizeof(*rows));
	int count = 0;
	if (!rows) {
		return;
	}
	for (int i = 0; i < page->standing_count; i++) {
		if (page->standing[i].listed) {
			rows[count] =
				(struct row){ &page->standing[i], NULL, count };
			count++;
		}
	}
	for (int i = 0; i < page->breach_count; i++) {
		rows[count] = (struct row){ NULL, &page->breaches[i], count };
		count++;
	}
	struct wb_row_list list = {
		.rows = rows,
		.size = sizeof(*rows),
		.count = count,
		.most = plan->rows,
		.compare = compare,
		.key = key_of,
		.fill = fill_row,
	};
	add_counts(page, tile);
	wb_page_add_rows(page, plan, tile, &list);
}
