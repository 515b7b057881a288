/* The page as data, measured by a ruler that knows no fonts. */

#include "suite.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "languages.h"
#include "layout/flow.h"
#include "layout/page.h"
#include "wall_state.h"

#define EN_DASH "\xe2\x80\x93"

static const char *const codes[] = { "en", "fa", "ar", "ru" };
static const char *const states[] = {
	"overview",      "silent",          "strange",     "no_feed",
	"focus",         "agents_critical", "today_stale", "today_critical",
	"focus_warning", "more_warning",    "more_stale",  "alerts_rows",
	"alerts_note",   "alerts_calm",
};
static const int sizes[][2] = { { 1920, 1080 }, { 1280, 720 }, { 3840, 2160 },
	                        { 1080, 1920 }, { 1366, 768 }, { 2560, 1080 } };

static struct wb_arena arena;
static struct wb_locale locale;
static struct wb_scene scene;
static struct wb_board board;
static struct wb_link link_up = { .state = WB_LINK_LIVE,
	                          .last_message = WALL_STATE_NOW - 2000 };

/* Every character is so many percent of the size wide; controls are not. */
static int ruler(void *data, struct wb_str text, struct wb_face face)
{
	int percent = *(int *)data;
	int count = 0;
	size_t i;

	for (i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if ((c & 0xc0) == 0x80) {
			continue;
		}
		if (c == 0xe2 && i + 2 < text.len &&
		    (unsigned char)text.data[i + 1] == 0x81) {
			continue;
		}
		count++;
	}
	return (count * face.size * percent + 99) / 100;
}

static int percent = 55;

static void lay_out(const char *state, const char *language, int w, int h,
                    const struct wb_link *link, wb_ms now)
{
	struct wb_page_input in = {
		.locale = &locale,
		.measure = { ruler, &percent },
		.link = link,
		.now = now,
		.width = w,
		.height = h,
	};

	if (locale.entries == NULL) {
		languages_load(&locale, language);
	}
	if (state != NULL) {
		const struct wb_json *json =
			wall_state_load(getenv("WB_GOLDEN"), state, &arena);

		ck_assert_ptr_nonnull(json);
		ck_assert(wb_board_read(&board, json, language, &arena));
		in.board = &board;
	}
	wb_page_layout(&scene, &in);
	ck_assert(!scene.failed);
}

static void forget(void)
{
	wb_scene_finish(&scene);
	wb_locale_finish(&locale);
	wb_arena_finish(&arena);
}

/* Without isolates, which stand around every inserted value. */
static bool says(const struct wb_item *item, const char *text)
{
	char plain[512];
	size_t len = 0;
	size_t i;

	for (i = 0; i < item->text.len && len < sizeof(plain) - 1; i++) {
		if (memcmp(item->text.data + i, "\xe2\x81",
		           item->text.len - i > 1 ? 2 : 1) == 0) {
			i += 2;
			continue;
		}
		plain[len++] = item->text.data[i];
	}
	plain[len] = '\0';
	return strcmp(plain, text) == 0;
}

static int count_text(const char *text)
{
	int count = 0;
	int i;

	for (i = 0; i < scene.count; i++) {
		if (scene.items[i].text.len > 0 &&
		    says(&scene.items[i], text)) {
			count++;
		}
	}
	return count;
}

static int count_kind(enum wb_item_kind kind)
{
	int count = 0;
	int i;

	for (i = 0; i < scene.count; i++) {
		count += scene.items[i].kind == kind ? 1 : 0;
	}
	return count;
}

static int count_icon(enum wb_icon icon)
{
	int count = 0;
	int i;

	for (i = 0; i < scene.count; i++) {
		count += scene.items[i].kind == WB_ITEM_ICON &&
		                         scene.items[i].icon == icon
		                 ? 1
		                 : 0;
	}
	return count;
}

