#ifndef WB_LAYOUT_PAGE_H
#define WB_LAYOUT_PAGE_H

/*
 * A board, a language and a size in, a scene out. Pure: texts are measured
 * through a callback, so that tests need no fonts.
 */

#include "layout/link.h"
#include "layout/number.h"
#include "layout/overlay.h"
#include "layout/reading.h"
#include "layout/scene.h"
#include "locale/format.h"
#include "model/board.h"

struct wb_page_input {
	const struct wb_board *board; /* NULL: none yet */
	const struct wb_locale *locale;
	struct wb_measure measure;
	const struct wb_link *link;
	wb_ms now; /* the server's time */
	int width, height;
	int safe_margin_permille;  /* of the height, beside the own margin */
	struct wb_reading reading; /* zeros: type is not enlarged */
	bool warning_filled; /* the theme's warnings are areas, not outlines */
	bool test_card;      /* instead of the page */
	const struct wb_overlay *overlay; /* NULL: none */
};

/* The scene is begun anew. Sets scene->failed when memory runs out. */
void wb_page_layout(struct wb_scene *scene, const struct wb_page_input *in);

/*
 * The rectangle of grid cells x, y, w, h of a columns x rows grid in `area`
 * with `gutter` px between; not mirrored. Neighbours never overlap, and the
 * last ones end at the edges.
 */
struct wb_rect wb_page_cells(struct wb_rect area, int columns, int rows,
                             int gutter, int x, int y, int w, int h);

#endif
