/*
 * A picture to set up a screen by: does it cut the edges (overscan), is it
 * sharp (one pixel a pixel), are the colours told apart, which type can be
 * read from where. Always from left to right: it is for whoever mounts it.
 */

#include "layout/build.h"

#define GRID_COLUMNS 16
#define GRID_ROWS 9
#define TIMES "\xc3\x97"

static void fill(struct wb_build *b, int x, int y, int w, int h,
                 enum wb_ink ink)
{
	wb_put_box(b, (struct wb_rect){ x, y, w, h }, 0, ink, WB_INK_NOTHING,
	           0);
}

static void write_at(struct wb_build *b, int x, int baseline, int w, int size,
                     enum wb_weight weight, enum wb_ink ink, const char *text)
{
	wb_put_text(b, x, w, baseline, WB_START, wb_str(text),
	            (struct wb_face){ size, weight }, ink);
}

/* Lines of one pixel: a screen that scales the picture blurs them. */
static void put_grid(struct wb_build *b)
{
	int w = b->scene->width, h = b->scene->height;
	int i;

	for (i = 1; i < GRID_COLUMNS; i++) {
		fill(b, w * i / GRID_COLUMNS, 0, 1, h, WB_INK_LINE);
	}
	for (i = 1; i < GRID_ROWS; i++) {
		fill(b, 0, h * i / GRID_ROWS, w, 1, WB_INK_LINE);
	}
}

/* A frame that lies so many thousandths of the height inside the edges. */
static void put_frame(struct wb_build *b, int permille, enum wb_ink ink,
                      const char *label)
{
	int inset = b->scene->height * permille / 1000;
	int size = wb_px(b, 22);
	struct wb_rect rect = { inset, inset, b->scene->width - 2 * inset,
		                b->scene->height - 2 * inset };

	wb_put_box(b, rect, 0, WB_INK_NOTHING, ink, permille == 0 ? 3 : 2);
	write_at(b, inset + wb_px(b, 132), inset + wb_px(b, 24), rect.w, size,
	         WB_SEMIBOLD, ink, label);
}

static void put_frames(struct wb_build *b)
{
	int margin = b->in->safe_margin_permille;
	int shorter = b->scene->width < b->scene->height ? b->scene->width
	                                                 : b->scene->height;
	int side = shorter * 9 / 10;

	put_grid(b);
	/* round only where pixels are square */
	wb_put_box(b,
	           (struct wb_rect){ (b->scene->width - side) / 2,
	                             (b->scene->height - side) / 2, side,
	                             side },
	           side / 2, WB_INK_NOTHING, WB_INK_TEXT3, 2);
	put_frame(b, 0, WB_INK_CRITICAL_MARK, "0 %");
	put_frame(b, 25, WB_INK_WARNING, "2.5 %");
	put_frame(b, 50, WB_INK_TEXT2, "5 %");
	if (margin > 0 && margin != 25 && margin != 50) {
		put_frame(b, margin, WB_INK_TEXT, "--margin");
	}
}

static struct wb_rect panel(struct wb_build *b, double x, double y, double w,
                            double h)
{
	struct wb_rect rect = { (int)(x * b->scene->width),
		                (int)(y * b->scene->height),
		                (int)(w * b->scene->width),
		                (int)(h * b->scene->height) };

	wb_put_box(b, rect, wb_px(b, 14), WB_INK_PANEL, WB_INK_LINE, 1);
	return rect;
}

/* Every script with its digits: a font that lacks one shows here. */
static void put_scripts(struct wb_build *b, struct wb_rect area)
{
	static const char *const lines[] = {
		"Hamburgefonstiv \xc3\x84\xc3\x9f\xc3\xa7 0123456789",
		"\xd0\xa1\xd1\x8a\xd0\xb5\xd1\x88\xd1\x8c \xd0\xb6\xd0\xb5 "
		"\xd0\xb5\xd1\x89\xd1\x91 \xd1\x87\xd0\xb0\xd1\x8e 0123456789",
		"\xd8\xb5\xd9\x81 \xd9\x81\xd8\xb1\xd9\x88\xd8\xb4 "
		"\xda\xaf\xda\x86\xd9\xbe\xda\x98 "
		"\xdb\xb0\xdb\xb1\xdb\xb2\xdb\xb3\xdb\xb4\xdb\xb5\xdb\xb6\xdb"
		"\xb7\xdb\xb8\xdb\xb9",
		"\xd8\xa7\xd9\x84\xd8\xa7\xd9\x86\xd8\xaa\xd8\xb8\xd8\xa7\xd8"
		"\xb1 "
		"\xd9\xa0\xd9\xa1\xd9\xa2\xd9\xa3\xd9\xa4\xd9\xa5\xd9\xa6\xd9"
		"\xa7\xd9\xa8\xd9\xa9",
		"0 O  1 l I  5 S  8 B  \xd9\xa5 \xdb\xb5  \xd9\xa0 \xdb\xb0",
	};
	int pad = wb_px(b, 24);
	int step = (area.h - pad) / 5;
	int i;

	for (i = 0; i < 5; i++) {
		write_at(b, area.x + pad,
		         area.y + pad / 2 + step * (i + 1) - step / 4,
		         area.w - 2 * pad, wb_px(b, 34),
		         i == 4 ? WB_MEDIUM : WB_SEMIBOLD, WB_INK_TEXT,
		         lines[i]);
	}
}

