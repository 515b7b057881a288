#include "layout/chart.h"

#define LINES 3 /* between the ends, about */

static const int64_t hundredths[] = {
	100,    200,     500,     1000,    2000,    2500,     5000,
	10000,  20000,   25000,   50000,   100000,  200000,   250000,
	500000, 1000000, 2000000, 2500000, 5000000, 10000000,
};

static const int64_t spans[] = {
	5000,     10000,    15000,    30000,    60000,   120000,
	300000,   600000,   900000,   1800000,  3600000, 7200000,
	14400000, 21600000, 43200000, 86400000,
};

#define COUNT_OF(table) (int)(sizeof(table) / sizeof((table)[0]))

static int64_t round_step(enum wb_unit unit, int64_t least)
{
	bool time = unit == WB_UNIT_MS || unit == WB_UNIT_SINCE;
	const int64_t *steps = time ? spans : hundredths;
	int count = time ? COUNT_OF(spans) : COUNT_OF(hundredths);
	int i;

	for (i = 0; i < count - 1 && steps[i] < least; i++) {
	}
	/* Beyond the table as often as needed. */
	return steps[i] >= least ? steps[i] : (least / steps[i] + 1) * steps[i];
}

static void widen(struct wb_chart_scale *scale, int64_t value)
{
	if (value < scale->low) {
		scale->low = value;
	}
	if (value > scale->high) {
		scale->high = value;
	}
}

static void span_points(const struct wb_trend *trend,
                        struct wb_chart_scale *scale)
{
	int i;

	for (i = 0; i < trend->count; i++) {
		if (trend->points[i] != WB_POINT_ABSENT) {
			widen(scale, trend->points[i]);
		}
	}
}

static int64_t floored(int64_t value, int64_t step)
{
	int64_t rest = value % step;

	return value - (rest < 0 ? rest + step : rest);
}

struct wb_chart_scale wb_chart_scale(const struct wb_number_tile *n,
                                     bool from_zero)
{
	struct wb_chart_scale scale = { INT64_MAX, INT64_MIN, 0 };
	bool percent = n->unit == WB_UNIT_PERCENT;

	if (n->has_scale) {
		scale = (struct wb_chart_scale){ n->scale_from, n->scale_to,
			                         0 };
		scale.step = round_step(n->unit,
		                        (scale.high - scale.low) / (LINES + 1));
		return scale;
	}
	span_points(&n->trend, &scale);
	if (n->has_target && !from_zero) {
		widen(&scale, n->target);
	}
	if (scale.low > scale.high) { /* nothing is known yet */
		scale.low = scale.high = 0;
	}
	if (scale.low > 0 && (from_zero || scale.low < scale.high * 2 / 5)) {
		scale.low = 0;
	}
	scale.step = round_step(n->unit, (scale.high - scale.low) / LINES);
	scale.low = floored(scale.low, scale.step);
	scale.high = floored(scale.high + scale.step - 1, scale.step);
	if (scale.high <= scale.low) {
		scale.high = scale.low + scale.step;
	}
	if (percent && scale.high > 10000 && !n->worse_above) {
		scale.high = 10000; /* no more can be reached */
	}
	return scale;
}

int wb_chart_y(const struct wb_chart *chart, int64_t value)
{
	double part = (double)(value - chart->scale.low) /
	              (double)(chart->scale.high - chart->scale.low);

	part = part < 0 ? 0 : part > 1 ? 1 : part;
	return chart->plot.y + chart->plot.h -
	       (int)(part * chart->plot.h + 0.5);
}

int wb_chart_x(const struct wb_chart *chart, int slot)
{
	return chart->plot.x +
	       (int)((int64_t)chart->plot.w * slot / chart->slots);
}

void wb_chart_put_scale(struct wb_build *b, const struct wb_chart *chart,
                        enum wb_unit unit, int label_w)
{
	struct wb_face face = { wb_px(b, 22), WB_MEDIUM };
	enum wb_unit written = unit == WB_UNIT_SINCE ? WB_UNIT_MS : unit;
	bool red = chart->look->fill == WB_INK_CRITICAL;
	const struct wb_chart_scale *s = &chart->scale;
	int right = chart->plot.x + chart->plot.w + wb_px(b, 14);
	int thick = wb_px(b, 1.5) > 0 ? wb_px(b, 1.5) : 1;
	int64_t value;

	for (value = floored(s->low + s->step - 1, s->step); value <= s->high;
	     value += s->step) {
		int y = wb_chart_y(chart, value);

		if (chart->has_target && value == chart->target) {
			continue;
		}
		wb_put_box(b,
		           (struct wb_rect){ chart->plot.x, y - thick / 2,
		                             chart->plot.w, thick },
		           0, red ? WB_INK_CRITICAL_DEEP : WB_INK_LINE,
		           WB_INK_NOTHING, 0);
		wb_put_text(b, right, label_w, wb_baseline(y, 0, face.size),
		            WB_START,
		            wb_quantity_text(b, written, value, false, 0), face,
		            chart->look->text3);
	}
}

/* Slots between two times written below, a round number of them. */
static int time_step(const struct wb_build *b, const struct wb_chart *chart)
{
	static const int minutes[] = { 15, 30, 60, 120, 180, 240, 360, 720 };
	int room = wb_px(b, 104);
	int i;

	for (i = 0; i < COUNT_OF(minutes) - 1; i++) {
		int slots = (int)(minutes[i] * WB_MINUTE / chart->step);

		if (slots > 0 &&
		    (int64_t)chart->plot.w * slots / chart->slots >= room) {
			return slots;
		}
	}
	return chart->slots;
}

void wb_chart_put_times(struct wb_build *b, const struct wb_chart *chart, int h)
{
	struct wb_face face = { wb_px(b, 22), WB_MEDIUM };
	wb_ms offset = b->in->board->utc_offset;
	int step =
		chart->start > 0 && chart->step > 0 ? time_step(b, chart) : 0;
	int y = chart->plot.y + chart->plot.h;
	int room = wb_px(b, 66); /* of a time */
	int slot;

	for (slot = 0; step > 0 && slot <= chart->slots; slot++) {
		wb_ms at = chart->start + slot * chart->step;
		int x = wb_chart_x(chart, slot);

		/* At full hours and their like, whenever the first slot is. */
		if ((at + offset) % (step * chart->step) != 0 ||
		    x - room / 2 < chart->plot.x - wb_px(b, 30) ||
		    x + room / 2 >
		            chart->plot.x + chart->plot.w + wb_px(b, 6)) {
			continue;
		}
		wb_buf_clear(&b->scratch);
		wb_format_time(b->locale, &b->scratch, at, offset, false);
		wb_put_number(b, x - room / 2, room,
		              wb_baseline(y, h, face.size), WB_CENTRE,
		              wb_take(b), face, chart->look->text3);
	}
}
