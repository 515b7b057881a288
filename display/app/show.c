#define WB_LOG_MODULE "wall"

#include "app/show.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "app/alarm.h"
#include "app/habits.h"
#include "app/memory.h"
#include "app/notify.h"
#include "app/pages.h"
#include "app/source.h"
#include "base/clock.h"
#include "base/log.h"
#include "draw/wall.h"
#include "present/present.h"
#include "present/sound.h"

#define REMEMBER_EVERY (5 * WB_MINUTE)
#define EXPLAINED_FOR (2 * WB_MINUTE)
#define POINTER_FOR (3 * WB_SECOND)
#define LOOK_AT_SOUND ((wb_ms)300)

/* Draws on change and sleeps until the next one: an idle wall does nothing. */
struct show {
	const struct wb_options *options;
	struct wb_present *present;
	struct wb_wall *wall;
	struct wb_source *source;
	struct wb_sound *sound;    /* NULL = silent */
	struct wb_picture picture; /* what is shown */
	struct wb_pages pages;
	struct wb_alarm alarm;
	struct wb_overlay overlay;
	wb_ms overlay_until, pointer_until, sound_until; /* 0 = not */

	struct wb_state *remembered; /* of an earlier run, until the first */
	wb_ms remembered_heard;
	char memory[4096]; /* its file; empty = none is kept */
	wb_ms saved_at;    /* monotonic; 0 = not yet */

	wb_ms watchdog; /* how often it is to be fed; 0 = never */
	wb_ms fed_at;
	bool whole; /* all of the screen is to be filled again */
};

static void on_news(void *user)
{
	wb_present_wake(user);
}

static wb_ms server_time(const struct show *s)
{
	return wb_clock_monotonic() + s->picture.clock_offset;
}

static const struct wb_json *state_root(const struct show *s)
{
	if (s->picture.state) {
		return s->picture.state->root;
	}
	return s->remembered ? s->remembered->root : NULL;
}

/* Keeps what is shown for the next start; what fails is said, once a try. */
static void remember(struct show *s)
{
	if (!s->memory[0] || !s->picture.state ||
	    s->picture.link.last_message <= 0) {
		return;
	}
	int error = wb_memory_save(s->memory, s->picture.state,
	                           s->picture.link.last_message);
	if (error < 0) {
		wb_warn("cannot write '%s': %s, going on without", s->memory,
		        strerror(-error));
	}
	s->saved_at = wb_clock_monotonic();
}

static void recall(struct show *s)
{
	const struct wb_options *o = s->options;
	if (!o->keeps_state) {
		return;
	}
	if (o->state) {
		snprintf(s->memory, sizeof(s->memory), "%s", o->state);
	} else if (!wb_memory_path(o->url.peer, s->memory, sizeof(s->memory))) {
		s->memory[0] = '\0';
		return;
	}
	s->remembered = wb_memory_load(s->memory, &s->remembered_heard);
}

static void log_link(const struct wb_link *before, const struct wb_link *now)
{
	if (before->state == now->state) {
		return;
	}
	wb_info("%s -> %s%s%s", wb_link_state_name(before->state),
	        wb_link_state_name(now->state), now->detail[0] ? ": " : "",
	        now->detail);
}

static void sound_alarm(struct show *s, wb_ms now)
{
	if (!wb_alarm_take(&s->alarm, s->picture.state->root, now) ||
	    !s->sound) {
		return;
	}
	wb_info("a new critical alert");
	if (!wb_sound_play(s->sound)) {
		wb_warn("no sound: %s", wb_present_error());
	}
}

/* A page that a reload took away is left for the first one. */
static void leave_lost_page(struct show *s)
{
	static const char gone[] = "no view ";
	if (!s->options->page && s->picture.link.state == WB_LINK_OFFLINE &&
	    strncmp(s->picture.link.detail, gone, sizeof(gone) - 1) == 0) {
		wb_source_go(s->source, NULL, wb_clock_monotonic());
	}
}

