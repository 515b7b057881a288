#include "layout/build.h"

/* Design units, at the smallest zoom. */
#define CELL_WIDTH_LEAST 205
#define CELL_HEIGHT 41
#define CELL_HEIGHT_MOST 50
#define CELL_GAP 3
#define PAD 9
#define ICON 22
#define PENDING 18
#define TYPE 22
#define TYPE_SMALL 20

struct grid {
	const struct wb_agents_tile *agents;
	double zoom;
	int columns, lines;
	int shown;
	int64_t hidden;
	int gap_x, gap_y, cell_h;
	int size; /* of the type, px */
};

/* Who it is; the state or its reason where names are not shown. */
static struct wb_str agent_name(const struct wb_build *b,
                                const struct wb_agent_row *row)
{
	struct wb_str reason;

	if (row->title.len > 0) {
		return row->title;
	}
	if (row->state == WB_AGENT_NOT_READY && row->reason.len > 0) {
		reason = wb_locale_text_of(b->locale, "reason.", row->reason,
		                           "");
		return reason.len > 0 ? reason : row->reason;
	}
	return wb_agent_state_text(b, row->state);
}

static struct wb_str agent_time(struct wb_build *b,
                                const struct wb_agent_row *row)
{
	struct wb_value since = { row->since > 0, row->since, row->level };

	return wb_value_text(b, WB_UNIT_SINCE, &since, false, 0);
}

/* What is left for a name beside icons and time, in a cell `w` px wide. */
static int name_room(struct wb_build *b, const struct grid *g,
                     const struct wb_agent_row *row, int w, struct wb_str time)
{
	struct wb_face face = { g->size, WB_SEMIBOLD };
	int taken = PAD + ICON + 7 + 8 + PAD;

	if (row->pending.len > 0) {
		taken += PENDING + 4;
	}
	return w - wb_px(b, taken * g->zoom) - wb_number_width(b, time, face);
}

/* How many agents a grid of cells zoomed so has room for. */
static void divide(const struct wb_build *b, struct grid *g, struct wb_rect r)
{
	int w = wb_px(b, CELL_WIDTH_LEAST * g->zoom);
	int h = wb_px(b, CELL_HEIGHT * g->zoom);

	g->gap_x = wb_px(b, 8);
	g->gap_y = wb_px(b, CELL_GAP * g->zoom);
	g->columns = (r.w + g->gap_x) / (w + g->gap_x);
	g->lines = (r.h + g->gap_y) / (h + g->gap_y);
}

/* Larger cells while there are few; the last cell counts the hidden. */
static void fit_cells(const struct wb_build *b, struct grid *g,
                      struct wb_rect r)
{
	static const double zooms[] = { 1.5, 1.25, 1 };
	int rows = g->agents->row_count;
	int needed, cells, most;
	size_t i;

	for (i = 0; i < sizeof(zooms) / sizeof(zooms[0]); i++) {
		g->zoom = zooms[i];
		divide(b, g, r);
		if (rows + (g->agents->more > 0 ? 1 : 0) <=
		    g->columns * g->lines) {
			break;
		}
	}
	cells = g->columns * g->lines;
	g->shown = rows < cells ? rows : cells;
	g->hidden = g->agents->more + rows - g->shown;
	if (g->hidden > 0 && g->shown == cells && cells > 0) {
		g->shown--;
		g->hidden++;
	}
	needed = g->shown + (g->hidden > 0 ? 1 : 0);
	if (needed == 0 || g->columns == 0) {
		return;
	}
	needed = (needed + g->columns - 1) / g->columns;
	most = wb_px(b, CELL_HEIGHT_MOST * g->zoom);
	g->cell_h = (r.h + g->gap_y) / needed - g->gap_y;
	if (g->cell_h > most) {
		g->cell_h = most;
	}
}

/* A smaller size for all names before any of them is cut. */
static void size_type(struct wb_build *b, struct grid *g, int w)
{
	int i;

	g->size = wb_px(b, TYPE * g->zoom);
	for (i = 0; i < g->shown; i++) {
		const struct wb_agent_row *row = &g->agents->rows[i];
		struct wb_face face = { g->size, WB_SEMIBOLD };

		if (wb_text_width(b, agent_name(b, row), face) <=
		    name_room(b, g, row, w, agent_time(b, row))) {
			continue;
		}
		g->size = wb_px(b, TYPE_SMALL * g->zoom);
		return;
	}
}

