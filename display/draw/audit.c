#include "draw/audit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw/contrast.h"

#define ELLIPSIS "\xe2\x80\xa6"
#define PDI "\xe2\x81\xa9"

static bool is_text(const struct wb_item *item)
{
	return item->kind == WB_ITEM_TEXT || item->kind == WB_ITEM_NUMBER;
}

/* Where the capitals stand: without the room left for what reaches over. */
static struct wb_rect letters(const struct wb_item *item)
{
	int bleed = wb_text_bleed(item->face.size);
	int cap = item->face.size * WB_CAP_PERMILLE / 1000;

	return (struct wb_rect){ item->rect.x + bleed, item->baseline - cap,
		                 item->rect.w - 2 * bleed, cap };
}

static bool touch(struct wb_rect a, struct wb_rect b)
{
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h &&
	       b.y < a.y + a.h;
}

/* A pixel of tolerance: sizes are rounded. */
static bool inside(struct wb_rect a, struct wb_rect b)
{
	return a.x >= b.x - 1 && a.y >= b.y - 1 && a.x + a.w <= b.x + b.w + 1 &&
	       a.y + a.h <= b.y + b.h + 1;
}

static bool ends_in(struct wb_str text, const char *end)
{
	size_t len = strlen(end);

	return text.len >= len &&
	       memcmp(text.data + text.len - len, end, len) == 0;
}

static bool is_cut(struct wb_str text)
{
	return ends_in(text, ELLIPSIS) || ends_in(text, ELLIPSIS PDI);
}

static void judge_ground(struct wb_audit_text *t, const struct wb_theme *theme,
                         enum wb_ink ground)
{
	double seen = wb_contrast(theme->inks[t->ink], theme->inks[ground]);
	int contrast = (int)floor(seen * 100);

	if (contrast < t->contrast) {
		t->contrast = contrast;
		t->ground = ground;
	}
}

/*
 * The contrast with what was drawn below at one point: the last fill, and
 * what is hatched over it.
 */
static void judge_point(struct wb_audit_text *t, const struct wb_scene *scene,
                        const struct wb_theme *theme, int before, int x, int y)
{
	struct wb_rect point = { x, y, 1, 1 };
	int i;

	for (i = before - 1; i >= 0; i--) {
		const struct wb_item *item = &scene->items[i];
		bool box = item->kind == WB_ITEM_BOX &&
		           item->fill != WB_INK_NOTHING;

		if ((!box && item->kind != WB_ITEM_HATCH) ||
		    !touch(item->rect, point)) {
			continue;
		}
		judge_ground(t, theme, item->fill);
		if (box) {
			return;
		}
	}
	judge_ground(t, theme, WB_INK_BACKGROUND);
}

static void judge_contrast(struct wb_audit_text *t,
                           const struct wb_scene *scene,
                           const struct wb_theme *theme, int item)
{
	int y = t->rect.y + t->rect.h / 2;
	int k;

	t->contrast = 2200;
	for (k = 0; k <= 4; k++) {
		judge_point(t, scene, theme, item,
		            t->rect.x + (t->rect.w - 1) * k / 4, y);
	}
	if (t->contrast < WB_AUDIT_CONTRAST_LEAST) {
		t->faults |= WB_AUDIT_FAINT;
	}
}

static void judge_place(struct wb_audit_text *t, const struct wb_scene *scene)
{
	struct wb_rect picture = { 0, 0, scene->width, scene->height };

	if (is_cut(t->text)) {
		t->faults |= WB_AUDIT_CUT;
	}
	if (!inside(t->rect, picture) ||
	    (t->group >= 0 && !inside(t->rect, scene->groups[t->group].rect))) {
		t->faults |= WB_AUDIT_OUTSIDE;
	}
}

static int group_of(const struct wb_scene *scene, int item)
{
	int i;

	for (i = scene->group_count - 1; i >= 0; i--) {
		if (item >= scene->groups[i].first) {
			return i;
		}
	}
	return -1;
}

static void collect(struct wb_audit *audit, const struct wb_scene *scene,
                    const struct wb_theme *theme,
                    const struct wb_reading *reading)
{
	int i;

	for (i = 0; i < scene->count; i++) {
		const struct wb_item *item = &scene->items[i];
		struct wb_audit_text *t = &audit->texts[audit->count];

		if (!is_text(item) || item->text.len == 0) {
			continue;
		}
		*t = (struct wb_audit_text){
			.text = item->text,
			.rect = letters(item),
			.group = group_of(scene, i),
			.size_px = item->face.size,
			.reach_mm = wb_reading_reach_mm(reading, scene->width,
			                                scene->height,
			                                item->face.size),
			.ink = item->fill,
			.rank = WB_AUDIT_TEXT,
		};
		judge_contrast(t, scene, theme, i);
		judge_place(t, scene);
		audit->count++;
	}
}

static void find_overlaps(struct wb_audit *audit)
{
	int i, k;

	for (i = 0; i < audit->count; i++) {
		for (k = i + 1; k < audit->count; k++) {
			struct wb_audit_text *a = &audit->texts[i];
			struct wb_audit_text *b = &audit->texts[k];

			if (touch(a->rect, b->rect)) {
				a->faults |= WB_AUDIT_OVERLAP;
				b->faults |= WB_AUDIT_OVERLAP;
			}
		}
	}
}

