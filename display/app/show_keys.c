#include <string.h>

#include "app/show_parts.h"

#define EXPLAINED_FOR (2 * WB_MINUTE)
#define POINTER_FOR (3 * WB_SECOND)

void wb_show_set_overlay(struct show *s, enum wb_overlay_kind kind, int tile)
{
	s->overlay = (struct wb_overlay){ kind, tile };
	s->overlay_until = kind == WB_OVERLAY_NONE
	                           ? 0
	                           : wb_clock_monotonic() + EXPLAINED_FOR;
	wb_wall_set_overlay(s->wall, &s->overlay);
}

void wb_show_set_pointer(struct show *s, bool shown)
{
	s->pointer_until = shown ? wb_clock_monotonic() + POINTER_FOR : 0;
	wb_present_show_pointer(s->present, shown);
}

static void turn_page(struct show *s, int by)
{
	wb_ms now = wb_clock_monotonic();
	const char *page = wb_pages_step(&s->pages, by, now);
	wb_show_set_overlay(s, WB_OVERLAY_NONE, 0);
	if (page) {
		wb_source_go(s->source, page, now);
	}
}

static void change_language(struct show *s)
{
	static const char *const codes[] = { "en", "fa", "ar", "ru" };
	const char *now = wb_wall_language(s->wall);
	int at = 0;
	while (at < 3 && strcmp(codes[at], now) != 0) {
		at++;
	}
	wb_wall_set_language(s->wall, codes[(at + 1) % 4]);
}

/*
 * The tile under the pointer, or no longer; without one there, each press
 * takes the next.
 */
static void explain(struct show *s)
{
	int x, y, tile = -1;
	bool open = s->overlay.kind == WB_OVERLAY_EXPLAIN;
	if (wb_present_pointer(s->present, &x, &y)) {
		tile = wb_wall_tile_at(s->wall, x, y);
	}
	if (tile < 0) {
		tile = open ? s->overlay.tile + 1 : 0;
	} else if (open && tile == s->overlay.tile) {
		tile = -1;
	}
	bool known = tile >= 0 && tile < wb_wall_tile_count(s->wall);
	wb_show_set_overlay(s, known ? WB_OVERLAY_EXPLAIN : WB_OVERLAY_NONE,
	                    tile);
}

static void toggle_help(struct show *s)
{
	bool open = s->overlay.kind == WB_OVERLAY_HELP;
	wb_show_set_overlay(s, open ? WB_OVERLAY_NONE : WB_OVERLAY_HELP, 0);
}

static void show_again(struct show *s)
{
	s->whole = true;
}

static void place_again(struct show *s)
{
	wb_present_place(s->present);
	s->whole = true;
}

static void next_page(struct show *s)
{
	turn_page(s, 1);
}

static void previous_page(struct show *s)
{
	turn_page(s, -1);
}

static void hold(struct show *s)
{
	wb_pages_hold(&s->pages, wb_clock_monotonic());
}

static void close_overlay(struct show *s)
{
	wb_show_set_overlay(s, WB_OVERLAY_NONE, 0);
}

static void show_pointer(struct show *s)
{
	wb_show_set_pointer(s, true);
}

static void toggle_window(struct show *s)
{
	wb_present_toggle(s->present);
}

bool wb_show_obey(struct show *s, enum wb_present_event event)
{
	static void (*const deeds[])(struct show *) = {
		[WB_PRESENT_RESIZED] = show_again,
		[WB_PRESENT_EXPOSED] = show_again,
		[WB_PRESENT_SCREENS] = place_again,
		[WB_PRESENT_TOGGLE] = toggle_window,
		[WB_PRESENT_POINTER] = show_pointer,
		[WB_PRESENT_NEXT] = next_page,
		[WB_PRESENT_PREVIOUS] = previous_page,
		[WB_PRESENT_HOLD] = hold,
		[WB_PRESENT_EXPLAIN] = explain,
		[WB_PRESENT_LANGUAGE] = change_language,
		[WB_PRESENT_HELP] = toggle_help,
		[WB_PRESENT_CLOSE] = close_overlay,
	};
	bool nothing_to_close = s->overlay.kind == WB_OVERLAY_NONE;
	if (event == WB_PRESENT_QUIT ||
	    (event == WB_PRESENT_CLOSE && s->options->windowed &&
	     nothing_to_close)) {
		return false;
	}
	if (deeds[event]) {
		deeds[event](s);
	}
	return true;
}
