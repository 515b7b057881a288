/*
 * The wall's pictures against the ones in this directory.
 *
 *   golden            compares; writes NAME.new.png and NAME.diff.png of what
 *                     differs into the current directory
 *   golden --update   draws them anew (look at them before committing)
 *   golden --draw     draws all of them at full size into the current
 *                     directory, to be looked at
 *   golden --draw TEXT   only those whose name has TEXT in it
 *
 * Every page in every language and state is too much to be kept at full size:
 * what is kept and compared is the picture made smaller, in which each pixel is
 * the mean of a square.
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

#define COLOUR_TOLERANCE 10
#define PIXELS_DIFFERENT 3

struct frame {
	char name[64];
	char state[32]; /* empty: none */
	const char *language, *theme;
	enum wb_link_state link;
	int width, height;
	int reduce; /* a pixel kept stands for so many squared */
};

/* The pages that there are without a configuration, in every language. */
static const char *const languages[] = { "en", "fa", "ar", "ru" };
static const char *const pages[] = { "overview", "focus", "agents", "today" };
static const char *const moods[] = { "normal", "warning", "critical", "stale",
	                             "offline" };

/* Others: size, light, tiles that are on no such page, beginnings. */
static const struct frame others[] = {
	{ "more_en", "more_warning", "en", "dark", WB_LINK_LIVE, 1920, 1080,
	  6 },
	{ "more_fa", "more_critical", "fa", "dark", WB_LINK_LIVE, 1920, 1080,
	  6 },
	{ "more_ar", "more_stale", "ar", "dark", WB_LINK_LIVE, 1920, 1080, 6 },
	{ "more_ru", "more_normal", "ru", "light", WB_LINK_LIVE, 1920, 1080,
	  6 },
	/* alerts in every state, and the banner of each severity */
	{ "alerts_en", "alerts_rows", "en", "dark", WB_LINK_LIVE, 1920, 1080,
	  6 },
	{ "alerts_fa", "alerts_rows", "fa", "dark", WB_LINK_LIVE, 1920, 1080,
	  6 },
	{ "alerts_ar", "alerts_due", "ar", "dark", WB_LINK_LIVE, 1920, 1080,
	  6 },
	{ "alerts_ru", "alerts_rows", "ru", "dark", WB_LINK_LIVE, 1920, 1080,
	  6 },
	{ "alerts_due_ru", "alerts_due", "ru", "light", WB_LINK_LIVE, 1920,
	  1080, 6 },
	{ "alerts_note_en", "alerts_note", "en", "light", WB_LINK_LIVE, 1920,
	  1080, 6 },
	{ "alerts_note_fa", "alerts_note", "fa", "dark", WB_LINK_LIVE, 1920,
	  1080, 6 },
	{ "alerts_calm_ar", "alerts_calm", "ar", "light", WB_LINK_LIVE, 1920,
	  1080, 6 },
	{ "alerts_portrait_ru", "alerts_rows", "ru", "dark", WB_LINK_LIVE, 1080,
	  1920, 6 },
	{ "alerts_offline_en", "alerts_rows", "en", "dark", WB_LINK_OFFLINE,
	  1920, 1080, 6 },
	{ "light_overview_en", "overview_critical", "en", "light", WB_LINK_LIVE,
	  1920, 1080, 6 },
	{ "light_today_fa", "today_warning", "fa", "light", WB_LINK_LIVE, 1920,
	  1080, 6 },
	{ "light_agents_ru", "agents_stale", "ru", "light", WB_LINK_LIVE, 1920,
	  1080, 6 },
	{ "light_focus_ar", "focus_warning", "ar", "light", WB_LINK_LIVE, 1920,
	  1080, 6 },
	{ "uhd_overview_en", "overview_critical", "en", "dark", WB_LINK_LIVE,
	  3840, 2160, 12 },
	{ "uhd_today_fa", "today_warning", "fa", "dark", WB_LINK_LIVE, 3840,
	  2160, 12 },
	{ "small_overview_ru", "overview_critical", "ru", "dark", WB_LINK_LIVE,
	  1280, 720, 4 },
	{ "small_today_ar", "today_warning", "ar", "dark", WB_LINK_LIVE, 1280,
	  720, 4 },
	{ "portrait_overview_fa", "overview_critical", "fa", "dark",
	  WB_LINK_LIVE, 1080, 1920, 6 },
	{ "portrait_today_en", "today_warning", "en", "dark", WB_LINK_LIVE,
	  1080, 1920, 6 },
	{ "portrait_agents_ru", "agents_warning", "ru", "dark", WB_LINK_LIVE,
	  1080, 1920, 6 },
	{ "portrait_focus_ar", "focus_critical", "ar", "dark", WB_LINK_OFFLINE,
	  1080, 1920, 6 },
	{ "connecting_en", "", "en", "dark", WB_LINK_CONNECTING, 1280, 720, 4 },
	{ "connecting_fa", "", "fa", "dark", WB_LINK_CONNECTING, 1280, 720, 4 },
	{ "no_feed_fa", "no_feed", "fa", "dark", WB_LINK_LIVE, 1280, 720, 4 },
	{ "strange_en", "strange", "en", "dark", WB_LINK_LIVE, 1280, 720, 4 },
};

