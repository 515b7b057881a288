#include "layout/number.h"

static size_t char_len(struct wb_str text, size_t at)
{
	size_t len = 1;

	while (at + len < text.len &&
	       ((unsigned char)text.data[at + len] & 0xc0) == 0x80) {
		len++;
	}
	return len;
}

static bool is_digit(const struct wb_locale *locale, struct wb_str c)
{
	int i;

	for (i = 0; i < 10; i++) {
		if (wb_str_equal(c, locale->digits[i])) {
			return true;
		}
	}
	return false;
}

static int percent_of(int value, int percent)
{
	return (value * percent + 50) / 100;
}

/* Arabic-script digits differ much in width: a full cell would look gappy. */
static int cell_width(const struct wb_measure *measure,
                      const struct wb_locale *locale, struct wb_face face)
{
	int widest = 0;
	int i;

	for (i = 0; i < 10; i++) {
		int width =
			measure->width(measure->data, locale->digits[i], face);

		if (width > widest) {
			widest = width;
		}
	}
	return locale->rtl ? percent_of(widest, 87) : widest;
}

/* At full size these marks would hang into the line below. */
static int mark_size(const struct wb_locale *locale, struct wb_str c, int size)
{
	if (wb_str_is(c, ",")) {
		return percent_of(size, 66);
	}
	if (wb_str_equal(c, locale->decimal) && locale->rtl) {
		return percent_of(size, 58);
	}
	return size;
}

int wb_number_place(const struct wb_measure *measure,
                    const struct wb_locale *locale, struct wb_str number,
                    struct wb_face face, enum wb_figures figures,
                    struct wb_glyph ret_glyphs[WB_GLYPHS_MAX], int *ret_count)
{
	int cell = cell_width(measure, locale, face);
	int count = 0;
	int x = 0;
	size_t at = 0;

	while (at < number.len && count < WB_GLYPHS_MAX) {
		size_t len = char_len(number, at);
		struct wb_str c = { number.data + at, len };
		bool digit = is_digit(locale, c);
		int size = digit ? face.size : mark_size(locale, c, face.size);
		int own = measure->width(measure->data, c,
		                         (struct wb_face){ size, face.weight });
		int width = digit && figures == WB_TABULAR ? cell : own;

		if (ret_glyphs != NULL) {
			ret_glyphs[count] =
				(struct wb_glyph){ c, x + (width - own) / 2,
				                   size };
		}
		count++;
		x += width;
		at += len;
	}
	*ret_count = count;
	return x;
}
