/*
 * Any document becomes a board and a page: nothing runs over, and layout
 * never fails for another reason than its own limits.
 */

#include <stdlib.h>

#include "layout/page.h"

#define ARENA_LIMIT ((size_t)64 * 1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char conventions[] =
	"{\"locale.digits\":\"0123456789\",\"locale.decimal\":\".\","
	"\"locale.minus\":\"-\",\"locale.group\":\",\",\"locale.percent\":"
	"\"{n}%\",\"span.seconds.other\":\"{n} s\",\"span.minutes.other\":"
	"\"{n} min\",\"feed.live\":\"{feed} {age}\",\"banner.breach_for\":"
	"\"{scope} {kpi} {value} {duration}\",\"status.over_limit\":"
	"\"{target}\",\"link.updated\":\"{age}\"}";

static int width(void *data, struct wb_str text, struct wb_face face)
{
	(void)data;
	return (int)text.len * face.size / 2;
}

static void lay_out(const struct wb_board *board,
                    const struct wb_locale *locale, int w, int h)
{
	struct wb_scene scene = { 0 };
	struct wb_link link = { .state = WB_LINK_LIVE,
		                .last_message = 1760266920000 };
	struct wb_page_input in = {
		.board = board,
		.locale = locale,
		.measure = { width, NULL },
		.link = &link,
		.now = 1760266925000,
		.width = w,
		.height = h,
	};
	struct wb_rect rects[WB_DAMAGE_MAX];

	wb_page_layout(&scene, &in);
	if (!scene.failed && wb_scene_damage(&scene, &scene, rects) != 0) {
		abort();
	}
	wb_scene_finish(&scene);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wb_arena arena = { .limit = ARENA_LIMIT };
	struct wb_json_error error;
	const struct wb_json *state;
	struct wb_locale locale;
	struct wb_board board;
	char message[128];

	if (size > 100000) {
		return 0;
	}
	state = wb_json_read((struct wb_str){ (const char *)data, size },
	                     &arena, &error);
	if (state && wb_board_read(&board, state, "en", &arena)) {
		if (!wb_locale_init(&locale, "en", wb_str(conventions),
		                    wb_str(conventions), message,
		                    sizeof(message))) {
			abort();
		}
		lay_out(&board, &locale, 1920, 1080);
		lay_out(&board, &locale, 300, 500);
		wb_locale_finish(&locale);
	}
	wb_arena_finish(&arena);
	return 0;
}