static void take_news(struct show *s)
{
	struct wb_picture newer;
	if (!wb_source_take(s->source, &newer)) {
		return;
	}
	bool was_live = s->picture.link.state == WB_LINK_LIVE;
	log_link(&s->picture.link, &newer.link);
	if (was_live && newer.link.state == WB_LINK_OFFLINE) {
		remember(s);
	}
	wb_state_unref(s->picture.state);
	s->picture = newer;
	leave_lost_page(s);
	if (!newer.state) {
		return;
	}
	wb_state_unref(s->remembered);
	s->remembered = NULL;
	wb_pages_take(&s->pages, newer.state->root, wb_clock_monotonic());
	if (newer.link.state == WB_LINK_LIVE) {
		sound_alarm(s, server_time(s));
		if (s->saved_at == 0) {
			remember(s);
		}
	}
}

/* Night and burn-in; both follow the centre's clock. */
static void keep_habits(struct show *s)
{
	const struct wb_options *o = s->options;
	const struct wb_json *root = state_root(s);
	wb_ms offset = wb_json_get_int(wb_json_get(root, "centre"),
	                               "utc_offset_ms", 0);
	int width, height, x = 0, y = 0;
	wb_wall_size(s->wall, &width, &height);
	if (o->shifts && !o->windowed && !o->test_card) {
		wb_habit_shift(server_time(s), height, &x, &y);
	}
	wb_wall_set_shift(s->wall, x, y);
	wb_wall_set_brightness(
		s->wall, root ? wb_habit_brightness(server_time(s) + offset,
	                                            o->night_from, o->night_to,
	                                            o->night_permille)
			      : 1000);
}

static void set_overlay(struct show *s, enum wb_overlay_kind kind, int tile)
{
	s->overlay = (struct wb_overlay){ kind, tile };
	s->overlay_until = kind == WB_OVERLAY_NONE
	                           ? 0
	                           : wb_clock_monotonic() + EXPLAINED_FOR;
	wb_wall_set_overlay(s->wall, &s->overlay);
}

static void show_pointer(struct show *s, bool shown)
{
	s->pointer_until = shown ? wb_clock_monotonic() + POINTER_FOR : 0;
	wb_present_show_pointer(s->present, shown);
}

/* What is due by the clock, apart from the picture. */
static void mind(struct show *s)
{
	wb_ms now = wb_clock_monotonic();
	const char *page = wb_pages_due(&s->pages, now);
	if (page) {
		wb_source_go(s->source, page, now);
	}
	wb_source_tick(s->source, now);
	if (s->overlay_until > 0 && now >= s->overlay_until) {
		set_overlay(s, WB_OVERLAY_NONE, 0);
	}
	if (s->pointer_until > 0 && now >= s->pointer_until) {
		show_pointer(s, false);
	}
	if (s->saved_at > 0 && now - s->saved_at >= REMEMBER_EVERY &&
	    s->picture.link.state == WB_LINK_LIVE) {
		remember(s);
	}
	s->sound_until =
		s->sound && wb_sound_tick(s->sound) ? now + LOOK_AT_SOUND : 0;
	keep_habits(s);
}

/* A wall that draws is well; one that cannot is to be started again. */
static void feed_watchdog(struct show *s)
{
	wb_ms now = wb_clock_monotonic();
	if (s->watchdog > 0 && now - s->fed_at >= s->watchdog) {
		wb_notify("WATCHDOG=1");
		s->fed_at = now;
	}
}

/* Draws in the window's own memory where it has one. */
static bool prepare_canvas(struct show *s)
{
	int width, height, pitch, old_width, old_height;
	wb_present_size(s->present, &width, &height);
	if (width < 1 || height < 1) {
		return false; /* minimised */
	}
	uint32_t *pixels = wb_present_pixels(s->present, &pitch);
	if (pixels) {
		return wb_wall_adopt(s->wall, pixels, pitch, width, height);
	}
	wb_wall_size(s->wall, &old_width, &old_height);
	return (width == old_width && height == old_height) ||
	       wb_wall_resize(s->wall, width, height);
}

