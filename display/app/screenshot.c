#define WB_LOG_MODULE "wall"

#include "app/screenshot.h"

#include <stdio.h>
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

static int say_unreachable(const struct wb_options *options,
                           const struct wb_picture *picture)
{
	wb_error("no board from %s within %d s: %s", options->url.peer,
	         (int)(PATIENCE / WB_SECOND),
	         picture->link.detail[0] ? picture->link.detail : "no answer");
	return 1;
}

static int audit(struct wb_wall *wall)
{
	struct wb_buf text = { 0 };
	int faulty = 0;
	int status = 1;
	if (wb_wall_audit(wall, &text, &faulty)) {
		fwrite(text.data, 1, text.len, stdout);
		status = faulty > 0 ? WB_AUDIT_FOUND : 0;
	} else {
		wb_error("no memory for the audit");
	}
	wb_buf_finish(&text);
	return status;
}

static int write_picture(struct wb_wall *wall, const char *path)
{
	int error = wb_wall_write_png(wall, path);
	if (error < 0) {
		wb_error("cannot write '%s': %s", path, strerror(-error));
		return 1;
	}
	return 0;
}

static int draw(struct wb_wall *wall, const struct wb_options *options,
                const struct wb_picture *picture)
{
	struct wb_rect rects[WB_WALL_RECTS_MAX];
	wb_ms now = wb_clock_monotonic() + picture->clock_offset;
	bool live = picture->link.state == WB_LINK_LIVE;
	wb_wall_draw(wall, picture->state ? picture->state->root : NULL,
	             &picture->link, now, rects);
	if (options->task == WB_TASK_AUDIT) {
		return live || options->test_card
		               ? audit(wall)
		               : say_unreachable(options, picture);
	}
	int status = write_picture(wall, options->screenshot);
	if (status == 0 && !live && !options->test_card) {
		return say_unreachable(options, picture);
	}
	return status;
}

/* The state as it comes from the daemon, drawn once. */
static int draw_board(struct wb_wall *wall, const struct wb_options *options)
{
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
	return status;
}

int wb_picture_task(const struct wb_options *options, const char *assets)
{
	struct wb_wall_options look = {
		.width_px = options->width_px,
		.height_px = options->height_px,
		.language = options->language,
		.theme = options->theme,
		.assets = assets,
		.safe_margin_permille = options->margin_permille,
		.reading = options->reading,
		.test_card = options->test_card,
	};
	char error[256];
	struct wb_wall *wall = wb_wall_create(&look, error, sizeof(error));
	if (!wall) {
		wb_error("%s", error);
		return 1;
	}
	struct wb_picture nothing = { 0 };
	int status = options->test_card ? draw(wall, options, &nothing)
	                                : draw_board(wall, options);
	wb_wall_destroy(wall);
	return status;
}