START_TEST(grid_cells_fill_their_area_without_overlap)
{
	struct wb_rect area = { 13, 17, 1841 + _i * 97, 797 + _i * 31 };
	int columns = 24;
	int x;

	for (x = 0; x < columns; x++) {
		struct wb_rect cell =
			wb_page_cells(area, columns, 12, 16, x, x % 12, 1, 1);
		struct wb_rect next = wb_page_cells(area, columns, 12, 16,
		                                    x + 1, x % 12, 1, 1);

		ck_assert_int_gt(cell.w, 0);
		ck_assert_int_eq(cell.x + cell.w + 16, next.x);
		if (x == 0) {
			ck_assert_int_eq(cell.x, area.x);
		}
		if (x == columns - 1) {
			ck_assert_int_eq(cell.x + cell.w, area.x + area.w);
		}
	}
}
END_TEST

/* Of states and sizes; each test takes one of the languages. */
#define STATES WB_COUNT(states)
#define COMBINATIONS (STATES * 6)

static void lay_out_combination(const char *language, int i)
{
	lay_out(states[i % STATES], language, sizes[i / STATES][0],
	        sizes[i / STATES][1], &link_up, WALL_STATE_NOW);
}

static void expect_inside(const struct wb_item *item)
{
	bool words = item->face.size > 0;
	int bleed = words ? wb_text_bleed(item->face.size) : 0;

	ck_assert_int_ge(item->rect.w, 0);
	ck_assert_int_ge(item->rect.x + bleed, 0);
	ck_assert_int_le(item->rect.x + item->rect.w - bleed, scene.width);
	if (words) {
		ck_assert_int_le(item->baseline, scene.height);
		return;
	}
	ck_assert_int_ge(item->rect.y, 0);
	ck_assert_int_le(item->rect.y + item->rect.h, scene.height);
}

START_TEST(everything_stands_inside_the_picture)
{
	int round, i;

	for (round = 0; round < COMBINATIONS; round++) {
		lay_out_combination(codes[_i], round);
		for (i = 0; i < scene.count; i++) {
			expect_inside(&scene.items[i]);
		}
		wb_arena_reset(&arena);
	}
}
END_TEST

static bool is_words(const struct wb_item *item)
{
	return item->kind == WB_ITEM_TEXT || item->kind == WB_ITEM_NUMBER;
}

/* Where the letters are: capitals above the baseline, without the bleed. */
static struct wb_rect ink_of(const struct wb_item *item)
{
	int bleed = wb_text_bleed(item->face.size);
	int cap = item->face.size * 7 / 10;

	return (struct wb_rect){ item->rect.x + bleed, item->baseline - cap,
		                 item->rect.w - 2 * bleed, cap };
}

static bool apart(struct wb_rect a, struct wb_rect b)
{
	return a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y ||
	       b.y + b.h <= a.y;
}

static void expect_free(int at)
{
	const struct wb_item *item = &scene.items[at];
	int i;

	for (i = at + 1; i < scene.count; i++) {
		const struct wb_item *other = &scene.items[i];

		if (!is_words(other) || apart(ink_of(item), ink_of(other))) {
			continue; /* an assertion of each pair takes minutes */
		}
		ck_abort_msg("%s %dx%d: '%.*s' and '%.*s'", locale.language,
		             scene.width, scene.height, WB_STR_FMT(item->text),
		             WB_STR_FMT(other->text));
	}
}

START_TEST(no_words_stand_on_others)
{
	int round, i;

	percent = 50 + _i / 4 * 6;
	for (round = 0; round < COMBINATIONS; round++) {
		lay_out_combination(codes[_i % 4], round);
		for (i = 0; i < scene.count; i++) {
			if (is_words(&scene.items[i])) {
				expect_free(i);
			}
		}
		wb_arena_reset(&arena);
	}
}
END_TEST

