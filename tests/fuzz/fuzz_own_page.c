/*
 * What somebody sends as a view of their own: JSON that becomes a page, or is
 * refused with a reason. A page that was taken holds together.
 */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool known(struct wb_str name)
{
	return name.len > 0 && name.data[0] != 'x';
}

static bool has_scope(struct wb_str name, struct wb_str scope_kind)
{
	return name.len % 2 == scope_kind.len % 2;
}

static void describe(struct wb_str name, struct wb_config_kpi *ret_kpi)
{
	ret_kpi->unit = (enum wb_config_unit)(name.len % 4);
	ret_kpi->of_the_moment = name.len % 2 == 0;
	ret_kpi->of_sums = name.len % 3 == 0;
	ret_kpi->below_is_worse = name.len % 5 == 0;
}

static const struct wb_config_checks checks = { known, has_scope, describe };

static void require(bool truth)
{
	if (!truth) {
		abort();
	}
}

static const struct wb_plan *plan(void)
{
	static struct wb_config *config;
	struct wb_buf errors = { 0 };

	if (!config) {
		config = wb_config_parse(
			wb_str("queues: [ { name: sales, department: d } ]\n"
		               "agents: [ { name: ann, team: red } ]\n"),
			"f", &checks, &errors);
		wb_buf_finish(&errors);
	}
	return &config->plan;
}

static void check_page(const struct wb_page_plan *page)
{
	require(wb_str_is(page->name, "own/f"));
	require(page->columns > 0 && page->rows > 0);
	require(page->tile_count <= 100);
	for (int i = 0; i < page->tile_count; i++) {
		const struct wb_tile_plan *tile = &page->tiles[i];
		require(tile->id.data && tile->kind < WB_TILE_KIND_COUNT);
		require(tile->x >= 0 && tile->y >= 0 && tile->w > 0 &&
		        tile->h > 0 && tile->x + tile->w <= page->columns &&
		        tile->y + tile->h <= page->rows);
		require(tile->column_count <= WB_TILE_COLUMNS_MAX);
		require(tile->clock_count <= WB_TILE_CLOCKS_MAX);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wb_arena text = { .limit = 16 * WB_REQUEST_MAX_BYTES };
	struct wb_arena arena = { .limit = 4 * 1024 * 1024 };
	struct wb_json_error error;
	struct wb_buf errors = { 0 };
	struct wb_page_plan page;

	if (size > WB_REQUEST_MAX_BYTES) {
		return 0;
	}
	const struct wb_json *json = wb_json_read(
		(struct wb_str){ (const char *)data, size }, &text, &error);
	if (json && wb_config_page(wb_str("own/f"), json, plan(), &checks,
	                           &arena, &page, &errors)) {
		check_page(&page);
	} else {
		require(!json || errors.len > 0);
	}
	wb_buf_finish(&errors);
	wb_arena_finish(&arena);
	wb_arena_finish(&text);
	return 0;
}
