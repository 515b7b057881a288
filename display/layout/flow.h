#ifndef WB_LAYOUT_FLOW_H
#define WB_LAYOUT_FLOW_H

/*
 * Where the tiles of a page go. On a wide picture as the page says; on a tall
 * one the grid is half as many columns wide, and the tiles stand in shelves
 * one below the other, in their order, each shelf filled to its end.
 */

#include "layout/rect.h"
#include "model/board.h"

struct wb_flow {
	int columns, rows;
	struct wb_rect cells[WB_BOARD_TILES_MAX]; /* by tile, in grid cells */
};

void wb_flow_tiles(const struct wb_board *board, bool tall,
                   struct wb_flow *ret_flow);

#endif
