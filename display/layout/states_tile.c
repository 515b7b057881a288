#include "layout/panel.h"

#define ROWS_MAX 16

/* A line of the list: a state, or a reason within the one above it. */
struct line {
	enum wb_icon icon;
	struct wb_str name;
	int64_t count;
	bool reason, loud;
};

static struct wb_str reason_text(const struct wb_build *b, struct wb_str reason)
{
	struct wb_str text =
		wb_locale_text_of(b->locale, "reason.", reason, "");

	return text.len > 0 ? text : reason;
}

/* All states, each in its place whatever its count, then the reasons. */
static int collect(const struct wb_build *b, const struct wb_agents_tile *a,
                   struct line lines[ROWS_MAX])
{
	int count = 0;
	int i;

	for (i = 0; i < WB_AGENT_STATE_COUNT; i++) {
		enum wb_agent_state state = (enum wb_agent_state)i;

		lines[count++] = (struct line){
			.icon = wb_agent_icon(state),
			.name = wb_agent_state_text(b, state),
			.count = a->counts[i],
			.loud = state == WB_AGENT_AVAILABLE,
		};
	}
	for (i = 0; i < a->reason_count && count < ROWS_MAX; i++) {
		lines[count++] = (struct line){
			.name = reason_text(b, a->reasons[i].name),
			.count = a->reasons[i].count,
			.reason = true,
		};
	}
	return count;
}

struct columns {
	int icon, name_x, name_w, bar_x, bar_w, number_w;
	int size, number;
};

static struct wb_str count_text(struct wb_build *b, int64_t count)
{
	wb_buf_clear(&b->scratch);
	wb_format_int(b->locale, &b->scratch, count);
	return wb_take(b);
}

/* Names in one column, bars in the next, numbers ending on one line. */
static struct columns divide(struct wb_build *b, struct wb_rect in,
                             const struct line *lines, int count, double zoom,
                             int64_t whole)
{
	struct columns c = {
		.icon = wb_px(b, 34 * zoom),
		.size = wb_px(b, 32 * zoom),
		.number = wb_px(b, 42 * zoom),
	};
	struct wb_face face = { c.size, WB_SEMIBOLD };
	struct wb_face number = { c.number, WB_BOLD };
	int most = in.w / 2;
	int i;

	c.name_x = in.x + c.icon + wb_px(b, 16 * zoom);
	for (i = 0; i < count; i++) {
		int w = wb_text_width(b, lines[i].name, face);

		c.name_w = w > c.name_w ? w : c.name_w;
	}
	c.name_w = c.name_w < most ? c.name_w : most;
	c.number_w = wb_number_width(b, count_text(b, whole), number);
	c.bar_x = c.name_x + c.name_w + wb_px(b, 26);
	c.bar_w = in.x + in.w - c.number_w - wb_px(b, 26) - c.bar_x;
	return c;
}

static void put_bar(struct wb_build *b, const struct columns *c, int y, int h,
                    const struct line *line, int64_t whole, enum wb_ink ink)
{
	int thick = wb_px(b, line->reason ? 8 : 16);
	struct wb_rect bar = { c->bar_x, y + (h - thick) / 2, c->bar_w, thick };
	int w = whole > 0 ? (int)(bar.w * line->count / whole) : 0;

	if (c->bar_w < wb_px(b, 60)) {
		return;
	}
	wb_put_box(b, bar, thick / 4, WB_INK_LINE, WB_INK_NOTHING, 0);
	if (line->count > 0) {
		bar.w = w > thick ? w : thick;
		wb_put_box(b, bar, thick / 4, ink, WB_INK_NOTHING, 0);
	}
}

