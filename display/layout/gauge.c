#include "layout/build.h"

/* How far along the bar a value stands, px; within the bar. */
static int along(const struct wb_number_tile *n, int w, int64_t value)
{
	if (value <= n->scale_from) {
		return 0;
	}
	if (value >= n->scale_to) {
		return w;
	}
	return (int)((double)w * (double)(value - n->scale_from) /
	             (double)(n->scale_to - n->scale_from));
}

/* A mark across the bar: the promise taller than where it turns critical. */
static void put_mark(struct wb_build *b, struct wb_rect bar, int at, int over,
                     enum wb_ink ink)
{
	int tick = wb_px(b, 5);

	wb_put_box(b,
	           (struct wb_rect){ bar.x + at - tick / 2, bar.y - over, tick,
	                             bar.h + 2 * over },
	           tick / 2, ink, WB_INK_NOTHING, 0);
}

static struct wb_str scale_text(struct wb_build *b,
                                const struct wb_number_tile *n, int64_t value)
{
	enum wb_unit unit = n->unit == WB_UNIT_SINCE ? WB_UNIT_MS : n->unit;

	return wb_quantity_text(b, unit, value, false, 0);
}

/* The ends of the scale, and the target where it stands clear of them. */
static void put_labels(struct wb_build *b, struct wb_rect bar,
                       const struct wb_number_tile *n,
                       const struct wb_look *look)
{
	struct wb_face face = { wb_px(b, 24), WB_MEDIUM };
	struct wb_face bold = { face.size, WB_SEMIBOLD };
	int gap = wb_px(b, 16);
	int baseline = wb_baseline(bar.y + bar.h + wb_px(b, 12), wb_px(b, 26),
	                           face.size);
	struct wb_str from = scale_text(b, n, n->scale_from);
	struct wb_str to = scale_text(b, n, n->scale_to);
	struct wb_str target = scale_text(b, n, n->target);
	int first = wb_put_text(b, bar.x, bar.w, baseline, WB_START, from, face,
	                        look->text3);
	int last = wb_put_text(b, bar.x, bar.w, baseline, WB_END, to, face,
	                       look->text3);
	int w = wb_text_width(b, target, bold);
	int x = bar.x + along(n, bar.w, n->target) - w / 2;

	if (n->has_target && x > bar.x + first + gap &&
	    x + w < bar.x + bar.w - last - gap) {
		wb_put_text(b, x, w, baseline, WB_START, target, bold,
		            look->text2);
	}
}

void wb_put_gauge(struct wb_build *b, struct wb_rect rect,
                  const struct wb_number_tile *n, const struct wb_look *look,
                  bool labels)
{
	bool red = look->fill == WB_INK_CRITICAL;
	bool warning = !b->stale && n->value.level == WB_LEVEL_WARNING;
	int radius = rect.h / 4;
	int64_t value = n->unit == WB_UNIT_SINCE && n->value.present
	                        ? b->counts_to - n->value.number
	                        : n->value.number;
	int w = n->value.present ? along(n, rect.w, value) : 0;
	enum wb_ink ink = red       ? look->text
	                  : warning ? WB_INK_WARNING_FILL
	                            : look->text3;

	wb_put_box(b, rect, radius, red ? WB_INK_CRITICAL_DEEP : WB_INK_LINE,
	           WB_INK_NOTHING, 0);
	if (w > 0) {
		wb_put_box(b, (struct wb_rect){ rect.x, rect.y, w, rect.h },
		           radius, ink, WB_INK_NOTHING, 0);
	}
	if (n->has_critical && n->critical > n->scale_from &&
	    n->critical < n->scale_to) {
		int at = along(n, rect.w, n->critical);

		put_mark(b, rect, at, 0,
		         at < w ? (red ? WB_INK_CRITICAL : WB_INK_PANEL)
		         : red  ? WB_INK_CRITICAL_SOFT
		                : look->text2);
	}
	if (n->has_target) {
		put_mark(b, rect, along(n, rect.w, n->target), wb_px(b, 9),
		         b->stale ? WB_INK_TEXT2 : look->text);
	}
	if (labels) {
		put_labels(b, rect, n, look);
	}
}
