#include "layout/panel.h"

#define MORE_HEIGHT 36

int wb_put_panel_title(struct wb_build *b, int x, int w, int y, int h,
                       struct wb_str title)
{
	struct wb_face face = { wb_px(b, 36), WB_BOLD };
	int icon = wb_px(b, 38);
	int used = 0;

	if (b->stale) {
		wb_put_icon(
			b,
			(struct wb_rect){ x, y + (h - icon) / 2, icon, icon },
			wb_icon_of(b, WB_LEVEL_NONE), WB_INK_TEXT,
			WB_INK_PANEL);
		used = icon + wb_px(b, 14);
	}
	return used + wb_put_text(b, x + used, w - used,
	                          wb_baseline(y, h, face.size), WB_START, title,
	                          face, WB_INK_TEXT);
}

struct wb_rect wb_panel_begin(struct wb_build *b, struct wb_rect area,
                              struct wb_str title, struct wb_str detail)
{
	struct wb_look look = wb_look_of(b, WB_LEVEL_NONE);
	struct wb_face face = { wb_px(b, 36), WB_BOLD };
	struct wb_face small = { wb_px(b, 26), WB_MEDIUM };
	int pad = wb_px(b, 28);
	int head = wb_px(b, 76);
	struct wb_rect in = { area.x + pad, area.y + head, area.w - 2 * pad,
		              area.h - head - wb_px(b, 16) };
	int baseline = wb_baseline(area.y + wb_px(b, 6), head - wb_px(b, 6),
	                           face.size);
	int used;

	wb_put_panel(b, area, &look);
	used = wb_put_panel_title(b, in.x, in.w, area.y + wb_px(b, 6),
	                          head - wb_px(b, 6), title) +
	       wb_px(b, 24);
	/* whole or not at all: half a detail says nothing */
	if (wb_text_width(b, detail, small) <= in.w - used) {
		wb_put_text(b, in.x + used, in.w - used, baseline, WB_END,
		            detail, small, WB_INK_TEXT3);
	}
	return in;
}

static void fit_rows(const struct wb_build *b,
                     const struct wb_panel_sizes *sizes, int count, int room,
                     struct wb_panel_rows *rows)
{
	int least = wb_px(b, sizes->least);

	rows->h = wb_px(b, sizes->most);
	if (count > 0 && rows->h * count > room) {
		rows->h = room / count;
	}
	if (rows->h < least) {
		rows->h = least;
	}
	rows->visible = rows->h > 0 ? room / rows->h : 0;
	if (rows->visible > count) {
		rows->visible = count;
	}
}

struct wb_panel_rows wb_panel_rows(const struct wb_build *b,
                                   const struct wb_panel_sizes *sizes,
                                   int count, int64_t more, int room)
{
	struct wb_panel_rows rows = { 0 };

	fit_rows(b, sizes, count, room, &rows);
	if (more + count > rows.visible) {
		room -= wb_px(b, MORE_HEIGHT);
		fit_rows(b, sizes, count, room, &rows);
		if (rows.visible > 0) {
			int h = room / rows.visible;
			int most = wb_px(b, sizes->most);

			rows.h = h < most ? h : most;
		}
	}
	rows.hidden = more + count - rows.visible;
	rows.zoom = rows.h / (sizes->best * b->scale);
	return rows;
}

void wb_panel_put_more(struct wb_build *b, struct wb_rect rect,
                       const struct wb_panel_rows *rows)
{
	struct wb_face face = { wb_px(b, 24), WB_MEDIUM };
	int y = rect.y + rows->visible * rows->h;

	if (rows->hidden <= 0) {
		return;
	}
	wb_buf_clear(&b->scratch);
	wb_format_int(b->locale, &b->scratch, rows->hidden);
	wb_put_text(b, rect.x, rect.w,
	            wb_baseline(y, wb_px(b, MORE_HEIGHT), face.size), WB_START,
	            wb_sentence(b, "list.more", "n", wb_take(b)), face,
	            WB_INK_TEXT3);
}

void wb_panel_put_empty(struct wb_build *b, struct wb_rect rect,
                        enum wb_icon icon, struct wb_str text)
{
	struct wb_face face = { wb_px(b, 31), WB_MEDIUM };
	int size = wb_px(b, 64);
	int line = wb_px(b, 56);
	int y = rect.y + (rect.h - size - line) / 2;

	if (b->stale) {
		icon = wb_icon_of(b, WB_LEVEL_NONE);
	}
	if (y < rect.y) { /* no room for a picture */
		size = 0;
		y = rect.y + (rect.h - line) / 2;
	} else {
		wb_put_icon(b,
		            (struct wb_rect){ rect.x + (rect.w - size) / 2, y,
		                              size, size },
		            icon, WB_INK_TEXT3, WB_INK_PANEL);
	}
	wb_put_text(b, rect.x, rect.w, wb_baseline(y + size, line, face.size),
	            WB_CENTRE, text, face, WB_INK_TEXT2);
}

bool wb_row_is_filled(const struct wb_build *b, enum wb_level level)
{
	return !b->stale &&
	       (level == WB_LEVEL_CRITICAL ||
	        (level == WB_LEVEL_WARNING && b->in->warning_filled));
}

struct wb_look wb_row_look(const struct wb_build *b, enum wb_level level)
{
	struct wb_look look = wb_look_of(b, level);

	look.fill = WB_INK_NOTHING;
	if (level == WB_LEVEL_CRITICAL && !b->stale) {
		look.fill = WB_INK_CRITICAL;
	}
	if (level == WB_LEVEL_WARNING && wb_row_is_filled(b, level)) {
		look.fill = WB_INK_WARNING_FILL;
		look.text = WB_INK_WARNING_INK;
		look.text2 = WB_INK_WARNING_INK;
		look.text3 = WB_INK_WARNING_INK;
		look.mark = WB_INK_WARNING_INK;
		look.mark_sign = WB_INK_WARNING_FILL;
	}
	return look;
}

void wb_row_put_frame(struct wb_build *b, const struct wb_look *look,
                      struct wb_rect rect)
{
	int radius = wb_px(b, 10);

	if (look->fill != WB_INK_NOTHING) {
		wb_put_box(b, rect, radius, look->fill, WB_INK_NOTHING, 0);
	} else if (look->edge == WB_INK_WARNING || look->edge == WB_INK_LINE) {
		wb_put_box(b, rect, radius, WB_INK_NOTHING, look->edge,
		           wb_px(b, 3));
	}
}
