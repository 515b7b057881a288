#include "layout/build.h"

#define ELLIPSIS "\xe2\x80\xa6"

static bool continues_character(const char *at)
{
	unsigned char c = (unsigned char)*at;

	/* UTF-8 tail bytes, combining Arabic marks, and joiners. */
	return (c & 0xc0) == 0x80 ||
	       (c == 0xd9 && (unsigned char)at[1] >= 0x8b &&
	        (unsigned char)at[1] <= 0x9f) ||
	       (c == 0xe2 && (unsigned char)at[1] == 0x80 &&
	        ((unsigned char)at[2] == 0x8c || (unsigned char)at[2] == 0x8d));
}

static struct wb_str with_ellipsis(struct wb_build *b, struct wb_str text,
                                   size_t len)
{
	while (len > 0 && text.data[len - 1] == ' ') {
		len--;
	}
	wb_buf_clear(&b->scratch);
	wb_buf_add(&b->scratch, text.data, len);
	wb_buf_add_text(&b->scratch, ELLIPSIS);
	return wb_buf_str(&b->scratch);
}

static struct wb_str elided(struct wb_build *b, struct wb_str text,
                            struct wb_face face, int width)
{
	size_t low = 0;
	size_t high = text.len;

	/* The longest prefix, by bisection; widths grow with the length. */
	while (low < high) {
		size_t middle = (low + high + 1) / 2;
		size_t cut = middle;

		while (cut > low && cut < text.len &&
		       continues_character(text.data + cut)) {
			cut--;
		}
		if (cut > low && wb_text_width(b, with_ellipsis(b, text, cut),
		                               face) <= width) {
			low = cut;
		} else if (cut > low) {
			high = cut - 1;
		} else {
			high = middle - 1;
		}
	}
	with_ellipsis(b, text, low);
	return wb_take(b);
}

struct wb_str wb_fit(struct wb_build *b, const struct wb_str *texts, int count,
                     struct wb_face face, int width)
{
	struct wb_str last = { NULL, 0 };
	int i;

	for (i = 0; i < count; i++) {
		if (texts[i].len == 0) {
			continue;
		}
		last = texts[i];
		if (wb_text_width(b, last, face) <= width) {
			return last;
		}
	}
	if (last.len == 0 || width <= 0) {
		return (struct wb_str){ NULL, 0 };
	}
	return elided(b, last, face, width);
}
