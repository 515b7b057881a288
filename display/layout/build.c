#include "layout/build.h"

#include <math.h>
#include <string.h>

#define FSI "\xe2\x81\xa8"
#define PDI "\xe2\x81\xa9"

int wb_px(const struct wb_build *b, double units)
{
	return (int)lround(units * b->scale);
}

struct wb_look wb_look_of(const struct wb_build *b, enum wb_level level)
{
	struct wb_look look = {
		.fill = WB_INK_PANEL,
		.text = WB_INK_TEXT,
		.text2 = WB_INK_TEXT2,
		.text3 = WB_INK_TEXT3,
		.mark = WB_INK_TEXT3,
	};

	if (b->stale) {
		look.edge = WB_INK_TEXT3;
		look.edge_width = 3;
		look.hatch = true;
		look.crossed = b->offline;
		look.text = WB_INK_STALE_TEXT;
		look.text2 = WB_INK_STALE_TEXT;
		look.mark = WB_INK_TEXT;
	} else if (level == WB_LEVEL_INFO) {
		look.mark = WB_INK_TEXT;
		look.mark_sign = WB_INK_PANEL;
	} else if (level == WB_LEVEL_WARNING) {
		look.edge = WB_INK_WARNING;
		look.edge_width = 6;
		look.mark = WB_INK_WARNING;
		look.mark_sign = WB_INK_PANEL;
	} else if (level == WB_LEVEL_CRITICAL) {
		look.fill = WB_INK_CRITICAL;
		look.text = WB_INK_CRITICAL_INK;
		look.text2 = WB_INK_CRITICAL_INK;
		look.text3 = WB_INK_CRITICAL_SOFT;
		look.mark = WB_INK_CRITICAL_INK;
		look.mark_sign = WB_INK_CRITICAL;
	}
	return look;
}

enum wb_icon wb_icon_of(const struct wb_build *b, enum wb_level level)
{
	if (b->stale) {
		return b->offline ? WB_ICON_OFFLINE : WB_ICON_STALE;
	}
	if (level == WB_LEVEL_WARNING) {
		return WB_ICON_WARNING;
	}
	if (level == WB_LEVEL_INFO) {
		return WB_ICON_INFO;
	}
	return level == WB_LEVEL_CRITICAL ? WB_ICON_CRITICAL : WB_ICON_OK;
}

struct wb_rect wb_mirrored(const struct wb_build *b, struct wb_rect rect)
{
	if (b->scene->rtl && !b->unmirrored) {
		rect.x = b->scene->width - rect.x - rect.w;
	}
	return rect;
}

void wb_put_box(struct wb_build *b, struct wb_rect rect, int radius,
                enum wb_ink fill, enum wb_ink stroke, int stroke_width)
{
	struct wb_item *item = wb_scene_add(b->scene, WB_ITEM_BOX);

	if (item == NULL) {
		return;
	}
	item->rect = wb_mirrored(b, rect);
	item->radius = radius;
	item->fill = fill;
	item->stroke = stroke;
	item->stroke_width = stroke_width;
}

void wb_put_hatch(struct wb_build *b, struct wb_rect rect, int radius,
                  bool crossed)
{
	struct wb_item *item = wb_scene_add(b->scene, WB_ITEM_HATCH);

	if (item == NULL) {
		return;
	}
	item->rect = wb_mirrored(b, rect);
	item->radius = radius;
	item->fill = WB_INK_HATCH;
	item->crossed = crossed;
	item->stroke_width = wb_px(b, 3);
}

void wb_put_line(struct wb_build *b, int x, int y, int w)
{
	int thickness = wb_px(b, 1.5);

	wb_put_box(b,
	           (struct wb_rect){ x, y, w, thickness > 0 ? thickness : 1 },
	           0, WB_INK_LINE, WB_INK_NOTHING, 0);
}

void wb_put_panel(struct wb_build *b, struct wb_rect rect,
                  const struct wb_look *look)
{
	int radius = wb_px(b, 14);

	wb_put_box(b, rect, radius, look->fill, WB_INK_NOTHING, 0);
	if (look->hatch) {
		wb_put_hatch(b, rect, radius, look->crossed);
	}
	if (look->edge_width > 0) {
		wb_put_box(b, rect, radius, WB_INK_NOTHING, look->edge,
		           wb_px(b, look->edge_width));
	}
}

