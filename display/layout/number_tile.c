#include "layout/number_parts.h"

/* Sizes of a tile's number, largest first; the first that fits is taken. */
static const int ladder[] = {
	230, 218, 190, 164, 140, 120, 100, 82, 64, 48, 36
};
#define LADDER_STEPS (int)(sizeof(ladder) / sizeof(ladder[0]))

/* Width of the widest value that looks like this one: no jumping sizes. */
static int pick_size(const struct wb_build *b, const struct wb_number_parts *p,
                     int w, int h, int most)
{
	int i;

	if (!p->number->value.present && most > 82) {
		most = 82;
	}
	for (i = 0; i < LADDER_STEPS - 1; i++) {
		if (ladder[i] > most) {
			continue;
		}
		if (wb_px(b, ladder[i] * 0.76) <= h &&
		    wb_number_value_width(b, p, ladder[i]) <= w) {
			break;
		}
	}
	return ladder[i];
}

static bool is_gauge(const struct wb_number_parts *p)
{
	return p->tile->kind == WB_TILE_GAUGE && p->number->has_scale;
}

/* The longest part of the title, up to a space, that fits; 0 = none. */
static size_t first_line(const struct wb_build *b, struct wb_str title,
                         struct wb_face face, int width)
{
	size_t best = 0;
	size_t i;

	for (i = 1; i < title.len; i++) {
		struct wb_str part = { title.data, i };

		if (title.data[i] == ' ' &&
		    wb_text_width(b, part, face) <= width) {
			best = i;
		}
	}
	return best;
}

#define TITLE_LINE 34

/* Whether two lines of a title find room in this height. */
static bool room_for_two(const struct wb_build *b, int h)
{
	return h >= 2 * wb_px(b, TITLE_LINE);
}

/* In one line of the smallest type, or in two if there is room. */
static bool title_fits(const struct wb_build *b,
                       const struct wb_number_parts *p, int room, int h)
{
	struct wb_face face = { wb_px(b, 27), WB_SEMIBOLD };
	struct wb_str full = wb_number_full_title(b, p);
	size_t cut = room_for_two(b, h) ? first_line(b, full, face, room) : 0;
	struct wb_str rest = { full.data + cut, full.len - cut };

	return wb_text_width(b, rest, face) <= room;
}

/* A little smaller, or in two lines, before the short form is taken. */
static void put_compact_title(struct wb_build *b,
                              const struct wb_number_parts *p, int room, int h)
{
	static const int sizes[] = { 31, 29, 27 };
	struct wb_str full = wb_number_full_title(b, p);
	struct wb_face face = { 0, WB_SEMIBOLD };
	enum wb_ink ink = b->stale ? WB_INK_TEXT : p->look.text2;
	int y = p->inner.y, line = wb_px(b, TITLE_LINE);
	size_t cut, i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		face.size = wb_px(b, sizes[i]);
		if (wb_text_width(b, full, face) <= room) {
			wb_put_text(b, p->inner.x, room,
			            wb_baseline(y, wb_px(b, 40), face.size),
			            WB_START, full, face, ink);
			return;
		}
	}
	cut = room_for_two(b, h) ? first_line(b, full, face, room) : 0;
	if (cut > 0) {
		struct wb_str rest = { full.data + cut + 1,
			               full.len - cut - 1 };

		if (wb_text_width(b, rest, face) <= room) {
			wb_put_text(b, p->inner.x, room,
			            wb_baseline(y, line, face.size), WB_START,
			            (struct wb_str){ full.data, cut }, face,
			            ink);
			wb_put_text(b, p->inner.x, room,
			            wb_baseline(y + line, line, face.size),
			            WB_START, rest, face, ink);
			return;
		}
	}
	face.size = wb_px(b, sizes[0]);
	wb_put_text(b, p->inner.x, room,
	            wb_baseline(y, wb_px(b, 40), face.size), WB_START,
	            wb_number_title(b, p, face, room), face, ink);
}

