/* What number tiles of every kind are made of. */

#include "layout/number_parts.h"

void wb_number_put_status(struct wb_build *b, const struct wb_number_parts *p,
                          double size, int y, int h)
{
	const struct wb_number_tile *n = p->number;
	enum wb_level level = n->value.level;
	bool empty = !b->stale && !n->value.present && level == WB_LEVEL_NONE;
	bool mark = b->stale || level != WB_LEVEL_NONE || empty;
	struct wb_face face = { wb_px(b, size),
		                level >= WB_LEVEL_WARNING || b->stale
		                        ? WB_SEMIBOLD
		                        : WB_MEDIUM };
	enum wb_ink ink = p->look.text2;
	int icon = wb_px(b, size * 1.14);
	int x = p->inner.x;
	int width;

	if (p->strip) {
		ink = WB_INK_WARNING_INK;
	} else if (b->stale) {
		ink = WB_INK_TEXT;
	} else if (level >= WB_LEVEL_WARNING) {
		ink = p->look.mark;
	}
	if (mark) {
		enum wb_icon form =
			empty ? WB_ICON_NO_DATA : wb_icon_of(b, level);

		wb_put_icon(
			b,
			(struct wb_rect){ x, y + (h - icon) / 2, icon, icon },
			form,
			p->strip             ? WB_INK_WARNING_INK
			: form == WB_ICON_OK ? p->look.text3
					     : p->look.mark,
			p->strip ? WB_INK_WARNING_FILL : p->look.mark_sign);
		x += icon + wb_px(b, size * 0.45);
	}
	width = p->inner.x + p->inner.w - x;
	wb_put_text(b, x, width, wb_baseline(y, h, face.size), WB_START,
	            wb_number_status(b, n, face, width), face, ink);
}

struct wb_str wb_number_title(struct wb_build *b,
                              const struct wb_number_parts *p,
                              struct wb_face face, int width)
{
	struct wb_str kpi = p->number->kpi;
	struct wb_str titles[] = {
		p->tile->title.len > 0
			? p->tile->title
			: wb_locale_kpi(b->locale, kpi, WB_KPI_FULL),
		/* Two tiles of one KPI differ only in their own title. */
		p->tile->title.len > 0
			? (struct wb_str){ NULL, 0 }
			: wb_locale_kpi(b->locale, kpi, WB_KPI_SHORT),
	};

	return wb_fit(b, titles, 2, face, width);
}

/* Of what: "Billing, today"; nothing for the whole centre now. */
struct wb_str wb_number_context(struct wb_build *b,
                                const struct wb_number_parts *p)
{
	const struct wb_number_tile *n = p->number;
	struct wb_str window = { NULL, 0 };
	struct wb_str scope;

	if (!wb_str_is(n->window, "now") && n->window.len > 0) {
		window = wb_locale_text_of(b->locale, "window.", n->window, "");
	}
	if (wb_str_is(n->scope, "total") || n->scope_title.len == 0) {
		return window;
	}
	scope = wb_scope_text(b, n->scope, n->scope_title);
	if (window.len == 0) {
		return scope;
	}
	wb_buf_clear(&b->scratch);
	wb_format_sentence(
		&b->scratch, wb_str("{a}{s}{b}"),
		(struct wb_format_arg[]){
			{ "a", scope },
			{ "s", wb_locale_text(b->locale, "locale.separator") },
			{ "b", window } },
		3);
	return wb_take(b);
}

/* Smaller than the number, never too small to be read from near. */
static int sign_size(const struct wb_build *b, int size)
{
	return wb_px(b, size * 0.42 > 24 ? size * 0.42 : 24);
}

int wb_number_value_width(const struct wb_build *b,
                          const struct wb_number_parts *p, int size)
{
	int width = wb_figures_width(
		b, p->value, (struct wb_face){ wb_px(b, size), WB_BOLD },
		p->figures);

	if (p->sign.len > 0) {
		width += wb_px(b, size * 0.11) +
		         wb_text_width(b, p->sign,
		                       (struct wb_face){ sign_size(b, size),
		                                         WB_SEMIBOLD });
	}
	return width;
}

