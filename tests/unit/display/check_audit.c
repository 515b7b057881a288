/* What can be read, and from where. */

#include "suite.h"

#include <string.h>

#include "draw/audit.h"
#include "draw/contrast.h"
#include "draw/wall.h"
#include "wall_state.h"

static struct wb_scene scene;
static struct wb_audit audit;
static struct wb_theme theme;
static struct wb_buf out;
static struct wb_arena arena;

/* 1920 x 1080 at 65 inches: 0.749 mm a pixel (WALL.md's table). */
static const struct wb_reading far = { .diagonal_mm = 1651,
	                               .distance_mm = 8000 };

static void setup(void)
{
	theme.inks[WB_INK_BACKGROUND] = (struct wb_colour){ 0, 0, 0 };
	theme.inks[WB_INK_PANEL] = (struct wb_colour){ 0.1, 0.1, 0.1 };
	theme.inks[WB_INK_HATCH] = (struct wb_colour){ 0.5, 0.5, 0.5 };
	theme.inks[WB_INK_TEXT] = (struct wb_colour){ 1, 1, 1 };
	theme.inks[WB_INK_TEXT3] = (struct wb_colour){ 0.2, 0.2, 0.2 };
	wb_scene_begin(&scene, 1920, 1080, false);
	wb_scene_group(&scene, (struct wb_rect){ 0, 0, 1920, 1080 });
}

static void teardown(void)
{
	wb_audit_finish(&audit);
	wb_scene_finish(&scene);
	wb_buf_finish(&out);
	wb_arena_finish(&arena);
}

static void put(const char *text, int x, int baseline, int w, int size,
                enum wb_ink ink)
{
	struct wb_item *item = wb_scene_add(&scene, WB_ITEM_TEXT);
	int bleed = wb_text_bleed(size);

	item->text = wb_str(text);
	item->face.size = size;
	item->baseline = baseline;
	item->fill = ink;
	item->rect = (struct wb_rect){ x - bleed, baseline - size,
		                       w + 2 * bleed, size * 3 / 2 };
}

static void put_box(struct wb_rect rect, enum wb_ink ink,
                    enum wb_item_kind kind)
{
	struct wb_item *item = wb_scene_add(&scene, kind);

	item->rect = rect;
	item->fill = ink;
}

static unsigned faults(int text)
{
	ck_assert(wb_audit_scene(&audit, &scene, &theme, &far));
	ck_assert_int_lt(text, audit.count);
	return audit.texts[text].faults;
}

static const struct {
	int diagonal_mm, width, height, size;
	int64_t reach_mm;
} reaches[] = {
	/* cap = D/200 at 8 m: 87, 73, 64, 55 px of type (WALL.md section 4) */
	{ 1397, 1920, 1080, 87, 8030 },
	{ 1651, 1920, 1080, 73, 7967 },
	{ 1905, 1920, 1080, 64, 8061 },
	{ 2184, 1920, 1080, 55, 7944 },
	/* the same picture with twice the pixels, and on its side */
	{ 1651, 3840, 2160, 146, 7967 },
	{ 1651, 1080, 1920, 73, 7967 },
	{ 0, 1920, 1080, 73, 0 },
};

START_TEST(type_reaches_two_hundred_times_its_capitals)
{
	struct wb_reading r = { reaches[_i].diagonal_mm, 8000 };
	int64_t reach = wb_reading_reach_mm(
		&r, reaches[_i].width, reaches[_i].height, reaches[_i].size);

	ck_assert_int_ge(reach, reaches[_i].reach_mm - 30);
	ck_assert_int_le(reach, reaches[_i].reach_mm + 30);
}
END_TEST

START_TEST(type_is_enlarged_until_a_third_of_the_distance_can_be_read)
{
	struct wb_reading r = far;
	int distance;

	for (distance = 1000; distance < 12000; distance += 250) {
		int zoom, size;

		r.distance_mm = distance;
		zoom = wb_reading_zoom(&r, 1920, 1080, 20);
		size = 20 * zoom / 1000;
		ck_assert_int_ge(zoom, 1000);
		ck_assert_int_le(zoom, WB_ZOOM_MAX_PERMILLE);
		if (zoom > 1000 && zoom < WB_ZOOM_MAX_PERMILLE) {
			ck_assert_int_ge(
				wb_reading_reach_mm(&r, 1920, 1080, size + 1),
				distance / 3);
		}
	}
	r.distance_mm = 3000;
	ck_assert_int_eq(wb_reading_zoom(&r, 1920, 1080, 20), 1000);
	r.distance_mm = 60000;
	ck_assert_int_eq(wb_reading_zoom(&r, 1920, 1080, 20),
	                 WB_ZOOM_MAX_PERMILLE);
	r.diagonal_mm = 0;
	ck_assert_int_eq(wb_reading_zoom(&r, 1920, 1080, 20), 1000);
}
END_TEST

