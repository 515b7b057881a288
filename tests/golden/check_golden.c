/*
 * The wall's pictures against the ones in this directory.
 *
 *   golden            compares; writes NAME.new.png and NAME.diff.png of what
 *                     differs into the current directory
 *   golden --update   draws them anew (look at them before committing)
 *
 * The fonts must be there (assets/fonts/fetch): without them it fails.
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "draw/wall.h"
#include "picture.h"
#include "wall_state.h"

#define COLOUR_TOLERANCE 8
#define PERMILLE_DIFFERENT 1

struct frame {
	const char *name, *state, *language, *theme;
	enum wb_link_state link;
	int width, height;
};

static const struct frame frames[] = {
	{ "overview_en", "overview", "en", "dark", WB_LINK_LIVE, 1600, 900 },
	{ "overview_fa", "overview", "fa", "dark", WB_LINK_LIVE, 1600, 900 },
	{ "overview_ar", "overview", "ar", "dark", WB_LINK_LIVE, 1280, 720 },
	{ "overview_ru", "overview", "ru", "dark", WB_LINK_LIVE, 1280, 720 },
	{ "light_en", "overview", "en", "light", WB_LINK_LIVE, 1280, 720 },
	{ "silent_en", "silent", "en", "dark", WB_LINK_LIVE, 1280, 720 },
	{ "offline_en", "overview", "en", "dark", WB_LINK_OFFLINE, 1280, 720 },
	{ "offline_fa", "overview", "fa", "dark", WB_LINK_OFFLINE, 1280, 720 },
	{ "connecting_en", NULL, "en", "dark", WB_LINK_CONNECTING, 1280, 720 },
	{ "connecting_fa", NULL, "fa", "dark", WB_LINK_CONNECTING, 1280, 720 },
	{ "no_feed_fa", "no_feed", "fa", "dark", WB_LINK_LIVE, 1280, 720 },
	{ "strange_en", "strange", "en", "dark", WB_LINK_LIVE, 1280, 720 },
	{ "focus_fa", "focus", "fa", "light", WB_LINK_LIVE, 1280, 720 },
	{ "portrait_fa", "overview", "fa", "dark", WB_LINK_LIVE, 720, 1280 },
};
#define FRAME_COUNT (int)(sizeof(frames) / sizeof(frames[0]))

static struct wb_link link_of(const struct frame *frame)
{
	struct wb_link link = { .state = frame->link };

	if (frame->state != NULL) {
		link.last_message = WALL_STATE_NOW - 2000;
	}
	if (frame->link == WB_LINK_OFFLINE) {
		link.last_message = WALL_STATE_NOW;
	}
	if (frame->link == WB_LINK_CONNECTING) {
		strcpy(link.detail, "ws://127.0.0.1:8080/v1/stream");
	}
	link.since = link.last_message;
	return link;
}

/* For both ways to run: outside a test, Check's own assertions cannot. */
static void must(bool good, const char *what)
{
	if (good) {
		return;
	}
	fprintf(stderr, "golden: %s\n", what);
	exit(EXIT_FAILURE);
}

static const char *variable(const char *name)
{
	const char *value = getenv(name);

	must(value != NULL, name);
	return value;
}

static struct wb_wall *make_wall(const struct frame *frame)
{
	char error[256] = "";
	struct wb_wall_options options = {
		.width_px = frame->width,
		.height_px = frame->height,
		.language = frame->language,
		.theme = frame->theme,
		.assets = variable("WB_ASSETS"),
	};
	struct wb_wall *wall;
	char path[4096];

	snprintf(path, sizeof(path), "%s/fonts/Inter-Bold.ttf", options.assets);
	must(access(path, R_OK) == 0, "no fonts: run assets/fonts/fetch");
	wall = wb_wall_create(&options, error, sizeof(error));
	must(wall != NULL, error);
	return wall;
}

static int draw(struct wb_wall *wall, const struct frame *frame,
                struct wb_arena *arena, wb_ms now)
{
	struct wb_link link = link_of(frame);
	struct wb_rect rects[WB_WALL_RECTS_MAX];
	const struct wb_json *state = NULL;

	if (frame->state != NULL) {
		state = wall_state_load(variable("WB_GOLDEN"), frame->state,
		                        arena);
		must(state != NULL, frame->state);
	}
	if (frame->link == WB_LINK_OFFLINE) {
		now += 3 * WB_MINUTE;
	}
	return wb_wall_draw(wall, state, &link, now, rects);
}

static struct picture take(const struct wb_wall *wall)
{
	struct picture picture;
	int width, height, pitch;
	const uint32_t *pixels = wb_wall_pixels(wall, &pitch);

