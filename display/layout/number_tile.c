#include "layout/number_parts.h"

/* Sizes of a tile's number, largest first; the first that fits is taken. */
static const int ladder[] = {
	230, 218, 190, 164, 140, 120, 100, 82, 64, 48, 36
};
#define LADDER_STEPS (int)(sizeof(ladder) / sizeof(ladder[0]))

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
		    wb_number_value_width(b, p, ladder[i]) <= w) {
			break;
		}
	}
	return ladder[i];
}

/* A little smaller before the short form is taken. */
static struct wb_face compact_title_face(struct wb_build *b,
                                         const struct wb_number_parts *p,
                                         int room)
{
	static const int sizes[] = { 31, 29, 27 };
	struct wb_str full = wb_number_full_title(b, p);
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

static bool is_gauge(const struct wb_number_parts *p)
{
	return p->tile->kind == WB_TILE_GAUGE && p->number->has_scale;
}

/* A low tile: title and number share a line. */
static void build_compact(struct wb_build *b, struct wb_number_parts *p)
{
	int status = wb_px(b, 44);
	struct wb_rect in = p->inner;
	int bar = is_gauge(p) ? wb_px(b, 26) : 0;
	int h = in.h - status - bar;
	int size = pick_size(b, p, in.w * 6 / 10, h);
	struct wb_face least = { wb_px(b, 27), WB_SEMIBOLD };
	struct wb_face title;
	int width, room;

	/* Rather a smaller number than a title that is cut short. */
	for (size = size < 82 ? size : 82; size > 64; size -= 6) {
		room = in.w - wb_number_value_width(b, p, size) - wb_px(b, 12);
		if (wb_text_width(b, wb_number_full_title(b, p), least) <=
		    room) {
			break;
		}
	}
	width = wb_number_value_width(b, p, size);
	room = in.w - width - wb_px(b, 12);
	title = compact_title_face(b, p, room);
	wb_put_text(b, in.x, room, wb_baseline(in.y, wb_px(b, 40), title.size),
	            WB_START, wb_number_title(b, p, title, room), title,
	            b->stale ? WB_INK_TEXT : p->look.text2);
	wb_number_put_value(b, p, size, in.x + in.w - width,
	                    wb_baseline(in.y, h, wb_px(b, size)));
	if (bar > 0) {
		wb_put_gauge(
			b,
			(struct wb_rect){ in.x, in.y + h, in.w, wb_px(b, 14) },
			p->number, &p->look, false);
	}
	wb_number_put_status(b, p, 26, in.y + in.h - status, status);
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
		if (wb_text_width(b, wb_number_full_title(b, p), far.title) <=
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
	struct wb_str title = wb_number_title(b, p, type->title, p->inner.w);
	int width = wb_put_text(b, p->inner.x, p->inner.w, baseline, WB_START,
	                        title, type->title,
	                        b->stale ? WB_INK_TEXT : p->look.text2);
	struct wb_str context = wb_number_context(b, p);
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
	bool gauge = is_gauge(p);
	bool trend = !gauge && wb_trend_is_drawn(&p->number->trend);
	bool side = trend && in.w >= wb_px(b, 500) && in.w * 2 > in.h * 3;
	struct type type = choose_type(b, p, trend || gauge);
	int y = in.y + type.title_h;
	int h = in.h - type.title_h - type.foot;
	int room = side ? in.w - wb_px(b, 150) : in.w;
	int line = gauge                                  ? wb_px(b, 78)
	           : trend && !side && h >= wb_px(b, 160) ? wb_px(b, 52)
	                                                  : 0;
	int size = pick_size(b, p, room, h - line - wb_px(b, 8));
	int width = wb_number_value_width(b, p, size);

	put_title(b, p, &type);
	wb_number_put_value(b, p, size, in.x - wb_number_slack(b, p, size),
	                    wb_baseline(y, h - line, wb_px(b, size)));
	if (side) {
		wb_number_put_side_trend(b, p, in.x + width + wb_px(b, 30),
		                         y + h / 8, h - h / 6);
	} else if (gauge) {
		wb_put_gauge(b,
		             (struct wb_rect){ in.x, y + h - line, in.w,
		                               wb_px(b, 30) },
		             p->number, &p->look, true);
	} else if (line > 0) {
		wb_number_put_trend(
			b, p,
			(struct wb_rect){ in.x, y + h - line, in.w, line });
	}
	wb_number_put_status(b, p, type.status, in.y + in.h - type.status_h,
	                     type.status_h);
}

void wb_build_number(struct wb_build *b, struct wb_rect area,
                     const struct wb_tile *tile)
{
	struct wb_number_parts p;

	wb_number_begin(b, area, tile, &p);
	if (p.compact) {
		build_compact(b, &p);
	} else {
		build_full(b, &p);
	}
}