START_TEST(contrast_is_that_of_the_book)
{
	struct wb_colour black = { 0, 0, 0 }, white = { 1, 1, 1 };
	struct wb_colour grey = { 0x77 / 255.0, 0x77 / 255.0, 0x77 / 255.0 };

	ck_assert_double_eq_tol(wb_contrast(black, white), 21, 0.001);
	ck_assert_double_eq_tol(wb_contrast(white, white), 1, 0.001);
	/* the well-known #777 on white, just below AA */
	ck_assert_double_eq_tol(wb_contrast(grey, white), 4.48, 0.005);
	ck_assert_double_eq_tol(wb_contrast(white, grey), 4.48, 0.005);
}
END_TEST

START_TEST(a_good_text_has_no_fault)
{
	put("76", 100, 300, 200, 164, WB_INK_TEXT);
	ck_assert_uint_eq(faults(0), 0);
	ck_assert_int_eq(audit.faulty, 0);
	ck_assert_int_eq(audit.texts[0].contrast, 2100);
	ck_assert_int_eq(audit.texts[0].rank, WB_AUDIT_PAGE);
}
END_TEST

START_TEST(the_ground_is_the_last_fill_below_and_what_is_hatched_on_it)
{
	put_box((struct wb_rect){ 0, 0, 900, 900 }, WB_INK_TEXT, WB_ITEM_BOX);
	put_box((struct wb_rect){ 0, 0, 900, 900 }, WB_INK_PANEL, WB_ITEM_BOX);
	put("on the panel", 100, 300, 200, 164, WB_INK_TEXT);
	put_box((struct wb_rect){ 0, 0, 900, 900 }, WB_INK_HATCH,
	        WB_ITEM_HATCH);
	put("on the hatch", 100, 600, 200, 164, WB_INK_TEXT);
	put("faint", 100, 800, 200, 164, WB_INK_TEXT3);
	ck_assert_uint_eq(faults(0), 0);
	ck_assert_int_eq(audit.texts[0].ground, WB_INK_PANEL);
	ck_assert_int_eq(audit.texts[1].ground, WB_INK_HATCH);
	ck_assert_uint_eq(faults(1), WB_AUDIT_FAINT);
	ck_assert_uint_eq(faults(2), WB_AUDIT_FAINT);
}
END_TEST

START_TEST(half_a_text_on_another_ground_counts_with_its_worse_half)
{
	put_box((struct wb_rect){ 200, 0, 900, 900 }, WB_INK_TEXT, WB_ITEM_BOX);
	put("half", 100, 300, 200, 164, WB_INK_TEXT);
	ck_assert_uint_eq(faults(0), WB_AUDIT_FAINT);
	ck_assert_int_eq(audit.texts[0].contrast, 100);
}
END_TEST

static const char *const cut_texts[] = {
	"Serv\xe2\x80\xa6",
	"\xe2\x81\xa8Serv\xe2\x80\xa6\xe2\x81\xa9",
};

START_TEST(a_text_that_was_cut_is_found)
{
	put(cut_texts[_i], 100, 300, 200, 164, WB_INK_TEXT);
	ck_assert_uint_eq(faults(0), WB_AUDIT_CUT);
}
END_TEST

START_TEST(a_text_that_leaves_its_tile_or_the_picture_is_found)
{
	wb_scene_group(&scene, (struct wb_rect){ 100, 100, 300, 300 });
	put("in", 110, 350, 280, 164, WB_INK_TEXT);
	wb_scene_group(&scene, (struct wb_rect){ 500, 100, 300, 300 });
	put("wide", 510, 350, 300, 164, WB_INK_TEXT);
	wb_scene_group(&scene, (struct wb_rect){ 900, 900, 1200, 300 });
	put("out", 1000, 1000, 1000, 164, WB_INK_TEXT);
	ck_assert_uint_eq(faults(0), 0);
	ck_assert_uint_eq(faults(1), WB_AUDIT_OUTSIDE);
	ck_assert_uint_eq(faults(2), WB_AUDIT_OUTSIDE);
}
END_TEST

START_TEST(texts_that_stand_on_each_other_are_found)
{
	put("one", 100, 300, 200, 164, WB_INK_TEXT);
	put("two", 250, 310, 200, 164, WB_INK_TEXT);
	put("apart", 100, 600, 200, 164, WB_INK_TEXT);
	ck_assert_uint_eq(faults(0), WB_AUDIT_OVERLAP);
	ck_assert_uint_eq(faults(1), WB_AUDIT_OVERLAP);
	ck_assert_uint_eq(faults(2), 0);
}
END_TEST