/* A low tile: title and number share a line. */
static void build_compact(struct wb_build *b, struct wb_number_parts *p)
{
	int status = wb_px(b, 44);
	struct wb_rect in = p->inner;
	int bar = is_gauge(p) ? wb_px(b, 26) : 0;
	int h = in.h - status - bar;
	int size = pick_size(b, p, in.w * 11 / 20, h, 82);
	int gap = wb_px(b, 16);
	int width;

	/* Rather a smaller number than a title that is cut short. */
	while (size > 64 &&
	       !title_fits(b, p, in.w - wb_number_value_width(b, p, size) - gap,
	                   h)) {
		size -= 6;
	}
	width = wb_number_value_width(b, p, size);
	put_compact_title(b, p, in.w - width - gap, h);
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

static int far_height(const struct wb_build *b)
{
	return wb_px(b, 330);
}

/*
 * A large tile without a trend is for being read from afar: there the words
 * are as large as the headline's.
 */
static struct type choose_type(const struct wb_build *b,
                               const struct wb_number_parts *p, bool trend)
{
	struct type near = { { wb_px(b, 42), WB_MEDIUM },
		             wb_px(b, 44),
		             31,
		             wb_px(b, 38),
		             wb_px(b, p->strip ? 54 : 38) };
	struct type low = { { wb_px(b, 31), WB_SEMIBOLD },
		            wb_px(b, 38),
		            27,
		            wb_px(b, 36),
		            wb_px(b, p->strip ? 50 : 36) };
	struct type far = { { b->far_title, WB_SEMIBOLD },
		            wb_px(b, 78),
		            40,
		            wb_px(b, 48),
		            wb_px(b, p->strip ? 66 : 48) };

	if (p->low) {
		return low;
	}
	return !trend && b->far_title > 0 && p->inner.h >= far_height(b) ? far
	                                                                 : near;
}

int wb_number_far_title(struct wb_build *b, struct wb_rect area,
                        const struct wb_tile *tile)
{
	static const int sizes[] = { 74, 66, 58, 50, 42 };
	struct wb_number_parts p = { .tile = tile, .number = tile->as.number };
	int width = area.w - 2 * wb_px(b, 30);
	size_t i;

	if (tile->kind != WB_TILE_NUMBER ||
	    area.h - 2 * wb_px(b, 20) < far_height(b) ||
	    wb_trend_is_drawn(&tile->as.number->trend)) {
		return 0;
	}
	for (i = 0; i + 1 < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct wb_face face = { wb_px(b, sizes[i]), WB_SEMIBOLD };

		if (wb_text_width(b, wb_number_full_title(b, &p), face) <=
		    width) {
			break;
		}
	}
	return sizes[i];
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

/* What stands between the title and the status, with the number. */
enum beside { NOTHING, SIDE_TREND, TREND_BELOW, BAR };

static enum beside choose_beside(const struct wb_build *b,
                                 const struct wb_number_parts *p, int h)
{
	const struct wb_rect *in = &p->inner;

	if (is_gauge(p)) {
		return BAR;
	}
	if (!wb_trend_is_drawn(&p->number->trend)) {
		return NOTHING;
	}
	if (in->w >= wb_px(b, 500) && in->w * 2 > in->h * 3) {
		return SIDE_TREND;
	}
	return h >= wb_px(b, 160) ? TREND_BELOW : NOTHING;
}

static void build_full(struct wb_build *b, struct wb_number_parts *p)
{
	/* Numbers that stand side by side are of one size. */
	static const int most[] = { 230, 218, 164, 164 };
	static const int air_units[] = { 34, 20, 20, 30 };
	struct wb_rect in = p->inner;
	struct type type = choose_type(
		b, p, is_gauge(p) || wb_trend_is_drawn(&p->number->trend));
	int y = in.y + type.title_h;
	int h = in.h - type.title_h - type.foot;
	enum beside beside = choose_beside(b, p, h);
	int line = beside == BAR           ? wb_px(b, p->low ? 26 : 84)
	           : beside == TREND_BELOW ? wb_px(b, 56)
	                                   : 0;
	int room = beside == SIDE_TREND ? in.w - wb_px(b, 150) : in.w;
	int air = wb_px(b, p->low ? 16 : air_units[beside]);
	int size = pick_size(b, p, room, h - line - air,
	                     p->low ? 100 : most[beside]);
	int width = wb_number_value_width(b, p, size);

	put_title(b, p, &type);
	wb_number_put_value(b, p, size, in.x - wb_number_slack(b, p, size),
	                    wb_baseline(y, h - line, wb_px(b, size)));
	if (beside == SIDE_TREND) {
		wb_number_put_side_trend(b, p, in.x + width + wb_px(b, 30),
		                         y + h / 8, h - h / 6);
	} else if (beside == BAR) {
		wb_put_gauge(b,
		             (struct wb_rect){ in.x, y + h - line + wb_px(b, 6),
		                               in.w,
		                               wb_px(b, p->low ? 14 : 30) },
		             p->number, &p->look, !p->low);
	} else if (beside == TREND_BELOW) {
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
