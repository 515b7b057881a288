#include "layout/build.h"

#include <math.h>

/* Fewer are specks and no line. */
#define POINTS_LEAST 3

struct span {
	int64_t low, high;
};

static void widen(struct span *span, int64_t value)
{
	if (value < span->low) {
		span->low = value;
	}
	if (value > span->high) {
		span->high = value;
	}
}

bool wb_trend_is_drawn(const struct wb_trend *trend)
{
	int known = 0;
	int i;

	for (i = 0; i < trend->count; i++) {
		known += trend->points[i] != WB_POINT_ABSENT ? 1 : 0;
	}
	return known >= POINTS_LEAST;
}

/* Lowest and highest of the values and the target. */
static struct span find_span(const struct wb_trend *trend, bool has_target,
                             int64_t target)
{
	struct span span = { INT64_MAX, INT64_MIN };
	int i;

	for (i = 0; i < trend->count; i++) {
		if (trend->points[i] != WB_POINT_ABSENT) {
			widen(&span, trend->points[i]);
		}
	}
	if (has_target) {
		widen(&span, target);
	}
	/* A flat line runs through the middle and not along an edge. */
	if (span.high - span.low < 100) {
		span.low -= 50;
		span.high += 50;
	}
	return span;
}

static int16_t eighths(const struct wb_rect *rect, int inset,
                       const struct span *span, int64_t value)
{
	double part =
		(double)(span->high - value) / (double)(span->high - span->low);

	double y;

	part = part < 0 ? 0 : part > 1 ? 1 : part; /* beyond a given scale */
	y = inset + part * (rect->h - 2 * inset);
	return (int16_t)lround(y * 8);
}

int wb_trend_inset(const struct wb_build *b, double width)
{
	return wb_px(b, width * 2) + 1;
}

int wb_put_trend(struct wb_build *b, struct wb_rect rect,
                 const struct wb_trend *trend, bool has_target, int64_t target,
                 bool worse_above, const struct wb_trend_style *style)
{
	int inset = wb_trend_inset(b, style->width);
	struct wb_item *item;
	struct span span;
	int16_t *ys;
	int i;

	if (rect.w < 4 * inset || rect.h < 3 * inset || rect.h > 4000 ||
	    !wb_trend_is_drawn(trend)) {
		return -1;
	}
	span = style->scaled ? (struct span){ style->low, style->high }
	                     : find_span(trend, has_target, target);
	ys = wb_arena_alloc(&b->scene->arena,
	                    (size_t)trend->count * sizeof(*ys));
	item = wb_scene_add(b->scene, WB_ITEM_TREND);
	if (ys == NULL || item == NULL) {
		b->scene->failed = true;
		return -1;
	}
	for (i = 0; i < trend->count; i++) {
		ys[i] = trend->points[i] == WB_POINT_ABSENT
		                ? WB_TREND_GAP
		                : eighths(&rect, inset, &span,
		                          trend->points[i]);
	}
	item->rect = wb_mirrored(b, rect);
	item->fill = style->line;
	item->trend = (struct wb_trend_shape){
		.count = trend->count,
		.y = ys,
		.target_y =
			has_target ? eighths(&rect, inset, &span, target) : -1,
		.shade_above = worse_above,
		.line_width = (int)lround(style->width * b->scale * 8),
		.inset = inset,
		.shade = style->shade,
		.target_ink = style->target,
	};
	return has_target ? rect.y + item->trend.target_y / 8 : -1;
}