	wb_wall_size(wall, &width, &height);
	must(picture_copy(&picture, pixels, pitch, width, height), "memory");
	return picture;
}

static struct picture drawn(const struct frame *frame)
{
	struct wb_arena arena = { 0 };
	struct wb_wall *wall = make_wall(frame);
	struct picture picture;

	must(draw(wall, frame, &arena, WALL_STATE_NOW) == 1, "nothing drawn");
	picture = take(wall);
	wb_wall_destroy(wall);
	wb_arena_finish(&arena);
	return picture;
}

static void write_evidence(const struct frame *frame,
                           const struct picture *seen,
                           const struct picture *difference)
{
	char path[256];

	snprintf(path, sizeof(path), "%s.new.png", frame->name);
	picture_write(seen, path);
	snprintf(path, sizeof(path), "%s.diff.png", frame->name);
	picture_write(difference, path);
}

START_TEST(looks_as_it_did)
{
	const struct frame *frame = &frames[_i];
	struct picture wanted, seen = drawn(frame);
	struct picture difference;
	char path[4096];
	int different;

	snprintf(path, sizeof(path), "%s/%s.png", variable("WB_GOLDEN"),
	         frame->name);
	ck_assert_msg(picture_read(&wanted, path), "cannot read %s", path);
	different =
		picture_compare(&wanted, &seen, COLOUR_TOLERANCE, &difference);
	if (different >
	    wanted.width * wanted.height / 1000 * PERMILLE_DIFFERENT) {
		write_evidence(frame, &seen, &difference);
		ck_abort_msg("%s: %d pixels differ", frame->name, different);
	}
	picture_finish(&wanted);
	picture_finish(&seen);
	picture_finish(&difference);
}
END_TEST

/* What is drawn anew in part looks as if all had been. */
START_TEST(a_tick_leaves_the_picture_of_a_full_redraw)
{
	const struct frame *frame = &frames[_i];
	struct wb_arena arena = { 0 };
	struct wb_wall *ticking = make_wall(frame);
	struct wb_wall *fresh = make_wall(frame);
	struct picture a, b;
	int second;

	draw(ticking, frame, &arena, WALL_STATE_NOW);
	for (second = 1; second <= 60; second += 7) {
		draw(ticking, frame, &arena,
		     WALL_STATE_NOW + second * WB_SECOND);
	}
	draw(fresh, frame, &arena, WALL_STATE_NOW + 57 * WB_SECOND);
	a = take(ticking);
	b = take(fresh);
	/* A pixel of a round corner may be a shade off under another clip. */
	ck_assert_int_le(picture_compare(&a, &b, 3, NULL), 8);
	ck_assert_int_eq(picture_compare(&a, &b, 32, NULL), 0);
	picture_finish(&a);
	picture_finish(&b);
	wb_wall_destroy(ticking);
	wb_wall_destroy(fresh);
	wb_arena_finish(&arena);
}
END_TEST

START_TEST(nothing_is_drawn_when_nothing_changed)
{
	const struct frame *frame = &frames[_i];
	struct wb_arena arena = { 0 };
	struct wb_wall *wall = make_wall(frame);

	draw(wall, frame, &arena, WALL_STATE_NOW);
	ck_assert_int_eq(draw(wall, frame, &arena, WALL_STATE_NOW), 0);
	ck_assert_int_eq(draw(wall, frame, &arena, WALL_STATE_NOW + 900), 0);
	wb_wall_destroy(wall);
	wb_arena_finish(&arena);
}
END_TEST

static int update(void)
{
	int i;

	for (i = 0; i < FRAME_COUNT; i++) {
		struct picture picture = drawn(&frames[i]);
		char path[4096];

		snprintf(path, sizeof(path), "%s/%s.png", variable("WB_GOLDEN"),
		         frames[i].name);
		if (!picture_write(&picture, path)) {
			return EXIT_FAILURE;
		}
		picture_finish(&picture);
	}
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	Suite *suite = suite_create("golden");
	TCase *tcase = tcase_create("golden");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, looks_as_it_did, 0, FRAME_COUNT);
	tcase_add_loop_test(tcase, a_tick_leaves_the_picture_of_a_full_redraw,
	                    0, FRAME_COUNT);
	tcase_add_loop_test(tcase, nothing_is_drawn_when_nothing_changed, 0,
	                    FRAME_COUNT);
	suite_add_tcase(suite, tcase);
	if (argc > 1 && strcmp(argv[1], "--update") == 0) {
		srunner_free(runner);
		return update();
	}
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
