#include "layout/number_parts.h"

/* Sizes of a tile's number, largest first; the first that fits is taken. */
static const int ladder[] = {
	230, 218, 190, 164, 140, 120, 100, 82, 64, 48, 36
};
#define LADDER_STEPS (int)(sizeof(ladder) / sizeof(ladder[0]))

static void put_status(struct wb_build *b, const struct wb_number_parts *p,
                       double size, int y, int h)
{
	const struct wb_number_tile *n = p->number;
	enum wb_level level = n->value.level;
	bool mark = b->stale || level != WB_LEVEL_NONE;
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
		enum wb_icon form = wb_icon_of(b, level);

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

static struct wb_str tile_title(struct wb_build *b,
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
static struct wb_str context_text(struct wb_build *b,
                                  const struct wb_number_parts *p)
{
	const struct wb_number_tile *n = p->number;
	struct wb_str window = { NULL, 0 };

	if (!wb_str_is(n->window, "now") && n->window.len > 0) {
		window = wb_locale_text_of(b->locale, "window.", n->window, "");
	}
	if (wb_str_is(n->scope, "total") || n->scope_title.len == 0) {
		return window;
	}
	if (window.len == 0) {
		return n->scope_title;
	}
	wb_buf_clear(&b->scratch);
	wb_format_sentence(
		&b->scratch, wb_str("{a}{s}{b}"),
		(struct wb_format_arg[]){
			{ "a", n->scope_title },
			{ "s", wb_locale_text(b->locale, "locale.separator") },
			{ "b", window } },
		3);
	return wb_take(b);
}

static int value_width(const struct wb_build *b,
                       const struct wb_number_parts *p, int size)
{
	int width = wb_figures_width(
		b, p->value, (struct wb_face){ wb_px(b, size), WB_BOLD },
		p->figures);

	if (p->sign.len > 0) {
		width += wb_px(b, size * 0.11) +
		         wb_text_width(b, p->sign,
		                       (struct wb_face){ wb_px(b, size * 0.42),
		                                         WB_SEMIBOLD });
	}
	return width;
}

/* Width of the widest value that looks like this one: no jumping sizes. */
static int pick_size(const struct wb_build *b, const struct wb_number_parts *p,
                     int w, int h)
{
	int i;

	for (i = 0; i < LADDER_STEPS - 1; i++) {
		if (!p->number->value.present && ladder[i] > 82) {
			continue;
		}
		if (wb_px(b, ladder[i] * 0.76) <= h &&
		    value_width(b, p, ladder[i]) <= w) {
			break;
		}
	}
	return ladder[i];
}

/* The value and its sign, which follows in the direction of reading. */
static void put_value(struct wb_build *b, const struct wb_number_parts *p,
                      int size, int x, int baseline)
{
	struct wb_face face = { wb_px(b, size), WB_BOLD };
	struct wb_face sign = { wb_px(b, size * 0.42), WB_SEMIBOLD };
	int width = wb_figures_width(b, p->value, face, p->figures);
	bool absent = !p->number->value.present;

	wb_put_figures(b, x, width, baseline, WB_START, p->value, face,
	               p->figures, absent ? p->look.text3 : p->look.text);
	if (p->sign.len > 0) {
		wb_put_text(b, x + width + wb_px(b, size * 0.11),
		            wb_px(b, size), baseline, WB_START, p->sign, sign,
		            b->stale ? p->look.text : p->look.text2);
	}
}

/*
 * The first digit stands in the middle of its cell: so far the value is moved
 * out for the digit to stand under the title.
 */
static int leading_slack(const struct wb_build *b,
                         const struct wb_number_parts *p, int size)
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

static struct wb_str full_title(const struct wb_build *b,
                                const struct wb_number_parts *p)
{
	if (p->tile->title.len > 0) {
		return p->tile->title;
	}
	return wb_locale_kpi(b->locale, p->number->kpi, WB_KPI_FULL);
}

/* A little smaller before the short form is taken. */
static struct wb_face compact_title_face(struct wb_build *b,
                                         const struct wb_number_parts *p,
                                         int room)
{
	static const int sizes[] = { 31, 29, 27 };
	struct wb_str full = full_title(b, p);
	struct wb_face face = { 0, WB_SEMIBOLD };
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		face.size = wb_px(b, sizes[i]);
		if (wb_text_width(b, full, face) <= room) {
			return face;
		}
	}
	face.size = wb_px(b, sizes[0]);
	return face;
}

/* A low tile: title and number share a line. */
static void build_compact(struct wb_build *b, struct wb_number_parts *p)
{
	int status = wb_px(b, 44);
	struct wb_rect in = p->inner;
	int h = in.h - status;
	int size = pick_size(b, p, in.w * 6 / 10, h);
	struct wb_face least = { wb_px(b, 27), WB_SEMIBOLD };
	struct wb_face title;
	int width, room;

	/* Rather a smaller number than a title that is cut short. */
	for (size = size < 82 ? size : 82; size > 64; size -= 6) {
		room = in.w - value_width(b, p, size) - wb_px(b, 12);
		if (wb_text_width(b, full_title(b, p), least) <= room) {
			break;
		}
	}
	width = value_width(b, p, size);
	room = in.w - width - wb_px(b, 12);
	title = compact_title_face(b, p, room);
	wb_put_text(b, in.x, room, wb_baseline(in.y, wb_px(b, 40), title.size),
	            WB_START, tile_title(b, p, title, room), title,
	            b->stale ? WB_INK_TEXT : p->look.text2);
	put_value(b, p, size, in.x + in.w - width,
	          wb_baseline(in.y, h, wb_px(b, size)));
	put_status(b, p, 26, in.y + in.h - status, status);
}

/* How large the words of a tile are. */
struct type {
	struct wb_face title;
	int title_h;
	double status;
	int status_h, foot; /* the line, and what is kept free for it */
};

/*
 * A large tile without a trend is for being read from afar: there the words
 * are as large as the headline's.
 */
static struct type choose_type(const struct wb_build *b,
                               const struct wb_number_parts *p, bool trend)
{
	static const int sizes[] = { 74, 66, 58, 50 };
	struct type near = { { wb_px(b, 42), WB_MEDIUM },
		             wb_px(b, 44),
		             31,
		             wb_px(b, 38),
		             wb_px(b, p->strip ? 54 : 38) };
	struct type far = { { 0, WB_SEMIBOLD },
		            wb_px(b, 78),
		            40,
		            wb_px(b, 48),
		            wb_px(b, p->strip ? 66 : 48) };
	size_t i;

	if (trend || p->inner.h < wb_px(b, 330)) {
		return near;
	}
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		far.title.size = wb_px(b, sizes[i]);
		if (wb_text_width(b, full_title(b, p), far.title) <=
		    p->inner.w) {
			return far;
		}
	}
	return near;
}

