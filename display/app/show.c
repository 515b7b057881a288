#define WB_LOG_MODULE "wall"

#include "app/show.h"

#include <stdbool.h>

#include "base/clock.h"
#include "base/log.h"
#include "draw/wall.h"
#include "net/client.h"
#include "present/present.h"

/* Draws on change and sleeps until the next one: an idle wall does nothing. */
struct show {
	struct wb_present *present;
	struct wb_wall *wall;
	struct wb_client *client;
	struct wb_picture picture; /* what is shown */
	bool whole;                /* all of the screen is to be filled again */
};

static void on_news(void *user)
{
	wb_present_wake(user);
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

static void take_news(struct show *s)
{
	struct wb_picture newer;
	if (!wb_client_take(s->client, &newer)) {
		return;
	}
	log_link(&s->picture.link, &newer.link);
	wb_state_unref(s->picture.state);
	s->picture = newer;
}

static wb_ms server_time(const struct show *s)
{
	return wb_clock_monotonic() + s->picture.clock_offset;
}

static void draw(struct show *s)
{
	struct wb_rect rects[WB_WALL_RECTS_MAX];
	const struct wb_state *state = s->picture.state;
	int count = wb_wall_draw(s->wall, state ? state->root : NULL,
	                         &s->picture.link, server_time(s), rects);
	if (s->whole) {
		rects[0] = (struct wb_rect){ 0 };
		wb_present_size(s->present, &rects[0].w, &rects[0].h);
		count = 1;
	}
	if (count == 0) {
		return;
	}
	int pitch;
	const uint32_t *pixels = wb_wall_pixels(s->wall, &pitch);
	/* a screen that cannot take it gets all of it the next time */
	s->whole = !wb_present_show(s->present, pixels, pitch, rects, count);
}

static bool resize(struct show *s)
{
	int width, height;
	wb_present_size(s->present, &width, &height);
	if (width < 1 || height < 1) {
		return true; /* minimised */
	}
	s->whole = true;
	return wb_wall_resize(s->wall, width, height);
}

/* False when it is to end; *ret_status is set then. */
static bool handle(struct show *s, enum wb_present_event event, int *ret_status)
{
	switch (event) {
	case WB_PRESENT_NOTHING:
		return true;
	case WB_PRESENT_QUIT:
		*ret_status = 0;
		return false;
	case WB_PRESENT_TOGGLE:
		wb_present_toggle(s->present);
		return true;
	case WB_PRESENT_EXPOSED:
		s->whole = true;
		return true;
	case WB_PRESENT_RESIZED:
		break;
	}
	if (!resize(s)) {
		wb_error("no memory for a screen of this size");
		*ret_status = 1;
		return false;
	}
	return true;
}

static int run(struct show *s)
{
	int status = 0;
	for (;;) {
		take_news(s);
		draw(s);
		wb_ms now = server_time(s);
		wb_ms next = wb_wall_next_change(s->wall, now);
		wb_ms timeout = next > now ? next - now : 1;
		if (!handle(s, wb_present_wait(s->present, timeout), &status)) {
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
	};
	wb_present_size(present, &look.width_px, &look.height_px);
	char error[256];
	struct wb_wall *wall = wb_wall_create(&look, error, sizeof(error));
	if (!wall) {
		wb_error("%s", error);
	}
	return wall;
}

int wb_show(const struct wb_options *options, const char *assets)
{
	struct wb_present_options screen = {
		.windowed = options->windowed,
		.width_px = options->width_px,
		.height_px = options->height_px,
	};
	char error[256];
	struct show s = { .whole = true };
	s.present = wb_present_create(&screen, error, sizeof(error));
	if (!s.present) {
		wb_error("no screen: %s; --screenshot needs none", error);
		return 1;
	}
	wb_info("showing %s on %s", options->url.peer,
	        wb_present_driver(s.present));
	int status = 1;
	s.wall = create_wall(options, assets, s.present);
	s.client = wb_client_create(&options->url, on_news, s.present);
	if (!s.client || wb_client_start(s.client) < 0) {
		wb_error("cannot start the connection");
	} else if (s.wall) {
		s.picture.clock_offset = wb_clock_wall() - wb_clock_monotonic();
		status = run(&s);
	}
	wb_client_destroy(s.client);
	wb_state_unref(s.picture.state);
	wb_wall_destroy(s.wall);
	wb_present_destroy(s.present);
	return status;
}
