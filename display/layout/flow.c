#include "layout/flow.h"

struct shelf {
	int first, count; /* in the order */
	int w, h;
};

/* Indices of the tiles from top to bottom, then in the reading direction. */
static void sort_tiles(const struct wb_board *board,
                       int order[WB_BOARD_TILES_MAX])
{
	int i, k;

	for (i = 0; i < board->tile_count; i++) {
		const struct wb_tile *tile = &board->tiles[i];

		for (k = i; k > 0; k--) {
			const struct wb_tile *before =
				&board->tiles[order[k - 1]];

			if (before->y < tile->y ||
			    (before->y == tile->y && before->x <= tile->x)) {
				break;
			}
			order[k] = order[k - 1];
		}
		order[k] = i;
	}
}

/* Stretches the tiles of a shelf so that they fill the columns. */
static void place_shelf(const struct wb_board *board, const int *order,
                        const struct shelf *shelf, struct wb_flow *flow)
{
	int so_far = 0;
	int i;

	for (i = shelf->first; i < shelf->first + shelf->count; i++) {
		int w = board->tiles[order[i]].w;
		int left = so_far * flow->columns / shelf->w;

		so_far += w < flow->columns ? w : flow->columns;
		flow->cells[order[i]] = (struct wb_rect){
			left, flow->rows,
			so_far * flow->columns / shelf->w - left, shelf->h
		};
	}
	flow->rows += shelf->h;
}

static void flow_shelves(const struct wb_board *board, struct wb_flow *flow)
{
	int order[WB_BOARD_TILES_MAX];
	struct shelf shelf = { 0 };
	int i;

	sort_tiles(board, order);
	for (i = 0; i < board->tile_count; i++) {
		const struct wb_tile *tile = &board->tiles[order[i]];
		int w = tile->w < flow->columns ? tile->w : flow->columns;

		if (shelf.count > 0 && shelf.w + w > flow->columns) {
			place_shelf(board, order, &shelf, flow);
			shelf = (struct shelf){ .first = i };
		}
		shelf.count++;
		shelf.w += w;
		if (tile->h > shelf.h) {
			shelf.h = tile->h;
		}
	}
	if (shelf.count > 0) {
		place_shelf(board, order, &shelf, flow);
	}
}

void wb_flow_tiles(const struct wb_board *board, bool tall,
                   struct wb_flow *ret_flow)
{
	int i;

	ret_flow->columns = board->columns;
	ret_flow->rows = board->rows;
	for (i = 0; i < board->tile_count; i++) {
		const struct wb_tile *t = &board->tiles[i];

		ret_flow->cells[i] = (struct wb_rect){ t->x, t->y, t->w, t->h };
	}
	if (!tall || board->tile_count == 0) {
		return;
	}
	ret_flow->columns = (board->columns + 1) / 2;
	ret_flow->rows = 0;
	flow_shelves(board, ret_flow);
}
