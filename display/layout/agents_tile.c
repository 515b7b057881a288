#include "layout/panel.h"

enum wb_icon wb_agent_icon(enum wb_agent_state state)
{
	static const enum wb_icon icons[WB_AGENT_STATE_COUNT] = {
		WB_ICON_AVAILABLE, WB_ICON_RINGING, WB_ICON_TALKING,
		WB_ICON_HOLDING,   WB_ICON_ACW,     WB_ICON_NOT_READY,
	};

	return icons[state];
}

struct wb_str wb_agent_state_text(const struct wb_build *b,
                                  enum wb_agent_state state)
{
	return wb_locale_text_of(b->locale, "state.",
	                         wb_str(wb_agent_state_name(state)), "");
}

static struct wb_str count_text(struct wb_build *b, int64_t count)
{
	wb_buf_clear(&b->scratch);
	wb_format_int(b->locale, &b->scratch, count);
	return wb_take(b);
}

/* Icon, number and word, as wide as they are; only measured when !draw. */
struct chip {
	enum wb_icon icon;
	struct wb_str number, word;
	enum wb_ink ink, word_ink;
};

static int put_chip(struct wb_build *b, const struct chip *chip, int x, int y,
                    int h, double size, bool draw)
{
	struct wb_face number = { wb_px(b, size), WB_BOLD };
	struct wb_face word = { wb_px(b, size * 0.96), WB_MEDIUM };
	int icon = wb_px(b, size);
	int at = x;

	if (draw) {
		wb_put_icon(
			b,
			(struct wb_rect){ at, y + (h - icon) / 2, icon, icon },
			chip->icon, chip->ink, WB_INK_PANEL);
	}
	at += icon + wb_px(b, 8);
	if (draw) {
		wb_put_number(b, at, wb_px(b, 200),
		              wb_baseline(y, h, number.size), WB_START,
		              chip->number, number, chip->ink);
	}
	at += wb_number_width(b, chip->number, number);
	if (chip->word.len == 0) {
		return at - x;
	}
	at += wb_px(b, 9);
	if (draw) {
		wb_put_text(b, at, wb_px(b, 400),
		            wb_baseline(y, h, number.size), WB_START,
		            chip->word, word, chip->word_ink);
	}
	return at + wb_text_width(b, chip->word, word) - x;
}

#define CHIPS_MAX 8

/* The one reason that all share, else only that they are not ready. */
static struct wb_str not_ready_text(const struct wb_build *b,
                                    const struct wb_agents_tile *a)
{
	struct wb_str reason = { NULL, 0 };

	if (a->reason_count == 1 &&
	    a->reasons[0].count == a->counts[WB_AGENT_NOT_READY]) {
		reason = wb_locale_text_of(b->locale, "reason.",
		                           a->reasons[0].name, "");
	}
	return reason.len > 0 ? reason
	                      : wb_agent_state_text(b, WB_AGENT_NOT_READY);
}

/* Chips of a line: states in use, then how many are over their limit. */
static int collect_chips(struct wb_build *b, const struct wb_agents_tile *a,
                         struct chip chips[CHIPS_MAX])
{
	static const enum wb_agent_state order[] = {
		WB_AGENT_TALKING, WB_AGENT_RINGING,   WB_AGENT_HOLDING,
		WB_AGENT_ACW,     WB_AGENT_NOT_READY,
	};
	int count = 0;
	size_t i;

	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		enum wb_agent_state state = order[i];
		bool rare =
			state == WB_AGENT_RINGING || state == WB_AGENT_HOLDING;

		if (rare && a->counts[state] == 0) {
			continue;
		}
		chips[count++] = (struct chip){
			wb_agent_icon(state),
			count_text(b, a->counts[state]),
			state == WB_AGENT_NOT_READY
				? not_ready_text(b, a)
				: wb_agent_state_text(b, state),
			b->stale ? WB_INK_STALE_TEXT : WB_INK_TEXT,
			WB_INK_TEXT3,
		};
	}
	if (a->over_limit > 0) {
		chips[count++] = (struct chip){
			wb_icon_of(b, WB_LEVEL_WARNING),
			count_text(b, a->over_limit),
			wb_locale_text(b->locale, "agents.over_limit"),
			b->stale ? WB_INK_STALE_TEXT : WB_INK_WARNING,
			b->stale ? WB_INK_STALE_TEXT : WB_INK_WARNING,
		};
	}
	return count;
}