START_TEST(a_right_to_left_page_is_the_mirror_image)
{
	static struct wb_scene left;
	int i;

	lay_out("overview", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	left = scene;
	scene = (struct wb_scene){ 0 };
	locale.rtl = true;
	lay_out("overview", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert_int_eq(scene.group_count, left.group_count);
	for (i = 0; i < left.group_count; i++) {
		/* The first item of a tile is its panel. */
		const struct wb_item *a = &left.items[left.groups[i].first];
		const struct wb_item *b = &scene.items[scene.groups[i].first];

		if (a->kind != WB_ITEM_BOX || i == 0) {
			continue;
		}
		ck_assert_int_eq(b->rect.x, 1920 - a->rect.x - a->rect.w);
		ck_assert_int_eq(b->rect.w, a->rect.w);
		ck_assert_int_eq(b->rect.y, a->rect.y);
	}
	wb_scene_finish(&left);
}
END_TEST

START_TEST(a_title_gives_way_to_its_short_form_and_then_to_an_ellipsis)
{
	percent = 40;
	lay_out("overview", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert_int_eq(count_text("Abandoned"), 1);
	percent = 66;
	lay_out("overview", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert_int_eq(count_text("Abandoned"), 0);
	ck_assert_int_ge(count_text("Aband."), 1);
	percent = 40;
	lay_out("strange", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert_int_eq(count_text("Seyed Mohammad-Hossein Tabatabaei"), 0);
	percent = 55;
}
END_TEST

START_TEST(live_numbers_look_live)
{
	lay_out("overview", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert_int_eq(count_kind(WB_ITEM_HATCH), 0);
	ck_assert_int_eq(count_text("LIVE"), 1);
	ck_assert_int_eq(count_text("updated 2 s ago"), 1);
	ck_assert_int_eq(count_text("Below target 80%"), 1);
	ck_assert_int_eq(count_text("Over limit 2:00"), 1);
	ck_assert(scene.counts);
}
END_TEST

START_TEST(every_tile_of_a_silent_feed_is_hatched_and_dated)
{
	int i, hatched = 0;

	lay_out("silent", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	for (i = 0; i < scene.group_count; i++) {
		const struct wb_group *g = &scene.groups[i];
		int k;

		for (k = g->first; k < g->first + g->count; k++) {
			if (scene.items[k].kind == WB_ITEM_HATCH) {
				hatched++;
				break;
			}
		}
	}
	/* All tiles and the banner; not the header and the footer. */
	ck_assert_int_eq(hatched, board.tile_count + 1);
	ck_assert_int_eq(count_text("Stale · last 14:29"), 4);
	ck_assert_int_eq(count_text("Last 14:29"), 1);
	ck_assert_int_eq(
		count_text("asterisk-tehran: silent since 14:29:00 " EN_DASH
	                   " numbers are old"),
		1);
	ck_assert_int_eq(count_icon(WB_ICON_CRITICAL), 1); /* the legend */
}
END_TEST

START_TEST(a_lost_connection_changes_the_whole_wall)
{
	struct wb_link link = { .state = WB_LINK_OFFLINE,
		                .last_message = WALL_STATE_NOW };

	lay_out("overview", "en", 1920, 1080, &link,
	        WALL_STATE_NOW + 3 * WB_MINUTE);
	ck_assert_int_ge(count_kind(WB_ITEM_HATCH), board.tile_count + 1);
	ck_assert_int_eq(count_text("OFFLINE"), 2);
	ck_assert_int_eq(count_text("last update 14:32:05"), 1);
	ck_assert_int_eq(count_text("No connection since 14:32:05 " EN_DASH
	                            " numbers are old"),
	                 1);
	/* The wait stands still: nobody knows whether it went on. */
	ck_assert_int_eq(count_text("4:32"), 2);
	link.state = WB_LINK_STALE;
	lay_out("overview", "en", 1920, 1080, &link,
	        WALL_STATE_NOW + 5 * WB_SECOND);
	ck_assert_int_ge(count_kind(WB_ITEM_HATCH), board.tile_count + 1);
	ck_assert_int_eq(count_text("STALE"), 2);
}
END_TEST

START_TEST(durations_count_from_their_beginning)
{
	lay_out("overview", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert_int_eq(count_text("4:32"), 2);
	lay_out("overview", "en", 1920, 1080, &link_up,
	        WALL_STATE_NOW + WB_SECOND);
	ck_assert_int_eq(count_text("4:33"), 2);
	lay_out("overview", "en", 1920, 1080, &link_up,
	        WALL_STATE_NOW + WB_HOUR);
	ck_assert_int_eq(count_text("1:04:32"), 2);
}
END_TEST

START_TEST(a_wall_without_a_state_says_what_it_waits_for)
{
	struct wb_link link = { .state = WB_LINK_CONNECTING,
		                .detail = "refused" };

	lay_out(NULL, "en", 1920, 1080, &link, WALL_STATE_NOW);
	ck_assert_int_eq(count_text("Connecting to the server"), 1);
	ck_assert_int_eq(count_text("refused"), 1);
	ck_assert(!scene.counts);
	link.state = WB_LINK_OFFLINE;
	lay_out(NULL, "en", 1920, 1080, &link, WALL_STATE_NOW);
	ck_assert_int_eq(count_text("No connection to the server"), 1);
}
END_TEST

START_TEST(a_daemon_without_feeds_says_so_and_not_that_all_is_well)
{
	lay_out("no_feed", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert_int_eq(count_text("Waiting for a feed"), 1);
	ck_assert_int_eq(count_text("All targets are met"), 0);
	ck_assert_int_eq(count_text("No values yet"), 1);
}
END_TEST

START_TEST(absent_values_are_dashes_and_never_zeros)
{
	lay_out("strange", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert_int_ge(count_text(EN_DASH), 5);
	ck_assert_int_eq(count_text("No data"), 5);
	ck_assert_int_eq(count_text("0%"), 0);
	ck_assert_int_eq(count_text("No values yet"), 1);
}
END_TEST

START_TEST(what_does_not_fit_is_counted)
{
	int i, shown = 0, more = 0;

	lay_out("strange", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	for (i = 0; i < scene.count; i++) {
		struct wb_str text = scene.items[i].text;

		if (text.data && text.len > 13 &&
		    memmem(text.data, text.len, "International", 13) != NULL) {
			shown++;
		}
		if (text.data && text.len > 6 &&
		    memmem(text.data, text.len, "more queues", 11) != NULL) {
			more++;
		}
	}
	ck_assert_int_gt(shown, 3);
	ck_assert_int_lt(shown, 30);
	ck_assert_int_eq(more, 1);
}
END_TEST

START_TEST(all_calm_when_nothing_is_breached)
{
	lay_out("overview", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	board.headline.present = false;
	wb_page_layout(&scene, &(struct wb_page_input){
				       .board = &board,
				       .locale = &locale,
				       .measure = { ruler, &percent },
				       .link = &link_up,
				       .now = WALL_STATE_NOW,
				       .width = 1920,
				       .height = 1080,
			       });
	ck_assert_int_eq(count_text("All targets are met"), 1);
}
END_TEST

START_TEST(tiles_of_a_tall_screen_fill_shelves_and_keep_their_order)
{
	struct wb_flow flow;
	int i, k;

	lay_out("overview", "en", 1080, 1920, &link_up, WALL_STATE_NOW);
	wb_flow_tiles(&board, true, &flow);
	ck_assert_int_eq(flow.columns, 12);
	for (i = 0; i < board.tile_count; i++) {
		const struct wb_rect *a = &flow.cells[i];

		ck_assert_int_ge(a->x, 0);
		ck_assert_int_le(a->x + a->w, flow.columns);
		ck_assert_int_le(a->y + a->h, flow.rows);
		for (k = i + 1; k < board.tile_count; k++) {
			const struct wb_rect *b = &flow.cells[k];

			ck_assert(a->y < b->y ||
			          (a->y == b->y && a->x + a->w <= b->x));
		}
	}
	wb_flow_tiles(&board, false, &flow);
	ck_assert_int_eq(flow.cells[0].w, board.tiles[0].w);
}
END_TEST

START_TEST(a_tiny_picture_harms_nobody)
{
	static const int tiny[][2] = {
		{ 1, 1 }, { 40, 30 }, { 320, 200 }, { 3000, 40 }, { 40, 3000 }
	};

	lay_out(states[_i % 4], codes[_i % 4], tiny[_i / 4][0], tiny[_i / 4][1],
	        &link_up, WALL_STATE_NOW);
}
END_TEST

static void add_looks(TCase *tc)
{
	tcase_add_test(tc, live_numbers_look_live);
	tcase_add_test(tc, every_tile_of_a_silent_feed_is_hatched_and_dated);
	tcase_add_test(tc, a_lost_connection_changes_the_whole_wall);
	tcase_add_test(tc, durations_count_from_their_beginning);
	tcase_add_test(tc, a_wall_without_a_state_says_what_it_waits_for);
	tcase_add_test(tc,
	               a_daemon_without_feeds_says_so_and_not_that_all_is_well);
	tcase_add_test(tc, absent_values_are_dashes_and_never_zeros);
	tcase_add_test(tc, what_does_not_fit_is_counted);
	tcase_add_test(tc, all_calm_when_nothing_is_breached);
}

/* ---- the tiles one by one ---- */

/* The group of a tile: header, banner and footer are groups as well. */
static const struct wb_group *group_of(int tile)
{
	return &scene.groups[2 + tile];
}

static int icons_in(const struct wb_group *group, enum wb_icon icon)
{
	int count = 0;
	int i;

	for (i = group->first; i < group->first + group->count; i++) {
		count += scene.items[i].kind == WB_ITEM_ICON &&
		         scene.items[i].icon == icon;
	}
	return count;
}

static const struct wb_item *item_in(const struct wb_group *group,
                                     const char *text)
{
	int i;

	for (i = group->first; i < group->first + group->count; i++) {
		if (scene.items[i].text.len > 0 &&
		    says(&scene.items[i], text)) {
			return &scene.items[i];
		}
	}
	return NULL;
}

static const char *const all_pages[] = { "overview", "focus", "agents", "today",
	                                 "more" };

static bool tells_age(const struct wb_tile *tile)
{
	return tile->kind != WB_TILE_TEXT && tile->kind != WB_TILE_CLOCK;
}

static int hatches_in(const struct wb_group *group, bool crossed)
{
	int count = 0;
	int i;

	for (i = group->first; i < group->first + group->count; i++) {
		count += scene.items[i].kind == WB_ITEM_HATCH &&
		         scene.items[i].crossed == crossed;
	}
	return count;
}

START_TEST(every_tile_with_numbers_tells_by_form_that_they_are_stale)
{
	char name[64];
	int i;

	snprintf(name, sizeof(name), "%s_stale", all_pages[_i]);
	lay_out(name, "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	for (i = 0; i < board.tile_count; i++) {
		const struct wb_group *group = group_of(i);

		if (tells_age(&board.tiles[i])) {
			ck_assert_int_ge(icons_in(group, WB_ICON_STALE), 1);
			ck_assert_int_eq(hatches_in(group, false), 1);
		}
		ck_assert_int_eq(icons_in(group, WB_ICON_OK), 0);
		ck_assert_int_eq(icons_in(group, WB_ICON_CRITICAL), 0);
	}
}
END_TEST

START_TEST(offline_has_a_form_of_its_own_in_every_tile)
{
	struct wb_link lost = { .state = WB_LINK_OFFLINE,
		                .last_message = WALL_STATE_NOW - 60000 };
	char name[64];
	int i;

	snprintf(name, sizeof(name), "%s_critical", all_pages[_i]);
	lay_out(name, "en", 1920, 1080, &lost, WALL_STATE_NOW);
	for (i = 0; i < board.tile_count; i++) {
		const struct wb_group *group = group_of(i);

		if (tells_age(&board.tiles[i])) {
			ck_assert_int_ge(icons_in(group, WB_ICON_OFFLINE), 1);
			ck_assert_int_eq(hatches_in(group, true), 1);
		}
		ck_assert_int_eq(icons_in(group, WB_ICON_STALE), 0);
		ck_assert_int_eq(icons_in(group, WB_ICON_CRITICAL), 0);
	}
}
END_TEST

/* Bars follow the reading direction. */
START_TEST(a_gauge_grows_from_the_start_of_reading)
{
	const struct wb_group *group;
	const struct wb_item *bar = NULL;
	bool rtl = _i == 1;
	int i;

	lay_out("more_warning", rtl ? "fa" : "en", 1920, 1080, &link_up,
	        WALL_STATE_NOW);
	group = group_of(0);
	for (i = group->first; i < group->first + group->count; i++) {
		if (scene.items[i].fill == WB_INK_WARNING_FILL) {
			bar = &scene.items[i];
		}
	}
	ck_assert_ptr_nonnull(bar);
	if (rtl) {
		ck_assert_int_gt(bar->rect.x, group->rect.x + bar->rect.w / 10);
	} else {
		ck_assert_int_lt(bar->rect.x,
		                 group->rect.x + group->rect.w / 10);
	}
	/* 77.6 of 100 */
	ck_assert_int_gt(bar->rect.w, group->rect.w * 6 / 10);
	ck_assert_int_lt(bar->rect.w, group->rect.w * 8 / 10);
}
END_TEST

/* Time does not: a chart reads from left to right in every language. */
START_TEST(a_course_runs_from_left_to_right_in_every_language)
{
	const struct wb_group *group;
	const struct wb_item *ten, *noon;

	lay_out("today_critical", codes[_i], 1920, 1080, &link_up,
	        WALL_STATE_NOW);
	group = group_of(4);
	ten = item_in(group, _i == 1 ? "۱۰:۰۰" : _i == 2 ? "١٠:٠٠" : "10:00");
	noon = item_in(group, _i == 1 ? "۱۲:۰۰" : _i == 2 ? "١٢:٠٠" : "12:00");
	ck_assert(ten != NULL && noon != NULL);
	ck_assert_int_lt(ten->rect.x, noon->rect.x);
}
END_TEST

START_TEST(bars_stand_on_the_axis_and_parts_within_their_whole)
{
	const struct wb_group *group;
	int hollow = 0, solid = 0, bottom = 0;
	int i;

	lay_out("today_critical", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	group = group_of(4);
	for (i = group->first; i < group->first + group->count; i++) {
		const struct wb_item *item = &scene.items[i];
		bool bar = item->kind == WB_ITEM_BOX && item->rect.h > 40 &&
		           item->rect.w < 40;

		if (!bar) {
			continue;
		}
		bottom = bottom > 0 ? bottom : item->rect.y + item->rect.h;
		ck_assert_int_eq(item->rect.y + item->rect.h, bottom);
		hollow += item->fill == WB_INK_NOTHING;
		solid += item->fill != WB_INK_NOTHING;
	}
	ck_assert_int_eq(hollow, 27);
	ck_assert_int_eq(solid, 27);
}
END_TEST

START_TEST(alerts_say_whose_number_is_how_bad_for_how_long)
{
	const struct wb_group *group;

	lay_out("today_critical", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	group = group_of(6);
	ck_assert_ptr_nonnull(item_in(group, "Billing"));
	ck_assert_ptr_nonnull(item_in(group, "Whole centre"));
	ck_assert_ptr_nonnull(item_in(group, "58%"));
	ck_assert_ptr_nonnull(item_in(group, "12 min"));
	ck_assert_ptr_nonnull(item_in(group, "over 59 min"));
	/* in the rows, and once as a count */
	ck_assert_int_eq(icons_in(group, WB_ICON_CRITICAL), 4);
	ck_assert_int_eq(icons_in(group, WB_ICON_WARNING), 3);
}
END_TEST

START_TEST(alerts_show_their_state_by_form_and_word)
{
	const struct wb_group *group;

	lay_out("alerts_rows", "en", 1080, 1920, &link_up, WALL_STATE_NOW);
	group = group_of(6);
	ck_assert_ptr_nonnull(item_in(group, "Promises about to break"));
	ck_assert_ptr_nonnull(item_in(group, "Today cannot be won"));
	ck_assert_ptr_nonnull(item_in(group, "Escalated"));
	ck_assert_ptr_nonnull(item_in(group, "Comes and goes"));
	ck_assert_ptr_nonnull(item_in(group, "Over, not acknowledged"));
	ck_assert_ptr_nonnull(item_in(group, "Feed silent"));
	/* what fires by its severity, the others by the eye and the tick */
	ck_assert_int_eq(icons_in(group, WB_ICON_CRITICAL), 3);
	ck_assert_int_eq(icons_in(group, WB_ICON_WARNING), 2);
	ck_assert_int_eq(icons_in(group, WB_ICON_INFO), 2);
	ck_assert_int_eq(icons_in(group, WB_ICON_ACKNOWLEDGED), 3);
	ck_assert_int_eq(icons_in(group, WB_ICON_OK), 1);
}
END_TEST

/* The fills of rows that ask for somebody. */
static int filled(const struct wb_group *group)
{
	int count = 0;

	for (int i = group->first; i < group->first + group->count; i++) {
		count += scene.items[i].kind == WB_ITEM_BOX &&
		         scene.items[i].fill == WB_INK_CRITICAL;
	}
	return count;
}

START_TEST(an_acknowledged_alert_is_calmer_than_one_that_fires)
{
	lay_out("alerts_rows", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert_int_eq(filled(group_of(6)), 2);
	lay_out("alerts_calm", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert_int_eq(filled(group_of(6)), 0);
}
END_TEST

/* Whatever is in the scene. */
static bool told(const char *text)
{
	for (int i = 0; i < scene.group_count; i++) {
		if (item_in(&scene.groups[i], text) != NULL) {
			return true;
		}
	}
	return false;
}

START_TEST(silence_is_not_taken_for_peace)
{
	static const struct {
		struct wb_alert_counts alerts;
		const char *text;
	} cases[] = {
		{ { 0, 0, 0 }, "All targets are met" },
		{ { 0, 2, 1 }, "2 alerts stand, all acknowledged" },
		{ { 1, 0, 1 }, "1 alert is over, not acknowledged" },
		{ { 0, 0, 3 }, "3 alerts are put aside" },
	};

	lay_out("today_normal", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	board.alerts = cases[_i].alerts;
	wb_page_layout(&scene, &(struct wb_page_input){
				       .board = &board,
				       .locale = &locale,
				       .measure = { ruler, &percent },
				       .link = &link_up,
				       .now = WALL_STATE_NOW,
				       .width = 1920,
				       .height = 1080,
			       });
	ck_assert_msg(told(cases[_i].text), "%s", cases[_i].text);
}
END_TEST

START_TEST(the_banner_names_a_rule_by_its_title_and_a_signal_in_words)
{
	lay_out("alerts_note", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert(told("Support: Today cannot be won (104%)"));
	ck_assert(told("NOTE"));
	lay_out("alerts_due", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert(told("Sales: promises about to break (4)"));
	lay_out("alerts_calm", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert(told("2 alerts stand, all acknowledged"));
}
END_TEST

START_TEST(an_empty_list_of_alerts_is_calm_only_when_something_is_watched)
{
	lay_out("today_normal", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert_int_eq(icons_in(group_of(6), WB_ICON_OK), 1);
	board.watched = 0;
	wb_page_layout(&scene, &(struct wb_page_input){
				       .board = &board,
				       .locale = &locale,
				       .measure = { ruler, &percent },
				       .link = &link_up,
				       .now = WALL_STATE_NOW,
				       .width = 1920,
				       .height = 1080,
			       });
	ck_assert_int_eq(icons_in(group_of(6), WB_ICON_OK), 0);
	ck_assert_int_eq(icons_in(group_of(6), WB_ICON_NO_DATA), 1);
}
END_TEST

START_TEST(every_state_is_listed_however_small_the_tile)
{
	static const enum wb_icon icons[] = {
		WB_ICON_AVAILABLE, WB_ICON_RINGING, WB_ICON_TALKING,
		WB_ICON_HOLDING,   WB_ICON_ACW,     WB_ICON_NOT_READY,
	};
	static const int heights[] = { 1080, 720, 480 };
	size_t i;

	lay_out("agents_critical", "en", 1280, heights[_i], &link_up,
	        WALL_STATE_NOW);
	for (i = 0; i < WB_COUNT(icons); i++) {
		ck_assert_int_eq(icons_in(group_of(0), icons[i]), 1);
	}
}
END_TEST

START_TEST(equal_values_share_a_place_of_the_ranking)
{
	lay_out("more_normal", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert_ptr_nonnull(item_in(group_of(2), "4"));
	ck_assert_ptr_null(item_in(group_of(2), "3"));
	ck_assert_ptr_nonnull(item_in(group_of(2), "47"));
}
END_TEST

START_TEST(each_clock_has_the_time_of_its_place)
{
	lay_out("more_normal", "en", 1920, 1080, &link_up, WALL_STATE_NOW);
	ck_assert_ptr_nonnull(item_in(group_of(3), "14:32"));
	ck_assert_ptr_nonnull(item_in(group_of(3), "16:02"));
	ck_assert_ptr_nonnull(item_in(group_of(3), "Moscow"));
}
END_TEST

START_TEST(titles_that_are_read_from_afar_are_of_one_size)
{
	int size = 0;
	int i;

	lay_out("focus_warning", codes[_i], 1920, 1080, &link_up,
	        WALL_STATE_NOW);
	for (i = 0; i < board.tile_count; i++) {
		const struct wb_group *group = group_of(i);
		int k, own = 0;

		for (k = group->first; own == 0 && k < group->first + 12; k++) {
			own = scene.items[k].kind == WB_ITEM_TEXT
			              ? scene.items[k].face.size
			              : 0;
		}
		size = size == 0 ? own : size;
		ck_assert_int_eq(own, size);
	}
	ck_assert_int_ge(size, 42);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("layout");

	tcase_add_checked_fixture(tc, NULL, forget);
	tcase_add_loop_test(tc, grid_cells_fill_their_area_without_overlap, 0,
	                    9);
	tcase_add_loop_test(tc, everything_stands_inside_the_picture, 0, 4);
	tcase_add_loop_test(tc, no_words_stand_on_others, 0, 12);
	tcase_set_timeout(tc, 30);
	tcase_add_test(tc, a_right_to_left_page_is_the_mirror_image);
	tcase_add_test(
		tc,
		a_title_gives_way_to_its_short_form_and_then_to_an_ellipsis);
	add_looks(tc);
	tcase_add_test(
		tc, tiles_of_a_tall_screen_fill_shelves_and_keep_their_order);
	tcase_add_loop_test(tc, a_tiny_picture_harms_nobody, 0, 20);
	tcase_add_loop_test(
		tc, every_tile_with_numbers_tells_by_form_that_they_are_stale,
		0, 5);
	tcase_add_loop_test(tc, offline_has_a_form_of_its_own_in_every_tile, 0,
	                    5);
	tcase_add_loop_test(tc, a_gauge_grows_from_the_start_of_reading, 0, 2);
	tcase_add_loop_test(
		tc, a_course_runs_from_left_to_right_in_every_language, 0, 4);
	tcase_add_test(tc, bars_stand_on_the_axis_and_parts_within_their_whole);
	tcase_add_test(tc, alerts_say_whose_number_is_how_bad_for_how_long);
	tcase_add_test(tc, alerts_show_their_state_by_form_and_word);
	tcase_add_test(tc, an_acknowledged_alert_is_calmer_than_one_that_fires);
	tcase_add_loop_test(tc, silence_is_not_taken_for_peace, 0, 4);
	tcase_add_test(
		tc, the_banner_names_a_rule_by_its_title_and_a_signal_in_words);
	tcase_add_test(
		tc,
		an_empty_list_of_alerts_is_calm_only_when_something_is_watched);
	tcase_add_loop_test(tc, every_state_is_listed_however_small_the_tile, 0,
	                    3);
	tcase_add_test(tc, equal_values_share_a_place_of_the_ranking);
	tcase_add_test(tc, each_clock_has_the_time_of_its_place);
	tcase_add_loop_test(tc, titles_that_are_read_from_afar_are_of_one_size,
	                    0, 4);
	return wb_test_run("layout", tc);
}
