#include "layout/build.h"

#include <string.h>

#define LINES_MAX 8

struct lines {
	struct wb_str line[LINES_MAX];
	int count;
	bool complete;
};

/* Breaks at spaces; a word that is too wide stands alone and is cut later. */
static struct lines wrapped(struct wb_build *b, struct wb_str text,
                            struct wb_face face, int width)
{
	struct lines lines = { .complete = true };
	size_t start = 0;

	while (start < text.len) {
		size_t end = start;
		size_t next = start;

		if (lines.count == LINES_MAX) {
			lines.complete = false;
			break;
		}
		while (next < text.len) {
			const char *space =
				memchr(text.data + next, ' ', text.len - next);
			size_t stop =
				space ? (size_t)(space - text.data) : text.len;
			struct wb_str part = { text.data + start,
				               stop - start };
			bool fits = wb_text_width(b, part, face) <= width;

			if (!fits && end > start) {
				break;
			}
			end = stop;
			next = stop + 1;
			if (!fits) {
				lines.complete = false;
				break;
			}
		}
		lines.line[lines.count++] =
			(struct wb_str){ text.data + start, end - start };
		start = end + 1;
	}
	return lines;
}

/* What is to be said, as large as it fits. */
static void put_words(struct wb_build *b, struct wb_rect r, struct wb_str text,
                      enum wb_align align, enum wb_weight weight)
{
	static const int sizes[] = { 76, 64, 52, 42, 34, 28, 24 };
	struct lines lines = { .count = 0 };
	struct wb_face face = { 0, weight };
	int step = 0;
	size_t i;
	int y, n;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		face.size = wb_px(b, sizes[i]);
		step = face.size * 14 / 10;
		lines = wrapped(b, text, face, r.w);
		if (lines.complete && lines.count * step <= r.h) {
			break;
		}
	}
	y = r.y + (r.h - lines.count * step) / 2;
	for (n = 0; n < lines.count; n++, y += step) {
		wb_put_text(b, r.x, r.w, wb_baseline(y, step, face.size), align,
		            lines.line[n], face, WB_INK_TEXT);
	}
}

void wb_build_text(struct wb_build *b, struct wb_rect area,
                   const struct wb_tile *tile)
{
	struct wb_look look = wb_look_of(b, WB_LEVEL_NONE);
	struct wb_face title = { wb_px(b, 36), WB_BOLD };
	struct wb_rect in = { area.x + wb_px(b, 28), area.y + wb_px(b, 13),
		              area.w - 2 * wb_px(b, 28),
		              area.h - 2 * wb_px(b, 13) };
	int head = wb_px(b, 64);

	/* Words do not grow old. */
	look.hatch = false;
	look.edge_width = 0;
	wb_put_panel(b, area, &look);
	if (tile->text.len == 0 || tile->title.len == 0) {
		put_words(b, in, tile->text.len > 0 ? tile->text : tile->title,
		          WB_CENTRE, WB_MEDIUM);
		return;
	}
	wb_put_text(b, in.x, in.w, wb_baseline(in.y, head, title.size),
	            WB_START, tile->title, title, WB_INK_TEXT2);
	in.y += head;
	in.h -= head + wb_px(b, 8);
	put_words(b, in, tile->text, WB_START, WB_SEMIBOLD);
}

void wb_build_notice(struct wb_build *b, struct wb_rect area, enum wb_icon icon,
                     struct wb_str title, struct wb_str detail,
                     struct wb_str more)
{
	struct wb_face faces[] = { { wb_px(b, 76), WB_SEMIBOLD },
		                   { wb_px(b, 36), WB_MEDIUM },
		                   { wb_px(b, 27), WB_MEDIUM } };
	enum wb_ink inks[] = { WB_INK_TEXT, WB_INK_TEXT2, WB_INK_TEXT3 };
	struct wb_str texts[] = { title, detail, more };
	int heights[] = { wb_px(b, 130), wb_px(b, 64), wb_px(b, 56) };
	int size = wb_px(b, 128);
	int y = area.y +
	        (area.h - size - heights[0] - heights[1] - heights[2]) / 2;
	int pad = wb_px(b, 60);
	int i;

	wb_put_box(b, area, wb_px(b, 14), WB_INK_PANEL, WB_INK_NOTHING, 0);
	wb_put_icon(
		b,
		(struct wb_rect){ area.x + (area.w - size) / 2, y, size, size },
		icon, WB_INK_TEXT2, WB_INK_PANEL);
	y += size + wb_px(b, 12);
	for (i = 0; i < 3; i++) {
		wb_put_text(b, area.x + pad, area.w - 2 * pad,
		            wb_baseline(y, heights[i], faces[i].size),
		            WB_CENTRE, texts[i], faces[i], inks[i]);
		y += heights[i];
	}
}