START_TEST(how_far_a_text_must_reach_depends_on_its_rank)
{
	/* 65 inches, 8 m: 73 px reach 8 m, 37 px 4 m, 25 px 2.7 m */
	put("page", 100, 300, 200, 74, WB_INK_TEXT);
	wb_scene_group(&scene, (struct wb_rect){ 0, 400, 900, 300 });
	put_box((struct wb_rect){ 0, 400, 900, 300 }, WB_INK_PANEL,
	        WB_ITEM_BOX);
	put("tile", 100, 500, 200, 37, WB_INK_TEXT);
	put("text", 100, 600, 200, 25, WB_INK_TEXT);
	put("small", 100, 690, 200, 24, WB_INK_TEXT);
	ck_assert_uint_eq(faults(0), 0);
	ck_assert_int_eq(audit.texts[1].rank, WB_AUDIT_TILE);
	ck_assert_uint_eq(faults(1), 0);
	ck_assert_uint_eq(faults(2), 0);
	ck_assert_uint_eq(faults(3), WB_AUDIT_TOO_FAR);
}
END_TEST

START_TEST(the_table_names_faults_first_and_sums_up)
{
	put("fine", 100, 300, 200, 164, WB_INK_TEXT);
	put("\xe2\x81\xa8"
	    "cut\xe2\x80\xa6\xe2\x81\xa9",
	    100, 600, 200, 100, WB_INK_TEXT3);
	faults(0);
	wb_audit_write(&audit, &scene, &far, &out);
	const char *cut = strstr(out.data, "cut,faint");
	const char *fine = strstr(out.data, "fine");
	ck_assert_ptr_nonnull(cut);
	ck_assert_ptr_nonnull(fine);
	ck_assert(cut < fine);
	ck_assert_ptr_nonnull(strstr(out.data, "(text3 on background)"));
	ck_assert_ptr_nonnull(strstr(out.data, "from 8.0 m: 2"));
	ck_assert_ptr_nonnull(strstr(out.data, "2 texts, 1 with faults\n"));
	ck_assert_ptr_null(strstr(out.data, "\xe2\x81\xa8"));
}
END_TEST

static const char *const languages[] = { "en", "fa", "ar", "ru" };
static const char *const states[] = { "overview", "focus", "silent" };

/* Every text on what it really stands on, in both themes. */
START_TEST(on_real_pages_every_text_has_contrast)
{
	const char *theme_name = _i % 2 ? "light" : "dark";
	struct wb_wall_options options = {
		.width_px = 1920,
		.height_px = 1080,
		.language = languages[_i / 2 % 4],
		.theme = theme_name,
		.assets = getenv("WB_ASSETS"),
	};
	struct wb_link link = { .state = _i / 8 % 2 ? WB_LINK_OFFLINE
		                                    : WB_LINK_LIVE,
		                .last_message = WALL_STATE_NOW };
	struct wb_rect rects[WB_WALL_RECTS_MAX];
	char error[256] = "";
	struct wb_wall *wall = wb_wall_create(&options, error, sizeof(error));
	int faulty = 0;

	ck_assert_msg(wall != NULL, "%s", error);
	wb_wall_draw(
		wall,
		wall_state_load(getenv("WB_GOLDEN"), states[_i / 16], &arena),
		&link, WALL_STATE_NOW, rects);
	ck_assert(wb_wall_audit(wall, &out, &faulty));
	const char *faint = strstr(out.data, "faint");
	ck_assert_msg(faint == NULL, "%s %s: %.*s", theme_name,
	              options.language, faint ? (int)strcspn(faint, "\n") : 0,
	              faint);
	wb_wall_destroy(wall);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("audit");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, type_reaches_two_hundred_times_its_capitals, 0,
	                    WB_COUNT(reaches));
	tcase_add_test(
		tc, type_is_enlarged_until_a_third_of_the_distance_can_be_read);
	tcase_add_test(tc, contrast_is_that_of_the_book);
	tcase_add_test(tc, a_good_text_has_no_fault);
	tcase_add_test(
		tc,
		the_ground_is_the_last_fill_below_and_what_is_hatched_on_it);
	tcase_add_test(
		tc, half_a_text_on_another_ground_counts_with_its_worse_half);
	tcase_add_loop_test(tc, a_text_that_was_cut_is_found, 0,
	                    WB_COUNT(cut_texts));
	tcase_add_test(tc, a_text_that_leaves_its_tile_or_the_picture_is_found);
	tcase_add_test(tc, texts_that_stand_on_each_other_are_found);
	tcase_add_test(tc, how_far_a_text_must_reach_depends_on_its_rank);
	tcase_add_test(tc, the_table_names_faults_first_and_sums_up);
	tcase_add_loop_test(tc, on_real_pages_every_text_has_contrast, 0,
	                    2 * 4 * 2 * WB_COUNT(states));
	return wb_test_run("audit", tc);
}