/* "42 px  20.1 mm  4.0 m" */
static void add_measures(struct wb_build *b, int size)
{
	int64_t pixel = wb_reading_pixel_um(&b->in->reading, b->scene->width,
	                                    b->scene->height);
	int64_t reach = wb_reading_reach_mm(&b->in->reading, b->scene->width,
	                                    b->scene->height, size);
	int64_t cap = pixel * size * WB_CAP_PERMILLE / 1000;

	wb_buf_clear(&b->scratch);
	wb_buf_addf(&b->scratch, "%d px", size);
	if (pixel > 0) {
		wb_buf_addf(&b->scratch, "  %d.%d mm  %d.%d m",
		            (int)(cap / 1000), (int)(cap / 100 % 10),
		            (int)(reach / 1000), (int)(reach / 100 % 10));
	}
}

/* The sizes of the pages, each with the distance it can be read from. */
static void put_sizes(struct wb_build *b, struct wb_rect area)
{
	static const int units[] = { 64, 54, 42, 36, 29, 24, 20 };
	int pad = wb_px(b, 24);
	int y = area.y + pad / 2;
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		int size = wb_px(b, units[i]);

		y += size * 11 / 10 + wb_px(b, 5);
		add_measures(b, size);
		wb_put_text(b, area.x + pad, area.w - 2 * pad, y, WB_START,
		            wb_take(b), (struct wb_face){ size, WB_SEMIBOLD },
		            WB_INK_TEXT);
	}
}

/* A colour with what is written on it. */
static void put_swatch(struct wb_build *b, struct wb_rect rect,
                       enum wb_ink ground, enum wb_ink ink)
{
	int size = (rect.h < rect.w ? rect.h : rect.w) / 2;

	fill(b, rect.x, rect.y, rect.w, rect.h, ground);
	if (ink != WB_INK_NOTHING) {
		wb_put_text(b, rect.x, rect.w,
		            wb_baseline(rect.y, rect.h, size), WB_CENTRE,
		            wb_str("88"), (struct wb_face){ size, WB_BOLD },
		            ink);
	}
}

static void put_colours(struct wb_build *b, struct wb_rect area)
{
	/* the greys as a ramp, then what is kept for the abnormal */
	static const enum wb_ink bars[][2] = {
		{ WB_INK_BACKGROUND, WB_INK_TEXT },
		{ WB_INK_PANEL, WB_INK_TEXT2 },
		{ WB_INK_CELL, WB_INK_TEXT3 },
		{ WB_INK_LINE, WB_INK_NOTHING },
		{ WB_INK_TEXT3, WB_INK_BACKGROUND },
		{ WB_INK_TEXT2, WB_INK_BACKGROUND },
		{ WB_INK_TEXT, WB_INK_BACKGROUND },
		{ WB_INK_WARNING_SHADE, WB_INK_NOTHING },
		{ WB_INK_WARNING_FILL, WB_INK_WARNING_INK },
		{ WB_INK_CRITICAL_DEEP, WB_INK_NOTHING },
		{ WB_INK_CRITICAL, WB_INK_CRITICAL_INK },
		{ WB_INK_CRITICAL_SHADE, WB_INK_NOTHING },
		{ WB_INK_BADGE, WB_INK_BADGE_INK },
	};
	int count = (int)(sizeof(bars) / sizeof(bars[0]));
	int i;

	for (i = 0; i < count; i++) {
		int left = area.w * i / count;
		int right = area.w * (i + 1) / count;

		put_swatch(b,
		           (struct wb_rect){ area.x + left, area.y,
		                             right - left, area.h },
		           bars[i][0], bars[i][1]);
	}
}

