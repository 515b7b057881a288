#ifndef WB_OVERLAY_H
#define WB_OVERLAY_H

/* What somebody at the wall has asked for, over the page. */

enum wb_overlay_kind {
	WB_OVERLAY_NONE,
	WB_OVERLAY_HELP,    /* the keys */
	WB_OVERLAY_EXPLAIN, /* where the number of a tile comes from */
};

struct wb_overlay {
	enum wb_overlay_kind kind;
	int tile; /* EXPLAIN: of the board */
};

#endif
