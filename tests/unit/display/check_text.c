/* Lines as they are drawn, with the product's fonts or the system's. */

#include "suite.h"

#include <stdio.h>
#include <stdlib.h>

#include "text/line.h"

static struct wb_text *text;

static const struct wb_face face = { 40, WB_SEMIBOLD };

static void setup(void)
{
	char path[4096], error[256] = "";
	struct wb_fonts *fonts;

	snprintf(path, sizeof(path), "%s/fonts", getenv("WB_ASSETS"));
	fonts = wb_fonts_create(path, error, sizeof(error));
	ck_assert_msg(fonts != NULL, "%s", error);
	text = wb_text_create(fonts);
	ck_assert_ptr_nonnull(text);
}

static void teardown(void)
{
	wb_text_destroy(text);
}

static int width(const char *line)
{
	return wb_text_measure(text, wb_str(line), face, true);
}

static const char *const lines[] = {
	"Service level",
	"سطح خدمت ۸۰٪",
	"مستوى الخدمة",
	"Уровень сервиса",
	"صف فروش (Sales) 12/20",
	"Й Å",
	"۱۴:۳۲",
	"–",
	"\xff\xfe",
	"日本",
};

START_TEST(a_line_has_a_mask_as_wide_as_it_measures)
{
	int above;
	struct wb_str line = wb_str(lines[_i]);
	cairo_surface_t *mask = wb_text_mask(text, line, face, true, &above);

	ck_assert_ptr_nonnull(mask);
	ck_assert_int_eq(cairo_image_surface_get_width(mask),
	                 wb_text_measure(text, line, face, true));
	ck_assert_int_gt(above, face.size / 2);
	ck_assert_int_ge(cairo_image_surface_get_height(mask), above);
}
END_TEST

START_TEST(nothing_is_nothing_wide)
{
	int above;

	ck_assert_int_eq(width(""), 0);
	ck_assert_int_eq(
		wb_text_measure(text, (struct wb_str){ NULL, 0 }, face, false),
		0);
	ck_assert_ptr_null(wb_text_mask(text, wb_str(""), face, false, &above));
	ck_assert_int_eq(wb_text_measure(text, wb_str("x"),
	                                 (struct wb_face){ 0, WB_BOLD }, false),
	                 0);
}
END_TEST

START_TEST(controls_take_no_room)
{
	ck_assert_int_eq(width("\xe2\x81\xa8۸۰\xe2\x81\xa9"), width("۸۰"));
	/* This one parts the sign from the number: a px of rounding. */
	ck_assert_int_le(abs(width("\xd8\x9c۸۰٪") - width("۸۰٪")), 1);
}
END_TEST

START_TEST(letters_of_a_persian_word_are_joined)
{
	/* Apart, each stands in its wider isolated form. */
	ck_assert_int_lt(width("سطح"), width("س") + width("ط") + width("ح"));
}
END_TEST

/* Column by column: the picture of a number is that of its digits in order. */
START_TEST(the_picture_of_a_number_in_a_sentence_is_not_reversed)
{
	int above[2];
	struct wb_str number = wb_str("۱۲۳۴");
	struct wb_str sentence = wb_str("۱۲۳۴ صف");
	cairo_surface_t *alone =
		wb_text_mask(text, number, face, true, &above[0]);
	cairo_surface_t *inside =
		wb_text_mask(text, sentence, face, true, &above[1]);
	const unsigned char *a = cairo_image_surface_get_data(alone);
	const unsigned char *b = cairo_image_surface_get_data(inside);
	int w = cairo_image_surface_get_width(alone);
	int h = cairo_image_surface_get_height(alone);
	/* In a right-to-left line what comes first is at the right end. */
	int left = cairo_image_surface_get_width(inside) - w;
	int x, y;

	ck_assert_int_gt(left, 0);
	ck_assert_int_eq(above[0], above[1]);
	for (y = 0; y < h; y++) {
		for (x = 1; x < w - 1; x++) {
			ck_assert_int_eq(
				a[y * cairo_image_surface_get_stride(alone) +
			          x],
				b[y * cairo_image_surface_get_stride(inside) +
			          left + x]);
		}
	}
}
END_TEST

START_TEST(lines_that_nobody_draws_are_forgotten)
{
	char line[32];
	int frame, i;

	for (frame = 0; frame < 50; frame++) {
		for (i = 0; i < 20; i++) {
			snprintf(line, sizeof(line), "line %d", frame * 20 + i);
			width(line);
		}
		width("always");
		wb_text_end_frame(text);
	}
	ck_assert_int_lt(wb_text_cached(text), 200);
	for (frame = 0; frame < 10; frame++) {
		wb_text_end_frame(text);
	}
	ck_assert_int_eq(wb_text_cached(text), 0);
}
END_TEST

START_TEST(without_any_font_there_is_a_message)
{
	char error[256] = "";
	struct wb_fonts *fonts =
		wb_fonts_create("/nowhere", error, sizeof(error));

	/* Where the system has DejaVu Sans, that is taken instead. */
	if (fonts == NULL) {
		ck_assert_msg(strstr(error, "/nowhere") != NULL, "%s", error);
	} else {
		ck_assert_int_eq(wb_fonts_count(fonts), 1);
	}
	wb_fonts_destroy(fonts);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("text");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, a_line_has_a_mask_as_wide_as_it_measures, 0,
	                    WB_COUNT(lines));
	tcase_add_test(tc, nothing_is_nothing_wide);
	tcase_add_test(tc, controls_take_no_room);
	tcase_add_test(tc, letters_of_a_persian_word_are_joined);
	tcase_add_test(tc,
	               the_picture_of_a_number_in_a_sentence_is_not_reversed);
	tcase_add_test(tc, lines_that_nobody_draws_are_forgotten);
	tcase_add_test(tc, without_any_font_there_is_a_message);
	return wb_test_run("text", tc);
}
