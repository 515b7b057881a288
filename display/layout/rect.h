#ifndef WB_RECT_H
#define WB_RECT_H

/* Pixels from the left top corner. */
struct wb_rect {
	int x, y, w, h;
};

#endif