void wb_put_icon(struct wb_build *b, struct wb_rect rect, enum wb_icon icon,
                 enum wb_ink ink, enum wb_ink sign)
{
	struct wb_item *item = wb_scene_add(b->scene, WB_ITEM_ICON);

	if (item == NULL) {
		return;
	}
	item->rect = wb_mirrored(b, rect);
	item->icon = icon;
	item->fill = ink;
	item->stroke = sign;
}

int wb_text_width(const struct wb_build *b, struct wb_str text,
                  struct wb_face face)
{
	if (text.len == 0) {
		return 0;
	}
	return b->in->measure.width(b->in->measure.data, text, face);
}

int wb_figures_width(const struct wb_build *b, struct wb_str number,
                     struct wb_face face, enum wb_figures figures)
{
	int count;

	return wb_number_place(&b->in->measure, b->locale, number, face,
	                       figures, NULL, &count);
}

int wb_number_width(const struct wb_build *b, struct wb_str number,
                    struct wb_face face)
{
	return wb_figures_width(b, number, face, WB_TABULAR);
}

int wb_baseline(int y, int h, int size)
{
	/* Capitals of the wall's face are 0.728 of the size high. */
	return y + (h * 1000 + size * 728 + 1000) / 2000;
}

static int aligned(int x, int w, int width, enum wb_align align)
{
	if (align == WB_CENTRE) {
		return x + (w - width) / 2;
	}
	return align == WB_END ? x + w - width : x;
}

static struct wb_item *add_line(struct wb_build *b, enum wb_item_kind kind,
                                int left, int width, int baseline,
                                struct wb_face face)
{
	struct wb_item *item = wb_scene_add(b->scene, kind);
	int above = face.size * 6 / 5;
	int below = face.size * 3 / 5;

	if (item == NULL) {
		return NULL;
	}
	item->rect = wb_mirrored(b, (struct wb_rect){ left, baseline - above,
	                                              width, above + below });
	/* Glyphs may reach a little over their advance. */
	item->rect.x -= wb_text_bleed(face.size);
	item->rect.w += 2 * wb_text_bleed(face.size);
	item->baseline = baseline;
	item->face = face;
	return item;
}

/*
 * A name keeps its own direction whatever the page's: its full stop or
 * ellipsis stays at its end. Sentences, known by the isolated values in them,
 * follow the page.
 */
static struct wb_str isolated(struct wb_build *b, struct wb_str text)
{
	if (text.len == 0 || memmem(text.data, text.len, FSI, 3) != NULL) {
		return wb_arena_str(&b->scene->arena, text);
	}
	wb_buf_clear(&b->scratch);
	wb_buf_add_text(&b->scratch, FSI);
	wb_buf_add_str(&b->scratch, text);
	wb_buf_add_text(&b->scratch, PDI);
	return wb_take(b);
}

int wb_put_text(struct wb_build *b, int x, int w, int baseline,
                enum wb_align align, struct wb_str text, struct wb_face face,
                enum wb_ink ink)
{
	struct wb_str shown = isolated(b, wb_fit(b, &text, 1, face, w));
	int width = wb_text_width(b, shown, face);
	struct wb_item *item;

	if (shown.len == 0) {
		return 0;
	}
	item = add_line(b, WB_ITEM_TEXT, aligned(x, w, width, align), width,
	                baseline, face);
	if (item == NULL) {
		return 0;
	}
	item->fill = ink;
	item->text = shown;
	return width;
}

int wb_put_figures(struct wb_build *b, int x, int w, int baseline,
                   enum wb_align align, struct wb_str number,
                   struct wb_face face, enum wb_figures figures,
                   enum wb_ink ink)
{
	int width = wb_figures_width(b, number, face, figures);
	struct wb_item *item;

	if (number.len == 0) {
		return 0;
	}
	item = add_line(b, WB_ITEM_NUMBER, aligned(x, w, width, align), width,
	                baseline, face);
	if (item == NULL) {
		return 0;
	}
	item->fill = ink;
	item->figures = figures;
	item->text = wb_arena_str(&b->scene->arena, number);
	return width;
}

int wb_put_number(struct wb_build *b, int x, int w, int baseline,
                  enum wb_align align, struct wb_str number,
                  struct wb_face face, enum wb_ink ink)
{
	return wb_put_figures(b, x, w, baseline, align, number, face,
	                      WB_TABULAR, ink);
}
