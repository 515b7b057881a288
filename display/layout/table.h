#ifndef WB_LAYOUT_TABLE_H
#define WB_LAYOUT_TABLE_H

/* The table of queues: its columns and rows. Private to layout/. */

#include "layout/build.h"

enum wb_cell_form {
	WB_CELL_NUMBER,
	WB_CELL_BAR,
	WB_CELL_AGENTS,
	WB_CELL_TREND,
	WB_CELL_NONE
};

struct wb_table_column {
	const struct wb_column *of;
	enum wb_cell_form form;
	int index; /* in the row's cells */
	int x, w;
};

struct wb_table {
	const struct wb_queues_tile *queues;
	struct wb_table_column columns[WB_BOARD_COLUMNS_MAX];
	int column_count;
	int left, right; /* of the rows' content */
	int name_x, name_w, name_size;
	int bar_w; /* of a column with a bar, design units */
	int row_h, visible;
	double zoom; /* of the rows' type */
};

/* Service levels have a bar, and their row's target. */
bool wb_column_is_service_level(const struct wb_column *column);

/* Units stand under units: numbers end on the right in every language. */
static inline enum wb_align wb_number_align(const struct wb_build *b)
{
	return b->scene->rtl ? WB_START : WB_END;
}

void wb_table_put_row(struct wb_build *b, const struct wb_table *t,
                      const struct wb_queue_row *row, int y);

#endif
