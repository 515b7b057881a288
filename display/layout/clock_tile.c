#include "layout/build.h"

/* The title, the time, the date: one above the other in a field. */
struct type {
	struct wb_face name, date;
	int line;    /* height of name and date */
	double time; /* design units */
};

static struct wb_str time_text(struct wb_build *b, wb_ms offset)
{
	wb_buf_clear(&b->scratch);
	wb_format_time(b->locale, &b->scratch, b->now, offset, false);
	return wb_take(b);
}

/* By its own title, else by the city; one alone needs neither. */
static struct wb_str name_of(struct wb_build *b, const struct wb_tile *tile,
                             int i)
{
	const struct wb_clock *clock = &tile->as.clock->clocks[i];

	if (clock->title.len > 0) {
		return clock->title;
	}
	if (tile->as.clock->count == 1 && tile->title.len > 0) {
		return tile->title;
	}
	return wb_city_name(b, clock->time_zone);
}

/* With weekday and year where there is room for them. */
static struct wb_str date_text(struct wb_build *b, wb_ms offset,
                               struct wb_face face, int width)
{
	struct wb_str texts[2];

	wb_buf_clear(&b->scratch);
	wb_format_date(b->locale, &b->scratch, b->now, offset);
	texts[0] = wb_take(b);
	wb_format_short_date(b->locale, &b->scratch, b->now, offset);
	texts[1] = wb_take(b);
	return wb_fit(b, texts, 2, face, width);
}

static struct type type_of(struct wb_build *b, struct wb_rect field)
{
	bool large = field.h >= wb_px(b, 300);
	struct type type = { { wb_px(b, large ? 42 : 31), WB_MEDIUM },
		             { wb_px(b, large ? 36 : 27), WB_MEDIUM },
		             wb_px(b, large ? 64 : 46),
		             190 };
	struct wb_str widest = time_text(b, b->in->board->utc_offset);

	while (type.time > 30 &&
	       (wb_px(b, type.time * 0.96) > field.h - 2 * type.line ||
	        wb_number_width(b, widest,
	                        (struct wb_face){ wb_px(b, type.time),
	                                          WB_BOLD }) > field.w)) {
		type.time -= 4;
	}
	return type;
}

static void put_clock(struct wb_build *b, struct wb_rect r,
                      const struct type *type, struct wb_str name, wb_ms offset)
{
	struct wb_face time = { wb_px(b, type->time), WB_BOLD };
	int h = wb_px(b, type->time * 0.96);
	int all = h + 2 * type->line;
	int y = r.y + (r.h - all) / 2;

	wb_put_text(b, r.x, r.w, wb_baseline(y, type->line, type->name.size),
	            WB_CENTRE, name, type->name, WB_INK_TEXT2);
	wb_put_figures(b, r.x, r.w, wb_baseline(y + type->line, h, time.size),
	               WB_CENTRE, time_text(b, offset), time, WB_PROPORTIONAL,
	               WB_INK_TEXT);
	wb_put_text(
		b, r.x, r.w,
		wb_baseline(y + type->line + h, type->line, type->date.size),
		WB_CENTRE, date_text(b, offset, type->date, r.w), type->date,
		WB_INK_TEXT3);
}

void wb_build_clock(struct wb_build *b, struct wb_rect area,
                    const struct wb_tile *tile)
{
	const struct wb_clock_tile *clock = tile->as.clock;
	struct wb_look look = wb_look_of(b, WB_LEVEL_NONE);
	int pad = wb_px(b, 20);
	struct wb_rect in = { area.x + pad, area.y + wb_px(b, 14),
		              area.w - 2 * pad, area.h - 2 * wb_px(b, 14) };
	/* Side by side in a wide tile, below one another in a tall one. */
	bool wide = area.w > area.h * 6 / 5;
	int columns = wide ? clock->count : 1;
	int rows = wide ? 1 : clock->count;
	struct type type;
	int i;

	/* Time goes on, whatever the numbers do. */
	look.hatch = false;
	look.edge_width = 0;
	wb_put_panel(b, area, &look);
	type = type_of(b, wb_page_cells(in, columns, rows, pad, 0, 0, 1, 1));
	for (i = 0; i < clock->count; i++) {
		wb_ms offset = clock->clocks[i].utc_offset;
		struct wb_rect field =
			wb_page_cells(in, columns, rows, pad, wide ? i : 0,
		                      wide ? 0 : i, 1, 1);

		if (i > 0 && wide) {
			wb_put_box(b,
			           (struct wb_rect){ field.x - pad / 2,
			                             field.y + field.h / 5,
			                             wb_px(b, 2),
			                             field.h * 3 / 5 },
			           0, WB_INK_LINE, WB_INK_NOTHING, 0);
		} else if (i > 0) {
			wb_put_line(b, field.x + field.w / 8, field.y - pad / 2,
			            field.w * 3 / 4);
		}
		put_clock(b, field, &type, name_of(b, tile, i), offset);
	}
}
