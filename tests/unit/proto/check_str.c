#include "base/str.h"

#include "suite.h"

#define BYTES(literal)                                                         \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}

static const struct {
	struct wb_str text;
	size_t valid; /* bytes at the start that are valid UTF-8 */
} utf8[] = {
	{ BYTES(""), 0 },
	{ BYTES("plain"), 5 },
	{ BYTES("\xd9\x81\xd8\xb1"), 4 },  /* Persian */
	{ BYTES("\xe2\x82\xac"), 3 },      /* euro sign */
	{ BYTES("\xf0\x9f\x98\x80"), 4 },  /* outside the BMP */
	{ BYTES("\xf4\x8f\xbf\xbf"), 4 },  /* U+10FFFF */
	{ BYTES("a\xc0\x80"), 1 },         /* overlong NUL */
	{ BYTES("a\xc1\xbf"), 1 },         /* overlong */
	{ BYTES("a\xe0\x9f\xbf"), 1 },     /* overlong */
	{ BYTES("a\xf0\x8f\xbf\xbf"), 1 }, /* overlong */
	{ BYTES("a\xed\xa0\x80"), 1 },     /* surrogate */
	{ BYTES("a\xf4\x90\x80\x80"), 1 }, /* above U+10FFFF */
	{ BYTES("a\xf5\x80\x80\x80"), 1 },
	{ BYTES("a\x80"), 1 }, /* a tail alone */
	{ BYTES("a\xd9"), 1 }, /* cut off */
	{ BYTES("a\xe2\x82"), 1 },
	{ BYTES("a\xf0\x9f\x98"), 1 },
	{ BYTES("a\xd9z"), 1 },
	{ BYTES("a\xff"), 1 },
};

START_TEST(utf8_is_taken_up_to_the_first_bad_byte)
{
	struct wb_str text = utf8[_i].text;

	ck_assert_uint_eq(wb_str_utf8_prefix(text, 100), utf8[_i].valid);
	ck_assert_int_eq(wb_str_is_clean_utf8(text),
	                 utf8[_i].valid == text.len);
}
END_TEST

START_TEST(the_first_character_has_a_length)
{
	struct wb_str text =
		wb_str("a\xd9\x81\xe2\x82\xac\xf0\x9f\x98\x80\xff");
	static const size_t lengths[] = { 1, 2, 3, 4, 0 };

	for (int i = 0; i < WB_COUNT(lengths); i++) {
		ck_assert_uint_eq(wb_str_first_char(text), lengths[i]);
		text.data += lengths[i];
		text.len -= lengths[i];
	}
	ck_assert_uint_eq(wb_str_first_char(wb_str("")), 0);
	ck_assert_uint_eq(wb_str_first_char((struct wb_str){ "\xd9\x81", 1 }),
	                  0);
}
END_TEST

START_TEST(a_prefix_does_not_cut_a_character)
{
	struct wb_str text = wb_str("a\xd9\x81\xe2\x82\xac");
	static const size_t wanted[] = { 0, 1, 1, 3, 3, 3, 6, 6 };

	for (size_t max = 0; max < 8; max++) {
		ck_assert_uint_eq(wb_str_utf8_prefix(text, max), wanted[max]);
	}
}
END_TEST

START_TEST(control_characters_are_not_clean_wherever_they_stand)
{
	for (size_t at = 0; at < 20; at++) {
		char text[20];

		memset(text, 'x', sizeof(text));
		ck_assert(wb_str_is_clean_utf8(
			(struct wb_str){ text, sizeof(text) }));
		for (int c = 0; c < 0x20; c++) {
			text[at] = (char)c;
			ck_assert(!wb_str_is_clean_utf8(
				(struct wb_str){ text, sizeof(text) }));
		}
		text[at] = (char)0xff;
		ck_assert(!wb_str_is_clean_utf8(
			(struct wb_str){ text, sizeof(text) }));
	}
}
END_TEST

START_TEST(absent_and_empty_are_equal_in_content)
{
	ck_assert(wb_str_equal(wb_str(NULL), wb_str("")));
	ck_assert(wb_str_is(wb_str("sales"), "sales"));
	ck_assert(!wb_str_is(wb_str("sales"), "sale"));
	ck_assert(!wb_str_is(wb_str("sales"), "saleS"));
}
END_TEST

static const struct {
	struct wb_str text;
	const char *excerpt;
} excerpts[] = {
	{ BYTES("hung up"), "hung up" },
	{ BYTES("\xd9\x81"), "\xd9\x81" },
	{ BYTES("a\nb\0c"), "a\\u000ab\\u0000c" },
	{ BYTES("\x1b[31m"), "\\u001b[31m" },
	{ BYTES("\x7f"), "\\u007f" },
	{ BYTES("\xc2\x9b"), "\\u009b" }, /* C1 control */
	{ BYTES("\xe2\x80\xae"
	        "abc"),
	  "\\u202eabc" }, /* right-to-left override */
	{ BYTES("\xff\xd9"), "\\xff\\xd9" },
	{ BYTES("0123456789012345678901234567890123456789"
	        "01234567890123456789"),
	  "0123456789012345678901234567890123456789"
	  "01234567890123456789" },
	{ BYTES("0123456789012345678901234567890123456789"
	        "012345678901234567890"),
	  "0123456789012345678901234567890123456789"
	  "01234567890123456789..." },
};

START_TEST(an_excerpt_is_safe_to_print)
{
	char text[WB_EXCERPT_SIZE];

	ck_assert_str_eq(wb_str_excerpt(excerpts[_i].text, text),
	                 excerpts[_i].excerpt);
}
END_TEST

START_TEST(an_excerpt_of_anything_fits_and_is_valid)
{
	char bytes[256], text[WB_EXCERPT_SIZE];

	for (int c = 0; c < 256; c++) {
		memset(bytes, c, sizeof(bytes));
		wb_str_excerpt((struct wb_str){ bytes, sizeof(bytes) }, text);
		ck_assert_uint_lt(strlen(text), WB_EXCERPT_SIZE);
		ck_assert(wb_str_is_clean_utf8(wb_str(text)));
		ck_assert_ptr_nonnull(strstr(text, "..."));
	}
}
END_TEST

START_TEST(formatting_cuts_between_characters)
{
	char text[8];

	wb_str_format(text, sizeof(text), "%s", "abcdef\xd9\x81");
	ck_assert_str_eq(text, "abcdef");
	wb_str_format(text, sizeof(text), "%s", "abcde\xd9\x81");
	ck_assert_str_eq(text, "abcde\xd9\x81");
	wb_str_format(text, 1, "%s", "abc");
	ck_assert_str_eq(text, "");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("str");

	tcase_add_loop_test(tc, utf8_is_taken_up_to_the_first_bad_byte, 0,
	                    WB_COUNT(utf8));
	tcase_add_test(tc, the_first_character_has_a_length);
	tcase_add_test(tc, a_prefix_does_not_cut_a_character);
	tcase_add_test(tc,
	               control_characters_are_not_clean_wherever_they_stand);
	tcase_add_test(tc, absent_and_empty_are_equal_in_content);
	tcase_add_loop_test(tc, an_excerpt_is_safe_to_print, 0,
	                    WB_COUNT(excerpts));
	tcase_add_test(tc, an_excerpt_of_anything_fits_and_is_valid);
	tcase_add_test(tc, formatting_cuts_between_characters);
	return wb_test_run("proto/str", tc);
}