static void rank(struct wb_audit *audit)
{
	struct wb_audit_text *page = NULL;
	int i, k;

	for (i = 0; i < audit->count; i++) {
		struct wb_audit_text *t = &audit->texts[i];
		bool largest = true;

		for (k = 0; k < audit->count && largest; k++) {
			largest = audit->texts[k].group != t->group ||
			          audit->texts[k].size_px <= t->size_px;
		}
		/* header and footer, which have no panel, are no tiles */
		if (largest && t->ground != WB_INK_BACKGROUND) {
			t->rank = WB_AUDIT_TILE;
		}
		if (page == NULL || t->size_px > page->size_px) {
			page = t;
		}
	}
	if (page != NULL) {
		page->rank = WB_AUDIT_PAGE;
	}
}

/* From where a text of this rank has to be readable, in mm. */
static int64_t wanted_reach(const struct wb_reading *reading,
                            enum wb_audit_rank r)
{
	static const int share[] = {
		[WB_AUDIT_PAGE] = 1, [WB_AUDIT_TILE] = 2, [WB_AUDIT_TEXT] = 3
	};

	return reading->distance_mm / share[r];
}

bool wb_audit_scene(struct wb_audit *audit, const struct wb_scene *scene,
                    const struct wb_theme *theme,
                    const struct wb_reading *reading)
{
	struct wb_audit_text *t;

	wb_audit_finish(audit);
	audit->texts = calloc((size_t)scene->count + 1, sizeof(*audit->texts));
	if (audit->texts == NULL) {
		return false;
	}
	collect(audit, scene, theme, reading);
	find_overlaps(audit);
	rank(audit);
	for (t = audit->texts; t < audit->texts + audit->count; t++) {
		if (t->reach_mm > 0 &&
		    t->reach_mm < wanted_reach(reading, t->rank)) {
			t->faults |= WB_AUDIT_TOO_FAR;
		}
		audit->faulty += t->faults != 0;
	}
	return true;
}

void wb_audit_finish(struct wb_audit *audit)
{
	free(audit->texts);
	*audit = (struct wb_audit){ 0 };
}

static void write_faults(unsigned faults, struct wb_buf *out)
{
	static const char *const names[] = { "cut", "outside", "overlaps",
		                             "faint", "too small" };
	size_t at = out->len;
	unsigned i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (faults & 1u << i) {
			wb_buf_addf(out, "%s%s", out->len > at ? "," : "",
			            names[i]);
		}
	}
	if (out->len == at) {
		wb_buf_add_char(out, '-');
	}
	while (out->len < at + 18) {
		wb_buf_add_char(out, ' ');
	}
}

/* Without the isolates, which a terminal would show or obey. */
static void write_text(struct wb_str text, struct wb_buf *out)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		if (i + 2 < text.len &&
		    memcmp(text.data + i, "\xe2\x81", 2) == 0 &&
		    (unsigned char)text.data[i + 2] >= 0xa6 &&
		    (unsigned char)text.data[i + 2] <= 0xa9) {
			i += 2;
			continue;
		}
		wb_buf_add_char(out, text.data[i]);
	}
}

static void write_line(const struct wb_audit_text *t, int64_t pixel_um,
                       struct wb_buf *out)
{
	double cap = t->size_px * WB_CAP_PERMILLE / 1000.0;

	wb_buf_addf(out, "%s %4d ", t->faults ? "!" : " ", t->size_px);
	if (pixel_um > 0) {
		wb_buf_addf(out, "%7.1f %6.1f ", cap * (double)pixel_um / 1000,
		            (double)t->reach_mm / 1000);
	} else {
		wb_buf_add_text(out, "      -      - ");
	}
	wb_buf_addf(out, "%6.2f  ", t->contrast / 100.0);
	write_faults(t->faults, out);
	write_text(t->text, out);
	if (t->faults & WB_AUDIT_FAINT) {
		wb_buf_addf(out, "  (%s on %s)", wb_theme_ink_name(t->ink),
		            wb_theme_ink_name(t->ground));
	}
	wb_buf_add_char(out, '\n');
}

static void write_sums(const struct wb_audit *audit,
                       const struct wb_reading *reading, struct wb_buf *out)
{
	int counts[3] = { 0, 0, 0 };
	int i, k;

	if (reading->diagonal_mm > 0 && reading->distance_mm > 0) {
		for (i = 0; i < audit->count; i++) {
			for (k = 0; k < 3; k++) {
				counts[k] += audit->texts[i].reach_mm >=
				             reading->distance_mm / (k + 1);
			}
		}
		wb_buf_addf(out,
		            "readable from %.1f m: %d, from %.1f m: %d, from "
		            "%.1f m: %d\n",
		            reading->distance_mm / 1000.0, counts[0],
		            reading->distance_mm / 2000.0, counts[1],
		            reading->distance_mm / 3000.0, counts[2]);
	}
	wb_buf_addf(out, "%d texts, %d with faults\n", audit->count,
	            audit->faulty);
}

void wb_audit_write(const struct wb_audit *audit, const struct wb_scene *scene,
                    const struct wb_reading *reading, struct wb_buf *out)
{
	int64_t pixel_um =
		wb_reading_pixel_um(reading, scene->width, scene->height);
	int pass, i;

	wb_buf_add_text(out, "    px  cap mm  reach m  contrast  wrong      "
	                     "       text\n");
	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < audit->count; i++) {
			const struct wb_audit_text *t = &audit->texts[i];

			if ((t->faults != 0) == (pass == 0)) {
				write_line(t, pixel_um, out);
			}
		}
	}
	write_sums(audit, reading, out);
}
