/* Lists in the state document, and the tiles that are little else. */

#include "model/read.h"

/* How many of an "order" array are read. */
static uint32_t row_limit(const struct wb_json *order)
{
	if (order == NULL || order->kind != WB_JSON_ARRAY) {
		return 0;
	}
	return order->count < WB_BOARD_ROWS_MAX ? order->count
	                                        : WB_BOARD_ROWS_MAX;
}

void wb_board_read_list(struct wb_board_reader *reader,
                        const struct wb_json *tile, struct wb_board_list *list)
{
	const struct wb_json *order = wb_json_get(tile, "order");
	const struct wb_json *rows = wb_json_get(tile, "rows");
	int most = (int)row_limit(order);
	const struct wb_json_member *m = most > 0 ? order->first : NULL;

	list->rows =
		wb_arena_alloc(reader->arena, ((size_t)most + 1) * list->size);
	if (list->rows == NULL) {
		reader->failed = true;
		return;
	}
	for (; m != NULL && list->count < most; m = m->next) {
		const struct wb_json *object =
			m->value.kind == WB_JSON_STRING
				? wb_json_get_str(rows, m->value.string)
				: NULL;
		void *row =
			(char *)list->rows + (size_t)list->count * list->size;

		if (object != NULL &&
		    list->read(reader, list->context, m->value.string, object,
		               row)) {
			list->count++;
		}
	}
}

static bool read_ranked(struct wb_board_reader *reader, const void *context,
                        struct wb_str key, const struct wb_json *object,
                        void *data)
{
	const struct wb_ranking_tile *ranking = context;
	struct wb_ranking_row *row = data;

	row->title =
		wb_board_title(wb_json_get(object, "title"), reader->language);
	if (row->title.len == 0 && ranking->of_queues) {
		row->title = key;
	}
	row->place = wb_board_small_int(object, "place", 1, 1000000, 0);
	row->value = wb_board_value(object, ranking->unit);
	return true;
}

const struct wb_ranking_tile *
wb_board_read_ranking(struct wb_board_reader *reader,
                      const struct wb_json *tile)
{
	struct wb_ranking_tile *ranking =
		wb_arena_alloc(reader->arena, sizeof(*ranking));
	struct wb_board_list list = { .size = sizeof(struct wb_ranking_row),
		                      .read = read_ranked,
		                      .context = ranking };

	if (ranking == NULL) {
		reader->failed = true;
		return NULL;
	}
	ranking->kpi = wb_json_get_string(tile, "kpi");
	ranking->window = wb_json_get_string(tile, "window");
	ranking->unit = wb_board_unit(tile);
	ranking->of_queues =
		wb_str_is(wb_json_get_string(tile, "of"), "queues");
	wb_board_read_list(reader, tile, &list);
	ranking->rows = list.rows;
	ranking->row_count = list.count;
	ranking->more = wb_json_get_int(tile, "more", 0);
	return ranking;
}

const struct wb_clock_tile *wb_board_read_clock(struct wb_board_reader *reader,
                                                const struct wb_json *tile,
                                                wb_ms utc_offset)
{
	const struct wb_json *zones = wb_json_get(tile, "zones");
	struct wb_clock_tile *clock =
		wb_arena_alloc(reader->arena, sizeof(*clock));
	const struct wb_json_member *m = NULL;

	if (clock == NULL) {
		reader->failed = true;
		return NULL;
	}
	if (zones != NULL && zones->kind == WB_JSON_ARRAY) {
		m = zones->first;
	}
	for (; m != NULL && clock->count < WB_BOARD_CLOCKS_MAX; m = m->next) {
		clock->clocks[clock->count++] = (struct wb_clock){
			.title = wb_board_title(wb_json_get(&m->value, "title"),
			                        reader->language),
			.time_zone = wb_json_get_string(&m->value, "time_zone"),
			.utc_offset = wb_board_offset(&m->value, utc_offset),
		};
	}
	if (clock->count == 0) {
		clock->clocks[clock->count++].utc_offset =
			wb_board_offset(tile, utc_offset);
	}
	return clock;
}