/* Is the window said in the status line already? */
static bool status_says_window(const struct wb_build *b,
                               const struct wb_number_tile *n)
{
	return n->value.level == WB_LEVEL_NONE && !b->stale &&
	       n->value.present &&
	       (wb_str_is(n->scope, "total") || n->scope_title.len == 0);
}

static void put_title(struct wb_build *b, const struct wb_number_parts *p,
                      const struct type *type)
{
	struct wb_face small = { wb_px(b, 24), WB_MEDIUM };
	int baseline = wb_baseline(p->inner.y, type->title_h, type->title.size);
	struct wb_str title = tile_title(b, p, type->title, p->inner.w);
	int width = wb_put_text(b, p->inner.x, p->inner.w, baseline, WB_START,
	                        title, type->title,
	                        b->stale ? WB_INK_TEXT : p->look.text2);
	struct wb_str context = context_text(b, p);
	int left = p->inner.w - width - wb_px(b, 20);

	if (!status_says_window(b, p->number) &&
	    wb_text_width(b, context, small) <= left) {
		wb_put_text(b, p->inner.x, p->inner.w, baseline, WB_END,
		            context, small, p->look.text3);
	}
}

static void build_full(struct wb_build *b, struct wb_number_parts *p)
{
	struct wb_rect in = p->inner;
	bool trend = wb_trend_is_drawn(&p->number->trend);
	bool side = trend && in.w >= wb_px(b, 500) && in.w * 2 > in.h * 3;
	struct type type = choose_type(b, p, trend);
	int y = in.y + type.title_h;
	int h = in.h - type.title_h - type.foot;
	int room = side ? in.w - wb_px(b, 150) : in.w;
	int line = trend && !side && h >= wb_px(b, 160) ? wb_px(b, 52) : 0;
	int size = pick_size(b, p, room, h - line - wb_px(b, 8));
	int width = value_width(b, p, size);

	put_title(b, p, &type);
	put_value(b, p, size, in.x - leading_slack(b, p, size),
	          wb_baseline(y, h - line, wb_px(b, size)));
	if (side) {
		wb_number_put_side_trend(b, p, in.x + width + wb_px(b, 30),
		                         y + h / 8, h - h / 6);
	} else if (line > 0) {
		wb_number_put_trend(
			b, p,
			(struct wb_rect){ in.x, y + h - line, in.w, line });
	}
	put_status(b, p, type.status, in.y + in.h - type.status_h,
	           type.status_h);
}

static void put_warning_strip(struct wb_build *b, struct wb_rect area, int h)
{
	struct wb_rect strip = { area.x, area.y + area.h - h, area.w, h };

	wb_put_box(b, strip, wb_px(b, 14), WB_INK_WARNING_FILL, WB_INK_NOTHING,
	           0);
	strip.h /= 2;
	wb_put_box(b, strip, 0, WB_INK_WARNING_FILL, WB_INK_NOTHING, 0);
}

void wb_build_number(struct wb_build *b, struct wb_rect area,
                     const struct wb_tile *tile)
{
	const struct wb_number_tile *n = tile->as.number;
	bool compact = area.h < wb_px(b, 235);
	int pad_x = wb_px(b, compact ? 26 : 30);
	int pad_y = wb_px(b, compact ? 16 : 20);
	struct wb_number_parts p = {
		.tile = tile,
		.number = n,
		.look = wb_look_of(b, n->value.level),
		.inner = { area.x + pad_x, area.y + pad_y, area.w - 2 * pad_x,
		           area.h - 2 * pad_y },
	};

	wb_put_panel(b, area, &p.look);
	p.strip = b->in->warning_filled && !b->stale &&
	          n->value.level == WB_LEVEL_WARNING;
	if (p.strip) {
		put_warning_strip(b, area, wb_px(b, compact ? 62 : 72));
		wb_put_box(b, area, wb_px(b, 14), WB_INK_NOTHING,
		           WB_INK_WARNING, wb_px(b, 6));
	}
	p.value =
		wb_value_text(b, n->unit, &n->value, n->has_target, n->target);
	if (n->unit == WB_UNIT_PERCENT && n->value.present) {
		p.sign = wb_locale_text(b->locale, "locale.percent_sign");
	}
	if (compact) {
		build_compact(b, &p);
	} else {
		build_full(b, &p);
	}
}
