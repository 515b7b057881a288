#include "draw/theme.h"

#include <math.h>
#include <stdio.h>

#include "json.h"

#define GAMMA 2.2 /* of a screen: how light goes with the value */

static const char *const ink_keys[WB_INK_COUNT] = {
	[WB_INK_BACKGROUND] = "background",
	[WB_INK_PANEL] = "panel",
	[WB_INK_CELL] = "cell",
	[WB_INK_LINE] = "line",
	[WB_INK_TEXT] = "text",
	[WB_INK_TEXT2] = "text2",
	[WB_INK_TEXT3] = "text3",
	[WB_INK_WARNING] = "warning",
	[WB_INK_WARNING_FILL] = "warning_fill",
	[WB_INK_WARNING_INK] = "warning_ink",
	[WB_INK_WARNING_SHADE] = "warning_shade",
	[WB_INK_CRITICAL] = "critical",
	[WB_INK_CRITICAL_INK] = "critical_ink",
	[WB_INK_CRITICAL_SOFT] = "critical_soft",
	[WB_INK_CRITICAL_SHADE] = "critical_shade",
	[WB_INK_CRITICAL_DEEP] = "critical_deep",
	[WB_INK_CRITICAL_MARK] = "critical_mark",
	[WB_INK_BADGE] = "badge",
	[WB_INK_BADGE_INK] = "badge_ink",
	[WB_INK_HATCH] = "hatch",
	[WB_INK_STALE_TEXT] = "stale_text",
};

const char *wb_theme_ink_name(enum wb_ink ink)
{
	return ink_keys[ink] != NULL ? ink_keys[ink] : "nothing";
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	if (c >= 'A' && c <= 'F') {
		return c - 'A' + 10;
	}
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "#RRGGBB" */
static bool read_colour(struct wb_str text, struct wb_colour *ret_colour)
{
	int bytes[3];
	int i;

	if (text.len != 7 || text.data[0] != '#') {
		return false;
	}
	for (i = 0; i < 3; i++) {
		int high = hex_digit(text.data[1 + 2 * i]);
		int low = hex_digit(text.data[2 + 2 * i]);

		if (high < 0 || low < 0) {
			return false;
		}
		bytes[i] = high * 16 + low;
	}
	*ret_colour = (struct wb_colour){ bytes[0] / 255.0, bytes[1] / 255.0,
		                          bytes[2] / 255.0 };
	return true;
}

bool wb_theme_read(struct wb_theme *theme, struct wb_str json, char *ret_error,
                   size_t error_size)
{
	struct wb_arena arena = { 0 };
	struct wb_json_error error = { 0, "out of memory" };
	const struct wb_json *root = wb_json_read(json, &arena, &error);
	bool good = root != NULL;
	int i;

	*theme = (struct wb_theme){ 0 };
	if (!good) {
		snprintf(ret_error, error_size, "byte %zu: %s", error.offset,
		         error.message);
	}
	for (i = WB_INK_BACKGROUND; good && i < WB_INK_COUNT; i++) {
		good = read_colour(wb_json_get_string(root, ink_keys[i]),
		                   &theme->inks[i]);
		if (!good) {
			snprintf(ret_error, error_size,
			         "'%s': expected a colour like #1A2B3C",
			         ink_keys[i]);
		}
	}
	theme->warning_filled =
		wb_str_is(wb_json_get_string(root, "warning_form"), "fill");
	wb_arena_finish(&arena);
	return good;
}

void wb_theme_dim(struct wb_theme *ret_theme, const struct wb_theme *theme,
                  int permille)
{
	double level = pow(permille / 1000.0, 1 / GAMMA);
	int i;

	*ret_theme = *theme;
	for (i = 0; i < WB_INK_COUNT; i++) {
		ret_theme->inks[i].r *= level;
		ret_theme->inks[i].g *= level;
		ret_theme->inks[i].b *= level;
	}
}