#define COUNT_OF(table) (int)(sizeof(table) / sizeof((table)[0]))
#define PAGE_FRAMES (COUNT_OF(languages) * COUNT_OF(pages) * COUNT_OF(moods))
#define FRAME_COUNT (PAGE_FRAMES + COUNT_OF(others))

static struct frame frame_of(int i)
{
	struct frame frame = { .theme = "dark",
		               .link = WB_LINK_LIVE,
		               .width = 1920,
		               .height = 1080,
		               .reduce = 6 };
	const char *mood, *page;

	if (i >= PAGE_FRAMES) {
		return others[i - PAGE_FRAMES];
	}
	mood = moods[i % COUNT_OF(moods)];
	i /= COUNT_OF(moods);
	page = pages[i % COUNT_OF(pages)];
	frame.language = languages[i / COUNT_OF(pages)];
	snprintf(frame.name, sizeof(frame.name), "%s_%s_%s", page, mood,
	         frame.language);
	if (strcmp(mood, "offline") == 0) {
		frame.link = WB_LINK_OFFLINE;
		mood = "critical";
	}
	snprintf(frame.state, sizeof(frame.state), "%s_%s", page, mood);
	return frame;
}

static struct wb_link link_of(const struct frame *frame)
{
	struct wb_link link = { .state = frame->link };

	if (frame->state[0] != '\0') {
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

	if (frame->state[0] != '\0') {
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
                           const struct picture *difference)
{
	struct picture seen = drawn(frame);
	char path[256];

	snprintf(path, sizeof(path), "%s.new.png", frame->name);
	picture_write(&seen, path);
	picture_finish(&seen);
	snprintf(path, sizeof(path), "%s.diff.png", frame->name);
	picture_write(difference, path);
}

/* As it is kept. */
static struct picture reduced(const struct frame *frame)
{
	struct picture whole = drawn(frame);
	struct picture small;

	must(picture_reduce(&small, &whole, frame->reduce), "memory");
	picture_finish(&whole);
	return small;
}

START_TEST(looks_as_it_did)
{
	struct frame frame = frame_of(_i);
	struct picture wanted, seen = reduced(&frame);
	struct picture difference;
	char path[4096];
	int different;

	snprintf(path, sizeof(path), "%s/%s.png", variable("WB_GOLDEN"),
	         frame.name);
	ck_assert_msg(picture_read(&wanted, path), "cannot read %s", path);
	different =
		picture_compare(&wanted, &seen, COLOUR_TOLERANCE, &difference);
	if (different > PIXELS_DIFFERENT) {
		write_evidence(&frame, &difference);
		ck_abort_msg("%s: %d pixels differ", frame.name, different);
	}
	picture_finish(&wanted);
	picture_finish(&seen);
	picture_finish(&difference);
}
END_TEST

/* Each page once, each tile once: the rest differs in words alone. */
static const int samples[] = { 2,
	                       6,
	                       12,
	                       17,
	                       21,
	                       26,
	                       43,
	                       59,
	                       PAGE_FRAMES + 1,
	                       PAGE_FRAMES + 12,
	                       PAGE_FRAMES + 19 };

/* What is drawn anew in part looks as if all had been. */
START_TEST(a_tick_leaves_the_picture_of_a_full_redraw)
{
	struct frame chosen = frame_of(samples[_i]);
	const struct frame *frame = &chosen;
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
	struct frame chosen = frame_of(samples[_i]);
	const struct frame *frame = &chosen;
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
		struct frame frame = frame_of(i);
		struct picture picture = reduced(&frame);
		char path[4096];

		snprintf(path, sizeof(path), "%s/%s.png", variable("WB_GOLDEN"),
		         frame.name);
		if (!picture_write(&picture, path)) {
			return EXIT_FAILURE;
		}
		picture_finish(&picture);
	}
	return EXIT_SUCCESS;
}

static int draw_all(const char *part)
{
	int i;

	for (i = 0; i < FRAME_COUNT; i++) {
		struct frame frame = frame_of(i);
		struct picture picture;
		char path[128];

		if (strstr(frame.name, part) == NULL) {
			continue;
		}
		picture = drawn(&frame);
		snprintf(path, sizeof(path), "%s.png", frame.name);
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
	                    0, COUNT_OF(samples));
	tcase_add_loop_test(tcase, nothing_is_drawn_when_nothing_changed, 0,
	                    COUNT_OF(samples));
	suite_add_tcase(suite, tcase);
	if (argc > 1 && strcmp(argv[1], "--update") == 0) {
		srunner_free(runner);
		return update();
	}
	if (argc > 1 && strcmp(argv[1], "--draw") == 0) {
		srunner_free(runner);
		return draw_all(argc > 2 ? argv[2] : "");
	}
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