static void put_line_of(struct wb_build *b, struct wb_rect in,
                        const struct columns *c, const struct line *line,
                        int64_t whole, int y, int h)
{
	struct wb_face name = { line->reason ? c->size * 85 / 100 : c->size,
		                line->reason ? WB_MEDIUM : WB_SEMIBOLD };
	struct wb_face number = { line->reason ? c->number * 75 / 100
		                               : c->number,
		                  line->reason ? WB_SEMIBOLD : WB_BOLD };
	enum wb_ink ink = b->stale       ? WB_INK_STALE_TEXT
	                  : line->reason ? WB_INK_TEXT2
	                                 : WB_INK_TEXT;
	enum wb_ink mark = line->loud && !b->stale ? WB_INK_TEXT : WB_INK_TEXT3;

	if (!line->reason) {
		wb_put_icon(b,
		            (struct wb_rect){ in.x, y + (h - c->icon) / 2,
		                              c->icon, c->icon },
		            line->icon, mark, WB_INK_PANEL);
	}
	wb_put_text(b, c->name_x, c->name_w, wb_baseline(y, h, name.size),
	            WB_START, line->name, name, ink);
	put_bar(b, c, y, h, line, whole, mark);
	wb_put_number(b, in.x, in.w, wb_baseline(y, h, number.size), WB_END,
	              count_text(b, line->count), number,
	              line->count == 0 ? WB_INK_TEXT3 : ink);
}

/* At the foot: how many have been in their state for too long. */
static void put_over(struct wb_build *b, struct wb_rect r, int64_t over)
{
	struct wb_face number = { wb_px(b, 31), WB_BOLD };
	struct wb_face word = { wb_px(b, 29), WB_SEMIBOLD };
	int icon = wb_px(b, 34);
	struct wb_str text = count_text(b, over);
	enum wb_ink ink = b->stale ? WB_INK_STALE_TEXT : WB_INK_WARNING;
	int x = r.x;

	wb_put_icon(b,
	            (struct wb_rect){ x, r.y + (r.h - icon) / 2, icon, icon },
	            wb_icon_of(b, WB_LEVEL_WARNING), ink, WB_INK_PANEL);
	x += icon + wb_px(b, 16);
	x += wb_put_number(b, x, r.w, wb_baseline(r.y, r.h, number.size),
	                   WB_START, text, number, ink) +
	     wb_px(b, 10);
	wb_put_text(b, x, r.x + r.w - x, wb_baseline(r.y, r.h, number.size),
	            WB_START, wb_locale_text(b->locale, "agents.over_limit"),
	            word, ink);
}

void wb_build_states(struct wb_build *b, struct wb_rect area,
                     const struct wb_tile *tile)
{
	static const struct wb_panel_sizes sizes = { 62, 84, 36 };
	const struct wb_agents_tile *a = tile->as.agents;
	struct line lines[ROWS_MAX];
	int count = collect(b, a, lines);
	int foot = a->over_limit > 0 ? wb_px(b, 58) : 0;
	struct wb_panel_rows rows;
	struct columns columns;
	struct wb_rect in;
	int i;

	in = wb_panel_begin(b, area,
	                    tile->title.len > 0
	                            ? tile->title
	                            : wb_locale_text(b->locale, "states.title"),
	                    wb_counted(b, "agents.signed_in", a->signed_in));
	rows = wb_panel_rows(b, &sizes, count, 0, in.h - foot);
	if (rows.hidden > 0) { /* the reasons go first */
		rows = wb_panel_rows(b, &sizes, WB_AGENT_STATE_COUNT, 0,
		                     in.h - foot);
	}
	if (rows.hidden > 0) { /* no state is left out, however small */
		rows.visible = WB_AGENT_STATE_COUNT;
		rows.h = (in.h - foot) / rows.visible;
		rows.zoom = rows.h / (sizes.best * b->scale);
	}
	columns = divide(b, in, lines, count, rows.zoom < 1 ? rows.zoom : 1,
	                 a->signed_in);
	for (i = 0; i < rows.visible; i++) {
		int y = in.y + i * rows.h;

		if (i > 0 && !lines[i].reason) {
			wb_put_line(b, in.x, y, in.w);
		}
		put_line_of(b, in, &columns, &lines[i], a->signed_in, y,
		            rows.h);
	}
	if (foot > 0) {
		put_over(b,
		         (struct wb_rect){ in.x, in.y + in.h - foot, in.w,
		                           foot },
		         a->over_limit);
	}
}
