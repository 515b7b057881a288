/*
 * Every text of the default pages can be read: none is cut, stands on another,
 * leaves its tile or is faint, in any language, state, theme and size.
 */

#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw/wall.h"
#include "wall_state.h"

static const char *const languages[] = { "en", "fa", "ar", "ru" };
static const char *const pages[] = { "overview", "focus", "agents", "today" };
static const char *const moods[] = { "normal", "warning", "critical", "stale" };
static const struct {
	int width, height;
	const char *theme;
} looks[] = {
	{ 1920, 1080, "dark" },
	{ 1920, 1080, "light" },
	{ 1280, 720, "dark" },
	{ 1080, 1920, "light" },
};

static struct wb_arena arena;

static void forget(void)
{
	wb_arena_finish(&arena);
}

/* The first line of the audit that is marked, or NULL. */
static const char *first_fault(struct wb_wall *wall, struct wb_buf *out)
{
	int faulty = 0;

	wb_buf_clear(out);
	ck_assert(wb_wall_audit(wall, out, &faulty));
	ck_assert_int_eq(strstr(out->data, "\n!") != NULL, faulty > 0);
	return faulty > 0 ? strstr(out->data, "\n!") + 1 : NULL;
}

static void check_page(struct wb_wall *wall, const char *page, const char *mood,
                       bool offline)
{
	struct wb_link link = { .state = offline ? WB_LINK_OFFLINE
		                                 : WB_LINK_LIVE,
		                .last_message = WALL_STATE_NOW - 2000 };
	struct wb_rect rects[WB_WALL_RECTS_MAX];
	struct wb_buf out = { 0 };
	char name[64];
	int width, height;
	const char *fault;

	snprintf(name, sizeof(name), "%s_%s", page, mood);
	wb_wall_size(wall, &width, &height);
	wb_wall_draw(wall, wall_state_load(getenv("WB_STATES"), name, &arena),
	             &link, WALL_STATE_NOW, rects);
	fault = first_fault(wall, &out);
	ck_assert_msg(fault == NULL, "%s %s %dx%d%s: %.*s", name,
	              wb_wall_language(wall), width, height,
	              offline ? " offline" : "",
	              fault ? (int)strcspn(fault, "\n") : 0, fault);
	wb_buf_finish(&out);
	wb_arena_reset(&arena);
}

START_TEST(no_text_of_the_default_pages_has_a_fault)
{
	struct wb_wall_options options = {
		.width_px = looks[_i / 4].width,
		.height_px = looks[_i / 4].height,
		.theme = looks[_i / 4].theme,
		.language = languages[_i % 4],
		.assets = getenv("WB_ASSETS"),
	};
	char error[256] = "";
	struct wb_wall *wall = wb_wall_create(&options, error, sizeof(error));
	int page, mood;

	ck_assert_msg(wall != NULL, "%s", error);
	for (page = 0; page < WB_COUNT(pages); page++) {
		for (mood = 0; mood < WB_COUNT(moods); mood++) {
			check_page(wall, pages[page], moods[mood], false);
		}
		check_page(wall, pages[page], "critical", true);
	}
	wb_wall_destroy(wall);
}
END_TEST

/* Also the kinds of tiles that are on no default page. */
START_TEST(every_tile_is_explained_and_none_longer_than_it_is_there)
{
	static const char *const names[] = { "overview_critical",
		                             "agents_stale", "today_warning",
		                             "more_normal", "more_critical" };
	struct wb_wall_options options = { .width_px = 1280,
		                           .height_px = 720,
		                           .language = languages[_i % 4],
		                           .assets = getenv("WB_ASSETS") };
	struct wb_link link = { .state = WB_LINK_LIVE,
		                .last_message = WALL_STATE_NOW };
	struct wb_rect rects[WB_WALL_RECTS_MAX];
	const struct wb_json *state =
		wall_state_load(getenv("WB_STATES"), names[_i / 4], &arena);
	struct wb_overlay overlay = { WB_OVERLAY_NONE, 0 };
	char error[256] = "";
	struct wb_wall *wall = wb_wall_create(&options, error, sizeof(error));
	int count;

	ck_assert_msg(wall != NULL, "%s", error);
	wb_wall_draw(wall, state, &link, WALL_STATE_NOW, rects);
	count = wb_wall_tile_count(wall);
	ck_assert_int_gt(count, 0);
	for (overlay.tile = 0; overlay.tile < count; overlay.tile++) {
		overlay.kind = WB_OVERLAY_EXPLAIN;
		wb_wall_set_overlay(wall, &overlay);
		ck_assert_int_ge(
			wb_wall_draw(wall, state, &link, WALL_STATE_NOW, rects),
			1);
		overlay.kind = WB_OVERLAY_NONE;
		wb_wall_set_overlay(wall, &overlay);
		ck_assert_int_ge(
			wb_wall_draw(wall, state, &link, WALL_STATE_NOW, rects),
			1);
	}
	wb_wall_destroy(wall);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("readable");

	tcase_add_checked_fixture(tc, NULL, forget);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, no_text_of_the_default_pages_has_a_fault, 0,
	                    4 * WB_COUNT(looks));
	tcase_add_loop_test(
		tc, every_tile_is_explained_and_none_longer_than_it_is_there, 0,
		5 * 4);
	return wb_test_run("readable", tc);
}
