#ifndef WB_SCENE_H
#define WB_SCENE_H

/*
 * A picture as data: what stands where, in pixels, in drawing order. Layout
 * makes one from the board; the painter draws it; two of them compared tell
 * what has changed. Nothing here knows fonts, colours or a screen.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "layout/rect.h"

/* Colours by what they mean; the theme gives them values. */
enum wb_ink {
	WB_INK_NOTHING,
	WB_INK_BACKGROUND,
	WB_INK_PANEL,
	WB_INK_CELL,
	WB_INK_LINE,
	WB_INK_TEXT,
	WB_INK_TEXT2,
	WB_INK_TEXT3,
	WB_INK_WARNING, /* outlines, marks and words on a panel */
	WB_INK_WARNING_FILL,
	WB_INK_WARNING_INK,   /* on the fill */
	WB_INK_WARNING_SHADE, /* area of a breach in a trend */
	WB_INK_CRITICAL,      /* a fill */
	WB_INK_CRITICAL_INK,  /* on it */
	WB_INK_CRITICAL_SOFT, /* secondary on it */
	WB_INK_CRITICAL_SHADE,
	WB_INK_CRITICAL_DEEP, /* the empty part of a bar on it */
	WB_INK_CRITICAL_MARK, /* a mark on the background */
	WB_INK_BADGE,
	WB_INK_BADGE_INK,
	WB_INK_HATCH,
	WB_INK_STALE_TEXT,
	WB_INK_COUNT,
};

enum wb_icon {
	WB_ICON_OK,
	WB_ICON_WARNING,
	WB_ICON_CRITICAL,
	WB_ICON_STALE,
	WB_ICON_AVAILABLE,
	WB_ICON_RINGING,
	WB_ICON_TALKING,
	WB_ICON_HOLDING,
	WB_ICON_ACW,
	WB_ICON_NOT_READY,
	WB_ICON_OFFLINE,
	WB_ICON_FEED,
	WB_ICON_NO_DATA,
	WB_ICON_INFO,
	WB_ICON_ACKNOWLEDGED,
	WB_ICON_COUNT,
};

enum wb_weight { WB_MEDIUM, WB_SEMIBOLD, WB_BOLD, WB_WEIGHT_COUNT };

/* Digits in cells of one width, or each as wide as it is. */
enum wb_figures { WB_TABULAR, WB_PROPORTIONAL };

struct wb_face {
	int size; /* px */
	enum wb_weight weight;
};

/* How far a glyph may reach over the ends of its text, px. */
static inline int wb_text_bleed(int size)
{
	return size / 8 + 1;
}

enum wb_item_kind {
	WB_ITEM_BOX,    /* rounded rectangle: fill, stroke inside the edge */
	WB_ITEM_HATCH,  /* slanted lines inside a rounded rectangle */
	WB_ITEM_TEXT,   /* one line, its left end wb_text_bleed in */
	WB_ITEM_NUMBER, /* digits from left to right, likewise */
	WB_ITEM_ICON,
	WB_ITEM_TREND,
};

#define WB_TREND_GAP INT16_MIN

struct wb_trend_shape {
	int count;
	const int16_t *y; /* eighths of a px below rect.y, or WB_TREND_GAP */
	int target_y;     /* the same, or -1 */
	bool shade_above; /* the breach is above (true) or below the target */
	int line_width;   /* eighths of a px */
	int inset;        /* px left and right of the line, for its end */
	enum wb_ink shade, target_ink;
};

struct wb_item {
	enum wb_item_kind kind;
	struct wb_rect rect; /* everything that is drawn is inside */
	enum wb_ink fill;    /* also the colour of text, icon, line, hatch */
	enum wb_ink stroke;  /* BOX; ICON: the sign inside a filled form */
	int radius;
	int stroke_width;
	struct wb_face face;
	int baseline;            /* y of TEXT and NUMBER */
	enum wb_figures figures; /* of NUMBER */
	struct wb_str text;
	enum wb_icon icon;
	bool crossed; /* HATCH: in both directions */
	struct wb_trend_shape trend;
};

/* Items of one tile (or of the header ...) belong together. */
struct wb_group {
	int first, count; /* items */
	struct wb_rect rect;
	int tile; /* which of the board's tiles it is, or -1 */
};

#define WB_SCENE_ITEMS_MAX 65536
#define WB_SCENE_GROUPS_MAX 300

/* Owned by the caller; zero-initialise. Texts live in `arena`. */
struct wb_scene {
	int width, height;
	bool rtl;    /* direction of the paragraphs */
	bool counts; /* something in it counts seconds */
	bool failed; /* out of memory, or too many items */
	struct wb_item *items;
	int count, capacity;
	struct wb_group groups[WB_SCENE_GROUPS_MAX];
	int group_count;
	struct wb_arena arena;
};

/* Empties the scene for a picture of this size; memory is kept. */
void wb_scene_begin(struct wb_scene *scene, int width, int height, bool rtl);
void wb_scene_finish(struct wb_scene *scene);

/* The items added from now on form a group that covers `rect`. */
void wb_scene_group(struct wb_scene *scene, struct wb_rect rect);

/* The group begun last is a tile of the board. */
void wb_scene_is_tile(struct wb_scene *scene, int tile);

/* Moves all that is in the scene. */
void wb_scene_shift(struct wb_scene *scene, int x, int y);

/* The tile at a point, or -1. */
int wb_scene_tile_at(const struct wb_scene *scene, int x, int y);

/* A zeroed item to fill in, or NULL (and failed). Valid until the next. */
struct wb_item *wb_scene_add(struct wb_scene *scene, enum wb_item_kind kind);

bool wb_item_equal(const struct wb_item *a, const struct wb_item *b);

#define WB_DAMAGE_MAX 64

/*
 * The rectangles in which two scenes differ, at most WB_DAMAGE_MAX of them:
 * beyond that the nearest are joined. Scenes of different size or direction
 * differ everywhere. Returns the count.
 */
int wb_scene_damage(const struct wb_scene *before, const struct wb_scene *after,
                    struct wb_rect ret_rects[WB_DAMAGE_MAX]);

#endif