/* The value and its sign, which follows in the direction of reading. */
void wb_number_put_value(struct wb_build *b, const struct wb_number_parts *p,
                         int size, int x, int baseline)
{
	struct wb_face face = { wb_px(b, size), WB_BOLD };
	struct wb_face sign = { sign_size(b, size), WB_SEMIBOLD };
	int width = wb_figures_width(b, p->value, face, p->figures);
	bool absent = !p->number->value.present;

	wb_put_figures(b, x, width, baseline, WB_START, p->value, face,
	               p->figures, absent ? p->look.text3 : p->look.text);
	if (p->sign.len > 0) {
		wb_put_text(b, x + width + wb_px(b, size * 0.11),
		            wb_text_width(b, p->sign, sign), baseline, WB_START,
		            p->sign, sign,
		            b->stale ? p->look.text : p->look.text2);
	}
}

/*
 * The first digit stands in the middle of its cell: so far the value is moved
 * out for the digit to stand under the title.
 */
int wb_number_slack(const struct wb_build *b, const struct wb_number_parts *p,
                    int size)
{
	struct wb_face face = { wb_px(b, size), WB_BOLD };
	struct wb_glyph glyphs[WB_GLYPHS_MAX];
	int count;
	int width = wb_number_place(&b->in->measure, b->locale, p->value, face,
	                            p->figures, glyphs, &count);
	const struct wb_glyph *last = &glyphs[count - 1];

	if (count == 0) {
		return 0;
	}
	if (!b->scene->rtl) {
		return glyphs[0].x + wb_px(b, size * 0.02);
	}
	return width - last->x -
	       wb_text_width(b, last->text,
	                     (struct wb_face){ last->size, WB_BOLD });
}

struct wb_str wb_number_full_title(const struct wb_build *b,
                                   const struct wb_number_parts *p)
{
	if (p->tile->title.len > 0) {
		return p->tile->title;
	}
	return wb_locale_kpi(b->locale, p->number->kpi, WB_KPI_FULL);
}

/* "5 of 45" */
static struct wb_str whole_text(struct wb_build *b,
                                const struct wb_number_tile *n)
{
	struct wb_str of = wb_locale_text(b->locale, "word.of");

	wb_buf_clear(&b->scratch);
	wb_buf_add_str(&b->scratch, of);
	wb_buf_add_char(&b->scratch, ' ');
	wb_format_decimal(b->locale, &b->scratch, n->whole, 0);
	return wb_take(b);
}

static void put_warning_strip(struct wb_build *b, struct wb_rect area, int h)
{
	struct wb_rect strip = { area.x, area.y + area.h - h, area.w, h };

	wb_put_box(b, strip, wb_px(b, 14), WB_INK_WARNING_FILL, WB_INK_NOTHING,
	           0);
	strip.h /= 2;
	wb_put_box(b, strip, 0, WB_INK_WARNING_FILL, WB_INK_NOTHING, 0);
}

void wb_number_begin(struct wb_build *b, struct wb_rect area,
                     const struct wb_tile *tile, struct wb_number_parts *p)
{
	const struct wb_number_tile *n = tile->as.number;
	int pad_x, pad_y;

	*p = (struct wb_number_parts){
		.tile = tile,
		.number = n,
		.look = wb_look_of(b, n->value.level),
		.compact = area.h < wb_px(b, 170),
		/* A bar with its labels takes a line more. */
		.low = area.h <
		       wb_px(b, tile->kind == WB_TILE_GAUGE ? 310 : 250),
		/* What counts by itself stands still in its cells. */
		.figures =
			n->unit == WB_UNIT_SINCE ? WB_TABULAR : WB_PROPORTIONAL,
	};
	pad_x = wb_px(b, p->compact ? 26 : 30);
	pad_y = wb_px(b, p->low ? 16 : 20);
	p->inner = (struct wb_rect){ area.x + pad_x, area.y + pad_y,
		                     area.w - 2 * pad_x, area.h - 2 * pad_y };
	wb_put_panel(b, area, &p->look);
	p->strip = b->in->warning_filled && !b->stale &&
	           n->value.level == WB_LEVEL_WARNING;
	if (p->strip && tile->kind != WB_TILE_TREND) {
		put_warning_strip(b, area, wb_px(b, p->low ? 60 : 72));
	}
	if (p->strip) {
		wb_put_box(b, area, wb_px(b, 14), WB_INK_NOTHING,
		           WB_INK_WARNING, wb_px(b, 6));
	}
	p->value =
		wb_value_text(b, n->unit, &n->value, n->has_target, n->target);
	if (n->value.present) {
		p->sign = n->has_whole ? whole_text(b, n)
		                       : wb_unit_sign(b, n->unit);
	}
}
