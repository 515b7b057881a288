/* What lies over the page, and the test card, as data. */

#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "languages.h"
#include "layout/page.h"
#include "wall_state.h"

static const char *const codes[] = { "en", "fa", "ar", "ru" };
static const int sizes[][2] = {
	{ 1920, 1080 }, { 1280, 720 }, { 3840, 2160 }, { 1080, 1920 }
};

static struct wb_arena arena;
static struct wb_locale locale;
static struct wb_scene scene;
static struct wb_board board;
static struct wb_link link_up = { .state = WB_LINK_LIVE,
	                          .last_message = WALL_STATE_NOW };

/* Every byte that begins a character is half as wide as the type is high. */
static int ruler(void *data, struct wb_str text, struct wb_face face)
{
	int count = 0;
	size_t i;

	(void)data;
	for (i = 0; i < text.len; i++) {
		count += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	}
	return count * face.size / 2;
}

static void lay_out_state(const char *state, const char *language, int w, int h,
                          struct wb_overlay overlay, bool test_card)
{
	struct wb_page_input in = {
		.locale = &locale,
		.measure = { ruler, NULL },
		.link = &link_up,
		.now = WALL_STATE_NOW,
		.width = w,
		.height = h,
		.board = &board,
		.overlay = &overlay,
		.test_card = test_card,
	};
	const struct wb_json *json =
		wall_state_load(getenv("WB_GOLDEN"), state, &arena);

	wb_locale_finish(&locale);
	languages_load(&locale, language);
	ck_assert_ptr_nonnull(json);
	ck_assert(wb_board_read(&board, json, language, &arena));
	wb_page_layout(&scene, &in);
	ck_assert(!scene.failed);
}

static void lay_out(const char *language, int w, int h,
                    struct wb_overlay overlay, bool test_card)
{
	lay_out_state("overview", language, w, h, overlay, test_card);
}

static void forget(void)
{
	wb_scene_finish(&scene);
	wb_locale_finish(&locale);
	wb_arena_finish(&arena);
}

/* The items of the last group: what was put on top. */
static const struct wb_group *top(void)
{
	return &scene.groups[scene.group_count - 1];
}

static int lines_with(const char *text)
{
	const struct wb_group *group = top();
	int count = 0;
	int i;

	for (i = group->first; i < group->first + group->count; i++) {
		const struct wb_item *item = &scene.items[i];

		count += item->kind == WB_ITEM_TEXT &&
		         memmem(item->text.data, item->text.len, text,
		                strlen(text)) != NULL;
	}
	return count;
}

static void expect_inside(void)
{
	const struct wb_group *group = top();
	int i;

	ck_assert_int_ge(group->rect.x, 0);
	ck_assert_int_ge(group->rect.y, 0);
	ck_assert_int_le(group->rect.x + group->rect.w, scene.width);
	ck_assert_int_le(group->rect.y + group->rect.h, scene.height);
	for (i = group->first; i < group->first + group->count; i++) {
		const struct wb_item *item = &scene.items[i];

		ck_assert_int_ge(item->rect.x, group->rect.x);
		ck_assert_int_le(item->rect.x + item->rect.w,
		                 group->rect.x + group->rect.w);
	}
}

START_TEST(the_help_names_every_key_in_every_language)
{
	static const char *const keys[] = { "help.title",    "help.pages",
		                            "help.hold",     "help.explain",
		                            "help.language", "help.help",
		                            "help.quit" };
	const int *size = sizes[_i / 4];
	size_t i;

	lay_out(codes[_i % 4], size[0], size[1],
	        (struct wb_overlay){ WB_OVERLAY_HELP, 0 }, false);
	expect_inside();
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct wb_str text = wb_locale_text(&locale, keys[i]);

		ck_assert_msg(text.len > 0, "%s", keys[i]);
	}
	ck_assert_int_eq(lines_with("Ctrl Shift Q"), 1);
	ck_assert_int_eq(lines_with("Space"), 1);
}
END_TEST

START_TEST(every_tile_is_explained_inside_the_picture)
{
	const int *size = sizes[_i / 4];
	int tile;

	for (tile = 0; tile == 0 || tile < board.tile_count; tile++) {
		lay_out(codes[_i % 4], size[0], size[1],
		        (struct wb_overlay){ WB_OVERLAY_EXPLAIN, tile }, false);
		expect_inside();
		ck_assert_int_eq(top()->tile, -1);
	}
}
END_TEST