/* The forms that tell states apart without colour. */
static void put_states(struct wb_build *b, struct wb_rect area)
{
	static const struct {
		enum wb_icon icon;
		enum wb_ink ink;
	} forms[] = {
		{ WB_ICON_OK, WB_INK_TEXT2 },
		{ WB_ICON_WARNING, WB_INK_WARNING },
		{ WB_ICON_CRITICAL, WB_INK_CRITICAL_MARK },
		{ WB_ICON_STALE, WB_INK_TEXT2 },
		{ WB_ICON_OFFLINE, WB_INK_TEXT },
	};
	int side = area.h * 6 / 10 < area.w / 7 ? area.h * 6 / 10 : area.w / 7;
	int i;

	for (i = 0; i < 5; i++) {
		wb_put_icon(
			b,
			(struct wb_rect){
				area.x + area.w * (2 * i + 1) / 10 - side / 2,
				area.y + (area.h - side) / 2, side, side },
			forms[i].icon, forms[i].ink, WB_INK_PANEL);
	}
}

/* Stripes of one, two and three pixels, upright and lying. */
static void put_sharpness(struct wb_build *b, struct wb_rect area)
{
	int side = area.h - wb_px(b, 20);
	int block, at;

	for (block = 0; block < 6; block++) {
		int thick = block / 2 + 1;
		int x = area.x + wb_px(b, 10) + block * area.w / 6;
		int y = area.y + wb_px(b, 10);

		side = side < area.w / 6 - wb_px(b, 12)
		               ? side
		               : area.w / 6 - wb_px(b, 12);
		for (at = 0; at + thick <= side; at += 2 * thick) {
			if (block % 2 == 0) {
				fill(b, x + at, y, thick, side, WB_INK_TEXT);
			} else {
				fill(b, x, y + at, side, thick, WB_INK_TEXT);
			}
		}
	}
}

static void put_title(struct wb_build *b, struct wb_rect area)
{

	wb_buf_clear(&b->scratch);
	wb_buf_addf(&b->scratch, "%d " TIMES " %d", b->scene->width,
	            b->scene->height);
	if (b->in->reading.diagonal_mm > 0) {
		int tenths = (b->in->reading.diagonal_mm * 1000 / 254 + 5) / 10;

		wb_buf_addf(&b->scratch, "   %d.%d\xe2\x80\xb3", tenths / 10,
		            tenths % 10);
	}
	wb_put_text(b, area.x, area.w,
	            wb_baseline(area.y, area.h, wb_px(b, 54)), WB_CENTRE,
	            wb_take(b), (struct wb_face){ wb_px(b, 54), WB_BOLD },
	            WB_INK_TEXT);
}

/* Parts of the picture's width and height: x, y, w, h. */
enum part { TITLE, SCRIPTS, SIZES, COLOURS, STATES, SHARPNESS, PARTS };

static const double wide[PARTS][4] = {
	[TITLE] = { 0.30, 0.075, 0.40, 0.085 },
	[SCRIPTS] = { 0.08, 0.19, 0.40, 0.42 },
	[SIZES] = { 0.52, 0.19, 0.40, 0.42 },
	[COLOURS] = { 0.08, 0.64, 0.84, 0.10 },
	[STATES] = { 0.08, 0.77, 0.40, 0.13 },
	[SHARPNESS] = { 0.52, 0.77, 0.40, 0.13 },
};

static const double tall[PARTS][4] = {
	[TITLE] = { 0.15, 0.09, 0.70, 0.06 },
	[SCRIPTS] = { 0.12, 0.18, 0.76, 0.20 },
	[SIZES] = { 0.12, 0.40, 0.76, 0.22 },
	[COLOURS] = { 0.12, 0.65, 0.76, 0.06 },
	[STATES] = { 0.12, 0.74, 0.76, 0.07 },
	[SHARPNESS] = { 0.12, 0.83, 0.76, 0.07 },
};

void wb_build_test_card(struct wb_build *b)
{
	struct wb_rect all = { 0, 0, b->scene->width, b->scene->height };
	struct wb_rect places[PARTS];
	int i;

	wb_scene_group(b->scene, all);
	put_frames(b);
	for (i = 0; i < PARTS; i++) {
		const double *p = all.h > all.w ? tall[i] : wide[i];

		places[i] = panel(b, p[0], p[1], p[2], p[3]);
	}
	put_title(b, places[TITLE]);
	put_scripts(b, places[SCRIPTS]);
	put_sizes(b, places[SIZES]);
	put_colours(b, places[COLOURS]);
	put_states(b, places[STATES]);
	put_sharpness(b, places[SHARPNESS]);
}