static void put_frame(struct wb_build *b, const struct grid *g,
                      const struct wb_agent_row *row, struct wb_rect r,
                      bool warn)
{
	int icon = wb_px(b, ICON * g->zoom);
	struct wb_rect place = { r.x + wb_px(b, PAD * g->zoom),
		                 r.y + (r.h - icon) / 2, icon, icon };
	enum wb_ink mark = WB_INK_TEXT3;

	if (warn) {
		mark = WB_INK_WARNING;
	} else if (row->state == WB_AGENT_AVAILABLE && !b->stale) {
		mark = WB_INK_TEXT;
	}
	/* Old ones are hollow, so that the hatch is seen through them. */
	if (b->stale) {
		wb_put_box(b, r, wb_px(b, 7), WB_INK_NOTHING, WB_INK_LINE,
		           wb_px(b, 2));
	} else {
		wb_put_box(b, r, wb_px(b, 7), WB_INK_CELL,
		           warn ? WB_INK_WARNING : WB_INK_NOTHING,
		           warn ? wb_px(b, 3) : 0);
	}
	wb_put_icon(b, place, wb_agent_icon(row->state), mark, WB_INK_CELL);
}

/* A cup before the time: not ready as soon as the contact is over. */
static void put_pending(struct wb_build *b, const struct grid *g,
                        struct wb_rect r, int time_w)
{
	int size = wb_px(b, PENDING * g->zoom);
	int end = r.x + r.w - wb_px(b, (PAD + 8) * g->zoom) - time_w;

	wb_put_icon(b,
	            (struct wb_rect){ end - size, r.y + (r.h - size) / 2, size,
	                              size },
	            WB_ICON_NOT_READY, WB_INK_TEXT3, WB_INK_CELL);
}

/* A name that is far longer than the others gets a smaller type of its own. */
static struct wb_face name_face(const struct wb_build *b, const struct grid *g,
                                const struct wb_agent_row *row, int room)
{
	struct wb_face face = { g->size, WB_SEMIBOLD };
	struct wb_str name = agent_name(b, row);
	int least = g->size * 3 / 4;

	while (face.size > least && wb_text_width(b, name, face) > room) {
		face.size--;
	}
	return face;
}

static void put_agent(struct wb_build *b, const struct grid *g,
                      const struct wb_agent_row *row, struct wb_rect r)
{
	bool warn = !b->stale && row->level >= WB_LEVEL_WARNING;
	struct wb_face time = { g->size, warn ? WB_SEMIBOLD : WB_MEDIUM };
	int baseline = wb_baseline(r.y, r.h, g->size);
	struct wb_str shown = agent_time(b, row);
	int room = name_room(b, g, row, r.w, shown);
	struct wb_face name = name_face(b, g, row, room);
	enum wb_ink ink = warn ? WB_INK_WARNING : WB_INK_TEXT2;

	put_frame(b, g, row, r, warn);
	if (row->pending.len > 0) {
		put_pending(b, g, r, wb_number_width(b, shown, time));
	}
	wb_put_text(b, r.x + wb_px(b, (PAD + ICON + 7) * g->zoom), room,
	            baseline, WB_START, agent_name(b, row), name,
	            b->stale ? WB_INK_STALE_TEXT : WB_INK_TEXT);
	wb_put_number(b, r.x, r.w - wb_px(b, PAD * g->zoom), baseline, WB_END,
	              shown, time, b->stale ? WB_INK_STALE_TEXT : ink);
}

static void put_hidden(struct wb_build *b, const struct grid *g,
                       struct wb_rect r)
{
	struct wb_face face = { g->size, WB_MEDIUM };

	wb_buf_clear(&b->scratch);
	wb_format_int(b->locale, &b->scratch, g->hidden);
	wb_put_text(b, r.x, r.w, wb_baseline(r.y, r.h, face.size), WB_CENTRE,
	            wb_sentence(b, "agents.more", "n", wb_take(b)), face,
	            WB_INK_TEXT3);
}

void wb_build_agent_grid(struct wb_build *b,
                         const struct wb_agents_tile *agents, struct wb_rect r)
{
	struct grid g = { .agents = agents };
	int i;

	fit_cells(b, &g, r);
	if (g.columns < 1 || g.lines < 1) {
		return;
	}
	size_type(b, &g, r.w / g.columns - g.gap_x);
	for (i = 0; i < g.shown + (g.hidden > 0 ? 1 : 0); i++) {
		struct wb_rect line = { r.x, r.y, r.w, g.cell_h };
		struct wb_rect cell = wb_page_cells(line, g.columns, 1, g.gap_x,
		                                    i % g.columns, 0, 1, 1);

		cell.y += i / g.columns * (g.cell_h + g.gap_y);
		if (i < g.shown) {
			put_agent(b, &g, &agents->rows[i], cell);
		} else {
			put_hidden(b, &g, cell);
		}
	}
}
