#define WB_LOG_MODULE "wall"

#include "app/screenshot.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "draw/wall.h"
#include "net/client.h"

#define PATIENCE (10 * WB_SECOND)

/* A first snapshot may lag behind the present by the daemon's pace. */
#define SETTLE ((wb_ms)250)

static void take_until(struct wb_client *client, struct wb_picture *picture,
                       wb_ms until, bool stop_when_live)
{
	struct wb_picture newer;
	while (!(stop_when_live && picture->link.state == WB_LINK_LIVE) &&
	       wb_client_wait(client, until, &newer)) {
		wb_state_unref(picture->state);
		*picture = newer;
	}
}

/* The newest picture once it is live, or whatever there is after a while. */
static void wait_for_state(struct wb_client *client, struct wb_picture *picture)
{
	take_until(client, picture, wb_clock_monotonic() + PATIENCE, true);
	if (picture->link.state == WB_LINK_LIVE) {
		take_until(client, picture, wb_clock_monotonic() + SETTLE,
		           false);
	}
}

static int draw(struct wb_wall *wall, const struct wb_options *options,
                const struct wb_picture *picture)
{
	struct wb_rect rects[WB_WALL_RECTS_MAX];
	wb_ms now = wb_clock_monotonic() + picture->clock_offset;
	wb_wall_draw(wall, picture->state ? picture->state->root : NULL,
	             &picture->link, now, rects);
	int error = wb_wall_write_png(wall, options->screenshot);
	if (error < 0) {
		wb_error("cannot write '%s': %s", options->screenshot,
		         strerror(-error));
		return 1;
	}
	if (picture->link.state != WB_LINK_LIVE) {
		wb_error("no board from %s within %d s: %s", options->url.peer,
		         (int)(PATIENCE / WB_SECOND),
		         picture->link.detail[0] ? picture->link.detail
		                                 : "no answer");
		return 1;
	}
	return 0;
}

int wb_screenshot(const struct wb_options *options, const char *assets)
{
	struct wb_wall_options look = {
		.width_px = options->width_px,
		.height_px = options->height_px,
		.language = options->language,
		.theme = options->theme,
		.assets = assets,
	};
	char error[256];
	struct wb_wall *wall = wb_wall_create(&look, error, sizeof(error));
	if (!wall) {
		wb_error("%s", error);
		return 1;
	}
	int status = 1;
	struct wb_client *client = wb_client_create(&options->url, NULL, NULL);
	if (!client || wb_client_start(client) < 0) {
		wb_error("cannot start the connection");
	} else {
		struct wb_picture picture = { 0 };
		picture.link.state = WB_LINK_CONNECTING;
		wait_for_state(client, &picture);
		status = draw(wall, options, &picture);
		wb_state_unref(picture.state);
	}
	wb_client_destroy(client);
	wb_wall_destroy(wall);
	return status;
}
