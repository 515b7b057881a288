#define WB_LOG_MODULE "wall"

#include "app/show.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/habits.h"
#include "app/notify.h"
#include "app/show_parts.h"
#include "base/log.h"

/* Draws on change and sleeps until the next one: an idle wall does nothing. */

#define REMEMBER_EVERY (5 * WB_MINUTE)
#define LOOK_AT_SOUND ((wb_ms)300)

static void on_news(void *user)
{
	wb_present_wake(user);
}

/* Night and burn-in; both follow the centre's clock. */
static void keep_habits(struct show *s)
{
	const struct wb_options *o = s->options;
	const struct wb_json *root = wb_show_state(s);
	wb_ms offset = wb_json_get_int(wb_json_get(root, "centre"),
	                               "utc_offset_ms", 0);
	int width, height, x = 0, y = 0;
	wb_wall_size(s->wall, &width, &height);
	if (o->shifts && !o->windowed && !o->test_card) {
		wb_habit_shift(wb_show_time(s), height, &x, &y);
	}
	wb_wall_set_shift(s->wall, x, y);
	wb_wall_set_brightness(
		s->wall, root ? wb_habit_brightness(wb_show_time(s) + offset,
	                                            o->night_from, o->night_to,
	                                            o->night_permille)
			      : 1000);
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
		wb_show_set_overlay(s, WB_OVERLAY_NONE, 0);
	}
	if (s->pointer_until > 0 && now >= s->pointer_until) {
		wb_show_set_pointer(s, false);
	}
	if (s->saved_at > 0 && now - s->saved_at >= REMEMBER_EVERY &&
	    s->picture.link.state == WB_LINK_LIVE) {
		wb_show_remember(s);
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
	                    ? wb_wall_draw(s->wall, wb_show_state(s), &link,
	                                   wb_show_time(s), rects)
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

/* Until somebody ends it. */
static void run(struct show *s)
{
	enum wb_present_event event;
	do {
		wb_show_take_news(s);
		mind(s);
		draw(s);
		event = wb_present_wait(s->present, time_to_sleep(s));
	} while (wb_show_obey(s, event));
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
	wb_show_recall(s);
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
	wb_show_remember(s);
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
		run(s);
		status = 0;
	}
	finish(s);
	free(s);
	return status;
}