/* A tile that is not there any more has no explanation, and does no harm. */
START_TEST(only_tiles_that_are_there_are_explained)
{
	int groups;

	lay_out("en", 1920, 1080, (struct wb_overlay){ WB_OVERLAY_NONE, 0 },
	        false);
	groups = scene.group_count;
	lay_out("en", 1920, 1080, (struct wb_overlay){ WB_OVERLAY_EXPLAIN, -1 },
	        false);
	ck_assert_int_eq(scene.group_count, groups);
	lay_out("en", 1920, 1080,
	        (struct wb_overlay){ WB_OVERLAY_EXPLAIN, 999 }, false);
	ck_assert_int_eq(scene.group_count, groups);
}
END_TEST

START_TEST(a_number_is_explained_by_its_counts_window_promise_and_formula)
{
	struct wb_number_tile number;
	struct wb_tile tile;
	struct wb_overlay overlay = { WB_OVERLAY_EXPLAIN, 0 };
	struct wb_page_input in = {
		.locale = &locale,
		.measure = { ruler, NULL },
		.link = &link_up,
		.now = WALL_STATE_NOW,
		.width = 1920,
		.height = 1080,
		.board = &board,
		.overlay = &overlay,
	};

	lay_out("en", 1920, 1080, overlay, false);
	tile = board.tiles[0];
	number = *tile.as.number;
	number.formula =
		wb_str("answered within the threshold divided by all that were "
	               "answered, abandoned later or have waited for longer");
	tile.as.number = &number;
	board.tiles = &tile;
	board.tile_count = 1;
	wb_page_layout(&scene, &in);
	expect_inside();
	ck_assert_int_eq(lines_with("Service level"), 1);
	ck_assert_int_eq(lines_with("760"), 1);
	ck_assert_int_eq(lines_with("today"), 1);
	ck_assert_int_eq(lines_with("service_level"), 1);
	/* wrapped between words, nothing lost */
	ck_assert_int_eq(lines_with("answered within"), 1);
	ck_assert_int_eq(lines_with("for longer"), 1);
	ck_assert_int_eq(lines_with("\xe2\x80\xa6"), 0);
}
END_TEST

/* Nothing of the board is on it, and it runs from left to right. */
START_TEST(alerts_are_explained_by_their_arithmetic_and_limits)
{
	struct wb_overlay overlay = { WB_OVERLAY_EXPLAIN, 6 };

	for (int i = 0; i < 4; i++) {
		lay_out_state("alerts_rows", codes[i], 1920, 1080, overlay,
		              false);
		expect_inside();
	}
	lay_out_state("alerts_rows", "en", 1920, 1080, overlay, false);
	ck_assert_int_ge(lines_with("Service level "), 2);
	ck_assert_int_ge(lines_with(" of "), 2);
	ck_assert_int_ge(lines_with("58%"), 1);
	ck_assert_int_ge(lines_with("70%"), 1);
	ck_assert_int_ge(lines_with("75%"), 1);
	ck_assert_int_ge(lines_with("2 min"), 5);
	ck_assert_int_eq(lines_with("Promises about to break 4"), 1);
	/* a wait counts on, its limits are durations */
	ck_assert_int_eq(lines_with("Longest wait 1:48"), 1);
	ck_assert_int_ge(lines_with("0:40"), 1);
	ck_assert_int_ge(lines_with("0:20"), 1);
}
END_TEST

START_TEST(the_test_card_is_the_same_for_every_language)
{

	lay_out(codes[_i], 1920, 1080,
	        (struct wb_overlay){ WB_OVERLAY_NONE, 0 }, true);
	ck_assert_int_eq(scene.group_count, 1);
	ck_assert(!scene.rtl);
	ck_assert(!scene.counts);
	ck_assert_int_eq(lines_with("Customer"), 0);
	ck_assert_int_eq(lines_with("1920"), 1);
	ck_assert_int_eq(lines_with("5 %"), 2);

	ck_assert_int_gt(scene.count, 200);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("overlay");

	tcase_add_test(tc, alerts_are_explained_by_their_arithmetic_and_limits);
	tcase_add_checked_fixture(tc, NULL, forget);
	tcase_add_loop_test(tc, the_help_names_every_key_in_every_language, 0,
	                    16);
	tcase_add_loop_test(tc, every_tile_is_explained_inside_the_picture, 0,
	                    16);
	tcase_add_test(tc, only_tiles_that_are_there_are_explained);
	tcase_add_test(
		tc,
		a_number_is_explained_by_its_counts_window_promise_and_formula);
	tcase_add_loop_test(tc, the_test_card_is_the_same_for_every_language, 0,
	                    4);
	return wb_test_run("overlay", tc);
}