/* Words go, from the left, where there are too many to stand side by side. */
static void put_chips(struct wb_build *b, const struct wb_agents_tile *a,
                      struct wb_rect r)
{
	struct chip chips[CHIPS_MAX];
	int count = collect_chips(b, a, chips);
	double size = 26;
	int total = 0;
	int dropped = 0;
	int i, x, gap;

	for (;;) {
		total = 0;
		for (i = 0; i < count; i++) {
			total += put_chip(b, &chips[i], 0, 0, r.h, size, false);
		}
		if (total + (count - 1) * wb_px(b, 14) <= r.w) {
			break;
		}
		if (size > 22) {
			size -= 1;
		} else if (dropped < count) {
			chips[dropped++].word.len = 0;
		} else {
			break;
		}
	}
	gap = count > 1 ? (r.w - total) / (count - 1) : 0;
	if (gap > wb_px(b, 40)) {
		gap = wb_px(b, 40);
	}
	x = r.x;
	for (i = 0; i < count; i++) {
		x += put_chip(b, &chips[i], x, r.y, r.h, size, true) + gap;
	}
}

static void put_head(struct wb_build *b, const struct wb_tile *tile,
                     struct wb_rect r)
{
	struct wb_face number = { wb_px(b, 60), WB_BOLD };
	struct wb_face word = { wb_px(b, 29), WB_MEDIUM };
	struct wb_str name = wb_agent_state_text(b, WB_AGENT_AVAILABLE);
	struct wb_str count =
		count_text(b, tile->as.agents->counts[WB_AGENT_AVAILABLE]);
	int baseline = wb_baseline(r.y, r.h, number.size) - wb_px(b, 2);
	int icon = wb_px(b, 40);
	int x = r.x + r.w - wb_text_width(b, name, word);
	enum wb_ink ink = b->stale ? WB_INK_STALE_TEXT : WB_INK_TEXT;

	wb_put_text(b, x, r.w, baseline, WB_START, name, word, WB_INK_TEXT2);
	x -= wb_px(b, 14) + wb_number_width(b, count, number);
	wb_put_number(b, x, r.w, baseline, WB_START, count, number, ink);
	x -= wb_px(b, 10) + icon;
	wb_put_icon(b,
	            (struct wb_rect){ x, r.y + (r.h - icon) / 2, icon, icon },
	            WB_ICON_AVAILABLE, ink, WB_INK_PANEL);
	wb_put_panel_title(b, r.x, x - r.x - wb_px(b, 12), r.y, r.h,
	                   tile->title.len > 0
	                           ? tile->title
	                           : wb_locale_text(b->locale, "agents.title"));
}

/* Is what the chips say told on this page already, and larger? */
static bool states_are_told(const struct wb_board *board)
{
	int i;

	for (i = 0; i < board->tile_count; i++) {
		if (board->tiles[i].kind == WB_TILE_STATES) {
			return true;
		}
	}
	return false;
}

void wb_build_agents(struct wb_build *b, struct wb_rect area,
                     const struct wb_tile *tile)
{
	const struct wb_agents_tile *a = tile->as.agents;
	struct wb_look look = wb_look_of(b, WB_LEVEL_NONE);
	int pad = wb_px(b, 26);
	int head = wb_px(b, 80);
	int chips = wb_px(b, 40);
	struct wb_rect in = { area.x + pad, area.y, area.w - 2 * pad, area.h };

	wb_put_panel(b, area, &look);
	put_head(b, tile, (struct wb_rect){ in.x, in.y, in.w, head });
	if (states_are_told(b->in->board)) {
		chips = 0;
	} else {
		put_chips(b, a,
		          (struct wb_rect){ in.x, in.y + head - wb_px(b, 5),
		                            in.w, chips });
	}
	in.y += head + chips + wb_px(b, 4);
	in.h -= head + chips + wb_px(b, 16);
	if (a->row_count + a->more == 0) {
		wb_put_text(b, in.x, in.w,
		            wb_baseline(in.y, in.h, wb_px(b, 29)), WB_CENTRE,
		            wb_locale_text(b->locale, "agents.none"),
		            (struct wb_face){ wb_px(b, 29), WB_MEDIUM },
		            WB_INK_TEXT3);
		return;
	}
	in.x = area.x + wb_px(b, 14);
	in.w = area.w - 2 * wb_px(b, 14);
	wb_build_agent_grid(b, a, in);
}
