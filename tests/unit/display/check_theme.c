#include "suite.h"

#include <stdio.h>
#include <stdlib.h>

#include "draw/contrast.h"
#include "draw/theme.h"

#define TEXT_MAX 16384

static const char *const names[] = { "dark", "light" };

static struct wb_str read_theme(const char *name, char text[TEXT_MAX])
{
	char path[4096];
	FILE *stream;
	size_t len;

	snprintf(path, sizeof(path), "%s/themes/%s.json", getenv("WB_ASSETS"),
	         name);
	stream = fopen(path, "rb");
	ck_assert_msg(stream != NULL, "%s", path);
	len = fread(text, 1, TEXT_MAX - 1, stream);
	fclose(stream);
	text[len] = '\0';
	return (struct wb_str){ text, len };
}

static struct wb_theme load(const char *name)
{
	char text[TEXT_MAX];
	char error[128] = "";
	struct wb_theme theme;

	ck_assert_msg(wb_theme_read(&theme, read_theme(name, text), error,
	                            sizeof(error)),
	              "%s", error);
	return theme;
}

static double contrast(const struct wb_theme *t, enum wb_ink a, enum wb_ink b)
{
	return wb_contrast(t->inks[a], t->inks[b]);
}

struct pair {
	enum wb_ink ink, ground;
	double least;
};

/* What has to be read on what, and how well at least. */
static const struct pair pairs[] = {
	{ WB_INK_TEXT, WB_INK_BACKGROUND, 7 },
	{ WB_INK_TEXT, WB_INK_PANEL, 7 },
	{ WB_INK_TEXT, WB_INK_CELL, 7 },
	{ WB_INK_TEXT2, WB_INK_PANEL, 7 },
	{ WB_INK_TEXT3, WB_INK_PANEL, 4.5 },
	{ WB_INK_TEXT3, WB_INK_BACKGROUND, 4.5 },
	{ WB_INK_STALE_TEXT, WB_INK_PANEL, 4.5 },
	{ WB_INK_CRITICAL_INK, WB_INK_CRITICAL, 4.5 },
	{ WB_INK_CRITICAL_SOFT, WB_INK_CRITICAL, 4.5 },
	{ WB_INK_BADGE_INK, WB_INK_BADGE, 4.5 },
	{ WB_INK_WARNING_INK, WB_INK_WARNING_FILL, 7 },
	{ WB_INK_WARNING, WB_INK_PANEL, 4.5 },
	{ WB_INK_WARNING, WB_INK_CELL, 4.5 },
	{ WB_INK_WARNING, WB_INK_BACKGROUND, 4.5 },
	{ WB_INK_CRITICAL, WB_INK_PANEL, 3 },
	{ WB_INK_CRITICAL_MARK, WB_INK_BACKGROUND, 3 },
};

START_TEST(what_is_to_be_read_stands_out_from_its_ground)
{
	const struct pair *pair = &pairs[_i / 2];
	struct wb_theme theme = load(names[_i % 2]);
	double seen = contrast(&theme, pair->ink, pair->ground);

	ck_assert_msg(seen >= pair->least, "%s, pair %d: %.2f", names[_i % 2],
	              _i / 2, seen);
}
END_TEST

START_TEST(a_dimmed_theme_keeps_what_it_says)
{
	struct wb_theme theme = load(names[_i]);
	struct wb_theme night;

	wb_theme_dim(&night, &theme, 400);
	ck_assert_double_eq_tol(wb_luminance(night.inks[WB_INK_TEXT2]),
	                        wb_luminance(theme.inks[WB_INK_TEXT2]) * 0.4,
	                        0.03);
	ck_assert(night.warning_filled == theme.warning_filled);
	/* dark, but still to be read in a dark room */
	ck_assert_double_ge(contrast(&night, WB_INK_TEXT, WB_INK_PANEL), 4.5);
	wb_theme_dim(&night, &theme, 1000);
	ck_assert_int_eq(memcmp(&night, &theme, sizeof(theme)), 0);
}
END_TEST

START_TEST(only_the_light_theme_fills_its_warnings)
{
	ck_assert(!load("dark").warning_filled);
	ck_assert(load("light").warning_filled);
}
END_TEST

static const char *const bad_colours[] = {
	"", "#12345", "1234567", "#12345G", "#12345 ", "red",
};

START_TEST(a_theme_with_a_hole_or_a_bad_colour_is_refused_by_name)
{
	char text[TEXT_MAX];
	char error[128] = "";
	struct wb_theme theme;
	char *panel;

	read_theme("dark", text);
	panel = strstr(text, "\"panel\": \"#191E25\"");
	ck_assert_ptr_nonnull(panel);
	memset(panel, ' ', strlen("\"panel\": \"#191E25\""));
	snprintf(panel, 24, "\"panel\":\"%s\"", bad_colours[_i]);
	panel[strlen(panel)] = ' ';
	ck_assert(!wb_theme_read(&theme, wb_str(text), error, sizeof(error)));
	ck_assert_msg(strstr(error, "'panel'") != NULL, "%s", error);
	ck_assert(!wb_theme_read(&theme, wb_str("{"), error, sizeof(error)));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("theme");

	tcase_add_loop_test(tc, what_is_to_be_read_stands_out_from_its_ground,
	                    0, 2 * WB_COUNT(pairs));
	tcase_add_loop_test(tc, a_dimmed_theme_keeps_what_it_says, 0,
	                    WB_COUNT(names));
	tcase_add_test(tc, only_the_light_theme_fills_its_warnings);
	tcase_add_loop_test(
		tc, a_theme_with_a_hole_or_a_bad_colour_is_refused_by_name, 0,
		WB_COUNT(bad_colours));
	return wb_test_run("theme", tc);
}