static void draw(struct show *s)
{
	struct wb_rect rects[WB_WALL_RECTS_MAX];
	struct wb_link link = s->picture.link;
	if (!s->picture.state && s->remembered) {
		link.last_message = s->remembered_heard;
	}
	int count = prepare_canvas(s)
	                    ? wb_wall_draw(s->wall, state_root(s), &link,
	                                   server_time(s), rects)
	                    : -1;
	if (count < 0) {
		return; /* the watchdog will know */
	}
	if (s->whole) {
		rects[0] = (struct wb_rect){ 0 };
		wb_present_size(s->present, &rects[0].w, &rects[0].h);
		count = 1;
	}
	if (count > 0) {
		int pitch;
		const uint32_t *pixels = wb_wall_pixels(s->wall, &pitch);
		/* what cannot take it gets all of it the next time */
		s->whole = !wb_present_show(s->present, pixels, pitch, rects,
		                            count);
	}
	if (!s->whole) {
		feed_watchdog(s);
	}
}

static void turn_page(struct show *s, int by)
{
	wb_ms now = wb_clock_monotonic();
	const char *page = wb_pages_step(&s->pages, by, now);
	set_overlay(s, WB_OVERLAY_NONE, 0);
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

/* The tile under the pointer; without one, each press takes the next. */
static void explain(struct show *s)
{
	int x, y, tile = -1;
	bool open = s->overlay.kind == WB_OVERLAY_EXPLAIN;
	if (wb_present_pointer(s->present, &x, &y)) {
		tile = wb_wall_tile_at(s->wall, x, y);
		if (open && tile == s->overlay.tile) {
			tile = -1;
		}
	} else {
		tile = open ? s->overlay.tile + 1 : 0;
	}
	bool known = tile >= 0 && tile < wb_wall_tile_count(s->wall);
	set_overlay(s, known ? WB_OVERLAY_EXPLAIN : WB_OVERLAY_NONE, tile);
}

static void toggle_help(struct show *s)
{
	bool open = s->overlay.kind == WB_OVERLAY_HELP;
	set_overlay(s, open ? WB_OVERLAY_NONE : WB_OVERLAY_HELP, 0);
}

/* Keys that change what is shown. */
static void obey(struct show *s, enum wb_present_event event)
{
	if (event == WB_PRESENT_NEXT || event == WB_PRESENT_PREVIOUS) {
		turn_page(s, event == WB_PRESENT_NEXT ? 1 : -1);
	} else if (event == WB_PRESENT_HOLD) {
		wb_pages_hold(&s->pages, wb_clock_monotonic());
	} else if (event == WB_PRESENT_EXPLAIN) {
		explain(s);
	} else if (event == WB_PRESENT_LANGUAGE) {
		change_language(s);
	} else if (event == WB_PRESENT_HELP) {
		toggle_help(s);
	} else if (event == WB_PRESENT_CLOSE) {
		set_overlay(s, WB_OVERLAY_NONE, 0);
	} else if (event == WB_PRESENT_POINTER) {
		show_pointer(s, true);
	} else if (event == WB_PRESENT_TOGGLE) {
		wb_present_toggle(s->present);
	} else if (event == WB_PRESENT_EXPOSED) {
		s->whole = true;
	}
}

/* False when it is to end; *ret_status is set then. */
static bool handle(struct show *s, enum wb_present_event event, int *ret_status)
{
	if (event == WB_PRESENT_QUIT ||
	    (event == WB_PRESENT_CLOSE && s->options->windowed &&
	     s->overlay.kind == WB_OVERLAY_NONE)) {
		*ret_status = 0;
		return false;
	}
	if (event == WB_PRESENT_SCREENS) {
		wb_present_place(s->present);
		s->whole = true;
	} else if (event == WB_PRESENT_RESIZED) {
		s->whole = true;
	} else {
		obey(s, event);
	}
	return true;
}

static wb_ms sooner(wb_ms a, wb_ms b)
{
	return b > 0 && b < a ? b : a;
}

/* How long nothing has to be done, if nothing happens. */
static wb_ms time_to_sleep(const struct show *s)
{
	wb_ms now = wb_clock_monotonic();
	wb_ms offset = s->picture.clock_offset;
	wb_ms at = wb_wall_next_change(s->wall, now + offset) - offset;
	at = sooner(at, wb_pages_next_change(&s->pages));
	at = sooner(at, s->overlay_until);
	at = sooner(at, s->pointer_until);
	at = sooner(at, s->sound_until);
	if (s->watchdog > 0) {
		at = sooner(at, s->fed_at + s->watchdog);
	}
	return at > now ? at - now : 1;
}

static int run(struct show *s)
{
	int status = 0;
	for (;;) {
		take_news(s);
		mind(s);
		draw(s);
		if (!handle(s, wb_present_wait(s->present, time_to_sleep(s)),
		            &status)) {
			return status;
		}
	}
}

static struct wb_wall *create_wall(const struct wb_options *options,
                                   const char *assets,
                                   const struct wb_present *present)
{
	struct wb_wall_options look = {
		.language = options->language,
		.theme = options->theme,
		.assets = assets,
		.safe_margin_permille = options->margin_permille,
		.reading = options->reading,
		.test_card = options->test_card,
	};
	wb_present_size(present, &look.width_px, &look.height_px);
	char error[256];
	struct wb_wall *wall = wb_wall_create(&look, error, sizeof(error));
	if (!wall) {
		wb_error("%s", error);
	}
	return wall;
}

static bool start(struct show *s, const char *assets)
{
	const struct wb_options *o = s->options;
	s->wall = create_wall(o, assets, s->present);
	if (!s->wall) {
		return false;
	}
	s->picture.clock_offset = wb_clock_wall() - wb_clock_monotonic();
	/* a page that was asked for stays */
	wb_pages_init(&s->pages, o->rotates && !o->page,
	              o->dwell_s * WB_SECOND);
	recall(s);
	if (o->sound) {
		s->sound = wb_sound_create();
	}
	s->source = wb_source_create(o->connect, &o->url, on_news, s->present);
	if (!s->source) {
		wb_error("cannot start the connection");
	}
	s->watchdog = wb_notify_watchdog();
	return s->source != NULL;
}

static void finish(struct show *s)
{
	wb_notify("STOPPING=1");
	wb_source_destroy(s->source);
	remember(s);
	wb_state_unref(s->picture.state);
	wb_state_unref(s->remembered);
	wb_sound_destroy(s->sound);
	wb_wall_destroy(s->wall);
	wb_present_destroy(s->present);
}

int wb_show(const struct wb_options *options, const char *assets)
{
	struct wb_present_options screen = {
		.windowed = options->windowed,
		.width_px = options->width_px,
		.height_px = options->height_px,
		.monitor = options->monitor,
	};
	char error[512];
	struct show *s = calloc(1, sizeof(*s));
	if (!s) {
		wb_error("out of memory");
		return 1;
	}
	s->options = options;
	s->whole = true;
	s->present = wb_present_create(&screen, error, sizeof(error));
	if (!s->present) {
		wb_error("no screen: %s; --screenshot needs none", error);
		free(s);
		return 1;
	}
	wb_info("showing %s on %s", options->url.peer,
	        wb_present_driver(s->present));
	int status = 1;
	if (start(s, assets)) {
		wb_notify("READY=1");
		status = run(s);
	}
	finish(s);
	free(s);
	return status;
}
