#include "layout/number_parts.h"

int wb_number_put_trend(struct wb_build *b, const struct wb_number_parts *p,
                        struct wb_rect rect)
{
	const struct wb_number_tile *n = p->number;
	bool critical = p->look.fill == WB_INK_CRITICAL;
	bool warning = !b->stale && n->value.level == WB_LEVEL_WARNING;
	bool plain = b->stale || n->value.level <= WB_LEVEL_NORMAL;

	return wb_put_trend(
		b, rect, &n->trend, n->has_target, n->target, n->worse_above,
		&(struct wb_trend_style){
			.line = plain ? p->look.text3 : p->look.text,
			.target =
				critical ? WB_INK_CRITICAL_SOFT : p->look.text2,
			.shade = critical  ? WB_INK_CRITICAL_SHADE
	                         : warning ? WB_INK_WARNING_SHADE
	                                   : WB_INK_LINE,
			.width = 4,
		});
}

/* The target at the end of its line. */
static void put_target_label(struct wb_build *b,
                             const struct wb_number_parts *p, int y)
{
	const struct wb_number_tile *n = p->number;
	struct wb_face face = { wb_px(b, 22), WB_SEMIBOLD };
	struct wb_value target = { true, n->target, WB_LEVEL_NONE };
	enum wb_unit unit = n->unit == WB_UNIT_SINCE ? WB_UNIT_MS : n->unit;

	if (y >= 0) {
		wb_put_number(b, p->inner.x, p->inner.w,
		              wb_baseline(y, 0, face.size), WB_END,
		              wb_value_text(b, unit, &target, false, 0), face,
		              p->look.text2);
	}
}

/* The trend beside the number, with its target and span written out. */
void wb_number_put_side_trend(struct wb_build *b,
                              const struct wb_number_parts *p, int x, int y,
                              int h)
{
	const struct wb_number_tile *n = p->number;
	struct wb_face face = { wb_px(b, 22), WB_MEDIUM };
	int right = p->inner.x + p->inner.w;
	int64_t minutes = n->trend.count * n->trend.step / WB_MINUTE;
	int caption = wb_px(b, 44);
	int label =
		n->has_target && n->unit != WB_UNIT_SINCE ? wb_px(b, 40) : 0;
	struct wb_rect rect = { x, y, right - x - label, h - caption };
	int target = wb_number_put_trend(b, p, rect);

	if (label > 0) {
		put_target_label(b, p, target);
	}
	if (minutes <= 0 || minutes > 10000) {
		return;
	}
	wb_buf_clear(&b->scratch);
	wb_format_int(b->locale, &b->scratch, minutes);
	wb_put_text(b, x, right - x,
	            wb_baseline(y + h - caption, caption, face.size), WB_END,
	            wb_sentence(b, "trend.last_minutes", "n", wb_take(b)), face,
	            p->look.text3);
}
